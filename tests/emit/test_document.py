"""database_schema.md: thirteen sections, each true of the design at hand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.emit.document import MARK, database_schema
from database_designer.emit.document.words import tells
from database_designer.model.conceptual import AccountedStatement, Operations, Use
from database_designer.model.design import Design
from database_designer.model.expression import IsSet, Path
from database_designer.model.physical import Check, Index, IndexKey, RecordAudit, Table, TableKind, Trigger
from database_designer.model.proof import Criterion, Outcome, Proof, ServerProof, Step
from database_designer.source import Evidence, Origin, Span, merge_origins
from tests.design.running import concept_of, model_of

from . import library

TITLES = [
    "1. Schema Overview",
    "2. Entity Relationship Diagram (ERD)",
    "3. Table Definitions",
    "4. Relationship Tables (N:M)",
    "5. Enum Types",
    "6. Indexes Strategy",
    "7. Triggers",
    "8. Views",
    "9. Migration Scripts",
    "10. Performance Considerations",
    "11. Data Retention & Archival",
    "12. Backup Strategy",
    "13. Traceability",
]
PROOF = Proof(
    servers=(
        ServerProof(
            version="18.6",
            kind="embedded",
            steps=(Step(name="V001 applies", outcome=Outcome.PASSED, facts=("47 statements",)),),
        ),
    ),
    criteria=(
        Criterion(text="Every table traces back to a requirement", met=4, total=5, exceptions=("audit_logs",)),
        Criterion(text="All rules enforced", met=2, total=2),
        Criterion(text="All queries served", met=0, total=0, note="there are no queries"),
    ),
    checklist=(
        Criterion(text="All foreign keys indexed", met=3, total=4, exceptions=("loans.book_id",)),
        Criterion(text="Use LIMIT", met=2, total=2),
        Criterion(text="Indexes on ORDER BY columns", met=0, total=0, note="no query sorts"),
    ),
)


def document(design: Design | None = None, proof: Proof | None = None, *diagnostics: Diagnostic) -> str:
    return database_schema(design or library.design(), proof, diagnostics)


def section(text: str, number: int) -> str:
    """The text of one section."""
    parts = re.split(r"^## (?=\d+\. )", text, flags=re.MULTILINE)
    return parts[number]


def table_part(text: str, name: str) -> str:
    """The text of one table's definition."""
    return text.split(f"### Table: {name}\n")[1].split("\n### ", maxsplit=1)[0].split("\n## ", maxsplit=1)[0]


@pytest.mark.parametrize("design", [library.design(), library.empty()], ids=["library", "nothing"])
def test_the_sections_are_the_thirteen_of_the_template(design: Design) -> None:
    text = document(design)
    assert text.startswith(f"{MARK}\n\n# Database Schema Design\n")
    assert re.findall(r"^## (.*)$", text, flags=re.MULTILINE) == TITLES


@pytest.mark.parametrize("design", [library.design(), library.empty()], ids=["library", "nothing"])
def test_under_every_heading_something_is_said(design: Design) -> None:
    parts = re.split(r"^#{2,3} (.*)$", document(design), flags=re.MULTILINE)[1:]
    only_subsections = {"4. Relationship Tables (N:M)", "7. Triggers", "10. Performance Considerations"}
    silent = {title for title, text in zip(parts[::2], parts[1::2], strict=True) if not text.strip()}
    assert silent <= only_subsections


def test_the_same_input_gives_the_same_text() -> None:
    assert document(proof=PROOF) == document(proof=PROOF)


def test_every_table_has_all_its_parts() -> None:
    parts = ["Purpose", "Columns", "Relationships", "Indexes", "Constraints", "Normal form", "SQL Definition"]
    text = document()
    for table in library.tables():
        found = re.findall(r"^\*\*([\w ]+?):?\*\*", table_part(text, table.name), flags=re.MULTILINE)
        assert found == parts, table.name


def test_junctions_stand_in_section_4_and_all_else_in_section_3() -> None:
    text = document()
    assert re.findall(r"### Table: (.*)", section(text, 3)) == ["members", "books", "genres", "loans"]
    assert re.findall(r"### Table: (.*)", section(text, 4)) == ["book_genres"]


