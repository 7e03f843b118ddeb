"""The crosshair in images that are no planes of a volume: a click takes every other picture to that place."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from reader.study.model import Study
from reader.views.content import Content
from reader.views.grids import grid
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.screen import ScreenMap
from reader.views.tools.crosshair import CROSSHAIR
from reader.views.tools.tool import Hand
from reader.views.viewport import fresh
from tests.spatial.exams import FIRST, SECOND, Image, exam, opened
from tests.views.examples import views
from tests.views.test_reference_lines import CORONAL, OBLIQUE, SAGITTAL, away, series

UNEVEN = (0.0, 3.0, 8.0, 9.5, 20.0, 26.0)
AXIAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))


def study() -> tuple[Study, list[list[Image]]]:
    """An uneven tilted stack, one coronal and one sagittal image, and what lies in other coordinates."""
    step = np.cross(*map(np.array, OBLIQUE))
    made = [
        series(1, OBLIQUE, lambda k: np.array((-32.0, -20.0, -30.0)) + UNEVEN[k] * step, len(UNEVEN), FIRST),
        series(2, CORONAL, lambda _: np.array((-32.0, 2.0, 32.0)), 1, FIRST),
        series(3, SAGITTAL, lambda k: np.array((1.0 + 4.0 * k * k, -32.0, 32.0)), 3, FIRST),
        series(4, AXIAL, lambda k: np.array((-32.0, -32.0, 7.0 * k * k)), 3, SECOND),
    ]
    return exam(*made), made


def screen(tmp_path: Path) -> tuple[ViewsModel, list[list[Image]]]:
    model = views(tmp_path)
    about, made = study()
    contents = [Content.of(about, *opened(about, images)) for images in made]
    model.arrange(contents[0])
    model.put(grid(2, 2), [fresh(content, content.first_plane) for content in contents])
    assert {viewport.plane for viewport in model.viewports} == {Plane.STACK}
    return model, made


def click(model: ViewsModel, number: int, pixel: tuple[float, float]) -> np.ndarray:
    """Where that is in the patient, by the geometry that is shown."""
    frame = model.viewports[number].frame
    assert frame is not None
    view = ScreenMap(1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0)
    CROSSHAIR.press(model, Hand(number, (64.0, 64.0), view, 1.0, pixel, pixel))
    return np.array(frame.to_point((*pixel, 0)))


def test_every_stack_goes_to_the_image_nearest_to_what_was_clicked(tmp_path: Path) -> None:
    model, made = screen(tmp_path)
    for pixel in ((32.0, 40.0), (32.0, 50.0), (32.0, 58.0)):
        place = click(model, 1, pixel)
        nearest = min(range(len(UNEVEN)), key=lambda k: abs(away(made[0][k], tuple(place))))
        assert model.viewports[0].index == nearest
        assert abs(away(made[1][0], tuple(place))) < 1e-3, "it was clicked there"
    assert model.viewports[3].index == 0, "not what has no way to it"


def test_the_place_is_marked_where_it_is_and_nowhere_else(tmp_path: Path) -> None:
    model, _ = screen(tmp_path)
    place = click(model, 1, (33.0, 40.0))
    marked = [model.crosshair_in(viewport) is not None for viewport in model.viewports]
    assert marked == [True, True, True, False]
    assert np.allclose(model.crosshair_in(model.viewports[0]), place)
    model.scroll(0, 2)
    assert model.crosshair_in(model.viewports[0]) is None, "two images on it is not in the picture any more"
    model.toggle_crosshair()
    assert [model.crosshair_in(viewport) for viewport in model.viewports] == [None] * 4
