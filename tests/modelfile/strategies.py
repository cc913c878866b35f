"""Hypothesis strategies for expressions and models."""

from __future__ import annotations

from hypothesis import strategies as st

from database_designer.model.conceptual import (
    AlwaysRule,
    Assignment,
    Attribute,
    BoundRule,
    ConceptualModel,
    Creation,
    Deletion,
    DeletionManner,
    Each,
    EffectRule,
    EntityType,
    Event,
    EventKind,
    Expiry,
    GuardRule,
    Kind,
    Lifecycle,
    Link,
    Many,
    Move,
    Numbered,
    Query,
    Question,
    Reference,
    Retention,
    Rule,
    SeedRow,
    SemanticType,
    SortKey,
    UnenforcedRule,
    Uniqueness,
    UniqueRule,
    ValueList,
    Volume,
    WhenDeleted,
)
from database_designer.model.expression import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Binary,
    Call,
    Clock,
    Comparator,
    Comparison,
    Duration,
    Expression,
    Implies,
    In,
    IsSet,
    Literal,
    LiteralKind,
    Matches,
    Moment,
    Not,
    Or,
    Path,
)
from database_designer.modelfile.expressions import read_expression
from database_designer.source import Evidence, Origin, Span

names = st.sampled_from(["amount", "status", "due_on", "days", "count", "in", "actor", "größe", "set", "where", "date"])
texts = st.text(max_size=12)
paths = st.one_of(
    st.builds(lambda steps: Path(steps=tuple(steps)), st.lists(names, min_size=1, max_size=3)),
    st.builds(
        lambda root, steps: Path(root=root, steps=tuple(steps)),
        st.sampled_from(["old", "this", "it"]),
        st.lists(names, max_size=2),
    ),
    st.builds(lambda steps: Path(root="actor", steps=tuple(steps)), st.lists(names, min_size=1, max_size=2)),
)
numbers = st.sampled_from(["0", "12", "2.50", "-3", "1e6"])
literals = st.one_of(
    st.builds(Literal, kind=st.just(LiteralKind.TEXT), value=texts),
    st.builds(Literal, kind=st.just(LiteralKind.NUMBER), value=numbers),
    st.builds(Literal, kind=st.just(LiteralKind.BOOLEAN), value=st.sampled_from(["true", "false"])),
    st.builds(Literal, kind=st.just(LiteralKind.DATE), value=st.just("2030-01-31")),
    st.builds(Literal, kind=st.just(LiteralKind.INSTANT), value=st.just("2030-01-31T08:30:00Z")),
    st.just(Literal(kind=LiteralKind.NULL, value="null")),
)
moments = st.builds(Moment, clock=st.sampled_from(Clock))
patterns = st.text(max_size=8).filter(lambda p: "\\" not in p)


def _inner(e: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(e, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Duration, amount=e, unit=st.sampled_from(["days", "months", "minutes"])),
        st.builds(Binary, operator=st.sampled_from(Arithmetic), left=e, right=e),
        st.builds(Comparison, operator=st.sampled_from(Comparator), left=e, right=e),
        st.builds(Between, operand=e, low=e, high=e),
        st.builds(In, operand=e, values=several),
        st.builds(IsSet, operand=e, negated=st.booleans()),
        st.builds(Matches, operand=e, pattern=patterns),
        st.builds(Not, operand=e),
        st.builds(And, operands=several),
        st.builds(Or, operands=several),
        st.builds(Implies, left=e, right=e, both=st.booleans()),
        st.builds(Call, function=st.just("days"), arguments=st.tuples(e, e)),
        st.builds(Call, function=st.just("lower"), arguments=st.tuples(e)),
        st.builds(Call, function=st.just("exactly_one"), arguments=several),
        st.builds(Call, function=st.just("in"), arguments=st.tuples(e, paths)),
        st.builds(Aggregate, function=st.sampled_from(["count", "exists"]), over=paths, where=st.none() | e),
        st.builds(Aggregate, function=st.sampled_from(["sum", "all"]), over=paths, value=e, where=st.none() | e),
        st.builds(Aggregate, function=st.just("max"), over=st.just(Path(steps=())), value=e, where=st.none() | e),
    )


expressions: st.SearchStrategy[Expression] = st.recursive(st.one_of(paths, literals, moments), _inner, max_leaves=8)


# Models: sound ones, so that nothing of them may be lost on the way through model.yaml