def test_the_column_table_says_what_holds_for_each_column() -> None:
    loans = table_part(document(), "loans")
    assert "| `book_id` | `uuid` | `NOT NULL`, `REFERENCES books(id)` | Book id. |" in loans
    assert "| `status` | `loan_status` | `NOT NULL`, `DEFAULT 'OPEN'` | Status. One of `OPEN`, `RETURNED`. |" in loans
    assert "| `returned_on` | `date` | – | Returned on. |" in loans
    members = table_part(document(), "members")
    assert "| `name` | `text` | `NOT NULL`, `CHECK (char_length(name) > 0)` | Name. (personal data) |" in members
    assert "| `id` | `uuid` | `PRIMARY KEY`, `DEFAULT gen_random_uuid()` | Unique identifier. |" in members
    assert "| `email` | `text` | `UNIQUE` |" in members


def test_a_check_over_several_columns_stands_with_the_constraints_and_its_rule() -> None:
    loans = table_part(document(), "loans")
    assert (
        "- `CHECK (returned_on >= lent_on)` `loans_returned_on_check`: "
        "A loan is not returned before it was lent. (FR-3)" in loans
    )
    assert "CHECK" not in loans.split("**Relationships:**")[0]


def test_relationships_are_told_from_both_sides() -> None:
    text = document()
    assert (
        "- Belongs to: [books](#table-books) via `book_id` (`ON DELETE RESTRICT`; a loan outlives no book)"
        in table_part(text, "loans")
    )
    assert "- Has many: [loans](#table-loans) via `loans.member_id`" in table_part(text, "members")
    assert "- Many to many: [genres](#table-genres) through [book_genres](#table-book_genres)" in table_part(
        text, "books"
    )


def test_what_the_documents_say_of_an_attribute_describes_its_column() -> None:
    assert "| `title` | `text` | `NOT NULL` | The title as printed. |" in table_part(document(), "books")


def test_the_definition_is_the_sql_of_the_plan() -> None:
    definition = table_part(document(), "loans").split("```sql\n")[1]
    statements = [s.sql for s in library.design().plan.schema if s.table == "loans"]
    shown = [s for s in statements if s in definition]
    assert [s.split()[0] for s in shown] == ["CREATE", "ALTER", "ALTER", "CREATE", "CREATE"]


def test_every_statement_but_comments_stands_in_the_document_once() -> None:
    text = document()
    for statement in library.design().plan.schema:
        if statement.creates.kind in ("comment", "index"):
            continue
        assert text.count(statement.sql) == 1, statement.creates


def test_the_overview_names_version_schema_and_counts() -> None:
    overview = section(document(), 1)
    assert "**Database**: PostgreSQL 15 (not proven: no server was asked)" in overview
    assert "**Schema**: `public`" in overview
    assert "- none: nothing in the design needs one" in overview
    assert "5 tables (4 entity, 1 junction), 17 columns, 4 foreign keys" in overview


def test_an_extension_is_named_with_what_needs_it() -> None:
    physical = library.physical()
    key = IndexKey(expression=Path(steps=("title",)), operator_class="gin_trgm_ops")
    search = Index(name="books_title_trgm_idx", table="books", keys=(key,), method="gin", origin=library.BOOK)
    design = library.design(replace(physical, extensions=("pg_trgm",), indexes=(search,)))
    text = document(design)
    assert "- `pg_trgm`: search for parts of texts; needed by `books_title_trgm_idx`" in section(text, 1)
    assert "### Full-Text Search\n\n```sql\n" in section(text, 6)


def test_criteria_are_shown_with_their_denominators_and_exceptions() -> None:
    overview = section(document(proof=PROOF), 1)
    assert "PostgreSQL 15 (proven on 18.6)" in overview
    assert "| 1 | Every table traces back to a requirement | ❌ 4 of 5 | audit_logs |" in overview
    assert "| 2 | All rules enforced | ✅ 2 of 2 | – |" in overview
    assert "| 3 | All queries served | – nothing to count | there are no queries |" in overview
    assert "| PostgreSQL 18.6 (embedded) | V001 applies | ✅ passed | 47 statements |" in overview


