"""A video opens as a stack of its pictures, with its frame time, and says where its length is not as claimed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from reader.dicom.archives.archive import MEDIA
from reader.study.model import Arrival
from reader.volume.model import Stack
from tests.dicom.test_video import DATA, FRAMES, pattern
from tests.volume.test_open import Reading


def test_a_video_is_a_stack_of_pictures(tmp_path: Path) -> None:
    data = (DATA / "h264_mp4.dcm").read_bytes()
    place = data.index(b"\x28\0\x08\0IS\x02\0") + 8
    for says, arrival in (("25", Arrival.COMPLETE), ("40", Arrival.INCOMPLETE)):
        folder = tmp_path / says
        folder.mkdir()
        (folder / "clip.dcm").write_bytes(data[:place] + says.encode() + data[place + 2 :])
        reading = Reading(folder, MEDIA + str(folder))
        reading.open("2.25.33.1")
        (stack,) = reading.images
        assert isinstance(stack, Stack) and stack.frame_time_ms == 40 and len(stack.frames) == int(says)
        assert reading.state.arrival is arrival
        shown = [pixels for pixels in stack.pixels if pixels is not None]
        assert len(shown) == FRAMES
        assert all(np.abs(p.astype(int) - pattern(n)).mean() < 2.5 for n, p in enumerate(shown))
        assert says == "25" or "25" in reading.state.failures[0].reason
        reading.close()
