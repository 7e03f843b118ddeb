"""Outlines of one name in several slices become a volume: against a ball's formula, and voxels that are counted."""

from __future__ import annotations

from dataclasses import replace
from math import pi, sqrt
from pathlib import Path

import numpy as np
import pytest

from reader.findings import codes, service
from reader.findings.model import Finding, FindingsModel
from reader.terms.measures import MEAN, VOLUME
from reader.views.layout import SINGLE
from reader.views.measuring import Grip, reshaped
from reader.views.model import ViewsModel
from reader.views.outlined_volume import can_make_volume, is_outlined, make_volume
from reader.views.tools.ellipse import ELLIPSE
from reader.volume.model import OpenedSeries, Volume, VolumeGeometry
from tests.views.examples import OBLIQUE, STRAIGHT, exam, views
from tests.views.test_annotations import keep
from tests.views.test_tools import place

RADIUS = 20.0
SIZE, SPACING = (96, 80, 31), (0.7, 0.9, 2.0)


def ball(axes: tuple[float, ...]) -> Volume:
    """1000 − 10 for each slice that it is away from the middle one."""
    slices = SIZE[2]
    geometry = VolumeGeometry(SIZE, SPACING, (-10.0, 5.0, 40.0), axes)  # type: ignore[arg-type]
    values = 1000 - 10 * np.abs(np.arange(slices) - slices // 2)
    voxels = np.broadcast_to(values[:, None, None], SIZE[::-1]).astype(np.int16)
    entries = tuple((f"1.2.3.1.{k}", 1) for k in range(slices))
    return Volume("1.2.3.1", geometry, voxels, np.ones(slices, dtype=bool), entries, units="HU")


def opened(tmp_path: Path, axes: tuple[float, ...] = STRAIGHT) -> ViewsModel:
    model, image = views(tmp_path), ball(axes)
    keep(model)
    model.show(*exam(image), OpenedSeries.of(image))
    model.set_layout(SINGLE)
    model.set_tool(ELLIPSE)
    return model


def outline(model: ViewsModel, away: int) -> Finding:
    """The ball's in a slice so many from the middle."""
    model.scroll_to(0, SIZE[2] // 2 + away)
    half = sqrt(max(RADIUS**2 - (away * SPACING[2]) ** 2, 0.0))
    across, down = half / SPACING[0], half / SPACING[1]
    place(model.measuring, [(48 - across, 40 - down), (48 + across, 40 + down)])
    service.name(model.findings, model.findings.selected, codes.NODULE)
    found = model.findings.get(model.findings.selected)
    assert found is not None
    return found


def number(findings: FindingsModel, derivation: object = None) -> float:
    (joined,) = findings.findings
    return next(m.value for m in joined.measurements if m.derivation == derivation)


@pytest.mark.parametrize("axes", [STRAIGHT, OBLIQUE], ids=["straight", "oblique"])
@pytest.mark.parametrize("apart", [1, 2, 3])
def test_a_ball_of_which_some_slices_were_outlined(tmp_path: Path, axes: tuple[float, ...], apart: int) -> None:
    model = opened(tmp_path, axes)
    for away in range(-9, 10, apart):
        outline(model, away)
    before = model.findings.findings
    assert can_make_volume(model)
    make_volume(model)
    radii = {away: sqrt(RADIUS**2 - (away * SPACING[2]) ** 2) for away in range(-9, 10, apart)}
    between = np.interp(range(-9, max(radii) + 1), list(radii), list(radii.values()))
    expected = pi * float(np.sum(between**2)) * SPACING[2]
    (joined,) = model.findings.findings
    assert joined.measurements[0].concept == VOLUME and len(joined.shapes) == len(before)
    assert number(model.findings) == pytest.approx(expected, rel=0.015)
    assert 900 < number(model.findings, MEAN) < 1000
    assert model.findings.history.undo() and model.findings.findings == before


def test_every_voxel_of_a_pillar_counts_once_and_its_values_too(tmp_path: Path) -> None:
    """Two outlines alike, five slices apart, by numpy."""
    model = opened(tmp_path)
    for at in (10, 15):
        model.scroll_to(0, at)
        place(model.measuring, [(30.0, 20.0), (60.0, 50.0)])
        service.name(model.findings, model.findings.selected, codes.NODULE)
    make_volume(model)
    y, x = np.mgrid[:80, :96]
    disc = int(((((x - 45) / 15.0) ** 2 + ((y - 35) / 15.0) ** 2) <= 1 + 1e-9).sum())
    assert number(model.findings) == pytest.approx(disc * 6 * np.prod(SPACING))
    assert number(model.findings, MEAN) == pytest.approx(np.mean([1000 - 10 * abs(n - 15) for n in range(10, 16)]))


def test_the_remarks_of_all_outlines_stay(tmp_path: Path) -> None:
    model = opened(tmp_path)
    for away, note in ((-2, "Spiculated."), (0, ""), (1, "Spiculated."), (2, "Touches the pleura.")):
        service.edit(model.findings, outline(model, away).tracking_uid, note=note)
    make_volume(model)
    (joined,) = model.findings.findings
    assert sorted(joined.note.splitlines()) == ["Spiculated.", "Touches the pleura."]


def test_outlines_without_a_number_are_no_volume(tmp_path: Path) -> None:
    """As another vendor's report may have them."""
    model = opened(tmp_path)
    shapes = tuple(outline(model, away).shapes[0] for away in (0, 2))
    assert not is_outlined(replace(model.findings.findings[0], shapes=shapes, measurements=()))


def test_what_is_named_otherwise_stays_apart_and_one_slice_is_no_volume(tmp_path: Path) -> None:
    model = opened(tmp_path)
    outline(model, 0)
    assert not can_make_volume(model)
    other = outline(model, 2)
    service.name(model.findings, other.tracking_uid, codes.LESION)
    assert not can_make_volume(model)
    outline(model, 3)
    make_volume(model)
    assert len(model.findings.findings) == 2 and model.findings.get(other.tracking_uid) is not None


def test_an_outline_that_is_dragged_measures_the_volume_again(tmp_path: Path) -> None:
    model = opened(tmp_path)
    for away in (-2, 0, 2):
        outline(model, away)
    make_volume(model)
    (joined,) = model.findings.findings
    state = model.viewports[0]
    at = SIZE[2] // 2 + 2
    model.scroll_to(0, at)
    assert state.content is not None and state.frame is not None
    grip = Grip(joined.tracking_uid, 2, None, 0, at, [(40.0, 40.0), (50.0, 40.0), (45.0, 35.0), (45.0, 45.0)])
    changes = reshaped(joined, grip, state.content, state.frame)
    smaller = next(m.value for m in changes["measurements"] if m.concept == VOLUME)
    assert len(changes["shapes"]) == 3 and smaller < 0.8 * number(model.findings)
