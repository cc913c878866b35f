"""How rows are chosen and shown: "by name or code, filtered by status, newest first, 20 on a page"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from database_designer.discover.access.asked import Steps
from database_designer.discover.access.frames import Clause
from database_designer.discover.access.moments import ends, happened, only_amount, starts
from database_designer.discover.items import split_items
from database_designer.discover.names import Noun, singular
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType, Kind, SortKey, Uniqueness
from database_designer.model.expression import Path
from database_designer.model.navigation import Hop, Value

_BY = r"(?: (?:by|on|in|over|for|via|using|through|based on|according to))"
_MARK = re.compile(
    rf"\b(?P<search>(?:full[- ]?text )?(?:search(?:able|ed|ing|es)?|(?:be )?found|find(?:able)?|look(?:ed)? up))(?: (?:box|field|bar|function))?(?: (?:them|it))?{_BY}?\b"
    rf"|\b(?P<filter>filter(?:able|ed|ing|s)?|narrow(?:ed|ing)?(?: down)?|restrict(?:ed|ing)?)(?: (?:them|it|the (?:list|results?)))?{_BY}?\b"
    r"|\b(?P<sort>(?:sort(?:able|ed|ing|s)?|order(?:ed|ing)|ranked)(?: (?:them|it|the (?:list|results?)))? (?:by|on|according to|in order of)|in (?:the )?order of)\b"
    r"|\b(?P<group>group(?:ed|ing)? (?:by|per|into))\b"
    r"|(?<!sorted )(?<!page )\b(?P<by>by|with|based on|according to|depending on)\b"
)
_BEFORE = re.compile(
    r"(?P<names>(?:[a-z]+(?: [a-z]+)?(?:, (?:and )?| ?/ ?| and ))*(?:(?!with |by |and |plus |the )[a-z]+ )?[a-z]+) (?P<what>filters|filter)\b(?! (?:by|on|for|in|using))"
)
_LEADS = re.compile(r"^.*\b(?:with|by|plus|including|supports?|offers?|provides?|have|has)\b ?")
_ORDER = re.compile(
    r"(?:^|[,(] ?|\b)(?:with |in |the )?(?P<word>newest|latest|most recent|last|oldest|earliest|first|nearest|soonest|next|highest|largest|biggest|greatest|most|lowest|smallest|least|cheapest|most expensive)(?P<what>(?: [a-z]+){0,3}?) first\b"
    r"|\b(?P<desc>reverse chronological|descending)\b|\b(?P<asc>chronological(?:ly)?|ascending)\b|\b(?P<alpha>alphabetical(?:ly)?)\b"
)
_DOWN = frozenset("newest latest last highest largest biggest greatest most".split()) | {
    "most recent",
    "most expensive",
}
_SIZES = _DOWN - {"newest", "latest", "last", "most recent"} | frozenset("lowest smallest least cheapest".split())
_PAGED = re.compile(
    r"\bpaginat\w+|\bpages? of\b|\b(?:per|on (?:a|each|one)|a) page\b|\bpaged\b|\bpage by page\b|\b\d+ at a time\b|\binfinite scroll\w*"
)
_LIMIT = re.compile(
    r"\b(?:default|pages? of|page size(?: of)?|at most|up to|no more than|maximum of|max)\s*:?\s*(?P<limit>\d{1,4})(?= (?:[a-z]+ ){0,4}?(?:per|on an?|a|on each|on one) page|[,) ]*(?:max|at most)|\)|$)"
    r"|\b(?P<limit2>\d{1,4}) (?:[a-z]+ ){0,2}?(?:per|on an?|a) page\b|\bdefault (?P<limit3>\d{1,4})\b|\b(?P<limit4>\d{1,3}) at a time\b"
)
_MOST = re.compile(
    r"\bmax(?:imum)?(?: of)?\s*:?\s*(?P<maximum>\d{1,5})\b|\b(?:but )?(?:at most|no more than) (?P<maximum2>\d{1,5})\b"
)
_TIMES = re.compile(r"\b(?:today|tomorrow|week|month|day|past|upcoming|future|date)\b")
_RANGED = frozenset("range period interval span window".split())
_NOT_STORED = frozenset(
    """relevance popularity criterion column value result search filter sort order page pagination side count total keyword
    term text way name-or-code various field property attribute parameter option combination thing action""".split()
)
_MOMENT_ENDS = frozenset("date time day on at".split())
_TEXTS = frozenset({Kind.TEXT, Kind.CODE, Kind.EMAIL, Kind.PHONE, Kind.URL})
_SIDES = {"start": starts, "starting": starts, "beginning": starts, "end": ends, "ending": ends, "deadline": ends}
_PERSON_NAMES = ("first_name", "last_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How rows of an entity type are chosen: what a text is looked for in, what may be told, from and to, the order."""

    search: tuple[Steps, ...] = ()
    full_text: tuple[Steps, ...] = ()
    optional: tuple[Steps, ...] = ()
    range: tuple[Steps, ...] = ()
    sort: tuple[SortKey, ...] = ()
    page: str = ""
    limit: int | None = None
    maximum: int | None = None


