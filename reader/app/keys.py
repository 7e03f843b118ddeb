"""The keys of all commands as the settings say: brought into use, and chosen in the editor."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from reader.core.chosen_keys import are_as_built_in, own_keys, problems_of, set_of
from reader.core.commands import Command, Place, use_keys
from reader.core.key_sets import MOUSE, OWN_SET, KeyMap, KeySet, as_settings, bundled, resolved
from reader.core.settings import Settings

_log = logging.getLogger(__name__)


def key_map(key_set: KeySet, own: KeySet) -> KeyMap:
    """What holds of a set and what was chosen on top of it."""
    from reader.app.command_list import command_list  # every room's commands: not before they are needed

    return resolved(command_list(), (key_set, own))


def follow_keys(settings: Settings) -> None:
    """From now on the commands of windows that are built have the keys of these settings. Main thread."""
    if are_as_built_in(settings):
        use_keys()
    else:
        use_keys(cache(lambda: _keys_of(settings)))


def _keys_of(settings: Settings) -> Mapping[Place, tuple[str, ...]]:
    found = key_map(set_of(settings), own_keys(settings))
    if found.problems:
        _log.warning("%d of the chosen keys can't be used; the dialog of keys names them", len(found.problems))
    return found.keys


@dataclass(frozen=True)
class KeyChoice:
    """Keys and mouse while they are being chosen: a set by its id, and what is otherwise."""

    key_set: str
    own: KeySet

    @staticmethod
    def of(settings: Settings) -> KeyChoice:
        return KeyChoice(settings.key_set if settings.key_set in bundled() else OWN_SET, own_keys(settings))

    @property
    def base(self) -> KeySet:
        return bundled()[self.key_set]

    @cached_property
    def map(self) -> KeyMap:
        return key_map(self.base, self.own)

    def keys(self, place: Place) -> tuple[str, ...]:
        return self.map.keys[place]

    def owner(self, place: Place, key: str) -> Place | None:
        """Which other command of the same windows has a key now."""
        others = (other for other, keys in self.map.keys.items() if other[0] == place[0] and key in keys)
        return next((other for other in others if other != place), None)

    def before(self, command: Command) -> tuple[str, ...]:
        """The keys that it has without the user's choice."""
        return self.base.keys.get(command.place, command.keys)

    def with_keys(self, command: Command, keys: Iterable[str]) -> KeyChoice:
        """It has these keys; who had one of them has it no more, and where none is left, what it had before."""
        taken = tuple(dict.fromkeys(keys))
        own: dict[Place, tuple[str, ...]] = {}
        for place, held in self.own.keys.items():
            left = tuple(key for key in held if place[0] != command.context or key not in taken)
            if left or not held:
                own[place] = left
        own[command.place] = taken
        chosen = replace(self, own=replace(self.own, keys=own))
        if taken != self.before(command):
            return chosen
        del own[command.place]
        without = replace(self, own=replace(self.own, keys=own))
        return without if without.keys(command.place) == taken else chosen

    def mouse(self, part: str) -> str:
        return self.own.mouse.get(part, self.base.mouse.get(part, MOUSE[part][0]))

    def with_mouse(self, part: str, does: str) -> KeyChoice:
        mouse = {**self.own.mouse, part: does}
        if does == self.base.mouse.get(part, MOUSE[part][0]):
            del mouse[part]
        return replace(self, own=replace(self.own, mouse=mouse))

    def all_of_it(self) -> KeySet:
        """The set and what is otherwise in one, to be used elsewhere."""
        return KeySet(keys={**self.base.keys, **self.own.keys}, mouse={part: self.mouse(part) for part in MOUSE})

    def settings(self) -> dict[str, Any]:
        """By the names of the settings."""
        return {"key_set": self.key_set, **as_settings(self.own)}


def key_problems(settings: Settings) -> list[str]:
    """What of the settings' keys can't be used, in words."""
    from reader.app.command_list import command_title

    found = key_map(set_of(settings), own_keys(settings)).problems
    return [problem.words(command_title) for problem in (*problems_of(settings), *found)]
