"""What the cells of the worklist say. Plain Python, translated when asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from reader.core.text import counted, language_now, mark, tr
from reader.dicom.values import PersonName, local, short_clock_text
from reader.study.identity import sex_and_age
from reader.worklist.exam import Exam, Stage
from reader.worklist.filters import SOON_SECONDS, overdue, seconds_left
from reader.worklist.model import Ending, Kind, Priority, ReadingTask, State, Unreadable

Pieces = tuple[tuple[str, str], ...]
_MINUTE, _DAY = 60, 86400
_MOST_DAYS = 999
_UNITS = (
    (_DAY, mark("{n} d late"), mark("{n} d left")),
    (3600, mark("{n} h late"), mark("{n} h left")),
    (_MINUTE, mark("{n} min late"), mark("{n} min left")),
)


def time_left(left: float, due: datetime) -> str:
    """ "12 min left", "2 h late", "3 d left": never like a clock, in full units. left: seconds until `due`."""
    late, seconds = left < 0, int(abs(left))
    if seconds // _DAY > _MOST_DAYS:
        return _date(due)
    if seconds < _MINUTE:
        return tr("due now") if late else tr("< 1 min left")
    size, passed, remaining = next(unit for unit in _UNITS if seconds >= unit[0])
    return tr(passed if late else remaining, n=seconds // size)


def due_text(exam: Exam, moment: datetime) -> str:
    """The time left for an exam, "" when it is done."""
    left, due = seconds_left(exam.task, moment), exam.task.due
    waits = exam.open or exam.stage is Stage.WITHDRAWN
    return "" if left is None or due is None or not waits else time_left(left, due)


def due_pieces(exam: Exam, moment: datetime) -> Pieces:
    """The time left with its colour token; overdue has a shape of its own as well."""
    text = due_text(exam, moment)
    left = seconds_left(exam.task, moment)
    if overdue(exam, moment):
        return (("▲ ", "urgent"), (text, "urgent"))
    if left is not None and left < SOON_SECONDS and exam.open:
        return (("◔ ", "soon"), (text, "soon"))
    return (("", "text"), (text, "text"))


def due_tip(task: ReadingTask) -> str:
    if task.due is None:
        return tr("No due time")
    return tr("Due {time}", time=short_clock_text(task.due))


def _date(moment: datetime | None) -> str:
    """Of any year, also where the platform's strftime does not pad it."""
    return "" if moment is None else local(moment).date().isoformat()


def priority_pieces(exam: Exam) -> Pieces:
    if not exam.open or exam.task.priority is Priority.MEDIUM:
        return ()
    return (("●", "urgent"),) if exam.task.priority is Priority.HIGH else (("○", "text-off"),)


def priority_text(task: ReadingTask) -> str:
    return {
        Priority.HIGH: tr("Urgent"),
        Priority.MEDIUM: tr("Routine"),
        Priority.LOW: tr("Low priority"),
    }[task.priority]


def sex_age(task: ReadingTask) -> str:
    return sex_and_age(task.patient.sex, task.age)


def exam_text(task: ReadingTask) -> str:
    """The exam by its name."""
    item = task.workitem
    return item.procedure or item.label or item.body_part or item.modality


def exam_beside_modality(task: ReadingTask) -> str:
    """The exam where its modality is already beside it: "chest, plain", not "CT" once more. Where it is named in
    English and in Chinese, the name in the user's own language comes first: a narrow column cuts off the other."""
    return _named(exam_text(task), task.workitem.modality, language_now().startswith("zh"))


def site_text(task: ReadingTask) -> str:
    """Where it was acquired; in the order of languages as `exam_beside_modality`."""
    return _named(task.workitem.site, "", language_now().startswith("zh"))


@lru_cache(maxsize=4096)
def _named(text: str, modality: str, chinese: bool) -> str:
    latin, han = _halves(text)
    first, _, rest = latin.partition(" ")
    if modality and first.rstrip(",:-").casefold() == modality.casefold() and rest.strip():
        latin = rest.strip()
    return " ".join(filter(None, (han, latin) if chinese else (latin, han)))


_FIRST_HAN, _LAST_HAN = re.compile(r"[\u3400-\u9fff]"), re.compile(r".*[\u3400-\u9fff][)）\]】]*")
_WORD = re.compile(r"[A-Za-z]{4}")
_BETWEEN = " /|·-"


