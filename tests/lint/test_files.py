"""Folders of migrations, as the tools have them."""

from __future__ import annotations

import pytest

from database_designer.lint import Subject, all_rules, check, read_script
from database_designer.lint.catalog import Catalog
from database_designer.lint.files import migration_files


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["V10__c.sql", "V2__b.sql", "V1__a.sql", "U1__a.sql"], ["V1__a.sql", "V2__b.sql", "V10__c.sql"]),
        (["R__views.sql", "V1__a.sql"], ["V1__a.sql", "R__views.sql"]),
        (["001_a.up.sql", "001_a.down.sql", "002_b.up.sql"], ["001_a.up.sql", "002_b.up.sql"]),
        (
            ["20240102_b/migration.sql", "20240101_a/migration.sql"],
            ["20240101_a/migration.sql", "20240102_b/migration.sql"],
        ),
        (["deploy/a.sql", "revert/a.sql", "verify/notes.txt"], ["deploy/a.sql"]),
        (["V1__a.sql", "optional/citus.sql", "jobs/end.sql", ".old/V0.sql"], ["V1__a.sql"]),
    ],
)
def test_what_is_run_and_in_which_order(paths: list[str], expected: list[str]) -> None:
    assert [f.path for f in migration_files(paths)] == expected


@pytest.mark.parametrize(
    ("paths", "undone"),
    [
        (["V1__a.sql", "U1__a.sql", "V2__b.sql"], [True, False]),
        (["001_a.up.sql", "001_a.down.sql", "002_b.up.sql"], [True, False]),
    ],
)
def test_what_is_taken_back(paths: list[str], undone: list[bool]) -> None:
    assert [f.undone for f in migration_files(paths)] == undone


def test_a_migration_without_undo_is_noted_where_others_have_one() -> None:
    rule = next(r for r in all_rules() if r.name == "migration-without-undo")
    scripts = (
        read_script("V1.sql", "", undone=True),
        read_script("V2.sql", "-- irreversible: restore from backup", undone=False),
        read_script("V3.sql", "SELECT 1;", undone=False),
    )
    report = check(Subject(catalog=Catalog(version=18), scripts=scripts), rules=[rule])
    assert [j.finding.object for j in report.judged] == ["V3.sql"]
    assert check(Subject(catalog=Catalog(version=18), scripts=scripts[2:]), rules=[rule]).judged == ()
