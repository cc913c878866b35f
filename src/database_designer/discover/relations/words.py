"""The words that relationships are told by, and what nouns may stand in one. No word of any business domain."""

from __future__ import annotations

from database_designer.discover.findings import LIKELY, RelationFinding
from database_designer.discover.language.lexicon import SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import Line

# What somebody does at a screen: it relates nothing.
LOOKING = frozenset(
    """view see search filter browse list display select click enter edit update export download notify navigate show open
    access read type check validate verify confirm ensure allow enable support prevent want like log login try fail
    implement integrate generate calculate compute return redirect render respond call trigger do let become know
    remember help define specify indicate mean represent identify describe name determine affect match sort order-by
    change save store record capture track archive note keep add create remove delete""".split()
)
# What somebody does for a moment: in a text that tells of a business it may tie, in a list of functions it does not.
PASSING = frozenset(
    "approve reject send receive provide use need require request choose apply make give depend take say ask get".split()
)
PART_VERBS = frozenset({"consist", "comprise", "contain", "include", "divide", "compose"})
# Verbs that relate things wherever they stand; others may tell of what somebody does for a moment.
RELATING = frozenset(
    """have house accommodate belong assign link relate associate connect attach refer reference own employ host locate enroll enrol
    participate supervise hold take carry perform offer register live base part place order book reserve attend
    categorize tie bind report join work allocate appoint equip""".split()
)
# Verb and preposition by which each of the one is of one of the other.
TO_ONE = {
    "belong": ("to",), "assign": ("to",), "link": ("to", "with"), "relate": ("to",), "associate": ("with", "to"),
    "attach": ("to",), "refer": ("to",), "connect": ("to", "with"), "map": ("to",), "tie": ("to",), "bind": ("to",),
    "locate": ("in", "at", "on"), "place": ("in", "by", "with"), "group": ("in", "into", "by"), "store": ("in",),
    "register": ("with", "for", "in"), "enroll": ("in",), "enrol": ("in",), "install": ("in", "on"),
    "participate": ("in",), "work": ("on", "in", "at", "for", "with"), "take": ("in",), "appear": ("in",),
    "live": ("in",), "categorize": ("by", "in", "into", "under"), "hold": ("in", "at", "by"), "perform": ("by",),
    "carry": ("by",), "own": ("by",), "create": ("for",), "offer": ("at", "for", "by"), "issue": ("to", "for", "by"),
    "come": ("from",), "write": ("by", "for"), "submit": ("for",), "schedule": ("in", "for", "at"),
    "make": ("by", "for"), "sell": ("in", "to", "by"), "use": ("for", "in", "by", "at", "on"), "shoot": ("at", "in", "on"),
    "drive": ("by",), "lead": ("by",), "teach": ("by", "in"), "part": ("of",), "base": ("on", "at", "in"),
    "report": ("to",), "allocate": ("to",), "charge": ("to",), "file": ("under", "in"), "insert": ("into", "in"),
    "join": ("to",), "stay": ("in", "at"), "serve": ("on", "in", "at"), "keep": ("in", "at", "on"), "house": ("in",),
    "run": ("by",), "manage": ("by",), "describe": ("by",), "add": ("to",), "depend": ("on",), "sit": ("in", "on"),
    "stand": ("in", "on", "at"), "lie": ("in", "on", "at"), "hang": ("in", "on", "at"), "put": ("in", "on", "at", "into"),
    "mount": ("on", "in", "at"), "fix": ("on", "in", "to"), "arise": ("from",), "result": ("from",), "stem": ("from",),
    "derive": ("from",), "originate": ("from",), "travel": ("in", "on", "with"), "arrange": ("in",), "sign": ("for",),
    "apply": ("for", "to"), "subscribe": ("to",), "found": ("in", "at", "on"), "know": ("to",),
    "send": ("to",), "give": ("to",), "lend": ("to",), "hand": ("to",), "deliver": ("to",), "grant": ("to",),
    "award": ("to",), "address": ("to",), "entrust": ("to",), "move": ("to", "into"), "fill": ("into",),
    "cut": ("in",), "fit": ("with", "in", "to"), "equip": ("with",), "print": ("on",), "draw": ("by",),
    "record": ("on",), "enter": ("in", "into"), "play": ("in", "on"), "row": ("in",), "swim": ("in",),
    "build": ("in", "at", "on", "by"),
}  # fmt: skip
# Nouns before "of" that count what follows.
COUNTS = frozenset(
    "number list set series group part collection range variety amount quantity catalog catalogue".split()
)
CHARGE = frozenset({"responsible", "accountable"})
SEVERAL = frozenset("several many multiple various more all different".split())
_NO_NOUNS = frozenset(
    """to of in on at for with by from is are be must can it they this that each every no not only as if when
    following""".split()
)
_PROGRAMS = frozenset("management information software booking web online new existing".split())
_BEFORE_NAMES = frozenset(
    "a an the basic special other two different so called either our your these those this several various".split()
)
MAX_NOUN = 3


def usable(noun: Noun) -> bool:
    """Whether the noun may stand in a relationship: a name of up to three words, and not the program itself."""
    program = noun[-1:] if len(noun) == 1 or noun[0] in _PROGRAMS else ()
    return (
        0 < len(noun) <= MAX_NOUN and not set(program) & SYSTEM_NOUNS and all(w.isascii() or w.isalpha() for w in noun)
    )


def belongs(many: Noun, few: Noun, line: Line, verb: str, weight: float = LIKELY) -> RelationFinding:
    """The finding that each of `many` is of one of `few`, which has several of them."""
    return RelationFinding(
        source=few, target=many, evidence=line.statement.evidence, weight=weight, target_many=True, source_high=1,
        source_low=1, source_many=False, verb=verb,
    )  # fmt: skip


def noun_of(text: str) -> Noun:
    """The noun that a few words of a pattern name; () where they hold more than a name."""
    found = words(text)
    if set(found) & _NO_NOUNS:
        return ()
    parts = [w for w in found if w not in _BEFORE_NAMES]
    if not parts or len(parts) > MAX_NOUN:
        return ()
    name = (*parts[:-1], singular(parts[-1]))
    return name if usable(name) else ()
