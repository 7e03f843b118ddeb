"""A category by one of the tables: what it asks for, and at once what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from reader.core.qt.buttons import accept_or_cancel
from reader.core.qt.fitting import FittedDialog
from reader.core.qt.plain import Label
from reader.core.qt.soon import soon
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.findings.model import Finding
from reader.findings.service import size_text, title
from reader.report.categories import CategoryError, Field, Result, Table, Value, size_for

_Answers = dict[str, Callable[[], Value | None]]
_Page = tuple[QWidget, dict[str, QWidget], _Answers]


class CategoryDialog(FittedDialog):
    """tables: the first is shown first. language: of the report. finding: whose size is offered, None for none."""

    def __init__(
        self, tables: Sequence[Table], language: str, finding: Finding | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Category"))
        self.setMinimumWidth(scaled(520, 2.0))
        self._tables, self._language, self._finding = tuple(tables), language, finding
        self._answers: _Answers = {}
        self._rows: dict[str, QWidget] = {}
        self._pages: dict[str, _Page] = {}
        self._choice = QComboBox()
        self._choice.setAccessibleName(tr("Table"))
        self._choice.addItems([table.name.of(language) for table in self._tables])
        self._choice.currentIndexChanged.connect(self._show_table)
        self._source = Label(wordWrap=True)
        self._source.setProperty("role", "small")
        self._form = QWidget()
        self._place = QVBoxLayout()
        self._place.addWidget(self._form)
        self._result = Label(wordWrap=True)
        self._result.setProperty("role", "title")
        self._result.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._result.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        buttons, self.insert = accept_or_cancel(self, tr("Insert into the report"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._choice)
        layout.addWidget(self._source)
        if finding is not None:
            said = " ".join(filter(None, (title(finding), size_text(finding))))
            layout.addWidget(Label(tr("Size from the selected finding: {finding}", finding=said), wordWrap=True))
        layout.addLayout(self._place)
        layout.addStretch(1)
        layout.addWidget(self._result)
        layout.addWidget(buttons)
        self._show_table()

    @property
    def table(self) -> Table:
        return self._tables[max(0, self._choice.currentIndex())]

    @property
    def values(self) -> dict[str, Value]:
        """What is answered."""
        given = {name: answer() for name, answer in self._answers.items()}
        return {name: value for name, value in given.items() if value is not None}

    @property
    def outcome(self) -> Result | None:
        try:
            return self.table.result(self.values, self._language)
        except CategoryError:
            return None

    @property
    def text(self) -> str:
        """The sentence; "" while something is missing."""
        found = self.outcome
        return self.table.text(found, self._language) if found is not None else ""

    @property
    def from_finding(self) -> bool:
        """Whether a size that counts is that of the finding."""
        values = self.values
        return any(
            (size := size_for(one, self._finding)) is not None and values.get(one.field_id) == size
            for one in self.table.asked(values)
        )

    def _show_table(self) -> None:
        table = self.table
        source = table.source
        said = f"{source.title}, {source.edition}. {source.publisher}. {source.reference}"
        note = f"\n{table.note.of(self._language)}" if table.note is not None else ""
        self._source.setText(said + note)
        self._form.hide()
        if table.table_id not in self._pages:
            self._pages[table.table_id] = self._page(table)
        self._form, self._rows, self._answers = self._pages[table.table_id]
        self._form.show()
        self._follow(anew=True)

    def _page(self, table: Table) -> _Page:
        """The fields of a table; what was answered in it is there again when it is chosen again."""
        self._rows, self._answers = {}, {}
        form = QWidget()
        rows = QFormLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows.setVerticalSpacing(8)
        for one in table.fields:
            widget = self._field(one)
            widget.setAccessibleName(one.label.of(self._language))
            self._rows[one.field_id] = widget
            rows.addRow(one.label.of(self._language), widget)
        self._place.addWidget(form)
        return form, self._rows, self._answers

    def _field(self, one: Field) -> QWidget:
        if one.kind == "number":
            return self._number(one)
        if one.kind == "choices":
            return self._boxes(one)
        combo = QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(24)
        combo.addItem("–", None)
        for option in one.options:
            combo.addItem(option.label.of(self._language), option.option_id)
        combo.currentIndexChanged.connect(self._follow)
        self._answers[one.field_id] = combo.currentData
        return combo

    def _number(self, one: Field) -> QWidget:
        line = QLineEdit()
        line.setPlaceholderText(f"{one.minimum:g}–{one.maximum:g} {one.unit}")
        size = size_for(one, self._finding)
        if size is not None:
            line.setText(f"{size:g}")
        line.textChanged.connect(self._follow)

        def answer() -> Value | None:
            try:
                return float(line.text().replace(",", ".").strip())
            except ValueError:
                return None

        self._answers[one.field_id] = answer
        return line

    def _boxes(self, one: Field) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        ticked: list[tuple[str, QCheckBox]] = []
        for option in one.options:
            tick = QCheckBox(option.label.of(self._language).replace("&", "&&"))
            tick.toggled.connect(self._follow)
            column.addWidget(tick)
            ticked.append((option.option_id, tick))
        self._answers[one.field_id] = lambda: tuple(name for name, tick in ticked if tick.isChecked())
        return box

    def _follow(self, *_: object, anew: bool = False) -> None:
        """Only what matters with the answers so far is asked, and what follows is shown."""
        table, values = self.table, self.values
        asked = {one.field_id for one in table.asked(values)}
        rows = self._form.layout()
        for name, widget in self._rows.items():
            if isinstance(rows, QFormLayout):
                rows.setRowVisible(widget, name in asked)
        text, problem = "", ""
        try:
            found = table.result(values, self._language)
            text = table.text(found, self._language) if found is not None else ""
        except CategoryError as error:
            problem = error.user_message
        missing = tr(", ").join(one.label.of(self._language) for one in table.missing(values))
        self._result.setText(text or problem or tr("Still needed: {fields}", fields=missing))
        self.insert.setEnabled(bool(text))
        self._fit()
        if anew:  # what was hidden has left its place by then
            soon(self, lambda: self._fit(anew=True))

    def _fit(self, *, anew: bool = False) -> None:
        """As high as what is asked by now, as far as the screen goes; less than it was only for another table, so
        that nothing moves while questions are answered."""
        layout = self.layout()
        if layout is None or not self.isVisible():
            return
        layout.invalidate()
        layout.activate()
        room = self.screen().availableGeometry().height()
        wraps = layout.hasHeightForWidth()
        needed = layout.totalHeightForWidth(self.width()) if wraps else layout.sizeHint().height()
        if min(needed, room) > self.height() or anew:
            self.resize(self.width(), min(needed, room))
