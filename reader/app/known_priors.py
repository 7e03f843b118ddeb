"""The earlier exams of an opened case that are surely its patient's, and which of them were looked at. No Qt."""

from __future__ import annotations

from datetime import datetime

from reader.app.case import Case
from reader.report.modality import kinds
from reader.review.priors import Prior
from reader.study.model import Study


def known_priors(case: Case) -> tuple[Prior, ...]:
    """The latest first; what was made after the exam is no prior, and what holds no images neither. Main thread."""
    exam = case.study.study
    earlier = (p for p in case.study.priors if _is_before(p.when, exam.when) and case.study.judge_prior(p).same)
    return tuple(prior_of(case, p) for p in earlier if kinds(p.modalities) or not p.modalities)


def prior_of(case: Case, prior: Study) -> Prior:
    pictures = tuple(one for one in prior.modalities if kinds((one,)))
    when = prior.when.date() if prior.when is not None else None
    return Prior(when, pictures, prior.description, seen=was_seen(case, prior))


def was_seen(case: Case, prior: Study) -> bool:
    """Whether any of its images was on the screen of this user, today or before (`SeenImages`)."""
    uids = (prior.study_uid, *(series.series_uid for series in prior.series))
    return any(case.views.viewed.entries(uid) for uid in uids)


def _is_before(when: datetime | None, exam: datetime | None) -> bool:
    return when is None or exam is None or when.replace(tzinfo=None) <= exam.replace(tzinfo=None)
