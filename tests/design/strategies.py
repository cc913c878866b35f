"""Conceptual models of all kinds, sound and unsound: names that clash, paths that lead nowhere, rules without meaning."""

from __future__ import annotations

from hypothesis import strategies as st

from database_designer.model import conceptual as c
from database_designer.model import expression as e
from database_designer.source import Origin

ORIGIN = Origin(decided_by="test", assumed=True)
ENTITIES = (
    "Reef",
    "ReefDive",
    "Dive",
    "reef",
    "Dive Log",
    "AuditLog",
    "Ort",
    "Größe",
    "Order",
    "X" * 80,
    "'; --",
    "Ix_A",
    "深さ",
)
NAMES = ("name", "Name", "id", "created_at", "updated_at", "deleted_at", "version", "status", "reef_id", "reef", "depth",
         "end", "xmin", "code", "x" * 70, "größe", "a b", "1st", "'\"", "")  # fmt: skip
VALUES = ("OPEN", "CLOSED", "In Progress", "it's", "", "v" * 70, "größe")
TEXTS = ("", "x", "5", "-3.5", "true", "2024-02-30", "2024-02-28", "now", "'", "\\")

names = st.sampled_from(NAMES)
some_values = st.lists(st.sampled_from(VALUES), max_size=4).map(tuple)
kinds = st.sampled_from(list(c.Kind))


@st.composite
def semantic_types(draw: st.DrawFn) -> c.SemanticType:
    kind = draw(kinds)
    if kind == c.Kind.LIST:
        shared = draw(st.sampled_from(["", "", "Level", "Kept", "Unknown"]))
        return c.SemanticType(kind=kind, values=() if shared else draw(some_values), list_name=shared,
                              open_list=draw(st.booleans()))  # fmt: skip
    numbers = st.none() | st.integers(-1, 40)
    return c.SemanticType(kind=kind, length=draw(numbers), precision=draw(numbers), scale=draw(numbers))


literals = st.builds(e.Literal, kind=st.sampled_from(list(e.LiteralKind)), value=st.sampled_from((*TEXTS, *VALUES)))
paths = st.builds(
    e.Path, steps=st.lists(names, min_size=0, max_size=2).map(tuple), root=st.sampled_from(["", "", "", "old", "actor"])
)
moments = st.builds(e.Moment, clock=st.sampled_from(list(e.Clock)))
sides = st.builds(e.Path, steps=st.sampled_from(["reefs", "dives", "reef_dives", "reef"]).map(lambda name: (name,)))
expressions = st.recursive(
    literals | paths | moments,
    lambda inner: st.one_of(
        st.builds(e.Aggregate, function=st.sampled_from(["exists", "count", "all", "sum"]), over=sides,
                  value=st.none() | inner, where=st.none() | inner),
        st.builds(e.Comparison, operator=st.sampled_from(list(e.Comparator)), left=inner, right=inner),
        st.builds(e.Binary, operator=st.sampled_from(list(e.Arithmetic)), left=inner, right=inner),
        st.builds(e.Between, operand=inner, low=inner, high=inner),
        st.builds(e.In, operand=inner, values=st.lists(inner, min_size=1, max_size=2).map(tuple)),
        st.builds(e.IsSet, operand=inner, negated=st.booleans()),
        st.builds(e.Matches, operand=inner, pattern=st.sampled_from(["^a$", "(", r"\d+", "a++", "[[:alpha:]]", "(?i)a"])),
        st.builds(e.Not, operand=inner),
        st.builds(e.And, operands=st.tuples(inner, inner)),
        st.builds(e.Implies, left=inner, right=inner, both=st.booleans()),
        st.builds(e.Duration, amount=inner, unit=st.sampled_from(["days", "hours", "moons"])),
        st.builds(e.Call, function=st.sampled_from(["lower", "length", "date", "exactly_one", "month", "year"]),
                  arguments=st.tuples(inner)),
        st.builds(e.Call, function=st.just("days"), arguments=st.tuples(inner, inner)),
        st.builds(e.Aggregate, function=st.sampled_from(["count", "sum", "min"]), over=paths, value=st.none() | inner),
    ),
    max_leaves=5,
)  # fmt: skip
maybe = st.none() | expressions


