"""Paths of endpoints, brought to one form."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//[^/]*|^\{\{?\s*\w*(?:url|host|base)\w*\s*\}?\}(?=/)", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:/(?:rest|api))?(?:/api)?(?:/v\d+(?:\.\d+)?)?(?=/|$)", re.IGNORECASE)
_PARAMETER = re.compile(
    r"""\{\{?\s*(?P<brace>[\w.-]+)(?::[^{}]*)?\s*\}\}?   # {id}, {id:int}, {{id}}
      | <(?:\w+:)?(?P<angle>[\w.-]+)>                    # <id>, <int:id>
      | \[(?:\.\.\.)?(?P<square>[\w.-]+)\]               # [id]
      | (?<=/):(?P<colon>\w+)                            # :id
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointPath:
    """`path` with `{name}` for parameters; `query` the (name, example value) pairs of the query string."""

    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters in the path, in their order."""
        return tuple(re.findall(r"\{([^{}]+)\}", self.path))


def endpoint_path(text: str) -> EndpointPath:
    """The endpoint that `text` names, freed of host, `/api`, `/v1` and `/api/v1`, a trailing slash and the query.

    `:id`, `<id>` and `[id]` become `{id}`.
    """
    bare, _, query = _HOST.sub("", text.strip()).partition("?")
    path = "/" + _PARAMETER.sub(_braced, "/" + bare.lstrip("/")).strip("/")
    path = _PREFIX.sub("", path) or "/"
    return EndpointPath(path=path, query=_query(query))


def _braced(match: re.Match[str]) -> str:
    return "{" + next(g for g in match.groups() if g) + "}"


def _query(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition("=") for part in re.split(r"[&;]", text.partition("#")[0]))
    named = ((name.strip(" []{}…"), value.strip()) for name, _, value in pairs)
    return tuple({name: value for name, value in named if re.fullmatch(r"[\w.\[\]-]+", name)}.items())
