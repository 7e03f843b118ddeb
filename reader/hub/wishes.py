"""What the operator asks of a running hub on its own computer: a row that a command writes and the hub answers.

A command can't change a task itself: the hub would not know of it, and nobody would be told. Who can write into the
hub's folder needs no other right.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from reader.core.errors import ReaderError
from reader.core.storage import Database
from reader.hub.answers import Refused
from reader.hub.putting_back import PutBack

_MIGRATIONS = (
    """CREATE TABLE wish (number INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL, by TEXT NOT NULL,
        anyway INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0, answer TEXT NOT NULL DEFAULT '')""",
)
_LOOK_S, _WAIT_S = 0.5, 15.0
_OPEN, _BEGUN, _DONE, _REFUSED = range(4)

log = logging.getLogger(__name__)


class Wishes:
    """The table, at both of its ends. Any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._end = threading.Event()
        database.migrate("wishes", _MIGRATIONS)

    def start(self, put_back: Callable[..., PutBack]) -> None:
        """Do what is asked, on a thread of its own, until `stop`. put_back: `Worklist.put_back`. What was asked
        while no hub ran is forgotten: whoever asked was told so."""
        with self._database.write() as db:
            db.execute("DELETE FROM wish")
        threading.Thread(target=self._run, args=(put_back,), name="reader-hub-wishes", daemon=True).start()

    def stop(self) -> None:
        self._end.set()

    def ask(self, uid: str, by: str, *, anyway: bool, seconds: float = _WAIT_S) -> tuple[bool, str]:
        """Have a claimed task put back by the running hub: whether it was, and its words. Blocks. Raises
        `TimeoutError` where no hub answers; what it has not begun then, it never does."""
        with self._database.write() as db:
            row = (uid, by, int(anyway))
            number = db.execute("INSERT INTO wish (uid, by, anyway) VALUES (?,?,?)", row).lastrowid
        last = time.monotonic() + seconds
        while True:
            rows = self._database.read("SELECT done, answer FROM wish WHERE number = ?", (number,))
            if rows and rows[0]["done"] in (_DONE, _REFUSED):
                return rows[0]["done"] == _DONE, str(rows[0]["answer"])
            if time.monotonic() > last:
                with self._database.write() as db:
                    db.execute("DELETE FROM wish WHERE number = ? AND done = ?", (number, _OPEN))
                if not rows or rows[0]["done"] == _OPEN or time.monotonic() > last + seconds:
                    raise TimeoutError
            time.sleep(0.1)

    def _run(self, put_back: Callable[..., PutBack]) -> None:
        while not self._end.wait(_LOOK_S):
            try:
                for row in self._database.read("SELECT * FROM wish WHERE done = ?", (_OPEN,)):
                    self._grant(put_back, row["number"], row["uid"], row["by"], bool(row["anyway"]))
            except ReaderError as error:
                log.error("an operator's wish: %s", error)

    def _grant(self, put_back: Callable[..., PutBack], number: int, uid: str, by: str, anyway: bool) -> None:
        with self._database.write() as db:
            begin = "UPDATE wish SET done = ? WHERE number = ? AND done = ?"
            if not db.execute(begin, (_BEGUN, number, _OPEN)).rowcount:
                return  # nobody waits for it any more
        done, answer = _REFUSED, ""
        try:
            answer, done = _words(put_back(uid, by, anyway=anyway)), _DONE
        except Refused as refused:
            answer = refused.reason
        except Exception:
            log.exception("a task was not put back")
            answer = "the hub failed; it is in its log"
        with self._database.write() as db:
            db.execute("UPDATE wish SET done = ?, answer = ? WHERE number = ?", (done, answer, number))


def _words(ended: PutBack) -> str:
    if ended.waiting:
        return f"It waits again, as {ended.waiting}."
    return "Its report is signed: it is completed." if ended.signed else "Another task follows on it: it is closed."