def test_a_failed_proof_is_said_first() -> None:
    failed = Step(name="V001 applies", outcome=Outcome.FAILED, facts=("line 3: no",))
    proof = Proof(servers=(ServerProof(version="18.6", kind="embedded", steps=(failed,)),))
    assert "**Database**: PostgreSQL 15 (the proof failed on 18.6)" in document(proof=proof)


def test_the_checklist_is_ticked_by_what_was_found() -> None:
    checklist = section(document(proof=PROOF), 10)
    assert "- [ ] All foreign keys indexed: 3 of 4; loans.book_id" in checklist
    assert "- [x] Use LIMIT: 2 of 2" in checklist
    assert "- [ ] Indexes on ORDER BY columns: nothing to count; no query sorts" in checklist


def test_without_a_proof_nothing_is_ticked() -> None:
    assert "[x]" not in document()


def test_open_questions_say_how_to_answer_them() -> None:
    overview = section(document(), 1)
    assert "write `answer:` beside it under `questions:` in `model.yaml`" in overview
    assert "| 1 | `Loan.member` | May a loan be kept without its member? | yes |" in overview


def test_a_question_shows_the_line_that_answers_it() -> None:
    concept = library.concept()
    asked = replace(concept.questions[0], where="entities.Loan.references", write="member: Member")
    overview = section(document(library.design(meaning=replace(concept, questions=(asked,)))), 1)
    assert "`entities.Loan.references: member: Member`" in overview


def test_statements_that_were_not_understood_are_listed_with_their_place() -> None:
    def told(line: int, use: Use, reason: str = "") -> AccountedStatement:
        said = Evidence(span=Span(file="r.md", line=line, end_line=line), quote=f"Sentence {line}.")
        return AccountedStatement(said=said, use=use, reason=reason)

    left = [told(n, Use.NOT_UNDERSTOOD, "no element was recognised in it") for n in range(1, 53)]
    concept = replace(library.concept(), statements=(*left, told(90, Use.USED), told(91, Use.NOT_DATA, "a goal")))
    traceability = section(document(library.design(meaning=concept)), 13)
    assert "54 statements: 1 used, 1 not about data, 52 not understood." in traceability
    assert "| `r.md:1` | Sentence 1. | no element was recognised in it |" in traceability
    assert "And 2 more, which `database-designer discover --unused` lists." in traceability


def test_an_answered_question_is_no_longer_open() -> None:
    concept = library.concept()
    answered = replace(concept, questions=(replace(concept.questions[0], answer="no"),))
    overview = section(document(library.design(meaning=answered)), 1)
    assert "Answered: May a loan be kept without its member? → no." in overview
    assert "| 1 |" not in overview


def test_diagnostics_are_counted_by_code() -> None:
    found = [
        Diagnostic(code="two-types", severity=Severity.WARNING, fact=f"attribute {n} has two types") for n in range(3)
    ]
    note = Diagnostic(code="note", severity=Severity.INFO, fact="fine")
    overview = section(document(None, None, *found, note), 1)
    assert "| warning | `two-types` | 3 | attribute 0 has two types |" in overview
    assert "`note`" not in overview


def test_enum_types_show_users_and_lifecycle() -> None:
    enums = section(document(), 5)
    assert "**loan_status**: used by `loans.status` (FR-3)" in enums
    assert "Lifecycle of `Loan`: starts as `OPEN`; `OPEN` → `RETURNED`." in enums
    assert "CREATE TYPE loan_status AS ENUM ('OPEN', 'RETURNED');" in enums


def test_indexes_are_shown_with_the_query_they_serve() -> None:
    indexes = section(document(), 6)
    composite = "-- the loans of a member, latest first\n-- serves Loan.of_member\n-- asked for by FR-3\nCREATE INDEX"
    assert composite in indexes.split("### Full-Text")[0]
    assert "WHERE returned_on IS NULL;" in indexes.split("### Partial Indexes")[1].split("###")[0]
    assert "Access patterns served by an index: 1 of 1." in indexes


