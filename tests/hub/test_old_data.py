"""A hub on data that an older or a broken one left: bad rows are served as far as they can be read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from websockets.sync.client import connect

from reader.core.storage import Database
from reader.dicom.json_model import Json, element, value
from reader.dicom.ups.workitem import IN_PROGRESS
from reader.dicom.values import new_transaction_uid
from reader.hub.hub import Hub
from reader.hub.stored import NOTES
from tests import mutated_records as records
from tests.hub.conftest import multipart, signed_in
from tests.hub.test_mutated import SR, everything, strict
from tests.servers import HubProcess

GOOD = [f"1.2.3.{n}" for n in range(3)]


def content(uid: str, **changes: Any) -> Json:
    """As a hub stored it."""
    item = records.workitem(uid) | {"00404010": element("DT", "20261122080000+0800")} | changes
    del item["00081195"]
    return item


def nested(levels: int) -> str:
    return '{"00404018":{"vr":"SQ","Value":[' * levels + "{}" + "]}}" * levels


def broken(uid: str) -> dict[str, str | bytes]:
    """Contents of workitems that are damaged, by what is wrong; all with that UID."""

    def text(**changes: Any) -> str:
        return json.dumps(content(uid, **changes))

    whole = text()
    return {
        "surrogate": text(**{"00100010": element("PN", {"Alphabetic": "Wang\ud800^Fang"})}),
        "surrogate in a label": text(**{"00741204": element("LO", "\udfff")}),
        "nan": text(**{"00741204": element("LO", float("nan"))}),
        "infinity": whole.replace('"275"', "1e999").replace("275", "1e999"),
        "huge": text(**{"00201208": element("IS", 10**3000)}),
        "name as text": text(**{"00100010": element("PN", "Wang^Fang")}),
        "name as number": text(**{"00100010": element("PN", 7)}),
        "name group as list": text(**{"00100010": element("PN", {"Alphabetic": ["Wang"]})}),
        "value as object": text(**{"00100020": {"vr": "LO", "Value": {"0": "P1"}}}),
        "value as text": text(**{"00404034": {"vr": "SQ", "Value": "nobody"}}),
        "entry as null": text(**{"00100040": None}),
        "entry as text": text(**{"00404018": "110005"}),
        "items as texts": text(**{"00404021": {"vr": "SQ", "Value": ["1.2.3", None, 5]}}),
        "due as number": text(**{"00404011": element("DT", 20261122)}),
        "due in words": text(**{"00404011": element("DT", "soon")}),
        "tag in words": text(PatientName=element("PN", {"Alphabetic": "Wang"})),
        "no brace": "{",
        "empty": "",
        "null": "null",
        "array": "[]",
        "number": "5",
        "cut": whole[:700],
        "deep": nested(5000),
        "as deep as JSON goes": nested(300),
        "not UTF-8": whole.replace("CT chest", "CT \udcff\udcfe chest").encode("utf-8", "surrogateescape"),
        "bytes": b"\x00\xff\xfe\x80",
        "of another": json.dumps(content("9.9.9", **{"00741000": element("CS", "COMPLETED")})),
        "transaction": text(**{"00081195": element("UI", "1.2.3.4.5.6")}),
        "state as list": text(**{"00741000": {"vr": "CS", "Value": [["SCHEDULED"]]}}),
    }


KINDS = tuple(broken(""))
UIDS = {kind: f"1.2.4.{number}" for number, kind in enumerate(KINDS)}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    folder = tmp_path_factory.mktemp("old")
    with HubProcess(folder) as process:
        body, headers = multipart(SR.read_bytes())
        session = signed_in(process, "ma")
        assert session.post(f"{process.dicomweb}/studies", data=body, headers=headers).status_code == 200
        process.stop()
        spoil(folder / "hub.sqlite")
        yield process.start()


def spoil(database: Path) -> None:
    db = sqlite3.connect(database)
    for uid in GOOD:
        db.execute("INSERT INTO workitem VALUES (?,'SCHEDULED','','',?)", (uid, json.dumps(content(uid))))
    for kind, uid in UIDS.items():
        bad = broken(uid)[kind]
        db.execute("INSERT INTO workitem VALUES (?,'SCHEDULED','','',CAST(? AS TEXT))", (uid, bad))
    db.execute("INSERT INTO workitem VALUES ('1.2.5.1','DREAMING','','',?)", (json.dumps(content("1.2.5.1")),))
    ended = "INSERT INTO workitem VALUES (?,'COMPLETED','','20200101000000',?)"
    db.execute(ended, ("1.2.5.2", broken("1.2.5.2")["surrogate"]))
    db.execute(ended, ("1.2.5.3", "{"))
    db.execute("INSERT INTO subscription VALUES ('OLD','1.2.840.10008.5.1.4.34.5.1','NoSuchKey=1',0,0)")
    [study] = db.execute("SELECT uid, header FROM study").fetchall()
    bad_headers = ["{", "[]", "null", '{"00100010": 5}', '{"00080020": {"vr": "DA", "Value": 5}}', "{}"]
    bad_headers += [study[1].replace('"Value"', '"Value": [NaN], "Value"', 1)]
    bad_headers += ['{"00100010": {"vr": "PN"}, "x": NaN}']
    bad_headers += [json.dumps({"00100010": element("PN", {"Alphabetic": "Wang\ud800"})})]
    for number, header in enumerate(bad_headers):
        db.execute("INSERT INTO study VALUES (?,?)", (f"1.2.6.{number}", header))
        db.execute("INSERT INTO series VALUES (?,?,'CT',?)", (f"1.2.7.{number}", f"1.2.6.{number}", header))
        db.execute(
            "INSERT INTO instance VALUES (?,?,?,'1.2',1,'1.2.840.10008.1.2','nowhere',5,?)",
            (f"1.2.8.{number}", f"1.2.7.{number}", f"1.2.6.{number}", header),
        )
    db.commit()
    db.close()


@pytest.fixture(scope="module")
def session(hub: HubProcess) -> requests.Session:
    return signed_in(hub, "ma")


def test_everyone_sees_the_whole_list(hub: HubProcess, session: requests.Session) -> None:
    url = f"{hub.dicomweb}/workitems"
    found = {value(item, "00080018"): item for item in everything(session, url)}
    assert set(found) == {*GOOD, *UIDS.values(), "1.2.5.1"}  # those that ended long ago were deleted at the start
    for uid in GOOD:
        assert found[uid] == content(uid)
    for kind, uid in UIDS.items():
        item = found[uid]
        assert value(item, "00741000") == "SCHEDULED", kind
        assert "00081195" not in item
        assert NOTES in item or kind == "transaction", kind
        assert strict(session.get(f"{url}/{uid}")) == [item]
    named = found[UIDS["surrogate"]]
    assert value(named, "00100010") == {"Alphabetic": "Wang\ufffd^Fang"}
    assert value(named, NOTES) == "(0010,0010) PN: half a surrogate pair"
    assert value(named, "00100020") == "P1"
    assert value(found[UIDS["not UTF-8"]], "00741204") == "CT \ufffd\ufffd chest"
    assert value(found[UIDS["cut"]], "00741204") == "Unreadable record"
    for order in ("due", "-patient", "modality", "reader", "procedure", "kind", "-modified"):
        assert len(session.get(url, params={"order": order}).json()) == len(found)
    assert len(session.get(url, params={"PatientName": "*wang*"}).json()) >= len(GOOD)
    assert len(session.get(url, params={"text": "wang fang"}).json()) >= len(GOOD)
    assert len(session.get(url, params={"00404021.0040E025.00081190": "http*"}).json()) >= len(GOOD)


def test_damage_of_one_task_is_no_trouble_of_another(hub: HubProcess, session: requests.Session) -> None:
    root, transaction = f"{hub.dicomweb}/workitems", new_transaction_uid()
    claim = {"00081195": element("UI", transaction), "00741000": element("CS", IN_PROGRESS)}
    subscription = f"{root}/1.2.840.10008.5.1.4.34.5/subscribers/MA"
    channel = session.post(subscription).headers["Content-Location"]
    bearer = {"Authorization": str(session.headers["Authorization"])}
    with connect(channel, additional_headers=bearer) as events:
        assert session.put(f"{root}/{GOOD[0]}/state", json=[claim]).status_code == 200
        assert value(json.loads(events.recv(timeout=5)), "00001000") == GOOD[0]
        # Whom a task is about can't be read: nobody works on it, and whoever may can cancel it.
        for kind in ("surrogate", "name as number", "cut", "items as texts"):
            refused = session.put(f"{root}/{UIDS[kind]}/state", json=[claim])
            assert refused.status_code == 409, kind
            assert "damaged" in refused.headers["Warning"], kind
        change = {"00741200": element("CS", "HIGH")}
        assert session.post(f"{root}/{UIDS['cut']}", json=[change]).status_code == 409
        for kind in ("due in words", "surrogate in a label", "huge"):
            assert session.put(f"{root}/{UIDS[kind]}/state", json=[claim]).status_code == 200, kind
            assert value(json.loads(events.recv(timeout=5)), "00001000") == UIDS[kind]
        assert session.put(f"{root}/1.2.5.1/state", json=[claim]).status_code == 409
    assert session.post(f"{subscription}/suspend").status_code == 200
    filtered = f"{root}/1.2.840.10008.5.1.4.34.5.1/subscribers/MA"
    assert session.post(filtered, params={"00404021.0040E020": "DICOM"}).status_code == 201
    assert session.post(f"{filtered}/suspend").status_code == 200
    assert session.delete(subscription).status_code == 200


def test_a_row_that_is_spoilt_while_the_hub_runs(hub: HubProcess, session: requests.Session) -> None:
    database = sqlite3.connect(hub.data / "hub.sqlite", timeout=10)
    bad = broken(GOOD[2])["surrogate"]
    with database:
        database.execute("UPDATE workitem SET content = ? WHERE uid = ?", (bad, GOOD[2]))
        added = "INSERT INTO workitem VALUES (?,'SCHEDULED','','',?)"
        database.execute(added, ("1.2.9.1", json.dumps(content("1.2.9.1"))))
        database.execute(added, ("1.2.9.2", "{"))
    database.close()
    found = {value(item, "00080018"): item for item in everything(session, f"{hub.dicomweb}/workitems")}
    assert NOTES in found[GOOD[2]]
    assert NOTES in found["1.2.9.2"]
    assert found["1.2.9.1"] == content("1.2.9.1")


@pytest.mark.parametrize("level", ["studies", "series", "instances"])
def test_rows_of_the_image_index(hub: HubProcess, session: requests.Session, level: str) -> None:
    found = everything(session, f"{hub.dicomweb}/{level}")
    assert len(found) == 10
    tag = {"studies": "0020000D", "series": "0020000E", "instances": "00080018"}[level]
    assert [item for item in found if value(item, tag)]
    for query in ({"PatientName": "*"}, {"PatientName": "Wang*"}, {"StudyInstanceUID": "1.2.6.3"}):
        assert session.get(f"{hub.dicomweb}/{level}", params=query).status_code in (200, 204)


def test_an_older_hub_with_an_older_table(tmp_path: Path) -> None:
    """The database of the version before the list existed: read into it at the start, once."""
    database = Database(tmp_path / "hub.sqlite")
    database.migrate(
        "worklist",
        (
            """CREATE TABLE workitem (uid TEXT PRIMARY KEY, state TEXT NOT NULL, transaction_uid TEXT NOT NULL,
            ended TEXT NOT NULL, content TEXT NOT NULL); CREATE TABLE gone_workitem (uid TEXT PRIMARY KEY)""",
        ),
    )
    with database.write() as db:
        for uid in GOOD:
            db.execute("INSERT INTO workitem VALUES (?,'SCHEDULED','','',?)", (uid, json.dumps(content(uid))))
        db.execute("INSERT INTO workitem VALUES ('1.2.4','SCHEDULED','','',?)", (broken("1.2.4")["surrogate"],))
    database.close()
    from reader.hub.search import Search

    for _ in range(2):
        hub = Hub(tmp_path)
        hub.worklist.settle_at("http://127.0.0.1:1")
        found = hub.worklist.search(Search())
        assert found.total == 4
        assert [value(item, "00080018") for item in found.datasets()] == sorted((*GOOD, "1.2.4"))
        hub.close()
