"""Which windows of a case were where, for each set of displays, kept in the settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from reader.core.qt.displays import display_of, displays
from reader.core.qt.fitting import open_wide, place_of, put_back
from reader.core.settings import SettingsModel

READING, REPORT = "reading", "report"
_LAST = ""
"""What was open last, on whatever displays."""


def image(screen: int) -> str:
    """The name of the window of this screen of images."""
    return f"image {screen}"


@dataclass(frozen=True)
class Arrangement:
    """images: windows of images besides the reading window. report: REPORT where the findings and the report have a
    window of their own, the number of the screen of images that they are beside, or "" in the reading window."""

    images: int
    report: str


class WindowPlaces:
    """displays: those that the windows are on. display_of: by a window's name, the display that it was seen on."""

    def __init__(self, settings: SettingsModel) -> None:
        self._settings = settings
        self.displays = displays()
        self._seen: dict[str, str] = {}
        self.display_of: dict[str, str] = {}

    def arrangement(self) -> Arrangement:
        """As it was on these displays; on others than ever before as it was last, as far as there are displays."""
        if (known := self._known()) is not None:
            return known
        further = len(QGuiApplication.screens()) - 1
        value = self._settings.value
        report = value.report_places.get(_LAST, "") if further else ""
        return Arrangement(min(value.image_windows.get(_LAST, 0), further), report)

    def put_back(self, window: QMainWindow, name: str) -> bool:
        """Put a window where it was seen last on these displays. False where that is not known."""
        places = self._settings.value.window_places | self._seen
        place = places.get(self._key(name), "")
        if window.isVisible() and place:
            window.showNormal()  # one that fills a display stays on it
        return put_back(window, place)

    def look(self, windows: Mapping[str, QMainWindow]) -> None:
        """Where windows are, by their names. While displays come and go they are anywhere: nothing is noted."""
        if displays() != self.displays:
            return
        for name, window in windows.items():
            self._seen[self._key(name)] = place_of(window)
            self.display_of[name] = display_of(window.screen())

    def keep(self, now: Arrangement) -> None:
        """Remember what is open, and where it was seen."""
        value = self._settings.value
        self._settings.update(
            image_windows=value.image_windows | {self.displays: now.images, _LAST: now.images},
            report_places=value.report_places | {self.displays: now.report, _LAST: now.report},
            window_places=value.window_places | self._seen,
        )

    def go_to_displays(self) -> Arrangement | None:
        """The windows are on the displays that are there now; what was open on them, if they were ever there."""
        self.displays = displays()
        self._seen.clear()
        self.display_of.clear()
        return self._known()

    def _known(self) -> Arrangement | None:
        value = self._settings.value
        if self.displays not in value.image_windows:
            return None
        return Arrangement(value.image_windows[self.displays], value.report_places.get(self.displays, ""))

    def _key(self, name: str) -> str:
        return f"{name} @ {self.displays}"


def put_on_free_display(window: QMainWindow, others: Iterable[QMainWindow]) -> None:
    """Fill a display that none of the others is on; where there is none, open it in its own size."""
    used = {other.screen() for other in others}
    free = [screen for screen in QGuiApplication.screens() if screen not in used]
    if free:
        window.setGeometry(free[0].availableGeometry())
        window.setWindowState(Qt.WindowState.WindowMaximized)
    else:
        open_wide(window, window.sizeHint())
