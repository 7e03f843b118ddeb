"""One workspace on two screens: what stays where it is, what is linked, what comes back when one is closed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.study.model import Series, Study
from reader.views.commands import commands
from reader.views.layout import COMPARE, MPR, MPR_ROW, SINGLE
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.spreading import MOST
from reader.views.tools.distance import DISTANCE
from reader.views.ui.toolbar import ViewsToolbar
from reader.volume.model import OpenedSeries, Volume
from tests.views.examples import GEOMETRIES, exam, views, volume
from tests.views.test_placement import READING
from tests.views.test_widget import BIG, Window_, activate

Shown = tuple[Study, Series, Volume]


def example(number: int, *, study_uid: str = "1.2.3") -> Shown:
    image = volume(GEOMETRIES["straight"], seed=number, series_uid=f"1.2.3.{number}")
    return (*exam(image, study_uid=study_uid), image)


def show(model: ViewsModel, shown: Shown) -> None:
    model.show(shown[0], shown[1], OpenedSeries.of(shown[2]))


def uids(model: ViewsModel) -> list[str]:
    return [v.content.series.series_uid if v.content is not None else "" for v in model.viewports]


@pytest.fixture
def model(tmp_path: Path) -> ViewsModel:
    """The planes of one volume."""
    made = views(tmp_path)
    show(made, example(1))
    return made


def test_a_viewport_keeps_its_id_where_its_place_stays(model: ViewsModel) -> None:
    ids = {v.plane: v.id for v in model.viewports}
    assert len(set(ids.values())) == 4 and 0 not in ids.values()
    model.set_active(1)
    for layout in (MPR_ROW, READING, MPR):
        model.set_layout(layout)
        assert all(v.id == ids[v.plane] for v in model.viewports if v.plane is not Plane.VOLUME)
        assert model.active_viewport.plane is Plane.CORONAL
    model.set_plane(0, Plane.SAGITTAL)
    assert model.viewports[0].id == ids[Plane.AXIAL]
    show(model, example(2))
    assert model.viewports[0].id == ids[Plane.AXIAL], "another series in the same place"


def test_a_series_is_shown_where_it_was_dropped_also_if_the_layout_changed_while_it_was_opened(
    model: ViewsModel,
) -> None:
    model.parts.drop(1, "1.2.3.2", 0)
    model.set_layout(READING)  # coronal first
    show(model, example(2))
    assert uids(model) == ["1.2.3.2", "1.2.3.1", "1.2.3.1"]


def test_a_second_screen_leaves_the_first_as_it_is(model: ViewsModel) -> None:
    before = list(model.viewports)
    model.spreading.add()
    assert model.layout is MPR and model.viewports[:4] == before and model.screens == (range(4), range(4, 5))
    model.parts.drop(4, "1.2.3.2", 0)
    show(model, example(2))
    second = model.viewports[4]
    assert uids(model) == ["1.2.3.1"] * 4 + ["1.2.3.2"] and model.active == 4
    for layout in (SINGLE, MPR_ROW):
        model.set_layout(layout)
        assert model.viewports[-1] is second and model.active_viewport is second
    model.toggle_maximised(0)
    assert model.shown == [0, 3], "alone on its own screen"
    model.toggle_maximised(3)
    assert model.shown == [0, 3]
    model.parts.choose("1.2.3.3", 0)
    show(model, example(3))
    assert uids(model) == ["1.2.3.3"] * 4 + ["1.2.3.2"]


def test_both_screens_are_linked(model: ViewsModel) -> None:
    model.spreading.add()
    model.parts.drop(4, "1.2.3.2", 0)
    show(model, example(2))
    before = [v.index for v in model.viewports]
    model.scroll(4, 2)
    assert [v.index - b for v, b in zip(model.viewports, before, strict=True)] == [2, 0, 0, 0, 2]
    model.change(0, zoom=2.0, pan=(3.0, 0.0))
    assert model.viewports[4].zoom == 2.0 and model.viewports[4].pan == (3.0, 0.0)
    model.toggle_link()
    model.scroll(4, 1)
    model.change(0, zoom=3.0)
    assert (model.viewports[0].index, model.viewports[4].zoom) == (before[0] + 2, 2.0)
    assert [v.zoom for v in model.viewports[:3]] == [3.0] * 3, "planes of one volume are of one scale always"


def test_a_prior_goes_to_the_second_screen_and_comes_back_beside_the_main_series(model: ViewsModel) -> None:
    study, series, image = example(9, study_uid="1.9")
    model.spreading.add()
    model.parts.drop(0, "1.2.3.9", 0)  # among the planes of the current exam it has no place
    model.show_compare(study, series, OpenedSeries.of(image))
    assert uids(model) == ["1.2.3.1"] * 4 + ["1.2.3.9"] and model.layout is MPR and model.active == 0
    assert model.window_of(4) == model.window_of(0)
    model.scroll(4, 3)
    prior = model.viewports[4]
    model.spreading.remove(1)
    assert model.layout is COMPARE and uids(model) == ["1.2.3.1", "1.2.3.9"] and model.viewports[1] is prior
    model.spreading.add()
    assert model.layout is MPR and uids(model) == ["1.2.3.1"] * 4 + ["1.2.3.9"] and model.viewports[4] is prior
    model.clear()
    assert uids(model) == ["", ""]
    model.spreading.remove(1)
    assert len(model.viewports) == 1


def test_what_is_measured_on_a_prior_is_shown_and_is_no_finding_of_this_exam(model: ViewsModel) -> None:
    study, series, image = example(9, study_uid="1.9")
    model.show_compare(study, series, OpenedSeries.of(image))
    made: list[object] = []
    model.measured.connect(made.append)
    model.set_tool(DISTANCE)

    def measure(number: int) -> None:
        model.measuring.press(number, (10.0, 10.0))
        model.measuring.move(number, (20.0, 10.0))
        model.measuring.release(number, (20.0, 10.0), moved=True)

    def shown() -> list[tuple[str, ...]]:
        return [one.text for one in model.measuring.on_priors.shown_in(model.viewports[1])]

    measure(1)
    measure(1)
    note = "On the earlier exam: not in the report"
    assert [text[-1] for text in shown()] == [note, note] and shown()[0][0].endswith("mm") and made == []
    undo = next(command for command in commands(model) if command.id == "views.undo")
    assert undo.detail is not None and undo.detail() == "measured on the earlier exam"
    undo.run()
    assert len(shown()) == 1
    assert model.findings.history.redo() and len(shown()) == 2
    measure(0)
    assert len(made) == 1 and len(shown()) == 2, "they stay while others are measured"
    model.scroll(1, 1)
    assert not shown(), "not over another image"
    model.scroll(1, -1)
    model.set_active(1)
    delete = next(command for command in commands(model) if command.id == "views.delete")
    for left in (1, 0):
        assert delete.when is not None and delete.when()
        delete.run()
        assert len(shown()) == left
    assert delete.when is not None and not delete.when()
    assert model.findings.history.undo() and len(shown()) == 1


def test_there_are_not_more_screens_than_a_case_can_have(model: ViewsModel) -> None:
    model.spreading.add(99)
    assert len(model.screens) == MOST and not model.spreading.can_add()
    model.spreading.add(-1)
    model.spreading.add()
    assert len(model.screens) == MOST


def test_where_the_active_viewport_goes_the_one_before_it_is_active(model: ViewsModel) -> None:
    model.set_active(1)
    model.spreading.add()
    model.set_active(4)
    model.spreading.remove(1)
    assert model.active == 1


def test_without_a_series_of_its_own_a_second_screen_goes_as_it_came(model: ViewsModel) -> None:
    model.set_layout(MPR_ROW)
    before = list(model.viewports)
    model.spreading.add()
    model.spreading.remove(1)
    assert model.layout is MPR_ROW and model.viewports == before


def test_a_layout_is_of_the_screen_that_has_the_keyboard(model: ViewsModel) -> None:
    layouts = {c.id: c for c in commands(model) if c.group == "layout"}
    single, mpr = layouts["views.layout_single"], layouts["views.layout_mpr"]
    model.spreading.add()
    model.set_active(4)
    assert not mpr.when(), "there is no series on it yet"
    model.parts.drop(4, "1.2.3.2", 0)
    show(model, example(2))
    first, axial = model.viewports[:4], model.viewports[4]
    model.toggle_maximised(0)
    model.set_active(4)
    mpr.run()
    assert model.viewports[:4] == first and model.maximised == 0 and model.screens == (range(4), range(4, 8))
    assert [v.plane for v in model.viewports[4:]] == [v.plane for v in first] and model.viewports[4] is axial
    assert uids(model) == ["1.2.3.1"] * 4 + ["1.2.3.2"] * 4 and model.active_viewport is axial
    assert mpr.checked is not None and single.checked is not None and model.layout_on(1) is MPR
    model.toggle_link()
    model.change(5, zoom=2.0)
    assert [v.zoom for v in model.viewports[:7]] == [1.0] * 4 + [2.0] * 3, "planes of one volume are of one scale"
    model.set_active(0)
    single.run()
    assert uids(model) == ["1.2.3.1"] + ["1.2.3.2"] * 4 and single.checked()
    model.findings.history.undo()
    model.findings.history.undo()
    model.findings.history.undo()
    assert uids(model) == ["1.2.3.1"] * 4 + ["1.2.3.2"], "each is a step of its own"
    model.set_active(4)
    mpr.run()
    study, series, image = example(9, study_uid="1.9")
    model.show_compare(study, series, OpenedSeries.of(image))
    assert uids(model) == ["1.2.3.1"] * 4 + ["1.2.3.9"]
    model.spreading.remove(1)
    model.spreading.add()
    assert model.further == (SINGLE,) and uids(model) == ["1.2.3.1"] * 4 + ["1.2.3.9"]


def lit(bar: ViewsToolbar) -> set[str]:
    """The layouts that a window's toolbar shows as chosen."""
    layouts = ("views.layout_", "views.one_up")
    return {name for name, b in bar._buttons.items() if name.startswith(layouts) and b.isChecked()}


