"""What the steps say to the hub, attribute by attribute (PS3.4 table CC.2.5-3), and what is refused before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from reader.delivery.model import StepKind
from reader.delivery.service import (
    final_state_problems,
    return_steps,
    signature_steps,
    submission_steps,
)
from reader.dicom.json_model import items, value
from reader.dicom.ups.putting_back import discontinuation
from reader.dicom.ups.tasks import Subject, claim_mark, conclusion_of, mark_on, poor_images, subject_from
from reader.dicom.ups.workitem import CANCELED, COMPLETED, Input, workitem_from
from reader.findings.quality import REASONS
from reader.worklist.codec import task_from
from reader.worklist.model import Kind
from tests.delivery.samples import handover
from tests.worklist.samples import COMPREHENSIVE_3D, LI, ZHOU, workitem

ROOT = "http://hub/dicom-web"


def test_steps_come_in_the_order_that_loses_nothing() -> None:
    made = handover(workitem(1, "Wang^Xiaodong"), "2.25.7", ROOT)
    kinds = [step.kind for step in submission_steps(made)]
    assert kinds == [StepKind.STORE, StepKind.CREATE_TASK, StepKind.UPDATE_TASK, StepKind.CLOSE_TASK]
    assert [step.kind for step in signature_steps(made)] == [kinds[0], *kinds[2:]]
    store = submission_steps(made)[0]
    assert store.url == ROOT and store.objects == made.objects


def test_the_completion_has_every_final_state_attribute() -> None:
    start = datetime.now().astimezone() - timedelta(minutes=9)
    made = replace(handover(workitem(1, "Wang^Xiaodong"), "2.25.7", ROOT), started=start)
    update, close = signature_steps(made)[-2:]
    assert close.state == COMPLETED and close.transaction == update.transaction == "2.25.7"
    performed = items(update.payload or {}, "00741216")[0]
    assert value(items(performed, "00404019")[0], "00080100") == "110005"
    assert value(items(performed, "00404028")[0], "00080102") == "99READER"
    person = items(performed, "00404035")[0]
    assert value(items(person, "00404009")[0], "00080100") == LI.code.value
    assert value(person, "00404037")["Ideographic"] == "李^娜"
    assert value(performed, "00404050") < value(performed, "00404051")
    outputs = {uid for entry in items(performed, "00404033") for uid in _instances(entry)}
    assert outputs == {made.report.sop_instance_uid, made.evidence[0].sop_instance_uid}
    assert all(value(items(entry, "0040E025")[0], "00081190").startswith(f"{ROOT}/studies/1.2.826")
               for entry in items(performed, "00404033"))  # fmt: skip
    for tag in ("00404028", "00404019", "00404050", "00404051", "00404033", "00404035"):
        lacking = {"00741216": {"vr": "SQ", "Value": [{k: v for k, v in performed.items() if k != tag}]}}
        assert final_state_problems(lacking, COMPLETED), tag
    assert final_state_problems({}, COMPLETED) and final_state_problems({}, CANCELED)
    assert not final_state_problems(discontinuation(start, ""), CANCELED)


@pytest.mark.parametrize("positive", [True, False, None])
def test_a_signature_says_what_the_report_concludes_beside_the_mark_of_its_claim(positive: bool | None) -> None:
    poor = REASONS[1], REASONS[0]
    made = replace(handover(workitem(1, "Wang^Xiaodong"), "2.25.7", ROOT), positive=positive, poor=poor)
    for payload in (step.payload or {} for step in signature_steps(made)[-2:]):
        assert poor_images(payload) == poor
        assert conclusion_of(payload) is positive and mark_on(payload) == claim_mark("2.25.7")
    assert conclusion_of(submission_steps(made)[-1].payload or {}) is None, "of what is signed alone"


def _instances(entry: dict[str, object]) -> list[str]:
    return [str(value(ref, "00081155")) for ref in items(entry, "00081199")]


def test_a_report_goes_to_review_and_back_and_to_review_again() -> None:
    ai = Input("1.2.826.0.1.3680043.10.1.1", "1.2.9", ((COMPREHENSIVE_3D, "1.2.9.1"),))
    order = workitem(1, "Wang^Xiaodong", comment="Cough", priority="HIGH")
    order = replace(order, inputs=(*order.inputs, ai))
    first = handover(order, "2.25.7", ROOT)
    created = submission_steps(first)[1]
    review = task_from(created.payload or {})
    assert review.uid == created.uid and review.kind is Kind.REVIEW
    assert (review.author_id, review.report) == (LI.code.value, first.report.sop_instance_uid)
    assert (review.due, review.priority.name, review.workitem.comment) == (order.due, "HIGH", "Cough")
    assert review.ai == 1 and not review.reader_id

    second = replace(
        handover(review.workitem, "2.25.8", ROOT), user=ZHOU, superseded=(review.report, *review.evidence)
    )
    with pytest.raises(ValueError, match="reason"):
        return_steps(second, LI.name, LI.code, "  ")
    reason = "The left hilum?\n" + "Compare with the film of 2025, slice by slice. " * 400
    back = task_from(return_steps(second, LI.name, LI.code, reason)[1].payload or {})
    assert back.kind is Kind.FIRST_READ and back.returned and back.assigned_id == LI.code.value
    assert back.reason == reason.strip() and back.workitem.comment == "Cough" and back.due == order.due
    cited = {uid for entry in back.workitem.inputs for _, uid in entry.instances}
    assert cited == {"1.2.9.1", second.report.sop_instance_uid, second.evidence[0].sop_instance_uid}
    assert back.ai == 1 and back.workitem.procedure == order.procedure


def test_a_handover_without_claim_or_objects_is_none() -> None:
    made = handover(workitem(1, "Wang^Xiaodong"), "2.25.7", ROOT)
    for lacking in ({"transaction": ""}, {"objects": ()}):
        with pytest.raises(ValueError, match="handover"):
            replace(made, **lacking)


def test_the_subject_of_a_review_survives_its_json() -> None:
    made = handover(workitem(1, "Wang^Xiaodong"), "2.25.7", ROOT)
    created = submission_steps(made)[1].payload or {}
    evidence = (made.evidence[0].sop_instance_uid,)
    assert subject_from(created) == Subject(
        LI.name, LI.code.value, made.report.sop_instance_uid, evidence, made_in=made.task.uid
    )
    assert workitem_from(created).performers == ()
