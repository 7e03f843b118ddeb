"""A viewport shows layers; a new kind is painted as soon as its painter is registered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPen
from pytestqt.qtbot import QtBot

from reader.findings.model import FindingsModel
from reader.views.layers import CrosshairLayer, DraftLayer, FindingLayer, ImageLayer, Layer, MaskLayer
from reader.views.layout import MPR, SINGLE
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.ui.layers import PAINTERS, Canvas
from reader.volume.model import OpenedSeries
from tests.views.examples import GEOMETRIES, exam, views, volume
from tests.views.test_widget import BIG, Window_, activate

MAGENTA = QColor(255, 0, 255)
OF_THE_EXAM = [ImageLayer, MaskLayer, CrosshairLayer, FindingLayer, DraftLayer]


@dataclass(frozen=True)
class GridLayer(Layer):
    """A line down a column of the picture."""

    column: float


def paint_grid(canvas: Canvas, layer: GridLayer) -> None:
    canvas.painter.setPen(QPen(MAGENTA, 3))
    ends = ((layer.column, 0.0), (layer.column, canvas.frame.size[1] - 1.0))
    canvas.painter.drawLine(*(QPointF(*canvas.view.to_screen(*end)) for end in ends))


def kinds(model: ViewsModel, number: int) -> list[type[Layer]]:
    return [type(layer) for layer in model.viewports[number].layers]


def test_a_new_kind_of_layer_is_painted_where_it_is_and_over_what_is_below(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PAINTERS, "_kinds", dict(PAINTERS._kinds))
    PAINTERS.add(GridLayer, paint_grid)
    window = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(window)
    window.resize(1100, 800)
    activate(qtbot, window)
    model, target = window.views, window.viewport(0)
    model.toggle_crosshair()
    model.set_overlay_level(0)
    image, *over = model.viewports[0].layers

    def colours() -> tuple[QColor, QColor]:
        view = target.screen()
        assert view is not None
        picture = target.grab().toImage()
        x, y = view.to_screen(20.0, 30.0)
        beside, _ = view.to_screen(24.0, 30.0)
        return picture.pixelColor(round(x), round(y)), picture.pixelColor(round(beside), round(y))

    model.change(0, layers=(image, GridLayer(20.0), *over), zoom=2.0)
    on_line, beside = colours()
    assert on_line == MAGENTA and beside != MAGENTA
    model.change(0, layers=(GridLayer(20.0), image, *over))
    assert colours()[0] != MAGENTA, "under the picture"
    window.pictures.grid.close_scenes()


def test_every_picture_has_the_layers_of_its_exam(tmp_path: Path) -> None:
    """Findings and segments of the current one; in a prior neither. What else was put there stays, in its order."""
    model, image = views(tmp_path), volume(GEOMETRIES["anisotropic"])
    model.show(*exam(image), OpenedSeries.of(image))
    assert model.layout is MPR and all(kinds(model, n) == OF_THE_EXAM for n in range(4))
    first, *over = model.viewports[0].layers
    model.change(0, layers=(first, GridLayer(3.0), *over))
    findings = FindingsModel()
    model.set_findings(findings)
    model.set_masks([])
    assert kinds(model, 0) == [ImageLayer, GridLayer, *OF_THE_EXAM[1:]]
    layer = model.viewports[0].layer(FindingLayer)
    assert layer is not None and layer.findings is findings
    model.set_layout(SINGLE)
    assert kinds(model, 0) == [ImageLayer, GridLayer, *OF_THE_EXAM[1:]]
    model.set_plane(0, Plane.CORONAL)
    assert kinds(model, 0) == OF_THE_EXAM
    then = volume(GEOMETRIES["anisotropic"], seed=2, series_uid="1.2.3.9")
    model.show_compare(*exam(then, study_uid="1.9"), OpenedSeries.of(then))
    assert kinds(model, 0) == OF_THE_EXAM and kinds(model, 1) == [ImageLayer, CrosshairLayer, DraftLayer]
    model.clear()
    assert kinds(model, 0) == []
