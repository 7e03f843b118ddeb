"""Who the pictures are of: one line for every group of viewports, from the Study object itself (safety rule 2)."""

from __future__ import annotations

import re

from reader.core.text import tr
from reader.dicom.values import clock_text
from reader.study.identity import patient_id_text, sex_and_age
from reader.study.model import Series, Study


def identity_parts(study: Study) -> tuple[str, str]:
    """The name, and the rest: "M 56 · ID 00314@Xihu · 2026-01-01 09:12 · Xihu Hospital · CT chest"."""
    name, who, number, when, where = _identity(study)
    return name, _joined(who, number, when, where)


def comparison_parts(study: Study) -> tuple[str, str, str]:
    """The same where exams are side by side, what tells them apart first: the name, "2026-01-01 09:12 · M 56", the
    rest."""
    name, who, number, when, where = _identity(study)
    return name, _joined(when, who), _joined(number, where)


def _identity(study: Study) -> tuple[str, str, str, str, str]:
    patient = study.patient
    name = patient.name.display or tr("No name")
    when = clock_text(study.when) or tr("no date")
    number = tr("ID {id}", id=patient_id_text(patient))
    return name, sex_and_age(patient.sex, study.age), number, when, _joined(study.site, study.description)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def series_title(series: Series) -> str:
    """What it is called in a sentence: its description, else "CT 3"."""
    return series.description or f"{series.modality} {series.number}"


_RADIOGRAPHY = ("DX", "CR", "DR", "XR")
_ALSO_CALLED = {"DX": _RADIOGRAPHY, "CR": _RADIOGRAPHY, "PT": ("PT", "PET"), "MR": ("MR", "MRI")}


def exam_title(modality: str, description: str) -> str:
    """The exam with its modality, said once: "CT chest, plain", "CT Chest", "胸部CT平扫"."""
    words = "|".join(map(re.escape, _ALSO_CALLED.get(modality, (modality,))))
    named = modality and re.search(rf"(?<![A-Za-z])({words})(?![A-Za-z])", description, re.IGNORECASE)
    return description if named else f"{modality} {description}".strip()
