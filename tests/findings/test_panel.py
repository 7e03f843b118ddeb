"""The panel, driven by mouse and keys as a user does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reader.core.qt.actions import bind_keys
from reader.core.qt.keyboard import Keyboard
from reader.core.qt.theme import apply_theme, scaled
from reader.core.qt.translation import use_language
from reader.core.settings import SettingsModel
from reader.dicom.values import Code
from reader.findings import codes, service
from reader.findings.commands import commands, insertion
from reader.findings.model import (
    Finding,
    FindingsModel,
    ImageReference,
    KeyImage,
    Measurement,
    Source,
    Status,
)
from reader.findings.own_key_images import marked, tracking_uid
from reader.findings.ui.panel import FindingsPanel
from reader.findings.ui.row import FindingRow
from reader.terms.languages import locales
from reader.terms.units import MILLIMETRE
from tests.findings.exams import chest_read
from tests.findings.test_service import MASS, human, proposed
from tests.flow.sight import faults

Make = Callable[..., tuple[FindingsModel, FindingsPanel]]


@pytest.fixture
def make(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Make:
    apply_theme(qapp, "dark")

    def build(*findings: Finding) -> tuple[FindingsModel, FindingsPanel]:
        model = FindingsModel(findings)
        panel = FindingsPanel(model, SettingsModel(tmp_path / "settings.json"))
        qtbot.addWidget(panel)
        panel.resize(380, 600)
        panel.show()
        activate(panel, qtbot)
        return model, panel

    return build


def activate(window: QWidget, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()


def words(panel: FindingsPanel) -> str:
    """Everything that can be read on the panel now."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_a_row_says_what_where_how_big_and_how_sure(make: Make) -> None:
    upper = codes.SITES[0]
    axes = (
        Measurement(Code_("103339001", "Long axis"), 16.087, MILLIMETRE),
        Measurement(Code_("103340004", "Short axis"), 11.079, MILLIMETRE),
    )
    source = replace(proposed().source, manufacturer="Maker", series_description="for research, NOT for diagnosis")
    _, panel = make(proposed("1", 91.0, site=upper, measurements=axes, source=source), human())
    said = words(panel)
    for text in (
        "AI NoduleFinder 1.2",
        "for research, NOT for diagnosis",
        "Nodule RUL",
        "16×11 mm",
        "91 %",
        "human",
    ):
        assert text in said
    assert "To judge: 1" in said


def test_what_waits_for_a_second_press_says_so_however_narrow_its_row_is(make: Make) -> None:
    _, panel = make(proposed("1", 91.0))
    row = panel.row("1")
    for width in (600, 150):
        row.resize(width, row.height())
        row.ask_again(True, read_only=False)
        assert row._state.text() == "press again" and not row._state.isHidden()
        row.ask_again(False, read_only=False)
        assert not row._size.isHidden()


def Code_(value: str, meaning: str) -> codes.Code:
    return codes.Code(value, "SCT", meaning)


def test_click_selects_and_jumps(make: Make, qtbot: QtBot) -> None:
    model, panel = make(proposed("1"), proposed("2"))
    jumped: list[str] = []
    model.jump_requested.connect(lambda finding: jumped.append(finding.tracking_uid))
    click(qtbot, panel.row("2"))
    assert (model.selected, jumped) == ("2", ["2"])
    assert panel.detail.isVisible() and panel.detail.tracking_uid == "2"


def test_buttons_judge_and_a_second_click_takes_it_back(make: Make, qtbot: QtBot) -> None:
    model, panel = make(proposed("1"))
    row = panel.row("1")
    click(qtbot, row.accept)
    assert model["1"].status is Status.ACCEPTED and row.accept.isChecked()
    click(qtbot, row.reject)
    assert model["1"].status is Status.REJECTED and not row.accept.isChecked() and row.reject.isChecked()
    assert not row.edit.isEnabled()
    click(qtbot, row.reject)
    assert model["1"].status is Status.PROPOSED
    model.history.undo()
    assert model["1"].status is Status.REJECTED and row.reject.isChecked(), "the panel follows undo"


