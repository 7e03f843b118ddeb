"""Layouts and rules of placement are values: new ones are used as soon as they are in their registries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from reader.core.commands import CommandRegistry
from reader.views.commands import commands
from reader.views.layout import COMPARE, LAYOUTS, MPR, MPR_ROW, SINGLE, Layout, Pane, Split
from reader.views.placement import RULES, Rule
from reader.views.planes import Plane
from reader.volume.model import OpenedSeries, VolumeGeometry
from tests.views.examples import GEOMETRIES, STRAIGHT, exam, stack, views, volume
from tests.views.test_widget import BIG, Window_, activate

READING = Layout(
    "reading",
    (
        Split(
            (
                Pane("large", Plane.CORONAL),
                Split((Pane("upper", Plane.AXIAL), Pane("lower", Plane.SAGITTAL)), below=True),
            ),
            shares=(2, 1),
        ),
    ),
    "Coronal first", "Ctrl+6", "square",
)  # fmt: skip
TWO_SCREENS = Layout("screens", (Pane("left", Plane.AXIAL), Pane("right", Plane.CORONAL)), "Two screens", "Ctrl+7")


@pytest.fixture(autouse=True)
def registries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LAYOUTS, "_kinds", {layout.id: layout for layout in LAYOUTS})
    monkeypatch.setattr(RULES, "_kinds", {rule.id: rule for rule in RULES})


def test_the_first_rules_are_those_that_readers_know(tmp_path: Path) -> None:
    model, flat = views(tmp_path), stack([np.zeros((9, 9), np.int16)])
    for image, expected in ((volume(GEOMETRIES["anisotropic"]), MPR), (flat, SINGLE)):
        model.show(*exam(image), OpenedSeries.of(image))
        assert model.layout is expected
    other = volume(GEOMETRIES["anisotropic"], seed=2, series_uid="1.2.3.9")
    model.show_compare(*exam(other, study_uid="1.9"), OpenedSeries.of(other))
    assert model.layout is COMPARE


@pytest.mark.parametrize(
    ("slices", "spacing", "expected"),
    [
        (20, (0.7031, 0.7031, 3.0), SINGLE),  # an ADC map
        (55, (0.7031, 0.7031, 5.0), SINGLE),  # a chest CT as it was read on film
        (60, (4.0, 4.0, 5.0), MPR),  # PET: as thick as its pixels are large
        (60, (0.2, 0.2, 1.0), MPR),  # a temporal bone
        (60, (0.78, 0.78, 1.0), MPR),
        (9, (1.0, 1.0, 1.0), SINGLE),
    ],
)
def test_thick_slices_open_as_a_stack_with_the_planes_to_choose(
    tmp_path: Path, slices: int, spacing: tuple[float, float, float], expected: Layout
) -> None:
    model = views(tmp_path)
    image = volume(VolumeGeometry((8, 8, slices), spacing, (0.0, 0.0, 0.0), STRAIGHT))
    model.show(*exam(image), OpenedSeries.of(image))
    assert model.layout is expected
    planes = next(command for command in commands(model) if command.id == "views.layout_mpr")
    assert planes.when()
    planes.run()
    assert len(model.viewports) == 4


def test_a_new_rule_decides_by_what_the_exam_holds(tmp_path: Path) -> None:
    """Coronal first in an exam of two series; not in one of a single series, nor planes of a stack."""
    RULES.add("two", Rule("two", lambda held: len(held.exam.series) == 2, READING, rank=2))
    RULES.add("never", Rule("never", lambda _: True, MPR_ROW))
    images = (volume(GEOMETRIES["anisotropic"]), stack([np.zeros((9, 9), np.int16)]))
    for image, of_one, of_two in zip(images, (MPR, SINGLE), (READING, SINGLE), strict=True):
        study, series = exam(image)
        two = replace(study, series=(series, replace(series, series_uid="1.2.3.2")))
        for shown, expected in ((study, of_one), (two, of_two), (study, of_one)):
            model = views(tmp_path)
            model.show(shown, series, OpenedSeries.of(image))
            assert model.layout is expected
            assert len(model.viewports) == len(expected.panes)


def test_a_comparison_goes_by_rules_too(tmp_path: Path) -> None:
    """The prior above, the current exam below."""
    below = Layout("below", (Split((Pane("prior", series=1), Pane("main")), below=True),))
    RULES.add("below", Rule("below", lambda held: held.contents[1].prior, below, rank=1))
    images = [volume(GEOMETRIES["anisotropic"], seed=n, series_uid=f"1.2.3.{n}") for n in (1, 2)]
    model = views(tmp_path)
    model.show(*exam(images[0]), OpenedSeries.of(images[0]))
    model.scroll(0, 2)
    at = model.viewports[0].index
    model.show_compare(*exam(images[1], study_uid="1.9"), OpenedSeries.of(images[1]))
    assert model.layout is below
    prior, main = model.viewports
    assert prior.content is not None and prior.content.prior and main.content is not None
    assert not main.content.prior and main.index == prior.index == at
    model.scroll(0, 1)
    assert main.index == prior.index == at + 1, "linked, whichever is scrolled"


def test_planes_of_two_exams_are_compared_each_with_its_own(tmp_path: Path) -> None:
    """Axial and coronal of both, the prior's coronal at the heights of the axial: each scrolls its own kind."""
    four = Layout(
        "four",
        (
            Split(
                (
                    Split((Pane("axial", Plane.AXIAL), Pane("coronal", Plane.CORONAL))),
                    Split((Pane("axial before", Plane.AXIAL, 1), Pane("coronal before", Plane.CORONAL, 1))),
                ),
                below=True,
            ),
        ),
        "Two planes of two exams", "Ctrl+6", "square",
    )  # fmt: skip
    LAYOUTS.add(four.id, four)
    now, geometry = volume(GEOMETRIES["straight"]), GEOMETRIES["straight"]
    then = volume(replace(geometry, origin=(-10.0, 12.0, 4000.0)), seed=2, series_uid="1.2.3.9")
    model, registry = views(tmp_path), CommandRegistry()
    registry.add(*commands(model))
    model.show(*exam(now), OpenedSeries.of(now))
    assert not registry["views.layout_four"].when()
    model.show_compare(*exam(then, study_uid="1.9"), OpenedSeries.of(then))
    axial = model.viewports[0]
    registry.run("views.layout_four")
    assert [v.plane for v in model.viewports] == [Plane.AXIAL, Plane.CORONAL] * 2
    assert [v.content is not None and v.content.prior for v in model.viewports] == [False, False, True, True]
    assert model.viewports[0] is axial, "what was shown stays as it was"
    before = [v.index for v in model.viewports]
    model.scroll(1, 2)
    assert [v.index - b for v, b in zip(model.viewports, before, strict=True)] == [0, 2, 0, 2]
    model.scroll(2, -3)
    assert [v.index - b for v, b in zip(model.viewports, before, strict=True)] == [-3, 2, -3, 2]


