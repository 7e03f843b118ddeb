"""What the report panel shows with a template that is edited: the panel itself, for an exam to try it on."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QVBoxLayout, QWidget

from reader.core.qt.plain import Label
from reader.core.text import tr
from reader.dicom.values import Code, Person, PersonName
from reader.findings.model import FindingsModel
from reader.report.model import DraftModel, Report, Subject
from reader.report.mrrt.model import Situation, Template
from reader.report.template_draft import filled_in
from reader.report.ui.panel import ReportPanel
from reader.study.identity import PatientIdentity

_NOBODY = Person(PersonName(""), "", Code("", "", ""))


class TemplatePreview(QWidget):
    """Read only. Main thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._template: Template | None = None
        self._shape: object = None
        self.panel: ReportPanel | None = None
        self._gone: ReportPanel | None = None
        head = Label(tr("Preview"))
        head.setProperty("role", "title")
        self.sex = _combo(tr("Patient"), (("", tr("any patient")), ("F", tr("a woman")), ("M", tr("a man"))))
        contrast = (("", tr("contrast not known")), ("no", tr("without contrast")), ("yes", tr("with contrast")))
        self.contrast = _combo(tr("Contrast"), contrast)
        self.prior = QCheckBox(tr("With a prior"))
        self.offered = QCheckBox(tr("All sentences on offer"))
        top = QGridLayout()
        top.setHorizontalSpacing(8)
        top.setVerticalSpacing(4)
        top.addWidget(self.sex, 0, 0)
        top.addWidget(self.contrast, 0, 1)
        top.addWidget(self.prior, 1, 0)
        top.addWidget(self.offered, 1, 1)
        top.setColumnStretch(1, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(head)
        self._column.addLayout(top)
        for combo in (self.sex, self.contrast):
            combo.currentIndexChanged.connect(self._again)
        for box in (self.prior, self.offered):
            box.toggled.connect(self._again)

    def show_template(self, template: Template) -> None:
        """One that can be used."""
        self._template = template
        report = filled_in(self._empty(template), template, self._known(), offered=self.offered.isChecked())
        shape = [(section.key, section.title, section.required) for section in report.sections]
        if self.panel is None or shape != self._shape:
            self._build(report, template)
            self._shape = shape
        else:
            self._draft.set_read_only(False)
            self._draft.set_report(report)
            self._draft.set_read_only(True)

    def release(self) -> None:
        if self.panel is not None:
            self.panel.release()

    def _again(self) -> None:
        if self._template is not None:
            self.show_template(self._template)

    def _build(self, report: Report, template: Template) -> None:
        self._draft = DraftModel(report, read_only=True)
        panel = ReportPanel(self._draft, FindingsModel(()), templates=(template,))
        if self._gone is not None:
            self._gone.deleteLater()
        self._gone = self.panel  # whoever has just been in it may still ask it something
        if self.panel is not None:
            self.panel.release()
            self._column.removeWidget(self.panel)
            self.panel.hide()
        self.panel = panel
        self._column.addWidget(panel, 1)

    def _empty(self, template: Template) -> Report:
        sex = str(self.sex.currentData())
        modality = next((code.value for code in template.codes if code.scheme == "DCM"), "")
        patient = PatientIdentity(PersonName(""), "", "", sex, None)
        return template.new_report(Subject(patient, "", "", None, template.title, "", modality, ""), _NOBODY)

    def _known(self) -> Situation:
        facts = {"pelvis": "yes", "exam.date": date.today().isoformat(), "exam.description": "…"}
        if contrast := str(self.contrast.currentData()):
            facts["contrast"] = contrast
        if self.prior.isChecked():
            when = (date.today() - timedelta(days=180)).isoformat()
            facts |= {"prior": "yes", "prior.date": when, "prior.description": "…"}
        else:
            facts["prior"] = "no"
        return Situation(str(self.sex.currentData()), facts=facts)


def _combo(name: str, choices: tuple[tuple[str, str], ...]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    for value, text in choices:
        combo.addItem(text, value)
    return combo
