"""Each transfer syntax's codec, the fallbacks too, and streams that claim what is not so."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray
from pydicom.encaps import encapsulate
from pydicom.pixels import pixel_array
from pydicom.uid import UID

from reader.dicom.header import BrokenObject, read_header
from reader.dicom.pixels.codecs import CODECS, REFUSED, UNCODED, Frame, decode, native_bytes
from reader.dicom.pixels.description import describe, frame_pieces, stored_frame
from reader.dicom.pixels.streams import claim

DATA = Path(__file__).parents[1] / "data"
J = "1.2.840.10008.1.2.4."
Pixels = NDArray[Any]


def grey(bits: int = 12, size: tuple[int, int] = (61, 83)) -> Pixels:
    yy, xx = np.mgrid[0 : size[0], 0 : size[1]]
    wave = (np.sin(xx / 7) * np.cos(yy / 5) * 0.45 + 0.5) * ((1 << bits) - 1)
    noise = np.random.default_rng(2).integers(0, 3, size)
    return np.clip(wave + noise, 0, (1 << bits) - 1).astype(np.uint8 if bits <= 8 else np.uint16)


def colour(size: tuple[int, int] = (61, 83)) -> Pixels:
    return np.stack([np.roll(grey(8, size), 9 * n, 1) for n in range(3)], -1)


def frame(array: Pixels, data: bytes) -> Frame:
    samples = 1 if array.ndim == 2 else 3
    return Frame(data, array.shape[0], array.shape[1], samples, array.dtype.itemsize * 8, True)


LOSSLESS = {
    f"{J}57": lambda a: imagecodecs.jpeg8_encode(a, lossless=True, predictor=4),
    f"{J}70": lambda a: imagecodecs.jpeg8_encode(a, lossless=True, predictor=1),
    f"{J}80": imagecodecs.jpegls_encode,
    f"{J}90": lambda a: imagecodecs.jpeg2k_encode(a, reversible=True, level=0, codecformat="j2k"),
    f"{J}92": lambda a: imagecodecs.jpeg2k_encode(a, reversible=True, level=0, codecformat="j2k"),
    f"{J}110": lambda a: imagecodecs.jpegxl_encode(a, lossless=True),
    f"{J}112": lambda a: imagecodecs.jpegxl_encode(a, lossless=True, usecontainer=True),
    f"{J}201": lambda a: imagecodecs.htj2k_encode(a, reversible=True),
    f"{J}202": lambda a: imagecodecs.htj2k_encode(a, reversible=True),
    f"{J}203": lambda a: imagecodecs.htj2k_encode(a, reversible=True),
}  # fmt: skip


@pytest.mark.parametrize("syntax", LOSSLESS, ids=lambda uid: uid[len(J) :])
@pytest.mark.parametrize("array", [grey(8), grey(12), grey(16), colour()], ids=["8", "12", "16", "rgb"])
def test_lossless_by_everyone_in_the_table(syntax: str, array: Pixels) -> None:
    data = bytes(LOSSLESS[syntax](array))
    assert np.array_equal(decode(syntax, frame(array, data)), array)
    said = claim(data)
    assert said is not None and (said.rows, said.columns) == array.shape[:2]
    decoders = 0
    for codec in CODECS[syntax]:
        try:
            pixels = codec.decode(frame(array, data))
        except ValueError:
            continue  # not every one takes every kind
        decoders += 1
        assert np.array_equal(pixels, array), codec.function
    assert decoders >= 1


def test_near_lossless_and_lossy_stay_near() -> None:
    array = grey(12)
    near = decode(f"{J}81", frame(array, bytes(imagecodecs.jpegls_encode(array, level=2))))
    assert np.abs(near.astype(int) - array).max() <= 2
    eight = grey(8)
    lossy = decode(f"{J}111", frame(eight, bytes(imagecodecs.jpegxl_encode(eight, distance=0.5))))
    assert np.abs(lossy.astype(int) - eight).mean() < 2
    for subsampling in ("444", "422", "420", "411", "440"):
        picture = colour((63, 85))
        smooth = np.stack([np.linspace(0, 255, 85, dtype=np.uint8)[None].repeat(63, 0)] * 3, -1)
        data = bytes(imagecodecs.jpeg8_encode(smooth, 95, subsampling=subsampling))
        assert np.abs(decode(f"{J}50", frame(picture, data)).astype(int) - smooth).max() <= 8, subsampling


@pytest.mark.parametrize("name", ["liver_rle", "liver_deflate", "liver_j2k", "liver_nonbyte_aligned"])
def test_one_bit_segmentations(name: str) -> None:
    path = DATA / "findings" / "pydicom" / f"{name}.dcm"
    data = path.read_bytes()
    header = read_header(data)
    pixels = describe(header, header.transfer_syntax)
    mine = [stored_frame(pixels, piece) for piece in frame_pieces(header, pixels, data)]
    known = path if name == "liver_nonbyte_aligned" else path.with_name("liver_j2k.dcm")  # one image in each
    expected = pixel_array(pydicom.dcmread(known))
    assert len(mine) == 3 and np.array_equal(np.stack(mine), expected) and expected.any()


@pytest.mark.parametrize("syntax", sorted(UNCODED))
@pytest.mark.parametrize("name", ["MR_small_implicit", "SC_ybr_full_422_uncompressed", "emri_small"])
def test_native_frames_in_capsules(syntax: str, name: str, tmp_path: Path) -> None:
    plain = pydicom.dcmread(DATA / "dicom" / f"{name}.dcm")
    count = int(plain.get("NumberOfFrames") or 1)
    size = len(plain.PixelData) // count
    frames = [plain.PixelData[n * size : (n + 1) * size] for n in range(count)]
    if syntax == "1.2.840.10008.1.2.8.1":
        frames = [deflate(piece) for piece in frames]
    packed = pydicom.dcmread(DATA / "dicom" / f"{name}.dcm")
    packed.file_meta.TransferSyntaxUID = UID(syntax)
    packed.PixelData = encapsulate(frames)
    packed["PixelData"].VR, packed["PixelData"].is_undefined_length = "OB", True
    packed.save_as(tmp_path / "a.dcm", implicit_vr=False, little_endian=True, force_encoding=True)
    both = []
    for path in (DATA / "dicom" / f"{name}.dcm", tmp_path / "a.dcm"):
        header = read_header(path.read_bytes())
        pixels = describe(header, header.transfer_syntax)
        both.append([stored_frame(pixels, piece) for piece in frame_pieces(header, pixels)])
    assert len(both[0]) == len(both[1]) == count
    assert np.array_equal(np.stack(both[0]), np.stack(both[1]))


def deflate(data: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-15)
    return machine.compress(data) + machine.flush()


@pytest.mark.parametrize("syntax", [*LOSSLESS, f"{J}50"])
def test_what_is_cut_off_is_never_shown_as_whole(syntax: str) -> None:
    array = grey(12, (256, 256)) if syntax in LOSSLESS else grey(8, (256, 256))
    encode = LOSSLESS.get(syntax, lambda a: imagecodecs.jpeg8_encode(a, 95))
    data = bytes(encode(array))
    for part in (0.1, 0.3, 0.6, 0.95):
        with pytest.raises(BrokenObject):
            decode(syntax, frame(array, data[: int(len(data) * part)]))


def test_lies_are_refused_before_a_decoder_believes_them() -> None:
    array = grey(12, (40, 40))
    jls = bytes(imagecodecs.jpegls_encode(array))
    j2k = bytearray(imagecodecs.jpeg2k_encode(array, reversible=True, level=0, codecformat="j2k"))
    place = j2k.index(b"\xff\x4f\xff\x51") + 8
    struct.pack_into(">IIII", j2k, place, 60_000, 60_000, 0, 0)
    tiles = bytearray(imagecodecs.jpeg2k_encode(grey(12, (400, 400)), level=0, codecformat="j2k"))
    struct.pack_into(">II", tiles, tiles.index(b"\xff\x4f\xff\x51") + 24, 1, 1)  # tiles of 1 × 1
    huge = Frame(b"\xff\xd8\xff\xf7" + jls[4:], 16_384, 16_384, 1, 16, False)
    rle = struct.pack("<16I", 2, 64, 0xFFFFFF, *[0] * 13) + bytes(100)
    cases = [
        (f"{J}80", Frame(jls, 41, 40, 1, 16, False)),
        (f"{J}80", Frame(jls, 40, 40, 3, 16, False)),
        (f"{J}80", Frame(jls, 40, 40, 1, 8, False)),  # deeper than it says
        (f"{J}80", huge),
        (f"{J}90", Frame(bytes(j2k), 40, 40, 1, 16, False)),
        (f"{J}90", Frame(bytes(tiles), 400, 400, 1, 16, False)),
        ("1.2.840.10008.1.2.5", Frame(rle, 40, 40, 1, 16, False)),
        ("1.2.840.10008.1.2.5", Frame(rle[:64], 40, 40, 1, 16, False)),
        ("1.2.840.10008.1.2.4.999", Frame(jls, 40, 40, 1, 16, False)),
        *((uid, Frame(jls, 40, 40, 1, 16, False)) for uid in REFUSED),
    ]
    for syntax, wrong in cases:
        with pytest.raises(BrokenObject):
            decode(syntax, wrong)
    with pytest.raises(BrokenObject):
        native_bytes("1.2.840.10008.1.2.8.1", deflate(bytes(100)), 101)
    bomb = deflate(bytes(50_000_000))
    assert len(native_bytes("1.2.840.10008.1.2.8.1", bomb, 1000)) == 1000
