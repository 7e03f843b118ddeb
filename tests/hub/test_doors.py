"""Connections that would never end, bodies that grow when unpacked, a hub on https that names no http address."""

from __future__ import annotations

import errno
import gzip
import http.client
import json
import socket
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pydicom
import pytest
import requests
import uvicorn
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import DeflatedExplicitVRLittleEndian

from reader.dicom.json_model import Json
from reader.dicom.ups.workitem import Input, workitem_json
from reader.dicom.values import new_uid
from reader.hub.app import make_app
from reader.hub.connections import Connection
from reader.hub.hub import Hub
from reader.hub.kept import Kept
from reader.hub.unpacking import Allowance, unpack
from tests.hub.conftest import multipart, signed_in
from tests.memory import memory
from tests.servers import HubProcess
from tests.worklist.samples import workitem


class Hasty(Connection):
    """With limits that a test can wait for."""

    head_s, stall_s, rate_after_s, look_s = 0.3, 0.5, 1.0, 0.05


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the hub's own application behind such connections."""
    hub = Hub(tmp_path_factory.mktemp("hasty"), demo=True)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(make_app(hub), log_config=None, http=Hasty, ws="none", timeout_keep_alive=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield int(listening.getsockname()[1])
    server.should_exit = True
    thread.join()
    hub.close()


HEAD = b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
METADATA = b"GET /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    ("first", "drip"),
    [
        (b"", b""),
        (b"GET / HT", b""),
        (b"GET /", b"a"),
        (HEAD, b"X-A: b\r\n"),
        (HEAD + b"Content-Length: 5000\r\n\r\ngrant", b""),
        (HEAD + b"Content-Length: 5000\r\n\r\ngrant", b"a"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (METADATA, b""),
        (METADATA + b"GET /", b"a"),
    ],
    ids=["silent", "half a line", "dripping line", "dripping head", "half a body", "dripping body",
         "dripping chunks", "idle after an answer", "dripping second request"],
)  # fmt: skip
def test_a_request_that_does_not_come_to_its_end_is_ended(hasty: int, first: bytes, drip: bytes) -> None:
    """The other end sees it closed; the test's own limit is far beyond the hub's."""
    with socket.create_connection(("127.0.0.1", hasty), timeout=20) as line:
        line.sendall(first)
        line.settimeout(0.1)
        for _ in range(200):
            try:
                if line.recv(65536) == b"":
                    return
            except TimeoutError:
                pass
            except ConnectionError:
                return
            if drip:
                try:
                    line.sendall(drip)
                except ConnectionError:
                    return
    pytest.fail("the connection is still open")


@pytest.mark.parametrize(
    ("path", "kind", "declared", "sent", "status"),
    [
        ("/dicom-web/studies", "application/dicom", 10**17, 0, 413),
        ("/oauth/token", "application/x-www-form-urlencoded", 30_000_000, 30_000_000, 413),
        ("/dicom-web/workitems", "text/plain", 30_000_000, 30_000_000, 415),
    ],
)
def test_a_refusal_before_the_body_arrives_and_ends_the_connection(
    hub: HubProcess, session: requests.Session, path: str, kind: str, declared: int, sent: int, status: int
) -> None:
    """What came next on it would be taken for the rest of the body, and have no answer."""
    line = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=20)
    line.putrequest("POST", path)
    for name, value in {**session.headers, "Content-Type": kind, "Content-Length": str(declared)}.items():
        line.putheader(str(name), str(value))
    line.endheaders(bytes(sent))  # all of it, before the answer is looked at
    answer = line.getresponse()
    assert (answer.status, answer.headers["Connection"]) == (status, "close")
    assert answer.read()
    line.request("GET", path, headers={"Authorization": str(session.headers["Authorization"])})  # connects anew
    assert line.getresponse().status in (200, 204, 405)
    line.close()


def test_a_body_whose_end_is_stated_twice_ends_the_connection(
    hub: HubProcess, session: requests.Session
) -> None:
    """By its length and by its chunks: the next request may have been smuggled in it."""
    user = f"Authorization: {session.headers['Authorization']}\r\n"
    one = f"POST /dicom-web/workitems HTTP/1.1\r\nHost: hub\r\n{user}"
    ends = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", hub.port), timeout=20) as line, line.makefile("rb") as answers:
        line.sendall(f"{one}{ends}GET /dicom-web/workitems HTTP/1.1\r\nHost: hub\r\n\r\n".encode())
        assert answers.read().count(b"HTTP/1.1") == 1


