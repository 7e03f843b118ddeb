"""What a user can trigger while writing; most keys hold in the report only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from reader.core.commands import Anyone, Command
from reader.core.text import mark

Run = Callable[[], None]


class ReportActions(Protocol):
    """What the commands need of the report panel."""

    def can_edit(self) -> bool: ...
    def undo(self) -> None: ...
    def redo(self) -> None: ...
    def fill_normal(self) -> None: ...
    def has_sentences(self) -> bool: ...
    def offer_sentences(self) -> None: ...
    def set_positive(self, positive: bool | None) -> None: ...
    def positive(self) -> bool | None: ...
    def next_section(self) -> None: ...
    def previous_section(self) -> None: ...
    def focus_findings(self) -> None: ...
    def focus_impression(self) -> None: ...
    def has_loose(self) -> bool: ...
    def next_loose(self) -> None: ...
    def renew_sentence(self) -> None: ...
    def keep_sentence(self) -> None: ...
    def remove_sentence(self) -> None: ...


def commands(panel: ReportActions, show: Run) -> list[Command]:
    """The report's commands; add them to the registry of the reading window. show: brings the panel to the front.

    Those that lead into the report hold in all of the window: who has the keyboard in an image and goes on typing
    would judge findings by single letters.
    """

    def make(
        name: str, title: str, run: Run, keys: tuple[str, ...] = (), icon: str = "", edit: bool = True,
        repeats: bool = False,
    ) -> Command:
        when = panel.can_edit if edit else _always
        return Command(
            f"report.{name}", title, run, when, keys, context="report", icon=icon, group="report", repeats=repeats
        )

    def into(name: str, title: str, run: Run, key: str) -> Command:
        def go() -> None:
            show()
            run()

        return Command(f"report.{name}", title, go, keys=(key,), context="reading", group="report")

    def loose(name: str, title: str, run: Run, key: str) -> Command:
        return Command(f"report.{name}", title, run, panel.has_loose, (key,), context="report", group="report")

    def toggle(positive: bool) -> None:
        panel.set_positive(None if panel.positive() is positive else positive)

    return [
        make("undo", mark("Undo in the report"), panel.undo, ("Ctrl+Z",), "undo-2", repeats=True),
        make("redo", mark("Redo in the report"), panel.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2", repeats=True),
        make("fill_normal", mark("Fill in normal findings"), panel.fill_normal, ("Ctrl+Shift+N",)),
        Command(
            "report.sentences", mark("Template sentences of the section"), panel.offer_sentences,
            panel.has_sentences, ("Alt+Down",), context="report", group="report",
        ),
        make("positive", mark("Mark the exam positive"), lambda: toggle(True), ("Ctrl+Alt+P",)),
        make("negative", mark("Mark the exam negative"), lambda: toggle(False), ("Ctrl+Alt+N",)),
        make("next", mark("Next section"), panel.next_section, ("Ctrl+Down",), edit=False, repeats=True),
        make("previous", mark("Previous section"), panel.previous_section, ("Ctrl+Up",), edit=False, repeats=True),
        into("findings", mark("Write findings"), panel.focus_findings, "Alt+1"),
        into("impression", mark("Write the impression"), panel.focus_impression, "Alt+2"),
        make("orphan", mark("Next sentence to check"), panel.next_loose, ("F8",), edit=False),
        loose("renew", mark("Write the sentence again from its finding"), panel.renew_sentence, "Alt+U"),
        loose("keep", mark("Keep the sentence as it is"), panel.keep_sentence, "Alt+K"),
        loose("remove", mark("Remove the sentence from the report"), panel.remove_sentence, "Alt+R"),
    ]  # fmt: skip


def written_about(name: str) -> Command:
    """The command "report.<name>", for its title and keys."""
    anyone: Any = Anyone()
    return next(one for one in commands(anyone, anyone.show) if one.id == f"report.{name}")


def _always() -> bool:
    return True
