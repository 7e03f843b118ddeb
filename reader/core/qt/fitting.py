"""Windows and scroll areas that take the room their content needs, as far as the screen goes."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from reader.core.qt.soon import soon

_WINDOW_FRAME = QSize(8, 32)  # what a window manager adds
_LEAST = QSize(640, 480)


def fit_screen(window: QWidget) -> None:
    """Open it as large as it needs, as far as the screen goes; Qt by itself stops at two thirds of that."""
    window.ensurePolished()
    layout = window.layout()
    if layout is not None:
        layout.invalidate()
        layout.activate()
    window.resize(window.sizeHint().boundedTo(_room(window)))


def open_wide(window: QWidget, least: QSize, share: float = 0.75) -> None:
    """Open it at this size, or on this share of a larger screen, as far as the screen goes."""
    room = _room(window)
    window.resize(least.expandedTo(room * share).boundedTo(room))


def place_of(window: QWidget) -> str:
    """Where a window is on which monitor, and how large, to be kept in the settings."""
    return b64encode(window.saveGeometry().data()).decode()


def put_back(window: QWidget, place: str) -> bool:
    """Put a window where it was; Qt brings it onto a monitor that is there. False where nothing is known."""
    try:
        return bool(place) and window.restoreGeometry(QByteArray(b64decode(place)))
    except ValueError:
        return False


def _room(window: QWidget) -> QSize:
    """A monitor that says to have no room at all, as some do while they are being set up, has the least."""
    return (window.screen().availableGeometry().size() - _WINDOW_FRAME).expandedTo(_LEAST)


_MOST_READ = 1000
"""Characters that a screen reader is given of what is in a scroll area."""


class FittedDialog(QDialog):
    """Opens with all of its content in sight where the screen has the room, also where text wraps: how high that
    is, is known only once each widget has its width."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        layout = self.layout()
        if event.spontaneous() or layout is None:
            return
        room = _room(self)
        self.resize(self.size().boundedTo(room))
        layout.invalidate()
        layout.activate()
        wraps = layout.hasHeightForWidth()
        wanted = layout.totalHeightForWidth(self.width()) if wraps else layout.sizeHint().height()
        self.resize(self.width(), min(wanted, room.height()))


class Upright(QScrollArea):
    """Without a frame, and never sideways: what is in it has its width, and of that nothing takes any from the
    rest."""

    def __init__(self, content: QWidget | None = None) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        if content is not None:
            self.setWidget(content)

    def setWidget(self, widget: QWidget) -> None:
        policy = widget.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        widget.setSizePolicy(policy)
        super().setWidget(widget)
        widget.setAutoFillBackground(False)


class Scrolled(Upright):
    """Tab stops at it, but only while there is something to scroll."""

    def __init__(self, content: QWidget | None = None) -> None:
        super().__init__(content)
        self.verticalScrollBar().rangeChanged.connect(self._range_changed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A screen reader reads what is in it."""
        content = self.widget()
        labels = content.findChildren(QLabel) if content is not None else []
        if isinstance(content, QLabel):
            labels = [content]
        said = " ".join(label.text() for label in labels if not label.isHidden())
        self.setAccessibleName(said[:_MOST_READ])
        super().focusInEvent(event)

    def _range_changed(self, least: int, most: int) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if most > least else Qt.FocusPolicy.NoFocus)


class FittingArea(Scrolled):
    """As high as `content` at its present width, at most `lines` lines of text and no line in half; beyond that it
    scrolls. shrinks: it gives up height where its window has no room, without `lines` only then, down to one line,
    or to the end of `least`, a widget in its content."""

    def __init__(
        self,
        content: QWidget,
        lines: int | None = None,
        *,
        shrinks: bool = False,
        least: QWidget | None = None,
    ) -> None:
        super().__init__(content)
        self._lines, self._least = lines, least
        self._fitted = (0, 0)
        height = QSizePolicy.Policy.Maximum if shrinks else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Preferred, height)
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._wanted())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, min(self._wanted(), self._least_height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        elif event.type() == QEvent.Type.Resize:
            soon(self, self._fit)  # once its labels have their new widths
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # its content has its fonts only now

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        content = self.widget()
        if content is not None and (layout := content.layout()) is not None:
            layout.activate()
        fitted = (self._wanted(), self._least_height())
        if fitted != self._fitted:
            self._fitted = fitted
            self.updateGeometry()  # resizing itself from within its own resizing would leave its content behind

    def _least_height(self) -> int:
        content = self.widget()
        end = self._least.mapTo(content, QPoint(0, self._least.height())).y() if self._least and content else 0
        return max(end + self.height() - self.viewport().height(), self.fontMetrics().lineSpacing())

    def _wanted(self) -> int:
        content, width = self.widget(), self.viewport().width()
        if content is None:
            return 0
        height = content.heightForWidth(width) if content.hasHeightForWidth() else -1
        height = max(height, content.minimumSizeHint().height()) + 2 * self.frameWidth()
        most = max((self._lines or 0) * self.fontMetrics().lineSpacing(), self._least_height())
        if self._lines is None or height <= most:
            return height
        return next((end for end in _line_ends(content) if end >= most), most)


def _line_ends(content: QWidget) -> Iterator[int]:
    """Where each line of each label of `content` ends, from the top: lines with Chinese in them are higher."""
    for label in content.findChildren(QLabel):
        if label.isHidden() or not label.text():
            continue
        end = float(label.mapTo(content, label.contentsRect().topLeft()).y())
        for paragraph in label.text().split("\n"):
            layout = QTextLayout(paragraph, label.font())
            layout.setTextOption(_WRAPPED)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(label.contentsRect().width())
                end += line.height()
                yield round(end)
            layout.endLayout()


_WRAPPED = QTextOption()
_WRAPPED.setWrapMode(QTextOption.WrapMode.WordWrap)
