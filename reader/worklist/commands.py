"""What a user can trigger in the worklist."""

from __future__ import annotations

from typing import Protocol

from reader.core.commands import Command
from reader.core.text import mark

CONTEXT = "worklist"


class WorklistVerbs(Protocol):
    """What the commands need of the page."""

    def open_selected(self) -> None: ...
    def open_next(self) -> None: ...
    def release_selected(self) -> None: ...
    def forget_selected(self) -> None: ...
    def refresh(self) -> None: ...
    def focus_search(self) -> None: ...
    def step_back(self) -> None: ...
    def can_open(self) -> bool: ...
    def can_open_next(self) -> bool: ...
    def can_release(self) -> bool: ...
    def can_forget(self) -> bool: ...


def commands(page: WorklistVerbs) -> list[Command]:
    return [
        Command(
            "worklist.open", mark("Open"), page.open_selected, page.can_open,
            ("Return", "Enter"), CONTEXT, "image", "row",
        ),
        Command(
            "worklist.next", mark("Next case"), page.open_next, page.can_open_next,
            ("N",), CONTEXT, "chevron-right", "worklist",
        ),
        Command(
            "worklist.release", mark("Release"), page.release_selected, page.can_release,
            ("Ctrl+Backspace",), CONTEXT, "corner-up-left", "row",
        ),
        Command(
            "worklist.forget", mark("Delete its images from this computer"), page.forget_selected, page.can_forget,
            context=CONTEXT, group="row",
        ),
        Command(
            "worklist.refresh", mark("Refresh"), page.refresh,
            keys=("F5", "Ctrl+R"), context=CONTEXT, icon="refresh-cw", group="worklist",
        ),
        Command(
            "worklist.search", mark("Search"), page.focus_search,
            keys=("Ctrl+F", "/"), context=CONTEXT, icon="search", group="worklist",
        ),
        Command(
            "worklist.back", mark("Step back"), page.step_back,
            keys=("Esc",), context=CONTEXT, group="worklist",
        ),
    ]  # fmt: skip
