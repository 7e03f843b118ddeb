"""The part of the keyboard walk that is about what a report is written with, and what is made of a signed one."""

from __future__ import annotations

from functools import partial

from reader.app.ui.stored_report import StoredReport
from reader.core.text import tr
from reader.report.template_draft import Place
from reader.report.ui.own_templates import OwnTemplatesDialog
from reader.report.ui.template_editor import TemplateEditor
from tests.flow.keyboard_journey import Doctor
from tests.flow.walker import Walker


def writing(walker: Walker, li: Doctor) -> None:
    """Phrases, categories and templates; the keyboard is in the report."""
    seat = walker.seat
    walker.dialog("ctrl+j", "PhraseList")
    walker.dialog("ctrl+shift+j", "PhraseDialog")
    walker.dialog("ctrl+alt+j", "PhrasesDialog")
    walker.dialog("alt+g", "CategoryDialog")
    seat.press("ctrl+comma")
    seat.until_open("SettingsDialog")
    walker.go_to(lambda widget: widget.property("text") == tr("Connection …"), "how a speech program connects")
    seat.press("Return")
    walker.tour(seat.until_open("DictationDialog"))
    seat.press("Escape")
    seat.until_open("SettingsDialog")
    seat.press("Escape")
    seat.until_open("ReadingWindow")
    report = li.window.report
    assert report is not None
    seat.later(report.forms.show_own)
    own = seat.until_open("OwnTemplatesDialog")
    walker.tour(own)
    assert isinstance(own, OwnTemplatesDialog)
    chosen = seat.ask(lambda: own.chosen)
    assert chosen is not None
    lines = [Place(n, at) for n, s in enumerate(chosen.sections) for at, one in enumerate(s.fields) if one.slots]
    for part in (Place(), Place(0), lines[0]):
        template(walker, own, part)
    seat.press("Escape")
    seat.until_open("ReadingWindow")


def template(walker: Walker, own: OwnTemplatesDialog, part: Place) -> None:
    """The form of one of its parts, in the editor of a copy that is given up."""
    seat = walker.seat
    seat.later(own.copy.click)
    editor = seat.until_open("TemplateEditor")
    assert isinstance(editor, TemplateEditor)
    seat.ask(partial(editor.show_place, part))
    walker.tour(editor)
    changed = seat.ask(lambda: editor._draft.dirty)  # by what the tour has typed
    seat.press("Escape")
    if changed:
        seat.until_open("QMessageBox")
        walker.go_to(lambda widget: widget.property("text") == "Discard changes", "giving up what was typed")
        seat.press("Return")
    seat.until_open("OwnTemplatesDialog")


def signed_outputs(walker: Walker, zhou: Doctor) -> None:
    """What is signed, on paper, and beside another report."""
    seat, window = walker.seat, zhou.window
    seat.until(lambda: window.case.handed_over, "signed")
    seat.until_open("ReadingWindow")
    seat.press("F3")
    walker.dialog("ctrl+alt+o", "ReportPrintDialog")
    seat.later(lambda: StoredReport((window.case.story,), window, window.outputs).open())
    walker.tour(seat.until_open("StoredReport"))
    seat.press("Escape")
    seat.until_open("ReadingWindow")
