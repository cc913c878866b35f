"""Where things are written: files, spans, quotations, and the origin that every element carries."""

from database_designer.source.origin import Evidence, Origin, merge_origins
from database_designer.source.span import SourceFile, SourceRole, Span

__all__ = ["Evidence", "Origin", "SourceFile", "SourceRole", "Span", "merge_origins"]
