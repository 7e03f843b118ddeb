"""Decoding one compressed frame: one small contract, and a table that says who does it.

`decode(transfer_syntax, data, …)` returns the frame as the codec gives it: (rows, columns) or (rows, columns, 3),
colour as RGB where the codec itself knows the colour space (JPEG, JPEG 2000), else as stored. The codecs release
the interpreter lock, so frames are decoded side by side in threads.
"""

from __future__ import annotations

import importlib
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.core.text import tr
from reader.dicom.header import BrokenObject

Pixels = NDArray[Any]
_Decoder = Callable[["Frame"], Pixels]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a codec needs to know. rgb: the photometric interpretation says RGB."""

    data: bytes | memoryview
    rows: int
    columns: int
    samples: int
    bits_allocated: int
    rgb: bool


@dataclass(frozen=True, slots=True)
class Codec:
    """name: what the table calls it. module, function: who decodes, for the About box."""

    name: str
    module: str
    function: str
    decode: _Decoder


def _imagecodecs(function: str) -> Any:
    return getattr(importlib.import_module("imagecodecs"), function)


def _jpeg(frame: Frame) -> Pixels:
    """JPEG of every process. Who is right about the colours: the Adobe marker, JFIF, then DICOM's attribute."""
    decode = _imagecodecs("jpeg8_decode")
    if frame.samples == 1:
        return np.asarray(decode(frame.data))
    transformed = _jpeg_is_ybr(bytes(frame.data[:4096]), frame.rgb)
    return np.asarray(decode(frame.data, colorspace=3 if transformed else 2, outcolorspace=2))


def _jpeg_is_ybr(head: bytes, rgb: bool) -> bool:
    adobe = head.find(b"Adobe\0")
    if adobe >= 0 and adobe + 12 <= len(head) and head[adobe - 4 : adobe - 2] == b"\xff\xee":
        return head[adobe + 11] != 0
    return True if b"JFIF\0" in head[:24] else not rgb


def _jpeg_lossless(frame: Frame) -> Pixels:
    if frame.samples > 1:
        return np.ascontiguousarray(_imagecodecs("jpegsof3_decode")(frame.data))
    return np.asarray(_imagecodecs("ljpeg_decode")(frame.data))


def _jpeg_lossless_turbo(frame: Frame) -> Pixels:
    space = {} if frame.samples == 1 else {"colorspace": 2, "outcolorspace": 2}
    return np.asarray(_imagecodecs("jpeg8_decode")(frame.data, **space))


def _jpeg_lossless_sof3(frame: Frame) -> Pixels:
    return np.ascontiguousarray(_imagecodecs("jpegsof3_decode")(frame.data))


def _jpeg_ls(frame: Frame) -> Pixels:
    data = frame.data
    if b"\xff\xd9" not in bytes(data[-8:]):
        data = bytes(data) + b"\xff\xd9"  # CharLS looks for the end for seconds where a stream is cut off
    return np.asarray(_imagecodecs("jpegls_decode")(data))


def _jpeg_2000(frame: Frame) -> Pixels:
    return np.asarray(_imagecodecs("jpeg2k_decode")(frame.data))


def _htj2k(frame: Frame) -> Pixels:
    return np.asarray(_imagecodecs("htj2k_decode")(frame.data))


def _rle(frame: Frame) -> Pixels:
    """Byte planes, the most significant first, colour by plane (PS3.5 annex G)."""
    width = frame.bits_allocated // 8
    count = frame.rows * frame.columns * frame.samples
    decoded = _imagecodecs("dicomrle_decode")(frame.data, dtype=np.dtype(f"<u{width}"))
    pixels = np.frombuffer(decoded, f"<u{width}", count)
    if frame.samples == 1:
        return pixels.reshape(frame.rows, frame.columns)
    planes = pixels.reshape(frame.samples, frame.rows, frame.columns)
    return np.ascontiguousarray(planes.transpose(1, 2, 0))


_JPEG = Codec("JPEG", "imagecodecs", "jpeg8_decode", _jpeg)
_LJPEG = Codec("JPEG lossless", "imagecodecs", "ljpeg_decode", _jpeg_lossless)
_SOF3 = Codec("JPEG lossless", "imagecodecs", "jpegsof3_decode", _jpeg_lossless_sof3)
_TURBO = Codec("JPEG lossless", "imagecodecs", "jpeg8_decode", _jpeg_lossless_turbo)
_JLS = Codec("JPEG-LS", "imagecodecs", "jpegls_decode", _jpeg_ls)
_J2K = Codec("JPEG 2000", "imagecodecs", "jpeg2k_decode", _jpeg_2000)
_HTJ2K = Codec("HTJ2K", "imagecodecs", "htj2k_decode", _htj2k)
_RLE = Codec("RLE", "imagecodecs", "dicomrle_decode", _rle)

