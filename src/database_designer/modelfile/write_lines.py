"""The one-line forms of attributes and references, written: the inverse of `lines.py`."""

from __future__ import annotations

import re

from database_designer.model.conceptual import Attribute, Derivation, Derived, Kind, Many, Reference, Uniqueness
from database_designer.model.text import expression_text, name_text, pattern_text, quoted_text, type_text
from database_designer.modelfile.values import value_text

_COMPARISON_AHEAD = re.compile(r"(<=|>=|!=|=|<|>|between\b|in \()")


def attribute_text(a: Attribute) -> str:
    """The attribute as one line, without its name, `says`, `from` and `assumed`."""
    optional = "?" if a.optional else ""
    comparison = _comparison_behind_type(a)
    head = f"{type_text(a.type)}{optional}{f' {comparison}' if comparison else ''}"
    return ", ".join([head, *_options(a, check_written=bool(comparison))])


def _comparison_behind_type(a: Attribute) -> str:
    """The check without the attribute's name in front; "" where it does not begin so, or the type is a list."""
    if a.check is None or a.type.kind is Kind.LIST:
        return ""
    text = expression_text(a.check)
    rest = text.removeprefix(f"{name_text(a.name)} ")
    return rest if rest != text and _COMPARISON_AHEAD.match(rest) else ""


def _options(a: Attribute, *, check_written: bool) -> list[str]:
    out = []
    if a.many is not None:
        out.append(f"many {_many_text(a.many)}".strip())
    if a.check is not None and not check_written:
        out.append(f"check {expression_text(a.check)}")
    if a.matches is not None:
        out.append(f"matches {pattern_text(a.matches)}")
    if a.generated is not None:
        out.append(f"generated {quoted_text(a.generated)}" if a.generated else "generated")
    if a.numbered is not None:
        per = f" per {a.numbered.per}" if a.numbered.per else ""
        out.append(f"numbered{per} from {a.numbered.start}")
    if a.derived is not None:
        out.append(_derived_text(a.derived))
    if a.unique is not Uniqueness.NO:
        out.append(a.unique.value)
    if a.default is not None:
        out.append(f"default {value_text(a.default, a.type.kind)}")
    flags = {
        "immutable": a.immutable,
        "set once": a.set_once,
        "blank allowed": a.blank_allowed,
        "personal": a.personal,
        "sensitive": a.sensitive,
        "secret": a.secret,
    }
    return [*out, *(name for name, said in flags.items() if said)]


def _many_text(many: Many) -> str:
    return "" if many == Many() else range_text(many.minimum, many.maximum)


def range_text(minimum: int, maximum: int | None) -> str:
    """`0..3`, `1..`."""
    return f"{minimum}..{'' if maximum is None else maximum}"


def _derived_text(derived: Derived) -> str:
    text = f"{derived.manner} {expression_text(derived.expression)}"
    if derived.manner is Derivation.SNAPSHOT and derived.when is not None:
        return f"{text} when {expression_text(derived.when)}"
    return text


def reference_text(r: Reference) -> str:
    """The reference as one line, without its name and the keys of the long form."""
    options = [f"{r.to}{'?' if r.optional else ''}"]
    flags = {"unique": r.unique, "immutable": r.immutable, "set once": r.set_once}
    options += [name for name, said in flags.items() if said]
    if r.default is not None:
        options.append(f"default {value_text(r.default, Kind.TEXT)}")
    return ", ".join(options)
