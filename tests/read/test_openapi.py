"""OpenAPI and Swagger documents as operations, shapes and statements."""

from __future__ import annotations

from textwrap import dedent

from database_designer.model.requirements import Field, Operation, Shape, ShapeKind
from database_designer.read.openapi import looks_like_openapi, read_openapi
from database_designer.source import SourceFile, SourceRole


def read(text: str, path: str = "api.yaml"):
    return read_openapi(SourceFile(path=path, text=dedent(text).lstrip("\n"), role=SourceRole.API))


def shapes_of(text: str) -> dict[str, Shape]:
    return {s.name or f"{s.kind} {s.operation}": s for s in read(text)[2]}


def schemas(body: str) -> dict[str, Shape]:
    """The shapes of a document that has only the schemas given."""
    indented = dedent(body).replace("\n", "\n    ")
    return shapes_of(f"openapi: 3.1.0\npaths: {{}}\ncomponents:\n  schemas:{indented}")


def field_of(body: str, name: str = "it") -> Field:
    """The field `it` of the schema Thing, whose properties are given."""
    indented = dedent(body).replace("\n", "\n        ")
    return fields(schemas(f"\nThing:\n  type: object\n  properties:{indented}")["Thing"])[name]


def fields(shape: Shape) -> dict[str, Field]:
    return {f.name: f for f in shape.fields}


def operations_of(text: str) -> dict[str, Operation]:
    return {f"{o.method} {o.path}": o for o in read(text)[1]}


ORCHARD = """
    openapi: 3.0.3
    info: {title: Orchard}
    paths:
      /api/v1/trees/{treeId}:
        parameters:
          - {name: treeId, in: path, required: true, schema: {type: string, format: uuid}}
          - {name: season, in: query, schema: {type: integer}}
        put:
          summary: Replant a tree. Covers FR-12.
          tags: [Trees]
          parameters:
            - {name: season, in: query, required: true, schema: {type: integer, maximum: 2100, default: 2025}}
            - $ref: '#/components/parameters/Row'
          requestBody:
            content:
              application/json:
                schema: {$ref: '#/components/schemas/TreeUpdate'}
          responses:
            '200':
              description: The tree
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Tree'}
            '404': {description: No such tree}
      /trees:
        get:
          responses:
            '200':
              content:
                application/json:
                  schema: {type: array, items: {$ref: '#/components/schemas/Tree'}}
    components:
      parameters:
        Row: {name: row, in: query, schema: {type: array, items: {type: string, enum: [north, south]}}}
      schemas:
        Tree: {type: object, properties: {id: {type: string}}}
        TreeUpdate: {type: object, properties: {height: {type: number}}}
    """


def test_an_operation_has_its_path_parameters_bodies_and_requirement() -> None:
    put = operations_of(ORCHARD)["PUT /trees/{treeId}"]
    assert put.requirement == "FR-12"
    assert put.tags == ("Trees",)
    assert put.request == "TreeUpdate"
    assert [(r.status, r.shape, r.many) for r in put.responses] == [("200", "Tree", False), ("404", "", False)]
    assert (put.span.line, put.span.end_line) == (8, 24)


def test_parameters_of_the_operation_override_those_of_the_path() -> None:
    tree, season, row = operations_of(ORCHARD)["PUT /trees/{treeId}"].parameters
    assert (tree.name, tree.place, tree.format, tree.required, tree.span.line) == ("treeId", "path", "uuid", True, 6)
    assert (season.required, season.default, season.maximum, season.span.line) == (True, "2025", "2100", 12)
    assert (row.name, row.many, row.enum) == ("row", True, ("north", "south"))


def test_a_list_of_a_schema_is_many() -> None:
    (response,) = operations_of(ORCHARD)["GET /trees"].responses
    assert (response.shape, response.many) == ("Tree", True)


def test_inline_bodies_are_shapes_named_by_their_operation() -> None:
    text = """
        openapi: 3.0.0
        paths:
          /kilns:
            post:
              requestBody: {content: {application/json: {schema: {properties: {heat: {type: integer}}}}}}
              responses:
                '201': {content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}
                '400': {content: {application/json: {schema: {type: object, properties: {error: {type: string}}}}}}
        """
    post = operations_of(text)["POST /kilns"]
    assert post.request == "POST /kilns"
    assert [r.shape for r in post.responses] == ["POST /kilns", ""]
    shapes = read(text)[2]
    assert [(s.kind, s.name, s.operation, [f.name for f in s.fields]) for s in shapes] == [
        (ShapeKind.REQUEST, "", "POST /kilns", ["heat"]),
        (ShapeKind.RESPONSE, "", "POST /kilns", ["id"]),
    ]


