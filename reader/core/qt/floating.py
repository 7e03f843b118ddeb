"""Lines that come and go over the lower edge of what is shown, so that nothing moves under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

MOMENT_MS = 1500


class Floating(QWidget):
    """One line below the other, as wide as `over`, whose lower edge they cover while they are visible. One that
    goes leaves its room for a moment, and as long as the mouse is there: no other comes under a click that was
    meant for it.

    No layout knows it: it is a child of `parent`, an ancestor of `over`, above everything in there.
    """

    def __init__(self, over: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = over
        self._added: list[QWidget] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._moment = QTimer(self, singleShot=True, interval=MOMENT_MS)
        self._moment.timeout.connect(self._close_up)
        over.installEventFilter(self)
        self.hide()

    def add(self, line: QWidget) -> None:
        """Below those that are there."""
        self._added.append(line)
        self._lines.addWidget(line)
        line.installEventFilter(self)
        self._place()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = watched is self._over and event.type() in (QEvent.Type.Resize, QEvent.Type.Move)
        if event.type() == QEvent.Type.HideToParent and isinstance(watched, QWidget):
            _keep_room(watched, True)
            self._moment.start()
        if moved or event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._place()
        return super().eventFilter(watched, event)

    def _close_up(self) -> None:
        """Nobody's click is on its way any more: what is left moves down to the edge."""
        if self.isVisible() and self.rect().contains(self.mapFromGlobal(QCursor.pos())):
            self._moment.start()
            return
        for line in self._added:
            if line.isHidden():
                _keep_room(line, False)
        self._place()

    def _place(self) -> None:
        if all(line.isHidden() for line in self._added):
            for line in self._added:
                _keep_room(line, False)
            self.hide()
            return
        width = self._over.width()
        self._lines.invalidate()
        height = self._lines.totalHeightForWidth(width)
        if height < 0:
            height = self._lines.totalSizeHint().height()
        parent = self.parentWidget()
        assert parent is not None
        corner = self._over.mapTo(parent, QPoint(0, self._over.height() - height))
        self.setGeometry(corner.x(), max(0, corner.y()), width, height)
        self.show()
        self.raise_()


def _keep_room(line: QWidget, kept: bool) -> None:
    """Whether it takes its room while it is hidden."""
    policy = line.sizePolicy()
    policy.setRetainSizeWhenHidden(kept)
    line.setSizePolicy(policy)
