"""The frames of sentences in which somebody wants to see rows: what is wanted, how it is chosen, and who wants it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.discover.access.rows import rows
from database_designer.discover.prose import Line
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import plain

_VERBS = {
    **dict.fromkeys(
        "list view see show display browse brows review retrieve read consult inspect monitor return present expose access track "
        "check generate print export want".split(), "list",
    ),
    "search": "search", "find": "search", "query": "search", "filter": "filter", "narrow": "filter", "sort": "sort",
    "order": "sort", "look": "search",
}  # fmt: skip
_WEAK = frozenset("track check generate print export want order access read".split())
_FORMS = "|".join(sorted(_VERBS, key=len, reverse=True))
_VERB = re.compile(rf"\b(?P<verb>{_FORMS})(?P<form>s|es|ed|ing)?\b(?: (?P<up>up|for|at|through)\b)?")
_DONE = {"listed": "list", "searched": "search", "searchable": "search", "found": "search", "filtered": "filter", "filterable": "filter", "sorted": "sort", "sortable": "sort", "ordered": "sort"}  # fmt: skip
_PASSIVE = re.compile(
    r"^(?P<what>.+?) (?:is|are|can be|may be|shall be|must be|should be|will be|have to be|has to be|needs? to be) (?:also )?"
    r"(?P<verb>listed|shown|displayed|searched|searchable|filtered|filterable|sorted|sortable|browsed|viewed|retrieved|presented|found|ordered|visible|highlighted|reviewed|checked|printed|exported|returned|read)\b(?P<tail>.*)$"
)
_LISTED = re.compile(
    r"\b(?P<verb>search|filter|sort|order)(?P<form>s|ing|ed|able)?\s*\((?P<list>[^()]{2,200})\)", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*\([^()]{0,300}\)")
_INSIDE = re.compile(r"\(([^()]{0,300})\)")
_SHOWN = re.compile(
    r"\b(?:aggregations?|key figures|figures|kpis?|counters?|widgets?|cards?|tiles|sections?|data|metrics|overview|information)"
    r"(?: ?\((?P<list>[^()]{5,300})\)|: (?P<after>[^();]{5,300})$)",
    re.IGNORECASE,
)
_SHARED = re.compile(r"\b(?P<word>today's|tomorrow's|upcoming|overdue|open|past) (?P<one>[a-z]+)/(?P<two>[a-z]+)\b")
_BY_WORDS = re.compile(
    r"\b(?:by|using|with|for) (?:the |single )?(?:full[- ]text|(?:key)?words?|terms?|phrases?) (?:in|of|over|from)\b"
)
_PURPOSE = re.compile(r"\b(?:so that|so as to|in order to|because|when(?:ever)?|unless|while|if)\b.*$")
_PARTS = re.compile(r"\s*(?:;|(?<=[a-z0-9)])\.\s|\s[—–]\s)\s*")
_REFUSED = re.compile(r"\b(?:cannot|never|hides?|hidden|prevents?|forbids?)\b")
_FURTHER_VERBS = re.compile(
    r"^(?:\s*(?:,\s*(?:and|or)?|/|\band\b|\bor\b)\s*(?:search|filter|sort|view|list|see|browse|export|print|manage|edit|create|[a-z]+ing)(?= ))+"
    r"|^(?:\s*(?:,\s*(?:and|or)?|/|\band\b|\bor\b)\s*[a-z-]+)+(?=\s+(?:the|their|his|her|all|any|own|its|my|an?|each|every|only|those|upcoming|open|future|past)\b)"
    r"|^(?:\s*/\s*[a-z-]+)+"
)
_TAIL = re.compile(
    r",|\b(?:full[- ]text|filter\w*|narrow\w*|search\w*|sort\w*|order(?:ed|ing)|group(?:ed|ing)|ranked|by|with (?!status\b|state\b|the status\b|no\b|an?\b)|paginat\w*|newest first|latest first|oldest first)"
)
_BEHIND_LIST = re.compile(
    r"(?:,? )?\b(?:filter\w*|search\w*|sort\w*|ordered|grouped|ranked|by|with|paginat\w*|(?:newest|latest|oldest|nearest|soonest|earliest|highest|lowest|most recent)(?: [a-z]+){0,3} first)\b"
)
_FULL_TEXT = re.compile(
    r"\bsearch(?:es|ed|ing)? (?:for words )?(?:in |through |over )?(?:the )?full[- ]text of (?:the )?(?P<fields>[a-z][a-z ,]{2,60}?) (?:in|of) (?P<rows>(?:the |all |their )?[a-z].+)$"
)
_SUPPORTS = re.compile(
    r"^(?P<what>[a-z][a-z' -]{2,60}?) (?:(?:shall|must|should|can|may|will) )?(?:supports?|offers?|provides?|allows?(?: for)?|has|have|features?|comes? with) (?P<tail>.*\b(?:filter|search|sort|pagina)\w*.*)$"
)
_PAGE_OF = re.compile(
    r"^(?:(?:an?|the|each|every) )?(?P<one>[a-z][a-z -]{1,40}?)(?:'s)?(?: (?:details?|page|view|screen|profile|overview|card|panel|sheet))+"
    r" (?:(?:shall|must|should|can|may|will) )?(?:also )?(?:shows?|exposes?|displays?|includes?|lists?|contains?|presents?|returns?) (?P<items>.+)$"
)
_OWN_ONLY = re.compile(
    r"\b(?:list|read|view|see|browse|access)[a-z/ ,-]* (?:only )?(?:their|his or her|his|her) own(?: ones?)?(?: only)?$"
)
_LIST_OF = re.compile(
    r"\b(?:gets?|receives?|needs?|provides?|offers?|gives?) (?:an?|the) (?:[a-z]+ ){0,2}?(?:list|overview|calendar|history) of (?P<what>.+?)(?P<how>(?:,| filter| sort| search| order| group).*)?$"
)
_SENT_FOR = re.compile(
    r"\b(?:sends?|sent|send out|sends out|issues?|creates?) (?:an? |the )?(?:[a-z]+ )?(?:reminders?|notifications?|alerts?|emails?|messages?|warnings?) (?:for|about|of|on) (?P<what>.+)$"
)
_ALLOWED = re.compile(r"(?:\b(?:allow|support|enable|permit|provide|offer|include|and|or)s?(?: for)?|,) ?$")
_DOER = re.compile(
    r"^(?:(?:the|all|any|each|every|an?|only) )?(?:[a-z-]+ )?[a-z-]+ (?:(?:shall|must|should|can|may|will)(?: be able to)? )?(?:also |only )?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause in plain wording, without what stands in brackets; `written` is the text that it comes from."""

    said: str
    written: str

    @property
    def aside(self) -> str:
        """What stands in brackets, in plain wording."""
        return ", ".join(plain(found) for found in _INSIDE.findall(self.written))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Text that names rows (`what`), text on how they are chosen, what is done with them, and who does it.

    `weak` verbs say little ("print"), `of` is the thing on whose page the rows are shown, `apart` marks a list in brackets.
    `unnamed` rows are those that the statement is about ("list their own only"), those of a `job` are looked for by it.
    """

    what: str
    how: str = ""
    verb: str = "list"
    who: str = ""
    weak: bool = False
    of: str = ""
    apart: bool = False
    unnamed: bool = False
    job: bool = False


def clauses(text: str) -> Iterator[Clause]:
    """The clauses of a statement that say what is done; without purposes, conditions and what is refused."""
    for written in _PARTS.split(_LISTED.sub(r"\g<verb>\g<form> by \g<list>", text)):
        said = _BY_WORDS.sub("full text search by", _PURPOSE.sub("", plain(_BRACKETS.sub("", written))))
        if said and not _REFUSED.search(said):
            yield Clause(said=said, written=written)


def wanted(clause: Clause, line: Line, words: Vocabulary) -> Iterator[Wanted]:
    """What a clause may say is wanted, reading by reading: the first that gives rows is meant."""
    said = clause.said
    if shown := _SHOWN.search(clause.written):
        items = _SHARED.sub(r"\g<word> \g<one>, \g<word> \g<two>", plain(shown["list"] or shown["after"]))
        yield Wanted(what=items, apart=True, who=said)
    if words_in := _FULL_TEXT.search(said):
        yield Wanted(
            what=words_in["rows"], how=f"full text search by {words_in['fields']}", who=said[: words_in.start()]
        )
    if passive := _PASSIVE.match(said):
        yield Wanted(what=passive["what"], how=passive["tail"], verb=_DONE.get(passive["verb"], "list"))
    if supports := _SUPPORTS.match(said):
        yield Wanted(what=supports["what"], how=supports["tail"])
    if page := _PAGE_OF.match(said):
        yield Wanted(what=page["items"], of=page["one"])
    if own := _OWN_ONLY.search(said):
        yield Wanted(what="", unnamed=True, who=said[: own.start()])
    if listed := _LIST_OF.search(said):
        yield Wanted(what=listed["what"], how=listed["how"], who=said[: listed.start()])
    if sent := _SENT_FOR.search(said):
        yield Wanted(what=sent["what"], weak=True, job=True)
    for verb in _VERB.finditer(said):
        if _is_done(verb, said, line) and (found := _object(verb, said, words)) is not None:
            yield found


def _is_done(verb: re.Match[str], said: str, line: Line) -> bool:
    """Whether the word is what somebody does: by its place in the sentence, or because the parse takes it for a verb."""
    before = said[: verb.start()]
    if not before or (verb["form"] == "ing" and _ALLOWED.search(before)):
        return True
    if verb["form"] in (None, "s") and _DOER.search(before):
        return True
    word = verb["verb"]
    tokens = (t for t in line.sentence.tokens if word in (t.lemma, t.lower))
    return any(t.pos in ("VERB", "AUX") and t.dep not in ("amod", "compound") for t in tokens)


def _object(verb: re.Match[str], said: str, words: Vocabulary) -> Wanted | None:
    """The rows behind a verb, and how they are chosen."""
    rest = said[verb.end() :]
    rest = _FURTHER_VERBS.sub("", rest).strip()
    tail = _TAIL.search(rest)
    head, how = (rest[: tail.start()], rest[tail.start() :]) if tail else (rest, "")
    if tail is not None and tail[0] == "," and rows(rest, words) is not None:
        end = _BEHIND_LIST.search(rest)
        head, how = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    if not head.strip() or (verb["verb"] == "look" and verb["up"] not in ("up", "for")):
        return None
    return Wanted(
        what=head, how=how, verb=_VERBS[verb["verb"]], who=said[: verb.start()], weak=verb["verb"] in _WEAK,
    )  # fmt: skip
