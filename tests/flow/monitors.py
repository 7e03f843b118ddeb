"""One case on three monitors, by mouse and keyboard: `python -m tests.flow.monitors PROFILE HUB [PICTURES]`."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from reader.app.ui.display_note import DisplayNote
from reader.core.qt.displays import device_of
from reader.study.model import Arrival
from reader.views.calibration.codec import written
from reader.views.calibration.record import Calibration, DisplayRecord, GreysBy, Use
from reader.views.model import ViewsModel
from tests.flow.seat import Seat
from tests.flow.two_windows import Reader, identity, shown_in
from tests.views.test_display_calibration import GAMMA, grey

LEFT = ("left", "1200/300x900/225+0+0")
MIDDLE = ("middle", "800/200x900/225+1200+0")
RIGHT = ("right", "1200/300x900/225+2000+0")


def plug(name: str, place: str) -> None:
    """place: width and height in pixels and millimetres, and its corner on the desktop."""
    subprocess.run(["xrandr", "--setmonitor", name, place, "screen" if name == LEFT[0] else "none"], check=True)


def unplug(name: str) -> None:
    subprocess.run(["xrandr", "--delmonitor", name], check=True)


def on(window: QWidget) -> str:
    """The monitor that a window is on."""
    return window.screen().name()


def journey(seat: Seat) -> None:
    for monitor in (LEFT, MIDDLE, RIGHT):
        plug(*monitor)
    seat.until(lambda: len(seat.app.screens()) == 3, "three monitors")
    reader = Reader(seat)
    reader.sign_in("li")
    reader.open_case()
    window, views, further = reader.window, reader.window.case.views, reader.window.further
    home = seat.ask(lambda: on(window))
    seat.press("shift+F3", "ctrl+shift+F3")
    seat.until(lambda: len(further.images) == 2, "two windows more")
    seat.until(lambda: len({on(w) for w in (window, *further.images)}) == 3, "each on a monitor of its own")
    seat.until(lambda: all(identity(w) == identity(window) for w in further.images), "each says who it is")
    seat.until(window.isActiveWindow, "the keyboard stays where it was")
    second, third = further.images
    its_monitor = seat.ask(lambda: on(third))
    current = views.contents()[0].series.series_uid
    reader.drag(window.views.column.thumbnails[current, 0], third.pictures.grid.viewports[0])
    seat.until(lambda: shown_in(third.pictures.grid.viewports[0]) == current, "a series on the third")
    seat.until(lambda: bool(window.case.study.priors), "the earlier exam")
    seat.later(lambda: window._actions.compare(window.case.study.priors[0]))
    seat.until(lambda: shown_in(second.pictures.grid.viewports[0]) != "", "the prior on the second")
    prior = shown_in(second.pictures.grid.viewports[0])
    reader.drag(window.views.column.thumbnails[prior, 0], seat.ask(lambda: third.pictures.grid.viewports[0]))
    reader.drag(window.views.column.thumbnails[current, 0], seat.ask(lambda: second.pictures.grid.viewports[0]))
    seat.until(lambda: shown_in(third.pictures.grid.viewports[0]) == prior, "the prior on the third")
    reader.picture("three")

    drag_tabs(reader, second)
    seat.until(lambda: further.beside is second, "the report is dragged to the second")
    seat.press("ctrl+shift+F4")
    seat.until(lambda: seat.window("PanelWindow") is not None, "a window of its own")
    panel = seat.ask(lambda: seat.window("PanelWindow"))
    assert panel is not None
    reader.put(panel, QRect(600, 100, 500, 700))
    seat.press("F2")
    seat.until_open("PanelWindow")
    reader.write("Nodule seen before.", "Unchanged.")
    reader.picture("report")
    tool = views.tool
    seat.ask(lambda: panel.body.setFocus())
    seat.press("d")
    assert seat.ask(lambda: views.tool) is tool, "a letter in the window of the report is no command of the images"

    unplug(next(name for name, _ in (LEFT, MIDDLE, RIGHT) if name == its_monitor))
    seat.until(lambda: further.images == [second], "the window of a monitor that is gone closes")
    seat.until(lambda: prior in shown(views), "what it showed is in another")
    assert seat.ask(lambda: further.panel_window is not None), "the report is where it was"
    assert "Unchanged." in seat.ask(reader._text)
    reader.picture("gone")
    plug(*next(monitor for monitor in (LEFT, MIDDLE, RIGHT) if monitor[0] == its_monitor))
    seat.until(lambda: len(further.images) == 2, "it is back, and so is the window")
    seat.until(lambda: on(further.images[1]) == its_monitor, "where it was")
    seat.until(lambda: shown_in(further.images[1].pictures.grid.viewports[0]) == prior, "with what it showed")
    assert seat.ask(lambda: shown_in(second.pictures.grid.viewports[0])) == current
    reader.picture("back")

    seat.press("F3")
    seat.ask(second.activateWindow)
    seat.until(second.isActiveWindow, "the second window has the keyboard")
    seat.press("alt+F4")
    seat.until(lambda: further.images != [] and further.images[0] is not second, "only that one is closed")
    assert seat.ask(lambda: (on(further.images[0]), shown_in(further.images[0].pictures.grid.viewports[0]))) == (
        its_monitor,
        prior,
    )
    assert "2" in seat.ask(further.images[0].windowTitle)
    seat.press("ctrl+z")
    seat.until(lambda: len(further.images) == 2, "that is taken back")
    assert seat.ask(lambda: on(further.images[1])) == its_monitor, "each window goes on with what it shows"

    seat.ask(window.activateWindow)
    seat.press("ctrl+w")
    seat.until_open("WorklistWindow")
    assert seat.ask(lambda: [w for w in seat.app.topLevelWidgets() if w.isVisible() and hasattr(w, "split")]) == []
    seat.until(lambda: reader.desk._spare._window is not None, "a window waits for the next exam")
    unplug(its_monitor)  # at night all monitors sleep
    time.sleep(1.0)
    plug(*next(monitor for monitor in (LEFT, MIDDLE, RIGHT) if monitor[0] == its_monitor))
    time.sleep(1.0)
    reader.patient = "Meilan"
    reader.open_case()
    further = reader.window.further
    seat.until(lambda: len(further.images) == 2 and further.panel_window is not None, "for the next exam too")
    seat.until(lambda: [on(w) for w in further.images][1] == its_monitor, "on the same monitors")
    assert seat.ask(lambda: on(reader.window)) == home
    assert seat.ask(lambda: {identity(w) for w in further} == {identity(reader.window)})
    reader.picture("next")
    for_reading(reader)


def for_reading(reader: Reader) -> None:
    """One monitor is marked for reading, and reader makes its grey levels: what is said over the images, and their
    grey levels, go with the window from one monitor to another."""
    seat, window = reader.seat, reader.window
    update, viewport = seat.program.services.settings.update, window.views.grid.viewports[0]
    series = window.case.views.contents()[0].series.series_uid
    seat.until(lambda: window.case.study.state(series).arrival is Arrival.COMPLETE, "all of it")
    home = seat.ask(lambda: on(window))
    places = {LEFT[0]: QRect(0, 24, 1200, 876), RIGHT[0]: QRect(2000, 24, 1200, 876)}
    elsewhere = next(name for name in places if name != home)

    def said(where: QWidget) -> str:
        note = where.findChild(DisplayNote)
        assert note is not None
        return note.message.text if note.message is not None else ""

    def levels() -> NDArray[np.int64]:
        return np.bincount(grey(viewport.grab().toImage()).ravel(), minlength=256)

    reader.put(window, places[elsewhere])
    seat.until(lambda: on(window) == elsewhere, "it is on another monitor")
    assert seat.ask(lambda: said(window)) == "", "nothing has been set up"
    record = DisplayRecord(Use.DIAGNOSTIC, GreysBy.READER, Calibration(GAMMA, 0.0, date.today(), date.today()))
    screen = next(screen for screen in seat.app.screens() if screen.name() == home)
    seat.ask(lambda: update(display_records={device_of(screen): written(record)}))
    seat.until(lambda: "not marked for reading" in said(window), "said of another monitor")
    assert all("not marked" in said(other) for other in window.further.images if on(other) != home)
    time.sleep(0.5)  # the line has taken its room
    plain = seat.ask(levels)
    reader.put(window, places.get(home, QRect(1200, 24, 800, 876)))
    seat.until(lambda: "too small" in said(window), "here it is the monitor for reading")
    seat.until(lambda: not np.array_equal(levels(), plain), "whose grey levels are made here")
    reader.put(window, places[elsewhere])
    seat.until(lambda: "not marked for reading" in said(window), "and back")
    seat.until(lambda: np.array_equal(levels(), plain), "as it was")
    reader.picture("reading")


def shown(views: ViewsModel) -> list[str]:
    """The UIDs of the series on all screens."""
    return [content.series.series_uid for content in views.contents()]


def drag_tabs(reader: Reader, to: QWidget) -> None:
    """Drag the tabs of the findings and the report out of the window."""
    bar = reader.window._tabs.tabBar()
    at = reader.seat.ask(lambda: bar.mapToGlobal(bar.tabRect(0).center()))
    to_x, to_y = reader.middle_of(to)
    reader.mouse("mousemove", at.x(), at.y(), "mousedown", 1)
    for step in range(1, 6):
        reader.mouse("mousemove", at.x() + (to_x - at.x()) * step // 5, at.y() + (to_y - at.y()) * step // 5)
    reader.mouse("mouseup", 1)


if __name__ == "__main__":
    assert QApplication.instance() is None
    sys.exit(Seat(Path(sys.argv[1]), sys.argv[2], language="en").use(journey))
