"""The times of a 4D part: a slider under the pictures, which time is shown, and playing through them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QToolButton, QWidget

from reader.core.qt.alive import while_alive
from reader.core.qt.plain import Label
from reader.core.qt.theme import figures
from reader.core.text import tr
from reader.views.model import ViewsModel


class PhaseBar(QFrame):
    """Follows the active viewport; hidden where its part is there once only, or it is on another screen."""

    def __init__(self, views: ViewsModel, screen: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views, self._screen = views, screen
        self.setProperty("role", "bar")
        self.setFixedHeight(30)
        self.play = QToolButton()
        self.play.setProperty("role", "quiet")
        self.play.setCheckable(True)
        self.play.setText("▶")
        self.play.setToolTip(tr("Play the times (Shift+C)"))
        self.play.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.play.clicked.connect(self._toggle)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays with the pictures
        self.slider.setPageStep(1)
        self.slider.setAccessibleName(tr("Time"))
        self.slider.setToolTip(tr("Time shown: , and . step through them"))
        self.slider.valueChanged.connect(self._moved)
        self.text = Label()
        self.text.setFont(figures())
        self.text.setMinimumWidth(120)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(8)
        row.addWidget(self.play)
        row.addWidget(self.slider, 1)
        row.addWidget(self.text)
        views.layout_changed.connect(self.follow)
        views.active_changed.connect(self.follow)
        views.viewport_changed.connect(self.follow)
        views.parts.changed.connect(self.follow)
        self.follow()

    def show_screen(self, screen: int) -> None:
        """The screen that it is under has another number now."""
        self._screen = screen
        self.follow()

    @while_alive
    def follow(self, *_: object) -> None:
        viewport = self._views.active_viewport
        content = viewport.content
        here = self._views.screen_of(self._views.active) == self._screen
        times = content.phases if content is not None and here else 1
        self.setVisible(times > 1)
        if content is None or times < 2:
            return
        self.slider.blockSignals(True)
        self.slider.setRange(0, times - 1)
        self.slider.setValue(content.phase)
        self.slider.blockSignals(False)
        self.text.setText(content.phase_text)
        self.play.setChecked(viewport.playing_phases)
        self.play.setText("❚❚" if viewport.playing_phases else "▶")

    def _moved(self, phase: int) -> None:
        self._views.parts.set_phase(self._views.active, phase)

    def _toggle(self, _: bool) -> None:
        playing = not self._views.active_viewport.playing_phases
        self._views.change(self._views.active, playing_phases=playing, playing=False)
