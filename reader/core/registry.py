"""The kinds of one thing (tools, layers, layouts, …), each under its key, in the order in which they were added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Key = TypeVar("Key")
Kind = TypeVar("Kind")


class Registry(Generic[Key, Kind]):
    """Filled while modules are imported; read on any thread afterwards."""

    def __init__(self, kinds: Iterable[tuple[Key, Kind]] = ()) -> None:
        self._kinds: dict[Key, Kind] = {}
        for key, kind in kinds:
            self.add(key, kind)

    def add(self, key: Key, kind: Kind) -> None:
        """Raises ValueError for a key that is taken."""
        if key in self._kinds:
            raise ValueError(f"{key!r} is registered already")
        self._kinds[key] = kind

    def __getitem__(self, key: Key) -> Kind:
        """Raises KeyError for an unknown key, which is a defect."""
        return self._kinds[key]

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._kinds.values())
