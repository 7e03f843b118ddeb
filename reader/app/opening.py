"""Opening a case: index, first picture, report, priors, each as soon as it can be. No Qt; main thread.

Order of asking is the order in which a radiologist needs it: the main series starts as soon as the index is
there; results and the stored report are fetched beside it; priors last. Whatever fails is said and named, and the
rest goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Generic, Protocol, TypeVar

from reader.app import own_objects
from reader.app.access import Barrier, ReadOnly
from reader.app.case import Case
from reader.app.growing import Failed, Growing, Grown
from reader.app.hanging import Protocols
from reader.app.presenter import WITHHELD, Level, Message, Presenter
from reader.app.previews import Previews
from reader.app.workplace import CasePlace
from reader.core.audit import AuditEvent
from reader.core.errors import ReaderError
from reader.core.tasks import Pool, Progress
from reader.core.text import Told, counted, now, tr
from reader.dicom.archives.archive import NotThere
from reader.findings.model import Finding, FindingsModel
from reader.findings.service import add, from_measurement, named_like, unnamed
from reader.study.admission import Confirmed, Withheld
from reader.study.identity import Agreement, PatientIdentity
from reader.study.kept import keep_study
from reader.study.model import Arrival, Series, SeriesState, Study
from reader.study.opened import StudyModel
from reader.study.priors import matching_series
from reader.views.content import Content
from reader.views.jumping import images_of, shows
from reader.views.measure import MeasuredShape
from reader.views.model import ViewsModel
from reader.volume.model import OpenedSeries, Part
from reader.volume.resample import regular

log = logging.getLogger(__name__)
_NAMED = 4
PATIENCE_S = 1.0
"""How long report and results wait at most for the main series to arrive."""
BREATH_S = 0.15
"""And then for all its planes to be painted, which takes 0.06 s."""


C = TypeVar("C", bound=Case)
C_contra = TypeVar("C_contra", bound=Case, contravariant=True)


class CaseResults(Protocol[C_contra]):
    """What reads the objects beside the images, see `ExamResults`."""

    def begin(self, case: C_contra, study: Study) -> None: ...
    def again(self, case: C_contra, then: Callable[[], None] = ...) -> None: ...
    def without_exam(self, case: C_contra) -> None: ...


class CaseOpener(Generic[C]):
    """Opens cases of one kind at one workplace. make: a new one of it; results: what lies beside the images.
    is_same: asks the user whether something that is withheld is of the case's patient. growing: looks for what
    arrives while a case is open."""

    def __init__(
        self,
        place: CasePlace,
        presenter: Presenter,
        make: Callable[[FindingsModel, ViewsModel], C],
        results: CaseResults[C],
        is_same: Callable[[PatientIdentity, Withheld], bool],
    ) -> None:
        self._place, self._presenter = place, presenter
        self._make, self._results, self._is_same = make, results, is_same
        self._protocols = Protocols(place.services.profile.root / "hanging", place.user.username, presenter)
        self._previews = Previews(place)
        self.growing: Growing[C] = Growing(place, presenter, self._take_more, self._load_again)

    def prepare(self) -> C:
        """A case that has not begun yet."""
        place = self._place
        findings = FindingsModel(loaded=False, judge=place.user.name.display)
        case = self._make(findings, ViewsModel(place.services.settings))
        case.views.set_findings(findings)
        case.hanging.ask_for_series(partial(self._open_series, case), partial(self._open_prior, case))
        case.ask_for_series(partial(self._open_series, case))
        case.prior_reports.ask_of(place, case.scope)
        findings.ask_on_screen(partial(shows, case.views))
        findings.ask_withheld(lambda finding: _withheld_behind(case.study, finding))
        case.findings.masks_changed.connect(case.show_masks)
        case.findings.changed.connect(case.show_masks)
        case.findings.threshold_changed.connect(case.show_masks)
        case.views.series_wanted.connect(lambda uid: self.show_series(case, uid))
        case.views.measured.connect(lambda measured: self._measured(case, measured))
        own_objects.connect(case.views, findings, place.user)
        case.views.regular_wanted.connect(lambda content: self._make_regular(case, content))
        case.views.missing.connect(place.volumes.wanted)
        case.views.layout_changed.connect(lambda: self._attend(case))
        case.study.series_changed.connect(lambda uid: self._more_known(case, uid))
        case.study.study_changed.connect(lambda: case.views.spaces.take_study(case.study.study))
        case.views.ask_confirmed(lambda uid: confirmed_lines(case.study.confirmed_in(uid)))
        case.study.confirmation_wanted.connect(lambda entry: self._confirm_identity(case, entry))
        case.study.take_back_wanted.connect(lambda said: self._take_back(case, said))
        case.study.withheld_changed.connect(findings.look_at_withheld)
        return case

    def open(self, case: C) -> None:
        """Load the exam of a case that has begun. Its identity is there already; everything else follows."""
        place, expected = self._place, case.expected
        case.findings.set_threshold(place.services.settings.value.certainty_threshold)
        case.set_loading(Told(lambda: tr("Loading exam contents …")))
        place.studies.open_study(
            expected.base_url,
            expected.study_uid,
            lambda study: self._study_arrived(case, study),
            failed=lambda error: self._failed(case, error),
            scope=case.scope,
            kept=True,
        )
        self._record(
            AuditEvent.INSTANCES_ACCESSED, study=expected.study_uid, patient=expected.patient.patient_id
        )

    def show_series(
        self,
        case: Case,
        series_uid: str,
        *,
        beside: bool = False,
        again: bool = False,
        failed: Failed | None = None,
    ) -> None:
        """Bring a series of this exam or of a prior onto the screen: `beside` the one that is there, or `again`
        where it stands. failed: where that is told in other words than its error's."""
        found = _find(case.study, series_uid)
        if found is None:
            return
        study, series = found
        prior = study.study_uid != case.study.study.study_uid

        def show(opened: OpenedSeries) -> None:
            if again:
                case.views.show_again(study, series, opened)
            elif beside:
                case.views.show_compare(study, series, opened, prior=prior)
            else:
                case.views.show(study, series, opened, prior=prior)

        self._open_series(case, study, series, show, failed)

    def _open_series(
        self,
        case: Case,
        study: Study,
        series: Series,
        then: Callable[[OpenedSeries], None],
        failed: Failed | None = None,
    ) -> None:
        """Open a series of this exam or of a prior, unless it is taken away meanwhile."""
        if study.study_uid != case.study.study.study_uid:
            self._record(
                AuditEvent.INSTANCES_ACCESSED, study=study.study_uid, series=series.series_uid,
                patient=study.patient.patient_id,
            )  # fmt: skip

        def opened(found: OpenedSeries) -> None:
            if _find(case.study, series.series_uid) is not None:
                then(found)

        failed = failed or self._presenter.show
        self._place.volumes.open_series(study, series, case.study, opened, failed=failed, scope=case.scope)

    def _load_again(self, case: Case, series_uid: str, failed: Failed) -> None:
        self.show_series(case, series_uid, again=True, failed=failed)

    def compare(self, case: Case, prior: Study) -> None:
        """Show the prior's main series beside the exam, listing it first where that was not done."""

        def listed(study: Study) -> None:
            main = matching_series(study, case.study.study)
            if main is None:
                self._presenter.say(tr("This earlier exam holds no images."), level=Level.WARNING)
            else:
                self.show_series(case, main.series_uid, beside=True)

        if prior.series:
            listed(prior)
        else:
            self._open_prior(case, prior, listed)

    def _open_prior(self, case: Case, prior: Study, then: Callable[[Study], None]) -> None:
        """List the series of a prior, which the search for priors leaves out."""

        def listed(study: Study) -> None:
            case.study.put_prior(study)
            found = next((p for p in case.study.priors if p.study_uid == study.study_uid), study)
            judged = case.study.judge_prior(study)
            if judged.same:
                then(found)
                self._previews.fetch(case, found)
            else:
                what = Told(lambda: tr("This earlier exam is of another patient and is not shown."))
                if judged.verdict is Agreement.DOUBT:
                    what = Told(lambda: tr(
                        "This earlier exam may be of another patient; confirm it in the list of priors."
                    ))  # fmt: skip
                why = Told(lambda: judged.text)
                self._presenter.tell(Message(what, why, level=Level.WARNING, about=WITHHELD))

        self._place.studies.open_study(
            prior.base_url, prior.study_uid, listed, failed=self._presenter.show, scope=case.scope
        )

    def _attend(self, case: Case) -> None:
        """What is on the screen comes before what is not."""
        self._place.volumes.attention.attend(content.series.series_uid for content in case.views.contents())

    def _make_regular(self, case: Case, content: Content) -> None:
        """Compute the part on an even grid with right angles and show that, marked so."""
        part = content.part
        case.set_loading(Told(lambda: tr("Computing an even grid …")))

        def done(made: Part) -> None:
            case.set_loading("")
            case.views.parts.set_resampled(content, made)

        def failed(error: BaseException) -> None:
            case.set_loading("")
            self._presenter.show(error)

        def work(_: Progress) -> Part:
            return regular(part, content.plane_of)

        tasks = self._place.services.tasks
        tasks.query(work, done, failed=failed, pool=Pool.COMPUTE, scope=case.scope)

    def _more_known(self, case: Case, series_uid: str) -> None:
        """A series on the screen has all its instances listed now."""
        known = case.study.find_series(series_uid)
        shown = (c.series for c in case.views.contents() if c.series.series_uid == series_uid)
        if known is not None and any(series is not known for series in shown):
            case.views.parts.take_series(known)

    def _measured(self, case: Case, measured: MeasuredShape) -> None:
        """A finished measurement is a finding of this user's."""
        finding = from_measurement(
            measured.shape,
            measured.measurements,
            self._place.user,
            finding=measured.about or unnamed(measured.measurements),
            place=measured.place,
            key_image=measured.key_image,
            evaluations=measured.evaluations,
        )
        add(case.findings, named_like(finding, measured.like))

    # what arrives -----------------------------------------------------------------------------------------

    def _study_arrived(self, case: C, study: Study) -> None:
        """study: as the archive or this computer has it; what may be shown of it is decided by the case's model."""
        case.study.set_study(study)
        if self._is_held(case):
            return
        shown = case.study.study
        main = case.hanging.begin(self._protocols) or shown.main_series
        if main is not None:
            case.set_loading(Told(lambda: tr("Fetching the first picture …")))
            case.fetching.cancel()  # it may still bring what the exam was when it was kept
            fetching = self._place.volumes.open_series(
                shown,
                main,
                case.study,
                lambda opened: self._show_main(case, main, opened),
                failed=lambda error: self._failed(case, _of_all(case.study.state(main.series_uid), error)),
                scope=case.scope,
            )
            case.fetch(fetching)
        else:
            case.set_loading("")
            self._say_no_images(case)
        if study.kept:
            self._when_calm(case, main, lambda: self._confirm(case, study))
            return
        self._say_missing(case)
        self._when_calm(case, main, partial(case.once_settled, lambda: self._rest(case)))

    def _take_more(self, case: C, found: Grown, then: Callable[[], None]) -> None:
        """What has come while the case is open; none of it is brought onto the screen. then: it has been read."""
        case.study.set_study(found.exam, reading=found.results)
        read = not self._is_held(case) and found.results
        self._results.again(case, then) if read else then()

    def _say_no_images(self, case: Case) -> None:
        what = dict.fromkeys(kind.title for series in case.study.study.series for kind in series.kinds)
        said = Told(lambda: tr("This exam contains no images."))
        listed = Told(lambda: tr("It contains: {what}.", what=tr(", ").join(map(tr, what))))
        held = listed if what else ""
        case.views.say_nothing_shown(said, held)
        self._presenter.say(said, held, level=Level.WARNING)

    def _confirm(self, case: C, kept: Study) -> None:
        """Ask the archive whether what was shown from this computer is still what it has."""

        def arrived(study: Study) -> None:
            if _size_of_main(study) != _size_of_main(kept):
                self._presenter.say(tr("The exam has changed since it was fetched and was loaded again."))
                self._study_arrived(case, study)
                return
            case.study.set_study(_with_known(study, case.study.offered))
            if not self._is_held(case):
                self._say_missing(case)
                case.once_settled(lambda: self._rest(case))

        def failed(error: BaseException) -> None:
            if isinstance(error, NotThere):
                self._take_away(case)
                self._failed(case, error)
                return
            self._presenter.show(error)
            case.once_settled(lambda: self._rest(case))

        if case.scope.closed:
            return
        uid = kept.study_uid
        self._place.studies.open_study(kept.base_url, uid, arrived, failed=failed, scope=case.scope)

    def _rest(self, case: C) -> None:
        """Report, results and priors, once it is known whose task it is."""
        if case.scope.closed:
            return
        study, offered = case.study.study, case.study.offered
        if not offered.kept:
            tasks, cache = self._place.services.tasks, self._place.studies.cache
            tasks.query(
                lambda _: keep_study(cache, offered), lambda _: None, failed=lambda _: None, scope=case.scope
            )
        self._results.begin(case, study)
        self.growing.watch(case)
        self._previews.fetch(case, study)
        self._record(
            AuditEvent.QUERY, query=f"PatientID={study.patient.patient_id}", archive=study.base_url,
            patient=study.patient.patient_id,
        )  # fmt: skip
        self._place.studies.find_priors(
            study, case.study.set_priors, failed=lambda error: log.warning("priors: %s", error), scope=case.scope
        )

    def _record(self, event: AuditEvent, **details: str) -> None:
        """In the audit trail, beside the work: a busy disk takes half a second, and pictures don't wait for it."""
        services, user = self._place.services, self._place.user.username
        services.tasks.change(lambda _: services.audit.record(event, user, outcome=0, **details))

    def _when_calm(self, case: Case, main: Series | None, call: Callable[[], None]) -> None:
        """Do this when the main series is there, at the latest in PATIENCE_S: it takes time from the pictures."""

        def calm() -> None:
            case.calm.emit()
            call()

        if main is None:
            calm()
            return
        tasks, waiting = self._place.services.tasks, [calm]

        def now() -> None:
            if waiting:
                case.study.series_changed.disconnect(changed, missing_ok=True)
                waiting.pop()()

        def changed(series_uid: str) -> None:
            if series_uid == main.series_uid and case.study.state(series_uid).arrival is not Arrival.LOADING:
                tasks.later(BREATH_S, now)

        case.study.series_changed.connect(changed)
        tasks.later(PATIENCE_S, now)

    def _show_main(self, case: Case, series: Series, opened: OpenedSeries) -> None:
        case.set_loading("")
        if case.study.find_series(series.series_uid) is None:
            return  # it was taken away meanwhile
        if not case.hanging.take_first(series, opened):
            case.views.show(case.study.study, series, opened)

    # whose it is ------------------------------------------------------------------------------------------

    def _is_held(self, case: Case) -> bool:
        """Whether no image of the exam may be shown; what is kept off the screen is said."""
        self._say_withheld(case, _whole_series(case.study))
        shown = case.study.study.main_series
        if any(case.study.find_series(content.series.series_uid) is None for content in case.views.contents()):
            case.views.take_off()
            if shown is not None:
                self.show_series(case, shown.series_uid)
        if shown is not None or case.study.offered.main_series is None:
            return False
        case.set_loading("")
        if not any(entry.is_doubt for entry in case.study.withheld):
            case.refuse_exam(ReadOnly(Barrier.OTHER_PATIENT))
        return True

    def _say_withheld(self, case: Case, found: Sequence[Withheld]) -> None:
        """Name what is not shown, in place of what was said of it before; the series column keeps it."""
        self._presenter.withdraw(WITHHELD)
        if not found:
            return
        nothing, doubt = case.study.study.main_series is None, any(entry.is_doubt for entry in found)
        if doubt and (nothing or all(entry.is_doubt for entry in found)):
            what = Told(lambda: tr(
                "It is not certain that all images are this patient's; those in doubt are not shown."
            ))  # fmt: skip
            hint = Told(lambda: tr("Compare and decide in the series column."))
            if case.read_only_because is not None and not case.study.may_decide:
                hint = Told(lambda: tr("The reporting doctor decides whether it is the same patient."))
        elif nothing:
            what = Told(lambda: tr("The images belong to another patient than the order; they are not shown."))
            hint = Told(lambda: tr("Release the exam and tell the site that sent it."))
        else:
            what = Told(lambda: tr("Images of another patient are in this exam; they are not shown."))
            hint = Told(lambda: tr("Tell the site that sent them."))
        more = ("…",) if len(found) > _NAMED else ()
        details = Told(lambda: "\n".join((*(entry.text for entry in found[:_NAMED]), *more, now(hint))))
        self._presenter.tell(Message(what, details, level=Level.ERROR, about=WITHHELD))

    def _confirm_identity(self, case: C, entry: Withheld) -> None:
        """The user says that it is the same patient: asked whether he has compared, and remembered by the case."""
        if not entry.is_doubt or not case.study.may_decide:
            return
        if not self._is_same(case.study.admission.expected, entry) or case.scope.closed:
            return
        self._record_identity(case, entry, "identity confirmed")
        begun = bool(case.study.states)
        case.study.confirm(entry.patient, self._place.user.name.display)
        if not begun:
            self._study_arrived(case, case.study.offered)
            return
        self._say_withheld(case, _whole_series(case.study))
        if entry.series_uid or entry.uid:
            self._results.again(case)
        if any(series.series_uid == entry.series_uid and series.is_image for series in case.study.study.series):
            self.show_series(case, entry.series_uid)

    def _take_back(self, case: C, said: Confirmed) -> None:
        """It is not sure any more that this is the same patient: it is kept off the screen as before."""
        if not case.study.may_decide:
            return
        self._record_identity(case, said.entry, "identity confirmation taken back")
        case.views.take_off(forget_seen=False)  # nor may an undone step bring it back
        case.study.take_back(said.entry.patient)
        self._results.again(case)
        if not self._is_held(case) and (main := case.study.study.main_series) is not None:
            self.show_series(case, main.series_uid)

    def _record_identity(self, case: Case, entry: Withheld, what: str) -> None:
        """In the audit trail, before it has an effect."""
        place = self._place
        place.services.audit.record(
            AuditEvent.SECURITY_ALERT, place.user.username, study=case.expected.study_uid, reason=what,
            series=entry.series_uid or entry.uid, patient=case.expected.patient.patient_id,
            differs=", ".join(difference.sign.value for difference in entry.comparison.differences),
        )  # fmt: skip

    def _take_away(self, case: Case) -> None:
        """Nothing of the exam stays on the screen."""
        case.views.take_off()
        case.study.set_study(case.expected)

    def _failed(self, case: C, error: BaseException) -> None:
        case.set_loading("")
        if isinstance(error, ReaderError):
            case.views.say_nothing_shown(error.user_message, error.hint)
        self._presenter.show(error)
        case.once_settled(lambda: self._results.without_exam(case))

    def _say_missing(self, case: Case) -> None:
        expected, missing = case.announced, case.missing
        if missing:
            self._presenter.tell(
                Message(
                    Told(lambda: counted(
                        "{missing} of {expected} image is missing.", "{missing} of {expected} images are missing.",
                        expected, missing=missing, expected=expected,
                    )),
                    Told(lambda: tr("The site has not sent them, or they are on their way.")),
                    level=Level.WARNING,
                )
            )


