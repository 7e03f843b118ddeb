"""Pictures of the reading window that a person has looked at: `python -m tests.flow.approved PROFILE HUB FOLDER
LANGUAGE NAME=PATIENT …` makes them anew; `test_approved.py` compares them with those in `approved/`."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from reader.study.model import Arrival
from reader.views.content import Content
from tests.flow.seat import Seat
from tests.flow.two_windows import Reader


class Photographer(Reader):
    """Opens an exam as anybody does, and waits until everything of it is there."""

    def take(self, patient: str, file: Path) -> None:
        self.patient = patient
        self.open_case()
        seat, case = self.seat, self.window.case
        screen = seat.ask(lambda: QApplication.primaryScreen().availableGeometry())
        if screen.width() > screen.height() > 1600:  # two portrait monitors side by side
            seat.press("shift+F3")
            seat.until(lambda: bool(self.window.further.images), "the second window")
            half = screen.width() // 2
            self.put(self.window, QRect(screen.x(), screen.y() + 24, half, screen.height() - 24))
            self.put(self.second, QRect(screen.x() + half, screen.y() + 24, half, screen.height() - 24))
        else:
            seat.ask(self.window.showMaximized)
        seat.until(lambda: case.findings.loaded, "the findings")
        seat.until(lambda: all(map(self._whole, case.views.contents())), "all that is shown")
        index = seat.ask(lambda: case.views.active_viewport.index)
        time.sleep(0.3)
        if seat.ask(lambda: case.views.active_viewport.index) != index:  # a loop plays by itself
            seat.press("F3", "c", "Home")
        self.mouse("mousemove", 1, 1)
        self._photograph(file)
        seat.press("ctrl+w")
        seat.until_open("WorklistWindow")

    def _photograph(self, file: Path) -> None:
        """Once nothing moves any more: a volume has its full quality some seconds after."""
        before, end = QImage(), time.monotonic() + 30.0
        while time.monotonic() < end:
            time.sleep(2.0)
            subprocess.run(["import", "-window", "root", str(file)], check=True)
            now = QImage(str(file))
            if now == before:
                return
            before = now

    def _whole(self, content: Content) -> bool:
        return self.window.case.study.state(content.series.series_uid).arrival is Arrival.COMPLETE


def photograph(seat: Seat) -> None:
    reader = Photographer(seat)
    reader.sign_in("li")
    for entry in sys.argv[5:]:
        name, patient = entry.split("=")
        reader.take(patient, Path(sys.argv[3]) / f"{name}.png")


if __name__ == "__main__":
    sys.exit(Seat(Path(sys.argv[1]), sys.argv[2], language=sys.argv[4]).use(photograph))