def choice(text: str, entity: EntityType, words: Vocabulary, *, verb: str, by: Path | None = None) -> Choice:
    """What the text says of how the rows are chosen. `verb` is what is done with them, `by` a moment that they lie by."""
    found = pages(text)
    found = _before(text, found, entity, words)
    rest = _BEFORE.sub(lambda m: f"{m['names']} {' ' * len(m['what'])}", text)
    marks = list(_MARK.finditer(rest))
    for mark, end in zip(marks, [*(m.start() for m in marks[1:]), len(text)], strict=False):
        part = rest[mark.end() : end]
        found = _segment(mark, part, found, entity, words, verb=verb)
    return _ordered(text, found, entity, words, by=by)


def in_brackets(
    clause: Clause, found: Choice, entity: EntityType, words: Vocabulary, *, by: Path | None = None
) -> Choice:
    """With the pages that the clause tells of, and the order that is told in brackets."""
    told = pages(f"{clause.aside}, {clause.said}")
    paged = replace(
        found, page=found.page or told.page, limit=found.limit or told.limit, maximum=found.maximum or told.maximum
    )
    return paged if found.sort else _ordered(clause.aside, paged, entity, words, by=by)


def of_one(found: Choice, entity: EntityType) -> Choice:
    """How a single row is found: what is searched is known as a whole; by what is unique no pattern is needed."""
    whole = (*found.optional, *found.search)
    unique = {(a.name,) for a in entity.attributes if a.unique is not Uniqueness.NO}
    return replace(found, search=(), optional=tuple(p for p in dict.fromkeys(whole) if p not in unique))


def _segment(
    mark: re.Match[str], part: str, found: Choice, entity: EntityType, words: Vocabulary, *, verb: str
) -> Choice:
    """With what one mark and the list behind it tell."""
    kind = mark.lastgroup or ""
    if mark[0] == "with":
        return found
    if kind == "by":
        kind = {"search": "search", "find": "search", "look up": "search", "sort": "sort", "order": "sort"}.get(
            verb, "filter"
        )
        kind = "sort" if kind == "filter" and _ORDER.search(part) else kind
    if kind == "group":
        path = starts(entity, words) if _TIMES.search(part) else None
        return replace(found, range=_merged(found.range, (path.steps,))) if path is not None else found
    if kind == "search" and (mark["search"] or "").startswith("full"):
        return replace(found, full_text=_merged(found.full_text, _texts(part, entity, words)))
    if kind == "search":
        return _searched(part, found, entity, words)
    if kind == "filter":
        return _filtered(part, found, entity, words)
    return replace(found, sort=found.sort or _sorted(part, entity, words))


