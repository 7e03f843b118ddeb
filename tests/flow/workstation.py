"""A user in front of the program: the real windows, real keys and mouse, a real hub process behind."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QLineEdit, QPushButton, QWidget

from reader.app.desk import Desk
from reader.app.presenter import Message
from reader.app.program import Program
from reader.app.ui.reading_window import ReadingWindow
from reader.core.profile import open_profile
from reader.core.qt.translation import use_language
from reader.delivery.model import AT_THE_HUB
from reader.dicom.values import Code
from reader.report.model import FINDINGS, IMPRESSION
from reader.report.ui.editor import SectionEditor
from reader.study.model import Arrival
from reader.terms.languages import locales
from reader.volume.service import VolumeService
from tests.dialogs import answer
from tests.flow.keys import use_keys_again

PATIENCE_S = 60.0


def wait_for(what: Callable[[], bool], why: str, patience: float = PATIENCE_S) -> None:
    """Let the program run until something holds; fails by naming what never did."""
    end = time.monotonic() + patience
    while not what():
        if time.monotonic() > end:
            raise AssertionError(f"never: {why}")
        QApplication.processEvents()
        time.sleep(0.005)


class Defects(logging.Handler):
    """The errors that came to the presenter uncaught."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[BaseException] = []
        self._log = logging.getLogger("reader.app.presenter")
        self._log.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == "uncaught" and record.exc_info and record.exc_info[1] is not None:
            self.found.append(record.exc_info[1])

    def end(self) -> None:
        self._log.removeHandler(self)


