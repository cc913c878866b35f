"""Markdown as statements. Each is shown as `kind [id] label <lead> text`, parts that are empty left out."""

from textwrap import dedent

import pytest

from database_designer.model.requirements import Statement
from database_designer.read.markdown.document import MarkdownDocument, read_markdown
from database_designer.source import SourceFile, SourceRole


def document(text: str, path: str = "requirements.md") -> MarkdownDocument:
    return read_markdown(SourceFile(path=path, text=dedent(text).lstrip("\n"), role=SourceRole.REQUIREMENTS))


def show(statement: Statement) -> str:
    parts = [
        str(statement.kind),
        f"[{statement.requirement}]" if statement.requirement else "",
        f"{statement.label}:" if statement.label else "",
        f"<{statement.lead}>" if statement.lead else "",
        statement.text,
    ]
    return " ".join(part for part in parts if part)


def said(text: str, path: str = "requirements.md") -> list[str]:
    return [show(statement) for statement in document(text, path).statements]


CASES = {
    "sentences of a paragraph": (
        """
        A loan has a due date. It may be
        extended once.
        """,
        ["sentence A loan has a due date.", "sentence It may be extended once."],
    ),
    "an id that opens a sentence holds from there": (
        """
        **QRY-1** A quarry has a name. It lies in a county. **QRY-2** Each blast has a date. **QRY-3**: Some fail.
        """,
        [
            "sentence [QRY-1] A quarry has a name.",
            "sentence [QRY-1] It lies in a county.",
            "sentence [QRY-2] Each blast has a date.",
            "sentence [QRY-3] Some fail.",
        ],
    ),
    "an id that a sentence only mentions opens nothing": (
        """
        **FR-1** A quarry has a name. See FR-2 and FR-3 for more.
        """,
        ["sentence [FR-1] A quarry has a name.", "sentence [FR-1] See FR-2 and FR-3 for more."],
    ),
    "a heading's id holds for its section and those below": (
        """
        ## FR-1: Lend a book
        A copy is lent.
        ### Rules
        - Five at most.
        ## Notes
        Nothing else.
        """,
        [
            "heading [FR-1] Lend a book",
            "sentence [FR-1] A copy is lent.",
            "item [FR-1] Five at most.",
            "sentence Nothing else.",
        ],
    ),
    "ids of items, and of what is nested in them": (
        """
        - **FR-001**: The system MUST lend copies.
          - At most five.
        - FR-002: Readers MAY reserve.
        - [ ] BR-1. A fine is paid.
        """,
        [
            "item [FR-001] The system MUST lend copies.",
            "item [FR-001] <The system MUST lend copies.> At most five.",
            "item [FR-002] Readers MAY reserve.",
            "item [BR-1] A fine is paid.",
        ],
    ),
    "ids of consecutive lines of one paragraph": (
        """
        #### FR - 1.1: Lending
        1.1.1 The system must lend copies.
        1.1.2 The system must take them back. It prints
        a receipt.
        """,
        [
            "heading [FR-1.1] Lending",
            "sentence [FR-1.1.1] The system must lend copies.",
            "sentence [FR-1.1.2] The system must take them back.",
            "sentence [FR-1.1.2] It prints a receipt.",
        ],
    ),
    "a bold line with an id is a heading in all but name": (
        """
        **FR-ORD-001: Lending**

        A copy is lent.

        - Five at most.

        # Others
        Nothing else.
        """,
        [
            "heading [FR-ORD-001] Lending",
            "sentence [FR-ORD-001] <Lending> A copy is lent.",
            "item [FR-ORD-001] Five at most.",
            "sentence Nothing else.",
        ],
    ),
    "an id before a sentence holds for the list after it, not for the next paragraph": (
        """
        **FR-3**: A reader has:
        - a card

        Readers are people.
        """,
        ["sentence [FR-3] A reader has:", "item [FR-3] <A reader has:> a card", "sentence Readers are people."],
    ),
    "an id that is only mentioned is nobody's": (
        """
        See FR-9 for details. UC-2 describes the rest.
        - It follows (UC-2)
        """,
        ["sentence See FR-9 for details.", "sentence UC-2 describes the rest.", "item It follows (UC-2)"],
    ),
    "a line that states the id": (
        """
        # Lend a copy
        - **Use Case ID**: UC-7
        - **Actor**: Clerk
        """,
        ["item [UC-7] Actor: Clerk"],
    ),
    "lists of references point elsewhere": (
        """
        # UC-1: Lend
        ## Related use cases
        - **UC-2**: Return
        """,
        ["heading [UC-1] Lend"],
    ),
    "a table of contents says nothing": (
        """
        ## Index
        - [RF-1: Lend](#rf-1-lend)
          - [Rules](#rules)
        - [RF-2](#rf-2)

        ## RF-1: Lend
        Read [the rules](rules.md) first.
        """,
        ["heading [RF-1] Lend", "sentence [RF-1] Read the rules first."],
    ),
    "nor does one without links": (
        """
        # Contents
        1. Loans
        # Loans
        1. Lend
        """,
        ["item Lend"],
    ),
    "a lead introduces one list": (
        """
        A reader has:
        - a card

        * Cards expire.
        """,
        ["sentence A reader has:", "item <A reader has:> a card", "item Cards expire."],
    ),
    "leads, labels and nesting": (
        """
        For each copy, the following is recorded:
        - **Shelf**: where it stands
        - Condition
          - new
          - worn
        - Price: 20 at most

        It is never deleted.
        """,
        [
            "sentence For each copy, the following is recorded:",
            "item Shelf: <For each copy, the following is recorded:> where it stands",
            "item <For each copy, the following is recorded:> Condition",
            "item <Condition> new",
            "item <Condition> worn",
            "item Price: <For each copy, the following is recorded:> 20 at most",
            "sentence It is never deleted.",
        ],
    ),
    "a bold line introduces what follows": (
        """
        **Preconditions**
        1. The reader has a card.

        **Note**: Cards expire.
        """,
        ["item <Preconditions> The reader has a card.", "sentence Note: Cards expire."],
    ),
    "what stands in brackets after an id is a label": (
        """
        - FR-1 (Must): Copies are lent.
        - **FR-2 (Should)**: Copies are reserved.
        """,
        ["item [FR-1] Must: Copies are lent.", "item [FR-2] Should: Copies are reserved."],
    ),
    "a bold line with a number is a section, no requirement": (
        """
        **1.1 Purpose**

        Copies are lent.
        """,
        ["sentence <Purpose> Copies are lent."],
    ),
    "a clause before a colon is no label": (
        """
        - The form contains: name, street
        - Readers have roles: child, adult
        - Annual fee: 20
        """,
        ["item The form contains: name, street", "item Readers have roles: child, adult", "item Annual fee: 20"],
    ),
    "steps of flows, with their data and their exceptions": (
        """
        ## UC-1: Lend
        ### Main flow
        1. The clerk scans the copy.
           - The scanner beeps.
        2. The system stores the loan with:
           - due date

        ### Alternative flows
        **1.a Unknown copy**
        1.a.1 The system says so.
        - 2b. No card → Stop

        ### Rules
        1. Five loans at most.
        """,
        [
            "heading [UC-1] Lend",
            "step [UC-1] The clerk scans the copy.",
            "step [UC-1] <The clerk scans the copy.> The scanner beeps.",
            "step [UC-1] The system stores the loan with:",
            "item [UC-1] <The system stores the loan with:> due date",
            "step [UC-1] <Unknown copy> The system says so.",
            "step [UC-1] No card → Stop",
            "item [UC-1] Five loans at most.",
        ],
    ),
    "stories, on one line or on three": (
        """
        - US-1: As a reader, I want to reserve a copy so that I need not wait.

        **As a** clerk
        **I want** to see fines
        **so that** I can collect them.
        """,
        [
            "story [US-1] As a reader, I want to reserve a copy so that I need not wait.",
            "story As a clerk I want to see fines so that I can collect them.",
        ],
    ),
    "Given, When, Then": (
        """
        - **Given** a lent copy
        - **When** it comes back
        - **Then** the loan ends
        - The shelf is swept.

        WHEN a card expires THEN the system SHALL refuse loans.

        When a copy is lost, the reader pays.
        """,
        [
            "criterion Given a lent copy",
            "criterion When it comes back",
            "criterion Then the loan ends",
            "item The shelf is swept.",
            "criterion WHEN a card expires THEN the system SHALL refuse loans.",
            "sentence When a copy is lost, the reader pays.",
        ],
    ),
    "scenarios in fences": (
        """
        ### FR-8: Returns
        ```gherkin
        Feature: Returns
          As a clerk
          I want to take copies back
          Scenario: In time
            Given a lent copy
            Then no fine is due
        ```
        """,
        [
            "heading [FR-8] Returns",
            "story [FR-8] As a clerk I want to take copies back",
            "criterion [FR-8] <In time> Given a lent copy",
            "criterion [FR-8] <In time> Then no fine is due",
        ],
    ),
    "requirements as headings with words": (
        """
        ### Requirement 2: Fines
        **User Story:** As a reader, I want to see my fines.
        #### Acceptance criteria
        1. WHEN a loan is late THEN the system SHALL add a fine.
        """,
        [
            "heading [Requirement 2] Fines",
            "story [Requirement 2] User Story: As a reader, I want to see my fines.",
            "criterion [Requirement 2] WHEN a loan is late THEN the system SHALL add a fine.",
        ],
    ),
    "marks, breaks, links and what is struck out": (
        """
        The `status` is **open** &amp; may&nbsp;be “closed”.<br>See [the rules](x.md) ~~or not~~<!-- ask -->.
        ![logo](logo.png)
        """,
        ['sentence The status is open & may be "closed".', "sentence See the rules ."],
    ),
    "check marks go, crosses stay": (
        """
        - ✅ **Loans**: all
        - ❌ **Fines**: none
        """,
        ["item Loans: all", "item Fines: ❌ none"],
    ),
    "what is about the document": (
        """
        ---
        title: Library
        version: 1
        ---
        **Version:** 1.0
        **Status**: Draft

        Copies are lent.
        """,
        ["sentence Copies are lent."],
    ),
    "code and diagrams say nothing": (
        """
        ```mermaid
        erDiagram
          A ||--o{ B : has
        ```
        ```bash
        make it
        ```
        """,
        [],
    ),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_statements(case: str) -> None:
    text, expected = CASES[case]
    assert said(text) == expected


def test_a_file_named_for_an_id_gives_it_to_what_it_says() -> None:
    assert said("# Lend\nCopies are lent.\n", path="docs/UC-LEND-3.md") == ["sentence [UC-LEND-3] Copies are lent."]


def test_places_code_and_bold_phrases() -> None:
    [first, second] = document("# Title\n\nA `due_date` is\nset. It is **never**\nempty.\n").statements
    assert (first.span.line, first.span.end_line, first.code) == (3, 4, ("due_date",))
    assert (second.span.line, second.span.end_line, second.strong) == (4, 5, ("never",))
    assert first.section == ("Title",)


def test_items_know_their_depth() -> None:
    assert [s.depth for s in document("- a\n  - b\n\nc\n").statements] == [1, 2, 0]
