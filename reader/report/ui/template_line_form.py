"""One line of a template: its label, the sentences it offers, their places to fill in, and when it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.qt.plain import Label
from reader.core.text import mark, tr
from reader.report.mrrt.lines import Line, Offer, placed
from reader.report.mrrt.model import Slot, SlotKind
from reader.report.mrrt.reading import number
from reader.report.ui.token_marks import PlacesToFill

CONDITIONS = {
    "": mark("in any case"),
    "contrast=no": mark("without contrast"),
    "contrast=yes": mark("with contrast"),
    "prior=no": mark("without a prior"),
    "prior=yes": mark("with a prior"),
    "lowdose=yes": mark("at low dose"),
    "pelvis=yes": mark("where the pelvis is examined"),
}
_WHOM = {"": mark("everybody"), "F": mark("women"), "M": mark("men")}
_PUT_IN = (
    (mark("A text"), "____"),
    (mark("A number in mm"), "__ mm"),
    (mark("A number in cm"), "__ cm"),
    (mark("A number"), "__"),
    (mark("A choice of one"), "[{first}|{second}]"),
    (mark("A choice of several"), "[+{first}|{second}]"),
    (mark("A date"), "____-__-__"),
    (mark("A time"), "__:__"),
)
_FROM_EXAM = (
    (mark("What was ordered"), "order.procedure"), (mark("The exam’s description"), "exam.description"),
    (mark("The exam’s date"), "exam.date"), (mark("The contrast agent"), "contrast.agent"),
    (mark("The prior’s date"), "prior.date"), (mark("The prior’s description"), "prior.description"),
)  # fmt: skip
_KINDS = {
    SlotKind.TEXT: mark("Text"), SlotKind.NUMBER: mark("Number"), SlotKind.CHOICE: mark("Choice of one"),
    SlotKind.CHOICES: mark("Choice of several"), SlotKind.DATE: mark("Date"), SlotKind.TIME: mark("Time"),
    SlotKind.MERGE: mark("Filled in"),
}  # fmt: skip
_LINES = 3
_MOST_OFFERS = 40


class _Words(QPlainTextEdit):
    """A sentence; `focused` when it gets the keyboard."""

    focused = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 14)
        self.setAccessibleName(tr("Sentence"))
        PlacesToFill(self.document())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()


class _OfferRow(QFrame):
    """One sentence. edited: it says something else; gone: it is to be removed; chosen: it is the normal one."""

    edited = Signal()
    gone = Signal()
    chosen = Signal()

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self.words = _Words(offer.text)
        self.normal = QCheckBox(tr("Normal text"))
        self.normal.setChecked(offer.normal)
        self.when = QComboBox()
        self.when.setAccessibleName(tr("Normal text instead"))
        self.when.addItem(tr("no condition"), "")
        for value, text in CONDITIONS.items():
            if value:
                self.when.addItem(tr("normal {when}", when=tr(text)), value)
        _choose(self.when, offer.when)
        self.remove = _quiet(tr("Remove"), self.gone.emit)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.normal)
        row.addWidget(self.when, 1)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addLayout(row)
        self.words.textChanged.connect(self.edited)
        self.when.currentIndexChanged.connect(lambda _: self.edited.emit())
        self.normal.clicked.connect(self.chosen)

    @property
    def offer(self) -> Offer:
        return Offer(self.words.toPlainText(), self.normal.isChecked(), str(self.when.currentData()))


class _PlaceRow(QWidget):
    """What the characters of a place don't tell. edited: another limit."""

    edited = Signal()

    def __init__(self, which: int, slot: Slot) -> None:
        super().__init__()
        self._slot = slot
        self._label = Label(wordWrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._label, 1)
        self.least, self.most = QLineEdit(_figure(slot.minimum)), QLineEdit(_figure(slot.maximum))
        if slot.kind is SlotKind.NUMBER:
            for field, hint in ((self.least, tr("from")), (self.most, tr("to"))):
                field.setPlaceholderText(hint)
                field.setFixedWidth(7 * self.fontMetrics().averageCharWidth() + 20)
                field.textChanged.connect(lambda _: self.edited.emit())
                row.addWidget(field)
        self.required = QCheckBox(tr("required"))
        self.required.setChecked(slot.required)
        self.required.toggled.connect(lambda _: self.edited.emit())
        if slot.kind is not SlotKind.MERGE:
            row.addWidget(self.required)
        self.rename(which, slot)

    def rename(self, which: int, slot: Slot) -> None:
        """A place of the same kind with another unit or other options; its limits stay."""
        self._slot = slot
        said = slot.unit or " / ".join(slot.options) or slot.name
        name = f"{which}. {tr(_KINDS[slot.kind])}" + (f" ({said})" if said else "")
        self._label.setText(name)
        for field in (self.least, self.most):
            field.setAccessibleName(f"{name}: {field.placeholderText()}")

    @property
    def kind(self) -> SlotKind:
        return self._slot.kind

    @property
    def slot(self) -> Slot:
        low, high = (number(field.text().replace(",", ".")) for field in (self.least, self.most))
        return replace(self._slot, minimum=low, maximum=high, required=self.required.isChecked())


