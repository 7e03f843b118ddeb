"""What a submission, return, review and signature hand over, as steps for the outbox (IHE RRR-WF, RAD-80, 84, 85).

Every UID is chosen here, before anything is sent; that is what makes each step repeatable. The final-state
attributes (PS3.4 table CC.2.5-3, column "Final State") are checked here too: a server that finds one missing
would refuse the completion after everything else has been stored.
"""

from __future__ import annotations

import platform
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from reader.delivery.model import Step, StepKind
from reader.dicom.json_model import Json, code_json, element, items, value
from reader.dicom.ups.tasks import (
    TAKEN_BACK,
    Subject,
    actual_performers,
    concluded,
    marked,
    performer_json,
    scheduled_performers,
    station_code,
    subject_json,
)
from reader.dicom.ups.workitem import (
    ADDENDUM,
    CANCELED,
    COMPLETED,
    INTERPRETATION,
    REPORT_VERIFICATION,
    SCHEDULED,
    VERIFIED,
    Input,
    Workitem,
    input_json,
    workitem_json,
)
from reader.dicom.values import Code, Person, PersonName, format_dt, new_uid
from reader.review.model import ObjectReference

_STEP_REQUIRED = {
    "00404028": "Performed Station Name Code",
    "00404019": "Performed Workitem Code",
    "00404050": "Performed Procedure Step Start",
    "00404051": "Performed Procedure Step End",
    "00404033": "Output Information",
    "00404035": "Actual Human Performers",
}


class Incomplete(ValueError):
    """A final state without an attribute that it requires; a defect, found before anything is sent."""


@dataclass(frozen=True)
class Handover:
    """What one task has produced.

    task: the claimed workitem; transaction: its claim. user: who did it. report, evidence: the new SR and the
    new TID 1500 objects; objects: all of them as files. ups_url, store_url: roots of the services ("…/dicom-web").
    superseded: SOP Instance UIDs among the task's inputs that this report replaces (`ReadingTask.report` and
    `.evidence` of a task that came back or is reviewed). started: when the claim was made. supplement: as in
    `Subject`. positive: what the report concludes, None where it says neither. poor: why images were marked so.
    notifiable: what it says that has to be reported by law.
    """

    task: Workitem
    transaction: str
    user: Person
    report: ObjectReference
    objects: tuple[bytes, ...]
    ups_url: str
    store_url: str
    evidence: tuple[ObjectReference, ...] = ()
    superseded: tuple[str, ...] = ()
    started: datetime | None = None
    finished: datetime | None = None
    station: Code | None = None
    supplement: str = ""
    positive: bool | None = None
    poor: tuple[Code, ...] = ()
    notifiable: tuple[Code, ...] = ()

    def __post_init__(self) -> None:
        if not self.objects:
            raise ValueError("a handover without objects")
        if not self.transaction:
            raise ValueError("a handover without a claim")


def submission_steps(handover: Handover) -> tuple[Step, ...]:
    """A first read goes to review: store, create the Report Verification task (110007), complete this task."""
    subject = _subject(handover, handover.user.name, handover.user.code.value)
    review = replace(
        _follow_up(handover),
        code=REPORT_VERIFICATION,
        label=handover.task.procedure or handover.task.label or REPORT_VERIFICATION.meaning,
        worklist_label="Report verification",
        performers=(),
    )
    return (_store(handover), _create(handover, review, subject), *_completion(handover))


def return_steps(handover: Handover, author: PersonName, author_code: Code, reason: str) -> tuple[Step, ...]:
    """A review goes back: store, create a first read (110005), or an addendum (128001) where it is of one, for its
    author with the whole reason, complete it.

    The order's own text, (0040,0400), stays what it was.
    """
    if not reason.strip():
        raise ValueError("a return without a reason")
    code = ADDENDUM if handover.supplement else INTERPRETATION
    back = replace(
        _follow_up(handover),
        code=code,
        label=handover.task.procedure or handover.task.label or code.meaning,
        worklist_label="Returned by reviewer",
        performers=((author_code, author),),
    )
    subject = replace(_subject(handover, author, author_code.value), reason=reason.strip())
    return (_store(handover), _create(handover, back, subject), *_completion(handover))


