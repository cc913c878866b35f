"""The rules of an entity, from their nodes: one reader a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from database_designer.model.conceptual import (
    AlwaysRule,
    BoundRule,
    EffectRule,
    GuardRule,
    NoOverlapRule,
    Rule,
    UnenforcedRule,
    UniqueRule,
)
from database_designer.model.expression import Expression
from database_designer.modelfile.effects import read_assignments, read_creations, read_each_rows
from database_designer.modelfile.events import read_events
from database_designer.modelfile.layout import flow_text
from database_designer.modelfile.nodes import Mapping, Node
from database_designer.modelfile.reader import COMMON_KEYS, Named, Reader
from database_designer.source import Origin

NOT_UNDERSTOOD = "not understood"

FORMS: dict[str, tuple[str, ...]] = {
    "always": (),
    "unique": ("where", "unset"),
    "at_most": ("per", "where"),
    "at_least": ("per", "where"),
    "no_overlap": ("per", "where"),
    "before": ("when", "require"),
    "after": ("when", "for_each", "create", "set"),
    "enforced": ("reason",),
}
"""The forms of rules by the key that tells them, each with the keys that go with it."""

RULE_KEYS = tuple(dict.fromkeys((*FORMS, *(key for keys in FORMS.values() for key in keys), *COMMON_KEYS)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A rule in its long form: its fields, and what every form has."""

    name: str
    what: str
    line: int
    fields: dict[str, Node]
    says: str
    origin: Origin


def read_rules(reader: Reader, node: Node | None, what: str, inherited: Origin | None) -> tuple[Rule, ...]:
    """The rules of a section. Those that cannot be read are kept as written, as rules that are not enforced."""
    return tuple(_rule(reader, entry, inherited) for entry in reader.names(node, what))


def _rule(reader: Reader, entry: Named, inherited: Origin | None) -> Rule:
    fields = reader.mapping(entry.node, entry.element, RULE_KEYS)
    common = reader.common(fields, entry.line, inherited)
    told = _Told(
        name=entry.name, what=entry.element, line=entry.line, fields=fields, says=common.says, origin=common.origin
    )
    form = _form(reader, told)
    rule = _READERS[form](reader, told) if form else None
    return rule if rule is not None else _kept(entry, told)


def _form(reader: Reader, told: _Told) -> str:
    """The form of the rule; "" (noted) where it has none, several, or keys of another one."""
    forms = [f for f in FORMS if f in told.fields]
    if len(forms) != 1:
        fact = f"the rule {told.what} has {'no form' if not forms else 'several forms: ' + ', '.join(forms)}"
        reader.error("rule-form", fact, told.line, fix=f"write one of {', '.join(FORMS)}", element=told.what)
        return ""
    stray = [k for k in told.fields if k not in (forms[0], *FORMS[forms[0]], *COMMON_KEYS)]
    if stray:
        others = [f for f in FORMS if stray[0] in FORMS[f]]
        fact = f'"{stray[0]}" has no meaning beside "{forms[0]}" in {told.what}'
        reader.error("rule-key", fact, told.line, fix=f"it goes with {', '.join(others)}", element=told.what)
        return ""
    return forms[0]


def _kept(entry: Named, told: _Told) -> UnenforcedRule:
    return UnenforcedRule(
        name=told.name, reason=NOT_UNDERSTOOD, written=_written(entry.node), says=told.says, origin=told.origin
    )


def _written(node: Node) -> str:
    """The rule as it stands, on one line."""
    pairs = node.pairs if isinstance(node, Mapping) else (("always", node),)
    return flow_text(Mapping(pairs=tuple((name, value) for name, value in pairs if name not in COMMON_KEYS)))


# Forms


def _unenforced(reader: Reader, told: _Told) -> Rule | None:
    reader.choice(told.fields["enforced"], f"{told.what}.enforced", ("false",))
    reason = reader.text(told.fields.get("reason"), f"{told.what}.reason")
    return UnenforcedRule(name=told.name, reason=reason, says=told.says, origin=told.origin)


def _always(reader: Reader, told: _Told) -> Rule | None:
    condition = reader.expression(told.fields["always"], told.what)
    if condition is None:
        return None
    return AlwaysRule(name=told.name, condition=condition, says=told.says, origin=told.origin)


def _unique(reader: Reader, told: _Told) -> Rule | None:
    members = reader.texts(told.fields["unique"], f"{told.what}.unique")
    where, sound = _condition(reader, told, "where")
    if not members or not sound:
        return None
    equal = reader.choice(told.fields.get("unset"), f"{told.what}.unset", ("equal",)) == "equal"
    return UniqueRule(
        name=told.name, members=members, where=where, unset_equal=equal, says=told.says, origin=told.origin
    )