any_text = st.text(max_size=20)
some_text = st.text(min_size=1, max_size=20)
long_text = st.lists(
    st.sampled_from(["a", "long", "description", "of:", "things", "# and", "'more'", "-"]), max_size=60
)
says = any_text | long_text.map(" ".join)
evidence = st.builds(
    lambda quote, line, requirement: Evidence(
        span=Span(file="requirements.md", line=line, end_line=line), quote=quote, requirement=requirement
    ),
    any_text,
    st.integers(1, 99),
    st.none() | st.sampled_from(["FR-1", "FR-2"]) | some_text,
)
origins = st.builds(
    Origin, evidence=st.lists(evidence, max_size=3).map(tuple), decided_by=st.just("test"), assumed=st.booleans()
)
list_values = st.lists(some_text, min_size=1, max_size=3, unique=True).map(tuple)
types = st.one_of(
    st.builds(SemanticType, kind=st.sampled_from([Kind.TEXT, Kind.CODE]), length=st.none() | st.integers(1, 500)),
    st.builds(SemanticType, kind=st.just(Kind.DECIMAL), precision=st.just(8), scale=st.just(3), unit=st.sampled_from(["", "kg", "m, dry"])),
    st.builds(SemanticType, kind=st.sampled_from([k for k in Kind if k is not Kind.LIST])),
    st.builds(SemanticType, kind=st.just(Kind.LIST), values=list_values, open_list=st.booleans()),
    st.just(SemanticType(kind=Kind.LIST, list_name="Priority")),
)  # fmt: skip
conditions = st.sampled_from(
    [read_expression(t) for t in ("name is set", "length(name) > 3 or number in (1, 2)", 'name != "a # b: c"')]
)


@st.composite
def attributes(draw: st.DrawFn, name: str) -> Attribute:
    type_ = draw(types)
    origin = draw(origins)
    return Attribute(
        name=name,
        type=type_,
        origin=origin,
        says=draw(says),
        optional=draw(st.booleans()),
        check=draw(st.none() | conditions | st.just(read_expression(f"`{name}` >= 0 and number < 9"))),
        unique=draw(st.sampled_from(Uniqueness)),
        immutable=draw(st.booleans()),
        generated=draw(st.none() | any_text),
        default=draw(defaults(type_)),
        matches=draw(st.none() | patterns),
        personal=draw(st.booleans()),
        secret=draw(st.booleans()),
        many=draw(st.none() | st.just(Many()) | st.just(Many(minimum=1, maximum=3))),
        numbered=draw(st.none() | st.just(Numbered(start=5))),
        assumed=draw(st.just(()) | st.just(("default",))) if not origin.assumed else (),
    )


def defaults(type_: SemanticType) -> st.SearchStrategy[Expression | None]:
    """Defaults that go with the type."""
    if type_.kind is Kind.LIST:
        values = type_.values if not type_.list_name else ("LOW", "HIGH")
        literal = st.builds(Literal, kind=st.just(LiteralKind.VALUE), value=st.sampled_from(values))
    elif type_.kind is Kind.BOOLEAN:
        literal = st.just(Literal(kind=LiteralKind.BOOLEAN, value="true"))
    elif type_.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT):
        literal = st.just(Literal(kind=LiteralKind.NUMBER, value="1.5"))
    else:
        literal = st.builds(Literal, kind=st.just(LiteralKind.TEXT), value=any_text)
    return st.none() | literal | st.just(Moment(clock=Clock.NOW)) | st.just(read_expression("lower(name)"))


references = st.builds(
    Reference,
    name=st.just("shelf"),
    to=st.just("Shelf"),
    origin=origins,
    says=says,
    optional=st.booleans(),
    part_of=st.booleans(),
    back=st.sampled_from(["", "items"]),
    each_has=st.sampled_from([Each(), Each(maximum=1), Each(minimum=1, maximum=50)]),
    when_deleted=st.sampled_from(WhenDeleted),
    immutable=st.booleans(),
    default=st.none() | st.builds(Literal, kind=st.just(LiteralKind.TEXT), value=any_text),
)


targets = st.sampled_from([Path(steps=("name",)), Path(steps=("shelf", "code")), Path(steps=("code",), root="it")])
TEXTS = st.one_of(
    st.builds(Literal, kind=st.just(LiteralKind.TEXT), value=any_text),
    st.sampled_from(["{", "}} {x", "{{", "={name}", '"{', "5", "true"]).map(
        lambda t: Literal(kind=LiteralKind.TEXT, value=t)
    ),
    st.builds(
        lambda before, after: Call(
            function="concat",
            arguments=(Literal(kind=LiteralKind.TEXT, value=before), Path(steps=("name",)), *after),
        ),
        some_text,
        st.sampled_from([(), (read_expression("lower(name)"),), (Literal(kind=LiteralKind.TEXT, value='}} "{'),)]),
    ),
)
VALUES = TEXTS | st.just(Path(steps=("name",))) | st.just(Moment(clock=Clock.TODAY))