def _halves(text: str) -> tuple[str, str]:
    """A name that is said in English and in Chinese, one after the other, as these two; else (the name, "")."""
    begins, ends = _FIRST_HAN.search(text), _LAST_HAN.match(text)
    if begins is None or ends is None:
        return text, ""
    before, after = text[: begins.start()], text[ends.end() :]
    han = text[begins.start() : ends.end()]
    if _WORD.search(han) or bool(_WORD.search(before)) == bool(_WORD.search(after)):
        return text, ""
    if _WORD.search(before):
        han, latin = han + after, before
        opened = latin.rstrip(_BETWEEN)[-1:]
        if opened in ("(", "（"):
            latin, han = latin.rstrip(_BETWEEN)[:-1], han.rstrip(" )）")
    else:
        han, latin = before + han, after
    return latin.strip(_BETWEEN), han.strip(_BETWEEN)


def images_pieces(task: ReadingTask) -> Pieces:
    """How many images, and a quiet mark where they are on this computer already."""
    count = str(task.images) if task.images else "–"
    return ((count, "text"), (" ↓", "fine")) if task.here else ((count, "text"),)


def images_tip(task: ReadingTask) -> str:
    images = counted("{count} image", "{count} images", task.images)
    count = images if task.images else tr("Number of images unknown")
    if task.here and task.state is not State.DONE:
        return f"{count}\n{tr('↓ On this computer already: opens at once')}"
    return count


def ai_pieces(task: ReadingTask) -> Pieces:
    return (("◇", "ai"),) if task.ai else ()


def ai_tip(task: ReadingTask) -> str:
    return tr("An algorithm has results for this exam") if task.ai else ""


def state_text(exam: Exam) -> str:
    """Where the exam is: one state, however many steps its reading has had. A narrow column cuts off its end."""
    if exam.stage in (Stage.READING, Stage.IN_REVIEW, Stage.AMENDING) and exam.task.mine:
        if exam.task.second:
            return tr("Your second reading")
        if exam.task.passed_by:
            return tr("Your approval")
        return tr("Your review") if exam.stage is Stage.IN_REVIEW else tr("Yours")
    if exam.stage is Stage.WITHDRAWN and exam.withdrawn and exam.withdrawn[-1].supplement:
        amends = exam.withdrawn[-1].supplement == "amendment"
        return tr("Withdrawn · amendment") if amends else tr("Withdrawn · addendum")
    if exam.stage in (Stage.SUBMITTED, Stage.IN_REVIEW) and exam.task.second:
        if exam.stage is Stage.IN_REVIEW:
            return tr("In second reading")
        return tr("To read a second time") if exam.doable else tr("Submitted · second reading")
    if exam.stage in (Stage.SUBMITTED, Stage.IN_REVIEW) and exam.task.passed_by:
        if exam.stage is Stage.IN_REVIEW:
            return tr("In approval")
        return tr("To approve") if exam.doable else tr("Reviewed")
    if exam.stage is Stage.SUBMITTED and exam.doable and exam.own:
        return tr("To sign · own report")
    if exam.stage is Stage.SUBMITTED and exam.task.supplement:
        amends = exam.task.supplement == "amendment"
        if exam.doable:
            return tr("To review · amendment") if amends else tr("To review · addendum")
        return tr("Submitted · amendment") if amends else tr("Submitted · addendum")
    if exam.stage is Stage.SUBMITTED and exam.doable:
        return tr("To review")
    if exam.stage in (Stage.WAITING, Stage.ADDENDUM) and exam.task.report and not exam.only_begun(exam.task):
        return tr(_RECALLED.get(exam.task.supplement, _RECALLED[""]))
    if exam.stage is Stage.READING and exam.task.returned:
        return tr("Returned · being corrected")
    if exam.stage is Stage.RETURNED:
        return tr(_RETURNED.get(exam.task.supplement, _RETURNED[""]))
    if exam.stage in (Stage.ADDENDUM, Stage.AMENDING) and exam.task.supplement == "amendment":
        return tr("Amendment") if exam.stage is Stage.ADDENDUM else tr("Being amended")
    return tr(_STAGES[exam.stage])


