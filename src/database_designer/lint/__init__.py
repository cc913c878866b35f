"""The rules that experts hold PostgreSQL schemas to, checked on a server's catalog, on DDL text and on designs."""

from database_designer.lint.applying import Applied, apply_foreign
from database_designer.lint.introspect import read_catalog
from database_designer.lint.registry import all_rules
from database_designer.lint.report import Judged, Report, check
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import Script, read_script
from database_designer.lint.subject import Refusal, Subject

__all__ = [
    "Applied",
    "Finding",
    "Judged",
    "Reads",
    "Refusal",
    "Report",
    "Rule",
    "Script",
    "Subject",
    "all_rules",
    "apply_foreign",
    "check",
    "read_catalog",
    "read_script",
]
