"""A draft that can't be read, for a moment or for longer, is never written over, and comes back once it can be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import ReaderError
from reader.core.sealing import Seal, SealBroken
from reader.core.storage import Database, StorageError
from reader.findings.model import FindingsModel
from reader.report.journal import DraftJournal, drafts_in
from reader.report.model import IMPRESSION, DraftModel, Report, Statement
from tests.loop import MainLoop
from tests.report.examples import nodule, report

SEAL, OTHER = Seal(bytes(32)), Seal(bytes(reversed(range(32))))
UID = "2.25.9"


@pytest.fixture
def loop() -> Iterator[MainLoop]:
    loop = MainLoop()
    yield loop
    loop.tasks.close()


def saying(text: str) -> Report:
    section = replace(report().section(IMPRESSION), statements=(Statement(text),))
    return report().with_section(section)


def text_of(of: Report) -> str:
    return of.section(IMPRESSION).text


class Computer:
    """One profile, started as often as it is asked."""

    def __init__(self, path: Path, loop: MainLoop) -> None:
        self.path, self._loop = path, loop
        self.start()

    def start(self, seal: Seal = SEAL) -> DraftJournal:
        self.database = Database(self.path)
        self.journal = DraftJournal(self.database, self._loop.tasks, seal)
        return self.journal

    def write(self, text: str, uid: str = UID) -> None:
        """Open the exam, write, and leave; what can't be read on the way is passed over."""
        draft = DraftModel(report())
        with suppress(ReaderError):
            self.journal.resume(uid)
        self.journal.open(uid, draft, FindingsModel((nodule(),)))
        draft.set_report(saying(text))
        self.journal.close()

    def draft(self, uid: str = UID) -> str:
        kept = self.journal.resume(uid)
        return text_of(kept.report) if kept is not None else ""

    def earlier(self, uid: str = UID) -> list[str]:
        return [text_of(draft.report) for draft in self.journal.earlier(uid)]

    def damage(self) -> Callable[[], None]:
        """One page of the draft gets lost, in the middle of its text. How it is repaired."""
        self.database.close()
        with closing(sqlite3.connect(self.path)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            size = db.execute("PRAGMA page_size").fetchone()[0]
            sealed = db.execute("SELECT sealed FROM sealed_draft").fetchone()[0]
        whole = self.path.read_bytes()
        page = whole.index(sealed[5000:5040]) // size * size

        def put(pointer: bytes) -> None:
            with self.path.open("r+b") as file:
                file.seek(page)
                file.write(pointer)

        put(b"\x7f\xff\xff\xff")
        return lambda: put(whole[page : page + 4])


@pytest.fixture
def computer(tmp_path: Path, loop: MainLoop) -> Iterator[Computer]:
    computer = Computer(tmp_path / "reader.sqlite", loop)
    yield computer
    computer.database.close()


def test_one_failed_read_costs_no_draft(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    computer.write("Old work.")
    computer.start()
    read = Database.read

    def failing(self: Database, sql: str, *more: Any) -> Any:
        raise StorageError("disk I/O error")

    with monkeypatch.context() as broken:
        broken.setattr(Database, "read", failing)
        with pytest.raises(StorageError):
            computer.journal.resume(UID)
    assert Database.read is read and computer.journal.unread(UID)
    draft = DraftModel(report())
    computer.journal.open(UID, draft, FindingsModel())
    draft.set_report(saying("n"))
    computer.journal.close()
    assert not computer.journal.unread(UID) and computer.draft() == "n"
    assert computer.earlier() == ["Old work."] and computer.journal.earlier(UID)[0].findings == (nodule(),)
    computer.journal.discard(UID)
    assert computer.journal.kept() == () and computer.start().kept() == ()
    assert computer.draft() == "Old work.", "it outlives the delivery of the other one"


def test_what_was_never_seen_is_not_removed_with_an_exam_that_is_left(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.write("Old work.")
    computer.start()
    with monkeypatch.context() as broken:
        broken.setattr(Database, "read", lambda *_: (_ for _ in ()).throw(StorageError("locked")))
        with pytest.raises(StorageError):
            computer.journal.resume(UID)
    computer.journal.discard(UID)
    assert computer.draft() == "Old work."
    computer.journal.discard(UID)
    assert computer.draft() == "", "once it was read it goes as any other"


def test_a_damaged_draft_bars_nobody_from_writing_and_comes_back_once_it_is_repaired(computer: Computer) -> None:
    computer.write("Old work. " * 3000)
    repair = computer.damage()
    computer.start()
    with pytest.raises(StorageError) as told:
        computer.journal.resume(UID)
    assert "damaged" in told.value.user_message and "stays" in told.value.safe
    computer.write("New work.")
    computer.write("Newer work.")
    computer.write("Of another exam.", "2.25.10")
    computer.start()
    assert computer.draft() == "Newer work." and computer.draft("2.25.10") == "Of another exam."
    assert computer.earlier() == [] and set(computer.journal.kept()) == {UID, "2.25.10"}
    for _ in range(2):  # delivered; and looked at again at the next start
        computer.journal.discard(UID)
        assert computer.start().kept() == ("2.25.10",)
    with pytest.raises(StorageError):
        computer.journal.resume(UID)
    computer.write("Written once more.")
    computer.database.close()
    repair()
    computer.start()
    assert computer.draft() == "Written once more." and computer.earlier() == ["Old work. " * 3000]
    computer.journal.discard(UID)
    assert computer.draft() == "Old work. " * 3000
    assert drafts_in(computer.database) == 2 and computer.database.flaw() == ""


def test_what_another_key_sealed_outlives_the_delivery_of_a_new_report(computer: Computer) -> None:
    computer.write("Old work.")
    computer.start(OTHER)
    with pytest.raises(SealBroken) as told:
        computer.journal.resume(UID)
    assert "delivered" in told.value.safe
    computer.write("New work.")
    assert computer.draft() == "New work." and computer.earlier() == []
    computer.journal.discard(UID)
    assert computer.journal.kept() == () and drafts_in(computer.database) == 1
    computer.start()
    assert computer.draft() == "Old work."
    computer.write("Old work, gone on with.")
    assert computer.draft() == "Old work, gone on with." and computer.earlier() == []
    computer.journal.discard(UID)
    assert computer.draft() == "" and drafts_in(computer.database) == 0


def test_the_drafts_of_claims_that_were_put_back_are_all_found_again(computer: Computer) -> None:
    computer.write("First.", "2.25.1")
    computer.write("Second.", "2.25.2")
    computer.journal.keep_reason("2.25.2", "The left hilum?")
    for uid in ("2.25.2", "2.25.1"):
        computer.journal.move(uid, UID)
        computer.journal.move(uid, UID)
    assert computer.journal.kept() == (UID,) and computer.journal.reason(UID) == "The left hilum?"
    assert computer.draft() == "Second." and computer.earlier() == ["First."]
    computer.start(OTHER).keep_reason("2.25.3", "")
    computer.write("Of a key that goes.", "2.25.3")
    computer.start()
    with pytest.raises(SealBroken):
        computer.journal.move("2.25.3", UID)
    assert computer.draft() == "Second."
