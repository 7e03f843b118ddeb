"""Telling of a critical result, saying who was told, and handing it on: three small dialogs."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDateTimeEdit,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.qt.buttons import accept_or_cancel
from reader.core.qt.fitting import FittedDialog, fit_screen
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.delivery.critical_input import clean, one_line, too_long
from reader.delivery.critical_words import CATEGORIES, CHANNELS, left_text, steps_text
from reader.dicom.ups.critical import Category, Channel, CriticalResult
from reader.dicom.ups.workitem import Workitem
from reader.dicom.values import Code
from reader.study.codec import identity_of
from reader.study.identity import patient_id_text, sex_and_age

_TEXT_LINES = 3
_TICK_MS = 1000


class _Dialog(FittedDialog):
    """Whose it is on top, a form, and one button to go on with, which is off until what is needed is there.

    Enter in a field goes on to the next one: what is recorded here is not recorded by mistake, and what is typed on
    after it does not land in the text of the report.
    """

    def __init__(self, title: str, whose: tuple[str, str], go: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(title)
        self.setMinimumWidth(scaled(520, 1.5))
        named, exam = (Label(line, wordWrap=True) for line in whose)
        named.setProperty("role", "title")
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(8)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(20, 16, 20, 16)
        self._layout.setSpacing(12)
        self._layout.addWidget(named)
        self._layout.addWidget(exam)
        self._layout.addLayout(self._form)
        self._layout.addStretch(1)
        self._too_long = Label(wordWrap=True)
        self._too_long.setProperty("role", "urgent")
        self._too_long.hide()
        self._layout.addWidget(self._too_long)
        buttons, self.go = accept_or_cancel(self, go)
        self._layout.addWidget(buttons)
        self._lines: list[QLineEdit] = []

    def _line(self, label: str, text: str = "") -> QLineEdit:
        field = QLineEdit(text)
        field.textChanged.connect(self._look)
        self._lines.append(field)
        self._form.addRow(label, field)
        return field

    def _note(self, text: str) -> Label:
        note = Label(text, wordWrap=True)
        note.setProperty("role", "secondary")
        self._layout.insertWidget(2, note)
        return note

    def _count_down(self, result: CriticalResult, now: datetime) -> None:
        """Say what it is about, with the time that is left while the dialog is open. now: by the hub's clock."""
        self._ahead = now - datetime.now(UTC)
        self._about, self.about = result, self._note(_told_of(result, now))
        timer = QTimer(self, interval=_TICK_MS)
        timer.timeout.connect(self.go_on)
        timer.start()

    def go_on(self) -> None:
        """With the time."""
        self.about.setText(_told_of(self._about, self._now()))

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def _look(self) -> None:
        """Whether it can be gone on with."""
        why = next(filter(None, map(too_long, self._texts())), "")
        self._too_long.setText(why)
        self._too_long.setVisible(bool(why))
        self.go.setEnabled(not why and self._complete())

    def _texts(self) -> list[str]:
        return [one_line(field.text()) for field in self._lines]

    def _complete(self) -> bool:
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if pressed and not isinstance(self.focusWidget(), QPushButton):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class TellOfDialog(_Dialog):
    """A new critical result of the exam that is open. text, finding: of what was chosen there."""

    def __init__(
        self, exam: Workitem, text: str = "", finding: Code | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Critical result"), whose(exam), tr("Start the countdown"), parent)
        self.setObjectName("critical-new")
        self._finding, self._given = finding, text
        self._text = QPlainTextEdit(text)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(self._text.fontMetrics().lineSpacing() * _TEXT_LINES + 14)
        self._text.textChanged.connect(self._look)
        self._form.addRow(tr("Finding"), self._text)
        self._category = QComboBox()
        for category, words in CATEGORIES.items():
            self._category.addItem(tr(words), int(category))
        self._form.addRow(tr("Urgency"), self._category)
        self.recipient = self._line(tr("To be told"))
        self.recipient.setPlaceholderText(tr("Referring doctor or ward"))
        self.phone = self._line(tr("Telephone"))
        self._note(tr("It is recorded at once and stays on top of every window until somebody was told."))
        self._look()
        (self.recipient if text.strip() else self._text).setFocus()
        fit_screen(self)

    @property
    def text(self) -> str:
        return clean(self._text.toPlainText())

    @property
    def finding(self) -> Code | None:
        """Its code, as long as it is still what was chosen."""
        return self._finding if self.text.startswith(self._given.strip()) else None

    @property
    def category(self) -> Category:
        return Category(self._category.currentData())

    def _complete(self) -> bool:
        return bool(self.text) and bool(one_line(self.recipient.text()))

    def _texts(self) -> list[str]:
        return [self.text, *super()._texts()]


class ToldDialog(_Dialog):
    """Who was told, how, when, and whether they read it back. now: by the hub's clock.

    The time is now, also of a call that is made while it is open, until somebody sets another; it lies between the
    recording of the result and now.
    """

    def __init__(self, result: CriticalResult, now: datetime, parent: QWidget | None = None) -> None:
        close = tr("Close the critical result")
        super().__init__(close, whose(result.item), close, parent)
        self.setObjectName("critical-told")
        recorded = result.item.scheduled
        self._earliest = min(recorded, now) if recorded is not None else None
        self._set = False
        whom, phone = result.to_tell
        self._count_down(result, now)
        self.whom = self._line(tr("Person told"), whom)
        self.phone = self._line(tr("Telephone"), phone)
        self._channel = QComboBox()
        for channel, words in CHANNELS.items():
            self._channel.addItem(tr(words), channel.value)
        self._form.addRow(tr("How"), self._channel)
        self.read_back, self.not_read_back = QRadioButton(tr("Yes")), QRadioButton(tr("No"))
        answers = QButtonGroup(self)
        row = QHBoxLayout()
        for button in (self.read_back, self.not_read_back):
            answers.addButton(button)
            button.setAccessibleName(f"{tr('Read back')}: {button.text()}")
            button.toggled.connect(self._look)
            row.addWidget(button)
        row.addStretch(1)
        self._form.addRow(tr("Read back"), row)
        self.time = QDateTimeEdit(_shown(now))
        self.time.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.time.setMaximumDateTime(_shown(now))
        if self._earliest is not None:
            self.time.setMinimumDateTime(_shown(self._earliest))
        self.time.setToolTip(tr("When it was told: after it was recorded, and not later than now."))
        self.time.dateTimeChanged.connect(self._was_set)
        self._form.addRow(tr("Time"), self.time)
        self._look()
        self.whom.setFocus()
        self.whom.selectAll()  # a name typed at once takes the place of the ward
        fit_screen(self)

    def go_on(self) -> None:
        """With the time, but for somebody who is typing another."""
        super().go_on()
        if self.time.hasFocus():
            return
        now = _shown(self._now())
        with QSignalBlocker(self.time):
            self.time.setMaximumDateTime(now)
            if not self._set:
                self.time.setDateTime(now)

    def _was_set(self) -> None:
        self._set = True

    @property
    def channel(self) -> Channel:
        return Channel(self._channel.currentData())

    @property
    def when(self) -> datetime:
        """Aware. What nobody has set is now, to the second."""
        now = self._now()
        if not self._set:
            return now
        given = min(datetime.fromtimestamp(self.time.dateTime().toSecsSinceEpoch(), UTC), now)
        return max(given, self._earliest) if self._earliest is not None else given

    def _complete(self) -> bool:
        return bool(one_line(self.whom.text())) and (self.read_back.isChecked() or self.not_read_back.isChecked())


class HandOnDialog(_Dialog):
    """Nobody was reached: who is to be told next."""

    def __init__(self, result: CriticalResult, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(tr("Escalate"), whose(result.item), tr("Escalate"), parent)
        self.setObjectName("critical-escalate")
        self._count_down(result, now)
        self.whom = self._line(tr("Next person to be told"))
        self.phone = self._line(tr("Telephone"))
        self._look()
        self.whom.setFocus()
        fit_screen(self)

    def _complete(self) -> bool:
        return bool(one_line(self.whom.text()))


def whose(item: Workitem) -> tuple[str, str]:
    """The patient, and the exam, as one says them on the telephone."""
    patient = identity_of(item)
    age = patient.age(datetime.now().astimezone().date())
    number = tr("Acc {number}", number=item.accession) if item.accession else ""
    who = (patient.name.display or tr("No name"), sex_and_age(patient.sex, age), patient.birth)
    exam = (patient_id_text(patient), item.procedure or item.modality, number, item.site)
    return " · ".join(filter(None, who)), " · ".join(filter(None, exam))


def _told_of(result: CriticalResult, now: datetime) -> str:
    return "\n".join((result.text, left_text(result, now), *steps_text(result)))


def _shown(moment: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))


