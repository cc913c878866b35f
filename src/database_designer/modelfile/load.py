"""model.yaml read into the conceptual model, whatever stands in it."""

from __future__ import annotations

from dataclasses import replace

from database_designer.diagnostics import Diagnostic, Severity, sort_diagnostics
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.conceptual import (
    ConceptualModel,
    EntityType,
    Operations,
    Question,
    ValueList,
)
from database_designer.modelfile.attribute_types import list_values
from database_designer.modelfile.lexer import SyntaxFault
from database_designer.modelfile.lifecycle import read_lifecycle
from database_designer.modelfile.members import (
    read_attributes,
    read_kinds,
    read_links,
    read_parts,
    read_references,
    read_tree,
)
from database_designer.modelfile.nodes import Mapping, Node, Scalar, read_nodes
from database_designer.modelfile.policies import (
    read_concurrency,
    read_deletion,
    read_history,
    read_retention,
    read_rows,
    read_visibility,
    read_volume,
)
from database_designer.modelfile.prune import prune_model
from database_designer.modelfile.queries import read_queries
from database_designer.modelfile.reader import COMMON_KEYS, Named, Reader
from database_designer.modelfile.resolve import resolve_model
from database_designer.modelfile.rules import read_global_rules, read_rules
from database_designer.source import Origin, SourceFile

MODEL_KEYS = (
    "model", "postgres", "timezone", "currency", "actor", "tenancy", "operations", "lists", "entities", "rules",
    "questions", *COMMON_KEYS,
)  # fmt: skip
ENTITY_KEYS = (
    *COMMON_KEYS, "group", "synonyms", "attributes", "references", "part_of", "links", "kind_of", "kinds",
    "identified_by", "tree", "lifecycle", "rules", "queries", "history", "concurrency", "deletion", "visible",
    "retention", "volume", "rows",
)  # fmt: skip
_OPERATIONS_KEYS = (
    "backup", "rpo", "rto", "connections", "users", "cores", "requests", "response", "audit", *COMMON_KEYS,
)  # fmt: skip
_QUESTION_KEYS = ("ask", "about", "assumed", "answer", "would_change", "from")


def load_model(file: SourceFile) -> tuple[ConceptualModel | None, tuple[Diagnostic, ...]]:
    """The model that `file` describes, and everything that is wrong with it. Never raises.

    What cannot be used is left out, with a diagnostic, and the rest is read. None where the file is no YAML mapping.
    """
    node, diagnostics = read_nodes(file)
    if node is None:
        return None, diagnostics
    reader = Reader(file)
    if not isinstance(node, Mapping):
        reader.error("wrong-type", "the file is no mapping", node.line, fix="write model: NAME and entities: ...")
        return None, reader.diagnostics
    model = resolve_model(_model(reader, node))
    faults = check_conceptual(model)
    sound = not any(f.severity is Severity.ERROR for f in faults)
    return model if sound else prune_model(model), sort_diagnostics((*reader.diagnostics, *faults))


def _model(reader: Reader, node: Mapping) -> ConceptualModel:
    fields = reader.mapping(node, "the model", MODEL_KEYS)
    for key, example in (("model", "model: NAME"), ("entities", "entities: {Name: {...}}")):
        if key not in fields:
            reader.error("missing-key", f'the model does not say "{key}"', node.line, fix=f"add {example}")
    origin = reader.common(fields, node.line).origin
    lists = _lists(reader, fields.get("lists"), origin)
    shared = frozenset(v.name for v in lists)
    entities = reader.names(fields.get("entities"), "entities", entities=True)
    return ConceptualModel(
        name=reader.text(fields.get("model"), "model"),
        entities=tuple(_entity(reader, entry, shared) for entry in entities),
        postgres=reader.integer(fields.get("postgres"), "postgres"),
        timezone=reader.text(fields.get("timezone"), "timezone") or "UTC",
        currency=reader.text(fields.get("currency"), "currency"),
        actor=reader.text(fields.get("actor"), "actor"),
        tenancy=_tenancy(reader, fields.get("tenancy")),
        lists=lists,
        rules=read_global_rules(reader, fields.get("rules"), origin),
        questions=_questions(reader, fields.get("questions")),
        operations=_operations(reader, fields.get("operations")),
    )


