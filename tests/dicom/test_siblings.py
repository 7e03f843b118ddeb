"""Headers read by what they have in common say the same as headers read one by one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pydicom
import pytest

from reader.dicom.attributes import Attributes, text, whole
from reader.dicom.header import BrokenObject, Header, MoreNeeded, read_header
from reader.dicom.pixels.description import describe
from reader.dicom.siblings import Sibling, Siblings, common
from reader.study.codec import instance_from
from tests.exams import exam_set
from tests.synthetic import ct_series

HEAD = 16 * 1024


def content(header: Header) -> tuple[object, ...]:
    """All that a header says."""
    values = tuple((tag, header.vr(tag), header.raw(tag)) for tag in header.tags())
    try:
        pixels: object = describe(header, header.transfer_syntax)
    except BrokenObject as error:
        pixels = error.reason
    return values, header.pixels, header.transfer_syntax, header.explicit, repr(pixels), repr(instance_from(header))


def outcome(read: object, data: bytes) -> object:
    """The same, or how reading it ends."""
    try:
        return content(read(data, whole=False))  # type: ignore[operator]
    except (BrokenObject, MoreNeeded) as error:
        return type(error), getattr(error, "reason", "")


@pytest.fixture(scope="module")
def slices(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    made = ct_series(tmp_path_factory.mktemp("ct"), 120, 16)
    return [path.read_bytes() for path in made.files]


def test_a_long_series(slices: list[bytes]) -> None:
    siblings = Siblings()
    read = [siblings.read(data) for data in slices]
    assert [content(header) for header in read] == [content(read_header(data)) for data in slices]
    assert sum(isinstance(header, Sibling) for header in read) >= 110


@pytest.mark.parametrize(
    "name",
    ["01_ct_chest_lidc0314", "02_mr_t1_brain_defaced", "03_mr_fmri_4d", "14_compressed", "19_ct_head_gantry_tilt"],
)
def test_real_exams_in_the_order_of_the_disk(name: str) -> None:
    """Several series, makers and transfer syntaxes through one reader: whatever it learnt may not show."""
    files = [path for path in sorted(exam_set(name).rglob("*")) if path.is_file()][:400]
    siblings, alike = Siblings(), 0
    for path in files:
        data = path.read_bytes()[:HEAD]
        assert outcome(siblings.read, data) == outcome(read_header, data), path.name
        alike += isinstance(_maybe(siblings, data), Sibling)
    assert alike > len(files) // 2 or len(files) < 100


def _maybe(siblings: Siblings, data: bytes) -> Header | None:
    try:
        return siblings.read(data, whole=False)
    except (BrokenObject, MoreNeeded):
        return None


def test_damaged_headers_end_the_same_way(slices: list[bytes]) -> None:
    random_ = random.Random(7)
    siblings = Siblings()
    heads = [data[:1500] for data in slices[:12]]
    for head in heads:
        siblings.read(head, whole=False)
    for damaged in _damaged(random_, heads, 4000):
        assert outcome(siblings.read, damaged) == outcome(read_header, damaged)


def _damaged(random_: random.Random, heads: list[bytes], count: int) -> Iterator[bytes]:
    for _ in range(count):
        data = bytearray(random_.choice(heads))
        match random_.randrange(4):
            case 0:  # a few bytes
                for _ in range(random_.randrange(1, 4)):
                    data[random_.randrange(128, len(data))] = random_.randrange(256)
            case 1:  # cut
                del data[random_.randrange(len(data)) :]
            case 2:  # bytes too many
                place = random_.randrange(132, len(data))
                data[place:place] = random_.randbytes(random_.randrange(1, 9))
            case 3:  # an element twice, or missing
                place, size = random_.randrange(132, len(data)), random_.randrange(8, 40)
                data[place:place] = data[place : place + size] if random_.random() < 0.5 else b""
                if random_.random() < 0.5:
                    del data[place : place + size]
        yield bytes(data)


def test_what_is_common_is_made_once_and_what_is_not_each_time(slices: list[bytes]) -> None:
    siblings, calls = Siblings(), {"station": 0, "number": 0}

    def station(source: Attributes, default: str) -> str:
        calls["station"] += 1
        return text(source, 0x00080060, default)

    def number(source: Attributes) -> int:
        calls["number"] += 1
        return whole(source, 0x00200013)

    numbers = []
    for data in slices:
        header = siblings.read(data)
        assert common(station, header, "") == "CT"
        numbers.append(common(number, header))
    assert numbers == [int(pydicom.dcmread(BytesIO(data)).InstanceNumber) for data in slices]
    assert calls["station"] < 12 and calls["number"] == len(slices)


def test_another_character_set_is_another_name(tmp_path: Path) -> None:
    """The same bytes mean another name where the character set differs."""
    made = ct_series(tmp_path, 4, 16)
    data = []
    for n, path in enumerate(made.files):
        image = pydicom.dcmread(path)
        image.SpecificCharacterSet = ["ISO_IR 192", "GB18030"][n % 2]
        image.add_new(0x00080080, "LO", "区医院".encode(["utf-8", "gb18030"][n % 2]))
        image.PatientName = "Li"
        image.save_as(path)
        data.append(path.read_bytes())
    siblings = Siblings()
    for entry in data * 3:
        header = siblings.read(entry)
        assert common(site, header) == "区医院"


def site(source: Attributes) -> str:
    return text(source, 0x00080080)
