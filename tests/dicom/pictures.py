"""Pictures of one file by the program's own way: from its bytes to what a viewport paints, without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.dicom.header import read_header
from reader.dicom.pixels.description import describe, frame_pieces
from reader.study.codec import instance_from, series_from, study_from
from reader.study.model import Window
from reader.views.content import Content
from reader.views.display import marks_of, screen_pixels, there_in
from reader.views.layers import ImageLayer
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.viewport import Viewport
from reader.volume.model import OpenedSeries
from reader.volume.target import StackTarget

Pixels = NDArray[Any]


def few(frames: int) -> tuple[int, ...]:
    """The first, a middle and the last frame."""
    return tuple(sorted({0, frames // 2, frames - 1}))


def opened(source: Path | bytes, only: Sequence[int] | None = None) -> tuple[Viewport, tuple[int, ...]]:
    """A viewport on the stack that a file makes, and which of its frames (from 0) were decoded."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    header = read_header(data)
    pixels = describe(header, header.transfer_syntax)
    pieces = frame_pieces(header, pixels)
    wanted = few(len(pieces)) if only is None else tuple(only)
    instance = instance_from(header)
    if not instance.sop_instance_uid:
        instance = replace(instance, sop_instance_uid="1.2.3")
    uid = instance.sop_instance_uid
    target = StackTarget("1.2", tuple((uid, n + 1) for n in range(pixels.frames)), {uid: instance})
    target.image.instances = {uid: instance}
    for n in wanted:
        vr = header.pixels.vr if header.pixels else "OW"
        target.write(n, pixels, n, pieces[n], big_endian=header.big_endian, vr=vr)
    series = series_from(header, "1.2", [instance])
    content = Content.of(study_from(header, "", [series]), series, OpenedSeries.of(target.image))
    return Viewport((ImageLayer(content),), Plane.STACK), wanted


def values(viewport: Viewport, n: int) -> Pixels:
    """Modality values, or RGB, of frame n as the stack holds them."""
    assert viewport.content is not None
    found: Pixels = viewport.content.image.pixels[n]  # type: ignore[union-attr]
    return found


def shown(viewport: Viewport, n: int, window: Window | None = None) -> NDArray[np.uint8]:
    """What the viewport paints of frame n at one screen pixel a pixel; without `window` as it opens."""
    from reader.core.settings import SettingsModel

    viewport.index = n
    if window is None:
        views = ViewsModel(SettingsModel(Path("nowhere.json")))
        views.viewports = [viewport]
        window = views.window_of(0)
    assert viewport.content is not None and viewport.frame is not None
    there = there_in(viewport.content, viewport.frame, n)
    return screen_pixels(viewport, values(viewport, n), window, marks_of(viewport), there)
