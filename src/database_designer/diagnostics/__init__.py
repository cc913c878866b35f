"""What the program has to say about its input: data, collected on the way, rendered at the edge."""

from database_designer.diagnostics.diagnostic import Diagnostic, Severity, sort_diagnostics
from database_designer.diagnostics.render import printable, render, to_json

__all__ = ["Diagnostic", "Severity", "printable", "render", "sort_diagnostics", "to_json"]
