"""Entity types, relationships and many-valued attributes become relations."""

from __future__ import annotations

from database_designer.model.conceptual import (
    ConceptualModel,
    Derivation,
    Derived,
    Kind,
    Kinds,
    Many,
    ValueList,
    WhenDeleted,
)
from database_designer.model.expression import Arithmetic, Binary
from database_designer.model.logical import LogicalModel, Relation, RelationKind
from database_designer.normalize import normalize
from tests.concepts import attribute, entity, lifecycle, link, listed, model, origin, path, reference, soft


def relations(concept: ConceptualModel) -> dict[str, Relation]:
    return {r.name: r for r in normalize(concept)[0].relations}


def names(relation: Relation) -> list[str]:
    return [a.name for a in relation.attributes]


def codes(concept: ConceptualModel) -> list[str]:
    return [d.code for d in normalize(concept)[1]]


def test_an_entity_is_a_relation_with_a_surrogate_key_and_its_references() -> None:
    found = relations(model(entity("Reef"), entity("DiveSite", reference("reef", "Reef"), attribute("maxDepth"))))
    assert names(found["dive_site"]) == ["id", "reef_id", "max_depth"]
    assert found["dive_site"].primary == ("id",)
    assert [(r.members, r.target) for r in found["dive_site"].references] == [(("reef_id",), "reef")]


def test_a_link_is_a_junction_of_both_keys() -> None:
    junction = relations(model(entity("Reef", link("fishes", "Species")), entity("Species")))["reef_species"]
    assert junction.kind == RelationKind.JUNCTION
    assert junction.primary == ("reef_id", "species_id")
    assert {r.when_deleted for r in junction.references} == {WhenDeleted.CASCADE}


def test_several_links_between_the_same_entities_are_told_apart_by_name() -> None:
    found = relations(model(entity("Reef", link("visitors", "Diver"), link("wardens", "Diver")), entity("Diver")))
    assert {"reef_visitor", "reef_warden"} <= set(found)


def test_a_link_of_an_entity_to_itself_names_its_far_side() -> None:
    assert names(relations(model(entity("Diver", link("buddies", "Diver"))))["diver_buddy"]) == ["diver_id", "buddy_id"]


def test_a_relationship_told_from_both_sides_is_one_junction() -> None:
    concept = model(entity("Reef", link("divers", "Diver")), entity("Diver", link("reefs", "Reef")))
    assert "reef_diver" in relations(concept) and len(relations(concept)) == 3
    assert codes(concept) == ["link-doubled"]


def test_a_link_that_an_entity_records_with_data_is_not_made_twice() -> None:
    concept = model(
        entity("Reef", link("divers", "Diver")),
        entity("Diver"),
        entity("ReefDiver", reference("reef", "Reef"), reference("diver", "Diver"), attribute("since", Kind.DATE)),
    )
    assert set(relations(concept)) == {"reef", "diver", "reef_diver"}
    assert codes(concept) == ["link-is-entity"]


def test_many_values_are_rows_of_their_own() -> None:
    found = relations(model(entity("Diver", attribute("phones", Kind.PHONE, many=Many()))))
    assert names(found["diver"]) == ["id"]
    assert found["diver_phone"].primary == ("diver_id", "phone")


def test_a_maintained_list_is_a_relation_that_attributes_point_to() -> None:
    concept = model(
        entity("Dive", listed("purpose", list_name="Purpose")),
        lists=(ValueList(name="Purpose", values=("WORK",), origin=origin(), maintained=True),),
    )
    found = relations(concept)
    assert names(found["purpose"]) == ["code", "name"]
    assert [(r.members, r.target) for r in found["dive"].references] == [(("purpose",), "purpose")]


def test_a_subtype_shares_the_key_of_its_supertype_and_the_supertype_tells_it_apart() -> None:
    kinds = Kinds(by="category", of=(("BOAT", "BoatDive"),))
    found = relations(model(entity("Dive", kinds=kinds), entity("BoatDive", attribute("boat"))))
    sub = found["boat_dive"]
    assert sub.kind == RelationKind.SUBTYPE
    assert [(r.members, r.target, r.when_deleted) for r in sub.references] == [(("id",), "dive", WhenDeleted.CASCADE)]
    category = found["dive"].attribute("category")
    assert category is not None and category.type.values == ("BOAT",)


