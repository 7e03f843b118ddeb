"""What a user can choose of how pictures are drawn, beside their window."""

from __future__ import annotations

from reader.core.commands import Command
from reader.core.text import mark
from reader.views.colour_maps import TITLES
from reader.views.display import colours_of
from reader.views.looks import INTERPOLATIONS, STEPS, interpolation_of
from reader.views.model import ViewsModel
from reader.views.planes import Plane


def look_commands(views: ViewsModel) -> list[Command]:
    """Groups: colours, sharpness; view for the curve of values."""
    return [
        *(_colours(views, name, title) for name, title in TITLES.items()),
        Command(
            "views.colours_next", mark("Next colours"), lambda: _next_colours(views),
            when=lambda: _is_grey(views), keys=("Alt+C",), group="colours",
        ),
        Command(
            "views.values", mark("Curve of the values (profile, histogram)"), views.toggle_values,
            when=lambda: bool(views.findings.selected), keys=("Alt+V",), group="view",
            checked=lambda: views.values_shown,
        ),
        *(_interpolation(views, name) for name in INTERPOLATIONS),
        _step(views, "sharpen", mark("Sharpen the picture"), 1, "Alt+Up"),
        _step(views, "smooth", mark("Smooth the picture"), -1, "Alt+Down"),
        Command(
            "views.sharpness_none", mark("Neither sharpened nor smoothed"),
            lambda: views.set_look(views.active, mark("Sharpness changed"), sharpness=0),
            when=lambda: _can_be_sharper(views) and bool(views.active_viewport.sharpness), group="sharpness",
        ),
    ]  # fmt: skip


def _is_grey(views: ViewsModel) -> bool:
    viewport = views.active_viewport
    return _in_plane(views) and not viewport.is_colour and colours_of(viewport) is None


def _can_be_sharper(views: ViewsModel) -> bool:
    return _in_plane(views) and colours_of(views.active_viewport) is None


def _colours(views: ViewsModel, name: str, title: str) -> Command:
    return Command(
        f"views.colours_{name or 'grey'}", title,
        lambda: views.set_look(views.active, mark("Colours changed"), colour_map=name),
        when=lambda: _is_grey(views), group="colours", checked=lambda: views.active_viewport.colour_map == name,
    )  # fmt: skip


def _next_colours(views: ViewsModel) -> None:
    """Through all of them and back to grey."""
    names = list(TITLES)
    at = names.index(views.active_viewport.colour_map)
    views.set_look(views.active, mark("Colours changed"), colour_map=names[(at + 1) % len(names)])


def _step(views: ViewsModel, name: str, title: str, by: int, key: str) -> Command:
    def asked() -> int:
        return views.active_viewport.sharpness + by

    return Command(
        f"views.{name}", title,
        lambda: views.set_look(views.active, mark("Sharpness changed"), sharpness=asked()),
        when=lambda: _can_be_sharper(views) and abs(asked()) <= STEPS, keys=(key,), group="sharpness",
    )  # fmt: skip


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
