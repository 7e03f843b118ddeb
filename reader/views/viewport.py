"""A viewport: what is shown in it, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor
from typing import TypeVar

from reader.core.text import mark
from reader.study.model import Window
from reader.views.content import Content
from reader.views.layers import ImageLayer, Layer, PresentationLayer
from reader.views.planes import (
    ORTHOGONAL,
    Frame,
    Plane,
)
from reader.views.playback import Playback
from reader.views.presentation import Area
from reader.volume.model import Stack, Volume
from reader.volume.sampling import SlabMode, Span, overlap, span_of

Kind = TypeVar("Kind", bound=Layer)


@dataclass(frozen=True)
class Slab:
    """A thick slab around a slice; thickness in mm, 0 shows single slices."""

    mode: SlabMode = SlabMode.MIP
    thickness: float = 0.0


VOLUME_PRESETS = {
    "bone": mark("Bone"),
    "lung": mark("Lungs"),
    "mip": mark("Maximum intensity"),
    "skin": mark("Skin"),
    "angio": mark("Vessels"),
}


@dataclass(eq=False)
class Viewport:
    """The state of one viewport. Changed only through `ViewsModel`.

    layers: what it shows, from below; content: of the lowest image, whose slices are scrolled through. index: the
    slice or frame, from 0. zoom: 1 fits. pan: mm right and down on the screen. turns: quarter turns clockwise,
    angle: degrees clockwise beyond them, −45 to 45. window None: the image's own number `own`, else automatic.
    graphics, shutter: the image's own overlays and shutter are drawn. camera: (azimuth, elevation) in degrees of
    the volume view, from the front. id: of its place in the workspace, from 1, which it keeps while the layout has
    that place; 0 before it has one. magnified: the place on the screen, in logical pixels, that a magnifying glass
    is over just now. swept: the corners, (column, row), of a rectangle that is dragged just now, as the screen has
    it. apart: its window is its own, beside the same series in another. interpolation: one of
    `looks.INTERPOLATIONS`, "" for what the user has set. colour_map: one of `colour_maps`, "" for grey. sharpness:
    steps sharper, negative: smoother, as `looks.STEPS` has them. area: a part of the picture that is shown in the
    place of all of it; zoom and pan are then from how that fits, in (column, row) of the frame. wall: the edge,
    "left" or "right", at which a mammogram has its chest wall; leaned: the pan by which it does. playing: until
    somebody has started or stopped it None: as `cine.Cine.plays` says.
    """

    layers: tuple[Layer, ...] = ()
    plane: Plane = Plane.STACK
    index: int = 0
    zoom: float = 1.0
    pan: tuple[float, float] = (0.0, 0.0)
    turns: int = 0
    angle: float = 0.0
    flipped: bool = False
    window: Window | None = None
    inverted: bool = False
    slab: Slab = field(default_factory=Slab)
    camera: tuple[float, float] = (0.0, 0.0)
    preset: str = "bone"
    playing: bool | None = None
    playback: Playback = field(default_factory=Playback)
    playing_phases: bool = False
    own: int = 0
    graphics: bool = True
    shutter: bool = True
    id: int = 0
    magnified: tuple[float, float] | None = None
    swept: tuple[tuple[float, float], ...] | None = None
    apart: bool = False
    interpolation: str = ""
    colour_map: str = ""
    sharpness: int = 0
    area: Area | None = None
    wall: str = ""
    leaned: tuple[float, float] = (0.0, 0.0)
    content: Content | None = field(default=None, init=False)

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name == "layers":  # asked some hundred times a picture
            image = self.layer(ImageLayer)
            super().__setattr__("content", image.content if image is not None else None)

    def layer(self, kind: type[Kind]) -> Kind | None:
        """The lowest of its layers of a kind."""
        for layer in self.layers:
            if isinstance(layer, kind):
                return layer
        return None

    @property
    def presentation(self) -> PresentationLayer | None:
        """The presentation state that is applied to its series. Set: over the image, under what is above that."""
        return self.layer(PresentationLayer)

    @presentation.setter
    def presentation(self, layer: PresentationLayer | None) -> None:
        others = [one for one in self.layers if not isinstance(one, PresentationLayer)]
        if layer is not None:
            image = next((n for n, one in enumerate(others) if isinstance(one, ImageLayer)), -1)
            others.insert(image + 1, layer)
        if tuple(others) != self.layers:
            self.layers = tuple(others)

    @property
    def frame(self) -> Frame | None:
        return self.content.frame(self.plane, self.index) if self.content is not None else None

    @property
    def count(self) -> int:
        """Slices or frames that can be scrolled through; 0 for the volume view and for nothing."""
        if self.content is None or self.plane is Plane.VOLUME:
            return 0
        if isinstance(self.content.image, Stack):
            return len(self.content.image.frames)
        frame = self.frame
        return frame.size[2] if frame is not None else 0

    @property
    def rotation(self) -> float:
        """Degrees clockwise, above −180 and up to 180."""
        turned = 90.0 * (self.turns % 4) + self.angle
        return turned - 360.0 if turned > 180 else turned

    @property
    def is_colour(self) -> bool:
        """The image that is shown has colours, which no window changes; False where it has not arrived."""
        image = self.content.image if self.content is not None else None
        if not isinstance(image, Stack) or not 0 <= self.index < len(image.pixels):
            return False
        pixels = image.pixels[self.index]
        return pixels is not None and pixels.ndim == 3

    @property
    def can_be_slab(self) -> bool:
        """Its plane can show a slab."""
        frame = self.frame
        return frame is not None and frame.in_patient and frame.plane is not Plane.STACK

    @property
    def is_slab(self) -> bool:
        """A slab is asked for, in a plane that can show one."""
        return self.slab.thickness > 0 and self.can_be_slab

    @property
    def slab_span(self) -> Span | None:
        """The faces of the slab, in slices along the normal; None for one slice by itself.

        A mean that is thinner than a slice is that slice: there is nothing in between to take a mean of.
        """
        frame = self.frame if self.slab.thickness > 0 else None
        if frame is None or not self.is_slab:
            return None
        thickness = self.slab.thickness / frame.slice_mm
        if self.slab.mode is SlabMode.MEAN and thickness <= 1:
            return None
        return span_of(self.index, thickness, frame.size[2])

    def slab_range(self) -> tuple[int, int]:
        """First and one past the last slice whose centre lies in the picture."""
        span = self.slab_span
        if span is None:
            return (self.index, self.index + 1)
        return (ceil(span[0] - 1e-6), floor(span[1] + 1e-6) + 1)

    def touched(self) -> tuple[int, int]:
        """First and one past the last slice that the picture is made of, if only in part."""
        span, frame = self.slab_span, self.frame
        if span is None or frame is None:
            return (self.index, self.index + 1)
        return (max(0, floor(span[0])), min(frame.size[2], ceil(span[1]) + 1))

    @property
    def used_mm(self) -> float:
        """How thick the slab really is: cut where the volume ends, without the slices that are missing."""
        span, frame = self.slab_span, self.frame
        if frame is None or self.content is None:
            return 0.0
        if span is None:
            return frame.slice_mm
        image, (first, end) = self.content.image, self.touched()
        if not isinstance(image, Volume) or not frame.stored:
            return (span[1] - span[0]) * frame.slice_mm
        there = (n for n in range(first, end) if image.present[frame.stored_index(n)])
        return sum(overlap(span, n) for n in there) * frame.slice_mm

    @property
    def has_picture(self) -> bool:
        """Something of what is to be shown has arrived."""
        content, span = self.content, self.slab_span
        if content is None or span is None:
            return content is not None and content.has_slice(self.plane, self.index)
        inside = (n for n in range(*self.touched()) if overlap(span, n) > 0)
        return any(content.has_slice(self.plane, n) for n in inside)


def fresh(content: Content, plane: Plane, window: Window | None = None) -> Viewport:
    """A viewport of a part, at the middle of its plane."""
    viewport = Viewport((ImageLayer(content),), plane, window=window)
    if plane in ORTHOGONAL:
        viewport.index = viewport.count // 2
    return viewport
