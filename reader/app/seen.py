"""Which images of an exam a user has had on the screen, kept over leaving it, over rounds and over restarts. No Qt.

Sealed as everything with patient data. Main thread; writing goes through `Tasks`, some seconds after a change and
when the case is left. It is a help for the eye, not a record: what can't be kept or read is counted from nothing.
"""

from __future__ import annotations

import hashlib
import json
import logging
import zlib
from datetime import UTC, datetime

from reader.app.reading_case import ReadingCase
from reader.core.errors import ReaderError
from reader.core.json_text import parse
from reader.core.sealing import Seal
from reader.core.storage import Database
from reader.core.tasks import Pool, Progress, Tasks

log = logging.getLogger(__name__)
_MIGRATIONS = ("CREATE TABLE seen (exam TEXT PRIMARY KEY, saved TEXT NOT NULL, sealed BLOB NOT NULL)",)
_MOST = 2000
"""Exams that are remembered; the oldest go first."""
REST_S = 3.0

_Entries = dict[str, set[tuple[str, int]]]
"""By Series Instance UID, of priors also by Study Instance UID."""


class SeenImages:
    """Of one user on this computer; `open` one case at a time."""

    def __init__(self, database: Database, tasks: Tasks, seal: Seal, username: str) -> None:
        self._database, self._tasks, self._seal = database, tasks, seal
        self._username = username
        self._case: ReadingCase | None = None
        self._exam = ""
        self._entries: _Entries = {}
        self._waiting: Progress | None = None
        database.migrate("seen", _MIGRATIONS)

    def open(self, case: ReadingCase) -> None:
        """Give the case what this user saw of its exam before, and keep what is seen from now on."""
        self.close()
        self._case = case
        self._exam = hashlib.sha256(f"{self._username}|{case.task.workitem.study_uid}".encode()).hexdigest()
        self._entries = self._read()
        for series_uid, entries in self._entries.items():
            case.views.viewed.add(series_uid, set(entries))
        case.views.seen_changed.connect(self._changed)

    def close(self) -> None:
        """Keep what is not kept yet, and let go of the case."""
        if self._case is not None:
            self._case.views.seen_changed.disconnect(self._changed)
            self._case = None
        if self._waiting is not None:
            self._waiting.cancel()
            self._save()

    def _changed(self, series_uid: str) -> None:
        if self._case is not None:
            entries = self._case.views.viewed.entries(series_uid)
            self._entries.setdefault(series_uid, set()).update(entries)
            for prior in self._case.study.priors:  # which series it has is not known when the case is opened again
                if entries and any(series.series_uid == series_uid for series in prior.series):
                    self._entries.setdefault(prior.study_uid, set()).add(min(entries))
            if self._waiting is None:
                self._waiting = self._tasks.later(REST_S, self._save)

    def _save(self) -> None:
        self._waiting = None
        exam = self._exam
        plain = json.dumps({uid: sorted(entries) for uid, entries in self._entries.items()}).encode()

        def work(_: Progress) -> None:
            sealed = self._seal.seal(zlib.compress(plain), _place(exam))
            with self._database.write() as db:
                now = datetime.now(UTC).isoformat()
                db.execute("INSERT OR REPLACE INTO seen VALUES (?,?,?)", (exam, now, sealed))
                newest = "SELECT exam FROM seen ORDER BY saved DESC LIMIT ?"
                db.execute(f"DELETE FROM seen WHERE exam NOT IN ({newest})", (_MOST,))

        self._tasks.change(work, lambda _: None, failed=_not_kept, pool=Pool.STORAGE)

    def _read(self) -> _Entries:
        try:
            rows = self._database.read("SELECT sealed FROM seen WHERE exam = ?", (self._exam,))
            if not rows:
                return {}
            kept = parse(zlib.decompress(self._seal.open(rows[0]["sealed"], _place(self._exam))))
            return {str(uid): {(str(sop), int(frame)) for sop, frame in pairs} for uid, pairs in kept.items()}
        except (ReaderError, ValueError, TypeError, AttributeError, zlib.error) as error:
            _not_kept(error)
            return {}


def _not_kept(error: BaseException) -> None:
    log.warning("what was seen of an exam: %s", type(error).__name__)


def _place(exam: str) -> tuple[str, str]:
    return "seen", exam