def test_a_finding_that_came_rejected_is_struck_through_until_it_is_accepted(make: Make, qtbot: QtBot) -> None:
    _, panel = make(replace(proposed("1", 91.0), status=Status.REJECTED))
    assert panel.row("1")._title.font().strikeOut()
    click(qtbot, panel.row("1").reject)
    assert not panel.row("1")._title.font().strikeOut()


def test_every_button_by_keyboard(make: Make, qtbot: QtBot) -> None:
    model, panel = make(proposed("1"), proposed("2"))
    row = panel.row("1")
    row.setFocus()
    reached = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached == [row.accept, row.edit, row.reject, panel.row("2")]
    qtbot.keyClick(panel.row("2"), Qt.Key.Key_Up)
    assert model.selected in ("1", "2")
    row.accept.setFocus()
    qtbot.keyClick(row.accept, Qt.Key.Key_Space)
    assert model["1"].status is Status.ACCEPTED
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Down)
    first = model.selected
    qtbot.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Down)
    assert {first, model.selected} == {"1", "2"}


def test_edit_inline_by_keys(make: Make, qtbot: QtBot) -> None:
    model, panel = make(proposed("1"))
    click(qtbot, panel.row("1").edit)
    form = panel.detail.form
    assert panel.detail.editing and form.kind.hasFocus()
    form.kind.setCurrentIndex(form.kind.findData(MASS))
    form.side.setCurrentIndex(form.side.findData(codes.RIGHT))
    qtbot.keyClicks(form.note, "follow up")
    qtbot.keyClick(form.note, Qt.Key.Key_Return)
    edited = model["1"]
    assert (edited.status, edited.finding, edited.laterality) == (Status.EDITED, MASS, codes.RIGHT)
    assert edited.note == "follow up" and not panel.detail.editing
    assert "edited" in words(panel) and "Mass" in words(panel)
    panel.edit("1")
    form.kind.setCurrentIndex(0)
    qtbot.keyClick(form.kind, Qt.Key.Key_Escape)
    assert model["1"] == edited and not panel.detail.editing


def test_a_location_that_names_its_side_leaves_no_other_one(make: Make, qtbot: QtBot) -> None:
    upper = next(site for site in codes.SITES if codes.display(site) == "Right upper lobe")
    model, panel = make(proposed("1", laterality=codes.LEFT))
    panel.edit("1")
    form = panel.detail.form
    form.site.setFocus()
    while form.site.currentData() != upper:
        qtbot.keyClick(form.site, Qt.Key.Key_Down)
    assert form.side.currentData() == codes.RIGHT and not form.side.isEnabled()
    qtbot.keyClick(form.note, Qt.Key.Key_Return)
    assert (model["1"].site, model["1"].laterality) == (upper, codes.RIGHT)


