"""One patient per screen: whatever way something of another patient comes, it is not shown, and it is named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Event

import numpy as np
import pydicom
import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from reader.app.case import Case
from reader.app.local import LocalExams
from reader.app.ui.identity_question import IdentityQuestion
from reader.app.ui.prior_panel import PriorPanel
from reader.core.qt.waiting import READ_S
from reader.dicom.header import read_header
from reader.dicom.ups.workitem import INTERPRETATION, SCHEDULED, Input, Workitem, workitem_json
from reader.dicom.values import PersonName, new_uid
from reader.findings import service
from reader.findings.codec import FindingsRead, read_objects
from reader.findings.model import Status
from reader.findings.ui.row import FindingRow
from reader.review.checks import Severity
from reader.study.codec import identity_from
from reader.study.model import Arrival, Study
from reader.views.ui.not_shown import ConfirmedRow, WithheldRow
from reader.worklist.model import Kind
from tests.dialogs import answer
from tests.findings.exams import CHEST, changed, chest, chest_objects
from tests.flow.doctors import submit
from tests.flow.workstation import Workstation, wait_for
from tests.orthanc import Orthanc, find_orthanc
from tests.servers import HubProcess
from tests.synthetic import CtSeries, ct_series

pytestmark = [
    pytest.mark.flow, pytest.mark.timeout(300),
    pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed"),
]  # fmt: skip
SIX = {"PatientName": "Synthetic^Six=合成^六", "PatientID": "P601"}
LI = {"PatientName": "Li^Na=李^娜", "PatientID": "P999", "PatientSex": "F", "PatientBirthDate": "19850701"}
BRIGHT = 2345
"""The value of every voxel of the other patient: it must be nowhere."""


class Exams:
    """Exams of one patient in an Orthanc, each with something of another one, and a hub with their orders."""

    def __init__(self, folder: Path, hub: HubProcess, images: Orthanc) -> None:
        self.hub, self.images, self.folder = hub, images, folder
        self.own = ct_series(folder / "own", 12, 32, uid_root="2.25.601", patient_id="P601", shuffle=False)
        self.mixed = self.another(3, "Mixed", SIX, strangers={3, 7})
        self.foreign = self.another(2, "Thorax", LI, strangers=set(range(12)))
        self.result = self.result_of(LI)
        images.store([*self.own.files, *self.mixed, *self.foreign, self.result])

    def another(self, number: int, title: str, patient: dict[str, str], strangers: set[int]) -> list[Path]:
        """A further series of the exam; the images in `strangers` are of Li Na."""
        made = []
        for n, path in enumerate(self.own.files):
            data = pydicom.dcmread(path)
            for name, value in (LI if n in strangers else patient).items():
                setattr(data, name, value)
            data.SeriesInstanceUID, data.SeriesNumber = f"{self.own.study_uid}.{number}", number
            data.SeriesDescription = title
            uid = f"{self.own.study_uid}.{number}.{n + 1}"
            data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = uid
            if n in strangers:
                data.PixelData = np.full((32, 32), BRIGHT + 1024, "<u2").tobytes()
            target = self.folder / f"series{number}-{n:02}.dcm"
            data.save_as(target)
            made.append(target)
        return made

    def result_of(self, patient: dict[str, str]) -> bytes:
        data = pydicom.dcmread(BytesIO(chest_objects()[0]))
        for name, value in patient.items():
            setattr(data, name, value)
        data.StudyInstanceUID, data.SeriesInstanceUID = self.own.study_uid, f"{self.own.study_uid}.50"
        data.SeriesNumber, data.SeriesDescription = 50, "Nodules"
        out = BytesIO()
        data.save_as(out)
        return out.getvalue()

    def order(self, study_uid: str = "", **changes: object) -> str:
        """Put the exam, or another one, into the worklist; the workitem's UID."""
        now = datetime.now().astimezone()
        study_uid = study_uid or self.own.study_uid
        url = f"{self.images.dicomweb_url}/studies/{study_uid}"
        about: dict[str, object] = {
            "patient_name": PersonName("Synthetic^Six"), "patient_id": "P601", "issuer": "Xihu", "sex": "M",
            "birth_date": "19700203",
        }  # fmt: skip
        item = Workitem(
            uid=new_uid(), state=SCHEDULED, code=INTERPRETATION, label="CT chest", scheduled=now, priority="HIGH",
            due=now + timedelta(hours=1), study_uid=study_uid, modality="CT",
            inputs=(Input(study_uid, retrieve_url=url),), **(about | changes),  # type: ignore[arg-type]
        )  # fmt: skip
        requests.post(
            f"{self.hub.dicomweb}/workitems?{item.uid}", json=[workitem_json(item)],
            headers={"Content-Type": "application/dicom+json"} | self.hub.headers("gate"), timeout=20,
        ).raise_for_status()  # fmt: skip
        return item.uid


