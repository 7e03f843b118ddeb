"""What was written for a signed report that another doctor has added to since, in its author's windows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.dicom.values import Code
from reader.report.model import ADDENDUM, AMENDMENT
from reader.worklist.exam import Exam, Stage
from reader.worklist.model import Kind, State
from tests.flow.doctors import CHEST, open_task, sign_in, task_of
from tests.flow.supplements import begun, exam_of, select, sign
from tests.flow.test_lost_version import amend
from tests.flow.workstation import IMPRESSION, Workstation, wait_for
from tests.hub.conftest import signed_in
from tests.servers import HubProcess
from tests.worklist.rows import select as select_row

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def written(doctor: Workstation) -> dict[tuple[Code, int], str]:
    draft = doctor.window.case.draft
    assert draft is not None
    return {section.key: section.text for section in draft.report.sections}


def test_an_amendment_taken_back_follows_on_the_addendum_signed_since(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        amend(tmp_path, hub, signed=False)
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            review = task_of(zhou, State.WAITING, Kind.REVIEW)
        url = f"{hub.dicomweb}/workitems/{review.uid}/cancelrequest"
        assert signed_in(hub, "li").post(url).status_code == 202, "her program was ended before it took it back"
        with sign_in(tmp_path / "chen", hub, "chen") as chen:
            page = chen.desk.page
            wait_for(lambda: exam_of(chen).stage is Stage.WITHDRAWN, "it waits for nobody")
            QTest.keyClicks(page.search, CHEST)
            wait_for(lambda: exam_of(chen) in page._rows.shown, "found")
            select_row(page, exam_of(chen).task.uid)
            QTest.keyClick(page.table, Qt.Key.Key_A, CTRL | ALT)
            begun(chen)
            chen.wait_for_images()
            chen.write(ADDENDUM, "Small effusion.")
            chen.answer_dialog()
            chen.press(Qt.Key.Key_Return, CTRL)
            wait_for(lambda: chen.window.case.handed_over, "submitted")
            chen.wait_for_delivery()
        sign(tmp_path / "zhou", hub)
        with sign_in(tmp_path / "li", hub, "li") as li:
            page = li.desk.page
            wait_for(lambda: any(exam.withdrawn for exam in page._rows.shown if isinstance(exam, Exam)), "hers")
            select_row(page, exam_of(li).task.uid)
            page.table.setFocus()
            QTest.keyClick(page.table, Qt.Key.Key_R, CTRL | ALT)
            wait_for(lambda: exam_of(li).task.state is State.WAITING, "it waits for her")
            open_task(li, State.WAITING, Kind.ADDENDUM)
            li.wait_for_images()
            texts = written(li)
            assert texts[AMENDMENT, 1] == "Wrong side." and texts[ADDENDUM, 1] == "Small effusion."
            assert texts[IMPRESSION, 1].endswith("Nodule in the LEFT lung.")
            assert any("was signed since yours was written" in str(message.text) for message in li.said)
            li.answer_dialog()
            li.press(Qt.Key.Key_Return, CTRL)
            wait_for(lambda: li.window.case.handed_over, "submitted")
            li.wait_for_delivery()
        assert sign(tmp_path / "zhou", hub).stage is Stage.AMENDED
        with sign_in(tmp_path / "li", hub, "li") as li:
            select(li)
            li.desk.page.open_selected()
            li.wait_for_report()
            assert written(li) == texts
