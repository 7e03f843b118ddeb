"""Before the user leaves: what was held back to be undone is sent, or the user says that it may wait."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reader.app.presenter import Presenter
from reader.core.errors import ReaderError
from reader.delivery.outbox import Outbox
from reader.delivery.ui.sending_dialog import SendingDialog


def all_sent(outbox: Outbox, presenter: Presenter, parent: QWidget | None) -> bool:
    """False where something is not at the hub and the user stays for it."""
    try:
        outbox.send_held()
    except ReaderError as error:
        presenter.show(error)
        return False
    dialog = SendingDialog(outbox, parent)
    return not dialog.pending or bool(dialog.exec())
