"""What a rule is: facts about itself, and a function from what is checked to what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from database_designer.diagnostics import Severity
from database_designer.lint.subject import Subject
from database_designer.source import Span


class Reads(StrEnum):
    """What a rule looks at: the catalog of a server, the text of migrations, or the design behind them."""

    CATALOG = "catalog"
    SCRIPT = "script"
    DESIGN = "design"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`object` is what a waiver names, `fact` says what is, `fix` what to do; `span` where DDL text is at hand."""

    object: str
    fact: str
    fix: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule. `code` is its number among the rules that experts hold schemas to, `name` what people write.

    WARNING is for what goes wrong, INFO for what is worth a look: those are counted, not listed, unless asked for.
    `checks` says what is looked at, `why` what goes wrong, in a sentence each; `sources` name who asks for it.
    """

    code: str
    name: str
    severity: Severity
    checks: str
    why: str
    sources: tuple[str, ...]
    find: Callable[[Subject], Iterable[Finding]]
    reads: Reads = Reads.CATALOG
