"""No cache: for exams opened from a disc or folder.

Their objects are read where they lie, and must not stand in for the hub's: a file may carry the SOP Instance UID
of an image of the hub and yet be another one (made anonymous, cut, changed).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from reader.study.cache import ImageCache


class NoCache(ImageCache):
    """Keeps nothing and knows nothing; needs neither a folder nor a key."""

    def __init__(self) -> None:
        self._limit = 0

    def bound(self, limit: int, days: int) -> None:
        pass

    def put(self, name: str, pieces: Sequence[bytes | bytearray | memoryview], exam: str = "") -> bool:
        return False

    def get(self, name: str) -> bytes | None:
        return None

    def has(self, name: str) -> bool:
        return False

    def remove(self, name: str) -> None:
        pass

    def clear(self, exam: str = "") -> int:
        return 0

    def pin(self, owner: str, exams: Iterable[str]) -> None:
        pass

    @property
    def size(self) -> int:
        return 0

    def size_of(self, exams: Collection[str]) -> int:
        return 0

    def tidy(self) -> None:
        pass
