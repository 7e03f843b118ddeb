"""Through every window, dialog and panel by keyboard: `python -m tests.flow.keyboard_walk PROFILE HUB`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QComboBox,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)

import reader
from reader.app.command_list import command_list
from reader.app.presenter import Level, Message
from reader.app.ui.display_note import DisplayNote
from reader.app.ui.handed_over_bar import HandedOverBar
from reader.app.ui.identity_question import asking
from reader.app.ui.keys_dialog import KeysDialog
from reader.app.ui.prior_panel import PriorPanel
from reader.app.ui.stored_report import StoredReport
from reader.core.text import tr
from reader.delivery.ui.held import HeldBanner
from reader.delivery.ui.receipts import ReceiptsWidget
from reader.delivery.ui.sending_dialog import SendingDialog
from reader.dicom.objects import RAW_DATA
from reader.report.model import ADDENDUM
from reader.review.ui.pin_dialog import PinDialog
from reader.review.ui.supplement_banner import SupplementBanner
from reader.study.admission import Confirmed, Withheld
from reader.study.identity import Agreement, Comparison
from reader.study.unshown import Unshown
from reader.views.planes import Plane
from reader.views.ui.not_shown import ConfirmedRow, UnshownRow, WithheldRow
from reader.views.ui.viewport import ViewportWidget
from reader.worklist.model import Unreadable
from reader.worklist.ui.raw_view import RawView
from tests.flow.critical_walk import critical
from tests.flow.keyboard_journey import Doctor, sign_in
from tests.flow.report_walk import signed_outputs, writing
from tests.flow.seat import Seat
from tests.flow.walker import TYPED_INTO, Walker

_ELSEWHERE = {
    "SpareWindow": "a window that waits unseen for the next case",
    "Overlay": "the palette and the deliveries are ones",
    "ReportPlace": "only until the report is there",
    "PhaseBar": "only where a series has several times; its buttons are commands",
    "CineBar": "only where there is a loop; its buttons are commands",
    "RangeSlider": "in the bar of a loop; images are scrolled through by keys",
}
_OF_ADMINISTRATORS_WHO_READ = ("app.audit", "audit.close")
_OVER_IT = {
    "ctrl+k": "CommandPalette", "ctrl+comma": "SettingsDialog", "ctrl+shift+k": "KeysDialog",
    "ctrl+shift+Return": "SignDialog", "ctrl+p": "PrintDialog",
}  # fmt: skip
LOOKS = (("en", 1.0), ("zh_CN", 1.4), ("en", 2.0), ("zh_CN", 2.0))


def every_widget() -> set[type]:
    """The program's own widget classes, of every module."""
    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if ".ui" in module.name or ".qt" in module.name:
            importlib.import_module(module.name)

    def below(kind: type) -> set[type]:
        found: set[type] = {kind}
        subclass: type
        for subclass in kind.__subclasses__():
            found |= below(subclass)
        return found

    return {kind for kind in below(QWidget) if kind.__module__.startswith("reader.")}


def walk(seat: Seat) -> None:
    walker = Walker(seat)
    li = Doctor(seat, "en")
    li.patient = "Xiaodong"
    walker.tour(seat.until_open("SignInWindow"))
    handbook(walker, "sign-in")
    li.sign_in("li")
    worklist(walker, li)
    reading(walker, li)
    handing_over(walker, li)
    reviewing(walker, Doctor(seat, "en"))
    auditing(walker)
    unseen = {kind for kind in every_widget() if not any(issubclass(seen, kind) for seen in walker.seen)}
    missing = sorted(kind.__name__ for kind in unseen if kind.__name__ not in _ELSEWHERE)
    walker.wrong += [f"no walk leads to {name}" for name in missing]
    written = {(command.context, command.id, command.keys) for command in command_list()}
    walker.wrong += [f"the handbook has not {command}" for command in walker.commands - written]
    gone = {command for command in written - walker.commands if command[1] not in _OF_ADMINISTRATORS_WHO_READ}
    walker.wrong += [f"the handbook tells of {command}, which no window has" for command in gone]
    assert not walker.wrong, "\n".join(dict.fromkeys(walker.wrong))


