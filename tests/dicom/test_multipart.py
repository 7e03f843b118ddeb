"""The multipart reader: with lengths and without, in any crumbs, cut anywhere."""

from __future__ import annotations

import io
import random

import pytest

from reader.dicom.archives.multipart import MultipartError, read_parts

BODIES = [b"", b"x", b"y", b"\r\n--not it\r\n", bytes(range(256)) * 700, b"--edge\r", b"\r\n--edg" * 20_000]
TYPE = 'multipart/related; type="application/dicom"; boundary=edge'


class Crumbs:
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, largest: int) -> None:
        self._stream = io.BytesIO(data)
        self._largest = largest
        self._chance = random.Random(largest)

    def readinto(self, buffer: memoryview) -> int:
        return self._stream.readinto(buffer[: self._chance.randint(1, self._largest)])


def answer(lengths: bool) -> bytes:
    pieces = [b"a preamble\r\n"]
    for body in BODIES:
        pieces.append(b"--edge\r\nContent-Type: application/dicom\r\n")
        pieces.append(f"Content-Length: {len(body)}\r\n".encode() if lengths else b"")
        pieces.append(b"\r\n" + body + b"\r\n")
    return b"".join(pieces) + b"--edge--\r\n"


@pytest.mark.parametrize("lengths", [True, False])
@pytest.mark.parametrize("largest", [7, 5000, 10**6])
def test_parts(lengths: bool, largest: int) -> None:
    parts = [bytes(part.read()) for part in read_parts(Crumbs(answer(lengths), largest), TYPE)]
    assert parts == BODIES


def test_straight_into_a_buffer_and_skipped() -> None:
    target = bytearray(100_000)
    for n, part in enumerate(read_parts(Crumbs(answer(True), 70_000), TYPE)):
        if n == 4:
            head = part.read(10)
            part.readinto(memoryview(target)[: 100_000 - 10])
            assert bytes(head + target[: 100_000 - 10]) == BODIES[4][:100_000]
    assert n == len(BODIES) - 1


@pytest.mark.parametrize("lengths", [True, False])
def test_cut_is_noticed(lengths: bool) -> None:
    data = answer(lengths)
    for stop in (5, 60, len(data) // 2, len(data) - 8):
        with pytest.raises(MultipartError) as caught:
            for part in read_parts(Crumbs(data[:stop], 9000), TYPE):
                part.read()
        assert caught.value.cut
