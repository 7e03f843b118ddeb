"""Curves of values against SimpleITK's interpolation and against pixels that are counted one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.findings.model import ShapeKind
from reader.views.content import Content
from reader.views.layout import SINGLE
from reader.views.planes import Plane
from reader.views.plots import Histogram, Profile, histogram, profile
from reader.views.tools.distance import DISTANCE
from reader.views.ui import layers
from reader.volume.model import OpenedSeries
from tests.views.examples import GEOMETRIES, exam, stack, volume
from tests.views.test_annotations import keep
from tests.views.test_widget import BIG, Window_, activate

LINE = ((3.2, 4.7), (11.9, 8.1), (12.4, 2.25))


@pytest.mark.parametrize("name", list(GEOMETRIES))
@pytest.mark.parametrize("plane", [Plane.AXIAL, Plane.CORONAL, Plane.SAGITTAL])
def test_a_profile_is_linear_between_the_voxels(name: str, plane: Plane) -> None:
    image = volume(GEOMETRIES[name])
    content = Content.of(*exam(image), OpenedSeries.of(image))
    frame = content.frame(plane)
    assert frame is not None
    index = frame.size[2] // 2
    line = [(min(c, frame.size[0] - 1.0), min(r, frame.size[1] - 1.0)) for c, r in LINE]
    found = profile(content, frame, index, line)
    assert found is not None and found.in_mm
    voxels = sitk.GetImageFromArray(image.voxels.astype(np.float64))
    geometry = image.geometry
    voxels.SetSpacing(geometry.spacing)
    voxels.SetOrigin(geometry.origin)
    voxels.SetDirection(geometry.direction)
    slope, intercept = image.scale
    corners = [np.asarray(frame.to_point((c, r, index))) for c, r in line]
    lengths = [float(np.linalg.norm(b - a)) for a, b in pairwise(corners)]
    assert found.at[-1] == pytest.approx(sum(lengths))
    for at, value in zip(found.at[1:-1:3], found.values[1:-1:3], strict=True):
        piece, rest = (0, float(at)) if at <= lengths[0] else (1, float(at) - lengths[0])
        point = corners[piece] + (corners[piece + 1] - corners[piece]) * rest / lengths[piece]
        expected = voxels.EvaluateAtPhysicalPoint(tuple(point), sitk.sitkLinear) * slope + intercept
        assert value == pytest.approx(expected, abs=1e-6 * max(1.0, abs(expected)))


def test_a_histogram_counts_the_pixels_inside(qtbot: QtBot) -> None:
    values = np.random.default_rng(3).integers(-20, 20, (40, 50)).astype(np.int16)
    image = stack([values])
    content = Content.of(*exam(image), OpenedSeries.of(image))
    frame = content.frame(Plane.STACK)
    assert frame is not None
    ends = ((10.0, 15.0), (30.0, 15.0), (20.0, 7.0), (20.0, 23.0))
    found = histogram(content, frame, 0, ShapeKind.ELLIPSE, ends)
    assert found is not None
    inside = Counter(
        int(values[r, c]) for r in range(40) for c in range(50)
        if ((c - 20) / 10) ** 2 + ((r - 15) / 8) ** 2 <= 1 + 1e-9
    )  # fmt: skip
    middles = (found.edges[:-1] + found.edges[1:]) / 2
    assert {round(v): n for v, n in zip(middles, found.counts, strict=True) if n} == dict(inside)


def test_beyond_the_image_a_profile_has_no_values() -> None:
    image = stack([np.arange(100, dtype=np.int16).reshape(10, 10)])
    content = Content.of(*exam(image), OpenedSeries.of(image))
    frame = content.frame(Plane.STACK)
    assert frame is not None
    found = profile(content, frame, 0, ((5.0, 4.0), (14.0, 4.0)))
    assert found is not None and not found.in_mm
    assert np.array_equal(np.isfinite(found.values), found.at <= 4.0 + 1e-9)
    assert found.values[0] == 45 and found.at[-1] == pytest.approx(9.0)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    made = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    activate(qtbot, made)
    made.views.set_layout(SINGLE)
    QApplication.processEvents()
    yield made
    made.pictures.grid.close_scenes()


def test_the_curve_of_the_selected_measurement_stands_over_its_picture_alone(
    window: Window_, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[Profile | Histogram] = []
    monkeypatch.setattr(layers, "paint_plot", lambda _p, _r, plot, _v, _s: painted.append(plot))
    views, target = window.views, window.viewport(0)
    keep(views)
    views.set_tool(DISTANCE)
    for at in (QPoint(300, 300), QPoint(500, 380)):
        qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=at)
    if not views.findings.selected:
        views.findings.select(views.findings.findings[-1].tracking_uid)
    target.grab()
    assert painted == []
    window.registry.run("views.values")
    target.grab()
    [plot] = painted[-1:]
    view, frame = target.screen(), target.state.frame
    assert isinstance(plot, Profile) and view is not None and frame is not None
    assert plot.at[-1] == pytest.approx(hypot(200, 80) / view.scale, rel=0.02)
    painted.clear()
    views.scroll_to(0, target.state.index + 3)
    target.grab()
    assert painted == [], "it is of another image"
