"""Which viewports go together: the same millimetres on the screen, zoomed and moved as one. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from reader.views.content import Content
from reader.views.layout import Layout, compares, panes_of
from reader.views.planes import ORTHOGONAL
from reader.views.viewport import Viewport

_ALIKE = 0.7
"""Cosine of the angle from which on two pictures lie across each other."""


def same_scale(layout: Layout, viewports: Sequence[Viewport], number: int, *, linked: bool) -> tuple[int, ...]:
    """The viewports that show a millimetre as large as this one does, itself among them.

    The planes of one volume always; series compared while they are linked, where both are calibrated and do not lie
    across each other. In a layout that the user has made each viewport is as large as he has made it.
    """
    own = viewports[number]
    if layout.stays:
        planes = _planes_of(viewports, own) if own.plane in ORTHOGONAL else []
        several = len({viewports[n].plane for n in planes}) == len(planes) > 1
        return tuple(planes) if several else (number,)
    if not layout.compares and own.plane in ORTHOGONAL:
        together = _planes_of(viewports, own)
    elif layout.compares and linked and _calibrated(own):
        together = [n for n, v in enumerate(viewports) if _calibrated(v) and not _across(own, v)]
    elif own.plane in ORTHOGONAL:
        screen = _beside(layout, number)
        together = [n for n in _planes_of(viewports, own) if n in screen]
    else:
        together = [number]
    return tuple(together)


def moves_along(layout: Layout, own: Viewport, other: Viewport) -> bool:
    """Whether a viewport of one scale is moved with another: the same plane of two exams."""
    return layout.compares and own.plane is other.plane


def same_values(one: Content, other: Content) -> bool:
    """Whether one window suits both: the values of CT are Hounsfield units everywhere."""
    return one.series.modality == other.series.modality == "CT"


def _beside(layout: Layout, number: int) -> range:
    """The viewports of its screen, where that is for one series; else it alone."""
    first = 0
    for tree in layout.screens:
        end = first + sum(1 for _ in panes_of(tree))
        if first <= number < end and not compares(tree):
            return range(first, end)
        first = end
    return range(number, number + 1)


def _planes_of(viewports: Sequence[Viewport], own: Viewport) -> list[int]:
    return [n for n, v in enumerate(viewports) if v.content is own.content and v.plane in ORTHOGONAL]


def _calibrated(viewport: Viewport) -> bool:
    frame = viewport.frame
    return frame is not None and frame.calibration is not None


def _across(one: Viewport, other: Viewport) -> bool:
    """Whether two pictures are known to show the patient in different planes."""
    first, second = one.frame, other.frame
    if first is None or second is None or not (first.in_patient and second.in_patient):
        return False
    return abs(sum(a * b for a, b in zip(first.normal, second.normal, strict=True))) < _ALIKE
