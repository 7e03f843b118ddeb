"""Small pictures of series: of an exam that lies ready, for the worklist; of one that was not opened yet, for the
series column. No Qt; a worker thread."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.core.tasks import Progress
from reader.dicom.header import BrokenObject, read_header
from reader.dicom.pixels.description import describe, frame_pieces
from reader.study.codec import identity_from, instance_from
from reader.study.identity import PatientIdentity, compare
from reader.study.kept import kept_series
from reader.study.model import Series, Study
from reader.study.service import StudyService
from reader.views.windowing import apply_window, auto_window
from reader.volume.target import StackTarget


def key_picture(
    studies: StudyService, series: Series, patient: PatientIdentity, size: int
) -> NDArray[np.uint8] | None:
    """The middle image of a series, 8-bit grey or (rows, columns, 3) RGB, of about `size` pixels; pixels square.

    None where it is not in the cache, can't be read or is not surely the patient's: the worklist does without.
    """
    kept = kept_series(studies.cache, series)
    if kept is None or not kept.instances:
        return None
    uid = kept.instances[len(kept.instances) // 2].sop_instance_uid
    data = studies.cache.get(uid)
    return _drawn_if_readable(data, uid, patient, size) if data is not None else None


def series_picture(
    studies: StudyService, study: Study, series: Series, size: int, progress: Progress
) -> NDArray[np.uint8] | None:
    """The same of a series that is not in the cache: one image of it is fetched. Raises what fetching it raises."""
    listed = series.pictures
    if not listed:
        return None
    uid = listed[len(listed) // 2].sop_instance_uid
    data = studies.instance_now(studies.archive(study.base_url), series, uid, progress)
    return _drawn_if_readable(data, uid, study.patient, size)


def _drawn_if_readable(
    data: bytes, uid: str, patient: PatientIdentity, size: int
) -> NDArray[np.uint8] | None:
    try:
        return _drawn(data, uid, patient, size)
    except (BrokenObject, ValueError, ArithmeticError, LookupError, TypeError, MemoryError):
        return None


def _drawn(data: bytes, uid: str, patient: PatientIdentity, size: int) -> NDArray[np.uint8] | None:
    header = read_header(data)
    if header.pixels is None or not compare(patient, identity_from(header), same_exam=True).same:
        return None
    instance = instance_from(header)
    pixels = describe(header, header.transfer_syntax)
    pieces = frame_pieces(header, pixels)
    frame = len(pieces) // 2
    target = StackTarget("", ((uid, frame + 1),), {uid: instance})
    target.write(0, pixels, frame, pieces[frame], big_endian=header.big_endian, vr=header.pixels.vr)
    values = target.image.pixels[0]
    if values is None:
        return None
    small = _reduced(values, instance.pixel_size(frame), size)
    if small.ndim == 3:
        return np.ascontiguousarray(small.astype(np.uint8, copy=False))
    padding = instance.presentation.padding(frame)
    windows = instance.own_windows(frame)
    window = windows[0] if windows else auto_window(small, padding=padding)
    return apply_window(small, window, inverted=instance.inverted, padding=padding)


def _reduced(values: NDArray[Any], pixel: tuple[float, float], size: int) -> NDArray[Any]:
    """Nearest pixels, so many that the longer side has `size` at most and pixels, high and wide, become square."""
    down, across = pixel
    rows, columns = values.shape[:2]
    step = max(rows * down, columns * across) / size
    j = np.arange(0, rows, max(step / down, 1e-3)).astype(int)
    i = np.arange(0, columns, max(step / across, 1e-3)).astype(int)
    return np.ascontiguousarray(values[j[:, None], i[None, :]])