def test_a_body_with_an_example_and_no_schema_is_what_the_example_shows() -> None:
    (shape,) = read("""
        openapi: 3.0.0
        paths:
          /kilns:
            get:
              responses:
                '200':
                  content:
                    application/json:
                      example:
                        - heat: 900
                          fired: 2025-01-01
                          zones: [{name: top, ok: true}]
        """)[2]
    assert (shape.kind, shape.operation) == (ShapeKind.RESPONSE, "GET /kilns")
    heat, fired, zones = shape.fields
    assert (heat.type, heat.example, heat.span.line) == ("integer", "900", 10)
    assert (fired.type, fired.format) == ("string", "date")
    assert (zones.many, [f.name for f in zones.fields]) == (True, ["name", "ok"])


def test_swagger_2_has_its_bodies_among_the_parameters() -> None:
    text = """
        swagger: "2.0"
        basePath: /v2
        paths:
          /films/{id}:
            put:
              parameters:
                - {name: id, in: path, type: integer, required: true}
                - {name: film, in: body, schema: {$ref: '#/definitions/Film'}}
              responses: {200: {schema: {$ref: '#/definitions/Film'}}}
          /posters:
            post:
              parameters:
                - {name: image, in: formData, type: file, required: true}
                - {name: caption, in: formData, type: string}
              responses: {default: {description: done}}
        definitions:
          Film: {type: object, required: [title], properties: {title: {type: string}}}
        """
    found = operations_of(text)
    assert found["PUT /films/{id}"].request == "Film"
    assert [p.name for p in found["PUT /films/{id}"].parameters] == ["id"]
    assert found["PUT /films/{id}"].responses[0].shape == "Film"
    poster = shapes_of(text)["request POST /posters"]
    assert [(f.name, f.type, f.required) for f in poster.fields] == [
        ("image", "file", True),
        ("caption", "string", False),
    ]
    assert fields(shapes_of(text)["Film"])["title"].required is True


def test_a_field_keeps_what_its_schema_states() -> None:
    it = field_of("""
        it: {type: string, format: email, minLength: 3, maxLength: 80, pattern: '^.+@', default: a@b.c,
             example: x@y.z, description: Where to write, readOnly: true, nullable: true}""")
    assert (it.type, it.format, it.min_length, it.max_length, it.pattern) == ("string", "email", 3, 80, "^.+@")
    assert (it.default, it.example, it.description) == ("a@b.c", '"x@y.z"', "Where to write")
    assert (it.read_only, it.nullable, it.required) == (True, True, False)


def test_exclusive_limits_of_3_0_are_flags_and_those_of_3_1_numbers() -> None:
    old = field_of("\nit: {type: number, minimum: 0, exclusiveMinimum: true, maximum: 9.5}")
    new = field_of("\nit: {type: number, exclusiveMinimum: 0, maximum: 9.5}")
    for it in (old, new):
        assert (it.minimum, it.exclusive_minimum, it.maximum, it.exclusive_maximum) == ("0", True, "9.5", False)


def test_null_makes_a_field_nullable_wherever_it_is_said() -> None:
    for schema in ("type: [string, 'null']", "type: string, nullable: true", "oneOf: [{type: string}, {type: 'null'}]"):
        it = field_of(f"\nit: {{{schema}}}")
        assert (it.type, it.nullable) == ("string", True), schema


def test_scalars_stay_as_written() -> None:
    it = field_of("\nit: {type: string, enum: [on, no, 007, 1.10, '2024-01-01']}")
    assert it.enum == ("on", "no", "007", "1.10", "2024-01-01")
    assert field_of("\nit: {const: fixed}").enum == ("fixed",)


def test_an_array_is_many_of_its_items() -> None:
    it = field_of("\nit: {type: array, uniqueItems: true, items: {type: object, properties: {a: {type: integer}}}}")
    assert (it.many, it.type, [f.name for f in it.fields]) == (True, "object", ["a"])


def test_a_map_is_an_object_without_fields() -> None:
    it = field_of("\nit: {additionalProperties: {type: string}}")
    assert (it.type, it.fields) == ("object", ())


