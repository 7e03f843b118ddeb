"""1,000 seeded mutations over real HTTP: none fails the hub, each bad one is told, and every list goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from reader.dicom.json_model import Json, code_json, element
from reader.dicom.values import Code, new_transaction_uid, new_uid
from tests import mutated_records as records
from tests.hub.conftest import multipart, signed_in
from tests.servers import HubProcess

SR = Path(__file__).parents[1] / "data" / "findings" / "highdicom" / "sr_document.dcm"
HEADERS = {"Content-Type": "application/dicom+json"}


def strict(answer: requests.Response) -> list[Json]:
    """The datasets of an answer that any JSON parser takes."""

    def never(text: str) -> Any:
        raise AssertionError(f"{text} is not JSON")

    text = answer.content.decode("utf-8")
    assert "\\ud8" not in text.lower()
    return list(json.loads(text, parse_constant=never)) if text else []


def everything(session: requests.Session, url: str) -> list[Json]:
    """All rows, page by page, and the total that each page told."""
    found: list[Json] = []
    while True:
        answer = session.get(url, params={"limit": 100, "offset": len(found), "includefield": "all"})
        assert answer.status_code in (200, 204), answer.text
        page = strict(answer)
        found += page
        if len(page) < 100:
            assert int(answer.headers.get("X-Total-Count", len(found))) == len(found)
            return found


def told(answer: requests.Response, mutant: records.Mutant) -> None:
    """Refused with the attribute's name where it is bad, taken where it is not."""
    if mutant.bad:
        assert answer.status_code == 400, (mutant, answer.status_code, answer.text)
        assert mutant.where.rpartition(">")[2] in answer.text, (mutant, answer.text)
    else:
        assert answer.ok, (mutant, answer.text)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with HubProcess(tmp_path_factory.mktemp("mutated")) as process:
        yield process


@pytest.fixture(scope="module")
def session(hub: HubProcess) -> requests.Session:
    return signed_in(hub, "ma")


def test_workitems(hub: HubProcess, session: requests.Session) -> None:
    root = hub.dicomweb
    taken = 0
    for number in range(450):
        mutant = records.mutant(number, records.workitem())
        url = f"{root}/workitems?workitem={new_uid()}"
        told(session.post(url, data=mutant.text, headers=HEADERS), mutant)
        taken += not mutant.bad
    found = everything(session, f"{root}/workitems")
    assert len(found) == taken > 50


def test_changes_of_a_workitem(hub: HubProcess, session: requests.Session) -> None:
    root, uid, transaction = hub.dicomweb, new_uid(), new_transaction_uid()
    assert session.post(f"{root}/workitems?workitem={uid}", json=[records.workitem()]).status_code == 201
    url = f"{root}/workitems/{uid}"
    performer = {"00404009": element("SQ", code_json(Code("1001", "99READER", "Li Na")))}
    update: Json = {
        "00404005": element("DT", "20261122080000+0800"), "00400400": element("LT", "words"),
        "00404034": element("SQ", performer), "00201208": element("IS", 3),
    }  # fmt: skip
    for number in range(140):
        mutant = records.mutant(number, update)
        told(session.post(url, data=mutant.text, headers=HEADERS), mutant)
    progress = {"00741004": element("DS", 50), "00404052": element("DT", "2026"), "00741006": element("ST", "half")}
    begun, own = new_uid(), new_transaction_uid()
    assert session.post(f"{root}/workitems?workitem={begun}", json=[records.workitem()]).status_code == 201
    claimed = {"00081195": element("UI", own), "00741000": element("CS", "IN PROGRESS")}
    assert session.put(f"{root}/workitems/{begun}/state", json=[claimed]).status_code == 200
    for number in range(60):
        mutant = records.mutant(number, {"00741002": element("SQ", progress)})
        told(session.post(f"{root}/workitems/{begun}?transaction={own}", data=mutant.text, headers=HEADERS), mutant)
    cancel: Json = {
        "00741238": element("LT", "why"), "0074100A": element("UR", "mailto:li@example.org"),
        "0074100C": element("LO", "Li"), "0074100E": element("SQ", code_json(Code("110513", "DCM", "other"))),
    }  # fmt: skip
    for number in range(100):
        mutant = records.mutant(number, cancel)
        if mutant.bad:
            told(session.post(f"{url}/cancelrequest", data=mutant.text, headers=HEADERS), mutant)
    claim = {"00081195": element("UI", transaction), "00741000": element("CS", "IN PROGRESS")}
    for number in range(100):
        mutant = records.mutant(number, claim)
        if mutant.bad:
            told(session.put(f"{url}/state", data=mutant.text, headers=HEADERS), mutant)
    [now] = strict(session.get(url))
    assert now["00741000"]["Value"] == ["SCHEDULED"]


