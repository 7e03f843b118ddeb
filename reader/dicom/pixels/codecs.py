"""Decoding one compressed frame: one small contract, and a table that says who does it.

`decode(transfer_syntax, frame)` returns the frame as the codec gives it: (rows, columns) or (rows, columns, 3),
colour as RGB where the codec itself knows the colour space (JPEG, JPEG 2000, JPEG XL), else as stored. The codecs
of imagecodecs release the interpreter lock, so frames are decoded side by side in threads; the fallbacks are asked
where imagecodecs has no such codec or gives up. All are free to be bundled: BSD, MIT or IJG.
"""

from __future__ import annotations

import importlib
import sys
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.core.text import counted, mark, tr
from reader.dicom.header import BrokenObject
from reader.dicom.pixels.streams import MAX_TILES, claim, rle_segments

Pixels = NDArray[Any]
_Decoder = Callable[["Frame"], Pixels]
PLAUSIBLE = 1 << 27
"""Bytes of one decoded frame up to which a short stream is believed; beyond, it must hold 1/1000 of them."""


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


@lru_cache(maxsize=32)
def _function(module: str, function: str) -> Any:
    return getattr(importlib.import_module(module), function)


def _imagecodecs(function: str) -> Any:
    return _function("imagecodecs", function)


def _jpeg(frame: Frame) -> Pixels:
    """JPEG of every process. Who is right about the colours: the Adobe marker, JFIF, then DICOM's attribute."""
    decode = _imagecodecs("jpeg8_decode")
    if frame.samples == 1:
        return _not_cut(frame, decode(frame.data))
    transformed = _jpeg_is_ybr(bytes(frame.data[:4096]), frame.rgb)
    return _not_cut(frame, decode(frame.data, colorspace=3 if transformed else 2, outcolorspace=2))


def _ends(data: bytes | memoryview) -> bool:
    """Whether the stream has its end marker (behind it may be padding)."""
    return b"\xff\xd9" in bytes(data[-1024:])


def _not_cut(frame: Frame, pixels: Pixels) -> Pixels:
    """libjpeg fills up what a stream that is cut off lacks, and says nothing: grey must not pass for tissue."""
    corner = pixels[-8:, -8:]
    if not _ends(frame.data) and (np.array_equal(pixels[-1], pixels[-2:][0]) or not np.ptp(corner, (0, 1)).any()):
        raise ValueError("the stream ends before the picture")
    return pixels


def _jpeg_is_ybr(head: bytes, rgb: bool) -> bool:
    adobe = head.find(b"Adobe\0")
    if adobe >= 0 and adobe + 12 <= len(head) and head[adobe - 4 : adobe - 2] == b"\xff\xee":
        return head[adobe + 11] != 0
    return True if b"JFIF\0" in head[:24] else not rgb


def _jpeg_lossless_turbo(frame: Frame) -> Pixels:
    space = {} if frame.samples == 1 else {"colorspace": 2, "outcolorspace": 2}
    return _not_cut(frame, _imagecodecs("jpeg8_decode")(frame.data, **space))


def _jpeg_ls(frame: Frame) -> Pixels:
    return np.asarray(_imagecodecs("jpegls_decode")(_jpeg_ls_whole(frame.data)))


def _jpeg_ls_peer(frame: Frame) -> Pixels:
    data = np.frombuffer(_jpeg_ls_whole(frame.data), np.uint8)
    return np.asarray(_function("jpeg_ls", "decode")(data))


def _jpeg_ls_whole(data: bytes | memoryview) -> bytes | memoryview:
    if b"\xff\xd9" not in bytes(data[-8:]):
        return bytes(data) + b"\xff\xd9"  # CharLS looks for the end for seconds where a stream is cut off
    return data


def _jpeg_2000(frame: Frame) -> Pixels:
    return np.asarray(_imagecodecs("jpeg2k_decode")(frame.data))


def _jpeg_2000_peer(frame: Frame) -> Pixels:
    return np.asarray(_function("openjpeg", "decode")(bytes(frame.data)))


_IGNORED = threading.local()