def worklist(walker: Walker, li: Doctor) -> None:
    seat = walker.seat
    page = li.desk.page
    window = seat.until_open("WorklistWindow")
    seat.until(lambda: page.table.hasFocus(), "the list has the keyboard")
    walker.tour(window)
    no_row_moves(seat, li)
    walker.dialog("ctrl+k", "CommandPalette")
    walker.dialog("ctrl+comma", "SettingsDialog")
    walker.dialog("F1", "HelpWindow")
    handbook(walker, "worklist")
    walker.know(window._registry)  # type: ignore[attr-defined]
    walker.know(seat.program.help.window.registry)  # type: ignore[union-attr]
    statistics(walker)
    seat.until(page.table.hasFocus, "after the statistics the keyboard is in the list")
    seat.press("ctrl+comma")
    handbook(walker, "settings", over="SettingsDialog")
    choose_in_a_list(walker, seat.until_open("SettingsDialog"))
    seat.press("Escape")
    seat.until(page.table.hasFocus, "after the settings the keyboard is in the list")
    seat.press("ctrl+k")
    seat.until_open("CommandPalette")
    seat.type("about")
    seat.press("Return")
    about = seat.until_open("AboutDialog")
    seat.until(about._copy.isEnabled, "the checks are made")  # type: ignore[attr-defined]
    walker.tour(about)
    walker.go_to(lambda w: isinstance(w, QPushButton) and w.text() == tr("Licences"), "the licences")
    seat.press("Return")
    walker.tour(seat.until_open("LicencesDialog"))
    seat.press("Escape")
    seat.until_open("AboutDialog")
    seat.press("Escape")
    seat.until(page.table.hasFocus, "after About the keyboard is in the list")
    keys_and_mouse(walker)
    seat.until(page.table.hasFocus, "after the keys the keyboard is in the list")
    monitors(walker)
    seat.until(page.table.hasFocus, "after the monitors the keyboard is in the list")
    walker.go_to(lambda w: isinstance(w, QToolButton) and w.menu() is not None, "the user's menu")
    seat.press("Return")
    walker.menu("the user")
    seat.press("ctrl+f")
    seat.type("zzz")
    seat.until(lambda: page._notice.isVisible(), "nothing matches")
    walker.look(window)
    seat.press("Escape", "Escape")
    seat.until(page.table.hasFocus, "Esc leaves the search")
    record = Unreadable("1.2.3", ("Patient's Name: not text",), "{}")
    seat.ask(lambda: RawView(record, page).open())
    walker.tour(seat.until_open("RawView"))
    seat.press("Escape")
    seat.until(page.table.hasFocus, "after the raw record the keyboard is in the list")


def keys_and_mouse(walker: Walker) -> None:
    """Both of its pages; a key that is pressed in its field runs nothing."""
    seat = walker.seat
    seat.press("ctrl+shift+k")
    dialog = seat.until_open("KeysDialog")
    assert isinstance(dialog, KeysDialog)
    walker.tour(dialog)
    handbook(walker, "keys", over="KeysDialog")
    walker.go_to(lambda w: w is dialog.keys.field, "the field for a key")
    before = len(seat.ran)
    seat.press("ctrl+f")
    seat.until(lambda: dialog.keys.field.text() == "Ctrl+F", "the key that was pressed")
    assert len(seat.ran) == before
    walker.look(dialog)
    walker.go_to(lambda w: isinstance(w, QTabBar), "its pages")
    seat.press("Right")
    seat.until(dialog.mouse.isVisible, "the mouse")
    walker.tour(dialog)
    seat.press("Escape")


def monitors(walker: Walker) -> None:
    """Their page, what was measured of one, and the pictures that fill it."""
    seat = walker.seat
    seat.press("ctrl+k")
    seat.until_open("CommandPalette")
    seat.type("test pattern")
    seat.press("Return")
    walker.tour(seat.until_open("MonitorsDialog"))
    handbook(walker, "monitors", over="MonitorsDialog")
    walker.go_to(lambda w: isinstance(w, QPushButton) and w.text() == tr("Test pattern"), "the pattern")
    seat.press("Return")
    walker.look(seat.until_open("TestPattern"))
    seat.press("Escape")
    seat.until_open("MonitorsDialog")
    walker.go_to(lambda w: isinstance(w, QPushButton) and w.text() == tr("Calibration …"), "the calibration")
    seat.press("Return")
    walker.tour(seat.until_open("CalibrationDialog"))
    walker.go_to(lambda w: isinstance(w, QPushButton) and w.text() == tr("Measure patch by patch"), "the patches")
    seat.press("Return")
    walker.tour(seat.until_open("PatchScreen"))
    seat.press("Escape")
    seat.until_open("CalibrationDialog")
    seat.press("Escape")
    seat.until_open("MonitorsDialog")
    seat.press("Escape")


