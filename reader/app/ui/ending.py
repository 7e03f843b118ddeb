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
from reader.worklist.model import Kind, ReadingTask


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
    """Whether what has been written for a task is deleted as the task is given back; what stays of it is said."""
    name = task.patient.name.display or tr("no name")
    question, stays = tr("Delete the report that was started for {name}?", name=name), ""
    if task.kind is Kind.REVIEW or task.returned:
        question = tr("Delete your changes to the report of {name}?", name=name)
        stays = tr("The report stays at the hub as it was submitted.")
    elif task.supplement:
        question = tr("Delete your addendum for {name}?", name=name)
        if task.supplement == "amendment":
            question = tr("Delete your amendment for {name}?", name=name)
        stays = tr("The signed report stays as it is.")
    more = tr("Releasing the exam deletes your text. To keep it, leave the exam as it is: it stays in your list.")
    told = "\n".join(filter(None, (stays, more)))
    return _agreed(
        parent, QMessageBox.Icon.Warning, question, told, tr("Delete and release"), tr("Keep it")
    )


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
