"""Who the pictures are of: one line for every group of viewports, from the Study object itself (safety rule 2)."""

from __future__ import annotations

import re

from reader.core.text import tr
from reader.dicom.values import clock_text
from reader.study.identity import patient_id_text, sex_and_age
from reader.study.model import Study


def identity_parts(study: Study) -> tuple[str, str]:
    """The name, and the rest: "M 56 · ID 00314@Xihu · 2026-01-01 09:12 · Xihu Hospital · CT chest"."""
    patient = study.patient
    name = patient.name.display or tr("No name")
    who = sex_and_age(patient.sex, study.age)
    when = clock_text(study.when) or tr("no date")
    parts = (who, tr("ID {id}", id=patient_id_text(patient)), when, study.site, study.description)
    return name, " · ".join(part for part in parts if part)


def exam_title(modality: str, description: str) -> str:
    """The exam with its modality, said once: "CT chest, plain", "CT Chest", "胸部CT平扫"."""
    named = modality and re.search(rf"(?<![A-Za-z]){re.escape(modality)}(?![A-Za-z])", description, re.IGNORECASE)
    return description if named else f"{modality} {description}".strip()
