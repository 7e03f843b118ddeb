"""A thin line between two parts of a dialog or panel."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame


def line() -> QFrame:
    made = QFrame()
    made.setProperty("role", "line")
    return made
