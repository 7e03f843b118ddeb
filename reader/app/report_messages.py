"""Each report that was signed here goes on to the information system of the hospital, where the policy names one.

Made from what is stored at the hub, once the hub has it, and kept in the outbox until the receiver has taken it.
What keeps it from getting there (a kill, an archive that does not answer) is made good within a week, whoever is
signed in. The versions of one report go in their order; one that another computer has gone past is not sent any
more. Main thread.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import NAMESPACE_OID, uuid5

from reader.app.presenter import Presenter
from reader.app.workplace import Workplace
from reader.core.errors import ReaderError
from reader.core.tasks import Pool, Progress
from reader.core.text import tr
from reader.delivery.model import AT_THE_HUB, Delivery, Edition, Step, StepKind, message_about
from reader.delivery.outputs.content import ReportPage, page_of
from reader.delivery.outputs.hl7 import control_id, hl7_of
from reader.delivery.route import NotRouted, Overtaken, receiver_for
from reader.delivery.ui.report_pages import pdf_of
from reader.dicom.archives.storing import ObjectId
from reader.dicom.objects import READ
from reader.findings.codec import read_alone
from reader.report.model import Subject
from reader.review.history import history_of, read_versions
from reader.review.model import ReportState, ReportVersion
from reader.study.numbering import number_of

_MADE_GOOD = timedelta(days=7)
_AGAIN_S = 60.0
_RECEIVERS = frozenset(("hl7_receiver", "hl7_receivers"))
log = logging.getLogger(__name__)


class ReportMessages:
    """Begins with `start`, once the outbox has."""

    def __init__(self, place: Workplace, presenter: Presenter) -> None:
        self._place, self._presenter = place, presenter
        self._making: set[str] = set()
        self._told: set[str] = set()

    def start(self) -> None:
        """Also for what was delivered within the last week, and is not known to have been sent on."""
        self._place.outbox.route_messages(self._address)
        model = self._place.outbox.model
        model.delivered.connect(self._delivered)
        since = datetime.now(UTC) - _MADE_GOOD
        for delivery in model.of_state(*AT_THE_HUB):
            if delivery.delivered is not None and delivery.delivered > since:
                self._delivered(delivery)

    def _delivered(self, delivery: Delivery) -> None:
        place, name = self._place, message_about(delivery.delivery_id)
        known = {one.task_uid for one in place.outbox.model.deliveries.values()} | self._making
        settings = place.services.settings.value
        if not (settings.hl7_receiver or settings.hl7_receivers) or not delivery.of_a_report or name in known:
            return
        task = place.worklist.worklist.tasks.get(delivery.task_uid)
        if task is not None and not self._receiver(task.patient.issuer, task.workitem.site):
            return
        self._making.add(name)

        def landed(found: tuple[ReportPage, Edition] | None) -> None:
            self._making.discard(name)
            if found is None:
                return
            page, edition = found
            if not self._receiver_of(page.subject):
                return
            try:
                message = hl7_of(page, pdf_of(page), instead=place.outbox.may_have_sent(edition))
                step = Step(StepKind.SEND_MESSAGE, uid=control_id(page), objects=(message,))
                title = tr("Signed report to the hospital’s system")
                place.outbox.enqueue(
                    title, name, (step,), about=page.subject.patient.name.display, edition=edition
                )
            except ReaderError as error:
                self._presenter.show(error)

        def failed(error: BaseException) -> None:
            self._making.discard(name)
            if name not in self._told and not delivery.absent:
                self._told.add(name)
                self._presenter.show(error)
            log.warning("a report is not sent on yet: %s", type(error).__name__)
            place.services.tasks.later(_AGAIN_S, partial(self._delivered, delivery))

        place.services.tasks.query(
            lambda progress: self._page(delivery, progress), landed, failed=failed, pool=Pool.NETWORK
        )

    def _page(self, delivery: Delivery, progress: Progress) -> tuple[ReportPage, Edition] | None:
        """None where no report was signed with it. On a worker."""
        place = self._place
        made = place.outbox.made(delivery)
        if not made:
            return None
        task = place.worklist.worklist.tasks.get(delivery.task_uid)
        root = place.base_url(task) if task is not None else place.session.hub.dicomweb_root
        exam = place.studies.study_now(root, made[-1].study, progress)
        objects: list[bytes] = []
        for series in (series for series in exam.series if series.holds(*READ)):
            objects += place.studies.objects_now(exam, series, READ, progress)
        versions = read_versions(objects, place.trust_now()).versions
        if (signed := _signed(versions, made)) is None:
            return None
        history = history_of(versions, (signed.reference.sop_instance_uid,))
        history = history.until(signed)
        stored = read_alone(objects, exam, {reference.sop_instance_uid for reference in signed.evidence})
        findings = [finding for some in stored.values() for finding in some]
        first = history.versions[0].reference.sop_instance_uid
        edition = Edition(uuid5(NAMESPACE_OID, first).hex, len(history.versions), delivery.delivery_id)
        return page_of(history, findings, lambda image: number_of((exam,), image.sop_instance_uid)), edition

    def _address(self, message: Delivery, progress: Progress) -> str:
        """As a `Route`: the hub is asked for a later version of the report, which another computer sends."""
        place, settings = self._place, self._place.services.settings.value
        if not (settings.hl7_receiver or settings.hl7_receivers):
            raise _nowhere()
        brought = place.outbox.brought(message)
        objects: list[bytes] = []
        for root, study in dict.fromkeys((root, entry.study) for root, entry in brought):
            objects += place.studies.reports_now(root, study, progress)
        versions = read_versions(objects, place.trust_now()).versions
        signed = _signed(versions, [entry for _, entry in brought])
        if signed is None:
            raise NotRouted(
                tr("The hub does not show this report at present."),
                tr("It is looked for again, and the message is sent then."),
            )
        if history_of(versions, (signed.reference.sop_instance_uid,)).signed.newest is not signed:
            raise Overtaken(tr("Not sent any more: the hub has a newer signed version of this report."))
        if not (address := self._receiver_of(signed.report.subject)):
            raise _nowhere()
        return address

    def _receiver_of(self, subject: Subject) -> str:
        return self._receiver(subject.patient.issuer, subject.site)

    def _receiver(self, issuer: str, site: str) -> str:
        """The address for what this hospital has sent, "" for none. Where the policy's words on receivers can't be
        used, nobody gets any."""
        if _RECEIVERS & self._place.services.settings.policy.closed.keys():
            return ""
        settings = self._place.services.settings.value
        return receiver_for(settings.hl7_receivers, settings.hl7_receiver, issuer, site)


def _nowhere() -> NotRouted:
    return NotRouted(
        tr("No receiver is set for signed reports at present."),
        tr("It is sent once your administrator has set one; the report itself is at the hub."),
    )


def _signed(versions: Sequence[ReportVersion], made: Iterable[ObjectId]) -> ReportVersion | None:
    """The report among what a delivery has stored, where it was signed with it."""
    uids = {entry.uid for entry in made}
    own = (v for v in versions if v.reference.sop_instance_uid in uids and v.state is ReportState.SIGNED)
    return next(own, None)
