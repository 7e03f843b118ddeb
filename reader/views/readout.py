"""What is said of a picture: its place and name, the window, and the value and place under the mouse."""

from __future__ import annotations

from reader.core.text import tr
from reader.study.model import Window
from reader.study.numbering import ImageNumber, image_text
from reader.terms.units import image_unit, unit_text
from reader.views.display import header_of, padding_of, stored_entry
from reader.views.layout import Content, Viewport
from reader.views.planes import Frame, Plane
from reader.volume.model import Volume


def window_text(window: Window) -> str:
    """ "W 1500 L −600" with a true minus sign, whole numbers where the window is wide; "LUT" for a table."""
    if window.table is not None:
        return tr("LUT")
    digits = 0 if window.width > 10 else 3
    centre, width = round(window.centre, digits), round(window.width, digits)
    text = f"W {width:.6g} L {centre:.6g}".replace("-", "−")
    return f"{text} {window.function}" if window.function != "LINEAR" else text


def place_text(point: tuple[float, ...]) -> str:
    """ "(12.3, −44.0, 101.0)"; no negative zero."""
    return "({})".format(", ".join(f"{round(c, 1) + 0.0:.1f}" for c in point)).replace("-", "−")


def position_text(viewport: Viewport) -> str:
    """ "115 / 275 · Im 116": the place among the pictures, and what a stored image is called there."""
    place = f"{viewport.index + 1} / {viewport.count}"
    content, frame = viewport.content, viewport.frame
    entry = stored_entry(content, frame, viewport.index) if content is not None and frame is not None else None
    header = header_of(content, entry) if content is not None and entry is not None else None
    if header is None or entry is None or header.number == 0:
        return place
    return f"{place} · {image_text(ImageNumber(header.number), entry[1:] if header.frames > 1 else ())}"


def value_text(viewport: Viewport, pixel: tuple[float, float] | None) -> str:
    """ "−612 HU at (12.3, −44.0, 101.0)" for (column, row) of the picture; "" beside it."""
    frame, content = viewport.frame, viewport.content
    if frame is None or content is None or pixel is None:
        return ""
    column, row = round(pixel[0]), round(pixel[1])
    if not (0 <= column < frame.size[0] and 0 <= row < frame.size[1]):
        return ""
    number, value = _value(content, frame, viewport.index, column, row)
    value = value.replace("-", "−")
    padding = padding_of(viewport) if number is not None else None
    if number is not None and padding is not None and padding[0] <= number <= padding[1]:
        value = tr("{value} (padding, no image)", value=value)
    if frame.in_patient:
        at = 0 if frame.plane is Plane.STACK else viewport.index
        return tr("{value} at {place}", value=value, place=place_text(frame.to_point((*pixel, at))))
    return tr("{value} at {place} px", value=value, place=place_text(pixel))


def _value(content: Content, frame: Frame, index: int, column: int, row: int) -> tuple[float | None, str]:
    """(the modality value, None where there is none or a colour; as it is shown)."""
    image = content.image
    units = f" {unit_text(image_unit(image.units))}".rstrip()
    if isinstance(image, Volume):
        value = image.value_at(frame.to_point((column, row, index)))
        if value is None:
            return None, "…"
        return value, f"{value:.0f}{units}" if value == round(value) else f"{value:.4g}{units}"
    pixels = image.pixels[index]
    if pixels is None:
        return None, "…"
    if pixels.ndim == 3:
        red, green, blue = (int(c) for c in pixels[row, column])
        return None, f"RGB {red} {green} {blue}"
    return float(pixels[row, column]), f"{float(pixels[row, column]):.6g}{units}"
