"""The main job without a mouse, both roles, two languages: `python -m tests.flow.keyboard_journey PROFILE HUB`."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QPushButton

from reader.app.desk import Desk
from reader.app.ui.reading_window import ReadingWindow
from reader.core.qt.waiting import READ_S
from reader.dicom.values import Code
from reader.findings.model import Status
from reader.report.model import FINDINGS, IMPRESSION
from reader.study.model import Arrival
from reader.worklist.filters import View
from tests.flow.seat import Seat

PATIENTS = {"en": "Meilan", "zh_CN": "Guihua"}
WORDS = {
    "en": (
        "Left ventricle not dilated.",
        "Normal systolic function.",
        "Please say which valve.",
        "Mitral valve normal.",
    ),
    "zh_CN": ("双肺纹理清晰。", "双肺未见明显异常。", "请补充心影描述。", "心影不大。"),
}


def sign_in(seat: Seat, user: str) -> None:
    """Of the demo; the window that opens then depends on the user's roles."""
    seat.until_open("SignInWindow")
    window = seat.program.sign_in_window
    assert window is not None
    if seat.ask(lambda: bool(window._user.text())):  # the password is asked for; the name is one step back
        seat.press("shift+Tab")
    seat.press("ctrl+a")
    seat.type(user)
    seat.press("Tab")
    seat.type("demo")
    seat.press("Return")


class Doctor:
    """One seat, whoever sits there."""

    def __init__(self, seat: Seat, language: str) -> None:
        self.seat, self.language = seat, language
        self.patient = PATIENTS[language]

    @property
    def desk(self) -> Desk:
        assert self.seat.program.desk is not None
        return self.seat.program.desk

    @property
    def window(self) -> ReadingWindow:
        assert self.desk.reading_window is not None
        return self.desk.reading_window

    def sign_in(self, user: str) -> None:
        seat = self.seat
        sign_in(seat, user)
        seat.until_open("WorklistWindow")
        seat.until(lambda: bool(self.desk.place.worklist.worklist.tasks), "tasks in the worklist")
        seat.until(lambda: self.desk.place.key is not None, "the certificate arrives")
        self.desk.place.hold_s = 0.3

    def sign_out(self) -> None:
        self.seat.press("ctrl+w")
        self.seat.until_open("WorklistWindow")
        self.seat.press("ctrl+shift+q")
        self.seat.until_open("SignInWindow")

    def open_case(self) -> None:
        seat = self.seat
        seat.until(lambda: self.desk.page._rows.counts[View.WAITING] > 0, "what waits is counted")
        seat.press("ctrl+f")
        seat.type(self.patient)
        seat.press("Return")
        seat.until_open("ReadingWindow")
        seat.until(lambda: self.window.report is not None and not self.window.case.claiming, "the report is open")
        case = self.window.case
        seat.until(lambda: bool(case.views.contents()), "the first picture")
        uid = case.views.contents()[0].series.series_uid
        seat.until(lambda: case.study.state(uid).arrival is Arrival.COMPLETE, "all of the series")

    def is_at(self, index: int) -> bool:
        return self.window.case.views.active_viewport.index == index

    def say(self, text: str) -> None:
        if text.isascii():
            self.seat.type(text)
        else:
            self.seat.ask(lambda: self.seat.app.clipboard().setText(text))  # as an input method would hand it over
            self.seat.press("ctrl+v")

    def has_keyboard(self, heading: Code) -> bool:
        assert self.window.report is not None
        editor = self.window.report.editor(heading)
        return editor is not None and editor.hasFocus()

    def write(self, findings: str, impression: str) -> None:
        seat = self.seat
        for keys, heading, text in (("F2", FINDINGS, findings), ("alt+2", IMPRESSION, impression)):
            seat.press(keys)
            seat.until(partial(self.has_keyboard, heading), f"{keys} goes to the section")
            before = len(seat.ran)
            seat.press("ctrl+End", "Return")
            self.say(text)
            assert seat.ran[before:] == [], "what is typed is text, and runs nothing"
            assert text in seat.ask(self._text)

    def _text(self) -> str:
        assert self.window.case.draft is not None
        return "\n".join(s.text for section in self.window.case.draft.report.sections for s in section.statements)

    def last_look(self) -> None:
        """Tick what is asked and go on: the dialog's button by Enter."""
        seat = self.seat
        self.tick_all()
        case = self.window.case
        seat.press("Return")
        seat.until(lambda: case.handed_over, "handed over")
        seat.until_open("ReadingWindow")
        self.wait_for_delivery()

    def tick_all(self) -> None:
        """In the last look, up to its button."""
        seat = self.seat
        dialog = seat.until_open("SignDialog")
        time.sleep(READ_S)  # as who reads it; what is pressed sooner was meant for something else
        for _ in range(40):
            focus = seat.ask(lambda: seat.focus)
            if isinstance(focus, QCheckBox) and not seat.ask(focus.isChecked):
                seat.press("space")
            elif seat.ask(lambda: seat.focus is dialog.go):  # type: ignore[attr-defined]
                break
            else:
                seat.press("Tab")

    def wait_for_delivery(self) -> None:
        task = self.window.case.task.uid
        model = self.desk.place.outbox.model
        self.seat.until(
            lambda: any(d.task_uid == task and d.state.value == "delivered" for d in model.deliveries.values()),
            "delivered",
        )


