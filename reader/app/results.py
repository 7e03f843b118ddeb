"""What lies in an exam beside its images: findings of algorithms and persons, and reports. No Qt; main thread."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from reader.app.case import Case
from reader.app.own_objects import show_saved
from reader.app.presenter import WITHHELD, Level, Message, Presenter
from reader.app.workplace import CasePlace
from reader.core.tasks import Progress
from reader.core.text import Told, tr
from reader.dicom.objects import READ
from reader.findings.codec import FindingsRead, read_alone, read_objects
from reader.findings.model import Finding, FindingsModel, Status
from reader.review.doubts import of_unsound, of_unsound_result
from reader.review.evidence import without
from reader.review.history import History, evidence_of, read_versions
from reader.review.model import ReportState, ReportVersion, Unsound
from reader.study.admission import Withheld
from reader.study.model import Series, Study
from reader.views.states.codec import StatesRead, read_states


class Reports(NamedTuple):
    """The reports of an exam. stored: the findings of each measurement report that a version is built on;
    findings: those that are not of an earlier version."""

    versions: tuple[ReportVersion, ...]
    stored: Mapping[str, tuple[Finding, ...]]
    findings: tuple[Finding, ...]


class _Read(NamedTuple):
    """exam: with every instance listed; withheld: results of somebody else; unread: why reports can't be; unsound:
    what is not shown for its signature; replaced: SOP Instance UIDs of what no report is built on any more."""

    exam: Study
    findings: FindingsRead
    reports: Reports
    withheld: tuple[Withheld, ...]
    unread: tuple[str, ...] = ()
    states: StatesRead = StatesRead()
    unsound: tuple[Unsound, ...] = ()
    replaced: frozenset[str] = frozenset()


Take = Callable[[Reports | None], Iterable[str]]
"""Gets the reports before the findings are shown, None where they can't be fetched; the SOP Instance UIDs of those
that it shows."""


WorkedOn = Callable[[tuple[ReportVersion, ...]], History | None]


def _nothing(_: tuple[ReportVersion, ...]) -> None:
    return None


def _leave_alone(_: Reports | None) -> Iterable[str]:
    return ()


class ExamResults:
    """Shows what was found. What becomes of the reports is for whoever asks (`fetch`); alone it leaves them."""

    def __init__(self, place: CasePlace, presenter: Presenter) -> None:
        self._place, self._presenter = place, presenter

    def begin(self, case: Case, study: Study) -> None:
        """It is known what the exam holds, and who may write in the case."""
        self.fetch(case, study)

    def again(self, case: Case, then: Callable[[], None] = lambda: None) -> None:
        """Results that were kept off the screen may be shown now, or have come. then: read, or can't be."""
        self.fetch(case, case.study.study, then=then)

    def without_exam(self, case: Case) -> None:
        """The exam could not be opened."""
        case.findings.set_results((), ())

    def _say_withheld(self, entry: Withheld) -> None:
        what, why = Told(lambda: tr("A result is not shown.")), Told(lambda: entry.text)
        self._presenter.tell(Message(what, why, level=Level.WARNING, about=WITHHELD))

    def _say_unsound(self, read: _Read, shown: Iterable[str]) -> None:
        """What is not shown for its signature. Whoever shows a report says it of what that is built on."""
        shown = frozenset(shown)
        versions = (v for v in read.reports.versions if v.reference.sop_instance_uid in shown)
        said = {*read.replaced, *(one.uid for version in versions for one in version.unsound)}
        for one in read.unsound:
            if one.uid not in said:
                hint = Told(lambda: tr("Don’t rely on it; tell your administrator."))
                what = Told(partial(of_unsound_result, one))
                self._presenter.tell(Message(what, hint, level=Level.WARNING))

    def fetch(
        self,
        case: Case,
        study: Study,
        take: Take = _leave_alone,
        sent: tuple[bytes, ...] = (),
        then: Callable[[], None] = lambda: None,
        worked_on: WorkedOn = _nothing,
        hidden: Collection[str] = (),
    ) -> None:
        """Fetch what findings and reports are read from, with the full index that placing them needs.

        sent: objects that this computer has sent and the archive may not list yet. then: that was done, or failed.
        worked_on: which of the versions the report begins with, or is looked at in. hidden: SOP Instance UIDs of
        what is not to be seen.
        """
        place, admission = self._place, case.study.admission
        confirmed = admission.confirmed
        saved = bool(case.findings.saved.states)

        def work(progress: Progress) -> _Read:
            objects = list(sent)
            for series in (series for series in study.series if series.holds(*READ)):
                progress.check()
                objects += place.studies.objects_now(study, series, READ, progress)
            objects, strangers = admission.sort(without(objects, hidden))
            if not objects and not saved:
                return _Read(study, FindingsRead(), Reports((), {}, ()), strangers)

            def listed(series: Series) -> Series:
                known = not series.is_image or len(series.instances) >= series.expected
                return series if known else place.studies.full_series_now(study, series, progress)

            def described(series: Series) -> Series:
                return place.studies.described_series_now(study, series, progress) if series.is_image else series

            full = replace(study, series=tuple(place.studies.fan_out(listed, study.series)))
            versions, unreadable, unsound = read_versions(objects, place.trust_now())
            unproven = tuple(one for one in unsound.values() if not one.shown)
            objects = without(objects, [one.uid for one in unproven])
            cited = {reference.sop_instance_uid for version in versions for reference in version.evidence}
            reported, replaced = evidence_of(versions, worked_on(versions))
            findings = read_objects(objects, full, reported, replaced)
            if findings.unplaced:
                full = replace(full, series=tuple(place.studies.fan_out(described, full.series)))
                findings = read_objects(objects, full, reported, replaced)
            stored = read_alone(objects, full, cited)
            unread = tuple(why for uid, why in unreadable.items() if uid not in findings.used)
            states = read_states(objects, full)
            reports = Reports(versions, stored, findings.findings)
            return _Read(full, findings, reports, strangers, unread, states, unproven, replaced)

        def landed(read: _Read) -> None:
            if admission.confirmed != confirmed:  # sorted by what was said of somebody else's results before
                self.fetch(case, case.study.study, take, sent, then, worked_on, hidden)
                return
            if read.exam is not study:
                case.study.put_listed(read.exam)
            case.study.withhold_objects(read.withheld)
            used = frozenset(take(read.reports))
            self._show(case, read.findings)
            show_saved(case.views, case.findings, read.exam)
            case.views.presenting.set_states(read.states.states)
            said = {one.uid: Told(partial(of_unsound, one)) for one in read.unsound}
            beside = _beside(read.reports.versions, used)
            unshown = {**beside, **read.states.unread, **said}
            case.study.set_used({*read.findings.used, *used, *read.states.used}, unshown)
            for entry in read.withheld:
                self._say_withheld(entry)
            self._say_unsound(read, used)
            for why in read.unread:  # it may be a newer one than that which is shown
                what = Told(lambda: tr("A report of this exam can't be read and is not shown."))
                self._presenter.tell(Message(what, why, level=Level.WARNING))
            then()

        def failed(error: BaseException) -> None:
            self._presenter.show(error)
            unread = tr("The exam's results could not be loaded: open the case again to see them.")
            case.findings.set_results((), (unread,))
            take(None)
            then()

        place.services.tasks.query(work, landed, failed=failed, scope=case.scope)

    def _show(self, case: Case, found: FindingsRead) -> None:
        """Put them among those that were judged or measured here, before or meanwhile."""
        own = case.findings
        case.findings.load(with_own(found.findings, own), own.removed)
        case.findings.set_results(found.sources, found.problems, found.key_images)
        case.findings.set_masks(found.segmentations)


