"""The viewports in their layout, every group of one exam under a line that says whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, QSizeF, Signal
from PySide6.QtWidgets import (
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
from reader.views.grids import alike
from reader.views.layout import Pane, Split, Tree, undivided
from reader.views.model import ViewsModel
from reader.views.presentation import SizeMode
from reader.views.ui.dividing import Divided
from reader.views.ui.on_paper import OnScreen, Subject
from reader.views.ui.viewport import ViewportWidget
from reader.views.ui.wall import Wall

_MANY = 6
"""From more viewports on each has a line of its exam, not two."""
_TWO_LINES_UP_TO = 120  # % of text size; above that half the width is too little for date, age and ID


class GroupHeader(QFrame):
    """Name, sex, age, ID with its issuer, exam date and site, from the Study object of the pictures below.

    tall: two lines (three of large text), where exams stand side by side and each has half the width. low: one line
    all the same, where many stand on one screen.
    """

    def __init__(
        self, study: Study | None, current: Study | None, *, prior: bool, tall: bool, low: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        lines = 1 if low or not tall else 2 if scaled(100) <= _TWO_LINES_UP_TO else 3
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
        if lines == 2 or low:
            rest = [" · ".join(rest)]
        parts = [(name, "")]
        found = compare(current.patient, study.patient, same_exam=False) if prior and current is not None else SAME
        if not found.same:
            parts.append((f"⚠ {found.text}", "soon"))
        if prior:
            first.addWidget(_line(tr("Prior"), "soon", stretched=False))
        for text, role in parts:
            first.addWidget(_line(text, role, stretched=low), 2 if low else 0)
        for text in rest:
            if tall and not low:
                column.addWidget(_line(text, "secondary", stretched=True))
            else:
                first.addWidget(_line(text, "secondary", stretched=True), 3 if low else 1)
        if tall and not low:
            first.addStretch(1)
        self.text = " · ".join([*([tr("Prior")] if prior else []), *(text for text, _ in parts), *rest])
        self.setToolTip(plain_tip(self.text))
        self.setAccessibleName(self.text)


def for_paper(grid: ViewportGrid, views: ViewsModel, wall: Wall) -> list[OnScreen]:
    """What a screen shows now; nothing where it is not seen."""
    found = []
    for widget in grid.viewports if grid.isVisible() else ():
        if widget.number in views.shown and widget.state.content is not None:
            place = QRectF(QPointF(widget.mapTo(grid, QPoint())), QSizeF(widget.size()))
            own = (views, widget.number, wall.scenes)
            subject = Subject(*own, widget.screen(), place.size(), widget.larger_volume)
            found.append(OnScreen(subject, place, QSizeF(grid.size())))
    return found


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
    """Shows one screen of the model's layout; makes its viewports anew when that changes. Nothing where there is no
    such screen."""

    menu_requested = Signal(int, QPoint)
    series_dropped = Signal(int, str, int, object)

    def __init__(self, views: ViewsModel, wall: Wall, screen: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = views
        self._wall = wall
        self.screen_number = screen
        self.viewports: list[ViewportWidget] = []
        self.headers: list[GroupHeader] = []
        self._page: QWidget | None = None
        self._parts: list[tuple[QWidget, set[ViewportWidget]]] = []
        self._divided: dict[tuple[int, ...], Divided] = {}
        self._holder = QVBoxLayout(self)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._shape: tuple[object, ...] = ()
        self._each = False
        wall.grids.append(self)
        views.layout_changed.connect(self.rebuild)
        views.viewport_changed.connect(self._viewport_changed)
        views.cursor_moved.connect(self._cursor_moved)
        views.arrived.connect(self._arrived)
        views.size_wanted.connect(self._size_wanted)
        views.active_changed.connect(self._active_changed)
        views.overlays_changed.connect(self._repaint_all)
        views.tool_changed.connect(self._repaint_all)
        self.rebuild()

    @while_alive
    def rebuild(self) -> None:
        """Follow the layout; nothing is made anew where only the maximised viewport or a plane changed, or a series
        was loaded again: what the mouse has begun there goes on."""
        views = self._views
        self._wall.scenes.keep(views.contents(), views.masks)
        numbers = self.numbers
        own = [views.viewports[number] for number in numbers]
        shape = (*map(undivided, self._trees()), *((v.id, _series_in(v.content)) for v in own))
        if shape != self._shape:
            self._shape = shape
            self._build()
        shown = {widget for widget in self.viewports if widget.number in views.shown}
        for part, inside in self._parts:
            part.setVisible(bool(inside & shown))  # what is empty takes no room
        self._divide()
        self._show_page()
        self._repaint_all()

    def show_screen(self, screen: int) -> None:
        """Its screen has another number now."""
        self.screen_number = screen
        self.rebuild()

    @property
    def numbers(self) -> range:
        """Of the viewports on its screen."""
        screens = self._views.screens
        return screens[self.screen_number] if self.screen_number < len(screens) else range(0)

    def at(self, number: int) -> ViewportWidget | None:
        """What shows this viewport of the model, if it is on this screen."""
        known = self._views.viewports
        own = known[number].id if 0 <= number < len(known) else None
        return next((viewport for viewport in self.viewports if viewport.id == own), None)

    def _trees(self) -> tuple[Tree, ...]:
        return self._views.arranged.screens[self.screen_number : self.screen_number + 1]

    def _several_exams(self) -> bool:
        """Each pane needs a line of its own that says whose it is."""
        contents = [self._views.viewports[number].content for number in self.numbers]
        exams = {content.study.study_uid for content in contents if content is not None}
        return len(exams) > 1

    def _unnamed(self) -> Content | None:
        """What is here of the only exam, unless its window names it above, as the first does for its own exam."""
        first = next(iter(self.numbers), None)
        content = self._views.viewports[first].content if first is not None else None
        named = self.screen_number == 0 and content is not None and not content.prior
        return None if named else content

    def close_scenes(self) -> None:
        """Give back what VTK holds; when the window closes."""
        for viewport in self.viewports:
            viewport.close_scenes()

    def release(self) -> None:
        """Its screen is no longer shown: give back what VTK holds and what it shares with others."""
        self.close_scenes()
        self._wall.grids.remove(self)

    def focus_active(self) -> None:
        """Give the keyboard to the active viewport; to the first of this screen where that is on another."""
        active = self.at(self._views.active) or next(iter(self.viewports), None)
        if active is not None:
            active.setFocus()

    def _build(self) -> None:
        focused = self.window().focusWidget()  # also of a window that is not in front just now
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.close_scenes()
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
        views = self._views
        self.viewports = [
            ViewportWidget(views, n, self._wall.scenes, self._wall.turns, self._wall.common_fit)
            for n in self.numbers
        ]
        for viewport in self.viewports:
            viewport.menu_requested.connect(self.menu_requested)
            viewport.series_dropped.connect(self.series_dropped)
            viewport.resized.connect(self._wall.resized)
        self.headers, self._parts, self._divided = [], [], {}
        page = QWidget()
        column = _box(QBoxLayout.Direction.TopToBottom, page)
        self._each = self._several_exams()
        if not self._each and (content := self._unnamed()) is not None:
            column.addWidget(self._header(content, tall=False))
        widgets = iter(self.viewports)
        for tree in self._trees():
            column.addWidget(self._made(tree, (), widgets), 1)
        self._page = page
        self._holder.addWidget(page)
        if had_focus:
            self.focus_active()

    def _made(self, tree: Tree, at: tuple[int, ...], widgets: Iterator[ViewportWidget]) -> QWidget:
        """What shows a pane or a split. Several exams side by side have a line of their own each."""
        if isinstance(tree, Pane):
            viewport = next(widgets)
            made = self._under_header(viewport) if self._each else viewport
            self._parts.append((made, {viewport}))
            return made
        self._divided[at] = divided = Divided(at, below=tree.below)
        inside: set[ViewportWidget] = set()
        for number, part in enumerate(tree.parts):
            divided.addWidget(self._made(part, (*at, number), widgets))
            inside |= self._parts[-1][1]
        divided.moved.connect(partial(self._divide_alike, divided))
        divided.let_go.connect(partial(self._keep_division, divided))
        divided.evened.connect(partial(self._even, divided))
        self._parts.append((divided, inside))
        return divided

    def _under_header(self, viewport: ViewportWidget) -> QWidget:
        pane = QWidget()
        column = _box(QBoxLayout.Direction.TopToBottom, pane)
        column.addWidget(self._header(viewport.state.content, tall=True))
        column.addWidget(viewport, 1)
        return pane

    def _divide(self) -> None:
        """As the layout says. Of one that fills the screen nothing is divided."""
        if self._views.maximised in self.numbers:
            return
        for at, divided in self._divided.items():
            tree: Tree | None = self._trees()[0]
            for number in at:
                tree = tree.parts[number] if isinstance(tree, Split) else None
            if isinstance(tree, Split):
                divided.set_shares([tree.share(n) for n in range(len(tree.parts))])

    def _divide_alike(self, divided: Divided) -> None:
        """The rows of a grid are divided alike, while one of them is."""
        for at in alike(self._trees()[0], divided.at):
            if at != divided.at:
                self._divided[at].setSizes(divided.sizes())

    def _keep_division(self, divided: Divided) -> None:
        """A border was dragged; viewports that it was dragged over are taken away."""
        over = divided.closed
        closed = [viewport for part, inside in self._parts if part in over for viewport in inside]
        if closed:
            self._views.panes.remove(*(viewport.id for viewport in closed))
        else:
            self._views.panes.divide(self.screen_number, divided.at, divided.sizes())

    def _even(self, divided: Divided) -> None:
        self._views.panes.divide(self.screen_number, divided.at, [1] * divided.count())

    def _header(self, content: Content | None, *, tall: bool) -> GroupHeader:
        shown = [v.content for v in self._views.viewports if v.content is not None]
        current = next((c.study for c in shown if not c.prior), None)
        study, prior = (content.study, content.prior) if content is not None else (None, False)
        low = len(self.viewports) > _MANY
        header = GroupHeader(study, current, prior=prior, tall=tall, low=tall and low)
        self.headers.append(header)
        return header

    def _show_page(self) -> None:
        """New viewports in their places at once: left to itself, Qt paints them, lays them out and paints again."""
        if self._page is not None and self._page.isHidden():
            self._page.show()
            self._holder.activate()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateLater)

    @while_alive
    def _viewport_changed(self, number: int) -> None:
        if (viewport := self.at(number)) is not None:
            viewport.refresh()

    @while_alive
    def _cursor_moved(self, number: int) -> None:
        if (viewport := self.at(number)) is not None:
            viewport.cursor_moved()

    @while_alive
    def _arrived(self, number: int) -> None:
        if (viewport := self.at(number)) is not None:
            viewport.arrived()

    @while_alive
    def _size_wanted(self, number: int, mode: SizeMode) -> None:
        if (viewport := self.at(number)) is not None:
            viewport.show_size(mode)

    @while_alive
    def _active_changed(self, number: int) -> None:
        """The keyboard, if the pictures have it, goes with the active viewport; not into another window."""
        if number in self.numbers and any(viewport.hasFocus() for viewport in self.viewports):
            self.focus_active()
        self._repaint_all()

    @while_alive
    def _repaint_all(self, *_: object) -> None:
        for viewport in self.viewports:
            viewport.refresh()


def _series_in(content: Content | None) -> tuple[object, ...]:
    """Which series a viewport shows, and whose it says that is."""
    if content is None:
        return ()
    return (content.series.series_uid, content.prior, replace(content.study, series=()))
