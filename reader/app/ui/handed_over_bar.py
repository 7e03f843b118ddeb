"""Under a signed report: the ways on from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from reader.core.commands import Command
from reader.core.qt.actions import title_with_key
from reader.core.qt.alive import while_alive
from reader.core.qt.buttons import ButtonRow
from reader.core.qt.icons import icon
from reader.core.qt.plain import plain_tip
from reader.core.text import tr
from reader.worklist.listing import WorklistModel


class HandedOverBar(QFrame):
    """A button for each command that can be done now; follows the worklist, where somebody else may be faster."""

    def __init__(
        self, commands: Sequence[Command], worklist: WorklistModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        self._buttons: list[tuple[QPushButton, Command]] = []
        for command in commands:
            button = QPushButton(icon(command.icon), tr(command.title))
            button.setObjectName(command.id)
            button.setToolTip(plain_tip(title_with_key(command)))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(command.run)
            self._buttons.append((button, command))
        row.addWidget(ButtonRow(None, *(button for button, _ in self._buttons)))
        worklist.changed.connect(self._update)
        self._update()

    @while_alive
    def _update(self, _: object = None) -> None:
        for button, command in self._buttons:
            button.setVisible(command.when())
        self.setVisible(any(command.when() for _, command in self._buttons))
