"""The VTK scenes behind the viewports, one a volume and one a segment, however many viewports show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.findings.model import SegmentMask
from reader.views.layout import Content
from reader.views.planes import Frame
from reader.views.scene.mask_scene import MaskScene, outlines
from reader.views.scene.slice_scene import SliceScene
from reader.volume.model import Volume


class Scenes:
    """Main thread only. `keep` drops what is no longer on the screen."""

    def __init__(self) -> None:
        self._slices: dict[int, SliceScene] = {}
        self._masks: dict[int, MaskScene] = {}
        self._cuts: dict[tuple[Any, ...], list[NDArray[np.float64]]] = {}

    def slices(self, volume: Volume) -> SliceScene:
        if id(volume) not in self._slices:
            self._slices[id(volume)] = SliceScene(volume)
        return self._slices[id(volume)]

    def outlines(self, mask: SegmentMask, frame: Frame, index: int) -> list[NDArray[np.float64]]:
        """The outlines of a segment in a picture as closed lines of (column, row); empty where it isn't."""
        key = (id(mask), frame.plane, frame.origin, index)
        if key not in self._cuts:
            if len(self._cuts) > 2000:
                self._cuts.clear()
            if id(mask) not in self._masks:
                self._masks[id(mask)] = MaskScene(mask)
            cut = self._masks[id(mask)].cut(frame, index)
            self._cuts[key] = [] if cut is None else [line + cut[1] for line in outlines(cut[0])]
        return self._cuts[key]

    def image_outlines(self, mask: SegmentMask, entry: tuple[str, int]) -> list[NDArray[np.float64]]:
        """The outlines of a segment that lies in the pixels of a stored image, (column, row); empty on others.

        entry: (SOP Instance UID, frame from 1).
        """
        key = (id(mask), *entry)
        if key not in self._cuts:
            names = mask.slices or (mask.image,)
            found: list[NDArray[np.float64]] = []
            for k, name in enumerate(names[: mask.mask.shape[0]]):
                if name is not None and name.covers(entry):
                    found += [line + np.asarray(mask.geometry.origin[:2]) for line in outlines(mask.mask[k])]
            self._cuts[key] = found
        return self._cuts[key]

    def keep(self, contents: Iterable[Content], masks: Iterable[SegmentMask]) -> None:
        volumes = {id(content.image) for content in contents}
        alive = {id(mask) for mask in masks}
        self._slices = {key: scene for key, scene in self._slices.items() if key in volumes}
        if not alive >= self._masks.keys():
            self._masks = {key: scene for key, scene in self._masks.items() if key in alive}
            self._cuts.clear()
