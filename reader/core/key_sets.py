"""Keys and mouse as the user or a bundled set wants them, and what holds of it in the end. Any thread.

A file is JSON in UTF-8:

    {"version": 1, "name": "Like Weasis",
     "keys": {"reading": {"views.tool_distance": ["D"], "views.undo": []}},
     "mouse": {"middle": "pan", "right": "zoom", "wheel": "scroll", "ctrl_wheel": "zoom"}}

keys: by context and command; what is not in it has the keys that it has by itself, an empty list is none. What a
file has wrong is named and left out, the rest is used. Bundled sets say in "source" where their keys are from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from reader.core.commands import Command, Place
from reader.core.errors import ReaderError
from reader.core.json_text import NotJson, parse
from reader.core.key_names import plain_key
from reader.core.key_rules import refusal
from reader.core.profile import RESOURCES
from reader.core.text import mark, tr

VERSION = 1
OWN_SET = "reader"
"""The set that changes nothing."""
FOLDER = RESOURCES / "keys"
MOST_BYTES = 1_000_000
MOUSE: Mapping[str, tuple[str, ...]] = {
    "middle": ("pan", "zoom", "window", "scroll"),
    "right": ("zoom", "pan", "window", "scroll"),
    "wheel": ("scroll", "zoom"),
    "ctrl_wheel": ("zoom", "scroll", "slab"),
}
"""What each part of the mouse can do, by the ids of tools; what it does by itself comes first."""

Title = Callable[[Place], str]


@dataclass(frozen=True)
class Problem:
    """Something that can't be used as it was written. text: marked, `values` go into its places; of these `command`
    and `other` are places of commands."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def words(self, title: Title) -> str:
        """title: of the command at a place, translated."""
        said = {name: title(value) if isinstance(value, tuple) else value for name, value in self.values.items()}
        return tr(self.text, **said)


@dataclass(frozen=True)
class KeySet:
    """What is chosen, otherwise than the program has it by itself. title: marked for a bundled set."""

    title: str = ""
    keys: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)
    mouse: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class KeyMap:
    """What holds. keys: of every command. lost: by place, keys that it gave way with, and to whom. problems: what
    can't be as it was chosen; that a command's own key gives way to one that was chosen is none."""

    keys: Mapping[Place, tuple[str, ...]]
    lost: Mapping[Place, Mapping[str, Place]]
    problems: tuple[Problem, ...]


class NotAKeySet(ReaderError):
    """A file that holds no keys at all."""


def read_key_set(text: str | bytes) -> tuple[KeySet, tuple[Problem, ...]]:
    """What a file holds, and what of it can't be used. Whether its commands are there, `resolved` tells.

    Raises `NotAKeySet`.
    """
    try:
        found = parse(text.removeprefix(b"\xef\xbb\xbf") if isinstance(text, bytes) else text)
    except NotJson as cause:
        raise NotAKeySet(tr("This is no file of keys: {reason}", reason=cause.text), _hint()) from cause
    if not isinstance(found, dict) or not isinstance(found.get("keys", found.get("mouse")), dict):
        raise NotAKeySet(tr("This is no file of keys."), _hint())
    problems: list[Problem] = []
    version = found.get("version")
    if type(version) is not int or version < 1:
        problems.append(Problem(mark("The file does not say its version; it is read as far as possible.")))
    elif version > VERSION:
        problems.append(Problem(mark("The file was written by a newer version; it is read as far as possible.")))
    title = found.get("name", "")
    keys = dict(_keys_in(found.get("keys", {}), problems))
    mouse = _mouse_in(found.get("mouse", {}), problems)
    return KeySet(title if isinstance(title, str) else "", keys, mouse), tuple(problems)


def _hint() -> str:
    return tr("Choose a file that was exported from “Keys and mouse”. Your keys are as they were.")


def _keys_in(found: object, problems: list[Problem]) -> Iterator[tuple[Place, tuple[str, ...]]]:
    for context, commands in found.items() if isinstance(found, dict) else ():
        if not isinstance(commands, dict):
            problems.append(Problem(mark("“{name}” holds no commands."), {"name": _short(context)}))
            continue
        for name, listed in commands.items():
            if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
                problems.append(Problem(mark("The keys of {name} are no list of keys."), {"name": _short(name)}))
                continue
            wrong = [one for one in listed if not plain_key(one)]
            problems += [Problem(mark("“{key}” is no key."), {"key": _short(one)}) for one in wrong]
            if len(wrong) < len(listed) or not listed:
                yield (context, name), tuple(dict.fromkeys(plain_key(one) for one in listed if plain_key(one)))


