"""Frozen values as JSON and back: what the draft journal keeps.

It follows the fields of the dataclasses, so a field that another room adds is kept without a change here. A
field that an older file lacks takes its default; one that this program does not know is left out. A dataclass
whose fields were once others says by `upgraded` what they are now.
"""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Dataclasses, tuples, enums, dates and plain scalars as what JSON can hold; raises TypeError on others."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} is no plain value")


def from_plain(kind: type[T], data: Any) -> T:
    """The value of type `kind` that `to_plain` wrote; raises ValueError where it does not fit."""
    value: T = _build(kind, data)
    return value


def _build(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _build_union(get_args(kind), data)
    if origin is tuple:
        return _build_tuple(get_args(kind), data)
    if isinstance(kind, type):
        if is_dataclass(kind):
            return _build_dataclass(kind, data)
        if issubclass(kind, Enum):
            return kind(data)
        if issubclass(kind, date) and isinstance(data, str):  # datetime is one too, and parses itself
            return kind.fromisoformat(data)
        if kind is float and isinstance(data, int | float):
            return float(data)
        if isinstance(data, kind):
            return data
    raise ValueError(f"{type(data).__name__} where {kind} was expected")


def _build_union(parts: tuple[Any, ...], data: Any) -> Any:
    """The first of the types that fits; a dataclass is a JSON object and so never mistaken for a text."""
    if data is None and type(None) in parts:
        return None
    for part in parts:
        try:
            return _build(part, data)
        except ValueError:
            continue
    raise ValueError(f"{type(data).__name__} fits none of {parts}")


def _build_tuple(parts: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise ValueError("a list was expected")
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_build(parts[0], entry) for entry in data)
    if len(parts) != len(data):
        raise ValueError(f"{len(parts)} values were expected, not {len(data)}")
    return tuple(_build(part, entry) for part, entry in zip(parts, data, strict=True))


def _build_dataclass(kind: type[Any], data: Any) -> Any:
    if not isinstance(data, dict):
        raise ValueError(f"{kind.__name__} was expected")
    data = kind.upgraded(data) if hasattr(kind, "upgraded") else data
    hints = _hints(kind)
    values = {}
    for field in fields(kind):
        if field.name in data:
            values[field.name] = _build(hints[field.name], data[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"{kind.__name__} without {field.name}")
    return kind(**values)


def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