def test_triggers_stand_in_their_groups() -> None:
    triggers = section(document(), 7)
    touch, rules = triggers.split("### Business Rule Enforcement")
    assert "CREATE TRIGGER members_set_updated_at" in touch
    assert "CREATE FUNCTION loans_check_status()" in rules
    assert "a loan goes from OPEN to RETURNED. (FR-3)" in rules
    assert "Rules kept by the database: 2 of 3." in rules
    assert "not by the database: checked by the application" in rules


def test_audit_says_who_acts_and_that_it_grows() -> None:
    physical = library.physical()
    log = library.table("audit_logs", library.ASSUMED, library.key_column(), kind=TableKind.AUDIT)
    audit = RecordAudit(name="record_audit", audit_table="audit_logs", setting="app.actor")
    design = library.design()
    model = replace(physical, tables=(*physical.tables, log), functions=(*physical.functions, audit))
    text = document(replace(design, physical=model))
    assert "SELECT set_config('app.actor', '<id>', true);" in section(text, 7)
    assert "No retention period was found for [audit_logs](#table-audit_logs)" in section(text, 11)
    assert "`app.actor`" in section(text, 10)


def test_migrations_list_the_order_of_statements_and_the_seed_in_full() -> None:
    migrations = section(document(), 9)
    assert "| 2–6 | table | 5 | `members`, `books`, `genres`, `book_genres`, `loans` |" in migrations
    assert library.design().plan.seed[0].sql in migrations


def test_volumes_are_rows_and_megabytes_now_and_later() -> None:
    volumes = section(document(), 10)
    rows = "| 20,000 | 38,250 | 74,750 | 111,250 | 100 | 1.9 / 3.6 / 7.1 / 11 | 0.8 / 1.5 / 2.9 / 4.2 |"
    assert f"| [loans](#table-loans) {rows} 20,000, and 50 a day (FR-3) |" in volumes
    assert (
        "| [genres](#table-genres) | 50 | 50 | 50 | 50 | 80 | <0.1 / <0.1 / <0.1 / <0.1 | 0 / 0 / 0 / 0 | assumed |"
        in volumes
    )
    assert "| `pk_loans` | [loans](#table-loans) | 40 | 0.8 | 1.5 | 2.9 | 4.2 |" in volumes


def test_a_table_that_is_large_and_stays_whole_says_why() -> None:
    physical = library.physical()
    loans = replace(physical.volumes[0], whole="uq_loans_code holds for all rows")
    text = document(library.design(replace(physical, volumes=(loans,))))
    assert "- [loans](#table-loans) (20,000, and 50 a day): uq_loans_code holds for all rows." in section(text, 10)


def test_stated_connections_bound_the_pool() -> None:
    design = library.design(meaning=replace(library.concept(), operations=Operations(connections=200)))
    assert "max_connections = 200" in section(document(design), 10)


def test_a_pool_is_worked_out_from_figures_that_say_where_they_come_from() -> None:
    stated = Operations(cores=8, users=400, response="250 ms", origin=library.LOAN)
    pooling = section(document(library.design(meaning=replace(library.concept(), operations=stated))), 10)
    assert "**Pool size: 17 connections**" in pooling
    assert "cores × 2 + spindles = 8 × 2 + 1 = **17**" in pooling
    assert "400 ÷ (10 s + 250 ms) = 39 a second" in pooling
    assert "39 a second × 250 ms = **9.8** (Little's law" in pooling
    assert "default_pool_size = 17" in pooling


def test_retention_is_a_job_with_its_reason() -> None:
    retention = section(document(), 11)
    assert "kept for 7 years after `returned_on`, then deleted (FR-3)" in retention
    assert "By `jobs/retain_loans.sql`, daily. Rows are ended 1,000 at a time" in retention
    assert "| `jobs/retain_loans.sql` | loans are kept for 7 years. | daily (`0 3 * * *`) | FR-3 |" in retention


