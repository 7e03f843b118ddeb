"""Bulk Data URIs of every form that RFC 3986 knows, of a server that gives only metadata, frames and bulk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import numpy as np
import pydicom
import pytest

from reader.core.http import Http
from reader.dicom.archives.web import DicomWeb
from tests.canned import CannedServer, Said
from tests.dicom.made import image, lut, overlay, ramp

PLACE = "/dicom-web/studies/1/series/2/instances/3"
OVERLAY, TABLE = b"\x0f" * 256, np.arange(4096) * 16


class FramesOnly:
    """bulk: how a Bulk Data URI is written; "gone": none of them can be fetched. asked: (path, Authorization)."""

    def __init__(self) -> None:
        self.bulk = ""
        made = image(ramp(32, 64), SOPInstanceUID="3", StudyInstanceUID="1", SeriesInstanceUID="2")
        overlay(made, 0x6000, np.unpackbits(np.frombuffer(OVERLAY, np.uint8), bitorder="little").reshape(32, 64))
        made.VOILUTSequence = [lut(TABLE, 0, 16)]
        self.made = made
        self.server = CannedServer(lambda path: self.answer(path))
        self.origin, self.asked = self.server.origin, self.server.asked

    def answer(self, path: str) -> Said:
        if path.endswith("/metadata"):
            body = self.made.to_json_dict(32, lambda element: self.bulk.format(tag=f"{int(element.tag):08X}"))
            return 200, "application/dicom+json", json.dumps([body]).encode()
        if "/frames/" in path:
            data = self.made.PixelData
        elif path.endswith("60003000") and "gone" not in path:
            data = OVERLAY
        elif path.endswith("00283006") and "gone" not in path:
            data = TABLE.astype("<u2").tobytes()
        else:
            return 406, "text/plain", b"only frames"
        kind = "application/octet-stream"
        part = f"--b\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data
        return 200, f'multipart/related; type="{kind}"; boundary=b', part + b"\r\n--b--\r\n"


@pytest.fixture
def server() -> Iterator[FramesOnly]:
    made = FramesOnly()
    yield made
    made.server.close()


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("{origin}/a/{tag}", "/a/"), (PLACE + "/bulk/{tag}", PLACE + "/bulk/"), ("//{host}/b/{tag}", "/b/"),
        ("bulk/{tag}", PLACE + "/bulk/"), ("./bulk/{tag}", PLACE + "/bulk/"),
        ("../../../../bulk/{tag}", "/dicom-web/studies/1/bulk/"), ("?value={tag}", PLACE + "/metadata?value="),
    ],
)  # fmt: skip
def test_every_form_of_a_reference(server: FramesOnly, written: str, asked: str) -> None:
    host = server.origin.removeprefix("http://")
    server.bulk = written.replace("{origin}", server.origin).replace("{host}", host)
    if written.startswith("?"):
        answer = server.answer
        server.answer = lambda path: answer(path.partition("value=")[2] or path)  # type: ignore[method-assign]
    web = DicomWeb(Http(), f"{server.origin}/dicom-web")
    read = pydicom.dcmread(BytesIO(web.instance("1", "2", "3")))
    assert read.PixelData == server.made.PixelData
    assert read[0x60003000].value == OVERLAY
    assert read.VOILUTSequence[0].LUTData == TABLE.astype("<u2").tobytes()
    assert f"{asked}60003000" in [path for path, _ in server.asked]


def test_what_cannot_be_fetched_costs_itself_alone(server: FramesOnly) -> None:
    server.bulk = PLACE + "/gone/{tag}"
    read = pydicom.dcmread(BytesIO(DicomWeb(Http(), f"{server.origin}/dicom-web").instance("1", "2", "3")))
    assert read.PixelData == server.made.PixelData
    assert 0x60003000 not in read and len(read.VOILUTSequence) == 0


def test_another_origin_gets_no_token(server: FramesOnly) -> None:
    other = FramesOnly()
    server.bulk = f"{other.origin}/elsewhere/{{tag}}"
    http = Http()
    http.authorize(server.origin, "secret")
    read = pydicom.dcmread(BytesIO(DicomWeb(http, f"{server.origin}/dicom-web").instance("1", "2", "3")))
    other.server.close()
    assert read[0x60003000].value == OVERLAY
    assert other.asked and all(token == "" for _, token in other.asked)
    assert all(token == "Bearer secret" for _, token in server.asked)
