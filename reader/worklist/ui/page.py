"""The worklist window's page: search, views, table, preview, and the way into the next case.

Nothing but the user moves the selection or the focus. What arrives is counted in the line at the bottom.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.core.commands import CommandRegistry
from reader.core.qt.actions import bind_keys, key_text, title_with_key
from reader.core.qt.alive import while_alive
from reader.core.qt.icons import icon
from reader.core.text import tr
from reader.worklist.commands import commands
from reader.worklist.filters import CHIP_VIEWS, LIST_VIEWS, View, counts, next_case
from reader.worklist.model import ReadingTask, WorklistModel
from reader.worklist.service import WorklistService
from reader.worklist.ui.filter_model import TaskFilterModel
from reader.worklist.ui.notice import Notice
from reader.worklist.ui.preview import PreviewStrip
from reader.worklist.ui.table_model import TaskTableModel
from reader.worklist.ui.task_table import TaskTable
from reader.worklist.ui.views_list import ViewChips, ViewsList

_NEWS_MS = 12_000


class WorklistPage(QWidget):
    """Emits `open_requested(ReadingTask)`; claiming and opening is the app's. `failed(Exception)`: a refresh or a
    release that the user asked for did not work. `picture_wanted(ReadingTask)`: the selected exam is on this
    computer, `show_picture` takes a picture of it. `forget_requested(ReadingTask)`: delete it from this computer.
    The commands are added to `registry`, their keys bound here."""

    open_requested = Signal(object)
    failed = Signal(object)
    picture_wanted = Signal(object)
    forget_requested = Signal(object)

    def __init__(
        self,
        worklist: WorklistModel,
        service: WorklistService,
        registry: CommandRegistry,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("worklist.page")
        self._worklist = worklist
        self._service = service
        self._selected = ""
        self._pictured = ""
        self._begun = False
        self._changing = False
        self._tasks = TaskTableModel()
        self._shown = TaskFilterModel(self._tasks, service.is_me)
        registry.add(*(own := commands(self)))
        self._build(registry)
        bind_keys(own, self)
        worklist.changed.connect(self._take_tasks)
        worklist.arrived.connect(self._announce)
        worklist.connection_changed.connect(self._show_connection)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.timeout.connect(self._clear_news)
        self._minute = -1
        self.show_view(View.FOR_ME)
        self._take_tasks()

    # -- what the commands do --------------------------------------------------------------------------------

    def selected(self) -> ReadingTask | None:
        rows = self.table.selectionModel().selectedRows()
        return self._shown.task_at(rows[0].row()) if rows else None

    def can_open(self) -> bool:
        return self.selected() is not None or self._first_found() is not None

    def open_selected(self) -> None:
        task = self.selected() or self._first_found()
        if task is not None:
            self.open_requested.emit(task)

    def _first_found(self) -> ReadingTask | None:
        """What Enter opens while one searches: the first row."""
        return self._shown.task_at(0) if self._shown.search and self._shown.rowCount() else None

    def can_open_next(self) -> bool:
        return self._next() is not None

    def open_next(self) -> None:
        task = self._next()
        if task is not None:
            self._selected = task.uid
            self._restore_selection()
            self.open_requested.emit(task)

    def can_release(self) -> bool:
        task = self.selected()
        return task is not None and task.mine

    def release_selected(self) -> None:
        task = self.selected()
        if task is not None and task.mine:
            self._news_label.setText(tr("Releasing …"))
            self._service.release(task, self._clear_news, self.failed.emit, self.failed.emit)

    def can_forget(self) -> bool:
        task = self.selected()
        return task is not None and task.here and not task.mine

    def forget_selected(self) -> None:
        """Delete the exam's images from this computer; the archive still has them."""
        if self.can_forget():
            self.forget_requested.emit(self.selected())

    def refresh(self) -> None:
        self._news_label.setText(tr("Looking …"))
        self._service.refresh(self._clear_news, self._refresh_failed)

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def step_back(self) -> None:
        """Esc: empty the search, else leave its field, else go back to the first view."""
        if self.search.text():
            self.search.clear()
        elif not self.table.hasFocus():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.show_view(View.FOR_ME)

    def show_view(self, view: View) -> None:
        if self.search.text():
            self.search.clear()
        self._changing = True
        self._shown.show_view(view)
        self._changing = False
        self._views.show_chosen(view)
        self._chips.show_chosen(view)
        self._after_change()

    def select(self, uid: str) -> None:
        """Select a task where it is shown."""
        self._selected = uid
        self._restore_selection()

    # -- building --------------------------------------------------------------------------------------------

    def _build(self, registry: CommandRegistry) -> None:
        self.search = QLineEdit()
        self.search.setObjectName("worklist.search")
        self.search.setPlaceholderText(tr("Search name, ID, accession, site …"))
        self.search.setToolTip(title_with_key(registry["worklist.search"]))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "text-2"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(300)
        self.search.setMaximumWidth(420)
        self.search.textChanged.connect(self._search_changed)
        self.search.installEventFilter(self)
        self._chips = ViewChips(CHIP_VIEWS)
        self._chips.chosen.connect(self.show_view)
        top = QFrame()
        top.setProperty("role", "bar")
        row = QHBoxLayout(top)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(16)
        row.addWidget(self.search, 1)
        row.addStretch(1)
        row.addWidget(self._chips)

        self._views = ViewsList(LIST_VIEWS)
        self._views.chosen.connect(self.show_view)
        side = QFrame()
        side.setProperty("role", "panel")
        side.setMinimumWidth(140)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 8, 0, 8)
        heading = QLabel(tr("Views"))
        heading.setProperty("role", "small")
        heading.setContentsMargins(12, 0, 0, 4)
        column.addWidget(heading)
        column.addWidget(self._views)

        self.table = TaskTable()
        self.table.setModel(self._shown)
        self.table.selectionModel().selectionChanged.connect(self._selection_changed)
        self.table.doubleClicked.connect(self._double_clicked)
        self._notice = Notice()
        self._notice.action.clicked.connect(self._notice_action)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._notice)

        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(side)
        split.addWidget(self._middle)
        split.setStretchFactor(1, 1)
        split.setSizes([168, 1100])
        self._preview = PreviewStrip()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget in (top, split, _line(), self._preview, self._foot(registry)):
            box.addWidget(widget, 1 if widget is split else 0)
        self.setFocusProxy(self.table)

    def _foot(self, registry: CommandRegistry) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "status")
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        self._buttons: dict[str, QPushButton] = {}
        self._connection = QLabel()
        self._connection.setProperty("role", "secondary")
        self._news_label = QLabel()
        self._news_label.setObjectName("worklist.news")
        self._news_label.setProperty("role", "secondary")
        self._commands = {name: registry[name] for name in ("worklist.next", "worklist.release", "worklist.open")}
        for name, command in self._commands.items():
            key = key_text(command).replace("Return", "Enter")
            button = QPushButton(f"{tr(command.title)}  {key}" if name != "worklist.release" else tr(command.title))
            button.setObjectName(name)
            button.setIcon(icon(command.icon, "on-accent" if name == "worklist.open" else "text"))
            button.setToolTip(title_with_key(command))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(command.run)
            self._buttons[name] = button
        self._buttons["worklist.open"].setProperty("role", "primary")
        row.addWidget(self._buttons["worklist.next"])
        row.addSpacing(8)
        row.addWidget(self._connection)
        row.addWidget(self._news_label)
        row.addStretch(1)
        row.addWidget(self._buttons["worklist.release"])
        row.addWidget(self._buttons["worklist.open"])
        return foot

    # -- what changes it -------------------------------------------------------------------------------------

    @while_alive
    def _take_tasks(self) -> None:
        self._changing = True
        row = self._shown.row_of(self._selected) if self._selected else -1
        self._tasks.set_tasks(self._worklist.tasks)
        self._shown.narrow()
        self._changing = False
        if self._selected and self._selected not in self._worklist.tasks:
            self._selected = ""  # it is gone; no other exam takes its place by itself
            if row >= 0:
                self.table.clearSelection()
        if not self._begun and self._shown.rowCount():
            self._begun = True  # at the first look only: the one that is due first can be opened with Enter
            self._selected = self._shown.task_at(0).uid
        self._after_change()

    def _after_change(self) -> None:
        numbers = counts(self._worklist.tasks.values(), self._shown.now())
        self._views.set_counts(numbers)
        self._chips.set_counts(numbers)
        self._restore_selection()
        self._show_connection()
        self._show_state()
        self._update_buttons()

    def _restore_selection(self) -> None:
        row = self._shown.row_of(self._selected) if self._selected else -1
        self._changing = True
        if row < 0:
            self.table.clearSelection()
        else:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self._shown.index(row, 0), flags)
        self._changing = False
        self._show_preview()

    def _selection_changed(self) -> None:
        if self._changing:
            return
        task = self.selected()
        if task is not None:
            self._selected = task.uid
        self._show_preview()
        self._update_buttons()

    def _show_preview(self) -> None:
        task = self.selected()
        self._preview.show_task(task, self._worklist.tasks)
        wanted = task.uid if task is not None and task.here else ""
        if wanted != self._pictured:
            self._pictured = wanted
            if task is not None and wanted:
                self.picture_wanted.emit(task)

    def show_picture(self, uid: str, image: QImage) -> None:
        """The key image of a task, as `picture_wanted` asked for it."""
        self._preview.show_picture(uid, image)

    def _search_changed(self, words: str) -> None:
        self._changing = True
        self._shown.show_search(words)
        self._changing = False
        searching = bool(words.strip())
        self._views.show_chosen(None if searching else self._shown.view)
        self._chips.show_chosen(None if searching else self._shown.view)
        self._after_change()

    @while_alive
    def _announce(self, uids: tuple[str, ...]) -> None:
        text = tr("1 new exam") if len(uids) == 1 else tr("{count} new exams", count=len(uids))
        self._news_label.setText(f"·  {text}")
        self._news.start(_NEWS_MS)

    def _clear_news(self) -> None:
        self._news_label.clear()

    def _refresh_failed(self, error: BaseException) -> None:
        self._clear_news()
        self.failed.emit(error)

    @while_alive
    def _show_connection(self, _: str = "") -> None:
        loaded = self._worklist.loaded
        at = f"{loaded:%H:%M}" if loaded else "–"
        text, role = {
            "live": (tr("● Live"), "fine"),
            "polling": (tr("◐ Looks every 15 s"), "secondary"),
            "away": (tr("▲ The hub does not answer · list of {time}", time=at), "soon"),
        }.get(self._worklist.connection, ("", "secondary"))
        self._connection.setText(text)
        self._connection.setToolTip(self._worklist.trouble)
        self._connection.setProperty("role", role)
        self._connection.style().polish(self._connection)
        self._show_state()

    def _show_state(self) -> None:
        """The table, or in its place why there is nothing in it and what to do."""
        if self._shown.rowCount():
            self._take_place(self.table)
            return
        if self._worklist.loaded is None and self._worklist.connection == "away":
            self._notice.show_words(tr("The hub does not answer"), self._worklist.trouble, tr("Try again"))
        elif self._worklist.loaded is None:
            self._notice.show_words(tr("Loading the worklist …"), "", "")
        elif self._shown.search:
            words = tr("Nothing matches “{words}”", words=self._shown.search)
            self._notice.show_words(
                words, tr("The search looks through every exam of the worklist."), tr("Clear search")
            )
        elif self._shown.view is View.WAITING:
            self._notice.show_words(tr("Nothing waits"), tr("New exams appear here by themselves."), "")
        else:
            hint = tr("New exams appear here by themselves.")
            self._notice.show_words(tr("Nothing here now"), hint, tr("Show all that waits"))
        self._take_place(self._notice)

    def _take_place(self, widget: QWidget) -> None:
        """Show the table or the notice; the keyboard goes with it, so that the page's keys always work."""
        focused = QApplication.focusWidget()
        held = focused is None or focused is self or self._middle.isAncestorOf(focused)
        self._middle.setCurrentWidget(widget)
        self.setFocusProxy(widget)
        if held and self.window().isActiveWindow():
            widget.setFocus()

    def _notice_action(self) -> None:
        if self._worklist.loaded is None:
            self.refresh()
        elif self._shown.search:
            self.search.clear()
        else:
            self.show_view(View.WAITING)

    def _update_buttons(self) -> None:
        for name, button in self._buttons.items():
            button.setEnabled(self._commands[name].when())

    def _tick(self) -> None:
        self.table.tick()
        minute = self._shown.now().moment.minute
        if minute != self._minute:  # what became overdue belongs into other views
            self._minute = minute
            self._changing = True
            self._shown.narrow()
            self._changing = False
            self._after_change()

    def _next(self) -> ReadingTask | None:
        return next_case(self._worklist.tasks.values(), self._shown.now())

    # -- Qt --------------------------------------------------------------------------------------------------

    def _double_clicked(self, _: QModelIndex) -> None:
        self.open_selected()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field move in the table, so that one can search and open without leaving it."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._shown.rowCount():
                current = self._shown.row_of(self._selected) if self._selected else -1
                row = max(0, min(self._shown.rowCount() - 1, current + step if current >= 0 else 0))
                self._selected = self._shown.task_at(row).uid
                self._restore_selection()
                self._update_buttons()
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    return line
