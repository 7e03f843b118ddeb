"""A phrase names the prior that the normal sentences of the same report are compared with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.app.report_background import background
from reader.report.model import IMPRESSION
from reader.report.phrases import Phrase
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess


def test_the_prior_that_is_listed_and_not_opened(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as li:
        li.sign_in("li")
        li.wait_for_worklist()
        li.open_case("Xiaodong")
        li.wait_for_report()
        case = li.window.case
        wait_for(lambda: case.claim is not None, "the claim")
        li.wait_for_images()
        wait_for(lambda: "prior.date" in background(case).facts, "a prior is listed")
        assert case.prior_on_screen is None, "and not opened"
        li.desk.place.phrases.put(Phrase("pd", "Compared with {prior date}."))
        editor = li.editor(IMPRESSION)
        editor.setFocus()
        QTest.keyClicks(editor, "pd")
        QTest.keyClick(editor, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
        assert case.draft is not None
        listed = background(case).facts["prior.date"]
        years = listed.split("-")
        said = case.draft.report.section(IMPRESSION).text
        assert listed in said or f"{years[0]}年{int(years[1])}月{int(years[2])}日" in said, said