@pytest.fixture(scope="module")
def exams(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exams]:
    folder = tmp_path_factory.mktemp("exams")
    with Orthanc() as images, HubProcess(folder / "hub", images=images.dicomweb_url) as hub:
        made = Exams(folder, hub, images)
        made.order()  # each test waits for a list with something in it, whichever comes first
        yield made


class Reader(Workstation):
    def __init__(self, folder: Path, exams: Exams, user: str = "li") -> None:
        super().__init__(folder / "profile", exams.hub.url, size=(1280, 800))
        self.sign_in(user)
        self.wait_for_worklist()

    def open(self, uid: str) -> Case:
        worklist = self.desk.place.worklist
        wait_for(lambda: uid in worklist.worklist.tasks, "the order is in the list")
        self.desk.open_task(worklist.worklist.tasks[uid])
        assert self.desk.case is not None
        wait_for(lambda: self.desk.case.study.offered.main_series is not None, "the exam's contents are known")
        return self.desk.case

    def rows(self) -> list[WithheldRow]:
        """Without those that go as soon as Qt has the time."""
        return [row for row in self.window.views.column.findChildren(WithheldRow) if not row.isHidden()]

    def asked(self) -> dict[str, str]:
        """What is asked before a signature, of these kinds: text → severity."""
        case = self.window.case
        wait_for(lambda: case.draft is not None and not case.read_only, "the report can be written")
        found = self.desk.handover.discrepancies(case)
        kinds = ("withheld", "patient", "sex", "confirmed", "resting")
        return {d.text: d.severity.value for d in found if d.kind in kinds}

    def answer(self, press: Callable[[IdentityQuestion], None]) -> list[IdentityQuestion]:
        """Answer the question whose something is, as soon as it is asked; what was asked."""
        return answer(IdentityQuestion, press, after_s=READ_S + 0.05)

    def confirm(self, button: QPushButton) -> None:
        asked = self.answer(lambda dialog: dialog.go.click())
        button.click()
        assert asked

    def doubts(self) -> list[WithheldRow]:
        """Those that can be decided."""
        return [row for row in self.rows() if row.entry.is_doubt and row.findChildren(QPushButton)]

    def confirmed(self) -> list[ConfirmedRow]:
        return [row for row in self.window.views.column.findChildren(ConfirmedRow) if not row.isHidden()]


def brightest(case: Case) -> float:
    """The highest value of anything on the screen."""
    return max((float(c.image.voxels.max()) for c in case.views.contents()), default=0.0)  # type: ignore[union-attr]


def test_another_patients_series_images_and_results_are_not_shown(exams: Exams, tmp_path: Path) -> None:
    own, mixed, foreign = (exams.own.series_uid, *(f"{exams.own.study_uid}.{n}" for n in (3, 2)))
    uid = exams.order()
    with Reader(tmp_path, exams) as reader:
        reader.program.services.settings.update(leaving="keep")
        for time in ("from the archive", "from this computer"):
            look(reader, uid, time, own, mixed, foreign)


