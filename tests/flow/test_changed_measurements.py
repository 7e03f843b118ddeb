"""A measurement report is altered on the hub's disk: nobody is told its numbers as those of the doctor."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pydicom
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.app.report_messages import ReportMessages
from reader.delivery.outputs.content import ReportPage
from reader.findings.model import Status
from reader.findings.service import accept
from reader.report.model import IMPRESSION
from reader.worklist.exam import SIGNED_STAGES, Exam
from reader.worklist.model import Kind, ReadingTask, State
from tests.delivery.receiver import Receiver, acknowledged
from tests.flow.doctors import CTRL, go_to, sign_in, sign_review, story
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(280)]

FORGED = 88.8


def remeasure(hub: HubProcess) -> int:
    """Set every number of the doctors' signed measurement reports; how many reports that were."""
    with sqlite3.connect(hub.data / "hub.sqlite") as database:
        names = {Path(name).name for (name,) in database.execute("SELECT path FROM instance")}
    count = 0
    for file in (file for file in hub.data.rglob("*") if file.name in names):
        dataset = pydicom.dcmread(file, stop_before_pixels=True)
        if dataset.Modality != "SR" or "DigitalSignaturesSequence" not in dataset:
            continue
        if dataset.ConceptNameCodeSequence[0].CodeValue != "126000":
            continue

        def walk(item: pydicom.Dataset) -> None:
            for child in item.get("ContentSequence", ()):
                for value in child.get("MeasuredValueSequence", ()):
                    value.NumericValue = str(FORGED)
                    if "FloatingPointValue" in value:
                        value.FloatingPointValue = FORGED
                walk(child)

        walk(dataset)
        dataset.save_as(file)
        count += 1
    return count


def said(doctor: Workstation) -> str:
    return "\n".join(f"{message.text} {message.hint}" for message in doctor.said)


def exam(doctor: Workstation) -> Exam:
    def found() -> list[Exam]:
        exams = doctor.desk.place.worklist.worklist.exams()
        return [e for e in exams if "Xiaodong" in e.task.patient.name.latin and e.stage in SIGNED_STAGES]

    wait_for(lambda: bool(found()), "the signed exam")
    return found()[0]


def test_altered_numbers_are_told_and_go_nowhere(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            li.open_case("Xiaodong")
            li.wait_for_images()
            window = li.window
            wait_for(lambda: window.case.findings.loaded and window.report is not None, "findings and report")
            wait_for(lambda: not window.case.claiming and not window.case.findings.read_only, "it is hers")
            findings = window.case.findings
            first = next(f for f in findings.findings if f.is_ai and f.key_image is not None)

            def accepted() -> bool:
                accept(findings, first.tracking_uid)
                return findings[first.tracking_uid].status is Status.ACCEPTED

            wait_for(accepted, "accepted")
            window._insert(first.tracking_uid)
            li.write(IMPRESSION, "Nodule in the right upper lobe.")
            li.answer_dialog()
            li.press(Qt.Key.Key_Return, CTRL)
            wait_for(lambda: window.case.handed_over, "submitted")
            li.wait_for_delivery()
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            tasks = zhou.desk.place.worklist.worklist.tasks

            def waiting() -> list[ReadingTask]:
                reviews = [t for t in tasks.values() if (t.state, t.kind) == (State.WAITING, Kind.REVIEW)]
                return [t for t in reviews if "Xiaodong" in t.patient.name.latin]

            wait_for(lambda: bool(waiting()), "the review")
            go_to(zhou, waiting()[0])
            sign_review(zhou)
            kept = zhou.program.services.profile.cache
        with sign_in(tmp_path / "chen", hub, "chen") as chen:
            opened(chen)
            message = chen.window.standing.message
            assert message is not None and message.text == "This report is signed." and not message.holds
            assert page_of(chen) is not None
        assert remeasure(hub) == 1
        with sign_in(tmp_path / "elsewhere", hub, "chen") as chen:  # what the other computer has kept is sound
            opened(chen)
            message = chen.window.standing.message
            assert message is not None and message.holds and "measurements" in message.text, message
            assert "changed after 李娜" in said(chen) and "changed after 李娜" in story(chen)
            assert "A result of this exam" not in said(chen), "it is told once, with the report"
            shown = chen.window.case.findings
            assert shown[first.tracking_uid].status is Status.PROPOSED, "it is the algorithm's word alone"
            assert all(m.value != FORGED for f in shown.findings for m in f.measurements)
            assert chen.window.case.stored_findings == {}
            assert page_of(chen) is None
            assert "can't be handed out" in said(chen)
        shutil.rmtree(kept)
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou, Receiver(acknowledged) as his:
            zhou.program.services.settings.update(hl7_receiver=f"mllp://127.0.0.1:{his.port}")
            ReportMessages(zhou.desk.place, zhou.desk.presenter).start()
            wait_for(lambda: "can't be handed out" in said(zhou), "told why it is not sent on")
            assert not his.messages


def opened(doctor: Workstation) -> None:
    doctor.desk.open_task(exam(doctor).task)
    wait_for(lambda: doctor.desk.case is not None and doctor.desk.reading_window is not None, "it opens")
    case = doctor.window.case
    wait_for(lambda: bool(case.story.versions) and case.findings.loaded, "report and findings")
    QTest.qWait(300)


def page_of(doctor: Workstation) -> ReportPage | None:
    """What copy, print and every file are made from; None where that is refused and told."""
    found: list[ReportPage] = []
    before = len(doctor.said)
    doctor.desk.copies.make(doctor.window.case, doctor.window.case.story, found.append)
    wait_for(lambda: bool(found) or len(doctor.said) > before, "handed out or refused")
    return found[0] if found else None
