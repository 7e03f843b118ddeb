"""The window of the department's statistics, beside the worklist or the audit trail."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from reader.app import commands
from reader.app.presenter import Level, Message
from reader.app.services import Services
from reader.app.session import Session
from reader.app.ui.message_banner import MessageBanner
from reader.app.ui.palette import CommandPalette
from reader.app.ui.statistics_view import StatisticsView
from reader.core.commands import CommandRegistry
from reader.core.qt.actions import bind_keys
from reader.core.qt.fitting import open_wide
from reader.core.qt.plain import Label
from reader.core.text import tr


class StatisticsWindow(QMainWindow):
    """`closed` when the user closes it. failed: shows an error. Main thread."""

    closed = Signal()

    def __init__(
        self, services: Services, session: Session, failed: Callable[[BaseException], None],
        show_help: Callable[[], None], look: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("statistics")
        self.setWindowTitle(tr("reader – statistics"))
        self.setMinimumSize(900, 560)
        self._registry = CommandRegistry()
        self._banner = MessageBanner()
        self.view = StatisticsView(services, session, look)
        self.view.failed.connect(failed)
        self.view.exported.connect(self._say_exported)
        own = [
            *commands.everywhere(
                "statistics", palette=lambda: CommandPalette(self._registry, self).show(), help_=show_help
            ),
            *commands.statistics_window(ask=self.view.ask, export=self.view.export.click, close=self._close),
        ]
        self._registry.add(*own)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(_bar(session))
        layout.addWidget(self._banner)
        layout.addWidget(self.view, 1)
        self.setCentralWidget(body)
        bind_keys(own, body)
        open_wide(self, QSize(1280, 800))
        self.setFocusProxy(self.view.table)
        self.view.table.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()

    def _close(self) -> None:
        self.close()

    def _say_exported(self, place: str) -> None:
        self._banner.show_message(Message(tr("Saved: {path}", path=place), level=Level.INFO))


def _bar(session: Session) -> QFrame:
    bar = QFrame()
    bar.setProperty("role", "bar")
    everybody = session.may_compare
    name = Label(tr("Statistics of the department") if everybody else tr("Your statistics"))
    name.setProperty("role", "title")
    hub = Label(tr("Hub: {name}", name=session.hub.name))
    hub.setProperty("role", "secondary")
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(16)
    row.addWidget(name)
    row.addWidget(hub)
    row.addStretch()
    return bar