class LineForm(QWidget):
    """edited(Line): what it says now. Main thread."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_OfferRow] = []
        self._places: list[_PlaceRow] = []
        self._gone: list[_PlaceRow] = []
        self._loading = False
        self._current: _OfferRow | None = None
        self.label = QLineEdit()
        self.label.setAccessibleName(tr("Label"))
        self.label.setPlaceholderText(tr("Organ or subject, such as “Liver”"))
        self._offers = QVBoxLayout()
        self._offers.setSpacing(4)
        self._slots = QVBoxLayout()
        self._slots.setSpacing(4)
        self.add = _quiet(tr("Another sentence"), self._add)
        self.put_in = _quiet(tr("Place to fill in …"), self._offer_places)
        self.required = QCheckBox(tr("The report has to say something of it"))
        self.sex = _combo(tr("For whom"), _WHOM)
        self.only = _combo(tr("Only"), CONDITIONS)
        self.topics = QLineEdit(placeholderText=tr("liver, hepatic"))
        self.topics.setAccessibleName(tr("Spoken of by"))
        self.removed = QLineEdit(placeholderText=tr("cholecystectomy"))
        self.removed.setAccessibleName(tr("Not after"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.put_in)
        buttons.addStretch(1)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(tr("For whom"), self.sex)
        form.addRow(tr("Only"), self.only)
        form.addRow(tr("Spoken of by"), self.topics)
        form.addRow(tr("Not after"), self.removed)
        hint = Label(tr("Words by which a report speaks of it already, and those of an operation after which it is "
                        "left out; with commas between."), wordWrap=True)  # fmt: skip
        hint.setProperty("role", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(Label(tr("Label")))
        column.addWidget(self.label)
        column.addWidget(Label(tr("Sentences")))
        column.addLayout(self._offers)
        column.addLayout(buttons)
        column.addLayout(self._slots)
        column.addWidget(self.required)
        column.addLayout(form)
        column.addWidget(hint)
        column.addStretch(1)
        for field in (self.label, self.topics, self.removed):
            field.textChanged.connect(self._tell)
        for combo in (self.sex, self.only):
            combo.currentIndexChanged.connect(self._tell)
        self.required.toggled.connect(self._tell)

    def load(self, line: Line) -> None:
        self._loading = True
        self.label.setText(line.label)
        for row in self._rows:
            row.hide()
            row.deleteLater()
        for place in self._gone:
            place.deleteLater()
        self._rows, self._gone, self._current = [], [], None
        for offer in line.offers or (Offer("", normal=True),):
            self._add_row(offer)
        self._show_places(line.places)
        self.required.setChecked(line.required)
        _choose(self.sex, line.sex)
        _choose(self.only, line.only)
        self.topics.setText(_said(line.topics))
        self.removed.setText(_said(line.removed))
        self._loading = False
        self._follow()

    @property
    def line(self) -> Line:
        offers = tuple(row.offer for row in self._rows)
        return Line(
            self.label.text(), offers, tuple(row.slot for row in self._places), self.required.isChecked(),
            str(self.only.currentData()), str(self.sex.currentData()), _words(self.topics.text()),
            _words(self.removed.text()),
        )  # fmt: skip

    @property
    def sentences(self) -> list[QPlainTextEdit]:
        return [row.words for row in self._rows]

    def put(self, text: str) -> None:
        """A place into the sentence that had the keyboard last, else the last one; of a choice its first option is
        selected."""
        row = self._current or self._rows[-1]
        cursor = row.words.textCursor()
        start = cursor.selectionStart()
        cursor.insertText(text)
        if text.startswith("["):
            begin = start + len(text) - len(text.lstrip("[+"))
            cursor.setPosition(begin)
            cursor.setPosition(start + text.index("|"), QTextCursor.MoveMode.KeepAnchor)
        row.words.setTextCursor(cursor)
        row.words.setFocus()

    # -- inside ---------------------------------------------------------------------------------------------

    def _add(self) -> None:
        row = self._add_row(Offer(""))
        self._follow()
        row.words.setFocus()

    def _add_row(self, offer: Offer) -> _OfferRow:
        row = _OfferRow(offer)
        row.words.focused.connect(lambda: self._set_current(row))
        row.edited.connect(self._tell)
        row.gone.connect(lambda: self._remove(row))
        row.chosen.connect(lambda: self._make_normal(row))
        self._rows.append(row)
        self._offers.addWidget(row)
        return row

    def _set_current(self, row: _OfferRow) -> None:
        self._current = row

    def _remove(self, row: _OfferRow) -> None:
        at = self._rows.index(row)
        self._rows.remove(row)
        if self._current is row:
            self._current = None
        self._rows[min(at, len(self._rows) - 1)].words.setFocus()
        row.hide()
        row.deleteLater()
        self._tell()

    def _make_normal(self, row: _OfferRow) -> None:
        """One of them at most."""
        for other in self._rows:
            if other is not row and row.normal.isChecked():
                other.normal.setChecked(False)
        self._tell()

    def _follow(self) -> None:
        several = len(self._rows) > 1
        for row in self._rows:
            row.remove.setVisible(several)
        self.add.setEnabled(len(self._rows) < _MOST_OFFERS)

    def _tell(self, *_: object) -> None:
        if self._loading:
            return
        self._follow()
        said = [row.offer for row in self._rows if row.words.toPlainText().strip()]
        single = said[0].text if len(said) == 1 and not said[0].when else ""
        now = placed(single, tuple(row.slot for row in self._places))[1]
        if [slot.kind for slot in now] == [row.kind for row in self._places]:
            for which, (row, slot) in enumerate(zip(self._places, now, strict=True), 1):
                row.rename(which, slot)
        else:
            self._show_places(now)
        self.edited.emit(self.line)

    def _show_places(self, slots: tuple[Slot, ...]) -> None:
        for row in self._places:
            row.hide()
        self._gone += self._places
        self._places = []
        for which, slot in enumerate(slots, 1):
            made = _PlaceRow(which, slot)
            made.edited.connect(self._tell)
            self._places.append(made)
            self._slots.addWidget(made)

    def _offer_places(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, token in _PUT_IN:
            into = token.replace("{first}", tr("first")).replace("{second}", tr("second"))
            menu.addAction(tr(text)).triggered.connect(lambda _=False, into=into: self.put(into))
        from_exam = menu.addMenu(tr("From the exam"))
        for text, name in _FROM_EXAM:
            into = "{" + name + "}"
            from_exam.addAction(tr(text)).triggered.connect(lambda _=False, into=into: self.put(into))
        menu.popup(self.put_in.mapToGlobal(self.put_in.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])


def _combo(name: str, choices: dict[str, str]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    for value, text in choices.items():
        combo.addItem(tr(text), value)
    return combo


def _choose(combo: QComboBox, value: str) -> None:
    """Also one that only a file has brought."""
    if combo.findData(value) < 0:
        combo.addItem(value, value)
    combo.setCurrentIndex(combo.findData(value))


def _quiet(text: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: run())
    return button


def _said(words: tuple[str, ...]) -> str:
    return ", ".join(word.replace("_", " ") for word in words)


def _words(text: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()).lower().replace(" ", "_") for part in text.replace("，", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
