"""The log: rotating, without patient identifiers.

Rooms log with `logging.getLogger(__name__)` and name things by UID only through `short`.
"""

from __future__ import annotations

import hashlib
import logging
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from reader.core.private import make_folder, opener

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def log_from(level: str) -> None:
    """Log what is at one of `LEVELS` or above. More than "info" is for this program's own modules only: libraries
    would log what they send."""
    logging.getLogger("reader").setLevel(LEVELS[level])
    logging.getLogger().setLevel(max(LEVELS[level], logging.INFO))


def start_log(path: Path) -> None:
    """Send everything to be logged to `path`: five files of 2 MB.

    Where the disk does not take it there is no log: whatever else can't be written says so in words.
    """
    try:
        make_folder(path.parent)
        handler = _PrivateFile(path, maxBytes=2_000_000, backupCount=5, encoding="utf-8")
    except OSError as cause:
        logging.getLogger(__name__).warning("no log in %s: %s", path.parent, cause.strerror)
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    log_from("info")
    for noisy in ("urllib3", "websockets", "pydicom", "highdicom"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


class _PrivateFile(RotatingFileHandler):
    """A log that only its owner can read."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, opener=opener)


def short(identifier: str) -> str:
    """A stable short name for a UID or an ID that can't be turned back into it."""
    return hashlib.blake2s(identifier.encode(), digest_size=4).hexdigest()
