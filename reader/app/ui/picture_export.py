"""The picture of the active viewport as it is on the screen, with or without whose it is, for other programs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QStandardPaths, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.app import commands
from reader.app.exporting import Exporting
from reader.core.commands import Command
from reader.core.file_names import file_name
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.study.heading import identity_parts, series_title
from reader.study.model import Study
from reader.views.content import Content
from reader.views.model import ViewsModel
from reader.views.ui.views_widget import ViewsWidget


class PictureExport:
    """Main thread. parent: over which it asks for a file."""

    def __init__(self, model: ViewsModel, exporting: Exporting, parent: QWidget) -> None:
        self._model, self._exporting, self._parent = model, exporting, parent
        self._views: ViewsWidget | None = None

    def attach(self, views: ViewsWidget) -> None:
        """What shows the viewports, once that is built."""
        self._views = views

    def commands(self) -> list[Command]:
        return commands.pictures(copy=self.copy, save=self._ask, may=lambda: self._content is not None)

    def copy(self, named: bool) -> None:
        """Into the clipboard."""
        content = self._content
        if content is not None and (picture := self.picture(named)) is not None:
            QGuiApplication.clipboard().setImage(picture)
            self._model.readout.emit(self._exporting.copied(content.study, named=named))

    def save_to(self, path: Path, named: bool) -> None:
        content = self._content
        if content is not None and (picture := self.picture(named)) is not None:
            self._exporting.save(picture, path, content.study, named=named)

    def picture(self, named: bool) -> QImage | None:
        """named: under a line with the patient, the exam and the site. None where nothing is shown."""
        content = self._content
        picture = self._views.picture_of(self._model.active, named=named) if self._views is not None else None
        if content is None or picture is None:
            return None
        return _under_identity(picture, content.study, content.prior) if named else picture

    def _ask(self, named: bool) -> None:
        content = self._content
        if content is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        whose = content.study.patient.name.display if named else ""
        name = file_name(whose, series_title(content.series)) + f" {self._model.active_viewport.index + 1}.png"
        title = tr("Save the picture") if named else tr("Save the picture without the patient's name")
        path, _ = QFileDialog.getSaveFileName(self._parent, title, f"{folder}/{name}", "PNG (*.png);;JPEG (*.jpg)")
        if path:
            self.save_to(Path(path) if Path(path).suffix else Path(f"{path}.png"), named)

    @property
    def _content(self) -> Content | None:
        return self._model.active_viewport.content


def _under_identity(picture: QImage, study: Study, prior: bool) -> QImage:
    """Two lines over it, which never hide a part of it."""
    ratio, width = picture.devicePixelRatio(), picture.width() / picture.devicePixelRatio()
    name, rest = identity_parts(study)
    first = f"{tr('Prior')} · {name}" if prior else name
    height, margin = scaled(44), 8
    made = QImage(picture.width(), picture.height() + round(height * ratio), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(QColor("black"))
    painter = QPainter(made)
    painter.setPen(QColor("white"))
    font = QFont(painter.font())
    for line, text, weight in ((0, first, QFont.Weight.DemiBold), (1, rest, QFont.Weight.Normal)):
        font.setWeight(weight)
        font.setPixelSize(scaled(13))
        place = QRectF(margin, 2 + line * height / 2, width - 2 * margin, height / 2 - 2)
        painter.setFont(font)
        needed = painter.fontMetrics().horizontalAdvance(text)
        if needed > place.width():  # all of it, however narrow the picture is
            font.setPixelSize(max(6, int(scaled(13) * place.width() / needed)))
            painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
    painter.drawImage(QRectF(0, height, width, picture.height() / ratio), picture)
    painter.end()
    return made
