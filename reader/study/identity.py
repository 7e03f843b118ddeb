"""Who the pictures are of: one line for every group of viewports, from the Study object itself (safety rule 2)."""

from __future__ import annotations

from reader.core.text import tr
from reader.study.model import PatientIdentity, Study


def sex_text(sex: str) -> str:
    """The patient's sex as a reading room writes it; "" where it is not known."""
    return {"M": tr("M"), "F": tr("F"), "O": tr("Other")}.get(sex.upper(), "")


def age_text(age: str) -> str:
    """ "56", "14 mo", "12 d" from the short forms of `age_at`."""
    if age.endswith("M"):
        return tr("{n} mo", n=age[:-1])
    if age.endswith("D"):
        return tr("{n} d", n=age[:-1])
    return age


def sex_and_age(sex: str, age: str) -> str:
    """ "M 56", "F 14 mo", as far as it is known. age: as `age_at` gives it."""
    return " ".join(part for part in (sex_text(sex), age_text(age)) if part)


def patient_id_text(patient: PatientIdentity) -> str:
    """ "00314@Xihu": an ID counts only with its issuer."""
    if not patient.patient_id:
        return tr("no ID")
    return f"{patient.patient_id}@{patient.issuer}" if patient.issuer else patient.patient_id


def identity_parts(study: Study) -> tuple[str, str]:
    """The name, and the rest: "M 56 · ID 00314@Xihu · 2026-01-01 09:12 · Xihu Hospital · CT chest"."""
    patient = study.patient
    name = patient.name.display or tr("No name")
    who = sex_and_age(patient.sex, study.age)
    when = study.when.strftime("%Y-%m-%d %H:%M") if study.when else tr("no date")
    parts = (who, tr("ID {id}", id=patient_id_text(patient)), when, study.site, study.description)
    return name, " · ".join(part for part in parts if part)


def same_person(first: Study, second: Study) -> bool:
    """True where issuer and ID say so; exams of different issuers have to be compared by a person."""
    return first.patient.key == second.patient.key and bool(first.patient.patient_id)
