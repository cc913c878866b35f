"""Which entity types become relations, under which names, and which of them are subtypes."""

from __future__ import annotations

from collections.abc import Mapping

from database_designer.diagnostics import Diagnostic
from database_designer.model.conceptual import ConceptualModel, EntityType, Kind, ValueList
from database_designer.normalize.naming import relation_name
from database_designer.normalize.scope import Scope, warning


def scope_of(model: ConceptualModel) -> tuple[Scope, tuple[Diagnostic, ...]]:
    """The scope of a model, and what is wrong with its entities as a whole (names given twice, circles of subtypes)."""
    entities, doubled = _each_once(model)
    supertypes, wrong = _supertypes(entities)
    names: dict[str, str] = {}
    taken: set[str] = set()
    renamed: list[Diagnostic] = []
    for entity in entities:
        name = relation_name(entity.name, taken)
        taken.add(name)
        if name != relation_name(entity.name, ()):
            renamed.append(_renamed(entity, name))
        names[entity.name] = name
    lists = _lookup_lists(model, entities)
    lookups: dict[str, str] = {}
    for shared in lists:
        lookups[shared.name] = relation_name(shared.name, taken)
        taken.add(lookups[shared.name])
    scope = Scope(concept=model, entities=entities, supertypes=supertypes, names=names, lookups=lookups, lists=lists)
    return scope, (*doubled, *wrong, *renamed)


def _each_once(model: ConceptualModel) -> tuple[tuple[EntityType, ...], tuple[Diagnostic, ...]]:
    first: dict[str, EntityType] = {}
    doubled = []
    for entity in model.entities:
        if entity.name in first:
            fact = f"The entity {entity.name} is declared more than once; the first declaration was taken"
            doubled.append(warning("entity-doubled", fact, "Merge the declarations", entity.name, entity.origin))
        else:
            first[entity.name] = entity
    return tuple(first.values()), tuple(doubled)


def _renamed(entity: EntityType, name: str) -> Diagnostic:
    fact = f"Another entity has the name of {entity.name} once both are written as identifiers; it is called {name}"
    return warning("entity-name-taken", fact, "Rename one of the entities", entity.name, entity.origin)


def _supertypes(entities: tuple[EntityType, ...]) -> tuple[Mapping[str, str], tuple[Diagnostic, ...]]:
    """Supertype by subtype, as told by `kind_of` or by the `kinds` of the supertype; circles are cut."""
    known = {e.name for e in entities}
    by_kinds = {sub: e.name for e in entities if e.kinds for _, sub in e.kinds.of}
    found: dict[str, str] = {}
    wrong = []
    for entity in entities:
        parent = entity.kind_of or by_kinds.get(entity.name, "")
        if not parent:
            continue
        if parent not in known or _reaches(found, parent, entity.name):
            why = "is not known" if parent not in known else "is a kind of it"
            fact = f"{entity.name} is declared a kind of {parent}, which {why}; it was taken as an entity of its own"
            wrong.append(warning("kind-of-unusable", fact, "Correct kind_of", entity.name, entity.origin))
        else:
            found[entity.name] = parent
    return found, tuple(wrong)


def _reaches(supertypes: Mapping[str, str], start: str, target: str) -> bool:
    """Whether `target` is `start` or one of its supertypes (`supertypes` has no circles)."""
    current: str | None = start
    while current is not None:
        if current == target:
            return True
        current = supertypes.get(current)
    return False


def _lookup_lists(model: ConceptualModel, entities: tuple[EntityType, ...]) -> tuple[ValueList, ...]:
    """The shared lists that become relations: maintained or open ones, where an attribute takes its values there."""
    used = {a.type.list_name for e in entities for a in e.attributes if a.type.kind == Kind.LIST}
    shared = {v.name: v for v in reversed(model.lists)}
    ordered = (shared[name] for name in dict.fromkeys(v.name for v in model.lists))
    return tuple(v for v in ordered if v.name in used and (v.maintained or v.open_list))
