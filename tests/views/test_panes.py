"""What a user makes of a layout: grids, tiles of one series, viewports divided, taken away and kept by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from reader.study.model import Window
from reader.views.grids import Side, grid, tiles
from reader.views.kept_layouts import KeptLayouts
from reader.views.layout import MPR, Split, panes_of
from reader.views.measure import MeasuredShape
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.tools.registry import ANGLE
from reader.volume.model import OpenedSeries
from tests.views.examples import GEOMETRIES, exam, stack, views, volume

SLICES = 12


def show(model: ViewsModel, number: int, *, prior: bool = False) -> None:
    """A series of its own; numbers name them. A prior is of another exam."""
    image = volume(GEOMETRIES["anisotropic"], seed=number, series_uid=f"1.2.3.{number}")
    study, series = exam(image, study_uid="1.9" if prior else "1.2.3")
    model.show(study, series, OpenedSeries.of(image), prior=prior)


def held(model: ViewsModel) -> list[object]:
    """What is on the screen: kept in memory while somebody holds it, so that it needn't be asked for again."""
    return [viewport.content for viewport in model.viewports]


def shown(model: ViewsModel) -> list[str]:
    """The number of the series in each viewport, "" for nothing."""
    contents = (viewport.content for viewport in model.viewports)
    return [content.series.series_uid.rpartition(".")[2] if content is not None else "" for content in contents]


def indices(model: ViewsModel) -> list[int]:
    return [viewport.index for viewport in model.viewports]


def undo(model: ViewsModel) -> None:
    assert model.findings.history.undo()


@pytest.fixture
def model(tmp_path: Path) -> ViewsModel:
    made = views(tmp_path)
    show(made, 1)
    return made


def test_a_series_that_is_chosen_goes_into_the_active_viewport_of_a_grid(model: ViewsModel) -> None:
    model.panes.choose(0, grid(2, 2))
    assert shown(model) == ["1", "", "", ""] and model.viewports[0].plane is Plane.AXIAL
    model.set_active(2)
    show(model, 2)
    model.set_active(3)
    show(model, 3, prior=True)
    assert shown(model) == ["1", "", "2", "3"]
    content = model.viewports[3].content
    assert content is not None and content.prior
    model.set_active(0)
    before = held(model)
    show(model, 4)
    assert shown(model) == ["4", "", "2", "3"] and model.active == 0
    undo(model)
    assert held(model) == before and shown(model) == ["1", "", "2", "3"]


def test_free_viewports_are_told_once_and_filled_as_part_of_the_same_step(model: ViewsModel) -> None:
    asked: list[tuple[int, object]] = []
    model.panes.room_made.connect(lambda screen, movement: asked.append((screen, movement)))
    before = model.viewports[0].index
    model.panes.choose(0, grid(3, 1))
    ((screen, movement),) = asked
    free = model.panes.free(screen)
    assert len(free) == 2
    for viewport_id, number in zip(free, (2, 3), strict=True):
        image = volume(GEOMETRIES["anisotropic"], seed=number, series_uid=f"1.2.3.{number}")
        content = model.parts.content(*exam(image), OpenedSeries.of(image), prior=False)
        model.panes.fill(viewport_id, content, None, movement)
    assert shown(model) == ["1", "2", "3"] and model.active == 0
    assert model.viewports[0].index == before
    undo(model)
    assert shown(model) == ["1"] * 4, "the planes of one series again"
    model.panes.choose(0, grid(1, 1))
    assert len(asked) == 1, "nothing is free"


@pytest.mark.parametrize(("columns", "rows"), [(2, 2), (3, 1)])
def test_tiles_show_one_series_image_after_image(model: ViewsModel, columns: int, rows: int) -> None:
    count, first = columns * rows, model.viewports[0].index
    model.panes.choose(0, tiles(columns, rows))
    assert shown(model) == ["1"] * count and indices(model) == [first + n for n in range(count)]
    model.scroll(0, -1)
    assert indices(model) == [first - columns + n for n in range(count)], "a row back"
    model.page(count - 1, 1)
    first = min(first - columns + count, SLICES - count)
    assert indices(model) == [first + n for n in range(count)], "a page on, whichever tile is active"
    model.scroll(1, 1000)
    assert indices(model) == list(range(SLICES - count, SLICES)), "the last images, each in a tile"
    model.change(1, zoom=2.0, pan=(3.0, 4.0), turns=1)
    assert {(v.zoom, v.pan, v.turns) for v in model.viewports} == {(2.0, (3.0, 4.0), 1)}
    cursor = model.viewports[0].frame
    assert cursor is not None
    model.set_cursor(cursor.to_point((5.0, 5.0, 1.0)))
    assert 1 in indices(model), "the page with the place that was gone to"


