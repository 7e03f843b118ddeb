"""An exam that is ordered a second time: whoever writes or reviews the second report is told of the signed one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom import dcmread
from PySide6.QtWidgets import QApplication, QLabel

from reader.app.ui.stored_report import StoredReport
from reader.report.model import IMPRESSION
from reader.review.ui.report_text import ReportText
from reader.worklist.model import Kind, ReadingTask, State
from tests.flow.doctors import go_to, open_task, sign_in, sign_review, submit
from tests.flow.region import Region
from tests.flow.test_put_back import order_again
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

RIGHT = "Nodule in the RIGHT lung."
pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]


def told(doctor: Workstation) -> list[str]:
    return [str(message.text) for message in doctor.said if "signed report already" in str(message.text)]


def begin(doctor: Workstation, accession: str) -> None:
    """Open the waiting order that has this number."""

    def found() -> list[ReadingTask]:
        tasks = doctor.desk.place.worklist.worklist.tasks.values()
        return [t for t in tasks if t.workitem.accession == accession and t.state is State.WAITING]

    wait_for(lambda: bool(found()), f"order {accession} in the worklist")
    go_to(doctor, found()[0])


def test_who_writes_or_reviews_a_second_report_is_told_of_the_signed_one_and_asked(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        order_again(hub, "A-2")
        with sign_in(tmp_path / "li", hub, "li") as li:
            begin(li, "LH2611200003")
            submit(li, RIGHT)
            li.wait_for_delivery()
            assert not told(li)
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            sign_review(zhou)
            assert not told(zhou)
        with sign_in(tmp_path / "li", hub, "li") as li:
            begin(li, "A-2")
            wait_for(lambda: bool(told(li)), "the signed report is told of")
            [said] = told(li)
            assert "周伟" in said
            message = li.window.messages.message
            assert message is not None and message.run is not None and not li.window.case.read_only
            message.run()
            [shown] = [w for w in QApplication.topLevelWidgets() if isinstance(w, StoredReport)]
            text = shown.findChild(ReportText)
            assert text is not None and RIGHT in text.toPlainText()
            assert any("陈桂花" in label.text() for label in shown.findChildren(QLabel)), "whose it is"
            shown.close()
            submit(li, "No nodule.")
            assert "The order has accession number A-2, the exam LH2611200003." in li.asked
            assert "This exam has a signed report already (周伟" in li.asked
            li.wait_for_delivery()
        with sign_in(tmp_path / "wu", hub, "zhou") as reviewer:
            open_task(reviewer, State.WAITING, Kind.REVIEW)
            wait_for(lambda: bool(told(reviewer)), "who reviews is told too")
            sign_review(reviewer)
            assert "This exam has a signed report already (周伟" in reviewer.asked
            assert [one.report.section(IMPRESSION).text for one in reviewer.window.case.signed_before] == [RIGHT]
        region = Region(hub)
        made = [one for step in region.completed("110005") for one in region.outputs(step)]
        reports = [report for one in made if "VerificationFlag" in (report := dcmread(region.fetch(one, tmp_path)))]
        assert {report.AccessionNumber for report in reports} == {"LH2611200003"}
        answered = {report.ReferencedRequestSequence[0].AccessionNumber for report in reports}
        assert answered == {"LH2611200003", "A-2"}
