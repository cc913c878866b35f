"""What every part of the writer needs: optional pairs, `from` and `assumed`, evidence as comments."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Several
from typing import Protocol

from database_designer.modelfile.nodes import Mapping, Node, Scalar, Sequence
from database_designer.modelfile.reader import DECIDED_BY
from database_designer.source import Evidence, Origin

Pairs = list[tuple[str, Node]]

MAX_COMMENTS = 2
COMMENT_WIDTH = 110
MIN_QUOTE = 80


class Element(Protocol):
    """What an element of the model has in any case."""

    @property
    def origin(self) -> Origin:
        """Why the element exists."""


def when(key: str, value: Node | str | None) -> Pairs:
    """The pair, or none at all where there is nothing to say."""
    if isinstance(value, str):
        return [(key, Scalar(text=value))] if value else []
    if value is None or (isinstance(value, Sequence) and not value.items):
        return []
    return [(key, value)]


def section(key: str, entries: Iterable[tuple[str, Node]]) -> Pairs:
    """The pair of a section of named elements, or none where the section is empty."""
    pairs = tuple(entries)
    return [(key, Mapping(pairs=pairs, block=True))] if pairs else []


def mapping(pairs: Pairs, comments: tuple[str, ...] = ()) -> Mapping:
    """The mapping of these pairs."""
    return Mapping(pairs=tuple(pairs), comments=comments)


def texts(values: Several[str]) -> Node | None:
    """One text as a scalar, several as a list, None for none."""
    if len(values) == 1:
        return Scalar(text=values[0])
    return Sequence(items=tuple(Scalar(text=v) for v in values)) if values else None


def common_pairs(origin: Origin, inherited: Origin, assumed: tuple[str, ...] = ()) -> Pairs:
    """`from`, where the requirement ids differ from those of the element above, and `assumed`."""
    ids = origin.requirements
    options = Scalar(text="true") if origin.assumed else _options(assumed)
    return [*when("from", texts(ids) if ids != inherited.requirements else None), *when("assumed", options)]


def _options(assumed: tuple[str, ...]) -> Node | None:
    return Sequence(items=tuple(Scalar(text=a) for a in assumed)) if assumed else None


def line_or_mapping(
    key: str, line: str, element: Element, inherited: Origin, details: Several[tuple[str, Node]] = ()
) -> Node:
    """An element by its line alone; as a mapping with the line under `key` where there is more to say."""
    says = str(getattr(element, "says", ""))
    assumed: tuple[str, ...] = getattr(element, "assumed", ())
    more = [*details, *when("says", says), *common_pairs(element.origin, inherited, assumed)]
    comments = element_comments(element.origin)
    if not more:
        return Scalar(text=line, comments=comments)
    return Mapping(pairs=((key, Scalar(text=line)), *more), comments=comments)


def element_comments(origin: Origin) -> tuple[str, ...]:
    """The first quotations behind an element: requirement id, file and line, the words.

    Elements that a person wrote into model.yaml have none: their evidence is the file itself.
    """
    if origin.decided_by == DECIDED_BY:
        return ()
    return tuple(_comment(e) for e in origin.evidence[:MAX_COMMENTS])


def _comment(e: Evidence) -> str:
    quote = one_line(e.quote)
    requirement = f"{one_line(e.requirement)[:40]} " if e.requirement else ""
    place = f"{requirement}{one_line(str(e.span))}"
    width = max(MIN_QUOTE, COMMENT_WIDTH - len(place))
    cut = quote if len(quote) <= width else f"{quote[: width - 3].rstrip()}..."
    return f'{place} "{cut}"'


def one_line(text: str) -> str:
    """The text without anything that could end a comment or hide in it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
