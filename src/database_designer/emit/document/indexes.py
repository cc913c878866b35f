"""Section 6: the indexes by what they are good for, and how each access pattern is served."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, count, fence, prose, table
from database_designer.emit.document.words import requirement_ids
from database_designer.model.expression import Path
from database_designer.model.physical import Index


def indexes(facts: Facts) -> str:
    """The section's Markdown."""
    found = facts.physical.indexes
    if not found:
        return blocks(
            "No access pattern needs an index beside those of the primary keys and unique constraints.",
            _services(facts),
        )
    plain = [i for i in found if not any(holds(i) for holds in (_searches, _is_partial, _on_expression, _is_composite))]
    lead = (
        f"{count(len(found), 'index', 'indexes')} beside those of primary keys and unique constraints; "
        f"those on a single column ({len(plain)}) stand with their tables in section 3."
    )
    return blocks(
        lead,
        _group(
            "### Composite Indexes",
            found,
            _composite_only,
            facts,
            "No access pattern filters or sorts by several columns of one table.",
        ),
        _group("### Full-Text Search", found, _searches, facts, "No requirement asks for a search inside of texts."),
        _group(
            "### Partial Indexes",
            found,
            _is_partial,
            facts,
            "No access pattern and no rule concerns only a part of a table's rows.",
        ),
        _group("### Indexes on Expressions", found, _expression_only, facts, ""),
        "### Access Patterns",
        _services(facts),
    )


def _searches(index: Index) -> bool:
    return (
        any("trgm" in k.operator_class or "pattern_ops" in k.operator_class for k in index.keys)
        or index.method == "gin"
    )


def _is_partial(index: Index) -> bool:
    return index.predicate is not None and not _searches(index)


def _on_expression(index: Index) -> bool:
    return any(not isinstance(k.expression, Path) for k in index.keys)


def _is_composite(index: Index) -> bool:
    return len(index.keys) > 1


def _expression_only(index: Index) -> bool:
    return _on_expression(index) and not (_searches(index) or _is_partial(index))


def _composite_only(index: Index) -> bool:
    return _is_composite(index) and not (_searches(index) or _is_partial(index) or _on_expression(index))


def _group(title: str, found: Iterable[Index], belongs: Callable[[Index], bool], facts: Facts, without: str) -> str:
    """A heading with the indexes that belong under it; without any, the sentence that says so, or nothing."""
    shown = [i for i in found if belongs(i)]
    if not shown:
        return blocks(title, without) if without else ""
    return blocks(title, fence("\n\n".join(_commented(i, facts) for i in shown)))


def _commented(index: Index, facts: Facts) -> str:
    """The statement under comments that say which queries it serves and who asks for them."""
    serves = ", ".join(index.serves)
    comments = [
        _comment(part) for part in (index.purpose, f"serves {serves}" if serves else "", _asked_by(index)) if part
    ]
    return "\n".join([*comments, *(s.sql for s in facts.created("index", index.name))])


def _asked_by(index: Index) -> str:
    ids = ", ".join(index.origin.requirements[:8])
    return f"asked for by {ids}" if ids else ""


def _comment(text: str) -> str:
    return f"-- {' '.join(text.split())}"


def _services(facts: Facts) -> str:
    services = facts.physical.services
    if not services:
        return "The documents describe no access pattern beyond looking up by a key and following references."
    served = sum(bool(s.indexes) for s in services)
    rows = [
        (code(s.query), prose(s.what), codes(s.indexes) or f"none: {prose(s.reason)}", requirement_ids(s.origin, 4))
        for s in services
    ]
    return blocks(
        f"Access patterns served by an index: {served} of {len(services)}.",
        table(("Query", "What it asks", "Served by", "Requirements"), rows),
    )
