"""What is asked, about which element, and with which default."""

from database_designer.discover.questions import Material, ask
from database_designer.model import conceptual as c
from database_designer.model.conceptual import EntityType, Operations, Question, Retention
from database_designer.source import Origin
from tests.concepts import attribute, entity, lifecycle, model, origin, reference, value
from tests.discover.reading import requirements_of

NOTHING = Operations()


def asked(*entities: EntityType, text: str = "", running: Operations = NOTHING) -> tuple[Question, ...]:
    return ask(
        Material(model=model(*entities, operations=running), requirements=requirements_of(f"# Rules\n\n{text}\n")), {}
    )


def lines(questions: tuple[Question, ...]) -> list[str]:
    return [f"{q.about}: {q.ask} [{q.assumed}]" for q in questions]


def test_a_status_without_values():
    assert lines(asked(entity("Permit", attribute("status")))) == [
        "Permit.status: Which values may the status of Permit have? [any text]"
    ]


def test_the_example_for_values_is_taken_from_rows_of_the_entity_type_itself():
    made = c.Creation(entity="Notice", values=(("type", value("PERMIT_MADE")),))
    told = c.EffectRule(name="told", events=(c.Event(kind=c.EventKind.CREATE),), origin=origin(), create=(made,))
    found = asked(entity("Permit", attribute("type"), rules=(told,)), entity("Notice", attribute("type")))
    assert [q.write for q in found] == ["type: FIRST | SECOND", "type: PERMIT_MADE | FIRST"]


def test_the_example_for_what_is_chosen_is_a_list_and_for_what_is_measured_a_number():
    written = [q.write for kind in ("method", "capacity") for q in asked(entity("Permit", attribute(kind)))]
    assert written == ["method: FIRST | SECOND", "capacity: integer"]


def test_entity_types_without_properties_are_one_question():
    found = asked(entity("Moose"), entity("Trail"), entity("Permit", attribute("number")))
    assert lines(found) == [
        "Moose: What is kept about Moose, Trail? No property of them is stated."
        " [each is a table with its key and references only]"
    ]


def test_people_taken_for_users_are_one_question():
    user = entity("User", attribute("name"))
    found = asked(
        user, entity("Permit", attribute("number"), reference("approver", "User"), reference("author", "User"))
    )
    assert lines(found) == [
        "Permit.approver: Is it always a User that is meant by Permit.approver, Permit.author? [each is a User]"
    ]


def test_retention_without_a_known_date_comes_first_and_quotes_its_place():
    permit = entity("Permit", attribute("status"))
    first, *_ = asked(permit, text="Permits are deleted 8 years after the last hike.")
    assert first.about == "Permit"
    assert first.ask == "From which date of Permit do the 8 years count (“after last hike”)?"
    assert first.assumed == "no row is removed"
    assert str(first.origin.evidence[0].span) == "requirements.md:3"


def test_a_time_to_keep_without_an_end_asks_for_it():
    permit = entity("Permit", attribute("status"))
    found = asked(permit, text="Permits are kept for 8 years. Check-in attempts are kept for 9 days after the visit.")
    assert [(q.about, q.ask, q.assumed) for q in found[:2]] == [
        ("Permit", "What becomes of Permit after 8 years?", "no row is removed"),
        ("", "What becomes of “check in attempt” after 9 days (“after visit”)?", "no row is removed"),
    ]
    assert found[0].origin.evidence[0].quote.startswith("Permits are kept for 8 years")


def test_what_is_removed_is_what_the_sentence_names_and_no_heading():
    found = asked(
        entity("Rule", attribute("name")), text="Check-in attempts are deleted after 90 days. They go after that."
    )
    assert found[0].ask == "Which rows are removed after 90 days? “check in attempt” names no table."


def test_retention_of_some_rows_only():
    permit = entity("Permit", attribute("number"))
    (found,) = asked(permit, text="Cancelled permits are deleted after 30 days.")
    assert found.ask == "From which date do the 30 days count for rows of Permit that are “cancelled”?"


def test_a_period_of_the_audit_log_and_one_of_nothing_known():
    found = asked(text="Audit entries are kept for 6 years. Sledges are deleted after 2 years.")
    assert [q.ask for q in found] == [
        "Which rows are removed after 2 years? “sledge” names no table.",
        "What becomes of entries of the audit log after 6 years?",
    ]
    assert (found[1].where, found[1].write) == ("operations", "audit: {keep: 6 years, then: delete}")


