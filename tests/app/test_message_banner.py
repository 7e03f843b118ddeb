"""What stands over the images: an event can be closed, a warning of how things are can't while it is so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reader.app.presenter import Level, Message
from reader.app.ui.message_banner import MessageBanner, Underlaid


@pytest.mark.parametrize(
    ("level", "stands", "closes"),
    [
        (Level.WARNING, True, False),
        (Level.ERROR, True, False),
        (Level.WARNING, False, True),
        (Level.INFO, True, True),
        (Level.INFO, False, True),
        (Level.NOTE, True, True),
    ],
)
def test_a_warning_of_how_things_are_stays(qtbot: QtBot, level: Level, stands: bool, closes: bool) -> None:
    banner = MessageBanner()
    qtbot.addWidget(banner)
    banner.show_message(Message("The report is signed by now.", level=level, stands=stands))
    [close] = [b for b in banner.findChildren(QPushButton) if b.accessibleName() == "Close"]
    assert close.isVisible() is closes
    banner.show_message(Message("Delivered."))
    assert close.isVisible(), "the next one can be closed again"


def test_a_notice_moves_down_to_the_edge_once_the_line_below_it_has_gone(qtbot: QtBot) -> None:
    """As "delivered" over the line with "Undo": not at once, and not under the mouse."""
    pictures, notice, undo = QWidget(), MessageBanner(), QLabel("Undo")
    window = Underlaid(pictures, notice, undo)
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    qtbot.waitExposed(window)

    def below() -> int:
        """The room under the notice."""
        return window.height() - notice.mapTo(window, QPoint(0, notice.height())).y()

    undo.show()
    notice.show_message(Message("Delivered.", level=Level.WARNING))
    qtbot.waitUntil(lambda: below() >= undo.height() > 0)
    QCursor.setPos(undo.mapToGlobal(undo.rect().center()))
    undo.hide()
    qtbot.wait(2200)
    assert below() > 0, "nothing comes under a click that is on its way"
    QCursor.setPos(window.mapToGlobal(QPoint(10, 10)))
    qtbot.waitUntil(lambda: below() == 0, timeout=4000)
    assert notice.isVisible()