def handbook(walker: Walker, page: str, over: str = "") -> None:
    """F1 leads to the page for where the keyboard is, also out of a dialog that waits, and Esc leads back."""
    seat = walker.seat
    if over:
        seat.until_open(over)
    before = seat.ask(lambda: seat.focus)
    seat.press("F1")
    window = seat.until_open("HelpWindow")
    shown = seat.ask(lambda: window.at[0])  # type: ignore[attr-defined]
    if shown != page:
        walker.wrong.append(f"F1 in {walker._told(before)} leads to {shown}")
    seat.press("Escape")
    walker.back_at(before, "the handbook")


def no_row_moves(seat: Seat, li: Doctor) -> None:
    """When a message, what can be undone or a receipt comes or goes, a click meant for one thing hits no other."""
    window, page = li.desk.worklist_window, li.desk.page
    assert window is not None
    table, held, receipts = page.table, window.findChild(HeldBanner), window.findChild(ReceiptsWidget)

    def places() -> list[QPoint]:
        buttons = [button.mapTo(window, QPoint()) for button in page.foot.findChildren(QPushButton)]
        return [table.viewport().mapTo(window, table.cell(0, 0).topLeft()), *buttons]

    before = seat.ask(places)
    seat.ask(lambda: window.show_message(Message("The hub does not answer.", level=Level.WARNING)))
    assert isinstance(receipts, ReceiptsWidget)
    for line in (window._banner, held, receipts._button):
        assert isinstance(line, QWidget)
        seat.ask(line.show)
        seat.until(line.isVisible, "it is there")
        assert seat.ask(places) == before
        seat.until(partial(all_is_seen, line), "nothing of it is cut")
        seat.ask(line.hide)
        assert seat.ask(places) == before
    assert seat.ask(lambda: not page.messages.isVisible())


def all_is_seen(line: QWidget) -> bool:
    least = line.heightForWidth(line.width()) if line.hasHeightForWidth() else line.minimumSizeHint().height()
    return line.height() >= least


def choose_in_a_list(walker: Walker, window: QWidget) -> None:
    """A combo box opened by Space; Enter and Space choose in it, and do nothing to the dialog around."""
    seat = walker.seat
    walker.go_to(lambda w: isinstance(w, QComboBox), "a list")
    combo = seat.ask(lambda: seat.focus)
    assert isinstance(combo, QComboBox)
    for move, step, key in (("Down", 1, "Return"), ("Up", -1, "space")):
        before = seat.ask(combo.currentIndex)
        seat.press("space")
        seat.until(lambda: seat.app.activePopupWidget() is not None, "its list is open")
        seat.press(move, key)
        seat.until(lambda: seat.app.activePopupWidget() is None, f"{key} chooses, and closes the list")
        assert seat.ask(combo.currentIndex) == before + step
        seat.until(combo.hasFocus, "the keyboard is back at the list")
    assert seat.ask(window.isVisible)


