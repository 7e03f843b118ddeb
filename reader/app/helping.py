"""F1: the handbook at the page that belongs to where the keyboard is, in every window and dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from reader.core.qt.overlay import Overlay
from reader.core.settings import SettingsModel

if TYPE_CHECKING:
    from reader.app.ui.help_window import HelpWindow


class Help:
    """One for the program; its window is made when it is first asked for. Main thread.

    The windows with a command registry have the command `app.help`; dialogs and the sign-in window have none, there
    `Keyboard` brings the key.
    """

    def __init__(self, app: QApplication, settings: SettingsModel) -> None:
        self._app, self._settings = app, settings
        self._language = ""
        self._last: tuple[type, ...] = ()  # kinds, not the widget: it would be kept with the exam in its window
        self.window: HelpWindow | None = None
        app.focusChanged.connect(self._focus_changed)

    def speak(self, language: str) -> None:
        """The program speaks it from now on, or looks otherwise: an open handbook is made again where it is."""
        self._language = language
        window, self.window = self.window, None
        if window is None:
            return
        window.keep_place()
        if window.isVisible():
            self._made().go(*window.at)
            self._made().show()
        window.hide()
        window.deleteLater()

    def close(self) -> None:
        """The program ends."""
        self._app.focusChanged.disconnect(self._focus_changed)
        window, self.window = self.window, None
        if window is not None:
            window.close()
            window.deleteLater()

    def show(self, where: QWidget | None = None) -> None:
        """Open it for `where`, else for what had the keyboard last. It was asked for: the handbook has the keyboard
        then."""
        window = self._made()
        kinds = _kinds(where) if where is not None else self._last
        window.search.clear()
        window.go(*(window.book.place_of(kinds) or window.book.first))
        self._come_before(QApplication.activeModalWidget())
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()
        window.view.setFocus()

    # inside

    def _made(self) -> HelpWindow:
        if self.window is None:
            from reader.app.handbook import Handbook
            from reader.app.ui.help_window import HelpWindow

            self.window = HelpWindow(Handbook(self._language), self._settings)
        return self.window

    def _come_before(self, modal: QWidget | None) -> None:
        """While a dialog waits for its answer, only windows that belong to it can be used. A quick list goes."""
        window = self.window
        if isinstance(modal, Overlay):
            modal.reject()
            return
        if window is None or not isinstance(modal, QDialog):
            return
        window.winId()  # there is a window of the system from now on
        handle = window.windowHandle()
        handle.setTransientParent(modal.windowHandle())
        modal.finished.connect(lambda _: _set_free(handle))

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not isinstance(now.window(), Overlay) and now.window() is not self.window:
            self._last = _kinds(now)


def _set_free(window: QWindow) -> None:
    if isValid(window):
        window.setTransientParent(None)  # type: ignore[arg-type]


def _kinds(widget: QWidget | None) -> tuple[type, ...]:
    """Of it and of what it is in, from the inside out."""
    found: list[type] = []
    while widget is not None:
        found += type(widget).__mro__
        widget = widget.parentWidget()
    return tuple(found)