def _before(text: str, found: Choice, entity: EntityType, words: Vocabulary) -> Choice:
    """As in "with status and date filters", "a status filter": what stands before the word for what is done by it."""
    for match in _BEFORE.finditer(text):
        names = _LEADS.sub("", match["names"])
        if match["what"] == "filter" or "search" in text[: match.start("what")]:
            names = re.split(r",", names)[-1]
        found = _filtered(names, found, entity, words)
    return found


def _searched(part: str, found: Choice, entity: EntityType, words: Vocabulary) -> Choice:
    """What holds a text is searched; values of lists, dates and rows pointed to are chosen."""
    paths = tuple(p for name in _names(part) for p in _paths(name, entity, words))
    texts = tuple(p for p in paths if _is_text(p, entity, words))
    others = tuple(p for p in paths if p not in texts)
    return _chosen([others], replace(found, search=_merged(found.search, texts)), entity, words)


def _filtered(part: str, found: Choice, entity: EntityType, words: Vocabulary) -> Choice:
    for name in _names(part):
        if name[-1] in _RANGED or name in (("date",), ("time",), ("day",)):
            named = _paths(name, entity, words) if len(name) > 1 else ()
            if named and isinstance(_target(named[0], entity, words), Hop):
                found = _chosen([named], found, entity, words)
                continue
            path = _moment(name, entity, words)
            if path is None:
                continue
            if name == ("date",) and _kind(path.steps, entity, words) is Kind.DATE:
                found = replace(found, optional=_merged(found.optional, (path.steps,)))
            else:
                found = replace(found, range=_merged(found.range, (path.steps,)))
        else:
            found = _chosen([_paths(name, entity, words)], found, entity, words)
    return found


def _chosen(paths: list[tuple[Steps, ...]], found: Choice, entity: EntityType, words: Vocabulary) -> Choice:
    for path in (p for several in paths for p in several):
        if _kind(path, entity, words) in (Kind.INSTANT,):
            found = replace(found, range=_merged(found.range, (path,)))
        else:
            found = replace(found, optional=_merged(found.optional, (path,)))
    return found


def _moment(name: Noun, entity: EntityType, words: Vocabulary) -> Path | None:
    """The moment that a range is of: the one that is named, else the one that rows lie by."""
    stem = tuple(w for w in name if w not in _RANGED and w not in ("time", "day"))
    if stem and stem != ("date",):
        found = words.path(entity.name, stem) or words.path(entity.name, (*stem, "date"))
        return found if found is not None and not isinstance(_target(found.steps, entity, words), Hop) else None
    return happened(entity, words)


def _sorted(part: str, entity: EntityType, words: Vocabulary) -> tuple[SortKey, ...]:
    listed = re.split(r"\b(?:then(?: by)?|and(?: by)?|,)\b|,", part) if re.search(r"\bthen\b", part) else [part]
    first = listed[0] if re.search(r"\bor\b", part) else part
    alternatives = re.split(r"\bor\b", first)[0]
    keys: list[SortKey] = []
    for name in _names(alternatives):
        paths = _paths(name, entity, words)
        keys.extend(SortKey(path=p) for p in (paths[::-1] if name == ("name",) else paths))
    return tuple(dict.fromkeys(keys))[:3]


def _ordered(text: str, found: Choice, entity: EntityType, words: Vocabulary, *, by: Path | None) -> Choice:
    """With the order that is told: "newest first", "by due date, oldest first", "highest amount first"."""
    match = _ORDER.search(text)
    if match is None:
        return found
    if match["alpha"]:
        called = next((p for n in ("name", "title", "label") if (p := _paths((n,), entity, words))), ())
        names = tuple(SortKey(path=p) for p in called[::-1])
        return replace(found, sort=found.sort or names)
    word = match["word"] or ("newest" if match["desc"] else "oldest")
    down = word in _DOWN
    if found.sort:
        return replace(found, sort=tuple(replace(k, descending=down) for k in found.sort))
    named = _paths(_noun(match["what"]), entity, words) if match["word"] and (match["what"] or "").strip() else ()
    if not named and word in _SIZES:
        price = only_amount(entity, words) if word in ("cheapest", "most expensive") else None
        return replace(found, sort=(SortKey(path=price.steps, descending=down),)) if price is not None else found
    if match["desc"] == "descending" or match["asc"] == "ascending":
        return found
    moment = (
        by or (starts(entity, words) if word in ("nearest", "soonest", "next") else None) or happened(entity, words)
    )
    steps = named[0] if named else moment.steps
    return replace(found, sort=(SortKey(path=steps, descending=down),))