def test_backup_shows_what_is_stated_and_asks_for_the_rest() -> None:
    backup = section(document(), 12)
    assert "- **Full Backup**: daily at 02:00" in backup
    assert "- **Recovery Point Objective (RPO)**: 6 hours" in backup
    assert "How long may recovery take" in backup
    assert "How much may be lost" not in backup


def test_backup_has_the_commands_of_the_target_version() -> None:
    stated = Operations(backup_full="daily 03:00", backup_incremental="every 4 hours", rpo="15 minutes", rto="1 hour")
    meant = replace(library.concept(), operations=stated)
    before = section(document(library.design(replace(library.physical(), postgres=16), meaning=meant)), 12)
    since = section(document(library.design(replace(library.physical(), postgres=17), meaning=meant)), 12)
    assert "archive_timeout = 420" in before
    assert "--incremental" not in before
    assert "PostgreSQL 16 makes no incremental base backups" in before
    assert "pg_combinebackup" in since
    assert "summarize_wal = on" in since
    assert "Incremental, every 4 hours (cron `0 */4 * * *`):" in since
    assert "Open: A backup every 4 hours loses up to 4 hours, while at most 15 minutes may be lost" in since


def test_backup_that_nothing_is_said_of_is_assumed_and_asked_for() -> None:
    text = section(document(library.design(meaning=replace(library.concept(), operations=Operations()))), 12)
    assert "No statement about backups was found in the documents; what follows is assumed." in text
    assert "How much may be lost (`rpo`)?" in text
    assert "Full: every day is assumed" in text


def test_traceability_leads_from_tables_to_lines_and_back() -> None:
    trace = section(document(), 13)
    assert (
        "| [loans](#table-loans) | FR-3 | Core entity; refers to [books](#table-books), [members](#table-members) | "
        "“A loan lends a book to a member; it is OPEN, then RETURNED.” `functional_requirements.md:11` |" in trace
    )
    assert "Junction of [books](#table-books) and [genres](#table-genres)" in trace
    assert "2 requirements: 1 used, 1 not about data, 0 not understood." in trace
    assert "| FR-9 | not about data | about a screen |" in trace
    assert "- `Genre`: `name` (every table has it)" in trace


HOSTILE = '</script><img src=x onerror="alert(1)"> [a](javascript:b) ``` | --> ## 14. More\n## 15. Even more'


def hostile() -> Design:
    origin = replace(library.said(HOSTILE, 1, HOSTILE), decided_by=HOSTILE, principle=HOSTILE)
    check = Check(name=HOSTILE, condition=IsSet(operand=Path(steps=(HOSTILE,))), origin=origin)
    column = library.column(HOSTILE, "text", origin, comment=HOSTILE, element=HOSTILE, unit=HOSTILE)
    options = {"purpose": HOSTILE, "group": HOSTILE, "entity": HOSTILE, "normal_form": HOSTILE, "checks": (check,)}
    made = library.table(HOSTILE, origin, column, primary_key=(HOSTILE,), **options)
    trigger = Trigger(
        name=HOSTILE,
        table=HOSTILE,
        timing="BEFORE",
        events=("UPDATE",),
        function=HOSTILE,
        origin=origin,
        purpose=HOSTILE,
    )
    concept = library.concept()
    question = replace(concept.questions[0], ask=HOSTILE, about=HOSTILE, assumed=HOSTILE, origin=origin)
    meant = replace(concept, questions=(question,), operations=Operations(backup_full=HOSTILE, origin=origin))
    design = library.design(meaning=meant)
    physical = replace(
        design.physical,
        schema=HOSTILE,
        tables=(made, second(made)),
        triggers=(trigger,),
        extensions=(HOSTILE,),
        seed=(),
    )
    return replace(design, physical=physical)


def second(table: Table) -> Table:
    return replace(table, name=f"{table.name} 2", group="", kind=TableKind.JUNCTION)


def test_hostile_names_and_quotations_stay_text() -> None:
    text = document(hostile(), PROOF)
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    assert [t.content.strip() for t in tokens if t.type == "html_block"] == [MARK]
    inline = [child for t in tokens for child in t.children or ()]
    assert not [c for c in inline if c.type in ("html_inline", "image")]
    links = {str(c.attrGet("href")) for c in inline if c.type == "link_open"}
    assert all(link.startswith("#table-") for link in links)
    headings = [t.map for t in tokens if t.type == "heading_open" and t.tag == "h2"]
    assert len(headings) == len(TITLES)


