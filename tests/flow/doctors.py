"""Doctors at workstations of one hub: what each of them does more than once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from reader.review.ui.origin import Origin
from reader.worklist.model import Kind, ReadingTask, State
from tests.flow.workstation import FINDINGS, IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

CHEST = "Guihua"
CTRL = Qt.KeyboardModifier.ControlModifier


def sign_in(profile: Path, hub: HubProcess, user: str) -> Workstation:
    doctor = Workstation(profile, hub.url)
    doctor.sign_in(user)
    doctor.wait_for_worklist()
    return doctor


def task_of(doctor: Workstation, state: State, kind: Kind) -> ReadingTask:
    """The patient's task in this state, as the worklist has it."""

    def found() -> list[ReadingTask]:
        tasks = doctor.desk.place.worklist.worklist.tasks.values()
        return [t for t in tasks if CHEST in t.patient.name.latin and (t.state, t.kind) == (state, kind)]

    wait_for(lambda: bool(found()), f"a task {state} {kind} in the worklist")
    return found()[-1]


def open_task(doctor: Workstation, state: State, kind: Kind) -> None:
    go_to(doctor, task_of(doctor, state, kind))


def go_to(doctor: Workstation, task: ReadingTask) -> None:
    """Open this one, and wait until the hub has said whose it is."""
    doctor.desk.open_task(task)
    doctor.window.resize(*doctor.size)
    doctor.activate(doctor.window)
    doctor.wait_for_report()
    wait_for(lambda: not doctor.window.case.claiming, "the hub has answered")


def sign_review(doctor: Workstation) -> None:
    """The senior signs the review that is open."""
    doctor.wait_for_images()
    doctor.answer_dialog()
    doctor.activate(doctor.window)  # another doctor's may have the keyboard
    doctor.press(Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
    wait_for(lambda: doctor.window.case.handed_over, "signed")
    doctor.wait_for_delivery()


def submit(doctor: Workstation, said: str) -> None:
    doctor.wait_for_images()
    doctor.write(FINDINGS, said)
    doctor.write(IMPRESSION, said)
    doctor.answer_dialog()
    doctor.press(Qt.Key.Key_Return, CTRL)
    wait_for(lambda: doctor.window.case.handed_over, "submitted")
    doctor.activate(doctor.window)


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def story(doctor: Workstation) -> str:
    """What the window says of how the report came about."""
    return "\n".join(words(origin) for origin in doctor.window.findChildren(Origin))
