"""Which hanging protocol an exam has, and which of its series and images hang where. Plain values; any thread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from reader.study.model import Instance, Series, Study
from reader.views.hanging.protocol import Condition, Each, Protocol, Selector, Stage

_SIDES = {
    "R": ("right", "rt", "r", "rcc", "rmlo", "rml", "右", "右侧", "dx"),
    "L": ("left", "lt", "l", "lcc", "lmlo", "lml", "左", "左侧"),
}
BY_IMAGE = frozenset(("DX", "CR", "DR", "MG", "IO", "RG"))
"""Modalities whose images hang one by one, however they are put into series."""
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_AXES = {0: "sagittal", 1: "coronal", 2: "axial"}


@dataclass(frozen=True)
class Candidate:
    """What can hang in a pane. instance: the one image, None for the whole series."""

    study: Study
    series: Series
    instance: Instance | None = None

    @property
    def key(self) -> tuple[str, str]:
        return (self.series.series_uid, self.instance.sop_instance_uid if self.instance is not None else "")

    @property
    def sample(self) -> Instance | None:
        """What is asked for what an image alone tells."""
        listed = self.series.pictures
        return self.instance or (listed[len(listed) // 2] if listed else None)

    @property
    def images(self) -> int:
        if self.instance is not None:
            return self.instance.frames
        return max(self.series.picture_count, sum(instance.frames for instance in self.series.pictures))

    @property
    def words(self) -> str:
        """What describes it, in lower case."""
        return _plain(self.series.description)

    @property
    def about(self) -> str:
        """What says which region it is of."""
        study = self.study
        return _plain(f"{self.series.body_part} {study.body_part} {study.description} {self.series.description}")


Hung = Mapping[int, Candidate]
"""What hangs, by the number of its selector."""


def choose(protocols: Iterable[Protocol], study: Study) -> list[Protocol]:
    """Those that are for an exam and can show something of it, the most fitting first."""
    found = []
    for protocol in protocols:
        fits = [exam for exam in _exams(study) if meets(protocol.exam, exam)]
        if fits and first_stage(protocol, study) is not None:
            rank = max(sum(w.rank for w in protocol.wishes if meets(w.condition, exam)) for exam in fits)
            found.append((rank + _strictness(protocol.exam), protocol))
    return [protocol for _, protocol in sorted(found, key=lambda entry: -entry[0])]


def relevant(protocol: Protocol, study: Study, priors: Sequence[Study]) -> list[Study]:
    """Earlier exams that can hang beside this one, as they are ordered: of one of its modalities and its region."""
    words = protocol.exam.body_part
    found = []
    for prior in priors:
        about = _plain(f"{prior.body_part} {prior.description}")
        if set(prior.modalities) & set(study.modalities) and (not words or not about or _has_word(about, words)):
            found.append(prior)
    return found


def first_stage(protocol: Protocol, study: Study) -> int | None:
    """The first stage that this exam, without its priors, can fill."""
    numbers = range(len(protocol.stages))
    return next((n for n in numbers if fill(protocol.stages[n], study) is not None), None)


def fill(stage: Stage, study: Study, priors: Sequence[Study] = ()) -> Hung | None:
    """What hangs where; None where something that is needed is not there. priors: the newest first, with their
    series."""
    scored = []
    for number, selector in enumerate(stage.selectors):
        exam = study if selector.prior == 0 else _at(priors, selector.prior - 1)
        for place, candidate in enumerate(_candidates(selector, exam) if exam is not None else ()):
            score = _score(selector, candidate)
            if score is not None:
                scored.append((-score, number, place, candidate))
    hung: dict[int, Candidate] = {}
    taken: set[tuple[str, str]] = set()
    for _, number, _, candidate in sorted(scored, key=lambda entry: entry[:3]):
        if number not in hung and candidate.key not in taken:
            hung[number] = candidate
            taken.add(candidate.key)
    needed = {number for number, selector in enumerate(stage.selectors) if selector.needed}
    exams = {selector.prior for selector in stage.selectors}
    return hung if needed <= set(hung) and exams == {stage.selectors[number].prior for number in hung} else None


def meets(asked: Condition, candidate: Candidate) -> bool:
    """Whether it is all that is asked."""
    series, sample = candidate.series, candidate.sample
    traits = sample.traits_of(1) if sample is not None else None
    return (
        (not asked.modality or series.modality in asked.modality)
        and (not asked.body_part or _has_word(candidate.about, asked.body_part))
        and (not asked.description or _has_word(candidate.words, asked.description))
        and (not asked.plane or plane_of(candidate) == asked.plane)
        and (not asked.view or view_of(candidate) in asked.view)
        and (not asked.laterality or side_of(candidate) == asked.laterality)
        and (not asked.image_type or not set(asked.image_type).isdisjoint(sample.image_type if sample else ()))
        and (asked.contrast is None or bool(traits and traits.contrast) is asked.contrast)
        and (asked.b_value is None or _within(traits.b_value if traits else None, asked.b_value))
        and (asked.echo is None or _within(traits.echo if traits else None, asked.echo))
        and (asked.images is None or asked.images[0] <= candidate.images <= asked.images[1])
        and (not asked.site or is_of_site(candidate.study.patient.issuer, candidate.study.site, asked.site))
        and (not asked.department or _has_word(_plain(candidate.study.department), asked.department))
    )


def is_of_site(issuer: str, institution: str, sites: Iterable[str]) -> bool:
    """Whether an exam whose patient's ID is of this issuer was made in one of these hospitals."""
    by_id, by_name = _plain(issuer), _plain(institution)
    return any(_plain(site) in (by_id, by_name) or _has_word(by_name, (site,)) for site in sites)


