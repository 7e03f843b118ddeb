"""From stored bytes to modality values or RGB (PS3.3 C.7.6.3, C.11.1; PS3.5 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.core.text import tr
from reader.dicom.attributes import Attributes, number, text, whole
from reader.dicom.header import (
    DOUBLE_PIXELS,
    EXPLICIT_BIG,
    FLOAT_PIXELS,
    UNCOMPRESSED,
    BrokenObject,
    Header,
)
from reader.dicom.pixels.codecs import UNCODED, VIDEO, Frame, decode, native_bytes, refusal
from reader.dicom.pixels.colours import argb_to_rgb, partial_to_rgb, ybr_to_rgb
from reader.dicom.pixels.frames import encapsulated_frames
from reader.dicom.pixels.luts import Lut, modality_lut, palette, palette_rgb
from reader.dicom.pixels.overlays import Overlay, overlays
from reader.dicom.pixels.video import Clip
from reader.dicom.siblings import common

Pixels = NDArray[Any]
MAX_PIXELS = 1 << 28
MAX_FRAMES = 100_000
"""An hour of ultrasound; of an instance that claims more nothing is made ready."""
RLE = "1.2.840.10008.1.2.5"


@dataclass(frozen=True)
class PixelDescription:
    """Image Pixel module of one object, and how its stored values become modality values.

    rescales: (slope, intercept), one for all frames or one a frame. floating: Float or Double Float Pixel Data.
    high_bit: the topmost bit of a stored value. embedded: overlays in the bits that the values leave free.
    """

    transfer_syntax: str
    rows: int
    columns: int
    frames: int
    samples: int
    bits_allocated: int
    bits_stored: int
    signed: bool
    photometric: str
    planar: bool
    rescales: tuple[tuple[float, float], ...] = ((1.0, 0.0),)
    modality_lut: Lut | None = None
    palette: tuple[Lut, Lut, Lut] | None = None
    floating: bool = False
    high_bit: int = 0
    embedded: tuple[Overlay, ...] = ()

    @property
    def colour(self) -> bool:
        """Shown as RGB: three samples, or a palette."""
        return self.samples > 1 or self.palette is not None

    @property
    def compressed(self) -> bool:
        return self.transfer_syntax not in UNCOMPRESSED and self.transfer_syntax not in UNCODED

    @property
    def frame_bits(self) -> int:
        samples = 2 if self.photometric in _HALVED and self.samples == 3 else self.samples
        return self.rows * self.columns * samples * self.bits_allocated

    @property
    def stored_dtype(self) -> np.dtype[Any]:
        if self.floating:
            return np.dtype(f"f{self.bits_allocated // 8}")
        width = 4 if self.bits_allocated == 24 else max(8, self.bits_allocated) // 8
        return np.dtype(f"{'i' if self.signed else 'u'}{width}")

    def rescale(self, frame: int) -> tuple[float, float]:
        """(slope, intercept) of a frame, counted from 0."""
        return self.rescales[min(frame, len(self.rescales) - 1)]

    @property
    def direct(self) -> bool:
        """Native little-endian 16-bit grey: the bytes of a frame are the array."""
        return (
            not self.compressed
            and self.transfer_syntax != EXPLICIT_BIG
            and self.bits_allocated == 16
            and self.samples == 1
            and not self.floating
            and self.palette is None
            and self.modality_lut is None
            and self.high_bit <= self.bits_stored - 1
            and not self.embedded
        )

    def modality_dtype(self) -> np.dtype[Any]:
        """The narrowest of uint8, int16, uint16 and float32 for modality values of every frame.

        A 16-bit range shifted by a whole intercept stays int16 although its ends would not fit: real images
        don't use both ends. `to_modality` refuses (OverflowError) where one does.
        """
        if self.modality_lut is not None:
            return np.dtype(np.uint8 if self.modality_lut.values.max(initial=0) < 256 else np.uint16)
        if self.floating or self.bits_stored > 16 or not _whole(self.rescales):
            return np.dtype(np.float32)
        low, high = self._stored_range()
        ends = [end * slope + intercept for slope, intercept in self.rescales for end in (low, high)]
        lowest, highest = min(ends), max(ends)
        if lowest >= 0 and highest <= 255:
            return np.dtype(np.uint8)
        if lowest >= -32768 and highest <= 32767:
            return np.dtype(np.int16)
        if lowest >= 0 and highest <= 65535:
            return np.dtype(np.uint16)
        shifted = all(slope == 1 and abs(intercept) <= 32768 for slope, intercept in self.rescales)
        return np.dtype(np.int16 if shifted else np.float32)

    def picture_dtype(self) -> np.dtype[Any]:
        """As `modality_dtype`, but float64 where float32 would round stored values: for a picture by itself."""
        wide = self.bits_allocated == 64 if self.floating else self.bits_stored > 24
        return np.dtype(np.float64) if wide and self.modality_lut is None else self.modality_dtype()

    def _stored_range(self) -> tuple[int, int]:
        if self.signed:
            return -(1 << (self.bits_stored - 1)), (1 << (self.bits_stored - 1)) - 1
        return 0, (1 << self.bits_stored) - 1


def _whole(rescales: Iterable[tuple[float, float]]) -> bool:
    return all(float(a).is_integer() and float(b).is_integer() for a, b in rescales)


def describe(source: Attributes, transfer_syntax: str) -> PixelDescription:
    """Read the attributes. Raises `BrokenObject` where they can't be those of an image."""
    try:
        return common(_described, source, transfer_syntax)
    except (ValueError, ArithmeticError, LookupError, TypeError) as cause:
        raise BrokenObject(tr("the description of its pixels is damaged")) from cause


