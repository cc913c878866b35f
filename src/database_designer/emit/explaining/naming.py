"""Which things a name means: by its whole name, in any case, by its last part; else what is near."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from database_designer.emit.explaining.explanation import Key

_NEAR = 8
_LONGEST = 200


def meant(name: str, known: Sequence[Key], schema: str) -> tuple[Key, ...]:
    """The things of that name: several where they share the whole of it; () for none, or where it is ambiguous."""
    asked = name.strip().removeprefix(f"{schema}.")
    for same in (_exactly, _in_any_case):
        if found := tuple(k for k in known if same(k.name, asked)):
            return found
    found = _by_last_part(asked, known)
    return found if len({k.name for k in found}) == 1 else ()


def several(name: str, known: Sequence[Key]) -> tuple[Key, ...]:
    """The things of which an ambiguous name is the last part; () for a name that is unknown."""
    return _by_last_part(name.strip(), known)


def near(name: str, known: Sequence[Key], schema: str) -> tuple[Key, ...]:
    """The things that an unknown name may mean, the nearest first."""
    asked = name.strip().removeprefix(f"{schema}.")[:_LONGEST]
    by_name = {k.name.casefold(): k for k in reversed(known)}
    by_part = {k.name.rpartition(".")[2].casefold(): k for k in reversed(known)}
    close = [by_name[n] for n in get_close_matches(asked.casefold(), by_name, n=_NEAR)]
    close += [by_part[n] for n in get_close_matches(asked.casefold(), by_part, n=_NEAR)]
    holding = [k for k in known if len(asked) > 2 and asked.casefold() in k.name.casefold()]
    return tuple(dict.fromkeys((*close, *holding)))[:_NEAR]


def _exactly(known: str, asked: str) -> bool:
    return known == asked


def _in_any_case(known: str, asked: str) -> bool:
    return known.casefold() == asked.casefold()


def _by_last_part(asked: str, known: Iterable[Key]) -> tuple[Key, ...]:
    """The things whose name ends in the word; a column stands for the attribute of the same name that it holds."""
    found = [k for k in known if "." in k.name and _in_any_case(k.name.rpartition(".")[2], asked)]
    columns = [k for k in found if k.kind == "column"]
    return tuple(k for k in found if not columns or k.kind not in ("attribute", "reference", "lifecycle"))
