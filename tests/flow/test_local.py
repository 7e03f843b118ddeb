"""Exams from a folder or disc: `reader open`, files dropped on a window, and an open case that stays safe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from reader.app.local import LocalExams
from reader.app.presenter import Message
from reader.app.program import Program
from reader.app.ui.study_choice import StudyChoice
from reader.core.profile import open_profile
from reader.dicom.archives.media import Contents, MediaArchive
from reader.study.model import Arrival, Window
from reader.views.ui.not_shown import UnshownRow
from reader.views.ui.series_column import Thumbnail
from reader.volume.model import Volume
from tests.dialogs import answer
from tests.flow.workstation import IMPRESSION, Workstation, wait_for
from tests.objects import NAMED, write
from tests.servers import HubProcess
from tests.synthetic import CtSeries, ct_series
from tests.views.states.made import image, state
from tests.volume.made import part10

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def disc(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CtSeries, CtSeries]:
    """(a folder with two patients, what each of them has)."""
    folder = tmp_path_factory.mktemp("disc")
    first = ct_series(folder / "A", 40, 64, uid_root="2.25.201", patient_id="A-1", patient_name="First^Person")
    second = ct_series(folder / "B", 50, 64, uid_root="2.25.202", patient_id="B-2", patient_name="Second^Person=乙")
    (folder / "autorun.inf").write_text("viewer")
    return folder, first, second


class Alone:
    """`reader open` as it runs, without its event loop."""

    def __init__(self, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        app = QApplication.instance() or QApplication(["reader"])
        assert isinstance(app, QApplication)
        app.setQuitOnLastWindowClosed(False)
        self.app, self.said, self.codes = app, list[Message](), list[int]()
        monkeypatch.setattr(app, "exit", self.codes.append)  # without its loop, Qt would refuse every later dialog
        self.program = Program(app, open_profile(profile))
        self.program.presenter.said.connect(self.said.append)

    @property
    def local(self) -> LocalExams:
        assert self.program.local is not None
        return self.program.local

    def close(self) -> None:
        self.program.stop()
        for widget in self.app.topLevelWidgets():
            widget.close()
            widget.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Alone]:
    program = Alone(tmp_path / "profile", monkeypatch)
    yield program
    program.close()


def press(text: str) -> Callable[[QWidget], None]:
    def act(box: QWidget) -> None:
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if text in button.text()).click()

    return act


def shown(local: LocalExams) -> Volume:
    wait_for(lambda: local.case is not None and bool(local.case.views.contents()), "the first picture")
    case = local.case
    assert case is not None
    content = case.views.contents()[0]
    wait_for(lambda: case.study.state(content.series.series_uid).arrival is Arrival.COMPLETE, "the whole series")
    assert isinstance(content.image, Volume)
    return content.image


def drop(window: QWidget, *paths: Path) -> None:
    """Files let go over the middle of a window, as a file manager does it."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    keys = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(50, 50), *keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), *keys))


def test_presentation_states_wait_to_be_chosen(alone: Alone, tmp_path: Path) -> None:
    """One of the exam, one that can't be read to its end, one of somebody else: each where it belongs."""
    pictures = [image(number, SeriesDescription="Axial") for number in (1, 2, 3)]
    whole, partly, strange = (state(*pictures[:2], number=number) for number in (1, 2, 3))
    partly.ImageRotation = 45
    strange.PatientID, strange.PatientName, strange.PatientSex = "X-1", "Other^One", "M"
    folder = tmp_path / "states"
    folder.mkdir()
    for n, made in enumerate((*pictures, whole, partly, strange)):
        (folder / f"{n}.dcm").write_bytes(part10(made))
    alone.program.open_local([folder])
    local = alone.local
    wait_for(lambda: local.case is not None and local.case.study.used is not None, "the results")
    case, window = local.case, local.window
    assert case is not None and window is not None
    assert [state.label for state in case.views.presenting.states] == ["STATE 1", "STATE 2"]
    assert all(viewport.presentation is None for viewport in case.views.viewports), "none is applied unasked"
    rows = [row.accessibleName() for row in window.views.column.findChildren(UnshownRow)]
    assert rows == ["Presentation state\n77 · PR\nSTATE 2, in part: It is turned by an angle that can’t be."]
    assert [entry.uid for entry in case.study.withheld] == [strange.SOPInstanceUID]
    window.registry.run("views.state_1")
    assert case.views.window_of(case.views.active) == Window(-600.0, 1500.0)


def test_the_user_chooses_and_looks(alone: Alone, disc: tuple[Path, CtSeries, CtSeries]) -> None:
    folder, first, second = disc

    people: list[str] = []

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, StudyChoice)
        people.extend(person.text(0) for person in dialog._people)
        wanted = next(person for person in dialog._people if "B-2" in person.text(0))
        dialog.tree.setCurrentItem(wanted.child(0))
        QTest.keyClick(dialog.tree, Qt.Key.Key_Return)

    came = answer(StudyChoice, choose)
    alone.program.open_local([folder])
    volume = shown(alone.local)
    born = "M 55 · born 1970-02-03"
    assert sorted(people) == [f"First Person · {born} · ID A-1@Xihu", f"乙 Second Person · {born} · ID B-2@Xihu"]
    assert len(came) == 1 and np.array_equal(volume.voxels, second.voxels)
    window, case = alone.local.window, alone.local.case
    assert window is not None and case is not None
    assert case.read_only and case.study.study.patient.patient_id == "B-2"
    assert "not from the worklist" in window.windowTitle()
    offered = {command.id for command in window.registry if command.when()}
    of_a_task = {c for c in offered if c.split(".")[0] in ("review", "report", "exam")}
    assert not of_a_task | offered & {"findings.insert", "app.report", "app.next_case"}
    assert {"views.tool_zoom", "app.second_window", "app.open_folder"} <= offered
    assert window.standing.message is not None and "no report" in window.standing.message.text
    drop(window, first.files[0].parent)  # the drop is the act: no other question
    wait_for(lambda: alone.local.window is not window and alone.local.window is not None, "another window")
    assert np.array_equal(shown(alone.local).voxels, first.voxels)
    assert case.scope.closed
    cache = alone.program.services.profile.cache
    assert not [path for path in cache.rglob("*") if path.is_file() and path.stat().st_size > 1000]


