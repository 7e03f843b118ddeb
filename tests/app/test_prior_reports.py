"""What the reports of earlier exams say, beside the images: a real hub, an archive with reports of all kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pydicom
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from reader.app.ui.prior_panel import PriorPanel
from reader.core.http import Http
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.core.tasks import Progress
from reader.dicom.header import read_header
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.values import Person, clock_text, new_uid
from reader.hub.users import DEMO_USERS
from reader.report.model import ADDENDUM, Report, Statement, Subject
from reader.review import service
from reader.review.certificate import Certificates
from reader.review.supplement import Supplement, begun
from reader.study.codec import identity_from
from reader.study.model import Study
from reader.study.service import StudyService
from tests.flow.test_one_patient import LI as SOMEBODY_ELSE
from tests.flow.test_one_patient import Exams, Reader
from tests.flow.workstation import wait_for
from tests.objects import other
from tests.orthanc import Orthanc, find_orthanc
from tests.review.conftest import make_report
from tests.servers import HubProcess
from tests.synthetic import ct_series

pytestmark = [
    pytest.mark.flow, pytest.mark.timeout(300),
    pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed"),
]  # fmt: skip
LI, _, ZHOU = (user.person for user in DEMO_USERS[:3])
WHEN = datetime.now().astimezone() + timedelta(minutes=1)
"""The hub's certificates begin with it."""
LATER = WHEN + timedelta(minutes=10)


def _key(hub: HubProcess, person: Person, folder: Path) -> SigningKey:
    folder.mkdir()
    http = Http()
    http.authorize(hub.url, hub.login(person.username))
    certificates = Certificates(http, Secrets(Profile(folder)), folder / "certificates")
    return certificates.signing_key(f"{hub.url}/.well-known/est", person)


class Priors:
    """Earlier exams of one patient, by what becomes of their reports."""

    def __init__(self, folder: Path, hub: HubProcess, images: Orthanc) -> None:
        self.folder, self.images = folder, images
        self.key, self.author_key = _key(hub, ZHOU, folder / "zhou"), _key(hub, LI, folder / "li")
        self.exams: dict[str, Study] = {}
        self.signed(self.exam("signed", 1, "20260115"))
        self.unsigned(self.exam("unsigned", 2, "20250110"))
        self.exam("none", 3, "20240110")
        self.broken(self.exam("broken", 4, "20230110"))
        self.unsigned(self.exam("doubtful", 5, "20220110", IssuerOfPatientID="Liuhe"))

    def exam(self, name: str, number: int, date: str, **changes: str) -> Study:
        made = ct_series(self.folder / name, 3, 32, uid_root=f"2.25.62{number}", patient_id="P601")
        for path in made.files:
            data = pydicom.dcmread(path)
            data.IssuerOfPatientID, data.StudyDate = "Xihu", date
            for keyword, value in changes.items():
                setattr(data, keyword, value)
            data.save_as(path)
        self.images.store(made.files)
        patient = identity_from(read_header(made.files[0].read_bytes()))
        when, url = datetime.strptime(date, "%Y%m%d"), self.images.dicomweb_url
        study = Study(made.study_uid, patient, "", when, "Chest", "", ("CT",), url)
        self.exams[name] = study
        return study

    def report(self, study: Study, findings: str, impression: str) -> Report:
        subject = Subject(study.patient, study.study_uid, "", study.when, "Chest", "", "CT", "CHEST")
        return replace(make_report(findings, impression, LI), subject=subject)

    def signed(self, study: Study) -> None:
        """Signed, with a signed addendum; a second addendum is not signed yet. Beside it a report of somebody else,
        one of another vendor without text, a text of another vendor, and a PDF."""
        text = self.report(study, "右肺上叶见一结节。", "右肺上叶结节，<b>建议</b>随访。")
        first = service.sign(text, (), study, ZHOU, self.key, when=WHEN)
        added = self.with_addendum(first.version.report, "病理已回报。")
        second = self.follow(study, first, added, LATER)
        third = service.submit(
            self.with_addendum(second.version.report, "尚未审核。", 2), (), study, LI, self.author_key,
            second.version, when=LATER + timedelta(minutes=10),
        )  # fmt: skip
        stranger = pydicom.dcmread(BytesIO(self.follow_none(study, "他人的报告。")))
        for keyword, value in SOMEBODY_ELSE.items():
            setattr(stranger, keyword, value)
        stranger.SOPInstanceUID = stranger.file_meta.MediaStorageSOPInstanceUID = new_uid()
        empty = pydicom.dcmread(BytesIO(self.follow_none(study, "x")))
        del empty.ContentSequence
        empty.SOPInstanceUID = empty.file_meta.MediaStorageSOPInstanceUID = new_uid()
        vendor = pydicom.dcmread(BytesIO(self.follow_none(study, "Text of another vendor.")))
        vendor.SOPClassUID = vendor.file_meta.MediaStorageSOPClassUID = pydicom.uid.BasicTextSRStorage
        pdf = other(9, pydicom.uid.EncapsulatedPDFStorage, "OT", "Clinical report")
        first_image = pydicom.dcmread(next(iter((self.folder / "signed").glob("*.dcm"))))
        for keyword in ("StudyInstanceUID", "PatientName", "PatientID", "IssuerOfPatientID", "PatientSex",
                        "PatientBirthDate", "StudyDate"):  # fmt: skip
            setattr(pdf, keyword, first_image[keyword].value)
        pdf.SpecificCharacterSet = "ISO_IR 192"
        pdf.EncapsulatedDocument, pdf.MIMETypeOfEncapsulatedDocument = b"%PDF-1.4 ", "application/pdf"
        made = [stranger, empty, vendor, pdf]
        for number, dataset in enumerate(made):
            dataset.SeriesInstanceUID = new_uid()
            dataset.SeriesNumber = 50 + number
        self.images.store([first.report, second.report, third.report, *map(_bytes, made)])

    def follow(self, study: Study, first: service.Documents, report: Report, when: datetime) -> service.Documents:
        """An addendum by another doctor than the one who signs it."""
        handed = service.submit(report, (), study, LI, self.author_key, first.version, when=when)
        self.images.store([handed.report])
        return service.sign(report, (), study, ZHOU, self.key, handed.version, signed=first.version, when=when)

    def follow_none(self, study: Study, text: str) -> bytes:
        return service.submit(self.report(study, text, text), (), study, LI, None, when=WHEN).report

    def with_addendum(self, report: Report, text: str, number: int = 1) -> Report:
        made = begun(report, Supplement.ADDENDUM, LI)
        return made.with_section(replace(made.section(ADDENDUM, number), statements=(Statement(text),)))

    def unsigned(self, study: Study) -> None:
        self.images.store([self.follow_none(study, "双肺未见异常。")])

    def broken(self, study: Study) -> None:
        """Somebody has changed a sentence after it was signed."""
        made = service.sign(self.report(study, "右肺结节。", "右肺结节。"), (), study, ZHOU, self.key, when=WHEN)
        self.images.store([made.report.replace("右肺".encode(), "左肺".encode())])


