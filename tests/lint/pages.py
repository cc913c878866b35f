"""The pages of the rules, docs/rules, as data: what they say of a rule, and the DDL that they call bad and good."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from database_designer.lint import Refusal, Rule, Script, Subject, apply_foreign, check, read_catalog, read_script
from database_designer.lint.report import Report

FOLDER = Path(__file__).parents[2] / "docs" / "rules"
_FENCE = re.compile(r"^```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: its title, the text above its sections, and its sections by title."""

    title: str
    head: str
    sections: dict[str, str]

    def scripts(self, section: str) -> list[str]:
        """The DDL of a section, in the order in which it is run."""
        return _FENCE.findall(self.sections[section])


def read_page(path: Path) -> Page:
    """The page that lies at `path`."""
    top, *sections = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    title, _, head = top.removeprefix("# ").partition("\n")
    parts = (s.partition("\n") for s in sections)
    return Page(title=title, head=" ".join(head.split()), sections={name: body for name, _, body in parts})


@contextmanager
def applied(database: str, scripts: Sequence[Script]) -> Iterator[tuple[Refusal, ...]]:
    """What is refused of scripts; what they made is in the database until the end, then gone, as are its roles."""
    made = apply_foreign(database, scripts)
    try:
        yield made.refused
    finally:
        with psycopg.connect(database, autocommit=True) as connection:
            name = sql.Identifier(connection.info.dbname)
            connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO CURRENT_USER").format(name))
            for role in map(sql.Identifier, reversed(made.roles)):
                connection.execute(sql.SQL("DROP OWNED BY {} CASCADE").format(role))
                connection.execute(sql.SQL("DROP ROLE {}").format(role))


def checked(database: str, *texts: str, rules: tuple[Rule, ...] | None = None, postgres: int | None = None) -> Report:
    """What lint says of DDL, given as the texts of migrations; `database` is empty again after it."""
    scripts = tuple(read_script(f"V{number}.sql", text) for number, text in enumerate(texts, start=1))
    with applied(database, scripts) as refused, psycopg.connect(database, autocommit=True) as connection:
        catalog = read_catalog(connection)
    return check(Subject(catalog=catalog, scripts=scripts, refused=refused, postgres=postgres), rules=rules)
