"""Where another series cuts a picture, against the geometry of the headers by plain numpy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from reader.views.content import Content
from reader.views.layers import ImageLayer
from reader.views.layout import Layout, Pane, Split
from reader.views.planes import Plane
from reader.views.reference_lines import MOST, lines_in
from reader.views.sync import same_scale
from reader.views.ui.crosshair import lines_of, planes_beside
from reader.views.viewport import Viewport
from tests.spatial.exams import FIRST, SECOND, Image, ct, exam, opened, square
from tests.views.examples import views

TILT = np.radians(25.0)
SAGITTAL = ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0))
OBLIQUE = ((1.0, 0.0, 0.0), (0.0, float(np.cos(TILT)), float(np.sin(TILT))))
CORONAL = ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0))
Axes = tuple[tuple[float, ...], tuple[float, ...]]


Corner = Callable[[int], NDArray[np.float64]]


def series(number: int, axes: Axes, corner: Corner, count: int, frame: str) -> list[Image]:
    made = []
    for k in range(count):
        image = ct(number, k + 1, 0.0, frame, square(100))
        image.dataset.ImageOrientationPatient = [*axes[0], *axes[1]]
        image.dataset.ImagePositionPatient = [round(float(one), 6) for one in corner(k)]
        made.append(image)
    return made


SAG = series(1, SAGITTAL, lambda k: np.array((-15.0 + 3.0 * k, -32.0, 32.0)), 11, FIRST)
AX = series(
    2, OBLIQUE, lambda k: np.array((-32.0, -20.0, -30.0)) + 4.0 * k * np.cross(*map(np.array, OBLIQUE)), 9, FIRST
)  # fmt: skip
ONE = series(3, CORONAL, lambda _: np.array((-32.0, 2.0, 32.0)), 1, FIRST)
THREE = Layout("hung", (Split((Pane("a"), Pane("b", series=1), Pane("c", series=2))),))
ELSEWHERE = series(4, OBLIQUE, lambda k: np.array((-32.0, -20.0, -30.0 + 4.0 * k)), 9, SECOND)
STUDY = exam(SAG, AX, ONE, ELSEWHERE)


def shown(images: list[Image], plane: Plane, index: int) -> tuple[Viewport, Image]:
    """A viewport, and the image that is in it by the headers: where its first pixel lies tells which."""
    content = Content.of(STUDY, *opened(STUDY, images))
    viewport = Viewport((ImageLayer(content),), plane=plane, index=index)
    frame = viewport.frame
    assert frame is not None
    at = 0 if plane is Plane.STACK else index
    middle = frame.to_point(((frame.size[0] - 1) / 2, (frame.size[1] - 1) / 2, at))
    return viewport, min(images, key=lambda image: abs(away(image, middle)))


def away(image: Image, point: tuple[float, ...]) -> float:
    """Of a point from the plane of an image, mm."""
    axes = np.array(image.dataset.ImageOrientationPatient, float).reshape(2, 3)
    return float(np.dot(np.cross(*axes), np.array(point) - np.array(image.dataset.ImagePositionPatient, float)))


@pytest.mark.parametrize("index", range(9))
def test_a_tilted_series_is_a_tilted_line_where_its_picture_is(index: int) -> None:
    sagittal, in_it = shown(SAG, Plane.SAGITTAL, 5)
    axial, cut = shown(AX, Plane.AXIAL, index)
    [line] = lines_in([sagittal, axial], sagittal, axial)
    frame = sagittal.frame
    assert frame is not None and line.plane is Plane.AXIAL
    ends = [np.array(frame.to_point((*end, 5))) for end in line.ends]
    for end in ends:
        assert abs(away(cut, tuple(end))) < 1e-3 and abs(away(in_it, tuple(end))) < 1e-3, "in both pictures"
    along = ends[1] - ends[0]
    assert np.degrees(np.arctan2(abs(along[2]), abs(along[1]))) == pytest.approx(25.0, abs=0.01)
    assert all(-0.51 <= v <= 63.51 for end in line.ends for v in end), "not beside the picture"
    assert np.linalg.norm(along) > 30, "all of it"
    [back] = lines_in([sagittal, axial], axial, sagittal)
    assert back.plane is Plane.SAGITTAL and back.ends[0][0] == pytest.approx(back.ends[1][0], abs=1e-3)


def test_a_single_image_is_cut_and_cuts_too() -> None:
    axial, cut = shown(AX, Plane.AXIAL, 4)
    coronal, alone = shown(ONE, Plane.STACK, 0)
    [line] = lines_in([axial, coronal], coronal, axial)
    frame = coronal.frame
    assert frame is not None
    assert all(abs(away(cut, frame.to_point((*end, 0)))) < 1e-3 for end in line.ends)
    [line] = lines_in([axial, coronal], axial, axial)
    frame = axial.frame
    assert frame is not None and line.plane is Plane.CORONAL
    assert all(abs(away(alone, frame.to_point((*end, 4)))) < 1e-3 for end in line.ends)


def test_none_is_drawn_where_nothing_is_known_or_nothing_is_cut() -> None:
    sagittal, _ = shown(SAG, Plane.SAGITTAL, 5)
    assert lines_in([sagittal, shown(ELSEWHERE, Plane.AXIAL, 4)[0]], sagittal, sagittal) == [], "another frame"
    assert lines_in([sagittal, shown(SAG, Plane.SAGITTAL, 2)[0]], sagittal, sagittal) == [], "parallel"
    many = [shown(AX, Plane.AXIAL, index)[0] for index in range(MOST + 1)]
    assert len(lines_in([sagittal, *many], sagittal, many[2])) == 1, "that of the active one"


def test_lines_through_the_cursor_are_drawn_between_planes_of_one_series_alone(tmp_path: Path) -> None:
    model = views(tmp_path)
    model.show(STUDY, *opened(STUDY, SAG))
    model.show_compare(STUDY, *opened(STUDY, AX), prior=False)
    model.set_plane(0, Plane.SAGITTAL)
    model.set_plane(1, Plane.AXIAL)
    moved: list[int] = []
    model.cursor_moved.connect(moved.append)
    first, second = model.viewports[:2]
    assert not planes_beside(model, first) and len(lines_of(model, first)) == 1
    model.scroll_to(1, second.index + 1)
    assert 0 in moved, "the line moves with the slice"
    model.toggle_crosshair()
    assert lines_of(model, first) == []


def test_what_lies_across_is_as_large_as_its_own_viewport_lets_it_be() -> None:
    """An axial image beside a sagittal one of the whole spine would be a stamp at the same scale."""
    sagittal, again = (shown(SAG, Plane.SAGITTAL, index)[0] for index in (5, 6))
    axial = shown(AX, Plane.AXIAL, 4)[0]
    viewports = [sagittal, again, axial]
    assert [same_scale(THREE, viewports, n, linked=True) for n in range(3)] == [(0, 1), (0, 1), (2,)]
