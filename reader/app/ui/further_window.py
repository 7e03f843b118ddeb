"""Windows beside the reading window, for other monitors: one with images, one with the findings and the report."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from reader.app.case import Case
from reader.app.ui.message_banner import MessageBanner, Underlaid
from reader.app.ui.patient_banner import PatientBanner
from reader.core.commands import CommandRegistry
from reader.views.ui.toolbar import ViewsToolbar
from reader.views.ui.views_widget import ScreenWidget

_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)


class FurtherWindow(QMainWindow):
    """Whose exam it is, what is told, and a row of panels. underlaid: the pictures, or that row. closed: by the
    user. moved: it is elsewhere, or as large as it was not before."""

    closed = Signal()
    moved = Signal()

    def __init__(self, case: Case, main: QWidget | None = None) -> None:
        super().__init__()
        self.banner = PatientBanner(case.study.study)
        self.messages = MessageBanner()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.underlaid = Underlaid(main or self.split, self.messages)
        if main is not None:
            self.split.addWidget(self.underlaid)
            self.split.setStretchFactor(0, 1)
            self.split.setCollapsible(0, False)
        self.body = QWidget()
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.banner)
        self._column.addWidget(self.split if main is not None else self.underlaid, 1)
        self.setCentralWidget(self.body)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # the keyboard stays where it is

    def put_on_top(self, line: QWidget) -> None:
        """Above all else in it."""
        self._column.insertWidget(0, line)

    def event(self, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self.moved.emit()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()


class ImageWindow(FurtherWindow):
    """The tools, and one screen of viewports."""

    def __init__(self, case: Case, registry: CommandRegistry, pictures: ScreenWidget, screen: int) -> None:
        super().__init__(case, pictures)
        self.pictures, self.screen_number = pictures, screen
        self._toolbar = ViewsToolbar(case.views, registry, screen=screen)
        self._column.insertWidget(1, self._toolbar)
        self.setMinimumSize(760, 480)
        pictures.grid.focus_active()

    def sizeHint(self) -> QSize:
        return QSize(1280, 800)

    def show_screen(self, screen: int) -> None:
        """The screen that it shows has another number now."""
        if screen != self.screen_number:
            self.screen_number = screen
            self._toolbar.show_screen(screen)
            self.pictures.show_screen(screen)


class PanelWindow(FurtherWindow):
    """The findings and the report by themselves, in `split`."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.setMinimumSize(420, 480)

    def sizeHint(self) -> QSize:
        return QSize(640, 900)
