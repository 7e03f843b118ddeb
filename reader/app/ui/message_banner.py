"""The quiet banner in which messages stand: what happened, what is safe, one action."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reader.app.presenter import Level, Message
from reader.core.qt.floating import Floating
from reader.core.qt.icons import icon
from reader.core.qt.plain import Label
from reader.core.text import now, tr

_ICONS = {
    Level.INFO: ("circle-check", "fine"),
    Level.NOTE: ("info", "text-2"),
    Level.WARNING: ("triangle-alert", "soon"),
    Level.ERROR: ("octagon-alert", "urgent"),
}
_FRAMES = {Level.INFO: "fine", Level.NOTE: "note", Level.WARNING: "soon", Level.ERROR: "error"}
INFO_STAYS_MS = 8000


class Underlaid(QWidget):
    """Pictures, over whose lower edge lines float when something is said: neither they nor what stands beside them
    moves, and a click that is on its way is not missed. standing: a line that takes its room above them."""

    def __init__(self, pictures: QWidget, *floating: QWidget, standing: QWidget | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if standing is not None:
            column.addWidget(standing)
        column.addWidget(pictures, 1)
        self._column = column
        self._floating = Floating(pictures, self)
        for line in floating:
            self.add(line)

    def put_above(self, line: QWidget) -> None:
        """One more that takes its room above the pictures, as long as it is shown."""
        self._column.insertWidget(0, line)

    def add(self, line: QWidget) -> None:
        """One more that floats, below the others."""
        self._floating.add(line)


class MessageBanner(QFrame):
    """Shows the newest message; errors stay until closed (or until the same trouble is over)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._mark = Label()
        self._text = Label(wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)
        self._detail = Label(wordWrap=True)
        self._detail.setProperty("role", "secondary")
        self._action = QPushButton()
        self._close = close = QPushButton(icon("x"), "")
        close.setProperty("role", "quiet")
        close.setToolTip(tr("Close"))
        close.setAccessibleName(tr("Close"))
        for button in (close, self._action):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.hide)
        self._action.clicked.connect(self._act)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._text)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        row.addWidget(self._action)
        row.addWidget(close)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self._message: Message | None = None
        self.hide()

    @property
    def message(self) -> Message | None:
        """What is shown now, or None."""
        return None if self.isHidden() else self._message

    def show_message(self, message: Message) -> None:
        self._message = message
        name, colour = _ICONS[message.level]
        self._mark.setPixmap(icon(name, colour).pixmap(18, 18))
        self._text.setText(now(message.text))
        self._detail.setText(message.detail)
        self._detail.setVisible(bool(message.detail))
        self._action.setText(now(message.action))
        self._action.setVisible(bool(message.action))
        self._close.setVisible(not message.holds)
        self.setProperty("level", _FRAMES[message.level])
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        self._timer.stop()
        if not message.stays:
            self._timer.start(INFO_STAYS_MS)

    def go_on_from(self, previous: MessageBanner) -> None:
        """The same in a window that is built again."""
        if previous.message is not None and previous.message.stays:
            self.show_message(previous.message)

    def withdraw(self, about: str) -> None:
        """What was told about this holds no more, see `Message`."""
        if self._message is not None and self._message.about == about:
            self.hide()

    def _act(self) -> None:
        message = self._message
        self.hide()
        if message is not None and message.run is not None:
            message.run()
