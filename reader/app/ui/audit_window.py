"""The window of the audit trail: an administrator's own, or beside the worklist of a doctor who is one too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from reader.app import commands
from reader.app.presenter import Level, Message
from reader.app.services import Services
from reader.app.session import Session
from reader.app.ui.audit_view import AuditView
from reader.app.ui.message_banner import MessageBanner
from reader.app.ui.palette import CommandPalette
from reader.app.ui.user_button import user_button
from reader.core.commands import Command, CommandRegistry
from reader.core.qt.actions import bind_keys
from reader.core.qt.plain import Label
from reader.core.text import counted, tr


class AdministratorMenu(Protocol):
    """What the menu under an administrator's name does."""

    def settings(self) -> None: ...
    def keys(self) -> None: ...
    def statistics(self) -> None: ...
    def sign_out(self) -> None: ...


class AuditWindow(QMainWindow):
    """`closed` when the user closes it. menu: None where another window has it. failed: shows an error."""

    closed = Signal()

    def __init__(
        self, services: Services, session: Session, failed: Callable[[BaseException], None],
        show_help: Callable[[], None], menu: AdministratorMenu | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("audit")
        self.setWindowTitle(tr("reader – audit trail"))
        self.setMinimumSize(900, 560)
        self._registry = CommandRegistry()
        self._banner = MessageBanner()
        self.view = AuditView(services, session)
        self.view.failed.connect(failed)
        self.view.exported.connect(self._say_exported)
        own = self._commands(menu, show_help)
        self._registry.add(*own)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar(session))
        layout.addWidget(self._banner)
        layout.addWidget(self.view, 1)
        self.setCentralWidget(body)
        bind_keys(own, body)
        self.setFocusProxy(self.view.table)
        self.view.table.setFocus()

    def show_message(self, message: Message) -> None:
        self._banner.show_message(message)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()

    def _close(self) -> None:
        self.close()

    def _say_exported(self, count: int, place: str) -> None:
        text = counted(
            "{count} record written to {place}.", "{count} records written to {place}.", count, place=place
        )
        hint = tr("The file contains patient data; protect it like reports.")
        self.show_message(Message(text, hint, level=Level.INFO))

    def _commands(self, menu: AdministratorMenu | None, help_: Callable[[], None]) -> list[Command]:
        view = self.view
        found = [
            *commands.everywhere(
                "audit", palette=lambda: CommandPalette(self._registry, self).show(), help_=help_, group="user"
            ),
            *commands.audit_window(check=view.check, export=view.export.click, search=view.search.setFocus),
        ]
        if menu is None:
            return [*found, commands.audit_beside(self._close)]
        return [
            *found,
            commands.statistics("audit", menu.statistics, "user"),
            commands.settings("audit", menu.settings, "user"),
            commands.keys("audit", menu.keys, "user"),
            commands.sign_out("audit", menu.sign_out, "user"),
        ]

    def _bar(self, session: Session) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "bar")
        name = Label(tr("Audit trail of this computer"))
        name.setProperty("role", "title")
        hub = Label(tr("Hub: {name}", name=session.hub.name))
        hub.setProperty("role", "secondary")
        user = user_button(session, tr("administrator"), self._registry.group("user"))
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(16)
        row.addWidget(name)
        row.addWidget(hub)
        row.addStretch()
        row.addWidget(user)
        return bar
