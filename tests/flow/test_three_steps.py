"""Reporting, reviewing and chief doctor at three workstations: what the hub's rules name is signed by the chief."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from reader.report.model import IMPRESSION as CONCLUSION
from reader.worklist.exam import Exam, Stage
from reader.worklist.model import Kind, State
from reader.worklist.words import state_text, step_lines
from tests.flow.doctors import CHEST, CTRL, open_task, sign_in, sign_review, story, submit, words
from tests.flow.workstation import IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]
SHIFT = Qt.KeyboardModifier.ShiftModifier


def exam_at(doctor: Workstation) -> Exam:
    return next(e for e in doctor.desk.place.worklist.worklist.exams() if CHEST in e.task.patient.name.latin)


def said_at(doctor: Workstation, text: str) -> None:
    """Where the exam is, as the list says."""
    wait_for(lambda: state_text(exam_at(doctor)) == text, text)


def pass_on(doctor: Workstation) -> None:
    """By the key that signs; what the last look says is in `asked`."""
    doctor.wait_for_images()
    assert doctor.window.bar is not None and "To a chief…" in doctor.window.bar._sign.text()
    doctor.answer_dialog()
    doctor.activate(doctor.window)
    doctor.press(Qt.Key.Key_Return, CTRL | SHIFT)
    wait_for(lambda: doctor.window.case.handed_over, "passed on")
    doctor.wait_for_delivery()


def test_a_report_is_written_reviewed_and_signed_by_a_chief(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "approval.toml").write_text('[[rule]]\nwords = ["chest", "胸"]\n', "utf-8")
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation.")
            li.wait_for_delivery()
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            zhou.write(IMPRESSION, "No consolidation, no effusion.")
            pass_on(zhou)
            assert "The report goes to a chief doctor" in zhou.asked
            wait_for(lambda: "Zhou Wei · reviewed it" in story(zhou), "in its own window")
            said_at(zhou, "Reviewed")
            wait_for(lambda: "waits for a chief doctor" in words(zhou.window), "what it waits for")
            assert not exam_at(zhou).doable, "whoever has reviewed it does not sign it"
        with sign_in(tmp_path / "tang", hub, "tang") as tang:
            said_at(tang, "To approve")
            open_task(tang, State.WAITING, Kind.REVIEW)
            review = tang.window.review
            assert review is not None
            assert "no effusion" in review.view.toPlainText(), "what the reviewer has changed"
            assert "Zhou Wei · reviewed it" in story(tang) and "Li Na · wrote it" in story(tang)
            assert story(tang).count("Signature valid") == 2
            sign_review(tang)
            said_at(tang, "Signed")
            exam = exam_at(tang)
            assert exam.stage is Stage.SIGNED
            told = "\n".join(step_lines(exam))
            order = [told.index(text) for text in ("Written by 李娜", "Reviewed by 周伟", "Signed by 唐博")]
            assert order == sorted(order)
            version = tang.window.case.story.newest
            assert version is not None and version.verifier is not None
            assert version.verifier.name.latin == "Tang Bo"
            assert [person.name.latin for person in version.participants] == ["Zhou Wei"], "in the report, too"
            [text] = [s.text for s in version.report.sections if s.heading == CONCLUSION]
            assert "No consolidation, no effusion." in text


def test_its_author_takes_it_back_and_a_chief_returns_it_and_each_round_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "approval.toml").write_text("[[rule]]\n", "utf-8")
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation.")
            li.wait_for_delivery()
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            pass_on(zhou)
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.DONE, Kind.FIRST_READ)
            recall = li.window.registry["exam.recall"]
            wait_for(recall.when, "its author may still take it back")
            recall.run()
            wait_for(lambda: any("back in your worklist" in m.text for m in li.said), "it is recalled")
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation, no effusion.")
            li.wait_for_delivery()
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            pass_on(zhou)
        with sign_in(tmp_path / "tang", hub, "tang") as tang:
            open_task(tang, State.WAITING, Kind.REVIEW)
            assert tang.window.bar is not None
            tang.window.bar.returned.emit("The left hilum?")
            wait_for(lambda: tang.window.case.handed_over, "returned")
            tang.wait_for_delivery()
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            assert "Tang Bo · returned it" in story(li) and "The left hilum?" in story(li)
            submit(li, "Left hilum normal.")
            li.wait_for_delivery()
        with sign_in(tmp_path / "tang", hub, "tang") as tang:
            open_task(tang, State.WAITING, Kind.REVIEW)
            assert tang.window.bar is not None
            assert "Sign…" in tang.window.bar._sign.text(), "a chief who reviews signs at once"
            sign_review(tang)
            said_at(tang, "Signed")
