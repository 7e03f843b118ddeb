"""The hub's answer to a claim is about the exam that was opened, or nobody writes about it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from reader.app.claiming import Claiming
from reader.app.presenter import Message
from reader.dicom.ups.tasks import Subject
from reader.dicom.ups.workitem import ADDENDUM
from reader.dicom.values import PersonName
from reader.worklist.model import Claim
from tests.worklist.samples import LI, task, workitem


@pytest.mark.parametrize(
    "changes",
    [
        {"patient_name": PersonName("Li^Na", "李^娜")}, {"patient_id": "2"}, {"issuer": "Liuhe"}, {"sex": "F"},
        {"birth_date": "19330101"}, {"study_uid": "1.2.3"}, {"accession": "2"}, {"procedure": "MR knee"},
        {"inputs": ()}, {},
    ],
    ids=lambda changes: next(iter(changes), "nothing"),
)  # fmt: skip
def test_an_order_that_was_changed_between_list_and_claim_is_not_read(changes: dict[str, Any]) -> None:
    listed = workitem(1, "Wang^Xiaodong=王^小东")
    done: list[str] = []
    said: list[Message] = []
    case = SimpleNamespace(task=task(listed), claiming=True, grant=lambda _: done.append("granted"))
    place = SimpleNamespace(worklist=SimpleNamespace(refresh=lambda: done.append("list read")))
    presenter = SimpleNamespace(tell=said.append)
    claiming = Claiming(
        place, presenter, SimpleNamespace(), case=lambda: case, leave=lambda: done.append("left")  # type: ignore[arg-type,return-value]
    )
    claiming._claimed(Claim(task(replace(listed, **changes)), "2.25.1"))
    assert done == (["left", "list read"] if changes else ["granted"])
    assert [message.text for message in said] == ["The order was changed after the list was read."] * bool(changes)


@pytest.mark.parametrize(
    ("author_id", "reason", "said"),
    [
        ("D1001", "", ["This addendum is by 李娜 Li Na, who recalled it."]),
        ("D1001", "The hilum?", ["This addendum is by 李娜 Li Na; a reviewer returned it."]),
        ("me", "", []),
    ],
)
def test_who_goes_on_with_a_colleagues_report_reads_whose_it_is(
    author_id: str, reason: str, said: list[str]
) -> None:
    subject = Subject(LI.name, author_id, "1.2.8", reason=reason, supplement="addendum")
    listed = task(workitem(1, "Wang^Xiaodong=王^小东", code=ADDENDUM), subject=subject)
    told: list[Message] = []
    case = SimpleNamespace(task=listed, claiming=True, grant=lambda _: None)
    worklist = SimpleNamespace(exam=lambda uid: None)
    place = SimpleNamespace(worklist=SimpleNamespace(is_me=lambda uid: uid == "me", worklist=worklist))
    claiming = Claiming(
        place, SimpleNamespace(tell=told.append), SimpleNamespace(), case=lambda: case, leave=lambda: None  # type: ignore[arg-type,return-value]
    )
    claiming._claimed(Claim(listed, "2.25.1"))
    assert [message.text for message in told] == said
    assert all("yours to write" in message.hint and message.stays for message in told)
