"""Pictures of viewports for paper: drawn anew in the printer's resolution, never a screen enlarged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from reader.core.qt.displays import MM_PER_INCH
from reader.core.qt.theme import on_view
from reader.core.text import tr
from reader.terms.calibration import method_text
from reader.views.content import Content
from reader.views.model import ViewsModel
from reader.views.planes import Frame, Plane
from reader.views.scales import mm_of
from reader.views.screen import ScreenMap, screen_map
from reader.views.ui import painting
from reader.views.ui.layers import Canvas, paint_layers
from reader.views.ui.overlay import paint_overlay, paint_volume
from reader.views.ui.picture import PictureSource
from reader.views.ui.scenes import Scenes
from reader.views.viewport import Viewport

PX_PER_MM = 5.0
"""Logical pixels on a millimetre of paper: text over a picture is 2.4 mm high, as in print of 7 points."""
_MOST_OF_VOLUME = 1400
"""A volume is cast in so many pixels at most, along its longer side: a CPU takes a second for it."""


@dataclass(frozen=True, eq=False)
class Subject:
    """A viewport to be printed. Main thread.

    view: how its picture lies in a viewport of `size` logical pixels; None for all of the picture. volume: its
    volume view in so many pixels.
    """

    views: ViewsModel
    number: int
    scenes: Scenes
    view: ScreenMap | None = None
    size: QSizeF = field(default_factory=QSizeF)
    volume: Callable[[tuple[int, int]], QImage] = lambda _: QImage()

    @property
    def viewport(self) -> Viewport:
        return self.views.viewports[self.number]

    @property
    def content(self) -> Content | None:
        return self.viewport.content


@dataclass(frozen=True)
class OnScreen:
    """A viewport and where it is on its screen, which is so large; logical pixels."""

    subject: Subject
    place: QRectF
    screen: QSizeF


@dataclass(frozen=True)
class Lie:
    """How a picture lies on paper. view: (column, row) → logical pixels, None where it has no frame. ratio: mm of
    paper for one of the patient, None where that is not known. cut: not all that is seen on the screen is on it."""

    view: ScreenMap | None
    ratio: float | None = None
    cut: bool = False


def lie(
    subject: Subject, width: float, height: float, *, true_size: bool, shrunk: float | None = None
) -> Lie:
    """How it lies in `width` × `height` mm. true_size: a millimetre is one, where millimetres are known. shrunk: mm
    of paper for a logical pixel of the screen, beside others there; None: what is seen there fills the place."""
    frame, px = subject.viewport.frame, _px_per_mm(subject.views)
    if frame is None:
        return Lie(None)
    size = QSizeF(width * px, height * px)
    view, seen = subject.view, QRectF(0, 0, subject.size.width(), subject.size.height())
    if view is None:
        view, seen = _whole(subject.viewport, frame, size), QRectF(0, 0, size.width(), size.height())
    part = _covered(view, frame).intersected(seen)
    if part.isEmpty():
        part = seen
    if shrunk is not None:
        part = seen
    mm = mm_of(frame)
    factor = min(size.width() / part.width(), size.height() / part.height())
    if shrunk is not None:
        factor = shrunk * px
    if true_size and mm is not None:
        factor = px * mm / view.scale
    middle = part.center()
    shown = _moved(view.enlarged((0.0, 0.0), factor), size.width() / 2 - factor * middle.x(),
                   size.height() / 2 - factor * middle.y())  # fmt: skip
    cut = factor * part.width() > size.width() + 1 or factor * part.height() > size.height() + 1
    return Lie(shown, shown.scale / mm / px if mm is not None else None, cut)


def scale_words(subject: Subject, lies: Lie, *, true_size: bool) -> str:
    """What is said of its size beside it."""
    viewport, frame = subject.viewport, subject.viewport.frame
    if viewport.plane is Plane.VOLUME:
        return tr("volume view, not to scale")
    if frame is None or lies.ratio is None:
        return tr("not to scale: the image does not say how large its pixels are")
    said = tr("true size 1 : 1") if true_size else _ratio_words(lies.ratio)
    method = method_text(frame.calibration.code) if frame.calibration is not None else ""
    cut = tr("cut off at the edges") if lies.cut else ""
    return " · ".join(part for part in (said, method, cut) if part)


def drawn(subject: Subject, lies: Lie, width: float, height: float, dpi: float, *, named: bool) -> QImage:
    """What is on `width` × `height` mm of paper, black where nothing is shown. named: it may say whose it is."""
    px = _px_per_mm(subject.views)
    area = QRectF(0, 0, width * px, height * px)
    ratio = dpi / MM_PER_INCH / px
    made = QImage(round(area.width() * ratio), round(area.height() * ratio), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(on_view("view"))
    with QPainter(made) as painter:
        painter.setFont(painting.overlay_font(subject.views.settings.value.text_scale))
        viewport = subject.viewport
        if viewport.plane is Plane.VOLUME:
            _paint_volume(painter, area, subject, ratio)
        elif lies.view is not None and viewport.frame is not None:
            window = subject.views.window_of(subject.number)
            source = PictureSource(subject.scenes)
            canvas = Canvas(
                painter, area, subject.views, subject.number, lies.view, viewport.frame, window, source,
                subject.scenes,
            )  # fmt: skip
            paint_layers(canvas)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_overlay(painter, area, subject.views, subject.number, lies.view, named=named, on_paper=True)
    return made


def size_on_paper(subject: Subject, picture: QImage) -> QSizeF:
    """mm of what `drawn` has made, whose pixels are whole ones."""
    return picture.size().toSizeF() / (picture.devicePixelRatio() * _px_per_mm(subject.views))


def _px_per_mm(views: ViewsModel) -> float:
    """Text on paper is as large as it is, whatever the user has set for the screen."""
    return PX_PER_MM * views.settings.value.text_scale


def _ratio_words(ratio: float) -> str:
    shown = f"{ratio:.3g} : 1" if ratio >= 1 else f"1 : {1 / ratio:.3g}"
    return tr("scale {ratio}", ratio=shown)


def _whole(viewport: Viewport, frame: Frame, size: QSizeF) -> ScreenMap:
    return screen_map(
        frame, size.width(), size.height(), turns=viewport.turns, angle=viewport.angle, flipped=viewport.flipped
    )


def _covered(view: ScreenMap, frame: Frame) -> QRectF:
    """The rectangle around the picture, in logical pixels."""
    columns, rows = frame.size[0] - 0.5, frame.size[1] - 0.5
    corners = [view.to_screen(column, row) for column in (-0.5, columns) for row in (-0.5, rows)]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    return QRectF(left, top, max(x for x, _ in corners) - left, max(y for _, y in corners) - top)


def _moved(view: ScreenMap, across: float, down: float) -> ScreenMap:
    return replace(view, x=view.x + across, y=view.y + down)


def _paint_volume(painter: QPainter, area: QRectF, subject: Subject, ratio: float) -> None:
    """In the proportions that it has on the screen, in the middle."""
    if subject.size.isEmpty():
        return
    size = subject.size.scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(area.center().x() - size.width() / 2, area.center().y() - size.height() / 2, *size.toTuple())
    less = min(1.0, _MOST_OF_VOLUME / (ratio * max(size.width(), size.height())))
    pixels = (round(size.width() * ratio * less), round(size.height() * ratio * less))
    paint_volume(painter, place, subject.viewport, subject.volume(pixels))
