"""Icons: SVG files of `resources/icons`, drawn in the colour of a token at any scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel

from reader.core.profile import RESOURCES
from reader.core.qt.plain import Label
from reader.core.qt.theme import token


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    svg = (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(svg.encode()))


@lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, width: int, height: int) -> QPixmap:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        _renderer(name, colour).render(painter, QRectF(image.rect()))
    return QPixmap.fromImage(image)


class _SvgEngine(QIconEngine):
    """Draws the SVG for each size, colour and mode, so that it stays sharp from 100 to 300 %; once: windows ask for
    it each time that they are painted."""

    def __init__(self, name: str, colour_token: str) -> None:
        super().__init__()
        self._name, self._token = name, colour_token

    def clone(self) -> QIconEngine:
        return _SvgEngine(self._name, self._token)

    def _colour(self, mode: QIcon.Mode) -> str:
        return token("text-off" if mode == QIcon.Mode.Disabled else self._token)

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        _renderer(self._name, self._colour(mode)).render(painter, QRectF(rect))  # type: ignore[call-overload]

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _pixmap(self._name, self._colour(mode), size.width(), size.height())


def icon(name: str, colour_token: str = "text") -> QIcon:
    """The icon `resources/icons/<name>.svg`. Raises FileNotFoundError where there is none."""
    if not (RESOURCES / "icons" / f"{name}.svg").is_file():
        raise FileNotFoundError(f"no icon {name!r} in resources/icons")
    return QIcon(_SvgEngine(name, colour_token))


def picture(name: str, colour_token: str, size: int = 16) -> QLabel:
    """An icon that is only looked at, size × size logical pixels."""
    label = Label()
    label.setPixmap(icon(name, colour_token).pixmap(size, size))
    return label
