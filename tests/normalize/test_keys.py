"""Candidate keys: what the documents call unique, each key without another inside."""

from __future__ import annotations

from database_designer.model.conceptual import ConceptualModel, Each, Kind, Many, Uniqueness
from database_designer.model.logical import CandidateKey, Relation
from database_designer.normalize import normalize
from tests.concepts import attribute, compare, entity, model, path, reference, unique, value


def relation(concept: ConceptualModel, name: str) -> Relation:
    found = normalize(concept)[0].relation(name)
    assert found is not None
    return found


def natural(found: Relation) -> list[tuple[str, ...]]:
    return [k.members for k in found.keys if k.natural]


def key(found: Relation, *members: str) -> CandidateKey:
    return next(k for k in found.keys if k.members == members)


def test_unique_attributes_identifiers_rules_and_one_to_one_references_are_keys() -> None:
    concept = model(
        entity("Reef"),
        entity(
            "Buoy",
            reference("reef", "Reef", each_has=Each(maximum=1)),
            attribute("code", unique=Uniqueness.IGNORE_CASE),
            attribute("number", Kind.INTEGER),
            attribute("colour"),
            identified_by=("number", "colour"),
            rules=(unique("numbered", "number"),),
        ),
    )
    buoy = relation(concept, "buoy")
    assert natural(buoy) == [("code",), ("reef_id",), ("number",)]
    assert key(buoy, "code").ignore_case
    # What identifies it contains a key, which keeps it too.
    assert key(buoy, "number").elements == ("Buoy.numbered", "Buoy")


def test_a_unique_rule_among_some_rows_is_no_key() -> None:
    rule = unique("one_open", "name", where=compare(path("status"), "=", value("OPEN")))
    assert natural(relation(model(entity("Dive", attribute("name"), rules=(rule,))), "dive")) == []


def test_a_key_that_tells_unset_members_apart_from_each_other_is_kept_beside_a_smaller_one() -> None:
    members = (attribute("a", unique=Uniqueness.EXACT, optional=True), attribute("b", optional=True))
    concept = model(entity("Dive", *members, rules=(unique("pair", "a", "b", unset_equal=True),)))
    assert natural(relation(concept, "dive")) == [("a",), ("a", "b")]


def test_a_value_of_its_own_relation_may_be_unique_too() -> None:
    concept = model(entity("Diver", attribute("phones", Kind.PHONE, many=Many(), unique=Uniqueness.EXACT)))
    assert natural(relation(concept, "diver_phone")) == [("diver_id", "phone"), ("phone",)]
