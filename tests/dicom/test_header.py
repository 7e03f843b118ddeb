"""The light header reader against pydicom, in pieces, and on bytes that lie."""

from __future__ import annotations

import io
import random
import struct
import time
from pathlib import Path

import pydicom
import pytest

from reader.core.errors import ReaderError
from reader.dicom.attributes import text
from reader.dicom.header import BrokenObject, MoreNeeded, read_header
from reader.dicom.pixels.description import describe, frame_pieces, stored_frame
from reader.dicom.values import PersonName
from reader.study.codec import instance_from

DATA = Path(__file__).parents[1] / "data" / "dicom"


@pytest.mark.parametrize("path", sorted(DATA.glob("*.dcm")), ids=lambda path: path.name)
def test_same_elements_as_pydicom(path: Path) -> None:
    data = path.read_bytes()
    header = read_header(data)
    expected = pydicom.dcmread(path)
    for element in expected:
        tag = int(element.tag)
        if tag in (0x7FE00010, 0x7FE00008, 0x7FE00009) or tag >> 16 > 0x7FE0 or element.tag.is_private:
            continue
        if element.VR == "SQ":
            assert len(header.items(tag)) == len(element.value), hex(tag)
        elif element.VR in ("US", "SS", "UL", "DS", "IS", "FD", "FL"):
            values = [] if element.value is None else element.value
            several = values if hasattr(values, "__len__") and not isinstance(values, str) else [values]
            assert header.numbers(tag) == pytest.approx([float(v) for v in several if v != ""]), hex(tag)
        elif element.VR in ("UI", "CS", "LO", "SH"):
            several = element.value if element.VM > 1 else [element.value or ""]
            assert (header.texts(tag) or [""]) == [str(v).strip() for v in several], hex(tag)
    place = header.pixels
    assert place is not None and (place.length is None) == expected.file_meta.TransferSyntaxUID.is_encapsulated


def test_in_pieces() -> None:
    data = (DATA / "legacy_converted_enhanced_ct_24x38x3.dcm").read_bytes()
    size = 64
    while True:
        try:
            header = read_header(data[:size], whole=False)
            break
        except MoreNeeded:
            size *= 2
    whole = read_header(data)
    assert header.pixels == whole.pixels and header.tags() == whole.tags()
    assert len(instance_from(header).planes) == 3


def test_of_a_number_of_images_that_no_memory_holds_nothing_is_made_ready() -> None:
    dataset = pydicom.dcmread(DATA / "ct_jpegls.dcm")
    dataset.NumberOfFrames = 2**31 - 1
    data = io.BytesIO()
    dataset.save_as(data)
    header = read_header(data.getvalue())
    assert instance_from(header).frames == 1
    with pytest.raises(BrokenObject, match="2147483647"):
        describe(header, header.transfer_syntax)


@pytest.mark.parametrize(
    ("file", "name", "study"),
    [
        ("gb18030_bytes_declared_latin1", "王^小东", "胸部CT平扫"),
        ("gb18030_bytes_no_charset", "王^小东", "胸部CT平扫"),
        ("utf8_bytes_no_charset", "王^小东", "胸部CT平扫"),
        ("gb18030_declared", "Wang^XiaoDong=王^小东", "胸部CT平扫"),
        ("gb18030_rare_fourbyte", "Zhu^Rongji=朱^镕基㐀", "胸部CT平扫"),
        ("gbk_declared", "Wang^XiaoDong=王^小东", "胸部CT平扫"),
        ("utf8_declared_192", "Wang^XiaoDong=王^小东", "胸部CT平扫"),
        ("chrH31", "Yamada^Tarou=山田^太郎=やまだ^たろう", ""),
        ("chrH32", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", ""),
        ("chrI2", "Hong^Gildong=洪^吉洞=홍^길동", ""),
        ("chrKoreanMulti", "김희중", "Chest"),
        ("chrFrenMulti", "Buc^Jérôme", ""),
        ("chrRuss", "Люкceмбypг", ""),
    ],
)
def test_names_and_texts(file: str, name: str, study: str) -> None:
    header = read_header((DATA / "charsets" / f"{file}.dcm").read_bytes())
    assert header.name(0x00100010) == PersonName.parse(name)
    assert text(header, 0x00081030) == study


@pytest.mark.parametrize("path", sorted((DATA / "charsets").glob("chr*.dcm")), ids=lambda path: path.stem)
def test_texts_are_pydicoms_where_rightly_declared(path: Path) -> None:
    """Chinese, Japanese, Korean, Russian, French: every text of the published files, also by component groups."""
    header, expected = read_header(path.read_bytes()), pydicom.dcmread(path)
    compared = 0
    for element in expected:
        if element.VR in ("PN", "LO", "SH", "LT", "ST", "UT", "UC") and element.value:
            several = element.value if element.VM > 1 else [element.value]
            mine = [text.rstrip("=") for text in header.texts(int(element.tag))]
            assert mine == [str(value).strip() for value in several]
            compared += 1
    assert compared


def test_nested_ten_thousand_deep() -> None:
    level = struct.pack("<HH2s2xI", 0x0040, 0xA730, b"SQ", 0xFFFFFFFF) + b"\xfe\xff\0\xe0\xff\xff\xff\xff"
    bomb = level * 10_000
    with pytest.raises(BrokenObject):
        read_header(bytes(128) + b"DICM" + _meta("1.2.840.10008.1.2.1") + bomb)


def test_mutations_end_quickly_and_in_words() -> None:
    """Bytes flipped, cut, lengths made huge: a value or a `BrokenObject`, in time, never another error."""
    chance = random.Random(5)
    sources = [
        (DATA / name).read_bytes()
        for name in ("emri_small.dcm", "emri_small_RLE.dcm", "MR_small_jp2klossless.dcm", "ct_jpegls.dcm",
                     "color-px.dcm", "image_dfl.dcm", "SC_rgb_small_odd_jpeg.dcm")
    ]  # fmt: skip
    slowest, refused = 0.0, 0
    for _ in range(250):
        data = bytearray(chance.choice(sources))
        for _ in range(chance.choice((1, 3, 20))):
            place = chance.randrange(132, len(data))
            data[place] = chance.randrange(256)
        if chance.random() < 0.3:
            place = chance.randrange(132, min(len(data) - 4, 4000))
            data[place : place + 4] = b"\xff\xff\xff\x7f"
        if chance.random() < 0.3:
            del data[chance.randrange(140, len(data)) :]
        begun = time.monotonic()
        try:
            header = read_header(data)
            instance_from(header)
            pixels = describe(header, header.transfer_syntax)
            for piece in frame_pieces(header, pixels)[:2]:
                stored_frame(pixels, piece, big_endian=header.big_endian)
        except (ReaderError, ValueError):
            refused += 1
        slowest = max(slowest, time.monotonic() - begun)
    assert slowest < 5
    assert 0 < refused < 250


def _meta(syntax: str) -> bytes:
    value = syntax.encode() + b"\0" * (len(syntax) % 2)
    element = struct.pack("<HH2sH", 2, 0x10, b"UI", len(value)) + value
    return struct.pack("<HH2sHI", 2, 0, b"UL", 4, len(element)) + element
