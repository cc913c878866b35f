"""Forms of one word: what "cancel", "cancelled", "canceled", "cancelling" and "cancellation" have in common."""

from __future__ import annotations

from functools import lru_cache

_ENDINGS = (
    "ations", "ation", "ments", "ment", "ions", "ion", "ings", "ing", "als", "al", "ances", "ance", "ures", "ure", "ed", "es", "e", "s",
)  # fmt: skip
_IRREGULAR = {
    "paid": "pay", "payment": "pay", "sold": "sell", "sale": "sell", "sent": "send", "lost": "lose", "held": "hold",
    "begun": "begin", "taken": "take", "given": "give", "made": "make", "kept": "keep", "left": "leave", "met": "meet",
    "written": "write", "chosen": "choose", "withdrawn": "withdraw", "withdrawal": "withdraw", "registration": "register", "entry": "enter", "entries": "enter", "registrations": "register", "done": "do",
}  # fmt: skip
_PREFIXES = ("de", "in", "un", "dis", "non-", "non", "not ")
_LEAST = 3


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The common part of the forms of a verb and its nouns: "cancel" for "Cancellation", "activ" for "activate"."""
    found = _IRREGULAR.get(word.lower().strip(), word.lower().strip())
    for ending in _ENDINGS:
        if found.endswith(ending) and len(found) - len(ending) >= _LEAST:
            found = found[: -len(ending)]
            break
    found = found.removesuffix("at") if len(found) > _LEAST + 2 else found
    found = found[:-1] + "y" if found.endswith("i") else found
    return found[:-1] if len(found) > _LEAST and found[-1] == found[-2] and found[-1] not in "aeiou" else found


def opposite(word: str) -> str:
    """The stem of what the word denies ("activ" for "inactive" and "deactivated"), "" where it denies nothing."""
    plain = word.lower()
    prefix = next((p for p in _PREFIXES if plain.startswith(p) and len(plain) - len(p) > _LEAST), None)
    return stem(plain[len(prefix) :]) if prefix is not None else ""
