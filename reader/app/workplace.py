"""What a signed-in user works with: the services of every room, on one hub. No Qt."""

from __future__ import annotations

import logging
import platform
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

from cryptography import x509

from reader.app.recording import recorder
from reader.app.seen import SeenImages
from reader.app.services import Services
from reader.app.session import Session
from reader.core.errors import ReaderError
from reader.core.tasks import Pool
from reader.core.text import tr
from reader.delivery.critical import CriticalService
from reader.delivery.model import UNDELIVERED, Delivery, DeliveryState
from reader.delivery.outbox import Outbox
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.revocation import RevocationSource
from reader.dicom.signatures.token import find_key
from reader.dicom.signatures.trust import Trust
from reader.dicom.ups.client import UpsClient
from reader.dicom.ups.tasks import station_code, station_title
from reader.dicom.values import Person
from reader.report.journal import DraftJournal
from reader.report.phrase_book import PhraseBook
from reader.report.word_book import WordBook
from reader.review.certificate import Certificates
from reader.review.stamping import Stamper
from reader.study.service import StudyService
from reader.volume.memory import Budget
from reader.volume.service import VolumeService
from reader.worklist.model import Ending, ReadingTask, State
from reader.worklist.service import WorklistService

HOLD_S = 10.0
log = logging.getLogger(__name__)


class CasePlace(Protocol):
    """What any opened case works with, also one of an exam from a disc or folder."""

    services: Services
    studies: StudyService
    volumes: VolumeService

    @property
    def user(self) -> Person: ...

    def trust_now(self) -> Trust: ...

    def sent_series(self, study_uid: str) -> frozenset[str]:
        """Series of an exam that this user has sent from here, or is sending. Blocks; any thread."""


