"""Access patterns in sentences: somebody sees, lists, searches or is shown rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from database_designer.discover.access.actors import to_actor
from database_designer.discover.access.asked import DECIDED, Asked, Steps
from database_designer.discover.access.calling import conjuncts
from database_designer.discover.access.choosing import Choice, choice, in_brackets, of_one
from database_designer.discover.access.frames import Clause, Wanted, clauses, wanted
from database_designer.discover.access.reports import reports, summed_up
from database_designer.discover.access.rows import Rows, rows
from database_designer.discover.access.schedules import planned
from database_designer.discover.names import noun
from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import spoken
from database_designer.discover.rules.things import qualities
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.expression import Expression, Path
from database_designer.model.names import plural, snake_case
from database_designer.model.walk import nodes
from database_designer.source import Origin

_LONGEST = 600
_MARK_ALL = re.compile(r"\bmark(?:ing)?[ -]all\b|\bmark(?:ing)? (?:them )?(?:all )?(?:as )?read\b")
_JOINED = re.compile(r"\s*(?:,\s*(?:and|or|as well as|plus)\s|,\s*|/|\s(?:and|or|as well as|plus)\s)\s*")


def sentences(line: Line, words: Vocabulary) -> Iterator[Asked]:
    """The access patterns that a statement tells of."""
    if len(line.statement.text) > _LONGEST:
        return
    for clause in clauses(line.statement.text):
        figures = tuple(reports(clause.said, line, words))
        yield from figures
        counted = {f.entity for f in figures}
        for one in wanted(clause, line, words):
            found = tuple(a for a in _asked(one, clause, line, words) if a.entity not in counted or _beside(a))
            yield from found
            if found and not one.apart:
                break


def _beside(asked: Asked) -> bool:
    """Whether rows are wanted beside figures over them: their order or their pages are told, too."""
    return bool(asked.sort or asked.page or asked.search or asked.optional or asked.report)


def _asked(one: Wanted, clause: Clause, line: Line, words: Vocabulary) -> Iterator[Asked]:
    for told in _rows(one, line, words):
        if one.apart and not (told.known and (told.fixed or told.sort or told.limit)):
            continue
        if one.job and not (told.known and told.fixed and told.path):
            continue
        single = not told.plural
        text = "" if one.apart else one.how if one.of else f"{told.rest} {one.how}"
        chosen = choice(text, told.entity, words, verb=one.verb, by=told.path)
        chosen = in_brackets(clause, chosen, told.entity, words, by=told.path)
        if single and not (one.verb == "search" and (chosen.search or chosen.optional)):
            continue
        chosen = of_one(chosen, told.entity) if single else chosen
        if one.weak and not one.job and not (told.own or told.given or told.sort or chosen.optional or chosen.range):
            continue
        found = _of(told, chosen, one, line, words)
        if found is not None:
            yield found
            yield from _marked(found, clause.said, words)
            yield from summed_up(found, clause.said, words)


def _marked(asked: Asked, said: str, words: Vocabulary) -> Iterator[Asked]:
    """As in "list, read and mark all their own": those that are not read yet are looked for as well."""
    entity = words.model.entity(asked.entity)
    unread = qualities("unread", entity, words) if entity is not None and _MARK_ALL.search(said) else None
    if unread is not None:
        yield replace(asked, fixed=conjuncts(unread), words=("unread",), page="", limit=None, maximum=None)


def _rows(one: Wanted, line: Line, words: Vocabulary) -> Iterator[Rows]:
    """The rows that are wanted: one kind, or several side by side."""
    if one.unnamed:
        named = (rows(plural(snake_case(e.name)).replace("_", " "), words) for e in spoken(line.statement.text, words))
        yield from (replace(told, own=True) for told in [t for t in named if t is not None][:1])
        return
    if one.of:
        yield from _on_page(one, words)
        return
    if (plan := planned(one.what, one.who, words)) is not None:
        yield plan
        return
    whole = rows(one.what, words) if not one.apart else None
    if whole is not None and not _JOINED.match(f" {whole.rest}"):
        yield whole
    else:
        yield from _each(one.what, words)


def _on_page(one: Wanted, words: Vocabulary) -> Iterator[Rows]:
    """The rows on the page of a thing that point to it."""
    owner = words.exact(noun(one.of))
    for told in _each(one.what, words) if owner is not None else ():
        steps = words.route(told.entity.name, owner.name) if owner is not None else None
        if steps:
            yield replace(told, given=(steps,), plural=True)


def _each(text: str, words: Vocabulary) -> Iterator[Rows]:
    """The things of a list; a word that names none belongs to the next ("pending and open claims")."""
    waiting, own = "", False
    for item in _JOINED.split(text):
        told = rows(f"{waiting} {item}".strip(), words)
        waiting = "" if told is not None or spoken(item, words) else f"{waiting} {item} and".strip()
        if told is not None:
            own = told.own or (own and not told.given)
            yield replace(told, own=own)


def _of(told: Rows, chosen: Choice, one: Wanted, line: Line, words: Vocabulary) -> Asked | None:
    """The access pattern; None where a part is not understood, and nothing else tells which rows are meant."""
    given = told.given
    if told.own:
        mine = to_actor(told.entity.name, one.who, words)
        if mine is None:
            return None
        given = tuple(dict.fromkeys((mine, *given)))
    chosen_by = chosen.optional or chosen.range or chosen.search or chosen.full_text or chosen.sort
    sure = given or told.range or chosen_by
    if not sure and (not told.known or (told.fixed and told.rest.strip(" ,.") and not chosen.page)):
        return None
    fixed = {path for c in told.fixed for path in _read(c)}
    return Asked(
        entity=told.entity.name,
        origin=Origin(evidence=(line.statement.evidence,), decided_by=DECIDED),
        given=given,
        optional=tuple(p for p in chosen.optional if p not in given),
        fixed=told.fixed,
        range=tuple(p for p in dict.fromkeys((*told.range, *chosen.range)) if p not in fixed),
        search=chosen.search,
        full_text=chosen.full_text,
        sort=chosen.sort or told.sort,
        page=chosen.page,
        limit=told.limit or chosen.limit,
        maximum=chosen.maximum,
        words=told.words,
    )


def _read(condition: Expression) -> Iterator[Steps]:
    return (n.steps for n in nodes(condition) if isinstance(n, Path))