@lru_cache(maxsize=1)
def _hear_openjph() -> None:
    """imagecodecs drops OpenJPH's errors half-way, as "unraisable": they are ours to hear, not the user's."""
    before = sys.unraisablehook

    def hook(told: sys.UnraisableHookArgs) -> None:
        if "_htj2k" in str(told.object):
            _IGNORED.error = told.exc_value
        else:
            before(told)

    sys.unraisablehook = hook


def _htj2k(frame: Frame) -> Pixels:
    """imagecodecs hands out what it has where OpenJPH fails half-way: a mark in the last row tells.

    A stream without its end is left to OpenJPEG, which is strict about it.
    """
    said = claim(frame.data)
    if said is None or not said.depth or not _ends(frame.data):
        raise ValueError("no whole codestream")
    width = 1 if abs(said.depth) <= 8 else 2 if abs(said.depth) <= 16 else 4
    shape = (frame.rows, frame.columns) if frame.samples == 1 else (frame.rows, frame.columns, frame.samples)
    out = np.empty(shape, np.dtype(f"{'i' if said.depth < 0 else 'u'}{width}"))
    last = out[-1].reshape(-1)
    marked = (np.arange(last.size) * 40503 % 251).astype(out.dtype)
    last[:] = marked
    _hear_openjph()
    _IGNORED.error = None
    _imagecodecs("htj2k_decode")(frame.data, out=out)
    if _IGNORED.error is not None or (last.size > 4 and np.array_equal(last, marked)):
        raise ValueError("the stream ends before the picture")
    return out


def _jpeg_xl(frame: Frame) -> Pixels:
    return np.asarray(_imagecodecs("jpegxl_decode")(frame.data, numthreads=1))


def _rle(frame: Frame) -> Pixels:
    width, _ = _rle_checked(frame)
    decoded = _imagecodecs("dicomrle_decode")(frame.data, dtype=np.dtype(f"<u{width}"))
    return _rle_pixels(frame, np.frombuffer(decoded, np.uint8), width)


def _rle_peer(frame: Frame) -> Pixels:
    width, size = _rle_checked(frame)
    count = size if frame.bits_allocated == 1 else frame.rows * frame.columns
    try:
        decoded = _function("rle.rle", "decode_frame")(bytes(frame.data), count, 8 * width, "<")
    except BaseException as cause:
        if type(cause).__name__ != "PanicException":  # what Rust raises on damaged bytes is no Exception
            raise
        raise ValueError("the RLE segments are damaged") from cause
    return _rle_pixels(frame, np.frombuffer(decoded, np.uint8), width)


