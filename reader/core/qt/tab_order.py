"""Where Tab goes: to what is seen next, panel by panel, whenever and in whatever order it was built.

Qt's own chain is the order in which widgets were made: in a window whose lists, viewports and panels are made again
while it is open, the keyboard would jump across the screen; and wherever a window or a box of buttons has a focus
proxy, controls are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QPlainTextEdit,
    QScrollArea,
    QTextBrowser,
    QTextEdit,
    QWidget,
)


def focus_next(window: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to the next stop of `window`, round and round. False where there is none. Main thread."""
    now = QApplication.focusWidget()
    order = [widget for widget in _as_read(window) if widget is now or is_stop(widget)]
    if not forward:
        order.reverse()
    at = order.index(now) + 1 if now in order else 0
    following = [widget for widget in (*order[at:], *order[:at]) if widget is not now]
    if not following:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    following[0].setFocus(reason)
    _show(following[0])
    return True


def _show(widget: QWidget) -> None:
    """Scroll to it, in whatever it is scrolled in."""
    parent = widget.parentWidget()
    while parent is not None and not widget.isWindow():
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def uses_tab(widget: QWidget) -> bool:
    """Whether Tab means something in the control itself."""
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return not widget.tabChangesFocus() and not widget.isReadOnly()
    return isinstance(widget, QAbstractItemView) and widget.tabKeyNavigation()


def is_stop(widget: QWidget) -> bool:
    """Whether Tab stops there: not at a part of another control, nor at a text that has nothing to scroll."""
    if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or not widget.isEnabled():
        return False
    if widget.focusProxy() is not None:
        return False
    return widget.verticalScrollBar().maximum() > 0 if isinstance(widget, QScrollArea | QTextBrowser) else True


def _as_read(widget: QWidget) -> Iterator[QWidget]:
    """Every visible widget: rows from the top, each from the left, what is in a panel before the next panel."""
    children = [child for child in widget.children() if isinstance(child, QWidget)]
    for child in _rows([child for child in children if child.isVisible() and not child.isWindow()]):
        yield child
        yield from _as_read(child)


def _rows(widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """In one row is what begins above the middle of the row's first, which may have no height."""
    rest = sorted(widgets, key=lambda widget: widget.y())
    while rest:
        middle = max(rest[0].y(), rest[0].geometry().center().y())
        row = [widget for widget in rest if widget.y() <= middle]
        yield from sorted(row, key=lambda widget: widget.x())
        rest = rest[len(row) :]
