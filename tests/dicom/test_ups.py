"""The UPS client against servers that differ as real ones do: a scripted one for each dialect, and the hub."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from reader.core.http import Http
from reader.dicom.json_model import Json, element, value
from reader.dicom.ups.client import (
    DIALECTS,
    AlreadyFinal,
    ClaimLost,
    Dialect,
    TaskGone,
    TaskRefused,
    UpsClient,
)
from reader.dicom.ups.paging import _total
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS, SCHEDULED


class ScriptedServer(ThreadingHTTPServer):
    """Worklist of one dialect, with its peculiarities: it filters nothing, answers objects, and mixes codes."""

    def __init__(self, dialect: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.dialect = dialect
        self.items: dict[str, Json] = {}
        self.owners: dict[str, str] = {}
        self.asked: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedServer

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        path = urlsplit(self.path)
        query = dict(parse_qsl(path.query))
        self.server.asked.append(self.path)
        if path.path.endswith("/workitems"):
            found = list(self.server.items.values())[int(query.get("offset", 0)) :]
            if self.server.dialect == "dicom-server":
                assert int(query["limit"]) <= 200 and "includefield" not in query
                found = found[:2]  # its own cap
                self._answer(204 if not found else 200, found, {"Warning": "299 there are more"} if found else {})
            else:
                self._answer(200, found)
            return
        item = self.server.items.get(path.path.rsplit("/", 1)[1])
        self._answer(404 if item is None else 200, item)  # an object, not an array

    def do_POST(self) -> None:
        path, body = urlsplit(self.path), self._body()
        self.server.asked.append(self.path)
        if path.path.endswith("/workitems"):
            keys = {"dicom-server": path.query, "other": dict(parse_qsl(path.query)).get("workitem", "")}
            uid = keys.get(self.server.dialect, keys["other"])
            if uid in self.server.items:
                self._answer(409)
                return
            given = f"{uid}.9" if self.server.dialect == "dcm4chee" else uid  # a server may choose its own
            self.server.items[given] = body | {"00080018": element("UI", given)}
            self._answer(201, headers={"Location": f"{path.path}/{given}"})
            return
        uid = path.path.rsplit("/", 1)[1]
        spelt = {"dcm4chee": "Transaction-uid=", "standard": "transaction=", "dicom-server": ""}
        transaction = path.query.removeprefix(spelt[self.server.dialect])
        if self._refused(uid, transaction):
            return
        self.server.items[uid] |= body
        self._answer(200)

    def do_PUT(self) -> None:
        parts, body = urlsplit(self.path).path.split("/"), self._body()
        self.server.asked.append(self.path)
        tail = parts[parts.index("workitems") + 2 :]
        if tail != {"dcm4chee": ["state", "READER"]}.get(self.server.dialect, ["state"]):
            self._answer(400)
            return
        uid, transaction, state = parts[-1 - len(tail)], value(body, "00081195"), value(body, "00741000")
        now = value(self.server.items.get(uid, {}), "00741000")
        if state == IN_PROGRESS and now == SCHEDULED:
            self.server.owners[uid] = transaction
        elif state == IN_PROGRESS or self._wrong(uid, transaction):
            self._answer(self._code)
            return
        self.server.items[uid]["00741000"] = element("CS", state)
        self._answer(200)

    @property
    def _code(self) -> int:
        return 400 if self.server.dialect == "dicom-server" else 409

    def _wrong(self, uid: str, transaction: str) -> bool:
        state = value(self.server.items.get(uid, {}), "00741000")
        return state != IN_PROGRESS or self.server.owners.get(uid) != transaction

    def _refused(self, uid: str, transaction: str) -> bool:
        if uid not in self.server.items:
            self._answer(404)
        elif value(self.server.items[uid], "00741000") != SCHEDULED and self._wrong(uid, transaction):
            self._answer(self._code)
        else:
            return False
        return True

    def _body(self) -> Json:
        assert self.headers["Content-Type"] == "application/dicom+json"
        parsed = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert isinstance(parsed, list) and len(parsed) == 1
        return dict(parsed[0])

    def _answer(self, status: int, content: Any = None, headers: dict[str, str] | None = None) -> None:
        data = b"" if content is None or status == 204 else json.dumps(content).encode()
        self.send_response(status)
        if data:
            self.send_header("Content-Type", "application/dicom+json")
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture(params=sorted(DIALECTS))
def served(request: pytest.FixtureRequest) -> Iterator[tuple[UpsClient, ScriptedServer]]:
    server = ScriptedServer(request.param)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    dialect: Dialect = DIALECTS[request.param]
    yield UpsClient(Http(), f"http://127.0.0.1:{server.server_port}/rs", dialect), server
    server.shutdown()
    server.server_close()


def item(state: str = SCHEDULED) -> Json:
    return {"00741000": element("CS", state), "00741204": element("LO", "CT chest")}


def test_the_whole_life_of_a_task_in_every_dialect(served: tuple[UpsClient, ScriptedServer]) -> None:
    ups, server = served
    uid = ups.create(item(), "2.25.1")
    assert uid in server.items  # what Location said, not what was asked for
    ups.change_state(uid, IN_PROGRESS, "2.25.77")
    with pytest.raises(ClaimLost, match="Someone else"):
        ups.change_state(uid, IN_PROGRESS, "2.25.78")
    with pytest.raises(TaskRefused):
        ups.update(uid, {"00404011": element("DT", "20260101")}, "2.25.78")
    ups.update(uid, {"00404011": element("DT", "20260101")}, "2.25.77")
    assert value(ups.retrieve(uid), "00404011") == "20260101"
    with pytest.raises(TaskRefused):
        ups.change_state(uid, COMPLETED, "2.25.78")
    ups.change_state(uid, COMPLETED, "2.25.77")
    with pytest.raises(AlreadyFinal) as final:
        ups.change_state(uid, CANCELED, "2.25.77")
    assert final.value.state == COMPLETED and final.value.workitem is not None
    with pytest.raises(AlreadyFinal):
        ups.update(uid, {}, "2.25.77")
    with pytest.raises(TaskGone):
        ups.retrieve("2.25.404")
    with pytest.raises(TaskGone):
        ups.update("2.25.404", {}, "2.25.1")


def test_a_search_is_paged_and_filtered_again(served: tuple[UpsClient, ScriptedServer]) -> None:
    ups, server = served
    for number in range(7):
        state = SCHEDULED if number % 2 else IN_PROGRESS
        server.items[f"2.25.{number}"] = item(state) | {"00080018": element("UI", f"2.25.{number}")}
    found = ups.search({"00741000": SCHEDULED})
    assert sorted(value(entry, "00080018") for entry in found) == ["2.25.1", "2.25.3", "2.25.5"]
    server.items.clear()
    assert ups.search() == []


def test_creating_twice_is_creating_once_and_another_task_under_the_uid_is_shown(
    served: tuple[UpsClient, ScriptedServer],
) -> None:
    ups, server = served
    server.items["2.25.5"] = item() | about("110005") | {"00080018": element("UI", "2.25.5")}
    assert ups.create(item() | about("110005"), "2.25.5") == "2.25.5"
    with pytest.raises(TaskRefused) as refused:
        ups.create(item() | about("110007"), "2.25.5")
    assert refused.value.workitem is not None


def about(code: str) -> Json:
    return {"00404018": element("SQ", {"00080100": element("SH", code)})}


@pytest.mark.parametrize(
    ("count", "warning", "total"),
    [
        ("7", "", 7), ("", '299 hub "12 additional results"', 15), ("9" * 400, "", None), ("9" * 5000, "", None),
        ("-1", "", None), ("٣", "", None), ("", f'299 hub "{"9" * 5000} additional results"', None),
    ],
)  # fmt: skip
def test_how_many_there_are_is_believed_within_reason(count: str, warning: str, total: int | None) -> None:
    assert _total(count, warning, 3) == total
