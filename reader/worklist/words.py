"""What the cells of the worklist say. Plain Python, translated when asked."""

from __future__ import annotations

from datetime import datetime

from reader.core.text import tr
from reader.study.identity import sex_and_age
from reader.worklist.filters import SOON_SECONDS, open_task, overdue, seconds_left
from reader.worklist.model import Kind, Priority, ReadingTask, State

Pieces = tuple[tuple[str, str], ...]


def due_text(task: ReadingTask, moment: datetime) -> str:
    """ "04:12" under an hour, "2:35 h" under a day, "3 d" beyond; "−" in front when overdue; "" when done."""
    left = seconds_left(task, moment)
    if left is None or not open_task(task):
        return ""
    sign, seconds = ("−", int(-left)) if left < 0 else ("", int(left))
    if seconds < 3600:
        return f"{sign}{seconds // 60:02d}:{seconds % 60:02d}"
    if seconds < 86400:
        minutes = f"{seconds % 3600 // 60:02d}"
        return tr("{sign}{hours}:{minutes} h", sign=sign, hours=seconds // 3600, minutes=minutes)
    return tr("{sign}{days} d", sign=sign, days=seconds // 86400)


def due_pieces(task: ReadingTask, moment: datetime) -> Pieces:
    """The countdown with its colour token; overdue has a shape of its own as well."""
    text = due_text(task, moment)
    left = seconds_left(task, moment)
    if overdue(task, moment):
        return (("▲ ", "urgent"), (text, "urgent"))
    if left is not None and left < SOON_SECONDS and open_task(task):
        return (("◔ ", "soon"), (text, "soon"))
    return (("", "text"), (text, "text"))


def due_tip(task: ReadingTask) -> str:
    if task.due is None:
        return tr("No due time")
    due = task.due.astimezone()
    today = due.date() == datetime.now().date()
    return tr("Due {time}", time=f"{due:%H:%M}" if today else f"{due:%Y-%m-%d %H:%M}")


def priority_pieces(task: ReadingTask) -> Pieces:
    if not open_task(task) or task.priority is Priority.MEDIUM:
        return ()
    return (("●", "urgent"),) if task.priority is Priority.HIGH else (("○", "text-off"),)


def priority_text(task: ReadingTask) -> str:
    return {
        Priority.HIGH: tr("Urgent"),
        Priority.MEDIUM: tr("Routine"),
        Priority.LOW: tr("Low priority"),
    }[task.priority]


def sex_age(task: ReadingTask) -> str:
    return sex_and_age(task.patient.sex, task.age)


def exam_text(task: ReadingTask) -> str:
    item = task.workitem
    return item.procedure or item.label or item.body_part


def images_pieces(task: ReadingTask) -> Pieces:
    """How many images, and a quiet mark where they are on this computer already."""
    count = str(task.images) if task.images else "–"
    return ((count, "text"), (" ↓", "fine")) if task.here else ((count, "text"),)


def images_tip(task: ReadingTask) -> str:
    count = tr("{count} images", count=task.images) if task.images else tr("Number of images unknown")
    if task.here and task.state is not State.DONE:
        return f"{count}\n{tr('↓ On this computer already: opens at once')}"
    return count


def ai_pieces(task: ReadingTask) -> Pieces:
    return (("◇ ", "ai"), (str(task.ai), "text")) if task.ai else ()


def state_text(task: ReadingTask) -> str:
    if task.state is State.WAITING:
        if task.kind is Kind.REVIEW:
            return tr("To review")
        if task.kind is Kind.ADDENDUM:
            return tr("Addendum")
        return tr("Returned") if task.returned else tr("Waiting")
    if task.state is State.READING:
        if task.mine:
            return tr("Yours")
        return tr("In review") if task.kind is Kind.REVIEW else tr("Reading")
    if task.state is State.DONE:
        return tr("Reviewed") if task.kind is Kind.REVIEW else tr("Done")
    return tr("Cancelled")


def state_pieces(task: ReadingTask) -> Pieces:
    shape, token = {
        State.WAITING: ("○ ", "text"),
        State.READING: ("◐ ", "accent" if task.mine else "text-2"),
        State.DONE: ("✓ ", "fine"),
        State.CANCELLED: ("× ", "text-off"),
    }[task.state]
    if task.returned and task.state is State.WAITING:
        shape, token = "↩ ", "soon"
    return ((shape, token), (state_text(task), token if token != "fine" else "text-2"))


def patient_pieces(task: ReadingTask) -> Pieces:
    name = task.patient.name
    if not name.native:
        return ((tr("No name"), "text-2"),)
    latin = "" if name.native == name.latin else f"  {name.latin}"
    return ((name.native, "text"), (latin, "text-2"))
