"""The series of the exam and of its priors, as thumbnails: click or drag one to show it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reader.core.qt.alive import while_alive
from reader.core.qt.paced import Paced
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import SMALL_PX, colour, on_view, scaled
from reader.core.text import counted, now, tr, visible
from reader.dicom.values import day_text
from reader.findings.model import KeyImage
from reader.study.admission import Confirmed
from reader.study.identity import Agreement, compare
from reader.study.model import Arrival, Series, SeriesState, Study, Window
from reader.study.opened import StudyModel
from reader.views.seen import PartOutline
from reader.views.ui import painting
from reader.views.ui.not_shown import ConfirmedRow, UnshownRow, WithheldRow
from reader.views.ui.viewport import SERIES_MIME
from reader.views.windowing import EMISSION, apply_window, auto_window
from reader.volume.model import Stack, Volume

WIDTH = 124
PICTURE = 72
_MOST = 1.4
_TAB = Qt.FocusPolicy.TabFocus

Row = TypeVar("Row", bound=QWidget)


class Thumbnail(QWidget):
    """One series or part of one: picture, number and description, count, how far it has arrived.

    outline: what the part holds; None for a series of one part, or one that was not opened yet.
    chosen(series UID, number of the part). drag_begun(series UID, number of the part, the picture at the pointer).
    """

    chosen = Signal(str, int)
    drag_begun = Signal(str, int, QPixmap)

    def __init__(self, series: Series, part: int = 0) -> None:
        super().__init__()
        self.series = series
        self.part = part
        self.outline: PartOutline | None = None
        self.state = SeriesState()
        self.shown = False
        self.key_images: tuple[KeyImage, ...] = ()
        self._confirmed: tuple[Confirmed, ...] = ()
        self._image, self._across = QImage(), QSizeF()
        self._pressed: QPoint | None = None
        self.setFixedSize(self.sizeHint())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._describe()

    def sizeHint(self) -> QSize:
        return QSize(scaled(WIDTH, _MOST) - 14, PICTURE + scaled(36))

    def follow(self, series: Series, outline: PartOutline | None, state: SeriesState) -> None:
        """Follow the study; the picture of a part that turns out to hold something else is not kept."""
        if self.outline not in (None, outline):
            self._image = QImage()
        self.series, self.outline = series, outline
        self.set_state(state)

    def set_confirmed(self, said: tuple[Confirmed, ...]) -> None:
        """That it is shown by a person's word only; () where it needs nobody's."""
        if said != self._confirmed:
            self._confirmed = said
            self._describe()
            self.update()

    def set_state(self, state: SeriesState) -> None:
        self.state = state
        self._describe()
        self.update()

    def set_key_images(self, key_images: Iterable[KeyImage]) -> None:
        """Those of the exam; the ones that are in this series or part are counted on the picture."""
        own = tuple(key for key in key_images if key.image.series_uid == self.series.series_uid)
        if self.outline is not None:
            entries = {entry for _, groups in self.outline.groups for group in groups for entry in group}
            own = tuple(key for key in own if any(key.image.covers(entry) for entry in entries))
        if own != self.key_images:
            self.key_images = own
            self._describe()
            self.update()

    @property
    def has_picture(self) -> bool:
        return not self._image.isNull()

    def set_shown(self, shown: bool) -> None:
        if shown != self.shown:
            self.shown = shown
            self.update()

    def set_image(self, image: Volume | Stack, window: Window | None) -> None:
        """Take the picture of the middle slice, once it is there."""
        if isinstance(image, Stack):
            near, pixels = next(((n, p) for n, p in enumerate(image.pixels) if p is not None), (-1, None))
            entry, scale = image.frames[near] if near >= 0 else None, (1.0, 0.0)
        else:
            middle = image.voxels.shape[0] // 2
            there = np.flatnonzero(image.present)
            near = int(there[np.argmin(np.abs(there - middle))]) if there.size else -1
            pixels = image.voxels[near] if near >= 0 else None
            entry, scale = image.slices[near] if near >= 0 else None, image.scale
        if pixels is None:
            return
        header = image.instances.get(entry[0]) if entry is not None else None
        inverted, padding, pixel = header.inverted if header is not None else False, None, (1.0, 1.0)
        if header is not None and entry is not None:
            padding, pixel = header.presentation.padding(entry[1] - 1), header.pixel_size(entry[1] - 1)
        if isinstance(image, Volume):
            pixel = image.geometry.spacing[1], image.geometry.spacing[0]
        step = max(1, min(pixels.shape[:2]) // (2 * PICTURE))
        small = np.ascontiguousarray(pixels[::step, ::step])
        if small.ndim == 2:
            emission = self.series.modality in EMISSION
            window = window or auto_window(small, scale, padding=padding, emission=emission)
            small = apply_window(small, window, scale=scale, inverted=inverted, padding=padding)
        self._show(small, pixel)

    def set_preview(self, picture: NDArray[np.uint8]) -> None:
        """The picture until the series is opened: 8-bit grey or RGB."""
        if not self.has_picture:
            self._show(picture)

    def _show(self, picture: NDArray[np.uint8], pixel: tuple[float, float] = (1.0, 1.0)) -> None:
        """pixel: its height and width, or their ratio."""
        kind = QImage.Format.Format_RGB888 if picture.ndim == 3 else QImage.Format.Format_Grayscale8
        rows, columns = picture.shape[:2]
        self._image = QImage(picture.data, columns, rows, picture.strides[0], kind).copy()
        self._across = QSizeF(columns * pixel[1], rows * pixel[0])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        if self.shown or self.underMouse():
            painter.fillRect(box, colour("selected" if self.shown else "raised"))
        picture = QRectF((box.width() - PICTURE) / 2, 4, PICTURE, PICTURE)
        painter.fillRect(picture, on_view("view"))
        if not self._image.isNull():
            size = self._across.scaled(PICTURE, PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            left = picture.left() + (PICTURE - size.width()) / 2
            top = picture.top() + (PICTURE - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)
        else:
            painter.setPen(on_view("text-2"))
            painter.drawText(picture, Qt.AlignmentFlag.AlignCenter, self.series.modality)
        self._paint_arrival(painter, picture)
        small = painter.font()
        small.setPixelSize(scaled(SMALL_PX))
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        if self.key_images:
            token = "overlay-ai" if all(key.is_ai for key in self.key_images) else "overlay-human"
            x, baseline = picture.left() + 3, picture.top() + metrics.ascent() + 2
            painting.outlined(painter, x, baseline, f"★ {len(self.key_images)}", token)
        room = box.width() - 8
        painter.setPen(colour("soon" if self._confirmed else "text"))
        y = picture.bottom() + metrics.ascent() + 3
        painter.drawText(4, int(y), metrics.elidedText(visible(self._title()), Qt.TextElideMode.ElideRight, room))
        painter.setPen(colour("soon" if self._trouble() else "text-2"))
        painter.drawText(
            4, int(y + metrics.height()), metrics.elidedText(self._count(), Qt.TextElideMode.ElideRight, room)
        )
        if self.shown:
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(QPen(colour("text"), 1))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed = None
        self.drag_begun.emit(self.series.series_uid, self.part, self.grab())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            self.chosen.emit(self.series.series_uid, self.part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.series.series_uid, self.part)
        else:
            super().keyPressEvent(event)

    def _paint_arrival(self, painter: QPainter, picture: QRectF) -> None:
        if self.state.arrival is Arrival.LOADING and self.state.expected:
            part = min(1.0, self.state.arrived / self.state.expected)
            painter.fillRect(
                QRectF(picture.left(), picture.bottom() - 2, picture.width() * part, 2), on_view("accent")
            )

    def _trouble(self) -> bool:
        return self.state.arrival in (Arrival.INCOMPLETE, Arrival.FAILED)

    def _title(self) -> str:
        number = f"⚠ {self.series.number}" if self._confirmed else str(self.series.number)
        if self.outline is not None and self.outline.label:
            return f"{number} · {self.outline.label}"
        return f"{number} {self.series.description or self.series.modality}"

    def _count(self) -> str:
        outline = self.outline
        if outline is not None and (outline.label or outline.times > 1) and not self._trouble():
            images = counted("{count} image", "{count} images", outline.count)
            return f"{images} × {outline.times}" if outline.times > 1 else images
        total = self.state.expected or self.series.expected or len(self.series.instances)
        if self.state.arrival is Arrival.LOADING:
            return tr("{arrived} of {expected}", arrived=self.state.arrived, expected=total)
        if self.state.arrival is Arrival.FAILED:
            return tr("⚠ not loaded")
        if self.state.arrival is Arrival.INCOMPLETE:
            return tr("⚠ {arrived} of {expected}", arrived=self.state.arrived, expected=total)
        return counted("{count} image", "{count} images", total - self.series.others)

    def _describe(self) -> None:
        whole = f"{self.series.number} {self.series.description or self.series.modality}"
        title = " · ".join(word for word in (whole, self.outline.label if self.outline is not None else "") if word)
        doubts = (one.text for one in self._confirmed)
        said = [line for line in (title, *doubts, self._count(), now(self.state.reason)) if line]
        if self.key_images:
            said.append(tr("Key images: {count}", count=len(self.key_images)))
        self.setToolTip(plain_tip("\n".join(said)))
        self.setAccessibleName(", ".join(said))


class SeriesColumn(QScrollArea):
    """The current exam first, then each prior under its date and site; a series that has parts as these.

    thumbnails: by series UID and number of the part. part_requested(series UID, number of the part).
    """

    part_requested = Signal(str, int)

    def __init__(
        self,
        study: StudyModel,
        outline: Callable[[str], Sequence[PartOutline]] = lambda _: (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._study = study
        self._outline = outline
        self.thumbnails: dict[tuple[str, int], Thumbnail] = {}
        self._rows: dict[Hashable, QWidget] = {}
        self._progress = Paced(self._show_state, self)
        page = QFrame()
        page.setProperty("role", "panel")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(4, 4, 4, 4)
        self._column.setSpacing(2)
        self.setWidget(page)
        self.setFixedWidth(scaled(WIDTH, _MOST))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        study.study_changed.connect(self.rebuild)
        study.priors_changed.connect(self.rebuild)
        study.series_changed.connect(self._series_changed)
        study.withheld_changed.connect(self.rebuild)
        study.used_changed.connect(self.rebuild)
        study.preview_came.connect(self._preview_came)
        self.rebuild()

    @while_alive
    def rebuild(self) -> None:
        """Follow the study and its priors. What stays keeps its widget: its picture, the keyboard and a press of
        the mouse; the place scrolled to stays too.
        """
        before, self._rows, self.thumbnails = self._rows, {}, {}
        while self._column.takeAt(0) is not None:
            pass
        self._add_series(self._study.study, before)
        self._add_doubts(before)
        for prior in self._study.priors:
            if self._study.judge_prior(prior).verdict is Agreement.CONTRADICTION:
                continue  # the list of priors names it
            self._column.addSpacing(6)
            for text, role in self._prior_lines(prior):
                self._add(before, (prior.study_uid, text, role), partial(_line, text, role))
            self._add_series(prior, before)
        self._column.addStretch(1)
        for widget in before.values():
            widget.hide()
            widget.deleteLater()
        rows = self._rows.values()
        asking = (WithheldRow, ConfirmedRow)
        stops = (row.findChildren(QPushButton) if isinstance(row, asking) else [row] for row in rows)
        for above, below in pairwise(w for found in stops for w in found if w.focusPolicy() & _TAB):
            QWidget.setTabOrder(above, below)

    def _add_doubts(self, before: dict[Hashable, QWidget]) -> None:
        """What is withheld, and what is shown by a person's word."""
        study, may = self._study, self._study.may_decide
        for said in study.confirmed:
            make = partial(ConfirmedRow, said, study.take_back_wanted.emit, may_decide=may)
            self._add(before, (said, may), make)
        for entry in study.withheld:
            ask = partial(WithheldRow, entry, study.confirmation_wanted.emit, may_decide=may)
            self._add(before, (entry, may), ask)

    def order(self) -> list[tuple[str, int]]:
        """(Series Instance UID, number of the part) from top to bottom."""
        return list(self.thumbnails)

    def of_series(self, series_uid: str) -> list[Thumbnail]:
        return [thumbnail for (uid, _), thumbnail in self.thumbnails.items() if uid == series_uid]

    @while_alive
    def show_parts(self, series_uid: str) -> None:
        """What parts a series has is known, or what they are called."""
        told = [t.outline for t in self.of_series(series_uid)]
        parts = list(self._outline(series_uid))
        if told != parts and (told != [None] or len(parts) > 1 or any(part.times > 1 for part in parts)):
            self.rebuild()

    def _prior_lines(self, prior: Study) -> list[tuple[str, str]]:
        when = day_text(prior.when) or tr("no date")
        lines = [(tr("Prior {date}", date=when), "secondary"), (prior.site or prior.description, "small")]
        found = compare(self._study.study.patient, prior.patient, same_exam=False)
        if not found.same:
            lines.append((f"⚠ {found.text}", "soon"))
        return [line for line in lines if line[0]]

    def _add(self, before: dict[Hashable, QWidget], key: Hashable, make: Callable[[], Row]) -> Row:
        """Put the row of this key next, the one from before or a new one."""
        while key in self._rows:
            key = (key, "again")  # a hub may list an exam twice
        row = cast(Row, before.pop(key, None) or make())
        self._rows[key] = row
        self._column.addWidget(row)
        return row

    def _add_series(self, study: Study, before: dict[Hashable, QWidget]) -> None:
        for series in study.series:
            if not series.is_image:
                continue
            outlines: Sequence[PartOutline | None] = self._outline(series.series_uid) or (None,)
            for part, outline in enumerate(outlines):
                key = (series.series_uid, part)
                thumbnail = self._add(before, key, partial(self._thumbnail, series, part))
                thumbnail.follow(series, outline, self._study.state(series.series_uid))
                thumbnail.set_confirmed(self._study.confirmed_in(series.series_uid))
                self.thumbnails[key] = thumbnail
                self._column.setAlignment(thumbnail, Qt.AlignmentFlag.AlignHCenter)
        left_over = self._study.unshown(study)
        if left_over:
            self._add(before, (study.study_uid, "not displayed"), partial(_line, tr("Not displayed"), "secondary"))
        for entry in left_over:
            self._add(before, (study.study_uid, entry), partial(UnshownRow, entry))

    def _thumbnail(self, series: Series, part: int) -> Thumbnail:
        made = Thumbnail(series, part)
        made.chosen.connect(self.part_requested)
        made.drag_begun.connect(self._drag, Qt.ConnectionType.QueuedConnection)
        if (preview := self._study.previews.get(series.series_uid)) is not None:
            made.set_preview(preview)
        return made

    def _drag(self, series_uid: str, part: int, picture: QPixmap) -> None:
        """Drag a series. A drag has an event loop of its own, in which a thumbnail may go and a window may close:
        so it begins when the thumbnail has had its event, and belongs to the application.
        """
        if not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return
        app = QApplication.instance()
        assert app is not None
        drag = QDrag(app)
        data = QMimeData()
        data.setData(SERIES_MIME, QByteArray(f"{series_uid}#{part}".encode()))
        drag.setMimeData(data)
        drag.setPixmap(picture)
        drag.exec(Qt.DropAction.CopyAction)

    @while_alive
    def _preview_came(self, series_uid: str) -> None:
        if (picture := self._study.previews.get(series_uid)) is not None:
            for thumbnail in self.of_series(series_uid):
                thumbnail.set_preview(picture)

    @while_alive
    def _series_changed(self, series_uid: str) -> None:
        loading = self._study.state(series_uid).arrival is Arrival.LOADING
        (self._progress if loading else self._progress.at_once)(series_uid)

    def _show_state(self, series_uid: str) -> None:
        for thumbnail in self.of_series(series_uid):
            thumbnail.set_state(self._study.state(series_uid))


def _line(text: str, role: str) -> Label:
    """A line of text over series."""
    label = Label(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setToolTip(plain_tip(text))
    return label
