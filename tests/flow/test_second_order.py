"""An exam that is ordered a second time: who begins the second report is told of the signed one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from reader.app.ui.stored_report import StoredReport
from reader.review.ui.report_text import ReportText
from reader.worklist.model import Kind, State
from tests.flow.doctors import CTRL, open_task, sign_in, submit
from tests.flow.test_put_back import order_again
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]


def told(doctor: Workstation) -> list[str]:
    return [str(message.text) for message in doctor.said if "signed report already" in str(message.text)]


def test_who_begins_a_second_report_can_read_the_signed_one(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        order_again(hub, "A-2")
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "Nodule in the RIGHT lung.")
            li.wait_for_delivery()
            assert not told(li)
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            zhou.wait_for_images()
            zhou.answer_dialog()
            zhou.press(Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
            wait_for(lambda: zhou.window.case.handed_over, "signed")
            zhou.wait_for_delivery()
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            wait_for(lambda: bool(told(li)), "the signed report is told of")
            [said] = told(li)
            assert "周伟" in said
            message = li.window.messages.message
            assert message is not None and message.run is not None and not li.window.case.read_only
            message.run()
            [shown] = [w for w in QApplication.topLevelWidgets() if isinstance(w, StoredReport)]
            text = shown.findChild(ReportText)
            assert text is not None and "Nodule in the RIGHT lung." in text.toPlainText()
            shown.close()