def plane_of(candidate: Candidate) -> str:
    """The plane that it was taken in, by the largest part of its normal; "" where no position is known."""
    sample = candidate.sample
    plane = sample.planes[0] if sample is not None and sample.planes else None
    if plane is None:
        return ""
    normal = np.abs(np.cross(plane.row, plane.column))
    return _AXES[int(np.argmax(normal))] if normal.any() else ""


def view_of(candidate: Candidate) -> str:
    """The view position that the image states, else one that its series is called by."""
    sample = candidate.sample
    if sample is not None and sample.view:
        return sample.view.upper()
    known = ("MLO", "CC", "LATERAL", "LAT", "LL", "RL", "PA", "AP")
    words = re.findall(r"[a-z]+", candidate.words)
    return next((view for view in known if view.lower() in words or f"r{view.lower()}" in words
                 or f"l{view.lower()}" in words), "")  # fmt: skip


def side_of(candidate: Candidate) -> str:
    """ "R" or "L", as the image states, else as its series is called; "" where that is not known."""
    sample = candidate.sample
    if sample is not None and sample.laterality in ("R", "L"):
        return sample.laterality
    sides = [side for side, words in _SIDES.items() if _has_word(candidate.words, words)]
    return sides[0] if len(sides) == 1 else ""


def is_of_region(description: str, words: Sequence[str]) -> bool:
    """Whether an exam that is described so is of the region that one of these words names; of any without words."""
    return not words or _has_word(_plain(description), words)


def pictured(study: Study) -> list[Series]:
    """The series of an exam that can hang."""
    return [series for series in study.series if series.is_image and (series.expected or series.instances)]


def _candidates(selector: Selector, study: Study) -> list[Candidate]:
    pictures = pictured(study)
    if selector.each is Each.SERIES:
        return [Candidate(study, series) for series in pictures]
    return [Candidate(study, series, instance) for series in pictures for instance in series.pictures]


def _exams(study: Study) -> list[Candidate]:
    """Each series stands for the exam: one that fits is enough."""
    return [Candidate(study, series) for series in study.series if series.is_image]


def _score(selector: Selector, candidate: Candidate) -> float | None:
    """How well it is what a selector means; None for not at all. Of equal series that with more
    images counts more, a little; of equal images the earlier one."""
    if not meets(selector.must, candidate) or any(meets(never, candidate) for never in selector.never):
        return None
    ranks = [wish.rank for wish in selector.wishes if meets(wish.condition, candidate)]
    if selector.wishes and not ranks:
        return None
    more = 0 if candidate.instance is not None else min(candidate.images, 10_000)
    return sum(ranks) + more * 1e-5


def _strictness(exam: Condition) -> int:
    """Of two protocols the one that asks for more of an exam is the more fitting."""
    lesser = (exam.laterality, exam.site, exam.department)
    return 10 * bool(exam.body_part) + 10 * bool(exam.description) + 5 * sum(map(bool, lesser))


def _at(priors: Sequence[Study], number: int) -> Study | None:
    return priors[number] if number < len(priors) else None


def _within(value: float | None, bounds: tuple[float, float]) -> bool:
    return value is not None and bounds[0] <= value <= bounds[1]


@lru_cache(maxsize=4096)
def _plain_word(word: str) -> str:
    return _plain(word)


def _plain(text: str) -> str:
    return " ".join(re.split(r"[\s_^]+", text.casefold())).strip()


def _has_word(text: str, words: Iterable[str]) -> bool:
    return any(_stands_in(text, word) for word in words)


def _stands_in(text: str, word: str) -> bool:
    """Latin words as whole words, with a number behind them or not; Chinese ones anywhere."""
    plain, whole, at = _plain_word(word), word.isascii(), -1
    while (at := text.find(plain, at + 1)) >= 0:
        end = at + len(plain)
        if not whole or not (text[at - 1 : at] in _LATIN or text[end : end + 1] in _LATIN):
            return True
    return False
