"""The viewports in their layout, every group of one exam under a line that says whose it is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Signal
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from reader.core.qt.alive import while_alive
from reader.core.qt.elided import ElidedLabel
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.study.heading import comparison_parts, identity_parts
from reader.study.identity import SAME, compare
from reader.study.model import Study
from reader.views.content import Content
from reader.views.layout import Pane, Tree, panes_of
from reader.views.model import ViewsModel
from reader.views.ui.arriving import Turns
from reader.views.ui.scenes import Scenes
from reader.views.ui.viewport import ViewportWidget

_TWO_LINES_UP_TO = 120  # % of text size; above that half the width is too little for date, age and ID


class GroupHeader(QFrame):
    """Name, sex, age, ID with its issuer, exam date and site, from the Study object of the pictures below.

    tall: two lines (three of large text), where exams stand side by side and each has half the width.
    """

    def __init__(self, study: Study | None, current: Study | None, *, prior: bool, tall: bool) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        lines = 1 if not tall else 2 if scaled(100) <= _TWO_LINES_UP_TO else 3
        self.setFixedHeight(scaled(6 + 20 * lines))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 2, 8, 2)
        column.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(8)
        column.addLayout(first)
        self.text = ""
        if study is None:
            return
        name, *rest = comparison_parts(study) if tall else identity_parts(study)
        if lines == 2:
            rest = [" · ".join(rest)]
        parts: list[tuple[str, str]] = [(tr("Prior"), "soon")] if prior else []
        parts.append((name, ""))
        found = compare(current.patient, study.patient, same_exam=False) if prior and current is not None else SAME
        if not found.same:
            parts.append((f"⚠ {found.text}", "soon"))
        for text, role in parts:
            first.addWidget(_line(text, role, stretched=False))
        for text in rest:
            if tall:
                column.addWidget(_line(text, "secondary", stretched=True))
            else:
                first.addWidget(_line(text, "secondary", stretched=True), 1)
        if tall:
            first.addStretch(1)
        self.text = " · ".join([*(text for text, _ in parts), *rest])
        self.setToolTip(plain_tip(self.text))
        self.setAccessibleName(self.text)


def _line(text: str, role: str, *, stretched: bool) -> QLabel:
    label = ElidedLabel(text) if stretched else Label(text)
    label.setProperty("role", role)
    return label


def _box(direction: QBoxLayout.Direction, parent: QWidget | None = None) -> QBoxLayout:
    box = QBoxLayout(direction, parent)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(1)
    return box


class ViewportGrid(QWidget):
    """Shows the model's layout; makes its viewports anew when that changes."""

    menu_requested = Signal(int, QPoint)
    series_dropped = Signal(int, str, int)

    def __init__(self, views: ViewsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = views
        self._scenes = Scenes()
        self._turns = Turns(self)
        self.viewports: list[ViewportWidget] = []
        self.headers: list[GroupHeader] = []
        self._page: QWidget | None = None
        self._shares: list[tuple[QBoxLayout, int, int, set[int]]] = []
        self._holder = QVBoxLayout(self)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._shape: tuple[object, ...] = ()
        views.layout_changed.connect(self.rebuild)
        views.viewport_changed.connect(self._viewport_changed)
        views.arrived.connect(self._arrived)
        views.active_changed.connect(self._active_changed)
        views.overlays_changed.connect(self._repaint_all)
        views.tool_changed.connect(self._repaint_all)
        self.rebuild()

    @while_alive
    def rebuild(self) -> None:
        """Follow the layout; nothing is made anew where only the maximised viewport or a plane changed."""
        views = self._views
        self._scenes.keep(views.contents(), views.masks)
        shape = (views.layout, *(v.content for v in views.viewports))
        if shape != self._shape:
            self._shape = shape
            self._build()
        shown = views.shown
        for box, place, share, numbers in self._shares:
            box.setStretch(place, share if numbers & set(shown) else 0)  # what is empty takes no room
        for viewport in self.viewports:
            viewport.setVisible(viewport.number in shown)
        if views.layout.compares:
            for number, header in enumerate(self.headers):
                header.setVisible(number in shown)
        self._show_page()
        self._repaint_all()

    def close_scenes(self) -> None:
        """Give back what VTK holds; when the window closes."""
        for viewport in self.viewports:
            viewport.close_scenes()

    def focus_active(self) -> None:
        """Give the keyboard to the active viewport."""
        if self._views.active < len(self.viewports):
            self.viewports[self._views.active].setFocus()

    def _build(self) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.close_scenes()
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
        views = self._views
        self.viewports = [
            ViewportWidget(views, n, self._scenes, self._turns, self._common_fit)
            for n in range(len(views.viewports))
        ]
        for viewport in self.viewports:
            viewport.menu_requested.connect(self.menu_requested)
            viewport.series_dropped.connect(self.series_dropped)
        self.headers, self._shares = [], []
        page = QWidget()
        column = _box(QBoxLayout.Direction.TopToBottom, page)
        if not views.layout.compares and (first := views.viewports[0].content) is not None:
            column.addWidget(self._header(first, tall=False))
        numbers = {pane.id: number for number, pane in enumerate(views.layout.panes)}
        self._add(column, views.layout.on_one_screen, numbers, 1)
        self._page = page
        self._holder.addWidget(page)
        if had_focus:
            self.focus_active()

    def _add(self, box: QBoxLayout, tree: Tree, numbers: Mapping[str, int], share: int) -> None:
        """Put panes into a row or column. Several exams side by side have a line of their own each."""
        self._shares.append((box, box.count(), share, {numbers[pane.id] for pane in panes_of(tree)}))
        direction = QBoxLayout.Direction
        if isinstance(tree, Pane):
            viewport = self.viewports[numbers[tree.id]]
            if not self._views.layout.compares:
                box.addWidget(viewport)
                return
            inner = _box(direction.TopToBottom)
            inner.addWidget(self._header(self._views.viewports[viewport.number].content, tall=True))
            inner.addWidget(viewport, 1)
        else:
            inner = _box(direction.TopToBottom if tree.below else direction.LeftToRight)
            for part, child in enumerate(tree.parts):
                self._add(inner, child, numbers, tree.share(part))
        box.addLayout(inner)

    def _header(self, content: Content | None, *, tall: bool) -> GroupHeader:
        shown = [v.content for v in self._views.viewports if v.content is not None]
        current = next((c.study for c in shown if not c.prior), None)
        study, prior = (content.study, content.prior) if content is not None else (None, False)
        header = GroupHeader(study, current, prior=prior, tall=tall)
        self.headers.append(header)
        return header

    def _common_fit(self, number: int) -> float | None:
        """See `ViewportWidget`. Those that are not on the screen now need no room."""
        together = set(self._views.same_scale(number)) & set(self._views.shown)
        fits = [fit for n in together if n < len(self.viewports) and (fit := self.viewports[n].fit()) is not None]
        return min(fits, default=None)

    def _show_page(self) -> None:
        """New viewports in their places at once: left to itself, Qt paints them, lays them out and paints again."""
        if self._page is not None and self._page.isHidden():
            self._page.show()
            self._holder.activate()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateLater)

    @while_alive
    def _viewport_changed(self, number: int) -> None:
        if number < len(self.viewports):
            self.viewports[number].refresh()

    @while_alive
    def _arrived(self, number: int) -> None:
        if number < len(self.viewports):
            self.viewports[number].arrived()

    @while_alive
    def _active_changed(self, _: int) -> None:
        """The keyboard, if the pictures have it, goes with the active viewport."""
        if any(viewport.hasFocus() for viewport in self.viewports):
            self.focus_active()
        self._repaint_all()

    @while_alive
    def _repaint_all(self, *_: object) -> None:
        for viewport in self.viewports:
            viewport.refresh()
