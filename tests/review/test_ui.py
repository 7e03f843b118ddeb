"""The review panel and the dialog as a user works them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPlainTextEdit, QPushButton, QScrollBar
from pytestqt.qtbot import QtBot

from reader.core.commands import CommandRegistry
from reader.core.qt.elided import ElidedLabel
from reader.core.qt.keyboard import Keyboard
from reader.core.qt.theme import apply_theme, colour
from reader.dicom.signatures.model import Signature
from reader.report.model import FINDINGS, DraftModel, ObjectReference, Statement
from reader.review.checks import Discrepancy, Severity
from reader.review.commands import commands
from reader.review.diff import Change, SectionDiff, Segment
from reader.review.history import History
from reader.review.model import ReportState, ReportVersion
from reader.review.supplement import Supplement, begun
from reader.review.ui.diff_view import DiffView
from reader.review.ui.review_bar import Signing
from reader.review.ui.review_panel import Mode, ReviewPanel
from reader.review.ui.sign_dialog import Purpose, SignDialog
from tests.flow.sight import faults
from tests.review.conftest import LI, STUDY_UID, ZHOU, make_report

OLD = make_report("右肺上叶见一结节。\nNo effusion.", "结节,建议随访。")
NEW = make_report("右肺上叶见一实性结节。\nNo effusion.", "结节,建议随访。")
GOOD = Signature("李娜 Li Na", datetime(2026, 1, 1, tzinfo=UTC), "1", "SHA256", True, True)
VERSION = ReportVersion(
    OLD, ReportState.SUBMITTED, ObjectReference("1.2", "2.25.1", "2.25.2", STUDY_UID),
    datetime(2026, 1, 1, 9, 40), signatures=(GOOD,),
)  # fmt: skip
ASK = Discrepancy(Severity.ASK, "unseen", "Series 3: no image was on the screen.")
BLOCK = Discrepancy(Severity.BLOCK, "patient", "Another patient.")
NOTE = Discrepancy(Severity.NOTE, "unjudged", "2 findings.")


def labels(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))  # type: ignore[attr-defined]


def button(widget: object, text: str) -> QPushButton:
    found = [b for b in widget.findChildren(QPushButton) if b.text() == text]  # type: ignore[attr-defined]
    assert len(found) == 1, text
    return found[0]


def test_differences_follow_the_typing(qtbot: QtBot) -> None:
    draft = DraftModel(OLD)
    panel = ReviewPanel(draft, VERSION)
    qtbot.addWidget(panel)
    assert panel.view.changes == 0
    assert "李娜 Li Na" in labels(panel) and "2026-01-01 09:40" in labels(panel)
    draft.set_report(NEW)
    qtbot.waitUntil(lambda: panel.view.changes == 1, timeout=2000)
    assert "实性" in panel.view.toPlainText()
    panel.view.show_next()
    cursor = panel.view.textCursor()
    assert cursor.selectedText() == "实性"
    cursor.setPosition(cursor.selectionEnd(), QTextCursor.MoveMode.MoveAnchor)
    assert cursor.charFormat().fontUnderline()  # told by more than the colour
    assert cursor.charFormat().foreground().color() == colour("fine")


@pytest.mark.parametrize("changed", [0, 4, 9])
def test_the_first_change_is_in_view_whatever_size_the_differences_get(qtbot: QtBot, changed: int) -> None:
    """Until their reader scrolls."""
    view = DiffView()
    qtbot.addWidget(view)
    diffs = [
        SectionDiff(
            FINDINGS, f"{n}", (Segment(Change.INSERTED if n == changed else Change.EQUAL, "Some words. " * 20),)
        )
        for n in range(10)
    ]
    view.show_diff(diffs, marked=True)
    view.resize(500, 900)
    view.show()
    view.resize(300, 120)
    qtbot.waitExposed(view)
    cursor = view.textCursor()
    cursor.setPosition(view._changes[0][0])
    assert view.viewport().rect().contains(view.cursorRect(cursor).center())
    view.verticalScrollBar().triggerAction(QScrollBar.SliderAction.SliderToMaximum)
    view.resize(320, 110)
    assert view.verticalScrollBar().value() > view.verticalScrollBar().maximum() * 0.8


def test_switches(qtbot: QtBot) -> None:
    removed = make_report("右肺上叶见一结节。", "结节,建议增强。")
    panel = ReviewPanel(DraftModel(removed), VERSION)
    qtbot.addWidget(panel)
    assert "No effusion." in panel.view.toPlainText() and "随访增强" in panel.view.toPlainText()
    panel.toggle_differences()
    assert panel.mode is Mode.CLEAN
    assert "No effusion." not in panel.view.toPlainText() and "建议增强" in panel.view.toPlainText()
    panel.set_mode(Mode.BEFORE)
    assert "No effusion." in panel.view.toPlainText() and "增强" not in panel.view.toPlainText()
    panel.toggle_differences()
    assert panel.mode is Mode.DIFFERENCES


def test_how_many_changes_there_are_is_read_in_a_narrow_panel(qtbot: QtBot) -> None:
    panel = ReviewPanel(DraftModel(NEW), VERSION)
    qtbot.addWidget(panel)
    [count] = [one for one in panel.findChildren(ElidedLabel) if one.text() == "1 change"]
    count.ensurePolished()
    room = count.fontMetrics().horizontalAdvance
    for width, shown in ((room("1 change") + 2, "1 change"), (room("1 chan"), "1")):
        count.resize(width, count.height())
        assert count.shown == shown


def test_return_needs_a_reason(qtbot: QtBot) -> None:
    panel = ReviewPanel(DraftModel(OLD), VERSION)
    qtbot.addWidget(panel)
    panel.show()
    panel.bar.ask_reason()
    send = button(panel, "Return to author")
    assert send.isVisible() and not send.isEnabled()
    rejected = QShortcut(QKeySequence("N"), panel)
    rejected.activated.connect(lambda: pytest.fail("a letter of the reason judges a finding"))
    chip = button(panel, "Finding missed")
    chip.setFocus()
    chip.click()
    assert send.isEnabled()
    qtbot.keyClicks(chip, "No")
    text = panel.bar.findChild(QPlainTextEdit)
    assert text is not None and text.toPlainText().startswith("N")
    text.clear()
    with qtbot.waitSignal(panel.returned) as heard:
        send.click()
    assert heard.args == ["Finding missed"]
    panel.bar.set_busy(True)
    assert not send.isEnabled()


def test_a_reason_that_was_begun_comes_back_as_it_was(qtbot: QtBot) -> None:
    before, after = (ReviewPanel(DraftModel(OLD), VERSION) for _ in range(2))
    for panel in (before, after):
        qtbot.addWidget(panel)
    before.show()
    before.bar.ask_reason()
    with qtbot.waitSignal(before.bar.begun_changed):
        button(before, "Finding missed").click()
        qtbot.keyClicks(before.bar.findChild(QPlainTextEdit), "Left hilum?")
    after.bar.write_reason(before.bar.begun)
    assert button(after, "Finding missed").isChecked() and after.bar.begun == before.bar.begun
    text = after.bar.findChild(QPlainTextEdit)
    assert text is not None and text.toPlainText() == "Left hilum?"
    after.show()
    assert text.viewport().height() >= 3 * text.fontMetrics().lineSpacing(), "in sight"


def test_a_return_leaves_the_text_that_it_is_about_in_sight(qtbot: QtBot) -> None:
    """The panel of a window of 1280×800, with a history of three versions."""
    history = History((VERSION, replace(VERSION, state=ReportState.RETURNED, reason="Left?"), VERSION))
    panel = ReviewPanel(DraftModel(OLD), VERSION, history)
    qtbot.addWidget(panel)
    panel.resize(372, 595)
    panel.show()
    panel.bar.ask_reason()
    QApplication.processEvents()
    chips = [chip for chip in panel.bar.findChildren(QPushButton) if chip.isCheckable()]
    assert len(chips) == 8 and len({chip.y() for chip in chips}) < 6, "in rows"
    assert faults(panel.bar) == []
    lines = panel.view.viewport().height() // panel.view.fontMetrics().lineSpacing()
    assert lines >= 9, "the text that is criticised"
    panel.bar.put_away()
    assert panel.origin.isVisible(), "how it came about is there again"


def test_whose_signature_holds_is_in_sight_where_there_is_no_room(qtbot: QtBot, qapp: QApplication) -> None:
    """Of a signed report with an addendum, at 1280×800 with large text."""
    signed = replace(VERSION, state=ReportState.SIGNED, verifier=ZHOU)
    apply_theme(qapp, "dark", scale=1.4)
    try:
        panel = ReviewPanel(DraftModel(OLD), signed, History((VERSION, signed, VERSION, signed)), brief=True)
        qtbot.addWidget(panel)
        panel.resize(440, 10)
        panel.show()
        lines = [label for label in panel.origin.findChildren(QLabel) if label.text()]
        assert lines[0].text() == "周伟 Zhou Wei · signed a new version of it"
        assert lines[1].text() == "Signature valid · 李娜 Li Na"

        def in_sight() -> bool:
            panel.resize(440, panel.minimumSizeHint().height())
            return all(label.visibleRegion().boundingRect().height() == label.height() for label in lines[:2])

        qtbot.waitUntil(in_sight, timeout=3000)
    finally:
        apply_theme(qapp, "dark")


def test_what_was_recalled_unseen_is_no_first_submission_to_its_reviewer(qtbot: QtBot) -> None:
    back = replace(VERSION, state=ReportState.RETURNED, reason="Left?", participants=(ZHOU,))
    signed = replace(VERSION, state=ReportState.SIGNED, verifier=ZHOU)
    added = replace(VERSION, report=begun(OLD, Supplement.ADDENDUM, LI))

    def said(*versions: ReportVersion) -> list[str]:
        """Newest first."""
        panel = ReviewPanel(DraftModel(OLD), versions[-1], History(versions))
        qtbot.addWidget(panel)
        titles = [label.text() for label in panel.origin.findChildren(QLabel)]
        return [text.partition(" · ")[2] for text in titles if text.startswith(("李娜 Li Na ·", "周伟 Zhou Wei ·"))]

    unseen = "submitted it, then recalled it"
    assert said(VERSION, VERSION) == ["wrote it", unseen]
    assert said(VERSION, back, VERSION) == ["submitted it again", "returned it", "wrote it"]
    assert said(VERSION, back, VERSION, VERSION) == ["submitted it again", unseen, "returned it", "wrote it"]
    assert said(VERSION, signed, added, added)[:2] == ["wrote an addendum to it", unseen]
    assert said(VERSION, signed, added, back, added)[0] == "submitted it again"


def test_a_version_is_compared_with_what_whoever_gets_it_has_seen() -> None:
    first, again, third = (replace(VERSION, state=ReportState.SUBMITTED) for _ in range(3))
    back = replace(first, state=ReportState.RETURNED, reason="Left?")
    signed = replace(first, state=ReportState.SIGNED)
    for versions, before in (
        ((first, again), again),  # taken back by its author and sent again: all of it is new to a reviewer
        ((first, back), first),  # to its author: what was submitted
        ((first, back, again), back),
        ((first, back, again, third), back),
        ((first, signed, again, third), signed),  # an addendum that was taken back once
    ):
        assert History(versions).last_round is before


def test_a_bad_signature_is_told_in_words(qtbot: QtBot) -> None:
    warning = "The signature of 李娜 Li Na is not valid. The document was changed."
    version = replace(VERSION, signatures=(replace(GOOD, valid=False),), warnings=(warning,))
    panel = ReviewPanel(DraftModel(OLD), version)
    qtbot.addWidget(panel)
    assert warning in labels(panel) and "Signature broken" in labels(panel)
    unsigned = ReviewPanel(DraftModel(OLD), replace(VERSION, signatures=()))
    qtbot.addWidget(unsigned)
    assert "Not signed" in labels(unsigned)


def test_a_returned_report_shows_the_reason(qtbot: QtBot) -> None:
    version = replace(VERSION, state=ReportState.RETURNED, reason="左肺下叶漏诊", participants=(ZHOU,))
    panel = ReviewPanel(DraftModel(OLD), version, may_submit=True, signing=Signing.NOT, may_return=False)
    qtbot.addWidget(panel)
    panel.show()
    assert "左肺下叶漏诊" in labels(panel) and "周伟 Zhou Wei" in labels(panel)
    assert not button(panel, "Sign…").isVisible() and not button(panel, "Return…").isVisible()
    with qtbot.waitSignal(panel.submitted):
        button(panel, "Submit for review").click()


def test_a_panel_that_is_gone_hears_nothing(qtbot: QtBot) -> None:
    draft = DraftModel(OLD)
    panel = ReviewPanel(draft, VERSION)
    panel.deleteLater()
    qtbot.waitUntil(lambda: len(draft.changed) == 0, timeout=1000)
    draft.set_report(NEW)


def test_who_submits_an_amendment_reads_what_holds_until_it_is_signed(qtbot: QtBot) -> None:
    dialog = SignDialog(OLD, (), LI, purpose=Purpose.SUBMIT_AMENDMENT)
    qtbot.addWidget(dialog)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "The amendment goes to a reviewing doctor" in said and "the signed report stays valid" in said
    assert "preliminary" not in said and dialog.go.text() == "Submit"


def test_a_block_leaves_only_the_way_back(qtbot: QtBot) -> None:
    dialog = SignDialog(OLD, (BLOCK, ASK), ZHOU)
    qtbot.addWidget(dialog)
    dialog.show()
    for tick in dialog.findChildren(QCheckBox):
        tick.setChecked(True)
    assert not dialog.go.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.back.click()
    assert dialog.result() == SignDialog.DialogCode.Rejected


def test_every_question_has_to_be_answered(qtbot: QtBot) -> None:
    until = datetime(2028, 1, 1, tzinfo=UTC)
    dialog = SignDialog(OLD, (ASK, ASK, NOTE), ZHOU, certificate="周伟 Zhou Wei", until=until)
    qtbot.addWidget(dialog)
    ticks = dialog.findChildren(QCheckBox)
    assert len(ticks) == 2
    ticks[0].setChecked(True)
    assert not dialog.go.isEnabled()
    ticks[1].setChecked(True)
    assert dialog.go.isEnabled()
    text = labels(dialog)
    assert "王小东 Wang Xiaodong" in text and "00314@Xihu" in text and "20260101-7" in text
    assert "李娜 Li Na" in text and "周伟 Zhou Wei" in text
    with qtbot.waitSignal(dialog.accepted):
        dialog.go.click()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_key_held_down_does_not_sign(qtbot: QtBot, key: Qt.Key) -> None:
    """Nor does the key that has opened the dialog, pressed once more."""
    keyboard = Keyboard(QApplication.instance())  # type: ignore[arg-type]
    dialog = SignDialog(OLD, (), ZHOU)
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    qtbot.keyClick(dialog.go, key, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert dialog.isVisible()
    for target in (dialog, dialog.go):
        held = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "\r", True)
        QApplication.sendEvent(target, held)
        assert dialog.isVisible()
    qtbot.keyClick(dialog.go, key)
    assert dialog.result() == SignDialog.DialogCode.Accepted
    QApplication.instance().removeEventFilter(keyboard)


@pytest.mark.parametrize(
    ("modality", "description", "said"),
    [
        ("CT", "CT chest, plain", "CT chest, plain"),
        ("CT", "Chest, plain", "CT Chest, plain"),
        ("CT", "胸部CT平扫", "胸部CT平扫"),
        ("MR", "Mrcp", "MR Mrcp"),
        ("", "Chest", "Chest"),
    ],
)
def test_the_modality_is_said_once(qtbot: QtBot, modality: str, description: str, said: str) -> None:
    subject = replace(OLD.subject, modality=modality, study_description=description)
    dialog = SignDialog(replace(OLD, subject=subject), (), ZHOU)
    qtbot.addWidget(dialog)
    assert f"\n{said} · " in f"\n{labels(dialog)}"


@pytest.mark.parametrize(("flag", "said"), [(True, "Positive"), (False, "Negative"), (None, "neither positive")])
def test_what_is_signed_is_read_in_the_dialog(qtbot: QtBot, flag: bool | None, said: str) -> None:
    """The impression may be out of sight under the pictures."""
    dialog = SignDialog(replace(OLD, positive=flag), (ASK,), ZHOU)
    qtbot.addWidget(dialog)
    dialog.show()
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "结节,建议随访。" in shown and any(said in text for text in shown)
    signed, *others = begun(OLD, Supplement.ADDENDUM, LI).sections[::-1]
    added = replace(signed, statements=(Statement("Compared with January."),))
    addendum = SignDialog(replace(OLD, sections=(*others[::-1], added)), (), ZHOU, purpose=Purpose.ADD)
    qtbot.addWidget(addendum)
    assert "Compared with January." in labels(addendum) and "结节,建议随访。" not in labels(addendum)


def test_what_arrives_leaves_the_first_change_in_view(qtbot: QtBot) -> None:
    """The findings of the report come after its text."""
    view = DiffView()
    qtbot.addWidget(view)
    view.resize(300, 80)
    view.show()
    words = (Segment(Change.INSERTED, "First. "), Segment(Change.EQUAL, "Words. " * 300))
    first = SectionDiff(FINDINGS, "A", words)
    later = SectionDiff(FINDINGS, "B", (Segment(Change.INSERTED, "Later."),))
    view.show_diff((first,), marked=True)
    view.show_diff((first, later), marked=True, written=False)
    assert view.verticalScrollBar().value() < view.height()
    view.show_diff((first, replace(later, segments=(Segment(Change.INSERTED, "Later on."),))), marked=True)
    assert view.verticalScrollBar().value() > view.height(), "what is written is followed"


def test_submit_dialog_is_the_lighter_one(qtbot: QtBot) -> None:
    dialog = SignDialog(OLD, (ASK,), LI, purpose=Purpose.SUBMIT)
    qtbot.addWidget(dialog)
    assert dialog.go.text() == "Submit"
    assert "Certificate" not in labels(dialog) and "Written by" not in labels(dialog)


def test_commands_fit_into_one_registry() -> None:
    done: list[str] = []

    def do(name: str) -> object:
        return lambda: done.append(name)

    registry = CommandRegistry()
    names = (
        "submit", "sign", "give_back", "undo", "toggle_differences", "next_change", "previous_change",
    )  # fmt: skip
    questions = (
        "may_submit", "may_sign", "may_give_back", "reviewing", "differences_shown", "may_undo",
    )  # fmt: skip
    allowed = dict.fromkeys(questions, lambda: True)
    registry.add(*commands(**{name: do(name) for name in names}, **allowed))  # type: ignore[arg-type]
    for command in registry:
        registry.run(command.id)
    assert tuple(done) == names
    assert registry["review.sign"].keys[0] == "Ctrl+Shift+Return"
