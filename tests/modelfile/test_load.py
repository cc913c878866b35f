"""What each section of model.yaml becomes in the conceptual model."""

from __future__ import annotations

from database_designer.model.conceptual import (
    AlwaysRule,
    Concurrency,
    Deletion,
    DeletionManner,
    Each,
    History,
    HistoryPolicy,
    Kind,
    Kinds,
    Link,
    Operations,
    Question,
    Reference,
    Retention,
    SeedRow,
    SortKey,
    Tree,
    UnenforcedRule,
    UniqueRule,
    ValueList,
    Visibility,
    Volume,
    WhenDeleted,
)
from database_designer.model.expression import Aggregate, Comparison, Literal, LiteralKind, Path
from database_designer.model.walk import nodes
from database_designer.modelfile.expressions import read_expression

from .helpers import NOWHERE, bare, document, entity_of, model_of

VALUE = LiteralKind.VALUE


def test_the_head_of_a_model():
    model = model_of("""
        model: Library
        postgres: 16
        timezone: Europe/Vienna
        currency: EUR
        actor: Member
        tenancy: {by: Branch}
        lists:
          Priority: LOW | HIGH
          Tag: {is: NEW | ..., maintained: true}
        operations:
          {backup: {full: daily 02:00, keep: 30 days}, rpo: 6 hours, connections: 200, audit: {keep: 6 years}}
        entities: {Member: {attributes: {priority: Priority}}, Branch: {attributes: {tag: Tag?}}}
        rules: {opening_hours: {enforced: false, reason: printed on the door}}
        questions: [{ask: How long?, about: Member, assumed: a year, answer: two}]
    """)
    assert (model.name, model.postgres, model.timezone, model.currency) == ("Library", 16, "Europe/Vienna", "EUR")
    assert (model.actor, model.tenancy) == ("Member", "Branch")
    assert bare(model.lists) == (
        ValueList(name="Priority", values=("LOW", "HIGH"), origin=NOWHERE),
        ValueList(name="Tag", values=("NEW",), open_list=True, maintained=True, origin=NOWHERE),
    )
    assert bare(model.operations) == Operations(
        backup_full="daily 02:00", backup_keep="30 days", rpo="6 hours", connections=200, origin=NOWHERE,
        audit=Retention(amount=6, unit="years", origin=NOWHERE),
    )  # fmt: skip
    assert bare(model.rules) == (UnenforcedRule(name="opening_hours", reason="printed on the door", origin=NOWHERE),)
    assert bare(model.questions) == (
        Question(ask="How long?", about="Member", assumed="a year", answer="two", origin=NOWHERE),
    )


def test_every_scalar_is_the_text_that_stands_there():
    entity = entity_of("""
        says: yes
        attributes: {answer: yes | no, at: {is: 'time', says: 12:30}, number: {is: code(3), says: 007}}
    """)
    assert entity.says == "yes"
    assert entity.attributes[0].type.values == ("yes", "no")
    assert [a.says for a in entity.attributes[1:]] == ["12:30", "007"]


def test_an_element_inherits_the_requirements_of_its_entity_unless_it_is_assumed():
    entity = entity_of("""
        from: FR-1
        attributes:
          plain: text
          own: {is: text, from: [FR-2, FR-3]}
          guessed: {is: text, assumed: true}
          partly: {is: 'text, immutable', assumed: [immutable]}
    """)
    plain, own, guessed, partly = entity.attributes
    assert plain.origin.requirements == ("FR-1",)
    assert own.origin.requirements == ("FR-2", "FR-3")
    assert (guessed.origin.requirements, guessed.origin.assumed) == ((), True)
    assert (partly.origin.requirements, partly.assumed, partly.origin.assumed) == (("FR-1",), ("immutable",), False)


def test_the_evidence_of_an_element_is_its_line():
    (entity,) = model_of("model: M\nentities:\n  Loan:\n    attributes:\n      due_on: date\n").entities
    (evidence,) = entity.attributes[0].origin.evidence
    assert str(evidence.span) == "model.yaml:5"
    assert evidence.quote == "due_on: date"