@st.composite
def attributes(draw: st.DrawFn) -> c.Attribute:
    rarely = st.sampled_from([False, False, False, True])
    return c.Attribute(
        name=draw(names),
        type=draw(semantic_types()),
        origin=ORIGIN,
        optional=draw(st.booleans()),
        check=draw(maybe),
        unique=draw(st.sampled_from(list(c.Uniqueness))),
        immutable=draw(rarely),
        set_once=draw(rarely),
        generated=draw(st.sampled_from([None, None, None, "", "M-{000}"])),
        default=draw(maybe),
        matches=draw(st.sampled_from([None, None, "^[a-z]+$", "("])),
        secret=draw(rarely),
        many=draw(st.sampled_from([None, None, None, c.Many(), c.Many(minimum=1, maximum=3)])),
        derived=draw(
            st.none() | st.builds(c.Derived, manner=st.sampled_from(list(c.Derivation)), expression=expressions)
        ),
        numbered=draw(st.sampled_from([None, None, None, c.Numbered(per="reef")])),
    )


@st.composite
def references(draw: st.DrawFn) -> c.Reference:
    return c.Reference(
        name=draw(st.sampled_from(["reef", "dive", "name", "owner", "parent", "id", "reef_id", "größe"])),
        to=draw(st.sampled_from(ENTITIES)),
        origin=ORIGIN,
        optional=draw(st.booleans()),
        each_has=draw(st.sampled_from([c.Each(), c.Each(maximum=1), c.Each(minimum=1, maximum=5)])),
        when_deleted=draw(st.sampled_from(list(c.WhenDeleted))),
        part_of=draw(st.sampled_from([False, False, True])),
        immutable=draw(st.booleans()),
        unique=draw(st.sampled_from([False, False, True])),
        default=draw(maybe),
    )


@st.composite
def lifecycles(draw: st.DrawFn) -> c.Lifecycle:
    states = draw(st.lists(st.sampled_from(VALUES), min_size=1, max_size=4).map(tuple))
    pairs = draw(st.lists(st.tuples(st.sampled_from(states), st.sampled_from([*states, "GONE"])), max_size=4))
    return c.Lifecycle(
        state=draw(names),
        states=states,
        start=draw(st.lists(st.sampled_from([*states, "GONE"]), max_size=2).map(tuple)),
        moves=tuple(c.Move(source=s, target=t, origin=ORIGIN) for s, t in pairs),
        origin=ORIGIN,
        any_move=draw(st.booleans()),
        requires=tuple((s, (draw(names),)) for s in states[:1]),
        stamps=draw(st.lists(st.tuples(st.sampled_from([*states, "GONE"]), names), max_size=2).map(tuple)),
        frozen=tuple((s, (draw(st.sampled_from(["all", *NAMES, "dives", "reefs"])),)) for s in states[:2]),
        expires=tuple(c.Expiry(source=s, target=t, condition=draw(expressions)) for s, t in pairs[:1]),
    )


