"""The first window: the worklist page under a bar that says which hub and who."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from reader.app import commands
from reader.app.presenter import Message
from reader.app.session import Session
from reader.app.ui.message_banner import MessageBanner
from reader.app.ui.monitors import Monitors
from reader.app.ui.palette import CommandPalette
from reader.app.ui.user_button import user_button
from reader.core.commands import Command, CommandRegistry
from reader.core.qt.actions import bind_keys
from reader.core.qt.plain import Label
from reader.core.text import tr
from reader.worklist.ui.page import WorklistPage


class Beside(Protocol):
    """A window beside this one."""

    def show(self) -> None: ...


class UserMenu(Protocol):
    """What the menu under the user's name does."""

    monitors: Monitors

    @property
    def statistics(self) -> Beside: ...

    def help(self) -> None: ...
    def settings(self) -> None: ...
    def keys(self) -> None: ...
    def sign_out(self) -> None: ...
    def about(self) -> None: ...
    def audit(self) -> None: ...


class WorklistWindow(QMainWindow):
    """Holds the worklist page, the receipts of the outbox and what was just submitted (`held`).
    What comes and goes is shown over the list's lower edge: no row and no button moves away under the mouse.

    notice: a line that says quietly what is new with the program.

    `closed` when the user closes it.
    """

    closed = Signal()

    def __init__(
        self,
        session: Session,
        page: WorklistPage,
        receipts: QWidget,
        registry: CommandRegistry,
        user_menu: UserMenu,
        connection: Callable[[], str],
        held: QWidget,
        notice: QWidget,
        may_close: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._may_close = may_close
        self.setWindowTitle(tr("reader – worklist"))
        self.setMinimumSize(900, 560)
        self._registry = registry
        self._connection = connection
        own = (
            *commands.everywhere("worklist", palette=self._open_palette, help_=user_menu.help, group="user"),
            commands.settings("worklist", user_menu.settings, "user"),
            commands.keys("worklist", user_menu.keys, "user"),
            commands.monitors("worklist", user_menu.monitors.show, "user"),
            commands.statistics("worklist", user_menu.statistics.show, "user"),
            commands.about("worklist", user_menu.about, "user"),
            *self._of_administrators(session, user_menu),
            commands.sign_out("worklist", user_menu.sign_out, "user"),
        )
        of_the_page = list(registry)
        registry.add(*own)
        self._banner = MessageBanner()
        self._hub = Label()
        self._hub_name = session.hub.name
        body = QWidget()
        self.setCentralWidget(body)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._column, self._of_the_page, self._not_now = layout, of_the_page, page.foot.not_now
        layout.addWidget(bar := self._bar(session, notice))
        layout.addWidget(page, 1)
        layout.addWidget(receipts)
        for line in (held, self._banner):
            page.messages.add(line)
        self.setFocusProxy(page)
        bind_keys(own, body, page.foot.not_now)
        for beside in (bar, receipts):  # there the page's keys work as well
            bind_keys(of_the_page, beside, page.foot.not_now)
        self.refresh_connection()

    def put_on_top(self, line: QWidget) -> None:
        """Above all else in it."""
        self._column.insertWidget(0, line)
        bind_keys(self._of_the_page, line, self._not_now)

    def show_message(self, message: Message) -> None:
        self._banner.show_message(message)

    def go_on_from(self, previous: WorklistWindow) -> None:
        """The message that stays, when it is built again."""
        self._banner.go_on_from(previous._banner)

    def withdraw(self, about: str) -> None:
        """Take away what was told about this."""
        self._banner.withdraw(about)

    def refresh_connection(self) -> None:
        """Say in words and shape how the hub is reached."""
        state = self._connection()
        mark_, role, words = {
            "live": ("●", "fine", tr("live")),
            "polling": ("◐", "soon", tr("checks every few seconds")),
            "away": ("○", "urgent", tr("does not answer")),
        }.get(state, ("◌", "secondary", tr("connecting …")))
        self._hub.setText(f"{mark_} {tr('Hub: {name}', name=self._hub_name)} · {words}")
        self._hub.setProperty("role", role)
        self._hub.style().unpolish(self._hub)
        self._hub.style().polish(self._hub)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        event.accept()
        self.closed.emit()

    @staticmethod
    def _of_administrators(session: Session, user_menu: UserMenu) -> tuple[Command, ...]:
        return (commands.audit_trail("worklist", user_menu.audit, "user"),) if session.may_audit else ()

    def _bar(self, session: Session, notice: QWidget) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "bar")
        name = Label("reader")
        name.setProperty("role", "title")
        roles = tr("reviewing") if session.may_review else tr("reporting")
        roles = tr("chief doctor") if session.may_approve else roles
        user = user_button(session, roles, self._registry.group("user"))
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(16)
        row.addWidget(name)
        row.addWidget(self._hub)
        row.addWidget(notice, 1)
        row.addWidget(user)
        return bar

    def _open_palette(self) -> None:
        CommandPalette(self._registry, self).show()
