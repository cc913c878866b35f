"""What a person edited in model.yaml, kept when the documents change: a three-way merge by the names of elements.

Base is the model of the last run, `discovered` what the documents say now, `edited` what model.yaml says. A field of
an element that differs between base and edited was changed by a person and stays so; one that only the documents
changed follows them. Models are compared as model.yaml holds them, since that is what a person saw.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, TypeVar

from database_designer.diagnostics import Diagnostic, Severity, sort_diagnostics
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.conceptual import ConceptualModel, EntityType, Question
from database_designer.modelfile.load import load_model
from database_designer.modelfile.prune import prune_model
from database_designer.modelfile.reader import DECIDED_BY
from database_designer.modelfile.save import save_model
from database_designer.source import Origin, SourceFile, SourceRole

T = TypeVar("T")

CHANGED = "changed in model.yaml"
"""The principle of an element of the documents that a person changed."""

_BY_NAME = ("attributes", "references", "links", "rules", "queries", "entities", "lists")
_SILENT = ("accounting", "statements")
_NO_ORIGIN = Origin(decided_by="")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Merged:
    """A merged value, and the elements that both sides changed differently: (element, what, the edited one)."""

    value: Any
    conflicts: tuple[tuple[str, str, Any], ...] = ()


def merge(
    base: ConceptualModel | None, discovered: ConceptualModel, edited: ConceptualModel
) -> tuple[ConceptualModel, tuple[Diagnostic, ...]]:
    """The model to design: the documents', with everything that a person changed in model.yaml as it stands there.

    Where both changed the same thing differently the person's stays, and a question and a diagnostic say so. Without
    a base nothing can be told apart, and the edited model is taken as it is. Elements that name what the other side
    removed are left out, with a diagnostic.
    """
    if base is None:
        told = {name: getattr(discovered, name) for name in _SILENT}
        return dataclasses.replace(edited, **told), (_without_base(),)
    result = _merge_fields(_as_written(base), _as_written(discovered), edited, discovered, "")
    merged = dataclasses.replace(result.value, questions=_questions(base, discovered, edited, result.conflicts))
    found = (*(_conflict_diagnostic(*c) for c in result.conflicts), *check_conceptual(merged))
    return prune_model(merged), sort_diagnostics(found)


def _without_base() -> Diagnostic:
    return Diagnostic(
        code="merge-without-base",
        severity=Severity.INFO,
        fact="there is no design.json of an earlier run; model.yaml is taken as it is, and the documents add nothing",
        fix="keep design.json beside model.yaml, or delete model.yaml to discover the model anew",
    )


def _as_written(model: ConceptualModel) -> ConceptualModel:
    """The model as model.yaml holds it: without what its language cannot say."""
    loaded, _ = load_model(SourceFile(path="model.yaml", text=save_model(model), role=SourceRole.MODEL))
    return loaded or ConceptualModel(name=model.name)


def _plain(value: Any) -> Any:
    """The value with its origins reduced to what a person can write: `from` and `assumed`."""
    if isinstance(value, Origin):
        return Origin(decided_by="", stated=value.stated, assumed=value.assumed)
    if isinstance(value, tuple):
        return tuple(_plain(v) for v in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **{f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)})
    return value


# Elements


def _merge_element(base: Any, discovered: Any, edited: Any, found: Any, element: str) -> _Merged:
    """One element, None where a side does not have it; `found` is the discovered one with all its evidence."""
    b, d, e = _plain(base), _plain(discovered), _plain(edited)
    if e in (b, d):
        return _Merged(value=found)
    if isinstance(d, EntityType) and isinstance(e, EntityType):
        blank = EntityType(name=e.name, origin=_NO_ORIGIN)
        return _merge_fields(base or blank, discovered, edited, found, element)
    if d is not None and type(b) is type(d) is type(e) is type(found):
        return _merge_fields(base, discovered, edited, found, element)
    conflict = () if d == b else ((element, "what it is" if e is not None else "which was deleted", edited),)
    return _Merged(value=edited, conflicts=conflict)


def _merge_fields(base: Any, discovered: Any, edited: Any, found: Any, element: str) -> _Merged:
    """An element that all sides have, field by field."""
    values: dict[str, Any] = {}
    conflicts: list[tuple[str, str, Any]] = []
    changed = False
    for field in dataclasses.fields(found):
        name = field.name
        sides = getattr(base, name), getattr(discovered, name), getattr(edited, name), getattr(found, name)
        if name in ("origin", *_SILENT) or (element == "" and name == "questions"):
            values[name] = sides[3]
        elif name in _BY_NAME or _are_alike(sides):
            inner = f"{element}.{name}".lstrip(".")
            merged = _merge_named(sides, element) if name in _BY_NAME else _merge_fields(*sides, inner)
            values[name] = merged.value
            conflicts.extend(merged.conflicts)
        else:
            b, d, e = (_plain(side) for side in sides[:3])
            follows = e in (b, d)
            values[name] = sides[3] if follows else sides[2]
            changed = changed or not follows
            if not follows and d != b:
                conflicts.append((element, name, edited))
    if "origin" in values:
        values["origin"] = _origin(base.origin, edited.origin, found.origin, changed=changed)
    return _Merged(value=dataclasses.replace(found, **values), conflicts=tuple(conflicts))


def _are_alike(sides: Sequence[Any]) -> bool:
    """Whether all sides have an element of the same kind, as a lifecycle, with an origin of its own."""
    return len({type(s) for s in sides}) == 1 and isinstance(getattr(sides[0], "origin", None), Origin)


def _origin(base: Origin, edited: Origin, found: Origin, *, changed: bool) -> Origin:
    """The origin of the documents, with the requirement ids and the assumption as a person changed them."""
    principle = CHANGED if changed else found.principle
    if _plain(base) == _plain(edited):
        return dataclasses.replace(found, principle=principle)
    evidence = tuple(e for e in found.evidence if e.requirement is None or e.requirement in edited.stated)
    return dataclasses.replace(
        found, evidence=evidence, stated=edited.stated, assumed=edited.assumed, principle=CHANGED
    )


def _merge_named(sides: Sequence[Sequence[Any]], element: str) -> _Merged:
    """The elements of the four sides matched by name: in the order of the documents, what a person added follows."""
    b, d, e, f = ({x.name: x for x in side} for side in sides)
    values: list[Any] = []
    conflicts: list[tuple[str, str, Any]] = []
    for name in dict.fromkeys((*d, *e, *b)):
        of = f.get(name) if name in d else None
        merged = _merge_element(b.get(name), d.get(name), e.get(name), of, f"{element}.{name}".lstrip("."))
        conflicts.extend(merged.conflicts)
        if merged.value is not None:
            values.append(merged.value)
    return _Merged(value=tuple(values), conflicts=tuple(conflicts))


# Questions


def _questions(
    base: ConceptualModel,
    discovered: ConceptualModel,
    edited: ConceptualModel,
    conflicts: tuple[tuple[str, str, Any], ...],
) -> tuple[Question, ...]:
    """The documents' questions with the answers given in model.yaml, what a person added, and the conflicts.

    A question that a person deleted stays away; an answered one stays though the documents no longer ask it.
    """
    known = {_key(q) for q in base.questions}
    given = {_key(q): q for q in edited.questions}
    asked = [
        dataclasses.replace(q, answer=given[_key(q)].answer) if _key(q) in given else q
        for q in discovered.questions
        if _key(q) in given or _key(q) not in known
    ]
    asked_keys = {_key(q) for q in asked}
    kept = [q for key, q in given.items() if key not in asked_keys and (q.answer or key not in known)]
    kept_keys = {_key(q) for q in kept}
    new = [q for q in (_conflict_question(*c) for c in conflicts) if _key(q) not in kept_keys | asked_keys]
    return (*asked, *kept, *new)


def _key(question: Question) -> tuple[str, str]:
    return question.about, " ".join(question.ask.split())


def _conflict_question(element: str, what: str, edited: Any) -> Question:
    return Question(
        ask=f"The documents and model.yaml changed {_subject(element, what)} differently; which of them holds?",
        about=element,
        assumed="model.yaml",
        origin=getattr(edited, "origin", Origin(decided_by=DECIDED_BY)),
    )


def _conflict_diagnostic(element: str, what: str, edited: Any) -> Diagnostic:
    origin = getattr(edited, "origin", None)
    return Diagnostic(
        code="merge-conflict",
        severity=Severity.WARNING,
        fact=f"the documents and model.yaml changed {_subject(element, what)} differently; model.yaml is kept",
        fix="compare with the documents, and answer the question about it in model.yaml",
        span=origin.evidence[0].span if isinstance(origin, Origin) and origin.evidence else None,
        element=element,
    )


def _subject(element: str, what: str) -> str:
    return f"{element} ({what.replace('_', ' ')})" if element else what.replace("_", " ")
