"""A session of a race: statements are sent without waiting, so that one may wait for another session."""

from __future__ import annotations

import select

import psycopg
from psycopg.pq import DiagnosticField, ExecStatus

_GLANCE = 0.001  # seconds to wait for an answer before asking whether the session waits for another
_IS_BLOCKED = b"SELECT pg_isolation_test_session_is_blocked(%d, '{%d}')"


class Session:
    """One of two sessions. `ending` is "" as long as nothing was refused, then the SQLSTATE of the refusal."""

    def __init__(self, connection: psycopg.Connection, other: psycopg.Connection, onlooker: psycopg.Connection) -> None:
        self.ending = ""
        self.message = ""
        self.busy = False
        self._wire = connection.pgconn
        self._onlooker = onlooker.pgconn
        self._is_blocked = _IS_BLOCKED % (connection.info.backend_pid, other.info.backend_pid)

    def send(self, statements: str) -> None:
        """Sends statements as one message; `busy` until all have ended."""
        self._wire.send_query(statements.encode())
        self.busy = True

    def settle(self) -> bool:
        """Waits until the statement has ended, or waits for the other session; returns whether it waits.

        The statement_timeout of the connection ends what would never end.
        """
        while not self.ended():
            if self._waits():
                return True
        return False

    def end(self) -> None:
        """Waits until the statement has ended, however long it waits for others."""
        while not self.ended():
            pass

    def ended(self) -> bool:
        """Whether nothing runs, after a moment in which it may end."""
        return not self.busy or self._ends_within(_GLANCE)

    def _waits(self) -> bool:
        result = self._onlooker.exec_(self._is_blocked)
        return result.get_value(0, 0) == b"t"

    def _ends_within(self, seconds: float) -> bool:
        if self._wire.is_busy():
            select.select((self._wire.socket,), (), (), seconds)
            self._wire.consume_input()
            if self._wire.is_busy():
                return False
        while result := self._wire.get_result():
            if result.status == ExecStatus.FATAL_ERROR and not self.ending:
                self.ending = (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()
                self.message = (result.error_field(DiagnosticField.MESSAGE_PRIMARY) or b"").decode(errors="replace")
        self.busy = False
        return True
