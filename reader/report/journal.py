"""The draft journal: every change of text or findings is on disk within a second, and survives a kill.

One row a task in the program's SQLite file (WAL, synchronous), sealed. A row goes only when its report is
delivered; one that can't be read stays in a table of its own when something else is written for its task.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from reader.core.errors import ReaderError
from reader.core.json_text import parse
from reader.core.log import short
from reader.core.sealing import Seal, SealBroken
from reader.core.storage import Database, StorageError
from reader.core.tasks import Pool, Progress, Tasks
from reader.core.text import tr
from reader.findings.model import Finding, FindingsModel, Status
from reader.findings.saved_states import SavedState
from reader.report.model import DraftModel, Report
from reader.report.plain import from_plain, to_plain

_log = logging.getLogger(__name__)
_MIGRATIONS = (
    """CREATE TABLE draft (
        task TEXT PRIMARY KEY, saved TEXT NOT NULL, number INTEGER NOT NULL, report TEXT NOT NULL,
        findings TEXT NOT NULL)""",
    """CREATE TABLE sealed_draft (
        task TEXT PRIMARY KEY, saved TEXT NOT NULL, number INTEGER NOT NULL, sealed BLOB NOT NULL)""",
    "CREATE TABLE sealed_reason (task TEXT PRIMARY KEY, saved TEXT NOT NULL, sealed BLOB NOT NULL)",
    """CREATE TABLE unread_draft (
        task TEXT NOT NULL, saved TEXT NOT NULL, number INTEGER NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (task, saved))""",
)
INTERVAL = 0.3
RETRY = 1.0


@dataclass(frozen=True)
class JournaledDraft:
    """What was on disk: the report, the findings as judged and measured, and when they were saved (aware, UTC).
    removed: tracking UIDs of stored ones that were taken away. states: presentation states that go with it."""

    task_uid: str
    report: Report
    findings: tuple[Finding, ...]
    saved_at: datetime
    removed: tuple[str, ...] = ()
    states: tuple[SavedState, ...] = ()


@dataclass(frozen=True)
class _Snapshot:
    number: int
    report: Report
    findings: tuple[Finding, ...]
    removed: tuple[str, ...] = ()
    states: tuple[SavedState, ...] = ()


class DraftJournal:
    """Keeps the draft of the open case, and finds those that a kill left behind. Main thread only."""

    def __init__(self, database: Database, tasks: Tasks, seal: Seal) -> None:
        self._database = database
        self._tasks = tasks
        self._seal = seal
        self._open: _Keeper | None = None
        self._unreadable: set[str] = set()
        database.migrate("report", _MIGRATIONS)

    def open(self, task_uid: str, draft: DraftModel, findings: FindingsModel) -> None:
        """Keep this draft and these findings from now on; the one that was open before is saved and left.

        Nothing is written before the first change.
        """
        self.close()
        aside = task_uid in self._unreadable
        self._open = _Keeper(self._database, self._tasks, self._seal, task_uid, draft, findings, aside=aside)

    def close(self) -> None:
        """Save what is not saved yet and let go of the draft. Raises `StorageError`; then it stays open."""
        if self._open is not None:
            self._open.flush()
            self._open.disconnect()
            self._open = None

    def flush(self) -> None:
        """Save now, on this thread (before a submission, at the end). Raises `StorageError`."""
        if self._open is not None:
            self._open.flush()

    def resume(self, task_uid: str) -> JournaledDraft | None:
        """The draft kept for a task, else the last one that could not be read before; None where there is none.

        Raises `ReaderError` where it can't be read; then it stays, whatever is written after it.
        """
        rows = self._database.read("SELECT * FROM sealed_draft WHERE task = ?", (task_uid,))
        rows = rows or self._database.read(
            "SELECT * FROM unread_draft WHERE task = ? ORDER BY saved DESC LIMIT 1", (task_uid,)
        )
        if not rows:
            return None
        self._unreadable.add(task_uid)
        try:
            kept = self._seal.open(rows[0]["sealed"], _place(task_uid))
        except SealBroken as cause:
            raise SealBroken(
                tr("The draft of this exam that is saved on this computer can't be opened."),
                cause.user_message,
                safe=tr("It is kept as it is, also when you write a new one."),
            ) from cause
        try:
            draft = parse(kept)
            report = from_plain(Report, draft["report"])
            findings = from_plain(tuple[Finding, ...], draft["findings"])
            removed = from_plain(tuple[str, ...], draft.get("removed", []))
            states = from_plain(tuple[SavedState, ...], draft.get("states", []))
            saved = datetime.fromisoformat(rows[0]["saved"])
            found = JournaledDraft(task_uid, report, findings, saved, removed, states)
        except (ValueError, TypeError, KeyError) as cause:
            raise ReaderError(
                tr("The saved draft of this case can't be read by this version of the program."),
                tr("It is kept unchanged; update the program, or start a new report."),
            ) from cause
        self._unreadable.discard(task_uid)
        return found

    def move(self, task_uid: str, to: str) -> None:
        """Keep for another task what is kept for this one; nothing where there is nothing. Raises `ReaderError`."""
        rows = self._database.read("SELECT * FROM sealed_draft WHERE task = ?", (task_uid,))
        if rows:
            sealed = self._seal.seal(self._seal.open(rows[0]["sealed"], _place(task_uid)), _place(to))
            with self._database.write() as db:
                db.execute("UPDATE sealed_draft SET task = ?, sealed = ? WHERE task = ?", (to, sealed, task_uid))

    def keep_reason(self, task_uid: str, reason: str) -> None:
        """Why a reviewer returns this report, until the hub has it. Raises `StorageError`."""
        sealed = self._seal.seal(reason.encode(), _reason_place(task_uid))
        with self._database.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO sealed_reason VALUES (?,?,?)",
                (task_uid, datetime.now(UTC).isoformat(), sealed),
            )

    def reason(self, task_uid: str) -> str:
        """What `keep_reason` kept; "" where there is nothing. Raises `ReaderError` where it can't be read."""
        rows = self._database.read("SELECT sealed FROM sealed_reason WHERE task = ?", (task_uid,))
        return self._seal.open(rows[0]["sealed"], _reason_place(task_uid)).decode() if rows else ""

    def keeps(self, task_uid: str) -> bool:
        """Whether a draft or the reason of a return is kept for a task. Raises `ReaderError` where one is and can't
        be read."""
        reason = self.reason(task_uid)
        return self.resume(task_uid) is not None or bool(reason)

    def kept(self) -> tuple[str, ...]:
        """The tasks that have a draft or the reason of a return on this computer, the latest first."""
        kept = "SELECT task, saved FROM sealed_draft UNION ALL SELECT task, saved FROM sealed_reason"
        rows = self._database.read(f"{kept} ORDER BY saved DESC")
        return tuple(dict.fromkeys(row["task"] for row in rows))

    def discard(self, task_uid: str) -> None:
        """Remove what is kept of a task whose report was delivered. Raises `StorageError`."""
        if self._open is not None and self._open.task_uid == task_uid:
            self._open.disconnect()
            self._open = None
        with self._database.write() as db:
            for table in ("sealed_draft", "sealed_reason", "unread_draft"):
                db.execute(f"DELETE FROM {table} WHERE task = ?", (task_uid,))