def approval_steps(handover: Handover, author: PersonName, author_code: Code) -> tuple[Step, ...]:
    """A review is done, and a chief signs: store, create another Report Verification task (110007) that says who
    has reviewed it, complete this one. author: of the report."""
    approval = replace(_follow_up(handover), worklist_label="Report approval", performers=())
    subject = _subject(handover, author, author_code.value)
    subject = replace(subject, approval=True, passed_by=handover.user.code.value)
    return (_store(handover), _create(handover, approval, subject), *_completion(handover))


def second_reading_steps(handover: Handover, about: Subject) -> tuple[Step, ...]:
    """An exam is read a second time: store that report, create the task of reviewing the first one (110007) with it
    beside, complete this one. about: the first report, as the handed over task says."""
    made = output_references(handover)
    review = replace(
        _follow_up(handover), inputs=(*handover.task.inputs, *made), worklist_label="Report verification",
        performers=(),
    )  # fmt: skip
    subject = replace(
        about, second=False, second_by=handover.user.code.value, second_in=handover.task.uid,
        second_report=handover.report.sop_instance_uid,
    )  # fmt: skip
    return (_store(handover), _create(handover, review, subject), *_completion(handover))


def recall_steps(review: Workitem, subject: Subject, author: Person, ups_url: str) -> tuple[Step, ...]:
    """An author takes a submitted report back that nobody has begun to review: cancel the review, where that is not
    done yet, and create a task (110005, or 128001 for an addendum) for the author about the same report."""
    again = replace(
        review,
        uid=new_uid(),
        state=SCHEDULED,
        code=ADDENDUM if subject.supplement else INTERPRETATION,
        worklist_label=TAKEN_BACK,
        scheduled=datetime.now().astimezone(),
        performers=((author.code, author.name),),
        outputs=(),
        modified=None,
    )
    about = replace(  # the rest is of the review
        subject, approval=False, passed_by="", second=False, second_by="", second_in="", second_report="", own=False
    )
    create = Step(
        StepKind.CREATE_TASK, url=ups_url, uid=again.uid, payload=workitem_json(again) | subject_json(about)
    )
    if review.state == CANCELED:
        return (create,)
    return (Step(StepKind.CANCEL_TASK, url=ups_url, uid=review.uid), create)


def author_of(steps: Iterable[Step]) -> tuple[str, str]:
    """(identifier, name) of the user who hands this over; ("", "") where the steps name nobody."""
    made = list(steps)
    recall = all(step.kind in (StepKind.CANCEL_TASK, StepKind.CREATE_TASK) for step in made)  # for its author
    for step in made:
        named = (scheduled_performers if recall else actual_performers)(step.payload or {})
        if named:
            return named[0][0].value, named[0][1].display
    return "", ""


def supplement_item(done: Workitem, author: Person, superseded: Collection[str] = ()) -> Workitem:
    """The task (128001) of adding to the report that `done` has signed: on the same order, for its author.

    superseded: as in `Handover`. It has no due time: that of the order has been kept.
    """
    return replace(
        done,
        uid=new_uid(),
        state=SCHEDULED,
        code=ADDENDUM,
        label=done.procedure or done.label or ADDENDUM.meaning,
        worklist_label="Addendum to a signed report",
        scheduled=datetime.now().astimezone(),
        due=None,
        performers=((author.code, author.name),),
        inputs=(*_without(done.inputs, superseded), *done.outputs),
        outputs=(),
        station=None,
        modified=None,
    )


def signature_steps(handover: Handover) -> tuple[Step, ...]:
    """A signed report: store it, complete the task with it, and say there that it is signed."""
    return (_store(handover), *_completion(handover, VERIFIED))


