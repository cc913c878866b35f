"""Models as JSON and back: design.json, proof.json.

Dataclasses become objects without their default values, tuples arrays, enums their values. Where a field may hold one
of several dataclasses, the object names its class under "is".
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
TAG = "is"


class JsonModelError(ValueError):
    """The JSON does not have the form of the model; the message names the path to the offending value."""


def dumps(model: object) -> str:
    """`model` (a dataclass of this package) as JSON text with a final newline: the same text for equal models."""
    return json.dumps(_encode(model, tagged=False), ensure_ascii=False, indent=1) + "\n"


def loads(text: str, model: type[T]) -> T:
    """The model of the class `model` that `dumps` wrote. Raises JsonModelError where the text is something else."""
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise JsonModelError(f"not JSON: {error}") from error
    return typing.cast("T", _decode(data, model, "$"))


def _encode(value: object, *, tagged: bool) -> Any:
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        out: dict[str, Any] = {TAG: type(value).__name__} if tagged else {}
        for field in dataclasses.fields(value):
            item = getattr(value, field.name)
            if _is_default(field, item):
                continue
            out[field.name] = _encode_field(item, hints[field.name])
        return out
    if isinstance(value, tuple | list):
        return [_encode(v, tagged=tagged) for v in value]
    return value


def _encode_field(item: object, hint: object) -> Any:
    return _encode(item, tagged=len(_classes(hint)) > 1)


def _is_default(field: dataclasses.Field[Any], item: object) -> bool:
    return field.default is not dataclasses.MISSING and item == field.default and type(item) is type(field.default)


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


@cache
def _classes(hint: object) -> tuple[type, ...]:
    """The dataclasses that a value of this type, or an element of this tuple type, may be."""
    found: list[type] = []
    for argument in _alternatives(hint):
        if typing.get_origin(argument) is tuple:
            for inner in typing.get_args(argument):
                found.extend(_classes(inner))
        elif isinstance(argument, type) and dataclasses.is_dataclass(argument):
            found.append(argument)
    return tuple(dict.fromkeys(found))


def _alternatives(hint: object) -> tuple[Any, ...]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return typing.get_args(hint)
    return (hint,)


def _decode(data: Any, hint: Any, path: str) -> Any:
    alternatives = _alternatives(hint)
    if data is None:
        if type(None) in alternatives:
            return None
        raise JsonModelError(f"{path}: null is not expected")
    if isinstance(data, list):
        return _decode_tuple(data, alternatives, path)
    if isinstance(data, dict):
        return _decode_object(data, _classes(hint), path)
    for cls in alternatives:
        if isinstance(cls, type) and issubclass(cls, Enum) and isinstance(data, str):
            return _decode_enum(data, cls, path)
    for cls in alternatives:
        if cls in (str, int, float, bool) and type(data) is cls:
            return data
    raise JsonModelError(f"{path}: {type(data).__name__} is not expected")


def _decode_enum(data: str, cls: type[Enum], path: str) -> Enum:
    try:
        return cls(data)
    except ValueError as error:
        raise JsonModelError(f"{path}: {data!r} is no {cls.__name__}") from error


def _decode_tuple(data: list[Any], alternatives: tuple[Any, ...], path: str) -> tuple[Any, ...]:
    hint = next((a for a in alternatives if typing.get_origin(a) is tuple), None)
    if hint is None:
        raise JsonModelError(f"{path}: a list is not expected")
    arguments = typing.get_args(hint)
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_decode(v, arguments[0], f"{path}[{i}]") for i, v in enumerate(data))
    if len(arguments) != len(data):
        raise JsonModelError(f"{path}: {len(arguments)} values are expected, {len(data)} found")
    return tuple(_decode(v, a, f"{path}[{i}]") for i, (v, a) in enumerate(zip(data, arguments, strict=True)))


def _decode_object(data: dict[str, Any], classes: tuple[type, ...], path: str) -> Any:
    tag = data.get(TAG)
    cls = next((c for c in classes if c.__name__ == tag), None) if len(classes) > 1 else next(iter(classes), None)
    if cls is None:
        raise JsonModelError(f"{path}: an object of one of {', '.join(c.__name__ for c in classes)} is expected")
    hints = _hints(cls)
    unknown = sorted(set(data) - set(hints) - {TAG})
    if unknown:
        raise JsonModelError(f"{path}: {cls.__name__} has no {unknown[0]!r}")
    values = {k: _decode(v, hints[k], f"{path}.{k}") for k, v in data.items() if k != TAG}
    try:
        return cls(**values)
    except TypeError as error:
        raise JsonModelError(f"{path}: {error}") from error
