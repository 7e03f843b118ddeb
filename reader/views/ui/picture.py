"""The picture of one viewport as a QImage, made anew only where something about it changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from reader.study.model import Window
from reader.views.display import colours_of, marks_of, screen_pixels, sharpness_of, shutter_of, there_in
from reader.views.scene.sharpness import shaped
from reader.views.scene.slice_scene import Picture, cubic, reduce_by
from reader.views.screen import ScreenMap
from reader.views.ui.scenes import Scenes
from reader.views.viewport import Viewport
from reader.volume.model import Volume

Greys = NDArray[np.uint8]
_CONVERTED = 1 << 20
"""Pixels up to which a picture is converted before it is drawn."""


class PictureSource:
    """Keeps the values of the shown slice and the windowed image of them; a pan or zoom makes neither anew."""

    def __init__(self, scenes: Scenes) -> None:
        self._scenes = scenes
        self._values_key: tuple[Any, ...] = ()
        self._values_of: Callable[[], object] = lambda: None
        self._image_key: tuple[Any, ...] = ()
        self._picture: Picture | None = None
        self._small: tuple[int, Picture] | None = None
        self._sharp: tuple[Picture, int, Picture] | None = None
        self._greys: Greys | None = None
        self._pixels: NDArray[np.uint8] | None = None
        self._shown: NDArray[np.uint8] | None = None
        self._image = QImage()
        self._cubic_key: tuple[Any, ...] = ()
        self._cubic_pixels: NDArray[np.uint8] | None = None
        self._cubic = QImage()
        self._rect = QRectF()

    def image(
        self, viewport: Viewport, window: Window, device_scale: float, *, own: bool = False,
        greys: Greys | None = None,
    ) -> tuple[QImage, QRectF] | None:
        """The image and the rectangle that it covers in (column, row); None where nothing has arrived.

        device_scale: device pixels a pixel of the frame. own: with no values between those of the voxels. greys: by
        the P-value the grey level to paint, see `screen_greys`; coloured pictures stay as they are.
        """
        picture = self._values(viewport, own=own)
        if picture is None:
            return None
        factor = max(1, int(1.0 / max(device_scale * max(picture.step), 1e-3) + 0.25))
        key = (
            window, viewport.inverted, viewport.graphics, viewport.shutter, viewport.colour_map, viewport.sharpness,
            factor, shutter_of(viewport), None if greys is None else greys.tobytes(),
        )  # fmt: skip
        if key != self._image_key:
            self._greys = greys
            self._draw(self._shaped(self._reduced(picture, factor, viewport), viewport), viewport, window, factor)
            self._image_key = key
        return self._image, self._rect

    def cubic(self, view: ScreenMap, area: QRectF, ratio: float) -> QImage:
        """What `image` gave last as it is on the screen, each device pixel of `area` by cubic interpolation.

        view: (column, row) → logical pixels. ratio: device pixels a logical one.
        """
        if self._pixels is not None and not self.is_cubic(view, area, ratio):
            rows, columns = self._pixels.shape[:2]
            across, down = self._rect.width() / columns, self._rect.height() / rows
            shown = np.array(((view.a, view.b, view.x), (view.c, view.d, view.y), (0.0, 0.0, 1.0)))
            left, top, half = self._rect.x() + across / 2, self._rect.y() + down / 2, 0.5 / ratio
            own = np.array(((across, 0, left), (0, down, top), (0, 0, 1)))
            device = np.array(((1 / ratio, 0, area.x() + half), (0, 1 / ratio, area.y() + half), (0, 0, 1)))
            size = (max(1, round(area.width() * ratio)), max(1, round(area.height() * ratio)))
            between = cubic(self._pixels, np.linalg.inv(shown @ own) @ device, size)
            self._cubic_pixels = _as_shown(between, self._greys)
            self._cubic, self._cubic_key = _image_of(self._cubic_pixels), (view, area.getRect(), ratio)
        return self._cubic

    def is_cubic(self, view: ScreenMap, area: QRectF, ratio: float) -> bool:
        """`cubic` has been made of what is shown now."""
        return self._cubic_key == (view, area.getRect(), ratio)

    def _values(self, viewport: Viewport, *, own: bool) -> Picture | None:
        content = viewport.content
        frame = viewport.frame
        if content is None or frame is None or not viewport.has_picture:
            self._picture = self._small = self._sharp = None
            self._values_key, self._values_of = (), lambda: None
            return None
        image = content.image
        if isinstance(image, Volume):
            span, mode = viewport.slab_span, viewport.slab.mode
            single = frame.stored and span is None
            arrived = 1 if single else int(np.count_nonzero(image.present))
            key: tuple[Any, ...] = (viewport.plane, viewport.index, span, mode, arrived, own)
            if self._values_of() is not image.voxels or key != self._values_key:
                picture = self._scenes.slices(image).picture(frame, viewport.index, span, mode, own=own)
                self._keep(picture, image.voxels, key)
            return self._picture
        pixels = image.pixels[viewport.index]
        if pixels is not None and self._values_of() is not pixels:
            there = there_in(content, frame, viewport.index)
            self._keep(Picture(pixels, there=there), pixels, (viewport.index,))
        return self._picture

    def _keep(self, picture: Picture, of: NDArray[Any], key: tuple[Any, ...]) -> None:
        """of: the array that it was made from, which this does not keep alive."""
        self._picture, self._values_of, self._values_key, self._small = picture, ref(of), key, None
        self._image_key = ()

    def _reduced(self, picture: Picture, factor: int, viewport: Viewport) -> Picture:
        if factor < 2:
            return picture
        if colours_of(viewport) is not None:  # the mean of two indices of a palette is a third colour
            there = picture.there[::factor, ::factor] if picture.there is not None else None
            step = (factor * picture.step[0], factor * picture.step[1])
            return Picture(picture.values[::factor, ::factor], step, there=there)
        if self._small is None or self._small[0] != factor:
            self._small = (factor, reduce_by(picture, factor))
        return self._small[1]

    def _shaped(self, picture: Picture, viewport: Viewport) -> Picture:
        """As sharp as the user wants it: kept, as a window is dragged over the same picture."""
        steps, frame = sharpness_of(viewport), viewport.frame
        if not steps or frame is None:
            return picture
        if self._sharp is None or self._sharp[0] is not picture or self._sharp[1] != steps:
            self._sharp = (picture, steps, shaped(picture, steps, frame.spacing))
        return self._sharp[2]

    def _draw(self, picture: Picture, viewport: Viewport, window: Window, factor: int) -> None:
        marks = marks_of(viewport)
        if marks is not None:
            marks = marks.reduced(factor)
        pixels = screen_pixels(viewport, picture.values, window, marks, picture.there)
        rows, columns = pixels.shape[:2]
        self._pixels, self._shown = pixels, _as_shown(pixels, self._greys)  # QImage looks at this memory
        self._image, self._cubic_key = _image_of(self._shown), ()
        across, down = picture.step
        left, top = picture.offset
        self._rect = QRectF(left - across / 2, top - down / 2, columns * across, rows * down)


def _as_shown(pixels: NDArray[np.uint8], greys: Greys | None) -> NDArray[np.uint8]:
    """The pixels of a grey picture as grey levels of the display."""
    if greys is None or pixels.ndim == 3:
        return pixels
    shown = pixels.tobytes().translate(greys.tobytes())  # a third of the time of an index by numpy
    return np.frombuffer(shown, np.uint8).reshape(pixels.shape)


def _image_of(pixels: NDArray[np.uint8]) -> QImage:
    """It may look at this memory, which has to be kept. Qt draws pixels of 32 bits in half the time; of a large
    picture only a part is drawn, as often as not, and all of it would be converted."""
    rows, columns = pixels.shape[:2]
    kind = QImage.Format.Format_RGB888 if pixels.ndim == 3 else QImage.Format.Format_Grayscale8
    image = QImage(pixels.data, columns, rows, pixels.strides[0], kind)
    return image.convertToFormat(QImage.Format.Format_RGB32) if rows * columns <= _CONVERTED else image
