"""What the user looks at decides what comes first: series against series, and slice before slice.

Visible series go before others, those of the exam before those of a prior. A slice that is shown and not there
yet is fetched next, by a request of its own beside whatever is arriving.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Protocol

from reader.volume.model import Stack, Volume

_LOOK = 0.05


class Arriving(Protocol):
    """A series on its way in. prior: of an earlier exam."""

    series_uid: str
    prior: bool

    def want(self, image: Volume | Stack, k: int) -> None:
        """Main thread: fetch slice k of `image` next."""


class Attention:
    """Which series are loading, and which of them are looked at."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._visible: frozenset[str] = frozenset()
        self._fresh: set[str] = set()
        self._loading: list[Arriving] = []

    # main thread -----------------------------------------------------------------------------------------

    def attend(self, series_uids: Iterable[str]) -> None:
        """These are on the screen now; a series that was asked for and has no picture yet counts too."""
        with self._changed:
            self._visible = frozenset(series_uids)
            self._changed.notify_all()

    def wanted(self, image: Volume | Stack, k: int) -> None:
        """Slice k of an image is on the screen: if it is not there yet, it comes next."""
        there = image.present[k] if isinstance(image, Volume) else image.pixels[k] is not None
        if there:
            return
        for arriving in list(self._loading):
            if arriving.series_uid == image.series_uid:
                arriving.want(image, k)

    # any thread ------------------------------------------------------------------------------------------

    def begin(self, arriving: Arriving) -> None:
        with self._changed:
            self._fresh.add(arriving.series_uid)
            self._loading.append(arriving)

    def shown(self, arriving: Arriving) -> None:
        """Its first picture is there: from now on it is as important as what `attend` says."""
        with self._changed:
            self._fresh.discard(arriving.series_uid)
            self._changed.notify_all()

    def end(self, arriving: Arriving) -> None:
        with self._changed:
            self._fresh.discard(arriving.series_uid)
            if arriving in self._loading:
                self._loading.remove(arriving)
            self._changed.notify_all()

    @property
    def busy(self) -> bool:
        """Something that the user asked for is loading: what is fetched ahead had better wait."""
        return bool(self._loading)

    def give_way(self, arriving: Arriving, check: Callable[[], None]) -> None:
        """A worker thread, between two images: wait while a more important series is loading."""
        while True:
            check()
            with self._changed:
                mine = self._rank(arriving)
                if all(self._rank(other) >= mine for other in self._loading):
                    return
                self._changed.wait(_LOOK)

    def _rank(self, arriving: Arriving) -> tuple[bool, bool]:
        """The lower the sooner."""
        uid = arriving.series_uid
        seen = uid in self._visible or uid in self._fresh
        return not seen, arriving.prior
