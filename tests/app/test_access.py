"""Who may write in a case: the whole table, and what it promises."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from reader.app.access import TRANSITIONS, Access, AccessEvent, Barrier, ReadOnly, after
from reader.app.local_case import LocalCase
from reader.app.reading_case import ReadingCase
from reader.core.settings import SettingsModel
from reader.dicom.values import PersonName
from reader.findings.model import FindingsModel
from reader.study.identity import PatientIdentity
from reader.study.model import Study
from reader.views.model import ViewsModel
from reader.volume.model import OpenedSeries
from reader.worklist.model import Claim
from tests.findings.exams import own
from tests.review.test_ui import VERSION
from tests.views.examples import GEOMETRIES, exam, volume
from tests.worklist.samples import task, workitem

EXAM = Study(
    "1.2.3", PatientIdentity(PersonName("Doe^Jo"), "7", "X", "F", None), "", None, "", "", ("CT",), "disc:"
)


def reachable(state: Access) -> set[Access]:
    found, wanted = {state}, [state]
    while wanted:
        before = wanted.pop()
        new = {to for (at, _), to in TRANSITIONS.items() if at is before} - found
        found |= new
        wanted += new
    return found


def test_each_event_in_each_state_is_a_step_or_refused() -> None:
    for state, event in product(Access, AccessEvent):
        if (state, event) in TRANSITIONS:
            assert after(state, event) is TRANSITIONS[state, event]
        else:
            with pytest.raises(ValueError):
                after(state, event)


def test_only_the_hubs_grant_or_a_submission_that_is_undone_or_fails_lets_anyone_write() -> None:
    into = {(state, event) for (state, event), to in TRANSITIONS.items() if to is Access.WRITING}
    back = {(Access.HANDED_OVER, AccessEvent.TAKE_BACK), (Access.HANDING_OVER, AccessEvent.KEEP)}
    assert into == {(Access.CLAIMING, AccessEvent.GRANT), *back}
    assert {state for (state, _), to in TRANSITIONS.items() if to is Access.HANDING_OVER} == {Access.WRITING}
    assert {state for state, event in TRANSITIONS if event is AccessEvent.ASK} == {Access.NEW}


def test_what_was_barred_is_never_written_in_again() -> None:
    for state in Access:
        if (state, AccessEvent.BAR) in TRANSITIONS:
            assert Access.WRITING not in reachable(after(state, AccessEvent.BAR))


def test_every_case_can_be_left_and_every_question_to_the_hub_ends() -> None:
    assert all(after(state, AccessEvent.LEAVE) is Access.LEFT for state in Access)
    for state in (Access.CLAIMING, Access.BARRED):
        for answer in (AccessEvent.GRANT, AccessEvent.REFUSE):
            assert after(state, answer) in (Access.WRITING, Access.VIEWING)


def test_a_case_that_is_barred_refuses_changes_and_says_why_whatever_the_hub_answers(tmp_path: Path) -> None:
    findings = FindingsModel(loaded=True)
    findings.load([own()])
    case = ReadingCase(findings, ViewsModel(SettingsModel(tmp_path / "settings.json")))
    case.begin(task(workitem(1, "Wang^Fang")), "")
    assert case.claiming and case.read_only and not findings.read_only
    case.bar(ReadOnly(Barrier.OTHER_PATIENT))
    case.deny(ReadOnly(Barrier.REFUSED, (("said", "no"),)))
    assert case.read_only and findings.read_only and case.claim is None
    assert case.why_read_only == "The images belong to another patient than the order."


def test_a_task_is_written_in_by_its_own_claim_only(tmp_path: Path) -> None:
    case = ReadingCase(FindingsModel(), ViewsModel(SettingsModel(tmp_path / "settings.json")))
    case.begin(task(workitem(1, "Wang^Fang")), "")
    with pytest.raises(ValueError):
        case.grant(Claim(task(workitem(2, "Li^Na")), "2.25.1"))
    assert case.claiming and case.claim is None
    case.grant(Claim(case.task, "2.25.1"))
    assert not case.read_only and case.claim is not None and case.due is not None
    told: list[int] = []
    case.story_changed.connect(lambda: told.append(len(case.story.versions)))
    case.confirm()
    assert case.read_only and case.due is not None and case.why_read_only == "This report is being handed over."
    case.keep()
    assert not case.read_only
    case.confirm()
    case.hand_over(VERSION)
    assert case.due is None, "nobody waits for it any more"
    assert case.story.versions == (VERSION,)
    case.learn(ReadOnly(Barrier.NOT_TAKEN))
    warnings = [str(warning) for warning in case.story.versions[-1].warnings]
    assert warnings == ["The hub has not taken this report; it is kept on this computer. See its receipt."]
    case.learn(ReadOnly(Barrier.HALF_TAKEN))
    warnings = [str(warning) for warning in case.story.versions[-1].warnings]
    assert warnings == ["Only a part of this report’s delivery is done at the hub."]
    case.take_back()
    assert case.due is not None
    assert told == [1, 0] and case.history.versions == (), "what was handed over is told, and taken back again"


def test_a_local_exam_is_viewed_and_nothing_leads_from_there_to_writing(tmp_path: Path) -> None:
    case = LocalCase(FindingsModel(), ViewsModel(SettingsModel(tmp_path / "settings.json")))
    case.begin(EXAM, "DISC")
    assert case.access is Access.VIEWING and Access.WRITING not in reachable(case.access)
    assert case.why_read_only == "Opened from DISC, not from the worklist: no report can be written."
    assert case.study.admission.expected == EXAM.patient and case.due is None and case.missing == 0
    assert not case.findings.read_only  # measuring is for now


def test_slices_that_are_missing_stay_missing_however_many_images_come_elsewhere(tmp_path: Path) -> None:
    """Three between those of the volume on the screen; a prior's are not the exam's. Where no number is left out,
    as of discs of a spine, none is."""
    image, prior = volume(GEOMETRIES["straight"]), volume(GEOMETRIES["straight"], series_uid="1.9.1")
    image.slices = tuple(None if n in (3, 4, 9) else entry for n, entry in enumerate(image.slices))
    prior.slices = (None, *prior.slices[1:])
    case = ReadingCase(FindingsModel(), ViewsModel(SettingsModel(tmp_path / "settings.json")))
    study, series = exam(image)
    counted = tuple(replace(i, number=int(i.sop_instance_uid.rsplit(".", 1)[1])) for i in series.instances)
    case.views.show(study, series, OpenedSeries.of(image))
    assert case.gaps == 0
    case.views.show(study, replace(series, instances=counted), OpenedSeries.of(image))
    assert case.gaps == 3
    case.views.show_compare(*exam(prior, study_uid="1.9"), OpenedSeries.of(prior))
    assert case.gaps == 3