def test_an_exam_is_left_where_no_setting_can_be_kept(
    alone: Alone, disc: tuple[Path, CtSeries, CtSeries], tmp_path: Path
) -> None:
    """A window that closes keeps how wide its panel is: where that fails it is said, and the exam is closed."""
    alone.program.open_local([disc[0] / "A"])
    shown(alone.local)
    window, settings = alone.local.window, tmp_path / "profile" / "settings.json"
    assert window is not None
    alone.program.services.settings.update(panel_width=901)  # another than the window has
    settings.unlink()
    settings.mkdir()
    window.close()
    assert alone.local.case is None and alone.local.window is None and not window.isVisible()
    assert [m for m in alone.said if settings.name in m.text and str(settings.parent) in m.hint]


def test_an_exam_whose_every_picture_fails_says_why(alone: Alone, tmp_path: Path) -> None:
    made = ct_series(tmp_path / "cut", 6, 64, uid_root="2.25.203", patient_id="C-3", patient_name="Third^Person")
    for file in made.files:
        file.write_bytes(file.read_bytes()[:-3000])
    alone.program.open_local([tmp_path / "cut"])
    wait_for(lambda: alone.local.case is not None, "the exam")
    case = alone.local.case
    assert case is not None
    wait_for(lambda: bool(case.views.notice), "why there is no picture")
    assert case.loading == "" and not case.views.contents()
    [series] = case.study.study.series
    assert case.study.state(series.series_uid).arrival is Arrival.FAILED
    assert case.views.notice[0] == "No image of this series can be shown: its pixel data is cut off."
    assert alone.said[-1].text == case.views.notice[0] and "other images" not in alone.said[-1].hint


def test_an_exam_without_images_says_what_it_holds(alone: Alone, tmp_path: Path) -> None:
    for file in sorted(write(tmp_path / "documents").iterdir())[:5]:
        file.unlink()  # its images
    alone.program.open_local([tmp_path / "documents"])
    wait_for(lambda: alone.local.window is not None, "the exam")
    case, window = alone.local.case, alone.local.window
    assert case is not None and window is not None
    wait_for(lambda: bool(case.views.notice), "why there is no picture")
    assert case.views.notice[0] == "This exam contains no images." and "ECG" in case.views.notice[1]
    assert not window.findChildren(Thumbnail)
    rows = [row.accessibleName() for row in window.findChildren(UnshownRow)]
    assert len(rows) == len(NAMED) and rows[0] == (
        "Document (PDF) ×\N{NO-BREAK SPACE}2\n2 · Screen captures\n5 · Clinical report\nNo viewer for documents."
    )


def test_nothing_to_open(alone: Alone, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("no image")
    for place, word in ((tmp_path / "letters", "No exam"), (tmp_path / "gone", "can’t be read")):
        came = answer(QMessageBox, lambda box: box.close())
        alone.program.open_local([place])
        wait_for(lambda: bool(alone.said), "it is said")
        assert word in alone.said.pop().text and came and not alone.local.shown
        alone.program.presenter.said.disconnect(alone.program._say_locally)
    assert alone.codes == [1, 1]


def test_an_open_case_stays_safe(
    tmp_path: Path, disc: tuple[Path, CtSeries, CtSeries], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = disc[1].files[0].parent
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        reader.open_case("Guihua")
        reader.wait_for_report()
        reader.write(IMPRESSION, "Typed before the disc came.")
        window, case = reader.window, reader.window.case
        came = answer(QMessageBox, press("Stay"))
        drop(window, folder)
        wait_for(lambda: bool(came), "it asks first")
        wait_for(lambda: reader.desk.local.window is None and reader.desk.case is case, "the case stays")
        assert reader.editor(IMPRESSION).toPlainText() == "Typed before the disc came."
        answer(QMessageBox, press("Leave the case"))
        drop(window, folder)
        shown(reader.desk.local)
        assert reader.desk.case is None and reader.desk.reading_window is None
        reader.open_case("Guihua")  # one patient at a time: this closes the exam from the disc
        assert reader.desk.local.window is None
        reader.wait_for_report()
        assert reader.editor(IMPRESSION).toPlainText() == "Typed before the disc came."
        found, read = Event(), MediaArchive.read

        def slow(archive: MediaArchive, *asked: Any) -> Contents:
            assert found.wait(30)
            return read(archive, *asked)

        monkeypatch.setattr(MediaArchive, "read", slow)
        reader.desk.leave_case()
        local, window = reader.desk.local, reader.desk.worklist_window
        assert window is not None
        drop(window, folder)
        wait_for(lambda: local._looking is not None, "it is looked through")
        reader.program._sign_out()
        reader.said.clear()
        found.set()
        QTest.qWait(1000)
        assert local.window is None and local.case is None and not reader.said, "its user has gone"
