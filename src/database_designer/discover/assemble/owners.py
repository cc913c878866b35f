"""Which entity type every property is told of."""

from __future__ import annotations

from collections import defaultdict

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import AttributeFinding, Findings
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES
from database_designer.discover.names import Noun, singular, words


def by_owner(findings: Findings, concepts: Concepts) -> dict[Noun, list[AttributeFinding]]:
    """The findings about attributes by the entity type that they are of; those of none are left out."""
    plain_names = tuple(c.noun for c in concepts.concepts if len(c.noun) > 1 and c.noun[0] in EMPTY_ADJECTIVES)
    grouped: dict[Noun, list[AttributeFinding]] = defaultdict(list)
    for finding in findings.attributes:
        owner = concepts.named(finding.owner)
        if owner is not None:
            kind = next(
                (n for n in plain_names if n[1:] == owner and _speaks_only_of(n, finding.evidence.quote)), owner
            )
            grouped[kind].append(finding)
    return grouped


def _speaks_only_of(kind: Noun, quote: str) -> bool:
    """Whether the sentence speaks of basic pumps only, where a basic pump is a kind of pump."""
    spoken = tuple(singular(w) for w in words(quote))
    size = len(kind)
    ends = [i for i in range(len(spoken)) if spoken[i - size + 2 : i + 1] == kind[1:]]
    return bool(ends) and all(i >= size - 1 and spoken[i - size + 1] == kind[0] for i in ends)
