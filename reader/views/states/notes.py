"""What of a presentation state can't be shown, each reason once and counted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reader.core.text import Told


class Notes:
    """While one object is read."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._counts: dict[Callable[[int], str], int] = {}

    def say(self, words: Callable[[], str]) -> None:
        """A sentence."""
        told = Told(words)
        if told not in self._said:
            self._said.append(told)

    def add(self, words: Callable[[int], str]) -> None:
        """One more of what this sentence, given how many, tells."""
        self._counts[words] = self._counts.get(words, 0) + 1

    def told(self) -> tuple[str, ...]:
        counts = (Told(partial(words, count)) for words, count in self._counts.items())
        return (*self._said, *counts)
