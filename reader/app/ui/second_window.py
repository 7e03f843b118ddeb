"""A second window of the open case, for another monitor: its second screen of images, and the report if wanted."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget

from reader.app.case import Case
from reader.app.commands import second_window
from reader.app.ui.message_banner import MessageBanner, over
from reader.app.ui.patient_banner import PatientBanner
from reader.core.commands import Command, CommandRegistry
from reader.core.qt.actions import bind_keys
from reader.core.qt.fitting import open_wide, place_of, put_back
from reader.core.settings import SettingsModel
from reader.core.text import tr
from reader.views.ui.toolbar import ViewsToolbar
from reader.views.ui.views_widget import ScreenWidget, ViewsWidget


class SecondWindow(QMainWindow):
    """Whose images they are, the tools, and one screen of viewports. closed: by the user."""

    closed = Signal()

    def __init__(
        self, case: Case, registry: CommandRegistry, keys: Iterable[Command], pictures: ScreenWidget
    ) -> None:
        super().__init__()
        self.pictures = pictures
        self.banner = PatientBanner(case.study.study)
        self.messages = MessageBanner()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(over(pictures, self.messages))
        self.split.setStretchFactor(0, 1)
        self.split.setCollapsible(0, False)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(ViewsToolbar(case.views, registry, screen=1))
        column.addWidget(self.split, 1)
        self.setCentralWidget(body)
        self.setMinimumSize(760, 480)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # the keyboard stays where it is
        commands = tuple(keys)
        bind_keys((command for command in commands if command.group != "viewport"), body)
        bind_keys((command for command in commands if command.group == "viewport"), pictures.grid)
        pictures.grid.focus_active()

    def sizeHint(self) -> QSize:
        return QSize(1280, 800)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()


class SecondScreen:
    """Opens and closes the second window of a reading window, and moves the report there and back. Main thread.

    panel: of the findings and the report, in `split` while it is not in the second window. Whether there is a
    second window, where, and with the report or not is kept in the settings.
    """

    def __init__(
        self, reading: QMainWindow, case: Case, settings: SettingsModel, registry: CommandRegistry
    ) -> None:
        self._reading, self._case = reading, case
        self._settings, self._registry = settings, registry
        self._keys: tuple[Command, ...] = ()
        self.window: SecondWindow | None = None

    def attach(self, views: ViewsWidget, split: QSplitter, panel: QWidget, keys: Iterable[Command]) -> None:
        """What it works with, once that is built. keys: the commands whose keys hold in both windows."""
        self._views, self._split, self._panel = views, split, panel
        self.add_keys(keys)

    def add_keys(self, keys: Iterable[Command]) -> None:
        """More commands whose keys hold in both windows."""
        self._keys = (*self._keys, *keys)

    def commands(self) -> list[Command]:
        return second_window(
            toggle=self.toggle, shown=lambda: self.window is not None,
            toggle_report=self.toggle_report, has_report=lambda: self.has_report,
        )  # fmt: skip

    @property
    def has_report(self) -> bool:
        """The findings and the report are in the second window."""
        return self.window is not None and self.window.split.indexOf(self._panel) >= 0

    def toggle(self) -> None:
        if self.window is not None:
            self.window.close()
        else:
            self._case.views.add_screen()

    def toggle_report(self) -> None:
        """The findings and the report into the second window, which is opened for them, or back."""
        if self.window is None:
            self._settings.update(report_beside=True)
            self.toggle()
            return
        self._settings.update(report_beside=not self.has_report)
        self._move_panel(self._split if self.has_report else self.window.split)

    def place_reading(self) -> None:
        """The reading window goes to the monitor that it had beside a second window."""
        if self._settings.value.second_window:
            put_back(self._reading, self._settings.value.window_places.get("reading", ""))

    def restore(self) -> None:
        """A second window if the user had one."""
        self._case.views.layout_changed.connect(self._follow)
        if self._settings.value.second_window:
            self._case.views.add_screen()
        self._follow()

    def put_away(self) -> None:
        """The reading window goes, and the second one with it: no window is left that shows the patient."""
        self._case.views.layout_changed.disconnect(self._follow, missing_ok=True)
        self._close()

    def _close(self) -> None:
        window, self.window = self.window, None
        if window is None:
            return
        places = {"reading": place_of(self._reading), "second": place_of(window)}
        self._settings.update(window_places=self._settings.value.window_places | places)
        if window.split.indexOf(self._panel) >= 0:
            self._move_panel(self._split)
        window.pictures.grid.release()
        window.closed.disconnect()
        window.close()
        window.deleteLater()

    def show_due(self) -> None:
        """When the report is due, as in the reading window."""
        if self.window is not None:
            self.window.banner.set_due(self._case.due)

    def show_identity(self) -> None:
        """Whose images are shown, from the study of the case as in the reading window."""
        if self.window is not None:
            self.window.banner.set_study(self._case.study.study)
            self.window.setWindowTitle(tr("{title} (second window)", title=self._reading.windowTitle()))

    def bring(self, widget: QWidget) -> None:
        """The keyboard may go to the window of this widget, if one of the two has it now."""
        active = QApplication.activeWindow()
        if active is not None and active in (self._reading, self.window):
            widget.window().activateWindow()

    def take_focus(self) -> bool:
        """Give the keyboard to the active viewport; False where that is not on the second screen."""
        views = self._case.views
        if self.window is None or views.screen_of(views.active) == 0:
            return False
        self.bring(self.window)
        self.window.pictures.grid.focus_active()
        return True

    # inside

    def _follow(self) -> None:
        """A window for a second screen of the workspace, also where undoing brings that or takes it away."""
        wanted = len(self._case.views.screens) > 1
        if wanted is (self.window is not None):
            return
        self._settings.update(second_window=wanted)
        if wanted:
            self._open()
            return
        had_keyboard = self.window is not None and self.window.isActiveWindow()
        self._close()
        if had_keyboard:
            self._reading.activateWindow()

    def _open(self) -> None:
        case = self._case
        self.window = window = SecondWindow(case, self._registry, self._keys, self._views.further_screen())
        window.closed.connect(case.views.remove_screen)
        self.show_due()
        self.show_identity()
        self._place(window)
        window.show()
        window.raise_()
        if self._settings.value.report_beside:
            self._move_panel(window.split)

    def _place(self, window: SecondWindow) -> None:
        """Where it was, on a monitor that is there; at first on one that the reading window does not use."""
        if put_back(window, self._settings.value.window_places.get("second", "")):
            return
        others = [screen for screen in QGuiApplication.screens() if screen is not self._reading.screen()]
        if others:
            window.setGeometry(others[0].availableGeometry())
            window.setWindowState(Qt.WindowState.WindowMaximized)
        else:
            open_wide(window, window.sizeHint())

    def _move_panel(self, split: QSplitter) -> None:
        """The keyboard goes with it."""
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self._panel.isAncestorOf(focused)
        width = self._panel.width()
        split.addWidget(self._panel)
        self._panel.show()
        split.setSizes([max(1, split.width() - width), width])
        if had_keyboard and focused is not None:
            self.bring(split)
            focused.setFocus()