def test_relationships():
    entity = entity_of(
        """
        part_of: {shelf: Shelf, back: items, each_has: 1..50}
        references:
          member: Member
          keeper: {to: 'Member?, immutable', back: kept, each_has: 0..1, when_deleted: detach}
        links:
          genres: Genre
          tags: {to: Genre, back: tagged}
        identified_by: [shelf, member]
        """,
        Shelf="",
        Member="",
        Genre="",
    )
    assert bare(entity.references) == (
        Reference(
            name="shelf", to="Shelf", part_of=True, back="items", each_has=Each(minimum=1, maximum=50), origin=NOWHERE
        ),
        Reference(name="member", to="Member", origin=NOWHERE),
        Reference(
            name="keeper",
            to="Member",
            optional=True,
            immutable=True,
            back="kept",
            each_has=Each(maximum=1),
            when_deleted=WhenDeleted.DETACH,
            origin=NOWHERE,
        ),
    )
    assert bare(entity.links) == (
        Link(name="genres", to="Genre", origin=NOWHERE),
        Link(name="tags", to="Genre", back="tagged", origin=NOWHERE),
    )
    assert entity.identified_by == ("shelf", "member")


def test_specialization_and_hierarchy():
    model = model_of(
        document(
            Partner="""
                attributes: {category: CLIENT | SUPPLIER}
                references: {parent: Partner?}
                kinds: {by: category, CLIENT: Client, SUPPLIER: Supplier, overlapping: true}
                tree: {parent: parent, max_depth: 5}
            """,
            Client="kind_of: Partner",
            Supplier="kind_of: Partner",
        )
    )
    partner, client, _ = model.entities
    assert partner.kinds == Kinds(by="category", of=(("CLIENT", "Client"), ("SUPPLIER", "Supplier")), overlapping=True)
    assert partner.tree == Tree(parent="parent", max_depth=5)
    assert client.kind_of == "Partner"


def test_lifecycle():
    lifecycle = entity_of("""
        attributes: {sent_on: date?, due_on: date?, total: money}
        lifecycle:
          state: status
          start: DRAFT
          moves: {DRAFT: [SENT, VOID], SENT: [PAID]}
          requires: {SENT: [sent_on, due_on]}
          stamps: {SENT: sent_on}
          frozen: {SENT: [total], PAID: all}
          expires: {DRAFT -> VOID: 'due_on < today'}
    """).lifecycle
    assert lifecycle is not None
    assert lifecycle.states == ("DRAFT", "SENT", "VOID", "PAID")
    assert [(m.source, m.target) for m in lifecycle.moves] == [("DRAFT", "SENT"), ("DRAFT", "VOID"), ("SENT", "PAID")]
    assert lifecycle.requires == (("SENT", ("sent_on", "due_on")),)
    assert lifecycle.stamps == (("SENT", "sent_on"),)
    assert lifecycle.frozen == (("SENT", ("total",)), ("PAID", ("all",)))
    assert [(e.source, e.target, e.condition) for e in lifecycle.expires] == [
        ("DRAFT", "VOID", read_expression("due_on < today"))
    ]


def test_any_move_needs_the_states():
    lifecycle = entity_of("lifecycle: {state: status, states: [A, B], start: [A, B], moves: any}").lifecycle
    assert lifecycle is not None
    assert (lifecycle.any_move, lifecycle.states, lifecycle.start) == (True, ("A", "B"), ("A", "B"))


def test_rules_and_the_words_beside_lists_in_them():
    entity = entity_of(
        """
        references: {member: Member}
        attributes: {kind: SHORT | In Progress, note: text?}
        lifecycle: {state: status, start: OPEN, moves: {OPEN: [CLOSED]}}
        rules:
          noted: {always: kind = SHORT implies note is set}
          quoted: {always: '"In Progress" != kind'}
          inner: {always: 'count(member.loans where status in (OPEN, CLOSED)) > 0'}
          one_open: {unique: [member], where: status = OPEN, unset: equal}
          by_hand: {enforced: false, reason: at the desk}
        """,
        Member="",
    )
    noted, quoted, inner, one_open, by_hand = entity.rules
    assert isinstance(noted, AlwaysRule)
    assert isinstance(quoted, AlwaysRule)
    assert isinstance(inner, AlwaysRule)
    assert values_in(noted) == ["SHORT"]
    assert values_in(quoted) == ["In Progress"]
    assert values_in(inner) == ["OPEN", "CLOSED"]
    assert isinstance(one_open, UniqueRule)
    assert (one_open.members, one_open.unset_equal) == (("member",), True)
    assert one_open.where == Comparison(
        operator=read_expression("a = b").operator,
        left=Path(steps=("status",)),
        right=Literal(kind=VALUE, value="OPEN"),
    )
    assert bare(by_hand) == UnenforcedRule(name="by_hand", reason="at the desk", origin=NOWHERE)


def values_in(rule: AlwaysRule) -> list[str]:
    return [n.value for n in nodes(rule.condition) if isinstance(n, Literal) and n.kind is VALUE]


