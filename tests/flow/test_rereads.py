"""Signed reports that another doctor reads again: chosen by the hub's rules, rated once, counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reader.app.ui.reread_dialog import RereadDialog
from reader.worklist.model import Kind, State
from tests.flow.doctors import CHEST, open_task, sign_in, sign_review, submit
from tests.flow.workstation import Workstation, wait_for
from tests.hub.conftest import signed_in
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


def listed(doctor: Workstation) -> RereadDialog:
    """From the window of the statistics."""
    doctor.desk.statistics.show()
    window = doctor.desk.statistics.window
    assert window is not None
    window.view.rereads.click()
    [dialog] = window.findChildren(RereadDialog)
    wait_for(lambda: "Asking" not in dialog.told.text(), "the hub's answer")
    return dialog


def test_a_colleague_reads_a_signed_report_again_and_its_author_learns_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "approval.toml").write_text("[[reread]]\nshare = 1\n", "utf-8")
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation.")
            li.wait_for_delivery()
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            sign_review(zhou)
            assert not listed(zhou).rows, "who has signed it does not read it again"
        with sign_in(tmp_path / "wu", hub, "wu") as wu:
            dialog = listed(wu)
            [row] = dialog.rows
            assert CHEST in row.patient.latin and (row.author.latin, row.signer.latin) == ("Li Na", "Zhou Wei")
            dialog.show_exam.click()
            wait_for(lambda: wu.desk.case is not None, "the exam is opened")
            wu.wait_for_report()
            assert wu.window.case.read_only and "No consolidation." in wu.window.case.draft.report.sections[-1].text
            assert not dialog.save.isEnabled()
            dialog.scores.button(3).click()
            dialog.significant.click()
            dialog.comment.setPlainText("There is an effusion on the left.")
            dialog.save.click()
            wait_for(lambda: not dialog.rows, "it is read")
            again = {"score": 1, "significant": False, "comment": ""}
            address = f"{hub.url}/rereads/{row.uid}"
            assert signed_in(hub, "wu").post(address, json=again).status_code == 409, "once"
            assert signed_in(hub, "zhou").post(address, json=again).status_code == 403
            assert signed_in(hub, "li").post(address, json=again).status_code == 403
        with sign_in(tmp_path / "li", hub, "li") as li:
            dialog = listed(li)
            assert not dialog.rows
            dialog.which.setCurrentIndex(1)
            wait_for(lambda: len(dialog.rows) == 1, "what was found")
            [row] = dialog.rows
            assert (row.score, row.significant, row.by.latin) == (3, True, "Wu Jing")
            assert row.comment == "There is an effusion on the left."
        today = date.today().isoformat()
        asked = {"from": today, "to": today, "by": "person"}
        found = signed_in(hub, "tang").get(f"{hub.url}/statistics", params=asked).json()
        counted = {row["key"]: (row["reread"], row["differing"], row["significant"]) for row in found["rows"]}
        assert counted["D1001"] == counted["D2001"] == (1, 1, 1), "for who wrote it, and for who signed"
        assert [found["total"][name] for name in ("reread", "differing", "significant")] == [1, 1, 1]