def test_a_new_layout_is_offered_and_its_panes_are_where_its_tree_says(qtbot: QtBot, tmp_path: Path) -> None:
    LAYOUTS.add(READING.id, READING)
    LAYOUTS.add(TWO_SCREENS.id, TWO_SCREENS)
    window = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(window)
    window.resize(1100, 800)
    activate(qtbot, window)
    window.registry.run("views.layout_reading")
    assert [viewport.plane for viewport in window.views.viewports] == [Plane.CORONAL, Plane.AXIAL, Plane.SAGITTAL]
    large, upper, lower = (window.viewport(n).geometry() for n in range(3))
    assert large.width() == pytest.approx(2 * upper.width(), abs=3)
    assert (upper.left(), upper.height()) == (lower.left(), pytest.approx(lower.height(), abs=1))
    assert large.top() == upper.top() and large.bottom() == lower.bottom() and lower.top() > upper.bottom()
    window.views.toggle_maximised(2)
    alone, all_of_it = window.viewport(2), window.pictures.grid
    qtbot.waitUntil(lambda: alone.width() >= all_of_it.width() - 2, timeout=1000)
    assert alone.height() >= all_of_it.height() - 2
    assert not window.viewport(0).isVisible() and not window.viewport(1).isVisible()
    window.registry.run("views.layout_screens")
    left, right = (window.viewport(n).geometry() for n in range(2))
    assert left.right() < right.left() and left.width() == pytest.approx(right.width(), abs=2)
    window.pictures.grid.close_scenes()


def test_layouts_are_valid_by_construction() -> None:
    with pytest.raises(ValueError, match="have one id"):
        Layout("twice", (Pane("main"), Pane("main")))
    with pytest.raises(ValueError, match="1 shares of 2 panes"):
        Split((Pane("a"), Pane("b")), shares=(1,))
