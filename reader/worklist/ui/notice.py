"""Shown in place of the table: the list is empty, still loading, or the hub does not answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from reader.core.qt.plain import Label


class Notice(QWidget):
    """A title, a line that says what to do, and perhaps a button (`action`)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title, self._hint = Label(), Label()
        self._title.setProperty("role", "title")
        self._hint.setProperty("role", "secondary")
        self._hint.setWordWrap(True)
        self._hint.setMinimumWidth(360)
        self.action = QPushButton()
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.addStretch(2)
        for widget in (self._title, self._hint, self.action):
            box.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        for label in (self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)

    def show_words(self, title: str, hint: str, action: str) -> None:
        """An empty `action` hides the button."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.action.setText(action)
        self.action.setVisible(bool(action))
