"""Scrolling, window, zoom and measuring in one 1000 × 1000 viewport of a CT: ms from the event to the picture."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkRenderingCore import (
    vtkImageSlice,
    vtkImageSliceMapper,
    vtkRenderer,
    vtkRenderWindow,
    vtkWindowToImageFilter,
)

from reader.core.qt.theme import apply_theme
from reader.findings.service import from_measurement
from reader.views.layout import SINGLE
from reader.views.measure import measure
from reader.views.tools.circle import CIRCLE
from reader.views.tools.distance import DISTANCE
from reader.views.tools.ellipse import ELLIPSE
from reader.views.tools.registry import FIRST
from reader.views.ui.viewport import ViewportWidget
from reader.volume.model import Volume, VolumeGeometry
from tests.bench import grids
from tests.bench.timing import p95
from tests.findings.exams import LI
from tests.views.examples import STRAIGHT, volume
from tests.views.test_widget import Window_

SIDE, SLICES, SCREEN = 512, 200, 1000
GRID = VolumeGeometry((SIDE, SIDE, SLICES), (0.7, 0.7, 1.0), (0.0, 0.0, 0.0), STRAIGHT)


def bare_vtk(image: Volume) -> float:
    """The floor: a slice by `vtkImageSliceMapper` in an offscreen window of the same size, read back."""
    data = vtkImageData(dimensions=GRID.size, spacing=GRID.spacing)
    data.GetPointData().SetScalars(numpy_to_vtk(image.voxels.reshape(-1)))
    mapper = vtkImageSliceMapper()
    mapper.SetInputData(data)
    shown = vtkImageSlice()
    shown.SetMapper(mapper)
    shown.GetProperty().SetColorWindow(1500)
    shown.GetProperty().SetColorLevel(-500)
    renderer, window = vtkRenderer(), vtkRenderWindow()
    window.SetOffScreenRendering(1)
    window.SetSize(SCREEN, SCREEN)
    window.AddRenderer(renderer)
    renderer.AddViewProp(shown)
    renderer.ResetCamera()

    def scroll(turn: int) -> None:
        mapper.SetSliceNumber(turn % SLICES)
        window.Render()
        grab = vtkWindowToImageFilter()
        grab.SetInput(window)
        grab.ReadFrontBufferOff()
        grab.Update()

    return p95(scroll)


def mouse(target: ViewportWidget, kind: QMouseEvent.Type, at: tuple[float, float], *, down: bool) -> None:
    button = Qt.MouseButton.LeftButton
    held = button if down else Qt.MouseButton.NoButton
    moved = kind is QMouseEvent.Type.MouseMove
    place = QPointF(*at)
    event = QMouseEvent(
        kind, place, target.mapToGlobal(place), Qt.MouseButton.NoButton if moved else button, held,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(target, event)


def dragged(target: ViewportWidget, start: tuple[float, float]) -> float:
    """The left button goes down and is dragged around in steps of a few pixels."""
    mouse(target, QMouseEvent.Type.MouseButtonPress, start, down=True)

    def move(turn: int) -> None:
        mouse(target, QMouseEvent.Type.MouseMove, (start[0] + turn % 60 + 4, start[1] + turn % 45 + 4), down=True)
        target.repaint()

    taken = p95(move)
    mouse(target, QMouseEvent.Type.MouseButtonRelease, start, down=False)
    return taken


def scrolled(target: ViewportWidget) -> float:
    middle = QPointF(SCREEN / 2, SCREEN / 2)

    def wheel(turn: int) -> None:
        step = 120 if turn // 80 % 2 else -120
        QApplication.sendEvent(target, QWheelEvent(
            middle, target.mapToGlobal(middle), QPoint(), QPoint(0, step), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ))  # fmt: skip
        target.repaint()

    return p95(wheel)


def main() -> dict[str, float | str]:
    app = QApplication.instance() or QApplication(["reader"])
    assert isinstance(app, QApplication)
    apply_theme(app, "dark")
    image = volume(GRID)
    with tempfile.TemporaryDirectory(prefix="reader-bench-") as folder:
        window = Window_(image, Path(folder))
        window.show()
        model = window.views
        model.set_layout(SINGLE)
        target = window.viewport(0)
        window.resize(window.width() - target.width() + SCREEN, window.height() - target.height() + SCREEN)
        for _ in range(20):
            app.processEvents()
        found: dict[str, float] = {"vtk_scroll_ms": bare_vtk(image), "scroll_ms": scrolled(target)}
        found["window_ms"] = dragged(target, (300.0, 300.0))
        for tool, name in ((ELLIPSE, "ellipse"), (CIRCLE, "circle")):
            model.set_tool(tool)
            found[f"{name}_ms"] = dragged(target, (400.0, 400.0))  # grows to about 100 pixels of the image
            model.measuring.cancel()
        model.set_tool(FIRST)
        content, frame = model.viewports[0].content, model.viewports[0].frame
        assert content is not None and frame is not None
        random = np.random.default_rng(1)
        own = []
        for number in range(500):
            ends = [(float(x), float(y)) for x, y in random.uniform(20, SIDE - 20, (2, 2))]
            made = measure(DISTANCE, content, frame, number % SLICES, ends)
            own.append(from_measurement(made.shape, made.measurements, LI, place=made.place))
        model.findings.load(own)
        found["scroll_500_ms"] = scrolled(target)
        found["scroll_over_vtk"] = found["scroll_ms"] / found["vtk_scroll_ms"]
        found["scroll_500_over_without"] = found["scroll_500_ms"] / found["scroll_ms"]
        window.pictures.grid.close_scenes()
        window.close()
        found |= grids.main(Path(folder), image)
    return {"bench": "views"} | {name: round(value, 2) for name, value in found.items()}
