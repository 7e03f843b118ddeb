"""Bad files through the product's own path, in child processes that may crash or hang without harm.

`run(plan)` starts children (`python -m tests.dicom.fuzzing PLAN FIRST STEP COUNT`), each with bounded memory; they
say when a file begins and how it ended. What says nothing for `LIMIT` seconds hung; what dies crashed.
"""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tests.memory import memory

LIMIT = 5.0
MEMORY = 3 * 1024**3
EXAMS = Path(os.environ.get("READER_EXAMS", "/tmp/exams"))
SETS = ("13", "14", "15", "16")
CODEC_FILES = (
    "ct_jpeg_12bit.dcm", "ct_jpeg_lossless_sv1.dcm", "JPEG-LL.dcm", "ct_jpegls.dcm", "JPEGLSNearLossless_08.dcm",
    "SC_rgb_jls_lossy_line.dcm", "MR_small_jp2klossless.dcm", "JPEG2000.dcm", "GDCMJ2K_TextGBR.dcm", "color-px.dcm",
    "HTJ2KLossless_08_RGB.dcm", "MR_small_RLE.dcm", "emri_small_RLE.dcm", "SC_rgb_small_odd_jpeg.dcm",
    "SC_rgb_dcmtk_ebcyn2_dcmd.dcm", "us_ybr_422_jpeg_30frames.dcm", "JPGExtended.dcm",
)  # fmt: skip
VIDEO_FILES = (
    "h264_mp4.dcm", "mpeg2_elementary.dcm", "mpeg2_transport.dcm", "h264_transport_fragments.dcm", "hevc_mp4.dcm",
    "hevc_10bit.dcm",
)  # fmt: skip


@dataclass
class Figures:
    """What became of the files. bad: what each crashed or hung one is. slowest: seconds of the slowest file."""

    tried: int = 0
    opened: int = 0
    refused: int = 0
    crashed: int = 0
    hung: int = 0
    wrong: int = 0
    peak_mb: int = 0
    slowest_s: float = 0.0
    bad: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, other: Figures) -> None:
        for name in ("tried", "opened", "refused", "crashed", "hung", "wrong"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.peak_mb = max(self.peak_mb, other.peak_mb)
        self.slowest_s = max(self.slowest_s, other.slowest_s)
        self.bad += other.bad
        self.reasons += other.reasons


def open_one(data: bytes) -> str:
    """As the program does with an object that arrives: "" where its pictures can be shown, else the reason.

    Raises nothing but what the program's own path may raise there and turns into words.
    """
    from reader.core.errors import ReaderError
    from reader.dicom.header import BrokenObject, read_header
    from reader.dicom.pixels.description import describe, frame_pieces, stored_frame, to_modality, to_rgb
    from reader.study.codec import instance_from
    from reader.study.service import user_reason

    try:
        header = read_header(data)
        if header.pixels is None and not header.has(0x00280010):
            return "a document"
        pixels = describe(header, header.transfer_syntax)
        instance_from(header)
        pieces = frame_pieces(header, pixels)
        vr = header.pixels.vr if header.pixels else "OW"
        last = min(len(pieces), pixels.frames) - 1
        for n in sorted({0, last // 2, last}):
            stored = stored_frame(pixels, pieces[n], big_endian=header.big_endian, vr=vr)
            if pixels.colour:
                to_rgb(pixels, stored)
                continue
            try:
                to_modality(pixels, stored, n, pixels.modality_dtype())
            except OverflowError:
                import numpy as np

                to_modality(pixels, stored, n, np.dtype(np.float32))
        return "" if len(pieces) >= pixels.frames else "pictures missing"
    except BrokenObject as error:
        return error.reason
    except ReaderError as error:
        return error.user_message
    except (ValueError, MemoryError, ArithmeticError, LookupError, TypeError) as error:
        return user_reason(error)  # as volume/placing.py does


@lru_cache(maxsize=1)
def samples() -> tuple[Path, ...]:
    """Every file of the sets 13 to 16, where they are unpacked."""
    folders = sorted(path for number in SETS for path in EXAMS.glob(f"{number}_*"))
    return tuple(sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()))


def size_of(plan: str) -> int:
    """How many files a plan has; plans of mutations have no end."""
    return len(samples()) if plan == "samples" else 1 << 40


def item(plan: str, number: int) -> tuple[str, bytes]:
    """(what it is, its bytes)."""
    from tests.dicom.mutations import mutant, stream_mutant

    if plan == "samples":
        path = samples()[number]
        return str(path.relative_to(EXAMS)), path.read_bytes()
    if plan == "mutations":
        return mutant(number)
    if plan == "video":
        return stream_mutant(number, VIDEO_FILES)
    only = plan.partition("=")[2]  # streams, or streams=NAME for the files of one codec
    return stream_mutant(number, tuple(name for name in CODEC_FILES if only in name))


def child(plan: str, first: int, step: int, count: int) -> None:
    """Open files first, first + step … and say what became of each."""
    item(plan, first)
    open_one(item("mutations", 0)[1])  # the imports
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, resource.RLIM_INFINITY))
    for number in range(first, first + step * count, step):
        name, data = item(plan, number)
        print(json.dumps(["begin", number, name]), flush=True)
        begun = time.perf_counter()
        try:
            reason, wrong = open_one(data), ""
        except Exception as error:  # noqa: BLE001 that is what is looked for
            reason, wrong = "", f"{type(error).__name__}: {error}"
        seconds = time.perf_counter() - begun
        peak = memory("VmHWM") // 2**20  # what getrusage tells includes the program that started it
        print(json.dumps(["end", number, reason, wrong, round(seconds, 3), peak]), flush=True)