def test_a_period_of_the_audit_log_that_is_settled_is_not_asked():
    kept = Retention(amount=6, unit="years", origin=Origin(decided_by="policies"))
    told = Operations(rpo="1 hour", rto="2 hours", audit=kept, origin=Origin(decided_by="policies"))
    found = asked(text="Audit entries are kept for 6 years and are then deleted.", running=told)
    assert not [q.ask for q in found if "audit" in q.ask]


def test_an_id_of_two_requirements():
    text = "- **FR-1**: A permit has a number.\n- **FR-2**: A permit has a date.\n- **FR-1**: A trail has a length."
    (found,) = asked(text=text)
    assert found.ask == "Which requirement is FR-1? The id stands for two."
    assert [e.span.line for e in found.origin.evidence] == [3, 5]


def test_only_what_is_missing_is_asked_of_backups():
    told = Operations(backup_full="daily", rto="2 hours", origin=Origin(decided_by="policies"))
    (found,) = asked(text="Permits are green.", running=told)
    assert found.ask == "How much data may be lost (rpo)?"
    assert (found.where, found.write) == ("operations", "rpo: 6 hours")


def test_nothing_is_asked_of_backups_where_nothing_is_said_of_them():
    assert asked(text="Permits are green.", running=Operations(users=80, origin=Origin(decided_by="policies"))) == ()


def test_backups_that_are_too_rare_for_what_may_be_lost():
    told = Operations(backup_full="daily", rpo="1 hour", rto="2 hours", origin=Origin(decided_by="policies"))
    (found,) = asked(text="Permits are green.", running=told)
    assert found.ask.startswith("A backup every day loses up to 1 day, while at most 1 hour may be lost (RPO)")
    assert (found.where, found.write) == ("operations", "rpo: 1 day")


def test_tenants_that_are_not_named():
    (found,) = asked(text="The platform is multi-tenant.")
    assert found.ask.endswith("which entity type is the tenant?")


def test_a_switch_between_opposites_needs_no_moves_told():
    def states(*names: str) -> EntityType:
        return entity("Gate", attribute("code"), lifecycle=lifecycle("status", {}, names, any_move=True))

    assert asked(states("Active", "Inactive")) == ()
    (found,) = asked(states("Open", "Shut"))
    assert found.write == "moves: {Open: [Shut]}"


def test_states_that_are_numbers_are_asked_for_their_meaning():
    states = entity("Gate", attribute("code"), lifecycle=lifecycle("status", {}, ("0", "1", "2"), any_move=True))
    (found,) = asked(states)
    assert found.ask == "What do the values 0, 1, 2 of the status of Gate mean, and which may follow which?"


def test_the_state_of_an_address_is_no_list():
    assert asked(entity("Site", attribute("city"), attribute("state"))) == ()


def test_a_name_that_ends_in_another_may_be_a_kind_of_it():
    (found,) = asked(entity("Boat", attribute("name")), entity("RescueBoat", attribute("call_sign")))[:1]
    assert found.ask == "Is each RescueBoat a Boat, or is it something else? No sentence tells."
    assert (found.where, found.write) == ("entities.RescueBoat", "kind_of: Boat")


def test_things_with_the_same_properties_may_be_one():
    same = [attribute(n) for n in ("label", "link", "caption", "title")]
    (found,) = [q for q in asked(entity("Sign", *same), entity("Poster", *same)) if "two names" in q.ask]
    assert (
        found.ask
        == "Are Sign and Poster two names for one thing? They have the same properties (caption, label, link)."
    )


def test_a_rule_that_led_to_nothing_is_asked_about():
    (found,) = asked(entity("Kiln", attribute("name")), text="A kiln must not be opened by fewer than two people.")
    assert "“A kiln must not be opened by fewer than two people.”" in found.ask
    assert found.assumed == "it is not enforced"
    assert found.where == "entities.Kiln.rules"


def test_what_foreign_keys_keep_is_not_asked_about():
    things = (entity("Kiln", attribute("name")), entity("Tray", attribute("label"), reference("kiln", "Kiln")))
    assert asked(*things, text="A kiln cannot be deleted while it has trays.") == ()
    (found,) = asked(*things, text="A kiln cannot be deleted while it is hot.")
    assert found.about == "Kiln"


def test_what_a_user_may_do_is_no_rule_about_rows():
    texts = ("Cannot change the kiln settings at any time.", "If the kiln cannot be reached, an error is displayed.")
    assert [q for t in texts for q in asked(entity("Kiln", attribute("name")), text=t)] == []


def test_no_kind_of_question_floods_the_others():
    many = tuple(entity(f"Thing{i}", attribute("status")) for i in range(20))
    found = asked(*many)
    assert len(found) == 6
    assert "15 more are open of Thing5.status, Thing6.status" in found[-1].ask
