"""What an image is called, everywhere: by its own Instance Number (0020,0013), "Im 116", never by its place.

A place among the pictures that are shown is written "115 / 275" and is never called an image: slices are sorted by
where they lie, so the two differ wherever the device counted the other way or the series has gaps. A frame of a
multi-frame image is named beside its image, "Im 3 · frame 7"; the series before it where the exam has several.
Reformatted planes have places only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.core.text import tr
from reader.study.model import Study


@dataclass(frozen=True)
class ImageNumber:
    """Instance Number, and Series Number where the exam has several series of images: each has its image 1."""

    image: int
    series: int | None = None


def number_of(studies: Iterable[Study], sop_instance_uid: str) -> ImageNumber | None:
    """None where these studies don't hold the image."""
    for study in studies:
        for series in study.series:
            for instance in series.instances:
                if instance.sop_instance_uid == sop_instance_uid:
                    several = sum(other.is_image for other in study.series) > 1
                    return ImageNumber(instance.number, series.number if several else None)
    return None


def image_text(number: ImageNumber, frames: tuple[int, ...] = ()) -> str:
    """ "Im 116", "Se 2 · Im 116", "Im 3 · frame 7"; frames: those that are meant of several, () for all of it."""
    words = [tr("Se {number}", number=number.series)] if number.series is not None else []
    words.append(tr("Im {number}", number=number.image))
    if len(frames) == 1:
        words.append(tr("frame {number}", number=frames[0]))
    elif frames:
        words.append(tr("frames {numbers}", numbers=", ".join(str(frame) for frame in frames)))
    return " · ".join(words)
