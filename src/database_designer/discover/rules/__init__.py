"""Rules: the statements read a second time, with the model that was found as the vocabulary.

Every reading (a file each) is a function of a line and the vocabulary that returns proposals; `placing` puts them into
the model. Readings of members and states come first: later ones may speak of what they found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from database_designer.discover.concepts import Concepts
from database_designer.discover.prose import Line
from database_designer.discover.rules.agreements import read_agreements
from database_designer.discover.rules.defaults import read_defaults
from database_designer.discover.rules.deletions import read_deletions
from database_designer.discover.rules.derivations import read_derivations
from database_designer.discover.rules.effects import read_effects
from database_designer.discover.rules.expiry import read_expiry
from database_designer.discover.rules.formats import read_formats
from database_designer.discover.rules.freezing import read_freezing
from database_designer.discover.rules.guards import read_guards
from database_designer.discover.rules.immutability import read_immutability
from database_designer.discover.rules.limits import read_capacities, read_limits
from database_designer.discover.rules.makings import read_sorts
from database_designer.discover.rules.moves import read_moves
from database_designer.discover.rules.needs import read_needs
from database_designer.discover.rules.once import read_once
from database_designer.discover.rules.overlaps import read_overlaps, read_spans
from database_designer.discover.rules.patterns import read_patterns
from database_designer.discover.rules.placing import place
from database_designer.discover.rules.profiles import read_generated, read_profiles
from database_designer.discover.rules.proposals import Proposal
from database_designer.discover.rules.ranges import read_ranges
from database_designer.discover.rules.running_out import in_time
from database_designer.discover.rules.state_needs import read_state_needs
from database_designer.discover.rules.steady import read_steady
from database_designer.discover.rules.told_verbs import told_verbs
from database_designer.discover.rules.unaffected import read_unaffected
from database_designer.discover.rules.unique import read_unique
from database_designer.discover.rules.vocabulary import Vocabulary, vocabulary
from database_designer.discover.rules.windows import read_windows
from database_designer.model.conceptual import ConceptualModel

Reading = Callable[[Line, Vocabulary], Iterable[Proposal]]
WholeReading = Callable[[Iterable[Line], Vocabulary], Iterable[Proposal]]

# In this order: what the entity types have, then what holds of it, then what happens by itself.
_MEMBERS: tuple[Reading, ...] = (read_spans, read_derivations, read_profiles, read_generated)
_DOCUMENT: tuple[WholeReading, ...] = (read_moves,)
_RULES: tuple[Reading, ...] = (
    read_overlaps,
    read_immutability,
    read_state_needs,
    read_freezing,
    read_deletions,
    read_needs,
    read_windows,
    read_formats,
    read_defaults,
    read_patterns,
    read_ranges,
    read_steady,
    read_agreements,
    read_guards,
    read_limits,
    read_once,
    read_sorts,
    read_unique,
    read_unaffected,
)
_EFFECTS: tuple[Reading, ...] = (read_expiry, read_effects, read_capacities)


def with_rules(model: ConceptualModel, lines: tuple[Line, ...], concepts: Concepts) -> ConceptualModel:
    """The model with the rules that the lines tell; what cannot be placed is asked about."""
    deeds = told_verbs(lines, concepts)
    for whole, readings in ((_DOCUMENT, _MEMBERS), ((), _RULES), ((), _EFFECTS)):
        words = vocabulary(model, concepts, deeds)
        proposals = [p for reading in whole for p in reading(lines, words)]
        proposals += [p for line in lines for reading in readings for p in reading(line, words)]
        model = place(model, proposals)
    return in_time(model)


__all__ = ["with_rules"]
