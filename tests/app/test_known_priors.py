"""Which of the exams that were found for a patient are earlier ones to compare with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from reader.app.case import Case
from reader.app.known_priors import known_priors
from reader.study.identity import PatientIdentity
from reader.study.model import Series, Study
from reader.study.opened import StudyModel
from reader.views.seen import Seen
from tests.review.conftest import make_study

EXAM = make_study()
DAY = timedelta(days=1)


def prior(number: int, days: int, *modalities: str, patient: PatientIdentity = EXAM.patient) -> Study:
    assert EXAM.when is not None
    series = (Series(f"2.25.{number}", f"2.25.9{number}", (modalities or ("CT",))[0], 1),)
    return replace(
        EXAM, study_uid=f"2.25.9{number}", when=EXAM.when + days * DAY, modalities=modalities, series=series,
        patient=patient, description=f"exam {number}",
    )  # fmt: skip


def known(*priors: Study, seen: str = "") -> list[tuple[str, bool]]:
    views = Seen()
    if seen:
        views.add(seen, {("2.25.1", 1)})
    model = StudyModel(EXAM)
    model.admission.expect(EXAM.patient)
    model.set_priors(priors)
    case: Any = SimpleNamespace(study=model, views=SimpleNamespace(viewed=views))
    return [(one.description, one.seen) for one in known_priors(cast(Case, case))]


def test_only_earlier_exams_of_the_patient_that_hold_images() -> None:
    name = replace(EXAM.patient.name, alphabetic="X^Y")
    other = replace(EXAM.patient, patient_id="99999", birth_date=None, name=name)
    every = (
        prior(1, -30, "CT"), prior(2, 2, "CT"), prior(3, -9, "SR"), prior(4, -9, "CT", patient=other),
        prior(5, -9, "MR", "SR"), prior(6, -9),
    )  # fmt: skip
    assert known(*every) == [("exam 1", False), ("exam 5", False), ("exam 6", False)]


def test_it_was_looked_at_by_a_series_or_in_a_case_that_was_left() -> None:
    one = prior(1, -30, "CT")
    assert known(one, seen="2.25.1") == [("exam 1", True)]
    assert known(replace(one, series=()), seen="2.25.91") == [("exam 1", True)]
    assert known(replace(one, series=()), seen="2.25.1") == [("exam 1", False)]