def test_subtypes_in_a_circle_are_cut() -> None:
    concept = model(entity("A", kind_of="B"), entity("B", kind_of="A"))
    assert [r.kind for r in relations(concept).values()] == [RelationKind.SUBTYPE, RelationKind.ENTITY]
    assert codes(concept) == ["kind-of-unusable"]


def test_the_state_of_a_lifecycle_is_an_attribute_even_where_it_is_declared_too() -> None:
    states = lifecycle("status", {"PLANNED": ("DONE",)}, ("PLANNED",))
    found = relations(model(entity("Dive", attribute("status"), lifecycle=states)))["dive"]
    assert names(found) == ["id", "status"]
    assert found.attributes[1].type.values == ("PLANNED", "DONE")


def association(**options: object) -> ConceptualModel:
    return model(
        entity("Diver"),
        entity("Dive"),
        entity(
            "Participation",
            reference("diver", "Diver"),
            reference("dive", "Dive"),
            identified_by=("diver", "dive"),
            **options,
        ),
    )


def test_an_association_that_nothing_points_to_is_identified_by_its_references() -> None:
    found = relations(association())["participation"]
    assert (found.kind, found.primary) == (RelationKind.JUNCTION, ("diver_id", "dive_id"))
    assert names(found) == ["diver_id", "dive_id"]


def test_an_association_whose_deleted_rows_stay_keeps_a_key_of_its_own() -> None:
    found = relations(association(deletion=soft()))["participation"]
    assert found.primary == ("id",)
    assert ("diver_id", "dive_id") in [k.members for k in found.keys]


def test_an_association_that_is_pointed_to_keeps_a_key_of_its_own() -> None:
    concept = association()
    noted = entity("Note", reference("participation", "Participation"))
    found = relations(model(*concept.entities, noted))["participation"]
    assert found.primary == ("id",)


def test_an_attribute_that_repeats_a_reference_is_left_out() -> None:
    concept = model(entity("Reef"), entity("Dive", reference("reef", "Reef"), attribute("reef_id", Kind.UUID)))
    assert names(relations(concept)["dive"]) == ["id", "reef_id"]
    assert codes(concept) == ["attribute-is-reference"]


def test_a_reference_to_nothing_is_left_out_and_said() -> None:
    concept = model(entity("Dive", reference("reef", "Reef")))
    assert names(relations(concept)["dive"]) == ["id"]
    found = normalize(concept)[1]
    assert [(d.code, str(d.span)) for d in found] == [("reference-unknown", "requirements.md:1")]


def test_names_become_identifiers_that_differ() -> None:
    long = "depth of the water " * 8
    concept = model(entity("Dive", attribute("a b"), attribute("aB"), attribute("xmin"), attribute(long)))
    found = names(relations(concept)["dive"])
    assert found[:4] == ["id", "a_b", "a_b_2", "xmin_value"]
    assert len(found[4]) == 63


def test_computed_attributes_are_not_stored() -> None:
    derived = Derived(manner=Derivation.COMPUTED, expression=path("depth"))
    assert names(relations(model(entity("Dive", attribute("deep", derived=derived))))["dive"]) == ["id"]


def test_a_stored_derivation_is_what_stands_against_the_third_normal_form() -> None:
    product = Binary(operator=Arithmetic.MUL, left=path("hours"), right=path("rate"))
    derived = Derived(manner=Derivation.EQUALS, expression=product)
    kind = Kind.DECIMAL
    concept = model(
        entity("Hire", attribute("hours", kind), attribute("rate", kind), attribute("fee", kind, derived=derived))
    )
    certificate = relations(concept)["hire"].certificate
    assert certificate.normal_form == "2NF"
    assert certificate.violations[0].startswith("fee is determined by hours, rate")


def test_relations_are_found_by_entity() -> None:
    logical: LogicalModel = normalize(model(entity("Diver", attribute("phones", many=Many()))))[0]
    found = logical.of_entity("Diver")
    assert found is not None and found.name == "diver"


def test_more_attributes_than_a_table_can_have_are_left_out_and_said() -> None:
    concept = model(entity("Dive", *(attribute(f"a{i}") for i in range(502))))
    assert len(names(relations(concept)["dive"])) == 501
    assert codes(concept) == ["too-many-attributes"] * 2
