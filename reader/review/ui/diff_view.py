"""A report with the changes in it: inserted text underlined, deleted text struck, each in its colour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QFont, QResizeEvent, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from reader.core.qt.theme import colour
from reader.core.text import tr
from reader.review.diff import Change, SectionDiff, Segment


class DiffView(QTextBrowser):
    """Read-only. `show_diff` keeps the place where one reads while the text changes underneath."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Report with changes"))
        self.document().setDocumentMargin(4)
        self._changes: list[tuple[int, int]] = []
        self._texts: list[str] = []
        self._last_change: list[int] = []  # of each text, that up to its end
        self._at = -1
        self._untouched = True
        self.verticalScrollBar().actionTriggered.connect(self._touch)

    @property
    def changes(self) -> int:
        """How many changed places are shown; a deletion and what stands in its place are one."""
        return len(self._changes)

    def show_diff(self, diffs: Sequence[SectionDiff], *, marked: bool, written: bool = True) -> None:
        """marked: with what was deleted and inserted; else the new text alone. written: somebody has written since
        it was shown last, else it is what has arrived."""
        bar = self.verticalScrollBar()
        place = bar.value()
        self._changes = []  # before the text goes: what is resized meanwhile looks for them
        self.clear()
        cursor = QTextCursor(self.document())
        before = self._texts
        self._texts, self._last_change = [], []
        for number, diff in enumerate(diff for diff in diffs if any(s.text.strip() for s in diff.segments)):
            if number:
                cursor.insertBlock()
                cursor.insertText("\n", QTextCharFormat())
            cursor.insertText(diff.title or diff.heading.meaning, _heading())
            cursor.insertText("\n", QTextCharFormat())
            self._insert(cursor, diff.segments, marked=marked)
        bar.setValue(place)
        if written and marked and before and self._texts != before:
            self._follow(before)
        else:
            self._show_first()

    def _follow(self, before: list[str]) -> None:
        """Bring the change into view that the user is typing."""
        pairs = zip(self._texts, before, strict=False)
        at = next((n for n, (now, then) in enumerate(pairs) if now != then), len(self._texts) - 1)
        if self._changes:
            self._bring(*self._changes[max(0, self._last_change[at])])

    def _show_first(self) -> None:
        """Until its reader goes elsewhere, the first change is in view, whatever size it gets."""
        if self._untouched and self._changes:
            self._bring(*reversed(self._changes[0]))

    def _bring(self, *places: int) -> None:
        """Into view, the last of them surely."""
        cursor = self.textCursor()
        for place in places:
            cursor.setPosition(place)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def _touch(self, _: object = None) -> None:
        self._untouched = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_first()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._touch()
        super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._touch()
        super().focusInEvent(event)

    def show_next(self, step: int = 1) -> None:
        """Select and scroll to the next change, or the one before with -1; round and round."""
        if not self._changes:
            return
        self._touch()
        self._at = (self._at + step) % len(self._changes) if 0 <= self._at < len(self._changes) else 0
        start, end = self._changes[self._at]
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _insert(self, cursor: QTextCursor, segments: Sequence[Segment], *, marked: bool) -> None:
        before = Change.EQUAL
        shown = [s for s in segments if marked or s.change is not Change.DELETED]
        if not any(segment.text.strip() for segment in shown):
            cursor.insertText("–", _plain("text-off"))
        for segment in shown:
            start = cursor.position()
            cursor.insertText(segment.text, _FORMATS[segment.change]() if marked else _plain("text"))
            if segment.change is not Change.EQUAL and marked:
                if before is Change.EQUAL:
                    self._changes.append((start, cursor.position()))
                else:
                    self._changes[-1] = (self._changes[-1][0], cursor.position())
            self._texts.append(segment.text)
            self._last_change.append(len(self._changes) - 1)
            before = segment.change


def _plain(name: str) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(colour(name))
    return style


def _heading() -> QTextCharFormat:
    style = _plain("text-2")
    style.setFontWeight(QFont.Weight.DemiBold)
    return style


def _inserted() -> QTextCharFormat:
    style = _plain("fine")
    style.setFontUnderline(True)
    return style


def _deleted() -> QTextCharFormat:
    style = _plain("urgent")
    style.setFontStrikeOut(True)
    return style


_FORMATS = {Change.EQUAL: lambda: _plain("text"), Change.INSERTED: _inserted, Change.DELETED: _deleted}
