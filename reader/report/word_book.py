"""What is spelt right for a user: the word lists, the department's words and the user's own; and where they are."""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from psygnal import Signal

from reader.core.errors import ReaderError
from reader.core.sealing import Seal
from reader.core.storage import Database
from reader.core.tasks import Pool, Progress, Tasks
from reader.report.spelling import LONGEST, Speller, load, words_in

_log = logging.getLogger(__name__)
_MIGRATIONS = ("CREATE TABLE word (id TEXT PRIMARY KEY, user TEXT NOT NULL, sealed BLOB NOT NULL)",)
MOST = 20_000
LARGEST_FILE = 1_000_000
"""The user's own words; bytes of the department's file."""


class WordBook:
    """Of one user on this computer. Main thread; files are read and own words written through `Tasks`, a row a
    word, sealed as everything that a doctor writes.

    changed: other words are right now. speller: None until `make_ready` has read the lists. shared: the file of the
    department, a word a line; nothing where there is none.
    """

    changed = Signal()

    def __init__(
        self,
        database: Database,
        tasks: Tasks,
        seal: Seal,
        username: str,
        shared: Path,
        read: Callable[[], Speller] = load,
    ) -> None:
        self._database, self._tasks, self._seal, self._shared_file = database, tasks, seal, shared
        self._user = hashlib.sha256(username.encode()).hexdigest()
        database.migrate("words", _MIGRATIONS)
        self._load = read
        self._asked = False
        self._rows: dict[str, str] = {}
        self._shared: frozenset[str] = frozenset()
        self.speller: Speller | None = None
        self._read_own()

    @property
    def own(self) -> tuple[str, ...]:
        return tuple(sorted(self._rows))

    def make_ready(self) -> None:
        """Read the lists, once; `changed` tells when they are there. Without them no word is wrong."""
        if self._asked:
            return
        self._asked = True

        def work(_: Progress) -> tuple[Speller, frozenset[str]] | None:
            try:
                return self._load(), _shared(self._shared_file)
            except (OSError, ValueError, EOFError) as error:
                _log.warning("the word lists: %s", type(error).__name__)
                return None

        def landed(found: tuple[Speller, frozenset[str]] | None) -> None:
            if found is not None:
                self.speller, self._shared = found
                self._follow()

        self._tasks.query(work, landed, pool=Pool.DECODE, topic="words")

    def has(self, word: str) -> bool:
        """Whether it is one of the user's own."""
        return _plain(word) in self._rows

    def add(self, word: str) -> None:
        """From now on it is right, in whatever case."""
        plain = _plain(word)
        if not plain or len(plain) > LONGEST or plain in self._rows or len(self._rows) >= MOST:
            return
        row = self._rows[plain] = uuid.uuid4().hex

        def work(_: Progress) -> None:
            sealed = self._seal.seal(plain.encode(), ("word", self._user, row))
            with self._database.write() as db:
                db.execute("INSERT INTO word VALUES (?,?,?)", (row, self._user, sealed))

        self._tasks.change(work, pool=Pool.STORAGE)
        self._follow()

    def remove(self, word: str) -> None:
        """One of the user's own."""
        row = self._rows.pop(_plain(word), None)
        if row is None:
            return

        def work(_: Progress) -> None:
            with self._database.write() as db:
                db.execute("DELETE FROM word WHERE id = ?", (row,))

        self._tasks.change(work, pool=Pool.STORAGE)
        self._follow()

    def _follow(self) -> None:
        if self.speller is not None:
            self.speller = replace(self.speller, own=self._shared | self._rows.keys())
        self.changed.emit()

    def _read_own(self) -> None:
        """A row that can't be read stays as it is."""
        try:
            for row in self._database.read("SELECT id, sealed FROM word WHERE user = ?", (self._user,)):
                try:
                    word = self._seal.open(row["sealed"], ("word", self._user, row["id"])).decode()
                    self._rows[word] = row["id"]
                except (ReaderError, ValueError) as error:
                    _log.warning("a word: %s", type(error).__name__)
        except ReaderError as error:
            _log.warning("words: %s", type(error).__name__)


def _plain(word: str) -> str:
    return word.replace("’", "'").lower().removesuffix("'s")


def _shared(file: Path) -> frozenset[str]:
    try:
        with file.open("rb") as opened:
            return words_in(opened.read(LARGEST_FILE).decode("utf-8-sig", "replace"))
    except OSError:
        return frozenset()
