"""Which of the patient's earlier exams matter for this one."""

from __future__ import annotations

from collections.abc import Sequence

from reader.study.identity import compare
from reader.study.model import Series, Study


def by_relevance(study: Study, priors: Sequence[Study]) -> list[Study]:
    """The priors that a reader would open first: same region and modality, then one of the two, the latest first.

    Exams that may be of another person are left out.
    """

    def rank(prior: Study) -> tuple[int, float]:
        same = 2 * _same_region(study, prior) + bool(set(prior.modalities) & set(study.modalities))
        moment = prior.when.replace(tzinfo=None).timestamp() if prior.when else 0.0
        return (-same, -moment)

    same = (prior for prior in priors if compare(study.patient, prior.patient, same_exam=False).same)
    return sorted(same, key=rank)


def matching_series(prior: Study, study: Study) -> Series | None:
    """The series of a prior to put beside this exam: of the same modality, the one with the most images."""
    images = [series for series in prior.series if series.is_image]
    same = [series for series in images if series.modality in study.modalities] or images
    return max(same, key=lambda series: series.picture_count, default=None)


def _same_region(study: Study, prior: Study) -> bool:
    if study.body_part and prior.body_part:
        return study.body_part.casefold() == prior.body_part.casefold()
    mine, theirs = (set(entry.description.casefold().split()) for entry in (study, prior))
    return bool(mine & theirs)
