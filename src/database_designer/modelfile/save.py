"""The conceptual model written as model.yaml: deterministic, short, with the evidence of each element as comments."""

from __future__ import annotations

from database_designer.model.conceptual import (
    ConceptualModel,
    Each,
    EntityType,
    Kinds,
    Operations,
    Question,
    Reference,
    SeedRow,
    ValueList,
    WhenDeleted,
)
from database_designer.model.conceptual import Kind as AttributeKind
from database_designer.model.text import list_text
from database_designer.modelfile.layout import yaml_text
from database_designer.modelfile.members import PART_KEYS
from database_designer.modelfile.nodes import Mapping, Node, Scalar, Sequence
from database_designer.modelfile.values import value_text
from database_designer.modelfile.write_behaviour import lifecycle_node, query_node
from database_designer.modelfile.write_common import (
    Pairs,
    common_pairs,
    element_comments,
    line_or_mapping,
    mapping,
    one_line,
    section,
    texts,
    when,
)
from database_designer.modelfile.write_lines import attribute_text, range_text, reference_text
from database_designer.modelfile.write_policies import policy_pairs, retention_node
from database_designer.modelfile.write_rules import rule_node
from database_designer.source import Origin

HEADER = """\
# What the documents say about data. Correct it, answer its questions, and run `design` again: what you change stays.
"""
_NO_ORIGIN = Origin(decided_by="")


def save_model(model: ConceptualModel) -> str:
    """The text of model.yaml; reading it gives the model again, up to origins and `accounting`."""
    pairs: Pairs = [
        ("model", Scalar(text=model.name)),
        *when("postgres", str(model.postgres or "")),
        *when("timezone", model.timezone if model.timezone != "UTC" else ""),
        *when("currency", model.currency),
        *when("actor", model.actor),
        *when("tenancy", mapping([("by", Scalar(text=model.tenancy))]) if model.tenancy else None),
        *when("operations", _operations(model.operations)),
        *section("lists", ((v.name, _list(v)) for v in model.lists)),
        ("entities", Mapping(pairs=tuple((e.name, entity_node(e)) for e in model.entities), block=True)),
        *section("rules", ((r.name, rule_node(r, _NO_ORIGIN)) for r in model.rules)),
        *when("questions", Sequence(items=tuple(_question(q) for q in model.questions))),
    ]
    return HEADER + yaml_text(Mapping(pairs=tuple(pairs)))


def entity_node(e: EntityType) -> Mapping:
    """What stands below the name of an entity."""
    own = e.origin
    parts = [r for r in e.references if r.part_of]
    others = [r for r in e.references if not r.part_of]
    pairs: Pairs = [
        *when("says", e.says),
        *common_pairs(own, _NO_ORIGIN),
        *when("group", e.group),
        *when("synonyms", texts(e.synonyms)),
        *when("kind_of", e.kind_of),
        *when("kinds", _kinds(e.kinds)),
        *when("part_of", _parts(parts, own)),
        *section("attributes", ((a.name, line_or_mapping("is", attribute_text(a), a, own)) for a in e.attributes)),
        *section("references", ((r.name, _reference(r, own)) for r in others)),
        *section("links", ((k.name, line_or_mapping("to", k.to, k, own, when("back", k.back))) for k in e.links)),
        *when("identified_by", texts(e.identified_by)),
        *when("tree", _tree(e)),
        *when("lifecycle", lifecycle_node(e.lifecycle, own) if e.lifecycle else None),
        *section("rules", ((r.name, rule_node(r, own)) for r in e.rules)),
        *section("queries", ((q.name, query_node(q, own)) for q in e.queries)),
        *policy_pairs(e),
        *when("rows", _rows(e)),
    ]
    return Mapping(pairs=tuple(pairs), comments=element_comments(own), block=True)


def _reference(r: Reference, inherited: Origin) -> Node:
    return line_or_mapping("to", reference_text(r), r, inherited, _details(r))


