"""Results as tables for people: without frames, so that they read well in a terminal and in a log."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from database_designer.diagnostics import printable
from database_designer.faces.as_data import relationships
from database_designer.model.conceptual import ConceptualModel


def model_table(model: ConceptualModel) -> Table:
    """The entity types with their attributes and relationships."""
    table = plain_table(model.name, "entity type", "attributes", "relationships", "requirements")
    for entity in model.entities:
        attributes = [a.name + ("?" if a.optional else "") for a in entity.attributes]
        if entity.lifecycle is not None:
            attributes.append(f"{entity.lifecycle.state} ({', '.join(entity.lifecycle.states)})")
        links = [f"{r['name']} → {r['to']}" for r in relationships(entity)]
        add_row(table, entity.name, ", ".join(attributes), ", ".join(links), ", ".join(entity.origin.requirements[:6]))
    return table


def plain_table(title: str, *heads: str) -> Table:
    """An empty table with a title and heads."""
    table = Table(
        title=Text(printable(title), style="bold"),
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
    )
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def add_row(table: Table, *cells: str) -> None:
    """Adds a row; what cannot be printed is shown as its escape."""
    table.add_row(*(Text(printable(cell)) for cell in cells))
