"""What a template is called and for which exams it is, and one of its sections."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from reader.core.qt.plain import Label
from reader.core.text import mark, tr
from reader.dicom.values import Code
from reader.report.model import (
    CLINICAL_INFORMATION,
    COMPARISON,
    FINDINGS,
    IMPRESSION,
    RECOMMENDATION,
    TECHNIQUE,
)
from reader.report.mrrt.model import Suits, Template, TemplateSection
from reader.report.template import words_of_anatomy
from reader.terms.languages import known, language_of

_MODALITIES = (
    ("CT", "Computed Tomography"), ("MR", "Magnetic Resonance"), ("DX", "Digital Radiography"),
    ("MG", "Mammography"), ("US", "Ultrasound"), ("PT", "Positron emission tomography"),
    ("XA", "X-Ray Angiography"), ("RF", "Radiofluoroscopy"), ("NM", "Nuclear Medicine"),
)  # fmt: skip
_PARTS = (
    ("51185008", "Chest", mark("Chest")), ("818981001", "Abdomen", mark("Abdomen")),
    ("69536005", "Head", mark("Head")), ("12738006", "Brain", mark("Brain")),
    ("421060004", "Vertebral column", mark("Spine")), ("72696002", "Knee", mark("Knee")),
    ("41216001", "Prostate", mark("Prostate")), ("76752008", "Breast", mark("Breast")),
    ("69748006", "Thyroid", mark("Thyroid")),
)  # fmt: skip
_HEADINGS = (CLINICAL_INFORMATION, TECHNIQUE, COMPARISON, FINDINGS, IMPRESSION, RECOMMENDATION)
_IN_A_ROW = 5
_SAME = {"CR": "DX", "DR": "DX", "RG": "DX"}


class AboutForm(QWidget):
    """edited: see `values`. Main thread."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._others: tuple[Code, ...] = ()
        self.title = QLineEdit()
        self.title.setAccessibleName(tr("Title"))
        self.language = QComboBox()
        self.language.setAccessibleName(tr("Language of the report"))
        for one in known():
            self.language.addItem(one.name, one.tag)
        self.description = QLineEdit()
        self.description.setAccessibleName(tr("Description"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        self.modalities = {value: QCheckBox(value) for value, _ in _MODALITIES}
        for number, box in enumerate(self.modalities.values()):
            grid.addWidget(box, number // _IN_A_ROW, number % _IN_A_ROW)
            box.toggled.connect(self._tell)
        grid.setColumnStretch(_IN_A_ROW, 1)
        self.part = QComboBox()
        self.part.setAccessibleName(tr("Body part"))
        self.part.addItem(tr("any"), "")
        for value, _, name in _PARTS:
            self.part.addItem(tr(name), value)
        self.needs, self.never, self.wishes = QLineEdit(), QLineEdit(), QLineEdit()
        self._says = (
            (self.needs, tr("Exam names"), tr("chest, lung; CTA, angio")),
            (self.never, tr("Not where it names"), tr("thoracic spine")),
            (self.wishes, tr("Better where it names"), tr("low dose")),
        )
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(tr("Title"), self.title)
        form.addRow(tr("Language of the report"), self.language)
        form.addRow(tr("Description"), self.description)
        form.addRow(tr("Modality"), grid)
        form.addRow(tr("Body part"), self.part)
        for field, name, example in self._says:
            field.setAccessibleName(name)
            field.setPlaceholderText(example)
            form.addRow(name, field)
        said = tr(
            "For which exams it is chosen: one word of each group has to be in the exam’s name; a comma between "
            "words, a semicolon between groups. No modality and no words: for every exam."
        )
        hint = Label(said, wordWrap=True)
        hint.setProperty("role", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(hint)
        column.addStretch(1)
        for line in (self.title, self.description, self.needs, self.never, self.wishes):
            line.textEdited.connect(self._tell)
        self.language.activated.connect(self._tell)
        self.part.activated.connect(self._take_part)

    def load(self, template: Template) -> None:
        self.blockSignals(True)
        self.title.setText(template.title)
        spoken = language_of(template.language)
        self._language = template.language
        self.language.setCurrentIndex(self.language.findData(spoken.tag))
        self.description.setText(template.description)
        parts = {value for value, _, _ in _PARTS}
        chosen = [code for code in template.codes if code.value in parts]
        self._codes = template.codes
        modalities = {_SAME.get(code.value, code.value) for code in template.codes if code.scheme == "DCM"}
        for value, box in self.modalities.items():
            box.setChecked(value in modalities)
        self.part.setCurrentIndex(max(0, self.part.findData(chosen[0].value if chosen else "")))
        self.needs.setText("; ".join(", ".join(group) for group in template.suits.needs))
        self.never.setText(", ".join(template.suits.never))
        self.wishes.setText(", ".join(template.suits.wishes))
        self.blockSignals(False)

    @property
    def spoken(self) -> str:
        """The language, as the file had it where it is still the same one."""
        tag = str(self.language.currentData())
        return self._language if language_of(self._language).tag == tag else {"zh": "zh-CN"}.get(tag, tag)

    @property
    def codes(self) -> tuple[Code, ...]:
        """Those that the form does not offer stay."""
        wanted = {value for value, box in self.modalities.items() if box.isChecked()}
        kept, there = [], set()
        parts, part = {value for value, _, _ in _PARTS}, str(self.part.currentData())
        for code in self._codes:
            same = _SAME.get(code.value, code.value)
            offered = same in self.modalities if code.scheme == "DCM" else code.value in parts
            if not offered or same in wanted or code.value == part:
                kept.append(code)
                there.add(same)
        new = [Code(value, "DCM", name) for value, name in _MODALITIES if value in wanted - there]
        new += [Code(value, "SCT", name) for value, name, _ in _PARTS if value == part and value not in there]
        return (*kept, *new)

    @property
    def suits(self) -> Suits:
        groups = self.needs.text().replace("；", ";").split(";")
        return Suits(
            tuple(filter(None, map(_words, groups))), _words(self.never.text()), _words(self.wishes.text())
        )

    def _take_part(self, _: int) -> None:
        """Where no words are written, those by which exams name the body part."""
        if not self.needs.text().strip():
            self.needs.setText(", ".join(words_of_anatomy(str(self.part.currentData()))))
        self._tell()

    def _tell(self, *_: object) -> None:
        self.edited.emit()


class SectionForm(QWidget):
    """edited: see `title`, `heading`, `required`. Main thread."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._named: Sequence[str] = ()
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Kind"))
        self.title = QLineEdit()
        self.title.setAccessibleName(tr("Title"))
        self.required = QCheckBox(tr("The report needs text in this section"))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(tr("Kind"), self.kind)
        form.addRow(tr("Title"), self.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(self.required)
        column.addStretch(1)
        self.kind.activated.connect(self._take_kind)
        self.title.textEdited.connect(lambda _: self.edited.emit())
        self.required.clicked.connect(lambda _: self.edited.emit())

    def load(self, section: TemplateSection, language: str) -> None:
        spoken = language_of(language).headings
        self.kind.clear()
        for code in _HEADINGS:
            self.kind.addItem(spoken.get(code.value, code.meaning), code)
        known_kind = next((n for n, code in enumerate(_HEADINGS) if code.value == section.heading.value), -1)
        if known_kind < 0 and section.heading.scheme == "LN":
            self.kind.addItem(section.heading.meaning, section.heading)
            known_kind = self.kind.count() - 1
        self.kind.addItem(tr("Another section"), None)
        self.kind.setCurrentIndex(known_kind if known_kind >= 0 else self.kind.count() - 1)
        self.title.setText(section.title)
        self.required.setChecked(section.required)

    @property
    def heading(self) -> Code | None:
        """None for one of its own, by its title."""
        code = self.kind.currentData()
        return code if isinstance(code, Code) else None

    def _take_kind(self, _: int) -> None:
        if self.heading is not None:
            self.title.setText(self.kind.currentText())
        self.edited.emit()


def _words(text: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()).lower() for part in text.replace("，", ",").replace("、", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))