def test_a_tile_that_fills_the_screen_is_scrolled_image_by_image(model: ViewsModel) -> None:
    model.panes.choose(0, tiles(3, 1))
    first = indices(model)[0]
    model.toggle_maximised(1)
    model.scroll(1, -2)
    model.change(1, zoom=3.0)
    assert indices(model)[1] == first - 1
    model.toggle_maximised(1)
    assert indices(model) == [first - 2, first - 1, first] and {v.zoom for v in model.viewports} == {3.0}


def test_an_empty_tile_that_fills_the_screen_takes_nothing_off_it(tmp_path: Path) -> None:
    model, image = views(tmp_path), stack([np.full((9, 9), n, np.int16) for n in range(3)])
    model.show(*exam(image), OpenedSeries.of(image))
    model.panes.choose(0, tiles(2, 2))
    model.toggle_maximised(3)
    model.toggle_maximised(3)
    assert shown(model) == ["1", "1", "1", ""]


def test_a_prior_is_the_main_series_only_while_nothing_else_is_shown(tmp_path: Path) -> None:
    for layout in (tiles(2, 2), grid(2, 2)):
        model = views(tmp_path)
        show(model, 9, prior=True)
        model.panes.choose(0, layout)
        model.set_active(1)
        show(model, 1)
        model.set_layout(MPR)
        assert shown(model) == ["1"] * 4


def test_what_is_undone_while_one_viewport_is_alone_leaves_the_active_one_in_sight(model: ViewsModel) -> None:
    model.toggle_maximised(2)
    model.panes.split(2, Side.RIGHT)
    undo(model)
    assert model.active in model.shown


@pytest.mark.parametrize("what", ["divided before it", "shown there", "taken away", "plane"])
def test_a_measurement_is_finished_where_it_was_begun_or_not_at_all(tmp_path: Path, what: str) -> None:
    model, measured = views(tmp_path), list[MeasuredShape]()
    model.measured.connect(measured.append)
    show(model, 1)
    model.panes.choose(0, grid(3, 1))
    for number in (2, 3):
        model.set_active(number - 1)
        show(model, number)
    model.toggle_link()
    model.set_tool(ANGLE)
    for pixel in ((2.0, 2.0), (6.0, 2.0)):
        model.measuring.press(1, pixel)
        model.measuring.release(1, pixel, moved=False)
    now = 1
    if what == "divided before it":
        model.panes.split(0, Side.LEFT)
        now = 2
    elif what == "shown there":
        model.set_active(1)
        show(model, 4, prior=True)
    elif what == "taken away":
        model.panes.remove(model.viewports[1].id)
    else:
        model.set_plane(1, Plane.CORONAL)
    assert (model.measuring.draft is not None) is (what == "divided before it")
    model.measuring.press(now, (6.0, 6.0))
    model.measuring.release(now, (6.0, 6.0), moved=False)
    if what == "divided before it":
        (one,) = measured
        assert one.shape.image is not None and one.shape.image.series_uid == "1.2.3.2"
    else:
        assert not measured


def test_in_a_layout_of_ones_own_a_small_viewport_makes_no_other_one_smaller(model: ViewsModel) -> None:
    model.panes.choose(0, grid(2, 1))
    model.set_active(1)
    show(model, 2, prior=True)
    model.panes.split(1, Side.BELOW)
    model.change(0, zoom=2.0)
    assert [viewport.zoom for viewport in model.viewports] == [2.0, 1.0, 1.0]
    assert model.same_scale(0) == (0,)


def test_tiles_beyond_the_last_image_show_nothing(tmp_path: Path) -> None:
    model, image = views(tmp_path), stack([np.full((9, 9), n, np.int16) for n in range(3)])
    model.show(*exam(image), OpenedSeries.of(image))
    model.panes.choose(0, tiles(2, 2))
    assert shown(model) == ["1", "1", "1", ""] and indices(model)[:3] == [0, 1, 2]
    model.scroll(0, 1)
    assert indices(model)[:3] == [0, 1, 2]
    undo(model)
    assert shown(model) == ["1"]


def test_another_series_takes_all_tiles(model: ViewsModel) -> None:
    model.panes.choose(0, tiles(2, 2))
    model.set_active(2)
    show(model, 2)
    assert shown(model) == ["2"] * 4 and indices(model) == [6, 7, 8, 9]


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        (Side.RIGHT, ["1", "1", "", "1", "1"]),
        (Side.LEFT, ["1", "", "1", "1", "1"]),
        (Side.BELOW, ["1", "1", "", "1", "1"]),
    ],
)
def test_a_viewport_is_divided_and_taken_away_again(model: ViewsModel, side: Side, expected: Sequence[str]) -> None:
    before = [viewport.id for viewport in model.viewports]
    new = model.panes.split(1, side)
    assert shown(model) == expected and model.active == new and shown(model)[new] == ""
    assert [v.id for n, v in enumerate(model.viewports) if n != new] == before, "the others stay as they are"
    show(model, 2)
    there = held(model)
    assert shown(model)[new] == "2"
    model.panes.remove(model.viewports[new].id)
    assert [viewport.id for viewport in model.viewports] == before
    undo(model)
    assert held(model) == there