def test_form_keeps_its_keys_from_the_windows_shortcuts(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    """N types an n; it does not reject. Elsewhere in the window it does. Focus goes back to where it was."""
    model, panel = make(proposed("1"))
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    image = QLineEdit()  # stands for the place where the keyboard was
    layout.addWidget(panel)
    layout.addWidget(image)
    escaped: list[bool] = []
    step_back = QAction("step back", window)
    step_back.setShortcut("Esc")
    step_back.triggered.connect(lambda: escaped.append(True))
    window.addAction(step_back)
    bind_keys(commands(model), window)
    window.show()
    activate(window, qtbot)
    image.setFocus()
    model.select("1")
    panel.edit("1")
    assert panel.detail.form.kind.hasFocus()
    qtbot.keyClick(panel.detail.form.kind, Qt.Key.Key_N)
    assert model["1"].status is Status.PROPOSED and panel.detail.editing
    qtbot.keyClick(panel.detail.form.kind, Qt.Key.Key_Escape)
    assert not escaped and not panel.detail.editing and image.hasFocus()
    panel.row("1").setFocus()
    qtbot.keyClick(panel.row("1"), Qt.Key.Key_N)
    assert model["1"].status is Status.REJECTED


def test_own_finding_is_deleted_and_renamed(make: Make, qtbot: QtBot) -> None:
    model, panel = make(human("9"), human("8"))
    assert not panel.row("9").accept.isVisible() and not panel.row("9").reject.isVisible()
    click(qtbot, panel.row("9"))
    assert panel.detail.delete.isVisible()
    click(qtbot, panel.detail.delete)
    assert model.get("9") is None and not panel.detail.isVisible()
    panel.row("8").setFocus()
    qtbot.keyClick(panel.row("8"), Qt.Key.Key_Delete)
    assert model.findings == ()
    model.history.undo()
    panel.edit("8")
    panel.detail.form.kind.setCurrentIndex(panel.detail.form.kind.findData(MASS))
    qtbot.keyClick(panel.detail.form.kind, Qt.Key.Key_Return)
    assert model["8"].finding == MASS and model["8"].status is Status.ACCEPTED


def test_insert_is_for_what_was_accepted(make: Make, qtbot: QtBot) -> None:
    model, panel = make(proposed("1"))
    inserted: list[str] = []
    click(qtbot, panel.row("1"))
    assert not panel.detail.insert.isVisible(), "there is no report"
    panel.offer_insertion(insertion(model, inserted.append))
    assert panel.detail.insert.isVisible() and not panel.detail.insert.isEnabled()
    click(qtbot, panel.detail.insert)
    click(qtbot, panel.row("1").accept)
    click(qtbot, panel.detail.insert)
    assert inserted == ["1"]


def test_threshold_hides_says_so_and_is_kept(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    model, panel = make(proposed("1", 91.0), proposed("2", 49.0), proposed("3", 20.0))
    assert "Hidden below 50 %: 2" in words(panel) and "To judge: 1" in words(panel)
    with pytest.raises(KeyError):
        panel.row("2")
    panel.slider.setFocus()
    qtbot.keyClick(panel.slider, Qt.Key.Key_PageDown)
    assert "certainty ≥ 40 %" in words(panel) and panel.row("2").isVisible()
    assert "Hidden below 40 %: 1" in words(panel)
    qtbot.waitUntil(lambda: SettingsModel(tmp_path / "settings.json").value.certainty_threshold == 40)
    assert len(model.findings) == 3


def test_problems_empty_and_silent_results_are_said(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    model, panel = make()
    assert "No findings yet." in words(panel) and "Measure with D" in words(panel)
    model.set_read_only("Somebody else is reading it.")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert "No findings yet." in words(panel) and "Measure" not in words(panel), "nobody can measure in it"
    model.set_read_only("")
    loading = FindingsPanel(FindingsModel(loaded=False), SettingsModel(tmp_path / "settings.json"))
    qtbot.addWidget(loading)
    assert "No findings yet." not in words(loading) and "Loading the exam's results" in words(loading)
    silent: Source = replace(proposed().source, name="BoneCheck", version="3")
    model.set_results([silent], ["A result of the exam is damaged."])
    assert "AI BoneCheck 3" in words(panel) and "found nothing in this exam" in words(panel)
    assert "A result of the exam is damaged." in words(panel)
    model.load([proposed("1", problem="cites images that are not in this exam")])
    QApplication.processEvents()
    row = panel.row("1")
    assert not row.accept.isEnabled() and not row.edit.isEnabled() and row.reject.isEnabled()
    assert "can’t be shown" in words(panel)
    click(qtbot, row)
    assert "cites images that are not in this exam" in words(panel)


def test_a_finding_on_withheld_images_says_so(make: Make) -> None:
    model, panel = make(human("9"), human("8"))
    withheld: set[str] = set()
    model.ask_withheld(lambda finding: "10 · Thorax" if finding.tracking_uid in withheld else "")
    withheld.add("9")
    model.look_at_withheld()
    QApplication.processEvents()
    assert "source withheld" in panel.row("9").accessibleName() and "10 · Thorax" in panel.row("9").toolTip()
    assert "withheld" not in panel.row("8").accessibleName()
    withheld.clear()
    model.look_at_withheld()
    QApplication.processEvents()
    assert "withheld" not in panel.row("9").accessibleName()


def test_read_only_shows_and_changes_nothing(make: Make, qtbot: QtBot) -> None:
    model, panel = make(proposed("1"), human("9"))
    model.set_read_only("It has been signed.")
    for uid in ("1", "9"):
        row = panel.row(uid)
        assert not (row.accept.isEnabled() or row.edit.isEnabled() or row.reject.isEnabled())
    click(qtbot, panel.row("9"))
    assert model.selected == "9" and not panel.detail.delete.isEnabled()
    qtbot.keyClick(panel.row("9"), Qt.Key.Key_Delete)
    panel.edit("9")
    assert model["9"] == human("9") and not panel.detail.editing


@pytest.mark.parametrize("room", [(173, 327), (260, 520)])
def test_what_is_below_does_not_move_when_a_finding_is_selected(
    make: Make, qtbot: QtBot, room: tuple[int, int]
) -> None:
    """A reader types into the field that was there when they began to move the hand to it."""
    model, panel = make(proposed("1", note="Follow up in three months, compare with the prior. " * 9), human("2"))
    panel.offer_insertion(insertion(model, lambda uid: None))
    both, report = QSplitter(Qt.Orientation.Vertical), QLineEdit()
    qtbot.addWidget(both)
    both.setChildrenCollapsible(False)
    both.addWidget(panel)
    both.addWidget(report)
    report.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    both.resize(340, sum(room) + both.handleWidth())
    both.setSizes(list(room))
    both.show()
    activate(both, qtbot)
    QApplication.processEvents()
    before = report.geometry()
    for uid in ("1", "2", ""):
        model.select(uid)
        QApplication.processEvents()
        assert report.geometry() == before
        if uid:
            assert panel.row(uid).visibleRegion().boundingRect().height() > 12, "and one sees which it is"
            assert panel.detail.insert.visibleRegion().boundingRect() == panel.detail.insert.rect()
            assert faults(panel) == []


def test_a_finding_that_is_made_and_selected_is_in_sight(make: Make) -> None:
    """However many there are, and also as its details take half of the room; from its first letter to its last
    button, however long other texts in the list are."""
    model, panel = make(*(proposed(str(n)) for n in range(8)))
    long = KeyImage(ImageReference("", "1.2", ()), Code("113000", "DCM", "Of Interest"), "W" * 64, human().source)
    model.set_results((), (), (long,))
    panel.resize(340, 260)
    QApplication.processEvents()
    for n in range(3):
        service.add(model, human(f"own {n}"))
        model.select(f"own {n}")
        for _ in range(5):
            QApplication.processEvents()
        row = panel.row(f"own {n}")
        seen = row.visibleRegion().boundingRect()
        assert seen.height() >= min(row.height(), panel.area.viewport().height()) and seen.left() == 0
        assert row.width() == panel.area.viewport().width() and row.x() == 0 == row.parentWidget().x()


def test_in_chinese_nothing_of_a_finding_is_left_in_english(make: Make) -> None:
    """What the demonstration's algorithm says of its findings, as the detail shows it."""
    told = chest_read().findings
    use_language("zh_CN", locales())
    try:
        model, panel = make(*told)
        for finding in told:
            model.select(finding.tracking_uid)
            said = panel.detail._text.text() + panel.detail._more.text()
            assert not re.findall(r"[A-Za-z]{4,}|, |: ", said), said
    finally:
        use_language("en", locales())


@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0])
def test_a_row_never_lacks_its_size(make: Make, qapp: QApplication, scale: float) -> None:
    """In the panel as narrow as it gets: the title is elided, and the word of the status gives way."""
    apply_theme(qapp, "dark", scale=scale)
    try:
        length = (Measurement(codes.Code("103339001", "SCT", "Long axis"), 58.2, MILLIMETRE),)
        model, panel = make(proposed("1", 91.0, measurements=length), replace(human(), measurements=length))
        panel.resize(scaled(340, 1.3), 600)
        QApplication.processEvents()
        for finding in model.findings:
            row = panel.row(finding.tracking_uid)
            size = row._size
            assert size.isVisible() and size.text() == "58 mm", finding.tracking_uid
            assert size.fontMetrics().horizontalAdvance(size.text()) <= size.width()
            assert size.geometry().right() < row.width() and row._title.width() > 60
        panel.resize(scaled(600), 600)
        QApplication.processEvents()
        assert all(row._state.isVisible() for row in panel.findChildren(FindingRow))
    finally:
        apply_theme(qapp, "dark")


def test_fits_320_pixels(make: Make) -> None:
    _, panel = make(proposed("1", 91.0), human())
    assert panel.minimumSizeHint().width() <= 320


def test_key_images_are_listed_by_who_chose_them_and_why(qtbot: QtBot, make: Make) -> None:
    """Buttons and K go from one to the next, around the ends; the documents stay apart."""
    model, panel = make(proposed())
    assert not panel.key_images.isVisibleTo(panel)
    device, person = proposed().source, human().source
    keys = [
        KeyImage(ImageReference("", "1.2", (frame,)), title, note, source)
        for frame, title, note, source in (
            (3, Code("113000", "DCM", "Of Interest"), "Jet in the left ventricle", device),
            (7, Code("113000", "DCM", "Of Interest"), "Jet in the left ventricle", device),
            (9, Code("113003", "DCM", "For Surgery"), "", person),
            (2, Code("113037", "DCM", "Rejected for Patient Safety Reasons"), "", person),
        )
    ]
    model.set_results((), (), keys)
    said = words(panel)
    heads = ("★ Of interest · NoduleFinder 1.2", f"★ For surgery · {person.name}", "⚠ Rejected for patient safety")
    for text in (*heads, "Jet in the left ventricle"):
        assert text in said
    assert [button.text() for button in panel.key_images.buttons] == ["Frame 3", "Frame 7", "Frame 9", "Frame 2"]
    gone_to: list[object] = []
    model.jump_requested.connect(gone_to.append)
    click(qtbot, panel.key_images.buttons[1])
    step = {command.id: command.run for command in commands(model)}
    for _ in range(2):
        step["findings.next_key_image"]()
    step["findings.previous_key_image"]()
    assert gone_to == [keys[n].image for n in (1, 2, 3, 2)]
    assert [button.isChecked() for button in panel.key_images.buttons] == [False, False, True, False]


def test_the_report_s_own_key_images_are_apart_from_measurements(qtbot: QtBot, make: Make) -> None:
    model, panel = make(proposed(), human())
    others = [KeyImage(ImageReference("", "1.2", (3,)), Code("113000", "DCM", "Of Interest"), "", human().source)]
    model.set_results((), (), others)
    images = [ImageReference("1.9", "1.2", (frame,), "1.1") for frame in (5, 6)]
    for image, note in zip(images, ("Jet", ""), strict=True):
        model.put(marked(image, human().source, note))
    said = words(panel)
    assert "Own findings" in said and "Key images of the report" in said
    assert "Findings: 2" in panel._counts.toolTip()
    assert [button.text() for button in panel.key_images.buttons] == ["Frame 3"], "those of others only"
    jet, plain = (panel.row(tracking_uid(image)) for image in images)
    assert jet.accessibleName() == f"Jet, Frame 5, {human().source.name}" and "Key image" in plain.accessibleName()
    assert jet.accept.isHidden() and jet.reject.isHidden()

    gone_to: list[object] = []
    model.jump_requested.connect(gone_to.append)
    click(qtbot, jet)
    assert gone_to == [images[0]] and model.key_image == 1
    step = {command.id: command for command in commands(model)}
    for _ in range(2):
        step["findings.next_key_image"].run()
    assert gone_to[1:] == [images[1], others[0].image] and model.selected == tracking_uid(images[1])
    assert not step["findings.hide"].when() and not step["findings.lock"].when(), "nothing of it is drawn"

    model.edit_requested.emit(tracking_uid(images[1]))
    form = panel.detail.form
    assert form.note.hasFocus() and not form.site.isVisibleTo(panel) and not form.side.isVisibleTo(panel)
    qtbot.keyClicks(form.note, "Vena contracta")
    offered = [form.kind.itemText(n) for n in range(form.kind.count())]
    assert offered[0] == form.kind.currentText() == "Key image", "or why it is poor"
    form.kind.setCurrentIndex(offered.index("Image quality: motion"))
    qtbot.keyClick(form.note, Qt.Key.Key_Return)
    marked_so = model[tracking_uid(images[1])]
    assert (marked_so.note, marked_so.finding.meaning) == ("Vena contracta", "Motion blur")
    assert "Image quality: motion" in panel.row(marked_so.tracking_uid).accessibleName()
    qtbot.keyClick(panel.row(tracking_uid(images[1])), Qt.Key.Key_Delete)
    assert [key.image for key in model.key_images] == [others[0].image, images[0]]


def test_of_hundreds_of_proposals_the_first_get_rows_and_every_other_one_when_it_is_gone_to(make: Make) -> None:
    """A row for each of 600 made the window wait for seconds."""
    many = [proposed(f"1.2.{number}") for number in range(600)]
    model, panel = make(*many, human("own"))
    assert len(panel.findChildren(FindingRow)) == 101 and panel.row("own").isVisible()
    more = next(button for button in panel.findChildren(QPushButton) if button.text() == "Show more")
    more.click()
    QApplication.processEvents()
    assert len(panel.findChildren(FindingRow)) == 201
    model.select("1.2.450", jump=True)
    QApplication.processEvents()
    assert not panel.row("1.2.450").visibleRegion().isEmpty()
    for finding in many:
        service.reject(model, finding.tracking_uid)
    assert {finding.status for finding in model.findings if finding.is_ai} == {Status.REJECTED}


def test_a_location_is_found_by_what_is_typed_and_stays_where_nothing_fits(make: Make, qtbot: QtBot) -> None:
    """Also with a space, which opens the list only where nothing was typed; and in the open list."""
    keyboard = Keyboard(QApplication.instance())  # type: ignore[arg-type]
    model, panel = make(human("1"))
    model.select("1")
    panel.edit("1")
    site = panel.detail.form.site
    site.setFocus()
    qtbot.keyClicks(site, "Right lower")
    assert site.currentText() == "Right lower lobe" and not site.view().isVisible()
    keyboard._typed = (0.0, "")
    qtbot.keyClicks(site, "liv")
    assert site.currentText() == "Liver"
    qtbot.keyClicks(site, "xq")
    assert site.currentText() == "Liver", "nothing fits: nothing changes"
    keyboard._typed = (0.0, "")
    site.showPopup()
    qtbot.waitUntil(site.view().isVisible)
    qtbot.keyClicks(site.view(), "left upper")
    assert site.view().isVisible()
    qtbot.keyClick(site.view(), Qt.Key.Key_Return)
    assert site.currentText() == "Left upper lobe"
    QApplication.instance().removeEventFilter(keyboard)  # type: ignore[union-attr]
    keyboard.deleteLater()


def test_what_was_changed_in_the_form_is_kept_when_one_goes_on(make: Make) -> None:
    """A click on another finding or beside all of them; Esc leaves it as it was. Undone by name."""
    model, panel = make(human("1"), human("2"))
    for then in ("2", ""):
        model.select("1")
        panel.edit("1")
        panel.detail.form.note.setText(f"before {then or 'nothing'}")
        model.select(then)
        assert model["1"].note == f"before {then or 'nothing'}" and not panel.detail.editing
        assert model.selected == then
    model.history.undo()
    assert model["1"].note == "before 2"
    steps = model.history.undoes
    model.select("1")
    panel.edit("1")
    model.select("2")
    assert model.history.undoes == steps, "nothing was changed"
