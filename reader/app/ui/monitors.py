"""The page of the displays: what each is, what it is for, how it is calibrated, and the pattern to see it by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from psygnal import Signal
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from reader.app.display_checks import record_of
from reader.app.ui.calibration_dialog import CalibrationDialog
from reader.app.ui.screen_picture import TestPattern
from reader.core.qt.displays import Display, described
from reader.core.qt.fitting import FittedDialog, FittingArea, fit_screen
from reader.core.qt.line import line
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import scaled
from reader.core.settings import SettingsModel
from reader.core.text import mark, tr
from reader.terms.units import LUMINANCE, with_unit
from reader.views.calibration.codec import written
from reader.views.calibration.criteria import findings, too_small
from reader.views.calibration.evaluation import contradictions, doubtful_dates, evaluated, is_overdue
from reader.views.calibration.greys import look_up, shown
from reader.views.calibration.record import Calibration, DisplayRecord, GreysBy, Use

USES = {
    Use.UNSAID: mark("not stated"),
    Use.DIAGNOSTIC: mark("Reading (diagnostic)"),
    Use.REVIEW: mark("Review, not for reading"),
    Use.CLERICAL: mark("Office work"),
}
GREYS = {
    GreysBy.DISPLAY: mark("The monitor itself (calibrated in hardware)"),
    GreysBy.READER: mark("reader, from these measurements"),
}
_SIGNS = {"fine": "●", "soon": "▲", "urgent": "■", "": ""}


class Monitors:
    """Shows the page. closed: the warnings that were closed, by display and words, as long as the program runs;
    `changed` when there is another one. Main thread."""

    changed = Signal()

    def __init__(self, settings: SettingsModel, front: Callable[[], QWidget | None]) -> None:
        self._settings, self._front = settings, front
        self.closed: set[tuple[str, str]] = set()

    def show(self) -> None:
        MonitorsDialog(self._settings, self._front()).exec()

    def close(self, device: str, words: str) -> None:
        self.closed.add((device, words))
        self.changed.emit()


class MonitorsDialog(FittedDialog):
    """Begins with the display that its window is on. What is chosen holds at once."""

    def __init__(self, settings: SettingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setModal(True)
        self.setWindowTitle(tr("Monitors"))
        self.setMinimumWidth(scaled(600, 1.6))
        self._displays = [described(screen) for screen in QGuiApplication.screens()]
        self._monitor, self._use, self._greys = QComboBox(), QComboBox(), QComboBox()
        here = described(parent.screen() if parent is not None else QGuiApplication.primaryScreen())
        for number, display in enumerate(self._displays, 1):
            self._monitor.addItem(f"{number} · {display.name}")
        self._monitor.setCurrentIndex(self._displays.index(here) if here in self._displays else 0)
        for use, words in USES.items():
            self._use.addItem(tr(words), use.value)
        for greys, words in GREYS.items():
            self._greys.addItem(tr(words), greys.value)
        self._checked = QCheckBox(tr("Tell me where a monitor that I read on is not calibrated"))
        self._checked.setChecked(settings.value.displays_checked)
        self._facts = QFormLayout()
        self._of_calibration = QFormLayout()
        choices = QFormLayout()
        choices.addRow(tr("Monitor"), self._monitor)
        choices.addRow(tr("Used for"), self._use)
        choices.addRow(tr("Grey levels by"), self._greys)
        for form in (self._facts, self._of_calibration, choices):
            form.setContentsMargins(0, 0, 0, 0)
            form.setVerticalSpacing(6)
            form.setHorizontalSpacing(16)
            form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        told = QWidget()
        inner = QVBoxLayout(told)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.setSpacing(10)
        inner.addLayout(self._facts)
        inner.addWidget(line())
        inner.addLayout(self._of_calibration)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(choices)
        layout.addWidget(line())
        layout.addWidget(FittingArea(told, shrinks=True))
        layout.addStretch(1)
        layout.addWidget(line())
        layout.addWidget(self._checked)
        layout.addLayout(self._buttons())
        self._show()
        fit_screen(self)
        self._monitor.currentIndexChanged.connect(self._show)
        self._use.currentIndexChanged.connect(self._choose)
        self._greys.currentIndexChanged.connect(self._choose)
        self._checked.toggled.connect(lambda on: settings.update(displays_checked=on))

    @property
    def _display(self) -> Display:
        return self._displays[self._monitor.currentIndex()]

    @property
    def _record(self) -> DisplayRecord:
        return record_of(self._display, self._settings.value)

    def _buttons(self) -> QHBoxLayout:
        buttons = QDialogButtonBox()
        pattern, self._enter, self._delete = (
            buttons.addButton(title, QDialogButtonBox.ButtonRole.ActionRole)
            for title in (tr("Test pattern"), tr("Calibration …"), tr("Delete calibration"))
        )
        doing = (self._show_pattern, self._calibrate, self._forget)
        for button, does in zip((pattern, self._enter, self._delete), doing, strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(does)
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(buttons)
        return row

    def _forbid(self) -> None:
        """What the hospital has locked can't be changed, and says why."""
        why = tr("Locked by the hospital in {file}.", file=self._settings.policy.path)
        records = (self._use, self._greys, self._enter, self._delete)
        for name, widgets in (("displays_checked", (self._checked,)), ("display_records", records)):
            for widget in widgets if self._settings.locked(name) else ():
                widget.setEnabled(False)
                widget.setToolTip(plain_tip(why))

    # doing

    def _show_pattern(self) -> None:
        display, record = self._display, self._record
        by_reader = record.greys is GreysBy.READER and record.calibration is not None
        greys = look_up(record.calibration) if by_reader and record.calibration is not None else None
        facts = [f"{display.width} × {display.height}", tr("8 bits a pixel")]
        if display.pitch is not None:
            facts.append(f"{display.pitch:.3f} mm")
        TestPattern(display, " · ".join(facts), greys, self).exec()

    def _calibrate(self) -> None:
        record = self._record
        dialog = CalibrationDialog(record.calibration, record.use, self._display, self)
        if dialog.exec() and dialog.calibration.points:
            self._keep(replace(record, calibration=dialog.calibration))

    def _forget(self) -> None:
        self._keep(replace(self._record, calibration=None, greys=GreysBy.DISPLAY))

    def _choose(self) -> None:
        use, greys = Use(self._use.currentData()), GreysBy(self._greys.currentData())
        self._keep(replace(self._record, use=use, greys=greys))

    def _keep(self, record: DisplayRecord) -> None:
        kept = dict(self._settings.value.display_records)
        kept.pop(self._display.device, None)
        if record != DisplayRecord():
            kept[self._display.device] = written(record)
        self._settings.update(display_records=kept)
        self._show()

    # showing

    def _show(self) -> None:
        display, record = self._display, self._record
        for box, value in ((self._use, record.use.value), (self._greys, record.greys.value)):
            box.blockSignals(True)
            box.setCurrentIndex(box.findData(value))
            box.blockSignals(False)
        usable = record.calibration is not None and not contradictions(record.calibration)
        self._greys.setEnabled(usable or record.greys is GreysBy.READER)
        why = "" if usable else tr("The luminances of this monitor have to be measured first.")
        self._greys.setToolTip(plain_tip(why))
        self._delete.setEnabled(record.calibration is not None)
        _clear(self._facts)
        _clear(self._of_calibration)
        self._show_facts(display, record.use)
        self._show_calibration(record)
        self._forbid()

    def _show_facts(self, display: Display, use: Use) -> None:
        unknown = tr("The monitor does not say how large it is.")
        pixels = tr("{width} × {height} ({count} megapixels)", width=display.width, height=display.height,
                    count=f"{display.megapixels:.1f}")  # fmt: skip
        _row(self._facts, tr("Resolution"), pixels)
        if display.size is not None and display.pitch is not None and display.diagonal is not None:
            width, height = (f"{mm:.0f}" for mm in display.size)
            size = tr("{width} × {height} mm, {diagonal} cm across", width=width, height=height,
                      diagonal=f"{display.diagonal:.0f}")  # fmt: skip
            _row(self._facts, tr("Visible size"), size)
            _row(self._facts, tr("Pixel pitch"), f"{display.pitch:.3f} mm")
        else:
            _row(self._facts, tr("Visible size"), unknown)
        bits = tr("{bits} bits a pixel, 8 of each colour are used", bits=display.depth)
        _row(self._facts, tr("Bit depth"), bits)
        if display.ratio != 1:
            ratio = tr("{ratio} of its pixels to one of the system’s", ratio=f"{display.ratio:g}")
            _row(self._facts, tr("Scaling"), ratio)
        why = too_small(use, display.megapixels, display.pitch)
        if why:
            _row(self._facts, tr("For its use"), why, "soon")
        elif use in (Use.DIAGNOSTIC, Use.REVIEW):
            enough = tr("Large and fine enough.") if display.pitch is not None else unknown
            _row(self._facts, tr("For its use"), enough, "fine" if display.pitch is not None else "soon")

    def _show_calibration(self, record: DisplayRecord) -> None:
        calibration, today, form = record.calibration, date.today(), self._of_calibration
        if calibration is None:
            _row(form, tr("Calibration"), tr("none is known to reader"))
            return
        wrong = (*contradictions(calibration), *doubtful_dates(calibration, today))
        for number, words in enumerate(wrong):
            _row(form, tr("Contradiction") if not number else "", words, "urgent")
        if calibration.damaged:
            return
        self._show_origin(calibration, today, in_order=not wrong)
        as_shown = shown(record)
        found = evaluated(as_shown) if as_shown is not None else None
        if found is None:
            _row(form, tr("Figures"), tr("None are given as long as it contradicts itself."))
            return
        if record.greys is GreysBy.READER:
            _row(form, tr("Figures"), tr("as reader shows images, corrected"))
        for one in findings(found, record.use):
            _row(form, one.title, one.words, ("fine" if one.met else "soon") if one.wanted else "")

    def _show_origin(self, calibration: Calibration, today: date, *, in_order: bool) -> None:
        form = self._of_calibration
        measured = calibration.measured.isoformat() if calibration.measured is not None else "?"
        parts = (measured, calibration.by, calibration.instrument)
        _row(form, tr("Measured"), " · ".join(filter(None, parts)))
        if calibration.due is not None:
            overdue = is_overdue(calibration, today)
            due = calibration.due.isoformat()
            words = tr("{date}: overdue", date=due) if overdue else due
            _row(form, tr("Valid until"), words, "soon" if overdue else "fine" if in_order else "")
        if calibration.ambient:
            _row(form, tr("Ambient luminance"), with_unit(f"{calibration.ambient:g}", LUMINANCE))


def _row(form: QFormLayout, title: str, words: str, role: str = "") -> None:
    """role: of how things stand, which has a sign beside its colour."""
    name = Label(title)
    name.setProperty("role", "secondary")
    told = Label(f"{_SIGNS[role]} {words}".strip(), wordWrap=True)
    told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        told.setProperty("role", role)
    form.addRow(name, told)


def _clear(form: QFormLayout) -> None:
    while form.rowCount():
        form.removeRow(0)