def _described(source: Attributes, transfer_syntax: str) -> PixelDescription:
    rows, columns, frames = whole(source, 0x00280010), whole(source, 0x00280011), whole(source, 0x00280008, 1)
    samples = whole(source, 0x00280002, 1)
    allocated = whole(source, 0x00280100, 16)
    stored = whole(source, 0x00280101, allocated)
    if rows < 1 or columns < 1:
        raise BrokenObject(tr("it has no rows and columns"))
    if rows * columns > MAX_PIXELS or samples not in (1, 3, 4):
        raise BrokenObject(tr("it claims {rows} × {columns} pixels", rows=rows, columns=columns))
    if frames > MAX_FRAMES:
        raise BrokenObject(tr("its number of frames can’t be right: {number}", number=frames))
    if allocated not in (1, 8, 16, 24, 32, 64):
        raise BrokenObject(tr("it has {bits} bits a pixel, which is not supported", bits=allocated))
    photometric = text(source, 0x00280004, "MONOCHROME2")
    native_420 = photometric == "YBR_PARTIAL_420" and transfer_syntax in UNCOMPRESSED  # has no native layout
    if samples > 1 and (photometric not in _KNOWN or native_420):
        raise BrokenObject(tr("its colours are in {name}, which is not supported", name=photometric))
    colours = palette(source) if photometric == "PALETTE COLOR" else None
    if photometric == "ARGB" and source.has(0x00281101):
        colours = palette(source)
    stored = stored if 0 < stored <= allocated else allocated
    high = whole(source, 0x00280102, stored - 1)
    signed = whole(source, 0x00280103) == 1
    return PixelDescription(
        transfer_syntax=transfer_syntax,
        rows=rows,
        columns=columns,
        frames=max(1, frames),
        samples=samples,
        bits_allocated=allocated,
        bits_stored=stored,
        signed=signed,
        photometric=photometric,
        planar=whole(source, 0x00280006) == 1,
        rescales=rescales(source, max(1, frames)),
        modality_lut=modality_lut(source, signed=signed),
        palette=colours,
        floating=allocated >= 32 and isinstance(source, Header) and _is_floating(source),
        high_bit=high if stored - 1 <= high < allocated else stored - 1,
        embedded=tuple(o for o in overlays(source) if o.bit) if allocated > stored else (),
    )


