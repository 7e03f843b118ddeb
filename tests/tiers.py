"""Which tests are quick: those that come to neither a window nor a server nor another program.

Told by what a test's module and fixtures have imported, theirs of `tests` included; nobody marks a test by hand.
"""

from __future__ import annotations

import sys
from functools import cache
from types import ModuleType

import pytest

_SLOW = (
    "PySide6.QtWidgets", "PySide6.QtTest", "vtkmodules", "subprocess", "tests.servers", "tests.orthanc",
    "tests.nursery", "tests.proxy", "tests.canned", "pytestqt",
)  # fmt: skip


def is_quick(item: pytest.Item) -> bool:
    names = {getattr(getattr(item, "module", None), "__name__", "")}
    fixtures = getattr(item, "_fixtureinfo", None)
    if fixtures is not None:
        names |= {found.func.__module__ for found in _used(fixtures)}
    return not any(map(_is_slow, names))


def shares_a_fixture(item: pytest.Item) -> bool:
    """Whether it uses something that is made once for its module."""
    fixtures = getattr(item, "_fixtureinfo", None)
    return fixtures is not None and any(found.scope == "module" for found in _used(fixtures))


def _used(fixtures: pytest.FuncFixtureInfo) -> list[pytest.FixtureDef[object]]:
    defined = fixtures.name2fixturedefs
    return [defined[name][-1] for name in fixtures.names_closure if name in defined]


@cache
def _is_slow(name: str) -> bool:
    """Whether a module is one of those that take time, or, being of the tests, has something from one."""
    if name.startswith(_SLOW) or ".ui." in name:
        return True
    module = sys.modules.get(name)
    if module is None or not name.startswith("tests.") or name == "tests.conftest":
        return False
    return any(_is_slow(source) for value in vars(module).values() if (source := _source(value)) not in ("", name))


def _source(value: object) -> str:
    return value.__name__ if isinstance(value, ModuleType) else str(getattr(value, "__module__", "") or "")
