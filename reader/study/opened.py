"""The exam of the open case and its priors: what of them may be shown, and how far it has arrived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from psygnal import Signal

from reader.core.text import tr
from reader.dicom.values import day_text
from reader.study.admission import Admission, Confirmed, Withheld, title
from reader.study.identity import Comparison, PatientIdentity, compare
from reader.study.model import Series, SeriesState, Study
from reader.study.unshown import Unshown, unshown


@dataclass
class StudyModel:
    """Main thread only. Holds no series that may not be shown: each exam goes through `admission`.

    withheld: what of the exam is kept off the screen, see `Admission`; confirmed: what would be, had nobody said
    that it is the patient's. offered: the exam with all that. used: SOP Instance UIDs of what findings and report
    were read from; None while that is not known. may_decide: whether this user may say whose something is.
    previews: by Series Instance UID, 8-bit grey or RGB pictures of series that were not opened yet;
    preview_came(UID). confirmation_wanted(Withheld): the user says that it is the same patient;
    take_back_wanted(Confirmed): that it is not.
    """

    study: Study
    priors: tuple[Study, ...] = ()
    states: dict[str, SeriesState] = field(default_factory=dict)
    admission: Admission = field(default_factory=Admission)
    used: frozenset[str] | None = None
    may_decide: bool = False

    study_changed = Signal()
    priors_changed = Signal()
    series_changed = Signal(str)
    preview_came = Signal(str)
    withheld_changed = Signal()
    used_changed = Signal()
    confirmation_wanted = Signal(object)
    take_back_wanted = Signal(object)

    def __post_init__(self) -> None:
        self.previews: dict[str, NDArray[np.uint8]] = {}
        self.offered = self.study
        self._offered_priors = self.priors
        self._of_priors: tuple[Withheld, ...] = ()
        self._of_objects: tuple[Withheld, ...] = ()
        self._of_images: dict[str, tuple[Withheld, ...]] = {}
        self._reasons: dict[str, str] = {}
        self._confirmed_inside: tuple[Confirmed, ...] = ()
        self._confirmed_priors: tuple[Confirmed, ...] = ()
        self.study, self._of_series = self.admission.split(self.study)
        self._split_priors()

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        images = (entry for entries in self._of_images.values() for entry in entries)
        return (*self._of_series, *images, *self._of_objects, *self._of_priors)

    @property
    def confirmed(self) -> tuple[Confirmed, ...]:
        if not self.admission.confirmed:
            return ()
        of_series = (self._confirmed_series(series) for series in self.study.series)
        known = (*filter(None, of_series), *self._confirmed_inside, *self._confirmed_priors)
        return tuple(dict.fromkeys(known))

    def confirmed_in(self, series_uid: str) -> tuple[Confirmed, ...]:
        """Of a series of the exam or a prior: all of it, or some of its images."""
        return tuple(one for one in self.confirmed if one.entry.series_uid == series_uid)

    def withheld_behind(self, series_uid: str, sop_instance_uid: str) -> Withheld | None:
        """What an image or result belongs to that is kept off the screen; None where it is not. series_uid: "" if
        unknown."""
        if not self.withheld:
            return None
        alone = next((entry for entry in self._of_objects if entry.uid == sop_instance_uid), None)
        if alone is not None:
            return alone
        series_uid = series_uid or self._series_of(sop_instance_uid)
        failed = {failure.sop_instance_uid for failure in self.state(series_uid).failures}
        own = (entry for entry in self.withheld if series_uid and entry.series_uid == series_uid)
        return next((entry for entry in own if not entry.images or sop_instance_uid in failed), None)

    def set_may_decide(self, may: bool) -> None:
        """Whether this user may say whose something is: where he may write."""
        if may is not self.may_decide:
            self.may_decide = may
            self.withheld_changed.emit()

    def set_study(self, study: Study, *, reading: bool = False) -> None:
        """reading: of what it holds results are about to be read."""
        self.offered = study
        self.used = None if reading else self.used
        self.study, self._of_series = self.admission.split(study)
        self.study_changed.emit()
        self.withheld_changed.emit()

    def put_listed(self, study: Study) -> None:
        """The admitted exam, of whose series more instances are listed now."""
        self.offered = _with_series(self.offered, study.series)
        self.study = _with_series(self.study, study.series)
        self.study_changed.emit()

    def put_preview(self, series_uid: str, picture: NDArray[np.uint8]) -> None:
        """Of a series of the exam or a prior; of one that was taken away meanwhile there is none."""
        if self.find_series(series_uid) is not None:
            self.previews[series_uid] = picture
            self.preview_came.emit(series_uid)

    def set_priors(self, priors: tuple[Study, ...]) -> None:
        """A prior that is not surely the patient's stays without its series until it is confirmed."""
        self._offered_priors = priors
        self._split_priors()
        self.priors_changed.emit()
        self.withheld_changed.emit()

    def put_prior(self, prior: Study) -> None:
        """A prior of which the series are listed now."""
        self.set_priors(tuple(prior if p.study_uid == prior.study_uid else p for p in self._offered_priors))

    def judge_prior(self, prior: Study) -> Comparison:
        """Whether another exam is this patient's."""
        return self.admission.judge(prior.patient, same_exam=False)

    def doubt_of(self, prior: Study) -> Withheld:
        """Another exam that is not surely this patient's, by itself: what of it differs."""
        how = compare(self.admission.expected, prior.patient, same_exam=False)
        return Withheld(_prior_title(prior), prior.patient, how)

    def confirm(self, patient: PatientIdentity, by: str = "") -> None:
        """A person has said that this identity is the patient's: what was kept off the screen for it may come."""
        self.admission.confirm(patient, by)
        self._sort_inside()

    def take_back(self, patient: PatientIdentity) -> None:
        """Nobody says any more that this identity is the patient's: what was admitted for it is kept off again."""
        self.admission.take_back(patient)
        self._sort_inside()

    def _sort_inside(self) -> None:
        """Judge everything again, by what persons say now."""
        images = [entry for entries in self._of_images.values() for entry in entries]
        inside = [*images, *self._of_objects, *(one.entry for one in self._confirmed_inside)]
        said = [(entry, self.admission.confirmation_of(entry.patient)) for entry in inside]
        self._confirmed_inside = tuple(Confirmed(entry, how.by) for entry, how in said if how is not None)
        left = [entry for entry, how in said if how is None]
        self._of_images = {}
        for entry in left:
            if not entry.uid:
                self._of_images[entry.series_uid] = (*self._of_images.get(entry.series_uid, ()), entry)
        self._of_objects = tuple(entry for entry in left if entry.uid)
        self.set_study(self.offered)
        self.set_priors(self._offered_priors)

    def withhold_images(self, series_uid: str, found: Iterable[Withheld]) -> None:
        """Images of a series on the screen that say they are of somebody else; () where there is none."""
        entries = tuple(found)
        if self._of_images.pop(series_uid, ()) or entries:
            self._of_images |= {series_uid: entries} if entries else {}
            self.withheld_changed.emit()

    def withhold_objects(self, found: Iterable[Withheld]) -> None:
        """Results and reports of somebody else, in place of those that were known."""
        self._of_objects = tuple(found)
        self.withheld_changed.emit()

    def set_used(self, used: Iterable[str], reasons: Mapping[str, str] | None = None) -> None:
        """Results and reports of the exam were read: those that said something. reasons: by SOP Instance UID why
        others did not, or not all of them, in words (`Told`)."""
        self.used, self._reasons = frozenset(used), dict(reasons or {})
        self.used_changed.emit()

    def unshown(self, study: Study) -> tuple[Unshown, ...]:
        """What of this exam or prior is neither shown nor read; what is withheld has its own word."""
        told = {entry.uid for entry in self.withheld}
        used = self.used | told if self.used is not None else None
        return unshown(study, used, prior=study.study_uid != self.study.study_uid, reasons=self._reasons)

    def set_state(self, series_uid: str, state: SeriesState) -> None:
        self.states[series_uid] = state
        self.series_changed.emit(series_uid)

    def put_series(self, series: Series) -> None:
        """Take a series of which more is known now (all its instances listed); the exam stays the same."""
        self.offered = _with_series(self.offered, (series,))
        self.study = _with_series(self.study, (series,))
        self.priors = tuple(_with_series(prior, (series,)) for prior in self.priors)
        self._offered_priors = tuple(_with_series(prior, (series,)) for prior in self._offered_priors)
        self.series_changed.emit(series.series_uid)

    def state(self, series_uid: str) -> SeriesState:
        return self.states.get(series_uid, SeriesState())

    def find_series(self, series_uid: str) -> Series | None:
        for study in (self.study, *self.priors):
            for series in study.series:
                if series.series_uid == series_uid:
                    return series
        return None

    def _confirmed_series(self, series: Series) -> Confirmed | None:
        """A series of the exam, where it is shown by a person's word."""
        own = series.patient if series.patient is not None and series.patient.is_stated else self.offered.patient
        said = self.admission.confirmation_of(own)
        if said is None:
            return None
        how = compare(self.admission.expected, own, same_exam=True)
        return Confirmed(Withheld(title(series), own, how, series.series_uid), said.by)

    def _series_of(self, sop_instance_uid: str) -> str:
        """Of an image of the exam or its priors, also of what is withheld; "" where it is not listed."""
        every = (series for study in (self.offered, *self._offered_priors) for series in study.series)
        has = (s for s in every if any(i.sop_instance_uid == sop_instance_uid for i in s.instances))
        return next((series.series_uid for series in has), "")

    def _split_priors(self) -> None:
        found: list[Withheld] = []
        confirmed: list[Confirmed] = []
        self.priors = tuple(self._admitted_prior(prior, found, confirmed) for prior in self._offered_priors)
        self._of_priors, self._confirmed_priors = tuple(found), tuple(confirmed)

    def _admitted_prior(self, prior: Study, withheld: list[Withheld], confirmed: list[Confirmed]) -> Study:
        if not self.judge_prior(prior).same:
            return replace(prior, series=())
        if (said := self.admission.confirmation_of(prior.patient, same_exam=False)) is not None:
            confirmed.append(Confirmed(self.doubt_of(prior), said.by))
        admitted = []
        for series in prior.series:
            own = series.patient or prior.patient
            result = self.admission.judge(own, same_exam=False, near=prior.patient)
            name = f"{_prior_title(prior)} · {title(series)}"
            if not result.same:
                withheld.append(Withheld(name, own, result, series.series_uid))
                continue
            admitted.append(series)
            word = self.admission.confirmation_of(own, same_exam=False)
            if word is not None and said is None:
                how = compare(self.admission.expected, own, same_exam=False)
                confirmed.append(Confirmed(Withheld(name, own, how, series.series_uid), word.by))
        return replace(prior, series=tuple(admitted))


def _prior_title(prior: Study) -> str:
    return tr("Prior {date}", date=day_text(prior.when)).rstrip()


def _with_series(study: Study, found: Iterable[Series]) -> Study:
    known = {series.series_uid: series for series in found}
    if not any(series.series_uid in known for series in study.series):
        return study
    return replace(study, series=tuple(known.get(series.series_uid, series) for series in study.series))