events = st.lists(
    st.one_of(
        st.builds(c.Event, kind=st.sampled_from(list(c.EventKind))),
        st.builds(c.Event, kind=st.just(c.EventKind.CHANGE), name=names),
        st.builds(c.Event, kind=st.just(c.EventKind.ENTER), name=st.sampled_from(VALUES)),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
assignments = st.builds(
    c.Assignment,
    path=st.builds(
        e.Path, steps=st.lists(names, min_size=1, max_size=2).map(tuple), root=st.sampled_from(["", "", "it"])
    ),
    value=expressions,
)
creations = st.builds(
    c.Creation,
    entity=st.sampled_from(ENTITIES),
    values=st.lists(st.tuples(names, expressions), max_size=2).map(tuple),
)
rules = st.one_of(
    st.builds(c.AlwaysRule, name=names, condition=expressions, origin=st.just(ORIGIN)),
    st.builds(
        c.UniqueRule,
        name=names,
        members=st.lists(names, min_size=1, max_size=3).map(tuple),
        origin=st.just(ORIGIN),
        where=maybe,
        unset_equal=st.booleans(),
    ),
    st.builds(
        c.BoundRule, name=names, bound=expressions, upper=st.booleans(), origin=st.just(ORIGIN),
        per=st.lists(names, max_size=2).map(tuple), where=maybe,
    ),
    st.builds(
        c.NoOverlapRule, name=names, members=st.lists(names, min_size=1, max_size=2).map(tuple), origin=st.just(ORIGIN),
        per=st.lists(st.lists(names, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple), where=maybe,
    ),
    st.builds(c.GuardRule, name=names, events=events, require=expressions, origin=st.just(ORIGIN), when=maybe),
    st.builds(
        c.EffectRule, name=names, events=events, origin=st.just(ORIGIN), when=maybe,
        each=st.none() | st.builds(e.Aggregate, function=st.just("each"), over=sides, where=maybe),
        create=st.lists(creations, max_size=1).map(tuple), set=st.lists(assignments, max_size=2).map(tuple),
    ),
)  # fmt: skip
some_paths = st.lists(st.lists(names, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple)
queries = st.builds(
    c.Query,
    name=names,
    origin=st.just(ORIGIN),
    filter=some_paths,
    fixed=st.lists(expressions, max_size=1).map(tuple),
    optional=some_paths,
    range=some_paths,
    overlap=st.lists(names, max_size=2).map(tuple),
    search=some_paths,
    prefix=some_paths,
    words=some_paths.map(lambda found: tuple((p, 1) for p in found)),
    sort=st.lists(
        st.builds(c.SortKey, path=st.lists(names, min_size=1, max_size=2).map(tuple), descending=st.booleans()),
        max_size=2,
    ).map(tuple),
    page=st.sampled_from(["", "cursor", "offset"]),
    report=st.lists(expressions, max_size=2).map(tuple),
    by=st.lists(expressions, max_size=1).map(tuple),
)


volumes = st.builds(
    c.Volume,
    origin=st.just(ORIGIN),
    rows=st.sampled_from([None, 0, 500, 10**9]),
    growth=st.sampled_from([None, 10, 10**6]),
    growth_unit=st.sampled_from(["day", "months", "", "eon"]),
    peak=st.sampled_from(["", "300/s"]),
)
retentions = st.builds(
    c.Retention,
    amount=st.sampled_from([1, 90, 5000]),
    unit=st.sampled_from(["days", "year", "eons"]),
    origin=st.just(ORIGIN),
    after=st.just("") | names,
    then=st.sampled_from(["delete", "archive", "anonymise", "burn"]),
)


@st.composite
def entities(draw: st.DrawFn) -> c.EntityType:
    history = st.sampled_from([None, *c.History])
    manner = draw(history)
    deletion = draw(st.sampled_from([None, *c.DeletionManner]))
    return c.EntityType(
        name=draw(st.sampled_from(ENTITIES)),
        origin=ORIGIN,
        attributes=tuple(draw(st.lists(attributes(), max_size=5))),
        references=tuple(draw(st.lists(references(), max_size=3))),
        links=tuple(
            draw(
                st.lists(
                    st.builds(c.Link, name=names, to=st.sampled_from(ENTITIES), origin=st.just(ORIGIN)), max_size=2
                )
            )
        ),
        kind_of=draw(st.sampled_from(["", "", *ENTITIES])),
        kinds=draw(st.sampled_from([None, None, c.Kinds(by="status", of=(("OPEN", "Dive"), ("CLOSED", "Reef")))])),
        identified_by=draw(st.lists(names, max_size=2).map(tuple)),
        tree=draw(st.sampled_from([None, None, c.Tree(parent="parent", max_depth=3), c.Tree(parent="reef")])),
        lifecycle=draw(st.none() | lifecycles()),
        rules=tuple(draw(st.lists(rules, max_size=2))),
        queries=tuple(draw(st.lists(queries, max_size=2))),
        history=c.HistoryPolicy(manner=manner, origin=ORIGIN) if manner is not None else None,
        concurrency=c.Concurrency(origin=ORIGIN) if draw(st.booleans()) else None,
        deletion=c.Deletion(manner=deletion, origin=ORIGIN) if deletion is not None else None,
        visible=draw(st.none() | st.builds(c.Visibility, any_of=st.tuples(expressions), origin=st.just(ORIGIN))),
        volume=draw(st.none() | volumes),
        retention=draw(st.none() | retentions),
        rows=tuple(
            c.SeedRow(values=tuple(values), origin=ORIGIN)
            for values in draw(st.lists(st.lists(st.tuples(names, literals | moments), max_size=3), max_size=2))
        ),
    )


models = st.builds(
    c.ConceptualModel,
    name=st.just("Test"),
    actor=st.sampled_from(["", *ENTITIES]),
    entities=st.lists(entities(), min_size=1, max_size=4).map(tuple),
    lists=st.just(
        (
            c.ValueList(name="Level", values=("OPEN", "CLOSED"), origin=ORIGIN),
            c.ValueList(name="Kept", values=("a", "", "A b"), origin=ORIGIN, maintained=True),
        )
    ),
)
