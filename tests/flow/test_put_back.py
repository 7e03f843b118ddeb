"""A claim that an administrator has put back: what its owner wrote is there once the exam is claimed again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reader.report.model import FINDINGS
from reader.worklist.model import Ending, Kind, ReadingTask, State
from tests.flow.doctors import open_task, sign_in
from tests.flow.workstation import wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]


def put_back(data: Path, uid: str) -> None:
    command = [sys.executable, "-m", "reader", "hub", "--data", str(data), "tasks", "put-back", uid, "--anyway"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_what_was_written_before_is_there_when_the_exam_is_claimed_again(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        li.write(FINDINGS, "Smooth nodule in the right upper lobe.")
        task, study = li.window.case.task.uid, li.window.case.task.workitem.study_uid
        li.desk.place.journal.flush()
        li.window.close()
        wait_for(lambda: li.desk.reading_window is None, "left")
        put_back(hub.data, task)
        li.desk.place.worklist.refresh()
        model = li.desk.place.worklist.worklist
        wait_for(lambda: task in model.tasks and model.tasks[task].ending is Ending.PUT_BACK, "put back")

        def waiting() -> list[ReadingTask]:
            of_exam = [entry for entry in model.tasks.values() if entry.workitem.study_uid == study]
            return [entry for entry in of_exam if entry.state is State.WAITING]

        wait_for(lambda: bool(waiting()), "its follower is in the worklist")
        [again] = waiting()
        li.desk.open_task(again)
        li.wait_for_report()
        draft = li.window.case.draft
        assert draft is not None and "Smooth nodule" in draft.report.section(FINDINGS).text
        assert li.desk.place.journal.kept() == (again.uid,)
