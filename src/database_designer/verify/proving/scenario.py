"""What is tried of a rule: statements, as they can be run with psql, and how they have to end."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.model.physical import Enforcement
from database_designer.model.proof import ProbeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A trial of the rule that `enforcement` keeps.

    `setup` makes the rows that are needed, in one transaction that must succeed. `act` is tried in a second one.
    ACCEPTED: it commits. REJECTED: it ends with `sqlstate` and `constraint` ("" for any name), at the latest at commit.
    RESULT: it commits, and then `holds`, a SELECT of one boolean, gives true. RACE: `act` and `rival` are run by two
    sessions at once; each of them alone would commit; after both `holds` gives true. With `order_matters` both may commit
    only where `act` commits first (what `rival` changes is what `act` is allowed by), with `only_one` at most one may.

    A statement may be `SET LOCAL ROLE database_designer_probe`: what follows it is run by a role without rights of its own
    beyond the use of the tables. `SET LOCAL "app.actor"` names the actor. Each session ends its role with its transaction.

    `obstacle` says why no rows could be made ("" where they could): then nothing is run, and the rule is unproven.
    """

    enforcement: Enforcement
    kind: ProbeKind
    what: str
    setup: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    rival: tuple[str, ...] = ()
    sqlstate: str = ""
    constraint: str = ""
    holds: str = ""
    order_matters: bool = False
    only_one: bool = False
    obstacle: str = ""
