"""Hypothesis strategies for expressions and models."""

from __future__ import annotations

from hypothesis import strategies as st

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
