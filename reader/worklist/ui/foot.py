"""The line below the worklist: the way into the next case, how the list is kept up to date, and what is new."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from reader.core.commands import Command, CommandRegistry
from reader.core.qt.actions import key_text, not_now_text, title_with_key
from reader.core.qt.elided import ElidedLabel
from reader.core.qt.icons import icon
from reader.core.qt.plain import Label, plain_tip
from reader.core.text import counted, tr
from reader.worklist.listing import Extent, WorklistModel
from reader.worklist.model import State
from reader.worklist.words import news_text

_NEWS_MS = 12_000
_BUTTONS = ("worklist.next", "worklist.release", "worklist.open")


class Foot(QFrame):
    """`troubled`: the user wants to see what can't be read."""

    troubled = Signal()

    def __init__(self, registry: CommandRegistry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status")
        self._connection, self._extent = Label(), Label()
        self._next, self._said = ElidedLabel(), ElidedLabel()
        self._said.setObjectName("worklist.news")
        self._next.setObjectName("worklist.reason")
        for label in (self._connection, self._extent, self._next, self._said):
            label.setProperty("role", "secondary")
        self._trouble = QPushButton()
        self._trouble.setObjectName("worklist.unreadable")
        self._trouble.setProperty("role", "quiet")
        self._trouble.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._trouble.clicked.connect(self.troubled)
        self._trouble.hide()
        self._news: tuple[str, ...] = ()
        self._clearing = QTimer(self)
        self._clearing.setSingleShot(True)
        self._clearing.timeout.connect(self.clear)
        self._commands = {name: registry[name] for name in _BUTTONS}
        self._buttons = {name: self._button(name) for name in _BUTTONS}
        self._buttons["worklist.open"].setProperty("role", "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._buttons["worklist.next"])
        row.addWidget(self._next, 3)
        row.addWidget(self._said, 2)
        row.addWidget(self._trouble)
        row.addWidget(self._extent)
        row.addWidget(self._connection)
        row.addSpacing(8)
        row.addWidget(self._buttons["worklist.release"])
        row.addWidget(self._buttons["worklist.open"])

    def say(self, text: str, *, passing: bool = True) -> None:
        """passing: it goes by itself after a while."""
        self._news = ()
        self._said.setText(text)
        if passing:
            self._clearing.start(_NEWS_MS)
        else:
            self._clearing.stop()

    def not_now(self, command: Command) -> None:
        self.say(not_now_text(command))

    def clear(self) -> None:
        self._news = ()
        self._said.clear()

    def announce(self, uids: tuple[str, ...], worklist: WorklistModel) -> None:
        """These have arrived."""
        self.say(news_text(worklist.tasks[uid] for uid in uids if uid in worklist.tasks))
        self._news = uids

    def renew_news(self, worklist: WorklistModel) -> None:
        """What was recalled, claimed or done meanwhile is no news any more."""
        tasks = (worklist.tasks[uid] for uid in self._news if uid in worklist.tasks)
        text = news_text(task for task in tasks if task.state is State.WAITING) if self._news else ""
        if self._news and text != self._said.text():
            self._said.setText(text)

    def show_next(self, text: str) -> None:
        """Which case is next, and why."""
        self._next.setText(text)
        command = self._commands["worklist.next"]
        tip = "\n".join(filter(None, (title_with_key(command), text)))
        self._buttons["worklist.next"].setToolTip(plain_tip(tip))

    def show_connection(self, state: str, trouble: str, at: str) -> None:
        text, role = {
            "live": (tr("● Live"), "fine"),
            "polling": (tr("◐ Checks every 15 s"), "secondary"),
            "away": (tr("▲ The hub does not answer · list of {time}", time=at), "soon"),
        }.get(state, ("", "secondary"))
        self._connection.setText(text)
        self._connection.setToolTip(plain_tip(trouble))
        self._connection.setProperty("role", role)
        self._connection.style().polish(self._connection)

    def show_extent(self, extent: Extent, unreadable: int) -> None:
        """How much of a long list is here, while that is not all of it; and how many tasks can't be read."""
        self._extent.setText(_extent_text(extent))
        self._extent.setVisible(bool(self._extent.text()))
        said = counted("▲ {count} task can't be read", "▲ {count} tasks can't be read", unreadable)
        self._trouble.setText(said)
        self._trouble.setVisible(unreadable > 0)

    def update_buttons(self) -> None:
        for name, button in self._buttons.items():
            button.setEnabled(self._commands[name].when())

    def _button(self, name: str) -> QPushButton:
        command = self._commands[name]
        key = key_text(command).replace("Return", "Enter")
        button = QPushButton(f"{tr(command.title)}  {key}" if name != "worklist.release" else tr(command.title))
        button.setObjectName(name)
        button.setIcon(icon(command.icon, "on-accent" if name == "worklist.open" else "text"))
        button.setToolTip(plain_tip(title_with_key(command)))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(command.run)
        return button


def _extent_text(extent: Extent) -> str:
    if extent.complete:
        return ""
    here = f"{extent.loaded:,}"
    if extent.bounded:
        if extent.total is None:
            return tr("Showing {here}; there are more, the search finds them", here=here)
        return tr("Showing {here} of {total}; the search finds the rest", here=here, total=f"{extent.total:,}")
    if extent.total is None:
        return tr("Loading: more than {here}", here=here)
    return tr("Loading: {here} of {total}", here=here, total=f"{extent.total:,}")
