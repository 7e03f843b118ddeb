"""Which words a critical result begins with, while a doctor writes with a finding selected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from reader.app.critical_desk import OfCase
from reader.delivery.ui.critical_dialogs import TellOfDialog
from reader.dicom.values import Code
from reader.findings.model import Finding, Measurement, Observer, Source, Status
from reader.findings.service import add, title
from reader.report.categories import load_tables
from reader.report.sentences import statement, tied
from reader.review.supplement import Supplement
from reader.terms.measures import LENGTH
from tests.dialogs import answer
from tests.flow.doctors import sign_in
from tests.flow.test_confirmed import hub  # noqa: F401
from tests.flow.workstation import FINDINGS, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(120)]


def test_it_begins_with_the_selected_finding_and_not_with_the_advice_of_a_category(
    tmp_path: Path, hub: HubProcess,  # noqa: F811
) -> None:  # fmt: skip
    table = next(one for one in load_tables() if one.table_id == "lung-rads")
    advice = table.text(next(iter(table.results.values())), "en")
    with sign_in(tmp_path / "li", hub, "li") as li:
        li.open_case("Xiaodong")
        li.wait_for_images()
        case = li.window.case
        about = OfCase(case, li.desk.critical.service)
        wait_for(lambda: bool(case.findings.findings), "findings")
        finding = case.findings.findings[0]
        li.write(FINDINGS, "Heart of normal size.")
        editor = li.editor(FINDINGS)
        assert about.chosen() == ("Heart of normal size.", None)
        case.findings.select(finding.tracking_uid)
        editor.setFocus()
        text, code = about.chosen()
        assert text.startswith(title(finding)) and code == finding.finding, "without a sentence in the report"
        sentence = statement(finding, "en").text
        editor.insert(statement(finding, "en"))
        editor.insert(tied(advice, finding))
        assert editor.selected_or_line == advice and about.chosen() == (sentence, finding.finding)
        editor.moveCursor(QTextCursor.MoveOperation.Start)
        assert about.chosen() == (sentence, finding.finding)
        editor.moveCursor(QTextCursor.MoveOperation.EndOfLine, QTextCursor.MoveMode.KeepAnchor)
        assert about.chosen()[0] == editor.textCursor().selectedText(), "what is selected goes before"
        editor.moveCursor(QTextCursor.MoveOperation.End)
        length = Measurement(LENGTH, 48.0, Code("mm", "UCUM", "mm"))
        bare = Finding("2.25.48", "Length", Source(Observer.PERSON, "Li Na"), LENGTH, measurements=(length,),
                       status=Status.ACCEPTED)  # fmt: skip
        add(case.findings, bare)
        li.window.setFocus()
        assert case.findings.selected == bare.tracking_uid and about.chosen() == ("", None), "nobody has named it"
        seen: list[tuple[str, bool]] = []

        def look(dialog: TellOfDialog) -> None:
            seen.append((dialog.text, dialog.focusWidget() is dialog._text))
            dialog.reject()

        def record(dialog: TellOfDialog) -> None:
            dialog._text.setPlainText("Free air")
            dialog.recipient.setText("Dr He")
            QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

        answer(TellOfDialog, look)
        li.desk.critical.tell_of(about)
        assert seen == [("", True)], "the finding is what is missing"
        editor.setFocus()
        editor.insert(statement(bare, case.draft.report.language))
        assert "48" in editor.selected_or_line and about.chosen() == ("", None), "nor is its sentence one"
        li.window.setFocus()
        named = replace(bare, finding=finding.finding)
        case.findings.put(named, "named")
        text, code = about.chosen()
        assert text.startswith(title(named)) and "48 mm" in text and code == finding.finding
        editor.setFocus()
        case.findings.select("")
        QTest.keyClicks(editor, "Free air")
        assert about.chosen()[0].endswith("Free air")
        for supplement, says in ((None, ""), (Supplement.ADDENDUM, "addendum"), (Supplement.AMENDMENT, "amended")):
            case.supplement = supplement
            answer(TellOfDialog, record)
            before = len(li.said)
            li.desk.critical.tell_of(about)
            told = [message.text for message in li.said[before:] if "by itself" in message.text]
            assert [says in text for text in told] == [True] * bool(says), "only a report receives it by itself"
