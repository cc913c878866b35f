"""In which language prose is written, and what becomes of prose that is not English."""

import pytest

from database_designer.discover import discover
from database_designer.discover.language.detect import CODE, ENGLISH, NONSENSE, detect
from database_designer.discover.unread import set_aside
from database_designer.model.conceptual import Use
from database_designer.read import read_project
from database_designer.source import SourceFile, SourceRole
from tests.discover.reading import requirements_of

SENTENCES = {
    "English": "Each lighthouse has a name and a height. A keeper may look after several of them.",
    "German": "Jeder Leuchtturm hat einen Namen und eine Höhe. Ein Wärter kann für mehrere von ihnen sorgen.",
    "French": "Chaque phare a un nom et une hauteur. Le gardien peut surveiller plusieurs phares de la côte.",
    "Spanish": "Cada faro tiene un nombre y una altura. El guarda puede cuidar de varios faros de la costa.",
    "Portuguese": "Cada farol tem um nome e uma altura. O guarda pode cuidar de vários faróis da costa, não de todos.",
    "Italian": "Ogni faro ha un nome e una altezza. Il guardiano può occuparsi di più fari della costa.",
    "Dutch": "Elke vuurtoren heeft een naam en een hoogte. De wachter kan voor meer dan een toren zorgen.",
    "Polish": "Każda latarnia ma nazwę oraz wysokość. Strażnik może się opiekować kilkoma, nie tylko jedną.",
    "a language in Cyrillic letters": "У каждого маяка есть название и высота.",
    "Greek": "Κάθε φάρος έχει όνομα και ύψος.",
    "Chinese": "每座灯塔都有名称和高度。",
    "Japanese": "すべての灯台には名前と高さがあります。",
    "a language in Arabic letters": "لكل منارة اسم وارتفاع.",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_two_sentences_tell_their_language(language: str, text: str):
    assert detect(text.split(". ")).language == language


ENGLISH_ANYWAY = (
    "Name, height, range, colour of the lamp, fog horn",
    "Casa de la Cultura, Rue de la Paix, Haus der Kunst are names of places that stand in the list of venues.",
    "lampHeight: integer, fogHorn: boolean",
    "",
    "FR-12",
)


@pytest.mark.parametrize("text", ENGLISH_ANYWAY)
def test_lists_names_and_too_little_to_tell_are_read_as_english(text: str):
    assert detect([text]).language == ENGLISH


def test_code_and_words_without_grammar_are_no_language():
    code = ["for (int i = 0; i < lamps.size(); i++) { lamps[i].setLit(true); if (x == y) { return; } }"] * 8
    nonsense = ["Vox brel dunt mavi sorp quen talb rusk nome fint."] * 8
    assert detect(code).language == CODE
    assert detect(nonsense).language == NONSENSE


GERMAN = """
# Leuchttürme

## Anforderungen

- FR-1: Jeder Leuchtturm hat einen Namen und eine Höhe.
- FR-2: Ein Wärter kann für mehrere Leuchttürme sorgen, und jeder Turm hat einen Wärter.
- FR-3: Die Lampe wird nach dem Ende der Nacht gelöscht.
"""


def test_prose_in_another_language_gives_one_warning_and_no_element():
    model, said = discover(requirements_of(GERMAN))
    (warning,) = [d for d in said if d.code == "not-english"]
    assert warning.fact == "its 3 statements are in German; prose is read in English, so no element comes of them"
    assert str(warning.span) == "requirements.md:5"
    assert model.entities == ()


def test_its_statements_are_accounted_for():
    model, _ = discover(requirements_of(GERMAN))
    assert {s.use for s in model.statements} == {Use.NOT_UNDERSTOOD}
    assert model.statements[0].reason == "it is in German, which is not read"
    assert [a.requirement for a in model.accounting] == ["FR-1", "FR-2", "FR-3"]


API = """
openapi: 3.0.0
info: {title: Leuchttürme, version: '1'}
paths:
  /lighthouses:
    post:
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Lighthouse'}}}
      responses: {'201': {description: angelegt}}
components:
  schemas:
    Lighthouse:
      required: [name]
      properties:
        name: {type: string, description: Der Name des Turms}
        height: {type: integer}
"""


def test_the_api_beside_such_a_document_is_read():
    sources = (
        SourceFile(path="anforderungen.md", text=GERMAN, role=SourceRole.REQUIREMENTS),
        SourceFile(path="api.yaml", text=API, role=SourceRole.API),
    )
    model, said = discover(read_project(sources, "Test")[0])
    assert [(e.name, [a.name for a in e.attributes]) for e in model.entities] == [("Lighthouse", ["name", "height"])]
    assert [d.span.file for d in said if d.code == "not-english" and d.span] == ["anforderungen.md"]


def test_headings_over_field_tables_of_such_a_document_are_read():
    table = "\n## Lighthouse\n\n| Field | Type | Required |\n|---|---|---|\n| name | string | yes |\n"
    readable, _ = set_aside(requirements_of(GERMAN + table))
    assert [s.title for s in readable.documents[0].sections] == ["Leuchttürme", "Lighthouse"]


def test_the_english_section_of_a_german_document_is_read():
    english = "\n## English summary\n\nEach lighthouse has a name and a height. Every keeper has a rank.\n"
    model, said = discover(requirements_of(GERMAN + english))
    assert model.entity("Lighthouse") is not None
    (warning,) = [d for d in said if d.code == "not-english"]
    assert warning.fact.startswith("3 of its 5 statements are in German")


def test_the_german_section_of_an_english_document_is_not():
    english = (
        "# Towers\n\nEach tower has a name, a height and a year. Every keeper has a rank and lives in the tower.\n"
    )
    model, said = discover(requirements_of(english + GERMAN.replace("# L", "## L", 1)))
    assert [e.name for e in model.entities] == ["Tower", "Keeper"]
    assert [d.code for d in said if d.code == "not-english"] == ["not-english"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Vox brel dunt mavi sorp quen talb rusk nome fint.",
        "if (a[i] != b.get(j)) { throw new Failure(i); } else { x = y->z; }",
        "Il custode della torre può vedere tutte le lampade che sono nella sua lista.",
    ],
)
def test_a_long_document_of_no_english_invents_hardly_anything(sentence: str):
    text = "# Notes\n\n" + "\n".join(f"- {sentence} {n}" for n in range(300))
    model, said = discover(requirements_of(text))
    assert len(model.entities) <= 1
    assert any(d.code == "not-english" for d in said)