class _Keeper:
    """Writes one draft. At most one write is under way; it takes the newest state, not the one that asked."""

    def __init__(
        self,
        database: Database,
        tasks: Tasks,
        seal: Seal,
        task_uid: str,
        draft: DraftModel,
        findings: FindingsModel,
        *,
        aside: bool,
    ) -> None:
        """aside: what is kept for the task could not be read, and stays when something else is written."""
        self.task_uid, self._aside = task_uid, aside
        self._database = database
        self._tasks = tasks
        self._seal = seal
        self._draft = draft
        self._findings = findings
        self._lock = threading.Lock()
        self._written = 0
        self._newest = _Snapshot(0, draft.report, *_kept(findings))
        self._under_way = False
        self._closed = threading.Event()
        self._began = 0.0
        draft.changed.connect(self._changed)
        findings.changed.connect(self._changed)
        findings.saved.changed.connect(self._changed)

    def disconnect(self) -> None:
        self._closed.set()
        with self._lock:  # a write under way ends first, and none begins after
            pass
        self._draft.changed.disconnect(self._changed)
        self._findings.changed.disconnect(self._changed)
        self._findings.saved.changed.disconnect(self._changed)

    def flush(self) -> None:
        if self._newest.number > self._written:
            try:
                self._saved(self._write())
            except StorageError as error:
                self._draft.mark_unsaved(error.user_message)
                raise

    def _changed(self) -> None:
        newest = _Snapshot(self._newest.number, self._draft.report, *_kept(self._findings))
        if newest != self._newest:
            self._newest = replace(newest, number=newest.number + 1)
            self._start(INTERVAL)

    def _start(self, pause: float) -> None:
        if self._under_way or self._closed.is_set():
            return
        self._under_way = True

        def work(_: Progress) -> tuple[_Snapshot, datetime] | None:
            # Typing comes in bursts: one write every INTERVAL at most, the first one at once.
            wait = self._began + pause - time.monotonic()
            if self._closed.wait(max(0.0, wait)):
                return None
            self._began = time.monotonic()
            return self._write()

        self._tasks.change(work, self._landed, failed=self._failed, pool=Pool.STORAGE)

    def _write(self) -> tuple[_Snapshot, datetime] | None:
        """Put the newest state on disk; any thread. None where the draft was let go of meanwhile."""
        with self._lock:
            if self._closed.is_set():
                return None
            snapshot = self._newest
            now = datetime.now(UTC)
            plain = {
                "report": to_plain(snapshot.report), "findings": to_plain(snapshot.findings),
                "removed": to_plain(snapshot.removed), "states": to_plain(snapshot.states),
            }  # fmt: skip
            sealed = self._seal.seal(json.dumps(plain).encode(), _place(self.task_uid))
            with self._database.write() as db:
                if self._aside:
                    db.execute(
                        "INSERT OR IGNORE INTO unread_draft SELECT * FROM sealed_draft WHERE task = ?",
                        (self.task_uid,),
                    )
                db.execute(
                    "INSERT OR REPLACE INTO sealed_draft VALUES (?,?,?,?)",
                    (self.task_uid, now.isoformat(), snapshot.number, sealed),
                )
            self._written, self._aside = snapshot.number, False
            return snapshot, now

    def _landed(self, outcome: tuple[_Snapshot, datetime] | None) -> None:
        self._under_way = False
        if self._closed.is_set():
            return
        self._saved(outcome)
        if self._newest.number > self._written:
            self._start(INTERVAL)

    def _saved(self, outcome: tuple[_Snapshot, datetime] | None) -> None:
        if outcome is not None:
            snapshot, when = outcome
            self._draft.mark_saved(when, snapshot.report)

    def _failed(self, error: BaseException) -> None:
        """The disk refused: the text stays in memory, the user is told, and it is tried again until it works."""
        self._under_way = False
        if self._closed.is_set():
            return
        _log.error("the draft of %s could not be saved: %s", short(self.task_uid), error.__cause__ or error)
        self._draft.mark_unsaved(error.user_message if isinstance(error, ReaderError) else str(error))
        self._start(RETRY)


