"""How large a picture is on the display that its viewport is on."""

from __future__ import annotations

from math import hypot
from typing import Any

from PySide6.QtWidgets import QWidget

from reader.core.qt.displays import MM_PER_INCH
from reader.core.text import tr
from reader.views.presentation import SizeMode
from reader.views.scales import mm_of
from reader.views.screen import ScreenMap, area_scale, fit_scale
from reader.views.tools.zoom import within
from reader.views.viewport import Viewport

_LEAST_DPI, _MOST_DPI = 40.0, 700.0
"""What a display that is looked at can have; beyond them it has said nothing, or something else."""


def scale_of_area(widget: QWidget, state: Viewport) -> float | None:
    """Logical pixels a mm from which the zoom of a viewport is counted that shows a part of its picture; None for
    one that shows all of it. A millimetre of the display is what the display says of itself."""
    frame, area = state.frame, state.area
    if frame is None or area is None:
        return None
    per_mm = (_dots_per_inch(widget) or 96.0) / MM_PER_INCH
    return area_scale(
        frame, area, state.turns, widget.width(), widget.height(), ratio=widget.devicePixelRatioF(), per_mm=per_mm
    )


def sized(
    mode: SizeMode, widget: QWidget, state: Viewport, view: ScreenMap, common_fit: float | None
) -> dict[str, Any] | str:
    """What of a viewport changes so that its picture is as large as it is asked for; why it can't be, in words.

    FIT: all of it, its corners too where it is turned by an angle. MAGNIFY: a pixel of the image on one of the
    display. TRUE_SIZE: a millimetre on one of the display. common_fit: logical pixels a mm at which pictures of the
    same scale just fit.
    """
    frame = state.frame
    if frame is None:
        return tr("There is no image in this viewport.")
    if mode is SizeMode.MAGNIFY:
        return {"zoom": within(state.zoom / (hypot(view.a, view.c) * widget.devicePixelRatioF()))}
    if mode is SizeMode.FIT:
        size = (state.turns, widget.width(), widget.height())
        base = common_fit or fit_scale(frame, *size)
        zoom = within(fit_scale(frame, *size, state.angle) / base)
        return {"zoom": zoom, "pan": (0.0, 0.0), "area": None}
    mm = mm_of(frame)
    if mm is None:
        return tr("This image does not say how large its pixels are.")
    dots = _dots_per_inch(widget)
    if dots is None:
        return tr("This monitor does not say how large it is.")
    return {"zoom": within(state.zoom * dots / MM_PER_INCH / (view.scale / mm))}


def _dots_per_inch(widget: QWidget) -> float | None:
    """Logical pixels an inch of its display; None where that says nothing of its size."""
    display = QWidget.screen(widget)
    dots = display.physicalDotsPerInch() if display is not None else 0.0
    return dots if _LEAST_DPI <= dots <= _MOST_DPI else None
