"""Choosing a presentation state for the series in the active viewport, and saving what is shown as one."""

from __future__ import annotations

from datetime import datetime

from reader.core.commands import Command
from reader.core.text import counted, mark, together, tr
from reader.views.model import ViewsModel
from reader.views.saving import Captured, capture, why_not

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
        Command(
            "views.state_save", mark("Save as presentation state"), lambda: save(views), keys=("Alt+Shift+P",),
            when=lambda: views.active_viewport.content is not None, group="states",
        ),
        Command(
            "views.state_delete", mark("Delete saved presentation state"), lambda: delete(views),
            when=lambda: presenting.is_own(presenting.chosen(views.active)), group="states",
        ),
    ]  # fmt: skip


def save(views: ViewsModel) -> None:
    """What the active viewport shows, or says why that can't be saved."""
    if refusal := why_not(views.active_viewport):
        views.readout.emit(refusal)
        return
    if refusal := views.findings.history.refusal:
        views.readout.emit(_unchangeable(refusal))
        return
    seen = views.presenting.seen(views.active)
    if seen is None:
        return
    found = capture(views, views.active, seen, datetime.now().astimezone())
    if isinstance(found, str):
        views.readout.emit(found)
        return
    before = views.findings.saved.states
    views.presenting.captured.emit(found)
    if views.findings.saved.states != before:
        views.readout.emit(_said(found))


def _said(found: Captured) -> str:
    others, lost = "", ""
    if found.left_out:
        others = counted(
            "It is not for {count} other image, of another kind or size or not here yet.",
            "It is not for {count} other images, of another kind or size or not here yet.", found.left_out,
        )  # fmt: skip
    if found.lost:
        lost = tr("Not part of it: {what}.", what=tr(", ").join(found.lost))
    return together(tr("Saved as presentation state; it goes with the report."), others, lost)


def delete(views: ViewsModel) -> None:
    """The own one that is chosen."""
    state = views.presenting.chosen(views.active)
    if state is None or not views.presenting.is_own(state):
        return
    if refusal := views.findings.history.refusal:
        views.readout.emit(_unchangeable(refusal))
        return
    views.findings.saved.remove(state.uid)
    views.readout.emit(tr("Presentation state deleted."))


def _unchangeable(why: str) -> str:
    return tr("Presentation states can't be saved or deleted here: {reason}", reason=why)


def _state_command(views: ViewsModel, number: int) -> Command:
    presenting = views.presenting
    return Command(
        f"views.state_{number + 1}",
        TITLES[number],
        lambda: presenting.choose(views.active, presenting.listed(views.active)[number]),
        when=lambda: len(presenting.listed(views.active)) > number,
        group="states",
        checked=lambda: presenting.chosen(views.active) in presenting.listed(views.active)[number : number + 1],
        detail=lambda: presenting.heading(presenting.listed(views.active)[number]),
    )
