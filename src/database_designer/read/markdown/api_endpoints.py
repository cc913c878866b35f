"""Endpoints as they stand in text: `POST /orders`, "**GET** `/api/orders/{id}`", `GET /orders, POST /orders`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.read.paths import EndpointPath, endpoint_path

_METHOD = "(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CRUD)"
_CRUD = (("GET", ""), ("POST", ""), ("GET", "/{id}"), ("PATCH", "/{id}"), ("DELETE", "/{id}"))
_PATH = r"(?:https?://[^\s/`'\"|)]+|\{\{?\s*\w+\s*\}?\})?/(?=[\w{:\[<])[^\s`'\"|,;()]*"
_ENDPOINT = re.compile(
    rf"(?<![\w/-])(?P<methods>{_METHOD}(?:\s*[/|,]\s*{_METHOD})*)\s*(?:[:|]|requests? to)?\s+(?P<path>{_PATH})"
)
_LEAD = re.compile(r"(?:\d+(?:\.\d+)*[.)]?\s+|[-*+•]\s+|(?:endpoint|route|url|api|request)s?\s*:\s*)?", re.IGNORECASE)
_BARE_PATH = re.compile(rf"\s*({_PATH})\s*")
_METHOD_CELL = re.compile(rf"\s*({_METHOD}(?:\s*[/|,]\s*{_METHOD})*)\s*", re.IGNORECASE)
_SEPARATOR = re.compile(r"^[\s:–—→|,·-]+")
_CURL_METHOD = re.compile(rf"\bcurl\b[^\n]*?\s(?:-X|--request)\s*['\"]?(?P<method>{_METHOD})\b")
_URL = re.compile(r"https?://[^\s'\"\\]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A method and a path, with the places in the text where they start and end."""

    method: str
    path: EndpointPath
    start: int
    end: int

    @property
    def key(self) -> str:
        """`METHOD path`, by which operations are known."""
        return f"{self.method} {self.path.path}"


def find_endpoints(text: str) -> tuple[Endpoint, ...]:
    """All endpoints mentioned in a text, in order; `GET/POST /x` are two."""
    found: list[Endpoint] = []
    for match in _ENDPOINT.finditer(text):
        found += _each(match["methods"], match["path"], match.start(), match.end())
    return tuple(found)


def leading_endpoints(text: str) -> tuple[Endpoint, ...]:
    """The endpoints that a text begins with: one, or several separated by commas, dots or "and"."""
    lead = _LEAD.match(text)
    position = lead.end() if lead else 0
    found: list[Endpoint] = []
    for endpoint in find_endpoints(text):
        between = text[position : endpoint.start].strip()
        if endpoint.start >= position and between not in {"", ",", "·", "/", "|", "and", "&", ";"}:
            break
        found.append(endpoint)
        position = max(position, endpoint.end)
    return tuple(found)


def rest_after(text: str, endpoints: tuple[Endpoint, ...]) -> str:
    """What a text says after the endpoints it begins with."""
    return _SEPARATOR.sub("", text[max((e.end for e in endpoints), default=0) :]).strip()


def endpoints_of_cells(method: str, path: str) -> tuple[Endpoint, ...]:
    """The endpoints of a table row with the method in one cell and the path in another, or both in one."""
    if found := find_endpoints(path) or find_endpoints(method):
        return found
    methods, bare = _METHOD_CELL.fullmatch(method), _BARE_PATH.match(path)
    return _each(methods[1].upper(), bare[1], 0, len(path)) if methods and bare else ()


def curl_endpoint(text: str) -> Endpoint | None:
    """The endpoint that a curl command calls, None for none."""
    line = next((line for line in text.split("\n") if "curl" in line), "")[:1000]
    method, url = _CURL_METHOD.search(line), _URL.search(text)
    return _each(method["method"], url[0], method.start(), url.end())[0] if method and url else None


def is_method(text: str) -> bool:
    """Whether a text is an HTTP method."""
    return _METHOD_CELL.fullmatch(text) is not None


def is_path(text: str) -> bool:
    """Whether a text is a path."""
    return _BARE_PATH.fullmatch(text) is not None


def _each(methods: str, path: str, start: int, end: int) -> tuple[Endpoint, ...]:
    bare = path.rstrip(".:!*")
    where = endpoint_path(bare)
    end -= len(path) - len(bare)
    if "CRUD" in methods:
        # "CRUD /plans" is short for the five operations of a collection.
        return tuple(
            Endpoint(method=m, path=endpoint_path(bare.rstrip("/") + item), start=start, end=end) for m, item in _CRUD
        )
    return tuple(Endpoint(method=m, path=where, start=start, end=end) for m in re.findall(r"[A-Z]+", methods))