def _is_floating(source: Header) -> bool:
    return source.pixels is not None and source.pixels.tag in (FLOAT_PIXELS, DOUBLE_PIXELS)


def rescales(source: Attributes, frames: int) -> tuple[tuple[float, float], ...]:
    """(slope, intercept) for all frames, or one a frame where functional groups differ (PS3.3 C.7.6.16.2.9). Groups
    come before what stands beside them, as for the unit."""
    shared = [_pair(t) for group in source.items(0x52009229) for t in group.items(0x00289145)]
    found = [[_pair(t) for t in group.items(0x00289145)] for group in source.items(0x52009230)]
    if any(found):
        default = shared[0] if shared else (1.0, 0.0)
        each = tuple(pairs[0] if pairs else default for pairs in found)[:frames]
        return each if len(set(each)) > 1 else each[:1]
    return (shared[0] if shared else _pair(source),)


def _pair(source: Attributes) -> tuple[float, float]:
    slope = number(source, 0x00281053, 1.0)
    return (slope, number(source, 0x00281052, 0.0)) if slope != 0 else (1.0, 0.0)  # 0 is no slope: as stored


# frames ----------------------------------------------------------------------------------------------------


def frame_pieces(
    header: Header, pixels: PixelDescription, data: bytes | bytearray | memoryview | None = None
) -> Sequence[Any]:
    """The bytes of each frame, as views into the whole object's bytes.

    data: these, where the header was read from less than all of them.
    Of a video: a `Clip`, which decodes while it is iterated.
    Native pixel data that is too short gives the frames that are whole. Raises `BrokenObject` where there is none.
    """
    place = header.pixels
    if place is None:
        raise BrokenObject(refusal(pixels.transfer_syntax) or tr("it has no pixel data"))
    view = memoryview(header.data if data is None else data)
    if place.length is None:
        video = pixels.transfer_syntax in VIDEO
        found = encapsulated_frames(view[place.offset :], pixels.frames, _extended(header), video=video)
        return Clip(found[0], pixels.rows, pixels.columns, pixels.frames) if video else found
    if pixels.compressed or pixels.transfer_syntax in UNCODED:
        raise BrokenObject(tr("its compressed pixel data does not begin as it should"))
    end = min(place.offset + place.length, len(view))
    if pixels.bits_allocated == 1:
        return _bit_frames(view[place.offset : end], pixels)
    size = pixels.frame_bits // 8
    whole_frames = min(pixels.frames, (end - place.offset) // size)
    if whole_frames == 0:
        raise BrokenObject(tr("its pixel data is cut off"))
    return [view[place.offset + n * size : place.offset + (n + 1) * size] for n in range(whole_frames)]


def _extended(header: Header) -> list[int]:
    raw = header.raw(0x7FE00001)
    return [int(v) for v in np.frombuffer(raw, "<u8", len(raw) // 8)]


def _bit_frames(view: memoryview, pixels: PixelDescription) -> list[Any]:
    """One bit a pixel, frames packed without a gap (PS3.5 8.1.1): unpacked to a byte a pixel."""
    count = pixels.rows * pixels.columns
    bits = np.unpackbits(np.frombuffer(view, np.uint8), bitorder="little")
    return [bits[n * count : (n + 1) * count] for n in range(min(pixels.frames, len(bits) // count))]


def stored_frame(pixels: PixelDescription, piece: Any, *, big_endian: bool = False, vr: str = "OW") -> Pixels:
    """Stored values of one frame: (rows, columns), or (rows, columns, samples) with colour as RGB or palette index.

    Bits above Bits Stored are dropped and the sign is extended, as the standard has it.
    """
    if pixels.transfer_syntax in VIDEO:
        return np.asarray(piece if pixels.samples == 3 else piece[..., 0])
    if pixels.compressed:
        frame = Frame(
            piece, pixels.rows, pixels.columns, pixels.samples, pixels.bits_allocated, pixels.photometric == "RGB"
        )
        array = decode(pixels.transfer_syntax, frame)
        if pixels.samples == 3 and pixels.photometric.startswith("YBR_FULL") and _keeps_colour(pixels, piece):
            array = ybr_to_rgb(array, pixels.bits_stored)
        return _trim(pixels, array)
    if pixels.transfer_syntax in UNCODED:
        piece = native_bytes(pixels.transfer_syntax, piece, (pixels.frame_bits + 7) // 8)
        if pixels.bits_allocated == 1:
            count = pixels.rows * pixels.columns
            piece = np.unpackbits(np.frombuffer(piece, np.uint8), count=count, bitorder="little")
    if pixels.bits_allocated == 1:
        return np.frombuffer(piece, np.uint8).reshape(pixels.rows, pixels.columns)
    array = _words(pixels, piece, big_endian, vr)
    grey = pixels.samples == 1
    return _trim(pixels, array.reshape(pixels.rows, pixels.columns) if grey else _native_colour(pixels, array))


def embedded_overlays(pixels: PixelDescription, piece: Any, *, big_endian: bool = False) -> tuple[Overlay, ...]:
    """The overlays of one native frame that lie in its unused bits (PS3.3 C.9.2, retired)."""
    if pixels.compressed or pixels.samples != 1 or pixels.bits_allocated not in (8, 16):
        return ()
    if pixels.transfer_syntax in UNCODED:
        piece = native_bytes(pixels.transfer_syntax, piece, pixels.frame_bits // 8)
    words = _words(pixels, piece, big_endian, "OW").reshape(pixels.rows, pixels.columns)
    return tuple(overlay.cut_from(words) for overlay in pixels.embedded)


def _words(pixels: PixelDescription, piece: Any, big_endian: bool, vr: str) -> Pixels:
    """The samples of a native frame as they lie there, flat, in the order of this machine or the file."""
    dtype = pixels.stored_dtype
    if pixels.bits_allocated == 24:
        parts = np.frombuffer(piece, np.uint8).reshape(-1, 3).astype(np.uint32)
        low, high = (2, 0) if big_endian else (0, 2)
        return (parts[:, low] | parts[:, 1] << 8 | parts[:, high] << 16).astype(dtype)
    if big_endian and dtype.itemsize == 1 and vr == "OW":
        piece = np.frombuffer(piece, ">u2").astype("<u2").tobytes()
    return np.frombuffer(piece, dtype.newbyteorder(">" if big_endian else "<"))


def _keeps_colour(pixels: PixelDescription, piece: Any) -> bool:
    """The codec hands out the samples as they were stored.

    JPEG-LS, RLE and JPEG lossless always do, JPEG 2000 where its stream names no colour transform.
    """
    last = pixels.transfer_syntax.rsplit(".", 1)[-1]
    if last in ("90", "91", "92", "93", "201", "202", "203"):
        head = bytes(piece[:4096])
        cod = head.find(b"\xff\x52")
        return 0 <= cod < len(head) - 8 and head[cod + 8] == 0
    return last in ("57", "70", "80", "81", "5")


def _native_colour(pixels: PixelDescription, array: Pixels) -> Pixels:
    rows, columns = pixels.rows, pixels.columns
    if pixels.photometric in _HALVED:
        groups = array.reshape(rows, -1, 4)
        full = np.empty((rows, groups.shape[1] * 2, 3), array.dtype)
        full[:, 0::2, 0], full[:, 1::2, 0] = groups[..., 0], groups[..., 1]
        full[:, 0::2, 1:] = full[:, 1::2, 1:] = groups[..., 2:]
        array = full[:, :columns]
    elif pixels.planar:
        array = array.reshape(pixels.samples, rows, columns).transpose(1, 2, 0)
    else:
        array = array.reshape(rows, columns, pixels.samples)
    if pixels.photometric in ("YBR_FULL", "YBR_FULL_422"):
        return ybr_to_rgb(array, pixels.bits_stored)
    return partial_to_rgb(array) if pixels.photometric == "YBR_PARTIAL_422" else array


_HALVED = frozenset({"YBR_FULL_422", "YBR_PARTIAL_422"})
_KNOWN = _HALVED | {
    "RGB", "YBR_FULL", "YBR_RCT", "YBR_ICT", "YBR_PARTIAL_420", "ARGB", "MONOCHROME1", "MONOCHROME2", "XYB"
}  # fmt: skip


def _trim(pixels: PixelDescription, array: Pixels) -> Pixels:
    """As the stored type, cut to Bits Stored; a new array only where the bits have to change."""
    dtype = pixels.stored_dtype
    if pixels.floating or pixels.bits_allocated == 1:
        return array
    as_stored = not pixels.compressed or pixels.transfer_syntax == RLE
    if pixels.compressed and array.dtype.kind == "i":
        return array.astype(dtype, copy=False)  # JPEG 2000 says itself that it is signed
    spare = dtype.itemsize * 8 - pixels.bits_stored
    above = dtype.itemsize * 8 - 1 - pixels.high_bit if as_stored else spare
    if dtype.kind == "i":
        wide = array.astype(dtype)  # the same bits; then the sign of Bits Stored is carried to the top
        if spare:
            np.left_shift(wide, above, out=wide)
            np.right_shift(wide, spare, out=wide)
        return wide
    array = array.astype(dtype, copy=False)
    if spare and pixels.samples == 1 and as_stored:
        if spare > above:
            array = np.right_shift(array, spare - above)
        array = np.bitwise_and(array, dtype.type((1 << pixels.bits_stored) - 1))
    return array


def to_modality(pixels: PixelDescription, stored: Pixels, frame: int, dtype: np.dtype[Any]) -> Pixels:
    """Modality values of a grey frame in `dtype`. frame counts from 0.

    Raises OverflowError where a value does not fit, so that the caller takes a wider type.
    """
    if pixels.modality_lut is not None:
        return pixels.modality_lut(stored).astype(dtype)
    slope, intercept = pixels.rescale(frame)
    if dtype.kind == "f":
        values = stored.astype(dtype)
        if slope != 1:
            values *= dtype.type(slope)
        if intercept != 0:
            values += dtype.type(intercept)
        return values
    if not _whole(((slope, intercept),)):
        raise OverflowError("a slope with a fraction")
    bounds = np.iinfo(dtype)
    ends = [int(stored.min()) * int(slope) + int(intercept), int(stored.max()) * int(slope) + int(intercept)]
    if min(ends) < bounds.min or max(ends) > bounds.max:
        raise OverflowError("values beyond the type")
    if slope == 1 and intercept == 0:
        return stored.astype(dtype, copy=False)
    if slope == 1:
        shifted = stored.astype(dtype)
        # wraps around on the way and ends right, because the ends were looked at
        np.add(shifted, np.array(int(intercept)).astype(dtype), out=shifted)
        return shifted
    return (stored.astype(np.int64) * int(slope) + int(intercept)).astype(dtype)


def to_rgb(pixels: PixelDescription, stored: Pixels) -> NDArray[np.uint8]:
    """(rows, columns, 3) uint8 of a colour frame: three samples or a palette."""
    if pixels.palette is not None and stored.ndim == 2:
        return palette_rgb(pixels.palette, stored)
    if pixels.photometric == "ARGB" and pixels.samples == 4:
        return argb_to_rgb(stored, pixels.palette)
    stored = stored[..., :3]
    if stored.dtype != np.uint8:
        spare = max(0, pixels.bits_stored - 8)
        stored = np.right_shift(stored, spare)
    return np.ascontiguousarray(stored.astype(np.uint8))
