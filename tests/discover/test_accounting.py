"""What became of each requirement: used, not about data, or not understood."""

import pytest

from database_designer.discover.accounting import told_by, with_account
from database_designer.discover.unread import Unread
from database_designer.model.conceptual import Accounted, AccountedStatement, ConceptualModel, Question, Use
from database_designer.model.requirements import Requirements
from database_designer.source import Evidence, Origin, Span
from tests.concepts import attribute, entity, model
from tests.discover.reading import requirements_of

PARK = model(
    entity("Permit", attribute("number"), attribute("status")),
    entity("ParkRanger", attribute("name"), synonyms=("Ranger",)),
)


def account(concept: ConceptualModel, requirements: Requirements) -> tuple[Accounted, ...]:
    """What became of each requirement id."""
    return with_account(concept, requirements, Unread({}), told_by(concept, {})).accounting


def accounted(text: str) -> Accounted:
    """What became of the one requirement with the text; no element of the model quotes it."""
    (found,) = account(PARK, requirements_of(f"# Park\n\n- **FR-7**: {text}\n"))
    return found


USED = {
    "A ranger can create and revoke permits.": ("Permit",),
    "Permits are listed by date.": ("Permit",),
    "Visitors may update the permit status.": ("Permit", "Permit.status"),
    "The office can register new park rangers.": ("ParkRanger",),
    "Ranger management": ("ParkRanger",),
    "A map is shown while a permit is edited.": (),
}


@pytest.mark.parametrize(("text", "elements"), USED.items())
def test_naming_an_entity_as_what_is_worked_on_uses_it(text: str, elements: tuple[str, ...]):
    assert accounted(text).elements == elements


NOT_DATA = {
    "Rangers are notified when a permit expires.": "notifications",
    "The system shall send an e-mail when a permit is created.": "notifications",
    "All traffic uses HTTPS.": "security",
    "A ranger can log in with a password.": "security",
    "Pages load within two seconds.": "user interface",
    "The service has an uptime of 99.5 %.": "performance",
    "Releases are deployed as containers.": "deployment",
}


@pytest.mark.parametrize(("text", "about"), NOT_DATA.items())
def test_behaviour_is_not_about_data_and_the_reason_quotes_the_word(text: str, about: str):
    found = accounted(text)
    assert found.use == Use.NOT_DATA
    assert about in found.reason
    assert "“" in found.reason


def test_what_nothing_was_recognised_in_is_told():
    assert accounted("A moose has the right of way.") == Accounted(
        requirement="FR-7", use=Use.NOT_UNDERSTOOD, reason="no element was recognised in it"
    )


def test_a_question_tells_what_was_left_open():
    said = Evidence(span=Span(file="r.md", line=3, end_line=3), quote="Kept for ever.", requirement="FR-7")
    asked = Question(ask="How long?", about="", assumed="for ever", origin=Origin(evidence=(said,), decided_by="test"))
    (found,) = account(
        model(questions=(asked,)), requirements_of("# Park\n\n- **FR-7**: A moose has the right of way.\n")
    )
    assert "How long?" in found.reason


def test_what_a_question_is_about_is_not_called_behaviour():
    said = Evidence(span=Span(file="r.md", line=3, end_line=3), quote="Logins go.", requirement="FR-7")
    asked = Question(ask="How long?", about="", assumed="for ever", origin=Origin(evidence=(said,), decided_by="test"))
    text = "# Park\n\n- **FR-7**: Login attempts are deleted after 90 days.\n"
    (found,) = account(model(questions=(asked,)), requirements_of(text))
    assert found.use == Use.NOT_UNDERSTOOD
    assert "How long?" in found.reason


def test_a_mobile_number_is_no_user_interface():
    assert "user interface" not in accounted("Mobile numbers of visitors are noted.").reason
    assert "user interface" in accounted("It works on mobile devices.").reason


def test_an_element_that_quotes_a_requirement_uses_it():
    (found,) = account(model(entity("Moose")), requirements_of("# Park\n\n- **FR-1**: Nobody knows.\n"))
    assert (found.use, found.elements) == (Use.USED, ("Moose",))


def statement(text: str, concept: ConceptualModel = PARK) -> AccountedStatement:
    """What became of the first statement of a document."""
    requirements = requirements_of(text)
    return with_account(concept, requirements, Unread({}), told_by(concept, {})).statements[0]


NOT_ABOUT_DATA = {
    "# Park\n\n## Project Timeline\n\nThe work lasts for six weeks.": "Project Timeline",
    "# Park\n\nThis document describes the park.": "the document itself",
    "# Park\n\n- **Priority**: High": "Priority",
    "# Park\n\nShould moose be counted in winter?": "a question",
    "# Park\n\nTo reduce the cost of ranging.": "a goal",
    "# Park\n\nThe app is built with PostgreSQL and React.": "technology",
    "# Park\n\n1. The user clicks on the map.": "a step",
    "# Park\n\nThe system returns HTTP 404 for unknown pages.": "fails",
}


@pytest.mark.parametrize(("text", "reason"), NOT_ABOUT_DATA.items())
def test_what_is_not_about_data_says_why(text: str, reason: str):
    found = statement(text)
    assert found.use == Use.NOT_DATA
    assert reason in found.reason


ABOUT_DATA = (
    "# Park\n\nA permit must never outlive two rangers.",
    "# Park\n\n## Screens\n\nEach permit has a colour.",
    "# Park\n\n## Goals\n\nAt most three permits are valid per ranger.",
    "# Park\n\nThe system tracks the seasons.",
)


@pytest.mark.parametrize("text", ABOUT_DATA)
def test_a_rule_about_things_is_never_called_something_else(text: str):
    assert statement(text).use == Use.NOT_UNDERSTOOD


def test_an_id_is_used_where_one_of_its_statements_is():
    text = "# Park\n\n- **FR-1**: Rangers can revoke permits. The map is shown on a dashboard.\n"
    model_ = with_account(PARK, requirements_of(text), Unread({}), told_by(PARK, {}))
    assert [s.use for s in model_.statements] == [Use.USED, Use.NOT_DATA]
    assert [(a.requirement, a.use) for a in model_.accounting] == [("FR-1", Use.USED)]
