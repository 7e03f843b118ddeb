"""Orders that an older hub took although values of theirs are against the standard are worked on to the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from reader.delivery.model import StepKind
from reader.delivery.service import Handover, return_steps, signature_steps, submission_steps
from reader.dicom.json_model import Json, element, value
from reader.dicom.signatures.model import VERIFICATION
from reader.dicom.signatures.signing import sign_object
from reader.dicom.ups.putting_back import discontinuation, replacement
from reader.dicom.ups.tasks import started_json, station_code
from reader.dicom.ups.workitem import CANCELED, IN_PROGRESS, SCHEDULED, Workitem, workitem_from
from reader.dicom.values import Person, new_transaction_uid, new_uid
from reader.study.codec import identity_of
from reader.worklist.codec import task_from
from reader.worklist.exam import Stage
from tests.hub.conftest import multipart
from tests.hub.test_documents import reference, written
from tests.hub.test_follow_ups import People, verification
from tests.hub.test_one_ending import stage, task
from tests.hub.test_worklist import to_state
from tests.servers import HubProcess
from tests.worklist.samples import LI, ZHOU


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as hub:
        yield People(hub)


def of_request(tag: str, vr: str, text: str) -> Callable[[Json], Json]:
    def change(item: Json) -> Json:
        requests = json.loads(json.dumps(item["0040A370"]))
        requests["Value"][0][tag] = element(vr, text)
        return {"0040A370": requests}

    return change


def of_order(tag: str, vr: str, said: Any) -> Callable[[Json], Json]:
    return lambda item: {tag: element(vr, said)}


def of_code(item: Json) -> Json:
    code = {"00080100": element("SH", "LOCAL-READING-OF-A-CT"), "00080102": element("SH", "99HOSP")}
    return {"00404018": element("SQ", code | {"00080104": element("LO", "Reading " * 10)})}


ODD: dict[str, Callable[[Json], Json]] = {
    "accession": of_request("00080050", "SH", "A" * 30),
    "procedure": of_request("00321060", "LO", "CT of the chest " * 6),
    "question": of_request("00401002", "LO", "Nodule? " * 10),
    "name": of_order("00100010", "PN", {"Alphabetic": "X" * 90 + "^Y"}),
    "ID": of_order("00100020", "LO", "P" * 70),
    "sex": of_order("00100040", "CS", "weird sex"),
    "priority": of_order("00741200", "CS", "ASAP"),
    "label": of_order("00741204", "LO", "CT of the chest " * 6),
    "site": of_order("00080080", "LO", "Hospital of the town " * 5),
    "comment": of_order("00400400", "LT", "Called twice. " * 1000),
    "modality": of_order("00080060", "CS", "ct (spiral)"),
    "two values": lambda item: {"00741204": {"vr": "LO", "Value": ["CT chest", "low dose"]}},
    "code": of_code,
}


class Work:
    """What a program does with a task, by the requests of its deliveries."""

    def __init__(self, people: People) -> None:
        self.people, self.root = people, people.root

    def claim(self, who: requests.Session, user: Person, uid: str) -> tuple[Workitem, str]:
        transaction = new_transaction_uid()
        assert to_state(who, self.root, uid, IN_PROGRESS, transaction).status_code == 200
        item = task_from(task(self.people, uid)).workitem
        performed = started_json(user, station_code("ws"), item.code, item.scheduled)  # type: ignore[arg-type]
        self.update(who, uid, transaction, performed)
        return item, transaction

    def update(self, who: requests.Session, uid: str, transaction: str, changes: Json) -> None:
        answer = who.post(f"{self.root}/workitems/{uid}?transaction={transaction}", json=[changes])
        assert answer.status_code == 200, answer.text

    def handover(self, user: Person, claim: tuple[Workitem, str], data: bytes, *superseded: str) -> Handover:
        return Handover(
            task=claim[0], transaction=claim[1], user=user, report=reference(data), objects=(data,),
            ups_url=self.root, store_url=self.root, superseded=superseded,
        )  # fmt: skip

    def deliver(self, who: requests.Session, steps: Any) -> str:
        created = ""
        for step in steps:
            if step.kind is StepKind.STORE:
                body, headers = multipart(*step.objects)
                assert who.post(f"{self.root}/studies", data=body, headers=headers).status_code in (200, 202)
            elif step.kind is StepKind.CREATE_TASK:
                answer = self.people.create(who, step.payload)
                assert answer.status_code == 201, answer.text
                created = step.uid
            elif step.kind is StepKind.UPDATE_TASK:
                self.update(who, step.uid, step.transaction, step.payload)
            else:
                answer = to_state(who, self.root, step.uid, step.state, step.transaction)
                assert answer.status_code == 200, answer.text
        return created

    def release(self, who: requests.Session, claim: tuple[Workitem, str]) -> str:
        copy = replacement(task(self.people, claim[0].uid), new_uid())
        assert (answer := self.people.create(who, copy)).status_code == 201, answer.text
        self.update(who, *claim_of(claim), discontinuation(claim[0].scheduled, "Released"))  # type: ignore[arg-type]
        assert to_state(who, self.root, claim[0].uid, CANCELED, claim[1]).status_code == 200
        return str(value(copy, "00080018"))


def claim_of(claim: tuple[Workitem, str]) -> tuple[str, str]:
    return claim[0].uid, claim[1]


@pytest.mark.parametrize("odd", ODD)
def test_what_an_older_hub_took_is_read_released_returned_and_signed(people: People, odd: str) -> None:
    """The hub takes from a doctor's program what it holds itself; nothing of it stops a delivery half way."""
    work, order = Work(people), people.order()
    people.hub.rewrite_task(order.uid, ODD[odd](task(people, order.uid)))
    uid = work.release(people.li, work.claim(people.li, LI, order.uid))
    claim = work.claim(people.li, LI, uid)
    patient = identity_of(claim[0])
    first = written(order.study_uid, LI, patient=patient)
    review = work.deliver(people.li, submission_steps(work.handover(LI, claim, first)))

    claim = work.claim(people.zhou, ZHOU, work.release(people.zhou, work.claim(people.zhou, ZHOU, review)))
    changed = written(order.study_uid, LI, predecessor=reference(first), patient=patient)
    made = work.handover(ZHOU, claim, changed, reference(first).sop_instance_uid)
    back = work.deliver(people.zhou, return_steps(made, LI.name, LI.code, "Side?"))

    claim = work.claim(people.li, LI, back)
    last = written(order.study_uid, LI, predecessor=reference(changed), patient=patient)
    made = work.handover(LI, claim, last, reference(changed).sop_instance_uid)
    review = work.deliver(people.li, submission_steps(made))
    claim = work.claim(people.zhou, ZHOU, review)
    signed = bytes(sign_object(written(order.study_uid, LI, ZHOU, predecessor=reference(last), patient=patient),
                               people._key, VERIFICATION))
    work.deliver(people.zhou, signature_steps(work.handover(ZHOU, claim, signed)))
    assert stage(people, order.study_uid) is Stage.SIGNED


def test_no_other_value_against_the_standard_is_taken(people: People) -> None:
    """Neither one of a doctor's own, nor in an order."""
    order = people.order()
    odd = ODD["accession"](task(people, order.uid))
    people.hub.rewrite_task(order.uid, odd)
    first, transaction = people.claimed(people.li, order)
    again = workitem_from(task(people, first.uid))
    review = verification(again, LI.code.value)
    answers = [
        people.create(people.li, review | {tag: entry})
        for tag, entry in {
            "00741202": element("LO", "B" * 65),
            "00404034": element("SQ", {"00404036": element("LO", "C" * 65)}),
        }.items()
    ]  # fmt: skip
    changes = {"00741216": element("SQ", {"00404028": element("SQ", {"00080104": element("LO", "D" * 65)})})}
    answers.append(people.li.post(f"{people.root}/workitems/{first.uid}?transaction={transaction}", json=[changes]))
    ordered = task(people, first.uid) | {"00741000": element("CS", SCHEDULED), "00080018": element("UI", new_uid())}
    answers.append(people.create(people.gate, ordered | {"00741216": element("SQ")}))
    assert [answer.status_code for answer in answers] == [400] * 4
