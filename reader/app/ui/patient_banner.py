"""Who is on the screen: name, sex, age, ID with its issuer, exam, site, accession, due time. Always there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from reader.core.qt.elided import ElidedLabel, middle_elided
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import figures
from reader.core.text import tr
from reader.dicom.values import clock_text
from reader.study.identity import patient_id_text, sex_and_age
from reader.study.model import Study
from reader.worklist.filters import SOON_SECONDS
from reader.worklist.words import time_left

_TALLEST = "Åg测"
_LEAST = "CT … plain"


def due_text(due: datetime | None, now: datetime) -> tuple[str, str]:
    """(words, role of the label): "4 min left", "2 h late"; roles secondary, soon, urgent as in the worklist."""
    if due is None:
        return "", "secondary"
    left = (due - now).total_seconds()
    role = "urgent" if left < 0 else "soon" if left < SOON_SECONDS else "secondary"
    return time_left(left, due), role


class _Facts(ElidedLabel):
    """What identifies the patient and the exam has the room: where it is short as much of the site is left out as
    there is no room for, then of the exam's name, then its date. All of it is in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._versions: tuple[tuple[str, ...], ...] = ((),)
        self._exam = ""

    def show_facts(self, who: Sequence[str], exam: str, when: str, accession: str, site: str) -> None:
        self._exam = exam
        self._versions = (
            (*who, exam, when, accession, site), (*who, exam, when, accession), (*who, when, accession),
            (*who, accession),
        )  # fmt: skip
        self.setToolTip(plain_tip(_joined(self._versions[0])))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, width = self.fontMetrics(), self.width()
        texts = [_joined(version) for version in self._versions]
        fitting = next((text for text in texts if metrics.horizontalAdvance(text) <= width), texts[-1])
        if texts.index(fitting) == 1 and len(self._versions[0]) > len(self._versions[1]):
            room = width - metrics.horizontalAdvance(f"{fitting} · ")
            if self._versions[0][-1] and room >= metrics.horizontalAdvance(_LEAST):
                fitting = _joined((fitting, middle_elided(self._versions[0][-1], metrics, room)))
        elif self._exam and texts.index(fitting) == 2:  # a part of its name is better than nothing of it
            others = _joined(version for version in self._versions[1] if version != self._exam)
            room = width - metrics.horizontalAdvance(f"{others} · ")
            if room >= metrics.horizontalAdvance(_LEAST):
                part = middle_elided(self._exam, metrics, room)
                fitting = _joined(part if fact == self._exam else fact for fact in self._versions[1])
        self.setText(fitting)


def _joined(facts: Iterable[str]) -> str:
    return " · ".join(filter(None, facts))


class PatientBanner(QFrame):
    """One line over the whole reading window."""

    def __init__(self, study: Study, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._due_at: datetime | None = None
        self._name = Label()
        self._name.setProperty("role", "title")
        self._facts = _Facts()
        self._facts.setProperty("role", "secondary")
        self._due = Label()
        self._due.setFont(figures())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(self._name)
        row.addWidget(self._facts, 1)
        row.addWidget(self._due)
        self._keep_height()
        self.set_study(study)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)

    def _keep_height(self) -> None:
        """A name in characters of another font is taller: room for it, so that the images never move."""
        self._name.setText(_TALLEST)
        self.ensurePolished()
        self.setMinimumHeight(self.sizeHint().height())

    def set_due(self, due: datetime | None) -> None:
        """When the report is due; the time left runs from now on."""
        self._due_at = due
        self._timer.start()
        self._tick()

    def set_study(self, study: Study) -> None:
        """Show the identity of this study, from the object the viewports and the report use too."""
        patient = study.patient
        self._name.setText(patient.name.display or tr("no name"))
        self._facts.show_facts(
            (sex_and_age(patient.sex, study.age), tr("ID {id}", id=patient_id_text(patient))),
            study.description or "/".join(study.modalities),
            clock_text(study.when) or tr("date unknown"),
            tr("Acc {number}", number=study.accession) if study.accession else "",
            study.site,
        )

    def _tick(self) -> None:
        now = datetime.now(self._due_at.tzinfo if self._due_at else None)
        text, role = due_text(self._due_at, now)
        self._due.setText(text)
        if self._due.property("role") != role:
            self._due.setProperty("role", role)
            self._due.style().unpolish(self._due)
            self._due.style().polish(self._due)
