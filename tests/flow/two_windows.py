"""One case in two windows, by mouse and keyboard: `python -m tests.flow.two_windows PROFILE HUB [PICTURES]`."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from reader.app.ui.further_window import ImageWindow
from reader.app.ui.prior_panel import PriorPanel
from reader.core.qt.displays import displays
from reader.core.text import tr
from reader.study.model import Arrival
from reader.views.ui.viewport import ViewportWidget
from tests.flow.keyboard_journey import Doctor
from tests.flow.seat import Seat


class Reader(Doctor):
    """Somebody with two monitors, which are the two halves of a wide one here."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat, "en")
        self.patient = "Xiaodong"

    @property
    def second(self) -> ImageWindow:
        return self.window.further.images[0]

    def put(self, window: QWidget, place: QRect) -> None:
        """The window manager puts a window there, as with the mouse at its frame."""
        self.seat.ask(lambda: (window.showNormal(), window.setGeometry(place)))
        self.seat.until(lambda: window.geometry() == place, "the window is where it was put")
        time.sleep(0.5)  # Qt says so before the window manager has done it

    def middle_of(self, widget: QWidget) -> tuple[int, int]:
        point = self.seat.ask(lambda: widget.mapToGlobal(widget.rect().center()))
        return point.x(), point.y()

    def mouse(self, *words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], check=True)
        time.sleep(0.03)
        self.seat.ask(lambda: None)

    def click(self, widget: QWidget) -> None:
        self.mouse("mousemove", *self.middle_of(widget), "click", "1")

    def drag(self, start: QWidget, end: QWidget) -> None:
        """With the left button; a drag of Qt's has a loop of its own, which needs some moves. On the way the column
        of series is made again, as when an earlier exam arrives.
        """
        (x, y), (to_x, to_y) = self.middle_of(start), self.middle_of(end)
        self.mouse("mousemove", x, y, "mousedown", 1)
        for step in range(1, 11):
            self.mouse("mousemove", x + (to_x - x) * step // 10, y + (to_y - y) * step // 10)
            if step == 5:
                self.seat.ask(self.window.case.study.priors_changed.emit)
        self.mouse("mousemove", to_x + 1, to_y + 1)
        time.sleep(0.3)  # X asks the window below whether it takes what is dragged
        self.mouse("mouseup", 1)

    def picture(self, name: str) -> None:
        if len(sys.argv) > 3:
            time.sleep(0.5)
            subprocess.run(["import", "-window", "root", f"{sys.argv[3]}-{name}.png"], check=True)


def identity(window: QWidget) -> str:
    """What the line over a window says of the patient."""
    banner = window.banner  # type: ignore[attr-defined]
    return f"{banner._name.text()} {banner._facts.toolTip()}"  # all of it, however wide the window is


def journey(seat: Seat) -> None:
    reader = Reader(seat)
    reader.sign_in("li")
    reader.open_case()
    window, views = reader.window, reader.window.case.views
    half = seat.ask(lambda: QApplication.primaryScreen().availableGeometry().width()) // 2
    height = seat.ask(lambda: QApplication.primaryScreen().availableGeometry().height())
    reader.put(window, QRect(0, 24, half, height - 24))
    seat.press("shift+F3")
    seat.until(lambda: bool(window.further.images), "a second window opens")
    second = reader.second
    reader.put(second, QRect(half, 24, half, height - 24))
    seat.until(window.isActiveWindow, "the keyboard stays where it was")
    reader.picture("empty")
    assert seat.ask(lambda: identity(second) == identity(window))

    seat.until(lambda: bool(window.case.study.priors), "the earlier exam")  # the column is made again with it
    current = views.contents()[0].series.series_uid
    there: ViewportWidget = seat.ask(lambda: second.pictures.grid.viewports[0])
    reader.drag(window.views.column.thumbnails[current, 0], there)
    seat.until(lambda: shown_in(there) == current, "the series is where it was dropped")
    planes = [viewport.plane for viewport in views.viewports[:-1]]
    assert len(planes) == 4, "the first window is as it was"

    tabs = window._tabs
    bar = tabs.tabBar()
    at = seat.ask(lambda: bar.mapToGlobal(bar.tabRect(tabs.count() - 1).center()))
    reader.mouse("mousemove", at.x(), at.y(), "click", 1)
    panel = seat.ask(lambda: tabs.widget(tabs.count() - 1))
    assert isinstance(panel, PriorPanel)
    reader.click(panel._button)
    seat.until(lambda: shown_in(there) not in ("", current), "the prior is shown in the second window")
    there = seat.ask(lambda: second.pictures.grid.viewports[0])
    prior = shown_in(there)
    seat.until(lambda: window.case.study.state(prior).arrival is Arrival.COMPLETE, "all of the prior")
    assert [viewport.plane for viewport in views.viewports[:-1]] == planes
    reader.drag(window.views.column.thumbnails[current, 0], there)
    seat.until(lambda: shown_in(second.pictures.grid.viewports[0]) == current, "the current series instead")
    reader.drag(window.views.column.thumbnails[prior, 0], seat.ask(lambda: second.pictures.grid.viewports[0]))
    seat.until(lambda: shown_in(second.pictures.grid.viewports[0]) == prior, "a prior is dragged there too")
    assert seat.ask(lambda: tr("Prior") in second.pictures.grid.headers[0].text)

    seat.press("shift+F4")
    seat.until(lambda: window.further.beside is not None, "the report moves to the second window")
    seat.press("F2")
    seat.until(second.isActiveWindow, "its window has the keyboard")
    reader.write("Nodule seen before.", "Unchanged.")
    reader.picture("report")

    seat.press("F3")
    seat.until(lambda: second.pictures.grid.viewports[0].hasFocus(), "the keyboard goes to the active viewport")
    seat.press("ctrl+2")
    seat.until(lambda: len(second.pictures.grid.viewports) == 4, "the planes of the prior on its own screen")
    assert [viewport.plane for viewport in views.viewports[:4]] == planes, "the first window is as it was"
    reader.picture("planes")
    seat.press("ctrl+1")
    seat.until(lambda: len(second.pictures.grid.viewports) == 1, "one viewport again")
    seat.press("ctrl+i")
    seat.until(lambda: second.messages.message is not None, "what can't be done is said where the keyboard is")
    assert window.messages.message is None
    before = [viewport.index for viewport in views.viewports]
    seat.press("Down", "Down")
    after = [viewport.index for viewport in views.viewports]
    assert (after[4] - before[4], after[0] == before[0], after[1:3]) == (2, False, before[1:3]), (before, after)
    reader.click(window.views.grid.viewports[1])
    seat.until(window.isActiveWindow, "a click takes the keyboard to the first window")
    seat.press("Down")
    assert views.viewports[1].index == before[1] + 1

    seat.press("shift+F4")
    seat.until(lambda: window.further.beside is None and window._panel.isVisible(), "the report is back")
    assert "Unchanged." in seat.ask(reader._text)
    seat.press("shift+F3")
    seat.until(lambda: not window.further.images, "the second window closes")
    assert [v.content.series.series_uid for v in views.viewports if v.content is not None] == [current, prior]
    seat.press("ctrl+z")
    seat.until(lambda: bool(window.further.images), "that is taken back, it opens again")
    seat.until(lambda: near(reader.second.geometry(), QRect(half, 24, half, height - 24)), "where it was")
    assert shown_in(reader.second.pictures.grid.viewports[0]) == prior
    seat.press("shift+F3")
    seat.until(lambda: not window.further.images, "the second window closes")
    seat.ask(lambda: seat.program.services.settings.update(window_places={f"image 1 @ {displays()}": far_away()}))
    seat.press("shift+F3")
    seat.until(lambda: bool(window.further.images), "it opens for the third time")
    desktop = seat.ask(lambda: QApplication.primaryScreen().availableGeometry())
    seat.until(lambda: desktop.contains(reader.second.geometry()), "on a monitor that is there")
    seat.later(lambda: seat.program.services.settings.update(language="zh_CN"))
    seat.until(lambda: reader.window is not window and reader.window.isActiveWindow(), "in another language")
    assert "窗口 2" in seat.ask(lambda: reader.second.windowTitle())
    assert seat.ask(lambda: second_windows(seat)) == [reader.second], "the one before is gone"
    assert shown_in(reader.second.pictures.grid.viewports[0]) == prior
    first_patient = seat.ask(lambda: identity(reader.second))

    seat.press("ctrl+w")
    seat.until_open("WorklistWindow")
    assert seat.ask(lambda: seat.window(ImageWindow)) is None, "both windows close together"
    reader.patient = "Meilan"
    reader.open_case()
    assert seat.ask(lambda: identity(reader.second) == identity(reader.window) != first_patient)
    seat.until(reader.window.isActiveWindow, "the second window has not taken the keyboard")
    reader.picture("next")


def second_windows(seat: Seat) -> list[QWidget]:
    """Those that are on the desktop."""
    return [w for w in seat.app.topLevelWidgets() if isinstance(w, ImageWindow) and w.isVisible()]


def near(place: QRect, wanted: QRect) -> bool:
    """The frame that the window manager draws may be counted or not."""
    ends = zip(place.getCoords(), wanted.getCoords(), strict=True)
    return all(abs(is_ - should) <= 30 for is_, should in ends)  # type: ignore[operator]


def far_away() -> str:
    """Where a window was on a monitor that has been taken away."""
    window = QMainWindow()
    window.setGeometry(9000, 5000, 900, 700)
    return bytes(window.saveGeometry().toBase64().data()).decode()


def shown_in(widget: ViewportWidget) -> str:
    """The UID of the series in a viewport."""
    content = widget.state.content
    return content.series.series_uid if content is not None else ""


if __name__ == "__main__":
    sys.exit(Seat(Path(sys.argv[1]), sys.argv[2], language="en").use(journey))
