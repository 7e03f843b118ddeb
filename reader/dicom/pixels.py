"""From stored bytes to modality values or RGB (PS3.3 C.7.6.3, C.11.1; PS3.5 8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.core.text import tr
from reader.dicom.attributes import Attributes, number, text, whole
from reader.dicom.codecs import VIDEO, Frame, decode
from reader.dicom.frames import encapsulated_frames
from reader.dicom.header import (
    DOUBLE_PIXELS,
    EXPLICIT_BIG,
    FLOAT_PIXELS,
    UNCOMPRESSED,
    BrokenObject,
    Header,
)

Pixels = NDArray[Any]
MAX_PIXELS = 1 << 28
_COLOUR = frozenset({"RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT", "YBR_PARTIAL_420", "PALETTE COLOR"})


@dataclass(frozen=True)
class Lut:
    """A look-up table: values below `first` take entry 0, above the end the last one (PS3.3 C.11.1.1)."""

    first: int
    values: NDArray[np.uint16]

    def __call__(self, stored: Pixels) -> Pixels:
        place = np.clip(stored.astype(np.int64) - self.first, 0, len(self.values) - 1)
        return np.take(self.values, place)


@dataclass(frozen=True)
class PixelDescription:
    """Image Pixel module of one object, and how its stored values become modality values.

    rescales: (slope, intercept), one for all frames or one a frame. floating: Float or Double Float Pixel Data.
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

    @property
    def colour(self) -> bool:
        """Shown as RGB: three samples, or a palette."""
        return self.samples > 1 or self.palette is not None

    @property
    def compressed(self) -> bool:
        return self.transfer_syntax not in UNCOMPRESSED

    @property
    def frame_bits(self) -> int:
        samples = 2 if self.photometric == "YBR_FULL_422" and self.samples == 3 else self.samples
        return self.rows * self.columns * samples * self.bits_allocated

    @property
    def stored_dtype(self) -> np.dtype[Any]:
        if self.floating:
            return np.dtype(f"f{self.bits_allocated // 8}")
        width = max(8, self.bits_allocated) // 8
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

    def _stored_range(self) -> tuple[int, int]:
        if self.signed:
            return -(1 << (self.bits_stored - 1)), (1 << (self.bits_stored - 1)) - 1
        return 0, (1 << self.bits_stored) - 1


def _whole(rescales: Iterable[tuple[float, float]]) -> bool:
    return all(float(a).is_integer() and float(b).is_integer() for a, b in rescales)


def describe(source: Attributes, transfer_syntax: str) -> PixelDescription:
    """Read the attributes. Raises `BrokenObject` where they can't be those of an image."""
    rows, columns, frames = whole(source, 0x00280010), whole(source, 0x00280011), whole(source, 0x00280008, 1)
    samples = whole(source, 0x00280002, 1)
    allocated = whole(source, 0x00280100, 16)
    stored = whole(source, 0x00280101, allocated)
    if rows < 1 or columns < 1:
        raise BrokenObject(tr("it has no rows and columns"))
    if rows * columns > MAX_PIXELS or samples not in (1, 3, 4):
        raise BrokenObject(tr("it claims {rows} × {columns} pixels", rows=rows, columns=columns))
    if allocated not in (1, 8, 16, 32, 64):
        raise BrokenObject(tr("it has {bits} bits a pixel, which is not supported", bits=allocated))
    photometric = text(source, 0x00280004, "MONOCHROME2")
    palette = _palette(source) if photometric == "PALETTE COLOR" else None
    return PixelDescription(
        transfer_syntax=transfer_syntax,
        rows=rows,
        columns=columns,
        frames=max(1, frames),
        samples=samples,
        bits_allocated=allocated,
        bits_stored=stored if 0 < stored <= allocated else allocated,
        signed=whole(source, 0x00280103) == 1,
        photometric=photometric,
        planar=whole(source, 0x00280006) == 1,
        rescales=rescales(source, max(1, frames)),
        modality_lut=_modality_lut(source),
        palette=palette,
        floating=allocated >= 32 and isinstance(source, Header) and _is_floating(source),
    )


def _is_floating(source: Header) -> bool:
    return source.pixels is not None and source.pixels.tag in (FLOAT_PIXELS, DOUBLE_PIXELS)


