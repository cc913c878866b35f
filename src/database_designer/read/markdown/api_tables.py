"""Tables of endpoints: "| Method | Endpoint | Description | Status |"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.read.markdown.api_endpoints import (
    Endpoint,
    endpoints_of_cells,
    find_endpoints,
    leading_endpoints,
)
from database_designer.read.markdown.block import Block, TableRow

_ROLES = {
    "method": re.compile(r"(?:http )?(?:methods?|verbs?)", re.IGNORECASE),
    "path": re.compile(
        r"(?:api |rest )?(?:endpoints?|paths?|routes?|url|uri|api|resource)(?: path| url)?", re.IGNORECASE
    ),
    "summary": re.compile(
        r"descriptions?|purpose|summary|action|function(?:ality)?|operation|details|what it does", re.IGNORECASE
    ),
    "status": re.compile(
        r"(?:http )?(?:status|response|return)?\s*(?:status |response )?codes?|(?:http )?status", re.IGNORECASE
    ),
    "request": re.compile(r"request(?: body| dto)?|body|payload|input", re.IGNORECASE),
    "response": re.compile(r"responses?(?: body| dto)?|returns?|output", re.IGNORECASE),
    "statement": re.compile(
        r"requirements?|(?:user )?stor(?:y|ies)|statement|use cases?|acceptance criteria", re.IGNORECASE
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointRow:
    """The endpoints of a row and what its other columns say of them ("" for a column that is missing)."""

    endpoints: tuple[Endpoint, ...]
    row: TableRow
    summary: str = ""
    status: str = ""
    request: str = ""
    response: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointTable:
    """The rows that name endpoints; `whole` where the table is about nothing else."""

    rows: tuple[EndpointRow, ...]
    whole: bool


def read_endpoint_table(block: Block) -> EndpointTable | None:
    """The endpoints in a table, None where it names none."""
    roles: dict[str, int] = {}
    for index, cell in enumerate(block.header):
        role = next((r for r, pattern in _ROLES.items() if pattern.fullmatch(cell.text.strip(" *`:"))), None)
        if role:
            roles.setdefault(role, index)
    rows = tuple(r for row in block.rows if (r := _read_row(row, roles)) is not None)
    if not rows:
        return None
    listed = "path" in roles or any(leading_endpoints(cell.text) for cell in block.rows[0].cells[:2])
    return EndpointTable(rows=rows, whole=listed and "statement" not in roles and len(rows) * 2 >= len(block.rows))


def _read_row(row: TableRow, roles: dict[str, int]) -> EndpointRow | None:
    cells = {role: row.cells[index].text for role, index in roles.items()}
    endpoints = endpoints_of_cells(cells.get("method", ""), cells.get("path", ""))
    endpoints = endpoints or tuple(e for cell in row.cells for e in find_endpoints(cell.text))
    if not endpoints:
        return None
    return EndpointRow(
        endpoints=endpoints,
        row=row,
        summary=cells.get("summary", ""),
        status=cells.get("status", ""),
        request=cells.get("request", ""),
        response=cells.get("response", ""),
    )
