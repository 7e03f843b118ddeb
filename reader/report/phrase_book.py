"""The phrases of a user and of the department, and where those of the user are kept."""

from __future__ import annotations

import hashlib
import json
import logging
import uuid
from dataclasses import replace
from pathlib import Path, PurePath

from psygnal import Signal

from reader.core.errors import ReaderError
from reader.core.json_text import parse
from reader.core.sealing import Seal
from reader.core.storage import Database
from reader.core.tasks import Pool, Progress, Tasks
from reader.core.text import tr
from reader.report.phrases import LARGEST_FILE, NoPhrase, Phrase, read_phrases, typed

_log = logging.getLogger(__name__)
_MIGRATIONS = ("CREATE TABLE phrase (id TEXT PRIMARY KEY, user TEXT NOT NULL, sealed BLOB NOT NULL)",)


class PhraseBook:
    """Of one user on this computer. Main thread; what is changed is written through `Tasks`, a row a phrase, sealed
    as everything that a doctor writes. A row that can't be read stays as it is.

    changed: there is another phrase, or one less. problems: what can't be used of the shared ones, translated.
    """

    changed = Signal()

    def __init__(self, database: Database, tasks: Tasks, seal: Seal, username: str) -> None:
        self._database, self._tasks, self._seal = database, tasks, seal
        self._user = hashlib.sha256(username.encode()).hexdigest()
        database.migrate("phrases", _MIGRATIONS)
        self._rows: dict[str, str] = {}
        self._own: dict[str, Phrase] = {}
        self._shared: dict[str, Phrase] = {}
        self.problems: tuple[str, ...] = ()
        self.unreadable = 0
        self._read()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """A user's own one comes before a shared one of the same abbreviation. By abbreviation."""
        every = self._shared | self._own
        return tuple(every[key] for key in sorted(every))

    @property
    def own(self) -> tuple[Phrase, ...]:
        return tuple(self._own[key] for key in sorted(self._own))

    def get(self, key: str) -> Phrase | None:
        return self._own.get(key) or self._shared.get(key)

    def typed(self, before: str) -> tuple[Phrase, int] | None:
        """See `phrases.typed`."""
        return typed(self._shared | self._own, before)

    def put(self, phrase: Phrase, instead_of: Phrase | None = None) -> None:
        """Add one of the user's own, in the place of the one of this abbreviation and of `instead_of`."""
        gone = None
        if instead_of is not None and instead_of.key != phrase.key:
            gone = self._rows.pop(instead_of.key, None)
            self._own.pop(instead_of.key, None)
        row = self._rows.setdefault(phrase.key, uuid.uuid4().hex)
        self._own[phrase.key] = phrase
        self._write(row, phrase, gone)
        self.changed.emit()

    def remove(self, phrase: Phrase) -> None:
        """Delete one of the user's own."""
        row = self._rows.pop(phrase.key, None)
        self._own.pop(phrase.key, None)
        if row is not None:
            self._delete(row)
        self.changed.emit()

    def read_shared(self, file: str) -> None:
        """Take the phrases of a file, by its full path; "" for none. What is wrong with it is in `problems`."""
        if not file:
            return

        def work(_: Progress) -> tuple[list[Phrase], list[str]]:
            try:
                with Path(file).open("rb") as opened:
                    return read_phrases(opened.read(LARGEST_FILE + 1))
            except (OSError, NoPhrase) as error:
                why = error.strerror or type(error).__name__ if isinstance(error, OSError) else str(error)
                name = PurePath(file).name
                said = tr("The phrases of the department ({file}) can’t be read: {reason}", file=name, reason=why)
                return [], [said]

        def landed(found: tuple[list[Phrase], list[str]]) -> None:
            phrases, problems = found
            self._shared = {one.key: replace(one, shared=True) for one in phrases}
            self.problems = tuple(problems)
            self.changed.emit()

        self._tasks.query(work, landed, pool=Pool.NETWORK, topic="phrases")

    def _delete(self, row: str) -> None:
        def work(_: Progress) -> None:
            with self._database.write() as db:
                db.execute("DELETE FROM phrase WHERE id = ?", (row,))

        self._tasks.change(work, pool=Pool.STORAGE)

    def _write(self, row: str, phrase: Phrase, gone: str | None) -> None:
        """gone: the row that is deleted with it, all or nothing."""
        plain = json.dumps([phrase.abbreviation, phrase.text]).encode()

        def work(_: Progress) -> None:
            sealed = self._seal.seal(plain, self._place(row))
            with self._database.write() as db:
                db.execute("INSERT OR REPLACE INTO phrase VALUES (?,?,?)", (row, self._user, sealed))
                db.execute("DELETE FROM phrase WHERE id = ?", (gone,))

        self._tasks.change(work, pool=Pool.STORAGE)

    def _read(self) -> None:
        try:
            rows = self._database.read("SELECT id, sealed FROM phrase WHERE user = ?", (self._user,))
        except ReaderError as error:
            _log.warning("phrases: %s", type(error).__name__)
            self.unreadable += 1
            return
        for row in rows:
            try:
                abbreviation, text = parse(self._seal.open(row["sealed"], self._place(row["id"])))
                phrase = Phrase(abbreviation, text)
            except (ReaderError, NoPhrase, ValueError, TypeError) as error:
                _log.warning("a phrase: %s", type(error).__name__)
                self.unreadable += 1
                continue
            self._rows[phrase.key], self._own[phrase.key] = row["id"], phrase

    def _place(self, row: str) -> tuple[str, str, str]:
        return "phrase", self._user, row
