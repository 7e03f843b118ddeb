"""Each report that was signed here goes on to the hospital's information system, where the policy names one.

Made from what is stored at the hub, once the hub has it, and kept in the outbox until the receiver has taken it.
What keeps it from getting there (a kill, an archive that does not answer) is made good within a week, whoever is
signed in. The versions of one report go in their order. Main thread.
"""

from __future__ import annotations

import logging
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
from reader.delivery.ui.report_pages import pdf_of
from reader.dicom.objects import READ
from reader.findings.codec import read_alone
from reader.review.history import history_of, read_versions
from reader.review.model import ReportState
from reader.study.numbering import number_of

_MADE_GOOD = timedelta(days=7)
_AGAIN_S = 60.0
log = logging.getLogger(__name__)


class ReportMessages:
    """Begins with `start`, once the outbox has."""

    def __init__(self, place: Workplace, presenter: Presenter) -> None:
        self._place, self._presenter = place, presenter
        self._making: set[str] = set()
        self._told: set[str] = set()

    def start(self) -> None:
        """Also for what was delivered within the last week, and is not known to have been sent on."""
        model = self._place.outbox.model
        model.delivered.connect(self._delivered)
        since = datetime.now(UTC) - _MADE_GOOD
        for delivery in model.of_state(*AT_THE_HUB):
            if delivery.delivered is not None and delivery.delivered > since:
                self._delivered(delivery)

    def _delivered(self, delivery: Delivery) -> None:
        place, name = self._place, message_about(delivery.delivery_id)
        address = place.services.settings.value.hl7_receiver
        known = {one.task_uid for one in place.outbox.model.deliveries.values()} | self._making
        if not address or not delivery.of_a_report or name in known:
            return
        self._making.add(name)

        def landed(found: tuple[ReportPage, Edition] | None) -> None:
            self._making.discard(name)
            if found is None:
                return
            page, edition = found
            try:
                message = hl7_of(page, pdf_of(page), instead=place.outbox.may_have_sent(edition))
                step = Step(StepKind.SEND_MESSAGE, url=address, uid=control_id(page), objects=(message,))
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
        uids = {entry.uid for entry in made}
        own = (v for v in versions if v.reference.sop_instance_uid in uids and v.state is ReportState.SIGNED)
        if (signed := next(own, None)) is None:
            return None
        history = history_of(versions, (signed.reference.sop_instance_uid,))
        history = history.until(signed)
        stored = read_alone(objects, exam, {reference.sop_instance_uid for reference in signed.evidence})
        findings = [finding for some in stored.values() for finding in some]
        first = history.versions[0].reference.sop_instance_uid
        edition = Edition(uuid5(NAMESPACE_OID, first).hex, len(history.versions), delivery.delivery_id)
        return page_of(history, findings, lambda image: number_of((exam,), image.sop_instance_uid)), edition
