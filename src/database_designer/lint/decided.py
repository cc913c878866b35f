"""What the designs of this program answer for themselves: the table of docs/decisions/0013."""

from __future__ import annotations

from database_designer.model.configuration import Waiver

_ANSWERS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "definer-open-to-public",
        ("sees_*", "*.sees_*"),
        "the policy for reading calls it with the rights of whoever asks; it only says whether a row may be seen",
    ),
    (
        "policy-always-true",
        ("*.added_by_all",),
        "who may add rows is said by privileges; policies say who sees them",
    ),
    (
        "row-security-not-forced",
        ("*",),
        "functions of the owner keep rules over all rows, also those that the actor does not see",
    ),
    ("change-time-not-kept", ("*",), "rows of archives, and of tables with a key only, are never changed"),
    ("name-reserved", ("*",), "the name is the one of the documents, and everything that is generated quotes it"),
    ("enum-type", ("*",), "closed lists only, see docs/decisions/0004"),
    (
        "extension-in-public",
        ("*",),
        "one schema a project, and extensions only where something uses them, see docs/decisions/0005",
    ),
    ("uuid-default", ("*",), "chosen by the target version, see docs/decisions/0001"),
    (
        "table-isolated",
        ("*audit_logs", "*rule_guards", "*_archive"),
        "it is about rows of every table, by name and key",
    ),
    (
        "creation-time-missing",
        ("*rule_guards", "*_archive"),
        "a guard row is no fact, and an archive keeps the times of its rows",
    ),
    ("jsonb-shape-unchecked", ("*audit_logs.*",), "written by a trigger as objects, by nobody else"),
)

DECIDED = tuple(Waiver(rule=rule, object=name, reason=why) for rule, names, why in _ANSWERS for name in names)
"""They hold for databases with a design.json only."""
