"""Tables in the singular and in the plural."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject
from database_designer.model.names import plural, singular


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each of the fewer ones, where at least three words tell their number and both occur."""
    forms: dict[str, list[str]] = defaultdict(list)
    for table in subject.catalog.tables:
        if plural(table.bare) != singular(table.bare):
            forms["plural" if plural(table.bare) == table.bare else "singular"].append(table.name)
    fewer, more = sorted(("singular", "plural"), key=lambda form: (len(forms[form]), form))
    if len(forms[more]) < 2:
        return
    for name in forms[fewer]:
        yield Finding(
            object=name,
            fact=f"is named in the {fewer}, but {len(forms[more])} tables in the {more}: {_some(forms[more])}",
            fix=f"name all of them in the {more}",
        )


def _some(names: list[str]) -> str:
    return listed(names[:3]) + (", ..." if len(names) > 3 else "")


RULE = Rule(
    code="N4",
    name="table-names-mixed",
    severity=Severity.INFO,
    checks="Tables are named all in the singular, or all in the plural.",
    why="Whoever writes a query has to look each of them up.",
    sources=("schemalint: name-inflection", "Azimutt: inconsistent naming", "Atlas NM101"),
    find=find,
)
