"""Choosing a presentation state for the series in the active viewport."""

from __future__ import annotations

from reader.core.commands import Command
from reader.core.text import mark
from reader.views.model import ViewsModel

TITLES = (
    mark("Presentation state 1"),
    mark("Presentation state 2"),
    mark("Presentation state 3"),
    mark("Presentation state 4"),
    mark("Presentation state 5"),
    mark("Presentation state 6"),
    mark("Presentation state 7"),
    mark("Presentation state 8"),
)
"""More than these are reached by going on to the next one."""


def state_commands(views: ViewsModel) -> list[Command]:
    """Group: states."""
    presenting = views.presenting

    def chosen() -> bool:
        return presenting.chosen(views.active) is not None

    def next_one() -> None:
        """Through all of them, and back to none."""
        listed, held = presenting.listed(views.active), presenting.chosen(views.active)
        at = listed.index(held) + 1 if held in listed else 0
        presenting.choose(views.active, listed[at] if at < len(listed) else None)

    return [
        Command(
            "views.state_none", mark("No presentation state"), lambda: presenting.choose(views.active, None),
            when=lambda: chosen() or bool(presenting.listed(views.active)), group="states",
            checked=lambda: not chosen(),
        ),
        *(_state_command(views, number) for number in range(len(TITLES))),
        Command(
            "views.state_next", mark("Next presentation state"), next_one,
            when=lambda: bool(presenting.listed(views.active)), keys=("Alt+P",), group="states",
        ),
    ]  # fmt: skip


def _state_command(views: ViewsModel, number: int) -> Command:
    presenting = views.presenting
    return Command(
        f"views.state_{number + 1}",
        TITLES[number],
        lambda: presenting.choose(views.active, presenting.listed(views.active)[number]),
        when=lambda: len(presenting.listed(views.active)) > number,
        group="states",
        checked=lambda: presenting.chosen(views.active) in presenting.listed(views.active)[number : number + 1],
        detail=lambda: presenting.listed(views.active)[number].heading,
    )