@st.composite
def effects(draw: st.DrawFn, origin: Origin, condition: Expression) -> EffectRule:
    path = draw(targets)
    of_code = read_expression("code is set")
    each = Aggregate(function="each", over=Path(steps=("tags",)), where=draw(st.none() | st.just(of_code)))
    shelves = Creation(entity="Shelf", values=(("code", draw(VALUES)),))
    return EffectRule(
        name="then",
        events=(Event(kind=EventKind.CREATE), Event(kind=EventKind.ENTER, name="A b")),
        when=draw(st.none() | st.just(condition)),
        each=each if path.root == "it" else draw(st.none() | st.just(each)),
        create=(shelves,) * draw(st.integers(0, 2)),
        set=(Assignment(path=path, value=draw(VALUES)),),
        origin=origin,
    )


def rules_of(origin: Origin, text: str, condition: Expression) -> tuple[Rule, ...]:
    return (
        AlwaysRule(name="holds", condition=condition, origin=origin, says=text),
        UniqueRule(name="once", members=("name", "shelf"), where=condition, unset_equal=True, origin=origin),
        BoundRule(name="few", bound=read_expression("5"), upper=True, per=("shelf",), where=condition, origin=origin),
        BoundRule(name="some", bound=read_expression("1"), upper=False, origin=origin, says=text),
        GuardRule(
            name="first",
            events=(Event(kind=EventKind.CHANGE, name="shelf"), Event(kind=EventKind.DELETE)),
            require=condition,
            when=condition,
            origin=origin,
        ),
        UnenforcedRule(name="by_hand", reason=text or "none", origin=origin),
    )


@st.composite
def models(draw: st.DrawFn) -> ConceptualModel:
    origin, text, condition = draw(origins), draw(says), draw(conditions)
    name = Attribute(name="name", type=SemanticType(kind=Kind.TEXT), origin=origin)
    number = Attribute(name="number", type=SemanticType(kind=Kind.INTEGER), origin=origin)
    drawn = [draw(attributes(n)) for n in draw(st.lists(st.sampled_from(["x", "in", "größe"]), unique=True))]
    loan = EntityType(
        name="Loan",
        origin=origin,
        says=text,
        group=draw(any_text),
        synonyms=draw(st.lists(some_text, max_size=2).map(tuple)),
        attributes=(name, number, *drawn),
        references=(draw(references),),
        links=(Link(name="tags", to="Shelf", back="tagged", origin=draw(origins), says=text),),
        identified_by=("shelf", "name"),
        lifecycle=Lifecycle(
            state="status",
            states=("A b", "NO", "c"),
            start=("A b",),
            moves=(Move(source="A b", target="c", origin=origin), Move(source="c", target="NO", origin=origin)),
            requires=(("NO", ("name", "number")),),
            frozen=(("NO", ("all",)),),
            expires=(Expiry(source="A b", target="c", condition=condition),),
            origin=origin,
        ),
        rules=(*rules_of(origin, text, condition), draw(effects(origin, condition))),
        queries=(
            Query(name="find", origin=origin, says=text, search=(("name",), ("shelf", "code")), limit=5),
            Query(
                name="report",
                origin=origin,
                filter=(("shelf",),),
                fixed=(condition,),
                report=(read_expression("count()"), read_expression("sum(number)")),
                by=(Path(steps=("name",)),),
                words=((("name",), 2),),
                sort=(SortKey(path=("number",), descending=True), SortKey(path=("name",))),
            ),
        ),
        deletion=Deletion(manner=DeletionManner.SOFT, restorable=draw(st.booleans()), origin=draw(origins)),
        retention=Retention(amount=7, unit="years", origin=origin),
        volume=Volume(rows=10, growth=3, growth_unit="day", peak="3/s", origin=origin),
        rows=(SeedRow(values=(("name", Literal(kind=LiteralKind.TEXT, value=draw(any_text))),), origin=origin),),
    )
    shelf = EntityType(
        name="Shelf",
        origin=draw(origins),
        attributes=(Attribute(name="code", type=SemanticType(kind=Kind.CODE), origin=draw(origins)),),
    )
    return ConceptualModel(
        name=draw(some_text),
        entities=(loan, shelf),
        postgres=draw(st.none() | st.just(16)),
        actor=draw(st.sampled_from(["", "Shelf"])),
        lists=(ValueList(name="Priority", values=("LOW", "HIGH"), origin=draw(origins)),),
        questions=tuple(
            Question(ask=ask, about="Loan", assumed=draw(any_text), answer=draw(any_text), origin=draw(origins))
            for ask in draw(st.lists(some_text, max_size=2))
        ),
    )
