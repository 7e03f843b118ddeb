"""Video as pictures: a moving pattern that is known for every frame, in containers and codecs of the standard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reader.dicom.header import BrokenObject, read_header
from reader.dicom.pixels.description import describe, frame_pieces, stored_frame, to_rgb
from reader.dicom.pixels.video import Clip, is_container

DATA = Path(__file__).parents[1] / "data" / "dicom" / "video"
ROWS, COLUMNS, FRAMES = 144, 192, 25


def pattern(n: int) -> NDArray[np.uint8]:
    """What frame n shows: a red square that walks to the right and a green bar that grows."""
    yy, xx = np.mgrid[0:ROWS, 0:COLUMNS]
    flat = np.full((ROWS, COLUMNS), 96)
    rgb = np.stack((xx * 255 // COLUMNS, yy * 255 // ROWS, flat), -1).astype(np.uint8)
    left = 8 + n * 6
    rgb[40:72, left : left + 32] = (240, 40, 40)
    rgb[100:116, : 16 * (n % 12 + 1)] = (30, 220, 60)
    return rgb


def opened(data: bytes) -> tuple[Any, Any]:
    header = read_header(data)
    pixels = describe(header, header.transfer_syntax)
    return pixels, frame_pieces(header, pixels, data)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.dcm")), ids=lambda path: path.stem)
def test_each_frame_is_the_pattern_of_its_time(path: Path) -> None:
    pixels, clip = opened(path.read_bytes())
    assert len(clip) == FRAMES and pixels.colour
    patterns = [pattern(n).astype(int) for n in range(FRAMES)]
    for n, piece in enumerate(clip):
        picture = to_rgb(pixels, stored_frame(pixels, piece)).astype(int)
        differences = [np.abs(picture - other).mean() for other in patterns]
        assert int(np.argmin(differences)) == n and differences[n] < 2.5
    # also out of order: back begins anew
    for n in (20, 3):
        picture = clip[n].astype(int)
        assert int(np.argmin([np.abs(picture - other).mean() for other in patterns])) == n
    clip.close()


@pytest.mark.parametrize(("says", "shown", "words"), [("40", 25, "25"), ("10", 10, "10")])
def test_number_of_frames_that_is_wrong_is_told(says: str, shown: int, words: str) -> None:
    data = (DATA / "h264_mp4.dcm").read_bytes()
    place = data.index(b"\x28\0\x08\0IS\x02\0") + 8
    _, clip = opened(data[:place] + says.encode() + data[place + 2 :])
    seen = 0
    with pytest.raises(BrokenObject) as told:
        for _ in clip:
            seen += 1
    assert seen == shown and words in told.value.reason


def test_what_is_no_video_is_refused_before_the_player_sees_it() -> None:
    playlist = b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n" + bytes(2000)
    assert not is_container(playlist)
    for data in (playlist, b"", b"RIFF" + bytes(2000)):
        with pytest.raises(BrokenObject):
            Clip(data, ROWS, COLUMNS, 1)
    with pytest.raises(BrokenObject):
        Clip(b"\0\0\1\xb3" + bytes(2000), ROWS, COLUMNS, 3)[0]
    with pytest.raises(BrokenObject):
        Clip(b"\0\0\1\xb3", 60_000, 60_000, 3)
