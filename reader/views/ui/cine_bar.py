"""A loop that plays, or could: where it is, from where to where it goes, which way and how fast."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QStyle, QStyleOptionSlider, QToolButton, QWidget

from reader.core.commands import CommandRegistry
from reader.core.qt.actions import key_text, title_with_key
from reader.core.qt.alive import while_alive
from reader.core.qt.icons import icon
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import colour, figures
from reader.core.text import tr
from reader.views.cine import course_of, frame_ms, is_loop
from reader.views.model import ViewsModel
from reader.views.playback import Course

_ARROWS = {Course.FORWARDS: "→", Course.BACKWARDS: "←", Course.TO_AND_FRO: "⇄"}
_RANGE_PX = 3


class CineBar(QFrame):
    """Follows the active viewport; shown under its screen while a loop is in it, or while its slices run. Every
    button is a command of the registry."""

    def __init__(
        self, views: ViewsModel, registry: CommandRegistry, screen: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._views, self._registry, self._screen = views, registry, screen
        self.setProperty("role", "bar")
        self.setFixedHeight(30)
        self.play = self._button("views.cine", "▶")
        self.slider = RangeSlider()
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays with the pictures
        self.slider.setPageStep(1)
        self.slider.setAccessibleName(tr("Image"))
        self.slider.valueChanged.connect(self._moved)
        self.text = Label()
        self.text.setFont(figures())
        self.begin, self.end = self._button("views.cine_from", "⇤"), self._button("views.cine_to", "⇥")
        self.all = self._button("views.cine_all", "⇤⇥")
        self.course = self._button("views.cine_course", "→")
        self.slower, self.faster = self._button("views.cine_slower", "−"), self._button("views.cine_faster", "+")
        self.speed = Label()
        self.speed.setFont(figures())
        self.step = self._button("views.cine_in_step", "")
        self.step.setIcon(icon("link"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(4)
        row.addWidget(self.play)
        row.addWidget(self.slider, 1)
        for widget in (
            self.text, self.begin, self.end, self.all, self.course, self.slower, self.speed, self.faster, self.step,
        ):
            row.addWidget(widget)
        for signal in (views.layout_changed, views.active_changed, views.viewport_changed, views.overlays_changed):
            signal.connect(self.follow)
        views.settings.changed.connect(self.follow)
        self.follow()

    def _button(self, command_id: str, text: str) -> QToolButton:
        command = self._registry[command_id]
        button = QToolButton()
        button.setProperty("role", "quiet")
        button.setText(text)
        button.setToolTip(plain_tip(title_with_key(command)))
        button.setAccessibleName(tr(command.title))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCheckable(command.checked is not None)
        button.clicked.connect(lambda: self._registry.run(command_id))
        return button

    def show_screen(self, screen: int) -> None:
        """The screen that it is under has another number now."""
        self._screen = screen
        self.follow()

    @while_alive
    def follow(self, *_: object) -> None:
        views, viewport = self._views, self._views.active_viewport
        here = views.screen_of(views.active) == self._screen
        playing = views.cine.playing
        shown = here and viewport.count > 1 and (playing or is_loop(viewport))
        self.setVisible(shown)
        if not shown:
            return
        count = viewport.count
        first, last = viewport.playback.range_of(count)
        self.slider.blockSignals(True)
        self.slider.setRange(0, count - 1)
        self.slider.setValue(viewport.index)
        self.slider.blockSignals(False)
        self.slider.show_range((first, last) if viewport.playback.is_part(count) else None)
        self.text.setText(f"{viewport.index + 1}/{count}")
        self.text.setMinimumWidth(self.text.fontMetrics().horizontalAdvance(f"{count}/{count}"))
        self.play.setText("❚❚" if playing else "▶")
        self.play.setChecked(playing)
        course = course_of(viewport)
        self.course.setText(_ARROWS[course])
        self.course.setToolTip(plain_tip(f"{tr(course.value)}  {key_text(self._registry['views.cine_course'])}"))
        self.speed.setText(self._speed_text())
        self.speed.setToolTip(tr("Speed: of what the image states; images a second"))
        self.all.setVisible(views.cine.is_part())
        self.slower.setEnabled(views.cine.can_go(-1))
        self.faster.setEnabled(views.cine.can_go(1))
        self.step.setVisible(views.cine.can_be_in_step())
        self.step.setChecked(views.cine.in_step)

    def _speed_text(self) -> str:
        viewport = self._views.active_viewport
        rate = 1000 / frame_ms(viewport)
        return tr("{speed} × · {rate}/s", speed=f"{viewport.playback.speed:g}", rate=f"{rate:.3g}")

    def _moved(self, index: int) -> None:
        self._views.still(self._views.active)
        self._views.scroll_to(self._views.active, index)


class RangeSlider(QSlider):
    """A horizontal slider with a line under the part of it that is played."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._range: tuple[int, int] | None = None

    def show_range(self, played: tuple[int, int] | None) -> None:
        """The first and last value; None for all."""
        if played != self._range:
            self._range = played
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._range is None:
            return
        left, right = (self._x(value) for value in self._range)
        painter = QPainter(self)
        painter.fillRect(QRect(left, self.height() - _RANGE_PX, max(right - left, 2), _RANGE_PX), colour("accent"))
        painter.end()

    def _x(self, value: int) -> int:
        """Where the middle of the handle is for a value, in pixels of this widget."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style = self.style()
        kind = QStyle.ComplexControl.CC_Slider
        groove = style.subControlRect(kind, option, QStyle.SubControl.SC_SliderGroove, self)
        handle = style.subControlRect(kind, option, QStyle.SubControl.SC_SliderHandle, self)
        span = groove.width() - handle.width()
        at = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), value, span)
        return groove.x() + at + handle.width() // 2
