"""Video of ultrasound and endoscopy as pictures one after another (PS3.5 8.2.5 to 8.2.8, A.4.5 to A.4.8).

MPEG-2, MPEG-4 AVC and HEVC come as one stream, not as frames. FFmpeg plays it, as OpenCV's wheel brings it: that
one is LGPL (`libavcodec license: LGPL version 2.1 or later`), reads from memory, and lies in shared libraries
beside the program. PyAV's wheel holds libx264 and libx265 and so is GPL: it may not go into a bundle.

It plays in a process of its own (`player.py`), through pipes: what a damaged file does there, it does not
do to the program, and nothing of a patient is written to a file.
"""

from __future__ import annotations

import importlib.util
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from reader.core.text import counted, tr
from reader.dicom.header import BrokenObject
from reader.dicom.pixels.player import FRAME, SIZE

Picture = NDArray[np.uint8]
MAX_CLIP = 2 * 1024 * 1024 * 1024
MAX_SIDE = 8192
PATIENCE = 20.0
"""Seconds for one picture; a player that takes longer is ended."""
VERB = "play-video"
"""With which a bundled program, which has no `python -m`, starts itself as the player."""
_STARTS = (b"\0\0\1", b"\0\0\0\1")
_BOXES = (b"ftyp", b"styp", b"moov", b"mdat", b"free", b"skip", b"wide", b"moof", b"uuid")


def player() -> str:
    """Who plays video, for the About box; "" where this installation can't."""
    if importlib.util.find_spec("cv2") is None:
        return ""
    for name in ("opencv-python-headless", "opencv-python"):
        try:
            return f"FFmpeg (OpenCV {version(name)})"
        except PackageNotFoundError:
            continue
    return "FFmpeg (OpenCV)"


def is_container(data: bytes | memoryview) -> bool:
    """Whether it begins like an elementary, program or transport stream or an MP4 file, the ones DICOM allows."""
    head = bytes(data[:600])
    if head[4:8] in _BOXES or head.startswith(_STARTS):
        return True
    return any(head[n : n + 1] == b"G" and head[n + 188 : n + 189] == b"G" for n in (0, 4))


class Clip(Sequence[Picture]):
    """The pictures of one video, decoded one after another as they are asked for.

    data: the stream. A picture is (rows, columns, 3) uint8 RGB. Iterating raises `BrokenObject` at the end where
    the stream holds fewer or more pictures than the object says, or too many to be held. Any one thread at a time
    decodes; going back begins the stream anew.
    """

    _process: subprocess.Popen[bytes] | None = None

    def __init__(self, data: bytes | memoryview, rows: int, columns: int, frames: int) -> None:
        if max(rows, columns) > MAX_SIDE:
            raise BrokenObject(tr("it claims {rows} × {columns} pixels", rows=rows, columns=columns))
        if not player():
            raise BrokenObject(tr("it is a video, and this installation has no player for it"))
        if not is_container(data):
            raise BrokenObject(tr("its video format is not known"))
        self._data = data
        self._size = (rows, columns)
        self._frames = frames
        self._lock = threading.Lock()
        self._next = 0

    def __len__(self) -> int:
        """How many pictures the object says there are."""
        return self._frames

    @overload
    def __getitem__(self, index: int) -> Picture: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Picture]: ...
    def __getitem__(self, index: int | slice) -> Picture | Sequence[Picture]:
        if isinstance(index, slice):
            first, stop, step = index.indices(self._frames)
            if (first, stop, step) == (0, self._frames, 1):
                return self
            return [self[n] for n in range(first, stop, step)]
        if index < 0:
            index += self._frames
        if not 0 <= index < self._frames:
            raise IndexError(index)
        with self._lock:
            if self._process is None or index < self._next:
                self._start()
            while True:
                picture = self._read()
                if picture is None:
                    raise BrokenObject(self._ended())
                if self._next > index:
                    return picture

    def __iter__(self) -> Iterator[Picture]:
        try:
            for n in range(self._frames):
                if (n + 1) * self._size[0] * self._size[1] * 3 > MAX_CLIP:
                    raise BrokenObject(
                        tr("the video is too long: the first {count} of its {total} pictures are shown",
                           count=n, total=self._frames)
                    )  # fmt: skip
                yield self[n]
            with self._lock:
                more = self._next == self._frames and self._read() is not None
            if more:
                raise BrokenObject(
                    counted(
                        "the video has more than the {count} picture it says",
                        "the video has more than the {count} pictures it says",
                        self._frames,
                    )
                )
        finally:
            self.close()

    def close(self) -> None:
        """End the player. It begins anew where another picture is asked for."""
        process, self._process, self._next = self._process, None, 0
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def __del__(self) -> None:
        self.close()

    def _start(self) -> None:
        self.close()
        if getattr(sys, "frozen", False):
            command = [sys.executable, VERB]
        else:
            command = [sys.executable, "-m", "reader.dicom.pixels.player"]
        house = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(part for part in (house, os.environ.get("PYTHONPATH", "")) if part)
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path}, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
        except OSError as cause:
            raise BrokenObject(tr("its video can't be played")) from cause
        self._process = process
        assert process.stdin is not None
        said = json.dumps({"rows": self._size[0], "columns": self._size[1]}).encode() + b"\n"
        try:
            process.stdin.write(said)
            process.stdin.write(self._data)
            process.stdin.close()
        except OSError as cause:
            self.close()
            raise BrokenObject(tr("its video can't be played")) from cause

    def _read(self) -> Picture | None:
        """The next picture; None at the end, also where the player died."""
        process = self._process
        assert process is not None and process.stdout is not None
        alarm = threading.Timer(PATIENCE, process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            kind = process.stdout.read(1)
            if kind == SIZE:
                rows, columns = struct.unpack("<II", process.stdout.read(8))
                raise BrokenObject(
                    tr("its compressed pixels are {rows} × {columns}, not what it says", rows=rows, columns=columns)
                )
            if kind != FRAME:
                return None
            picture = np.empty((*self._size, 3), np.uint8)
            if process.stdout.readinto(picture.reshape(-1).data) < picture.nbytes:  # type: ignore[attr-defined]
                return None
        except (OSError, ValueError, struct.error):
            return None
        finally:
            alarm.cancel()
        self._next += 1
        return picture

    def _ended(self) -> str:
        if self._next == 0:
            return tr("its video can't be played")
        return counted(
            "the video ends after {count} of its {total} picture",
            "the video ends after {count} of its {total} pictures",
            self._frames, count=self._next, total=self._frames,
        )  # fmt: skip

