"""An amendment that the reviewer returned, in its author's windows: what is told of it, and the way out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from reader.report.model import AMENDMENT
from reader.worklist.exam import Exam, Stage
from reader.worklist.filters import View
from reader.worklist.model import Kind, State
from reader.worklist.words import state_text
from tests.dialogs import answer
from tests.flow.doctors import open_task, sign_in, words
from tests.flow.supplements import exam_of
from tests.flow.test_lost_version import amend
from tests.flow.workstation import wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


def test_an_amendment_that_was_returned_can_be_withdrawn_where_it_is_read(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        amend(tmp_path, hub, signed=False)
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            zhou.wait_for_images()
            zhou.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            said = zhou.window.status._readout.text()
            assert all(part in said for part in ("Submit for review", "Ctrl+Shift+", "sign the report")), said
            assert zhou.window.bar is not None
            zhou.window.bar.returned.emit("Which side?")
            wait_for(lambda: zhou.window.case.handed_over, "returned")
            zhou.wait_for_delivery()
            wait_for(lambda: exam_of(zhou).stage is Stage.RETURNED, "the worklist knows")
            zhou.desk.page.show_view(View.DONE_TODAY)
            shown = [state_text(row) for row in zhou.desk.page._rows.shown if isinstance(row, Exam)]
            assert shown == ["Returned · amendment"]
        with sign_in(tmp_path / "li", hub, "li") as li:
            wait_for(lambda: exam_of(li).stage is Stage.RETURNED, "it waits for its author")
            wait_for(lambda: li.desk.page._next is not None, "the next case")
            assert li.desk.page._next == exam_of(li), "before what waits for anybody"
            open_task(li, State.WAITING, Kind.ADDENDUM)
            li.wait_for_images()
            wait_for(lambda: li.window.case.claim is not None, "claimed")
            assert li.window.registry["exam.withdraw"].when()
            assert "Not displayed" not in words(li.window)
            assert not li.window.registry["exam.recall"].when() and not li.window.registry["exam.amend"].when()
            li.write(AMENDMENT, "Wrong side, see the lateral view.")
            wait_for(lambda: len(li.desk.place.journal.kept()) == 1, "it is on the disk")
            answer(QMessageBox, lambda box: next(b for b in box.buttons() if b.text() == "Withdraw it").click())
            li.window.registry["exam.withdraw"].run()
            wait_for(lambda: exam_of(li).stage is Stage.SIGNED, "the signed report stands alone")
            assert li.desk.case is None
            wait_for(lambda: li.desk.place.journal.kept() == (), "what was written goes once the hub has agreed")