def _beside(versions: Iterable[ReportVersion], shown: Collection[str]) -> dict[str, str]:
    """SOP Instance UID → why it is not shown, of each unsigned version beside the report that is."""
    why = Told(lambda: tr("Not part of the report shown here: withdrawn, or not signed yet."))
    second = Told(lambda: tr("Written in a second reading, without knowing the report."))
    unsigned = [v for v in versions if shown and v.state is not ReportState.SIGNED]
    found = {v.reference.sop_instance_uid: second if v.report.second else why for v in unsigned}
    return {uid: said for uid, said in found.items() if uid not in shown}


def with_own(loaded: tuple[Finding, ...], own: FindingsModel) -> tuple[Finding, ...]:
    """What is stored, with the judgements and measurements made on this computer. What was judged in a result that
    is withheld again stays, so that the sentences that rest on it are told. What a person here has taken away stays
    away, and an algorithm's finding of which the judgement was taken back is what was proposed."""
    mine = {finding.tracking_uid: finding for finding in own.findings if finding.status is not Status.PROPOSED}
    removed = own.removed
    kept = (finding for finding in loaded if finding.is_ai or finding.tracking_uid not in removed)
    loaded = tuple(finding.as_proposed if finding.tracking_uid in removed else finding for finding in kept)
    for finding in loaded:
        known = mine.get(finding.tracking_uid)
        if known is not None and known.problem and known.status is finding.status:
            del mine[finding.tracking_uid]  # it can be shown by now, since its images may be
    merged = [mine.pop(finding.tracking_uid, finding) for finding in loaded]
    return (*merged, *(finding for finding in mine.values() if not finding.is_ai or own.rests_on(finding)))
