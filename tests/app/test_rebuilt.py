"""Theme, language or size of text change while a case is open: its windows are built again, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import Parameter
from pathlib import Path

import pytest
from psygnal import SignalInstance
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.app.access import Barrier, ReadOnly
from reader.app.presenter import Level, Message
from reader.findings import service
from reader.findings.codes import LESION
from reader.findings.model import Finding, Observer, Source, Status
from reader.report.model import FINDINGS
from reader.views.layout import SINGLE
from reader.views.ui.overlay import _found
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

INCOMPLETE = "Lijuan"


@pytest.fixture
def li(tmp_path: Path) -> Iterator[Workstation]:
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as station:
        station.program.services.settings.update(language="zh_CN")
        station.sign_in("li")
        station.wait_for_worklist()
        station.open_case(INCOMPLETE)
        station.wait_for_report()
        wait_for(lambda: station.window.case.claim is not None, "the claim")
        station.wait_for_images()
        wait_for(lambda: station.window.case.findings.loaded, "the results")
        yield station


def change(station: Workstation, **settings: object) -> None:
    """A change in the settings; the windows before it go as in the running program."""
    before = station.window
    station.program.services.settings.update(**settings)  # type: ignore[arg-type]
    assert station.window is not before
    station.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def signals(*models: object) -> Iterator[SignalInstance]:
    for model in models:
        for name in dir(type(model)):
            if isinstance(signal := getattr(model, name, None), SignalInstance):
                yield signal


def test_nobody_hears_of_a_model_who_is_gone(li: Workstation) -> None:
    held = li.window  # as long as anything holds its Python side, a signal reaches it
    inside = [held._tabs, held.findings, held.report, held.views]
    for settings in ({"theme": "light"}, {"text_scale": 1.4}, {"language": "en"}):
        change(li, **settings)
    case, place = li.window.case, li.desk.place
    models = (
        case, case.study, case.findings, case.views, case.views.parts, case.draft, place.worklist.worklist,
        place.outbox.model,
    )  # fmt: skip
    series = case.views.contents()[0].series.series_uid
    of = {str: series, int: 0, bool: False, frozenset: frozenset(), tuple: ()}
    told = 0
    for signal in signals(*models):
        kinds = [parameter.annotation for parameter in signal.signature.parameters.values()]
        if all(kind in of for kind in kinds) and Parameter.empty not in kinds:
            signal.emit(*(of[kind] for kind in kinds))
            told += 1
    assert told > 20 and inside


def test_warnings_and_steps_are_said_in_the_new_language_and_stay(li: Workstation) -> None:
    window, case = li.window, li.window.case
    content = case.views.contents()[0]
    assert content.issues
    said = window.messages.message
    assert said is not None and said.level is Level.WARNING and "36" in said.text
    case.views.set_layout(SINGLE)
    li.window._tabs.setCurrentIndex(li.window._tabs.count() - 1)
    change(li, language="en")
    banner = li.window.messages
    assert banner.message is not None and banner._text.text() == "6 of 36 images are missing."
    assert banner._detail.text().startswith("The site has not sent them")
    assert case.findings.history.undoes == "Layout changed"
    assert [text for text, _ in _found(content)] == ["⚠ 6 slices are missing"], "over the picture"
    case.bar(ReadOnly(Barrier.SUBMITTED))
    refusal = case.findings.history.refusal
    change(li, language="zh_CN")
    assert case.findings.history.refusal not in ("", refusal), "why nothing may be changed"
    assert li.window.messages._text.text() == said.text
    change(li, language="en")
    assert li.window._tabs.currentIndex() == li.window._tabs.count() - 1, "the tab that was shown"
    li.window._toggle_panel()
    for settings in ({"theme": "light"}, {"text_scale": 1.4}):
        change(li, **settings)
        assert li.window.messages._text.text() == "6 of 36 images are missing."
        assert li.window._panel.isHidden(), "folded away"


def test_the_report_does_not_move_under_the_mouse_when_something_is_said(li: Workstation) -> None:
    """Else a click misses the field, and what is typed runs as commands."""
    window, editor = li.window, li.editor(FINDINGS)

    def place() -> tuple[int, ...]:
        QTest.qWait(50)
        corner = editor.mapToGlobal(QPoint(0, 0))
        return corner.x(), corner.y(), editor.width(), window._panel.height()

    said, before = window.messages.message, place()
    assert said is not None
    window.messages.hide()
    assert place() == before
    window.show_message(Message("20 more images of this exam have arrived. " * 8, "In the series column."))
    assert place() == before
    window.standing.show_message(Message("The report has been submitted."))
    assert place() == before
    window._held.show()
    assert place() == before, "also while a submission can be undone"


def test_a_begun_report_keeps_its_language_and_can_be_undone(li: Workstation) -> None:
    case = li.window.case
    assert case.draft is not None and case.draft.report.language == "zh"
    change(li, language="en")
    assert case.draft.report.language == "en" and case.untouched, "nobody had begun to write it"
    change(li, language="zh_CN")
    assert case.draft.report.language == "zh" and case.untouched
    person = Source(Observer.PERSON, "Li")
    service.add(case.findings, Finding("2.25.77", "own", person, LESION, status=Status.ACCEPTED))
    li.write(FINDINGS, "abc")
    assert li.window.report is not None
    li.window.report.fill_normal()
    before = case.draft.report
    change(li, language="en")
    assert case.draft.report == before, "what was begun in one language stays in it"
    li.window.report.insert_finding("2.25.77")
    assert "病灶" in case.draft.report.section(FINDINGS).text
    change(li, theme="light")
    change(li, text_scale=1.4)
    editor = li.editor(FINDINGS)
    assert editor.document().defaultFont().pixelSize() == editor.font().pixelSize() == 18
    for _ in range(8):
        li.window.report.undo()
    assert case.draft.report.section(FINDINGS).text == "", "typed before the windows were built again"
    li.window.report.redo()
    assert case.draft.report.section(FINDINGS).text
    QTest.keyClicks(li.editor(FINDINGS), "d")
    assert case.draft.report.section(FINDINGS).text.endswith("d"), "the text is still the report's"
