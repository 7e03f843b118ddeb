"""A phrase names the prior that the normal sentences of the same report are compared with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from reader.app.report_background import background
from reader.report.model import IMPRESSION
from reader.report.phrases import Phrase
from reader.review.blanks import has_blank
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess


def test_it_is_the_prior_that_was_looked_at_and_none_before(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as li:
        li.sign_in("li")
        li.wait_for_worklist()
        li.open_case("Xiaodong")
        li.wait_for_report()
        case = li.window.case
        wait_for(lambda: case.claim is not None and bool(case.study.priors), "the claim, and its priors")
        li.wait_for_images()
        li.desk.place.phrases.put(Phrase("pd", "Compared with {prior date}."))
        assert case.draft is not None and case.prior_on_screen is None
        phrase(li, "pd")
        assert has_blank(case.draft.report.section(IMPRESSION).text), "nobody has looked at it"
        prior = next(prior for prior in case.study.priors if "CT" in prior.modalities)
        li.desk.compare(prior)
        wait_for(lambda: background(case).facts.get("prior") == "yes", "it was looked at")
        phrase(li, "pd")
        when = background(case).facts["prior.date"]
        years = when.split("-")
        said = case.draft.report.section(IMPRESSION).text.splitlines()[-1]
        assert when in said or f"{years[0]}年{int(years[1])}月{int(years[2])}日" in said, said


def phrase(li: Workstation, abbreviation: str) -> None:
    """In a line of its own."""
    editor = li.editor(IMPRESSION)
    editor.setFocus()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, abbreviation)
    QTest.keyClick(editor, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
