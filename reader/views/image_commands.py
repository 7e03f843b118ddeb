"""What a user can choose of what the shown image itself brings: its windows and LUTs, its overlays, its shutter."""

from __future__ import annotations

from reader.core.commands import Command
from reader.core.text import mark, tr
from reader.views.display import has_marks
from reader.views.model import ViewsModel

OWN_TITLES = (
    mark("The image's first window"),
    mark("The image's second window"),
    mark("The image's third window"),
    mark("The image's fourth window"),
    mark("The image's fifth window"),
    mark("The image's sixth window"),
    mark("The image's seventh window"),
    mark("The image's eighth window"),
)


def image_commands(views: ViewsModel) -> list[Command]:
    """Groups: preset for the windows, view for overlays and shutter."""
    return [
        *(_own_command(views, number) for number in range(len(OWN_TITLES))),
        Command(
            "views.image_overlays",
            mark("Overlays of the image"),
            lambda: _set(views, "graphics", not views.active_viewport.graphics),
            when=lambda: has_marks(views.active_viewport)[0],
            keys=("Shift+G",),
            group="view",
            checked=lambda: views.active_viewport.graphics,
        ),
        Command(
            "views.image_shutter",
            mark("Shutter of the image"),
            lambda: _set(views, "shutter", not views.active_viewport.shutter),
            when=lambda: has_marks(views.active_viewport)[1],
            keys=("Shift+U",),
            group="view",
            checked=lambda: views.active_viewport.shutter,
        ),
    ]


def _own_command(views: ViewsModel, number: int) -> Command:
    def told() -> str:
        window = views.own_windows(views.active)[number]
        kind = tr("LUT") if window.table is not None else ""
        return " ".join(part for part in (kind, window.name) if part)

    def holds() -> bool:
        viewport = views.active_viewport
        return viewport.window is None and viewport.own == number and bool(views.own_windows(views.active))

    return Command(
        f"views.window_own_{number + 1}",
        OWN_TITLES[number],
        lambda: views.choose_own(views.active, number),
        when=lambda: len(views.own_windows(views.active)) > number,
        keys=(str(number + 1),) if number < 2 else (),
        group="preset",
        checked=holds,
        detail=told,
    )


def _set(views: ViewsModel, name: str, on: bool) -> None:
    """For every viewport: what covers one picture and not its neighbour would be taken for anatomy."""
    with views.steps.take(mark("Overlays switched")):
        for number in range(len(views.viewports)):
            views.change(number, **{name: on})