def reading(walker: Walker, li: Doctor) -> None:
    seat = walker.seat
    seat.ask(partial(seat.program.services.settings.update, displays_checked=True))
    li.open_case()
    window = li.window
    case = window.case
    seat.until(lambda: window.findChild(DisplayNote).isVisible(), "the monitor is not calibrated")
    seat.until(lambda: case.findings.loaded, "the findings")
    paper = Unshown(RAW_DATA, RAW_DATA.why, 2, ("9 · Raw data",))
    doubt = Withheld("2 · Thorax", case.study.study.patient, Comparison(Agreement.DOUBT))

    asked = asking(lambda: window)
    withheld = seat.ask(
        lambda: WithheldRow(doubt, lambda entry: asked(case.expected.patient, entry) and None, may_decide=True)
    )

    def withhold() -> None:
        page = window.views.column.widget()
        assert page is not None
        confirmed = ConfirmedRow(Confirmed(doubt, "Zhou Wei"), lambda _: None, may_decide=True)
        for row in (UnshownRow(paper), confirmed, withheld):
            page.layout().insertWidget(0, row)  # type: ignore[union-attr]

    seat.ask(withhold)
    seat.press("ctrl+i")
    said = seat.ask(lambda: window.messages.message)
    assert said is not None and "Choose a finding first" in said.text, "why nothing is inserted"
    seat.ask(window.messages.hide)
    seat.press("j", "y", "y", "Insert", "u")  # a sentence whose finding is not accepted any more
    seat.until(lambda: window.report is not None and window.report.ties.isVisible(), "what does not fit is told")
    seat.press("F3")
    walker.tour(window)
    walker.know(window.registry)
    walker.go_to(lambda w: w is withheld.button, "what may be of another patient")
    seat.press("space")
    walker.tour(seat.until_open("IdentityQuestion"))
    seat.press("Escape")
    seat.until_open("ReadingWindow")
    seat.press("F3")
    handbook(walker, "reading")
    seat.press("F2")
    handbook(walker, "report")
    writing(walker, li)
    seat.press("F3", "Menu")
    walker.menu("the pictures")
    seat.press("m")
    seat.until(lambda: seat.app.activePopupWidget() is not None, "the menu of measurements")
    walker.look(window)
    seat.press("Escape")
    seat.until(lambda: seat.app.activePopupWidget() is None, "Esc closes it")
    for keys, name in (("ctrl+k", "CommandPalette"), ("ctrl+comma", "SettingsDialog")):
        walker.dialog(keys, name, tour=False)
    walker.go_to(lambda w: isinstance(w, ViewportWidget) and w.state.plane is Plane.AXIAL, "a plane")
    walker.dialog("alt+w", "TypedField")
    walker.dialog("ctrl+alt+h", "HangingDialog")
    walker.dialog("ctrl+alt+k", "TellOfDialog")
    walker.dialog("ctrl+p", "PrintDialog")
    walker.dialog("ctrl+4", "LayoutPopup")
    second_window(walker)
    seat.press("shift+e")
    seat.until(lambda: window.findings.detail.editing, "the finding is edited")
    walker.tour(window)
    walker.go_to(lambda w: isinstance(w, QComboBox), "the form")
    seat.press("Escape")
    seat.until(lambda: not window.findings.detail.editing, "Esc leaves the form")
    seat.press("F3", "Return")
    naming = window.views.naming
    seat.until(lambda: naming.field is not None and naming.field.is_open, "what is chosen is named")
    walker.look(window)
    seat.press("Escape")
    seat.until(lambda: naming.field is None, "Esc leaves the name")
    seat.press("F2", "ctrl+Return")
    walker.tour(seat.until_open("SignDialog"))
    seat.press("Escape")
    seat.until_open("ReadingWindow")
    before = len(seat.ran)
    seat.press("F3")
    assert seat.ran[before:] == ["app.images"], "keys work without a click"
    tabs_before = seat.ask(lambda: window.findChild(QTabBar))
    seat.ask(lambda: tabs_before.setCurrentIndex(1))
    seat.press("F3", "alt+2")
    seat.until(lambda: isinstance(seat.focus, TYPED_INTO), "from the images into the impression")
    seat.press("F3")
    tabs = seat.ask(lambda: window.findChild(QTabBar))
    walker.go_to(lambda w: w is tabs, "the tabs")
    seat.press("Right")
    prior = seat.ask(lambda: window.findChild(PriorPanel))
    assert prior is not None
    seat.until(prior.isVisible, "the priors")
    seat.until(lambda: prior.text.toPlainText().startswith("No report"), "it says what is known of its report")
    walker.go_to(lambda w: w is prior.text, "the text of its reports")
    seat.ask(lambda: prior.compare_requested.emit(case.study.priors[0]))
    seat.until(lambda: len(window.views.grid.headers) > 1, "an earlier exam is beside it")
    message = Message("A message with something to do.", "And why.", action="Do it", level=Level.WARNING)
    seat.ask(lambda: window.show_message(message))
    walker.tour(window)
    walker.go_to(lambda w: w is tabs, "the tabs")
    seat.press("Left", "ctrl+w")


