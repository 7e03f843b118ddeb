"""An exam that is read twice: a second doctor writes without knowing the first report, a third compares the two."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from reader.review.ui.review_panel import Mode
from reader.worklist.exam import Stage
from reader.worklist.model import Kind, State
from reader.worklist.words import state_text, step_lines
from tests.flow.doctors import open_task, sign_in, sign_review, story, submit, words
from tests.flow.test_three_steps import exam_at, said_at
from tests.flow.workstation import wait_for
from tests.hub.conftest import signed_in
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


def reports_at(hub: HubProcess, user: str, study: str) -> list[str]:
    """The structured reports of the exam that the hub lists for this user, and hands out."""
    session, root = signed_in(hub, user), f"{hub.url}/dicom-web/studies/{study}"
    listed = session.get(f"{root}/instances", params={"00080060": "SR"})
    uids = [str(one["00080018"]["Value"][0]) for one in (listed.json() if listed.status_code == 200 else [])]
    whole = session.get(root, headers={"Accept": 'multipart/related; type="application/dicom"'}).content
    return [uid for uid in uids if uid.encode() in whole]


def test_two_read_it_and_a_third_compares_them(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "approval.toml").write_text('[[second]]\nwords = ["chest", "胸"]\n', "utf-8")
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            li.wait_for_images()
            wait_for(lambda: li.window.case.findings.loaded, "the findings")
            li.activate(li.window)
            li.on_picture(Qt.Key.Key_Space)
            wait_for(lambda: len(li.window.case.findings.findings) == 1, "a key image")
            [marked] = li.window.case.findings.findings
            submit(li, "A nodule in the right upper lobe.")
            li.wait_for_delivery()
            said_at(li, "Submitted · second reading")
            version = li.window.case.story.newest
            assert version is not None
            first = {version.reference.sop_instance_uid, *(one.sop_instance_uid for one in version.evidence)}
        study = version.reference.study_uid
        assert first & set(reports_at(hub, "li", study)), "its author sees it"
        for user in ("chen", "zhou", "tang", "gate"):
            assert not first & set(reports_at(hub, user, study)), f"nobody else: {user}"
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            said_at(zhou, "To read a second time")
            assert state_text(exam_at(zhou)) != "To review", "nobody reviews it yet"
        with sign_in(tmp_path / "chen", hub, "chen") as chen:
            said_at(chen, "To read a second time")
            open_task(chen, State.WAITING, Kind.REVIEW)
            chen.wait_for_images()
            wait_for(lambda: chen.window.case.findings.loaded, "the findings")
            assert not chen.window.case.findings.findings, "nor what the first doctor has marked"
            assert chen.window.review is None and chen.window.origin is None, "no report to be seen"
            assert "right upper lobe" not in words(chen.window)
            submit(chen, "No nodule.")
            chen.wait_for_delivery()
            said_at(chen, "Submitted")
        with sign_in(tmp_path / "zhou2", hub, "zhou") as zhou:
            said_at(zhou, "To review")
            open_task(zhou, State.WAITING, Kind.REVIEW)
            review = zhou.window.review
            assert review is not None and review.mode is Mode.SECOND
            text = review.view.toPlainText()
            assert "Li Na: A nodule in the right upper lobe." in text and "Chen Yu: No nodule." in text
            assert review.view.changes > 0
            assert "Chen Yu read this exam without knowing the report" in words(zhou.window)
            [shown] = zhou.window.case.findings.findings
            assert shown.tracking_uid == marked.tracking_uid, "the findings are those of the report under review"
            zhou.press(Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
            assert review.mode is Mode.DIFFERENCES and "No nodule." not in review.view.toPlainText()
            sign_review(zhou)
            said_at(zhou, "Signed")
            exam = exam_at(zhou)
            assert exam.stage is Stage.SIGNED and exam.author.latin == "Li Na"
            told = "\n".join(step_lines(exam))
            order = [told.index(name) for name in ("Written by 李娜", "a second time by 陈宇", "Signed by 周伟")]
            assert order == sorted(order)
            assert "Chen Yu" not in story(zhou), "the report is Li Na's"


def test_a_report_that_comes_back_is_not_read_a_third_time(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "approval.toml").write_text("[[second]]\n", "utf-8")
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            li.wait_for_images()
            li.on_picture(Qt.Key.Key_Space)
            submit(li, "No consolidation.")
            li.wait_for_delivery()
            recalled = li.window.case.story.newest
            assert recalled is not None
            open_task(li, State.DONE, Kind.FIRST_READ)
            wait_for(lambda: "waits for a second reading" in words(li.window), "why it can't be written in")
            recall = li.window.registry["exam.recall"]
            wait_for(recall.when, "nobody has begun to read it")
            recall.run()
            wait_for(lambda: "This report is back with you." in words(li.window), "it is recalled")
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation, no effusion.")
            li.wait_for_delivery()
            said_at(li, "Submitted · second reading")
        assert not reports_at(hub, "zhou", recalled.reference.study_uid), "nor the one that was recalled"
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            assert zhou.window.review is None
            wait_for(lambda: zhou.window.case.findings.loaded, "the findings")
            assert not zhou.window.case.findings.findings
            submit(zhou, "Effusion.")
            zhou.wait_for_delivery()
            said_at(zhou, "To review")
            open_task(zhou, State.WAITING, Kind.REVIEW)
            assert zhou.window.review is not None and "Effusion." in zhou.window.review.view.toPlainText()
            zhou.wait_for_images()
            assert zhou.window.bar is not None
            zhou.window.bar.returned.emit("There is an effusion on the left.")
            zhou.wait_for_delivery()
        with sign_in(tmp_path / "li2", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            assert "Effusion." not in words(li.window)
            submit(li, "Small effusion on the left.")
            li.wait_for_delivery()
            said_at(li, "Submitted")
        with sign_in(tmp_path / "tang", hub, "tang") as tang:
            open_task(tang, State.WAITING, Kind.REVIEW)
            review = tang.window.review
            assert review is not None
            review.set_mode(Mode.SECOND)
            assert "Effusion." in review.view.toPlainText(), "also in the second round"
            sign_review(tang)
            said_at(tang, "Signed")
