"""From files of SQL to indexes for them."""

from __future__ import annotations

from pathlib import Path

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.verify import ServerError, embedded_server, server_by_url
from database_designer.verify.advising import Advice, advise
from database_designer.verify.guests import Script


def advise_files(
    schema: Path, workload: Path, seed: Path | None, url: str
) -> tuple[Advice | None, tuple[Diagnostic, ...]]:
    """The indexes for a workload on a schema, tried on the embedded server or the one at `url`.

    None, and errors, where a file cannot be read, holds nothing to advise on, or there is no server.
    """
    texts: list[Script | None] = []
    for path in (schema, workload, seed):
        if path is None:
            texts.append(None)
            continue
        try:
            text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            return None, (_error("not-utf8", f"{path} is not UTF-8", "save it as UTF-8"),)
        texts.append(Script(file=path.as_posix(), text=text))
    given, asked, rows = texts
    if given is None or asked is None:
        return None, ()
    try:
        with server_by_url(url) if url else embedded_server() as server:
            return advise(server, given, asked, rows)
    except ServerError as error:
        return None, (_error("no-server", error.fact, error.fix),)


def _error(code: str, fact: str, fix: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.ERROR, fact=fact, fix=fix)