def deflated(inside: bytes, study: str = "2.25.77") -> bytes:
    """A small object with a private value, in the deflated transfer syntax, by pydicom and zlib."""
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.66.4", new_uid()
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.PatientID, ds.Modality = study, f"{study}.1", "P1", "SEG"
    ds.private_block(0x0099, "TEST", create=True).add_new(1, "OB", inside)
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    out = BytesIO()
    ds.save_as(out, enforce_file_format=True)
    return out.getvalue()


def bomb(size: int) -> bytes:
    """The same, with a value of so many zeros that is never in memory here either."""
    small = deflated(b"")
    start = 144 + int(pydicom.dcmread(BytesIO(small)).file_meta.FileMetaInformationGroupLength)
    inside = zlib.decompress(small[start:], -zlib.MAX_WBITS)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(inside[:-4] + size.to_bytes(4, "little"))
    for _ in range(size // 2**20):
        packed += packer.compress(bytes(2**20))
    return small[:start] + packed + packer.flush()


def long_meta(data: bytes) -> bytes:
    """The same, with file meta information that has 8,000 bytes before the transfer syntax."""
    at = data.index(b"\x02\x00\x01\x00OB")
    version = data[at : at + 8] + (8000).to_bytes(4, "little") + bytes(8000)
    return data[:at] + version + data[at + 14 :]


def test_what_grows_when_unpacked_is_refused_in_little_memory(hub: HubProcess, session: requests.Session) -> None:
    session.get(f"{hub.dicomweb}/studies")
    before = memory("VmHWM", hub.pid)
    data = bomb(520 * 2**20)
    for one in (data, long_meta(data)):
        body, headers = multipart(one, deflated(b"the limit is that of the request"))
        assert len(body) < 2**20
        answer = session.post(f"{hub.dicomweb}/studies", data=body, headers=headers, timeout=120)
        assert answer.status_code == 409, answer.text
        failures = answer.json()["00081198"]["Value"]
        assert [one["00000902"]["Value"] for one in failures] == [["more than 512 MB after unpacking"]] * 2
        assert memory("VmHWM", hub.pid) - before < 60 * 2**20
        assert list((hub.data / "incoming").iterdir()) == []


def test_what_grows_leaves_the_disk_its_reserve(tmp_path: Path) -> None:
    file = Kept(tmp_path / "object")
    file.path.write_bytes(data := deflated(bytes(10**6)))
    taken: list[int] = []

    def require_room(size: int) -> None:
        taken.append(size)
        if sum(taken) > 600_000:
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        unpack(file, Allowance(require_room))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [data]


def test_a_damaged_object_costs_itself_and_no_other_of_its_study(
    hub: HubProcess, session: requests.Session
) -> None:
    """Sent so, or damaged later on the disk."""
    body, headers = multipart(*(deflated(b"x", "2.25.76") for _ in range(5)))
    assert session.post(f"{hub.dicomweb}/studies", data=body, headers=headers).status_code == 200
    whole = deflated(b"y" * 1000, "2.25.76")
    start = 144 + int(pydicom.dcmread(BytesIO(whole)).file_meta.FileMetaInformationGroupLength)
    uid = DeflatedExplicitVRLittleEndian.encode()
    unnamed = b"\0" * 128 + b"DICM\x02\x00\x10\x00UI\x16\x00" + uid + whole[start:]
    spoilt = [bytes(200) + uid, whole[:-40], unnamed[:-40], b""]
    url = f"{hub.dicomweb}/studies/2.25.76"
    addresses = [item["00081190"]["Value"][0] for item in session.get(f"{url}/instances").json()]
    for address, data in zip(addresses, spoilt, strict=False):
        [file] = hub.data.glob(f"objects/*/{address.rsplit('/', 1)[1]}.dcm")
        file.write_bytes(data)
    assert len(session.get(f"{url}/metadata").json()) == 1
    for address in addresses[:4]:
        assert session.get(f"{address}/metadata").json() == []
        for path, status in (("frames/1", 406), ("bulkdata/00991001", 404), ("bulkdata/7FE00010", 404)):
            answer = session.get(f"{address}/{path}", headers={"Accept": "*/*"})
            assert answer.status_code == status, (address, path)
    for data in (*spoilt, unnamed):
        body, headers = multipart(data)
        assert session.post(f"{hub.dicomweb}/studies", data=body, headers=headers).status_code == 409


def test_a_deflated_object_is_kept_plain_and_is_the_same_again(hub: HubProcess, session: requests.Session) -> None:
    data = deflated(b"kept" * 1000)
    body, headers = multipart(data)
    for _ in range(2):
        assert session.post(f"{hub.dicomweb}/studies", data=body, headers=headers).status_code == 200
    sent = pydicom.dcmread(BytesIO(data))
    accept = {"Accept": "application/dicom; transfer-syntax=*"}
    url = f"{hub.dicomweb}/studies/2.25.77/series/2.25.77.1/instances/{sent.SOPInstanceUID}"
    got = pydicom.dcmread(BytesIO(session.get(url, headers=accept).content))
    assert got == sent
    assert got.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.1"
    broken = multipart(data[:-40])
    answer = session.post(f"{hub.dicomweb}/studies", data=broken[0], headers=broken[1])
    assert answer.status_code == 409
    assert "deflated data set" in answer.text


@pytest.mark.parametrize("path", ["/dicom-web/workitems", "/dicom-web/studies", "/oauth/token"])
def test_a_body_in_a_content_coding_is_refused(hub: HubProcess, session: requests.Session, path: str) -> None:
    kinds = {
        "/dicom-web/workitems": "application/dicom+json", "/dicom-web/studies": "application/dicom",
        "/oauth/token": "application/x-www-form-urlencoded",
    }  # fmt: skip
    headers = {"Content-Type": kinds[path], "Content-Encoding": "gzip"}
    answer = session.post(hub.url + path, data=gzip.compress(bytes(10**6)), headers=headers)
    assert answer.status_code == 415
    assert "without a content coding" in answer.text


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    pem, key = folder / "hub.pem", folder / "hub.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", pem, "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return pem, key


def order(root: str) -> Json:
    item = workitem(31_000_001, "Wang^Xiaodong")
    place = f"{root}/studies/{item.study_uid}"
    inputs = (Input(item.study_uid, "", (), place),)
    return workitem_json(replace(item, uid=new_uid(), storage_url=f"{root}/studies", inputs=inputs))


@pytest.mark.parametrize("elsewhere", [False, True], ids=["own images", "images elsewhere"])
def test_a_hub_on_https_names_no_http_address(
    tmp_path: Path, certificate: tuple[Path, Path], elsewhere: bool
) -> None:
    """After a restart from http too, whatever older tasks and clients say."""
    images = "http://127.0.0.1:9/dicom-web" if elsewhere else None
    hub = HubProcess(tmp_path / "hub", images=images).start()
    try:
        session = signed_in(hub, "ma")
        old = order(images or hub.dicomweb)
        uid = old["00080018"]["Value"][0]
        assert session.post(f"{hub.dicomweb}/workitems?workitem={uid}", json=[old]).status_code == 201
        hub.stop()
        hub.options = ["--certificate", str(certificate[0]), "--key", str(certificate[1])]
        if elsewhere:
            with pytest.raises(RuntimeError, match="on https too"):
                hub.start()
            hub.images = "https://127.0.0.1:9/dicom-web"
        hub.start()
        assert hub.url.startswith("https://")
        session.verify, session.trust_env = str(certificate[0]), False
        said = [
            session.get(f"{hub.url}/.well-known/oauth-authorization-server"),
            session.get(f"{hub.dicomweb}/workitems/{uid}"), session.get(f"{hub.dicomweb}/workitems"),
            session.post(f"{hub.dicomweb}/workitems/{uid}/subscribers/LI"),
        ]  # fmt: skip
        if not elsewhere:
            body, headers = multipart(deflated(b"x"))
            said.append(session.post(f"{hub.dicomweb}/studies", data=body, headers=headers))
            said += [session.get(f"{hub.dicomweb}/studies{path}") for path in ("", "/2.25.77/metadata")]
        for answer in said:
            assert answer.status_code in (200, 201), (answer.url, answer.text)
            assert "http://" not in answer.text + json.dumps(dict(answer.headers)), answer.url
        assert said[3].headers["Location"].startswith("wss://")
        assert f"{hub.images or hub.dicomweb}/studies" in said[1].text
        fresh = order("http://127.0.0.1:1/dicom-web")
        answer = session.post(f"{hub.dicomweb}/workitems", json=[fresh])
        assert answer.status_code == 400
        assert "this hub is on https" in answer.text
        slash = session.get(f"{hub.dicomweb}/studies/", allow_redirects=False)
        assert "location" not in slash.headers
    finally:
        hub.stop()


def test_behind_a_proxy_the_hub_has_the_address_that_clients_use(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with HubProcess(tmp_path / "hub", port=port, options=["--url", "https://hub.example/"]) as hub:
        found = requests.get(f"{hub.url}/.well-known/oauth-authorization-server", timeout=20)
        assert found.json()["reader_ups_root"] == "https://hub.example/dicom-web"
        assert "http://" not in found.text
