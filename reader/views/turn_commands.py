"""Turning and flipping the picture of the active viewport."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reader.core.commands import Command
from reader.core.text import mark
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.typed import typed_rotation


def turn_commands(views: ViewsModel) -> list[Command]:
    """Group: turn."""

    def in_plane() -> bool:
        viewport = views.active_viewport
        return viewport.content is not None and viewport.plane is not Plane.VOLUME

    def turn(name: str, title: str, run: Callable[[], None], key: str, icon: str = "") -> Command:
        return Command(f"views.{name}", title, run, when=in_plane, keys=(key,), icon=icon, group="turn")

    def step(name: str, title: str, degrees: float, key: str) -> Command:
        return replace(turn(name, title, lambda: nudge(degrees), key), repeats=True)

    def rotate_by(degrees: float) -> None:
        views.rotate_to(views.active, views.active_viewport.rotation + degrees)

    def nudge(degrees: float) -> None:
        """A key that is pressed again, or held, is one step of the history."""
        with views.steps.moving(("nudged", views.active_viewport.id)):
            rotate_by(degrees)

    return [
        turn("rotate", mark("Rotate a quarter turn"), lambda: rotate_by(90), "R", "rotate-cw"),
        turn("flip", mark("Flip left and right"), lambda: views.flip(views.active), "Alt+F", "flip-horizontal-2"),
        turn("flip_down", mark("Flip top and bottom"), lambda: views.flip(views.active, down=True), "Alt+Shift+F"),
        step("rotate_on", mark("Rotate 1° clockwise"), 1, "Alt+Right"),
        step("rotate_back", mark("Rotate 1° counterclockwise"), -1, "Alt+Left"),
        turn(
            "rotation_typed", mark("Type a rotation …"),
            lambda: views.typing_wanted.emit(views.active, typed_rotation(views, views.active)), "Alt+T",
        ),
    ]  # fmt: skip
