"""Many viewports at once: 4 × 4 series of MR, three windows of 2 × 2, and the crosshair in the planes of a CT. ms
from the event until all the pictures that it changes are painted."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from reader.views.grids import grid
from reader.views.layout import MPR
from reader.views.model import ViewsModel
from reader.views.tools.crosshair import CROSSHAIR
from reader.views.ui.viewport import ViewportWidget
from reader.volume.model import OpenedSeries, Volume, VolumeGeometry
from tests.bench.timing import p95
from tests.views.examples import STRAIGHT, exam, volume
from tests.views.test_widget import Window_

MR = VolumeGeometry((256, 256, 60), (0.9, 0.9, 2.0), (0.0, 0.0, 0.0), STRAIGHT)
FULL_HD = (1920, 1080)
THIRD = (960, 720)


@contextmanager
def window_of(image: Volume, folder: Path, modality: str, size: tuple[int, int]) -> Iterator[Window_]:
    folder.mkdir()
    window = Window_(image, folder, modality)
    window.report.hide()
    window.resize(*size)
    window.show()
    yield window
    window.pictures.grid.close_scenes()
    window.close()


def fill(views: ViewsModel, numbers: range) -> None:
    """A series of its own for each of these viewports, all of one frame of reference."""
    for number in numbers:
        image = volume(MR, seed=number, series_uid=f"1.2.3.{number + 1}")
        views.parts.drop(number, image.series_uid, 0)
        study, series = exam(image, modality="MR")
        views.show(study, series, OpenedSeries.of(image))


def linked(views: ViewsModel, over: ViewportWidget) -> float:
    """The wheel turns over one viewport; every other one follows."""
    app, before = QApplication.instance(), [viewport.index for viewport in views.viewports]
    assert app is not None
    settle()

    def wheel(turn: int) -> None:
        step = 120 if turn // 25 % 2 else -120
        middle = QPointF(over.width() / 2, over.height() / 2)
        QApplication.sendEvent(over, QWheelEvent(
            middle, over.mapToGlobal(middle), QPoint(), QPoint(0, step), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ))  # fmt: skip
        app.processEvents()

    wheel(0)
    assert all(v.index != b for v, b in zip(views.viewports, before, strict=True)), "they are not linked"
    return p95(wheel)


def crosshair(window: Window_) -> float:
    """Dragged in the first plane; the other two follow."""
    views, target, app = window.views, window.viewport(0), QApplication.instance()
    assert app is not None
    views.set_layout(MPR)
    views.set_tool(CROSSHAIR)
    settle()
    target = window.viewport(0)

    def send(kind: QEvent.Type, x: float, y: float) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        moved, place = kind is QEvent.Type.MouseMove, QPointF(x, y)
        held = none if kind is QEvent.Type.MouseButtonRelease else left
        event = QMouseEvent(
            kind, place, target.mapToGlobal(place), none if moved else left, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(target, event)

    x, y = target.width() / 2, target.height() / 2

    def move(turn: int) -> None:
        send(QEvent.Type.MouseMove, x + turn % 60, y + turn % 45)
        app.processEvents()

    send(QEvent.Type.MouseButtonPress, x, y)
    before = [viewport.index for viewport in views.viewports[1:3]]
    move(30)
    assert [viewport.index for viewport in views.viewports[1:3]] != before, "the planes do not follow"
    taken = p95(move)
    send(QEvent.Type.MouseButtonRelease, x, y)
    return taken


def three_windows(window: Window_) -> float:
    views = window.views
    views.spreading.add(2)
    further: list[QWidget] = []
    for screen in (1, 2):
        views.spreading.set_layout(screen, grid(2, 2))
        shown = window.pictures.further_screen(screen)
        shown.resize(*THIRD)
        shown.show()
        further.append(shown)
    views.set_layout(grid(2, 2))
    fill(views, range(len(views.viewports)))
    assert len(views.viewports) == 12
    taken = linked(views, window.viewport(0))
    for shown in further:
        shown.close()
    return taken


def settle() -> None:
    """As the program's event loop would: what the layouts before had is deleted too."""
    app = QApplication.instance()
    assert app is not None
    for _ in range(20):
        app.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def main(folder: Path, ct: Volume) -> dict[str, float]:
    first = volume(MR, seed=0, series_uid="1.2.3.1")
    with window_of(first, folder / "4x4", "MR", FULL_HD) as window:
        window.views.set_layout(grid(4, 4))
        fill(window.views, range(16))
        found = {"grid_4x4_ms": linked(window.views, window.viewport(0))}
    with window_of(first, folder / "windows", "MR", THIRD) as window:
        found["three_windows_2x2_ms"] = three_windows(window)
    with window_of(ct, folder / "planes", "CT", FULL_HD) as window:
        found["crosshair_ms"] = crosshair(window)
    return found
