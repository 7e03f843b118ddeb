"""Before something is shown that may be of another patient: this exam's patient and the other one side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reader.core.qt.fitting import FittedDialog
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.qt.waiting import ask
from reader.core.text import tr
from reader.study.admission import Withheld
from reader.study.identity import PatientIdentity, Sign, sex_text


def asking(parent: Callable[[], QWidget | None]) -> Callable[[PatientIdentity, Withheld], bool]:
    """What asks whether something withheld is of the patient of the exam, over the window that `parent` gives."""
    return lambda expected, entry: ask(IdentityQuestion(expected, entry, parent()))


class IdentityQuestion(FittedDialog):
    """Accepted only by an explicit press of `go`; Enter, Esc and a key that is still held leave it withheld."""

    def __init__(self, expected: PatientIdentity, entry: Withheld, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Same patient?"))
        self.setMinimumWidth(scaled(520, 2.0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        name = expected.name.display or tr("no name")
        title = Label(tr("Does “{what}” belong to {name}?", what=entry.heading, name=name), wordWrap=True)
        title.setProperty("role", "title")
        layout.addWidget(title)
        layout.addLayout(_table(expected, entry))
        more = tr("If you take it as this patient, it is marked with your name and has to be checked before the "
                  "report goes out.")  # fmt: skip
        layout.addWidget(Label(more, wordWrap=True))
        self.stay = QPushButton(tr("Leave it withheld"))
        self.go = QPushButton(tr("Same patient: show it"), autoDefault=False)
        self.stay.setDefault(True)
        self.stay.clicked.connect(self.reject)
        self.go.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.go, self.stay):
            row.addWidget(button)
        layout.addLayout(row)
        self.stay.setFocus()


def _table(expected: PatientIdentity, entry: Withheld) -> QGridLayout:
    """A line an attribute; what differs or is missing is marked."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    for column, head in ((1, tr("This exam")), (2, entry.title)):
        label = Label(head, wordWrap=True)
        label.setProperty("role", "secondary")
        grid.addWidget(label, 0, column)
    signs = {difference.sign for difference in entry.comparison.differences}
    for line, (what, own, other, doubts) in enumerate(_rows(expected, entry.patient), start=1):
        differs = bool(signs & doubts)
        texts = (f"⚠ {what}" if differs else what, own or tr("not stated"), other or tr("not stated"))
        for column, text in enumerate(texts):
            label = Label(text, wordWrap=column > 0)
            label.setProperty("role", "soon" if differs else "secondary" if column == 0 else "")
            grid.addWidget(label, line, column)
    return grid


def _rows(one: PatientIdentity, other: PatientIdentity) -> Iterator[tuple[str, str, str, set[Sign]]]:
    """(attribute, of this exam, of what is withheld, what is noticed where it differs)."""
    names = {Sign.NAME, Sign.SIMILAR_NAME, Sign.NOBODY}
    ids = {Sign.ID, Sign.SIMILAR_ID, Sign.NO_ID, Sign.NOBODY}
    named = other.name.display
    yield tr("Name"), one.name.display, named, names if named else {*names, Sign.INCOMPLETE}
    yield tr("Patient ID"), one.patient_id, other.patient_id, ids
    yield tr("Issuer of the ID"), _issuer(one), _issuer(other), {Sign.ISSUER, Sign.NO_ISSUER}
    yield tr("Born"), one.birth, other.birth, {Sign.BIRTH} if other.birth else {Sign.BIRTH, Sign.INCOMPLETE}
    yield tr("Sex"), sex_text(one.sex) or one.sex, sex_text(other.sex) or other.sex, {Sign.SEX}


def _issuer(patient: PatientIdentity) -> str:
    return "^".join(filter(None, (patient.issuer, patient.issuer_uid)))
