"""What a user can trigger in the windows of the program, beside what the rooms below bring along.

Each function makes the commands of one window or of a part that several windows share; the window says what they
do. `app/command_list.py` makes all of them to be read about.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.core.commands import Command
from reader.core.text import mark

Run = Callable[[], None]
May = Callable[[], bool]


def everywhere(context: str, *, palette: Run, help_: Run, group: str = "") -> list[Command]:
    return [
        Command(
            "app.palette", mark("All commands …"), palette, keys=("Ctrl+K",),
            context=context, icon="command", group=group,
        ),
        Command(
            "app.help", mark("Help"), help_, keys=("F1",),
            context=context, icon="circle-question-mark", group=group,
        ),
    ]  # fmt: skip


def settings(context: str, edit: Run, group: str = "") -> Command:
    return Command(
        "app.settings", mark("Settings …"), edit, keys=("Ctrl+,",), context=context, icon="settings", group=group,
    )  # fmt: skip


def keys(context: str, edit: Run, group: str = "") -> Command:
    return Command(
        "app.keys", mark("Keys and mouse …"), edit, keys=("Ctrl+Shift+K",), context=context, icon="command",
        group=group,
    )  # fmt: skip


def sign_out(context: str, leave: Run, group: str) -> Command:
    return Command(
        "app.sign_out", mark("Sign out"), leave, keys=("Ctrl+Shift+Q",),
        context=context, icon="log-out", group=group,
    )  # fmt: skip


def about(context: str, show: Run, group: str) -> Command:
    return Command("app.about", mark("About reader"), show, context=context, icon="info", group=group)


def audit_trail(context: str, show: Run, group: str) -> Command:
    """Of users who are administrators too."""
    return Command("app.audit", mark("Audit trail …"), show, context=context, icon="file-text", group=group)


def statistics(context: str, show: Run, group: str) -> Command:
    """Of the department; a reporting doctor sees their own."""
    return Command("app.statistics", mark("Statistics …"), show, context=context, icon="columns-3", group=group)


def monitors(context: str, show: Run, group: str = "") -> Command:
    """What the displays are, their calibration and the test pattern."""
    return Command(
        "app.monitors", mark("Monitors and test pattern …"), show, context=context, icon="monitor", group=group
    )


def local_exams(context: str, *, folder: Run, files: Run, group: str = "") -> tuple[Command, Command]:
    return (
        Command(
            "app.open_folder", mark("Open from folder or disc …"), folder, keys=("Ctrl+O",),
            context=context, icon="layers", group=group,
        ),
        Command(
            "app.open_files", mark("Open image files or a ZIP …"), files, keys=("Ctrl+Shift+O",),
            context=context, icon="image", group=group,
        ),
    )  # fmt: skip


def handed_over(
    context: str, group: str, *, recall: Run, may_recall: May, addendum: Run, amend: Run, may_supplement: May,
    withdraw: Run, may_withdraw: May,
) -> list[Command]:  # fmt: skip
    """On an exam whose report was handed over."""
    return [
        Command(
            "exam.recall", mark("Recall the submitted report"), recall, may_recall,
            ("Ctrl+Alt+R",), context, "corner-up-left", group,
        ),
        Command(
            "exam.addendum", mark("Write an addendum"), addendum, may_supplement,
            ("Ctrl+Alt+A",), context, "plus", group,
        ),
        Command(
            "exam.amend", mark("Amend the report"), amend, may_supplement,
            ("Ctrl+Alt+M",), context, "pencil", group,
        ),
        Command(
            "exam.withdraw", mark("Withdraw the addendum or amendment …"), withdraw, may_withdraw,
            (), context, "x", group,
        ),
    ]  # fmt: skip


def critical(context: str, tell: Run, may: May, group: str = "") -> Command:
    """What must not wait for the report."""
    return Command(
        "critical.tell", mark("Critical result …"), tell, may, ("Ctrl+Alt+K",), context, "triangle-alert", group
    )


def critical_list(context: str, show: Run, group: str = "") -> Command:
    return Command(
        "critical.list", mark("List of critical results …"), show, keys=("Ctrl+Alt+L",), context=context,
        icon="triangle-alert", group=group,
    )  # fmt: skip


def case(*, panel: Run, panel_shown: May, images: Run, leave: Run) -> list[Command]:
    return [
        Command(
            "app.panel", mark("Collapse the findings and report panel"), panel, keys=("F4",),
            icon="panel-right", group="case", checked=panel_shown,
        ),
        Command("app.images", mark("Go to the images"), images, keys=("F3",), icon="image", group="case"),
        Command("app.close_case", mark("Leave the case"), leave, keys=("Ctrl+W",), icon="x", group="case"),
    ]  # fmt: skip


def hanging(
    *, step: Callable[[int], None], again: Run, change: Run, keep: Run, may_keep: May, forget: Run, may_forget: May
) -> list[Command]:
    """How the exam is laid out."""

    def command(name: str, title: str, run: Run, *keys: str, when: May = lambda: True) -> Command:
        return Command(f"hanging.{name}", title, run, when, keys, group="hanging")

    return [
        command("next", mark("Next stage of the hanging protocol"), lambda: step(1), "Alt+."),
        command("previous", mark("Previous stage of the hanging protocol"), lambda: step(-1), "Alt+,"),
        command("again", mark("Hang as the protocol says"), again, "Alt+H"),
        command("change", mark("Another hanging protocol"), change, "Alt+Shift+H"),
        command("keep", mark("Hang exams like this one as now …"), keep, "Ctrl+Alt+H", when=may_keep),
        command("forget", mark("Delete this hanging protocol of yours"), forget, when=may_forget),
    ]


def printing(*, show: Run, may: May) -> Command:
    """What is shown, and key images, on paper."""
    return Command("picture.print", mark("Print …"), show, may, ("Ctrl+P",), group="print")


def report_outputs(
    *, copy: Run, save: Run, show: Run, may: May, why: Callable[[], str] = lambda: ""
) -> list[Command]:
    """The report of the case, once it may leave, for other programs and on paper. why: it may not."""

    def command(name: str, title: str, run: Run, key: str) -> Command:
        return Command(f"output.{name}", title, run, may, (key,), group="output", why=why)

    return [
        command("copy", mark("Copy the report as text"), copy, "Ctrl+Alt+X"),
        command("save", mark("Save the report …"), save, "Ctrl+Alt+S"),
        command("print", mark("Print the report …"), show, "Ctrl+Alt+O"),
    ]


def pictures(*, copy: Callable[[bool], None], save: Callable[[bool], None], may: May) -> list[Command]:
    """What is shown, for other programs."""
    return [
        Command(
            "picture.copy", mark("Copy the picture"), lambda: copy(True), may, ("Ctrl+C",), group="viewport"
        ),
        Command(
            "picture.copy_unnamed", mark("Copy the picture without the patient's name"), lambda: copy(False), may,
            ("Ctrl+Shift+C",), group="viewport",
        ),
        Command("picture.save", mark("Save the picture …"), lambda: save(True), may, ("Ctrl+S",), group="viewport"),
        Command(
            "picture.save_unnamed", mark("Save the picture without the patient's name …"), lambda: save(False), may,
            ("Ctrl+Shift+S",), group="viewport",
        ),
    ]  # fmt: skip


def further_windows(
    *, toggle: Run, shown: May, add: Run, may_add: May,
    toggle_beside: Run, is_beside: May, toggle_own: Run, is_own: May,
) -> list[Command]:  # fmt: skip
    """Windows of a case for other monitors."""
    return [
        Command(
            "app.second_window", mark("Images on a second window"), toggle, keys=("Shift+F3",),
            group="windows", checked=shown,
        ),
        Command(
            "app.one_more_window", mark("One more window for images"), add, may_add,
            ("Ctrl+Shift+F3",), group="windows",
        ),
        Command(
            "app.report_beside", mark("Findings and report on the second window"), toggle_beside,
            keys=("Shift+F4",), group="windows", checked=is_beside,
        ),
        Command(
            "app.report_window", mark("Findings and report in a window of their own"), toggle_own,
            keys=("Ctrl+Shift+F4",), group="windows", checked=is_own,
        ),
    ]  # fmt: skip


def reading(*, report: Run, next_case: Run, may_leave: May) -> list[Command]:
    return [
        Command("app.report", mark("Go to the report"), report, keys=("F2",), icon="file-text", group="case"),
        Command("app.next_case", mark("Next case"), next_case, may_leave, ("Ctrl+Down",), group="case"),
    ]


def audit_window(*, check: Run, export: Run, search: Run) -> list[Command]:
    return [
        Command(
            "audit.check", mark("Check again"), check,
            keys=("F5",), context="audit", icon="refresh-cw", group="user",
        ),
        Command(
            "audit.export", mark("Export …"), export,
            keys=("Ctrl+S",), context="audit", icon="file-text", group="user",
        ),
        Command(
            "audit.search", mark("Search"), search,
            keys=("Ctrl+F", "/"), context="audit", icon="search", group="audit",
        ),
    ]  # fmt: skip


def statistics_window(*, ask: Run, export: Run, close: Run) -> list[Command]:
    return [
        Command(
            "statistics.ask", mark("Refresh"), ask, keys=("F5",), context="statistics", icon="refresh-cw",
        ),
        Command(
            "statistics.export", mark("Export as CSV …"), export,
            keys=("Ctrl+S",), context="statistics", icon="file-text",
        ),
        Command(
            "statistics.close", mark("Close"), close, keys=("Ctrl+W", "Esc"), context="statistics", icon="x",
        ),
    ]  # fmt: skip


def audit_beside(close: Run) -> Command:
    """Where the trail is a window beside the worklist."""
    return Command(
        "audit.close", mark("Close"), close, keys=("Ctrl+W", "Esc"), context="audit", icon="x", group="user"
    )


def help_window(
    *, search: Run, back: Run, may_back: May, on: Run, may_on: May, close: Run, away: Run
) -> list[Command]:
    """close: Esc, which clears a search first. away: at once."""
    return [
        Command(
            "help.search", mark("Search the handbook"), search,
            keys=("Ctrl+F",), context="help", icon="search", group="help",
        ),
        Command(
            "help.back", mark("Back"), back, may_back, ("Alt+Left",), "help", "chevron-left", "help",
        ),
        Command(
            "help.forward", mark("Forward"), on, may_on, ("Alt+Right",), "help", "chevron-right", "help",
        ),
        Command("help.step_back", mark("Step back"), close, keys=("Esc",), context="help", group="help"),
        Command("help.close", mark("Close"), away, keys=("Ctrl+W",), context="help", icon="x", group="help"),
    ]  # fmt: skip
