"""From the values of a picture to what is drawn: window or LUT, inversion, padding, colours, shutter, overlays.

The order is the standard's (PS3.3 C.11, PS3.4 N.2): modality values → VOI window or LUT → inversion → colours of
a palette that the user has chosen → shutter and overlays over it. No Qt: `screen_pixels` is what a viewport paints,
pixel by pixel.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.dicom.pixels.luts import Supplement
from reader.dicom.pixels.overlays import Overlay
from reader.dicom.pixels.shutters import Shutter
from reader.study.model import Instance, Window
from reader.views.colour_maps import ColourMap, colour_maps
from reader.views.content import Content
from reader.views.planes import Frame, Plane, image_in, instance_of, oriented
from reader.views.viewport import Viewport
from reader.views.windowing import EMISSION, apply_window
from reader.volume.model import Stack, Volume, without_padding

Pixels = NDArray[Any]


def entry_at(viewport: Viewport) -> tuple[str, int] | None:
    """(SOP Instance UID, frame from 1) of the one stored image that is shown; None for any other picture."""
    content = viewport.content
    if content is None:
        return None
    if isinstance(content.image, Stack):
        frames = content.image.frames
        return frames[min(viewport.index, len(frames) - 1)] if frames else None
    frame = viewport.frame
    if frame is None:
        return None
    return stored_entry(content, frame, viewport.index) if viewport.slab_span is None else None


def stored_entry(content: Content, frame: Frame, index: int) -> tuple[str, int] | None:
    """(SOP Instance UID, frame from 1) behind picture `index`; None for a reformatted plane and a missing slice."""
    image = content.image
    if isinstance(image, Stack):
        return image.frames[min(index, len(image.frames) - 1)] if image.frames else None
    if not frame.stored or not 0 <= index < frame.size[2]:
        return None
    return image.slices[frame.stored_index(index)]


def header_of(content: Content, entry: tuple[str, int] | None) -> Instance | None:
    """What is known of a stored image: its header where it came, else the index. None: the first that came."""
    image = content.image
    if entry is None and isinstance(image, Volume):
        entry = image.slices[int(np.argmax(image.present))]
    if entry is not None:
        return image.instances.get(entry[0]) or instance_of(content.series, entry[0])
    return next(iter(content.series.instances), None)


def shown_header(viewport: Viewport) -> tuple[Instance | None, int]:
    """The header behind the picture and its frame, from 0; of a plane across the slices that of any slice."""
    if viewport.content is None:
        return None, 0
    entry = entry_at(viewport)
    return header_of(viewport.content, entry), entry[1] - 1 if entry is not None else 0


def own_windows(viewport: Viewport) -> tuple[Window, ...]:
    """The windows and LUTs that the shown image brings itself; of a volume those of its first image with any."""
    content = viewport.content
    if content is None:
        return ()
    if isinstance(content.image, Stack):
        instance, frame = shown_header(viewport)
        return instance.own_windows(frame) if instance is not None else ()
    middle = content.part.images[0]
    entry = middle.slices[len(middle.slices) // 2] if isinstance(middle, Volume) else None
    own = header_of(content, entry) if entry is not None else None
    if own is not None and entry is not None and (len(content.opened.parts) > 1 or own.frames > 1):
        return own.own_windows(entry[1] - 1)  # of this part, the same at all its times
    listed = next((i.windows for i in content.series.instances if i.windows), ())
    if content.series.modality in EMISSION and any(i.windows != listed for i in content.series.instances):
        return ()  # one for each slice, by its own hottest place: none of them suits another slice
    came = header_of(content, None)
    if came is not None and any(window.table is not None for window in came.windows):
        return came.windows  # an index tells no tables
    return listed or (came.windows if came is not None else ())


def padding_of(viewport: Viewport) -> tuple[float, float] | None:
    """(lowest, highest) modality value that stands for no image; of a plane across the slices that of any slice."""
    content = viewport.content
    if content is None:
        return None
    if isinstance(content.image, Volume) and content.image.blank is not None:
        return content.image.padding(0)
    entry = entry_at(viewport)
    instance = header_of(content, entry)
    frame = entry[1] - 1 if entry is not None else 0
    return instance.presentation.padding(frame) if instance is not None else None


def there_in(content: Content, frame: Frame, index: int) -> NDArray[np.bool_] | None:
    """Where picture `index`, on the frame's own grid, is an image, [row, column]; None where all of it is."""
    image = content.image
    if isinstance(image, Volume):
        return image_in(image, frame, index)
    pixels, entry = image.pixels[index], stored_entry(content, frame, index)
    if pixels is None or pixels.ndim != 2 or entry is None:
        return None
    instance = header_of(content, entry)
    padding = instance.presentation.padding(entry[1] - 1) if instance is not None else None
    return without_padding(pixels, padding)


