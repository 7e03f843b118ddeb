"""The worklist window's page: search, views, table, preview, and the way into the next case.

Nothing but the user moves the selection or the focus. What arrives is counted in the line at the bottom.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from itertools import islice

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.core.commands import CommandRegistry
from reader.core.qt.actions import bind_keys, title_with_key
from reader.core.qt.alive import while_alive
from reader.core.qt.floating import Floating
from reader.core.qt.icons import icon
from reader.core.qt.plain import Label, plain_tip
from reader.core.text import tr
from reader.worklist.commands import commands
from reader.worklist.exam import Exam, ExamKey, Row, UnreadableRow
from reader.worklist.filters import CHIP_VIEWS, LIST_VIEWS, Now, View
from reader.worklist.listing import WorklistModel
from reader.worklist.model import ReadingTask
from reader.worklist.rows import Rows
from reader.worklist.search import INSIDE
from reader.worklist.service import WorklistService
from reader.worklist.ui.columns import COLUMNS, PRIORITY
from reader.worklist.ui.foot import Foot
from reader.worklist.ui.notice import Notice
from reader.worklist.ui.preview import PreviewStrip
from reader.worklist.ui.raw_view import RawView
from reader.worklist.ui.split import Split
from reader.worklist.ui.table_model import RowTableModel
from reader.worklist.ui.task_table import TaskTable
from reader.worklist.ui.views_list import ViewChips, ViewsList

_ASK_MS = 250
_ENTER_S = 5.0
"""How long an Enter in the search waits for the answer whether anybody else is meant."""
_AHEAD = 40


class WorklistPage(QWidget):
    """Emits `open_requested(ReadingTask)`; claiming and opening is the app's, and so is giving it back:
    `release_requested(ReadingTask)`. `failed(Exception)`: a refresh that the user asked for did not work.
    `picture_wanted(ReadingTask)`: the selected exam is on this computer, `show_picture` takes a picture of it.
    `forget_requested(ReadingTask)`: delete it from this computer. messages: where lines appear over the list.
    The commands are added to `registry`, their keys bound here."""

    open_requested = Signal(object)
    release_requested = Signal(object)
    failed = Signal(object)
    picture_wanted = Signal(object)
    forget_requested = Signal(object)

    def __init__(
        self,
        worklist: WorklistModel,
        service: WorklistService,
        registry: CommandRegistry,
        parent: QWidget | None = None,
        *,
        handed_over: Callable[[ReadingTask], bool] = lambda _: False,
    ) -> None:
        """handed_over: whether the report of a task is on its way, held or waiting, to the hub."""
        super().__init__(parent)
        self.setObjectName("worklist.page")
        self._worklist = worklist
        self._handed_over = handed_over
        self._service = service
        self._selected: ExamKey | None = None
        self._left: ExamKey | None = None  # the exam that was opened last
        self._awaited: ExamKey | None = None  # the same, while another is selected for it is not in the view
        self._chosen = False
        self._asked = self._answered = ""
        self._entered = 0.0
        self._pictured = ""
        self._begun = self._changing = False
        self._next: Exam | None = None
        self._rows = Rows(COLUMNS[PRIORITY].sorting)
        self._model = RowTableModel(self._rows, self)
        registry.add(*(own := commands(self)))
        self._build(registry)
        bind_keys(own, self, self.foot.not_now)
        worklist.changed.connect(self._take_rows)
        worklist.arrived.connect(self._announce)
        worklist.connection_changed.connect(self._show_connection)
        worklist.extent_changed.connect(self._more_known)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._ahead = QTimer(self, interval=20)
        self._ahead.timeout.connect(self._read_ahead)
        self._next_due = QTimer(self, interval=0, singleShot=True)  # what has changed is painted first
        self._next_due.timeout.connect(self._find_next)
        self._asking = QTimer(self, interval=_ASK_MS, singleShot=True)
        self._asking.timeout.connect(self._ask_hub)
        self._minute = -1
        self.show_view(View.FOR_ME)
        self._take_rows(frozenset(worklist.rows))

    # -- what the commands do --------------------------------------------------------------------------------

    def selected_row(self) -> Row | None:
        rows = self.table.selectionModel().selectedRows()
        return self._model.row(rows[0].row()) if rows else None

    def selected_exam(self) -> Exam | None:
        row = self.selected_row()
        return row if isinstance(row, Exam) else None

    def selected(self) -> ReadingTask | None:
        """The task that the selected row is about."""
        exam = self.selected_exam()
        return exam.task if exam is not None else None

    def can_open(self) -> bool:
        if self.search.hasFocus() and self._rows.search:
            return self._model.rowCount() > 0 or not self._all_known()
        return self.selected_row() is not None or (self.table.hasFocus() and self._model.rowCount() > 0)

    def open_selected(self) -> None:
        """Open the selected row. From the search only what the user chose, or the one patient that is meant; else
        the keyboard goes to the list, where the first row is selected and opened by the next Enter; so it is where
        the selected row has gone."""
        if self.search.hasFocus() and not self._chosen:
            self._entered = time.monotonic()
            self._open_only_found()
            return
        row = self.selected_row()
        if row is not None:
            self._open(row)
        else:
            self._be_at_a_row()

    def _open_only_found(self) -> None:
        """What Enter in the search means, as soon as it is known whether there are others."""
        if not self._all_known() and self._asked != self._rows.search:
            return  # the hub's answer is on its way
        self._entered = 0.0
        if self._is_only_found():
            self._open(self._model.row(0))
        elif self._model.rowCount():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._selected, self._chosen = self._model.row(0).key, True
            self._restore_selection()
            self.foot.update_buttons()

    def _is_only_found(self) -> bool:
        return self._all_known() and len(self._rows.ranks) == 1 and self._rows.ranks[0] <= INSIDE

    def _all_known(self) -> bool:
        """Whether every exam that the search can mean is in the list."""
        loaded = self._worklist.loaded is not None
        return loaded and (self._worklist.extent.complete or self._answered == self._rows.search)

    def can_open_next(self) -> bool:
        return self._next is not None

    def open_next(self) -> None:
        self.open_next_after(None)

    def open_next_after(self, left: ExamKey | None) -> None:
        """The next case, which is another than the one that was left for it."""
        self._find_next(left)
        if self._next is not None:
            exam = self._next
            self._selected = exam.key
            self._restore_selection()
            self._open(exam)

    @while_alive
    def hand_overs_changed(self) -> None:
        """Another case may be next, and what is on its way is not released."""
        self._find_next()

    def can_release(self) -> bool:
        task = self.selected()
        return task is not None and task.mine and not self._handed_over(task)

    def release_selected(self) -> None:
        task = self.selected()
        if task is not None and self.can_release():
            self.release_requested.emit(task)

    def can_forget(self) -> bool:
        task = self.selected()
        return task is not None and task.here and not task.mine

    def forget_selected(self) -> None:
        """Delete the exam's images from this computer; the archive still has them."""
        if self.can_forget():
            self.forget_requested.emit(self.selected())

    def refresh(self) -> None:
        self.foot.say(tr("Refreshing …"), passing=False)
        self._service.refresh(self.foot.clear, self._not_done)

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
        self._rows.show(view)
        self._follow()
        self.table.begin_list()
        self._views.show_chosen(view)
        self._chips.show_chosen(view)
        self._after_change()
        self._be_at_a_row()

    def follow_on(self, page: WorklistPage) -> None:
        """Show what `page` showed, whose place this one takes: its view, search, order and selection."""
        header = page.table.horizontalHeader()
        self.table.sortByColumn(header.sortIndicatorSection(), header.sortIndicatorOrder())
        self.show_view(page._rows.view)
        self.search.setText(page.search.text())
        self._selected, self._chosen, self._begun = page._selected, page._chosen, page._begun
        self._restore_selection()
        self.foot.update_buttons()
        for mine, theirs in zip(self._splits, page._splits, strict=True):
            mine.follow_on(theirs)

    # -- building --------------------------------------------------------------------------------------------

    def _build(self, registry: CommandRegistry) -> None:
        self._views = ViewsList(LIST_VIEWS)
        self._views.chosen.connect(self.show_view)
        box = QVBoxLayout(self)  # from the outside in: what gets a parent is styled anew, with all that is in it
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._top(registry))
        split, below = self._splits = Split(Qt.Orientation.Horizontal), Split(Qt.Orientation.Vertical)
        box.addWidget(below, 1)
        below.addWidget(split)
        side = QFrame()
        split.addWidget(side)
        side.setProperty("role", "panel")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 8, 0, 8)
        heading = Label(tr("Views"))
        heading.setProperty("role", "small")
        heading.setContentsMargins(12, 0, 0, 4)
        column.addWidget(heading)
        column.addWidget(self._views)

        self.table = TaskTable()
        self.table.setModel(self._model)
        self.table.selectionModel().selectionChanged.connect(self._selection_changed)
        self._model.modelReset.connect(self._restore_selection)
        self.table.entered.connect(self._be_at_a_row)
        self.table.doubleClicked.connect(self._double_clicked)
        self.table.offer(lambda: registry.group("row"))
        self._notice = Notice()
        self._notice.action.clicked.connect(self._notice_action)
        self._preview = PreviewStrip()
        below.addWidget(self._preview)
        self._middle = QStackedWidget()
        split.addWidget(self._middle)
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._notice)

        split.setStretchFactor(1, 1)
        split.setSizes([side.sizeHint().width(), 4000])
        below.setStretchFactor(0, 1)
        self.foot = Foot(registry)
        self.foot.troubled.connect(lambda: self.show_view(View.UNREADABLE))
        box.addWidget(self.foot)
        self.messages = Floating(self._middle, self)
        self.setFocusProxy(self.table)

    def _top(self, registry: CommandRegistry) -> QWidget:
        self.search = QLineEdit()
        self.search.setObjectName("worklist.search")
        self.search.setPlaceholderText(tr("Search name, ID, accession …"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setToolTip(plain_tip(title_with_key(registry["worklist.search"])))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "text-2"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(240)
        self.search.setMaximumWidth(620)
        self.search.textChanged.connect(self._search_changed)
        self.search.installEventFilter(self)
        self._chips = ViewChips(CHIP_VIEWS)
        self._chips.chosen.connect(self.show_view)
        top = QFrame()
        top.setProperty("role", "bar")
        row = QHBoxLayout(top)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(16)
        row.addWidget(self.search, 4)
        row.addStretch(1)
        row.addWidget(self._chips)
        return top

    # -- what changes it -------------------------------------------------------------------------------------

    @while_alive
    def _take_rows(self, keys: frozenset[ExamKey]) -> None:
        shown = self._model.row_of(self._selected) >= 0
        self._rows.take(self._worklist.rows, keys, self._now())
        self._follow()
        if self._model.row_of(self._awaited) >= 0:
            self._selected, self._awaited = self._awaited, None
        if self._selected is not None and self._selected not in self._worklist.rows:
            self._selected = None  # it is gone; no other exam takes its place by itself
            if shown:
                self.table.clearSelection()
        if not self._begun and self._model.rowCount():
            self._begun = True  # at the first look only: the most urgent can be opened with Enter
            self._selected = self._model.row(0).key
        self._ahead.start()
        self.foot.renew_news(self._worklist)
        self._after_change()

    def _follow(self) -> None:
        self._changing = True
        self._model.follow()
        self._changing = False

    def _after_change(self) -> None:
        self._show_numbers()
        self._restore_selection()
        self._show_connection()
        self._next_due.start()
        self.foot.update_buttons()

    @while_alive
    def _show_numbers(self) -> None:
        """Counts by exam; while the list is not complete, those that the hub states."""
        extent, stated = self._worklist.extent, self._worklist.stated
        numbers = {}
        for view in View:
            here = self._rows.counts[view]
            exact = extent.complete or view in stated
            numbers[view] = f"{max(here, stated.get(view, 0)):,}" + ("" if exact else "+")
            if view in (View.DONE_TODAY, View.MINE_TODAY, View.UNREADABLE):
                numbers[view] = f"{here:,}"
        self._views.set_counts(numbers)
        self._chips.set_counts(numbers)
        self.foot.show_extent(extent, len(self._worklist.unreadable))

    def _restore_selection(self) -> None:
        row = self._model.row_of(self._selected) if self._selected is not None else -1
        if self._rows.search and not self._chosen:  # nothing is selected by a search but the one that is meant
            row = 0 if self._is_only_found() else -1
        self._changing = True
        if row < 0:
            self.table.clearSelection()
        elif not self.table.selectionModel().isRowSelected(row, QModelIndex()):
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self._model.index(row, 0), flags)
            if self._rows.search and (exam := self.selected_exam()) is not None:
                self._service.steps_of(exam)
        self._changing = False
        self._show_preview()

    def _be_at_a_row(self) -> None:
        """The user came here, or looks at other rows: the first is selected, so that every key means something."""
        if self.selected_row() is None and self._model.rowCount():
            self.table.selectRow(0)
            self._awaited = self._left if self._model.row_of(self._left) < 0 else None

    def _selection_changed(self) -> None:
        if self._changing:
            return
        self._awaited = None
        row = self.selected_row()
        if row is not None:
            self._selected, self._chosen = row.key, True
            if isinstance(row, Exam):
                self._service.steps_of(row)
        self._show_preview()
        self.foot.update_buttons()

    def _show_preview(self) -> None:
        row = self.selected_row()
        self._preview.show_row(row, self._worklist)
        task = self.selected()
        wanted = task.uid if task is not None and task.here else ""
        if wanted != self._pictured:
            self._pictured = wanted
            if task is not None and wanted:
                self.picture_wanted.emit(task)

    def show_picture(self, uid: str, image: QImage) -> None:
        """The key image of a task, as `picture_wanted` asked for it."""
        self._preview.show_picture(uid, image)

    def _search_changed(self, words: str) -> None:
        self._chosen, self._entered = False, 0.0
        self._rows.show(self._rows.view, words)
        self._follow()
        searching = bool(words.strip())
        self._views.show_chosen(None if searching else self._rows.view)
        self._chips.show_chosen(None if searching else self._rows.view)
        self._asking.start()
        self._restore_selection()
        self._show_state()
        self.foot.update_buttons()

    def _ask_hub(self) -> None:
        """The search reaches what is not here yet."""
        words = self._rows.search

        def answered(known: bool) -> None:
            self._asked = words
            if known:
                self._answered = words
            self._more_known()

        self._service.find(words, answered)

    @while_alive
    def _more_known(self) -> None:
        self._show_numbers()
        self._restore_selection()
        self._show_state()
        if time.monotonic() - self._entered < _ENTER_S and self.search.hasFocus() and not self._chosen:
            self._open_only_found()

    def _open(self, row: Row) -> None:
        if self.search.hasFocus():  # back from there one goes on in the list, with what was found
            self._selected, self._chosen = row.key, True
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._restore_selection()
        if isinstance(row, UnreadableRow):
            RawView(row.record, self).open()
        else:
            self._left = row.key
            self.open_requested.emit(row.opens)

    @while_alive
    def _announce(self, uids: tuple[str, ...]) -> None:
        self.foot.announce(uids, self._worklist)

    def _not_done(self, error: BaseException) -> None:
        self.foot.clear()
        self.failed.emit(error)

    @while_alive
    def _show_connection(self, _: str = "") -> None:
        loaded = self._worklist.loaded
        at = f"{loaded:%H:%M}" if loaded else "–"
        self.foot.show_connection(self._worklist.connection, self._worklist.trouble, at)
        self._show_state()

    def _show_state(self) -> None:
        """The table, or in its place why there is nothing in it and what to do."""
        if self._model.rowCount():
            self._take_place(self.table)
            return
        self._notice.explain(self._worklist, self._rows)
        self._take_place(self._notice)

    def _take_place(self, widget: QWidget) -> None:
        """Show the table or the notice; the keyboard goes with it, so that the page's keys always work."""
        if self._middle.currentWidget() is widget and self.focusProxy() is widget:
            return
        focused = QApplication.focusWidget()
        held = focused is None or focused is self or self._middle.isAncestorOf(focused)
        self._middle.setCurrentWidget(widget)
        self.setFocusProxy(widget)
        if held and self.window().isActiveWindow():
            widget.setFocus()

    def _notice_action(self) -> None:
        if self._worklist.first_look:
            self.refresh()
        elif self._rows.search:
            self.search.clear()
        else:
            self.show_view(self._notice.leads_to)

    def _find_next(self, after: ExamKey | None = None) -> None:
        """after: the exam that was left just now is not the next one, unless there is no other."""
        exams = self._worklist.upcoming()
        two = list(islice((exam for exam in exams if not (exam.task.mine and self._handed_over(exam.task))), 2))
        self._next = min(two, key=lambda exam: exam.key == after, default=None)
        if self._next is None:
            self.foot.show_next(tr("Nothing is waiting for you"))
        else:
            name = self._next.task.patient.name.native or tr("No name")
            self.foot.show_next(f"{name} · {tr(self._worklist.queue.reason(self._next).value)}")
        self.foot.update_buttons()

    def _tick(self) -> None:
        self.table.tick()
        minute = self._now().moment.minute
        if minute != self._minute:  # what became overdue belongs into other views
            self._minute = minute
            self._rows.at(self._now())
            self._follow()
            self._after_change()

    def _read_ahead(self) -> None:
        """Prepare the rows for the search in small parts, so that its first key does not have to."""
        if not self._rows.read_ahead(_AHEAD):
            self._ahead.stop()

    def _now(self) -> Now:
        return Now(datetime.now().astimezone(), self._service.is_me)

    # -- Qt --------------------------------------------------------------------------------------------------

    def _double_clicked(self, index: QModelIndex) -> None:
        self._open(self._model.row(index.row()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field move in the table, so that one can search and open without leaving it."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._model.rowCount():
                selected = self.table.selectionModel().selectedRows()
                row = max(0, min(self._model.rowCount() - 1, selected[0].row() + step if selected else 0))
                self._selected, self._chosen = self._model.row(row).key, True
                self._restore_selection()
                self.foot.update_buttons()
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
