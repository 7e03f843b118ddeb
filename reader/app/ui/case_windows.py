"""The windows of a case besides the reading window, on as many monitors as there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QWidget

from reader.app.case import Case
from reader.app.commands import further_windows
from reader.app.ui.further_window import FurtherWindow, ImageWindow, PanelWindow
from reader.app.ui.window_places import (
    READING,
    REPORT,
    Arrangement,
    WindowPlaces,
    image,
    put_on_free_display,
)
from reader.core.commands import Command, CommandRegistry, keys_of
from reader.core.qt.actions import bind_keys
from reader.core.qt.displays import Displays, display_of
from reader.core.settings import SettingsModel
from reader.core.text import tr
from reader.views.steps import Moment
from reader.views.ui.views_widget import ViewsWidget

_SETTLED_MS = 500


class CaseWindows:
    """Main thread. images: a window for each screen of images after the first, in their order. panel_window: of the
    findings and the report, where they have one of their own; else they are in an image window or in the reading
    window.

    What was open and where is kept for each set of displays. A window whose display is taken away closes, and what
    only it showed is shown in the others; when the display is back, it is as it was.
    """

    def __init__(
        self,
        reading: QMainWindow,
        case: Case,
        settings: SettingsModel,
        registry: CommandRegistry,
        not_now: Callable[[Command], None],
        note: Callable[[QMainWindow], QWidget],
    ) -> None:
        """not_now: says of a command whose key was pressed that it can't be done now. note: makes the line over the
        pictures of a window."""
        self._note = note
        self._reading, self._case, self._registry, self._not_now = reading, case, registry, not_now
        self._places = WindowPlaces(settings)
        self._keys: tuple[Command, ...] = ()
        self._width = settings.value.panel_width
        self._shows = False
        self.images: list[ImageWindow] = []
        self.panel_window: PanelWindow | None = None
        self.topped: Callable[[FurtherWindow], None] = lambda window: None
        """Puts what every window has on top of a new one."""
        self._shown: list[set[int]] = []
        """The ids of the viewports of each image window."""
        self._folded: tuple[str, Moment, Moment] | None = None
        """Displays, what was shown on them, and what is shown since one of them went."""
        self._displays = Displays(reading)
        self._displays.changed.connect(self._displays_changed)
        self._settled = QTimer(reading, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._look_where)

    def attach(self, views: ViewsWidget, split: QSplitter, panel: QWidget, keys: Iterable[Command]) -> None:
        """What it works with, once that is built. split: where the panel is in the reading window. keys: the
        commands whose keys hold in all windows."""
        self._views, self._split, self._panel = views, split, panel
        self.add_keys(keys)

    def add_keys(self, keys: Iterable[Command]) -> None:
        """More commands whose keys hold in all windows."""
        self._keys = (*self._keys, *keys)

    def commands(self) -> list[Command]:
        return further_windows(
            toggle=self.toggle, shown=lambda: bool(self.images),
            add=self._case.views.spreading.add, may_add=self._case.views.spreading.can_add,
            toggle_beside=self.toggle_beside, is_beside=lambda: self.beside is not None,
            toggle_own=self.toggle_own, is_own=lambda: self.panel_window is not None,
        )  # fmt: skip

    def __iter__(self) -> Iterator[FurtherWindow]:
        yield from self.images
        if self.panel_window is not None:
            yield self.panel_window

    @property
    def front(self) -> FurtherWindow | None:
        """The one that has the keyboard."""
        return next((window for window in self if window.isActiveWindow()), None)

    @property
    def beside(self) -> ImageWindow | None:
        """The image window that has the findings and the report."""
        return next((window for window in self.images if window.split.indexOf(self._panel) >= 0), None)

    @property
    def panel_width(self) -> int:
        """Of the findings and the report beside pictures, in pixels; not in a window of their own."""
        beside_pictures = self.panel_window is None and self._panel.isVisible()
        return self._panel.width() if beside_pictures else self._width

    # what commands do

    def toggle(self) -> None:
        """A window of images, or none."""
        spreading = self._case.views.spreading
        if not self.images:
            spreading.add()
            return
        for screen in range(len(self.images), 0, -1):
            spreading.remove(screen)

    def toggle_beside(self) -> None:
        """The findings and the report beside the images of the second window, which is opened for them, or back."""
        if self.beside is not None:
            self._move_panel(self._split)
            return
        if not self.images:
            self._case.views.spreading.add()
        if self.images:
            self._move_panel(self.images[0].split)

    def toggle_own(self) -> None:
        """The findings and the report in a window of their own, or back."""
        if self.panel_window is not None:
            self._move_panel(self._split)
        else:
            self._open_panel()

    def drop_panel(self, place: QPoint) -> None:
        """It was dragged out of its window: into the one that is there, else into a window of its own."""
        places: dict[QMainWindow, QSplitter] = {self._reading: self._split}
        places |= {window: window.split for window in self.images}
        for window, split in places.items():
            if window.isVisible() and window.frameGeometry().contains(place):
                self._move_panel(split)
                return
        if self.panel_window is None:
            self._open_panel()
        if self.panel_window is not None:
            self.panel_window.move(place)

    # with the reading window

    def place_reading(self) -> None:
        """The reading window goes to the monitor that it had beside others."""
        arrangement = self._places.arrangement()
        if arrangement.images or arrangement.report:
            self._places.put_back(self._reading, READING)

    def restore(self) -> None:
        """The windows that the user had on these displays."""
        views, self._shows = self._case.views, True
        views.layout_changed.connect(self._follow)
        arrangement = self._places.arrangement()
        views.spreading.add(arrangement.images - len(views.further))
        self._follow()
        self._put_panel(arrangement.report)

    def put_away(self) -> None:
        """The reading window goes, and the others with it: no window is left that shows the patient."""
        self._case.views.layout_changed.disconnect(self._follow, missing_ok=True)
        self._shows = False
        self._settled.stop()
        self._look_where()
        self._places.keep(self._arrangement())
        for window in list(self):
            self._close(window)

    def show_due(self) -> None:
        """When the report is due, as in the reading window."""
        for window in self:
            window.banner.set_due(self._case.due)

    def show_identity(self) -> None:
        """Whose images are shown, from the study of the case as in the reading window."""
        title = self._reading.windowTitle()
        for window in self:
            window.banner.set_study(self._case.study.study)
            if isinstance(window, ImageWindow):
                title_here = tr("{title} (window {number})", title=title, number=window.screen_number + 1)
            else:
                title_here = tr("{title} (findings and report)", title=title)
            window.setWindowTitle(title_here)

    def bring(self, widget: QWidget) -> None:
        """The keyboard may go to the window of this widget, if one of the case's has it now."""
        window = widget.window()
        if isinstance(window, FurtherWindow) and window.isHidden():
            window.show()
        if QApplication.activeWindow() in (self._reading, *self):
            window.activateWindow()

    def take_focus(self) -> bool:
        """Give the keyboard to the active viewport; False where that is on the first screen."""
        views = self._case.views
        screen = views.screen_of(views.active)
        if not 0 < screen <= len(self.images):
            return False
        window = self.images[screen - 1]
        self.bring(window)
        window.pictures.grid.focus_active()
        return True

    # inside: windows

    def _follow(self) -> None:
        """A window for each further screen of the workspace, also where undoing brings one or takes it away. Each
        window goes on with the viewports that it had."""
        views, before = self._case.views, self.images
        wanted = [{views.viewports[n].id for n in numbers} for numbers in views.screens[1:]]
        matched = self._matched(wanted)
        self.images = [window for window in matched if window is not None]
        gone = [window for window in before if window not in self.images]
        had_keyboard = any(window.isActiveWindow() for window in gone)
        for window in gone:
            self._close(window)
        for screen, own in enumerate(matched, 1):
            if own is not None:
                own.show_screen(screen)
        for screen, own in enumerate(matched, 1):
            if own is None:
                self.images.insert(screen - 1, self._open(screen))
        self._shown = wanted
        self.show_identity()
        if had_keyboard:
            self._reading.activateWindow()

    def _matched(self, wanted: Sequence[set[int]]) -> list[ImageWindow | None]:
        """For each screen, by the ids of its viewports, the window that shows most of it or, with what is new, one
        that shows nothing else any more; None for a window to be opened."""
        left = dict(zip(self.images, self._shown, strict=True))
        matched: list[ImageWindow | None] = []
        for ids in wanted:
            own = max(left, key=lambda window: len(left[window] & ids), default=None)
            own = own if own is not None and left[own] & ids else None
            matched.append(own)
            if own is not None:
                del left[own]
        free = iter(left)
        return [window or next(free, None) for window in matched]

    def _open(self, screen: int) -> ImageWindow:
        pictures = self._views.further_screen(screen)
        window = ImageWindow(self._case, self._registry, pictures, screen)
        self.topped(window)
        window.underlaid.put_above(self._note(window))
        window.closed.connect(lambda: self._case.views.spreading.remove(window.screen_number))
        self._show(window)
        return window

    def _open_panel(self) -> None:
        self.panel_window = window = PanelWindow(self._case)
        self.topped(window)
        window.closed.connect(lambda: self._move_panel(self._split))
        self._show(window)
        self._move_panel(window.split)
        self.show_identity()

    def _show(self, window: FurtherWindow) -> None:
        """Where it was, on a monitor that is there; at first on one that no window of the case uses."""
        window.moved.connect(self._settled.start)
        elsewhere = [command for command in self._keys if command.group != "viewport"]
        if isinstance(window, PanelWindow):  # what one types there is text, or about the findings
            elsewhere = [one for one in elsewhere if one.group == "findings" or not _is_letter(one)]
        bind_keys(elsewhere, window.body, self._not_now)
        if isinstance(window, ImageWindow):
            on_pictures = [command for command in self._keys if command.group == "viewport"]
            bind_keys(on_pictures, window.pictures.grid, self._not_now)
        window.banner.set_due(self._case.due)
        if not self._places.put_back(window, _name(window)):
            put_on_free_display(window, (self._reading, *(other for other in self if other is not window)))
        window.show()
        window.raise_()
        self._settled.start()

    def _close(self, window: FurtherWindow) -> None:
        if window.split.indexOf(self._panel) >= 0:
            self._move_panel(self._split)
        self._places.look({_name(window): window})
        if isinstance(window, ImageWindow):
            window.pictures.grid.release()
            if window in self.images:
                self.images.remove(window)
        if window is self.panel_window:
            self.panel_window = None
        window.closed.disconnect()
        window.close()
        window.deleteLater()

    # inside: the panel

    def _put_panel(self, place: str) -> None:
        """place: as in `Arrangement`."""
        if place == REPORT and self.panel_window is None:
            self._open_panel()
        elif place != REPORT:
            screen = int(place) if place.isdecimal() and len(place) < 3 else 0
            self._move_panel(self.images[screen - 1].split if 0 < screen <= len(self.images) else self._split)

    def _move_panel(self, split: QSplitter) -> None:
        """The keyboard goes with it; a window of its own that it leaves closes."""
        if split.indexOf(self._panel) >= 0:
            return
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self._panel.isAncestorOf(focused)
        own = self.panel_window
        self._width = self.panel_width
        split.addWidget(self._panel)
        self._panel.show()
        if split.count() > 1:
            split.setSizes([max(1, split.width() - self._width), self._width])
        if own is not None and own.split is not split:
            self.panel_window = None
            self._close(own)
        if had_keyboard and focused is not None:
            self.bring(split)
            focused.setFocus()
        self._settled.start()

    # inside: displays

    def _arrangement(self) -> Arrangement:
        beside = self.beside
        report = REPORT if self.panel_window is not None else str(beside.screen_number) if beside else ""
        return Arrangement(len(self.images), report)

    def _look_where(self) -> None:
        """Where the windows are now, as long as the displays are those that they were put on."""
        if named := {_name(window): window for window in self}:
            self._places.look({READING: self._reading, **named})

    def _displays_changed(self) -> None:
        """What was on a display that is gone comes to the rest; what was on these before is there again. No step of
        the user's is made of it."""
        views, places = self._case.views, self._places
        if not self._shows:
            places.go_to_displays()  # a window that waits for its exam
            return
        before, were_on = places.displays, dict(places.display_of)
        places.keep(self._arrangement())
        known = places.go_to_displays()
        there = {display_of(screen) for screen in QGuiApplication.screens()}
        gone = [window.screen_number for window in self.images if were_on.get(_name(window)) not in there]
        folded, self._folded = self._folded, None
        with views.steps.unnoted():
            if known is None:
                going = gone
            else:
                going = [*gone, *range(len(self.images), 0, -1)][: max(0, len(self.images) - known.images)]
            if folded is not None and folded[0] == places.displays:
                views.steps.bring_back(*folded[1:])
            elif going:
                shown = views.steps.now()
                for screen in sorted(set(going), reverse=True):
                    views.spreading.remove(screen)
                self._folded = (before, shown, views.steps.now())
            if known is not None:
                views.spreading.add(known.images - len(views.further))
        if known is None and (self.panel_window is None or were_on.get(REPORT) in there):
            return
        self._put_panel(known.report if known is not None else "")
        for window in self:
            places.put_back(window, _name(window))
        if any(True for _ in self):
            places.put_back(self._reading, READING)


def _name(window: FurtherWindow) -> str:
    return image(window.screen_number) if isinstance(window, ImageWindow) else REPORT


def _is_letter(command: Command) -> bool:
    """Whether one of its keys alone is a character."""
    return any(len(key) == 1 for key in keys_of(command))