def _bytes(dataset: pydicom.Dataset) -> bytes:
    out = BytesIO()
    if "file_meta" in dataset.__dict__ and "TransferSyntaxUID" in dataset.file_meta:
        dataset.save_as(out)
        return out.getvalue()
    from tests.volume.made import part10

    return part10(dataset)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Exams, Priors]]:
    folder = tmp_path_factory.mktemp("priors")
    with Orthanc() as images, HubProcess(folder / "hub", images=images.dicomweb_url) as hub:
        exams = Exams(folder, hub, images)
        exams.order()
        yield exams, Priors(folder, hub, images)


def opened(reader: Reader, exams: Exams) -> PriorPanel:
    case = reader.open(exams.order())
    wait_for(lambda: len(case.study.priors) == 5 and case.study.may_decide, "the earlier exams")
    panel = reader.window.findChild(PriorPanel)
    assert panel is not None
    return panel


def shown(panel: PriorPanel) -> str:
    return panel.text.toPlainText()


def choose(panel: PriorPanel, exam: Study) -> None:
    row = [p.study_uid for p in panel._study.priors].index(exam.study_uid)
    panel._list.setCurrentRow(row)


def test_their_text_and_who_answers_for_it(
    place: tuple[Exams, Priors], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exams, priors = place
    asked: list[str] = []
    study_now: Callable[..., Study] = StudyService.study_now

    def spied(self: StudyService, base_url: str, study_uid: str, progress: Progress) -> Study:
        asked.append(study_uid)
        return study_now(self, base_url, study_uid, progress)

    monkeypatch.setattr(StudyService, "study_now", spied)
    with Reader(tmp_path, exams) as reader:
        panel = opened(reader, exams)
        assert not panel.isVisible()
        wait_for(lambda: "Signed by" in shown(panel), "the newest one's, before the tab is opened")
        own, vendors = shown(panel).split("Report 2 of 2")
        assert f"Signed by 周伟 Zhou Wei, {clock_text(LATER)}" in own and "Signature valid · 周伟 Zhou Wei" in own
        assert f"Continues what 周伟 Zhou Wei signed, {clock_text(WHEN)}" in own and "Written by 李娜 Li Na" in own
        in_order = ("影像所见", "右肺上叶见一结节。", "诊断意见", "病理已回报。")
        assert sorted(in_order, key=own.index) == list(in_order)
        assert "<b>建议</b>" in own, "nothing is taken for markup"
        assert "尚未审核。" not in own and "A newer version by 李娜 Li Na" in own
        assert "Preliminary, not signed" in vendors and "Text of another vendor." in vendors
        assert "他人的报告。" not in shown(panel)
        assert "A report is another patient's and is not shown" in own and "P999, not P601" in own
        assert "A report can't be read and is not shown: The report has no text that can be read." in own
        assert "Not shown here: 53 · Clinical report: Document (PDF)" in own

        for name, words in (
            ("unsigned", ("Preliminary, not signed: submitted by 李娜 Li Na", "双肺未见异常。")),
            ("none", ("No report of this exam is stored.",)),
            ("broken", ("Marked as signed by", "Not verified: Signature broken", "左肺结节。")),
        ):
            choose(panel, priors.exams[name])
            assert "Fetching" in shown(panel)
            wait_for(lambda words=words: words[0] in shown(panel), name)
            assert all(word in shown(panel) for word in words)
            assert "Signature valid" not in shown(panel)
        before = len(asked)
        choose(panel, priors.exams["signed"])
        assert "病理已回报。" in shown(panel) and len(asked) == before, "what is here is not fetched again"

        doubtful = priors.exams["doubtful"]
        choose(panel, doubtful)
        QTest.qWait(500)
        assert "not fetched" in shown(panel) and doubtful.study_uid not in asked
        reader.answer(lambda dialog: dialog.go.click())
        panel._list.itemActivated.emit(panel._list.currentItem())
        wait_for(lambda: "双肺未见异常。" in shown(panel), "it is the same person")
        assert "taken as this patient by 李娜 Li Na (patient ID of Liuhe, not of Xihu)" in shown(panel)
        reader.window.case.study.take_back(doubtful.patient)
        assert "双肺未见异常。" not in shown(panel), "nobody says so any more"


def test_with_the_keyboard_alone(place: tuple[Exams, Priors], tmp_path: Path) -> None:
    exams, _ = place
    with Reader(tmp_path, exams) as reader:
        panel = opened(reader, exams)
        wait_for(lambda: "Signed by" in shown(panel), "the report")
        reader.window._tabs.setCurrentIndex(reader.window._tabs.count() - 1)
        reader.activate(reader.window)
        panel._list.setFocus()
        wait_for(panel._list.hasFocus, "the list has the keyboard")
        for _ in range(2):
            QTest.keyClick(reader.app.focusWidget(), Qt.Key.Key_Tab)
        assert reader.app.focusWidget() is panel.text
        before = shown(panel)
        QTest.keyClicks(panel.text, "x")
        QTest.keyClick(panel.text, Qt.Key.Key_Delete)
        assert shown(panel) == before, "read-only"
        bar = panel.text.verticalScrollBar()
        assert bar.maximum() > 0
        QTest.keyClick(panel.text, Qt.Key.Key_PageDown)
        assert bar.value() > 0
        QTest.keyClick(panel.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(panel.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert "病理已回报。" in QGuiApplication.clipboard().text()


def test_an_archive_that_fails_is_said_and_asked_again(
    place: tuple[Exams, Priors], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exams, priors = place
    with Reader(tmp_path, exams) as reader:
        panel = opened(reader, exams)
        wait_for(lambda: "Signed by" in shown(panel), "the report")
        again = next(b for b in panel.findChildren(QPushButton) if "again" in b.text())
        assert again.isHidden()
        studies = reader.desk.place.studies
        archive = studies.archive(exams.images.dicomweb_url)
        root = archive.base_url
        archive.base_url = "http://127.0.0.1:9/dicom-web"  # nobody listens there
        choose(panel, priors.exams["unsigned"])
        wait_for(lambda: "could not be fetched" in shown(panel), "it says so")
        archive.base_url = root
        assert not again.isHidden()
        again.click()
        wait_for(lambda: "双肺未见异常。" in shown(panel), "fetched after all")
        assert again.isHidden()
