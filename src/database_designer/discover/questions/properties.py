"""What is kept: things without properties, and properties of which nothing tells the type."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.discover.questions.asking import Answer, Material, attribute_line, listed, member_place, question
from database_designer.discover.questions.states import EXAMPLES, NAMES_OF_LISTS
from database_designer.model.conceptual import Attribute, Kind, Question, SemanticType

# Words of quantities, times and choices: what is called so is hardly any text at all.
_HINTS = frozenset(
    """time times hour hours minute minutes day days week weeks month months year years duration period interval deadline
    frequency rate ratio size capacity volume weight height width length depth area distance speed temperature pressure
    score rating points amount total balance count quantity limit range age position rank urgency impact severity condition
    method mode grade class unit measure option preference shift season size scale threshold percentage share factor
    outcome result""".split()
)
_CHOSEN = frozenset(
    "method mode class outcome result option preference shift season urgency impact severity condition unit".split()
)


def bare(material: Material) -> Iterator[Question]:
    """One question for all entity types of which no property is told."""
    found = [e for e in material.model.entities if not e.attributes and e.lifecycle is None and not e.kind_of]
    if found:
        plural = len(found) > 1
        yield question(
            found[0].name,
            f"What is kept about {listed([e.name for e in found])}? No property of {'them' if plural else 'it'} is stated.",
            Answer(
                taken=f"{'each is' if plural else 'it is'} a table with its key and references only",
                changes="columns are added, or the table is left out",
                where=member_place(found[0], "attributes"),
                write="name: text",
            ),
            (e.origin.evidence[0] for e in found if e.origin.evidence),
        )


def untyped(material: Material) -> Iterator[Question]:
    """One question for all properties in prose that are texts only because nothing tells of another type."""
    found = [(e, a) for e in material.model.entities for a in e.attributes if _is_guess(a)]
    if found:
        entity, first = found[0]
        names = [f"{e.name}.{a.name}" for e, a in found]
        plural = len(names) > 1
        yield question(
            names[0],
            f"Of which type {'are' if plural else 'is'} {listed(names)}? The documents name {'them' if plural else 'it'}, and tell"
            " neither values nor a form.",
            Answer(
                taken="text of any length",
                changes="the type of the column: a number, a date, a closed list",
                where=member_place(entity, "attributes"),
                write=attribute_line(first, _for_example(first)),
            ),
            (a.origin.evidence[0] for _, a in found if a.origin.evidence),
        )


def _for_example(attribute: Attribute) -> SemanticType:
    """A type to begin with: a list for what is chosen, a number for what is measured."""
    chosen = attribute.name.split("_")[-1] in _CHOSEN
    return SemanticType(kind=Kind.LIST, values=EXAMPLES) if chosen else SemanticType(kind=Kind.INTEGER)


def _is_guess(attribute: Attribute) -> bool:
    told = attribute.type != SemanticType(kind=Kind.TEXT) or attribute.matches is not None or attribute.secret
    structured = "field" in attribute.origin.principle
    words = set(attribute.name.split("_"))
    return bool(words & _HINTS) and not (
        told or structured or attribute.origin.assumed or attribute.derived or words & NAMES_OF_LISTS
    )
