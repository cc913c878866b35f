"""Short ways to write conceptual models in tests."""

from __future__ import annotations

from database_designer.model import conceptual as c
from database_designer.model import expression as e
from database_designer.source import Evidence, Origin, Span


def origin(requirement: str = "FR-1", line: int = 1) -> Origin:
    span = Span(file="requirements.md", line=line, end_line=line)
    return Origin(evidence=(Evidence(span=span, quote="As stated.", requirement=requirement),), decided_by="test")


def attribute(name: str, kind: c.Kind = c.Kind.TEXT, **options: object) -> c.Attribute:
    type_options = {k: options.pop(k) for k in ("length", "precision", "scale", "unit") if k in options}
    type_ = c.SemanticType(kind=kind, **type_options)  # type: ignore[arg-type]
    return c.Attribute(name=name, type=type_, origin=origin(), **options)  # type: ignore[arg-type]


def listed(name: str, *values: str, list_name: str = "", open_list: bool = False, **options: object) -> c.Attribute:
    type_ = c.SemanticType(kind=c.Kind.LIST, values=values, list_name=list_name, open_list=open_list)
    return c.Attribute(name=name, type=type_, origin=origin(), **options)  # type: ignore[arg-type]


def reference(name: str, to: str, **options: object) -> c.Reference:
    return c.Reference(name=name, to=to, origin=origin(), **options)  # type: ignore[arg-type]


def link(name: str, to: str, back: str = "") -> c.Link:
    return c.Link(name=name, to=to, origin=origin(), back=back)


def entity(name: str, *members: object, **options: object) -> c.EntityType:
    """An entity type; members are sorted into attributes, references and links by what they are."""
    return c.EntityType(
        name=name,
        origin=origin(),
        attributes=tuple(m for m in members if isinstance(m, c.Attribute)),
        references=tuple(m for m in members if isinstance(m, c.Reference)),
        links=tuple(m for m in members if isinstance(m, c.Link)),
        **options,  # type: ignore[arg-type]
    )


def model(*entities: c.EntityType, **options: object) -> c.ConceptualModel:
    return c.ConceptualModel(name="Test", entities=entities, **options)  # type: ignore[arg-type]


def lifecycle(state: str, moves: dict[str, tuple[str, ...]], start: tuple[str, ...], **options: object) -> c.Lifecycle:
    states = tuple(dict.fromkeys([*start, *moves, *(t for targets in moves.values() for t in targets)]))
    told = tuple(c.Move(source=s, target=t, origin=origin()) for s, targets in moves.items() for t in targets)
    return c.Lifecycle(state=state, states=states, start=start, moves=told, origin=origin(), **options)  # type: ignore[arg-type]


def path(*steps: str) -> e.Path:
    return e.Path(steps=steps)


def number(value: str) -> e.Literal:
    return e.Literal(kind=e.LiteralKind.NUMBER, value=value)


def text(value: str) -> e.Literal:
    return e.Literal(kind=e.LiteralKind.TEXT, value=value)


def value(name: str) -> e.Literal:
    return e.Literal(kind=e.LiteralKind.VALUE, value=name)


def compare(left: e.Expression, operator: str, right: e.Expression) -> e.Comparison:
    return e.Comparison(operator=e.Comparator(operator), left=left, right=right)


def always(name: str, condition: e.Expression) -> c.AlwaysRule:
    return c.AlwaysRule(name=name, condition=condition, origin=origin())


def unique(name: str, *members: str, where: e.Expression | None = None, unset_equal: bool = False) -> c.UniqueRule:
    return c.UniqueRule(name=name, members=members, origin=origin(), where=where, unset_equal=unset_equal)


def query(name: str, **options: object) -> c.Query:
    return c.Query(name=name, origin=origin(), **options)  # type: ignore[arg-type]


def audited() -> c.HistoryPolicy:
    return c.HistoryPolicy(manner=c.History.AUDITED, origin=origin())


def append_only() -> c.HistoryPolicy:
    return c.HistoryPolicy(manner=c.History.APPEND_ONLY, origin=origin())


def soft() -> c.Deletion:
    return c.Deletion(manner=c.DeletionManner.SOFT, origin=origin())