def _of_all(state: SeriesState, error: BaseException) -> BaseException:
    """What is said where a series has no picture to show: of images that all fail, why they do."""
    reasons = dict.fromkeys(failure.reason for failure in state.failures)
    if not reasons:
        return error
    said = ReaderError(
        tr("No image of this series can be shown: {reasons}.", reasons=tr("; ").join(list(reasons)[:2])),
        tr("Ask the site to send it again."),
    )
    said.__cause__ = error
    return said


def _whole_series(study: StudyModel) -> list[Withheld]:
    return [entry for entry in study.withheld if not entry.images and entry.series_uid]


def _withheld_behind(study: StudyModel, finding: Finding) -> str:
    """What of an exam that is kept off the screen a finding was read from or seen in, in words; "" for nothing."""
    made_of = finding.source.series_uid, finding.source.sop_instance_uid
    seen_in = ((image.series_uid, image.sop_instance_uid) for image in images_of(finding))
    for series_uid, uid in (made_of, *seen_in):
        entry = study.withheld_behind(series_uid, uid)
        if entry is not None:
            return entry.heading
    return ""


def confirmed_lines(said: Iterable[Confirmed]) -> tuple[str, ...]:
    """Over a picture that is shown by a person's word: what differs, and whose word it is."""
    return tuple(line for one in said for line in (one.entry.comparison.text, one.decision))


def _size_of_main(study: Study) -> tuple[str, int]:
    main = study.main_series
    return (main.series_uid, main.expected) if main is not None else ("", 0)


def _with_known(study: Study, before: Study) -> Study:
    """The study with the instances that were listed before, where the archive lists as many."""
    known = {series.series_uid: series for series in before.series}
    listed = (
        replace(series, instances=old.instances)
        if (old := known.get(series.series_uid)) is not None and len(old.instances) == series.expected
        else series
        for series in study.series
    )
    return replace(study, series=tuple(listed))


def _find(model: StudyModel, series_uid: str) -> tuple[Study, Series] | None:
    for study in (model.study, *model.priors):
        for series in study.series:
            if series.series_uid == series_uid:
                return study, series
    return None