def _noun(text: str) -> Noun:
    found = text.split()
    return (*found[:-1], singular(found[-1])) if found else ()


def pages(text: str) -> Choice:
    """The pages that a text tells of."""
    limit, most = _LIMIT.search(text), _MOST.search(text)
    number = next((int(g) for g in limit.groups() if g), None) if limit else None
    maximum = next((int(g) for g in most.groups() if g), None) if most else None
    paged = _PAGED.search(text) is not None
    if maximum is not None and (number is None or maximum <= number or not paged):
        maximum = None
    return Choice(page="offset" if paged else "", limit=number, maximum=maximum)


def _names(text: str) -> tuple[Noun, ...]:
    """The names of a list, without what is no name of anything stored."""
    cut = re.split(
        r"\b(?:many times|several times|often|frequently|so that|in order to|for (?:staff|the)|when|if|while|because)\b|[.;:]",
        text,
    )[0]
    cut = _ORDER.sub(" ", cut)
    found = [i.name for i in split_items(re.sub(r"\bparts? of (?:it|them|the)\b", "", cut.replace("/", ", ")))]
    return tuple(dict.fromkeys(n for n in found if n and len(n) <= 4 and not any(w.isdigit() for w in n)))


def _paths(name: Noun, entity: EntityType, words: Vocabulary) -> tuple[Steps, ...]:
    """The paths that a name means: the first and the last name for the name of a person; () for nothing known."""
    if name == ("name",) and words.member(entity.name, name) is None:
        both = tuple((n,) for n in _PERSON_NAMES if words.member(entity.name, tuple(n.split("_"))) == n)
        if both:
            return both
    if name[-1] in _NOT_STORED and words.member(entity.name, name) is None:
        return ()
    path = words.path(entity.name, name)
    if path is not None:
        return (path.steps,)
    target = words.exact(name)
    steps = words.route(entity.name, target.name) if target is not None else None
    if steps:
        return (steps,)
    side = _SIDES.get(name[0]) if len(name) == 1 or name[-1] in _MOMENT_ENDS else None
    path = side(entity, words) if side is not None else None
    if path is not None:
        return (path.steps,)
    return next((_paths(n, entity, words) for n in _otherwise(name) if _paths(n, entity, words)), ())


def _otherwise(name: Noun) -> tuple[Noun, ...]:
    """Other words for a property: the due date may be `due_on`, the phone number `phone`."""
    if len(name) > 1 and name[-1] in _MOMENT_ENDS:
        return tuple((*name[:-1], end) for end in ("on", "at")) if name[-1] in ("date", "time", "day") else ()
    return (name[:-1],) if len(name) == 2 and name[-1] in ("number", "address", "code", "name", "level") else ()


def _texts(part: str, entity: EntityType, words: Vocabulary) -> tuple[Steps, ...]:
    return tuple(p for n in _names(part) for p in _paths(n, entity, words) if _is_text(p, entity, words))


def _target(path: Steps, entity: EntityType, words: Vocabulary) -> Value | Hop | None:
    return words.navigation.follow(entity.name, path).target


def _kind(path: Steps, entity: EntityType, words: Vocabulary) -> Kind | None:
    target = _target(path, entity, words)
    return target.type.kind if isinstance(target, Value) else None


def _is_text(path: Steps, entity: EntityType, words: Vocabulary) -> bool:
    return _kind(path, entity, words) in _TEXTS


def _merged(known: tuple[Steps, ...], told: tuple[Steps, ...]) -> tuple[Steps, ...]:
    return tuple(dict.fromkeys((*known, *told)))
