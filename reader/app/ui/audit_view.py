"""The audit trail of this computer: whether it is as it was written, and its records."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader.app.audit import BROKEN, INTACT, NOT_COMPARED, Verification, export_to_file, verify
from reader.app.audit_rows import AuditFilter, AuditRow, Period, event_words, rows_of
from reader.app.services import Services
from reader.app.session import Session
from reader.app.ui.audit_table import ABOUT, NUMBER, AuditTableModel
from reader.core.audit import AuditEvent
from reader.core.audit_message import this_computer
from reader.core.qt.plain import Label
from reader.core.qt.rows import show_as_rows
from reader.core.qt.theme import figures, scaled
from reader.core.tasks import Pool
from reader.core.text import counted, tr

_VERDICTS = {BROKEN: ("■", "urgent"), NOT_COMPARED: ("▲", "soon"), INTACT: ("●", "fine")}


class AuditView(QWidget):
    """Opening it is itself recorded. Main thread.

    checking: the answer is not there yet. failed: an error to show. exported: how many records, and where.
    """

    failed = Signal(object)
    exported = Signal(int, str)

    def __init__(self, services: Services, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._session = services, session
        self.checking = False
        services.audit.record(AuditEvent.AUDIT_LOG_USED, session.user.username, log="audit trail")
        self.verdict = Label(tr("Checking …"))
        self.verdict.setWordWrap(True)
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.count = Label()
        self.count.setProperty("role", "secondary")
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(tr("Patient ID, exam, reason …"))
        self.period = _choice(
            (tr("All times"), Period.ALL), (tr("Today"), Period.TODAY),
            (tr("Last 7 days"), Period.WEEK), (tr("Last 30 days"), Period.MONTH),
        )  # fmt: skip
        self.person = _choice((tr("Everyone"), None))
        self.event_kind = _choice((tr("All events"), None))
        self.outcome = _choice((tr("All outcomes"), None), (tr("Done"), False), (tr("Failed"), True))
        self.model = AuditTableModel(self)
        self.table = _table(self.model)
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName(tr("The selected record"))
        self.again = QPushButton(tr("Check again"))
        self.export = QPushButton(tr("Export …"))
        self._lay_out()
        self.search.textChanged.connect(self._narrow)
        for chosen in (self.period, self.person, self.event_kind, self.outcome):
            chosen.currentIndexChanged.connect(self._narrow)
        self.table.selectionModel().currentRowChanged.connect(self._show_selected)
        self.again.clicked.connect(self.check)
        self.export.clicked.connect(self._export)
        self.check()

    def check(self) -> None:
        """Read and verify all of it, here and against the hub."""
        services, session = self._services, self._session
        self.checking = True
        self.verdict.setText(tr("Checking …"))

        def work(_: object) -> tuple[list[AuditRow], Verification]:
            hub, station = session.hub, services.station.station
            found = verify(services.audit, station, session.http, lambda: hub.url, hub.audit_root)
            return rows_of(services.audit.records(), found.breaches), found

        services.tasks.query(work, self._landed, failed=self._not_read, pool=Pool.NETWORK, topic="audit view")

    def _landed(self, result: tuple[list[AuditRow], Verification]) -> None:
        if not isValid(self):
            return
        rows, found = result
        selected = self._selected()
        _refill(self.person, [(row.record.user, row.person) for row in rows])
        _refill(self.event_kind, [(row.record.code, event_words(row.record.code)) for row in rows])
        self.model.show(rows)
        self._fit_columns()
        self._select(selected)
        self._narrow()
        self.checking = False
        lines = found.lines
        if found.status == INTACT:
            lines.append(tr("It matches the hub's record."))
        shape, role = _VERDICTS[found.status]
        self.verdict.setText(f"{shape} " + "\n".join(lines))
        self.verdict.setProperty("role", role)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def _not_read(self, error: BaseException) -> None:
        if isValid(self):
            self.checking = False
            self.verdict.setText(tr("The audit trail could not be read."))
            self.failed.emit(error)

    def _narrow(self) -> None:
        selected = self._selected()
        self.model.narrow(
            AuditFilter(
                self.search.text(), self.period.currentData(), self.person.currentData(),
                self.event_kind.currentData(), self.outcome.currentData(),
            )
        )  # fmt: skip
        self.count.setText(counted("{count} record shown", "{count} records shown", self.model.rowCount()))
        self._select(selected)

    def _selected(self) -> int:
        """The number of the selected record, 0 for none."""
        index = self.table.currentIndex()
        return self.model.row(index.row()).record.number if index.isValid() else 0

    def _select(self, number: int) -> None:
        row = max(self.model.row_of(number), 0)
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(row, NUMBER))
        self._show_selected()

    def _show_selected(self) -> None:
        index = self.table.currentIndex()
        self.whole.setPlainText(self.model.row(index.row()).whole if index.isValid() else "")

    def _fit_columns(self) -> None:
        self.table.resizeColumnsToContents()
        for column in range(ABOUT):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column) + 12, scaled(260)))

    def _export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Export all records as DICOM audit messages"), "audit.xml", "XML (*.xml)"
        )
        if path:
            self.export_to(Path(path))

    def export_to(self, path: Path) -> None:
        """All records, as `reader audit export` writes them."""
        services, user = self._services, self._session.user.username

        def work(_: object) -> int:
            count = export_to_file(services.audit, this_computer(services.station.station), path)
            services.audit.record(AuditEvent.AUDIT_LOG_USED, user, log=path.name)
            return count

        def done(count: int) -> None:
            if isValid(self):
                self.exported.emit(count, str(path))

        services.tasks.change(work, done, failed=self.failed.emit, pool=Pool.STORAGE)

    def _lay_out(self) -> None:
        filters = QGridLayout()
        filters.setHorizontalSpacing(12)
        filters.setVerticalSpacing(4)
        fields = (
            (tr("&Search"), self.search), (tr("&Time"), self.period), (tr("&Person"), self.person),
            (tr("E&vent"), self.event_kind), (tr("&Outcome"), self.outcome),
        )  # fmt: skip
        for column, (text, field) in enumerate(fields):
            label = Label(text)
            label.setProperty("role", "secondary")
            label.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            filters.addWidget(label, 0, column)
            filters.addWidget(field, 1, column)
        filters.setColumnStretch(0, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(self.whole)
        parts.setStretchFactor(0, 1)
        parts.setChildrenCollapsible(False)
        lines = QFontMetrics(self.font()).lineSpacing()
        parts.setSizes([60 * lines, 9 * lines])
        foot = QHBoxLayout()
        foot.addWidget(self.count)
        foot.addStretch()
        foot.addWidget(self.again)
        foot.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self.verdict)
        layout.addLayout(filters)
        layout.addWidget(parts, 1)
        layout.addLayout(foot)


def _choice(*entries: tuple[str, object]) -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    for text, data in entries:
        box.addItem(text, data)
    return box


def _refill(box: QComboBox, found: list[tuple[str, str]]) -> None:
    """What occurs in the trail, behind the first entry ("all of them"); what is chosen stays chosen."""
    chosen = box.currentData()
    box.blockSignals(True)
    while box.count() > 1:
        box.removeItem(1)
    for data, text in sorted(dict(found).items(), key=lambda entry: entry[1].casefold()):
        box.addItem(text, data)
    box.setCurrentIndex(max(box.findData(chosen), 0) if chosen is not None else 0)
    box.blockSignals(False)


def _table(model: AuditTableModel) -> QTableView:
    table = QTableView()
    table.setObjectName("audit.table")
    table.setAccessibleName(tr("Audit trail"))
    table.setModel(model)
    table.setFont(figures(table.font()))
    show_as_rows(table, max(28, QFontMetrics(table.font()).height() + 10))
    table.sortByColumn(NUMBER, Qt.SortOrder.DescendingOrder)
    table.horizontalHeader().setStretchLastSection(True)
    return table