def _details(r: Reference) -> Pairs:
    return [
        *when("back", r.back),
        *when("each_has", range_text(r.each_has.minimum, r.each_has.maximum) if r.each_has != Each() else ""),
        *when("when_deleted", r.when_deleted.value if r.when_deleted is not WhenDeleted.RESTRICT else ""),
    ]


def _parts(parts: list[Reference], inherited: Origin) -> Node | None:
    nodes = tuple(_part(r, inherited) for r in parts)
    return nodes[0] if len(nodes) == 1 else Sequence(items=nodes) if nodes else None


def _part(r: Reference, inherited: Origin) -> Mapping:
    line = Scalar(text=reference_text(r))
    named: Pairs = [("name", Scalar(text=r.name)), ("to", line)]
    return mapping(
        [
            *(named if r.name in PART_KEYS else [(r.name, line)]),
            *_details(r),
            *when("says", r.says),
            *common_pairs(r.origin, inherited, r.assumed),
        ],
        comments=element_comments(r.origin),
    )


def _kinds(kinds: Kinds | None) -> Mapping | None:
    if kinds is None:
        return None
    values: Pairs = [(value, Scalar(text=entity)) for value, entity in kinds.of]
    clash = any(value in ("by", "overlapping", "of") for value, _ in kinds.of)
    return mapping(
        [
            ("by", Scalar(text=kinds.by)),
            *([("of", mapping(values))] if clash else values),
            *when("overlapping", "true" if kinds.overlapping else ""),
        ]
    )


def _tree(e: EntityType) -> Mapping | None:
    if e.tree is None:
        return None
    depth = "" if e.tree.max_depth is None else str(e.tree.max_depth)
    return mapping([("parent", Scalar(text=e.tree.parent)), *when("max_depth", depth)])


def _rows(e: EntityType) -> Node | None:
    kinds = {a.name: a.type.kind for a in e.attributes}

    def row(r: SeedRow) -> Mapping:
        values = ((n, Scalar(text=value_text(v, kinds.get(n, AttributeKind.TEXT)))) for n, v in r.values)
        return mapping(list(values), comments=element_comments(r.origin))

    return Sequence(items=tuple(row(r) for r in e.rows)) if e.rows else None


def _list(v: ValueList) -> Node:
    details = when("maintained", "true" if v.maintained else "")
    return line_or_mapping("is", list_text(v.values, open_list=v.open_list), v, _NO_ORIGIN, details)


def _operations(o: Operations) -> Mapping | None:
    backup = [*when("full", o.backup_full), *when("incremental", o.backup_incremental), *when("keep", o.backup_keep)]
    origin = o.origin or _NO_ORIGIN
    pairs: Pairs = [
        *when("backup", mapping(backup) if backup else None),
        *when("rpo", o.rpo),
        *when("rto", o.rto),
        *when("connections", "" if o.connections is None else str(o.connections)),
        *when("users", "" if o.users is None else str(o.users)),
        *when("cores", "" if o.cores is None else str(o.cores)),
        *when("requests", o.requests),
        *when("response", o.response),
        *when("audit", retention_node(o.audit, origin) if o.audit else None),
    ]
    if not pairs:
        return None
    return mapping([*pairs, *common_pairs(origin, _NO_ORIGIN)], comments=element_comments(origin))


def _question(q: Question) -> Mapping:
    ids = texts(q.origin.requirements)
    pairs: Pairs = [
        ("ask", Scalar(text=q.ask)),
        *when("about", q.about),
        *when("assumed", q.assumed),
        *when("would_change", q.would_change),
        *when("from", ids),
        *when("answer", q.answer),
    ]
    ending = () if q.answer else ("answer: ...", *_elsewhere(q))
    return Mapping(pairs=tuple(pairs), comments=element_comments(q.origin), ending=ending)


def _elsewhere(q: Question) -> tuple[str, ...]:
    """The comment that tells where the model itself is changed, with an example."""
    if not q.write:
        return ()
    return (one_line(f"or under {q.where}: {q.write}" if q.where else f"or at the top: {q.write}"),)