QUERIES = [
    ("PatientBirthDate", "yesterday"), ("StudyDate", "2026-11-22-"), ("StudyDate", "20261301-20261302"),
    ("StudyDate", "-"), ("StudyTime", "25"), ("StudyInstanceUID", "abc"), ("StudyInstanceUID", "1.2,abc"),
    ("NumberOfStudyRelatedInstances", "many"), ("NumberOfStudyRelatedInstances", "nan"), ("PatientName", "A\x00B"),
    ("PatientID", "A" * 5000), ("00100010.00100020", "x\x07"), ("NoSuchKeyword", "1"), ("0010001", "1"), ("", "1"),
    ("7FE00010", "1"), ("PixelData", "*"), ("00400275", "text"), ("limit", "-1"), ("limit", "ten"),
    ("limit", "1.5"), ("limit", "٣"), ("offset", "-5"), ("offset", "0x10"), ("fuzzymatching", "perhaps"),
    ("includefield", "Nothing"),
    ("ScheduledProcedureStepStartDateTime", "soon"), ("ScheduledProcedureStepStartDateTime", "20261122+2500"),
    ("ScheduledProcedureStepStartDateTime", "20261399-"), ("TimezoneOffsetFromUTC", "Beijing"),
]  # fmt: skip
ABSURD = [
    {"limit": "9" * 5000}, {"offset": "9" * 5000}, {"limit": "0"}, {"limit": "00001"}, {"offset": str(2**63)},
    {"PatientName": "*" * 500 + "x"}, {"PatientName": "?" * 64}, {"PatientName": "[a-z]*(.+)+$"},
    {"PatientName": "王芳\U0001fac1"}, {"PatientName": "Wang^Fang=王^芳=wang"},
    {"PatientID": "'; DROP TABLE workitem"}, {"PatientID": "%_*"},
    {"PatientID": "\ufffd"}, {"StudyInstanceUID": ",".join(["1.2.3"] * 400)},
    {"StudyInstanceUID": ",".join(f"1.2.{n}" for n in range(900))},
]  # fmt: skip


@pytest.mark.parametrize("path", ["workitems", "studies", "series", "instances"])
def test_queries(hub: HubProcess, session: requests.Session, path: str) -> None:
    for name, text in QUERIES:
        answer = session.get(f"{hub.dicomweb}/{path}", params={name: text})
        assert answer.status_code == 400, (path, name, text, answer.text)
        assert len(answer.text) < 200
    for query in ABSURD:
        answer = session.get(f"{hub.dicomweb}/{path}", params=query)
        assert answer.status_code in (200, 204, 206, 400), (path, query, answer.text)
    filtered = f"{hub.dicomweb}/workitems/1.2.840.10008.5.1.4.34.5.1/subscribers/LI"
    for name, text in QUERIES:
        assert session.post(filtered, params={name: text}).status_code == 400, (name, text)


def test_structured_reports(hub: HubProcess, session: requests.Session) -> None:
    """A header that is not by the standard is told; the object is kept where it can be found again, and its row,
    its metadata and everybody else's are there."""
    root = hub.dicomweb
    assert session.post(f"{root}/studies", **sent(SR.read_bytes())).status_code == 200
    kept = 1
    for number in range(2 * len(records.SR_KINDS)):
        mutant = records.sr_mutant(number, SR.read_bytes())
        answer = session.post(f"{root}/studies", **sent(mutant.text))
        assert answer.status_code in ((202, 409) if mutant.bad else (200,)), (mutant, answer.text)
        [receipt] = [json.loads(answer.content)]
        if mutant.bad:
            warned = [*receipt["00081199"].get("Value", []), *receipt.get("00081198", {}).get("Value", [])]
            words = "; ".join(text for entry in warned for text in entry.get("00000902", {}).get("Value", []))
            assert mutant.where in words, (mutant, receipt)
        kept += len(receipt["00081199"].get("Value", []))
    found = everything(session, f"{root}/instances")
    assert len(found) == kept > 30
    assert len(everything(session, f"{root}/studies")) == 1
    [study] = {row["0020000D"]["Value"][0] for row in found}
    metadata = strict(session.get(f"{root}/studies/{study}/metadata"))
    assert {row["00080018"]["Value"][0] for row in metadata} == {row["00080018"]["Value"][0] for row in found}


def sent(data: bytes) -> dict[str, Any]:
    body, headers = multipart(data)
    return {"data": body, "headers": headers, "timeout": 60}
