"""What a user can trigger of the spelling; the keys hold in the report only."""

from __future__ import annotations

from typing import Protocol

from reader.core.commands import Command
from reader.core.text import mark


class SpellingActions(Protocol):
    """What the commands need of `ui.spelling`."""

    def may_check(self) -> bool: ...
    def next(self) -> None: ...


def commands(spelling: SpellingActions) -> list[Command]:
    """Of the report, beside those of `report.commands`."""
    return [
        Command(
            "report.spelling", mark("Next misspelt word"), spelling.next, spelling.may_check, ("Alt+S",),
            context="report", group="report", repeats=True,
        ),
    ]  # fmt: skip
