"""What a user can trigger of the template of a report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from reader.core.commands import Command
from reader.core.text import mark

May = Callable[[], bool]


class FormActions(Protocol):
    """What the commands need of the report's template."""

    def all_normal(self) -> None: ...
    def next_field(self, by: int = 1) -> None: ...
    def offer_templates(self) -> None: ...
    def ask_category(self) -> None: ...
    def show_own(self) -> None: ...


def commands(forms: FormActions, may: May) -> list[Command]:
    """may: whether the report can be written in."""

    def make(name: str, title: str, run: Callable[[], None], key: str, *, repeats: bool = False) -> Command:
        return Command(
            f"report.{name}", title, run, may, (key,), context="report", group="report", repeats=repeats
        )

    return [
        make("all_normal", mark("All normal: fill in what is not written yet"), forms.all_normal, "Alt+A"),
        make("next_field", mark("Next place to fill in"), forms.next_field, "Alt+N", repeats=True),
        make(
            "previous_field", mark("Previous place to fill in"), lambda: forms.next_field(-1), "Alt+Shift+N",
            repeats=True,
        ),
        make("category", mark("Category: Lung-RADS, BI-RADS, PI-RADS …"), forms.ask_category, "Alt+G"),
        make("template", mark("Another report template …"), forms.offer_templates, "Alt+E"),
        Command(
            "report.own_templates", mark("Own report templates …"), forms.show_own, context="report", group="report"
        ),
    ]  # fmt: skip
