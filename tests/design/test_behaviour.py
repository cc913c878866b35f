"""Lifecycles, changes, soft deletion, audit: the triggers and what they watch."""

from __future__ import annotations

from dataclasses import replace

from database_designer.model.conceptual import Concurrency, Deletion, DeletionManner, EntityType, Expiry, Kind, Numbered
from database_designer.model.expression import And, Implies, IsSet, Literal, LiteralKind
from database_designer.model.physical import (
    CascadeSoftDelete,
    CheckTransition,
    ExpireRows,
    Form,
    KeepImmutable,
    PhysicalModel,
    RecordAudit,
    TableKind,
    Trigger,
)
from tests.concepts import (
    append_only,
    attribute,
    audited,
    compare,
    entity,
    lifecycle,
    model,
    origin,
    path,
    reference,
    soft,
    value,
)
from tests.design.helpers import check, designed, enforcements, table, types

STATES = lifecycle("status", {"PLANNED": ("DONE", "OFF")}, ("PLANNED",), requires=(("OFF", ("reason", "off_at")),))
DIVE = entity(
    "Dive", attribute("reason", optional=True), attribute("off_at", Kind.INSTANT, optional=True), lifecycle=STATES
)


def trigger(physical: PhysicalModel, name: str) -> Trigger:
    found = next((t for t in physical.triggers if t.name == name), None)
    assert found is not None, [t.name for t in physical.triggers]
    return found


def test_moves_and_start_states_are_kept_by_a_trigger() -> None:
    physical = designed(model(DIVE))
    function = next(f for f in physical.functions if isinstance(f, CheckTransition))
    assert function.moves == (("PLANNED", "DONE"), ("PLANNED", "OFF"))
    assert function.start == ("PLANNED",)
    assert trigger(physical, "trg_dives_status_moves").events == ("INSERT", "UPDATE")


def test_states_without_moves_allow_every_change_and_say_so() -> None:
    physical = designed(model(replace(DIVE, lifecycle=replace(STATES, moves=()))))
    assert not any(isinstance(f, CheckTransition) for f in physical.functions)
    moves = next(e for e in enforcements(physical, "Dive.status") if e.form == Form.MOVES)
    assert "not which may follow which" in moves.reason


def test_any_move_leaves_only_the_start_to_be_watched() -> None:
    physical = designed(model(replace(DIVE, lifecycle=replace(STATES, moves=(), any_move=True))))
    function = next(f for f in physical.functions if isinstance(f, CheckTransition))
    assert (len(function.moves), function.start) == (6, ("PLANNED",))


def test_a_job_for_what_no_condition_says_is_left_out_with_a_reason() -> None:
    nothing = Literal(kind=LiteralKind.NULL, value="null")
    expires = (Expiry(source="PLANNED", target="OFF", condition=nothing),)
    physical = designed(model(replace(DIVE, lifecycle=replace(STATES, expires=expires))))
    assert not any(isinstance(f, ExpireRows) for f in physical.functions)
    expiry = next(e for e in enforcements(physical, "Dive.status") if e.form == Form.EXPIRES)
    assert expiry.reason == "it gives a null where a boolean is expected"


def test_nothing_is_numbered_per_itself() -> None:
    number = attribute("number", Kind.INTEGER, numbered=Numbered(per="number"))
    physical = designed(model(entity("Dive", number)))
    assert table(physical, "dives").uniques == ()
    numbered = next(e for e in enforcements(physical, "Dive.number") if e.form == Form.NUMBERED)
    assert numbered.reason == "nothing is numbered per itself"


def test_what_a_state_requires_is_a_check() -> None:
    required = check(designed(model(DIVE)), "ck_dives_status_off_requires").condition
    both = And(operands=(IsSet(operand=path("reason")), IsSet(operand=path("off_at"))))
    assert required == Implies(left=compare(path("status"), "=", value("OFF")), right=both)


def test_unchangeable_columns_are_watched_and_set_once_ones_apart() -> None:
    members = (attribute("code", immutable=True), attribute("seal", optional=True, set_once=True))
    physical = designed(model(entity("Reef"), entity("Buoy", *members, reference("reef", "Reef", immutable=True))))
    function = next(f for f in physical.functions if isinstance(f, KeepImmutable))
    assert (function.columns, function.once) == (("reef_id", "code"), ("seal",))
    assert trigger(physical, "trg_buoys_immutable").when_changed == ("reef_id", "code", "seal")


def test_the_time_of_the_last_change_watches_what_the_documents_name() -> None:
    physical = designed(model(entity("Buoy", attribute("code"), concurrency=Concurrency(origin=origin()))))
    assert trigger(physical, "trg_buoys_updated_at").when_changed == ("code",)
    assert trigger(physical, "trg_buoys_version").function == "count_version"


def test_an_append_only_table_refuses_changes_and_truncation() -> None:
    physical = designed(model(entity("Reading", attribute("depth", Kind.INTEGER), history=append_only())))
    events = [(t.events, t.for_each) for t in physical.triggers]
    assert events == [(("UPDATE", "DELETE"), "ROW"), (("TRUNCATE",), "STATEMENT")]


def test_parts_are_deleted_softly_with_the_whole() -> None:
    physical = designed(model(entity("Reef", deletion=soft()), entity("Buoy", reference("reef", "Reef", part_of=True))))
    function = next(f for f in physical.functions if isinstance(f, CascadeSoftDelete))
    assert function.children == (("buoys", "reef_id"),)
    assert types(physical, "buoys")["deleted_at"] == "timestamptz?"
    assert {v.name for v in physical.views} == {"active_reefs", "active_buoys"}


def test_a_part_that_is_deleted_for_good_stays_so() -> None:
    hard = Deletion(manner=DeletionManner.HARD, origin=origin())
    part = entity("Buoy", reference("reef", "Reef", part_of=True), deletion=hard)
    assert "deleted_at" not in types(designed(model(entity("Reef", deletion=soft()), part)), "buoys")


def test_audited_changes_go_into_one_log_without_secrets() -> None:
    physical = designed(model(entity("Diver", attribute("pin", secret=True), history=audited())))
    assert list(types(physical, "audit_logs")) == [
        *("id", "table_name", "record_id", "action", "old_values", "new_values", "changed_by", "changed_at")
    ]
    assert trigger(physical, "trg_divers_audit").arguments == ("id", "pin")
    assert trigger(physical, "trg_audit_logs_no_change").function == "refuse_change"


def test_without_audited_entities_there_is_no_log() -> None:
    assert [t.name for t in designed(model(entity("Diver"))).tables] == ["divers"]


def own_log() -> EntityType:
    members = (reference("diver", "Diver"), attribute("action"), attribute("device"))
    return entity("AuditLog", *members)


def test_a_log_of_the_documents_is_one_with_the_log_of_the_triggers() -> None:
    physical = designed(model(entity("Diver", history=audited()), own_log()))
    log = table(physical, "audit_logs")
    assert log.kind == TableKind.AUDIT
    assert [c.name for c in log.columns if not c.nullable] == [
        *("id", "created_at", "table_name", "record_id", "action", "changed_at")
    ]
    assert {"diver_id", "device"} < {c.name for c in log.columns if c.nullable}
    assert any(isinstance(f, RecordAudit) for f in physical.functions)


def test_a_log_of_the_documents_without_audited_entities_is_an_entity_like_others() -> None:
    log = table(designed(model(entity("Diver"), own_log())), "audit_logs")
    assert log.kind == TableKind.ENTITY and log.column("table_name") is None
