"""How large a part of a picture is on the display that its viewport is on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reader.views.screen import area_scale
from reader.views.viewport import Viewport

_MM_PER_INCH = 25.4


def scale_of_area(widget: QWidget, state: Viewport) -> float | None:
    """Logical pixels a mm from which the zoom of a viewport is counted that shows a part of its picture; None for
    one that shows all of it. A millimetre of the display is what the display says of itself."""
    frame, area = state.frame, state.area
    if frame is None or area is None:
        return None
    display = QWidget.screen(widget)
    per_mm = display.physicalDotsPerInch() / _MM_PER_INCH if display is not None else 96.0 / _MM_PER_INCH
    return area_scale(
        frame, area, state.turns, widget.width(), widget.height(), ratio=widget.devicePixelRatioF(), per_mm=per_mm
    )
