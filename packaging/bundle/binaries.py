"""Shared libraries of both systems: which others they load, and ELF without the symbols that only a debugger reads.

ELF64 and PE32+, little-endian; anything else is no binary here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_ALLOCATED, _INFO_LINK = 0x2, 0x40
_HEADER = "<4sBBBBQHHIQQQIHHHHHH"
_SECTION = "<IIQQQQIIQQ"
_PROGRAM = "<IIQQQQQQ"
_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRTAB = 1, 5


def needed(data: bytes) -> list[str]:
    """The libraries that the loader looks for with this one; empty for what is no binary."""
    if data[:4] == b"\x7fELF":
        return list(_needed_elf(data))
    if data[:2] == b"MZ":
        return list(_needed_pe(data))
    return []


def _needed_elf(data: bytes) -> Iterator[str]:
    header = struct.unpack_from(_HEADER, data)
    first, size, count = header[10], header[14], header[15]
    segments = [struct.unpack_from(_PROGRAM, data, first + n * size) for n in range(count)]
    entries = [
        entry
        for segment in segments
        if segment[0] == _DYNAMIC
        for entry in struct.iter_unpack("<qQ", data[segment[2] : segment[2] + segment[5] // 16 * 16])
    ]
    strings = next((value for tag, value in entries if tag == _STRTAB), 0)
    place = next((s[2] + strings - s[3] for s in segments if s[0] == _LOAD and s[3] <= strings < s[3] + s[5]), 0)
    for tag, value in entries:
        if tag == _NEEDED:
            yield _text(data, place + value)


def _needed_pe(data: bytes) -> Iterator[str]:
    """Imports and delayed imports."""
    head = struct.unpack_from("<I", data, 0x3C)[0]
    sections, optional = struct.unpack_from("<H", data, head + 6)[0], struct.unpack_from("<H", data, head + 20)[0]
    table = [struct.unpack_from("<8sIIII", data, head + 24 + optional + 40 * n) for n in range(sections)]

    def place(address: int) -> int:
        return next((address - s[2] + s[4] for s in table if s[2] <= address < s[2] + max(s[1], s[3])), 0)

    for directory, stride, name in ((1, 20, 12), (13, 32, 4)):
        address = struct.unpack_from("<I", data, head + 24 + 112 + 8 * directory)[0]
        at = place(address) if address else 0
        while at and any(data[at : at + stride]):
            yield _text(data, place(struct.unpack_from("<I", data, at + name)[0]))
            at += stride


def _text(data: bytes, at: int) -> str:
    return data[at : data.index(b"\0", at)].decode("ascii")


def stripped(data: bytes) -> bytes:
    """A library without what is not loaded (symbol tables, the compiler's notes), as `strip --strip-all` leaves it.

    What is loaded keeps its place; the names of sections and their table are put behind it. The same bytes where
    there is nothing to save, or where something that is loaded comes after a section that is not.
    """
    if data[:4] != b"\x7fELF" or data[4] != 2:
        return data
    header = list(struct.unpack_from(_HEADER, data))
    table, size, count, names = header[11], header[16], header[17], header[18]
    sections = [list(struct.unpack_from(_SECTION, data, table + n * size)) for n in range(count)]
    kept = [n for n, s in enumerate(sections) if n in (0, names) or s[2] & _ALLOCATED]
    segments = [struct.unpack_from(_PROGRAM, data, header[10] + n * header[14]) for n in range(header[15])]
    end = max([s[2] + s[5] for s in segments] + [header[10] + header[14] * header[15]])
    if not count or any(sections[n][6] not in kept for n in kept if n):
        return data
    new = {old: at for at, old in enumerate(kept)}
    name_table = sections[names]
    text = data[name_table[4] : name_table[4] + name_table[5]]
    name_table[4] = end
    at = end + len(text) + -(end + len(text)) % 8
    rows = []
    for old in kept:
        row = sections[old]
        row[6] = new[row[6]]
        if row[2] & _INFO_LINK:
            row[7] = new.get(row[7], 0)
        rows.append(struct.pack(_SECTION, *row))
    header[11], header[17], header[18] = at, len(kept), new[names]
    body = bytearray(data[:end])
    struct.pack_into(_HEADER, body, 0, *header)
    result = bytes(body) + text + bytes(at - end - len(text)) + b"".join(rows)
    return result if len(result) < len(data) else data