_RECALLED = {
    "": mark("Recalled"), "addendum": mark("Recalled · addendum"), "amendment": mark("Recalled · amendment")
}  # fmt: skip
_RETURNED = {
    "": mark("Returned"), "addendum": mark("Returned · addendum"), "amendment": mark("Returned · amendment")
}  # fmt: skip
_STAGES = {
    Stage.WAITING: mark("Waiting"),
    Stage.READING: mark("Being read"),
    Stage.SUBMITTED: mark("Submitted"),
    Stage.IN_REVIEW: mark("In review"),
    Stage.RETURNED: mark("Returned"),
    Stage.WITHDRAWN: mark("Withdrawn"),
    Stage.ADDENDUM: mark("Addendum"),
    Stage.AMENDING: mark("In addendum"),
    Stage.REPORTED: mark("Reported"),
    Stage.SIGNED: mark("Signed"),
    Stage.ADDED: mark("Addendum signed"),
    Stage.AMENDED: mark("Amended"),
    Stage.CANCELLED: mark("Cancelled"),
    Stage.UNREADABLE: mark("Can't be read"),
}
_SHAPES = {
    Stage.WAITING: ("○ ", "text"),
    Stage.READING: ("◐ ", "text-2"),
    Stage.SUBMITTED: ("◑ ", "text"),
    Stage.IN_REVIEW: ("◕ ", "text-2"),
    Stage.RETURNED: ("↩ ", "soon"),
    Stage.WITHDRAWN: ("▲ ", "soon"),
    Stage.ADDENDUM: ("＋ ", "text"),
    Stage.AMENDING: ("＋ ", "text-2"),
    Stage.REPORTED: ("✓ ", "text-2"),
    Stage.SIGNED: ("✓ ", "fine"),
    Stage.ADDED: ("✓ ", "fine"),
    Stage.AMENDED: ("✓ ", "fine"),
    Stage.CANCELLED: ("× ", "text-off"),
}


def state_pieces(exam: Exam) -> Pieces:
    shape, token = _SHAPES[exam.stage]
    if exam.task.mine and exam.open:
        token = "accent"
    return ((shape, token), (state_text(exam), "text-2" if token == "fine" else token))


def patient_pieces(task: ReadingTask) -> Pieces:
    """Both names; ▲ before them where something of the order can't be shown."""
    name = task.patient.name
    doubt: Pieces = (("▲ ", "soon"),) if task.faults else ()
    if not name.native:
        return (*doubt, (tr("No name"), "text-2"))
    latin = "" if name.native == name.latin else f"  {name.latin}"
    return (*doubt, (name.native, "text"), (latin, "text-2"))


def patient_tip(task: ReadingTask) -> str:
    lines = [task.patient.name.display or tr("No name")]
    if task.faults:
        lines.append(tr("▲ Part of the order can't be read: {faults}", faults=tr("; ").join(task.faults)))
    return "\n".join(lines)


def people_text(exam: Exam) -> str:
    """Who is on it; of a report that is written, who wrote it and who signed it."""
    if exam.stage in (Stage.WAITING, Stage.READING, Stage.RETURNED, Stage.ADDENDUM, Stage.AMENDING):
        return exam.task.reader.native or exam.task.assigned.native or "–"
    people = [person.native for person in (exam.author, exam.signer) if person.native]
    if exam.stage is Stage.IN_REVIEW:
        people.append(exam.task.reader.native)
    return " → ".join(dict.fromkeys(filter(None, people))) or exam.task.reader.native or "–"


def people_of(exam: Exam) -> Iterable[str]:
    """Whoever has to do with one of its steps, the last first."""
    people = (person for step in reversed(exam.steps) for person in (step.reader, step.assigned, step.author))
    return dict.fromkeys(name for person in people for name in (person.native, person.display) if name)


def news_text(tasks: Iterable[ReadingTask]) -> str:
    """What has arrived, by its kind: "1 new exam · 2 reports to review"."""
    found = list(tasks)
    reviews = sum(task.is_review for task in found)
    returned = sum(task.returned for task in found)
    exams = len(found) - reviews - returned
    parts = (
        exams and counted("{count} new exam", "{count} new exams", exams),
        reviews and counted("{count} report to review", "{count} reports to review", reviews),
        returned and counted("{count} report returned to you", "{count} reports returned to you", returned),
    )
    return " · ".join(part for part in parts if part)


def step_lines(exam: Exam) -> list[str]:
    """The steps of its reading, each in a line: what, by whom, when. One that the next has followed on is done,
    also where the hub has not closed it."""
    steps = [replace(step, state=State.DONE) if step in exam.unclosed else step for step in exam.steps]
    lines = [_step(step, after).strip() for step, after in zip(steps, (*steps[1:], None), strict=True)]
    return [
        tr("{step}; the report by {name} waits for nobody", step=line, name=step.author.native or tr("unknown"))
        if step in exam.withdrawn else line
        for line, step in zip(lines, steps, strict=True)
    ]  # fmt: skip


