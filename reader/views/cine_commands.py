"""What a user can do with a loop that plays, or could."""

from __future__ import annotations

from reader.core.commands import Command
from reader.core.text import mark
from reader.views.model import ViewsModel


def cine_commands(views: ViewsModel) -> list[Command]:
    """Group: cine."""
    return [
        Command(
            "views.cine_faster", mark("Play faster"), lambda: views.cine.go(1),
            when=lambda: views.cine.can_go(1), keys=("]",), group="cine", repeats=True,
        ),
        Command(
            "views.cine_slower", mark("Play slower"), lambda: views.cine.go(-1),
            when=lambda: views.cine.can_go(-1), keys=("[",), group="cine", repeats=True,
        ),
        Command(
            "views.cine_course", mark("Play forwards, backwards, to and fro"), lambda: views.cine.next_course(),
            when=lambda: views.cine.can_play(), keys=("Alt+Shift+C",), group="cine",
        ),
        Command(
            "views.cine_from", mark("Play from this image"), lambda: views.cine.start_here(),
            when=lambda: views.cine.can_play(), keys=("Alt+[",), group="cine",
        ),
        Command(
            "views.cine_to", mark("Play up to this image"), lambda: views.cine.end_here(),
            when=lambda: views.cine.can_play(), keys=("Alt+]",), group="cine",
        ),
        Command(
            "views.cine_all", mark("Play all images"), lambda: views.cine.play_all(),
            when=lambda: views.cine.is_part(), group="cine",
        ),
        Command(
            "views.cine_in_step", mark("Play loops in step"), lambda: views.cine.toggle_in_step(),
            when=lambda: views.cine.can_be_in_step(), checked=lambda: views.cine.in_step,
            keys=("Ctrl+Alt+C",), group="cine",
        ),
    ]  # fmt: skip
