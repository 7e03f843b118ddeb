"""The series of the exam and of its priors, as thumbnails: click or drag one to show it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from reader.core.qt.theme import SMALL_PX, colour
from reader.core.text import tr
from reader.study.identity import same_person
from reader.study.model import Arrival, Series, SeriesState, Study, StudyModel, Window
from reader.views.layout import Content
from reader.views.ui.alive import while_alive
from reader.views.ui.viewport import SERIES_MIME
from reader.views.windowing import apply_window, auto_window
from reader.volume.model import Stack

WIDTH = 124
PICTURE = 72


class Thumbnail(QWidget):
    """One series: picture, number and description, count, how far it has arrived."""

    chosen = Signal(str)

    def __init__(self, series: Series, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.series = series
        self.state = SeriesState()
        self.shown = False
        self._image = QImage()
        self._pressed: QPoint | None = None
        self.setFixedSize(WIDTH - 14, PICTURE + 36)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._describe()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 14, PICTURE + 36)

    def set_state(self, state: SeriesState) -> None:
        self.state = state
        self._describe()
        self.update()

    def set_shown(self, shown: bool) -> None:
        if shown != self.shown:
            self.shown = shown
            self.update()

    def set_content(self, content: Content, window: Window | None) -> None:
        """Take the picture of the middle slice, once it is there."""
        image = content.image
        if isinstance(image, Stack):
            pixels = next((p for p in image.pixels if p is not None), None)
            inverted, scale = bool(image.inverted and image.inverted[0]), (1.0, 0.0)
        else:
            middle = image.voxels.shape[0] // 2
            there = np.flatnonzero(image.present)
            near = int(there[np.argmin(np.abs(there - middle))]) if there.size else -1
            pixels = image.voxels[near] if near >= 0 else None
            inverted, scale = False, image.scale
        if pixels is None:
            return
        step = max(1, min(pixels.shape[:2]) // (2 * PICTURE))
        small = np.ascontiguousarray(pixels[::step, ::step])
        if small.ndim == 2:
            small = apply_window(small, window or auto_window(small, scale), scale=scale, inverted=inverted)
        kind = QImage.Format.Format_RGB888 if small.ndim == 3 else QImage.Format.Format_Grayscale8
        rows, columns = small.shape[:2]
        self._image = QImage(small.data, columns, rows, small.strides[0], kind).copy()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        if self.shown or self.underMouse():
            painter.fillRect(box, colour("selected" if self.shown else "raised"))
        picture = QRectF((box.width() - PICTURE) / 2, 4, PICTURE, PICTURE)
        painter.fillRect(picture, colour("view"))
        if not self._image.isNull():
            size = QSize(self._image.size()).scaled(PICTURE, PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            left = picture.left() + (PICTURE - size.width()) / 2
            top = picture.top() + (PICTURE - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)
        else:
            painter.setPen(colour("text-off"))
            painter.drawText(picture, Qt.AlignmentFlag.AlignCenter, self.series.modality)
        self._paint_arrival(painter, picture)
        small = painter.font()
        small.setPixelSize(SMALL_PX)
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        title = f"{self.series.number} {self.series.description or self.series.modality}"
        room = box.width() - 8
        painter.setPen(colour("text"))
        y = picture.bottom() + metrics.ascent() + 3
        painter.drawText(4, int(y), metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
        painter.setPen(colour("soon" if self._trouble() else "text-2"))
        painter.drawText(
            4, int(y + metrics.height()), metrics.elidedText(self._count(), Qt.TextElideMode.ElideRight, room)
        )
        if self.shown or self.hasFocus():
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed = None
        drag = QDrag(self)
        data = QMimeData()
        data.setData(SERIES_MIME, QByteArray(self.series.series_uid.encode()))
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            self.chosen.emit(self.series.series_uid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.series.series_uid)
        else:
            super().keyPressEvent(event)

    def _paint_arrival(self, painter: QPainter, picture: QRectF) -> None:
        if self.state.arrival is Arrival.LOADING and self.state.expected:
            part = min(1.0, self.state.arrived / self.state.expected)
            painter.fillRect(
                QRectF(picture.left(), picture.bottom() - 2, picture.width() * part, 2), colour("accent")
            )

    def _trouble(self) -> bool:
        return self.state.arrival in (Arrival.INCOMPLETE, Arrival.FAILED)

    def _count(self) -> str:
        total = self.state.expected or self.series.expected or len(self.series.instances)
        if self.state.arrival is Arrival.LOADING:
            return tr("{arrived} of {expected}", arrived=self.state.arrived, expected=total)
        if self.state.arrival is Arrival.FAILED:
            return tr("⚠ not loaded")
        if self.state.arrival is Arrival.INCOMPLETE:
            return tr("⚠ {arrived} of {expected}", arrived=self.state.arrived, expected=total)
        return tr("{count} images", count=total) if total != 1 else tr("1 image")

    def _describe(self) -> None:
        title = f"{self.series.number} {self.series.description or self.series.modality}"
        self.setToolTip(f"{title}\n{self._count()}")
        self.setAccessibleName(f"{title}, {self._count()}")


class SeriesColumn(QScrollArea):
    """The current exam first, then each prior under its date and site."""

    series_requested = Signal(str)

    def __init__(self, study: StudyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._study = study
        self.thumbnails: dict[str, Thumbnail] = {}
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        study.study_changed.connect(self.rebuild)
        study.priors_changed.connect(self.rebuild)
        study.series_changed.connect(self._series_changed)
        self.rebuild()

    @while_alive
    def rebuild(self) -> None:
        """Follow the study and its priors; pictures that are there stay."""
        old = self.thumbnails
        self.thumbnails = {}
        page = QFrame()
        page.setProperty("role", "panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(2)
        self._add_series(column, self._study.study, old)
        for prior in self._study.priors:
            column.addSpacing(6)
            for text, role in self._prior_lines(prior):
                label = QLabel(text)
                label.setProperty("role", role)
                label.setWordWrap(True)
                label.setToolTip(text)
                column.addWidget(label)
            self._add_series(column, prior, old)
        column.addStretch(1)
        self.setWidget(page)

    def order(self) -> list[str]:
        """Series Instance UIDs from top to bottom."""
        return list(self.thumbnails)

    def _prior_lines(self, prior: Study) -> list[tuple[str, str]]:
        when = prior.when.strftime("%Y-%m-%d") if prior.when else tr("no date")
        lines = [(tr("Prior {date}", date=when), "secondary"), (prior.site or prior.description, "small")]
        if not same_person(prior, self._study.study):
            issuer = prior.patient.issuer or tr("unknown issuer")
            lines.append((tr("⚠ ID of {issuer}", issuer=issuer), "soon"))
        return [line for line in lines if line[0]]

    def _add_series(self, column: QVBoxLayout, study: Study, old: dict[str, Thumbnail]) -> None:
        for series in study.series:
            if not series.is_image:
                continue
            thumbnail = Thumbnail(series)
            known = old.get(series.series_uid)
            if known is not None:
                thumbnail._image, thumbnail.shown = known._image, known.shown
            thumbnail.set_state(self._study.state(series.series_uid))
            thumbnail.chosen.connect(self.series_requested)
            self.thumbnails[series.series_uid] = thumbnail
            column.addWidget(thumbnail, 0, Qt.AlignmentFlag.AlignHCenter)

    @while_alive
    def _series_changed(self, series_uid: str) -> None:
        thumbnail = self.thumbnails.get(series_uid)
        if thumbnail is not None:
            thumbnail.set_state(self._study.state(series_uid))
