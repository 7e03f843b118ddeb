"""JSON that may be hostile: as deep as stated here on every Python, and no name with two values. Any thread."""

from __future__ import annotations

import json
from typing import Any

from reader.core.text import mark, tr

DEEPEST = 200
"""Arrays and objects inside each other. DICOM JSON takes three of them for a sequence."""


class NotJson(ValueError):
    """It can't be read; `str` is a short reason in English, `text` in the user's language."""

    @property
    def text(self) -> str:
        return tr(str(self))


class Twice(NotJson):
    """One name with two values."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name[:16]} is there twice")
        self.name = name

    @property
    def text(self) -> str:
        return tr("{name} is there twice", name=self.name[:16])


def parse(text: str | bytes, *, deepest: int = DEEPEST) -> Any:
    """NaN and numbers beyond all bounds become floats. Raises `NotJson`."""
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except RecursionError:  # the depth at which it comes differs from Python to Python
        raise NotJson(mark("nested too deeply")) from None
    except UnicodeDecodeError:
        raise NotJson(mark("not UTF-8")) from None
    except NotJson:
        raise
    except ValueError:
        raise NotJson(mark("not JSON")) from None
    if _is_deeper(found, deepest):
        raise NotJson(mark("nested too deeply"))
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise Twice(next(name for name in names if names.count(name) > 1))
    return found


def _is_deeper(found: Any, most: int) -> bool:
    """Level by level, without recursion of its own."""
    level = [found] if isinstance(found, dict | list) else []
    for _ in range(most):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return bool(level)
