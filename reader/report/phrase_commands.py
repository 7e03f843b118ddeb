"""What a user can trigger with phrases; the keys hold in the report only."""

from __future__ import annotations

from typing import Any, Protocol

from reader.core.commands import Anyone, Command
from reader.core.text import mark


class PhraseActions(Protocol):
    """What the commands need of `ui.phrasing`."""

    def may_insert(self) -> bool: ...
    def insert(self) -> None: ...
    def make(self) -> None: ...
    def manage(self) -> None: ...


def commands(phrasing: PhraseActions) -> list[Command]:
    """Of the report, beside those of `report.commands`."""
    return [
        Command(
            "report.phrase", mark("Insert a phrase"), phrasing.insert, phrasing.may_insert, ("Ctrl+J",),
            context="report", group="report",
        ),
        Command(
            "report.new_phrase", mark("New phrase from the selected text"), phrasing.make, keys=("Ctrl+Shift+J",),
            context="report", group="report",
        ),
        Command(
            "report.phrases", mark("Phrases …"), phrasing.manage, keys=("Ctrl+Alt+J",), context="report",
            group="report",
        ),
    ]  # fmt: skip


def written_about(name: str) -> Command:
    """The command "report.<name>", for its title and keys."""
    anyone: Any = Anyone()
    return next(one for one in commands(anyone) if one.id == f"report.{name}")
