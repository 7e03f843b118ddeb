"""Errors in Qt's event handlers reach the presenter instead of ending the program.

An exception that the interpreter itself raises (an index out of range) inside an event handler that Qt calls
from within another call is not normalised on Python 3.11, and shiboken (6.8 to 6.11) then dies of it. So no
exception may leave an event handler: each one is caught here and handed to `sys.excepthook`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from PySide6.QtCore import QObject

_DONE = "_reader_guarded"
_ANSWERING = ("event", "eventFilter", "viewportEvent", "focusNextPrevChild")


def guard_event_handlers() -> None:
    """Wrap the event handlers of every Qt class of this program that has been imported; cheap to repeat."""
    for cls in _ours(QObject):
        for name, method in list(vars(cls).items()):
            answers = name in _ANSWERING
            if (answers or name.endswith("Event")) and callable(method) and not hasattr(method, _DONE):
                setattr(cls, name, _guarded(method, False if answers else None))


def _guarded(method: Callable[..., Any], otherwise: bool | None) -> Callable[..., Any]:
    @wraps(method)
    def call(*args: Any) -> Any:
        try:
            return method(*args)
        except Exception:  # noqa: BLE001 - whatever it is, it must not get back into Qt
            kind, error, trace = sys.exc_info()
            if kind is not None and error is not None:
                sys.excepthook(kind, error, trace)
            return otherwise

    setattr(call, _DONE, True)
    return call


def _ours(cls: type) -> Iterator[type]:
    subclass: type
    for subclass in cls.__subclasses__():
        if subclass.__module__.startswith("reader."):
            yield subclass
        yield from _ours(subclass)