def picture_values(content: Content, frame: Frame, index: int) -> Pixels | None:
    """The array behind picture `index` on the frame's own grid, without a copy; None where it has not arrived."""
    if isinstance(content.image, Stack):
        return content.image.pixels[index]
    picture: Pixels = oriented(content.image, frame)[index]
    return picture


def colours_of(viewport: Viewport) -> Supplement | None:
    """Colours among the grey values of the shown image (PS3.3 C.7.6.19)."""
    instance, frame = shown_header(viewport)
    return instance.presentation.colours(frame) if instance is not None else None


def colour_map_of(viewport: Viewport) -> ColourMap | None:
    """The colours that grey values are shown in; None for grey, and for what has colours itself."""
    if not viewport.colour_map or viewport.plane is Plane.VOLUME or viewport.is_colour:
        return None
    if colours_of(viewport) is not None:
        return None
    return colour_maps().get(viewport.colour_map)


def sharpness_of(viewport: Viewport) -> int:
    """Steps sharper, negative: smoother; 0 where colours stand for values that have nothing between them."""
    if not viewport.sharpness or viewport.plane is Plane.VOLUME or colours_of(viewport) is not None:
        return 0
    return viewport.sharpness


@dataclass(frozen=True, eq=False)
class Marks:
    """What lies over a picture, [row, column]. covered: by the shutter, in `grey`. drawn: by overlays, white."""

    covered: NDArray[np.bool_] | None = None
    grey: int = 0
    drawn: NDArray[np.bool_] | None = None

    def reduced(self, factor: int) -> Marks:
        """For a picture of which factor × factor pixels became one: thin lines stay."""
        if factor < 2:
            return self
        covered, drawn = self.covered, self.drawn
        if covered is not None:
            covered = np.asarray(_blocks(covered, factor).mean(axis=(1, 3)) >= 0.5)
        if drawn is not None:
            drawn = np.asarray(_blocks(drawn, factor).any(axis=(1, 3)))
        return Marks(covered, self.grey, drawn)


def _blocks(mask: NDArray[np.bool_], factor: int) -> NDArray[np.bool_]:
    rows, columns = mask.shape[0] // factor, mask.shape[1] // factor
    return mask[: rows * factor, : columns * factor].reshape(rows, factor, columns, factor)


def marks_of(viewport: Viewport) -> Marks | None:
    """The shutter and overlays of the shown image, as far as the viewport shows them; None where there are none."""
    content, entry = viewport.content, entry_at(viewport)
    if content is None or entry is None:
        return None
    instance = header_of(content, entry)
    if instance is None:
        return None
    presentation = instance.presentation
    shutter = shutter_of(viewport) if viewport.shutter else None
    overlays: tuple[Overlay, ...] = ()
    if viewport.graphics:
        overlays = presentation.overlays + content.image.embedded.get(entry, ())
        layer = viewport.presentation
        if layer is not None and layer.given is not None:  # which says what of them is seen (PS3.3 C.11.7)
            overlays = tuple(one for one in overlays if one.group in layer.state.overlays)
    frame = viewport.frame if shutter is not None or overlays else None
    if frame is None:
        return None
    rows, columns = _stored_size(content, frame)
    if (instance.rows, instance.columns) != (rows, columns):
        return None  # a reduced volume: they are drawn on the slices themselves
    covered = None
    if shutter is not None:
        tall = frame.spacing[1] / frame.spacing[0]
        covered = _on_frame(_covered(shutter, rows, columns, round(tall, 6)), frame)
    drawn: NDArray[np.bool_] | None = None
    for overlay in overlays:
        mask = overlay.mask(entry[1] - 1, rows, columns)
        if mask is not None:
            drawn = mask if drawn is None else drawn | mask
    if drawn is not None:
        drawn = _on_frame(drawn, frame)
    return Marks(covered, shutter.grey if shutter is not None else 0, drawn)


