"""States told by acts and participles: what is `OPEN` and can be cancelled is `CANCELLED` then.

Only things of which some state is told as a code have states so, and only where no full list of states is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from database_designer.discover.findings import Findings, ValuesFinding
from database_designer.discover.language.annotate import Token
from database_designer.discover.language.phrases import clauses
from database_designer.discover.names import Noun, singular
from database_designer.discover.prose import Line
from database_designer.discover.values.state_words import STATE_OF_ADJECTIVE, STATE_OF_VERB, key

_CODE = re.compile(r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*")
_STATUS: Noun = ("status",)
_ONES = frozenset({"one", "ones"})


def read_state_acts(found: Findings, lines: tuple[Line, ...]) -> Findings:
    """Open value findings of states that acts lead to, for the things in `found` whose states are told as codes."""
    told: dict[Noun, list[ValuesFinding]] = defaultdict(list)
    for value in found.values:
        if value.attribute == _STATUS and value.owner:
            told[value.owner].append(value)
    coded = {o for o, vs in told.items() if all(v.open and _CODE.fullmatch(x) for v in vs for x in v.values)}
    known = {(o, key(x)) for o in coded for v in told[o] for x in v.values}
    values: dict[tuple[Noun, str], ValuesFinding] = {}
    for line in lines if coded else ():
        for owner, state in _states(line, coded):
            if (owner, key(state)) not in known and (owner, key(state.replace("ll", "l"))) not in known:
                finding = ValuesFinding(
                    owner=owner, attribute=_STATUS, values=(state.upper(),), evidence=line.statement.evidence, open=True
                )
                values.setdefault((owner, state), finding)
    return Findings(values=tuple(values.values()))


def _states(line: Line, coded: set[Noun]) -> Iterator[tuple[Noun, str]]:
    text = line.statement.text.lower()
    if not any(verb[:5] in text for verb in (*STATE_OF_VERB, *STATE_OF_ADJECTIVE)):
        return
    for clause in clauses(line.sentence):
        state = STATE_OF_VERB.get(clause.verb)
        if state is not None and not clause.negated:
            yield from ((p.noun[-1:], state) for p in clause.objects if p.noun[-1:] in coded)
    for token in line.sentence.tokens:
        state = STATE_OF_ADJECTIVE.get(token.lower)
        head = line.sentence.tokens[token.head]
        if state is not None and token.dep == "amod" and head.i == token.i + 1:
            yield from ((owner, state) for owner in _described(head, line, coded))


def _described(head: Token, line: Line, coded: set[Noun]) -> Iterator[Noun]:
    """The thing that the adjective stands before; for "cancelled ones" the last one spoken of."""
    if head.lower in _ONES:
        before = [(singular(t.lower),) for t in line.sentence.tokens[: head.i]]
        yield from [n for n in before if n in coded][-1:]
    elif (singular(head.lower),) in coded:
        yield (singular(head.lower),)
