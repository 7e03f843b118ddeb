"""Windows of a PET image in standardized uptake values, where it has them."""

from __future__ import annotations

from reader.core.commands import Command
from reader.core.text import mark
from reader.study.model import Window
from reader.views.model import ViewsModel
from reader.volume.suv import Suv

TOPS = {5: mark("SUV 0–5"), 7: mark("SUV 0–7"), 10: mark("SUV 0–10"), 15: mark("SUV 0–15"), 20: mark("SUV 0–20")}
"""What is shown as darkest: of a body from 5 on, of a brain up to 20."""


def suv_commands(views: ViewsModel) -> list[Command]:
    """In the group of the other windows."""
    return [_command(views, top, title) for top, title in TOPS.items()]


def _command(views: ViewsModel, top: int, title: str) -> Command:
    def window() -> Window | None:
        content = views.active_viewport.content
        suv = content.suv if content is not None else None
        return Window(top / suv.body_weight / 2, top / suv.body_weight, title) if isinstance(suv, Suv) else None

    return Command(
        f"views.window_suv_{top}", title, lambda: views.set_window(views.active, window()),
        when=lambda: window() is not None, group="preset",
        checked=lambda: views.active_viewport.window is not None and views.active_viewport.window == window(),
    )  # fmt: skip
