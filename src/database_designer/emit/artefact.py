"""A file of the result."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """A file of the result: `path` relative to the output folder, with forward slashes, and the whole text.

    `merged` marks a file into which the edits of a person have been taken up already (model.yaml), so that writing it
    loses nothing of theirs.
    """

    path: str
    text: str
    merged: bool = False

    @property
    def content(self) -> bytes:
        """The bytes of the file: UTF-8; what cannot be encoded (a lone surrogate) becomes a question mark."""
        return self.text.encode("utf-8", errors="replace")
