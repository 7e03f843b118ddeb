"""The columns of the worklist: title, cells, order and width of each, in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from reader.core.text import mark
from reader.worklist.model import ReadingTask
from reader.worklist.words import (
    Pieces,
    ai_pieces,
    due_pieces,
    due_tip,
    exam_text,
    images_pieces,
    images_tip,
    patient_pieces,
    priority_pieces,
    priority_text,
    sex_age,
    state_pieces,
)

_LAST = datetime.max.timestamp()


@dataclass(frozen=True)
class Column:
    """pieces: the cell as coloured runs of text. order: sorts. sample: as wide as the cells usually are.

    stretch: its share of the width that is left over; 0 keeps the column at its sample. figures: tabular.
    """

    title: str
    pieces: Callable[[ReadingTask, datetime], Pieces]
    order: Callable[[ReadingTask], tuple[float | str, ...]]
    sample: str
    stretch: int = 0
    figures: bool = False
    tip: Callable[[ReadingTask], str] | None = None


def _due_order(task: ReadingTask) -> tuple[float | str, ...]:
    return (task.due.timestamp() if task.due else _LAST, task.priority.value)


def _plain(text: Callable[[ReadingTask], str], token: str = "text") -> Callable[[ReadingTask, datetime], Pieces]:
    return lambda task, moment: ((text(task), token),)


def _reader(task: ReadingTask) -> str:
    return task.reader.native or "–"


COLUMNS: tuple[Column, ...] = (
    Column(mark("Due"), due_pieces, _due_order, "▲ −00:00", figures=True, tip=due_tip),
    Column(
        "", lambda task, moment: priority_pieces(task),
        lambda task: (task.priority.value, *_due_order(task)), "●", tip=priority_text,
    ),
    Column(
        mark("Patient"), lambda task, moment: patient_pieces(task),
        lambda task: (task.patient.name.latin.casefold(), task.patient.name.native),
        "欧阳小东  Ouyang Xiaodong", stretch=1,
    ),
    Column(
        mark("Sex/age"), _plain(sex_age),
        lambda task: (task.patient.sex, task.workitem.birth_date), "M 12 mo", figures=True,
    ),
    Column(
        mark("Mod"), _plain(lambda task: task.workitem.modality),
        lambda task: (task.workitem.modality,), "CT MR",
    ),
    Column(
        mark("Exam"), _plain(exam_text),
        lambda task: (exam_text(task).casefold(),), "CT abdomen and pelvis", stretch=4,
    ),
    Column(
        mark("Site"), _plain(lambda task: task.workitem.site, "text-2"),
        lambda task: (task.workitem.site.casefold(),), "Xihu County Hospital", stretch=1,
    ),
    Column(
        mark("Img"), lambda task, moment: images_pieces(task),
        lambda task: (task.images,), "0000 ↓", figures=True, tip=images_tip,
    ),
    Column(mark("AI"), lambda task, moment: ai_pieces(task), lambda task: (-task.ai,), "◇ 00", figures=True),
    Column(
        mark("State"), lambda task, moment: state_pieces(task),
        lambda task: (task.state.value, task.kind.value, *_due_order(task)), "○ In review",
    ),
    Column(
        mark("Reader"), _plain(_reader, "text-2"),
        lambda task: (_reader(task).casefold(),), "Li Na Liu",
    ),
)  # fmt: skip

DUE, PRIORITY, PATIENT = 0, 1, 2
EXAM = 5
