"""Keys and mouse as the settings say: a set of the program, and what is chosen on top of it. Any thread."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from reader.core.key_names import plain_key
from reader.core.key_sets import MOUSE, OWN_SET, KeySet, Problem, bundled
from reader.core.settings import Settings
from reader.core.text import mark


def set_of(settings: Settings) -> KeySet:
    """The set on which the user's own keys are; one that this version does not have changes nothing."""
    return bundled().get(settings.key_set, bundled()[OWN_SET])


def own_keys(settings: Settings) -> KeySet:
    """What the user has chosen on top of the set."""
    keys = {}
    for name, held in settings.keys.items():
        context, _, command = name.partition(" ")
        keys[(context, command)] = tuple(plain_key(one) or one for one in held.split())
    return KeySet(keys=keys, mouse=settings.mouse)


def are_as_built_in(settings: Settings) -> bool:
    """Whether every command has the keys that it has by itself."""
    return settings.key_set == OWN_SET and not settings.keys


def problems_of(settings: Settings) -> tuple[Problem, ...]:
    """What of the set and the mouse can't be used."""
    found = []
    if settings.key_set not in bundled():
        found.append(Problem(mark("This version has no set “{name}”."), {"name": settings.key_set}))
    for part, does in settings.mouse.items():
        if does not in MOUSE.get(part, ()):
            found.append(Problem(mark("The mouse can't do this: {part}: {does}."), {"part": part, "does": does}))
    return tuple(found)


def mouse_of(settings: Settings) -> Mapping[str, str]:
    """What each part of `MOUSE` does."""
    return _mouse(settings.key_set, tuple(settings.mouse.items()))


@cache
def _mouse(key_set: str, own: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    held = {part: choices[0] for part, choices in MOUSE.items()}
    for layer in (bundled().get(key_set, KeySet()).mouse, dict(own)):
        held |= {part: does for part, does in layer.items() if does in MOUSE.get(part, ())}
    return held
