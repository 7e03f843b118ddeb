"""What must not be deleted from the image cache, kept where every program on this profile sees it."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

from reader.core.storage import StorageError, write_atomically

_LIFE_S = 7 * 86400.0
_log = logging.getLogger(__name__)


class Pins:
    """Names by owner, one small file an owner. Any thread. An owner that was killed is believed for a week."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, owner: str, names: AbstractSet[str]) -> None:
        """What an owner needs from now on, in place of what it needed before."""
        path = self._folder / owner
        if not names:
            with suppress(OSError):
                path.unlink()
            return
        try:
            write_atomically(path, "\n".join(sorted(names)).encode())
        except StorageError as error:
            _log.warning("the pins of the image cache were not written: %s", error.user_message)

    def all(self) -> frozenset[str]:
        found: set[str] = set()
        with suppress(OSError):
            for entry in list(os.scandir(self._folder)):
                if time.time() - entry.stat().st_mtime > _LIFE_S:
                    os.unlink(entry.path)
                else:
                    found |= set(Path(entry.path).read_text("utf-8").split())
        return frozenset(found)
