"""What servers can't do, and in which transfer syntax images are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pydicom
import pytest

from reader.core.http import Http
from reader.dicom.archives.archive import NotOffered, NotThere
from reader.dicom.archives.arriving import Incoming, comes_by_frames, frames_of
from reader.dicom.archives.line import Line
from reader.dicom.archives.multipart import Part
from reader.dicom.archives.negotiation import (
    ANY,
    EXPLICIT,
    HTJ2K,
    JPEG_2000,
    JPEG_LOSSLESS,
    JPEG_LS,
    Stored,
    choose,
)
from reader.dicom.archives.web import DicomWeb
from reader.dicom.header import read_header
from reader.dicom.pixels.description import describe, frame_pieces
from tests.orthanc import Orthanc, find_orthanc
from tests.proxy import Proxy
from tests.synthetic import CtSeries, ct_series

GREY = Stored((), 1, 16, False)
MBIT = 1e6 / 8
JPEG_12 = "1.2.840.10008.1.2.4.51"


def stored(*syntaxes: str) -> Stored:
    return Stored(syntaxes, 1, 16, False)


@pytest.mark.parametrize(
    ("kept", "mbit", "options", "expected"),
    [
        (GREY, 8000, {}, ANY),
        (GREY, 1000, {}, ANY),
        (GREY, 300, {}, ANY),
        (GREY, 100, {}, JPEG_LS),
        (GREY, 20, {}, JPEG_LS),
        (GREY, 2, {}, JPEG_LS),
        (GREY, 20, {"refused": {JPEG_LS}}, JPEG_LOSSLESS),
        (GREY, 20, {"refused": {JPEG_LS, JPEG_LOSSLESS}}, HTJ2K),
        (GREY, 20, {"refused": {JPEG_LS, JPEG_LOSSLESS, HTJ2K}}, ANY),
        (GREY, 100, {"transcode": 3e6}, ANY),
        (stored(EXPLICIT), 20, {}, JPEG_LS),
        (stored(JPEG_LS), 20, {}, ANY),
        (stored(JPEG_LS), 8000, {}, ANY),
        (stored(JPEG_LOSSLESS), 20, {}, ANY),
        (stored(JPEG_2000), 20, {}, ANY),
        (stored(JPEG_2000), 8000, {}, ANY),
        (stored(JPEG_2000, JPEG_LS), 8000, {}, JPEG_LS),
        (stored(JPEG_2000, HTJ2K), 8000, {}, HTJ2K),
        (stored(JPEG_2000, EXPLICIT), 8000, {}, EXPLICIT),
        (stored(JPEG_2000, EXPLICIT), 20, {}, ANY),
        (stored(JPEG_12), 20, {}, ANY),
        (Stored((EXPLICIT,), 1, 16, True), 20, {}, ANY),
        (Stored((EXPLICIT,), 0, 8, False), 20, {}, ANY),
        (Stored((EXPLICIT,), 1, 32, False), 20, {}, ANY),
        (None, 20, {}, ANY),
    ],
)
def test_what_is_asked_for(kept: Stored | None, mbit: float, options: dict, expected: str) -> None:  # type: ignore[type-arg]
    """Raw on a fast line, packed on a slow one, the fast decoder where there is a choice, never with loss."""
    assert choose(kept, mbit * MBIT, **options) == expected


def test_the_line_is_learnt() -> None:
    line = Line()
    assert not line.slow
    line.answered(0.4)
    line.answered(0.06)
    assert line.rtt == 0.06 and line.distant and line.bandwidth == 5e6  # not on this network: a guess
    line.carried(3_000_000, 0.01)
    assert not line.slow and not line.distant
    for _ in range(60):
        line.carried(300_000, 0.15)
    assert line.slow and line.bandwidth == pytest.approx(2e6, rel=0.2)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CtSeries:
    return ct_series(tmp_path_factory.mktemp("ct"), 6, 64, uid_root="2.25.81")


@pytest.fixture(scope="module")
def orthanc(made: CtSeries) -> Iterator[Orthanc]:
    if find_orthanc() is None:
        pytest.skip("Orthanc is not installed")
    with Orthanc() as server:
        server.store(made.files)
        yield server


def values(data: bytes) -> np.ndarray:  # type: ignore[type-arg]
    file = pydicom.dcmread(pydicom.filebase.DicomBytesIO(data))
    return file.pixel_array.astype(np.int32) + int(file.RescaleIntercept)


def all_of(web: DicomWeb, made: CtSeries) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    found = {}
    stream = web.stream_series(made.study_uid, made.series_uid)
    for part in stream.parts():
        data = bytes(part.read())
        found[str(pydicom.dcmread(pydicom.filebase.DicomBytesIO(data)).SOPInstanceUID)] = values(data)
    stream.close()
    return found


def same(found: dict[str, np.ndarray], made: CtSeries) -> bool:  # type: ignore[type-arg]
    return len(found) == 6 and all(
        np.array_equal(found[uid], made.voxels[k]) for k, uid in enumerate(made.instance_uids)
    )


def test_packed_without_loss_on_a_slow_line(orthanc: Orthanc, made: CtSeries) -> None:
    web = DicomWeb(Http(), orthanc.dicomweb_url)
    with Proxy(orthanc.dicomweb_url) as proxy:
        web = DicomWeb(Http(), proxy.url)
        web.metadata(made.study_uid, made.series_uid, made.instance_uids[0])
        web.line.carried(100_000_000, 0.1)  # as it is, not as busy as this computer is
        assert same(all_of(web, made), made)
        assert proxy.asked[-1][1].endswith("=*")
        web.line.carried(10_000_000, 800.0)
        assert same(all_of(web, made), made)
        assert proxy.asked[-1][1].endswith(JPEG_LS)


@pytest.mark.parametrize("status", [400, 406, 415, 500])
def test_a_server_that_does_not_repack(orthanc: Orthanc, made: CtSeries, status: int) -> None:
    with Proxy(orthanc.dicomweb_url, lambda _, accept: status if JPEG_LS in accept else 0) as proxy:
        web = DicomWeb(Http(), proxy.url)
        web.metadata(made.study_uid, made.series_uid, made.instance_uids[0])
        web.line.carried(10_000_000, 8.0)
        for _ in range(2):
            assert same(all_of(web, made), made)
        assert sum(JPEG_LS in accept for _, accept in proxy.asked) == 1


@pytest.mark.parametrize("status", [400, 406, 501])
def test_a_server_that_does_not_know_any_syntax(orthanc: Orthanc, made: CtSeries, status: int) -> None:
    with Proxy(orthanc.dicomweb_url, lambda _, accept: status if "=*" in accept else 0) as proxy:
        web = DicomWeb(Http(), proxy.url)
        for _ in range(2):
            assert same(all_of(web, made), made)
        assert sum("=*" in accept for _, accept in proxy.asked) == 1 and not web.abilities.any_syntax


@pytest.mark.parametrize("status", [400, 404, 405, 406, 501])
def test_a_server_that_gives_only_frames(orthanc: Orthanc, made: CtSeries, status: int) -> None:
    """Objects put together from metadata and frames have the same pixels and attributes."""

    def refuse(path: str, accept: str) -> int:
        return status if "frames" not in path and "json" not in accept else 0

    with Proxy(orthanc.dicomweb_url, refuse) as proxy:
        web = DicomWeb(Http(), proxy.url)
        with pytest.raises((NotOffered, NotThere)):
            web.stream_series(made.study_uid, made.series_uid)
        for k, uid in enumerate(made.instance_uids):
            data = web.instance(made.study_uid, made.series_uid, uid)
            assert np.array_equal(values(data), made.voxels[k])
            mine, original = pydicom.dcmread(pydicom.filebase.DicomBytesIO(data)), pydicom.dcmread(made.files[k])
            for entry in original:
                if entry.keyword not in ("SpecificCharacterSet", "PixelData") and entry.value not in ("", None):
                    assert mine[entry.tag].value == entry.value, entry


def test_what_is_gone_is_said_to_be_gone(orthanc: Orthanc, made: CtSeries) -> None:
    web = DicomWeb(Http(), orthanc.dicomweb_url)
    with pytest.raises(NotThere):
        web.instance(made.study_uid, made.series_uid, "2.25.404")
    with pytest.raises(NotThere):
        web.stream_series(made.study_uid, "2.25.404")
    assert web.abilities.series and web.abilities.instances


@pytest.mark.parametrize("name", ["us_ybr_422_jpeg_30frames.dcm"])
def test_colour_frames_are_kept_as_they_are(orthanc: Orthanc, name: str) -> None:
    path = Path(__file__).parents[1] / "data" / "dicom" / name
    orthanc.store([path])
    file = pydicom.dcmread(path)

    def refuse(path: str, accept: str) -> int:
        return 406 if "frames" not in path and "json" not in accept else 0

    with Proxy(orthanc.dicomweb_url, refuse) as proxy:
        web = DicomWeb(Http(), proxy.url)
        data = web.instance(file.StudyInstanceUID, file.SeriesInstanceUID, file.SOPInstanceUID)
        again = pydicom.dcmread(pydicom.filebase.DicomBytesIO(data))
        assert again.NumberOfFrames == 30 and again.file_meta.TransferSyntaxUID


def multiframe() -> list[Path]:
    """Files of several frames among the test data."""
    found = []
    for path in sorted((Path(__file__).parents[1] / "data" / "dicom").rglob("*.dcm")):
        header = read_header(path.read_bytes())
        pixels = describe(header, header.transfer_syntax) if header.pixels else None
        if pixels is not None and comes_by_frames(header, pixels):
            found.append(path)
    return found


@pytest.mark.parametrize("table", [True, False])
@pytest.mark.parametrize("path", multiframe(), ids=lambda path: path.stem)
def test_frames_of_an_object_that_is_arriving(path: Path, table: bool) -> None:
    """The same frames as of the whole object, the first before its end has come."""
    data = path.read_bytes()
    if table and pydicom.dcmread(path, stop_before_pixels=True).file_meta.TransferSyntaxUID.is_encapsulated:
        file = pydicom.dcmread(path)
        frames = list(pydicom.encaps.generate_frames(file.PixelData, number_of_frames=file.NumberOfFrames))
        file.PixelData = pydicom.encaps.encapsulate(frames, has_bot=True)
        out = pydicom.filebase.DicomBytesIO()
        file.save_as(out)
        data = out.getvalue()
    header = read_header(data)
    pixels = describe(header, header.transfer_syntax)
    part = Part({}, None, len(data), bytearray(data))
    incoming = Incoming(part.read(8192), part)
    pieces = []
    for piece in frames_of(header, pixels, incoming):
        if not pieces:
            assert part.remaining > 0
        pieces.append(bytes(piece))
    assert pieces == [bytes(piece) for piece in frame_pieces(header, pixels, data)] and not part.remaining
    assert bytes(incoming.data) == data