@dataclass
class Workplace:
    """Made at sign-in, left at sign-out. Main thread.

    trust: whose signatures count here. key: the user's own, None until the hub has issued a certificate;
    no_key: why there is none, in words; key_doubt: what is to be said of it. hold_s: how long a submission can be
    undone.
    """

    services: Services
    session: Session
    ups: UpsClient
    worklist: WorklistService
    outbox: Outbox
    journal: DraftJournal
    phrases: PhraseBook
    words: WordBook
    seen: SeenImages
    studies: StudyService
    volumes: VolumeService
    certificates: Certificates
    critical: CriticalService
    trust: Trust = field(default_factory=lambda: Trust(()))
    key: SigningKey | None = None
    no_key: str = ""
    key_doubt: str = ""
    hold_s: float = HOLD_S

    @property
    def user(self) -> Person:
        return self.session.user

    def start(self) -> list[ReaderError]:
        """Begin to listen, deliver what is left from before, and get the certificate. Returns what could not be
        begun, and why; the rest is: whoever has signed in gets a worklist."""
        self.outbox.model.delivered.connect(self._forget)
        self.outbox.model.changed.connect(self._drop_seen)
        self.outbox.model.cancelled.connect(self._forget)
        self.outbox.unanswered.connect(self.worklist.note_failure)  # else the list says for a while that it is live
        for delivery in self.outbox.model.of_state(DeliveryState.DELIVERED, DeliveryState.CANCELLED):
            self._forget(delivery)
        failures = []
        for begin in (self.outbox.start, self.critical.start, self.worklist.start_live, self._prepare_signing):
            try:
                begin()
            except ReaderError as error:
                failures.append(error)
        self.phrases.read_shared(self.services.settings.value.phrase_file)
        return failures

    def stop(self) -> None:
        """What was held back to be undone is due from now on, at the next start at the latest."""
        try:
            self.outbox.send_held()
        except ReaderError as error:
            log.warning("held deliveries wait out their time: %s", type(error).__name__)
        self.lock_key()
        self.worklist.stop_live()
        self.critical.stop()
        self.outbox.stop()
        self.studies.close()

    def base_url(self, task: ReadingTask) -> str:
        """The DICOMweb root that holds the task's exam: as its inputs say, else the hub's."""
        for source in task.workitem.inputs:
            if "/studies/" in source.retrieve_url:
                return source.retrieve_url.split("/studies/")[0]
        return self.session.hub.dicomweb_root

    def storage_url(self, task: ReadingTask) -> str:
        """Where results go: the Output Destination of the order, else where the images are."""
        return task.workitem.storage_url or self.base_url(task)

    def trust_now(self) -> Trust:
        """Whose signatures count here; the hub is asked where that is not known yet. Blocks; off the main thread.

        Empty where the hub names nobody, or can't be asked and never could.
        """
        if not self.trust.authorities:
            try:
                return self.certificates.checking(self.certificates.authorities(self.session.hub.est_root))
            except ReaderError as error:
                log.warning("the hub's authorities are unknown: %s", type(error).__name__)
        return self.trust_known()

    def trust_known(self) -> Trust:
        """The same without asking the hub, with what was revoked by now. Reads files; off the main thread."""
        return self.certificates.checking(self.trust)

    def sent_series(self, study_uid: str) -> frozenset[str]:
        return self.outbox.sent_series(study_uid)

    @property
    def uses_token(self) -> bool:
        """Whether the policy wants reports to be signed with keys on tokens, or can't be used for that."""
        settings = self.services.settings
        closed = {"signing_token", "time_stamps"} & settings.policy.closed.keys()
        return settings.value.signing_token is not None or bool(closed)

    def own_key(self) -> tuple[SigningKey, str]:
        """(the user's key, what is to be said of it): on the token, or as the hub has issued it. Blocks; off the
        main thread. Raises `ReaderError`."""
        settings, hub = self.services.settings, self.session.hub
        for name in ("signing_token", "time_stamps"):
            settings.refuse_if_closed(name, tr("Signing is blocked by a faulty policy file."))
        token = settings.value.signing_token
        if token is not None:
            key = find_key(token, self.session.user)
        else:
            key = self.certificates.signing_key(hub.est_root, self.session.user, allowed=self.session.roles)
        trust = self.certificates.checking(self.certificates.kept_authorities(hub.est_root))
        stamps = settings.value.time_stamps
        if stamps is not None:
            key = replace(key, stamper=Stamper(self.session.http, stamps.url, trust, stamps.required))
        return key, trust.standing(key.certificate, datetime.now(UTC)).note

    def take_key(self, key: SigningKey, doubt: str) -> None:
        """From now on this is the user's; one on a token that was there already stays unlocked."""
        if self.key != key:
            self.lock_key()
            self.key = key
        self.key_doubt, self.no_key = doubt, ""

    @property
    def missed_stamp(self) -> str:
        """Why what was signed last has no time stamp, in words; "" where it has one, or needs none."""
        return self.key.stamper.missed if self.key is not None and self.key.stamper is not None else ""

    def lock_key(self) -> None:
        if self.key is not None:
            self.key.lock()

    def _prepare_signing(self) -> None:
        hub = self.session.hub
        self.trust = self.certificates.kept_authorities(hub.est_root)

        def fetch(_: object) -> tuple[Trust, SigningKey, str]:
            return self.certificates.authorities(hub.est_root), *self.own_key()

        def landed(result: tuple[Trust, SigningKey, str]) -> None:
            self.trust, key, doubt = result
            self.take_key(key, doubt)

        def failed(error: BaseException) -> None:
            self.trust = self.certificates.kept_authorities(hub.est_root)
            self.no_key = str(error)

        self.services.tasks.query(fetch, landed, failed=failed, pool=Pool.NETWORK, topic="certificate")

    def pending_delivery(self, task: ReadingTask) -> Delivery | None:
        """The delivery of the signed-in user that this task's report waits in, None where there is none. Also one
        that the hub said to have, where the task waits there all the same, or was put back: it was restored from an
        older copy."""
        known = self.worklist.worklist.tasks.get(task.uid)
        open_again = known is not None and (known.state is State.WAITING or known.ending is Ending.PUT_BACK)
        mine = [one for one in self.outbox.model.deliveries.values() if one.task_uid == task.uid and not one.absent]
        mine = [one for one in mine if not self.done_otherwise(one)]
        found = [one for one in mine if one.state in UNDELIVERED]
        if open_again:
            found += [one for one in mine if one.state is DeliveryState.DELIVERED and one.of_a_report]
        return found[0] if found else None

    def done_otherwise(self, delivery: Delivery) -> bool:
        """Whether the hub does not have what this delivery brought, and its task was completed with another report
        since: the hub was restored from an older copy."""
        task = self.worklist.worklist.tasks.get(delivery.task_uid)
        refused = delivery.untaken or delivery.only_stored
        if not refused or not delivery.of_a_report or task is None or task.state is not State.DONE:
            return False
        made = {entry.uid for entry in self.outbox.made(delivery)}
        return bool(task.made) and bool(made) and made.isdisjoint(task.made)

    def on_the_way(self, task: ReadingTask) -> tuple[bytes, ...]:
        """The objects of this task's report that this computer has sent or is sending, the report last."""
        return self.outbox.objects(task.uid) if self.pending_delivery(task) is not None else ()

    def _forget(self, delivery: Delivery) -> None:
        """A claim is of no more use once the hub has the report; a draft is set by, until it is known that the hub
        still has it later. What the disk does not let go now is forgotten at the next start. Another claim of the
        same task, and a draft that was saved later, stay: the hub was restored from an older copy."""
        claim, made_in = self.worklist.transaction(delivery.task_uid), self.outbox.transaction(delivery)
        if claim and made_in not in ("", claim):
            return
        try:
            saved, sent = self.journal.saved(delivery.task_uid), delivery.delivered or delivery.queued
            if not claim and saved is not None and sent is not None and saved > sent:
                return
            if delivery.task_uid in self.journal.kept():
                if delivery.state is DeliveryState.DELIVERED:
                    self.journal.set_by(delivery.task_uid)
                else:
                    self.journal.discard(delivery.task_uid)
        except ReaderError as error:
            log.warning("a delivered draft stays for now: %s", error.__cause__)
        if claim:
            self.worklist.forget(delivery.task_uid)

    def take_up_claim(self, task: ReadingTask) -> None:
        """Of a report that a restored hub has lost, where the hub has its claim all the same."""
        delivery = self.pending_delivery(task)
        if delivery is not None and delivery.untaken and (made_in := self.outbox.transaction(delivery)):
            self.worklist.take_up(task.uid, made_in)

    def _drop_seen(self) -> None:
        """Of what was set by: what the hub had at a later look, and what is not in the outbox any more."""
        gone = (DeliveryState.CONFIRMED, DeliveryState.CANCELLED)
        deliveries = self.outbox.model.deliveries.values()
        waits = {one.task_uid for one in deliveries if one.state not in gone}
        try:
            for uid in self.journal.sent() - waits:
                self.journal.drop_sent(uid)
        except ReaderError as error:
            log.warning("a draft that was set by stays for now: %s", error.__cause__)


