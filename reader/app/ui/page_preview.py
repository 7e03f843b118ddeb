"""One of the pages as it will be printed: painted by what paints the printer's, as large as there is room."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPageLayout, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.app.ui.print_job import Painted
from reader.app.ui.print_pages import MM
from reader.core.qt.displays import MM_PER_INCH
from reader.core.qt.theme import colour
from reader.core.text import tr

_REST_MS = 60


class PagePreview(QWidget):
    """Nothing where there are no pages."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: Painted | None = None
        self._page, self._number = QPageLayout(), 0
        self._image = QImage()
        self._soon = QTimer(self, singleShot=True, interval=_REST_MS)
        self._soon.timeout.connect(self._draw)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 260)
        self.setAccessibleName(tr("Preview of the page"))

    def sizeHint(self) -> QSize:
        return QSize(640, 640)

    def show_page(self, pages: Painted | None, page: QPageLayout, number: int) -> None:
        """page: its paper and margins."""
        self._pages, self._page, self._number = pages, page, number
        self._soon.start()

    @property
    def image(self) -> QImage:
        """The page as it is shown; null while it is not drawn yet."""
        return self._image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour("base"))
            if self._image.isNull():
                return
            size = QSizeF(self._image.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
            corner = ((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(*corner, size.width(), size.height()), self._image)

    def _draw(self) -> None:
        self._image = QImage()
        if self._pages is not None and self._pages.pages:
            self._image = self._drawn(self._pages)
        self.update()

    def _drawn(self, pages: Painted) -> QImage:
        paper = self._page.fullRect(QPageLayout.Unit.Millimeter).size()
        margins: QMarginsF = self._page.margins(QPageLayout.Unit.Millimeter)
        room = QSizeF(self.size()) * self.devicePixelRatioF()
        size = paper.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        per_mm = size.width() / paper.width()
        made = QImage(max(1, round(size.width())), max(1, round(size.height())), QImage.Format.Format_RGB32)
        made.fill(QColor("white"))
        with QPainter(made) as painter:
            painter.scale(per_mm / MM, per_mm / MM)
            painter.translate(margins.left() * MM, margins.top() * MM)
            for _ in pages.paint(painter, self._number, per_mm * MM_PER_INCH):
                pass
        return made