def run(plan: str, count: int, processes: int = 2, first: int = 0) -> Figures:
    """Open `count` files of a plan in `processes` children side by side."""
    count = min(count, size_of(plan))
    total, lock = Figures(), threading.Lock()

    def work(turn: int) -> None:
        figures = _watched(plan, list(range(first + turn, first + count, processes)), processes)
        with lock:
            total.add(figures)

    threads = [threading.Thread(target=work, args=(turn,)) for turn in range(processes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return total


def _watched(plan: str, numbers: list[int], step: int) -> Figures:
    figures = Figures()
    while numbers:
        done, died = _one_child(plan, numbers, step, figures)
        numbers = numbers[done:]
        if died and not numbers:
            break
    return figures


def _one_child(plan: str, numbers: list[int], step: int, figures: Figures) -> tuple[int, bool]:
    """(how many of the numbers are done, whether the child died)."""
    command = [sys.executable, "-m", "tests.dicom.fuzzing", plan, str(numbers[0]), str(step), str(len(numbers))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    done, name, last, buffer = 0, "", "the start", b""
    try:
        while done < len(numbers):
            ready, _, _ = select.select([process.stdout], [], [], LIMIT if name else 60)
            block = os.read(process.stdout.fileno(), 65536) if ready else b""
            if not block:
                figures.tried += 1
                kind = "crashed" if ready else "hung"
                setattr(figures, kind, getattr(figures, kind) + 1)
                ended = process.wait() if ready else "still running"
                figures.bad.append(f"{kind}: {name or f'beside {last}'} ({ended})")
                return done + 1, True
            buffer += block
            *lines, buffer = buffer.split(b"\n")
            for line in lines:
                entry = json.loads(line)
                if entry[0] == "begin":
                    name = entry[2]
                    continue
                _note(figures, name, *entry[2:])
                done += 1
                last, name = name, ""
        return done, False
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _note(figures: Figures, name: str, reason: str, wrong: str, seconds: float, peak: int) -> None:
    figures.tried += 1
    figures.peak_mb = max(figures.peak_mb, peak)
    figures.slowest_s = max(figures.slowest_s, seconds)
    if seconds > LIMIT:
        figures.hung += 1
        figures.bad.append(f"hung: {name} ({seconds} s)")
    elif wrong:
        figures.wrong += 1
        figures.bad.append(f"wrong: {name} {wrong}")
    elif reason:
        figures.refused += 1
        figures.reasons[reason] += 1
    else:
        figures.opened += 1


if __name__ == "__main__":
    child(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
