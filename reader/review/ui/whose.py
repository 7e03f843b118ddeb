"""Whose report it is, for every window that shows one by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from reader.core.qt.plain import Label
from reader.core.text import tr
from reader.dicom.values import clock_text
from reader.report.model import Report
from reader.study.heading import exam_title
from reader.study.identity import patient_id_text, sex_and_age


def whose(report: Report) -> QVBoxLayout:
    """Patient and exam of a report, over what is said of it."""
    subject, patient = report.subject, report.subject.patient
    day = subject.study_when.date() if subject.study_when else None
    name = Label(patient.name.display)
    name.setProperty("role", "title")
    person = " · ".join(
        part
        for part in (
            sex_and_age(patient.sex, patient.age(day)),
            tr("ID {id}", id=patient_id_text(patient)),
            subject.site,
        )
        if part
    )
    exam = " · ".join(
        part
        for part in (
            exam_title(subject.modality, subject.study_description),
            clock_text(subject.study_when),
            tr("Acc {accession}", accession=subject.accession) if subject.accession else "",
        )
        if part
    )
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(name)
    for text in (person, exam):
        column.addWidget(Label(text, wordWrap=True))
    return column
