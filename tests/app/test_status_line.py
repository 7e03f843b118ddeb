"""What the line at the bottom says goes when it holds no more."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from reader.app.ui import status_line
from reader.app.ui.status_line import StatusLine
from reader.dicom.values import PersonName
from reader.study.identity import PatientIdentity
from reader.study.model import Arrival, Series, SeriesState, Study
from reader.study.opened import StudyModel

PATIENT = PatientIdentity(PersonName("Wang^Wei"), "7", "", "F", None)


def test_a_series_that_is_there_is_named_no_longer_than_it_is_news(qtbot: QtBot) -> None:
    series = (Series("1.1", "1", "CT", 1, expected=55), Series("1.2", "1", "CT", 2, expected=55))
    study = StudyModel(Study("1", PATIENT, "", None, "", "", ("CT",), "", series))
    line = StatusLine(study, None)
    qtbot.addWidget(line)
    line._passing.setInterval(0)
    study.set_state("1.2", SeriesState(Arrival.COMPLETE, 55, 55))
    assert line._arrival.text() == "series 2: 55 of 55"
    qtbot.waitUntil(lambda: line._arrival.text() == "")
    line.set_loading("Loading exam contents …")
    line.set_loading("")
    assert line._arrival.text() == "", "nor does it come back"

    study.set_state("1.2", SeriesState(Arrival.COMPLETE, 55, 55))
    study.set_state("1.1", SeriesState(Arrival.LOADING, 20, 55))
    qtbot.wait(5)
    assert line._arrival.text() == "series 1: 20 of 55", "what is on its way stays"
    assert status_line.STAYS_MS >= 3000, "time to read it"


def test_what_was_said_of_a_change_goes_with_the_next(qtbot: QtBot) -> None:
    line = StatusLine(StudyModel(Study("1", PATIENT, "", None, "", "", ("CT",), "")), None)
    qtbot.addWidget(line)
    line.set_readout("Redone: Nodule rejected")
    line.forget_readout()
    assert line._readout.text() == ""
