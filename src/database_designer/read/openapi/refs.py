"""`$ref`: local references are resolved, all others are named in a diagnostic and never followed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from database_designer.read.openapi.notes import Notes
from database_designer.read.openapi.tree import Mapping, Node, Sequence

_LONGEST_CHAIN = 30
_SCHEMA_ROOMS = (("components", "schemas"), ("definitions",), ("$defs",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a chain of references leads to; `name` is the last named schema on the way, "" for none."""

    node: Mapping
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """Resolves the references of the document `root`."""

    root: Mapping
    notes: Notes

    def follow(self, node: Mapping) -> Resolved | None:
        """The object at the end of the references that start in `node`; itself, where it is none.

        None, with a diagnostic, for a reference that leaves the file, leads nowhere or runs in a circle.
        """
        name = ""
        seen: list[str] = []
        while target := node.text("$ref"):
            line = node.lines["$ref"]
            if target in seen or len(seen) >= _LONGEST_CHAIN:
                self._note("openapi-cyclic-ref", line, f"the $ref {target} leads back to itself", "break the circle")
                return None
            found = self._local(target, line)
            if found is None:
                return None
            seen.append(target)
            name = schema_name(target) or name
            node = found
        return Resolved(node=node, name=name)

    def _local(self, target: str, line: int) -> Mapping | None:
        if not target.startswith("#"):
            fact = f"the $ref {target} leads out of this file and was not followed"
            self._note("openapi-foreign-ref", line, fact, "bundle the API description into one file")
            return None
        found: Node | None = self.root
        for step in _steps(target):
            found = _child(found, step)
        if isinstance(found, Mapping):
            return found
        what = "is missing" if found is None else "is no object"
        self._note("openapi-missing-ref", line, f"what the $ref {target} names {what}", "define it or correct the name")
        return None

    def _note(self, code: str, line: int, fact: str, fix: str) -> None:
        self.notes.warning(code, line, fact, fix)


def schema_name(target: str) -> str:
    """The name of the schema to which a local reference leads, "" where it leads to something else."""
    *room, name = _steps(target) or ("",)
    return name if tuple(room) in _SCHEMA_ROOMS else ""


def _steps(target: str) -> tuple[str, ...]:
    steps = target.removeprefix("#").strip("/").split("/")
    return tuple(unquote(s).replace("~1", "/").replace("~0", "~") for s in steps if s)


def _child(node: Node | None, step: str) -> Node | None:
    if isinstance(node, Mapping):
        return node.get(step)
    if isinstance(node, Sequence) and step.isascii() and step.isdigit() and int(step[:9]) < len(node.items):
        return node.items[int(step[:9])]
    return None