def final_state_problems(changes: Json, state: str) -> list[str]:
    """The names of required attributes that an update before `state` lacks; empty where it is complete."""
    if state == CANCELED:
        information = items(changes, "00741002")
        return [
            name
            for tag, name in (("00404052", "Cancellation DateTime"), ("0074100E", "Discontinuation Reason"))
            if not information or not value(information[0], tag, None)
        ]
    performed = items(changes, "00741216")
    if not performed:
        return ["Performed Procedure"]
    missing = [name for tag, name in _STEP_REQUIRED.items() if value(performed[0], tag, None) in (None, "")]
    for person in items(performed[0], "00404035"):
        if not items(person, "00404009") or not value(person, "00404037", None):
            missing.append("Human Performer Code and Name")
    for output in items(performed[0], "00404033"):
        if not value(output, "0020000D") or not items(output, "00081199"):
            missing.append("Output references")
    return missing


def output_references(handover: Handover) -> tuple[Input, ...]:
    """The report and its evidence as references with the place to get them from, by series."""
    return _references((handover.report, *handover.evidence), handover.store_url)


def _completion(handover: Handover, said: str = "") -> tuple[Step, Step]:
    """Report what was performed, then close the task as COMPLETED."""
    finished = handover.finished or datetime.now().astimezone()
    started = min(handover.started or finished, finished)
    performed = {
        "00404019": element("SQ", code_json(handover.task.code)),
        "00404028": element("SQ", code_json(handover.station or station_code(platform.node()))),
        "00404035": element("SQ", performer_json(handover.user)),
        "00404050": element("DT", format_dt(started)),
        "00404051": element("DT", format_dt(finished)),
        "00404033": element("SQ", *(input_json(entry) for entry in output_references(handover))),
    }
    changes: Json = marked({"00741216": element("SQ", performed)}, handover.transaction)
    if said:
        progress = {"00741004": element("DS", 100), "00741006": element("ST", said)}
        told = concluded(changes, handover.positive, handover.poor, handover.notifiable)
        changes = told | {"00741002": element("SQ", progress)}
    problems = final_state_problems(changes, COMPLETED)
    if problems:
        raise Incomplete(", ".join(problems))
    update = Step(
        StepKind.UPDATE_TASK,
        url=handover.ups_url,
        uid=handover.task.uid,
        payload=changes,
        transaction=handover.transaction,
    )
    return (update, replace(update, kind=StepKind.CLOSE_TASK, state=COMPLETED))


def _store(handover: Handover) -> Step:
    return Step(StepKind.STORE, url=service_root(handover.store_url), objects=handover.objects)


def _create(handover: Handover, item: Workitem, subject: Subject) -> Step:
    payload = workitem_json(item) | subject_json(subject)
    return Step(StepKind.CREATE_TASK, url=handover.ups_url, uid=item.uid, payload=payload)


def _follow_up(handover: Handover) -> Workitem:
    """The next task on the same order: same patient, priority, due time and images, plus what was made now."""
    return replace(
        handover.task,
        uid=new_uid(),
        state=SCHEDULED,
        scheduled=handover.finished or datetime.now().astimezone(),
        inputs=(*_without(handover.task.inputs, handover.superseded), *output_references(handover)),
        outputs=(),
        station=None,
        modified=None,
    )


def _without(inputs: Iterable[Input], superseded: Collection[str]) -> list[Input]:
    kept: list[Input] = []
    for source in inputs:
        instances = tuple(entry for entry in source.instances if entry[1] not in superseded)
        if instances or not source.instances:
            kept.append(replace(source, instances=instances))
    return kept


def _subject(handover: Handover, author: PersonName, author_id: str) -> Subject:
    evidence = tuple(entry.sop_instance_uid for entry in handover.evidence)
    report = handover.report.sop_instance_uid
    made_in = handover.task.uid
    return Subject(author, author_id, report, evidence, supplement=handover.supplement, made_in=made_in)


def _references(objects: Iterable[ObjectReference], url: str) -> tuple[Input, ...]:
    series: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for entry in objects:
        place = series.setdefault((entry.study_uid, entry.series_uid), [])
        place.append((entry.sop_class_uid, entry.sop_instance_uid))
    root = service_root(url)
    return tuple(
        Input(study, uid, tuple(instances), f"{root}/studies/{study}/series/{uid}")
        for (study, uid), instances in series.items()
    )


def service_root(url: str) -> str:
    """The DICOMweb root behind a storage address, which servers give with or without "/studies" at its end."""
    return url.rstrip("/").removesuffix("/studies")
