"""The draft journal: every change of text or findings is on disk within a second, and survives a kill.

One row a task and user in the program's SQLite file (WAL, synchronous), sealed. A row goes only when its report is
delivered or the user deletes it; one that could not be read is set aside, outlives both, and is offered again.
Nobody goes on with what a colleague wrote on the same computer. Rows of earlier versions say whose they are by the
author of the report alone: of a review, who it is not.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from reader.core.errors import ReaderError
from reader.core.json_text import parse
from reader.core.log import short
from reader.core.sealing import Seal, SealBroken
from reader.core.storage import Database, StorageError, Trouble
from reader.core.tasks import Pool, Progress, Tasks
from reader.core.text import mark, tr
from reader.findings.model import Finding, FindingsModel, Status
from reader.findings.saved_states import SavedState
from reader.report.draft_rows import MIGRATIONS, DraftRows, Row
from reader.report.model import DraftModel, Report
from reader.report.plain import from_plain, to_plain

_log = logging.getLogger(__name__)
STAYS = mark(
    "It stays on this computer as it is, also when a new one is written and delivered. As soon as it can be read,"
    " it is offered when this exam is opened."
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


@dataclass(frozen=True)
class _Found:
    """What was found of a task. over: the part that was read and may be replaced, None where none was. taken: what
    was set aside and is gone on with."""

    over: int | None = None
    taken: Row | None = None


class DraftJournal:
    """Keeps the draft of the open case, and finds those that a kill left behind. Main thread only. user: whose
    drafts and reasons these are, the name of their account. is_review: whether the task of a UID is known to be the
    review of somebody's report."""

    def __init__(
        self, database: Database, tasks: Tasks, seal: Seal, user: str = "",
        is_review: Callable[[str], bool] = lambda _: False,
    ) -> None:  # fmt: skip
        self._user, self._is_review = user, is_review
        self._database = database
        self._tasks = tasks
        self._seal = seal
        self._open: _Keeper | None = None
        self._rows = DraftRows(database)
        self._known: dict[str, _Found] = {}
        self._unread: set[str] = set()

    def open(self, task_uid: str, draft: DraftModel, findings: FindingsModel) -> None:
        """Keep this draft and these findings from now on; the one that was open before is saved and left.

        Nothing is written before the first change, and nothing over what `resume` has not read.
        """
        self.close()
        found = self._known.get(task_uid, _Found())
        key = self._key(task_uid)
        self._open = _Keeper(self._rows, self._tasks, self._seal, task_uid, key, draft, findings, found)

    def close(self) -> None:
        """Save what is not saved yet and let go of the draft. Raises `StorageError`; then it stays open."""
        if self._open is not None:
            self._open.flush()
            self._let_go()

    def flush(self) -> None:
        """Save now, on this thread (before a submission, at the end). Raises `StorageError`."""
        if self._open is not None:
            self._open.flush()

    def resume(self, task_uid: str) -> JournaledDraft | None:
        """The draft kept for a task, else the last one set aside that can be read now; None where there is none.

        Raises `ReaderError` where it can't be read, whatever the reason; then it stays, whatever is written after.
        """
        self._unread.add(task_uid)
        self._known.pop(task_uid, None)
        row = self._newest(task_uid)
        if row is not None:
            draft: JournaledDraft | None = self._read(row)
            found = _Found(over=row.part) if row.task == self._key(task_uid) else _Found(taken=row)
        else:
            draft, taken = self._latest_aside(task_uid)
            found = _Found(taken=taken)
        self._known[task_uid] = found
        self._unread.discard(task_uid)
        return draft

    def unread(self, task_uid: str) -> bool:
        """Whether something is kept for a task that `resume` could not read, and nothing was written since."""
        wrote = self._open is not None and self._open.task_uid == task_uid and self._open.wrote
        return task_uid in self._unread and not wrote

    def earlier(self, task_uid: str) -> tuple[JournaledDraft, ...]:
        """What was set aside of a task and can be read now, the latest first, without what `resume` has given.
        Raises `StorageError`."""
        taken = self._known.get(task_uid, _Found()).taken
        found = []
        for row in self._aside(task_uid):
            with suppress(ReaderError):
                if row != taken:
                    found.append(self._read(row))
        return tuple(found)

    def move(self, task_uid: str, to: str) -> None:
        """Keep for another task what is kept for this one; nothing where there is nothing. What the other one has
        stays its draft and its reason; then this draft is set aside. Raises `ReaderError` where it can't be read or
        moved."""
        newest, key = self._newest(task_uid), self._key(to)
        for row in self._aside(task_uid):
            with suppress(ReaderError):
                self._rows.take_over(row, key, self._sealed_for(row, key), aside=True)
        if newest is not None:
            self._rows.take_over(newest, key, self._sealed_for(newest, key))
        reason = self.reason(task_uid)
        if reason and not self.reason(to):
            self.keep_reason(to, reason)
            self._drop_reason(task_uid)

    def look(self, task_uid: str) -> JournaledDraft | None:
        """The draft kept for a task that is not gone on with, only to be seen. Raises `ReaderError`."""
        newest = self._newest(task_uid)
        return self._read(newest) if newest is not None else None

    def look_sent(self, task_uid: str) -> JournaledDraft | None:
        """The same, of what was set by. Raises `ReaderError`."""
        row = next((row for key in self._keys(task_uid) if (row := self._rows.sent_row(key)) is not None), None)
        return self._read(row) if row is not None else None

    def keep_reason(self, task_uid: str, reason: str) -> None:
        """Why a reviewer returns this report, until the hub has it; "" for not any more. Raises `StorageError`."""
        if not reason:
            self._drop_reason(task_uid)
            return
        key = self._key(task_uid)
        sealed = self._seal.seal(reason.encode(), _reason_place(key))
        with self._database.write() as db:
            row = (key, datetime.now(UTC).isoformat(), sealed)
            db.execute("INSERT OR REPLACE INTO sealed_reason VALUES (?,?,?)", row)

    def reason(self, task_uid: str) -> str:
        """What `keep_reason` kept; "" where there is nothing. Raises `ReaderError` where it can't be read."""
        for key in self._keys(task_uid):
            for row in self._database.read("SELECT sealed FROM sealed_reason WHERE task = ?", (key,)):
                return self._seal.open(row["sealed"], _reason_place(key)).decode()
        return ""

    def keeps(self, task_uid: str) -> bool:
        """Whether a draft or the reason of a return is kept for a task. Raises `ReaderError` where one is and can't
        be read."""
        reason = self.reason(task_uid)
        return self.resume(task_uid) is not None or bool(reason)

    def kept(self) -> tuple[str, ...]:
        """The tasks that have a draft or the reason of a return on this computer, the latest first."""
        reasons = self._database.read("SELECT task, saved FROM sealed_reason")
        kept = [*self._rows.kept().items(), *((row["task"], row["saved"]) for row in reasons)]
        kept.sort(key=lambda entry: entry[1], reverse=True)
        return tuple(dict.fromkeys(self._own(key for key, _ in kept)))

    def is_own(self, task_uid: str) -> bool:
        """Whether what is kept of a task is known to be this user's. Raises `StorageError`."""
        newest = self._newest(task_uid)
        return newest is not None and newest.task != task_uid

    def saved(self, task_uid: str) -> datetime | None:
        """When the draft of a task was saved (aware, UTC); None where it has none. Raises `StorageError`."""
        row = self._newest(task_uid)
        return datetime.fromisoformat(row.saved) if row is not None and row.saved else None

    def discard(self, task_uid: str) -> None:
        """Remove what is kept of a task whose report was delivered, or whose draft its user deletes; what could not
        be read is set aside. Raises `StorageError`."""
        unread = self.unread(task_uid)
        if self._open is not None and self._open.task_uid == task_uid:
            self._let_go()
        self._drop_reason(task_uid)
        newest = self._newest(task_uid)
        if newest is not None and (unread or not self._opens(newest)):
            newest = None
        taken = self._known.pop(task_uid, _Found()).taken
        self._rows.end(self._key(task_uid), but=newest or taken)

    def set_by(self, task_uid: str) -> None:
        """The hub says that it has the report made of this draft: nobody goes on with it, but it is kept until a
        later look has seen the report there. Raises `StorageError`."""
        self.flush()
        newest, key, reason = self._newest(task_uid), self._key(task_uid), None
        for row in self._database.read("SELECT sealed FROM sealed_reason WHERE task = ?", (key,)):
            reason = row["sealed"]
        if reason is None and (told := self.reason(task_uid)):
            reason = self._seal.seal(told.encode(), _reason_place(key))
        sealed: object = None
        if newest is not None:
            sealed = newest.sealed(self._database) if newest.task == key else self._sealed_for(newest, key)
        self._rows.keep_sent(key, newest.saved if newest is not None else "", sealed, reason)
        self.discard(task_uid)

    def sent(self) -> set[str]:
        """The tasks whose drafts are set by. Raises `StorageError`."""
        return set(self._own(self._rows.sent()))

    def bring_back(self, task_uid: str) -> None:
        """What was set by is the draft of its task again, where it has no other. Raises `StorageError`."""
        for key in self._keys(task_uid):
            self._rows.bring_back(key)

    def drop_sent(self, task_uid: str) -> None:
        """What was set by is of no more use. Raises `StorageError`."""
        for key in self._keys(task_uid):
            self._rows.drop_sent(key)

    def _key(self, task_uid: str) -> str:
        return f"{task_uid} {self._user}" if self._user else task_uid

    def _keys(self, task_uid: str) -> tuple[str, ...]:
        """Under which something of this user's may be kept: that of earlier versions too."""
        return tuple(dict.fromkeys((self._key(task_uid), task_uid)))

    def _own(self, keys: Iterable[str]) -> Iterator[str]:
        """The tasks of those keys that are this user's, or may be."""
        for key in keys:
            uid, newest = key.split(" ")[0], self._rows.newest(key)
            if key in self._keys(uid) and not (newest is not None and self._is_anothers(newest)):
                yield uid

    def _newest(self, task_uid: str) -> Row | None:
        found = (row for key in self._keys(task_uid) if (row := self._rows.newest(key)) is not None)
        return next((row for row in found if not self._is_anothers(row)), None)

    def _aside(self, task_uid: str) -> list[Row]:
        rows = [row for key in self._keys(task_uid) for row in self._rows.aside(key)]
        return sorted((r for r in rows if not self._is_anothers(r)), key=lambda row: row.saved, reverse=True)

    def _is_anothers(self, row: Row) -> bool:
        """Whether a row of an earlier version is known to be a colleague's."""
        if not self._user or " " in row.task:
            return False
        try:
            author = self._read(row).report.author.username
        except ReaderError:
            return False  # it can't be told, and what can't be read is nobody's to lose
        if self._is_review(row.task):
            return author == self._user  # nobody reviews their own
        return author not in ("", self._user)

    def _drop_reason(self, task_uid: str) -> None:
        with self._database.write() as db:
            for key in self._keys(task_uid):
                db.execute("DELETE FROM sealed_reason WHERE task = ?", (key,))

    def _let_go(self) -> None:
        if self._open is not None:
            self._open.disconnect()
            if self._open.wrote:
                self._unread.discard(self._open.task_uid)
                self._known[self._open.task_uid] = self._open.found
            self._open = None

    def _opens(self, row: Row) -> bool:
        """Raises `StorageError` where that can't be said now."""
        try:
            self._read(row)
        except StorageError as error:
            if error.trouble is not Trouble.DAMAGED:
                raise
            return False
        except ReaderError:
            return False
        return True

    def _latest_aside(self, task_uid: str) -> tuple[JournaledDraft | None, Row | None]:
        refused: ReaderError | None = None
        for row in self._aside(task_uid):
            try:
                return self._read(row), row
            except ReaderError as error:
                refused = refused or error
        if refused is not None:
            raise refused
        return None, None

    def _sealed_for(self, row: Row, key: str) -> bytes:
        return self._seal.seal(self._open_seal(row), _place(key))

    def _open_seal(self, row: Row) -> bytes:
        try:
            return self._seal.open(row.sealed(self._database), _place(row.task))
        except StorageError as cause:
            if cause.trouble is not Trouble.DAMAGED:
                raise
            raise StorageError(
                tr("The draft of this exam can't be read: the file {file} on this computer is damaged.",
                   file=self._database.path.name),
                tr("Write a new one; it is saved beside it. Tell your administrator."),
                safe=tr(STAYS),
                trouble=cause.trouble,
            ) from cause
        except SealBroken as cause:
            raise SealBroken(
                tr("The draft of this exam that is saved on this computer can't be opened."),
                cause.user_message,
                safe=tr(STAYS),
            ) from cause

    def _read(self, row: Row) -> JournaledDraft:
        kept = self._open_seal(row)
        try:
            draft = parse(kept)
            report = from_plain(Report, draft["report"])
            findings = from_plain(tuple[Finding, ...], draft["findings"])
            removed = from_plain(tuple[str, ...], draft.get("removed", []))
            states = from_plain(tuple[SavedState, ...], draft.get("states", []))
            saved = datetime.fromisoformat(row.saved)
            return JournaledDraft(row.task.split(" ")[0], report, findings, saved, removed, states)
        except (ValueError, TypeError, KeyError) as cause:
            raise ReaderError(
                tr("The saved draft of this case can't be read by this version of the program."),
                tr("Update the program, or start a new report."),
                safe=tr(STAYS),
            ) from cause


