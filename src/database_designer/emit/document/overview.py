"""Section 1: the database in a page: what it is for, what was decided, what was proven, what is open."""

from __future__ import annotations

from collections import Counter

from database_designer.emit.document.decisions import decisions
from database_designer.emit.document.extensions import extensions
from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, count, items, prose, table
from database_designer.emit.document.proven import criteria_table, proof_table, proven_on
from database_designer.emit.document.remarks import remarks
from database_designer.emit.document.words import cut, sentence
from database_designer.model.conceptual import Question
from database_designer.model.physical import TableKind


def overview(facts: Facts) -> str:
    """The section's Markdown."""
    return blocks(
        _head(facts),
        "### Size",
        _size(facts),
        "### Decisions",
        items(decisions(facts)),
        "### Normal forms",
        _normal_forms(facts),
        "### Success criteria",
        criteria_table(facts.proof.criteria if facts.proof else ()),
        "### Proof",
        proof_table(facts.proof),
        "### Rules of experts",
        remarks(facts.proof),
        "### Open questions",
        _questions(facts.concept.questions),
        "### Diagnostics",
        _diagnostics(facts),
    )


def _head(facts: Facts) -> str:
    physical = facts.physical
    lines = [
        f"**Database**: PostgreSQL {physical.postgres} ({proven_on(facts.proof)})",
        f"**Schema**: {code(physical.schema)}",
        "**Extensions**:",
    ]
    return "  \n".join(lines) + "\n" + items(extensions(facts))


def _size(facts: Facts) -> str:
    physical = facts.physical
    kinds = Counter(t.kind for t in physical.tables)
    by_kind = ", ".join(f"{kinds[k]} {k}" for k in TableKind if kinds[k])
    columns = sum(len(t.columns) for t in physical.tables)
    checks = sum(len(t.checks) for t in physical.tables)
    uniques = sum(len(t.uniques) for t in physical.tables) + sum(i.unique for i in physical.indexes)
    objects = [
        count(len(physical.tables), "table") + (f" ({by_kind})" if by_kind else ""),
        count(columns, "column"),
        count(len(physical.foreign_keys), "foreign key"),
        count(uniques, "unique rule"),
        count(checks, "check"),
        count(len(physical.enums), "enum type"),
        count(len(physical.indexes), "index", "indexes"),
        count(len(physical.triggers), "trigger"),
        count(len(physical.views), "view"),
        count(len(physical.seed), "seed row"),
    ]
    sources = table(
        ("Document", "Title", "Read as", "Statements"),
        [(code(s.path), prose(s.title), str(s.role), f"{s.statements:,}") for s in facts.design.sources],
    )
    return blocks(
        ", ".join(objects) + ".", "Designed from:" if facts.design.sources else "", sources * bool(facts.design.sources)
    )


def _normal_forms(facts: Facts) -> str:
    relations = facts.design.logical.relations
    if not relations:
        return "There is no relation to examine."
    forms = Counter(r.certificate.normal_form or "not examined" for r in relations)
    listed = ", ".join(f"{number} in {prose(form)}" for form, number in sorted(forms.items(), reverse=True))
    violations = [
        f"{code(r.name)} stays in {prose(r.certificate.normal_form)}: {sentence(v)}"
        for r in relations
        for v in r.certificate.violations
    ]
    stated = sum(len(r.dependencies) for r in relations)
    basis = f"Examined under {count(stated, 'functional dependency', 'functional dependencies')}, the keys included."
    return blocks(f"{count(len(relations), 'relation')}: {listed}. {basis}", items(violations))


def _questions(questions: tuple[Question, ...]) -> str:
    asked = [q for q in questions if not q.answer]
    answered = [q for q in questions if q.answer]
    if not questions:
        return "The documents left nothing open that the design had to decide."
    how = (
        "To answer one, write `answer:` beside it under `questions:` in `model.yaml`, or change the model there as the "
        "table shows by an example, and run the design again; the answer wins over the default."
    )
    rows = [
        (str(n), _about(q), prose(q.ask), prose(q.assumed), prose(q.would_change), _line(q), _place(q))
        for n, q in enumerate(asked, start=1)
    ]
    return blocks(
        how if asked else "Every question was answered.",
        table(
            (
                "#",
                "About",
                "Question",
                "Default taken",
                "Another answer would change",
                "In `model.yaml`, for example",
                "Asked by",
            ),
            rows,
        )
        if asked
        else "",
        f"Answered: {cut([f'{prose(q.ask)} → {prose(q.answer)}' for q in answered], 50)}." if answered else "",
    )


def _about(question: Question) -> str:
    return code(question.about) if question.about else "the whole model"


def _line(question: Question) -> str:
    """An example of an answer, behind the place where it stands."""
    place = f"{question.where}: " if question.where else ""
    return code(f"{place}{question.write}") if question.write else ""


def _place(question: Question) -> str:
    return codes(str(e.span) for e in question.origin.evidence[:2])


def _diagnostics(facts: Facts) -> str:
    """Errors and warnings by code; the run prints them one by one."""
    found = [d for d in facts.diagnostics if d.severity != "info"]
    if not found:
        return "The run had neither errors nor warnings."
    groups = Counter((d.severity, d.code) for d in found)
    first = {key: next(d for d in found if (d.severity, d.code) == key) for key in groups}
    rows = [
        (str(key[0]), code(key[1]), str(number), prose(first[key].fact), code(str(first[key].span or "")))
        for key, number in sorted(groups.items(), key=lambda g: (g[0][0], -g[1], g[0][1]))
    ]
    return table(("Severity", "Code", "Number", "The first of them", "Place"), rows)
