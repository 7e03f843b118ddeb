"""All normal in one step, places to fill in turn, and another template: driven in the panel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from reader.core.history import Change
from reader.dicom.values import Code
from reader.findings.model import FindingsModel, Measurement, Observer, Source
from reader.report.model import COMPARISON, FINDINGS, IMPRESSION, TECHNIQUE, DraftModel, Statement
from reader.report.template import choose_template, load_templates
from reader.report.tokens import tokens
from reader.report.ui.category_dialog import CategoryDialog
from reader.report.ui.forms import Background
from reader.report.ui.panel import ReportPanel
from reader.review.blanks import has_blank
from reader.terms.measures import LENGTH
from tests.report.examples import LI, SUBJECT, nodule
from tests.report.room import Room


def room_of(qtbot: QtBot, template_id: str, findings: FindingsModel | None = None) -> ReportPanel:
    template = next(t for t in load_templates() if t.template_id == template_id)
    draft = DraftModel(template.new_report(SUBJECT, LI))
    panel = ReportPanel(draft, findings or FindingsModel(()))
    qtbot.addWidget(panel)
    panel.resize(400, 900)
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    return panel


def text(panel: ReportPanel, heading: Code) -> str:
    return panel._draft.report.section(heading).text


def test_all_normal_is_one_step_in_the_report_and_in_the_case(qtbot: QtBot) -> None:
    panel = room_of(qtbot, "reader.ct-abdomen.zh-CN")
    steps: list[Change] = []
    panel.forms.done.connect(steps.append)
    panel.forms.background = lambda: Background("胆囊切除术后", {"contrast": "yes", "prior": "no", "pelvis": "yes"})
    empty = panel._draft.report
    panel.forms.all_normal()
    full = panel._draft.report
    assert "增强后" in text(panel, FINDINGS) and "前列腺" in text(panel, FINDINGS)
    assert "胆囊" not in text(panel, FINDINGS) and "子宫" not in text(panel, FINDINGS)
    assert "团注对比剂" in text(panel, TECHNIQUE) and "无既往" in text(panel, COMPARISON)
    assert "未见明显异常" in text(panel, IMPRESSION) and len(steps) == 1
    panel.undo()
    assert panel._draft.report == empty
    panel.redo()
    assert panel._draft.report == full
    steps[0].undo()
    assert panel._draft.report == empty
    steps[0].do()
    assert panel._draft.report == full
    panel.forms.all_normal()
    assert panel._draft.report == full and len(steps) == 1  # nothing is left to fill


def test_what_was_written_is_not_written_again_and_survives_undo(qtbot: QtBot) -> None:
    panel = room_of(qtbot, "reader.ct-abdomen.en")
    editor = panel.editor(FINDINGS)
    assert editor is not None
    editor.setFocus()
    qtbot.keyClicks(editor, "Cyst of the liver.")
    panel.forms.all_normal()
    lines = text(panel, FINDINGS).split("\n")
    assert lines[0] == "Cyst of the liver." and not any("The liver is" in line for line in lines)
    assert any("spleen" in line for line in lines)
    assert text(panel, IMPRESSION) == ""  # there is a finding to sum up
    qtbot.keyClicks(editor, " More.")
    panel.undo()
    panel.undo()
    assert text(panel, FINDINGS) == "Cyst of the liver."


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_an_accepted_finding_contradicts_is_left_out(qtbot: QtBot, language: str) -> None:
    findings = FindingsModel((nodule("2.25.5"),))
    tag = {"en": "en", "zh": "zh-CN"}[language]
    panel = room_of(qtbot, f"reader.ct-chest.{tag}", findings)
    panel.forms.all_normal()
    said = text(panel, FINDINGS)
    clear, others = {"en": ("The lungs are clear", "pleural"), "zh": ("肺野清晰", "胸膜")}[language]
    assert clear not in said and others in said and text(panel, IMPRESSION) == ""


def test_a_line_that_names_no_organ_keeps_the_findings_as_they_are(qtbot: QtBot) -> None:
    panel = room_of(qtbot, "reader.ct-chest.en")
    told: list[str] = []
    panel.noted.connect(lambda text, _: told.append(text))
    panel.forms.background = lambda: Background("", {"contrast": "no", "prior": "no"})
    editor = panel.editor(FINDINGS)
    assert editor is not None
    editor.setFocus()
    qtbot.keyClicks(editor, "Mass of 3 cm on the right.")
    panel.fill_normal()
    assert "“Mass of 3 cm on the right” names no organ" in told.pop()
    panel.forms.all_normal()
    assert text(panel, FINDINGS) == "Mass of 3 cm on the right." and text(panel, IMPRESSION) == ""
    assert "without intravenous contrast" in text(panel, TECHNIQUE)
    assert "“Mass of 3 cm on the right” names no organ" in told[0]
    editor.selectAll()
    qtbot.keyClicks(editor, "Cardiomegaly.")
    panel.fill_normal()
    assert "heart" not in text(panel, FINDINGS) and "The lungs are clear" in text(panel, FINDINGS)
    withdrawn: list[None] = []
    panel.untold.connect(lambda: withdrawn.append(None))
    panel.forms.all_normal()
    assert withdrawn, "what was said of the line before is true no more"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_measurement_that_nobody_has_named_is_asked_for_its_name(qtbot: QtBot, language: str) -> None:
    """It is in no text: its sentence is not quoted as if it were."""
    mm = Measurement(LENGTH, 58.0, Code("mm", "UCUM", "mm"))
    length = replace(nodule("2.25.5"), finding=LENGTH, site=None, measurements=(mm,), note="",
                     source=Source(Observer.PERSON, "Li Na"))  # fmt: skip
    panel = room_of(qtbot, f"reader.ct-chest.{language}", FindingsModel((length,)))
    told: list[str] = []
    panel.noted.connect(lambda text, _: told.append(text))
    panel.forms.all_normal()
    editor = panel.editor(FINDINGS)
    assert editor is not None
    editor.setFocus()
    panel.fill_normal()
    asked = "“Length 58 mm” has no name yet: name it, or choose the sentences from the menu."
    assert told == [asked, asked]


def test_of_a_finding_without_a_place_no_sentence_denies_its_kind(qtbot: QtBot) -> None:
    anywhere = replace(nodule("2.25.5"), site=None, finding=Code("125605004", "SCT", "Fracture"))
    panel = room_of(qtbot, "reader.ct-chest.en", FindingsModel((anywhere,)))
    panel.forms.all_normal()
    assert "fracture" not in text(panel, FINDINGS).lower() and "The lungs are clear" in text(panel, FINDINGS)


def test_places_are_filled_one_after_the_other_by_keyboard(qtbot: QtBot) -> None:
    panel = room_of(qtbot, "reader.mr-prostate.en")
    panel.forms.all_normal()
    assert has_blank(text(panel, FINDINGS))
    editor = panel.editor(FINDINGS)
    assert editor is not None
    editor.moveCursor(editor.textCursor().MoveOperation.Start)
    for number in ("40", "30", "35", "22"):
        panel.forms.next_field()
        assert editor.textCursor().selectedText() == "__"
        qtbot.keyClicks(editor, number)
    assert "Prostate 40 mm × 30 mm × 35 mm, volume 22 mL." in text(panel, FINDINGS)
    assert not has_blank(text(panel, FINDINGS)) and tokens(text(panel, FINDINGS)) == []


def test_a_choice_is_made_in_its_menu(qtbot: QtBot) -> None:
    panel = room_of(qtbot, "reader.us-thyroid.en")
    box = panel._box(FINDINGS)
    template = panel.forms.template()
    assert box is not None and template is not None
    section = template.section(FINDINGS)
    assert section is not None
    described = next(one for one in section.fields if one.field_id == "nodule")
    box.taken.emit([described.options[0]])
    menu = panel.forms.menu
    assert menu is not None and [a.text()[4:] for a in menu.actions()][:2] == ["right lobe", "left lobe"]
    qtbot.waitUntil(menu.isVisible)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "in the left lobe" in text(panel, FINDINGS))
    assert box.editor.textCursor().selectedText() == "__"  # on to the next place of the sentence
    qtbot.keyClicks(box.editor, "12")
    panel.forms.next_field()
    for _ in range(4):  # each leads to the next place of the sentence
        chosen = panel.forms.menu
        assert chosen is not None
        chosen.actions()[0].trigger()
    qtbot.waitUntil(lambda: "12 mm, cystic" in text(panel, FINDINGS))
    foci = panel.forms.menu  # any number of these
    assert foci is not None
    foci.actions()[2].trigger()
    assert "macrocalcifications, [+" in text(panel, FINDINGS)
    last = panel.forms.menu
    assert last is not None
    last.actions()[-1].trigger()
    assert text(panel, FINDINGS).endswith("macrocalcifications.") and not has_blank(text(panel, FINDINGS))
    QApplication.processEvents()


def test_another_template_keeps_what_is_written_and_can_be_taken_back(room: Room) -> None:
    room.panel.insert_finding("2.25.5")
    steps: list[Change] = []
    room.panel.forms.done.connect(steps.append)
    other = choose_template("CT", "低剂量 胸", "zh")
    before = room.draft.report
    room.panel.forms.use(other)
    assert room.draft.report.template_id == "reader.ct-lowdose.zh-CN" and room.lines[0].startswith("右肺上叶")
    room.panel.forms.all_normal()
    assert any("肺气肿" in line for line in room.lines)
    room.panel.undo()
    steps[0].undo()
    assert room.draft.report == before


@pytest.mark.parametrize(("language", "none"), [("en", "No prior"), ("zh-CN", "无既往")])
def test_that_there_is_no_prior_is_offered_last_where_one_is_known(qtbot: QtBot, language: str, none: str) -> None:
    panel = room_of(qtbot, f"reader.ct-chest.{language}")
    facts = {"prior": "yes?", "prior.date": "2026-01-15", "prior.description": "CT chest"}
    panel.forms.background = lambda: Background("", facts)
    told: list[str] = []
    panel.noted.connect(lambda text, _: told.append(text))
    box = next(box for box in panel._boxes if box.heading == COMPARISON)
    box._fill_menu()
    first, last = (action.toolTip() for action in box._menu.actions())
    assert "2026-01-15" in first and "CT chest" in first and not has_blank(first) and none in last
    panel.forms.all_normal()
    assert text(panel, FINDINGS) and text(panel, COMPARISON) == "", "nobody has looked at it"
    box.editor.setFocus()
    panel.fill_normal()
    assert text(panel, COMPARISON) == "" and len(told) == 1
    facts["prior"] = "yes"
    panel.forms.all_normal()
    assert "2026-01-15" in text(panel, COMPARISON)


def test_a_template_for_another_modality_is_told_of(qtbot: QtBot) -> None:
    panel = room_of(qtbot, "reader.ct-chest.en")
    panel.forms.background = lambda: Background("", {"exam.modalities": "MR"})
    told: list[str] = []
    steps: list[Change] = []
    panel.told.connect(lambda text, _: told.append(text))
    panel.untold.connect(lambda: told.append(""))
    panel.forms.done.connect(steps.append)
    by_id = {template.template_id: template for template in load_templates()}
    panel.forms.offer_templates()
    menu = panel.forms.menu
    assert menu is not None
    offered = [action.text() for action in menu.actions()]
    assert "CT head (not for MR)" in offered and "MR brain" in offered and "General report" in offered
    menu.close()
    panel.forms.use(by_id["reader.ct-head.en"])
    assert told == ["The template “CT head” is for CT; this exam is MR."]
    panel.forms.use(by_id["reader.mr-brain.en"])
    assert told[1:] == [""]
    steps[1].undo()
    panel.forms.background = lambda: Background("", {"exam.modalities": "CT/PT"})
    told.clear()
    panel.forms.use(by_id["reader.ct-abdomen.en"])
    assert not any(told)


def test_another_template_takes_its_untouched_normal_sentences_away(qtbot: QtBot) -> None:
    panel = room_of(qtbot, "reader.ct-chest.en")
    panel.forms.background = lambda: Background("", {"contrast": "no", "prior": "no", "pelvis": "yes"})
    by_id = {template.template_id: template for template in load_templates()}
    editor = panel.editor(FINDINGS)
    assert editor is not None
    editor.setFocus()
    qtbot.keyClicks(editor, "Mass of the left lung.")
    panel.forms.use(by_id["reader.ct-abdomen.en"])
    panel.forms.all_normal()
    assert "The prostate and" in text(panel, FINDINGS)
    changed = text(panel, FINDINGS).replace("The spleen is of normal size,", "The spleen is of normal size today,")
    section = panel._draft.report.section(FINDINGS)
    lines = tuple(Statement(line) for line in changed.split("\n"))
    panel._draft.set_report(panel._draft.report.with_section(replace(section, statements=lines)))
    before = panel._draft.report
    steps: list[Change] = []
    panel.forms.done.connect(steps.append)
    panel.forms.use(by_id["reader.ct-chest.en"])
    assert text(panel, FINDINGS) == (
        "Mass of the left lung.\nThe spleen is of normal size today, without focal lesion."
    )
    assert text(panel, TECHNIQUE) == "" and "No prior" in text(panel, COMPARISON)  # the same in both
    steps[0].undo()
    assert panel._draft.report == before
    steps[0].do()
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    qtbot.keyClicks(editor, " More.")
    steps[0].undo()
    assert "The prostate and" in text(panel, FINDINGS) and "More." in text(panel, FINDINGS)


def concluded(room: Room) -> tuple[Statement, ...]:
    """What the impression says: advice goes there, wherever in the findings the cursor is."""
    return room.panel._draft.report.section(IMPRESSION).statements


def test_a_category_is_inserted_by_keyboard_and_tied_to_its_finding(room: Room, qtbot: QtBot) -> None:
    room.findings.select("2.25.5")
    room.editor.setFocus()
    room.panel.forms.ask_category()
    dialog = next(one for one in room.panel.findChildren(CategoryDialog) if one.isVisible())
    assert dialog.table.table_id == "fleischner" and not dialog.insert.isEnabled()
    combos = [one for one in dialog.findChildren(QComboBox) if one.isVisible()]
    for combo in combos[1:]:
        combo.setFocus()
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    late = [one for one in dialog.findChildren(QComboBox) if one.isVisible() and one not in combos]
    assert len(late) == 1  # the risk is asked for once the nodule is solid
    late[0].setFocus()
    qtbot.keyClick(late[0], Qt.Key.Key_Down)
    assert dialog.from_finding and "PET/CT" in dialog.text
    dialog.accept()
    (said,) = concluded(room)
    assert "Fleischner" in said.text and said.finding_uids == ("2.25.5",)
    assert said.algorithms == (), "the doctor has chosen it, whoever has found the nodule"


def test_a_size_that_was_typed_ties_the_category_to_nothing(room: Room) -> None:
    room.findings.select("2.25.5")
    room.panel.forms.ask_category()
    dialog = next(one for one in room.panel.findChildren(CategoryDialog) if one.isVisible())
    for combo in dialog.findChildren(QComboBox)[1:]:
        combo.setCurrentIndex(1)
    field = next(one for one in dialog.findChildren(QLineEdit) if one.isVisible())
    field.setText("7")
    for combo in dialog.findChildren(QComboBox)[1:]:
        combo.setCurrentIndex(1)
    dialog.accept()
    (said,) = concluded(room)
    assert "6～12个月" in said.text and said.finding_uids == ()


def test_the_category_dialog_is_as_high_as_its_table_asks(room: Room, qtbot: QtBot) -> None:
    room.panel.forms.ask_category()
    dialog = next(one for one in room.panel.findChildren(CategoryDialog) if one.isVisible())
    qtbot.waitExposed(dialog)
    choice = dialog.findChildren(QComboBox)[0]
    heights: dict[str, set[int]] = {}
    names = [choice.itemText(number) for number in range(choice.count())]
    for name in (*names, *reversed(names)):
        choice.setCurrentText(name)
        QApplication.processEvents()
        layout = dialog.layout()
        assert layout is not None
        qtbot.wait(20)
        heights.setdefault(name, set()).add(dialog.height())
        assert dialog.height() - layout.totalHeightForWidth(dialog.width()) <= 1, name
    assert all(len(each) == 1 for each in heights.values())
    dialog.reject()
