"""What may be on the screen of a case: everything says whose it is, and is held against whose case it is.

A contradiction is kept off the screen and named; a doubt is, until a person has said once that it is the same
patient. Series are judged by their index, and again image by image as the headers arrive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from reader.core.text import tr
from reader.dicom.attributes import Attributes, text
from reader.dicom.header import BrokenObject, read_header
from reader.study.codec import identity_from, series_from
from reader.study.identity import NOBODY, SAME, Agreement, Comparison, PatientIdentity, compare
from reader.study.model import Series, Study
from reader.study.subjects import subjects


@dataclass(frozen=True)
class Withheld:
    """Something of the case that is kept off the screen because of whom it says it is of.

    title: what it is, as the series column names it. images: how many images of a series that is shown otherwise;
    0 where it is the whole of it. series_uid: "" for a single object, of which uid is the SOP Instance UID.
    """

    title: str
    patient: PatientIdentity
    comparison: Comparison
    series_uid: str = ""
    images: int = 0
    uid: str = ""

    @property
    def is_doubt(self) -> bool:
        """A person can say that it is the same patient."""
        return self.comparison.verdict is Agreement.DOUBT

    @property
    def heading(self) -> str:
        """ "2 · Thorax", "2 · Thorax, images: 3"."""
        return tr("{what}, images: {count}", what=self.title, count=self.images) if self.images else self.title

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(difference.text for difference in self.comparison.differences)

    @property
    def text(self) -> str:
        """ "2 · Thorax: another patient (name Li Na, not Wang Wu)"."""
        how = self.comparison.text
        if self.is_doubt:
            return tr("{what}: possibly another patient ({how})", what=self.heading, how=how)
        return tr("{what}: another patient ({how})", what=self.heading, how=how)


@dataclass(frozen=True)
class Confirmation:
    """A person has said that this identity is the patient's. by: who, as a user reads it."""

    patient: PatientIdentity
    by: str = ""


@dataclass(frozen=True)
class Confirmed:
    """Something of the case that is shown only because a person has said whose it is.

    entry: what it is, and what differs. by: who has said so.
    """

    entry: Withheld
    by: str

    @property
    def decision(self) -> str:
        """ "taken as this patient by Zhou Wei"."""
        return tr("taken as this patient by {name}", name=self.by) if self.by else tr("taken as this patient")

    @property
    def text(self) -> str:
        """ "2 · Thorax: taken as this patient by Zhou Wei (born 1962-03-02, not 1962-02-03)"."""
        how = self.entry.comparison.text
        return tr("{what}: {decision} ({how})", what=self.entry.heading, decision=self.decision, how=how)


class OtherPatient(Exception):
    """An object says it is of somebody else. Raised where it would have been shown."""

    def __init__(self, patient: PatientIdentity, comparison: Comparison) -> None:
        super().__init__(comparison.verdict.value)
        self.patient = patient
        self.comparison = comparison