def look(reader: Reader, uid: str, time: str, own: str, mixed: str, foreign: str) -> None:
    """Open it, try to see everything, and leave."""
    case = reader.open(uid)
    assert case.study.offered.kept is (time == "from this computer")
    wait_for(lambda: bool(case.views.contents()), f"the first picture {time}")
    assert case.study.study.patient.name == PersonName("Synthetic^Six", "合成^六")
    assert {s.series_uid for s in case.study.study.series if s.is_image} == {own, mixed}
    reader.desk.opener.show_series(case, foreign)  # a drag, a hanging protocol: there is nothing to show
    reader.desk.opener.show_series(case, mixed)
    wait_for(lambda: case.study.state(mixed).arrival is Arrival.INCOMPLETE, "the mixed series")
    wait_for(lambda: len(case.study.withheld) == len(reader.rows()) == 3, "all are judged")
    assert brightest(case) < BRIGHT and foreign not in case.study.states
    assert {f.sop_instance_uid for f in case.study.state(mixed).failures} == {f"{mixed}.4", f"{mixed}.8"}
    named = {row.entry.title: row.entry for row in reader.rows()}
    assert set(named) == {"2 · Thorax", "3 · Mixed", "50 · Nodules"}
    assert named["3 · Mixed"].images == 2 and not any(entry.is_doubt for entry in named.values())
    assert all("Li Na" in entry.text and "P999" in entry.text for entry in named.values())
    assert not any(row.findChildren(QPushButton) for row in reader.rows())
    assert case.findings.findings == ()
    assert any("another patient" in said.text and "Thorax" in said.detail for said in reader.said)
    asked = reader.asked()
    assert len(asked) == 3 and set(asked.values()) == {Severity.ASK.value}
    wait_for(lambda: not case.read_only, "the claim")
    reader.window.close()
    wait_for(lambda: reader.desk.case is None, "the case is left")