def _rle_checked(frame: Frame) -> tuple[int, int]:
    """(bytes a sample, bytes of the frame). Raises ValueError where the stream can't hold the frame."""
    pixels = frame.rows * frame.columns
    width = max(1, frame.bits_allocated // 8)
    size = (pixels + 7) // 8 if frame.bits_allocated == 1 else pixels * frame.samples * width
    if rle_segments(frame.data) != width * frame.samples or len(frame.data) * 64 < size:
        raise ValueError("the RLE header does not fit the frame")
    return width, size


def _rle_pixels(frame: Frame, decoded: NDArray[np.uint8], width: int) -> Pixels:
    """Byte planes, the most significant first, colour by plane (PS3.5 annex G); one bit a pixel is packed."""
    count = frame.rows * frame.columns
    if frame.bits_allocated == 1:
        return np.unpackbits(decoded, count=count, bitorder="little").reshape(frame.rows, frame.columns)
    pixels = decoded[: count * frame.samples * width].view(f"<u{width}")
    if frame.samples == 1:
        return pixels.reshape(frame.rows, frame.columns)
    planes = pixels.reshape(frame.samples, frame.rows, frame.columns)
    return np.ascontiguousarray(planes.transpose(1, 2, 0))


_JPEG = Codec("JPEG", "imagecodecs", "jpeg8_decode", _jpeg)
_TURBO = Codec("JPEG lossless", "imagecodecs", "jpeg8_decode", _jpeg_lossless_turbo)
_JLS = Codec("JPEG-LS", "imagecodecs", "jpegls_decode", _jpeg_ls)
_JLS_PEER = Codec("JPEG-LS", "jpeg_ls", "decode", _jpeg_ls_peer)
_J2K = Codec("JPEG 2000", "imagecodecs", "jpeg2k_decode", _jpeg_2000)
_J2K_PEER = Codec("JPEG 2000", "openjpeg", "decode", _jpeg_2000_peer)
_HTJ2K = Codec("HTJ2K", "imagecodecs", "htj2k_decode", _htj2k)
_HTJ2K_J2K = Codec("HTJ2K", "imagecodecs", "jpeg2k_decode", _jpeg_2000)
_HTJ2K_PEER = Codec("HTJ2K", "openjpeg", "decode", _jpeg_2000_peer)
_JXL = Codec("JPEG XL", "imagecodecs", "jpegxl_decode", _jpeg_xl)
_RLE = Codec("RLE", "imagecodecs", "dicomrle_decode", _rle)
_RLE_PEER = Codec("RLE", "rle.rle", "decode_frame", _rle_peer)

_J = "1.2.840.10008.1.2.4."
CODECS: dict[str, tuple[Codec, ...]] = {
    f"{_J}50": (_JPEG,),
    f"{_J}51": (_JPEG,),
    f"{_J}52": (_JPEG,),
    f"{_J}53": (_JPEG,),
    f"{_J}54": (_JPEG,),
    f"{_J}55": (_JPEG,),
    f"{_J}56": (_JPEG,),
    f"{_J}57": (_TURBO,),  # not ljpeg_decode, jpegsof3_decode: some damaged streams end the program in them
    f"{_J}70": (_TURBO,),
    f"{_J}80": (_JLS, _JLS_PEER),
    f"{_J}81": (_JLS, _JLS_PEER),
    f"{_J}90": (_J2K, _J2K_PEER),
    f"{_J}91": (_J2K, _J2K_PEER),
    f"{_J}92": (_J2K, _J2K_PEER),
    f"{_J}93": (_J2K, _J2K_PEER),
    f"{_J}110": (_JXL,),
    f"{_J}111": (_JXL,),
    f"{_J}112": (_JXL,),
    f"{_J}201": (_HTJ2K, _HTJ2K_J2K, _HTJ2K_PEER),
    f"{_J}202": (_HTJ2K, _HTJ2K_J2K, _HTJ2K_PEER),
    f"{_J}203": (_HTJ2K_J2K, _HTJ2K_PEER),  # imagecodecs' HTJ2K wraps around where a lossy sample leaves 0..255
    "1.2.840.10008.1.2.5": (_RLE, _RLE_PEER),
}
"""Transfer syntax → who decodes it, in the order in which they are asked."""

ENCAPSULATED_NATIVE = "1.2.840.10008.1.2.1.98"
DEFLATED_FRAMES = "1.2.840.10008.1.2.8.1"
UNCODED = frozenset({ENCAPSULATED_NATIVE, DEFLATED_FRAMES})
"""Encapsulated, but each frame is native pixels, as they are or deflated (PS3.5 A.4.11, A.4.13)."""

VIDEO = frozenset({*(f"{_J}{n}" for n in range(100, 109)), *(f"{_J}{n}.1" for n in range(100, 107))})
"""MPEG-2, MPEG-4 AVC and HEVC, also in fragments (….1): one stream, played by `dicom/pixels/video.py`."""

_ELSEWHERE = mark("its pixels are not in the file but on a JPIP server")
_LIVE = mark("it is a live video of the operating room (SMPTE ST 2110), which has no pixels in the file")
_HIERARCHICAL = mark("its JPEG process was withdrawn from the standard and can't be read here")
REFUSED: dict[str, str] = {
    **dict.fromkeys((f"{_J}94", f"{_J}95", f"{_J}204", f"{_J}205"), _ELSEWHERE),
    **dict.fromkeys((f"1.2.840.10008.1.2.7.{n}" for n in (1, 2, 3)), _LIVE),
    **dict.fromkeys((f"{_J}{n}" for n in range(58, 67)), _HIERARCHICAL),
}
"""Transfer syntax → why it can't be shown."""


def refusal(transfer_syntax: str) -> str | None:
    """Why an object of this transfer syntax can't be shown; None where it may be."""
    reason = REFUSED.get(transfer_syntax)
    return None if reason is None else tr(reason)


def native_bytes(transfer_syntax: str, piece: bytes | memoryview, size: int) -> bytes | memoryview:
    """The native bytes of one frame of an `UNCODED` syntax. size: how many there must be."""
    if transfer_syntax == DEFLATED_FRAMES:
        machine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            piece = machine.decompress(piece, size + 2)
        except zlib.error as cause:
            raise BrokenObject(tr("its compressed bytes are damaged")) from cause
    if len(piece) < size:
        raise BrokenObject(tr("its pixel data is cut off"))
    return piece[:size]


def decode(transfer_syntax: str, frame: Frame) -> Pixels:
    """One frame. Raises `BrokenObject` where no codec can make it or it is not of the size and depth claimed."""
    codecs = CODECS.get(transfer_syntax)
    if codecs is None:
        reason = refusal(transfer_syntax)
        raise BrokenObject(reason or tr("its transfer syntax {uid} is not known", uid=transfer_syntax))
    _check_claim(transfer_syntax, frame)
    problem: Exception | None = None
    wanted = (frame.rows, frame.columns) if frame.samples == 1 else (frame.rows, frame.columns, frame.samples)
    for codec in codecs:
        try:
            pixels = codec.decode(frame)
        except MemoryError as cause:
            raise BrokenObject(tr("there is not enough memory for it")) from cause
        except Exception as cause:  # noqa: BLE001 each codec raises its own kind on damaged bytes
            problem = cause
            continue
        if pixels.shape != wanted:
            problem = ValueError(f"{codec.function} gave {pixels.shape}, not {wanted}")
        elif pixels.dtype.itemsize * 8 > max(8, frame.bits_allocated) and _too_deep(pixels, frame.bits_allocated):
            problem = ValueError(f"{codec.function} gave more bits than {frame.bits_allocated}")
        else:
            return pixels
    raise BrokenObject(tr("its compressed pixels can't be decoded")) from problem


def _too_deep(pixels: Pixels, bits: int) -> bool:
    low, high = int(pixels.min()), int(pixels.max())
    return high >= 1 << bits or low < -(1 << (bits - 1))


def _check_claim(transfer_syntax: str, frame: Frame) -> None:
    """What the stream says of itself against what the object says, before a decoder believes it."""
    said = claim(frame.data)
    if said is not None:
        if not said.columns or said.tiles > MAX_TILES:
            raise BrokenObject(tr("its compressed pixels can't be decoded"))
        if (said.rows or frame.rows, said.columns) != (frame.rows, frame.columns):
            size = (said.rows, said.columns)
            raise BrokenObject(
                tr("its compressed pixels are {rows} × {columns}, not what it says", rows=size[0], columns=size[1])
            )
        if said.samples not in (0, frame.samples):
            if transfer_syntax in (f"{_J}92", f"{_J}93"):
                raise BrokenObject(tr("its frames are compressed together (JPEG 2000 Part 2), which can't be read"))
            count = said.samples
            raise BrokenObject(
                counted(
                    "its compressed pixels have {count} colour, not what it says",
                    "its compressed pixels have {count} colours, not what it says",
                    count,
                )
            )
    decoded = frame.rows * frame.columns * frame.samples * max(1, frame.bits_allocated // 8)
    if decoded > PLAUSIBLE and decoded > len(frame.data) * 1000:
        raise BrokenObject(tr("it claims {rows} × {columns} pixels", rows=frame.rows, columns=frame.columns))


@lru_cache(maxsize=1)
def available() -> tuple[tuple[str, str], ...]:
    """(name, who decodes it, the first asked first) of every codec of the table, for About and `reader doctor`.

    Who is empty where this installation has none. Imports every codec: not for the main thread at start.
    """
    from reader.dicom.pixels.video import player

    found: dict[str, list[str]] = {}
    for codecs in CODECS.values():
        for codec in codecs:
            who = found.setdefault(codec.name, [])
            label = f"{codec.module}.{codec.function}"
            try:
                present = callable(_function(codec.module, codec.function))
            except (ImportError, AttributeError):
                present = False
            if present and label not in who:
                who.append(label)
    found["Deflated frames"] = ["zlib"]
    found["MPEG-2, H.264, HEVC"] = [player()] if player() else []
    return tuple((name, ", ".join(who)) for name, who in found.items())
