"""A small field over a viewport in which a value is typed: its window, its rotation."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from reader.core.qt.overlay import Overlay
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.views.typed import Choice, NotTaken, Typed

_ROOM = 8


class TypedField(Overlay):
    """Enter takes the value, Esc or a click elsewhere leaves all as it is. Says what the text means while it is
    typed, or why it can't be taken; then Enter does nothing."""

    def __init__(self, typed: Typed, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = typed
        self.setWindowTitle(typed.title)
        title = Label(typed.title)
        title.setProperty("role", "secondary")
        self.field = QLineEdit(typed.text)
        self.field.setAccessibleName(typed.title)
        self.field.setMaxLength(40)
        self.field.setMinimumWidth(scaled(210))
        self.said = Label()
        title.setBuddy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        for widget in (title, self.field, self.said):
            column.addWidget(widget)
        self.field.textChanged.connect(self._say)
        self.field.returnPressed.connect(self._take)
        self.field.selectAll()
        self.field.setFocus()
        self._say()

    def show_at(self, viewport: QWidget) -> None:
        """In the lower left corner of what it is about."""
        self.adjustSize()
        corner = viewport.mapToGlobal(QPoint(_ROOM, viewport.height() - self.height() - _ROOM))
        area = viewport.window().screen().availableGeometry()
        left = max(area.left(), min(corner.x(), area.right() - self.width()))
        self.move(left, max(area.top(), min(corner.y(), area.bottom() - self.height())))
        self.show()

    # inside

    def _read(self) -> Choice | str:
        try:
            return self._typed.read(self.field.text())
        except NotTaken as error:
            return str(error)

    def _say(self) -> None:
        read = self._read()
        text, role = (f"⚠ {read}", "soon") if isinstance(read, str) else (read.said, "secondary")
        self.said.setText(text)
        self.said.setProperty("role", role)
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.field.setAccessibleDescription(self.said.text())

    def _take(self) -> None:
        read = self._read()
        if not isinstance(read, str):
            self.reject()
            read.take()