class Workstation:
    """One running program with its own profile. hold_s: how long a submission can be undone. policy: the file of a
    hospital. An error that nobody in the program has caught fails the test, however well it went on."""

    def __init__(
        self, profile: Path, hub_url: str, size: tuple[int, int] = (1600, 1000), *,
        prefetch: bool = False, ready: bool = False, hold_s: float = 0.0, policy: Path | None = None,
    ) -> None:  # fmt: skip
        self.hold_s = hold_s
        app = QApplication.instance() or QApplication(["reader"])
        assert isinstance(app, QApplication)
        app.setQuitOnLastWindowClosed(False)
        self.app, self.size = app, size
        self.said: list[Message] = []
        self.defects = Defects()
        use_keys_again()
        self.program = Program(app, open_profile(profile, policy), hub_url)
        self.program.presenter.said.connect(self.said.append)
        self.program.services.settings.update(prefetch=prefetch)
        self._make_ready = VolumeService.make_ready
        if not ready:
            VolumeService.make_ready = lambda _: None  # type: ignore[method-assign]
        self.program.start()

    def close(self) -> None:
        self.program.stop()
        VolumeService.make_ready = self._make_ready  # type: ignore[method-assign]
        for widget in self.app.topLevelWidgets():
            widget.close()
            widget.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()

    def __enter__(self) -> Workstation:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.close()
        use_language("en", locales())  # whatever its user spoke
        self.defects.end()
        if kind is None and self.defects.found:
            raise AssertionError("the program has a defect") from self.defects.found[0]

    # windows ---------------------------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        assert self.program.desk is not None
        return self.program.desk

    @property
    def window(self) -> ReadingWindow:
        assert self.desk.reading_window is not None
        return self.desk.reading_window

    def activate(self, window: QWidget) -> None:
        """Asked for again where another window got the keyboard meanwhile: nobody manages windows here."""
        asked = [-1.0]

        def active() -> bool:
            if not window.isActiveWindow() and time.monotonic() - asked[0] > 0.5:
                asked[0] = time.monotonic()
                window.activateWindow()
                window.raise_()
            return window.isActiveWindow()

        wait_for(active, f"{type(window).__name__} becomes active", 10)

    # what a user does ------------------------------------------------------------------------------------

    def sign_in(self, user: str, password: str = "demo") -> None:
        window = self.program.sign_in_window
        assert window is not None
        self.activate(window)
        fields = window.findChildren(QLineEdit)
        name, secret = fields[-2], fields[-1]
        for field, text in ((name, user), (secret, password)):
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, text)
        QTest.keyClick(secret, Qt.Key.Key_Return)

    def wait_for_worklist(self) -> None:
        wait_for(lambda: self.program.desk is not None, "signed in")
        wait_for(lambda: bool(self.desk.place.worklist.worklist.tasks), "tasks in the worklist")
        wait_for(lambda: self.desk.place.key is not None, "the certificate arrives")
        assert self.desk.worklist_window is not None
        self.desk.place.hold_s = self.hold_s
        self.desk.worklist_window.resize(*self.size)

    def open_case(self, search: str) -> None:
        """Type into the search, Enter, and wait until the exam is there and its report can be written."""
        page, window = self.desk.page, self.desk.worklist_window
        assert window is not None
        self.activate(window)
        wait_for(lambda: self.app.focusWidget() is not None, "something in the worklist has the keyboard", 5)
        QTest.keyClick(self.app.focusWidget(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        wait_for(page.search.hasFocus, "the search takes the keys", 5)
        QTest.keyClicks(page.search, search)
        QTest.keyClick(page.search, Qt.Key.Key_Return)
        wait_for(lambda: self.desk.reading_window is not None, f"the case of {search} opens")
        self.window.resize(*self.size)
        self.activate(self.window)

    def wait_for_images(self) -> None:
        case = self.window.case
        wait_for(lambda: bool(case.views.contents()), "the first picture")
        uid = case.views.contents()[0].series.series_uid
        try:
            wait_for(lambda: case.study.state(uid).arrival is Arrival.COMPLETE, "the whole series")
        except AssertionError as late:
            raise AssertionError(f"never whole: {case.study.state(uid)}, said: {self.said}") from late

    def wait_for_report(self) -> None:
        case = self.window.case
        wait_for(lambda: case.draft is not None and self.window.report is not None, "the report")

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key while the images have the focus."""
        self.window.views.setFocus()
        QTest.keyClick(self.window.views, key, modifier)

    def on_picture(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key with the keyboard in the active viewport."""
        self.window.views.grid.focus_active()
        target = self.app.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifier)

    def drag(self, viewport: int, start: tuple[float, float], end: tuple[float, float]) -> None:
        """The left button from one place of a viewport to another, given as fractions of its size."""
        widget = self.window.views.grid.viewports[viewport]
        begin = QPoint(int(widget.width() * start[0]), int(widget.height() * start[1]))
        stop = QPoint(int(widget.width() * end[0]), int(widget.height() * end[1]))
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=begin)
        for step in range(1, 6):
            QTest.mouseMove(widget, begin + (stop - begin) * step / 5)
            QApplication.processEvents()
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=stop)

    def editor(self, heading: Code) -> SectionEditor:
        assert self.window.report is not None
        editor = self.window.report.editor(heading)
        assert editor is not None
        return editor

    def write(self, heading: Code, text: str) -> None:
        """Type a sentence at the end of a section."""
        editor = self.editor(heading)
        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        if editor.toPlainText().strip():
            QTest.keyClick(editor, Qt.Key.Key_Return)
        QTest.keyClicks(editor, text)

    def answer_dialog(self) -> None:
        """Tick whatever a dialog asks about, if one comes, and press its main button; `asked` is what it said."""

        def go_on(dialog: QDialog) -> None:
            self.asked = " ".join(part.text() for part in dialog.findChildren(QLabel))
            for tick in dialog.findChildren(QCheckBox):
                tick.setChecked(True)
            button = dialog.go  # type: ignore[attr-defined]
            assert isinstance(button, QPushButton) and button.isEnabled()
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

        case = self.window.case
        answer(QDialog, go_on, unless=lambda: case.handing_over or case.handed_over)

    def wait_for_delivery(self) -> None:
        task = self.window.case.task.uid
        model = self.desk.place.outbox.model

        def delivered() -> bool:
            mine = [d for d in model.deliveries.values() if d.task_uid == task]
            refused = [d for d in mine if d.state.value == "refused"]
            assert not refused, refused
            return bool(mine) and all(d.state in AT_THE_HUB for d in mine)

        wait_for(delivered, "the delivery")

    def wait_for_receipts(self) -> None:
        """Everything in the outbox has arrived; what had before the program was ended is seen again."""
        model = self.desk.place.outbox.model
        wait_for(
            lambda: bool(model.deliveries) and all(d.state in AT_THE_HUB for d in model.deliveries.values()),
            "everything is delivered",
        )


__all__ = ["FINDINGS", "IMPRESSION", "Workstation", "wait_for"]
