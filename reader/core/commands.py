"""Everything a user can trigger: menus, toolbar, shortcuts and the command palette come from this registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

Place = tuple[str, str]
"""A context and the id of a command: where a command has its keys."""


class UnknownCommand(LookupError):
    """No command has this id; a defect, not a user's error."""


class KeyConflict(ValueError):
    """Two commands claim one key in one context."""


def _always() -> bool:
    return True


def _no_reason() -> str:
    return ""


@dataclass(frozen=True)
class Command:
    """One thing a user can do.

    id: "room.verb" ("views.zoom"). title: English, `mark`ed, translated when shown. run: main thread.
    when: whether it can be done now. keys: portable key sequences ("Ctrl+Z") that it has unless the user or the
    hospital chose others: those that hold are `keys_of(command)`, the first is shown.
    context: where the keys hold ("worklist", "reading", "report"). icon: a name in `resources/icons`.
    group: the menu or toolbar group. letter: chooses it in an open menu. checked: the state of a toggle, else None.
    repeats: goes on while its key is held down: what steps or moves; never what decides.
    detail: what a menu adds to the title, such as the name that an image gives its own window; asked only while
    `when` holds.
    why: where `when` does not hold, what has to come first, as the end of a sentence ("the report has to be signed
    first."); "" where that goes without saying.
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
    why: Callable[[], str] = _no_reason

    @property
    def place(self) -> Place:
        return self.context, self.id


def _none_chosen() -> Mapping[Place, tuple[str, ...]]:
    return {}


_chosen: Callable[[], Mapping[Place, tuple[str, ...]]] = _none_chosen


def use_keys(chosen: Callable[[], Mapping[Place, tuple[str, ...]]] = _none_chosen) -> None:
    """From now on commands have these keys, those that are not in it their own. Windows that are open keep theirs
    until they are built again. Main thread."""
    global _chosen
    _chosen = chosen


def keys_of(command: Command) -> tuple[str, ...]:
    """The keys of a command that hold: where keys are bound, shown or written about, they come from here."""
    return keys_at(command.place, command.keys)


def keys_at(place: Place, own: tuple[str, ...]) -> tuple[str, ...]:
    """The same, of a command of which only its place and its own keys are at hand."""
    return _chosen().get(place, own)


class Anyone:
    """Stands for the models and panels that commands act on: of a command that is only written about, nothing is
    run."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return _nothing


def _nothing(*_: object) -> None:
    return None


class CommandRegistry:
    """The commands of one window. Main thread only."""

    def __init__(self) -> None:
        self._commands: dict[str, Command] = {}
        self._keys: dict[tuple[str, str], str] = {}

    def add(self, *commands: Command) -> None:
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"command {command.id!r} is there already")
            for key in keys_of(command):
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
