"""Beside a measurement that was just placed: how it is named, and the field for it. It never takes the keyboard by
itself, but for what is there for its words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QVBoxLayout, QWidget

from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.views.naming import Choice

_SHOWN_MS = 6000
_ROWS = 7
_WIDEST = 440
_ELSEWHERE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_FAR = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class NameField(QFrame):
    """chosen(tuple of Code | str): what was said. left: without anything. Whoever made it takes it away after
    either.

    choices(typed): what fits. hint: said while it is not open yet.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, choices: Callable[[str], list[Choice]], hint: str, prompt: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = parent
        self._choices = choices
        self._listed: list[Choice] = []
        self._before: QWidget | None = None
        self._done = False
        self._corner = QPoint()
        self.setObjectName("name-field")
        self.setProperty("role", "naming")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._hint = Label(hint)
        self._hint.setProperty("role", "small")
        self.field = QLineEdit(placeholderText=prompt)
        self.field.setAccessibleName(prompt)
        self.field.setMaxLength(1024)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Names"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 2, 4, 2)
        layout.setSpacing(2)
        for part in (self._hint, self.field, self.list):
            layout.addWidget(part)
        self.field.hide()
        self.list.hide()
        self.setFocusProxy(self.field)  # a press on the list or beside it leaves the keyboard where it is
        self.field.textEdited.connect(lambda _: self._fill())
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._take())
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.timeout.connect(self._leave)
        self._gone.start(_SHOWN_MS)

    @property
    def is_open(self) -> bool:
        return not self.field.isHidden()

    def open(self) -> None:
        """Take the keyboard, until something is said or not."""
        self._gone.stop()
        self._before = self.window().focusWidget()
        self._hint.hide()
        self.field.show()
        self.setFixedWidth(scaled(220))
        self._fill()
        self.field.setFocus()

    def show_at(self, corner: QPoint) -> None:
        """With its upper left corner there, inside its parent."""
        self._corner = corner
        self._settle()
        self.show()
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.is_open:
            self.open()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is typed is typed here: no key reaches the shortcuts of the pictures."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        elif isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _ELSEWHERE:
            self._keep()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
        if step is not None:
            self._step(step)
        elif key in _FAR:
            self._step(_ROWS if key is Qt.Key.Key_PageDown else -_ROWS)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._keep()
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        count, row = self.list.count(), self.list.currentRow()
        if count:
            self.list.setCurrentRow(max(0, min(count - 1, row + by)) if row >= 0 else 0)

    def _fill(self) -> None:
        self._listed = self._choices(self.field.text())
        self.list.clear()
        self.list.addItems([choice.text for choice in self._listed])
        self.list.setCurrentRow(0 if self.field.text().strip() else -1)
        self.list.setVisible(bool(self._listed))
        if self._listed:
            rows = min(_ROWS, len(self._listed))
            self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) + 2 * self.list.frameWidth())
            self._widen()
        self._settle()

    def _widen(self) -> None:
        """So that what is listed can be read to its end, as far as the picture lets it; it does not become narrower
        again under one's hands."""
        wanted = self.list.sizeHintForColumn(0) + 2 * self.list.frameWidth() + scaled(28)
        most = min(scaled(_WIDEST), self._picture.width() - 8)
        self.setFixedWidth(max(self.width(), min(wanted, most)))

    def _settle(self) -> None:
        self.adjustSize()
        area = self._picture.rect()
        x = min(self._corner.x(), area.right() - self.width() - 4)
        y = min(self._corner.y(), area.bottom() - self.height() - 4)
        self.move(max(4, x), max(4, y))

    def _take(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._listed):
            self._end(lambda: self.chosen.emit(self._listed[row].said))
        elif typed := self.field.text().strip():  # not passed over without a word
            self._hint.setText(tr("There is no “{name}” here.", name=typed))
            self._hint.show()
            self._settle()
        else:
            self._leave()

    def _keep(self) -> None:
        """The user goes on to something else: what was typed is kept, as it would be with Enter, if it can be."""
        if self.field.text().strip() and self.list.currentRow() >= 0:
            self._take()
        else:
            self._leave()

    def _leave(self) -> None:
        self._end(self.left.emit)

    def _end(self, tell: Callable[[], None]) -> None:
        if self._done:
            return
        self._done = True
        self._gone.stop()
        if self.field.hasFocus():
            (self._before or self._picture).setFocus()
        self.hide()
        tell()
