"""Frames a second of the product's codecs on one thread and on two, beside pylibjpeg and GDCM through pydicom.

CT frames of 512 × 512, 12 bits in 16, of the demo exam, encoded here. One pass after the other of each way in the
same turn, so that what else the machine does meets all of them; the turns are short, and the best of each counts
(`gain_best`): that is the one in which the machine did nothing else. `gain_median` is of all turns. `possible` is
what two processes, which share no interpreter lock, gain in the same turns: what the machine had to give. Peers are
compared by processor time, because GDCM's JPEG 2000 takes more than one thread.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.pixels.decoders.base import get_decoder

from reader.dicom.header import read_header
from reader.dicom.pixels.codecs import Frame, decode
from reader.dicom.pixels.description import describe, frame_pieces, stored_frame

J = "1.2.840.10008.1.2.4."
DEMO = Path(__file__).parents[2] / "resources" / "demo" / "ct-chest"
FRAMES = 8
PASSES = {"jpeg_2000": 1, "jpeg_ls": 2, "rle": 8}
SYNTAXES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "jpeg_ls": (f"{J}80", imagecodecs.jpegls_encode),
    "jpeg_lossless": (f"{J}70", lambda a: imagecodecs.jpeg8_encode(a, lossless=True, predictor=1)),
    "htj2k": (f"{J}201", lambda a: imagecodecs.htj2k_encode(a, reversible=True)),
    "jpeg_2000": (f"{J}90", lambda a: imagecodecs.jpeg2k_encode(a, reversible=True, level=0, codecformat="j2k")),
    "rle": ("1.2.840.10008.1.2.5", lambda a: _rle(a)),
}


def _rle(array: NDArray[np.uint16]) -> bytes:
    from rle.rle import encode_frame

    return bytes(encode_frame(array.tobytes(), array.shape[1], array.shape[0], 1, 16, "<"))


def pictures() -> list[NDArray[np.uint16]]:
    """CT slices of the demo exam as unsigned 12-bit values, 512 × 512."""
    found = []
    for path in sorted(DEMO.rglob("*.dcm")):
        header = read_header(path.read_bytes())
        if header.pixels is None:
            continue
        pixels = describe(header, header.transfer_syntax)
        if (pixels.rows, pixels.columns, pixels.samples) != (512, 512, 1):
            continue
        stored = stored_frame(pixels, frame_pieces(header, pixels)[0]).astype(np.int32)
        found.append(np.clip(stored - int(stored.min()), 0, 4095).astype(np.uint16))
    step = max(1, len(found) // FRAMES)
    return found[::step][:FRAMES]


def peer(syntax: str, plugin: str, array: NDArray[np.uint16]) -> Callable[[bytes], object] | None:
    """pydicom's decoder by one plug-in, as a program with pydicom would call it; None where it has none."""
    decoder = get_decoder(pydicom.uid.UID(syntax))
    if plugin not in decoder.available_plugins:
        return None
    options = {
        "transfer_syntax_uid": pydicom.uid.UID(syntax), "rows": array.shape[0], "columns": array.shape[1],
        "samples_per_pixel": 1, "photometric_interpretation": "MONOCHROME2", "bits_allocated": 16,
        "bits_stored": 12, "pixel_representation": 0, "number_of_frames": 1, "pixel_keyword": "PixelData",
    }  # fmt: skip

    def run(data: bytes) -> object:
        capsule = pydicom.encaps.encapsulate([data])
        return decoder.as_array(capsule, decoding_plugin=plugin, index=0, raw=True, **options)[0]

    return run


def seconds(work: Callable[[bytes], object], streams: list[bytes]) -> float:
    begun = time.perf_counter()
    for data in streams:
        work(data)
    return time.perf_counter() - begun


def processor_seconds(work: Callable[[bytes], object], streams: list[bytes]) -> float:
    begun = time.process_time()
    for data in streams:
        work(data)
    return time.process_time() - begun


def alone(syntax: str, streams: list[bytes]) -> None:
    """In a process of its own."""
    for data in streams:
        decode(syntax, Frame(data, 512, 512, 1, 16, False))


def side_by_side(work: Callable[[bytes], object], streams: list[bytes], pool: ThreadPoolExecutor) -> float:
    begun = time.perf_counter()
    for _ in pool.map(work, streams):
        pass
    return time.perf_counter() - begun


def measure(name: str, arrays: list[NDArray[np.uint16]], turns: int) -> dict[str, float]:
    syntax, encode = SYNTAXES[name]
    once = [bytes(encode(array)) for array in arrays]
    streams = once * PASSES.get(name, 4)

    def ours(data: bytes) -> object:
        return decode(syntax, Frame(data, 512, 512, 1, 16, False))

    peers = {plugin: run for plugin in ("pylibjpeg", "gdcm") if (run := peer(syntax, plugin, arrays[0]))}
    for array, data in zip(arrays, once, strict=True):
        assert np.array_equal(ours(data), array), name
    for plugin, run in list(peers.items()):
        try:
            assert np.array_equal(run(once[0]), arrays[0])
        except Exception as error:  # noqa: BLE001 a peer that can't is left out, and said
            print(f"  {name}: {plugin} can't: {type(error).__name__}")
            del peers[plugin]
    one, two, apart, cost = [], [], [], []
    others: dict[str, list[float]] = {plugin: [] for plugin in peers}
    half = len(streams) // 2
    with ThreadPoolExecutor(2) as pool, ProcessPoolExecutor(2, get_context("forkserver")) as processes:
        list(processes.map(alone, [syntax] * 4, [once] * 4))  # the imports
        for _ in range(turns):
            one.append(seconds(ours, streams))
            two.append(side_by_side(ours, streams, pool))
            begun = time.perf_counter()
            list(processes.map(alone, [syntax] * 2, [streams[:half], streams[half:]]))
            apart.append(time.perf_counter() - begun)
            cost.append(processor_seconds(ours, once))
            for plugin, run in peers.items():
                others[plugin].append(processor_seconds(run, once))
    ratios = [a / b for a, b in zip(one, two, strict=True)]
    found = {
        "one": len(streams) / min(one),
        "two": len(streams) / min(two),
        "gain_best": min(one) / min(two),
        "gain_median": statistics.median(ratios),
        "possible": min(one) / min(apart),
        **{f"over_{plugin}": min(taken) / min(cost) for plugin, taken in others.items()},
    }
    print("  ".join([f"{name:14}", *(f"{key} {value:.2f}" for key, value in found.items())]))
    return {f"{name}_{key}": round(value, 2) for key, value in found.items()}


def main(turns: int = 30) -> dict[str, float | str]:
    arrays = pictures()
    result: dict[str, float | str] = {"bench": "decode", "frames": len(arrays)}
    for name in SYNTAXES:
        result.update(measure(name, arrays, turns))
    return result
