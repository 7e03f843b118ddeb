"""What is said of a picture: its place and name, the window, and the value and place under the mouse."""

from __future__ import annotations

from math import floor, log10

from reader.core.text import tr
from reader.study.model import Window
from reader.study.numbering import ImageNumber, image_text
from reader.terms.units import image_unit, suv_figure, unit_text
from reader.views.content import Content
from reader.views.display import header_of, padding_of, stored_entry
from reader.views.planes import Frame
from reader.views.viewport import Viewport
from reader.volume.model import Volume, without_padding
from reader.volume.suv import Suv


def window_text(window: Window, units: str = "") -> str:
    """ "W 1500 L −600" with a true minus sign and the decimals that matter; "LUT" for a table."""
    return "".join(window_parts(window, units))


def digits_of(width: float, units: str = "") -> int:
    """Decimals in which a window so wide is said: none of Hounsfield units and of values without a unit where it is
    wide, else so many that a thousandth of it can be seen."""
    if width > 10 and units in ("", "HU"):
        return 0
    order = floor(log10(width)) if width > 0 else 0
    return max(0, 3 - order) if order >= 0 else 2 - order


def units_of(content: Content | None) -> str:
    """The unit of a picture's values as its image states it, "" for none."""
    return content.image.units if content is not None else ""


def window_parts(window: Window, units: str = "") -> tuple[str, ...]:
    """The text of a window, where it may go on in another line."""
    if window.table is not None:
        return (tr("LUT"),)
    digits = digits_of(window.width, units)
    centre, width = round(window.centre, digits), round(window.width, digits)
    parts = (f"W {width:.6g}", f" L {centre:.6g}".replace("-", "−"))
    return (*parts, f" {window.function}") if window.function != "LINEAR" else parts


def suv_text(content: Content | None, window: Window) -> str:
    """ "SUV 0–5.0": what of them the window shows; "" where there are none."""
    suv = content.suv if content is not None and window.table is None else None
    if not isinstance(suv, Suv):
        return ""
    low, high = ((window.centre + side * window.width / 2) * suv.body_weight for side in (-1, 1))
    return f"SUV {suv_figure(low) if abs(low) >= 0.005 else '0'}–{suv_figure(high)}".replace("-", "−")


def place_text(point: tuple[float, ...]) -> str:
    """ "(12.3, −44.0, 101.0)"; no negative zero."""
    return "({})".format(", ".join(f"{round(c, 1) + 0.0:.1f}" for c in point)).replace("-", "−")


def position_text(viewport: Viewport) -> str:
    """ "115 / 275 · Im 116": the place among the pictures, and what a stored image is called there."""
    return "".join(position_parts(viewport))


def position_parts(viewport: Viewport) -> tuple[str, ...]:
    """The text of a position, where it may go on in another line."""
    place = f"{viewport.index + 1} / {viewport.count}"
    content, frame = viewport.content, viewport.frame
    entry = stored_entry(content, frame, viewport.index) if content is not None and frame is not None else None
    header = header_of(content, entry) if content is not None and entry is not None else None
    if header is None or entry is None or header.number == 0:
        return (place,)
    return place, f" · {image_text(ImageNumber(header.number), entry[1:] if header.frames > 1 else ())}"


def value_text(viewport: Viewport, pixel: tuple[float, float] | None, *, arriving: bool = False) -> str:
    """ "−612 HU at (12.3, −44.0, 101.0)" for (column, row) of the picture; "" beside it.

    Padding and what is missing have no value. arriving: what is not there yet may still come.
    """
    frame, content = viewport.frame, viewport.content
    if frame is None or content is None or pixel is None:
        return ""
    column, row = round(pixel[0]), round(pixel[1])
    if not (0 <= column < frame.size[0] and 0 <= row < frame.size[1]):
        return ""
    value = _value(viewport, content, frame, column, row, arriving).replace("-", "−")
    if frame.in_patient:
        at = frame.slice_of(viewport.index)
        return tr("{value} at {place}", value=value, place=place_text(frame.to_point((*pixel, at))))
    return tr("{value} at {place} px", value=value, place=place_text(pixel))


def _value(viewport: Viewport, content: Content, frame: Frame, column: int, row: int, arriving: bool) -> str:
    image = content.image
    units = f" {unit_text(image_unit(image.units))}".rstrip()
    if isinstance(image, Volume):
        point = frame.to_point((column, row, viewport.index))
        value = image.value_at(point)
        if value is None:
            if not image.present[round(image.geometry.to_index(point)[2])]:
                return "…" if arriving else tr("no image")
            return tr("no image") if image.blank is not None else tr("no image (padding)")
        said = f"{value:.0f}{units}" if value == round(value) else f"{value:.4g}{units}"
        suv = content.suv
        return f"SUV {suv_figure(value * suv.body_weight)} · {said}" if isinstance(suv, Suv) else said
    pixels = image.pixels[viewport.index]
    if pixels is None:
        return "…"
    if pixels.ndim == 3:
        red, green, blue = (int(c) for c in pixels[row, column])
        return f"RGB {red} {green} {blue}"
    if without_padding(pixels[row : row + 1, column : column + 1], padding_of(viewport)) is not None:
        return tr("no image (padding)")
    return f"{float(pixels[row, column]):.6g}{units}"
