"""Text from files, servers and people is shown as it is written, never as markup.

Qt guesses by itself whether a text is HTML, in labels and in tooltips: a name with "<b>" in it would be shown as
another name. Every label is a `Label`, every tooltip goes through `plain_tip`.
"""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Guess
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from reader.core.text import visible


class Label(QLabel):
    """A label whose text is plain. properties: of the QLabel, as its constructor takes them."""

    def __init__(self, text: str = "", parent: QWidget | None = None, **properties: Any) -> None:
        super().__init__(parent, **properties)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(visible(text))


def plain_tip(text: str) -> str:
    """What a tooltip has to be given for this text to be seen. Lines stay lines."""
    text = visible(text)
    if not Guess.mightBeRichText(text):
        return text
    return f'<span style="white-space:pre-wrap">{escape(text)}</span>'


def plain_message(parent: QWidget | None, text: str) -> QMessageBox:
    """A message box whose texts are plain."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(visible(text))
    return box
