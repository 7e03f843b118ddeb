"""What a user can do with a loop that plays, or could."""

from __future__ import annotations

from reader.core.commands import Command
from reader.core.text import mark
from reader.views.cine import Cine


def cine_commands(cine: Cine) -> list[Command]:
    """Group: cine."""
    return [
        Command(
            "views.cine_faster", mark("Play faster"), lambda: cine.go(1),
            when=lambda: cine.can_go(1), keys=("]",), group="cine",
        ),
        Command(
            "views.cine_slower", mark("Play slower"), lambda: cine.go(-1),
            when=lambda: cine.can_go(-1), keys=("[",), group="cine",
        ),
        Command(
            "views.cine_course", mark("Play forwards, backwards, to and fro"), cine.next_course,
            when=cine.can_play, keys=("Alt+Shift+C",), group="cine",
        ),
        Command(
            "views.cine_from", mark("Play from this image"), cine.start_here,
            when=cine.can_play, keys=("Alt+[",), group="cine",
        ),
        Command(
            "views.cine_to", mark("Play up to this image"), cine.end_here,
            when=cine.can_play, keys=("Alt+]",), group="cine",
        ),
        Command("views.cine_all", mark("Play all images"), cine.play_all, when=cine.is_part, group="cine"),
        Command(
            "views.cine_in_step", mark("Play loops in step"), cine.toggle_in_step,
            when=cine.can_be_in_step, checked=lambda: cine.in_step, keys=("Ctrl+Alt+C",), group="cine",
        ),
    ]  # fmt: skip
