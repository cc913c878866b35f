"""proof.sql: what was tried of the rules, for psql in a project's own CI.

Each trial is a transaction that is rolled back. Races need two sessions: they are listed as comments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from database_designer.ddl.probing import PROBE_ROLE, probe_role
from database_designer.model.design import Design
from database_designer.model.physical import Enforcement
from database_designer.model.proof import ProbeKind
from database_designer.postgres.quoting import dollar_quote, quote_literal
from database_designer.verify.proving.attempts import DEFERRED, IMMEDIATE
from database_designer.verify.proving.scenario import Scenario
from database_designer.verify.round_trip import counted

_HEAD = r"""
-- Run it after the migrations, on a database that holds no other rows than theirs:
--     psql --no-psqlrc --dbname=... --file=proof.sql
-- It ends at the first trial that does not end as it has to, with exit code 3. Nothing of it is left in the database.

\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages TO warning;

CREATE PROCEDURE pg_temp.accepted(what text, holds text, VARIADIC act text[]) LANGUAGE plpgsql AS $body$
DECLARE
    statement text;
    held boolean;
BEGIN
    FOREACH statement IN ARRAY act LOOP
        EXECUTE statement;
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    IF holds <> '' THEN
        EXECUTE holds INTO held;
        IF held IS NOT TRUE THEN
            RAISE EXCEPTION '%: afterwards this is not true: %', what, holds;
        END IF;
    END IF;
END $body$;

CREATE PROCEDURE pg_temp.rejected(what text, code text, rule text, VARIADIC act text[]) LANGUAGE plpgsql AS $body$
DECLARE
    statement text;
    found_code text := '';
    found_rule text := '';
    found_table text;
    found_column text;
    said text;
BEGIN
    BEGIN
        FOREACH statement IN ARRAY act LOOP
            EXECUTE statement;
        END LOOP;
        SET CONSTRAINTS ALL IMMEDIATE;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS found_code = RETURNED_SQLSTATE, found_rule = CONSTRAINT_NAME, said = MESSAGE_TEXT,
            found_table = TABLE_NAME, found_column = COLUMN_NAME;
    END;
    IF found_rule = '' AND found_column <> '' THEN
        found_rule := found_table || '.' || found_column;
    END IF;
    IF found_code = '' THEN
        RAISE EXCEPTION '%: it was accepted', what;
    END IF;
    -- ON DELETE RESTRICT is 23001 from PostgreSQL 18 on, 23503 before.
    IF replace(found_code, '23001', '23503') <> replace(code, '23001', '23503') OR rule NOT IN ('', found_rule) THEN
        RAISE EXCEPTION '%: expected % %, got % %: %', what, code, rule, found_code, found_rule, said;
    END IF;
END $body$;
"""


def proof_script(design: Design, scenarios: Sequence[Scenario]) -> str:
    """The text of proof.sql: rule by rule, the trials that could be made."""
    title = " ".join(f"-- What keeps the rules of {design.concept.name}, tried.".split())
    made = [scenario for scenario in scenarios if not scenario.obstacle]
    trials = [s for s in made if s.kind != ProbeKind.RACE]
    races = len(made) - len(trials)
    last = f"\\echo '{counted(len(trials), 'trial')} ended well; {counted(races, 'race')} left out'"
    return "\n".join((title, _HEAD.strip("\n"), *_by_rule(design, made), "", last)) + "\n"


def _by_rule(design: Design, scenarios: Iterable[Scenario]) -> Iterable[str]:
    about: Enforcement | None = None
    for scenario in scenarios:
        if scenario.enforcement != about:
            about = scenario.enforcement
            yield f"\n-- {_comment(f'{about.element}: {about.what}')}"
        yield _race(scenario) if scenario.kind == ProbeKind.RACE else _trial(design, scenario)


def _race(scenario: Scenario) -> str:
    return f"-- race: {_comment(scenario.what)}"


def _trial(design: Design, scenario: Scenario) -> str:
    role = PROBE_ROLE in "".join((*scenario.setup, *scenario.act))
    lines = (
        "BEGIN;",
        *(probe_role(design.physical.schema) if role else ()),
        *(_ended(statement) for statement in scenario.setup),
        f"{IMMEDIATE};",
        f"{DEFERRED};",
        _call(scenario),
        "ROLLBACK;",
    )
    return "\n".join(lines)


def _call(scenario: Scenario) -> str:
    about = f"{scenario.enforcement.element}, {scenario.kind}: {scenario.what}"
    rejected = scenario.kind == ProbeKind.REJECTED
    settings = (about, scenario.sqlstate, scenario.constraint) if rejected else (about, scenario.holds)
    act = [dollar_quote(statement, "act") for statement in scenario.act]
    arguments = ",\n    ".join((", ".join(quote_literal(s) for s in settings), *act))
    return f"CALL pg_temp.{'rejected' if rejected else 'accepted'}({arguments});"


def _ended(statement: str) -> str:
    return statement if statement.rstrip().endswith(";") else f"{statement};"


def _comment(text: str) -> str:
    return " ".join(text.split())
