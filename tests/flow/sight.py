"""What a person would call cut, squeezed or lying over something else in a window, measured widget by widget."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.flow.seat import told

_SAID = (QLabel, QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit)
_LET_GO = 2  # pixels of rounding


def faults(window: QWidget) -> list[str]:
    """Main thread. Each with the widget it is about."""
    found = list(_outside(window))
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.window() is window and widget.width() and widget.height():
            found += [f"{fault}: {told(widget)}" for fault in _faults_of(widget)]
    return found


def _outside(window: QWidget) -> Iterator[str]:
    """A dialog is placed by the window manager, and Qt may miss where: there only its size is the program's."""
    screen, frame = window.screen().geometry(), window.frameGeometry()
    place = QRect(screen.topLeft(), frame.size()) if window.parentWidget() is not None else frame
    if not screen.adjusted(-_LET_GO, -_LET_GO, _LET_GO, _LET_GO).contains(place):
        yield f"{told(window)} does not fit the screen: {frame}"


def _faults_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, _SAID) and not isinstance(widget.parentWidget(), QLineEdit | QComboBox):
        needed = _needed(widget)
        if needed.width() > widget.width() + _LET_GO or needed.height() > widget.height() + _LET_GO:
            yield f"has {widget.width()}×{widget.height()}, needs {needed.width()}×{needed.height()}"
        scrolled = _scrolled_by(widget)
        if scrolled is None and widget.visibleRegion().boundingRect() != widget.rect():
            yield f"is cut to {widget.visibleRegion().boundingRect().size()} of {widget.size()}"
        parent = widget.parentWidget()
        for other in parent.children() if parent is not None else ():
            if other is widget or not isinstance(other, _SAID) or not other.isVisible():
                continue
            if _text_place(widget).intersects(_text_place(other)):
                yield f"lies over {told(other)}"
    elif isinstance(widget, QTabBar):
        last = max((widget.tabRect(n).right() for n in range(widget.count())), default=0)
        if last > widget.width() + _LET_GO:
            yield f"its tabs need {last} of {widget.width()}"
    elif isinstance(widget, QAbstractScrollArea) and hasattr(widget, "widget") and widget.widget() is not None:
        inside = widget.widget()
        if inside.width() > widget.viewport().width() + _LET_GO and widget.horizontalScrollBar().isHidden():
            yield f"its content is {inside.width()} wide and runs off at {widget.viewport().width()}"


def _text_place(widget: QWidget) -> QRect:
    return widget.geometry().adjusted(1, 1, -1, -1)


def _needed(widget: QWidget) -> QSize:
    if isinstance(widget, QLabel):
        if not widget.text() or _shortens(widget):
            return QSize(0, widget.sizeHint().height() if widget.text() else 0)
        if not widget.wordWrap():
            return QSize(widget.sizeHint().width(), widget.sizeHint().height())
        words = max(widget.text().replace("\u200b", " ").split(), key=len)
        longest = widget.fontMetrics().horizontalAdvance(words) if words.isascii() else 0
        return QSize(longest, widget.heightForWidth(widget.width()))
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        field = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
        )
        text = widget.fontMetrics().horizontalAdvance(widget.currentText())
        return QSize(widget.width() + max(0, text - field.width()), widget.sizeHint().height())
    if isinstance(widget, QLineEdit):
        return QSize(0, widget.sizeHint().height() if not isinstance(widget.parent(), QAbstractSpinBox) else 0)
    if isinstance(widget, QToolButton) and widget.toolButtonStyle().name.endswith("IconOnly"):
        return QSize(0, 0)
    if isinstance(widget, QAbstractSpinBox | QAbstractButton):  # its frame may be closer than the style likes it
        return QSize(widget.sizeHint().width(), widget.fontMetrics().height() + 4)
    return QSize(0, 0)


def _shortens(label: QLabel) -> bool:
    """It shows an ellipsis and has all of its text in the tooltip."""
    return type(label).__name__ == "ElidedLabel"


def _scrolled_by(widget: QWidget) -> QAbstractScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QAbstractScrollArea):
            return parent
        parent = parent.parentWidget()
    return None
