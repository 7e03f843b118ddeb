"""A reviewing doctor's own report, where the hub's rules let its author sign: two windows, one doctor."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.dicom.signatures.rules import Fault
from reader.worklist.exam import Stage
from reader.worklist.model import Kind, State
from tests.flow.doctors import open_task, sign_in, sign_review, submit, words
from tests.flow.test_three_steps import exam_at, said_at
from tests.flow.workstation import wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


def test_its_author_signs_it_and_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "approval.toml").write_text('[[own]]\nauthor = ["D2001", "D1001"]\n', "utf-8")
    with HubProcess(tmp_path / "hub", demo=True) as hub, sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
        open_task(zhou, State.WAITING, Kind.FIRST_READ)
        submit(zhou, "No consolidation.")
        zhou.wait_for_delivery()
        said_at(zhou, "To sign · own report")
        wait_for(lambda: "you may sign it yourself" in words(zhou.window), "what its author can do")
        open_task(zhou, State.WAITING, Kind.REVIEW)
        bar = zhou.window.bar
        assert bar is not None and not bar._return.isVisibleTo(bar), "there is nobody to return it to"
        sign_review(zhou)
        said_at(zhou, "Signed")
        assert exam_at(zhou).stage is Stage.SIGNED
        version = zhou.window.case.story.newest
        assert version is not None and [one.fault for one in version.objections] == [Fault.VERIFIED_BY_AUTHOR]
        assert version.proven, "it can be handed out"
        assert "no second doctor has checked it" in words(zhou.window)


def test_a_junior_signs_nothing_and_a_senior_may_leave_it_to_another(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "approval.toml").write_text("[[own]]\n", "utf-8")
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation.")
            li.wait_for_delivery()
            said_at(li, "Submitted")
            assert not exam_at(li).doable
        with sign_in(tmp_path / "wu", hub, "wu") as wu:
            said_at(wu, "To review")
            open_task(wu, State.WAITING, Kind.REVIEW)
            assert wu.window.bar is not None and wu.window.bar._return.isVisibleTo(wu.window.bar)
            sign_review(wu)
            said_at(wu, "Signed")
