"""What was measured of a display, typed in, read from a file or patch by patch, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.app.ui.screen_picture import PatchScreen
from reader.core.errors import ReaderError
from reader.core.qt.buttons import accept_or_cancel
from reader.core.qt.displays import Display
from reader.core.qt.fitting import FittedDialog, FittingArea, fit_screen
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.storage import storage_error
from reader.core.text import together, tr
from reader.terms.units import LUMINANCE, unit_text
from reader.views.calibration.codec import MOST_BYTES, day, measurements, number
from reader.views.calibration.criteria import findings
from reader.views.calibration.evaluation import contradictions, doubtful_dates, evaluated
from reader.views.calibration.record import LEVELS, Calibration, Use

_COLUMNS = 3
_FIGURES = 5
_PAUSE_MS = 250


class CalibrationDialog(FittedDialog):
    """calibration: what is entered now, as it is entered."""

    def __init__(
        self, before: Calibration | None, use: Use, display: Display, parent: QWidget | None = None
    ) -> None:
        """before: what is known already. use: of the display."""
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Calibration of {monitor}", monitor=display.name))
        self.setMinimumWidth(scaled(620, 1.5))
        self._use, self._display = use, display
        today = date.today()
        first = before or Calibration(measured=today, due=_in_a_year(today))
        self._measured, self._due = _field(_iso(first.measured)), _field(_iso(first.due))
        self._by, self._instrument = _field(first.by), _field(first.instrument)
        self._ambient = _field(_text(first.ambient))
        self._fields: list[tuple[float, QLineEdit]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._told = Label(wordWrap=True)
        self._wrong = Label(wordWrap=True)
        self._wrong.setProperty("role", "soon")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._evaluate)
        for field in (self._measured, self._due, self._by, self._instrument, self._ambient):
            field.textChanged.connect(self._pause.start)
        unit = unit_text(LUMINANCE)
        hint = Label(wordWrap=True)
        hint.setText(
            tr("Luminance of each grey level in {unit}, measured in the dark or close to the screen.", unit=unit)
        )
        hint.setProperty("role", "secondary")
        entered = QWidget()
        column = QVBoxLayout(entered)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addLayout(self._form())
        column.addWidget(hint)
        column.addLayout(self._grid)
        column.addLayout(self._ways())
        column.addWidget(self._outcome())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(FittingArea(entered, shrinks=True))
        layout.addStretch(1)
        layout.addWidget(accept_or_cancel(self, tr("Save calibration"))[0])
        self._fill(first.points or tuple((level, None) for level in LEVELS))
        if first.damaged:
            self._wrong.setText(" ".join(contradictions(first)))
            self._wrong.show()
        self._measured.setFocus()
        fit_screen(self)

    @property
    def calibration(self) -> Calibration:
        points = tuple((level, number(field.text())) for level, field in self._fields if field.text().strip())
        return Calibration(
            points, number(self._ambient.text() or "0"), day(self._measured.text()), day(self._due.text()),
            self._by.text().strip(), self._instrument.text().strip(),
        )  # fmt: skip

    # building

    def _form(self) -> QHBoxLayout:
        left, right = QFormLayout(), QFormLayout()
        left.addRow(tr("Measured on"), self._measured)
        left.addRow(tr("Valid until"), self._due)
        left.addRow(tr("Ambient luminance ({unit})", unit=unit_text(LUMINANCE)), self._ambient)
        right.addRow(tr("Measured by"), self._by)
        right.addRow(tr("Instrument"), self._instrument)
        for field in (self._measured, self._due):
            field.setPlaceholderText(tr("YYYY-MM-DD"))
            field.setMinimumWidth(scaled(100))
        self._ambient.setToolTip(tr("Of the monitor switched off, in the usual light of the room."))
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        return row

    def _ways(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for title, does in ((tr("Measure patch by patch"), self._measure), (tr("Read from file …"), self._choose)):
            button = QPushButton(title)
            button.setAutoDefault(False)
            button.clicked.connect(does)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _outcome(self) -> QWidget:
        """What follows or what is wrong, in a room that is kept for it."""
        outcome = QWidget()
        column = QVBoxLayout(outcome)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._told)
        column.addWidget(self._wrong)
        column.addStretch(1)
        outcome.setMinimumHeight((_FIGURES + 1) * self.fontMetrics().lineSpacing())
        return outcome

    def _fill(self, points: Sequence[tuple[float, float | None]]) -> None:
        """A field for each level, in the order of the file where that has one."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._fields = []
        rows = -(-len(points) // _COLUMNS)
        for n, (level, luminance) in enumerate(points):
            row, column = n % rows, n // rows * 2
            told = Label(tr("Level {level}", level=_text(level)))
            field = _field(_text(luminance) if luminance is not None else "")
            field.setMinimumWidth(scaled(70))
            field.setAccessibleName(told.text())
            field.textChanged.connect(self._pause.start)
            self._grid.addWidget(told, row, column)
            self._grid.addWidget(field, row, column + 1)
            self._fields.append((level, field))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(2 * column + 1, 1)
        self._evaluate()

    # doing

    def _measure(self) -> None:
        typed = {int(level): field.text() for level, field in self._fields if level == level and 0 <= level <= 255}
        if not typed:
            return
        patches = PatchScreen(self._display, typed, self)
        patches.exec()
        for level, field in self._fields:
            if level in patches.typed:
                field.setText(patches.typed[int(level)])
        self._evaluate()

    def _choose(self) -> None:
        kinds = tr("Tables (*.csv *.txt *.json);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, tr("Grey levels and luminances"), filter=kinds)
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Take the measurements of a file; what was entered stays where it has none."""
        try:
            with path.open("rb") as file:
                points = measurements(file.read(MOST_BYTES + 1))
        except OSError as cause:
            self._say_wrong(storage_error(path, cause))
            return
        except ReaderError as error:
            self._say_wrong(error)
            return
        self._fill(points)

    def _say_wrong(self, error: ReaderError) -> None:
        self._wrong.setText(together(error.user_message, error.hint, error.safe))
        self._wrong.show()

    def _evaluate(self) -> None:
        """Say what follows from what is entered, or what is wrong with it."""
        self._pause.stop()
        now = self.calibration
        if not now.points:
            self._told.setText(tr("Nothing is entered yet."))
            self._wrong.hide()
            return
        found = evaluated(now)
        rows = findings(found, self._use) if found is not None else ()
        signs = ("●" if row.met else "▲" for row in rows)
        told = (f"{sign} {row.title}: {row.words}" for sign, row in zip(signs, rows, strict=True))
        self._told.setText("\n".join(told))
        self._told.setVisible(bool(rows))
        wrong = (*contradictions(now), *doubtful_dates(now, date.today()))
        self._wrong.setText("\n".join(wrong))
        self._wrong.setVisible(bool(wrong))


def _field(text: str) -> QLineEdit:
    field = QLineEdit(text)
    field.setCursorPosition(0)
    return field


def _text(value: float) -> str:
    """Without a zero that says nothing; "NaN" for no number."""
    return f"{value:.6g}"


def _iso(value: date | None) -> str:
    return value.isoformat() if value is not None else ""


def _in_a_year(today: date) -> date:
    leap = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year + 1, day=28 if leap else today.day)
