"""What runs here: version, codecs, where things are kept, who is signed in; and all of it copied for support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader import __version__
from reader.app.doctor import ANY_THREAD, MAIN_THREAD, Check, Examined, State, examine, line
from reader.app.ui.licences import LicencesDialog
from reader.app.workplace import Workplace
from reader.core.qt.fitting import Scrolled
from reader.core.qt.plain import Label
from reader.core.qt.theme import colour
from reader.core.text import counted, tr

_MARKS = {State.OK: ("●", "fine"), State.WARNING: ("▲", "soon"), State.PROBLEM: ("■", "urgent")}

_BREAK = "\u200b"


class Fact(Label):
    """A text to select and copy. A long path is broken at its folders; where it may be is not copied with it."""

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("/", f"/{_BREAK}"))
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # its Copy would copy the breaks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selectedText().replace(_BREAK, ""))
        else:
            super().keyPressEvent(event)


class AboutDialog(QDialog):
    """The same checks as `reader doctor`, made while the box is open."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._checks: list[Check] = []
        self.setWindowTitle(tr("About reader"))
        self.setMinimumWidth(680)
        title = Label(f"reader {__version__}")
        title.setProperty("role", "title")
        note = Label(tr("The reading workstation of a regional centre. Apache-2.0. Not a medical device."))
        note.setProperty("role", "secondary")
        note.setWordWrap(True)
        key = place.key
        certificate = f"{key.name} ({key.not_after:%Y-%m-%d})" if key else place.no_key or tr("none yet")
        self._form = _form()
        self._add(
            {
                tr("User"): f"{place.session.user.name.display} · {place.session.user.organisation}",
                tr("Certificate"): certificate,
            }
        )
        self._state = Label(tr("Checking this computer …"))
        self._state.setProperty("role", "secondary")
        buttons = QDialogButtonBox()
        self._copy = QPushButton(tr("Copy for support"))
        self._copy.setToolTip(tr("Versions, codecs and checks as plain text; no patient data"))
        self._copy.setEnabled(False)
        self._copy.clicked.connect(self._copy_text)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        licences = buttons.addButton(tr("Licences"), QDialogButtonBox.ButtonRole.ActionRole)
        licences.clicked.connect(lambda: LicencesDialog(self).exec())
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        facts = QWidget()
        facts.setLayout(self._form)
        scroll = Scrolled(facts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        for item in (title, note):
            layout.addWidget(item)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._state)
        layout.addWidget(buttons)
        close.setFocus()
        self.resize(680, 600)
        self._look()

    def _look(self) -> None:
        services, session = self._place.services, self._place.session
        examined = Examined(services.profile, session.http, session.hub.url)

        def done(checks: list[Check]) -> None:
            if isValid(self):
                self._show([*checks, *examine(MAIN_THREAD, examined)])

        services.tasks.query(lambda _: list(examine(ANY_THREAD, examined)), done, topic="about")

    def _show(self, checks: list[Check]) -> None:
        self._checks = checks
        for check in checks:
            mark, token = _MARKS[check.state]
            text = check.text if not check.hint else f"{check.text}\n{check.hint}"
            self._add({check.name: text}, mark, colour(token).name())
        self._state.setText(found_text(checks))
        self._copy.setEnabled(True)

    def _add(self, facts: Mapping[str, str], mark: str = "", shade: str = "") -> None:
        for name, fact in facts.items():
            heading = QWidget()
            row = QHBoxLayout(heading)
            row.setContentsMargins(0, 0, 0, 0)
            title = Label(name)
            title.setProperty("role", "secondary")
            if mark:
                sign = Label(mark)
                sign.setStyleSheet(f"color: {shade}")
                row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(title, 1, Qt.AlignmentFlag.AlignTop)
            self._form.addRow(heading, Fact(fact))

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(map(line, self._checks)))
        self._state.setText(tr("Copied."))


def found_text(checks: Sequence[Check]) -> str:
    """How many problems and warnings: "No problems, 1 warning"."""
    bad = sum(check.state is State.PROBLEM for check in checks)
    doubtful = sum(check.state is State.WARNING for check in checks)
    if not bad and not doubtful:
        return tr("No problems were found.")
    problems = counted("{count} problem", "{count} problems", bad) if bad else tr("No problems")
    warnings = counted("{count} warning", "{count} warnings", doubtful)
    return tr("{problems}, {warnings}", problems=problems, warnings=warnings) if doubtful else problems


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 8, 0)
    form.setVerticalSpacing(8)
    form.setHorizontalSpacing(16)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
