"""The process that plays a video: `python -m reader.dicom.pixels.player`, started by `video.py` for one clip.

It has a process of its own because a damaged MP4 file can end the program inside FFmpeg or OpenCV. It reads one
line of JSON and then the stream from its standard input, and writes to its standard output, for each picture,
`FRAME` and rows × columns × 3 bytes of RGB; at the end `END`, or `SIZE` with what the size really is (two
little-endian 32-bit numbers), or `CANNOT`. A pipe that is full makes it wait, so it is never far ahead.
"""

from __future__ import annotations

import io
import json
import os
import struct
import sys
from typing import Any, BinaryIO

FRAME, END, SIZE, CANNOT = b"F", b"E", b"S", b"X"
FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,mpegts,mpeg,mpegvideo,h264,hevc"
MEMORY = 4 * 1024 * 1024 * 1024


def load() -> Any:
    """OpenCV, silent, and taking only the containers that DICOM allows: FFmpeg would also follow a playlist."""
    os.environ["OPENCV_FFMPEG_LOGLEVEL"] = "-8"
    os.environ["OPENCV_LOG_LEVEL"] = "SILENT"
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = f"format_whitelist;{FORMATS}"
    import cv2

    if cv2.CAP_FFMPEG not in cv2.videoio_registry.getStreamBufferedBackends():
        raise ImportError("this OpenCV can't play from memory")
    return cv2


def play(source: BinaryIO, target: BinaryIO) -> None:
    """One clip from `source` as pictures to `target`."""
    said = json.loads(source.readline())
    size = (int(said["rows"]), int(said["columns"]))
    cv2 = load()
    stream = io.BytesIO(source.read())
    capture = cv2.VideoCapture(stream, cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    if not capture.isOpened():
        target.write(CANNOT)
        return
    # the picture as it was coded, which Rows and Columns describe, also where the file says "turned"
    capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 0)
    while True:
        there, picture = capture.read()
        if not there or picture is None:
            target.write(END)
            return
        if picture.shape[:2] != size:
            target.write(SIZE + struct.pack("<II", *picture.shape[:2]))
            return
        target.write(FRAME)
        target.write(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).data)
        target.flush()


def _bound_memory() -> None:
    if sys.platform.startswith("linux"):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> int:
    _bound_memory()
    target = sys.stdout.buffer
    try:
        play(sys.stdin.buffer, target)
        target.flush()
    except BrokenPipeError:
        pass  # nobody looks any more
    except Exception:  # noqa: BLE001 whatever it was, the video can't be played
        target.write(CANNOT)
        target.flush()
    os._exit(0)  # what OpenCV lets go of at the end is not worth a crash


if __name__ == "__main__":
    sys.exit(main())