def test_a_reference_is_kept_as_a_name() -> None:
    found = schemas("""
        Nest:
          type: object
          properties:
            bird: {allOf: [{$ref: '#/components/schemas/Bird'}], nullable: true, description: Who lives there}
            eggs: {type: array, items: {$ref: '#/components/schemas/Egg'}}
            state: {$ref: '#/components/schemas/State'}
            contact: {$ref: '#/components/schemas/Email'}
            visitors: {$ref: '#/components/schemas/Birds'}
        Bird: {type: object, properties: {nest: {$ref: '#/components/schemas/Nest'}}}
        Birds: {type: array, items: {$ref: '#/components/schemas/Bird'}}
        Egg: {type: object}
        Email: {type: string, format: email, maxLength: 90}
        State: {type: string, enum: [empty, full], description: How full it is}""")
    assert list(found) == ["Nest", "Bird", "Egg", "State"]
    assert found["State"].values == ("empty", "full")
    nest = fields(found["Nest"])
    assert (nest["bird"].reference, nest["bird"].nullable, nest["bird"].description) == (
        "Bird",
        True,
        "Who lives there",
    )
    assert (nest["eggs"].reference, nest["eggs"].many) == ("Egg", True)
    assert (nest["state"].reference, nest["state"].enum) == ("State", ("empty", "full"))
    assert (nest["contact"].reference, nest["contact"].format, nest["contact"].max_length) == (None, "email", 90)
    assert (nest["visitors"].reference, nest["visitors"].many) == ("Bird", True)


def test_all_of_merges_inherited_and_own_fields() -> None:
    found = schemas("""
        Vehicle: {type: object, properties: {plate: {type: string}, wheels: {type: integer}}}
        Van:
          allOf:
            - $ref: '#/components/schemas/Vehicle'
            - type: object
              required: [load, plate]
              properties: {load: {type: number}, wheels: {type: integer, minimum: 4}}
          required: [wheels]""")
    van = found["Van"]
    assert van.bases == ("Vehicle",)
    assert [(f.name, f.required) for f in van.fields] == [("plate", True), ("wheels", True), ("load", True)]
    assert fields(van)["wheels"].minimum == "4"
    assert fields(found["Vehicle"])["plate"].required is False


def test_choices_are_variants_and_the_discriminator_lists_its_values() -> None:
    found = schemas("""
        Source:
          oneOf:
            - $ref: '#/components/schemas/Well'
            - {title: Spring, type: object, properties: {flow: {type: number}}}
          properties: {kind: {type: string}}
          discriminator: {propertyName: kind, mapping: {well: '#/components/schemas/Well', rain: Rain}}
        Well: {type: object, properties: {depth: {type: number}}}
        Rain: {type: object}""")
    assert found["Source"].variants == ("Well", "Spring", "Rain")
    assert fields(found["Source"])["kind"].enum == ("well", "rain")
    assert [f.name for f in found["Spring"].fields] == ["flow"]


def test_a_field_with_several_object_variants_refers_to_a_shape_of_them() -> None:
    found = schemas("""
        Order: {type: object, properties: {ship: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}}}
        A: {type: object}
        B: {type: object}""")
    assert fields(found["Order"])["ship"].reference == "Order.ship"
    assert found["Order.ship"].variants == ("A", "B")


def test_elements_know_their_lines_in_yaml_and_in_json() -> None:
    yaml = "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A:\n      type: object\n      properties:\n        b:\n          type: string\n        c: {}\n"
    json = '{"openapi": "3.1.0",\n "paths": {},\n "components": {"schemas": {\n  "A": {\n   "properties": {\n    "b": {\n     "type": "string"\n    }, "c": {}\n   }\n  }}}}'
    for text, lines in ((yaml, [(5, 10), (8, 9), (10, 10)]), (json, [(4, 10), (6, 8), (8, 8)])):
        (shape,) = read(text)[2]
        spans = [shape.span, *(f.span for f in shape.fields)]
        assert [(s.line, s.end_line) for s in spans] == lines


def test_descriptions_are_statements() -> None:
    _, _, _, statements, _ = read("""
        openapi: 3.0.0
        info: {title: Ferry}
        paths:
          /trips:
            post:
              summary: Book a trip
              description: |
                A trip needs a **boat**, e.g. `MV-1`. See REQ-7.
              x-requirement: FR-1
        components:
          schemas:
            Trip:
              description: A crossing of the strait.
              properties:
                seats: {type: integer, description: Never above the capacity.}
        """)
    told = [(s.section, s.label, s.text, s.requirement, s.span.line) for s in statements]
    assert told == [
        (("POST /trips",), "", "Book a trip", "FR-1", 6),
        (("POST /trips",), "", "A trip needs a boat, e.g. MV-1.", "FR-1", 7),
        (("POST /trips",), "", "See REQ-7.", "REQ-7", 7),
        (("Trip",), "", "A crossing of the strait.", None, 13),
        (("Trip",), "seats", "Never above the capacity.", None, 15),
    ]
    assert statements[1].strong == ("boat",)
    assert statements[1].code == ("MV-1",)


def test_an_openapi_document_says_that_it_is_one() -> None:
    assert looks_like_openapi("# Orders\nopenapi: 3.0.0\n")
    assert looks_like_openapi('{\n  "swagger" : "2.0"}')
    assert looks_like_openapi('{"openapi":"3.1.0"}')
    assert not looks_like_openapi("name: app\nservices: {}\n")
