"""Values that a user types instead of dragging them: read, checked, said and taken. No Qt; main thread only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from reader.core.text import tr
from reader.views.model import ViewsModel
from reader.views.readout import digits_of, units_of, window_text
from reader.views.turning import degrees_text
from reader.views.viewport import Viewport
from reader.volume.model import Volume

MOST = 9_999_999.0
_NUMBER = r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))"
_PAIR = re.compile(rf"{_NUMBER}\s*[/;\s]\s*{_NUMBER}")
_NAMED = re.compile(rf"(W|L)\s*{_NUMBER}\s*[/;\s]?\s*(W|L)\s*{_NUMBER}")


class NotTaken(ValueError):
    """What was typed can't be taken; the message says why, to the user."""


@dataclass(frozen=True)
class Choice:
    """said: what a text that was typed means. take: does it."""

    said: str
    take: Callable[[], None]


@dataclass(frozen=True)
class Typed:
    """What is asked for. title: its name. text: as it is now. read: raises `NotTaken`."""

    title: str
    text: str
    read: Callable[[str], Choice]


def typed_window(views: ViewsModel, number: int) -> Typed:
    """Centre and width of the window of a viewport, with as many decimals as are shown of them."""
    now, viewport = views.window_of(number), views.viewports[number]
    units, viewport_id = units_of(viewport.content), viewport.id
    digits = digits_of(now.width, units)
    text = f"{_plain(now.centre, digits)} / {_plain(now.width, digits)}"

    def read(typed: str) -> Choice:
        if typed.strip() == text:
            return Choice(window_text(now, units), lambda: None)  # also where it is a table
        centre, width = _window_in(typed, whole=_whole_values(viewport))
        digits = digits_of(width, units)
        function = now.function if now.table is None else "LINEAR"
        if width < 1 and function == "LINEAR":
            function = "LINEAR_EXACT"  # the other one is not defined there (PS3.3 C.11.2.1.2.1)
        window = replace(
            now, centre=round(centre, digits), width=round(width, digits), name="", function=function, table=None
        )

        def take() -> None:
            if (there := views.number_of(viewport_id)) is not None:
                views.set_window(there, window)

        return Choice(window_text(window, units), take)

    return Typed(tr("Window: centre / width"), text, read)


def typed_rotation(views: ViewsModel, number: int) -> Typed:
    """How far the picture of a viewport is turned clockwise, in degrees and tenths."""
    viewport = views.viewports[number]
    viewport_id = viewport.id

    def read(typed: str) -> Choice:
        found = re.fullmatch(rf"{_NUMBER}\s*°?", _normal(typed))
        if found is None:
            raise NotTaken(tr("A number of degrees, for example −12."))
        degrees = float(found[1])
        if abs(degrees) > 360:
            raise NotTaken(tr("Between −360 and 360 degrees."))

        def take() -> None:
            if (there := views.number_of(viewport_id)) is not None:
                views.rotate_to(there, degrees)

        return Choice(tr("rotated {degrees}°", degrees=degrees_text(degrees)), take)

    return Typed(tr("Rotation, degrees clockwise"), f"{viewport.rotation:g}", read)


def _window_in(typed: str, *, whole: bool) -> tuple[float, float]:
    """(centre, width). whole: the values of the image are whole numbers. Raises `NotTaken`."""
    text = _normal(typed).upper()
    if (named := _NAMED.fullmatch(text)) is not None and named[1] != named[3]:
        by = {named[1]: float(named[2]), named[3]: float(named[4])}
        centre, width = by["L"], by["W"]
    elif (pair := _PAIR.fullmatch(text)) is not None:
        centre, width = float(pair[1]), float(pair[2])
    else:
        raise NotTaken(tr("Two numbers, for example 40/400."))
    if whole and width < 1:
        raise NotTaken(tr("The width must be at least 1."))
    if width <= 0:
        raise NotTaken(tr("The width must be greater than 0."))
    if max(abs(centre), width) > MOST or width < 1e-9:
        raise NotTaken(tr("No image has such values."))
    return centre, width


def _normal(text: str) -> str:
    """Full-width figures as an input method writes them and typographic minus signs become plain ones."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").strip()


def _plain(value: float, digits: int) -> str:
    return f"{round(value, digits) + 0.0:.{digits}f}"


def _whole_values(viewport: Viewport) -> bool:
    image = viewport.content.image if viewport.content is not None else None
    if isinstance(image, Volume):
        return image.voxels.dtype.kind in "iu" and float(image.scale[0]).is_integer()
    pixels = image.pixels[viewport.index] if image is not None else None
    return pixels is not None and pixels.dtype.kind in "iu"
