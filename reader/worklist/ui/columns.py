"""The columns of the worklist: title, cells, order and width of each, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from reader.core.text import mark, tr
from reader.dicom.values import instant
from reader.worklist.exam import Exam, Row, UnreadableRow
from reader.worklist.model import Unreadable
from reader.worklist.words import (
    Pieces,
    ai_pieces,
    ai_tip,
    due_pieces,
    due_tip,
    exam_beside_modality,
    exam_text,
    images_pieces,
    images_tip,
    patient_pieces,
    patient_tip,
    people_of,
    people_text,
    priority_pieces,
    priority_text,
    sex_age,
    site_text,
    state_pieces,
    unreadable_pieces,
    unreadable_tip,
)

Sorting = tuple[float | str, ...]


@dataclass(frozen=True)
class Column:
    """pieces: the cell as coloured runs of text. order: sorts; None: by urgency. sample: as wide as the cells are
    as a rule; least: what has to be readable where room is short. weight: how much of the spare room the column
    takes. turn: where room is short those with the lowest get what their cells need first.

    figures: tabular. searched: the words of a search are marked in it. both_ends: of what is too long the middle is
    left out. beside: what else of it a search finds, told where that is what it has found. bare: the cell of a task
    that can't be read.
    """

    title: str
    pieces: Callable[[Exam, datetime], Pieces]
    order: Callable[[Exam], Sorting] | None
    sample: str
    least: str = ""
    weight: int = 0
    turn: int = 0
    figures: bool = False
    tip: Callable[[Exam], str] | None = None
    searched: bool = False
    both_ends: bool = False
    beside: Callable[[Exam], Iterable[str]] | None = None
    bare: Callable[[Unreadable], Pieces] = lambda record: ()

    def cell(self, row: Row, moment: datetime) -> Pieces:
        return self.bare(row.record) if isinstance(row, UnreadableRow) else self.pieces(row, moment)

    def sorting(self, row: Row) -> Sorting:
        """What can't be read is alike in every column, and the least urgent."""
        if self.order is None:
            return row.urgent
        return () if isinstance(row, UnreadableRow) else self.order(row)

    def hint(self, row: Row, moment: datetime) -> str:
        if isinstance(row, UnreadableRow):
            return unreadable_tip(row.record)
        return self.tip(row) if self.tip else "".join(text for text, _ in self.pieces(row, moment)).strip()


def _due(exam: Exam) -> Sorting:
    return (float("inf") if exam.task.due is None else instant(exam.task.due),)


def _plain(text: Callable[[Exam], str], token: str = "text") -> Callable[[Exam, datetime], Pieces]:
    return lambda exam, moment: ((text(exam), token),)


COLUMNS: tuple[Column, ...] = (
    Column(
        "", lambda exam, moment: priority_pieces(exam), None, "●",
        tip=lambda exam: priority_text(exam.task),
    ),
    Column(
        mark("Due"), due_pieces, _due, "▲ 59 min late", "▲ 59 min late", figures=True,
        tip=lambda exam: due_tip(exam.task),
    ),
    Column(
        mark("Patient"), lambda exam, moment: patient_pieces(exam.task),
        lambda exam: (exam.task.patient.name.latin.casefold(), exam.task.patient.name.native),
        "欧阳小东  Ouyang Xiaodong", "欧阳小东  Ouyang Xiao", weight=2, turn=1, searched=True,
        tip=lambda exam: patient_tip(exam.task), bare=unreadable_pieces,
        beside=lambda exam: (exam.task.workitem.patient_id, exam.task.workitem.accession),
    ),
    Column(
        mark("Sex/age"), _plain(lambda exam: sex_age(exam.task)),
        lambda exam: (exam.task.patient.sex, exam.task.workitem.birth_date), "Other 11", figures=True,
    ),
    Column(
        mark("Mod"), _plain(lambda exam: exam.task.workitem.modality),
        lambda exam: (exam.task.workitem.modality,), "CT MR", "CT", searched=True,
    ),
    Column(
        mark("Exam"), _plain(lambda exam: exam_beside_modality(exam.task)),
        lambda exam: (exam_beside_modality(exam.task).casefold(),), "abdomen and pelvis", "chest, plain",
        weight=6, turn=4, searched=True, tip=lambda exam: exam_text(exam.task),
        bare=lambda record: ((record.uid, "text-2"),),
        beside=lambda exam: (exam.task.workitem.label, exam.task.workitem.body_part),
    ),
    Column(
        mark("Site"), _plain(lambda exam: site_text(exam.task), "text-2"),
        lambda exam: (site_text(exam.task).casefold(),), "Xihu County Hospital", "Xihu Co",
        weight=3, turn=5, searched=True, beside=lambda exam: (exam.task.workitem.issuer,),
    ),
    Column(
        mark("Img"), lambda exam, moment: images_pieces(exam.task),
        lambda exam: (exam.task.images,), "0000 ↓", "000 ↓", figures=True, tip=lambda exam: images_tip(exam.task),
    ),
    Column(
        mark("AI"), lambda exam, moment: ai_pieces(exam.task), lambda exam: (-int(exam.task.ai > 0),), "◇",
        tip=lambda exam: ai_tip(exam.task),
    ),
    Column(
        mark("State"), lambda exam, moment: state_pieces(exam), lambda exam: (exam.stage.value,),
        "◑ Addendum in", "○ Being read", weight=2, turn=2, both_ends=True,
        bare=lambda record: (("▲ ", "soon"), (tr("Can't be read"), "soon")),
    ),
    Column(
        mark("Reader"), _plain(people_text, "text-2"), lambda exam: (people_text(exam).casefold(),),
        "李娜 → 周伟", "Li Na", weight=1, turn=3, searched=True, both_ends=True,
        beside=people_of,
    ),
)  # fmt: skip

PRIORITY, DUE, PATIENT, EXAM, STATE = 0, 1, 2, 5, 9
