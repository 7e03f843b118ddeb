"""A report written with dictation, spelling and an own template, in the real program on a real hub."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication

from reader.app.dictation_token import token_of
from reader.report.model import FINDINGS
from reader.report.template_draft import copy_of
from reader.report.ui.own_templates import OwnTemplatesDialog
from reader.report.ui.template_editor import TemplateEditor
from tests.app.test_dictation import free_port
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess


@pytest.fixture
def li(tmp_path: Path) -> Iterator[Workstation]:
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as station:
        station.sign_in("li")
        station.wait_for_worklist()
        station.open_case("Xiaodong")
        station.wait_for_report()
        yield station


def dictated(station: Workstation, text: str, accession: str = "") -> tuple[int, dict[str, object]]:
    services = station.program.services
    port, token, got = services.settings.value.dictation_port, token_of(services), list[tuple[int, bytes]]()

    def ask() -> None:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        fields = {"Authorization": f"Bearer {token}", "Content-Type": "text/plain", "X-Accession": accession}
        client.request("POST", "/dictation", text.encode(), fields)
        response = client.getresponse()
        got.append((response.status, response.read()))

    threading.Thread(target=ask, daemon=True).start()
    wait_for(lambda: bool(got), "the port answers")
    return got[0][0], json.loads(got[0][1])


def test_dictated_text_is_in_the_open_report_only_and_misspelt_words_are_marked(li: Workstation) -> None:
    li.program.services.settings.update(dictation=True, dictation_port=free_port())
    first = li.window.case.draft
    assert first is not None
    accession = first.report.subject.accession
    li.activate(li.window)
    li.editor(FINDINGS).setFocus()
    wait_for(lambda: QApplication.focusWidget() is li.editor(FINDINGS), "the cursor is in the findings")
    status, said = dictated(li, "Nodul of the left lung.", accession)
    assert (status, said["accession"]) == (200, accession)
    assert first.report.section(FINDINGS).text == "Nodul of the left lung."
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline

    def marked() -> list[str]:
        every = li.editor(FINDINGS).extraSelections()
        return [s.cursor.selectedText() for s in every if s.format.underlineStyle() is wave]

    wait_for(lambda: marked() == ["Nodul"], "the misspelt word is marked")
    li.window.registry.run("report.undo")
    assert first.report.section(FINDINGS).text == ""
    kept = first.report
    li.window.registry.run("app.close_case")
    wait_for(lambda: li.desk.case is None, "the exam is left")
    assert dictated(li, "x", accession)[1]["error"] == "no_report"
    li.open_case("Guihua")
    li.wait_for_report()
    second = li.window.case.draft
    assert second is not None and second.report.subject.accession != accession
    li.activate(li.window)
    li.editor(FINDINGS).setFocus()
    wait_for(lambda: QApplication.focusWidget() is li.editor(FINDINGS), "the cursor is in the findings")
    before = second.report
    assert dictated(li, "x", accession)[1]["error"] == "another_report"
    assert second.report == before and first.report == kept


def test_an_own_template_is_in_use_in_the_open_report_and_for_the_next_one(li: Workstation) -> None:
    report = li.window.report
    assert report is not None and li.window.case.draft is not None
    now = report.forms.template()
    assert now is not None
    report.forms.show_own()
    own = next(w for w in QApplication.topLevelWidgets() if isinstance(w, OwnTemplatesDialog) and w.isVisible())
    own.copy.click()
    editor = next(w for w in own.findChildren(TemplateEditor) if w.isVisible())
    title = editor.about.title.text()
    assert title != now.title and copy_of(now, title, "").sections == editor._draft.template.sections
    editor.accept()
    own.accept()
    made = li.window.case.library.template(editor._draft.template.template_id)
    assert made is not None and made.title == title
    report.forms.use(made)
    report.forms.all_normal()
    assert li.window.case.draft.report.template_id == made.template_id
    assert li.window.case.draft.report.section(FINDINGS).text
    folder = Path(made.source).parent
    assert folder.name == "li" and folder.parent == li.program.services.profile.root / "templates"
