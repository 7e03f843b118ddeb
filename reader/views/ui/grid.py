"""The viewports in their layout, every group of one exam under a line that says whose it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
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
from reader.views.layout import Layout
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
        self._grid = QGridLayout()
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
        rows, columns = views.layout.grid
        for row in range(rows):
            self._grid.setRowStretch(1 + row, int(any(number // columns == row for number in shown)))
        for column in range(columns):
            self._grid.setColumnStretch(column, int(any(number % columns == column for number in shown)))
        for viewport in self.viewports:
            viewport.setVisible(viewport.number in shown)
        if views.layout is Layout.COMPARE:
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
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(1)
        views = self._views
        self.viewports = [
            ViewportWidget(views, n, self._scenes, self._turns, self._common_fit)
            for n in range(len(views.viewports))
        ]
        columns = views.layout.grid[1]
        current = next((v.content.study for v in views.viewports if v.content and not v.content.prior), None)
        studies = [v.content for v in views.viewports]
        self.headers = []
        if views.layout is Layout.COMPARE:
            for column, content in enumerate(studies):
                study = content.study if content is not None else None
                prior = content.prior if content is not None else False
                header = GroupHeader(study, current, prior=prior, tall=True)
                self.headers.append(header)
                grid.addWidget(header, 0, column)
        elif studies and studies[0] is not None:
            header = GroupHeader(studies[0].study, current, prior=studies[0].prior, tall=False)
            self.headers.append(header)
            grid.addWidget(header, 0, 0, 1, columns)
        for viewport in self.viewports:
            grid.addWidget(viewport, 1 + viewport.number // columns, viewport.number % columns)
            viewport.menu_requested.connect(self.menu_requested)
            viewport.series_dropped.connect(self.series_dropped)
        self._page, self._grid = page, grid
        self._holder.addWidget(page)
        if had_focus:
            self.focus_active()

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
