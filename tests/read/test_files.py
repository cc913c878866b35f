"""Bytes into text."""

from pathlib import Path

import pytest

from database_designer.diagnostics import Severity
from database_designer.read.files import read_text


def read(tmp_path: Path, data: bytes):
    path = tmp_path / "a.md"
    path.write_bytes(data)
    return read_text(path, "a.md")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_by_its_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, "Bäume\r\nund Äpfel\r".encode(encoding)) == ("Bäume\nund Äpfel\n", ())


def test_windows_1252_is_read_with_a_warning_that_names_the_line(tmp_path: Path) -> None:
    text, [warning] = read(tmp_path, ("An orchard has rows of trees.\n" * 3 + "Its name is Kröte.\n").encode("cp1252"))
    assert text is not None and "Kröte" in text
    assert (warning.severity, str(warning.span)) == (Severity.WARNING, "a.md:4")


def test_a_broken_byte_among_good_ones_is_replaced(tmp_path: Path) -> None:
    text, [warning] = read(tmp_path, "Bäume haben Äste.\n".encode() * 3 + b"Bl\xe4tter.\n")
    assert text is not None and text.endswith("Bl\ufffdtter.\n")
    assert (warning.code, str(warning.span)) == ("file-encoding", "a.md:4")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    text, [problem] = read_text(tmp_path, "folder")
    assert (text, problem.code) == (None, "file-unreadable")
