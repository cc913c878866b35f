"""Reading the tree of model.yaml with diagnostics: what every part of the loader needs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.expression import Expression
from database_designer.model.text import nearest
from database_designer.modelfile.expressions import fault_diagnostic, read_expression
from database_designer.modelfile.lexer import SyntaxFault
from database_designer.modelfile.nodes import Mapping, Node, Scalar, Sequence
from database_designer.source import Evidence, Origin, SourceFile, Span

DECIDED_BY = "modelfile"
"""The pass that elements read from model.yaml name in their origin."""

COMMON_KEYS = ("says", "from", "assumed")
_ENTITY_STYLE = re.compile(r"[A-Z][A-Za-z0-9]*")
_MEMBER_STYLE = re.compile(r"[a-z][a-z0-9_]*")
_QUOTE_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every element may carry, read: `assumed` are the names of single options."""

    says: str
    origin: Origin
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An entry of a section: its name, value, the line of its name, and what to call it in diagnostics."""

    name: str
    node: Node
    line: int
    element: str


class Reader:
    """One file being read. It collects the diagnostics of that reading; nothing else changes in it."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._lines = file.text.splitlines()
        self._found: list[Diagnostic] = []

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found so far, in the order of finding."""
        return tuple(self._found)

    def span(self, line: int) -> Span:
        """The place of a line of this file."""
        return Span(file=self._file.path, line=line, end_line=line)

    def error(self, code: str, fact: str, line: int, *, fix: str = "", element: str = "") -> None:
        """Notes a part that could not be used."""
        self._note(Severity.ERROR, code, fact, line, fix=fix, element=element)

    def warning(self, code: str, fact: str, line: int, *, fix: str = "", element: str = "") -> None:
        """Notes a part that was used, but probably not as meant."""
        self._note(Severity.WARNING, code, fact, line, fix=fix, element=element)

    def _note(self, severity: Severity, code: str, fact: str, line: int, *, fix: str, element: str) -> None:
        span = self.span(line)
        self._found.append(
            Diagnostic(code=code, severity=severity, fact=fact, fix=fix, span=span, element=element[:200])
        )

    def fault(self, fault: SyntaxFault, text: str, line: int) -> None:
        """Notes a text that could not be read."""
        self._found.append(fault_diagnostic(fault, text, self.span(line)))

    # Values

    def mapping(self, node: Node, what: str, keys: Collection[str]) -> dict[str, Node]:
        """The values of the known keys of a mapping; other, duplicate and empty ones are noted and left out."""
        found = {e.name: e.node for e in self.entries(node, what)}
        for name, line in key_lines(node):
            if name in found and name not in keys:
                near = nearest(name, keys)
                fix = f"did you mean {near}?" if near else f"the keys are {', '.join(keys)}"
                self.error("unknown-key", f'there is no key "{_short(name)}" in {what}', line, fix=fix, element=what)
                del found[name]
        return found

    def entries(self, node: Node, what: str) -> Iterator[Named]:
        """The entries of a mapping whose keys are free; duplicate and empty ones are noted and left out."""
        if not isinstance(node, Mapping):
            self.error("wrong-type", f"{what} is no mapping", node.line, fix="write KEY: VALUE lines", element=what)
            return
        seen: set[str] = set()
        for (name, value), line in zip(node.pairs, node.key_lines, strict=True):
            if name in seen:
                fact = f'"{_short(name)}" stands twice in {what}'
                self.error("duplicate-key", fact, line, fix="keep one of them", element=what)
            elif isinstance(value, Scalar) and not value.text and not value.quoted:
                fact = f'"{_short(name)}" in {what} is empty'
                self.error(
                    "empty-key",
                    fact,
                    line,
                    fix="give it a value, or leave it out; inside { } quote what holds a comma",
                    element=what,
                )
            else:
                yield Named(name=name, node=value, line=line, element=f"{what}.{name}")
            seen.add(name)

    def text(self, node: Node | None, what: str) -> str:
        """The text of a scalar; "" for none, and for another kind of value, which is noted."""
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return node.text
        fact = f"{what} is a {'list' if isinstance(node, Sequence) else 'mapping'} where a text is expected"
        self.error("wrong-type", fact, node.line, fix="quote what holds a comma or a colon", element=what)
        return ""

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """The elements of a list; a single value counts as a list of one."""
        if node is None:
            return ()
        return node.items if isinstance(node, Sequence) else (node,)

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """The texts of a list, or of a single scalar."""
        found = (self.text(item, what) for item in self.items(node))
        return tuple(t for t in found if t)

    def choice(self, node: Node | None, what: str, choices: Collection[str]) -> str:
        """The text of a scalar that is one of `choices`; "" (noted) for any other."""
        found = self.text(node, what)
        if node is None or found in choices:
            return found
        near = nearest(found, choices)
        fix = f"did you mean {near}?" if near else f"write one of {', '.join(choices)}"
        self.error("unknown-word", f'"{_short(found)}" is not expected for {what}', node.line, fix=fix, element=what)
        return ""

    def integer(self, node: Node | None, what: str) -> int | None:
        """The whole number that a scalar gives; None (noted) for anything else."""
        found = self.text(node, what)
        if node is None or not found:
            return None
        if re.fullmatch(r"\d{1,9}", found, re.ASCII):
            return int(found)
        self.error("no-number", f'{what} is "{_short(found)}"', node.line, fix="write a whole number", element=what)
        return None

    def expression(self, node: Node | None, what: str) -> Expression | None:
        """The expression that a scalar writes; None (noted) for what cannot be read."""
        if isinstance(node, Sequence):
            fact = f"{what} is a list, where one expression is expected"
            self.error("wrong-type", fact, node.line, fix="join conditions with and", element=what)
            return None
        text = self.text(node, what)
        if node is None or not text:
            return None
        try:
            return read_expression(text)
        except SyntaxFault as fault:
            self.fault(fault, text, node.line)
            return None

    def path(self, node: Node, what: str) -> tuple[str, ...]:
        """The steps of a dotted path; () (noted) for anything else."""
        steps = tuple(self.text(node, what).split("."))
        if all(re.fullmatch(r"[^\W\d]\w*", s) for s in steps):
            return steps
        fact = f'"{_short(".".join(steps))}" in {what} is no attribute or path'
        self.error("no-path", fact, node.line, fix="write name or reference.name", element=what)
        return ()

    # Elements

    def names(self, node: Node | None, what: str, *, entities: bool = False) -> Iterator[Named]:
        """The entries of a section whose keys are names of elements; unusable names are noted and left out.

        Names in another style than the language's (CamelCase entities, snake_case members) are used with a warning.
        """
        if node is None:
            return
        style, styled = (_ENTITY_STYLE, "CamelCase") if entities else (_MEMBER_STYLE, "snake_case")
        for entry in self.entries(node, what):
            if not re.fullmatch(r"[^\W\d]\w*", entry.name):
                fact = f'"{_short(entry.name)}" cannot be a name'
                fix = "use letters, digits and _, a letter first"
                self.error("unusable-name", fact, entry.line, fix=fix, element=what)
                continue
            if not style.fullmatch(entry.name):
                fact = f'the name "{_short(entry.name)}" is not in {styled}'
                self.warning("name-style", fact, entry.line, fix=f"write it in {styled}", element=entry.element)
            yield entry

    def common(self, fields: dict[str, Node], line: int, inherited: Origin | None = None) -> Common:
        """What the keys `says`, `from` and `assumed` say; requirement ids are inherited unless the element is assumed."""
        words = self.texts(fields.get("assumed"), "assumed")
        whole = words == ("true",)
        if "from" in fields:
            stated = self.texts(fields["from"], "from")
        else:
            stated = inherited.stated if inherited and not whole else ()
        origin = self.origin(line, stated=stated, assumed=whole)
        says = self.text(fields.get("says"), "says")
        options = () if words in (("true",), ("false",)) else words
        return Common(says=says, origin=origin, assumed=options)

    def origin(self, line: int, *, stated: tuple[str, ...] = (), assumed: bool = False) -> Origin:
        """The origin of an element that stands at `line`: that line is its evidence."""
        quote = self._lines[line - 1].strip()[:_QUOTE_LENGTH] if 0 < line <= len(self._lines) else ""
        evidence = Evidence(span=self.span(line), quote=quote)
        return Origin(evidence=(evidence,), decided_by=DECIDED_BY, stated=stated, assumed=assumed)


def key_lines(node: Node) -> tuple[tuple[str, int], ...]:
    """The keys of a mapping with their lines; none for another kind of value."""
    if not isinstance(node, Mapping):
        return ()
    return tuple((name, line) for (name, _), line in zip(node.pairs, node.key_lines, strict=True))


def _short(text: str) -> str:
    """A text of the file as a diagnostic quotes it: one line, not long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."