def _entity(reader: Reader, entry: Named, shared: frozenset[str]) -> EntityType:
    name = entry.name
    fields = reader.mapping(entry.node, name, ENTITY_KEYS)
    common = reader.common(fields, entry.line)
    own = common.origin
    attributes = read_attributes(reader, fields.get("attributes"), name, own, shared)
    parts = read_parts(reader, fields.get("part_of"), name, own)
    entity = EntityType(
        name=name,
        origin=own,
        says=common.says,
        group=reader.text(fields.get("group"), f"{name}.group"),
        synonyms=reader.texts(fields.get("synonyms"), f"{name}.synonyms"),
        attributes=attributes,
        references=(*parts, *read_references(reader, fields.get("references"), name, own)),
        links=read_links(reader, fields.get("links"), name, own),
        kind_of=reader.text(fields.get("kind_of"), f"{name}.kind_of"),
        kinds=read_kinds(reader, fields.get("kinds"), name),
        identified_by=reader.texts(fields.get("identified_by"), f"{name}.identified_by"),
        tree=read_tree(reader, fields.get("tree"), name),
        lifecycle=read_lifecycle(reader, fields.get("lifecycle"), name, own),
        rules=read_rules(reader, fields.get("rules"), name, own),
        queries=read_queries(reader, fields.get("queries"), name, own),
        history=read_history(reader, fields.get("history"), name, own),
        concurrency=read_concurrency(reader, fields.get("concurrency"), name, own),
        deletion=read_deletion(reader, fields.get("deletion"), name, own),
        visible=read_visibility(reader, fields.get("visible"), name, own),
        retention=read_retention(reader, fields.get("retention"), name, own),
        volume=read_volume(reader, fields.get("volume"), name, own),
        rows=read_rows(reader, fields.get("rows"), name, own, attributes),
    )
    return _with_assumed_policies(entity, common.assumed)


def _with_assumed_policies(entity: EntityType, assumed: tuple[str, ...]) -> EntityType:
    """The entity with the policies that `assumed: [history]` names marked as assumptions."""
    for name in ("history", "concurrency", "deletion", "visible", "retention", "volume", "lifecycle"):
        policy = getattr(entity, name)
        if name in assumed and policy is not None:
            entity = replace(entity, **{name: replace(policy, origin=replace(policy.origin, assumed=True, stated=()))})
    return entity


def _lists(reader: Reader, node: Node | None, inherited: Origin) -> tuple[ValueList, ...]:
    found = []
    for entry in reader.names(node, "lists", entities=True):
        plain = isinstance(entry.node, Scalar)
        keys = ("is", "maintained", *COMMON_KEYS)
        fields = {"is": entry.node} if plain else reader.mapping(entry.node, entry.element, keys)
        text = reader.text(fields.get("is"), entry.element)
        maintained = reader.choice(fields.get("maintained"), f"{entry.element}.maintained", ("true", "false"))
        common = reader.common({} if plain else fields, entry.line, inherited)
        try:
            values, open_list, _ = list_values(text)
        except SyntaxFault as fault:
            reader.fault(fault, text, entry.line)
            continue
        found.append(
            ValueList(
                name=entry.name,
                values=values,
                open_list=open_list,
                maintained=maintained == "true",
                origin=common.origin,
            )
        )
    return tuple(found)


def _tenancy(reader: Reader, node: Node | None) -> str:
    if node is None:
        return ""
    if isinstance(node, Scalar):
        return node.text
    return reader.text(reader.mapping(node, "tenancy", ("by", *COMMON_KEYS)).get("by"), "tenancy.by")


def _operations(reader: Reader, node: Node | None) -> Operations:
    if node is None:
        return Operations()
    fields = reader.mapping(node, "operations", _OPERATIONS_KEYS)
    backup = fields.get("backup")
    kept = reader.mapping(backup, "operations.backup", ("full", "incremental", "keep")) if backup else {}
    origin = reader.common(fields, node.line).origin
    return Operations(
        backup_full=reader.text(kept.get("full"), "operations.backup.full"),
        backup_incremental=reader.text(kept.get("incremental"), "operations.backup.incremental"),
        backup_keep=reader.text(kept.get("keep"), "operations.backup.keep"),
        rpo=reader.text(fields.get("rpo"), "operations.rpo"),
        rto=reader.text(fields.get("rto"), "operations.rto"),
        connections=reader.integer(fields.get("connections"), "operations.connections"),
        users=reader.integer(fields.get("users"), "operations.users"),
        cores=reader.integer(fields.get("cores"), "operations.cores"),
        requests=reader.text(fields.get("requests"), "operations.requests"),
        response=reader.text(fields.get("response"), "operations.response"),
        audit=read_retention(reader, fields.get("audit"), "operations", origin, "audit"),
        origin=origin,
    )


def _questions(reader: Reader, node: Node | None) -> tuple[Question, ...]:
    found = []
    for item in reader.items(node):
        fields = reader.mapping(item, "questions", _QUESTION_KEYS)
        ask = reader.text(fields.get("ask"), "questions.ask")
        if not ask:
            reader.error("missing-key", "a question does not ask anything", item.line, fix="add ask: ...")
            continue
        stated = {k: n for k, n in fields.items() if k == "from"}
        found.append(
            Question(
                ask=ask,
                about=reader.text(fields.get("about"), "questions.about"),
                assumed=reader.text(fields.get("assumed"), "questions.assumed"),
                answer=reader.text(fields.get("answer"), "questions.answer"),
                would_change=reader.text(fields.get("would_change"), "questions.would_change"),
                origin=reader.common(stated, item.line).origin,
            )
        )
    return tuple(found)
