"""Who is on the screen: name, sex, age, ID with its issuer, exam, site, accession, due time. Always there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from reader.core.qt.elided import ElidedLabel, middle_elided
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import figures
from reader.core.text import tr
from reader.dicom.values import clock_text, day_text
from reader.study.identity import patient_id_text, sex_and_age
from reader.study.model import Study
from reader.worklist.filters import SOON_SECONDS
from reader.worklist.words import time_left

_TALLEST = "Åg测"
_LEAST, _LEAST_SITE, _LEAST_NUMBER = "CT … plain", "Xihu … tal", "Acc …0007"


def due_text(due: datetime | None, now: datetime) -> tuple[str, str]:
    """(words, role of the label): "4 min left", "2 h late"; roles secondary, soon, urgent as in the worklist."""
    if due is None:
        return "", "secondary"
    left = (due - now).total_seconds()
    role = "urgent" if left < 0 else "soon" if left < SOON_SECONDS else "secondary"
    return time_left(left, due), role


@dataclass(frozen=True)
class _Parts:
    """bare: who it is with an ID that is not called one. day: the exam's date without its time."""

    who: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    exam: str = ""
    when: str = ""
    day: str = ""
    accession: str = ""
    site: str = ""


class _Facts(ElidedLabel):
    """What identifies the patient has the room, and the site is part of that: an ID says nothing without it. Where
    it is short the middle of the exam's name is left out, then the time, then all of the name; then the middle of
    the site, and only where that is not enough the date. All of it is in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._parts = _Parts()

    def show_parts(self, parts: _Parts) -> None:
        self._parts = parts
        self.setToolTip(plain_tip(_joined((*parts.who, parts.exam, parts.when, parts.accession, parts.site))))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.setText(next(text for text in self._versions() if text is not None))

    def _versions(self) -> Iterator[str | None]:
        """From all of it to the least; None: there is no room for that."""
        of, width = self._parts, self.fontMetrics().horizontalAdvance
        whole = _joined((*of.who, of.exam, of.when, of.accession, of.site))
        yield whole if width(whole) <= self.width() else None
        for when in (of.when, of.day):
            yield self._with(of.exam, _LEAST, (*of.who, None, when, of.accession, of.site))
        for when in (of.when, of.day):
            short = _joined((*of.who, when, of.accession, of.site))
            yield short if width(short) <= self.width() else None
        yield self._with(of.site, _LEAST_SITE, (*of.who, of.day, of.accession, None))
        yield self._with(of.site, _LEAST_SITE, (*of.who, of.accession, None))
        site = of.site
        if width(site) > (least := width(_LEAST_SITE)):
            site = middle_elided(site, self.fontMetrics(), least)
        yield self._with(of.accession, _LEAST_NUMBER, (*of.who, site, None))
        short = _joined((*of.who, site, more := "…" if of.accession else ""))
        yield short if width(short) <= self.width() else _joined((*of.bare, site, more))

    def _with(self, fact: str, least: str, facts: Sequence[str | None]) -> str | None:
        """With as much of a fact as there is room for, in the place of None."""
        metrics = self.fontMetrics()
        room = self.width() - metrics.horizontalAdvance(_joined(facts)) - metrics.horizontalAdvance(" · ")
        if not fact or room < min(map(metrics.horizontalAdvance, (least, fact))):
            return None
        shown = middle_elided(fact, metrics, room)
        return _joined(shown if other is None else other for other in facts)


def _joined(facts: Iterable[str | None]) -> str:
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
        who, number = sex_and_age(patient.sex, study.age), patient_id_text(patient)
        self._facts.show_parts(_Parts(
            (who, tr("ID {id}", id=number)), (who, number),
            study.description or "/".join(study.modalities),
            clock_text(study.when) or tr("date unknown"), day_text(study.when) or tr("date unknown"),
            tr("Acc {number}", number=study.accession) if study.accession else "", study.site,
        ))  # fmt: skip

    def _tick(self) -> None:
        now = datetime.now(self._due_at.tzinfo if self._due_at else None)
        text, role = due_text(self._due_at, now)
        self._due.setText(text)
        if self._due.property("role") != role:
            self._due.setProperty("role", role)
            self._due.style().unpolish(self._due)
            self._due.style().polish(self._due)
