"""Before something ends: what was held back to be undone is sent, what is open or started is kept, or the user says
otherwise."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from reader.app.presenter import Presenter
from reader.core.errors import ReaderError
from reader.core.qt.plain import plain_message
from reader.core.text import mark, tr
from reader.delivery.outbox import Outbox
from reader.delivery.ui.sending_dialog import SendingDialog
from reader.worklist.exam import Exam
from reader.worklist.model import Kind, ReadingTask

_STARTED = {
    "": mark("Delete the report that was started for {name}?"),
    "addendum": mark("Delete your addendum for {name}?"),
    "amendment": mark("Delete your amendment for {name}?"),
}
_CHANGED = {
    "": mark("Delete your changes to the report of {name}?"),
    "addendum": mark("Delete your changes to the addendum for {name}?"),
    "amendment": mark("Delete your changes to the amendment for {name}?"),
}
_WITHDRAW = {
    "addendum": mark("Withdraw the addendum for {name}?"),
    "amendment": mark("Withdraw the amendment for {name}?"),
}

def all_sent(outbox: Outbox, presenter: Presenter, parent: QWidget | None) -> bool:
    """False where something is not at the hub and the user stays for it."""
    try:
        outbox.send_held()
    except ReaderError as error:
        presenter.show(error)
        return False
    dialog = SendingDialog(outbox, parent)
    return not dialog.pending or bool(dialog.exec())


def may_delete(task: ReadingTask, exam: Exam | None, parent: QWidget | None) -> bool:
    """Whether what has been written for a task is deleted as the task is given back; what stays of it is said."""
    task = task.blind
    submitted = bool(task.report) and not (exam is not None and exam.only_begun(task))
    changed = submitted or task.kind is Kind.REVIEW
    words, name = _CHANGED if changed else _STARTED, task.patient.name.display or tr("no name")
    question = tr(words.get(task.supplement, words[""]), name=name)
    more = tr("Releasing the exam deletes your text. To keep it, leave the exam as it is: it stays in your list.")
    if changed:
        stays = tr("What was submitted stays at the hub as it is.")
        more = tr("Releasing the exam deletes what you changed since. To keep it, leave the exam as it is.")
    else:
        stays = tr("The signed report stays as it is.") if task.supplement else ""
    told = "\n".join(filter(None, (stays, more)))
    return _agreed(parent, QMessageBox.Icon.Warning, question, told, tr("Delete and release"), tr("Keep it"))


def may_withdraw(task: ReadingTask, parent: QWidget | None) -> bool:
    """Whether an addendum or amendment that was submitted before is given up."""
    told = "\n".join((
        tr("The signed report stays as it is."),
        tr("What was submitted stays stored at the hub, unsigned; nobody waits for it any more."),
        tr("Any changes made since are deleted."),
    ))  # fmt: skip
    words = _WITHDRAW.get(task.supplement, _WITHDRAW["addendum"])
    question = tr(words, name=task.patient.name.display or tr("no name"))
    return _agreed(parent, QMessageBox.Icon.Warning, question, told, tr("Withdraw it"), tr("Keep it"))


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