def test_a_doubt_is_asked_once_before_anything_is_shown(exams: Exams, tmp_path: Path) -> None:
    uid = exams.order(sex="F")
    with Reader(tmp_path, exams) as reader:
        case = reader.open(uid)
        wait_for(lambda: len(reader.rows()) == 4, "the question stands in the series column")
        assert case.views.contents() == [] and case.study.states == {}
        assert case.study.study.patient.sex == "F" and case.study.study.series == ()
        wait_for(lambda: len(reader.doubts()) == 2, "who reads it may decide")
        doubts = reader.doubts()
        assert {row.entry.series_uid for row in doubts} == {exams.own.series_uid, f"{exams.own.study_uid}.3"}
        assert any("sex M, not F" in label.text() for label in doubts[0].findChildren(QLabel))
        asked = reader.answer(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
        doubts[0].button.setFocus()
        QTest.keyClick(doubts[0].button, Qt.Key.Key_Space)
        shown = [label.text() for label in asked[0].findChildren(QLabel)]
        assert {"⚠ Sex", "F", "M"} <= set(shown), "the values are side by side"
        assert case.views.contents() == [] and len(reader.doubts()) == 2, "Enter leaves it withheld"
        reader.confirm(reader.doubts()[0].button)
        wait_for(lambda: bool(case.views.contents()), "what was confirmed is shown")
        wait_for(lambda: not any(entry.is_doubt for entry in case.study.withheld), "nothing more is asked")
        assert case.study.study.patient.sex == "M"
        assert reader.asked()[
            "The task and the report may be of two patients: sex M, not F"
        ] == Severity.ASK.value
        records = reader.program.services.audit.records()
        assert any(record.details.get("reason") == "identity confirmed" for record in records)


def test_what_rests_on_a_confirmed_series_is_named_when_that_is_withheld_again(
    exams: Exams, tmp_path: Path
) -> None:
    """A measurement on a series that was taken as this patient's: taken back, left, opened again."""
    sure = ct_series(tmp_path / "sure", 12, 32, uid_root="2.25.621", patient_id="P621", shuffle=False)
    files, doubtful = list(sure.files), f"{sure.study_uid}.10"
    for n, path in enumerate(sure.files):
        data = pydicom.dcmread(path)
        data.PatientBirthDate, data.SeriesInstanceUID, data.SeriesNumber = "19700302", doubtful, 10
        data.SeriesDescription = "Born later"
        data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = f"{doubtful}.{n + 1}"
        files.append(tmp_path / f"later-{n}.dcm")
        data.save_as(files[-1])
    exams.images.store(files)
    uid = exams.order(sure.study_uid, patient_id="P621")

    def shows(case: Case) -> bool:
        return any(content.series.series_uid == doubtful for content in case.views.contents())

    with Reader(tmp_path, exams) as reader:
        case = reader.open(uid)
        wait_for(lambda: len(reader.doubts()) == 1, "the doubt can be decided")
        reader.wait_for_images()
        reader.wait_for_report()
        assert reader.window.messages.message is not None
        assert "not certain that all images" in reader.window.messages.message.text
        reader.confirm(reader.doubts()[0].button)
        wait_for(lambda: shows(case), "it is shown")
        [row] = reader.confirmed()
        who = reader.desk.place.user.name.display
        mark = ("born 1970-03-02, not 1970-02-03", f"taken as this patient by {who}")
        assert [*case.views.confirmed(doubtful)] == [*mark] and not case.views.confirmed(sure.series_uid)
        assert {mark[0], f"by {who}"} <= {label.text() for label in row.findChildren(QLabel)}
        assert reader.window.messages.message is None, "nothing is withheld any more"
        assert case.study.study.patient.birth == "1970-02-03", "whose exam it is has not changed"
        assert reader.asked() == {f"10 · Born later: {mark[1]} ({mark[0]})": Severity.ASK.value}

        reader.activate(reader.window)
        reader.press(Qt.Key.Key_D)
        wait_for(lambda: case.study.state(doubtful).arrival is Arrival.COMPLETE, "its images")
        reader.drag(0, (0.4, 0.4), (0.6, 0.6))
        wait_for(lambda: len(case.findings.findings) == 1, "the measurement")
        finding = case.findings.findings[0].tracking_uid
        reader.window.registry["findings.insert"].run()
        wait_for(lambda: finding in case.draft.report.finding_uids, "its sentence")
        assert Severity.BLOCK.value not in reader.asked().values()

        row.button.click()
        wait_for(lambda: bool(case.views.contents()) and len(reader.doubts()) == 1, "it is withheld again")
        assert not shows(case) and reader.confirmed() == [] and case.study.confirmed == ()
        assert "not certain that all images" in reader.window.messages.message.text
        for _ in range(5):
            case.findings.history.undo()
        assert not shows(case), "no step back brings it onto the screen"
        while case.findings.get(finding) is None:
            assert case.findings.history.redo()
        reasons = [record.details.get("reason") for record in reader.program.services.audit.records()]
        assert reasons.count("identity confirmed") == reasons.count("identity confirmation taken back") == 1

        named_as_resting(reader)
        reader.window.close()
        wait_for(lambda: reader.desk.case is None, "the case is left")
        again = reader.open(uid)
        wait_for(lambda: len(reader.doubts()) == 1 and again.findings.loaded, "it is open again")
        reader.wait_for_report()
        named_as_resting(reader)
        reader.confirm(reader.doubts()[0].button)
        wait_for(lambda: shows(again), "it is shown again")
        reader.window.resize(*reader.size)
        reader.activate(reader.window)
        submit(reader, "A lesion.")
        reader.wait_for_delivery()

    with Reader(tmp_path / "at the reviewer", exams, "zhou") as reviewer:
        tasks = reviewer.desk.place.worklist.worklist.tasks
        reviews = [task.uid for task in tasks.values() if task.workitem.study_uid == sure.study_uid]
        reviewed = reviewer.open(next(uid for uid in reviews if tasks[uid].kind is Kind.REVIEW))
        wait_for(lambda: len(reviewer.doubts()) == 1 and reviewed.findings.loaded, "the reviewer is asked too")
        reviewer.wait_for_report()
        named_as_resting(reviewer)
        reviewer.confirm(reviewer.doubts()[0].button)
        wait_for(lambda: not reviewed.findings.resting, "he can look at what it rests on")
        wait_for(lambda: not any(finding.problem for finding in reviewed.findings.findings), "and at the finding")
        assert Severity.BLOCK.value not in reviewer.asked().values()
        assert any(f"by {reviewer.desk.place.user.name.display}" in text for text in reviewer.asked())


def test_what_was_read_from_a_result_is_named_when_that_is_withheld_again(
    exams: Exams, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An algorithm's result that was taken as this patient's: taken back while it is read, and after a finding
    of it was accepted and said."""
    images = [path for path in sorted(CHEST.glob("*.dcm")) if not path.name.startswith("ai-")]
    result, segments = chest_objects()[:2]
    born = {"PatientBirthDate": "19010101"}
    doubtful = changed(result, SOPInstanceUID="2.25.6310", **born)  # the archive has one of the old UID
    exams.images.store([*images, doubtful, changed(segments, **born)])
    of = identity_from(read_header(result))
    uid = exams.order(
        chest().study_uid, patient_name=of.name, patient_id=of.patient_id, issuer=of.issuer, sex=of.sex,
        birth_date=of.birth.replace("-", ""),
    )  # fmt: skip
    begun, go_on, ended = Event(), Event(), Event()

    def slowly(objects: Sequence[bytes], study: Study, *reports: Collection[str]) -> FindingsRead:
        found = read_objects(objects, study, *reports)
        if found.findings and not begun.is_set():
            begun.set()
            go_on.wait(30)
            ended.set()
        return found

    monkeypatch.setattr("reader.app.results.read_objects", slowly)
    with Reader(tmp_path, exams) as reader:
        case = reader.open(uid)
        wait_for(lambda: len(reader.doubts()) == 2 and case.findings.loaded, "the doubt can be decided")
        reader.wait_for_images()
        reader.wait_for_report()
        what = next(row.entry.heading for row in reader.doubts() if "findings" in row.entry.heading)
        loads: list[int] = []
        case.findings.changed.connect(lambda: loads.append(len(case.findings.findings)))
        reader.confirm(reader.doubts()[0].button)
        wait_for(lambda: begun.is_set() and bool(reader.confirmed()), "it is read")
        reader.confirmed()[0].button.click()
        wait_for(lambda: bool(loads), "what is sorted after that arrives")
        loads.clear()
        go_on.set()
        wait_for(lambda: ended.is_set() and bool(loads), "what was sorted before it, too")
        assert not any(loads) and len(reader.doubts()) == 2, "nothing of it is shown"

        reader.confirm(reader.doubts()[0].button)
        assert not any("no images" in message.text for message in reader.said)
        wait_for(lambda: bool(case.findings.findings), "its findings")
        seen = next(finding for finding in case.findings.findings if not finding.problem)
        case.findings.select(seen.tracking_uid, jump=True)
        wait_for(lambda: case.findings.on_screen(seen), "where it was seen")
        service.accept(case.findings, seen.tracking_uid)
        reader.window.registry["findings.insert"].run()
        assert seen.tracking_uid in case.draft.report.finding_uids
        assert Severity.BLOCK.value not in reader.asked().values()
        reader.confirmed()[0].button.click()
        wait_for(lambda: len(case.findings.findings) == 1, "what nobody has judged is gone")
        assert case.findings.findings[0].status is Status.ACCEPTED and not case.findings.shows(seen)
        named_as_resting(reader, what)


def named_as_resting(reader: Reader, what: str = "10 · Born later") -> None:
    """In the last check, over the report and in the list."""
    named = [text for text, severity in reader.asked().items() if severity == Severity.BLOCK.value]
    assert len(named) == 1 and f"is based on withheld images or results: {what}" in named[0]
    assert reader.window.report is not None and reader.window.report.has_loose()
    listed = [row.accessibleName() for row in reader.window.findings.findChildren(FindingRow)]
    assert any("source withheld" in name for name in listed)


@pytest.mark.parametrize(
    "changes",
    [
        {"patient_id": "P602"},
        {"patient_name": PersonName("Li^Na", "李^娜"), "birth_date": ""},
        {"patient_name": PersonName("Li^Na", "李^娜"), "sex": "F"},
    ],
)
def test_an_order_of_somebody_else(exams: Exams, tmp_path: Path, changes: dict[str, object]) -> None:
    uid = exams.order(**changes)
    with Reader(tmp_path, exams) as reader:
        case = reader.open(uid)
        wait_for(lambda: case.claim is None and not case.claiming, "it can't be written in")
        assert case.views.contents() == [] and case.study.states == {} and case.study.study.series == ()
        assert case.study.study.patient == case.task.patient
        assert any("another patient than the order" in said.text for said in reader.said)


def test_earlier_exams_of_others_with_the_same_id(exams: Exams, tmp_path: Path) -> None:
    def prior(root: str, issuer: str, **patient: str) -> CtSeries:
        made = ct_series(tmp_path / root, 6, 32, uid_root=root, patient_id="P601")
        for path in made.files:
            data = pydicom.dcmread(path)
            data.IssuerOfPatientID = issuer
            for name, value in patient.items():
                setattr(data, name, value)
            data.save_as(path)
        exams.images.store(made.files)
        return made

    sure, asked = prior("2.25.611", "Xihu"), prior("2.25.612", "Liuhe")
    other = prior("2.25.613", "Liuhe", **(LI | {"PatientID": "P601"}))
    uid = exams.order()
    with Reader(tmp_path, exams) as reader:
        case = reader.open(uid)
        wait_for(lambda: len(case.study.priors) == 3 and case.study.may_decide, "the priors")

        def beside(exam: str) -> bool:
            return any(content.study.study_uid == exam for content in case.views.contents())

        panel = reader.window.findChild(PriorPanel)
        button = panel.findChild(QPushButton)
        for series, words, enabled in (
            (sure, "Show beside", True), (asked, "Same person", True), (other, "", False),
        ):  # fmt: skip
            row = [p.study_uid for p in case.study.priors].index(series.study_uid)
            panel._list.setCurrentRow(row)
            assert button.isEnabled() is enabled and words in button.text()
            questions = reader.answer(lambda dialog: dialog.go.click()) if series is asked else []
            panel._list.itemActivated.emit(panel._list.item(row))  # Enter, also where the button is off
            assert len(questions) == (series is asked)
            if enabled:
                wait_for(lambda exam=series.study_uid: beside(exam), "it stands beside the exam")
        assert [said.entry.patient.issuer for said in case.study.confirmed] == ["Liuhe"], "and it is marked"
        listed = reader.desk.place.worklist.worklist
        exam = listed.exam(uid)
        told = listed.priors_of(exam) if exam is not None else None
        assert told is not None and len(told) == 2, "the worklist says what was found, nothing of somebody else"
        assert case.study.find_series(other.series_uid) is None
        assert not beside(other.study_uid)


def test_two_patients_under_one_exam_on_a_disc(exams: Exams, tmp_path: Path) -> None:
    with Reader(tmp_path, exams) as reader:
        local: LocalExams = reader.desk.local
        local.open([exams.folder])
        wait_for(lambda: local.case is not None and bool(local.case.views.contents()), "the exam of the folder")
        assert local.case is not None
        case = local.case
        ids = {s.patient.patient_id for s in case.study.study.series if s.patient is not None}
        assert len(ids) == 1
        assert {w.patient.patient_id for w in case.study.withheld} == {"P601", "P999"} - ids