def first_read(doctor: Doctor) -> None:
    seat, (findings, impression, *_) = doctor.seat, WORDS[doctor.language]
    doctor.sign_in("li")
    doctor.open_case()
    case = doctor.window.case
    last = seat.ask(lambda: case.views.active_viewport.count) - 1
    for keys, index in (("Home",), 0), (("Down", "Down"), min(2, last)), (("Next",), last):  # a loop stands at once
        seat.press(*keys)
        seat.until(partial(doctor.is_at, index), f"{keys} scrolls to {index}")
    seat.until(lambda: case.findings.loaded, "the results of algorithms")
    if seat.ask(lambda: any(f.is_ai for f in case.findings.findings)):
        seat.press("j", "y")
        chosen = seat.ask(lambda: case.findings.selected)
        seat.until(lambda: bool(chosen) and case.findings[chosen].is_ai, "a finding is chosen")
        if seat.ask(lambda: case.findings[chosen].status) is Status.PROPOSED:
            seat.press("y")  # the first press has only shown it
        seat.until(lambda: case.findings[chosen].status is Status.ACCEPTED, "accepted")
        seat.press("ctrl+i")  # from the picture
        seat.until(lambda: case.draft is not None and chosen in case.draft.report.finding_uids, "its sentence")
    doctor.write(findings, impression)
    marked = seat.ask(lambda: len(case.findings.findings))
    seat.press("ctrl+Return", "space")  # at once, as one ticks what is always asked
    seat.until_open("SignDialog")
    assert seat.ask(lambda: len(case.findings.findings)) == marked, "no key reaches what is behind the question"
    seat.press("Escape")
    seat.until(partial(doctor.has_keyboard, IMPRESSION), "back where one was writing")
    seat.press("ctrl+Return")
    doctor.last_look()
    doctor.sign_out()


def give_back(doctor: Doctor) -> None:
    seat, reason = doctor.seat, WORDS[doctor.language][2]
    doctor.sign_in("zhou")
    doctor.open_case()
    window = doctor.window
    assert seat.ask(lambda: window.case.is_review)
    seat.press("ctrl+shift+r")
    seat.until(lambda: isinstance(seat.focus, QPlainTextEdit), "the reason takes the keys")
    before = len(seat.ran)
    doctor.say(reason)
    assert seat.ran[before:] == [], "a reason runs nothing beneath it"
    for _ in range(4):
        seat.press("Tab")
        if seat.ask(lambda: isinstance(seat.focus, QPushButton) and seat.focus.property("role") == "primary"):
            break
    seat.press("Return")
    seat.until(lambda: window.case.handed_over, "returned")
    doctor.wait_for_delivery()
    seat.press("ctrl+k")  # at once, without a click
    seat.until_open("CommandPalette")
    seat.press("Escape")
    seat.until_open("ReadingWindow")
    doctor.sign_out()


def correct(doctor: Doctor) -> None:
    seat, more = doctor.seat, WORDS[doctor.language][3]
    doctor.sign_in("li")
    doctor.open_case()
    assert seat.ask(lambda: doctor.window.case.task.returned and not doctor.window.case.read_only)
    doctor.write(more, more)
    seat.press("ctrl+Return")
    doctor.last_look()
    doctor.sign_out()


def sign(doctor: Doctor) -> None:
    doctor.sign_in("zhou")
    doctor.open_case()
    doctor.seat.press("ctrl+shift+Return")
    doctor.last_look()
    doctor.sign_out()


def choose_language(seat: Seat) -> None:
    """In the sign-in window: its list of languages is before the name."""
    window = seat.until_open("SignInWindow")
    combo = window._language  # type: ignore[attr-defined]
    for _ in range(8):
        if seat.ask(combo.hasFocus):
            break
        seat.press("shift+Tab")
    seat.press("space", "Down", "Return")
    seat.until(lambda: seat.program.language == "zh_CN", "Chinese is chosen")


def journey(seat: Seat) -> None:
    for language in PATIENTS:
        if language != "en":
            choose_language(seat)
        doctor = Doctor(seat, language)
        for part in (first_read, give_back, correct, sign):
            begun = time.monotonic()
            part(doctor)
            print(f"{language} {part.__name__}: {time.monotonic() - begun:.1f} s", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(Seat(Path(sys.argv[1]), sys.argv[2], language="en").use(journey))