def rescales(source: Attributes, frames: int) -> tuple[tuple[float, float], ...]:
    """(slope, intercept) for all frames, or one a frame where functional groups differ (PS3.3 C.7.6.16.2.9)."""
    if source.has(0x00281053) or source.has(0x00281052):
        return (_pair(source),)
    shared = [_pair(t) for group in source.items(0x52009229) for t in group.items(0x00289145)]
    found = [[_pair(t) for t in group.items(0x00289145)] for group in source.items(0x52009230)]
    if any(found):
        default = shared[0] if shared else (1.0, 0.0)
        each = tuple(pairs[0] if pairs else default for pairs in found)[:frames]
        return each if len(set(each)) > 1 else each[:1]
    return (shared[0],) if shared else ((1.0, 0.0),)


def _pair(source: Attributes) -> tuple[float, float]:
    slope = number(source, 0x00281053, 1.0)
    return (slope if slope != 0 else 1.0, number(source, 0x00281052, 0.0))


def _modality_lut(source: Attributes) -> Lut | None:
    for item in source.items(0x00283000):
        return _lut(item.numbers(0x00283002), _words(item, 0x00283006), item.numbers(0x00283006))
    return None


def _palette(source: Attributes) -> tuple[Lut, Lut, Lut] | None:
    luts: list[Lut | None] = []
    for channel in range(3):
        descriptor = source.numbers(0x00281101 + channel)
        plain, segmented = _words(source, 0x00281201 + channel), _words(source, 0x00281221 + channel)
        if len(descriptor) == 3 and not plain and segmented:
            luts.append(_segmented(descriptor, segmented))
        else:
            luts.append(_lut(descriptor, plain, []))
    red, green, blue = luts
    if red is None or green is None or blue is None:
        raise BrokenObject(tr("its colour table is missing"))
    return red, green, blue


def _words(source: Attributes, tag: int) -> bytes:
    """Table data as little-endian words."""
    raw = source.raw(tag)
    if isinstance(source, Header) and source.big_endian and len(raw) % 2 == 0:
        return np.frombuffer(raw, ">u2").astype("<u2").tobytes()
    return raw


def _lut(descriptor: list[float], raw: bytes, values: list[float]) -> Lut | None:
    """Entries of 8 bits may lie in bytes or, as some write them, in 16-bit words (PS3.3 C.7.6.3.1.6)."""
    if len(descriptor) != 3:
        return None
    count = int(descriptor[0]) or 65536
    bits = int(descriptor[2])
    if len(raw) >= 2 * count:
        entries = np.frombuffer(raw, "<u2", count).copy()
    elif len(raw) >= count:
        entries = np.frombuffer(raw, np.uint8, count).astype(np.uint16)
    elif values:
        entries = np.array(values, np.uint16)
    else:
        return None
    if bits == 8 and entries.max(initial=0) > 255:
        bits = 16
    first = int(descriptor[1])
    return Lut(first - 65536 if first > 32767 and count < 32768 else first, entries)


def _segmented(descriptor: list[float], raw: bytes) -> Lut:
    """Segmented palette (PS3.3 C.7.9.2): discrete, linear and indirect segments."""
    words = np.frombuffer(raw, "<u2").astype(np.int64)
    count = int(descriptor[0]) or 65536
    found: list[int] = []
    position = 0

    def take(position: int, budget: int) -> int:
        kind, length = int(words[position]), int(words[position + 1])
        position += 2
        if kind == 0:
            found.extend(int(v) for v in words[position : position + length])
            return position + length
        if kind == 1 and found:
            end = int(words[position])
            found.extend(round(float(v)) for v in np.linspace(found[-1], end, length + 1)[1:])
            return position + 1
        if kind == 2 and budget > 0:
            place = (int(words[position]) | int(words[position + 1]) << 16) // 2
            for _ in range(length):
                place = take(place, budget - 1)
            return position + 2
        raise BrokenObject(tr("its colour table is damaged"))

    try:
        while position + 2 <= len(words) and len(found) < count:
            position = take(position, 4)
    except IndexError as cause:
        raise BrokenObject(tr("its colour table is damaged")) from cause
    entries = np.array((found or [0])[:count], np.uint16)
    return Lut(int(descriptor[1]), entries)


# frames ----------------------------------------------------------------------------------------------------


