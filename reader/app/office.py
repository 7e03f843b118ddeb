"""What an administrator who neither reports nor reviews works at: the audit trail of this computer.

No worklist, no images, no reports: the hub gives an administrator none of them.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize

from reader.app.presenter import Message, Presenter
from reader.app.services import Services
from reader.app.session import Session
from reader.app.statistics_beside import StatisticsBeside
from reader.app.ui.audit_window import AuditWindow
from reader.app.ui.keys_dialog import edit_keys
from reader.app.ui.settings_dialog import SettingsDialog
from reader.core.qt.fitting import open_wide
from reader.core.text import tr


class Office:
    """Main thread. Implements `AdministratorMenu`."""

    def __init__(
        self, services: Services, session: Session, presenter: Presenter,
        *, show_help: Callable[[], None], sign_out: Callable[[], None], quit_program: Callable[[], None],
    ) -> None:  # fmt: skip
        self.services, self.session, self._presenter = services, session, presenter
        self._show_help, self.sign_out, self._quit = show_help, sign_out, quit_program
        self.window: AuditWindow | None = None
        self._statistics = StatisticsBeside(services, session, presenter.show, show_help)

    def start(self) -> None:
        self._presenter.whole.said.connect(self._show_message)
        self._show_window()

    def close(self) -> None:
        self._presenter.whole.said.disconnect(self._show_message)
        self._presenter.end()
        self._statistics.drop()
        self._drop(self.window)
        self.window = None

    def rebuild(self, _: str) -> None:
        """Build the window again in another language or theme."""
        self._statistics.drop()
        self._show_window()

    def signed_in_again(self) -> None:
        self._presenter.say(tr("Signed in again."))

    def settings(self) -> None:
        SettingsDialog(self.services, self.window).exec()

    def keys(self) -> None:
        edit_keys(self.services.settings, self.window)

    def statistics(self) -> None:
        self._statistics.show()

    def _show_window(self) -> None:
        window = AuditWindow(self.services, self.session, self._presenter.show, self._show_help, self)
        window.closed.connect(self._quit)
        open_wide(window, QSize(1280, 860))
        previous, self.window = self.window, window
        if previous is not None:
            window.setGeometry(previous.geometry())
        window.show()
        window.activateWindow()
        self._drop(previous)

    def _drop(self, window: AuditWindow | None) -> None:
        if window is not None:
            window.closed.disconnect(self._quit)
            window.close()
            window.deleteLater()

    def _show_message(self, message: Message) -> None:
        if self.window is not None:
            self.window.show_message(message)


class AuditBeside:
    """The same window beside the worklist of a doctor who is an administrator too; at most one. Main thread."""

    def __init__(
        self, services: Services, session: Session, failed: Callable[[BaseException], None],
        show_help: Callable[[], None],
    ) -> None:  # fmt: skip
        self._services, self._session, self._failed, self._show_help = services, session, failed, show_help
        self.window: AuditWindow | None = None

    def show(self) -> None:
        if self.window is None:
            self.window = AuditWindow(self._services, self._session, self._failed, self._show_help)
            self.window.closed.connect(self.drop)
            self.window.show()
        self.window.activateWindow()

    def drop(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.closed.disconnect(self.drop)
            window.close()
            window.deleteLater()
