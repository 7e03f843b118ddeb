"""Exams computed from known geometry. Nobody's images; every file says so in its Series Description."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CT_STORAGE = "1.2.840.10008.5.1.4.1.1.2"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
Vector = tuple[float, float, float]


@dataclass(frozen=True)
class CtSeries:
    """What `ct_series` wrote. files[n] is slice n from the lowest position; voxels are HU as [k, j, i]."""

    study_uid: str
    series_uid: str
    files: tuple[Path, ...]
    instance_uids: tuple[str, ...]
    positions: tuple[Vector, ...]
    row: Vector
    column: Vector
    spacing: tuple[float, float]
    step: float
    patient_id: str
    bytes: int
    voxels: NDArray[np.int16] = field(repr=False)


def ct_series(
    folder: Path,
    slices: int = 600,
    size: int = 512,
    *,
    spacing: tuple[float, float] = (0.7, 0.7),
    step: float = 1.0,
    origin: Vector = (-179.0, -179.0, -300.0),
    row: Vector = (1.0, 0.0, 0.0),
    column: Vector = (0.0, 1.0, 0.0),
    offsets: tuple[Vector, ...] | None = None,
    shuffle: bool = True,
    intercept: int = -1024,
    signed: bool = False,
    uid_root: str = "2.25.1784",
    patient_id: str = "SYN-600",
    patient_name: str = "Synthetic^Six=合成^六",
    description: str = "SYNTHETIC CT (computed)",
) -> CtSeries:
    """Write an uncompressed CT of `slices` files of size × size into `folder` and say what is in it.

    offsets[k] is added to the position of slice k (drops, tilt, uneven steps). File names and instance numbers
    are shuffled against the position unless `shuffle` is False. About 1 s for 600 slices of 512 × 512.
    """
    folder.mkdir(parents=True, exist_ok=True)
    r, c = np.array(row), np.array(column)
    normal = np.cross(r, c)
    yy, xx = np.mgrid[0:size, 0:size].astype(np.float32) / size - 0.5
    disc = np.where(xx**2 * 1.3 + yy**2 * 2 < 0.2, 40, -980).astype(np.int16)
    noise = np.random.default_rng(7).integers(-40, 40, (size + 64, size), dtype=np.int16)
    order = np.random.default_rng(3).permutation(slices) if shuffle else np.arange(slices)
    study, series = f"{uid_root}.1", f"{uid_root}.1.1"
    voxels = np.empty((slices, size, size), np.int16)
    files, uids, positions, total = [], [], [], 0
    for k in range(slices):
        shift = np.array(offsets[k]) if offsets is not None else np.zeros(3)
        position = np.array(origin) + normal * step * k + shift
        grain = noise[k % 64 : k % 64 + size]
        np.add(disc, grain, out=voxels[k])
        lesion = (xx - 0.1) ** 2 + (yy + 0.05) ** 2 + ((k - slices / 2) / max(slices, 1)) ** 2 < 0.0025
        voxels[k][lesion] = 80
        voxels[k, : size // 16, : size // 16] = -900 + k % 1800  # says which slice it is
        number = int(order[k]) + 1
        uid = f"{series}.{number}"
        stored = (voxels[k] - intercept).astype("<i2" if signed else "<u2")
        data = _ct_file(
            study, series, uid, number, tuple(float(v) for v in position), row, column, spacing, step,
            size, intercept, signed, patient_id, patient_name, description, stored.tobytes(),
        )  # fmt: skip
        path = folder / f"IM{number:05d}.dcm"
        path.write_bytes(data)
        total += len(data)
        files.append(path)
        uids.append(uid)
        positions.append((float(position[0]), float(position[1]), float(position[2])))
    return CtSeries(
        study, series, tuple(files), tuple(uids), tuple(positions), row, column, spacing, step,
        patient_id, total, voxels,
    )  # fmt: skip


def _ct_file(
    study: str, series: str, uid: str, number: int, position: tuple[float, ...], row: Vector, column: Vector,
    spacing: tuple[float, float], step: float, size: int, intercept: int, signed: bool, patient_id: str,
    patient_name: str, description: str, pixels: bytes,
) -> bytes:  # fmt: skip
    meta = _text(0x0002, 0x0002, "UI", CT_STORAGE) + _text(0x0002, 0x0003, "UI", uid)
    meta += _text(0x0002, 0x0010, "UI", EXPLICIT_LITTLE) + _text(0x0002, 0x0012, "UI", "2.25.1784.9")
    meta = _long(0x0002, 0x0001, "OB", b"\0\1") + meta
    numbers = "\\".join(_ds(v) for v in position)
    data = b"".join(
        (
            _text(0x0008, 0x0005, "CS", "ISO_IR 192"),
            _text(0x0008, 0x0008, "CS", "DERIVED\\PRIMARY\\AXIAL"),
            _text(0x0008, 0x0016, "UI", CT_STORAGE),
            _text(0x0008, 0x0018, "UI", uid),
            _text(0x0008, 0x0020, "DA", "20260101"),
            _text(0x0008, 0x0023, "DA", "20260101"),
            _text(0x0008, 0x0030, "TM", "091200"),
            _text(0x0008, 0x0033, "TM", "091230"),
            _text(0x0008, 0x0050, "SH", "20260101-7"),
            _text(0x0008, 0x0060, "CS", "CT"),
            _text(0x0008, 0x0070, "LO", "reader tests"),
            _text(0x0008, 0x0080, "LO", "测试医院"),
            _text(0x0008, 0x0090, "PN", ""),
            _text(0x0008, 0x1030, "LO", "CT chest, plain"),
            _text(0x0008, 0x103E, "LO", description),
            _text(0x0010, 0x0010, "PN", patient_name),
            _text(0x0010, 0x0020, "LO", patient_id),
            _text(0x0010, 0x0021, "LO", "Xihu"),
            _text(0x0010, 0x0030, "DA", "19700203"),
            _text(0x0010, 0x0040, "CS", "M"),
            _text(0x0018, 0x0015, "CS", "CHEST"),
            _text(0x0018, 0x0050, "DS", _ds(step)),
            _text(0x0018, 0x0060, "DS", "120"),
            _text(0x0020, 0x000D, "UI", study),
            _text(0x0020, 0x000E, "UI", series),
            _text(0x0020, 0x0010, "SH", "1"),
            _text(0x0020, 0x0011, "IS", "1"),
            _text(0x0020, 0x0012, "IS", "1"),
            _text(0x0020, 0x0013, "IS", str(number)),
            _text(0x0020, 0x0032, "DS", numbers),
            _text(0x0020, 0x0037, "DS", "\\".join(_ds(v) for v in (*row, *column))),
            _text(0x0020, 0x0052, "UI", f"{study}.5"),
            _text(0x0020, 0x1040, "LO", ""),
            _short(0x0028, 0x0002, 1),
            _text(0x0028, 0x0004, "CS", "MONOCHROME2"),
            _short(0x0028, 0x0010, size),
            _short(0x0028, 0x0011, size),
            _text(0x0028, 0x0030, "DS", "\\".join(_ds(v) for v in spacing)),
            _short(0x0028, 0x0100, 16),
            _short(0x0028, 0x0101, 16 if signed else 12),
            _short(0x0028, 0x0102, 15 if signed else 11),
            _short(0x0028, 0x0103, int(signed)),
            _text(0x0028, 0x1050, "DS", "40\\-600"),
            _text(0x0028, 0x1051, "DS", "350\\1500"),
            _text(0x0028, 0x1052, "DS", str(intercept)),
            _text(0x0028, 0x1053, "DS", "1"),
            _text(0x0028, 0x1054, "LO", "HU"),
        )
    )
    head = bytes(128) + b"DICM" + struct.pack("<HH2sHI", 2, 0, b"UL", 4, len(meta)) + meta
    return head + data + struct.pack("<HH2s2xI", 0x7FE0, 0x0010, b"OW", len(pixels)) + pixels


def _ds(number: float) -> str:
    return f"{number:.10g}"[:16]


def _text(group: int, number: int, vr: str, text: str) -> bytes:
    value = text.encode("utf-8")
    if len(value) % 2:
        value += b"\0" if vr == "UI" else b" "
    return struct.pack("<HH2sH", group, number, vr.encode(), len(value)) + value


def _long(group: int, number: int, vr: str, value: bytes) -> bytes:
    return struct.pack("<HH2s2xI", group, number, vr.encode(), len(value)) + value


def _short(group: int, number: int, value: int) -> bytes:
    return struct.pack("<HH2sHH", group, number, b"US", 2, value)
