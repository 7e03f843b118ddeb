"""A report that waits for its review leaves as preliminary while it does, and no longer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from reader.worklist.exam import Stage
from reader.worklist.model import Kind, State
from tests.flow.doctors import open_task, sign_in, submit
from tests.flow.supplements import exam_of
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]


def copied(doctor: Workstation) -> str:
    """What is in the clipboard once the report is copied, or it was told why it can't be."""
    QGuiApplication.clipboard().clear()
    told = len(doctor.said)
    doctor.window.registry["output.copy"].run()
    wait_for(lambda: bool(QGuiApplication.clipboard().text()) or len(doctor.said) > told, "copied, or told why not")
    return QGuiApplication.clipboard().text()


def test_it_leaves_while_its_review_is_open(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Pneumothorax on the right.")
        li.wait_for_delivery()
        copy = li.window.registry["output.copy"]
        assert not copy.when(), "the policy names no hours"
        li.program.services.settings.update(preliminary_reports="always")  # as the policy does
        wait_for(copy.when, "the worklist knows of its review")
        text = copied(li)
        assert "Pneumothorax on the right." in text and "PRELIMINARY" in text and "not verified yet" in text
        zhou = sign_in(tmp_path / "zhou", hub, "zhou")
        open_task(zhou, State.WAITING, Kind.REVIEW)
        zhou.wait_for_images()
        assert zhou.window.bar is not None
        zhou.window.bar.returned.emit("The side?")
        wait_for(lambda: zhou.window.case.handed_over, "returned")
        zhou.wait_for_delivery()
        assert copied(li) == "", "its window is still that of the submission"
        wait_for(lambda: exam_of(li).stage is Stage.RETURNED, "the worklist knows")
        wait_for(lambda: not copy.when(), "and that its review has ended", 10)
        zhou.program.stop()  # the other one closes all windows
