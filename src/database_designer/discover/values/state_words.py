"""What states are called: their spelling, and the participles of acts that end or interrupt something, as general English has them."""

from __future__ import annotations

from functools import lru_cache

# Verbs and the state that they lead to.
STATE_OF_VERB = {
    "cancel": "cancelled", "expire": "expired", "complete": "completed", "suspend": "suspended",
    "archive": "archived", "close": "closed", "approve": "approved", "refund": "refunded",
    "terminate": "terminated", "withdraw": "withdrawn", "finish": "finished", "resolve": "resolved",
    "pause": "paused", "deactivate": "inactive", "void": "voided", "abandon": "abandoned", "revoke": "revoked",
}  # fmt: skip
# Adjectives and the state that they tell; what is "rejected" or "blocked" is so, but who rejects or blocks may only refuse.
STATE_OF_ADJECTIVE = {s: s for s in STATE_OF_VERB.values()} | {
    "canceled": "cancelled", "deactivated": "inactive", "rejected": "rejected", "blocked": "blocked",
}  # fmt: skip
# States that no row begins in while there is another one.
LATER = frozenset(STATE_OF_ADJECTIVE.values()) | {"canceled", "deleted", "ended", "failed", "declined"}


@lru_cache(maxsize=16384)
def key(value: str) -> str:
    """A state without its spelling: "In Progress", `IN_PROGRESS` and "in-progress" are one."""
    return "".join(c for c in value.lower() if c.isalnum())


def participle(verb: str) -> str:
    """The regular participle of a verb ("post" -> "posted", "deny" -> "denied")."""
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}ed"