def second_window(walker: Walker) -> None:
    """It leaves the keyboard where it is; a window manager's key goes to it, and closing it comes back."""
    seat = walker.seat
    images = seat.ask(lambda: seat.focus)
    seat.press("shift+F3")
    seat.until(lambda: seat.window("ImageWindow") is not None, "a second window")
    assert seat.ask(lambda: seat.focus) is images
    seat.ask(lambda: seat.window("ImageWindow").activateWindow())  # type: ignore[union-attr]
    walker.tour(seat.until_open("ImageWindow"))
    walker.dialog("ctrl+k", "CommandPalette", tour=False)
    seat.press("shift+F3")
    walker.back_at(images, "the second window")
    seat.press("ctrl+shift+F4")
    seat.until(lambda: seat.window("PanelWindow") is not None, "a window of the report")
    seat.press("F2")
    walker.tour(seat.until_open("PanelWindow"))
    seat.press("F3", "ctrl+shift+F4")
    seat.until(lambda: seat.window("PanelWindow") is None, "the report is back")
    walker.back_at(images, "the window of the report")


def handing_over(walker: Walker, li: Doctor) -> None:
    seat = walker.seat
    seat.until_open("WorklistWindow")
    demo = Path("resources", "demo").absolute()
    seat.later(lambda: li.desk.local.open([demo / name for name in ("us-echo", "dr-chest")]))
    walker.tour(seat.until_open("StudyChoice"))
    seat.press("Escape")
    seat.until_open("WorklistWindow")
    li.patient = "Guihua"
    li.open_case()
    window, page = li.window, li.desk.page
    li.write("No consolidation.", "Normal chest.")
    li.desk.place.hold_s = 600.0
    seat.press("ctrl+Return")
    li.tick_all()
    seat.press("Return")
    seat.until(lambda: window.case.handed_over, "submitted, and held")
    seat.until_open("ReadingWindow")
    walker.tour(window)
    seat.press("ctrl+w")
    worklist_window = seat.until_open("WorklistWindow")
    seat.until(page.table.hasFocus, "the list has the keyboard, though the exam was opened from the search")
    seat.press("Escape")
    walker.tour(worklist_window)
    walker.go_to(lambda w: isinstance(w.parentWidget(), ReceiptsWidget), "the deliveries")
    details = seat.ask(lambda: seat.focus)
    seat.later(lambda: StoredReport((), worklist_window).open())
    walker.tour(seat.until_open("StoredReport"))
    seat.press("Escape")
    walker.back_at(details, "a stored report")
    seat.later(lambda: PinDialog("card", why="wrong", last=True, minutes=5, parent=worklist_window).open())
    walker.tour(seat.until_open("PinDialog"))
    seat.press("Escape")
    walker.back_at(details, "the PIN of a token")
    seat.later(lambda: SendingDialog(li.desk.place.outbox, worklist_window).open())
    walker.tour(seat.until_open("SendingDialog"))
    seat.press("Escape")
    walker.back_at(details, "the deliveries on their way")
    critical(walker, li)
    seat.press("Escape")
    walker.go_to(lambda w: w is details, "the deliveries")
    seat.press("Return")
    walker.tour(seat.until_open("ReceiptDetails"))
    seat.press("Escape")
    walker.back_at(details, "the deliveries")
    held = seat.ask(lambda: worklist_window.findChild(HeldBanner))
    walker.go_to(lambda w: held is not None and w is held.undo, "the undo")
    seat.press("Return")
    seat.until_open("ReadingWindow")
    li.desk.place.hold_s = 0.0
    seat.until(lambda: li.window.report is not None and not li.window.case.read_only, "it can be written in again")
    seat.press("ctrl+Return")
    li.last_look()
    seat.press("ctrl+w")
    seat.until_open("WorklistWindow")
    sign_out(walker)


def sign_out(walker: Walker) -> None:
    """With an exam that is not finished: it is named first."""
    walker.seat.press("ctrl+shift+q")
    dialog = walker.seat.until_open("UnfinishedDialog")
    walker.tour(dialog)
    walker.go_to(lambda w: w is dialog.go, "signing out")  # type: ignore[attr-defined]
    walker.seat.press("Return")
    walker.seat.until_open("SignInWindow")


