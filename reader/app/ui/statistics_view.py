"""The department's statistics: of which days, by what, as a table and as bars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QStandardPaths, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader.app.services import Services
from reader.app.session import Session
from reader.app.statistics import (
    COLUMNS,
    GROUPINGS,
    MOST_DAYS,
    Statistics,
    Unit,
    ask,
    csv_of,
    shown,
)
from reader.app.ui.bar_plot import BarPlot, step_for_numbers, step_for_seconds, step_for_shares
from reader.app.ui.notified_dialog import show_notified
from reader.app.ui.reread_dialog import RereadDialog
from reader.app.ui.statistics_table import StatisticsTable, value_of
from reader.core.errors import ReaderError
from reader.core.qt.fitting import open_wide
from reader.core.qt.plain import Label
from reader.core.qt.rows import show_as_rows
from reader.core.qt.theme import figures, scaled
from reader.core.storage import write_atomically
from reader.core.tasks import Pool
from reader.core.text import counted, tr

TWO_DATES = 0
_STEPS = {Unit.COUNT: step_for_numbers, Unit.SHARE: step_for_shares, Unit.SECONDS: step_for_seconds}


class StatisticsView(QWidget):
    """Asks the hub whenever something else is chosen. Main thread.

    asking: the answer is not there yet. failed: an error to show. exported: where.
    """

    failed = Signal(object)
    exported = Signal(str)

    def __init__(
        self, services: Services, session: Session, look: Callable[[str], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._services, self._session, self._look = services, session, look
        self.asking = False
        self._found: Statistics | None = None
        self.told = Label()
        self.told.setWordWrap(True)
        self.span = _choice(
            (tr("Today"), 1), (tr("Last 7 days"), 7), (tr("Last 30 days"), 30), (tr("From … to …"), TWO_DATES)
        )
        self.span.setCurrentIndex(1)
        today = QDate.currentDate()
        self.first, self.last = (_day(day) for day in (today.addDays(-6), today))
        self.by = _choice(*((tr(title), kind) for kind, title in GROUPINGS.items()))
        self.column = _choice(*((tr(column.title), number) for number, column in enumerate(COLUMNS)))
        self.along = _choice((tr("By row"), False), (tr("By day"), True))
        self.model = StatisticsTable(self)
        self.table = _table(self.model)
        self.plot = BarPlot()
        self.again = QPushButton(tr("Refresh"))
        self.export = QPushButton(tr("Export as CSV …"))
        self.notifiable = QPushButton(tr("Notifiable diseases …"))
        self.notifiable.setVisible(session.may_compare)
        self.rereads = QPushButton(tr("Reports read again …"))
        self.rereads.setVisible(look is not None)
        self._lay_out()
        self.span.currentIndexChanged.connect(self._choose_span)
        for edit in (self.first, self.last):
            edit.dateChanged.connect(self.ask)
        self.by.currentIndexChanged.connect(self.ask)
        for box in (self.column, self.along):
            box.currentIndexChanged.connect(self._draw)
        self.model.modelReset.connect(self._draw)
        self.again.clicked.connect(self.ask)
        self.export.clicked.connect(self._export)
        self.notifiable.clicked.connect(self._show_notifiable)
        self.rereads.clicked.connect(self._show_rereads)
        self._choose_span()

    def ask(self) -> None:
        """The hub, for what is chosen."""
        first, last = self.days()
        if not first <= last or (last - first).days >= MOST_DAYS:
            self._show(None)
            self.told.setText(
                tr("The first day is after the last.") if first > last
                else counted("At most {count} day at once.", "At most {count} days at once.", MOST_DAYS)
            )  # fmt: skip
            return
        session, by = self._session, self.by.currentData()
        self.asking = True
        self.told.setText(tr("Asking the hub …"))
        self._services.tasks.query(
            lambda _: ask(
                session.http, session.hub.statistics_root, first, last, by, everybody=session.may_compare
            ),
            self._landed, failed=self._not_found, pool=Pool.NETWORK, topic="statistics",
        )  # fmt: skip

    def days(self) -> tuple[date, date]:
        """The first and the last that are chosen."""
        back = self.span.currentData()
        if back == TWO_DATES:
            first, last = (edit.date() for edit in (self.first, self.last))
            return date(first.year(), first.month(), first.day()), date(last.year(), last.month(), last.day())
        today = date.today()
        return today - timedelta(days=back - 1), today

    def export_to(self, path: Path) -> None:
        found, rows = self._found, tuple(self.model.rows)
        if found is None:
            return
        data = csv_of(found, rows)

        def done(_: None) -> None:
            if isValid(self):
                self.exported.emit(str(path))

        self._services.tasks.change(
            lambda _: write_atomically(path, data), done, failed=self.failed.emit, pool=Pool.STORAGE
        )

    def _choose_span(self) -> None:
        chosen = self.span.currentData() == TWO_DATES
        for edit in (self.first, self.last):
            edit.setEnabled(chosen)
        if not chosen:
            for edit, day in zip((self.first, self.last), self.days(), strict=True):
                edit.blockSignals(True)
                edit.setDate(QDate(day.year, day.month, day.day))
                edit.blockSignals(False)
        self.ask()

    def _landed(self, found: Statistics) -> None:
        if not isValid(self):
            return
        self.asking = False
        self._show(found)
        lines = []
        if not found.rows:
            lines.append(tr("No task ended on these days. Choose others."))
        else:
            count = found.total.counts["tasks"]
            text = counted(
                "{count} task completed, {first} to {last}.", "{count} tasks completed, {first} to {last}.",
                count, first=found.first.isoformat(), last=found.last.isoformat(),
            )  # fmt: skip
            lines.append(text)
        if found.own:
            lines.append(tr("Only your own work is shown, and what became of your reports."))
        if found.incomplete:
            day = found.complete_from.isoformat() if found.complete_from is not None else ""
            text = tr("The hub has deleted tasks that ended before {day}: earlier days are not complete.", day=day)
            lines.append(text)
        if found.left_out:
            left = found.left_out
            lines.append(counted("{count} more row is not shown.", "{count} more rows are not shown.", left))
        self.told.setText(" ".join(lines))

    def _not_found(self, error: BaseException) -> None:
        if not isValid(self):
            return
        self.asking = False
        self._show(None)
        said = error.user_message if isinstance(error, ReaderError) else tr("The statistics could not be read.")
        hint = error.hint if isinstance(error, ReaderError) else ""
        self.told.setText(f"■ {said} {hint}".strip())
        self.failed.emit(error)

    def _show(self, found: Statistics | None) -> None:
        self._found = found
        self.export.setEnabled(found is not None and bool(found.rows))
        self.model.show(found)
        self.table.resizeColumnsToContents()
        self.table.setColumnWidth(0, min(max(self.table.columnWidth(0), scaled(160)), scaled(280)))

    def _draw(self) -> None:
        number = self.column.currentData()
        column, found = COLUMNS[number], self._found
        rows = () if found is None else found.days if self.along.currentData() else self.model.rows
        bars = [(row.words, value_of(number, row.figures)) for row in rows]
        title = f"{tr(column.title)} · {tr(column.tip)}"
        self.plot.show_bars(title, bars, partial(shown, unit=column.unit), _STEPS[column.unit])

    def _export(self) -> None:
        if self._found is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        first, last = self.days()
        name = f"{folder}/statistics {first.isoformat()} {last.isoformat()}.csv"
        path, _ = QFileDialog.getSaveFileName(self, tr("Export as CSV"), name, "CSV (*.csv)")
        if path:
            self.export_to(Path(path) if Path(path).suffix else Path(f"{path}.csv"))

    def _show_notifiable(self) -> None:
        show_notified(self._services, self._session, self.days(), self.failed.emit, self)

    def _show_rereads(self) -> None:
        if self._look is not None:
            dialog = RereadDialog(self._services, self._session, self._look, self.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            open_wide(dialog, self.size() * 0.8)
            dialog.show()

    def _lay_out(self) -> None:
        fields = (
            (tr("&Time"), self.span), (tr("F&rom"), self.first), (tr("T&o"), self.last), (tr("&Group by"), self.by),
            (tr("&Plot"), self.column), (tr("Plot b&y"), self.along),
        )  # fmt: skip
        filters = QGridLayout()
        filters.setHorizontalSpacing(12)
        filters.setVerticalSpacing(4)
        for column, (text, field) in enumerate(fields):
            label = Label(text)
            label.setProperty("role", "secondary")
            label.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            filters.addWidget(label, 0, column)
            filters.addWidget(field, 1, column)
        filters.setColumnStretch(len(fields), 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(self.plot)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.addWidget(self.notifiable)
        foot.addWidget(self.rereads)
        foot.addStretch()
        foot.addWidget(self.again)
        foot.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(filters)
        layout.addWidget(self.told)
        layout.addWidget(parts, 1)
        layout.addLayout(foot)


def _choice(*entries: tuple[str, object]) -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    for text, data in entries:
        box.addItem(text, data)
    return box


def _day(day: QDate) -> QDateEdit:
    edit = QDateEdit(day)
    edit.setDisplayFormat("yyyy-MM-dd")
    edit.setMaximumDate(QDate.currentDate())
    edit.setMinimumDate(QDate(2000, 1, 1))
    edit.setKeyboardTracking(False)
    return edit


def _table(model: StatisticsTable) -> QTableView:
    table = QTableView()
    table.setObjectName("statistics.table")
    table.setAccessibleName(tr("Statistics"))
    table.setModel(model)
    table.setFont(figures(table.font()))
    show_as_rows(table, max(28, QFontMetrics(table.font()).height() + 10))
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    return table
