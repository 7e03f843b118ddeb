"""Results of algorithms lie where they belong, whatever arrives first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.app import opening
from reader.app.presenter import Message, Presenter
from reader.app.results import ExamResults, Reports, _Read
from reader.core.tasks import Progress
from reader.dicom.archives.archive import Archive
from reader.findings.codec import FindingsRead
from reader.review.model import ReportState, ReportVersion, Unsound
from reader.study.model import Instance
from reader.study.service import StudyService
from tests.delivery.handmade import START, ZH, report
from tests.delivery.samples import report as stored
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

pytestmark = pytest.mark.flow


def test_a_mocked_index_that_keeps_one_frame_of_reference_a_series_loses_no_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chest CT of the demo states another one in every image, as some de-identifiers leave it; its results are
    read before the first of its headers is."""
    monkeypatch.setattr(opening, "PATIENCE_S", 0.0)
    monkeypatch.setattr(opening, "BREATH_S", 0.0)
    every = StudyService._list_all

    def by_series(
        self: StudyService, web: Archive, study: str, series: str, progress: Progress
    ) -> tuple[Instance, ...]:
        listed = tuple(every(self, web, study, series, progress))
        return tuple(replace(i, frame_of_reference_uid=listed[0].frame_of_reference_uid) for i in listed)

    monkeypatch.setattr(StudyService, "_list_all", by_series)
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as li:
        li.program.services.settings.update(prefetch=False)
        li.sign_in("li")
        li.wait_for_worklist()
        tasks = li.desk.place.worklist.worklist.tasks.values()
        li.desk.open_task(next(task for task in tasks if task.patient.patient_id == "00314"))
        case = li.window.case
        wait_for(lambda: case.findings.loaded, "the results")
        assert case.findings.problems == () and case.findings.masks
        assert all(mask.space and case.views.spaces.has(mask.space) for mask in case.findings.masks)


def test_a_result_that_is_not_shown_for_its_signature_is_told_once() -> None:
    """Of the report on the screen its own warnings say it; of what no report is built on any more nothing is."""
    said: list[Message] = []
    presenter = Presenter()
    presenter.said.connect(said.append)
    reference, _ = stored("2.25.7001")
    shown = ReportVersion(report("zh", *ZH), ReportState.SIGNED, reference, START, unsound=(Unsound("2.25.1"),))
    found = tuple(Unsound(f"2.25.{n}") for n in (1, 2, 3))
    read = _Read(
        None, FindingsRead(), Reports((shown,), {}, ()), (), unsound=found, replaced=frozenset({"2.25.2"}),  # type: ignore[arg-type]
    )  # fmt: skip
    results = ExamResults(None, presenter)  # type: ignore[arg-type]
    results._say_unsound(read, {reference.sop_instance_uid})
    assert [message.text for message in said] == [
        "A result of this exam was changed after an unknown person signed it, or its signature is not valid; it is "
        "not shown."
    ]