def test_access_patterns():
    queries = entity_of(
        """
        references: {member: Member}
        attributes: {title: text, lent_at: instant, until: instant, cost: money, meaning: vector(3)}
        queries:
          of_member: {filter: [member, cost > 0], optional: title, sort: '-lent_at, title', page: cursor, limit: 20, max: 100, rate: 40/s}
          find: {search: [title, member.code], prefix: title, range: lent_at}
          words: {words: [title^2, member.code], language: english}
          calendar: {overlap: [lent_at, until]}
          totals: {report: [count, sum(cost)], by: ['date(lent_at)', member], fresh: 1 hour}
          near: {nearest: meaning, limit: 10}
        """,
        Member="",
    ).queries
    of_member, find, words, calendar, totals, near = queries
    assert (of_member.filter, of_member.optional) == ((("member",),), (("title",),))
    assert of_member.fixed == (read_expression("cost > 0"),)
    assert of_member.sort == (SortKey(path=("lent_at",), descending=True), SortKey(path=("title",)))
    assert (of_member.page, of_member.limit, of_member.maximum, of_member.rate) == ("cursor", 20, 100, "40/s")
    assert (find.search, find.prefix, find.range) == ((("title",), ("member", "code")), (("title",),), (("lent_at",),))
    assert (words.words, words.language) == (((("title",), 2), (("member", "code"), 1)), "english")
    assert calendar.overlap == ("lent_at", "until")
    assert totals.report == (Aggregate(function="count", over=Path(steps=())), read_expression("sum(cost)"))
    assert totals.by == (read_expression("date(lent_at)"), Path(steps=("member",)))
    assert (totals.fresh, near.nearest) == ("1 hour", "meaning")


def test_policies():
    entity = entity_of("""
        attributes: {code: code(3), closed_at: instant?, size: integer}
        history: {is: audited, from: FR-5}
        concurrency: optimistic
        deletion: soft, restorable
        visible: {any: [size > 3, code is set], from: FR-6}
        retention: {keep: 7 years, after: closed_at, then: archive}
        volume: {rows: 2 million, growth: '5,000 per day', peak: 300/s}
        rows: [{code: EUR, size: 3}, {code: =lower("USD")}]
    """)
    assert bare(entity.history) == HistoryPolicy(manner=History.AUDITED, origin=NOWHERE)
    assert entity.history.origin.requirements == ("FR-5",)
    assert bare(entity.concurrency) == Concurrency(origin=NOWHERE)
    assert bare(entity.deletion) == Deletion(manner=DeletionManner.SOFT, restorable=True, origin=NOWHERE)
    assert bare(entity.visible) == Visibility(
        any_of=(read_expression("size > 3"), read_expression("code is set")), origin=NOWHERE
    )
    assert bare(entity.retention) == Retention(
        amount=7, unit="years", after="closed_at", then="archive", origin=NOWHERE
    )
    assert bare(entity.volume) == Volume(rows=2_000_000, growth=5_000, growth_unit="day", peak="300/s", origin=NOWHERE)
    assert bare(entity.rows) == (
        SeedRow(
            values=(
                ("code", Literal(kind=LiteralKind.TEXT, value="EUR")),
                ("size", Literal(kind=LiteralKind.NUMBER, value="3")),
            ),
            origin=NOWHERE,
        ),
        SeedRow(values=(("code", read_expression('lower("USD")')),), origin=NOWHERE),
    )


def test_group_and_synonyms():
    entity = entity_of("group: Lending\nsynonyms: [Borrowing, Checkout]\nattributes: {due_on: date}")
    assert (entity.group, entity.synonyms) == ("Lending", ("Borrowing", "Checkout"))
    assert entity.attributes[0].type.kind is Kind.DATE


def test_what_yaml_parts_at_a_comma_inside_parentheses_is_one_value():
    entity = entity_of(
        """
        attributes: {size: decimal(8,2) kg, kind: BOOK | DVD, code: code(3)}
        identified_by: [code]
        rules: {r: {always: kind in (BOOK, DVD) and exactly_one(size, code), from: FR-1}}
        queries: {q: {report: [count, max(size)], filter: [kind in (BOOK, DVD), size > 1], from: FR-2}}
        visible: [kind in (BOOK), length(code) > 2]
        """
    )
    assert entity.attributes[0].type.precision == 8
    assert entity.rules[0].origin.requirements == ("FR-1",)
    assert len(entity.queries[0].fixed) == 2
    assert entity.visible is not None
    assert len(entity.visible.any_of) == 2