@lru_cache(maxsize=4)  # a mask is as large as the picture
def _covered(shutter: Shutter, rows: int, columns: int, tall: float) -> NDArray[np.bool_]:
    return shutter.covered(rows, columns, tall)


def has_marks(viewport: Viewport) -> tuple[bool, bool]:
    """(overlays, shutter): what the shown image has, switched on or not."""
    content, entry = viewport.content, entry_at(viewport)
    if content is None or entry is None:
        return False, False
    instance = header_of(content, entry)
    if instance is None:
        return False, False
    overlays = bool(instance.presentation.overlays or content.image.embedded.get(entry))
    return overlays, shutter_of(viewport) is not None


def shutter_of(viewport: Viewport) -> Shutter | None:
    """Of the shown image, switched on or not: that of the presentation state which it is shown by, else its own."""
    layer = viewport.presentation
    if layer is not None and layer.given is not None and layer.state.shutter is not None:
        return layer.state.shutter
    instance, frame = shown_header(viewport)
    return instance.presentation.shutter(frame) if instance is not None else None


def _stored_size(content: Content, frame: Frame) -> tuple[int, int]:
    if isinstance(content.image, Volume):
        columns, rows, _ = content.image.geometry.size
        return rows, columns
    return frame.size[1], frame.size[0]


def _on_frame(mask: NDArray[np.bool_], frame: Frame) -> NDArray[np.bool_]:
    """A mask of the stored rows and columns, turned as the frame turns them."""
    if frame.axes[0][0] == 1 and frame.axes[1][0] == 0:
        mask = mask.T
    return mask[:: frame.axes[1][1], :: frame.axes[0][1]]


def screen_pixels(
    viewport: Viewport,
    values: Pixels,
    window: Window,
    marks: Marks | None = None,
    there: NDArray[np.bool_] | None = None,
) -> NDArray[np.uint8]:
    """8-bit grey or (…, 3) RGB of a picture, contiguous: what goes to the screen.

    values: array values [row, column], or (rows, columns, 3) RGB uint8. marks: of the same size. there: which of
    the values are an image, None for all; the others stay black.
    """
    content = viewport.content
    scale = content.image.scale if content is not None and isinstance(content.image, Volume) else (1.0, 0.0)
    if values.ndim == 3:
        neutral = (window.centre, window.width, window.table) == (128.0, 256.0, None) and not viewport.inverted
        pixels = values if neutral else apply_window(values, window, inverted=viewport.inverted)
    else:
        instance, _ = shown_header(viewport)
        inverted = viewport.inverted ^ (instance.inverted if instance is not None else False)
        pixels = apply_window(values, window, scale=scale, inverted=inverted)
        colours, colour_map = colours_of(viewport), colour_map_of(viewport)
        if colours is not None:
            pixels = _coloured(pixels, values * scale[0] + scale[1], colours)
        elif colour_map is not None:
            pixels = colour_map.rgb[pixels]
    if marks is None and there is None:
        return np.ascontiguousarray(pixels)
    pixels = np.array(pixels, copy=True, order="C")
    if there is not None:
        pixels[~there] = 0
    if marks is None:
        return pixels
    if marks.covered is not None:
        pixels[marks.covered] = marks.grey
    if marks.drawn is not None:
        pixels[marks.drawn] = 255
    return pixels


def _coloured(grey: NDArray[np.uint8], values: Pixels, colours: Supplement) -> NDArray[np.uint8]:
    where = colours.coloured(values)
    rgb = np.repeat(grey[..., np.newaxis], 3, axis=-1)
    if where.any():
        rgb[where] = colours.rgb(values[where])
    return rgb
