"""How a screen is laid out, chosen from one list: a grid, the program's layouts, the user's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.commands import Command
from reader.core.qt.actions import key_text
from reader.core.qt.key_list import KeyDelegate, key_width, set_key
from reader.core.qt.overlay import Overlay
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.views.grids import MOST, grid, tiles
from reader.views.kept_layouts import KeptLayouts
from reader.views.layout import Layout
from reader.views.model import ViewsModel
from reader.views.ui.grid_picker import GridPicker

Run = Callable[[], None]


class LayoutPopup(Overlay):
    """Of one screen; closes as soon as something was chosen. commands: what arranges that screen otherwise."""

    def __init__(
        self, views: ViewsModel, screen: int, commands: Sequence[Command], kept: KeptLayouts, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._views, self._screen, self._commands, self._kept = views, screen, commands, kept
        self.setWindowTitle(tr("Layouts"))
        now = views.layout_on(screen)
        self.picker = GridPicker(*_size_of(now))
        self._said = Label()
        self._said.setProperty("role", "title")
        self.tiled = QCheckBox(tr("One series, image after image"))
        self.tiled.setChecked(bool(now.tiles))
        self.list = QListWidget()
        self.list.setItemDelegate(KeyDelegate(self.list))
        self.list.setAccessibleName(tr("Layouts"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.name = QLineEdit(placeholderText=tr("Name of this layout"))
        self.name.setAccessibleName(tr("Name of this layout"))
        self.name.setMaxLength(60)
        self.keep, self.forget = QPushButton(tr("Save layout")), QPushButton(tr("Delete layout"))
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._said)
        column.addWidget(self.picker, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.tiled)
        column.addWidget(self.list)
        column.addWidget(self.name)
        row = QHBoxLayout()
        row.addWidget(self.keep, 1)
        row.addWidget(self.forget, 1)
        column.addLayout(row)
        self._runs: list[Run] = []
        self._fill()
        for button in (self.keep, self.forget):
            button.setAutoDefault(False)
        self.picker.pointed.connect(self._say)
        self.picker.chosen.connect(self._choose_grid)
        self.list.itemClicked.connect(self._run)
        self.list.installEventFilter(self)
        self.name.textChanged.connect(self._name_changed)
        self.name.returnPressed.connect(self._keep_layout)
        self.keep.clicked.connect(self._keep_layout)
        self.forget.clicked.connect(self._forget_layout)
        self.name.setText(kept.name_of(now))
        self._say()
        self._name_changed()
        self.picker.setFocus()

    def show_under(self, widget: QWidget) -> None:
        """Under what it was opened with."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        area = widget.screen().availableGeometry()
        left = min(corner.x(), area.right() - self.width())
        self.move(left, max(area.top(), min(corner.y(), area.bottom() - self.height())))
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        enters = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in enters:
            if (item := self.list.currentItem()) is not None:
                self._run(item)
            return True
        return super().eventFilter(watched, event)

    # inside

    def _fill(self) -> None:
        for command in self._commands:
            if command.when():
                self._add(tr(command.title), command.run, key_text(command))
        for name in self._kept.names:
            layout = self._kept.layout(name)
            if layout is None:
                self._add(tr("{name} – can’t be read by this version", name=name), None)
            else:
                self._add(name, lambda layout=layout: self._views.panes.choose(self._screen, layout))  # type: ignore[misc]
        rows = [self.list.item(row) for row in range(self.list.count())]
        height = sum(self.list.sizeHintForRow(row) for row in range(len(rows))) + 4
        self.list.setFixedHeight(min(height, scaled(300, 1.6)))
        metrics = self.list.fontMetrics()
        widest = max(metrics.horizontalAdvance(item.text()) + key_width(item, metrics) for item in rows)
        self.list.setMinimumWidth(widest + scaled(24))

    def _add(self, text: str, run: Run | None, key: str = "") -> None:
        item = QListWidgetItem(text)
        set_key(item, key)
        item.setData(Qt.ItemDataRole.UserRole, len(self._runs))
        item.setToolTip(plain_tip(text))
        if run is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._runs.append(run or (lambda: None))
        self.list.addItem(item)

    def _say(self) -> None:
        self._said.setText(self.picker.text)

    def _choose_grid(self, columns: int, rows: int) -> None:
        layout = tiles(columns, rows) if self.tiled.isChecked() else grid(columns, rows)
        self._then(lambda: self._views.panes.choose(self._screen, layout))

    def _run(self, item: QListWidgetItem) -> None:
        self._then(self._runs[item.data(Qt.ItemDataRole.UserRole)])

    def _name_changed(self) -> None:
        name = self.name.text().strip()
        self.keep.setEnabled(bool(name))
        self.forget.setEnabled(name in self._kept.names)

    def _keep_layout(self) -> None:
        if name := self.name.text().strip():
            self._then(lambda: self._kept.keep(name, self._views.layout_on(self._screen)))

    def _forget_layout(self) -> None:
        name = self.name.text().strip()
        self._then(lambda: self._kept.forget(name))

    def _then(self, run: Run) -> None:
        """Closes first: what is chosen may bring other windows."""
        self.reject()
        run()


def _size_of(layout: Layout) -> tuple[int, int]:
    """(columns, rows) of a grid, (2, 2) for any other layout."""
    for columns in range(1, MOST + 1):
        for rows in range(1, MOST + 1):
            if layout.id in (grid(columns, rows).id, tiles(columns, rows).id):
                return columns, rows
    return 2, 2
