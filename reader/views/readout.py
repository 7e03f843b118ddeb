"""What the status line says of a picture: the window, and the value and place under the mouse."""

from __future__ import annotations

from reader.core.text import tr
from reader.study.model import Window
from reader.views.layout import Content, Viewport
from reader.views.planes import Frame, Plane
from reader.volume.model import Volume


def window_text(window: Window) -> str:
    """ "W 1500 L −600", with a true minus sign."""
    return f"W {window.width:.6g} L {window.centre:.6g}".replace("-", "−")


def place_text(point: tuple[float, ...]) -> str:
    """ "(12.3, −44.0, 101.0)"; no negative zero."""
    return "({})".format(", ".join(f"{round(c, 1) + 0.0:.1f}" for c in point)).replace("-", "−")


def value_text(viewport: Viewport, pixel: tuple[float, float] | None) -> str:
    """ "−612 HU at (12.3, −44.0, 101.0)" for (column, row) of the picture; "" beside it."""
    frame, content = viewport.frame, viewport.content
    if frame is None or content is None or pixel is None:
        return ""
    column, row = round(pixel[0]), round(pixel[1])
    if not (0 <= column < frame.size[0] and 0 <= row < frame.size[1]):
        return ""
    value = _value(content, frame, viewport.index, column, row).replace("-", "−")
    if frame.in_patient:
        at = 0 if frame.plane is Plane.STACK else viewport.index
        return tr("{value} at {place}", value=value, place=place_text(frame.to_point((*pixel, at))))
    return tr("{value} at {place} px", value=value, place=place_text(pixel))


def _value(content: Content, frame: Frame, index: int, column: int, row: int) -> str:
    image = content.image
    units = f" {image.units}" if image.units else ""
    if isinstance(image, Volume):
        value = image.value_at(frame.to_point((column, row, index)))
        if value is None:
            return "…"
        return f"{value:.0f}{units}" if value == round(value) else f"{value:.4g}{units}"
    pixels = image.pixels[index]
    if pixels is None:
        return "…"
    if pixels.ndim == 3:
        red, green, blue = (int(c) for c in pixels[row, column])
        return f"RGB {red} {green} {blue}"
    return f"{float(pixels[row, column]):.6g}{units}"
