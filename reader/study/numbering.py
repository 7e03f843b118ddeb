"""What an image is called, everywhere: by its own Instance Number (0020,0013), "Im 116", never by its place.

A place among the pictures that are shown is written "115 / 275" and is never called an image: slices are sorted by
where they lie, so the two differ wherever the device counted the other way or the series has gaps. A frame of a
multi-frame image is named beside its image, "Im 3 · frame 7". Reformatted planes have places only.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.core.text import tr
from reader.study.model import Instance, Series, Study


def find_image(studies: Iterable[Study], sop_instance_uid: str) -> tuple[Series, Instance] | None:
    """The image with its series; None where these studies don't hold it."""
    for study in studies:
        for series in study.series:
            for instance in series.instances:
                if instance.sop_instance_uid == sop_instance_uid:
                    return series, instance
    return None


def image_text(number: int, frames: tuple[int, ...] = (), series: int | None = None) -> str:
    """ "Im 116", "Im 3 · frame 7", "Se 2 · Im 116"; frames: those that are meant of several, () for all of it."""
    words = [tr("Se {number}", number=series)] if series is not None else []
    words.append(tr("Im {number}", number=number))
    if len(frames) == 1:
        words.append(tr("frame {number}", number=frames[0]))
    elif frames:
        words.append(tr("frames {numbers}", numbers=", ".join(str(frame) for frame in frames)))
    return " · ".join(words)
