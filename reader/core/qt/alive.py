"""Models outlive windows: what a model says after Qt has taken a widget away is not heard any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from shiboken6 import isValid

Method = TypeVar("Method", bound=Callable[..., None])


def while_alive(method: Method) -> Method:
    """Do nothing once Qt's side of the widget is gone."""

    @wraps(method)
    def guarded(self: Any, *args: Any) -> None:
        if isValid(self):
            method(self, *args)

    return cast(Method, guarded)