_J = "1.2.840.10008.1.2.4."
CODECS: dict[str, tuple[Codec, ...]] = {
    f"{_J}50": (_JPEG,),
    f"{_J}51": (_JPEG,),
    f"{_J}52": (_JPEG,),
    f"{_J}53": (_JPEG,),
    f"{_J}54": (_JPEG,),
    f"{_J}55": (_JPEG,),
    f"{_J}56": (_JPEG,),
    f"{_J}57": (_LJPEG, _SOF3, _TURBO),
    f"{_J}70": (_LJPEG, _SOF3, _TURBO),
    f"{_J}80": (_JLS,),
    f"{_J}81": (_JLS,),
    f"{_J}90": (_J2K,),
    f"{_J}91": (_J2K,),
    f"{_J}92": (_J2K,),
    f"{_J}93": (_J2K,),
    f"{_J}201": (_HTJ2K, _J2K),
    f"{_J}202": (_HTJ2K, _J2K),
    f"{_J}203": (_J2K,),  # imagecodecs' HTJ2K wraps around where a lossy sample leaves 0..255
    "1.2.840.10008.1.2.5": (_RLE,),
}
"""Transfer syntax → who decodes it, in the order in which they are asked."""

VIDEO = frozenset(f"{_J}{n}" for n in (100, 101, 102, 103, 104, 105, 106, 107, 108))
"""MPEG-2, MPEG-4 and HEVC streams: one stream, no frames."""


def decode(transfer_syntax: str, frame: Frame) -> Pixels:
    """One frame. Raises `BrokenObject` where no codec can make it or the size is not the one claimed."""
    if transfer_syntax in VIDEO:
        raise BrokenObject(tr("it is a video ({name}), which this version can't play", name=tr("MPEG video")))
    codecs = CODECS.get(transfer_syntax)
    if codecs is None:
        raise BrokenObject(tr("its transfer syntax {uid} is not known", uid=transfer_syntax))
    size = stream_size(frame.data)
    if size is not None and size != (frame.rows, frame.columns):
        raise BrokenObject(
            tr("its compressed pixels are {rows} × {columns}, not what it says", rows=size[0], columns=size[1])
        )
    problem: Exception | None = None
    for codec in codecs:
        try:
            pixels = codec.decode(frame)
        except Exception as cause:  # noqa: BLE001 each codec raises its own kind on damaged bytes
            problem = cause
            continue
        wanted = (frame.rows, frame.columns) if frame.samples == 1 else (frame.rows, frame.columns, frame.samples)
        if pixels.shape == wanted:
            return pixels
        problem = ValueError(f"{codec.function} gave {pixels.shape}, not {wanted}")
    raise BrokenObject(tr("its compressed pixels can't be decoded")) from problem


def stream_size(data: bytes | memoryview) -> tuple[int, int] | None:
    """(rows, columns) that a JPEG, JPEG-LS or JPEG 2000 stream claims, before a decoder allocates them."""
    head = bytes(data[:65536])
    siz = head.find(b"\xff\x4f\xff\x51", 0, 256)
    if siz >= 0 and len(head) >= siz + 24:
        columns, rows, left, top = struct.unpack_from(">IIII", head, siz + 8)
        return rows - top, columns - left
    if head[:2] != b"\xff\xd8":
        return None
    place = 2
    while place + 9 <= len(head):
        if head[place] != 0xFF:
            return None
        marker = head[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        (length,) = struct.unpack_from(">H", head, place + 2)
        if marker in _FRAME_MARKERS:
            rows, columns = struct.unpack_from(">HH", head, place + 5)
            return (rows, columns) if rows and columns else None
        place += 2 + length
    return None


_FRAME_MARKERS = frozenset({*range(0xC0, 0xD0), 0xF7}) - {0xC4, 0xC8, 0xCC}


@lru_cache(maxsize=1)
def available() -> tuple[tuple[str, str], ...]:
    """(name, who decodes it) of each codec that this installation has, for the About box and `reader doctor`."""
    found: dict[str, str] = {}
    for codecs in CODECS.values():
        for codec in codecs:
            try:
                present = callable(_imagecodecs(codec.function))
            except (ImportError, AttributeError):
                present = False
            if present:
                found.setdefault(codec.name, f"{codec.module}.{codec.function}")
    return tuple(found.items())
