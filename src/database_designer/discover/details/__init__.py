"""What documents of real projects tell beside plain sentences: fields by name, acts, labelled values, usual parts, what has a beginning and an end."""

from __future__ import annotations

from database_designer.discover.details.acts import read_acts
from database_designer.discover.details.identifiers import read_identifiers
from database_designer.discover.details.labels import read_labels
from database_designer.discover.details.overlapping import read_overlapping
from database_designer.discover.details.profiles import read_profiles
from database_designer.discover.details.stating import read_stating
from database_designer.discover.details.usual_parts import read_usual_parts
from database_designer.discover.findings import Findings, combine
from database_designer.discover.prose import Line
from database_designer.model.requirements import Requirements


def read_details(requirements: Requirements, lines: tuple[Line, ...]) -> Findings:
    """The findings of all readings of details, in the order of the readings."""
    return combine(
        (
            read_identifiers(requirements, lines),
            read_labels(requirements, lines),
            read_acts(lines),
            read_stating(lines),
            read_overlapping(lines),
            read_usual_parts(requirements, lines),
            read_profiles(lines),
        )
    )