def test_only_a_phrase_that_tells_something_describes() -> None:
    for noise in ("email email", "email string", "parts object", "unique, default false", "spare_part_id string"):
        assert not tells(noise, "email")
    for noise in ("GET /lamps by their keeper", "lamp: the one that burns at night", "FR 1. Lamp Keeping Subsystem"):
        assert not tells(noise, "lamp")
    assert tells("Where the keeper last saw the lamp burn", "lamp")


def test_a_purpose_that_tells_nothing_is_a_plain_sentence() -> None:
    physical = library.physical()
    loans = next(t for t in physical.tables if t.name == "loans")
    tables = tuple(replace(t, purpose="loan_id string") if t is loans else t for t in physical.tables)
    text = document(replace(library.design(), physical=replace(physical, tables=tables)))
    assert "**Purpose**: Holds each loan. (FR-3)" in table_part(text, "loans")


def test_an_open_question_on_the_audit_log_is_referred_to() -> None:
    physical, concept = library.physical(), library.concept()
    log = library.table("audit_logs", library.ASSUMED, library.key_column(), kind=TableKind.AUDIT)
    asked = replace(concept.questions[0], ask="How long are entries of the audit log kept?", about="Loan", answer="")
    design = library.design(meaning=replace(concept, questions=(asked,)))
    text = section(document(replace(design, physical=replace(physical, tables=(*physical.tables, log)))), 11)
    assert "is open: “How long are entries of the audit log kept?”" in text
    assert "No retention period was found for" not in text


def test_backup_quotes_what_speaks_of_it() -> None:
    pages = library.said("At most 200 readers at a time use the pages.", 40, "NFR-1")
    losses = library.said("Recovery never loses more than 6 hours of work.", 41, "NFR-2")

    def shown(*origins: Origin) -> str:
        operations = replace(library.concept().operations, rpo="6 hours", origin=merge_origins(origins))
        return section(document(library.design(meaning=replace(library.concept(), operations=operations))), 12)

    assert "From: “Recovery never loses" in shown(pages, losses)
    assert "From: NFR-1" in shown(pages)


def test_a_lifecycle_of_no_stated_start_says_so() -> None:
    concept = library.concept()
    loan = next(e for e in concept.entities if e.lifecycle)
    free = replace(loan, lifecycle=replace(loan.lifecycle, start=loan.lifecycle.states))
    entities = tuple(free if e is loan else e for e in concept.entities)
    text = section(document(library.design(meaning=replace(concept, entities=entities))), 5)
    assert "new rows: any state, `OPEN` unless given (the documents do not say where it starts)" in text


READINGS = """
entities:
  Reading:
    attributes:
      taken_at: instant, immutable
    retention: {keep: 2 years, after: taken_at, then: delete}
    volume: {growth: 60000 per day}
"""


def test_a_partitioned_table_says_what_follows_from_it() -> None:
    text = document(library.design(model_of(READINGS), concept_of(READINGS)))
    table = section(text, 3)
    assert "**Partitions**: one a month by `taken_at`; see section 10." in table
    assert "CREATE TABLE readings_p_default PARTITION OF readings DEFAULT;" in table
    assert "**Normal form**: BCNF; keys: (`id`)" in table
    chapter = section(text, 10)
    assert "**[readings](#table-readings)**: `PARTITION BY RANGE (taken_at)`, a partition a month." in chapter
    assert "- The primary key is (`id`, `taken_at`)" in chapter
    assert "`jobs/make_readings_partitions.sql`, daily" in chapter
    kept = section(text, 11)
    assert "so a row stays at most one month longer" in kept


def test_without_a_freshness_there_is_no_materialized_view_and_where_to_state_one_is_said() -> None:
    assert "no freshness was read for a report. Where old results will do, say how old as `fresh`" in section(
        document(), 8
    )
