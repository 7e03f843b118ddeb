"""The button with the user's name, and what they can do under it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton

from reader.app.session import Session
from reader.core.commands import Command
from reader.core.qt.actions import menu_action
from reader.core.qt.icons import icon
from reader.core.text import tr


def user_button(session: Session, role: str, commands: Iterable[Command]) -> QToolButton:
    """role: in words. A click leaves the keyboard where it is; Tab comes to it."""
    button = QToolButton()
    button.setText(tr("{name} · {role}", name=session.user.name.native, role=role))
    button.setProperty("role", "quiet")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setIcon(icon("user"))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)
    menu.addActions([menu_action(command, menu) for command in commands])
    button.setMenu(menu)
    return button
