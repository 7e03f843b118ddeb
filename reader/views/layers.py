"""What a viewport shows, one layer over the other. Layers are values; `views/ui/layers.py` paints them by type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reader.findings.model import FindingsModel, SegmentMask
from reader.views.content import Content
from reader.views.presentation import PresentationState


class Layer:
    """A kind of layer is a subclass, and a painter that is registered for it."""


@dataclass(frozen=True)
class ImageLayer(Layer):
    """The picture, hatched where slices are missing."""

    content: Content


@dataclass(frozen=True)
class PresentationLayer(Layer):
    """A presentation state that the user has chosen for a series: over each image of it that the state is for, its
    graphics; and how the state wants that image shown, see `states/applying.py`.

    own: the look of the viewport as the user has it. given: as the state has it for the image that is shown, None
    where that is not one of it. over: which groups of the look the user has changed since, which go over it.
    """

    state: PresentationState
    own: tuple[Any, ...] = ()
    given: tuple[Any, ...] | None = None
    over: frozenset[str] = frozenset()


@dataclass(frozen=True)
class MaskLayer(Layer):
    """Segments, as areas with their outlines; in the volume view as surfaces."""

    masks: tuple[SegmentMask, ...]


@dataclass(frozen=True)
class CrosshairLayer(Layer):
    """The other planes of the volume as lines."""


@dataclass(frozen=True, eq=False)
class FindingLayer(Layer):
    """Shapes and places of findings with their labels; what they show and do not show is the model's."""

    findings: FindingsModel


@dataclass(frozen=True)
class DraftLayer(Layer):
    """The measurement that is being drawn or changed."""
