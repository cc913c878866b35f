"""API descriptions in Markdown: endpoints in tables, headings, lists and fences; bodies in JSON, tables and lists.

The blocks are walked once, in order. What an endpoint, a heading that names a data structure, or a label such as
"Response:" opens, holds for the blocks under it. Tables and lists of fields outside of any endpoint (a data
dictionary) are shapes named by their heading or by the sentence before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from database_designer.model.requirements import Field, Operation, Response, Shape, ShapeKind
from database_designer.read.markdown.api_draft import ApiDraft, Place
from database_designer.read.markdown.api_endpoints import (
    Endpoint,
    curl_endpoint,
    endpoints_of_cells,
    find_endpoints,
    is_method,
    is_path,
    leading_endpoints,
    rest_after,
)
from database_designer.read.markdown.api_fields import read_field_line, read_field_table
from database_designer.read.markdown.api_json import fields_of, parse_json
from database_designer.read.markdown.api_labels import Label, Named, label_of, structure_of, subject_of, title_of
from database_designer.read.markdown.api_tables import read_endpoint_table
from database_designer.read.markdown.block import Block, BlockKind
from database_designer.read.markdown.inline import Inline
from database_designer.read.markdown.units import split_label
from database_designer.source import SourceFile, Span

_BODY_KINDS = {Label.REQUEST: ShapeKind.REQUEST, Label.RESPONSE: ShapeKind.RESPONSE}
_PARAMETER_PLACES = {Label.QUERY: "query", Label.PATH: "path", Label.HEADER: "header"}
_FIELD_LABELS = frozenset({Label.FIELDS, Label.REQUIRED, Label.OPTIONAL})
_SENT = frozenset({Label.REQUEST, Label.REQUIRED, Label.OPTIONAL})
_WITH_BODY = ("POST", "PUT", "PATCH")
_JSON_LANGUAGES = frozenset({"", "json", "jsonc", "json5", "js", "javascript", "http", "text", "jsonp", "hjson"})
_TYPED_LANGUAGES = frozenset({"", "ts", "typescript", "js", "javascript", "tsx"})
_INTERFACE = re.compile(r"^[ \t]*(?:export\s+)?(?:interface|type)\s+(?P<name>[A-Z]\w*)[^{};\n]*(?=\{)", re.MULTILINE)
_STATUS_ITEM = re.compile(r"[`*_\s]*(?P<code>[1-5]\d\d)\b")
_TYPE_NAME = re.compile(
    r"(?:(?P<many>List|Array|Set|Page|Collection|Iterable)\s*<)?\s*(?P<name>[A-Z][A-Za-z0-9]*[a-z]\w*)\s*>?(?P<list>\[\])?"
)
_FIELD_NAME = re.compile(r"[A-Za-z_]\w*")
_QUERY_IN_TEXT = re.compile(r"\?(\w+=[^\s)`]*)")
_NEGATED = re.compile(r"\b(?:all fields (?:are )?optional|no body|none|empty)\b", re.IGNORECASE)


def read_api_markdown(
    blocks: tuple[Block, ...], file: SourceFile
) -> tuple[tuple[Operation, ...], tuple[Shape, ...], frozenset[int]]:
    """The operations and shapes that the blocks of a file describe, and the indexes of the blocks that say no more.

    Blocks that only mention an endpoint in a sentence give an operation, but stay prose. Bodies of errors are claimed
    without being shapes. Never raises.
    """
    reader = _Reader(blocks=blocks, draft=ApiDraft(role=file.role), path=file.path)
    for index, block in enumerate(blocks):
        reader.take(index, block)
    return tuple(reader.draft.operations.values()), reader.draft.all_shapes(), frozenset(reader.claimed)


@dataclass(slots=True)
class _Reader:
    """Walks the blocks. `keys` are the operations in scope, until a heading of `level` or above.

    `left` is the title of an endpoint that the heading above goes beyond. `label` announces what follows; `label_at` is its block. `named` is the data structure whose heading stands above,
    `lead` the paragraph right before the block.
    """

    blocks: tuple[Block, ...]
    draft: ApiDraft
    path: str
    claimed: set[int] = field(default_factory=set)
    keys: tuple[str, ...] = ()
    level: int = 0
    in_list: bool = False
    label: Label | None = None
    label_at: int = -1
    label_text: str = ""
    named: Named | None = None
    named_level: int = 0
    errors_level: int = 0
    left: str = ""
    lead: str = ""
    method: tuple[str, int] = ("", -1)

    def take(self, index: int, block: Block) -> None:
        """Reads the next block."""
        match block.kind:
            case BlockKind.HEADING:
                self._heading(index, block)
            case BlockKind.PARAGRAPH:
                self._leave_list(block)
                self._text(index, block)
            case BlockKind.ITEM:
                self._text(index, block)
            case BlockKind.TABLE:
                self._leave_list(block)
                self._table(index, block)
            case BlockKind.FENCE:
                self._fence(index, block)
            case _:
                pass
        if block.kind is not BlockKind.ITEM:
            self.lead = block.inline.text if block.kind is BlockKind.PARAGRAPH else ""

    # Scopes

    def _heading(self, index: int, block: Block) -> None:
        text = block.inline.text
        self.label, self.label_at, self.label_text = None, -1, ""
        if block.level <= self.level or self.in_list:
            self.keys, self.in_list, self.left = (), False, ""
        if block.level <= self.named_level:
            self.named = None
        if block.level <= self.errors_level:
            self.errors_level = 0
        endpoints = find_endpoints(text)
        if endpoints:
            summary = re.sub(r"[\s:–—-]+$", "", title_of(text[: endpoints[0].start])) or rest_after(text, endpoints)
            self._open(endpoints, block, summary.strip("() "), block.level)
            self.claimed.add(index)
            return
        label = label_of(text)
        if label in _FIELD_LABELS:
            self._leave_operation(block)
        if label is Label.ERROR and not self.keys:
            self.errors_level = block.level
        elif not self.keys and (named := structure_of(text)):
            self.named, self.named_level = named, block.level
        elif label and (self.keys or self.named or label in _FIELD_LABELS):
            self._set_label(label, index, text)

    def _open(
        self, endpoints: tuple[Endpoint, ...], block: Block, summary: str, level: int, span: Span | None = None
    ) -> None:
        """Defines endpoints and makes them the ones in scope."""
        place = self._place(block, span)
        self.keys = tuple(dict.fromkeys(self.draft.define(e, place, summary) for e in endpoints))
        self.level, self.in_list, self.named = level, False, None
        self.label, self.label_at = None, -1
        for match in _QUERY_IN_TEXT.finditer(summary):
            for name in re.findall(r"(\w+)=", match[1]):
                self._parameter(Field(name=name, span=place.span), "query")

    def _leave_list(self, block: Block) -> None:
        """Endpoints defined in a list are in scope within that list, and for labels right after it."""
        if self.in_list and block.parent is None and not label_of(block.inline.text):
            self.keys, self.in_list, self.label = (), False, None

    def _leave_operation(self, block: Block) -> None:
        """Closes the endpoint for a heading such as "Field Summary" where it takes no body or the heading names a thing."""
        if self.keys and (subject_of(block.section[-1:], "") or not any(k.startswith(_WITH_BODY) for k in self.keys)):
            self.left = "".join(self.draft.operations[self.keys[0]].section[-1:])
            self.keys = ()

    def _set_label(self, label: Label, index: int, text: str) -> None:
        self.label, self.label_at, self.label_text = label, index, text

    def _place(self, block: Block, span: Span | None = None) -> Place:
        return Place(span=span or block.span, section=block.section, requirement=block.requirement)

    def _claim(self, index: int) -> None:
        """Claims a block and the label that announced it."""
        self.claimed.add(index)
        if self.label_at >= 0:
            self.claimed.add(self.label_at)

    # Paragraphs and items

    def _text(self, index: int, block: Block) -> None:
        label_text, body = split_label(block.inline)
        if self.named and (label_of(label_text) is Label.USED_FOR) and (endpoints := find_endpoints(body.text)):
            self._use_named(self.named, endpoints, block)
            self.claimed.add(index)
            return
        if self._endpoint_lines(index, block) or self._method_and_path(index, block):
            return
        whole = not label_text and (block.inline.text.endswith(":") or len(block.inline.text.split()) <= 3)
        label = label_of(label_text or (block.inline.text if whole else ""))
        if label and self._announced(label, label_text or block.inline.text, body, index, block):
            return
        if block.kind is BlockKind.ITEM and self._item(index, block):
            return
        for endpoint in find_endpoints(block.inline.text):
            self.draft.define(endpoint, self._place(block))
        if block.kind is BlockKind.PARAGRAPH and self.label is None:
            for key in self.keys:
                self.draft.describe(key, block.inline.text)

    def _endpoint_lines(self, index: int, block: Block) -> bool:
        """Defines the endpoints with which lines of the block begin."""
        lines = [(line, found) for line in _lines(block.inline) if (found := leading_endpoints(line.text))]
        if not lines:
            return False
        for line, endpoints in lines:
            summary = rest_after(line.text, endpoints)
            if not summary and block.kind is BlockKind.PARAGRAPH and block.section and len(lines) == 1:
                summary = title_of(block.section[-1])
            level = self.blocks[block.heading].level if block.heading is not None else 0
            span = Span(file=block.span.file, line=line.line, end_line=line.end_line)
            self._open(endpoints, block, summary, level, span)
            self.in_list = block.kind is BlockKind.ITEM
        if len(lines) == len(_lines(block.inline)):
            self.claimed.add(index)
        return True

    def _method_and_path(self, index: int, block: Block) -> bool:
        """Reads "Method: POST" and "Path: /orders", which stand in two items one after the other."""
        label, body = split_label(block.inline)
        if re.fullmatch(r"(?:http )?(?:method|verb)", label, re.IGNORECASE) and is_method(body.text):
            self.method = (body.text, index)
            return True
        method, at = self.method
        if not (
            0 <= index - at <= 3
            and method
            and is_path(body.text)
            and re.search(r"path|endpoint|url|uri|route", label, re.IGNORECASE)
        ):
            return False
        level = self.blocks[block.heading].level if block.heading is not None else 0
        self._open(endpoints_of_cells(method, body.text), block, "", level)
        self.in_list = True
        self.claimed |= {at, index}
        self.method = ("", -1)
        return True

    def _announced(self, label: Label, text: str, body: Inline, index: int, block: Block) -> bool:
        """Takes a label such as "Request Body:" with what stands behind it on its line; whether it is one here."""
        if label in {Label.DESCRIPTION, Label.USED_FOR}:
            for key in self.keys if label is Label.DESCRIPTION else ():
                self.draft.describe(key, body.text)
            return False
        inside = bool(self.keys or self.named)
        if not inside and not (label in _FIELD_LABELS and not body.text):
            return False
        if not self.keys and label in _PARAMETER_PLACES:
            return False
        self._set_label(label, index, text)
        if self.keys:
            self.claimed.add(index)
            self._behind_label(label, body, block)
        return True

    def _behind_label(self, label: Label, body: Inline, block: Block) -> None:
        """What stands on the line of a label: a type name, an object, status codes, parameter names."""
        place = _PARAMETER_PLACES.get(label)
        if place:
            for name in body.code or re.findall(r"\b[a-z_]\w*(?==)", body.text):
                if re.fullmatch(r"[\w.\[\]-]+", name):
                    self._parameter(Field(name=name, span=block.span), place)
            return
        if label in _FIELD_LABELS:
            self._named_fields(label, body, block)
            return
        kind = _BODY_KINDS.get(label)
        if kind is None:
            return
        value = parse_json(body.text) if re.search(r"\{.*[:,].*\}", body.text) else None
        name = next((m for code in body.code if (m := _TYPE_NAME.fullmatch(code.strip()))), None)
        for key in self.keys:
            if value:
                fields = fields_of(value, self.path, body.line)
                self._add_body(key, kind, fields, self._place(block), many=value.kind == "array", sample=True)
            elif name:
                self._refer(key, kind, name["name"], many=bool(name["many"] or name["list"]), status=_status(body.text))
            elif kind is ShapeKind.RESPONSE:
                self.draft.add_statuses(key, body.text)

    def _named_fields(self, label: Label, body: Inline, block: Block) -> None:
        """Adds fields of which a line tells the names only ("Fields: `title`, `dueDate`")."""
        required = None if label is Label.FIELDS else label is Label.REQUIRED
        fields = tuple(Field(name=n, span=block.span, required=required) for n in body.code if _FIELD_NAME.fullmatch(n))
        for key in self.keys if fields else ():
            self._add_body(key, self._kind_of_fields(key), fields, self._place(block))

    def _use_named(self, named: Named, endpoints: tuple[Endpoint, ...], block: Block) -> None:
        """Connects a data structure with the endpoints it is used for."""
        for endpoint in endpoints:
            key = self.draft.define(endpoint, self._place(block))
            if named.kind is not ShapeKind.RESPONSE and endpoint.method in _WITH_BODY:
                self.draft.add_request(key, named.name)
            if named.kind is not ShapeKind.REQUEST and endpoint.method != "DELETE":
                self.draft.add_response(key, Response(status="200", shape=named.name))

    def _item(self, index: int, block: Block) -> bool:
        """Reads an item as a status code, a parameter or a field; whether it is one."""
        if self.keys and (status := _STATUS_ITEM.match(block.inline.text)):
            for key in self.keys:
                self.draft.add_response(key, Response(status=status["code"], description=block.inline.text))
            self._claim(index)
            return True
        expected = bool(self.keys and self.label) or bool(self.named and self.label)
        labelled = self.label in _FIELD_LABELS
        told = read_field_line(block.inline, expected=expected, labelled=labelled, span=block.span)
        if told is None or self.label is Label.ERROR:
            return False
        if self.label in {Label.REQUIRED, Label.OPTIONAL} and told.required is None:
            told = replace(told, required=self.label is Label.REQUIRED)
        self._add_fields((told,), block)
        self._claim(index)
        return True

    # Tables

    def _table(self, index: int, block: Block) -> None:
        table = read_endpoint_table(block)
        if table:
            for row in table.rows:
                place = self._place(block, row.row.span)
                place = replace(place, requirement=row.row.requirement or place.requirement)
                for endpoint in row.endpoints:
                    key = self.draft.define(endpoint, place, row.summary if table.whole else "")
                    self.draft.add_statuses(key, row.status)
                    self._refer_cell(key, ShapeKind.REQUEST, row.request)
                    self._refer_cell(key, ShapeKind.RESPONSE, row.response)
            if table.whole:
                self._claim(index)
            return
        if self.keys and block.rows and all(_STATUS_ITEM.match(r.cells[0].text) for r in block.rows):
            for key in self.keys:
                for listed in block.rows:
                    self.draft.add_statuses(key, listed.cells[0].text)
            self._claim(index)
            return
        fields = read_field_table(block, expected=bool(self.keys))
        if fields is None or self.errors_level or self.label is Label.ERROR:
            return
        asked = "query" if fields.parameters and self._only_asks() and self.label is not Label.RESPONSE else ""
        for told, place_text in zip(fields.fields, fields.places, strict=True):
            stated = place_text or asked
            if self.keys and stated in {"path", "query", "header"}:
                self._parameter(told, stated)
            else:
                self._add_fields((told,), block)
        self._claim(index)

    def _refer_cell(self, key: str, kind: ShapeKind, text: str) -> None:
        match = _TYPE_NAME.fullmatch(text.strip("` "))
        if match:
            self._refer(key, kind, match["name"], many=bool(match["many"] or match["list"]), status="200")
        elif kind is ShapeKind.RESPONSE:
            self.draft.add_statuses(key, text)

    # Fences

    def _fence(self, index: int, block: Block) -> None:
        first = block.span.line + 1
        if self._interfaces(block, first):
            self._claim(index)
            return
        if block.language not in _JSON_LANGUAGES | {"bash", "sh", "shell", "curl"}:
            return
        defined = self._endpoints_in_fence(block, first)
        body = self._json_text(block, first)
        if body is None:
            if defined:
                self.claimed.add(index)
            return
        text, line = body
        if self.errors_level or self.label is Label.ERROR or self._json(text, line, block):
            self._claim(index)

    def _interfaces(self, block: Block, first: int) -> bool:
        """Reads `interface Order { id: string }`."""
        found = list(_INTERFACE.finditer(block.text)) if block.language in _TYPED_LANGUAGES else []
        for match in found:
            value = parse_json(block.text[match.end() :])
            line = first + block.text.count("\n", 0, match.end())
            if value:
                fields = fields_of(value, self.path, line)
                span = Span(file=self.path, line=line, end_line=max((f.span.end_line for f in fields), default=line))
                self.draft.add_named(match["name"], ShapeKind.SCHEMA, fields, self._place(block, span))
        return bool(found)

    def _endpoints_in_fence(self, block: Block, first: int) -> bool:
        """Defines the endpoints with which lines of a fence begin; the only one of a request becomes the scope."""
        found = False
        if (endpoint := curl_endpoint(block.text)) is not None:
            self._open((endpoint,), block, "", self._level_of(block))
            self._set_label(Label.REQUEST, -1, "")
            return True
        for offset, raw in enumerate(block.text.split("\n")):
            line = raw.replace("`", "").replace("*", "").strip(" #/-" if raw.lstrip().startswith("//") else " #")
            endpoints = leading_endpoints(line) if len(line) < 1000 else ()
            if not endpoints:
                continue
            found = True
            summary = re.sub(r"^HTTP/[\d.]+$", "", rest_after(line, endpoints)).lstrip("#/ -–—").strip()
            span = Span(file=self.path, line=first + offset, end_line=first + offset)
            if self.keys and not summary and block.text.lstrip().startswith(raw.strip()) and "{" in block.text:
                self._set_label(Label.REQUEST, self.label_at, "")
            self._open_in_fence(endpoints, block, summary, span)
        return found

    def _open_in_fence(self, endpoints: tuple[Endpoint, ...], block: Block, summary: str, span: Span) -> None:
        label, at, text = self.label, self.label_at, self.label_text
        self._open(endpoints, block, summary, self._level_of(block), span)
        if label:
            self._set_label(label, at, text)

    def _level_of(self, block: Block) -> int:
        return self.blocks[block.heading].level if block.heading is not None else 0

    def _json_text(self, block: Block, first: int) -> tuple[str, int] | None:
        """The JSON of a fence and its first line: from the first line that opens an object or a list."""
        match = re.search(r"^[ \t]*(?=[{\[])|(?<=-d ')(?=[{\[])|(?<=--data ')(?=[{\[])", block.text, re.MULTILINE)
        if not match or re.match(r"\[[^\n\]]*\]\s*[A-Za-z]", block.text[match.end() :]):
            return None
        status = re.match(r"\s*HTTP/[\d.]+\s+(\d{3})", block.text)
        if status:
            self._set_label(Label.ERROR if status[1][0] in "45" else Label.RESPONSE, self.label_at, status[1])
        return block.text[match.end() :], first + block.text.count("\n", 0, match.end())

    def _json(self, text: str, line: int, block: Block) -> bool:
        """Adds the fields of a body to what is in scope; whether there is anything it can be the body of."""
        value = parse_json(text)
        if value is None or value.kind not in {"object", "array"}:
            return False
        fields = fields_of(value, self.path, line)
        many = value.kind == "array"
        if self.keys and self.label in {*_BODY_KINDS, None, *_FIELD_LABELS}:
            for key in self.keys:
                self._add_body(key, self._kind_of(key), fields, self._place(block), many=many, sample=True)
            return True
        if self.named:
            self.draft.add_named(self.named.name, self.named.kind, fields, self._place(block), sample=True)
            return True
        return False

    def _kind_of(self, key: str) -> ShapeKind:
        """Request or response: as labelled, else the request where the method has one and none is known."""
        if self.label in _BODY_KINDS:
            return _BODY_KINDS[self.label]
        known = self.draft.operations[key].request
        return ShapeKind.REQUEST if key.startswith(_WITH_BODY) and not known else ShapeKind.RESPONSE

    def _kind_of_fields(self, key: str) -> ShapeKind:
        """As `_kind_of` for fields one by one, which are those of the request unless they are labelled otherwise."""
        sent = key.startswith(_WITH_BODY) and self.label not in _BODY_KINDS
        return ShapeKind.REQUEST if sent else self._kind_of(key)

    # What is found

    def _only_asks(self) -> bool:
        """Whether no endpoint in scope takes a body: what is sent to it are parameters."""
        return bool(self.keys) and not any(k.startswith(_WITH_BODY) for k in self.keys)

    def _parameter(self, told: Field, place: str) -> None:
        for key in self.keys:
            self.draft.add_parameter(key, told, place)

    def _add_fields(self, fields: tuple[Field, ...], block: Block) -> None:
        """Adds fields to what is in scope: parameters, a body, a named structure, else a shape of their own."""
        place = _PARAMETER_PLACES.get(self.label) if self.label else None
        if self.label in _SENT and "param" in self.label_text.lower() and self._only_asks():
            place = "query"
        if self.keys and place:
            for told in fields:
                self._parameter(told, place)
        elif self.keys and (self.label or any(k.startswith(_WITH_BODY) for k in self.keys)):
            for key in self.keys:
                self._add_body(key, self._kind_of_fields(key), fields, self._place(block))
        elif self.named:
            self.draft.add_named(self.named.name, self.named.kind, fields, self._place(block))
        else:
            self._add_own(fields, block)

    def _add_own(self, fields: tuple[Field, ...], block: Block) -> None:
        """Adds fields to a shape of their own, named by what they describe."""
        section = tuple(title for title in block.section if title != self.left)
        name = (self.label and subject_of((), self.label_text)) or subject_of(section, self.lead)
        above = next((i for i in range(len(section), 0, -1) if name and subject_of(section[i - 1 : i], "") == name), 0)
        self.draft.add_named(name, ShapeKind.FIELDS, fields, self._place(block), section[:above] or section)

    def _add_body(
        self,
        key: str,
        kind: ShapeKind,
        fields: tuple[Field, ...],
        place: Place,
        *,
        many: bool = False,
        sample: bool = False,
    ) -> None:
        if not fields or (kind is ShapeKind.REQUEST and key.startswith("GET ")):
            return
        self.draft.add_body(key, kind, fields, place, sample=sample)
        if kind is ShapeKind.REQUEST:
            self.draft.add_request(key, key)
        else:
            self.draft.add_response(key, Response(status=_status(self.label_text), shape=key, many=many))

    def _refer(self, key: str, kind: ShapeKind, name: str, *, many: bool, status: str) -> None:
        if kind is ShapeKind.REQUEST:
            self.draft.add_request(key, name)
        else:
            self.draft.add_response(key, Response(status=status, shape=name, many=many))


def _status(text: str) -> str:
    """The success status that a text names, 200 where it names none."""
    match = re.search(r"\b(2\d\d)\b", text)
    return match[1] if match else "200"


def _lines(inline: Inline) -> list[Inline]:
    """The physical lines of a text that are not empty."""
    starts = [line.start for line in inline.lines]
    ends = [*starts[1:], len(inline.raw)]
    return [part for start, end in zip(starts, ends, strict=True) if (part := inline.part(start, end).strip()).raw]
