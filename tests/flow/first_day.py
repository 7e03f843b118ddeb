"""What a radiologist tries first, by mouse and keys: `python -m tests.flow.first_day PROFILE HUB [FOLDER]`.

Forty actions on the demo's chest CT, each checked, each with a picture in the folder if one is named."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication

from reader.findings.model import Finding, Status
from reader.report.model import FINDINGS
from reader.views.planes import Plane
from reader.views.viewport import Viewport
from reader.volume.sampling import SlabMode
from tests.flow.seat import Seat
from tests.flow.two_windows import Reader

Action = Callable[[], None]


class Day(Reader):
    """At one wide monitor."""

    # looking and pointing

    @property
    def active(self) -> Viewport:
        return self.window.case.views.active_viewport

    @property
    def own(self) -> list[Finding]:
        return [finding for finding in self.window.case.findings.findings if not finding.is_ai]

    def at(self, across: float, down: float, number: int | None = None) -> tuple[int, int]:
        """On the screen, of a viewport (the active one if none is named): parts of its width and height."""
        widget = self.window.views.grid.viewports[self.window.case.views.active if number is None else number]
        size = self.seat.ask(widget.size)
        point = self.seat.ask(lambda: widget.mapToGlobal(QPoint(0, 0)))
        return point.x() + round(size.width() * across), point.y() + round(size.height() * down)

    def pull(self, *places: tuple[float, float], button: int = 1, held: str = "") -> None:
        """Drag over the active viewport."""
        (x, y), *others = [self.at(*place) for place in places]
        if held:
            self.mouse("keydown", held)
        self.mouse("mousemove", x, y, "mousedown", button)
        for to_x, to_y in others:
            for step in range(1, 9):
                self.mouse("mousemove", x + (to_x - x) * step // 8, y + (to_y - y) * step // 8)
            x, y = to_x, to_y
        self.mouse("mouseup", button)
        if held:
            self.mouse("keyup", held)

    def tap(self, *places: tuple[float, float]) -> None:
        for place in places:
            self.mouse("mousemove", *self.at(*place), "click", 1)
            time.sleep(0.1)

    def turn(self, notches: int, held: str = "") -> None:
        """The wheel, over the active viewport."""
        self.mouse("mousemove", *self.at(0.5, 0.5))
        if held:
            self.mouse("keydown", held)
        for _ in range(abs(notches)):
            self.mouse("click", 5 if notches > 0 else 4)
        if held:
            self.mouse("keyup", held)

    def run(self, command: str) -> None:
        """A command without a key, from the list of all of them."""
        self.seat.press("ctrl+k")
        self.seat.until_open("Palette")
        self.seat.type(command)
        self.seat.press("Return")
        self.seat.until_open("ReadingWindow")

    def becomes(self, what: Callable[[], bool], why: str) -> None:
        self.seat.until(what, why)

    def changes(self, look: Callable[[], object], act: Action, why: str) -> None:
        before = self.seat.ask(look)
        act()
        self.becomes(lambda: look() != before, why)

    def measures(self, act: Action, name: str, count: int = 1) -> Finding:
        """What is drawn is one more finding, with numbers."""
        before = self.seat.ask(lambda: len(self.own))
        act()
        self.becomes(lambda: len(self.own) == before + count, name)
        self.seat.press("Escape")  # the field for its name
        return self.seat.ask(lambda: self.own[-1])

    # the actions

    def actions(self) -> Iterator[tuple[str, Action]]:
        press, active = self.seat.press, lambda: self.active
        views = self.window.case.views
        yield "the exam hangs by itself", lambda: self.becomes(
            lambda: self.window.case.hanging.protocol is not None and len(views.shown) > 1, "a protocol was chosen"
        )
        yield "one viewport", lambda: self.changes(lambda: len(views.shown), lambda: press("F3", "ctrl+1"), "one")
        yield "scroll by wheel", lambda: self.changes(lambda: active().index, lambda: self.turn(5), "scrolled")
        yield "scroll by key", lambda: self.changes(lambda: active().index, lambda: press("Next"), "ten on")
        yield "to the last image", lambda: self.changes(lambda: active().index, lambda: press("End"), "the last")
        yield "back to the middle", self._to_the_middle
        yield "lung window", lambda: self.changes(lambda: active().window, lambda: press("7"), "the preset")
        yield "mediastinum", lambda: self.changes(lambda: active().window, lambda: press("5"), "the preset")
        yield "window by drag", lambda: self.changes(
            lambda: active().window, lambda: (press("w"), self.pull((0.5, 0.5), (0.6, 0.4))), "the window"
        )  # fmt: skip
        yield "window typed", self._type_a_window
        yield "zoom about the pointer", lambda: self.changes(
            lambda: active().zoom, lambda: self.turn(-3, "ctrl"), "zoomed"
        )
        yield "pan", lambda: self.changes(
            lambda: active().pan, lambda: (press("t"), self.pull((0.5, 0.5), (0.55, 0.6))), "moved"
        )  # fmt: skip
        yield "actual pixels", lambda: self.changes(lambda: active().zoom, lambda: press("alt+equal"), "1:1")
        yield "fit", lambda: self.changes(lambda: active().zoom, lambda: press("equal"), "fits")
        yield "magnifier", self._magnify
        yield "invert", lambda: self.changes(lambda: active().inverted, lambda: press("v"), "inverted")
        yield "and back", lambda: self.changes(lambda: active().inverted, lambda: press("v"), "as before")
        yield "rotate and flip", lambda: self.changes(
            lambda: (active().turns, active().flipped), lambda: press("r", "alt+f"), "turned"
        )
        yield "step back", lambda: self.changes(lambda: active().turns, lambda: press("shift+Escape"), "reset")
        yield "distance", lambda: self._draw("d", (0.45, 0.5), (0.55, 0.5))
        yield "ellipse with its values", lambda: self._draw("e", (0.45, 0.6), (0.5, 0.65))
        yield "angle", lambda: self._tap("a", (0.35, 0.3), (0.4, 0.4), (0.45, 0.3))
        yield "copy to the next image", lambda: self.measures(
            lambda: (press("w"), self.tap((0.48, 0.5)), press("ctrl+d")), "the chosen distance"
        )
        yield "undo", lambda: self.changes(lambda: len(self.own), lambda: press("ctrl+z"), "undone")
        yield "redo", lambda: self.changes(lambda: len(self.own), lambda: press("ctrl+y"), "done again")
        yield "key image", lambda: self.changes(
            lambda: len(self.window.case.findings.key_images), lambda: press("space"), "marked"
        )
        yield "MIP of 10 mm", lambda: self._slab()
        yield "single slices", lambda: self.changes(lambda: active().slab.thickness, lambda: press("F9"), "single")
        yield "planes and volume", lambda: self.changes(lambda: len(views.shown), lambda: press("ctrl+2"), "four")
        yield "crosshair", self._cross
        yield "coronal alone", self._coronal
        yield "and all of them again", lambda: self.changes(lambda: len(views.shown), lambda: press("f"), "four")
        yield "cine", self._cine
        yield "next AI finding", lambda: self.changes(
            lambda: self.window.case.findings.selected, lambda: press("j"), "chosen"
        )
        yield "accept it", self._accept
        yield "a sentence of it", self._insert
        yield "the prior beside", self._prior
        yield "the picture is copied", self._copy
        yield "the report on a second window", self._second_window
        yield "hang again", lambda: self.changes(
            lambda: [viewport.plane for viewport in views.viewports], lambda: press("F3", "alt+h"), "as at first"
        )

    def _to_the_middle(self) -> None:
        self.seat.press("Home", *["Next"] * 4)
        self.becomes(lambda: self.active.index == 40, "forty images on")

    def _type_a_window(self) -> None:
        self.seat.press("alt+w")
        self.becomes(lambda: type(self.seat.focus).__name__ == "QLineEdit", "a field for it")
        self.seat.press("ctrl+a")
        self.seat.type("40 350")
        self.seat.press("Return")
        window = lambda: self.active.window  # noqa: E731
        self.becomes(lambda: window() is not None and (window().centre, window().width) == (40, 350), "the window")

    def _magnify(self) -> None:
        self.seat.press("shift+m")
        self.mouse("mousemove", *self.at(0.5, 0.5), "mousedown", 1)
        self.mouse("mousemove", *self.at(0.52, 0.5))
        self.becomes(lambda: self.active.magnified is not None, "the glass is over the picture")
        self.picture("magnifier, held")
        self.mouse("mouseup", 1)

    def _draw(self, key: str, *places: tuple[float, float]) -> None:
        found = self.measures(lambda: (self.seat.press(key), self.pull(*places)), key)
        assert found.measurements and all(m.value == m.value for m in found.measurements)

    def _tap(self, key: str, *places: tuple[float, float]) -> None:
        assert self.measures(lambda: (self.seat.press(key), self.tap(*places)), key).measurements

    def _slab(self) -> None:
        self.seat.press("F10")
        self.becomes(lambda: self.active.slab.thickness == 10 and self.active.slab.mode is SlabMode.MIP, "a slab")

    def _cross(self) -> None:
        views = self.window.case.views
        self.seat.press("x")
        point = lambda: views.cursor_in(views.viewports[1])  # noqa: E731
        self.changes(point, lambda: self.pull((0.5, 0.5), (0.4, 0.45)), "the planes follow")

    def _coronal(self) -> None:
        views = self.window.case.views
        number = self.seat.ask(lambda: [v.plane for v in views.viewports].index(Plane.CORONAL))
        self.mouse("mousemove", *self.at(0.5, 0.5, number), "click", "--repeat", 2, "--delay", 60, 1)
        self.becomes(lambda: views.shown == [number], "the coronal plane has all of the room")

    def _cine(self) -> None:
        self.seat.press("F3", "ctrl+1", "Home")
        self.changes(lambda: self.active.index, lambda: self.seat.press("c"), "it plays")
        self.seat.press("c")
        time.sleep(0.3)
        stands = self.seat.ask(lambda: self.active.index)
        time.sleep(0.5)
        assert self.seat.ask(lambda: self.active.index) == stands, "it stands"

    def _accept(self) -> None:
        findings = self.window.case.findings
        self.seat.press("y")
        if self.seat.ask(lambda: findings[findings.selected].status) is Status.PROPOSED:
            self.seat.press("y")  # the first has brought it onto the screen
        self.becomes(lambda: findings[findings.selected].status is Status.ACCEPTED, "accepted")

    def _insert(self) -> None:
        draft = self.window.case.draft
        assert draft is not None
        self.changes(lambda: draft.report.section(FINDINGS).text, lambda: self.seat.press("ctrl+i"), "a sentence")

    def _prior(self) -> None:
        tabs = self.window._tabs
        bar = tabs.tabBar()
        at = self.seat.ask(lambda: bar.mapToGlobal(bar.tabRect(tabs.count() - 1).center()))
        self.mouse("mousemove", at.x(), at.y(), "click", 1)
        panel = self.seat.ask(lambda: tabs.widget(tabs.count() - 1))
        self.click(panel._button)
        self.becomes(lambda: any(c.prior for c in self.window.case.views.contents()), "the earlier exam is shown")

    def _copy(self) -> None:
        self.seat.press("F3", "ctrl+c")
        self.becomes(lambda: not QGuiApplication.clipboard().image().isNull(), "it is in the clipboard")

    def _second_window(self) -> None:
        self.seat.press("shift+F3")
        self.becomes(lambda: bool(self.window.further.images), "a second window")
        self.seat.press("shift+F3")
        self.becomes(lambda: not self.window.further.images, "and away again")


def day(seat: Seat) -> None:
    radiologist = Day(seat)
    radiologist.sign_in("li")
    radiologist.open_case()
    seat.ask(radiologist.window.showMaximized)
    seat.until(lambda: radiologist.window.case.findings.loaded, "the AI findings")
    seat.until(lambda: bool(radiologist.window.case.study.priors), "the earlier exam")
    done = 0
    for done, (name, act) in enumerate(radiologist.actions(), 1):
        try:
            act()
        except AssertionError as error:
            radiologist.picture(f"{done:02d} failed")
            raise AssertionError(f"{done} {name}: {error}") from error
        radiologist.picture(f"{done:02d} {name}")
    assert done == 40, done


if __name__ == "__main__":
    if len(sys.argv) > 3:
        Path(sys.argv[3]).mkdir(parents=True, exist_ok=True)
        sys.argv[3] = f"{sys.argv[3]}/day"
    sys.exit(Seat(Path(sys.argv[1]), sys.argv[2]).use(day))
