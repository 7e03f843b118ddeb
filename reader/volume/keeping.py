"""Directly received slices into the cache, after the case is on the screen.

Their bytes were received into the volume and became modality values in place; the original object is its bytes
around the pixels and the pixels made again from the values, which is exact for a whole intercept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reader.core.tasks import Progress
from reader.dicom.pixels.description import PixelDescription
from reader.study.cache import ImageCache
from reader.volume.target import VolumeTarget


@dataclass(frozen=True)
class Kept:
    """One slice: where it lies in which volume, and the bytes of its object before and after the pixels."""

    target: VolumeTarget
    k: int
    head: bytes
    tail: bytes
    pixels: PixelDescription


def keep_slices(
    cache: ImageCache, kept: Mapping[str, Kept], progress: Progress, exam: str
) -> bool:
    """Write each under its SOP Instance UID; False where one could not be made again. A worker thread."""
    whole = True
    for uid, piece in kept.items():
        progress.check()
        pixels = piece.target.stored_bytes(piece.k, piece.pixels)
        whole = whole and pixels is not None
        if pixels is not None:
            cache.put(uid, [piece.head, pixels, piece.tail], exam)
    return whole