def reviewing(walker: Walker, zhou: Doctor) -> None:
    seat = walker.seat
    zhou.sign_in("zhou")
    statistics(walker)
    zhou.patient = "Guihua"
    zhou.open_case()
    window = zhou.window
    walker.tour(window)
    seat.press("F3")
    images = seat.ask(lambda: seat.focus)
    seat.press("ctrl+shift+r")
    seat.until(lambda: isinstance(seat.focus, QPlainTextEdit), "the reason has the keyboard")
    walker.tour(window)
    seat.press("Escape")
    walker.back_at(images, "the reason")
    in_each_look(walker, zhou)
    seat.press("ctrl+shift+Return")
    zhou.last_look()
    signed_outputs(walker, zhou)
    seat.press("ctrl+w")
    seat.until_open("WorklistWindow")
    seat.until(lambda: any(exam.signed is not None for exam in zhou.desk.place.worklist.worklist.exams()), "signed")
    add_to(walker, zhou)
    sign_out(walker)


def add_to(walker: Walker, zhou: Doctor) -> None:
    """The signed report, and an addendum to it."""
    seat = walker.seat
    seat.press("ctrl+f", "ctrl+a")
    seat.type(zhou.patient)
    seat.press("Return")
    window = seat.until_open("ReadingWindow")
    ways_on = "the ways on from a signed report"
    seat.until(lambda: any(bar.isVisible() for bar in window.findChildren(HandedOverBar)), ways_on)
    seat.until(lambda: zhou.window.report is not None, "the signed report is there")
    walker.tour(window)
    walker.go_to(lambda w: w.objectName() == "exam.addendum", "the addendum")
    seat.press("Return")
    seat.until(lambda: seat.program.desk is not None and zhou.window is not window, "the addendum opens")
    seat.until(lambda: bool(zhou.window.findChildren(SupplementBanner)), "it says what it is")
    added = seat.until_open("ReadingWindow")
    seat.until(lambda: zhou.has_keyboard(ADDENDUM), "the keyboard is where one writes")
    before = len(seat.ran)
    seat.type("jyn")
    assert seat.ran[before:] == [], "what is typed is text"
    walker.tour(added)
    seat.press("ctrl+w")
    seat.until_open("WorklistWindow")
    seat.until(zhou.desk.page.table.hasFocus, "after an exam that was searched the keyboard is in the list")


def statistics(walker: Walker) -> None:
    seat = walker.seat
    seat.press("ctrl+k")
    seat.until_open("CommandPalette")
    seat.type("statistics")
    seat.press("Return")
    window = seat.until_open("StatisticsWindow")
    seat.until(lambda: not window.view.asking, "the hub has answered")  # type: ignore[attr-defined]
    walker.tour(window)
    walker.know(window._registry)  # type: ignore[attr-defined]
    for title, dialog in (("Notifiable diseases …", "NotifiedDialog"), ("Reports read again …", "RereadDialog")):
        if any(button.text() == tr(title) and button.isVisible() for button in window.findChildren(QPushButton)):
            walker.go_to(lambda w, title=title: isinstance(w, QPushButton) and w.text() == tr(title), title)
            seat.press("space")
            walker.tour(seat.until_open(dialog))
            seat.press("Escape")
            seat.until_open("StatisticsWindow")
    seat.press("Escape")
    seat.until_open("WorklistWindow")


def auditing(walker: Walker) -> None:
    seat = walker.seat
    sign_in(seat, "admin")
    window = seat.until_open("AuditWindow")
    walker.tour(window)
    walker.know(window._registry)  # type: ignore[attr-defined]
    walker.dialog("ctrl+k", "CommandPalette", tour=False)


def in_each_look(walker: Walker, doctor: Doctor) -> None:
    """Both windows in other languages and sizes of text."""
    seat = walker.seat
    for language, scale in LOOKS:
        seat.ask(partial(seat.program.services.settings.update, language=language, text_scale=scale))
        seat.until_open("ReadingWindow")
        seat.until(lambda: doctor.window.report is not None, "built again")
        begun = len(walker.wrong)
        for window in (doctor.window, doctor.desk.worklist_window):
            assert window is not None
            walker.look(window)
        for keys, name in _OVER_IT.items():
            seat.press(keys)
            walker.look(seat.until_open(name))
            seat.press("Escape")
            seat.until_open("ReadingWindow")
        walker.wrong[begun:] = [f"{language} {scale:.0%}: {fault}" for fault in walker.wrong[begun:]]


if __name__ == "__main__":
    sys.exit(Seat(Path(sys.argv[1]), sys.argv[2], language="en").use(walk))
