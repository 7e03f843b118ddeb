"""A doctor without a window, in a process of its own, to be killed at any moment and started again:
`python -m tests.flow.killable ROLE PROFILE PORT TASK`. Goes on where it was; says what it has reached.

author: claims, writes a draft line by line, submits, delivers. reviewer: claims the review, signs, delivers.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from http.client import HTTPException
from pathlib import Path
from typing import Any, TypeVar

import requests

from reader.core.http import Http, HubUnreachable
from reader.delivery.model import AT_THE_HUB, DeliveryState
from reader.delivery.outbox import Outbox
from reader.delivery.service import Handover, signature_steps, submission_steps
from reader.dicom.signatures.model import VERIFICATION
from reader.dicom.signatures.signing import sign_object
from reader.dicom.ups.client import AlreadyFinal
from reader.dicom.values import Person
from reader.findings.model import FindingsModel
from reader.report.journal import DraftJournal
from reader.report.model import DraftModel
from reader.review.certificate import Certificates
from reader.review.model import ObjectReference
from reader.worklist.codec import task_from
from reader.worklist.model import Claim
from tests.hub.test_documents import reference, written
from tests.report.examples import report as example
from tests.servers import HubProcess
from tests.worklist.samples import LI, ZHOU
from tests.worklist.station import Station

T = TypeVar("T")
LINES = 3
QUICK = (0.05, 0.1, 0.3)


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 - whoever kills it reads that


def insist(ask: Callable[[], T]) -> T:
    """The hub may be down, or go down in the middle of an answer: it comes back."""
    while True:
        try:
            return ask()
        except (OSError, HTTPException, requests.RequestException, HubUnreachable):
            time.sleep(0.05)


class Doctor:
    def __init__(self, role: str, profile: Path, port: int, task: str) -> None:
        self.uid, self.hub = task, HubProcess(profile, port=port)
        person = LI if role == "author" else ZHOU
        roles = ("reporting",) if role == "author" else ("reporting", "reviewing")
        self.station = insist(lambda: Station(self.hub, person, profile, roles=roles, back_off=QUICK))
        self.person = replace(person, organisation=insist(lambda: self._organisation(person)))
        station = self.station
        self.outbox = Outbox(station.database, station.http, station.tasks, station.seal, person, back_off=QUICK)
        self.journal = DraftJournal(station.database, station.tasks, station.seal)

    def _organisation(self, person: Person) -> str:
        headers = self.hub.headers(person.username)
        answer = requests.get(f"{self.hub.url}/oauth/userinfo", headers=headers, timeout=20)
        return str(answer.json()["organisation"])

    def claim(self) -> Claim | None:
        """None where it is finished already."""
        answers: list[Any] = []
        service = self.station.service
        say("known", service.transaction(self.uid) or "-")
        task = insist(lambda: task_from(self.station.ups.retrieve(self.uid)))
        service.claim(task, answers.append, answers.append)
        self.station.until(lambda: bool(answers), 60)
        if isinstance(answers[0], AlreadyFinal):
            return None
        assert isinstance(answers[0], Claim), answers[0]
        say("claimed", answers[0].transaction)
        return answers[0]

    def write(self) -> None:
        """Line by line, each on the disk before it is told."""
        kept = self.journal.resume(self.uid)
        draft = DraftModel(kept.report if kept else example())
        lines = int(draft.report.template_id.partition("#")[2] or 0)
        say("resumed", lines)
        self.journal.open(self.uid, draft, FindingsModel())
        for number in range(lines + 1, LINES + 1):
            draft.set_report(replace(draft.report, template_id=f"morning#{number}"))
            self.station.until(lambda: not draft.dirty, 20)
            say("saved", number)
        self.journal.close()

    def deliver(
        self, claim: Claim | None, build: Callable[[Claim], tuple[bytes, ObjectReference]], signs: bool
    ) -> None:
        mine = [entry for entry in self.outbox.model.deliveries.values() if entry.task_uid == self.uid]
        if not mine:
            assert claim is not None, "finished, and nothing in the outbox"
            data, made = build(claim)
            steps = signature_steps if signs else submission_steps
            handover = Handover(
                task=claim.task.workitem, transaction=claim.transaction, user=self.person, report=made,
                objects=(data,), ups_url=self.hub.dicomweb, store_url=self.hub.dicomweb,
            )  # fmt: skip
            mine = [self.outbox.enqueue("CT", self.uid, steps(handover))]
            say("queued", made.sop_instance_uid)
        self.outbox.start()

        def settled() -> bool:
            now = self.outbox.model.deliveries[mine[0].delivery_id]
            assert now.state is not DeliveryState.REFUSED, (now.error, now.hint)
            return now.state in AT_THE_HUB

        self.station.until(settled, 60)
        self.journal.discard(self.uid)
        self.station.service.forget(self.uid)
        say("delivered")

    def report(self, claim: Claim) -> tuple[bytes, ObjectReference]:
        data = written(claim.task.workitem.study_uid, self.person, patient=claim.task.patient)
        return data, reference(data)

    def signed_report(self, claim: Claim) -> tuple[bytes, ObjectReference]:
        task = claim.task
        stored = insist(lambda: self._stored(task.workitem.study_uid, task.report))
        est = f"{self.hub.url}/.well-known/est"
        http = Http()
        http.authorize(self.hub.url, insist(lambda: self.hub.login("zhou")))
        certificates = Certificates(http, self.station.secrets, self.station.profile.root / "certificates")
        key = insist(lambda: certificates.signing_key(est, self.person, allowed=("reporting", "reviewing")))
        author = replace(LI, organisation=self.person.organisation)
        data = written(
            task.workitem.study_uid, author, self.person, predecessor=stored, patient=task.patient
        )
        signed = sign_object(data, key, VERIFICATION)
        return signed, reference(signed)

    def _stored(self, study: str, uid: str) -> ObjectReference:
        answer = requests.get(
            f"{self.hub.dicomweb}/studies/{study}/instances", params={"SOPInstanceUID": uid},
            headers=self.hub.headers("zhou"), timeout=20,
        )  # fmt: skip
        if answer.status_code != 200:
            raise OSError(answer.status_code)
        [found] = answer.json()
        series, sop_class = (found[tag]["Value"][0] for tag in ("0020000E", "00080016"))
        return ObjectReference(sop_class, uid, series, study)


def main(role: str, profile: str, port: str, task: str) -> None:
    doctor = Doctor(role, Path(profile), int(port), task)
    claim = doctor.claim()
    if role == "author":
        if claim is not None:
            doctor.write()
        doctor.deliver(claim, doctor.report, False)
    else:
        doctor.deliver(claim, doctor.signed_report, True)


if __name__ == "__main__":
    main(*sys.argv[1:])
