"""Before something ends: what was held back to be undone is sent, what is open or started is kept, or the user says
otherwise."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from reader.app.presenter import Presenter
from reader.core.errors import ReaderError
from reader.core.qt.plain import plain_message
from reader.core.text import tr
from reader.delivery.outbox import Outbox
from reader.delivery.ui.sending_dialog import SendingDialog
from reader.worklist.model import ReadingTask


def all_sent(outbox: Outbox, presenter: Presenter, parent: QWidget | None) -> bool:
    """False where something is not at the hub and the user stays for it."""
    try:
        outbox.send_held()
    except ReaderError as error:
        presenter.show(error)
        return False
    dialog = SendingDialog(outbox, parent)
    return not dialog.pending or bool(dialog.exec())


def may_delete(task: ReadingTask, parent: QWidget | None) -> bool:
    """Whether the report that has been started for a task is deleted as the task is given back."""
    name = task.patient.name.display or tr("no name")
    return _agreed(
        parent, QMessageBox.Icon.Warning, tr("Delete the report that was started for {name}?", name=name),
        tr("Releasing the exam deletes your text. To keep it, leave the exam as it is: it stays in your list."),
        tr("Delete and release"), tr("Keep it"),
    )  # fmt: skip


def may_make_room(name: str, parent: QWidget | None) -> bool:
    """Whether the case of this patient is left for an exam from a disc."""
    return _agreed(
        parent, QMessageBox.Icon.Question, tr("Leave the case of {name}?", name=name),
        tr("Only one patient can be open. The report stays as it is and can be opened again from the worklist."),
        tr("Leave the case"), tr("Stay"),
    )  # fmt: skip


def _agreed(
    parent: QWidget | None, icon: QMessageBox.Icon, question: str, more: str, agree: str, refuse: str
) -> bool:
    """Esc and Enter refuse."""
    box = plain_message(parent, question)
    box.setIcon(icon)
    box.setInformativeText(more)
    agreed = box.addButton(agree, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(refuse, QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is agreed
