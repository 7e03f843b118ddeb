"""One open case with its report panel, shown: what the tests of the panel drive."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reader.dicom.values import Code
from reader.findings.model import FindingsModel, Observer, Source, Status
from reader.report.model import FINDINGS, DraftModel, Section, Statement
from reader.report.template import choose_template
from reader.report.ui.editor import SectionEditor
from reader.report.ui.marks import Mark
from reader.report.ui.panel import ReportPanel
from reader.study.numbering import ImageNumber
from tests.report.examples import LI, SUBJECT, nodule

ME = Source(Observer.PERSON, "Li Na")
AI_LINE = "右肺上叶见结节，大小约16mm×11mm（图像116）。"
LEFT_LOWER = Code("41224006", "SCT", "Lower lobe of left lung")


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


class Room:
    """One open case: models, panel, and the editor of the findings."""

    def __init__(self, qtbot: QtBot, language: str = "zh") -> None:
        template = choose_template("CT", "CHEST", language)
        self.draft = DraftModel(template.new_report(SUBJECT, LI))
        self.findings = FindingsModel(
            (nodule("2.25.5"), nodule("2.25.6", source=ME), nodule("2.25.7", Status.PROPOSED))
        )
        self.panel = ReportPanel(self.draft, self.findings, image_number=lambda image: ImageNumber(116))
        qtbot.addWidget(self.panel)
        self.panel.resize(380, 900)
        self.panel.show()
        qtbot.waitExposed(self.panel)
        self.panel.activateWindow()
        editor = self.panel.editor(FINDINGS)
        assert editor is not None
        self.editor: SectionEditor = editor

    @property
    def lines(self) -> list[str]:
        return [statement.text for statement in self.draft.report.section(FINDINGS).statements]

    @property
    def section(self) -> Section:
        return self.draft.report.section(FINDINGS)

    @property
    def said(self) -> tuple[Statement, ...]:
        return self.section.statements

    @property
    def marks(self) -> list[Mark]:
        return [self.editor.state_of(statement).mark for statement in self.editor.statements()]

    @property
    def links(self) -> list[tuple[str, ...]]:
        return [statement.finding_uids for statement in self.draft.report.section(FINDINGS).statements]