def _step(step: ReadingTask, after: ReadingTask | None) -> str:
    name, at = step.reader.native or tr("unknown"), _clock(step)
    if step.passed_by and step.state is State.WAITING:
        return _waiting(tr("◑ Awaiting approval"), step.assigned)
    if step.passed_by and step.state is State.READING:
        return tr("◕ In approval by {name}", name=name)
    if step.second and step.state is not State.CANCELLED:
        if step.state is State.WAITING:
            return _waiting(tr("◑ Awaiting a second reading"), step.assigned)
        if step.state is State.READING:
            return tr("◕ Being read a second time by {name}", name=name)
        return tr("✓ Read a second time by {name} {time}", name=name, time=at)
    if text := _supplement_step(step, name, at):
        return text
    if step.state is State.DONE:
        if step.verified:
            return tr("✓ Signed by {name} {time}", name=name, time=at)
        if step.kind is Kind.REVIEW:
            if after is not None and after.returned:
                return tr("↩ Returned by {name} {time}", name=name, time=at)
            return tr("✓ Reviewed by {name} {time}", name=name, time=at)
        return tr("✓ Written by {name} {time}", name=name, time=at)
    if step.state is State.CANCELLED:
        return _cancelled(step, at)
    if step.state is State.READING:
        review = step.kind is Kind.REVIEW
        return tr("◕ In review by {name}", name=name) if review else tr("◐ Being read by {name}", name=name)
    if step.kind is Kind.REVIEW:
        return _waiting(tr("◑ Awaiting review"), step.assigned)
    if step.returned:
        return _waiting(tr("↩ Awaiting correction"), step.assigned)
    return _waiting(tr("○ Awaiting reading"), step.assigned)


_ENDINGS = {
    Ending.RELEASED: mark("× Released by {name} {time}"),
    Ending.PUT_BACK: mark("× Put back by an administrator {time}; {name} had claimed it"),
    Ending.GIVEN_UP: mark("× Withdrawn by {name} {time}"),
    Ending.RECALLED: mark("↩ Submission recalled by {name} {time}"),
    Ending.UNKNOWN: mark("× Cancelled {time}"),
}
_WITHDRAWN = {
    "addendum": mark("× Addendum withdrawn by {name} {time}"),
    "amendment": mark("× Amendment withdrawn by {name} {time}"),
}


def _cancelled(step: ReadingTask, at: str) -> str:
    """How it ended without a result, and by whom, as the record tells."""
    by = step.author if step.ending is Ending.RECALLED else step.reader
    text = _WITHDRAWN.get(step.supplement, "") if step.ending is Ending.GIVEN_UP else ""
    return tr(text or _ENDINGS[step.ending], name=by.native or tr("unknown"), time=at)


# (kind, state, amendment?) → what a step of an addendum or amendment is called; others read as those of any report.
_SUPPLEMENT_STEPS = {
    (Kind.ADDENDUM, State.WAITING, False): mark("＋ Addendum to write"),
    (Kind.ADDENDUM, State.WAITING, True): mark("＋ Amendment to write"),
    (Kind.ADDENDUM, State.READING, False): mark("＋ {name} is writing an addendum"),
    (Kind.ADDENDUM, State.READING, True): mark("＋ {name} is amending it"),
    (Kind.ADDENDUM, State.DONE, False): mark("＋ Addendum by {name} {time}"),
    (Kind.ADDENDUM, State.DONE, True): mark("＋ Amendment by {name} {time}"),
    (Kind.REVIEW, State.WAITING, False): mark("◑ Addendum awaiting review"),
    (Kind.REVIEW, State.WAITING, True): mark("◑ Amendment awaiting review"),
    (Kind.REVIEW, State.DONE, False): mark("✓ Addendum signed by {name} {time}"),
    (Kind.REVIEW, State.DONE, True): mark("✓ Amendment signed by {name} {time}"),
}


def _supplement_step(step: ReadingTask, name: str, at: str) -> str:
    """A step of an addendum or amendment, "" where it reads as that of any report."""
    text = _SUPPLEMENT_STEPS.get((step.kind, step.state, step.supplement == "amendment"))
    to_correct = step.returned and step.state is State.WAITING
    unsigned = step.kind is Kind.REVIEW and step.state is State.DONE and not step.verified
    if not step.supplement or text is None or to_correct or unsigned:
        return ""
    said = tr(text, name=name, time=at)
    return _waiting(said, step.assigned) if step.state is State.WAITING else said


def _waiting(text: str, assigned: PersonName) -> str:
    return f"{text} · {assigned.native}" if assigned.native else text


def _clock(step: ReadingTask) -> str:
    return short_clock_text(step.ended or step.workitem.modified)


def unreadable_pieces(record: Unreadable) -> Pieces:
    return (("▲ ", "soon"), (tr("This task can't be read"), "soon"))


def unreadable_tip(record: Unreadable) -> str:
    return "\n".join((tr("Task {uid}", uid=record.uid or tr("without UID")), *record.reasons))


def printable(text: str) -> str:
    """With what no screen can show written as an escape: half a surrogate pair, control characters."""
    return "".join(c if c.isprintable() or c in "\n\t" else f"\\u{ord(c):04x}" for c in text)
