"""What stands over the images: an event can be closed, a warning of how things are can't while it is so."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from reader.app.presenter import Level, Message
from reader.app.ui.message_banner import MessageBanner


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