def make_workplace(services: Services, session: Session) -> Workplace:
    """Wire the rooms' services to one hub and one user."""
    aet = station_title(platform.node(), session.user.username)
    ups = UpsClient(session.http, session.hub.ups_root, aet=aet)
    studies = StudyService(
        session.http, services.tasks, services.profile.cache, services.secrets, services.settings.value.cache_bytes
    )
    studies.archives = dict(services.settings.value.archives)
    worklist = WorklistService(ups, services.tasks, services.secrets, session.user, session.roles)

    def is_review(uid: str) -> bool:
        task = worklist.worklist.tasks.get(uid)
        return task is not None and task.is_review

    return Workplace(
        services=services,
        session=session,
        ups=ups,
        worklist=worklist,
        outbox=Outbox(services.database, session.http, services.tasks, services.seal, session.user, aet=aet),
        journal=DraftJournal(
            services.database, services.tasks, services.seal, session.user.username, is_review
        ),
        phrases=PhraseBook(services.database, services.tasks, services.seal, session.user.username),
        words=WordBook(
            services.database, services.tasks, services.seal, session.user.username,
            services.profile.policy.parent / "words.txt",
        ),
        seen=SeenImages(services.database, services.tasks, services.seal, session.user.username),
        studies=studies,
        volumes=VolumeService(studies, services.tasks, Budget(lambda: services.settings.value.memory_bytes)),
        critical=CriticalService(
            services.database, services.seal, ups, services.tasks, session.user, station_code(platform.node()),
            record=recorder(services, session.user.username), ahead_s=lambda: session.clock_ahead_s,
        ),
        certificates=Certificates(
            session.http, services.secrets, services.profile.root / "certificates", _revocation_lists(services),
            _stampers(services),
        ),
    )


def _stampers(services: Services) -> tuple[x509.Certificate, ...]:
    stamps = services.settings.value.time_stamps
    pems = [authority.pem.encode() for authority in stamps.authorities] if stamps is not None else []
    return tuple(one for pem in pems for one in x509.load_pem_x509_certificates(pem))


def _revocation_lists(services: Services) -> RevocationSource:
    """By the policy, which is read once, at the start. Where its line can't be used, each signature says so."""
    closed = services.settings.policy.closed.get("revocation_lists")
    if closed is None:
        return RevocationSource(services.settings.value.revocation_lists)
    return RevocationSource(
        fault=lambda: tr("The policy of this computer has a mistake ({fault}).", fault=closed.words)
    )
