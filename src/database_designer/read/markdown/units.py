"""What a paragraph or an item is made of: units (lines that stand for themselves), their numbers and their labels."""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.read.markdown.ids import Ids, outline, qualified
from database_designer.read.markdown.inline import Inline, MarkKind
from database_designer.read.markdown.lexicon import EDGE_WORDS, VERBS

# Check marks and emoji before a text are bullets. A cross is not: it says that something is not so.
_BULLET = re.compile(
    r"\s*(?:\[[ xX]\]\s+|(?:[•●○▪◦‣·–—→➜✓✔✅☑★⭐\u2600-\u2712\u2728-\u274b\u2753-\u27bf\U0001f300-\U0001f6aa"
    r"\U0001f6ac-\U0001faff]\s*)+)"
)
_CROSS = re.compile(r"\s*[❌✗✘⛔🚫]\s*")
_STEP = re.compile(r"\s*(?:\d+(?:\.\d+)*\.[a-z](?:\.\d+)*|\d+(?:\.\d+)*[a-z](?:\.\d+)*(?=[.):]))[.):]?\s+(?=\S)")
_STORY = re.compile(r"as an? |as the ", re.IGNORECASE)
_STORY_PART = re.compile(r"(?:i |so that|so i|in order to|to )", re.IGNORECASE)

_SEPARATED = re.compile(r"\s*(?::\s*|[–—]\s+|-+\s+|→\s*)")
_COLON = re.compile(r"[(\[]?(?P<label>[A-Z][\w'/&() +-]{0,48}?)[\])]?:\s+(?=\S)")
_LABEL_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A text that stands for itself. `id` is its own id, `step` whether it has a step's number ("5.a.1")."""

    body: Inline
    label: str = ""
    id: str | None = None
    step: bool = False

    @property
    def is_title(self) -> bool:
        """Whether the unit is a bold line and no more: a heading in all but name."""
        return not self.label and _is_bold(self.body) and not self.body.text.endswith(".")

    @property
    def names_only(self) -> bool:
        """Whether the unit only names what follows: a title, or a label with nothing after it."""
        return self.is_title or bool(self.label and not self.body.raw)

    @property
    def text(self) -> str:
        """Label and body on one line."""
        return ": ".join(part for part in (self.label, self.body.text) if part)


def _is_bold(body: Inline) -> bool:
    strong = body.strong
    return len(strong) == 1 and strong[0] == body.text  # the text of a long paragraph is made for this alone


def read_units(inline: Inline, ids: Ids, above: str | None = None) -> tuple[Unit, ...]:
    """The units of a text; `above` is the id in force, which outline numbers in the text continue."""
    return tuple(_unit(part, ids, above) for part in _parts(inline, ids))


def _parts(inline: Inline, ids: Ids) -> tuple[Inline, ...]:
    """Splits a text where its author broke the line or began a line with a number, an id, a bullet or a bold label.

    An id that opens a sentence in the middle of a paragraph begins a unit, too ("... a name. **FR-2** Each berth ...").
    """
    labels = {m.start for m in inline.marks if m.kind is MarkKind.STRONG and ":" in inline.raw[m.end - 1 : m.end + 1]}
    cuts, story = list[int](), _STORY.match(inline.raw)
    for line in inline.lines[1:]:
        text = inline.raw[line.start : line.start + 200]
        if story and _STORY_PART.match(text.lstrip()):
            continue
        if line.forced or line.start in labels or _begins_unit(text, ids):
            cuts.append(line.start)
            story = _STORY.match(text)
    return inline.split(sorted({*cuts, *ids.opening(inline.raw)}))


def _begins_unit(text: str, ids: Ids) -> bool:
    openings = (outline(text), _STEP.match(text), _BULLET.match(text), _CROSS.match(text), ids.leading(text))
    return any(openings)


def _unit(part: Inline, ids: Ids, above: str | None) -> Unit:
    body, cross = _after(part, _CROSS)
    body, _ = _after(body, _BULLET)
    own: str | None = None
    body, step = _after(body, _STEP)
    if found := ids.leading(body.raw):
        own, body = found.id, body.part(found.end, len(body.raw)).strip()
    elif not step and (number := outline(body.raw)):
        own, body = qualified(number.id, above), body.part(number.end, len(body.raw)).strip()
        own = None if _is_bold(body) else own  # else it is the number of a section
    label, body = split_label(body)
    if cross and body.raw:
        body = Inline(raw=f"❌ {body.raw}", lines=body.lines, marks=body.marks)
    return Unit(body=body, label=label, id=own, step=step)


def _after(inline: Inline, opening: re.Pattern[str]) -> tuple[Inline, bool]:
    """The text after an opening, and whether it has it."""
    match = opening.match(inline.raw)
    bare = inline.part(match.end(), len(inline.raw)) if match else inline
    return bare.strip(), match is not None


def split_label(inline: Inline) -> tuple[str, Inline]:
    """The lead-in of a text and what follows it: "**Name**: ...", "**Name** - ..." or a few words and a colon."""
    first = inline.marks[0] if inline.marks else None
    strong = next((m for m in inline.marks if m.kind is MarkKind.STRONG and m.start == 0), None)
    if strong:
        end = strong.end
        inside = inline.raw[:end].rstrip()
        if inside.endswith((":", " -", " –")):
            return _bare(inside), inline.part(end, len(inline.raw)).strip()
        if match := _SEPARATED.match(inline.raw, end):
            return _bare(inside), inline.part(match.end(), len(inline.raw)).strip()
        return "", inline
    match = _COLON.match(inline.raw)
    if match and not (first and first.start < match.end() and first.kind is MarkKind.LINK) and _names(match["label"]):
        return match["label"], inline.part(match.end(), len(inline.raw)).strip()
    return "", inline


def _bare(label: str) -> str:
    """A label on one line, without the dash or colon after it and the brackets around all of it ("(High)")."""
    text = " ".join(label.split()).rstrip(" :-–")
    return text[1:-1] if text[:1] + text[-1:] in ("()", "[]") else text


def _names(label: str) -> bool:
    words = label.lower().split()
    edges = {words[0], words[-1]}
    return len(words) <= _LABEL_WORDS and not edges & EDGE_WORDS and not VERBS.intersection(words[1:])
