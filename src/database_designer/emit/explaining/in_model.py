"""An element of the conceptual model as model.yaml writes it, on one line."""

from __future__ import annotations

from dataclasses import replace

from database_designer.emit.explaining.explanation import Subject
from database_designer.model.conceptual import (
    AlwaysRule,
    Attribute,
    BoundRule,
    EffectRule,
    EntityType,
    GuardRule,
    Lifecycle,
    Link,
    NoOverlapRule,
    Query,
    Reference,
    UnenforcedRule,
    UniqueRule,
    ValueList,
)
from database_designer.model.text import list_text
from database_designer.modelfile.layout import flow_text
from database_designer.modelfile.write_behaviour import lifecycle_node, query_node
from database_designer.modelfile.write_lines import attribute_text, reference_text
from database_designer.modelfile.write_rules import rule_node


def line_of(subject: Subject) -> str:
    """The element's line; "" for what does not stand in model.yaml. Where it comes from is left out."""
    value, name = subject.value, subject.key.name.rpartition(".")[2]
    match value:
        case EntityType():
            members = len(value.attributes) + len(value.references) + len(value.links) + (value.lifecycle is not None)
            return f"{value.name}: {members} members, {len(value.rules)} rules, {len(value.queries)} access patterns"
        case Attribute():
            return f"{name}: {attribute_text(value)}"
        case Reference():
            return f"{name}: {reference_text(value)}"
        case Link():
            return f"{name}: {value.to}, many to many"
        case ValueList():
            return f"{name}: {list_text(value.values, open_list=value.open_list)}"
        case Lifecycle():
            return f"lifecycle: {flow_text(lifecycle_node(replace(value, says=''), value.origin))}"
        case Query():
            return f"{name}: {flow_text(query_node(replace(value, says=''), value.origin))}"
        case (
            AlwaysRule() | UniqueRule() | BoundRule() | NoOverlapRule() | GuardRule() | EffectRule() | UnenforcedRule()
        ):
            return f"{name}: {flow_text(rule_node(replace(value, says=''), value.origin))}"
        case _:
            return ""