def _bound(key: str) -> Callable[[Reader, _Told], Rule | None]:
    def read(reader: Reader, told: _Told) -> Rule | None:
        bound = reader.expression(told.fields[key], f"{told.what}.{key}")
        where, sound = _condition(reader, told, "where")
        paths = _paths(reader, told, "per")
        if len(paths) > 1:
            fact = f"{told.what} counts per {len(paths)} paths, where one reference is expected"
            reader.error(
                "several-paths", fact, told.line, fix="name the row that is full: per: REFERENCE", element=told.what
            )
            return None
        if bound is None or not sound or ("per" in told.fields and not paths):
            return None
        return BoundRule(
            name=told.name, bound=bound, upper=key == "at_most", per=paths[0] if paths else (), where=where,
            says=told.says, origin=told.origin,
        )  # fmt: skip

    return read


def _no_overlap(reader: Reader, told: _Told) -> Rule | None:
    members = reader.texts(told.fields["no_overlap"], f"{told.what}.no_overlap")
    where, sound = _condition(reader, told, "where")
    paths = _paths(reader, told, "per")
    if len(members) not in (1, 2):
        fact = f"{told.what}.no_overlap names {len(members)} attributes"
        fix = "write no_overlap: [START, END], or the one attribute that is a period"
        reader.error("no-period", fact, told.line, fix=fix, element=told.what)
        return None
    if not sound or ("per" in told.fields and not paths):
        return None
    return NoOverlapRule(name=told.name, members=members, per=paths, where=where, says=told.says, origin=told.origin)


def _guard(reader: Reader, told: _Told) -> Rule | None:
    events = read_events(reader, told.fields["before"], f"{told.what}.before")
    when, sound = _condition(reader, told, "when")
    require, _ = _condition(reader, told, "require")
    if "require" not in told.fields:
        _missing(reader, told, "require", "require: CONDITION")
    if not events or require is None or not sound:
        return None
    return GuardRule(name=told.name, events=events, when=when, require=require, says=told.says, origin=told.origin)


def _effect(reader: Reader, told: _Told) -> Rule | None:
    events = read_events(reader, told.fields["after"], f"{told.what}.after")
    when, sound = _condition(reader, told, "when")
    each = read_each_rows(reader, told.fields.get("for_each"), f"{told.what}.for_each")
    created = read_creations(reader, told.fields.get("create"), f"{told.what}.create")
    assigned = read_assignments(reader, told.fields.get("set"), f"{told.what}.set")
    if "create" not in told.fields and "set" not in told.fields:
        _missing(reader, told, "create", "create: {ENTITY: {...}} or set: {...}")
    complete = sound and created is not None and assigned is not None and ("for_each" not in told.fields or each)
    if not events or not complete or not (created or assigned):
        return None
    return EffectRule(
        name=told.name, events=events, when=when, each=each, create=created or (), set=assigned or (),
        says=told.says, origin=told.origin,
    )  # fmt: skip


_READERS: dict[str, Callable[[Reader, _Told], Rule | None]] = {
    "always": _always,
    "unique": _unique,
    "at_most": _bound("at_most"),
    "at_least": _bound("at_least"),
    "no_overlap": _no_overlap,
    "before": _guard,
    "after": _effect,
    "enforced": _unenforced,
}


def _condition(reader: Reader, told: _Told, key: str) -> tuple[Expression | None, bool]:
    """The condition under `key`, and whether there is nothing wrong with it; none is right."""
    found = reader.expression(told.fields.get(key), f"{told.what}.{key}")
    return found, found is not None or key not in told.fields


def _paths(reader: Reader, told: _Told, key: str) -> tuple[tuple[str, ...], ...]:
    found = (reader.path(item, f"{told.what}.{key}") for item in reader.items(told.fields.get(key)))
    return tuple(steps for steps in found if steps)


def _missing(reader: Reader, told: _Told, key: str, example: str) -> None:
    fact = f'the rule {told.what} does not say "{key}"'
    reader.error("missing-key", fact, told.line, fix=f"add {example}", element=told.what)


def read_global_rules(reader: Reader, node: Node | None, origin: Origin) -> tuple[UnenforcedRule, ...]:
    """The rules of no single entity: they are traced, and not enforced; one of another form is noted, and kept so."""
    found = []
    for entry in reader.names(node, "rules"):
        section = Mapping(pairs=((entry.name, entry.node),), key_lines=(entry.line,))
        (rule,) = read_rules(reader, section, "rules", origin)
        if not isinstance(rule, UnenforcedRule):
            fact = f"the rule {entry.name} stands at no entity, where no rule can be enforced"
            fix = "put it under rules: of the entity whose rows it is about, or say enforced: false with a reason"
            reader.error("rule-place", fact, entry.line, fix=fix, element=entry.element)
            rule = UnenforcedRule(
                name=rule.name, reason=NOT_UNDERSTOOD, written=_written(entry.node), says=rule.says, origin=rule.origin
            )
        found.append(rule)
    return tuple(found)
