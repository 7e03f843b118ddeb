"""Moving the chosen measurement by single pixels of the picture, from the keyboard. Main thread only."""

from __future__ import annotations

from functools import partial

from reader.core.commands import Command
from reader.core.text import mark
from reader.views.model import ViewsModel
from reader.views.screen import screen_map

_WAYS = (
    ("up", mark("Move the measurement up"), "Up", (0.0, -1.0)),
    ("down", mark("Move the measurement down"), "Down", (0.0, 1.0)),
    ("left", mark("Move the measurement to the left"), "Left", (-1.0, 0.0)),
    ("right", mark("Move the measurement to the right"), "Right", (1.0, 0.0)),
)
"""With the direction on the screen: (right, down)."""


def nudge_commands(views: ViewsModel) -> list[Command]:
    """Group: edit. By one pixel of the image; the key held down goes on."""
    return [
        Command(
            f"views.nudge_{name}", title, partial(nudge, views, way), lambda: chosen_shape(views) is not None,
            (f"Alt+Shift+{key}",), group="edit", repeats=True,
        )
        for name, title, key, way in _WAYS
    ]  # fmt: skip


def chosen_shape(views: ViewsModel) -> int | None:
    """The shape of the chosen finding that can be moved in the active viewport, by its number."""
    finding = views.findings.get(views.findings.selected)
    if finding is None or not finding.shapes:
        return None
    number = views.findings.part_of(finding)
    return number if views.measuring.can_move(views.active, finding.tracking_uid, number) else None


def nudge(views: ViewsModel, way: tuple[float, float]) -> None:
    """way: (right, down) on the screen; the picture may be turned and mirrored."""
    number, here = chosen_shape(views), views.active_viewport
    if number is None or here.frame is None:
        return
    view = screen_map(here.frame, 1, 1, turns=here.turns, angle=here.angle, flipped=here.flipped)
    (x, y), (to_x, to_y) = view.to_pixel(0, 0), view.to_pixel(*way)
    most = max(abs(to_x - x), abs(to_y - y))
    by = (to_x - x) / most, (to_y - y) / most
    views.measuring.nudge(views.active, views.findings.selected, number, by)
