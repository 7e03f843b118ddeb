"""Which of several exams on a disc or in a folder to open: by patient, in words that can't be mixed up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.core.qt.icons import icon
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.soon import soon
from reader.core.text import counted, tr
from reader.dicom.values import clock_text
from reader.study.identity import patient_id_text, sex_and_age
from reader.study.model import Study

MOST_NOTES = 6


class StudyChoice(QDialog):
    """`chosen` is the exam, None before. images: how many each exam has, in the order of `studies`."""

    def __init__(
        self,
        studies: Sequence[Study],
        images: Sequence[int],
        notes: Sequence[str],
        where: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Which exam?"))
        self.chosen: Study | None = None
        self._studies = studies
        people = len({(study.patient.key, str(study.patient.name)) for study in studies})
        title = Label(
            tr(
                "{exams} of {people} in {where}",
                exams=counted("{count} exam", "{count} exams", len(studies)),
                people=counted("{count} patient", "{count} patients", people),
                where=where,
            )
        )
        title.setProperty("role", "title")
        title.setWordWrap(True)
        self.search = QLineEdit(placeholderText=tr("Name, ID or description"), clearButtonEnabled=True)
        self.search.textChanged.connect(self._filter)
        self.search.setAccessibleName(self.search.placeholderText())
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(title.text())
        self.tree.setHeaderLabels([tr("Exam"), tr("Date"), tr("Modality"), tr("Images")])
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self._people: list[QTreeWidgetItem] = []
        self._fill(images)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.buttons = QDialogButtonBox()
        self._open = self.buttons.addButton(tr("Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._open.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.tree.itemActivated.connect(lambda *_: self.accept())  # a patient’s line opens nothing
        self.tree.currentItemChanged.connect(self._moved)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(title)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        for note in notes[:MOST_NOTES]:
            label = Label(note)
            label.setProperty("role", "small")
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self.buttons)
        self.search.setVisible(len(studies) > 8)
        self._select_first()
        self.tree.setFocus()
        screen = QGuiApplication.primaryScreen().availableSize()
        rows = len(studies) + people
        self.resize(min(900, screen.width() - 80), min(230 + 30 * rows, screen.height() - 160))

    def accept(self) -> None:
        item = self.tree.currentItem()
        if item is None or not self._is_exam(item):
            return
        study = item.data(0, Qt.ItemDataRole.UserRole)
        self.chosen = study if isinstance(study, Study) else None
        super().accept()

    def _fill(self, images: Sequence[int]) -> None:
        """A line for each patient, under it their exams, the latest first."""
        people: dict[tuple[object, ...], QTreeWidgetItem] = {}
        ranked = sorted(
            zip(self._studies, images, strict=True),
            key=lambda pair: pair[0].when.replace(tzinfo=None).isoformat() if pair[0].when else "",
            reverse=True,
        )
        for study, count in ranked:
            patient = study.patient
            key = (patient.key, str(patient.name), patient.birth)
            if key not in people:
                person = QTreeWidgetItem([_person(study)])
                person.setFlags(Qt.ItemFlag.ItemIsEnabled)
                person.setIcon(0, icon("user"))
                font = person.font(0)
                font.setBold(True)
                person.setFont(0, font)
                self.tree.addTopLevelItem(person)
                person.setFirstColumnSpanned(True)
                person.setSizeHint(0, QSize(0, 30))
                people[key] = person
            when = clock_text(study.when) or tr("no date")
            said = filter(None, (study.description, study.body_part, study.site))
            what = " · ".join(said) or tr("no description")
            item = QTreeWidgetItem([what, when, "/".join(study.modalities), str(count)])
            item.setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setSizeHint(0, QSize(0, 26))
            item.setToolTip(0, plain_tip(what))
            item.setData(0, Qt.ItemDataRole.UserRole, study)
            people[key].addChild(item)
        self._people = list(people.values())
        self.tree.expandAll()

    def _is_exam(self, item: QTreeWidgetItem) -> bool:
        return item.parent() is not None

    def _moved(self, item: QTreeWidgetItem | None, before: QTreeWidgetItem | None) -> None:
        """The keys step over the patients' lines."""
        self._selected()
        if item is None or self._is_exam(item):
            return
        exams = [exam for person in self._people for exam in self._exams(person) if not exam.isHidden()]
        first = next((number for number, exam in enumerate(exams) if exam.parent() is item), 0)
        going_up = before is not None and before in exams and exams.index(before) == first
        chosen = exams[max(0, first - 1) if going_up else first]
        soon(self, lambda: self.tree.setCurrentItem(chosen))

    def _selected(self) -> None:
        item = self.tree.currentItem()
        self._open.setEnabled(item is not None and self._is_exam(item) and not item.isHidden())

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for person in self._people:
            shown = 0
            for exam in self._exams(person):
                said = " ".join((person.text(0), *(exam.text(column) for column in range(4)))).casefold()
                exam.setHidden(not all(word in said for word in words))
                shown += not exam.isHidden()
            person.setHidden(not shown)
        self._select_first()

    def _select_first(self) -> None:
        exams = (exam for person in self._people for exam in self._exams(person) if not exam.isHidden())
        first = next(exams, None)
        if first is None:
            self.tree.clearSelection()
            self._open.setEnabled(False)
        else:
            self.tree.setCurrentItem(first)
            self._selected()

    def _exams(self, person: QTreeWidgetItem) -> list[QTreeWidgetItem]:
        exams = (person.child(number) for number in range(person.childCount()))
        return [exam for exam in exams if exam is not None]


def _person(study: Study) -> str:
    patient = study.patient
    born = patient.birth
    parts = (
        patient.name.display or tr("no name"),
        sex_and_age(patient.sex, study.age),
        tr("born {date}", date=born) if born else "",
        tr("ID {id}", id=patient_id_text(patient)),
    )
    return " · ".join(part for part in parts if part)
