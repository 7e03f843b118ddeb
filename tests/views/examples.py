"""Small synthetic exams of known geometry; no person."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.core.settings import SettingsModel
from reader.dicom.values import Code, PersonName
from reader.findings.model import Observer, SegmentMask, SegmentReference, Source
from reader.spatial.space import Space
from reader.study.calibration import Calibration
from reader.study.identity import PatientIdentity
from reader.study.model import Instance, Series, Study, Window
from reader.views.model import ViewsModel
from reader.volume.model import Stack, Volume, VolumeGeometry

STRAIGHT = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


def turned(axis: int, degrees: float) -> NDArray[np.float64]:
    angle = np.radians(degrees)
    a, b = [n for n in range(3) if n != axis]
    matrix = np.eye(3)
    matrix[a, a] = matrix[b, b] = np.cos(angle)
    matrix[a, b], matrix[b, a] = -np.sin(angle), np.sin(angle)
    return matrix


OBLIQUE = tuple(float(v) for v in (turned(0, 12.0) @ turned(2, -7.0)).reshape(-1))
# columns run to the head, rows to the back, slices to the left: a sagittal acquisition seen from the right
SAGITTAL = (0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, -1.0, 0.0)

GEOMETRIES: dict[str, VolumeGeometry] = {
    "straight": VolumeGeometry((24, 20, 16), (1.0, 1.0, 1.0), (-10.0, -20.0, -30.0), STRAIGHT),
    "anisotropic": VolumeGeometry((24, 20, 12), (0.7, 0.9, 3.0), (-10.0, 5.0, 40.0), STRAIGHT),
    "head first slices": VolumeGeometry(
        (24, 20, 12), (0.7, 0.7, 2.0), (-10.0, 5.0, 40.0), (1.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, -1.0)
    ),
    "oblique": VolumeGeometry((24, 20, 12), (0.7, 0.9, 2.5), (-10.0, 5.0, 40.0), OBLIQUE),  # type: ignore[arg-type]
    "thin slices": VolumeGeometry((24, 20, 100), (0.7, 0.9, 0.5), (-10.0, 5.0, 40.0), STRAIGHT),
    "sagittal": VolumeGeometry((24, 20, 12), (0.8, 0.8, 2.0), (30.0, -10.0, 0.0), SAGITTAL),
}


def volume(geometry: VolumeGeometry, *, seed: int = 1, series_uid: str = "1.2.3.1") -> Volume:
    """Smooth values with noise, HU-like, int16."""
    columns, rows, slices = geometry.size
    random = np.random.default_rng(seed)
    voxels = random.integers(-1000, 1500, (slices, rows, columns)).astype(np.int16)
    entries = tuple((f"{series_uid}.{k}", 1) for k in range(slices))
    return Volume(series_uid, geometry, voxels, np.ones(slices, dtype=bool), entries, units="HU")


def patient(issuer: str = "Xihu") -> PatientIdentity:
    return PatientIdentity(PersonName("Wang^Xiaodong", "王^小东"), "00314", issuer, "M", date(1969, 5, 1))


def exam(
    image: Volume | Stack, *, study_uid: str = "1.2.3", modality: str = "CT", issuer: str = "Xihu"
) -> tuple[Study, Series]:
    entries = image.slices if isinstance(image, Volume) else image.frames
    uids = list(dict.fromkeys(entry[0] for entry in entries if entry is not None))
    windows = (Window(-600, 1500, "LUNG"), Window(40, 400)) if modality == "CT" else ()
    instances = tuple(
        Instance(uid, "1.2.840.10008.5.1.4.1.1.2", n + 1, 8, 8, windows=windows) for n, uid in enumerate(uids)
    )
    series = Series(image.series_uid, study_uid, modality, 1, "Test", instances=instances)
    study = Study(
        study_uid,
        patient(issuer),
        "A1",
        datetime(2026, 1, 1, 9, 12),
        "Test exam",
        "Xihu",
        (modality,),
        "",
        (series,),
    )
    return study, series


def stack(
    pixels: list[NDArray[Any] | None], *, calibration: Calibration | None = None, uid: str = "1.5.1"
) -> Stack:
    frames = tuple((f"{uid}.1", n + 1) for n in range(len(pixels)))
    made = Stack(uid, frames, pixels, (False,) * len(pixels))
    if calibration is not None:
        sop = "1.2.840.10008.5.1.4.1.1.2"
        made.instances = {f"{uid}.1": Instance(f"{uid}.1", sop, 1, 8, 8, calibration=calibration)}
    return made


def views(folder: Path) -> ViewsModel:
    return ViewsModel(SettingsModel(folder / "settings.json"))


def segment(
    geometry: VolumeGeometry, mask: NDArray[np.uint8], *, number: int = 1, space: Space | None = None
) -> SegmentMask:
    """Of the series that `volume` makes, where nothing else is said."""
    space = space or Space.series("1.2.3.1")
    code = Code("1", "99X", "Nodule")
    source = Source(Observer.DEVICE, "Finder")
    return SegmentMask(SegmentReference("9.9", number), geometry, mask, source, code, code, space=space)
