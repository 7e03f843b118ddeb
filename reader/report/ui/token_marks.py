"""Places to fill, told apart from the words around them."""

from __future__ import annotations

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from reader.core.qt.theme import colour
from reader.report.tokens import tokens


class PlacesToFill(QSyntaxHighlighter):
    """Of one document, for as long as it lives. Nothing of it is in the text or its steps."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        if "_" not in text and "|" not in text:
            return
        look = QTextCharFormat()
        look.setForeground(colour("accent"))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        for token in tokens(text):
            self.setFormat(token.start, token.end - token.start, look)
