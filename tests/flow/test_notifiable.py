"""A disease to be reported by law: said in the last look, listed with the signature, marked as reported."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from reader.app.ui.notified_dialog import NotifiedDialog
from reader.worklist.model import Kind, State
from tests.flow.doctors import CHEST, open_task, sign_in, sign_review, submit
from tests.flow.workstation import Workstation, wait_for
from tests.hub.conftest import signed_in
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


def listed(doctor: Workstation) -> NotifiedDialog:
    """From the window of the statistics."""
    doctor.desk.statistics.show()
    window = doctor.desk.statistics.window
    assert window is not None
    window.view.notifiable.click()
    dialog = window.findChild(NotifiedDialog)
    assert dialog is not None
    return dialog


def test_it_is_on_the_list_once_the_report_is_signed(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "Active tuberculosis of the right upper lobe.")
            li.wait_for_delivery()
            assert signed_in(hub, "li").get(f"{hub.url}/notifiable").status_code == 403
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            dialog = listed(zhou)
            wait_for(lambda: "No report" in dialog.told.text(), "nothing is signed yet")
            dialog.reject()
            zhou.desk.statistics.drop()
            open_task(zhou, State.WAITING, Kind.REVIEW)
            sign_review(zhou)
            assert "has to be reported by law (Tuberculosis, class B infectious disease)" in zhou.asked
            dialog = listed(zhou)
            wait_for(lambda: len(dialog.rows) == 1, "it is on the list")
            [row] = dialog.rows
            assert CHEST in row.patient.latin and row.author.latin == "Li Na" and row.signer.latin == "Zhou Wei"
            assert "1 still to be reported" in dialog.told.text()
            dialog.mark.click()
            wait_for(lambda: "all reported" in dialog.told.text(), "marked")
            assert "周伟" in dialog.table.item(0, 0).text()
            dialog.export_to(tmp_path / "list.csv")
            wait_for((tmp_path / "list.csv").exists, "exported")
            cells = list(csv.reader(StringIO((tmp_path / "list.csv").read_text("utf-8-sig"))))
            assert len(cells) == 2 and cells[1][1] == "Tuberculosis"
            dialog.mark.click()
            wait_for(lambda: "1 still to be reported" in dialog.told.text(), "taken back")