class _Keeper:
    """Writes one draft. At most one write is under way; it takes the newest state, not the one that asked."""

    def __init__(
        self,
        rows: DraftRows,
        tasks: Tasks,
        seal: Seal,
        task_uid: str,
        key: str,
        draft: DraftModel,
        findings: FindingsModel,
        found: _Found,
    ) -> None:
        self.task_uid, self.found, self.wrote = task_uid, found, False
        self._key = key
        self._rows = rows
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
            sealed = self._seal.seal(json.dumps(plain).encode(), _place(self._key))
            over, taken = self.found.over, self.found.taken
            over = self._rows.put(self._key, now.isoformat(), snapshot.number, sealed, over, taken)
            self.found, self.wrote = _Found(over), True
            self._written = snapshot.number
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


def _place(key: str) -> tuple[str, str]:
    return "draft", key


def _reason_place(key: str) -> tuple[str, str]:
    return "reason", key


def seal_open_drafts(database: Database, seal: Seal) -> None:
    """Drafts of earlier versions lie open: seal them, all or none, and leave nothing of them in the file.

    Any thread, before a journal is opened on this database.
    """
    database.migrate("report", MIGRATIONS)
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
    known = "('draft', 'sealed_draft', 'later_draft', 'unread_draft')"
    tables = database.read(f"SELECT name FROM sqlite_master WHERE name IN {known}")
    counted = [
        f"SELECT count(*) AS n FROM {table['name']}" + " WHERE number >= 0" * (table["name"] == "later_draft")
        for table in tables
    ]
    return sum(int(database.read(count)[0]["n"]) for count in counted)


def _kept(findings: FindingsModel) -> tuple[tuple[Finding, ...], tuple[str, ...], tuple[SavedState, ...]]:
    """What was judged or measured, what was taken away, and what was saved of how images are shown; what an
    algorithm only proposes is at the archive."""
    kept = tuple(finding for finding in findings.findings if finding.status is not Status.PROPOSED)
    return kept, tuple(sorted(findings.removed)), findings.saved.states
