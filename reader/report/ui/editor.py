"""The editor of one section: plain text whose lines can point at findings.

A line is a statement. Its link lives in the formats of its characters, invisible, so that it survives typing,
splitting, joining, moving by cut and paste, and undo; a mark in the margin shows it. Nothing touches the text
while an input method composes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QToolTip, QWidget

from reader.core.qt.plain import plain_tip
from reader.core.qt.theme import colour
from reader.dicom.texts import without_controls
from reader.report.linking import piece, ties, untied, words_of
from reader.report.model import Section, Statement
from reader.report.phrases import first_blank
from reader.report.ui.going_on import goes_on
from reader.report.ui.marks import LineState, Mark, paint_mark
from reader.report.ui.token_marks import PlacesToFill
from reader.report.wording import joined

_LINKS = QTextFormat.Property.UserProperty.value + 1
_ORIGIN = QTextFormat.Property.UserProperty.value + 2
_MIME = "application/x-reader-statements"
_SOFT_BREAK = "\u2028"  # a line break inside one statement
_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
_MARGIN = 20
_AIR = 3
_AROUND = 10  # border and padding, until the style has said


_NO_STATE = LineState()


class SectionEditor(QTextEdit):
    """statements() is what it says. Signals: `edited` after a change that is no composition under way;
    `link_activated(tracking UID)` when a linked line is clicked; `focused` when it gets the keyboard; `undo_asked`,
    `redo_asked` by key: the text's steps are not the only ones; `menu_opening(menu, position)`: the context menu is
    about to be shown at a character of the text."""

    edited = Signal()
    link_activated = Signal(str)
    focused = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    menu_opening = Signal(QMenu, int)

    def __init__(self, parent: QWidget | None = None, *, lines: int = 1, most: int | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel gives no focus
        scrolls = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if most is None else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(scrolls)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)
        self.viewport().setMouseTracking(True)
        self.state_of: Callable[[Statement], LineState] = lambda statement: _NO_STATE
        self._lines, self._most = lines, most
        self._composing = False
        self._loading = False
        self._said: list[Statement] = []
        self._read = frozenset[str]()  # the lines as they were loaded, behind which nobody has typed yet
        self._highlight = ""
        self._misspelt: list[QTextEdit.ExtraSelection] = []
        self._pressed = QPoint()
        self._set_margin()
        PlacesToFill(self.document())
        self._follow_document()
        self.textChanged.connect(self._text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    # -- what it says ---------------------------------------------------------------------------------------

    @property
    def composing(self) -> bool:
        """An input method is in the middle of a word."""
        return self._composing

    def statements(self) -> tuple[Statement, ...]:
        """One a line, blank lines between included; () where nothing is written."""
        return tuple(self._said) if any(s.text.strip() for s in self._said) else ()

    def load(self, section: Section) -> None:
        """Show a section afresh; the undo history begins here, the cursor stands at the end."""
        self._loading = True
        self.document().setUndoRedoEnabled(False)
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        self._write(cursor, section.statements)
        self._read = frozenset(statement.text for statement in section.statements)
        self._set_margin()
        self.document().setUndoRedoEnabled(True)
        self.setTextCursor(cursor)
        self._loading = False
        self.refresh()

    def go_on_from(self, previous: SectionEditor) -> None:
        """Take over its text with all that can be undone in it; the previous one, which goes, is left empty."""
        document, cursor = previous.document(), previous.textCursor()
        previous._loading = self._loading = True
        previous._misspelt, self._misspelt = [], []
        document.documentLayout().documentSizeChanged.disconnect(previous._fit)
        document.contentsChange.disconnect(previous._lines_changed)
        document.setParent(self)  # else it would go with the previous one
        previous.setDocument(QTextDocument(previous))
        previous._follow_document()
        self.setDocument(document)
        self._follow_document()
        document.setDefaultFont(self.font())
        document.documentLayout().documentSizeChanged.connect(self._fit)
        self.setTextCursor(cursor)
        self._loading = False
        self.refresh()
        self._fit()

    def replace(self, statements: tuple[Statement, ...]) -> None:
        """Change the whole text as one step that can be undone; where only ties change, the cursor stays."""
        self._loading = True
        cursor = self.textCursor()
        cursor.beginEditBlock()
        blocks = _blocks(self)
        if [block.text() for block in blocks] == [s.text.replace("\n", _SOFT_BREAK) for s in statements]:
            for block, statement in zip(blocks, statements, strict=True):
                cursor.setPosition(block.position())
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(_format(statement))
            cursor.endEditBlock()
            self._loading = False
            self.refresh()
            return
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        self._write(cursor, statements)
        cursor.endEditBlock()
        self.end_step()
        self._loading = False
        self.refresh()

    def insert(self, *statements: Statement) -> None:
        """Put whole lines in: into the cursor's line where that is blank, else below it. One step to undo."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        if cursor.block().text().strip():
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertBlock(cursor.blockFormat(), QTextCharFormat())
        else:
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        self._write(cursor, statements)
        cursor.endEditBlock()
        self.end_step()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    @property
    def before_cursor(self) -> str:
        """The text of the cursor's line up to the cursor; "" where something is selected."""
        cursor = self.textCursor()
        return "" if cursor.hasSelection() else cursor.block().text()[: cursor.positionInBlock()]

    @property
    def selected_or_line(self) -> str:
        """What is selected, else the line with the cursor."""
        cursor = self.textCursor()
        return cursor.selection().toPlainText() if cursor.hasSelection() else _statement(cursor.block()).text

    def put(self, text: str, instead_of: int = 0) -> None:
        """A person's own words at the cursor, in the place of so many characters before it, or of what is selected.
        Their first blank is selected, to be typed over. One step to undo."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        if not cursor.hasSelection():
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, instead_of)
        start = cursor.selectionStart()
        cursor.removeSelectedText()
        self._write(cursor, tuple(Statement(line) for line in text.split("\n")))
        cursor.endEditBlock()
        self.end_step()
        if (blank := first_blank(text)) is not None:
            cursor.setPosition(start + blank[0])
            cursor.setPosition(start + blank[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def go_to(self, line: int) -> None:
        """The cursor at the end of a line (from 0), else of the last one."""
        blocks = _blocks(self)
        cursor = QTextCursor(blocks[min(line, len(blocks) - 1)])
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        self.setTextCursor(cursor)

    def end_step(self) -> None:
        """What is typed next is a step of its own. Qt joins text to text, but not to what was there unmodified."""
        self.document().setModified(False)

    # -- how it shows ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Draw marks and highlight again after findings, selection or theme changed."""
        selections = list(self._misspelt)
        if self._highlight:
            for number, said in enumerate(self._said):
                if self._highlight in said.finding_uids:
                    selection = QTextEdit.ExtraSelection()
                    cursor = QTextCursor(self.document().findBlockByNumber(number))
                    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                    cursor.setKeepPositionOnInsert(True)  # the line typed behind it is not the finding's
                    selection.cursor = cursor
                    selection.format.setBackground(colour("selected"))
                    selections.append(selection)
        self.setExtraSelections(selections)
        self.viewport().update()

    def mark_words(self, spans: Sequence[tuple[int, int]]) -> None:
        """Underline words as misspelt, by their first character and the one behind their last."""
        marked = [(s.cursor.selectionStart(), s.cursor.selectionEnd()) for s in self._misspelt]
        if marked == list(spans):
            return
        self._misspelt = []
        for start, end in spans:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(start)
            selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor.setKeepPositionOnInsert(True)
            selection.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            selection.format.setUnderlineColor(colour("urgent"))
            self._misspelt.append(selection)
        self.refresh()

    def highlight(self, tracking_uid: str) -> bool:
        """Mark the lines of a finding ("" for none); tells whether there are any."""
        self._highlight = tracking_uid
        self.refresh()
        return any(tracking_uid in said.finding_uids for said in self._said)

    def rect_of(self, tracking_uid: str) -> QRectF | None:
        """Where the first line of a finding stands, in viewport pixels."""
        for number, said in enumerate(self._said):
            if tracking_uid in said.finding_uids:
                return self._block_rect(self.document().findBlockByNumber(number))
        return None

    def set_lines(self, lines: int) -> None:
        """How many there is room for at least."""
        self._lines = lines
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block in self._blocks_in(event.rect()):
            statement = _statement(block)
            state = self._state(statement)
            if state.mark is not Mark.NONE and block.layout().lineCount():
                place = self._block_rect(block)
                line = block.layout().lineAt(0)
                centre = QPointF(_MARGIN / 2 - 1, place.top() + line.y() + line.height() / 2)
                paint_mark(painter, centre, state.mark)
                if self._highlight and self._highlight in statement.finding_uids:
                    painter.fillRect(QRectF(0, place.top() + 1, 2, place.height() - 2), colour("accent"))
        painter.end()

    # -- events ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for key, asked in ((_UNDO, self.undo_asked), (_REDO, self.redo_asked)):
            if event.matches(key):
                asked.emit()
                return
        if event.text() > "\xff" and not without_controls(event.text()):
            return  # it would show what follows in another order than it is stored in
        before = self.textCursor().block().text()
        if not before and event.text():
            self._plain_ahead()
        if before in self._read and event.text() and not self.isReadOnly():
            self._read -= {before}  # who takes the space away again wants none
            if goes_on(self.textCursor(), event):
                self.insertPlainText(" ")
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.isReadOnly():
            if self.textCursor().block().text():
                self._untie_own_words()
            else:
                self._plain_ahead()  # a new line speaks of nothing yet

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if (said := event.commitString()) != (plain := without_controls(said)):
            event.setCommitString(plain, event.replacementStart(), event.replacementLength())
        if not self.textCursor().block().text():
            self._plain_ahead()
        was, self._composing = self._composing, bool(event.preeditString())
        super().inputMethodEvent(event)
        if was and not self._composing:
            self._text_changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        still = (place - self._pressed).manhattanLength() < 4
        if event.button() == Qt.MouseButton.LeftButton and still and not self.textCursor().hasSelection():
            statement = self._statement_at(place)
            if statement.finding_uids:
                self.link_activated.emit(statement.finding_uids[0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        place = event.position().toPoint()
        linked = place.x() < _MARGIN and bool(self._statement_at(place).finding_uids)
        shape = Qt.CursorShape.PointingHandCursor if linked else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
        self.menu_opening.emit(menu, cursor.position())
        menu.popup(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._state(self._statement_at(event.pos())).tooltip
            QToolTip.showText(event.globalPos(), plain_tip(text), self)
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._most is None:
            event.ignore()  # the panel scrolls, not the section
        else:
            super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def createMimeDataFromSelection(self) -> QMimeData:
        mime = QMimeData()
        cursor = self.textCursor()
        text = cursor.selection().toPlainText()
        mime.setText(text)
        parts = []
        block = self.document().findBlock(cursor.selectionStart())
        while block.isValid() and block.position() <= cursor.selectionEnd():
            start = max(cursor.selectionStart() - block.position(), 0)
            end = min(cursor.selectionEnd() - block.position(), len(block.text()))
            part = piece(_statement(block), start, end)
            parts.append([block.text()[start:end], part.finding_uids, part.algorithms, part.said])
            block = block.next()
        mime.setData(_MIME, json.dumps(parts).encode())
        return mime

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.isReadOnly():
            return
        if source.hasFormat(_MIME):
            parts = json.loads(bytes(source.data(_MIME).data()).decode())
            statements = [Statement(text, *(tuple(values) for values in told)) for text, *told in parts]
        else:
            statements = [Statement(line) for line in without_controls(source.text()).split("\n")]
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        self._write(cursor, tuple(statements))
        cursor.endEditBlock()
        self.end_step()
        self.setTextCursor(cursor)

    # -- inside ---------------------------------------------------------------------------------------------

    def _write(self, cursor: QTextCursor, statements: tuple[Statement, ...]) -> None:
        for number, statement in enumerate(statements):
            if number:
                cursor.insertBlock(cursor.blockFormat(), QTextCharFormat())
            cursor.insertText(statement.text.replace("\n", _SOFT_BREAK), _format(statement))

    def _follow_document(self) -> None:
        """Of hundreds of lines a key changes one: only what was changed is read again."""
        self._said = [_statement(block) for block in _blocks(self)]
        self.document().contentsChange.connect(self._lines_changed)

    def _lines_changed(self, position: int, _removed: int, added: int) -> None:
        document, end = self.document(), self.document().characterCount() - 1
        first = document.findBlock(min(position, end)).blockNumber()
        last = document.findBlock(min(position + added, end)).blockNumber()
        more = document.blockCount() - len(self._said)
        now = [_statement(document.findBlockByNumber(number)) for number in range(first, last + 1)]
        self._said[first : last + 1 - more] = now

    def _text_changed(self) -> None:
        if not self._composing and not self._loading:
            if self._highlight:
                self.refresh()  # what was undone or pasted is not where it was
            self.edited.emit()

    def _plain_ahead(self) -> None:
        """What is typed next into this blank line starts without a link."""
        if not self.textCursor().hasSelection() and self.currentCharFormat().hasProperty(_LINKS):
            self.setCurrentCharFormat(QTextCharFormat())

    def _untie_own_words(self) -> None:
        """After a line became two: the one without the words that were generated is a person's own."""
        block = self.textCursor().block()
        for line, other in ((block, block.previous()), (block.previous(), block)):
            whole, rest = _statement(line), _statement(other)
            own = [uid for uid in whole.finding_uids if not words_of(whole, uid) and words_of(rest, uid)]
            if own:
                cursor = QTextCursor(line)
                cursor.joinPreviousEditBlock()  # one step to undo, with the line that was begun
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(_format(untied(whole, *own)))
                cursor.endEditBlock()

    def _state(self, statement: Statement) -> LineState:
        return self.state_of(statement) if statement.finding_uids or statement.algorithms else _NO_STATE

    def _statement_at(self, place: QPoint) -> Statement:
        block = self.cursorForPosition(place).block()
        beside = not self._block_rect(block).adjusted(-_MARGIN, 0, 0, 0).contains(place)
        return Statement("") if beside else _statement(block)

    def _block_rect(self, block: QTextBlock) -> QRectF:
        rect = self.document().documentLayout().blockBoundingRect(block)
        return rect.translated(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def _blocks_in(self, part: QRect) -> Iterator[QTextBlock]:
        """The lines that a part of the viewport shows."""
        block = self.cursorForPosition(part.topLeft()).block()
        while block.isValid() and self._block_rect(block).top() <= part.bottom():
            yield block
            block = block.next()

    def _set_margin(self) -> None:
        """Room for the marks at the left, and a little air between lines so that wrapped ones read as one."""
        self.document().setDocumentMargin(0)
        frame = self.document().rootFrame().frameFormat()
        frame.setLeftMargin(_MARGIN - 2)
        self.document().rootFrame().setFrameFormat(frame)
        air = QTextBlockFormat()
        air.setBottomMargin(_AIR)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(air)

    def _fit(self) -> None:
        """As high as the text, at least `lines` and at most `most`: without that the panel scrolls as one."""
        line = self.fontMetrics().lineSpacing() + _AIR
        inside = max(self.document().size().height(), self._lines * line)
        if self._most is not None:
            inside = min(inside, self._most * line)
        around = self.height() - self.viewport().height() if self.isVisible() else _AROUND
        height = math.ceil(inside) + around
        if height != self.height():
            self.setFixedHeight(height)
            self.updateGeometry()


def _blocks(editor: QTextEdit) -> list[QTextBlock]:
    result, block = [], editor.document().firstBlock()
    while block.isValid():
        result.append(block)
        block = block.next()
    return result


def _statement(block: QTextBlock) -> Statement:
    """A line with the ties that its characters carry, in the order in which they carry them."""
    said: dict[str, str] = {}
    algorithms: dict[str, None] = {}
    for span in block.textFormats():
        for tie in str(span.format.property(_LINKS) or "").split():
            uid, _, known = tie.partition("#")
            said[uid] = joined(said.get(uid, known), known)
        named = str(span.format.property(_ORIGIN) or "").split("\n")
        algorithms |= dict.fromkeys(name for name in named if name)
    every = tuple(said.values()) if any(said.values()) else ()
    return Statement(block.text().replace(_SOFT_BREAK, "\n"), tuple(said), tuple(algorithms), every)


def _format(statement: Statement) -> QTextCharFormat:
    form = QTextCharFormat()
    if statement.finding_uids:
        form.setProperty(_LINKS, " ".join(f"{uid}#{said}" for uid, said in ties(statement)))
    if statement.algorithms:
        form.setProperty(_ORIGIN, "\n".join(statement.algorithms))
    return form
