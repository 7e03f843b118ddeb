"""Every command of every window, to be read about: the handbook takes titles and keys from here."""

from __future__ import annotations

from functools import cache
from typing import Any

from reader.app import commands
from reader.core.commands import Anyone, Command, Place, UnknownCommand
from reader.core.text import tr
from reader.findings import commands as finding_commands
from reader.report import commands as report_commands
from reader.report import form_commands, phrase_commands, spelling_commands
from reader.review import commands as review_commands
from reader.views import commands as view_commands
from reader.worklist import commands as worklist_commands


@cache
def command_list() -> tuple[Command, ...]:
    """Window by window; what several windows have is there once for each context. None of them can be run."""
    anyone: Any = Anyone()
    found: list[Command] = [
        *worklist_commands.commands(anyone),
        *_in_each("worklist", "row", "user"),
        commands.about("worklist", _nothing, "user"),
        commands.monitors("worklist", _nothing, "user"),
        commands.monitors("reading", _nothing),
        commands.monitors("help", _nothing),
        commands.audit_trail("worklist", _nothing, "user"),
        commands.statistics("worklist", _nothing, "user"),
        commands.sign_out("worklist", _nothing, "user"),
        *view_commands.commands(anyone),
        *finding_commands.commands(anyone),
        finding_commands.insertion(anyone, _nothing_with),
        *report_commands.commands(anyone, _nothing),
        *phrase_commands.commands(anyone),
        *form_commands.commands(anyone, _never),
        *spelling_commands.commands(anyone),
        *review_commands.written_about(),
        *commands.case(panel=_nothing, panel_shown=_never, images=_nothing, leave=_nothing),
        *commands.hanging(
            step=_nothing, again=_nothing, change=_nothing, keep=_nothing, may_keep=_never, forget=_nothing,
            may_forget=_never,
        ),
        *commands.pictures(copy=lambda _: None, save=lambda _: None, may=_never),
        commands.printing(show=_nothing, may=_never),
        *commands.report_outputs(copy=_nothing, save=_nothing, show=_nothing, may=_never),
        *commands.further_windows(
            toggle=_nothing, shown=_never, add=_nothing, may_add=_never,
            toggle_beside=_nothing, is_beside=_never, toggle_own=_nothing, is_own=_never,
        ),
        commands.critical_list("worklist", _nothing, "user"),
        commands.critical("reading", _nothing, _never),
        commands.critical_list("reading", _nothing),
        *commands.reading(report=_nothing, next_case=_nothing, may_leave=_never),
        *_in_each("reading", "review", ""),
        *commands.everywhere("audit", palette=_nothing, help_=_nothing, group="user"),
        commands.settings("audit", _nothing, "user"),
        commands.keys("audit", _nothing, "user"),
        commands.sign_out("audit", _nothing, "user"),
        *commands.audit_window(check=_nothing, export=_nothing, search=_nothing),
        commands.audit_beside(_nothing),
        commands.statistics("audit", _nothing, "user"),
        *commands.everywhere("statistics", palette=_nothing, help_=_nothing),
        *commands.statistics_window(ask=_nothing, export=_nothing, close=_nothing),
        *commands.everywhere("help", palette=_nothing, help_=_nothing),
        *commands.help_window(
            search=_nothing, back=_nothing, may_back=_never, on=_nothing, may_on=_never,
            close=_nothing, away=_nothing,
        ),
    ]  # fmt: skip
    return tuple(found)


def command(command_id: str) -> Command:
    """The first with this id. Raises UnknownCommand."""
    found = next((one for one in command_list() if one.id == command_id), None)
    if found is None:
        raise UnknownCommand(command_id)
    return found


def command_title(place: Place) -> str:
    """The title of the command at a place, translated; its id where this version has it not."""
    found = next((one for one in command_list() if one.place == place), None)
    return tr(found.title) if found is not None else place[1]


def _in_each(context: str, of_exam: str, group: str) -> list[Command]:
    """What the worklist and the reading window both have."""
    return [
        *commands.handed_over(
            context, of_exam, recall=_nothing, may_recall=_never,
            addendum=_nothing, amend=_nothing, may_supplement=_never, withdraw=_nothing, may_withdraw=_never,
        ),
        *commands.local_exams(context, folder=_nothing, files=_nothing, group=group),
        *commands.everywhere(context, palette=_nothing, help_=_nothing, group=group),
        commands.settings(context, _nothing, group),
        commands.keys(context, _nothing, group),
    ]  # fmt: skip


def _nothing(*_: object) -> None:
    return None


def _nothing_with(_: str) -> None:
    return None


def _never() -> bool:
    return False
