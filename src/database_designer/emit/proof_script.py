"""proof.sql: what was tried of the rules, for psql in a project's own CI.

Each trial is a transaction that is rolled back. Races need two sessions: they are listed as comments, and what could
not be tried or failed is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from database_designer.ddl.probing import PROBE_ROLE, probe_role
from database_designer.model.design import Design
from database_designer.model.physical import Enforcement
from database_designer.model.proof import Outcome, Probe, ProbeKind, Proof
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

CREATE PROCEDURE pg_temp.prepared(statement text) LANGUAGE plpgsql AS $body$
BEGIN
    EXECUTE statement;
END $body$;

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


def proof_script(design: Design, scenarios: Iterable[Scenario], proof: Proof) -> str:
    """The text of proof.sql: rule by rule, what ended as it has to on each server that was asked."""
    passed = _passed(proof)
    found = [(s, passed[key]) for s in scenarios if (key := _key(s)) in passed]
    races = sum(s.kind == ProbeKind.RACE for s, _ in found)
    title = " ".join(f"-- What keeps the rules of {design.concept.name}, tried.".split())
    last = f"\\echo '{counted(len(found) - races, 'trial')} ended well; {counted(races, 'race')} left out'"
    return "\n".join((title, _HEAD.strip("\n"), *_by_rule(design, found), "", last)) + "\n"


_Key: TypeAlias = tuple[str, str, str, ProbeKind, str]


def _key(scenario: Scenario) -> _Key:
    rule = scenario.enforcement
    return rule.element, rule.what, str(rule.form or ""), scenario.kind, scenario.what


def _passed(proof: Proof) -> dict[_Key, Probe]:
    """The probes that passed wherever they were tried."""
    found: dict[_Key, Probe] = {}
    failed: set[_Key] = set()
    for server in proof.servers:
        for rule in server.rules:
            for probe in rule.probes:
                key = (rule.element, rule.what, rule.form, probe.kind, probe.what)
                found.setdefault(key, probe)
                if probe.outcome != Outcome.PASSED:
                    failed.add(key)
    return {key: probe for key, probe in found.items() if key not in failed}


def _by_rule(design: Design, found: Iterable[tuple[Scenario, Probe]]) -> Iterator[str]:
    about: Enforcement | None = None
    for scenario, probe in found:
        if scenario.enforcement != about:
            about = scenario.enforcement
            yield f"\n-- {_comment(f'{about.element}: {about.what}')}"
        yield _race(scenario) if scenario.kind == ProbeKind.RACE else _trial(design, scenario, probe)


def _race(scenario: Scenario) -> str:
    return f"-- race: {_comment(scenario.what)}"


def _trial(design: Design, scenario: Scenario, probe: Probe) -> str:
    role = PROBE_ROLE in "".join((*scenario.setup, *scenario.act))
    lines = (
        "BEGIN;",
        *(probe_role(design.physical.schema) if role else ()),
        *(_prepared(statement) for statement in scenario.setup),
        f"{IMMEDIATE};",
        f"{DEFERRED};",
        *(("-- other rules refuse it first; without them:", *probe.lifted) if probe.lifted else ()),
        _call(scenario),
        "ROLLBACK;",
    )
    return "\n".join(lines)


def _call(scenario: Scenario) -> str:
    about = quote_literal(f"{scenario.enforcement.element}, {scenario.kind}: {_comment(scenario.what)}")
    act = [dollar_quote(statement, "act") for statement in scenario.act]
    if scenario.kind == ProbeKind.REJECTED:
        settings = (f"{about}, {quote_literal(scenario.sqlstate)}, {quote_literal(scenario.constraint)}",)
        return _arguments("CALL pg_temp.rejected", (*settings, *act))
    holds = dollar_quote(scenario.holds, "holds") if scenario.holds else "''"
    return _arguments("CALL pg_temp.accepted", (about, holds, *act))


def _arguments(function: str, arguments: Iterable[str]) -> str:
    listed = ",\n    ".join(arguments)
    return f"{function}({listed});"


def _prepared(statement: str) -> str:
    """A statement of the setup; the rows of a query are not printed."""
    if statement.upper().startswith("SELECT"):
        return f"CALL pg_temp.prepared({dollar_quote(statement, 'setup')});"
    return statement if statement.rstrip().endswith(";") else f"{statement};"


def _comment(text: str) -> str:
    return " ".join(text.split())
