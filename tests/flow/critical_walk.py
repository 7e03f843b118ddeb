"""The part of the keyboard walk that is about critical results."""

from __future__ import annotations

from reader.delivery.ui.critical_dialogs import HandOnDialog
from reader.delivery.ui.critical_line import CriticalLine
from reader.dicom.ups.critical import Category, Channel
from tests.flow.keyboard_journey import Doctor
from tests.flow.walker import Walker


def critical(walker: Walker, li: Doctor) -> None:
    """The line over the worklist, what its buttons open, and the list."""
    seat, window, service = walker.seat, li.desk.worklist_window, li.desk.critical.service
    assert window is not None
    exam = next(iter(li.desk.place.worklist.worklist.tasks.values())).workitem
    result = seat.ask(lambda: service.tell_of(exam, Category.MINUTES, "Free air", recipient="Dr Wu"))
    line = seat.ask(lambda: window.findChild(CriticalLine))
    assert isinstance(line, CriticalLine)
    seat.until(line.isVisible, "a critical result is open")
    walker.tour(window)
    walker.go_to(lambda w: w is line.tell, "who was told")
    seat.press("Return")
    walker.tour(seat.until_open("ToldDialog"))
    seat.press("Escape")
    walker.back_at(line.tell, "who was told")
    seat.later(lambda: HandOnDialog(result, service.now(), window).open())
    walker.tour(seat.until_open("HandOnDialog"))
    seat.press("Escape")
    walker.back_at(line.tell, "who is told next")
    walker.dialog("ctrl+alt+l", "CriticalList")
    seat.ask(lambda: service.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=service.now()))
    seat.until(lambda: service.settled, "the hub has its end")
    seat.until(line.isHidden, "it is closed")
