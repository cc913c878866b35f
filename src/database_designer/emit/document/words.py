"""Phrases that several sections use: requirement ids, quotations with their places, lists cut short."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from database_designer.emit.document.markdown import code, prose, shorten
from database_designer.source import Origin

ASSUMED = "assumed"

_WRITTEN = re.compile(r"\||^\s*(?:GET|PUT|POST|PATCH|DELETE)?\s*/\w|^\w+:\s")
_OF_TYPES = frozenset(
    "a an the string text integer int number numeric decimal float boolean bool object array enum uuid guid date time "
    "datetime timestamp instant email url uri json file unique required optional nullable null not default true false "
    "primary foreign key references format type min max length pattern readonly".split()
)


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


def tells(text: str, name: str, words: int = 3) -> bool:
    """Whether a text tells a reader more than a name and its type do: a phrase with `words` words of its own.

    Rows of tables, paths, lists of options ("unique, default false") and definitions ("name: string") do not.
    """
    found = re.findall(r"[^\W\d_]+", text.casefold())
    own = [w for w in found if w not in _OF_TYPES and w.rstrip("s") not in name.casefold().replace("_", " ").split()]
    if sum(w[:1].isupper() for w in text.split()) * 2 > len(text.split()):
        return False  # a heading
    first = text.split(" ", 1)[0]
    return len(own) >= words and not _WRITTEN.search(text) and "_" not in first


def cut(texts: Sequence[str], limit: int = 10, separator: str = ", ") -> str:
    """The first `limit` of the texts, and how many more there are."""
    more = len(texts) - limit
    return separator.join(texts[:limit]) + (f" and {more} more" if more > 0 else "")


def sentence(text: str) -> str:
    """Plain text as Markdown, with a full stop where it ends without one."""
    escaped = prose(text)
    return escaped if not escaped or escaped.endswith((".", "!", "?", "…", ":")) else f"{escaped}."
