"""Good files made bad in known ways, the same ones for the same number."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from reader.dicom.header import Header, read_header

DATA = Path(__file__).parents[1] / "data"
FOLDERS = ("dicom", "dicom/charsets", "findings/pydicom", "findings/highdicom", "findings/dcmqi")
MAX_SOURCE = 600_000
SYNTAXES = (
    *("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"),
    *("1.2.840.10008.1.2.5", "1.2.840.10008.1.2.8.1", "1.2.840.10008.1.2.1.98"),
    *(f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 57, 70, 80, 81, 90, 91, 92, 94, 100, 102, 107, 110, 201, 203)),
)
EDGES = (0, 1, 0x7F, 0x80, 0xFF)
_ITEM = b"\xfe\xff\x00\xe0"
Mutate = Callable[[bytearray, random.Random], bytearray]


@lru_cache(maxsize=1)
def good() -> tuple[tuple[str, bytes], ...]:
    """(name, bytes) of every small committed sample."""
    paths = sorted(path for folder in FOLDERS for path in (DATA / folder).glob("*.dcm"))
    found = [(path.name, path.read_bytes()) for path in paths if path.stat().st_size <= MAX_SOURCE]
    return tuple((name, data) for name, data in found if read_header(data).pixels is not None)


@lru_cache(maxsize=1)
def videos() -> tuple[tuple[str, bytes], ...]:
    """(name, bytes) of the videos, which play in a process of their own: slow, so apart."""
    return tuple((path.name, path.read_bytes()) for path in sorted((DATA / "dicom" / "video").glob("*.dcm")))


def mutant(number: int) -> tuple[str, bytes]:
    """(what it is, the bytes) of one bad file."""
    chance = random.Random(number)
    name, data = chance.choice(good())
    kind, mutate = KINDS[number % len(KINDS)]
    return f"{number} {name}: {kind}", bytes(mutate(bytearray(data), chance))


def stream_mutant(number: int, names: tuple[str, ...]) -> tuple[str, bytes]:
    """Only the compressed pixels are touched, so that it is the codec that meets the damage."""
    chance = random.Random(number)
    name, data = chance.choice([entry for entry in (*good(), *videos()) if entry[0] in names])
    return f"{number} {name}: stream", bytes(_stream(bytearray(data), chance))


def _header(data: bytearray) -> Header | None:
    try:
        return read_header(bytes(data))
    except Exception:  # noqa: BLE001 already broken by another mutation
        return None


def _flip(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 3, 20, 200))):
        data[chance.randrange(132, len(data))] = chance.randrange(256)
    return data


def _flip_header(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 5, 25))):
        data[chance.randrange(132, min(len(data), 3000))] = chance.choice((*EDGES, chance.randrange(256)))
    return data


def _cut(data: bytearray, chance: random.Random) -> bytearray:
    return data[: chance.randrange(0, len(data))]


def _cut_header(data: bytearray, chance: random.Random) -> bytearray:
    return data[: chance.randrange(0, min(len(data), 2500))]


def _long(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 2, 6))):
        place = chance.randrange(132, min(len(data) - 4, 4000))
        value = chance.choice((0xFFFFFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0x10000000, len(data)))
        struct.pack_into("<I", data, place, value)
    return data


def _element_long(data: bytearray, chance: random.Random) -> bytearray:
    """The length of a real element becomes huge."""
    header = _header(data)
    if header is None or header.data != bytes(data):
        return _long(data, chance)
    start = chance.choice(list(header._elements.values()))[1]
    if start >= 8:
        if data[start - 4 : start - 2].isalpha() and data[start - 4 : start - 2].isupper():
            struct.pack_into("<H", data, start - 2, 0xFFFE)
        else:
            struct.pack_into("<I", data, start - 4, chance.choice((0xFFFFFFFF, 0x7FFFFFF0, 0xFFFFFFF0)))
    return data


def _repeat(data: bytearray, chance: random.Random) -> bytearray:
    """A stretch of elements again, up to a thousand times."""
    start = chance.randrange(132, min(len(data), 3000))
    piece = data[start : start + chance.choice((8, 20, 64, 400))]
    data[start:start] = piece * chance.choice((1, 10, 1000))
    return data


def _nest(data: bytearray, chance: random.Random) -> bytearray:
    """Sequences 10,000 deep, before the pixel data or among the elements."""
    size = chance.choice((0xFFFFFFFF, 0x7FFFFFFF, 100_000))
    explicit = struct.pack("<HH2s2xI", 0x0040, 0xA730, b"SQ", size)
    level = explicit if chance.random() < 0.7 else struct.pack("<HHI", 0x0040, 0xA730, size)
    header = _header(data)
    place = header.pixels.offset - 12 if header is not None and header.pixels is not None else len(data)
    place = min(max(place, 0), len(data))
    data[place:place] = (level + _ITEM + struct.pack("<I", size)) * 10_000
    return data


def _functional_groups(data: bytearray, chance: random.Random) -> bytearray:
    """A per-frame sequence of very many empty items, or frames claimed without end."""
    items = (_ITEM + bytes(4)) * chance.choice((1_000, 51_000))
    element = struct.pack("<HH2s2xI", 0x5200, 0x9230, b"SQ", len(items)) + items
    header = _header(data)
    if header is not None and header.pixels is not None and header.data == bytes(data):
        place = max(132, header.pixels.offset - 12)
        data[place:place] = element
    return _set(data, 0x00280008, chance.choice((b"2147483647", b"99999999  ", b"-5", b"1e9 ")))


def _pixels_short(data: bytearray, chance: random.Random) -> bytearray:
    header = _header(data)
    if header is None or header.pixels is None or header.data != bytes(data):
        return _cut(data, chance)
    start = header.pixels.offset
    return data[: start + chance.randrange(0, max(1, len(data) - start))]


def _pixels_long(data: bytearray, chance: random.Random) -> bytearray:
    data += bytes(chance.choice((1, 2, 1000, 100_000)))
    header = _header(data)
    if header is not None and header.pixels is not None and header.pixels.length and header.pixels.offset >= 4:
        wrong = chance.choice((len(data), 0xFFFFFFF0, header.pixels.length + 2, header.pixels.length // 2 or 1, 1))
        if header.data == bytes(data):
            struct.pack_into("<I", data, header.pixels.offset - 4, wrong)
    return data


def _set(data: bytearray, tag: int, value: bytes) -> bytearray:
    """Write a value over an element's, in its length where it can't be changed."""
    header = _header(data)
    entry = header._elements.get(tag) if header is not None and header.data == bytes(data) else None
    if entry is None:
        return data
    _, start, length = entry
    if entry[0] and len(value) < 65_000 and data[start - 4 : start - 2] == entry[0]:
        data[start - 2 : start + length] = struct.pack("<H", len(value)) + value
    else:
        data[start : start + length] = value[:length].ljust(length, b"\0")
    return data


def _huge(data: bytearray, chance: random.Random) -> bytearray:
    """60,000 × 60,000 claimed, or something as false, of pixel data that stays as it is."""
    side = struct.pack("<H", chance.choice((60_000, 65_535, 16_000, 0, 1)))
    for tag in chance.choice(((0x00280010, 0x00280011), (0x00280010,), (0x00280011,))):
        _set(data, tag, side)
    return data


def _attributes(data: bytearray, chance: random.Random) -> bytearray:
    """The pixel attributes against each other."""
    for tag in (0x00280002, 0x00280006, 0x00280008, 0x00280100, 0x00280101, 0x00280102, 0x00280103):
        if chance.random() < 0.4:
            number = chance.choice((0, 1, 2, 3, 4, 7, 8, 12, 16, 24, 32, 64, 65535))
            value = str(number).encode().ljust(2) if tag == 0x00280008 else struct.pack("<H", number)
            _set(data, tag, value)
    if chance.random() < 0.4:
        kinds = (b"RGB ", b"YBR_FULL", b"YBR_FULL_422", b"PALETTE COLOR ", b"MONOCHROME1 ", b"NONSENSE", b"ARGB")
        _set(data, 0x00280004, chance.choice(kinds))
    return data


def _numbers(data: bytearray, chance: random.Random) -> bytearray:
    """Values that are numbers become none, too many or infinite."""
    nonsense = (b"nan ", b"inf\\inf\\inf ", b"1e308\\1e308\\-1e308 ", b"", b"\\\\\\\\", b"\xff\xfe\xfd", b"0\\0 ")
    for tag in (0x00200032, 0x00200037, 0x00280030, 0x00281050, 0x00281051, 0x00281052, 0x00281053, 0x00180050):
        if chance.random() < 0.5:
            _set(data, tag, chance.choice(nonsense))
    return data


def _syntax(data: bytearray, chance: random.Random) -> bytearray:
    """Another transfer syntax named than the one that it is in."""
    value = chance.choice(SYNTAXES).encode()
    return _set(data, 0x00020010, value + b"\0" * (len(value) % 2))


def _offset_table(data: bytearray, chance: random.Random) -> bytearray:
    """A Basic Offset Table that lies."""
    header = _header(data)
    if header is None or header.pixels is None or header.pixels.length is not None:
        return _flip(data, chance)
    start = header.pixels.offset
    count = chance.choice((1, 2, header.pixels.offset % 97, 50_000))
    table = struct.pack(f"<{count}I", *(chance.randrange(1 << 32) for _ in range(count)))
    (size,) = struct.unpack_from("<I", data, start + 4)
    data[start + 4 : start + 8 + min(size, len(data))] = struct.pack("<I", len(table)) + table
    return data


def _fragments(data: bytearray, chance: random.Random) -> bytearray:
    """Fragments without end, empty or small, or a huge one."""
    header = _header(data)
    if header is None or header.pixels is None or header.pixels.length is not None:
        return _flip(data, chance)
    place = header.pixels.offset + 8
    kind = chance.choice((_ITEM + bytes(4), _ITEM + b"\2\0\0\0\xff\xd8", _ITEM + b"\xfe\xff\xff\xff"))
    data[place:place] = kind * chance.choice((1, 1000, 200_000))
    return data


def _stream(data: bytearray, chance: random.Random) -> bytearray:
    """Bytes of the compressed pixels, mostly of their head."""
    header = _header(data)
    if header is None or header.pixels is None:
        return _flip(data, chance)
    start = min(header.pixels.offset + 16, len(data) - 2)  # behind the heads of the first two items
    for _ in range(chance.choice((1, 2, 4, 16, 60))):
        end = min(len(data), start + chance.choice((40, 160, 1000, len(data))))
        data[chance.randrange(start, end)] = chance.choice((*EDGES, chance.randrange(256)))
    return data


def _claim(data: bytearray, chance: random.Random) -> bytearray:
    """The stream's own header, and the object's with it, claim a huge picture in a small file."""
    rows, columns = chance.choice(((60_000, 60_000), (16_000, 16_000), (8_000, 8_000), (2, 60_000)))
    heads = ((b"\xff\x4f\xff\x51", 8), *((b"\xff" + bytes((n,)), 5) for n in (0xC0, 0xC3, 0xF7, 0xC1)))
    for marker, form in heads:
        place = data.find(marker, 132)
        if 0 <= place < len(data) - 30:
            if form == 8:
                struct.pack_into(">II", data, place + 8, columns, rows)
            else:
                struct.pack_into(">HH", data, place + 5, rows, columns)
            break
    _set(data, 0x00280010, struct.pack("<H", rows))
    return _set(data, 0x00280011, struct.pack("<H", columns))


def _rle(data: bytearray, chance: random.Random) -> bytearray:
    """An RLE header that lies: too many segments, offsets backwards or outside."""
    header = _header(data)
    if header is None or header.pixels is None or header.pixels.length is not None:
        return _flip(data, chance)
    start = header.pixels.offset + 16
    if start + 64 < len(data):
        for place in range(start, start + 64, 4):
            if chance.random() < 0.4:
                struct.pack_into("<I", data, place, chance.choice((0, 1, 15, 16, 64, 63, 0xFFFFFFFF, len(data))))
    return data


def _bomb(data: bytearray, chance: random.Random) -> bytearray:
    """A deflated object that unpacks to gigabytes."""
    packed = _packed(chance.choice((2, 20, 20, 80)))
    value = b"1.2.840.10008.1.2.1.99"
    element = struct.pack("<HH2sH", 2, 0x10, b"UI", len(value)) + value
    return bytearray(bytes(128) + b"DICM") + struct.pack("<HH2sHI", 2, 0, b"UL", 4, len(element)) + element + packed


@lru_cache(maxsize=3)
def _packed(megabytes: int) -> bytes:
    machine, block = zlib.compressobj(9, wbits=-15), bytes(1 << 20)
    return b"".join(machine.compress(block) for _ in range(megabytes)) + machine.flush()


def _sizes(data: bytearray, chance: random.Random) -> bytearray:
    """Two ways at once."""
    for _ in range(2):
        data = chance.choice(KINDS[:-1])[1](data, chance)
        if len(data) < 200:
            break
    return data


KINDS: tuple[tuple[str, Mutate], ...] = (
    ("bytes flipped", _flip),
    ("bytes of the header flipped", _flip_header),
    ("cut", _cut),
    ("cut in the header", _cut_header),
    ("lengths made huge", _long),
    ("an element's length made huge", _element_long),
    ("tags repeated", _repeat),
    ("sequences nested 10,000 deep", _nest),
    ("functional groups without end", _functional_groups),
    ("pixel data too short", _pixels_short),
    ("pixel data too long", _pixels_long),
    ("60,000 x 60,000 claimed", _huge),
    ("pixel attributes against each other", _attributes),
    ("numbers that are none", _numbers),
    ("another transfer syntax named", _syntax),
    ("offset table that lies", _offset_table),
    ("fragments without end", _fragments),
    ("stream flipped", _stream),
    ("stream claims a huge picture", _claim),
    ("RLE header that lies", _rle),
    ("deflate bomb", _bomb),
    ("two ways at once", _sizes),
)
