"""Phrases that several sections use: requirement ids, quotations with their places, lists cut short."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from database_designer.emit.document.markdown import code, prose, shorten
from database_designer.source import Origin

ASSUMED = "assumed"


def requirement_ids(origin: Origin, limit: int = 8) -> str:
    """The requirement ids behind an element; the file name and line where it has none, "assumed" where it has neither.

    The whole path of the file stands in section 13.
    """
    if origin.requirements:
        return cut([prose(i) for i in origin.requirements], limit)
    if origin.evidence:
        span = origin.evidence[0].span
        return code(f"{PurePosixPath(span.file).name}:{span.line}")
    return ASSUMED


def in_brackets(origin: Origin) -> str:
    """The requirement ids in brackets, to stand at the end of a sentence."""
    return f"({requirement_ids(origin)})"


def quotation(origin: Origin, limit: int = 160) -> str:
    """The first quotation behind an element with its place; the principle it was decided by where there is none."""
    if not origin.evidence:
        return prose(shorten(origin.principle, limit))
    evidence = origin.evidence[0]
    return f"“{prose(shorten(evidence.quote, limit))}” {code(str(evidence.span))}"


def cut(texts: Sequence[str], limit: int = 10, separator: str = ", ") -> str:
    """The first `limit` of the texts, and how many more there are."""
    more = len(texts) - limit
    return separator.join(texts[:limit]) + (f" and {more} more" if more > 0 else "")


def sentence(text: str) -> str:
    """Plain text as Markdown, with a full stop where it ends without one."""
    escaped = prose(text)
    return escaped if not escaped or escaped.endswith((".", "!", "?", "…", ":")) else f"{escaped}."
