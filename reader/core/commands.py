"""Everything a user can trigger: menus, toolbar, shortcuts and the command palette come from this registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


class UnknownCommand(LookupError):
    """No command has this id; a defect, not a user's error."""


class KeyConflict(ValueError):
    """Two commands claim one key in one context."""


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """One thing a user can do.

    id: "room.verb" ("views.zoom"). title: English, `mark`ed, translated when shown. run: main thread.
    when: whether it can be done now. keys: portable key sequences ("Ctrl+Z"), the first is shown.
    context: where the keys hold ("worklist", "reading", "report"). icon: a name in `resources/icons`.
    group: the menu or toolbar group. letter: chooses it in an open menu. checked: the state of a toggle, else None.
    repeats: goes on while its key is held down: what steps or moves; never what decides.
    detail: what a menu adds to the title, such as the name that an image gives its own window; asked only while
    `when` holds.
    """

    id: str
    title: str
    run: Callable[[], None]
    when: Callable[[], bool] = _always
    keys: tuple[str, ...] = ()
    context: str = "reading"
    icon: str = ""
    group: str = ""
    letter: str = ""
    checked: Callable[[], bool] | None = field(default=None)
    detail: Callable[[], str] | None = field(default=None)
    repeats: bool = False


class CommandRegistry:
    """The commands of one window. Main thread only."""

    def __init__(self) -> None:
        self._commands: dict[str, Command] = {}
        self._keys: dict[tuple[str, str], str] = {}

    def add(self, *commands: Command) -> None:
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"command {command.id!r} is there already")
            for key in command.keys:
                owner = self._keys.setdefault((command.context, key), command.id)
                if owner != command.id:
                    raise KeyConflict(f"{key} in {command.context}: {owner} and {command.id}")
            self._commands[command.id] = command

    def __getitem__(self, command_id: str) -> Command:
        try:
            return self._commands[command_id]
        except KeyError:
            raise UnknownCommand(command_id) from None

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def group(self, name: str) -> list[Command]:
        return [command for command in self if command.group == name]

    def run(self, command_id: str) -> None:
        """Run a command if it can be run now; an unknown id raises."""
        command = self[command_id]
        if command.when():
            command.run()