def test_the_last_viewport_stays(model: ViewsModel) -> None:
    model.panes.remove(*(viewport.id for viewport in model.viewports))
    assert shown(model) == ["1"] and not model.panes.can_remove(0)


def test_what_is_taken_away_is_no_longer_the_series_that_layouts_arrange(model: ViewsModel) -> None:
    model.panes.choose(0, grid(2, 1))
    model.set_active(1)
    show(model, 2)
    model.panes.remove(model.viewports[0].id)
    model.set_layout(MPR)
    assert shown(model) == ["2"] * 4


def test_rows_of_a_grid_are_divided_alike(model: ViewsModel) -> None:
    model.panes.choose(0, grid(3, 2))
    model.panes.divide(0, (1,), (300, 200, 100))
    (rows,) = model.arranged.screens
    assert isinstance(rows, Split)
    assert [row.shares for row in rows.parts if isinstance(row, Split)] == [(300, 200, 100)] * 2
    undo(model)
    assert model.layout == grid(3, 2)


def test_a_prior_comes_beside_without_a_loss_of_the_grid(model: ViewsModel) -> None:
    model.panes.choose(0, grid(2, 1))
    for number, expected in ((8, ["1", "8"]), (9, ["1", "9", "8"])):
        image = volume(GEOMETRIES["anisotropic"], seed=number, series_uid=f"1.2.3.{number}")
        study, series = exam(image, study_uid=f"1.{number}")
        model.set_active(0)
        model.show_compare(study, series, OpenedSeries.of(image))
        assert shown(model) == expected and model.active == 0, "free, else one more"


def test_a_prior_that_comes_beside_changes_no_window_of_this_exam(model: ViewsModel) -> None:
    """It has that of the main series; another series of the exam, linked, had one of its own from the start."""
    model.panes.choose(0, grid(3, 1))
    model.set_active(1)
    show(model, 2)
    lung, soft = Window(-600.0, 1500.0), Window(50.0, 350.0)
    for number, window in enumerate((soft, lung)):
        model.viewports[number].window = window
    assert model.linked
    image = volume(GEOMETRIES["anisotropic"], seed=8, series_uid="1.2.3.8")
    model.show_compare(*exam(image, study_uid="1.8"), OpenedSeries.of(image))
    assert shown(model) == ["1", "2", "8"] and [model.window_of(n) for n in range(3)] == [soft, lung, soft]


def test_the_second_screen_is_arranged_by_itself(model: ViewsModel) -> None:
    model.panes.choose(0, grid(2, 1))
    model.spreading.add()
    assert [len(numbers) for numbers in model.screens] == [2, 1] and shown(model) == ["1", "", ""]
    model.panes.choose(1, grid(1, 2))
    model.panes.split(3, Side.BELOW)
    assert [len(numbers) for numbers in model.screens] == [2, 3] and model.layout == grid(2, 1)
    model.set_active(3)
    show(model, 2)
    assert shown(model) == ["1", "", "", "2", ""]
    model.spreading.remove(1)
    assert shown(model) == ["1", "2"] and model.layout == grid(2, 1), "what only the second one showed"


def test_layouts_are_kept_by_name(model: ViewsModel) -> None:
    kept = KeptLayouts(model.settings)
    model.panes.split(3, Side.LEFT)
    model.panes.divide(0, (), (2, 1))
    kept.keep("My own 我的", model.layout)
    kept.keep("film", tiles(3, 2))
    again = KeptLayouts(model.settings)
    assert again.names == ("film", "My own 我的")
    own, film = again.layout("My own 我的"), again.layout("film")
    assert own is not None and film is not None and film.tiles == 3 and len(film.panes) == 6
    assert [(p.plane, p.series) for p in own.panes] == [(p.plane, p.series) for p in model.layout.panes]
    (tree,) = own.screens
    assert isinstance(tree, Split) and tree.shares == (2, 1) and tree.below
    assert again.name_of(own) == "My own 我的" and again.name_of(model.layout) == ""
    again.forget("film")
    assert again.names == ("My own 我的",)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "7", '{"format": 2, "screen": {"image": "1"}}', '{"format": 1}',
        '{"format": 1, "screen": {"image": "26"}}', '{"format": 1, "screen": {"beside": []}}',
        '{"format": 1, "screen": {"beside": [{"image": "1"}], "shares": 3}}',
        '{"format": 1, "screen": {"image": "1", "plane": ["axial"]}}', '{"format": 1, "tiles": 1e99}',
    ],
)  # fmt: skip
def test_a_layout_that_cannot_be_read_is_none(model: ViewsModel, text: str) -> None:
    model.settings.update(layouts={"broken": text})
    assert KeptLayouts(model.settings).layout("broken") is None


def test_every_grid_has_its_panes() -> None:
    for columns in range(1, 6):
        for rows in range(1, 6):
            (tree,) = grid(columns, rows).screens
            assert [pane.series for pane in panes_of(tree)] == list(range(columns * rows))
