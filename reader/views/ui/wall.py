"""What the viewports on all screens share: scenes, turns, and how large a millimetre is."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from reader.views.model import ViewsModel
from reader.views.states.presenting import Seen
from reader.views.ui.arriving import Turns
from reader.views.ui.scenes import Scenes


class Shows(Protocol):
    """What shows one viewport."""

    def fit(self) -> float | None: ...
    def seen(self) -> Seen | None: ...
    def arrived(self) -> None: ...
    def update(self) -> None: ...
    def picture(self, *, named: bool = True) -> QImage: ...
    def show_progress(self) -> None: ...


class OfScreen(Protocol):
    """What shows the viewports of one screen; None for one that is on another."""

    def at(self, number: int) -> Shows | None: ...


class Wall:
    """grids: one for each screen that is shown."""

    def __init__(self, views: ViewsModel, parent: QObject) -> None:
        self._views = views
        self.scenes = Scenes()
        self.turns = Turns(parent)
        self.grids: list[OfScreen] = []
        views.presenting.ask_of_screen(self.seen)

    def common_fit(self, number: int) -> float | None:
        """Logical pixels a mm at which this viewport and those of the same scale just fit. Those that are not
        on the screen now need no room."""
        together = set(self._views.same_scale(number)) & set(self._views.shown)
        shown = (widget for n in together if (widget := self.at(n)) is not None)
        return min((fit for widget in shown if (fit := widget.fit()) is not None), default=None)

    def seen(self, number: int) -> Seen | None:
        """How the picture of this viewport lies in it; None where it is on no screen."""
        widget = self.at(number)
        return widget.seen() if widget is not None else None

    def resized(self, number: int) -> None:
        """What shows millimetres as large as this viewport does is drawn anew, wherever it is."""
        for other in self._views.same_scale(number) if number < len(self._views.viewports) else ():
            widget = self.at(other)
            if widget is not None and other != number:
                widget.update()

    def at(self, number: int) -> Shows | None:
        """What shows this viewport of the model, on whatever screen."""
        return next((widget for grid in self.grids if (widget := grid.at(number)) is not None), None)
