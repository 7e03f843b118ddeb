"""A doctor in a process of its own, to be killed: `python -m tests.flow.doctor VERB PROFILE HUB PATIENT`.

type: marks a key image, writes one letter after another into the impression and says "typed N TIME" after each.
deliver: writes, submits, says "queued" once the outbox has it, and "delivered" at the end.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.flow.workstation import FINDINGS, IMPRESSION, Workstation, wait_for


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 - the test reads it


def main(verb: str, profile: Path, hub: str, patient: str) -> None:
    doctor = Workstation(profile, hub)
    doctor.sign_in("li")
    doctor.wait_for_worklist()
    doctor.open_case(patient)
    doctor.wait_for_report()
    if verb == "type":
        doctor.wait_for_images()
        doctor.on_picture(Qt.Key.Key_Space)
        doctor.on_picture(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
        editor = doctor.editor(IMPRESSION)
        editor.setFocus()
        for number in itertools.count(1):
            QTest.keyClicks(editor, "x")
            say("typed", number, time.time())
            QTest.qWait(20)
    doctor.wait_for_images()
    doctor.write(FINDINGS, "As before.")
    doctor.write(IMPRESSION, "Nothing new since the last exam.")
    doctor.answer_dialog()
    doctor.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    outbox = doctor.desk.place.outbox.model
    wait_for(lambda: bool(outbox.deliveries), "the outbox has it")
    say("queued")
    doctor.wait_for_delivery()
    say("delivered")
    while True:
        QApplication.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    os.environ["READER_KEYRING"] = "file"
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4])