def _place(task_uid: str) -> tuple[str, str]:
    return "draft", task_uid


def _reason_place(task_uid: str) -> tuple[str, str]:
    return "reason", task_uid


def seal_open_drafts(database: Database, seal: Seal) -> None:
    """Drafts of earlier versions lie open: seal them, all or none, and leave nothing of them in the file.

    Any thread, before a journal is opened on this database.
    """
    database.migrate("report", _MIGRATIONS)
    with database.write() as db:
        rows = db.execute("SELECT * FROM draft").fetchall()
        for row in rows:
            try:
                plain = {"report": parse(row["report"]), "findings": parse(row["findings"])}
            except (ValueError, TypeError):
                plain = {"report": str(row["report"]), "findings": str(row["findings"])}  # told when it is opened
            sealed = seal.seal(json.dumps(plain).encode(), _place(row["task"]))
            db.execute(
                "INSERT OR REPLACE INTO sealed_draft VALUES (?,?,?,?)",
                (row["task"], row["saved"], row["number"], sealed),
            )
        if rows:
            db.execute("DELETE FROM draft")
            database.scrub_later(db)
    database.scrub()


def drafts_in(database: Database) -> int:
    """How many drafts a database holds, whether they can be opened or not. Any thread."""
    tables = database.read("SELECT name FROM sqlite_master WHERE name IN ('draft', 'sealed_draft')")
    return sum(int(database.read(f"SELECT count(*) AS n FROM {table['name']}")[0]["n"]) for table in tables)


def _kept(findings: FindingsModel) -> tuple[tuple[Finding, ...], tuple[str, ...], tuple[SavedState, ...]]:
    """What was judged or measured, what was taken away, and what was saved of how images are shown; what an
    algorithm only proposes is at the archive."""
    kept = tuple(finding for finding in findings.findings if finding.status is not Status.PROPOSED)
    return kept, tuple(sorted(findings.removed)), findings.saved.states
