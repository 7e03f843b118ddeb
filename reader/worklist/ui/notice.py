"""Shown in place of the table: the list is empty, still loading, or the hub does not answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from reader.core.qt.plain import Label
from reader.core.text import counted, tr
from reader.worklist.filters import View
from reader.worklist.listing import WorklistModel
from reader.worklist.rows import Rows

_DONE = (View.DONE_TODAY, View.MINE_TODAY)


class Notice(QWidget):
    """A title, a line that says what to do, and perhaps a button (`action`). leads_to: the view that it shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title, self._hint = Label(), Label()
        self._title.setProperty("role", "title")
        self._hint.setProperty("role", "secondary")
        self._hint.setWordWrap(True)
        self._hint.setMinimumWidth(360)
        self.action = QPushButton()
        self.leads_to = View.WAITING
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.addStretch(2)
        for widget in (self._title, self._hint, self.action):
            box.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        for label in (self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)

    def explain(self, worklist: WorklistModel, rows: Rows) -> None:
        """Why this search, or without one this view, shows nothing; and what this user could do next."""
        search, view, reviews = rows.search, rows.view, rows.counts[View.MY_REVIEW]
        self.leads_to = View.WAITING
        if worklist.first_look and worklist.connection == "away":
            self.show_words(tr("The hub does not answer"), worklist.trouble, tr("Try again"))
        elif worklist.first_look:
            self.show_words(tr("Loading the worklist …"), "", "")
        elif search:
            hint = tr("The search looks through every exam of the worklist.")
            self.show_words(tr("Nothing matches “{words}”", words=search), hint, tr("Clear search"))
        elif view is View.WAITING:
            self.show_words(tr("No exams waiting"), tr("New exams appear here automatically."), "")
        elif view is View.FOR_ME and reviews:
            self.leads_to = View.MY_REVIEW
            hint = counted(
                "{count} report waits for your review.", "{count} reports wait for your review.", reviews
            )
            self.show_words(tr("No exams here"), hint, tr("Show what I can review"))
        else:
            hint = "" if view in _DONE else tr("New exams appear here automatically.")
            self.show_words(tr("No exams here"), hint, tr("Show everything waiting"))

    def show_words(self, title: str, hint: str, action: str) -> None:
        """An empty `action` hides the button."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.action.setText(action)
        self.action.setVisible(bool(action))