def frame_pieces(header: Header, pixels: PixelDescription, data: bytes | bytearray | memoryview) -> list[Any]:
    """The bytes of each frame, as views into `data`, the object's bytes (`header.data` where deflated).

    Native pixel data that is too short gives the frames that are whole. Raises `BrokenObject` where there is none.
    """
    place = header.pixels
    if place is None:
        raise BrokenObject(tr("it has no pixel data"))
    view = memoryview(data)
    if place.length is None:
        offsets = _extended(header)
        return list(
            encapsulated_frames(view[place.offset :], pixels.frames, offsets, video=pixels.transfer_syntax in VIDEO)
        )
    if pixels.compressed:
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
    if pixels.compressed:
        frame = Frame(
            piece, pixels.rows, pixels.columns, pixels.samples, pixels.bits_allocated, pixels.photometric == "RGB"
        )
        array = decode(pixels.transfer_syntax, frame)
        if pixels.samples == 3 and pixels.photometric.startswith("YBR_FULL") and _keeps_colour(pixels):
            array = ybr_to_rgb(array)
        return _trim(pixels, array)
    if pixels.bits_allocated == 1:
        return np.frombuffer(piece, np.uint8).reshape(pixels.rows, pixels.columns)
    dtype = pixels.stored_dtype
    if big_endian and dtype.itemsize == 1 and vr == "OW":
        piece = np.frombuffer(piece, ">u2").astype("<u2").tobytes()
    array = np.frombuffer(piece, dtype.newbyteorder(">" if big_endian else "<"))
    grey = pixels.samples == 1
    return _trim(pixels, array.reshape(pixels.rows, pixels.columns) if grey else _native_colour(pixels, array))


def _keeps_colour(pixels: PixelDescription) -> bool:
    """The codec hands out the samples as they were stored (JPEG-LS, RLE, JPEG lossless)."""
    return pixels.transfer_syntax.rsplit(".", 1)[-1] in ("57", "70", "80", "81", "5")


def _native_colour(pixels: PixelDescription, array: Pixels) -> Pixels:
    rows, columns = pixels.rows, pixels.columns
    if pixels.photometric == "YBR_FULL_422":
        groups = array.reshape(rows, -1, 4)
        full = np.empty((rows, groups.shape[1] * 2, 3), array.dtype)
        full[:, 0::2, 0], full[:, 1::2, 0] = groups[..., 0], groups[..., 1]
        full[:, 0::2, 1:] = full[:, 1::2, 1:] = groups[..., 2:]
        return ybr_to_rgb(full[:, :columns])
    if pixels.planar:
        array = array.reshape(pixels.samples, rows, columns).transpose(1, 2, 0)
    else:
        array = array.reshape(rows, columns, pixels.samples)
    return ybr_to_rgb(array) if pixels.photometric == "YBR_FULL" else array


def _trim(pixels: PixelDescription, array: Pixels) -> Pixels:
    """As the stored type, cut to Bits Stored; a new array only where the bits have to change."""
    dtype = pixels.stored_dtype
    if pixels.floating or pixels.bits_allocated == 1:
        return array
    if pixels.compressed and array.dtype.kind == "i":
        return array.astype(dtype, copy=False)  # JPEG 2000 says itself that it is signed
    spare = dtype.itemsize * 8 - pixels.bits_stored
    if dtype.kind == "i":
        wide = array.astype(dtype)  # the same bits; then the sign of Bits Stored is carried to the top
        if spare:
            np.left_shift(wide, spare, out=wide)
            np.right_shift(wide, spare, out=wide)
        return wide
    array = array.astype(dtype, copy=False)
    if spare and pixels.samples == 1 and not pixels.compressed:
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
        channels = [lut(stored) for lut in pixels.palette]
        rgb = np.stack(channels, axis=-1)
        shift = 8 if any(int(lut.values.max(initial=0)) > 255 for lut in pixels.palette) else 0
        return (rgb >> shift).astype(np.uint8)
    stored = stored[..., :3]
    if stored.dtype != np.uint8:
        spare = max(0, pixels.bits_stored - 8)
        stored = np.right_shift(stored, spare)
    return np.ascontiguousarray(stored.astype(np.uint8))


def ybr_to_rgb(array: Pixels) -> Pixels:
    """Full range YCbCr (PS3.3 C.7.6.3.1.2) to RGB, 8 bit, rounded."""
    ybr = array.astype(np.float32)
    y, cb, cr = ybr[..., 0], ybr[..., 1] - 128, ybr[..., 2] - 128
    rgb = np.stack((y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb), axis=-1)
    rounded: Pixels = np.clip(np.rint(rgb), 0, 255).astype(np.uint8)
    return rounded
