"""The editor of templates, driven as a doctor would; and all templates in their dialog."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from reader.core.errors import ReaderError
from reader.report.library import Library, library
from reader.report.model import FINDINGS, TECHNIQUE
from reader.report.mrrt.lines import Line
from reader.report.mrrt.model import SlotKind, Template
from reader.report.own_folder import OwnFolder
from reader.report.template import choose_template, load_templates
from reader.report.template_draft import Place, TemplateDraft, copy_of, new_template
from reader.report.ui.own_templates import OwnTemplatesDialog
from reader.report.ui.template_editor import TemplateEditor
from reader.report.ui.templating import Templating
from tests.dialogs import answer
from tests.report.examples import SUBJECT
from tests.report.room import Room


@pytest.fixture
def kept() -> list[Template]:
    return []


@pytest.fixture
def editor(qtbot: QtBot, kept: list[Template]) -> Iterator[TemplateEditor]:
    def save(template: Template) -> Template:
        kept.append(template)
        return template

    made = TemplateEditor(TemplateDraft(new_template("Liver MR", "en", "Li Na")), save, names=("王小东",))
    made.show()
    qtbot.waitExposed(made)
    yield made
    if made.isVisible():
        made._draft.mark_kept(made._draft.template)
        made.reject()
    made.deleteLater()


def line(editor: TemplateEditor) -> Line:
    return editor._draft.line(editor.outline.place)


def shown(editor: TemplateEditor, heading: object = FINDINGS) -> str:
    editor._look()
    assert editor.preview.panel is not None
    found = editor.preview.panel.editor(heading)  # type: ignore[arg-type]
    assert found is not None
    return found.toPlainText()


def test_a_line_is_written_and_seen_as_the_report_panel_shows_it(
    editor: TemplateEditor, qtbot: QtBot, kept: list[Template]
) -> None:
    editor.about.modalities["MR"].setChecked(True)
    editor.about.part.setCurrentText("Abdomen")
    editor.about.part.activated.emit(editor.about.part.currentIndex())
    assert "abdom" in editor.about.needs.text()
    editor.outline.setCurrentItem(editor.outline._item(Place(0)))
    editor.add_line()
    assert editor.outline.place == Place(0, 0) and editor.focusWidget() is editor.line.label
    qtbot.keyClicks(editor.line.label, "Liver")
    words = editor.line.sentences[0]
    qtbot.keyClicks(words, "Liver of ")
    editor.line.put("__ mm")
    words.moveCursor(words.textCursor().MoveOperation.End)
    qtbot.keyClicks(words, ", contour ")
    editor.line.put("[first|second]")
    assert words.textCursor().selectedText() == "first"
    qtbot.keyClicks(words, "smooth")
    words.moveCursor(words.textCursor().MoveOperation.End)
    qtbot.keyClicks(words, ".")
    slots = editor._draft.template.sections[0].fields[0].slots
    assert [slot.kind for slot in slots] == [SlotKind.NUMBER, SlotKind.CHOICE] and slots[0].unit == "mm"
    editor.line._places[0].least.setText("9")
    editor.line._places[0].most.setText("3")
    editor._look()
    assert not editor.keep.isEnabled() and "lowest" in editor.problems.item(0).text()
    editor.line._places[0].most.setText("300")
    text = shown(editor)
    assert text == "Liver of __ mm, contour [smooth|second]." and editor.keep.isEnabled()
    editor.line.add.click()
    qtbot.keyClicks(editor.line.sentences[1], "Fatty liver.")
    assert "Fatty" not in shown(editor)
    editor.preview.offered.setChecked(True)
    assert shown(editor).split("\n")[-1] == "Fatty liver."
    editor.line._rows[1].normal.click()
    assert [offer.normal for offer in line(editor).offers] == [False, True]
    editor.preview.offered.setChecked(False)
    assert shown(editor) == "Fatty liver."
    editor.accept()
    assert not editor.isVisible() and kept[0].sections[0].fields[0].options[1] == "Fatty liver."
    assert choose_template("MR", "MRI abdomen", "en", (*kept, *load_templates())).title == "Liver MR"


def test_conditions_change_what_the_preview_shows(qtbot: QtBot) -> None:
    chest = next(t for t in load_templates() if t.template_id == "reader.ct-abdomen.en")
    editor = TemplateEditor(TemplateDraft(copy_of(chest, "Mine", "Li")), lambda template: template)
    editor.show()
    assert "prostate" not in shown(editor).lower() and "uterus" not in shown(editor).lower()
    editor.preview.sex.setCurrentIndex(editor.preview.sex.findData("F"))
    assert "uterus" in shown(editor).lower() and "prostate" not in shown(editor).lower()
    without = shown(editor, TECHNIQUE)
    editor.preview.contrast.setCurrentIndex(editor.preview.contrast.findData("yes"))
    assert shown(editor, TECHNIQUE) != without
    assert not editor._draft.dirty and editor.preview.panel is not None
    assert not editor.preview.panel.can_edit()
    editor.reject()  # nothing was changed: nothing is asked
    assert not editor.isVisible()
    editor.deleteLater()


def test_problems_lead_to_their_place_and_keep_it_from_being_saved(
    editor: TemplateEditor, qtbot: QtBot, kept: list[Template]
) -> None:
    editor.add_line()
    place = editor.outline.place
    qtbot.keyClicks(editor.line.label, "Liver")
    editor.line.sentences[0].setPlainText("王小东的肝脏")
    editor.outline.setCurrentItem(editor.outline.topLevelItem(0))
    editor._look()
    assert editor.outline.place.section == -1 and editor.problems.count() == 1
    editor.accept()
    assert editor.isVisible() and kept == []
    editor.problems.itemActivated.emit(editor.problems.item(0))
    assert editor.outline.place == place
    editor.line.sentences[0].setPlainText("Liver normal.")
    editor._look()
    assert editor.keep.isEnabled() and not editor.problems.isVisible()


def test_what_is_not_saved_is_asked_about_and_undo_reaches_back(editor: TemplateEditor, qtbot: QtBot) -> None:
    editor.add_section()
    qtbot.keyClicks(editor.section.title, "Score")
    assert [s.title for s in editor._draft.template.sections] == ["Findings", "Impression", "Score"]

    def press(name: str) -> None:
        def click(box: QMessageBox) -> None:
            next(b for b in box.findChildren(QPushButton) if b.text() == name).click()

        answer(QMessageBox, click)
        editor.reject()

    press("Go on editing")
    assert editor.isVisible()
    QApplication.processEvents()
    editor.outline.setFocus()
    editor.outline.setCurrentItem(editor.outline._item(Place(0)))
    qtbot.keyClick(editor.outline, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [s.heading for s in editor._draft.template.sections][1] == FINDINGS
    qtbot.keyClick(editor.outline, Qt.Key.Key_Delete)
    assert [s.title for s in editor._draft.template.sections] == ["Impression", "Score"]
    while editor._draft.can_undo:
        editor.undo_button.click()
    assert not editor._draft.dirty
    editor.redo_button.click()
    press("Discard changes")
    assert not editor.isVisible()


def test_a_disk_that_refuses_leaves_it_open(qtbot: QtBot) -> None:
    def refuse(_: Template) -> Template:
        raise ReaderError("The disk is full.", "Free some space.")

    draft = TemplateDraft(new_template("A", "zh", "L"))
    editor = TemplateEditor(draft, refuse)
    editor.show()
    draft.add_section(Place(), "Other")
    editor.accept()
    assert editor.isVisible() and "disk is full" in editor.told.text() and draft.dirty
    draft.mark_kept(draft.template)
    editor.reject()
    editor.deleteLater()


def test_own_ones_are_made_from_any_and_used_in_the_open_report(room: Room, tmp_path: Path, qtbot: QtBot) -> None:
    folders = tmp_path / "li", tmp_path
    forms, told = room.panel.forms, list[Library]()
    Templating(room.panel, room.draft, library(*folders), "Li Na").renewed.connect(told.append)
    forms.show_own()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, OwnTemplatesDialog) and w.isVisible())
    assert dialog.chosen is not None and dialog.chosen.template_id == room.draft.report.template_id
    assert not dialog.delete.isEnabled() and not dialog.change.isEnabled()

    def write(title: str) -> None:
        editor = next(w for w in dialog.findChildren(TemplateEditor) if w.isVisible())
        editor.about.title.selectAll()
        qtbot.keyClicks(editor.about.title, title)
        editor.accept()
        assert not editor.isVisible(), editor.told.text()

    dialog.copy.click()
    write("My chest")
    assert dialog.chosen.title == "My chest" and dialog.delete.isEnabled()
    dialog.of_report.click()
    write("My report")
    dialog.new.click()
    write("Empty")
    assert {t.title for t in forms.library.templates if t.source.startswith(str(tmp_path))} == {
        "My chest", "My report", "Empty",
    }  # fmt: skip
    own = forms.library.template(dialog.chosen.template_id)
    assert own is not None and told[-1] is forms.library
    assert choose_template("CT", "CHEST", "zh", forms.library.templates).title in ("My chest", "My report")
    dialog.change.click()
    write("Renamed")
    files = sorted(path.stem for path in (tmp_path / "li").glob("*.html"))
    assert files == ["Empty", "My chest", "My report"]
    dialog.delete.click()
    assert forms.library.template(own.template_id) is None and dialog.bring_back.isVisible()
    dialog.bring_back.click()
    assert dialog.chosen.title == "Renamed" and not dialog.bring_back.isVisible()
    dialog.put_file(tmp_path / "out.htm")
    dialog.delete.click()
    dialog.take_file(tmp_path / "out.htm")
    assert dialog.chosen.title == "Renamed"
    dialog.take_file(tmp_path / "nowhere.html")
    assert "nowhere.html" in dialog._told.text()
    dialog.accept()
    assert SUBJECT.patient.name.native not in (tmp_path / "li" / "My report.html").read_text("utf-8")


def test_what_was_being_written_is_there_after_a_kill(qtbot: QtBot, tmp_path: Path) -> None:
    own = OwnFolder(tmp_path / "li")
    kept = own.save(replace(new_template("Mine", "en", "Li"), description="first"))
    dialog = OwnTemplatesDialog(library(own.folder))
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.go_on.isVisible() and dialog.chosen is not None and dialog.chosen.title == "Mine"
    dialog.change.click()
    editor = next(w for w in dialog.findChildren(TemplateEditor) if w.isVisible())
    editor.about.title.selectAll()
    qtbot.keyClicks(editor.about.title, "Written on")
    qtbot.waitUntil(lambda: own.unsaved() is not None and own.unsaved().title == "Written on")  # type: ignore[union-attr]
    editor.about.title.clear()
    editor.about.edited.emit()
    editor._look()
    assert not editor.keep.isEnabled() and own.unsaved().title == "Written on"  # type: ignore[union-attr]
    editor.hide()  # as far as its file goes, the program was killed here
    again = OwnTemplatesDialog(library(own.folder))
    qtbot.addWidget(again)
    again.show()
    assert again.go_on.isVisible() and "Written on" in again.go_on.text()
    again.go_on.click()
    editor = next(w for w in again.findChildren(TemplateEditor) if w.isVisible())
    assert editor._draft.dirty
    editor.accept()
    assert not editor.isVisible(), editor.told.text()
    assert own.unsaved() is None and not again.go_on.isVisible()
    saved = library(own.folder).template(kept.template_id)
    assert saved is not None and saved.title == "Written on" and saved.source == kept.source
    (own.folder / ".unsaved").write_bytes(b"\xff\xfe")
    again._follow()
    assert not again.go_on.isVisible()
