"""The rules: every module of the package `rules` holds one."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from database_designer.lint import rules
from database_designer.lint.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by name. Its module has the same name, with underscores."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    return tuple(importlib.import_module(f"{rules.__name__}.{name}").RULE for name in names)
