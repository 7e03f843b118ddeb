"""What every test stands on: a profile of its own, no keyring of the user's, no network but loopback."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from reader.core.qt.strokes import even_strokes
from tests.tiers import is_quick, shares_a_fixture

os.environ["READER_KEYRING"] = "file"
if "READER_SCREENS" in os.environ:  # tests side by side have a screen each: one would take the other's keyboard
    screens, worker = os.environ["READER_SCREENS"].split(","), os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    os.environ["DISPLAY"] = screens[int(worker.removeprefix("gw")) % len(screens)]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen" if "DISPLAY" not in os.environ else "xcb")
even_strokes()  # pictures in tests look as they do in the program


def pytest_configure() -> None:
    """Garbage is collected on the main thread only, as in the program (`core.qt.garbage`)."""
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tier `quick`; `whole` is all of them, and `tests/bench` is run by itself. Those that may take long come
    first: a worker that begins one when the others are done keeps all waiting. Tests that share a server of their
    module run on one worker, in the order in which they are written."""
    for item in items:
        if is_quick(item):
            item.add_marker("quick")
        if shares_a_fixture(item):
            item.add_marker(pytest.mark.xdist_group(item.location[0]))
    longest: dict[str, float] = {}
    for item in items:
        longest[_together(item)] = max(longest.get(_together(item), 0.0), _patience(item))
    items.sort(key=lambda item: -longest[_together(item)])


def _together(item: pytest.Item) -> str:
    """What runs on one worker: a group, or the test by itself."""
    group = item.get_closest_marker("xdist_group")
    return str(group.args[0]) if group is not None else item.nodeid


def _patience(item: pytest.Item) -> float:
    """Seconds that a test may take by its own mark, 0 without one."""
    marker = item.get_closest_marker("timeout")
    return float(marker.args[0]) if marker is not None else 0.0


def pytest_collection_finish() -> None:
    """What is imported by now stays: no collection looks at it again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    begun = time.monotonic()
    try:
        with _ends(item):
            return (yield)
    finally:
        _delete_what_was_let_go()
        gc.collect(2 if time.monotonic() - begun > 1.0 else 1)


def _ends(item: pytest.Item) -> AbstractContextManager[None]:
    """Nothing that a test waits for keeps it for ever; what even this doesn't end, pytest's faulthandler does."""
    if "PySide6.QtWidgets" not in sys.modules:
        return nullcontext()
    from tests.dialogs import closed_after

    return closed_after((_patience(item) or float(item.config.getini("timeout"))) + 5)


def _delete_what_was_let_go() -> None:
    """Widgets wait to be deleted for an event loop that a test may not have: those that pile up are styled anew by
    every test that changes the theme or the size of text."""
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtCore import QEvent
        from PySide6.QtWidgets import QApplication

        if QApplication.instance() is not None:
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard_at_the_end() -> Iterator[None]:
    """What a test copied is let go while Python is there: Qt's offscreen platform does it after, and crashes."""
    yield
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QGuiApplication

        if QGuiApplication.instance() is not None:
            QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def own_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Nothing a test does reaches the profile of the user who runs it."""
    profile = tmp_path / "profile"
    monkeypatch.setenv("READER_PROFILE", str(profile))
    yield profile