class Painted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_two_windows_draw_and_name_what_is_in_them(qtbot: QtBot, tmp_path: Path) -> None:
    """The picture of a prior in the second one has its own line; keys and millimetres are of both."""
    window = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(window)
    window.resize(1100, 800)
    activate(qtbot, window)
    grid = window.pictures.grid
    page, tall = grid._page, grid.viewports[0].screen()
    window.views.spreading.add()
    second = window.pictures.further_screen(1)
    qtbot.addWidget(second)
    second.resize(300, 300)
    activate(qtbot, second)
    bars = [ViewsToolbar(window.views, window.registry, screen) for screen in (0, 1)]
    for bar in bars:
        qtbot.addWidget(bar)
    assert grid._page is page, "nothing is made anew"
    assert not second.grid.headers, "whose it is, where nothing is shown"
    earlier = volume(BIG, seed=3, series_uid="1.2.3.9")
    study, series = exam(earlier, study_uid="1.9", issuer="Elsewhere")
    window.views.show_compare(study, series, OpenedSeries.of(earlier))
    assert not grid.headers, "its window names the exam itself"
    (line,) = second.grid.headers
    assert "Elsewhere" in line.text and "Prior" in line.text
    mine, there = grid.viewports[0].screen(), second.grid.viewports[0].screen()
    assert tall is not None and mine is not None and there is not None
    assert mine.scale == pytest.approx(there.scale) and mine.scale < tall.scale
    painted = Painted(second.grid.viewports[0])
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: painted.count > 0)  # as large as before in its window, not in millimetres
    window.resize(1100, 800)
    for active in (0, 4):
        window.views.set_active(active)
        assert [lit(bar) for bar in bars] == [{"views.layout_mpr"}, {"views.layout_single"}]
    window.views.set_active(0)
    qtbot.mouseClick(bars[1]._buttons["views.layout_mpr"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bars[0]._buttons["views.one_up"], Qt.MouseButton.LeftButton)
    assert [lit(bar) for bar in bars] == [{"views.one_up"}, {"views.layout_mpr"}]
    assert [number for number in window.views.shown if number < 4] == [0] and len(second.grid.viewports) == 4
    qtbot.mouseClick(bars[0]._buttons["views.one_up"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bars[1]._buttons["views.layout_single"], Qt.MouseButton.LeftButton)
    second.grid.viewports[0].setFocus()
    qtbot.mouseClick(second.grid.viewports[0], Qt.MouseButton.LeftButton)
    assert window.views.active == 4
    window.views.set_layout(SINGLE)
    assert second.grid.viewports[0].number == window.views.active == 1
    window.views.spreading.remove(1)
    second.grid.release()
    assert window.views.layout is COMPARE and [v.number for v in grid.viewports] == [0, 1]
    grid.close_scenes()
