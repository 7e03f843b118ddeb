"""The exam of the open case and its priors: what of them may be shown, and how far it has arrived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from psygnal import Signal

from reader.core.text import tr
from reader.dicom.values import day_text
from reader.study.admission import Admission, Withheld, title
from reader.study.identity import Comparison, PatientIdentity
from reader.study.model import Series, SeriesState, Study
from reader.study.unshown import Unshown, unshown


@dataclass
class StudyModel:
    """Main thread only. Holds no series that may not be shown: each exam goes through `admission`.

    withheld: what of the exam is kept off the screen, see `Admission`. offered: the exam with that. used: SOP
    Instance UIDs of what findings and report were read from; None while that is not known.
    confirmation_wanted(Withheld): the user says that it is the same patient.
    """

    study: Study
    priors: tuple[Study, ...] = ()
    states: dict[str, SeriesState] = field(default_factory=dict)
    admission: Admission = field(default_factory=Admission)
    used: frozenset[str] | None = None

    study_changed = Signal()
    priors_changed = Signal()
    series_changed = Signal(str)
    withheld_changed = Signal()
    used_changed = Signal()
    confirmation_wanted = Signal(object)

    def __post_init__(self) -> None:
        self.offered = self.study
        self._offered_priors = self.priors
        self._of_priors: tuple[Withheld, ...] = ()
        self._of_objects: tuple[Withheld, ...] = ()
        self._of_images: dict[str, tuple[Withheld, ...]] = {}
        self.study, self._of_series = self.admission.split(self.study)
        self._split_priors()

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        images = (entry for entries in self._of_images.values() for entry in entries)
        return (*self._of_series, *images, *self._of_objects, *self._of_priors)

    def set_study(self, study: Study) -> None:
        self.offered = study
        self.study, self._of_series = self.admission.split(study)
        self.study_changed.emit()
        self.withheld_changed.emit()

    def put_listed(self, study: Study) -> None:
        """The admitted exam, of whose series more instances are listed now."""
        self.offered = _with_series(self.offered, study.series)
        self.study = _with_series(self.study, study.series)
        self.study_changed.emit()

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

    def confirm(self, patient: PatientIdentity) -> None:
        """A person has said that this identity is the patient's: what was kept off the screen for it may come."""
        self.admission.confirm(patient)
        self._of_images = {
            uid: left
            for uid, entries in self._of_images.items()
            if (left := tuple(entry for entry in entries if not self.admission.judge(entry.patient).same))
        }
        self._of_objects = tuple(e for e in self._of_objects if not self.admission.judge(e.patient).same)
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

    def set_used(self, used: Iterable[str]) -> None:
        """Results and reports of the exam were read: those that said something."""
        self.used = frozenset(used)
        self.used_changed.emit()

    def unshown(self, study: Study) -> tuple[Unshown, ...]:
        """What of this exam or prior is neither shown nor read; what is withheld has its own word."""
        told = {entry.uid for entry in self.withheld}
        used = self.used | told if self.used is not None else None
        return unshown(study, used, prior=study.study_uid != self.study.study_uid)

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

    def _split_priors(self) -> None:
        found: list[Withheld] = []
        self.priors = tuple(self._admitted_prior(prior, found) for prior in self._offered_priors)
        self._of_priors = tuple(found)

    def _admitted_prior(self, prior: Study, withheld: list[Withheld]) -> Study:
        if not self.judge_prior(prior).same:
            return replace(prior, series=())
        admitted = []
        for series in prior.series:
            result = self.admission.judge(series.patient or prior.patient, same_exam=False, near=prior.patient)
            if result.same:
                admitted.append(series)
            else:
                what = tr("Prior {date}", date=day_text(prior.when)).rstrip()
                name = f"{what} · {title(series)}"
                withheld.append(Withheld(name, series.patient or prior.patient, result, series.series_uid))
        return replace(prior, series=tuple(admitted))


def _with_series(study: Study, found: Iterable[Series]) -> Study:
    known = {series.series_uid: series for series in found}
    if not any(series.series_uid in known for series in study.series):
        return study
    return replace(study, series=tuple(known.get(series.series_uid, series) for series in study.series))
