"""Exams open as their hanging protocol says, with real keys; stages are stepped, and a prior comes beside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from reader.app.ui.hanging_dialog import HangingDialog
from reader.study.model import Arrival, Window
from reader.views.layout import MPR, MPR_ROW, SINGLE
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.ui.layout_popup import LayoutPopup
from tests.dialogs import answer
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub"), demo=True) as hub:
        yield hub


def begin(station: Workstation, name: str) -> None:
    station.sign_in("li")
    station.wait_for_worklist()
    look_at(station, name)


def look_at(station: Workstation, name: str) -> None:
    station.open_case(name)
    station.wait_for_images()
    station.activate(station.window)
    station.window.views.setFocus()


def one_of_two(station: Workstation) -> ViewsModel:
    """A chest radiograph, frontal and lateral, of which one image is shown."""
    begin(station, "Guihua")
    views = station.window.case.views
    wait_for(lambda: len(views.contents()) == 2, "both images")
    station.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    return views


def test_a_chest_radiograph_hangs_frontal_beside_lateral(tmp_path: Path, hub: HubProcess) -> None:
    with Workstation(tmp_path / "li", hub.url) as li:
        begin(li, "Guihua")
        views = li.window.case.views
        wait_for(lambda: len(views.contents()) == 2, "both images")
        names = [v.content.series.description for v in views.viewports if v.content is not None]
        assert ["PA" in names[0], "lateral" in names[1]] == [True, True]
        assert li.window.views.grid.headers == [], "whose they are is said once, at the top"
        wait_for(lambda: all(v.has_picture for v in views.viewports), "both pictures")
        li.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        assert views.layout is SINGLE
        li.press(Qt.Key.Key_H, ALT)
        wait_for(lambda: len(views.contents()) == 2, "as the protocol says, again")
        said: list[str] = []
        views.readout.connect(said.append)
        li.press(Qt.Key.Key_Period, ALT)
        assert said[-1] == "“Frontal with the prior” needs an earlier exam of the same region."
        assert len(views.contents()) == 2


def test_who_wants_no_protocols_hangs_an_exam_by_hand(tmp_path: Path, hub: HubProcess) -> None:
    with Workstation(tmp_path / "li", hub.url) as li:
        li.program.services.settings.update(hanging=False)
        begin(li, "Guihua")
        views = li.window.case.views
        assert len(views.contents()) == 1
        li.press(Qt.Key.Key_H, ALT)
        wait_for(lambda: len(views.contents()) == 2, "frontal beside lateral")


def test_what_is_on_the_screen_hangs_the_next_exam_and_can_be_forgotten(tmp_path: Path, hub: HubProcess) -> None:
    """Made in the dialog only."""
    with Workstation(tmp_path / "li", hub.url) as li:
        begin(li, "Xiaodong")
        li.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        assert li.window.case.views.layout is MPR_ROW

        def add_stage(dialog: HangingDialog) -> None:
            name = dialog.findChildren(QLineEdit)[0]
            name.selectAll()
            QTest.keyClicks(name, "Alone")
            stage = next(box for box in dialog.findChildren(QCheckBox) if "Three planes" in box.text())
            stage.click()
            QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)

        def fill_in(dialog: HangingDialog) -> None:
            name, words = dialog.findChildren(QLineEdit)
            assert "Applies to " in " ".join(label.text() for label in dialog.findChildren(QLabel))
            name.setFocus()
            QTest.keyClick(name, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(name, "Three planes")
            QTest.keyClick(words, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(words, Qt.Key.Key_Delete)
            [of_site] = [box for box in dialog.findChildren(QCheckBox) if box.isVisible()]
            assert "Xihu" in of_site.text()
            for ticked in (True, False):
                of_site.click()
                assert dialog.of_site is ticked
            assert dialog.keep.isDefault()
            QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)

        answer(HangingDialog, fill_in)
        li.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | ALT)
        (kept,) = (tmp_path / "li" / "hanging" / "li").glob("*.json")
        assert kept.name == "own-Three-planes.json"
        li.desk.leave_case(settled=True)
        li.open_case("Lijuan")
        li.wait_for_images()
        hanging, views = li.window.case.hanging, li.window.case.views
        assert [v.plane for v in views.viewports] == [Plane.AXIAL, Plane.CORONAL, Plane.SAGITTAL]
        assert hanging.is_own() and hanging.protocol is not None
        li.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        assert len(views.viewports) == 1
        answer(HangingDialog, add_stage)
        li.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | ALT)
        assert [len(stage.layout.panes) for stage in hanging.protocol.stages] == [3, 1]
        li.activate(li.window)
        li.press(Qt.Key.Key_Comma, ALT)
        assert len(views.viewports) == 3
        li.press(Qt.Key.Key_Period, ALT)
        assert len(views.viewports) == 1
        hanging.forget()
        assert not kept.exists() and not hanging.is_own()


def test_a_chest_ct_is_stepped_through_lung_and_mediastinum_to_the_prior(tmp_path: Path, hub: HubProcess) -> None:
    with Workstation(tmp_path / "li", hub.url) as li:
        begin(li, "Xiaodong")
        case, said = li.window.case, []
        views = case.views
        views.readout.connect(said.append)
        assert views.layout is MPR
        wait_for(lambda: case.study.priors, "the prior is known")
        views.scroll(0, 20)
        place = views.cursor
        li.press(Qt.Key.Key_Period, ALT)
        assert [views.window_of(n) for n in range(2)] == [Window(-600, 1500), Window(50, 350)]
        assert views.cursor == place and "Chest CT: Lung and mediastinum (2 of 3)" in said
        li.press(Qt.Key.Key_Period, ALT)
        wait_for(lambda: any(content.prior for content in views.contents()), "the prior beside it")
        assert [v.content.prior for v in views.viewports if v.content is not None] == [False, True]
        assert views.window_of(0) == views.window_of(1), "in the same window"
        assert len(li.window.views.grid.headers) == 2, "each says whose it is"
        li.press(Qt.Key.Key_Period, ALT)
        assert said[-1] == "There is no further stage for this exam."
        li.press(Qt.Key.Key_Comma, ALT)
        assert [views.window_of(n) for n in range(2)] == [Window(-600, 1500), Window(50, 350)]
        li.press(Qt.Key.Key_Comma, ALT)
        assert views.layout is MPR and views.cursor == place


def test_what_was_kept_with_its_prior_opens_with_the_prior(tmp_path: Path, hub: HubProcess) -> None:
    def keep(dialog: HangingDialog) -> None:
        QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)

    def beside(views: ViewsModel) -> list[bool]:
        return [v.content.prior for v in views.viewports if v.content is not None]

    with Workstation(tmp_path / "li", hub.url) as li:
        begin(li, "Xiaodong")
        wait_for(lambda: li.window.case.study.priors, "the prior is known")
        for _ in range(2):
            li.press(Qt.Key.Key_Period, ALT)
        wait_for(lambda: beside(li.window.case.views) == [False, True], "the prior beside it")
        answer(HangingDialog, keep)
        li.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | ALT)
        li.desk.leave_case(settled=True)
        look_at(li, "Xiaodong")
        views = li.window.case.views
        wait_for(lambda: beside(views) == [False, True], "the prior beside it, by itself")
        li.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        assert beside(views) == [False]
        li.press(Qt.Key.Key_H, ALT)
        wait_for(lambda: beside(views) == [False, True], "and again by the key")
        li.desk.leave_case(settled=True)
        look_at(li, "Lijuan")
        wait_for(lambda: li.window.case.views.layout is MPR, "an exam without a prior as by itself")


def test_a_grid_is_filled_with_the_series_of_the_exam_in_one_step(tmp_path: Path, hub: HubProcess) -> None:
    with Workstation(tmp_path / "li", hub.url) as li:
        views = one_of_two(li)
        (first,) = views.contents()
        li.press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
        wait_for(lambda: isinstance(li.app.activeWindow(), LayoutPopup), "the list of layouts")
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Return):
            QTest.keyClick(li.app.focusWidget(), key)
        series = [s for s in li.window.case.study.study.series if s.is_image]
        expected = min(len(series), 6)
        wait_for(lambda: len(views.contents()) == expected, "the series of the exam beside it")
        assert views.viewports[0].content is first and views.active == 0
        assert len({content.series.series_uid for content in views.contents()}) == expected
        li.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert views.layout is SINGLE and views.contents() == [first]


def test_a_series_that_nobody_has_opened_has_its_picture(tmp_path: Path, hub: HubProcess) -> None:
    """Of an exam that opens with one of its two series, by a protocol of the doctor's own."""
    with Workstation(tmp_path / "li", hub.url) as li:
        one_of_two(li)
        li.window.case.hanging.keep("Alone", "DX", [])
        li.desk.leave_case(settled=True)
        li.open_case("Guihua")
        li.wait_for_images()
        column, study = li.window.views.column, li.window.case.study
        (opened,) = li.window.case.views.contents()
        (other,) = [s.series_uid for s in study.study.series if s.is_image and s is not opened.series]
        wait_for(lambda: column.thumbnails[other, 0].has_picture, "a picture of the other one")
        assert study.state(other).arrival is Arrival.ABSENT, "it was not opened for that"
        picture = study.previews[other]
        assert max(picture.shape) == 144 and picture.std() > 10
