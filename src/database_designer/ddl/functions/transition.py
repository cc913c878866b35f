"""The function that keeps a lifecycle: only its moves, only from its first states."""

from __future__ import annotations

from database_designer.ddl.functions.frame import in_message, refusal, trigger_function
from database_designer.ddl.layout import listed
from database_designer.ddl.names import Names
from database_designer.model.physical import CheckTransition, PhysicalModel
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier, quote_literal


def check_transition(function: CheckTransition, model: PhysicalModel, names: Names) -> Statement:
    """Refuses creation outside of `start` and changes of state outside of `moves`; unchanged states always pass."""
    parts = (*_creation(function), _move(function), "RETURN NEW;")
    return trigger_function(function, "\n".join(parts), model, names, table=function.table, origin=function.origin)


def _creation(function: CheckTransition) -> tuple[str, ...]:
    if not function.start:
        return ()
    new = f"NEW.{quote_identifier(function.column)}"
    states = listed(tuple(quote_literal(s) for s in function.start))
    check = refusal(
        f"{new} NOT IN {states}",
        f"{in_message(function.table)} are not created with {in_message(function.column)} %",
        new,
        constraint=quote_literal(function.constraint),
        column=function.column,
    )
    guarded = "\n".join(f"    {line}" for line in (*check.split("\n"), "RETURN NEW;"))
    return (f"IF TG_OP = 'INSERT' THEN\n{guarded}\nEND IF;",)


def _move(function: CheckTransition) -> str:
    column = quote_identifier(function.column)
    old, new = f"OLD.{column}", f"NEW.{column}"
    return refusal(
        f"{new} <> {old} AND NOT {_allowed(function, old, new)}",
        f"{in_message(function.column)} of {in_message(function.table)} does not go from % to %",
        old,
        new,
        constraint=quote_literal(function.constraint),
        column=function.column,
    )


def _allowed(function: CheckTransition, old: str, new: str) -> str:
    """Whether the move is one of `moves`: a line for each state that there is a move from.

    In parentheses: PL/pgSQL takes a THEN outside of any for the end of the condition of IF.
    """
    targets: dict[str, list[str]] = {}
    for source, target in function.moves:
        targets.setdefault(source, []).append(quote_literal(target))
    lines = (f"    WHEN {quote_literal(s)} THEN {new} IN {listed(tuple(found))}" for s, found in targets.items())
    return "\n".join((f"(CASE {old}", *lines, "    ELSE FALSE", "END)")) if targets else "FALSE"
