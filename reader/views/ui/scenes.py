"""The VTK scenes behind the viewports, one a volume and one a segment, however many viewports show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.findings.model import SegmentMask
from reader.views.content import Content
from reader.views.display import stored_entry
from reader.views.planes import Frame, Plane
from reader.views.scene.mask_scene import MaskScene, outlines, placed_in
from reader.views.scene.slice_scene import SliceScene
from reader.volume.model import Volume

_Lines = list[NDArray[np.float64]]
MOST_CUTS = 2000


class Scenes:
    """Main thread only. `keep` drops what is no longer on the screen."""

    def __init__(self) -> None:
        self._slices: dict[int, SliceScene] = {}
        self._masks: dict[tuple[object, ...], MaskScene] = {}
        self._cuts: dict[tuple[Any, ...], _Lines] = {}

    def slices(self, volume: Volume) -> SliceScene:
        if id(volume) not in self._slices:
            self._slices[id(volume)] = SliceScene(volume)
        return self._slices[id(volume)]

    def outlines(self, mask: SegmentMask, content: Content, frame: Frame, index: int) -> _Lines:
        """The outlines of a segment in a picture as closed lines of (column, row); empty where it isn't.

        In the patient: where its space puts it. In the pixels of an image: on that image of a stack.
        """
        if not mask.in_patient:
            entry = stored_entry(content, frame, index) if frame.plane is Plane.STACK else None
            return self._on_image(mask, entry) if entry is not None else []
        placed = placed_in(mask, content, index) if frame.in_patient else None
        return self._cut(placed, frame, index) if placed is not None else []

    def _cut(self, mask: SegmentMask, frame: Frame, index: int) -> _Lines:
        where = (frame.size[:2], frame.origin, frame.right, frame.down, frame.step, frame.thickness)
        key = (mask.piece, *where, frame.slice_of(index))
        if key not in self._cuts:
            self._make_room()
            if mask.piece not in self._masks:
                self._masks[mask.piece] = MaskScene(mask)
            cut = self._masks[mask.piece].cut(frame, index)
            self._cuts[key] = [] if cut is None else [line + cut[1] for line in outlines(cut[0])]
        return self._cuts[key]

    def _on_image(self, mask: SegmentMask, entry: tuple[str, int]) -> _Lines:
        """entry: (SOP Instance UID, frame from 1)."""
        key = (mask.piece, *entry)
        if key not in self._cuts:
            self._make_room()
            names = mask.slices or (mask.image,)
            found: _Lines = []
            for k, name in enumerate(names[: mask.mask.shape[0]]):
                if name is not None and name.covers(entry):
                    found += [line + np.asarray(mask.geometry.origin[:2]) for line in outlines(mask.mask[k])]
            self._cuts[key] = found
        return self._cuts[key]

    def _make_room(self) -> None:
        if len(self._cuts) > MOST_CUTS:
            self._cuts.clear()

    def keep(self, contents: Iterable[Content], masks: Iterable[SegmentMask]) -> None:
        volumes = {id(content.image) for content in contents}
        alive = {mask.key for mask in masks}
        self._slices = {key: scene for key, scene in self._slices.items() if key in volumes}
        if not alive >= {scene.mask.key for scene in self._masks.values()}:
            self._masks = {key: scene for key, scene in self._masks.items() if scene.mask.key in alive}
            self._cuts.clear()
