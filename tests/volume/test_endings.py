"""However its images come and whichever is the last: a series on its way in ends, once, with what is true of it.

Real Orthanc. Only the decoder is held up here and there, so that what seldom happens happens each time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.uid import JPEG2000Lossless

from reader.dicom.pixels import description
from reader.study.model import Arrival
from reader.volume.model import Stack, Volume
from tests.dicom.made import image as capture
from tests.dicom.made import put_data, written
from tests.orthanc import Orthanc, find_orthanc
from tests.proxy import Proxy
from tests.volume.made import mr
from tests.volume.test_open import ENDED, Reading

pytestmark = pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed")
KEY = "reader-network"
"""The threads in which the key image, and what is looked at, is decoded."""


def packed(made: Dataset, *, damaged: bool = False) -> bytes:
    """As a file in JPEG 2000, without loss."""
    pixels = np.frombuffer(made.PixelData, "<u2").reshape(made.Rows, made.Columns)
    stream = imagecodecs.jpeg2k_encode(pixels, reversible=True, level=0, codecformat="j2k")
    put_data(made, encapsulate([bytes(len(stream)) if damaged else stream]))
    made["PixelData"].VR, made["PixelData"].is_undefined_length = "OB", True
    made.file_meta.TransferSyntaxUID = JPEG2000Lossless
    return written(made)


@pytest.fixture(scope="module")
def orthanc() -> Iterator[Orthanc]:
    with Orthanc() as server:
        yield server


class Decoder:
    """Decoding waits at a gate, once, in threads of one kind; `waiting` says that somebody stands there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
        self.gate, self.waiting = threading.Event(), threading.Event()
        self._kind = kind
        monkeypatch.setattr("reader.volume.target.stored_frame", self._stored_frame)

    def _stored_frame(self, *arguments: Any, **named: Any) -> Any:
        if threading.current_thread().name.startswith(self._kind) and not self.waiting.is_set():
            self.waiting.set()
            assert self.gate.wait(30)
        return description.stored_frame(*arguments, **named)


def stays(reading: Reading, arrival: Arrival) -> bool:
    """It has ended so, and nothing that comes later changes it."""
    reading.loop.run_for(0.4)
    return reading.state.arrival is arrival