@dataclass
class Admission:
    """Whose case it is, and which identities a person has said to be the same. Changed on the main thread only.

    expected: as the order states it, completed by the first exam that agrees by itself; nobody until that is known.
    """

    expected: PatientIdentity = NOBODY
    confirmed: tuple[Confirmation, ...] = field(default=())

    def expect(self, patient: PatientIdentity) -> None:
        """Whose case it is. What was confirmed for somebody else counts no more."""
        if patient != self.expected:
            self.expected, self.confirmed = patient, ()

    def confirm(self, patient: PatientIdentity, by: str = "") -> None:
        """A person has said that this is the same patient."""
        if all(said.patient != patient for said in self.confirmed):
            self.confirmed = (*self.confirmed, Confirmation(patient, by))

    def take_back(self, patient: PatientIdentity) -> None:
        """The same person says now that it is not sure: whatever admitted this identity counts no more."""
        self.confirmed = tuple(said for said in self.confirmed if not _covers(said, patient))

    def confirmation_of(self, found: PatientIdentity, *, same_exam: bool = True) -> Confirmation | None:
        """By whose word this identity is admitted; None where it is not, or needs nobody's. Any thread."""
        if compare(self.expected, found, same_exam=same_exam).verdict is not Agreement.DOUBT:
            return None
        return next((said for said in self.confirmed if _covers(said, found)), None)

    def judge(
        self, found: PatientIdentity, *, same_exam: bool = True, near: PatientIdentity | None = None
    ) -> Comparison:
        """Whether it may be shown. near: the identity of the exam around it, which has been admitted. Any thread.

        What agrees with the exam around it, or with what was confirmed, is admitted unless it contradicts.
        """
        result = compare(self.expected, found, same_exam=same_exam)
        if result.verdict is not Agreement.DOUBT:
            return result
        around = near is not None and near.is_stated and compare(near, found, same_exam=True).same
        return SAME if around or self.confirmation_of(found, same_exam=same_exam) is not None else result

    def check(self, found: PatientIdentity, near: PatientIdentity) -> None:
        """Raise `OtherPatient` for an object of an admitted exam that says it is of somebody else. Any thread."""
        result = self.judge(found, near=near)
        if not result.same:
            raise OtherPatient(found, result)

    def sort(
        self, objects: Iterable[bytes], prior: PatientIdentity | None = None
    ) -> tuple[list[bytes], tuple[Withheld, ...]]:
        """Results and reports of the exam: those that may be read, and the others. Any thread.

        prior: of an earlier exam, whose identity this is and which has been admitted. A report is held against whom
        its content names, too. What is no DICOM object passes: whoever reads it says so.
        """
        admitted: list[bytes] = []
        withheld: list[Withheld] = []
        for data in objects:
            try:
                header = read_header(data)
            except BrokenObject:
                admitted.append(data)
                continue
            patient, result = self._judge_object(header, prior)
            if result.same:
                admitted.append(data)
            else:
                what = _title_of(header)
                withheld.append(Withheld(what, patient, result, uid=text(header, 0x00080018)))
        return admitted, tuple(withheld)

    def _judge_object(
        self, header: Attributes, prior: PatientIdentity | None
    ) -> tuple[PatientIdentity, Comparison]:
        """By its header, then by whom its content names. Where one of them is damaged, nobody knows whose it is."""
        patient, same_exam = NOBODY, prior is None
        try:
            patient = identity_from(header)
            result = self.judge(patient, same_exam=same_exam, near=prior)
            for subject in subjects(header) if result.same else ():
                named = subject.completed(patient)
                held = self.judge(named, same_exam=same_exam, near=patient)
                if not held.same:
                    return named, held
        except BrokenObject:
            return patient, compare(self.expected, NOBODY, same_exam=True)
        return patient, result

    def split(self, study: Study) -> tuple[Study, tuple[Withheld, ...]]:
        """The exam with what may be shown of it, and what not.

        A series is judged by its own images' header where that was read, else by what the archive says of the
        exam. The identity of the exam is that of the first image series that is admitted, completed by the order;
        what is admitted by a person's word only names the exam where nothing else does.
        """
        if not self.expected.is_stated and study.patient.is_stated:
            self.expect(study.patient)
        whole = self.judge(study.patient)
        admitted: list[Series] = []
        withheld: list[Withheld] = []
        for series in study.series:
            own = series.patient if series.patient is not None and series.patient.is_stated else None
            result = self.judge(own) if own is not None else whole
            if result.same:
                admitted.append(series)
            else:
                withheld.append(Withheld(title(series), own or study.patient, result, series.series_uid))
        stated = [s.patient for s in sorted(admitted, key=lambda s: not s.is_image) if s.patient is not None]
        known = [p for p in (*stated, *((study.patient,) if whole.same else ())) if p.is_stated]
        sure = [p for p in known if compare(self.expected, p, same_exam=True).same]
        patient = next(iter(sure or known), study.patient if whole.same else self.expected)
        patient = patient.completed(study.patient if study.patient in (sure or known) else NOBODY)
        patient = patient.completed(self.expected)
        if admitted and sure:
            self.expected = self.expected.completed(patient)
        return replace(study, series=tuple(admitted), patient=patient), tuple(withheld)


def _covers(said: Confirmation, found: PatientIdentity) -> bool:
    """Whether what a person has said holds for this identity too."""
    if said.patient == found:
        return True
    return said.patient.is_stated and compare(said.patient, found, same_exam=True).same


def _title_of(header: Attributes) -> str:
    """What an object is called, by its series; of a damaged one what can be read."""
    try:
        return title(series_from(header, ""))
    except BrokenObject:
        return text(header, 0x0008103E) or text(header, 0x00080060)


def title(series: Series) -> str:
    """ "2 · Thorax"."""
    return f"{series.number} · {series.description or series.modality}"
