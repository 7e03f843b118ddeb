"""What a user can choose of how pictures are drawn, beside their window."""

from __future__ import annotations

from reader.core.commands import Command
from reader.core.text import mark
from reader.views.looks import INTERPOLATIONS, interpolation_of
from reader.views.model import ViewsModel
from reader.views.planes import Plane


def look_commands(views: ViewsModel) -> list[Command]:
    """Group: sharpness."""
    return [_interpolation(views, name) for name in INTERPOLATIONS]


def _in_plane(views: ViewsModel) -> bool:
    viewport = views.active_viewport
    return viewport.content is not None and viewport.plane is not Plane.VOLUME


def _interpolation(views: ViewsModel, name: str) -> Command:
    def holds() -> bool:
        return interpolation_of(views.active_viewport, views.settings.value) == name

    def choose() -> None:
        """Single pixels a second time: as the user has set it."""
        set_so = name == views.settings.value.interpolation or (name == "none" and holds())
        views.set_look(views.active, mark("Interpolation changed"), interpolation="" if set_so else name)

    return Command(
        f"views.interpolation_{name}", INTERPOLATIONS[name], choose, when=lambda: _in_plane(views),
        keys=("Alt+I",) if name == "none" else (), group="sharpness", checked=holds,
    )  # fmt: skip
