"""What is ready before it is asked for: the window of the next case, and exams that this computer knows already."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pydicom
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from reader.app import opening
from reader.app.access import Access
from reader.app.case import Case
from reader.app.ui.reading_window import ReadingWindow
from reader.core.http import Http
from reader.core.tasks import Progress
from reader.dicom.archives.archive import NotThere
from reader.dicom.archives.web import DicomWeb
from reader.dicom.values import PersonName, new_uid
from reader.findings.model import Status
from reader.report.model import IMPRESSION
from reader.study.kept import kept_study
from reader.study.model import Study
from reader.volume.model import Volume
from tests.flow.test_journey import CHEST
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

SMALL = "Cuiping"

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path / "hub", demo=True) as server:
        yield server


def spare() -> ReadingWindow | None:
    """The window that is built already and of nobody yet."""
    windows = (w for w in QApplication.topLevelWidgets() if isinstance(w, ReadingWindow) and not w.isVisible())
    return next((window for window in windows if window.case.access is Access.NEW), None)


def test_each_case_has_a_window_of_its_own_however_early_it_was_built(tmp_path: Path, hub: HubProcess) -> None:
    with Workstation(tmp_path / "li", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        names, windows = ("Guihua", "Lijuan"), []
        for name in names:
            wait_for(lambda: spare() is not None, "a window is built while the worklist is shown")
            ready = spare()
            reader.open_case(name)
            assert reader.window is ready and spare() is None
            reader.wait_for_images()
            reader.wait_for_report()
            assert name in reader.window.windowTitle() and name in reader.window.banner._name.text()
            other = names[1 - names.index(name)]
            assert other not in reader.window.windowTitle() + reader.window.banner._name.text()
            assert not [f for f in reader.window.case.findings.findings if f.status is Status.ACCEPTED]
            assert not reader.editor(IMPRESSION).toPlainText()
            for finding in reader.window.case.findings.findings:
                reader.window.case.findings.select(finding.tracking_uid)
            reader.write(IMPRESSION, f"Of {name}.")
            windows.append(reader.window)
            reader.window.close()
            wait_for(lambda: reader.desk.reading_window is None, "it is left")
        assert windows[0] is not windows[1] and windows[0].case is not windows[1].case


@pytest.fixture
def exam() -> str:
    """Whose exam is known: of few images, where no more are needed."""
    return SMALL


@pytest.fixture
def known(tmp_path: Path, hub: HubProcess, exam: str) -> Iterator[tuple[Workstation, str]]:
    """A workstation that has the exam, which was looked at and left; with its Study Instance UID."""
    with Workstation(tmp_path / "li", hub.url) as reader:
        reader.program.services.settings.update(leaving="keep")
        reader.sign_in("li")
        reader.wait_for_worklist()
        reader.open_case(exam)
        reader.wait_for_images()
        reader.wait_for_report()
        study = reader.window.case.study.study
        cache = reader.desk.place.studies.cache
        wait_for(lambda: kept_study(cache, study.base_url, study.study_uid) is not None, "it is kept")
        reader.window.close()
        wait_for(lambda: reader.desk.reading_window is None, "it is left")
        yield reader, study.study_uid


def test_an_exam_that_is_here_opens_while_the_hub_stalls(
    known: tuple[Workstation, str], hub: HubProcess, exam: str
) -> None:
    reader, uid = known
    os.kill(hub.pid, signal.SIGSTOP)
    try:
        reader.open_case(exam)
        reader.wait_for_images()
        case = reader.window.case
        assert case.study.study.kept and case.study.study.study_uid == uid
        assert case.claim is None and case.draft is None, "what is written needs the hub's answer"
        before = (case.views.tool, case.views.arranged)
        reader.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        for letter in "dw2h":
            QTest.keyClick(QApplication.focusWidget(), letter)  # type: ignore[call-overload]
        assert (case.views.tool, case.views.arranged) == before, "what is typed early is no command"
    finally:
        os.kill(hub.pid, signal.SIGCONT)
    reader.wait_for_report()
    wait_for(lambda: not case.read_only and not case.study.study.kept, "the hub has confirmed it")
    assert not reader.editor(IMPRESSION).isReadOnly()
    wait_for(reader.editor(IMPRESSION).hasFocus, "the keyboard is where it was asked to be")
    assert reader.editor(IMPRESSION).toPlainText() == "dw2h", "what was typed early is not lost"


def depth(case: Case) -> int:
    """How many slices the first volume on the screen has, 0 where there is none."""
    return next((c.image.geometry.size[2] for c in case.views.contents() if isinstance(c.image, Volume)), 0)


@pytest.mark.parametrize("exam", [CHEST])
@pytest.mark.parametrize("patience", [opening.PATIENCE_S, 0.0], ids=["", "while the known images come"])
def test_an_exam_that_has_grown_is_shown_anew(
    known: tuple[Workstation, str], hub: HubProcess, monkeypatch: pytest.MonkeyPatch, exam: str, patience: float
) -> None:
    monkeypatch.setattr(opening, "PATIENCE_S", patience)
    reader, _ = known
    first = reader.desk.place.studies.cache
    reader.open_case(exam)
    reader.wait_for_images()
    series = reader.window.case.views.contents()[0].series
    reader.window.close()
    wait_for(lambda: reader.desk.reading_window is None, "it is left")

    last = max(series.instances, key=lambda i: i.planes[0].position[2])
    image = pydicom.dcmread(BytesIO(first.get(last.sop_instance_uid) or b""))
    image.SOPInstanceUID = image.file_meta.MediaStorageSOPInstanceUID = new_uid()
    step = abs(series.instances[1].planes[0].position[2] - series.instances[0].planes[0].position[2])
    x, y, z = (float(v) for v in image.ImagePositionPatient)
    image.ImagePositionPatient = [x, y, z + step]
    image.InstanceNumber = series.expected + 1
    data = BytesIO()
    image.save_as(data)
    http = Http()
    http.authorize(hub.dicomweb, hub.login("gate"))
    DicomWeb(http, hub.dicomweb).store([data.getvalue()])

    reader.open_case(exam)
    case = reader.window.case
    wait_for(lambda: any("has changed" in message.text for message in reader.said), "it is said")
    wait_for(lambda: case.study.study.main_series.expected == series.expected + 1, "the new index")
    wait_for(lambda: depth(case) == series.expected + 1, "the exam with its new image")
    reader.wait_for_images()
    shown = case.views.contents()[0].image
    assert isinstance(shown, Volume)
    assert (image.SOPInstanceUID, 1) in shown.slices and shown.complete
    reader.wait_for_report()


@pytest.mark.parametrize("said", ["another patient", "does not have"])
def test_on_a_made_up_answer_that_it_is_not_the_patients_nothing_stays_on_the_screen(
    known: tuple[Workstation, str], monkeypatch: pytest.MonkeyPatch, exam: str, said: str
) -> None:
    reader, _ = known
    studies = reader.desk.place.studies
    asked = studies.study_now

    def another(base_url: str, study_uid: str, progress: Progress) -> Study:
        study = asked(base_url, study_uid, progress)
        other = replace(study.patient, patient_id="SOMEBODY ELSE", name=PersonName("Li^Na"))
        return replace(study, patient=other, series=tuple(replace(entry, patient=other) for entry in study.series))

    def gone(*_: object) -> Study:
        raise NotThere("The server does not have this exam.", "")

    monkeypatch.setattr(studies, "study_now", gone if said == "does not have" else another)
    reader.open_case(exam)
    case = reader.window.case
    wait_for(lambda: bool(case.views.contents()), "shown from this computer")
    wait_for(lambda: any(said in message.text for message in reader.said), "it is said")
    assert not case.views.contents() and not case.study.study.series
    assert not any(label.text().startswith("series") for label in reader.window.status.findChildren(QLabel))
    assert case.read_only or said == "does not have"
