"""What a tool is: how the user chooses it, and what it does with a mouse button that is down over a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import dist
from typing import ClassVar, Protocol

from reader.core.settings import SettingsModel
from reader.spatial.space import Space
from reader.study.model import Window
from reader.views.screen import ScreenMap
from reader.views.viewport import Viewport
from reader.volume.model import Vector

Pixel = tuple[float, float]


NEAR_PX = 8.0
"""So close to a point, in logical pixels, the mouse means that point."""


class Placing(Protocol):
    """Where points of a measurement go, (column, row) of the picture in a viewport; see `views/measuring.py`.

    reach: within how many of the picture's pixels a place is the point that is there.
    """

    def press(self, viewport: int, pixel: Pixel, *, reach: float = 0.0) -> None: ...

    def grab(self, viewport: int, tracking_uid: str, shape: int, handle: int | None, pixel: Pixel) -> None: ...

    def move(self, viewport: int, pixel: Pixel, *, reach: float = 0.0) -> bool: ...

    def release(self, viewport: int, pixel: Pixel, *, moved: bool) -> None: ...

    def draw(self, viewport: int, pixel: Pixel) -> None: ...

    def lift(self, viewport: int, pixel: Pixel) -> None: ...


class Pictures(Protocol):
    """The verbs of the reading window's pictures (`views/model.py`) that a tool may use. Main thread only."""

    @property
    def viewports(self) -> Sequence[Viewport]: ...

    @property
    def measuring(self) -> Placing: ...

    @property
    def settings(self) -> SettingsModel: ...

    def window_of(self, number: int) -> Window: ...

    def set_window(self, number: int, window: Window | None) -> None: ...

    def scroll(self, number: int, slices: int) -> None: ...

    def scroll_to(self, number: int, index: int) -> None: ...

    def set_cursor(self, point: Vector, space: Space | None = None) -> None: ...

    def change(self, number: int, **changes: object) -> None: ...

    def set_window_of(self, number: int, corners: Sequence[Pixel]) -> None: ...

    def sweep(self, number: int, corners: tuple[Pixel, ...] | None) -> None: ...

    def rotate_to(self, number: int, degrees: float) -> None: ...

    def magnify(self, number: int, at: tuple[float, float] | None) -> None: ...

    def move_label(self, tracking_uid: str, to: tuple[float, float], movement: object) -> None: ...


@dataclass
class Hand:
    """A mouse button that is down over one viewport, in logical pixels from the viewport's upper left corner.

    number: of the viewport. size: its width and height. view: the map of its picture, None in the volume view.
    scale: logical pixels a mm. start, at: where the button went down, where the mouse is now. dx, dy: how far it
    moved since the tool was last told, more while Ctrl is held. moved: it is a drag, no click. rest: the tool's
    own, kept from call to call. movement: the same object from when it went down until it went up. faster: Shift is
    held while the wheel is turned.
    """

    number: int
    size: tuple[float, float]
    view: ScreenMap | None
    scale: float
    start: tuple[float, float]
    at: tuple[float, float]
    dx: float = 0.0
    dy: float = 0.0
    moved: bool = False
    rest: float = field(default=0.0, compare=False)
    movement: object = field(default_factory=object, compare=False)
    faster: bool = False

    @property
    def pixel(self) -> Pixel | None:
        """(column, row) under the mouse; None where there is no picture."""
        return self.view.to_pixel(*self.at) if self.view is not None else None

    @property
    def reach(self) -> float:
        """How many of the picture's pixels `NEAR_PX` are."""
        return reach_of(self.view)


class Tool:
    """One thing that a mouse button does. Stateless: what is under way is in the `Hand` and in `Pictures`.

    id: names its command, "views.tool_<id>". title: `mark`ed. icon: a name in `resources/icons`. key: a key of the
    pictures, "" for none. letter: chooses it in the menu of measurements. group: of commands and of the toolbar.
    precise: it has a cross for a mouse pointer. in_volume: it works in the volume view too, where other tools turn
    the volume. selects: a click with it selects the finding under the mouse. stills: what it does is meant on the
    image that is shown: a loop stands.
    """

    id: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    key: ClassVar[str] = ""
    letter: ClassVar[str] = ""
    group: ClassVar[str] = "tool"
    precise: ClassVar[bool] = False
    in_volume: ClassVar[bool] = False
    selects: ClassVar[bool] = True
    stills: ClassVar[bool] = False

    def press(self, pictures: Pictures, hand: Hand) -> None:
        """The button went down."""

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        """The mouse moved with the button down, farther than a click does."""

    def release(self, pictures: Pictures, hand: Hand) -> None:
        """The button went up."""

    def wheel(self, pictures: Pictures, hand: Hand, turned: float) -> None:
        """The wheel was turned over the picture: notches away from the user, also parts of one."""


class PlacingTool(Tool):
    """One that moves points of a shape: those of a new one, or a handle of one that is there."""

    selects, stills = False, True

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        if hand.pixel is not None:
            pictures.measuring.move(hand.number, hand.pixel, reach=hand.reach)

    def release(self, pictures: Pictures, hand: Hand) -> None:
        if hand.pixel is not None:
            pictures.measuring.release(hand.number, hand.pixel, moved=hand.moved)


def reach_of(view: ScreenMap | None) -> float:
    """How many pixels of a picture `NEAR_PX` are, across; 0 for none."""
    return dist(view.to_pixel(0, 0), view.to_pixel(NEAR_PX, 0)) if view is not None else 0.0
