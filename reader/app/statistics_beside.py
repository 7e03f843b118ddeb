"""The window of the statistics beside the worklist or the audit trail; at most one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.app.services import Services
from reader.app.session import Session
from reader.worklist.model import ReadingTask
from reader.worklist.service import WorklistService

if TYPE_CHECKING:
    from reader.app.ui.statistics_window import StatisticsWindow


def looking(worklist: WorklistService, open_task: Callable[[ReadingTask], None]) -> Callable[[str], None]:
    """Opens the exam of a task by its UID, also one that is not in today's list."""

    def look(uid: str) -> None:
        def read() -> None:
            task = worklist.worklist.tasks.get(uid)
            if task is not None:
                open_task(task)

        worklist.read(uid, read)

    return look


class StatisticsBeside:
    """Main thread."""

    def __init__(
        self, services: Services, session: Session, failed: Callable[[BaseException], None],
        show_help: Callable[[], None], look: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        """look: opens the exam of a verification; None for who reads none."""
        self._services, self._session, self._failed, self._show_help = services, session, failed, show_help
        self._look = look
        self.window: StatisticsWindow | None = None

    def show(self) -> None:
        if self.window is None:
            from reader.app.ui.statistics_window import StatisticsWindow

            self.window = StatisticsWindow(
                self._services, self._session, self._failed, self._show_help, self._look
            )
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
