"""Connection pooling, in section 10: the figures, the formulas with their sources, the size, and the settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from database_designer.design.pooling import ADMINISTRATORS, RESERVED, SPINDLES, THINKING, Arrival, Pool, pool_of
from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, count, fence, items, prose, table
from database_designer.emit.document.words import requirement_ids
from database_designer.model.physical import RecordAudit, SeesRow

_WIKI = "PostgreSQL wiki, “Number Of Database Connections”"
_LITTLE = "Little's law: J. D. C. Little, “A Proof for the Queuing Formula L = λW”, Operations Research 9 (1961)"
_LAZOWSKA = "the interactive response time law: Lazowska et al., “Quantitative System Performance” (1984)"


def pooling(facts: Facts) -> str:
    """The size of the pool, what it follows from, and what is assumed."""
    pool = pool_of(facts.concept, len(facts.physical.jobs))
    return blocks(
        f"**Pool size: {count(pool.size, 'connection')}**, fixed, shared by all application servers.{_basis(pool)}",
        table(("Input", "Value", "From"), _inputs(pool, facts)),
        items(_formulas(pool)),
        _verdict(pool),
        "PgBouncer, whose pools are one for each database and user, and PostgreSQL:",
        fence(_pgbouncer(pool), "ini"),
        fence(_postgresql(pool), "ini"),
        _session(facts),
    )


def _basis(pool: Pool) -> str:
    return "" if pool.is_stated else " Nothing that it follows from is stated: all of it is assumed."


def _inputs(pool: Pool, facts: Facts) -> Iterator[tuple[str, str, str]]:
    operations = facts.concept.operations
    yield (
        "Processor cores",
        f"{pool.cores}",
        _stated(f"{pool.cores}", facts) if pool.cores_stated else _assumed("cores: 8"),
    )
    yield "Effective spindles", f"{SPINDLES}", "assumed: one SSD"
    if pool.connections is not None:
        yield "Connections at a time", f"{pool.connections:,}", _stated(f"{pool.connections}", facts)
    if pool.users is not None:
        yield "Users at a time", f"{pool.users:,}", _stated(f"{pool.users}", facts)
        yield "Time between two requests of a user", f"{THINKING} s", "assumed"
    for arrival in pool.arrivals:
        origin = requirement_ids(arrival.origin) if arrival.origin and arrival.name else _stated(arrival.written, facts)
        yield _named(arrival), prose(arrival.written), origin
    if pool.requests is None:
        yield "Requests at the peak", "not stated", _ask("requests: 300/s")
    where = _stated(operations.response, facts) if pool.hold is not None else _ask("response: 200 ms")
    yield (
        "Time in which a request is answered",
        prose(operations.response) if pool.hold is not None else "not stated",
        where,
    )


def _stated(value: str, facts: Facts) -> str:
    """Where a figure is stated: by the quotations that have its number, or all that speak of running the database."""
    origin = facts.concept.operations.origin
    if origin is None:
        return ""
    number = "".join(takewhile(lambda c: c.isdigit() or c in ".,", value)).replace(",", "")
    telling = tuple(e for e in origin.evidence if number and number in e.quote.replace(",", ""))
    return requirement_ids(replace(origin, evidence=telling) if telling else origin)


def _named(arrival: Arrival) -> str:
    return f"Requests at the peak, {code(arrival.name)}" if arrival.name else "Requests at the peak"


def _assumed(example: str) -> str:
    return f"assumed; {_ask(example)}"


def _ask(example: str) -> str:
    return f"to be stated as {code(f'operations: {{{example}}}')} in {code('model.yaml')}"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


def _formulas(pool: Pool) -> Iterator[str]:
    yield (
        f"The server works on cores × 2 + spindles = {pool.cores} × 2 + {SPINDLES} = **{pool.works}** connections at once;"
        f" more of them only wait for each other ({_WIKI})."
    )
    if pool.size < pool.works:
        yield f"{pool.connections:,} connections are stated, of which {pool.others} are not the pool's: {pool.size} are left for it."
    if pool.arrivals:
        parts = " + ".join(_figure(a.per_second) for a in pool.arrivals)
        yield f"Stated requests: {parts}{f' = {_figure(pool.by_rates)}' if len(pool.arrivals) > 1 else ''} a second."
    if pool.by_users is not None:
        waits = f"({THINKING} s + {_time(pool.hold)})" if pool.hold is not None else f"{THINKING} s"
        yield f"Requests of the users: {pool.users:,} ÷ {waits} = {_figure(pool.by_users)} a second ({_LAZOWSKA})."
    yield from _by_little(pool)


def _by_little(pool: Pool) -> Iterator[str]:
    """What the requests ask of the pool: connections, where their time is stated; else the time that they have."""
    if pool.requests is None or pool.budget is None:
        return
    if pool.needed is not None and pool.hold is not None:
        yield (
            f"Connections at work on average, if the whole answer is the database's: {_figure(pool.requests)} a second ×"
            f" {_time(pool.hold)} = **{_figure(pool.needed)}** ({_LITTLE})."
        )
    yield (
        f"Time for which a request may hold its connection on average: {pool.size} ÷ {_figure(pool.requests)} a second ="
        f" **{_time(pool.budget)}**{'' if pool.needed is not None else f' ({_LITTLE})'}."
    )


def _verdict(pool: Pool) -> str:
    if pool.requests is None or pool.budget is None:
        return "Whether that is enough cannot be told before requests or users are stated."
    if pool.needed is None:
        return "Section 6 tells what the queries touch; a transaction that waits for something outside holds its connection meanwhile."
    if pool.is_enough:
        return f"At the peak {pool.needed / pool.size:.0%} of the pool is at work; a request that finds none free waits for one."
    return (
        f"If the whole answer were the database's work, {pool.size} connections would not do: that would take {pool.cores_wanted} "
        f"cores. With {pool.cores} a request has to give its connection back within {_time(pool.budget)}."
    )


def _pgbouncer(pool: Pool) -> str:
    lines = ["[pgbouncer]", "pool_mode = transaction", f"default_pool_size = {pool.size}"]
    if pool.users is not None:
        lines += ["; clients wait here and not in the server", f"max_client_conn = {max(pool.users, pool.size)}"]
    lines += ["; from PgBouncer 1.21: prepared statements across transactions", "max_prepared_statements = 200"]
    return "\n".join(lines)


def _postgresql(pool: Pool) -> str:
    parts = (
        (f"{pool.size} of the pool", True),
        ("1 of jobs", pool.jobs > 0),
        (f"{ADMINISTRATORS} of administrators", True),
        (f"{RESERVED} that PostgreSQL reserves", True),
    )
    made = " + ".join(text for text, is_part in parts if is_part)
    why = f"as stated; {made} are used" if pool.connections is not None else made
    return f"# postgresql.conf: {why}\nmax_connections = {pool.allowed}"


def _session(facts: Facts) -> str:
    """Whether a connection may serve another client after each transaction."""
    functions = facts.physical.functions
    settings = dict.fromkeys(f.setting for f in functions if isinstance(f, RecordAudit | SeesRow))
    held = (
        f"The actor is set for a transaction ({codes(settings)}, by SET LOCAL), so a pool may hand a connection on after each transaction."
        if settings
        else "Nothing in the design is kept in a session, so a pool may hand a connection on after each transaction."
    )
    return f"{held} Of a pool inside the application: this size over all its processes, no overflow, connections checked before use."