def pictures(reading: Reading) -> list[Any]:
    image = reading.images[-1]
    return list(image.pixels if isinstance(image, Stack) else image.voxels)


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("damaged", [False, True])
def test_the_key_image_decodes_longest(
    orthanc: Orthanc, count: int, damaged: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [mr(n + 1, (0, 0, 3.0 * n), f"2.25.51{count}{damaged:d}", Rows=64, Columns=64) for n in range(count)]
    assert orthanc.store([packed(one, damaged=damaged and one is made[count // 2]) for one in made]) == count
    decoder = Decoder(monkeypatch, KEY)
    with Proxy(orthanc.dicomweb_url, hold=decoder.waiting, hold_at=0) as proxy:
        reading = Reading(tmp_path, proxy.url)
        reading.open(made[0].StudyInstanceUID, wait=False)
        reading.loop.run_until(decoder.waiting.is_set)
        reading.loop.run_for(0.6)
        assert reading.state.arrival is Arrival.LOADING  # one of its images is still under way
        decoder.gate.set()
        reading.loop.run_until(lambda: reading.state.arrival in ENDED)
        if damaged:
            assert [failure.sop_instance_uid for failure in reading.state.failures] == [
                made[count // 2].SOPInstanceUID
            ]
            assert stays(reading, Arrival.INCOMPLETE)
        else:
            assert stays(reading, Arrival.COMPLETE) and reading.state.arrived == count
            assert [int(picture[0, 0]) for picture in pictures(reading)] == list(range(1, count + 1))
        assert not reading.errors
        reading.close()


def test_what_was_looked_at_is_still_on_its_way_when_all_else_is_there(orthanc: Orthanc, tmp_path: Path) -> None:
    """The stream broke before it; its own request, made because it was on the screen, is slower than all others."""
    made = [mr(n + 1, (0, 0, 3.0 * n), "2.25.520", Rows=64, Columns=64) for n in range(12)]
    assert orthanc.store([packed(one) for one in made]) == 12
    far, hold, asked = made[11].SOPInstanceUID, threading.Event(), threading.Event()

    def slow(path: str, accept: str) -> int:
        if far in path:
            asked.set()
            hold.wait(30)
        return 0

    stream = threading.Event()
    with Proxy(orthanc.dicomweb_url, slow, hold=stream, hold_at=0, cuts=[1]) as proxy:  # whatever its order
        reading = Reading(tmp_path, proxy.url)
        reading.open(made[0].StudyInstanceUID, wait=False)
        reading.loop.run_until(lambda: reading.images)
        reading.volumes.wanted(reading.volume, 11)
        reading.loop.run_until(asked.is_set)
        stream.set()  # and breaks
        try:
            reading.loop.run_until(lambda: reading.volume.present.sum() == 11)
        except TimeoutError:
            there = [int(one) for one in reading.volume.present]
            raise AssertionError(f"{there} of {proxy.asked}, broken {proxy.broken}, {reading.state}") from None
        reading.loop.run_for(0.6)
        assert reading.state.arrival is Arrival.LOADING
        hold.set()
        reading.loop.run_until(lambda: reading.state.arrival in ENDED)
        assert stays(reading, Arrival.COMPLETE) and reading.volume.complete
        reading.close()


def test_a_plan_that_proves_wrong_while_the_key_image_decodes(
    orthanc: Orthanc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is decoded for the old plan does not count as there in the new one."""
    made = [mr(n + 1, (0, 0, 3.0 * n), "2.25.530", Rows=8 if n < 10 else 16) for n in range(16)]
    assert orthanc.store([packed(one) for one in made]) == 16
    decoder = Decoder(monkeypatch, KEY)
    with Proxy(orthanc.dicomweb_url, hold=decoder.waiting, hold_at=0) as proxy:
        reading = Reading(tmp_path, proxy.url)
        reading.open(made[0].StudyInstanceUID, wait=False)
        reading.loop.run_until(decoder.waiting.is_set)
        reading.loop.run_for(0.6)
        decoder.gate.set()
        reading.loop.run_until(lambda: reading.state.arrival in ENDED)
        assert stays(reading, Arrival.COMPLETE)
        parts = [part.images[0] for part in reading.opened[-1].parts]
        assert [isinstance(image, Volume) and image.complete for image in parts] == [True, True]
        values = [int(picture[0, 0]) for image in parts if isinstance(image, Volume) for picture in image.voxels]
        assert values == list(range(1, 17))
        reading.close()


def test_a_server_that_gives_the_key_image_and_nothing_else(
    orthanc: Orthanc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [mr(n + 1, (0, 0, 3.0 * n), "2.25.540", Rows=64, Columns=64) for n in range(3)]
    assert orthanc.store([packed(one) for one in made]) == 3
    given: list[str] = []
    decoder = Decoder(monkeypatch, KEY)

    def refuse(path: str, accept: str) -> int:
        kind = path.split("/")[-2]
        if "?" in path or path.endswith("metadata") or kind not in ("series", "instances"):
            return 0
        if kind == "series":
            decoder.waiting.wait(30)
        given.append(path)
        return 0 if made[1].SOPInstanceUID in path and sum(path == old for old in given) == 1 else 404

    with Proxy(orthanc.dicomweb_url, refuse) as proxy:
        reading = Reading(tmp_path, proxy.url)
        reading.open(made[0].StudyInstanceUID, wait=False)
        reading.loop.run_until(decoder.waiting.is_set)
        reading.loop.run_for(0.6)
        decoder.gate.set()
        reading.loop.run_until(lambda: reading.state.arrival in ENDED)
        assert stays(reading, Arrival.INCOMPLETE) and not reading.errors
        assert reading.state.arrived == 1 and int(pictures(reading)[1][0, 0]) == 2
        told = {failure.sop_instance_uid for failure in reading.state.failures}
        assert told == {made[0].SOPInstanceUID, made[2].SOPInstanceUID}
        reading.close()


@pytest.mark.parametrize("cut", [60_000, 200_000])
def test_a_cine_whose_line_breaks_between_two_frames_comes_whole_or_is_not_complete(
    orthanc: Orthanc, cut: int, tmp_path: Path
) -> None:
    """Its first frames were shown as they came; that does not make the object one that is there."""
    frames = np.arange(20)[:, None, None] * np.ones((1, 100, 100), np.int64)
    made = capture(frames, allocated=16, stored=16)
    assert orthanc.store([written(made)]) == 1
    with Proxy(orthanc.dicomweb_url, cuts=[cut]) as proxy:
        reading = Reading(tmp_path, proxy.url)
        reading.open(made.StudyInstanceUID)
        assert stays(reading, Arrival.COMPLETE) and proxy.broken == 1
        assert [None if picture is None else int(picture[0, 0]) for picture in pictures(reading)] == list(range(20))
        reading.close()


def test_a_series_of_which_nothing_can_be_shown_fails_and_says_why(orthanc: Orthanc, tmp_path: Path) -> None:
    made = [mr(n + 1, (0, 0, 3.0 * n), "2.25.550", Rows=64, Columns=64) for n in range(5)]
    assert orthanc.store([packed(one, damaged=True) for one in made]) == 5
    reading = Reading(tmp_path, orthanc.dicomweb_url)
    reading.open(made[0].StudyInstanceUID)
    assert stays(reading, Arrival.FAILED) and reading.images == []
    assert len(reading.errors) == 1 and str(reading.errors[0]).startswith("This image is damaged")
    assert len(reading.state.failures) == 5
    reading.close()
