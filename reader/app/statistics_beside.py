"""The window of the statistics beside the worklist or the audit trail; at most one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.app.services import Services
from reader.app.session import Session

if TYPE_CHECKING:
    from reader.app.ui.statistics_window import StatisticsWindow


class StatisticsBeside:
    """Main thread."""

    def __init__(
        self, services: Services, session: Session, failed: Callable[[BaseException], None],
        show_help: Callable[[], None],
    ) -> None:  # fmt: skip
        self._services, self._session, self._failed, self._show_help = services, session, failed, show_help
        self.window: StatisticsWindow | None = None

    def show(self) -> None:
        if self.window is None:
            from reader.app.ui.statistics_window import StatisticsWindow

            self.window = StatisticsWindow(self._services, self._session, self._failed, self._show_help)
            self.window.closed.connect(self.drop)
            self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def drop(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.closed.disconnect(self.drop)
            window.close()
            window.deleteLater()