def _mouse_in(found: object, problems: list[Problem]) -> dict[str, str]:
    taken = {}
    for part, does in found.items() if isinstance(found, dict) else ():
        if isinstance(does, str) and does in MOUSE.get(part, ()):
            taken[part] = does
        else:
            values = {"part": _short(part), "does": _short(does)}
            problems.append(Problem(mark("The mouse can't do this: {part}: {does}."), values))
    return taken


def _short(value: object) -> str:
    text = str(value).encode(errors="replace").decode()  # half a surrogate can't be shown
    return text if len(text) <= 40 else f"{text[:40]}…"


def written(key_set: KeySet) -> str:
    """The text of a file that `read_key_set` reads."""
    keys: dict[str, dict[str, list[str]]] = {}
    for (context, name), held in key_set.keys.items():
        keys.setdefault(context, {})[name] = list(held)
    document: dict[str, Any] = {"version": VERSION, "name": key_set.title, "keys": keys}
    document |= {"mouse": dict(key_set.mouse)} if key_set.mouse else {}
    return json.dumps(document, indent=1) + "\n"


def read_file(path: Path) -> tuple[KeySet, tuple[Problem, ...]]:
    """Raises `NotAKeySet`, also where it can't be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as cause:
        reason = cause.strerror or type(cause).__name__
        raise NotAKeySet(tr("{file} can't be read: {reason}", file=path.name, reason=reason), _hint()) from cause
    if len(data) > MOST_BYTES:
        raise NotAKeySet(tr("This is no file of keys."), _hint())
    return read_key_set(data)


@cache
def bundled() -> Mapping[str, KeySet]:
    """The sets of the program, by id (their files' names), the program's own first."""
    found = {path.stem: read_key_set(path.read_bytes())[0] for path in sorted(FOLDER.glob("*.json"))}
    return {OWN_SET: KeySet(mark("The keys of reader")), **found}


def as_settings(own: KeySet) -> dict[str, dict[str, str]]:
    """The fields `keys` and `mouse` of the settings: "context command" and its keys with spaces between."""
    keys = {f"{context} {command}": " ".join(held) for (context, command), held in own.keys.items()}
    return {"keys": keys, "mouse": dict(own.mouse)}


# what holds ------------------------------------------------------------------------------------------------


def resolved(commands: Iterable[Command], layers: Sequence[KeySet]) -> KeyMap:
    """Who has which key. layers: a later one goes before an earlier one, all before the commands' own keys; within
    one the command that comes first has the key."""
    known: dict[Place, Command] = {}
    for command in commands:
        known.setdefault(command.place, command)
    problems: list[Problem] = []
    wanted = {place: command.keys for place, command in known.items()}
    rank = dict.fromkeys(known, 0)
    for number, layer in enumerate(layers, 1):
        for place, keys in layer.keys.items():
            if place in known:
                wanted[place], rank[place] = keys, number
            else:
                problems.append(Problem(mark("This version has no command {name}."), {"name": _short(place[1])}))
    owners: dict[tuple[str, str], Place] = {}
    held: dict[Place, list[str]] = {place: [] for place in known}
    lost: dict[Place, dict[str, Place]] = {}
    for place in sorted(known, key=lambda place: -rank[place]):
        for key in wanted[place]:
            why = refusal(known[place], key) if plain_key(key) else mark("It is no key.")
            if why:
                text = mark("{key} can't be the key of “{command}”: {why}")
                problems.append(Problem(text, {"key": key, "command": place, "why": _Marked(why)}))
                continue
            owner = owners.setdefault((place[0], key), place)
            if owner == place:
                held[place].append(key)
                continue
            lost.setdefault(place, {})[key] = owner
            if rank[place] == rank[owner]:
                text = mark("{key} is the key of “{other}”, so “{command}” does not have it.")
                problems.append(Problem(text, {"key": key, "command": place, "other": owner}))
    final = {place: tuple(dict.fromkeys(one)) for place, one in held.items()}
    return KeyMap(final, lost, tuple(problems))


class _Marked(str):
    """A marked text, translated where it is put into another one."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return format(tr(str(self)), spec)
