"""Nothing typed is lost: a real SIGKILL, a really full disk, and a draft read back as it was."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from reader.app.results import with_own
from reader.core.errors import ReaderError
from reader.core.sealing import Seal
from reader.core.storage import Database, StorageError
from reader.dicom.values import Code
from reader.findings import service
from reader.findings.model import (
    Evaluation,
    FindingsModel,
    ImageReference,
    Observer,
    Shape,
    ShapeKind,
    Source,
    Status,
)
from reader.findings.own_key_images import marked
from reader.report.journal import DraftJournal
from reader.report.model import IMPRESSION, DraftModel, Report, Statement
from reader.report.plain import from_plain, to_plain
from tests.loop import MainLoop
from tests.report.examples import nodule, report

SEAL = Seal(bytes(32))


@pytest.fixture
def loop() -> Iterator[MainLoop]:
    loop = MainLoop()
    yield loop
    loop.tasks.close()


def write(draft: DraftModel, text: str) -> Report:
    section = replace(draft.report.section(IMPRESSION), statements=(Statement(text, ("2.25.5",)),))
    draft.set_report(draft.report.with_section(section))
    return draft.report


def kill_while_typing(database: Path, *more: str, until: Callable[[list[list[str]]], bool]) -> list[list[str]]:
    """The lines that the typist printed before SIGKILL."""
    command = [sys.executable, "-m", "tests.report.typist", str(database), "2.25.9", *more]
    root = Path(__file__).resolve().parents[2]
    lines: list[list[str]] = []
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            lines.append(line.split(" ", 2))
            if until(lines):
                break
        killed = time.monotonic()
        child.kill()
        lines += [line.split(" ", 2) for line in child.stdout if line.endswith("\n")]
    assert child.returncode == -9
    lines.append(["killed", str(killed)])
    return lines


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_sigkill_while_typing_loses_less_than_a_second(tmp_path: Path, loop: MainLoop) -> None:
    path = tmp_path / "reader.sqlite"
    lines = kill_while_typing(path, until=lambda seen: float(seen[-1][1]) - float(seen[0][1]) > 1.5)
    killed = float(lines.pop()[1])
    draft = DraftJournal(Database(path), loop.tasks, SEAL).resume("2.25.9")
    assert draft is not None
    kept = len(draft.report.section(IMPRESSION).text)
    due = [int(number) for number, at, *_ in lines if float(at) < killed - 1.0]
    assert due and kept >= due[-1], f"{kept} letters kept of {due[-1]} typed a second before"
    assert [finding.status for finding in draft.findings] == [Status.ACCEPTED, Status.REJECTED]


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE is of POSIX")
def test_files_that_cannot_grow_rlimit_fsize_are_told_and_saved_later(tmp_path: Path, loop: MainLoop) -> None:
    """The child's files are capped at 300 kB by RLIMIT_FSIZE; when it has been told, the cap is lifted."""
    path = tmp_path / "reader.sqlite"

    def told_and_saved_again(seen: list[list[str]]) -> bool:
        problems = [line[2].startswith("- ") for line in seen]
        return False in problems and problems[-1] and float(seen[-1][1]) - float(seen[0][1]) > 2

    lines = kill_while_typing(path, "300000", until=told_and_saved_again)
    killed = float(lines.pop()[1])
    told = next(line for line in lines if not line[2].startswith("- "))
    assert "reader.sqlite" in told[2] or "disk" in told[2].lower()
    draft = DraftJournal(Database(path), loop.tasks, SEAL).resume("2.25.9")
    due = [int(line[2].split()[-1]) for line in lines if float(line[1]) < killed - 1.0]
    assert draft is not None and len(draft.report.section(IMPRESSION).text) >= due[-1]


def test_a_full_disk_tmpfs_keeps_the_text_and_tries_again(tmp_path: Path, loop: MainLoop) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = sys.platform == "linux" and os.geteuid() == 0
    mounted = mounted and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)], check=False, capture_output=True
    ).returncode == 0
    if not mounted:
        pytest.skip("only root may mount a small tmpfs here")
    try:
        database = Database(disk / "reader.sqlite")
        journal = DraftJournal(database, loop.tasks, SEAL)
        draft, findings = DraftModel(report()), FindingsModel((nodule(),))
        journal.open("2.25.9", draft, findings)
        first = write(draft, "first")
        loop.run_until(lambda: not draft.dirty)
        with open(disk / "filler", "wb", buffering=0) as filler, pytest.raises(OSError, match="No space"):
            while True:
                filler.write(b"x" * 4096)
        typed = write(draft, "字" * 50_000)
        loop.run_until(lambda: bool(draft.save_problem))
        assert "full" in draft.save_problem and draft.dirty and draft.report == typed
        with pytest.raises(StorageError) as refused:
            journal.flush()
        assert "stays in its window" in refused.value.safe
        kept = journal.resume("2.25.9")
        assert kept is not None and kept.report == first
        (disk / "filler").unlink()
        loop.run_until(lambda: not draft.save_problem)
        kept = journal.resume("2.25.9")
        assert kept is not None and kept.report == typed
        journal.close()
        database.close()
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_saved_within_half_a_second_and_removed_only_when_delivered(tmp_path: Path, loop: MainLoop) -> None:
    database = Database(tmp_path / "reader.sqlite")
    journal = DraftJournal(database, loop.tasks, SEAL)
    draft, findings = DraftModel(report()), FindingsModel((nodule(status=Status.PROPOSED),))
    journal.open("2.25.9", draft, findings)
    assert journal.resume("2.25.9") is None and journal.kept() == ()
    began = time.monotonic()
    for number in range(30):
        write(draft, "x" * number)
    loop.run_until(lambda: not draft.dirty)
    assert time.monotonic() - began < 2 and draft.saved_at is not None
    service.accept(findings, "2.25.5")
    last = write(draft, "the end")
    journal.close()  # saves at once, without the loop
    kept = journal.resume("2.25.9")
    assert kept is not None and (kept.report, kept.findings) == (last, findings.findings)
    other = DraftModel(report())
    journal.open("2.25.10", other, FindingsModel())
    write(other, "another case")
    journal.flush()
    assert journal.kept() == ("2.25.10", "2.25.9")
    write(other, "while delivered")
    journal.discard("2.25.10")
    write(other, "after it was delivered")
    time.sleep(0.5)
    assert journal.kept() == ("2.25.9",) and loop.errors == []


def test_the_reason_of_a_return_is_kept_sealed_until_it_is_delivered(tmp_path: Path, loop: MainLoop) -> None:
    database = Database(tmp_path / "reader.sqlite")
    DraftJournal(database, loop.tasks, SEAL).keep_reason("2.25.9", "The left hilum?")
    journal = DraftJournal(database, loop.tasks, SEAL)
    assert journal.kept() == ("2.25.9",) and journal.reason("2.25.9") == "The left hilum?"
    assert journal.resume("2.25.9") is None and journal.reason("2.25.8") == ""
    assert not any(b"hilum" in file.read_bytes() for file in tmp_path.iterdir())
    with database.write() as db:
        db.execute("UPDATE sealed_reason SET task = '2.25.8'")
    with pytest.raises(ReaderError):
        journal.reason("2.25.8")
    journal.discard("2.25.8")
    assert journal.kept() == ()


def test_a_draft_of_another_version_is_refused_in_words(tmp_path: Path, loop: MainLoop) -> None:
    database = Database(tmp_path / "reader.sqlite")
    journal = DraftJournal(database, loop.tasks, SEAL)
    sealed = SEAL.seal(b'{"report": {"a": 1}, "findings": []}', ("draft", "2.25.1"))
    with database.write() as db:
        db.execute("INSERT INTO sealed_draft VALUES (?,?,?,?)", ("2.25.1", "2026-01-01T00:00:00+00:00", 1, sealed))
    with pytest.raises(ReaderError, match="version"):
        journal.resume("2.25.1")


def test_plain_values_come_back_whole() -> None:
    shape = Shape(ShapeKind.POLYGON, ((1.0, 2.0, 3.5), (4.0, 5.0, 6.0)), True)
    coded = Evaluation(Code("a", "b", "c"), Code("d", "e", "f"))
    evaluations = (coded, replace(coded, value="words"))
    finding = replace(nodule(), shapes=(shape,), evaluations=evaluations, proposed=nodule())
    assert from_plain(type(finding), to_plain(finding)) == finding
    assert from_plain(Report, to_plain(report())) == report()
    unknown = to_plain(report()) | {"a field of tomorrow": 1}
    assert from_plain(Report, unknown) == report()
    with pytest.raises(ValueError, match="subject"):
        from_plain(Report, {"language": "zh"})


def test_key_images_are_kept_and_what_was_taken_away_stays_away(tmp_path: Path, loop: MainLoop) -> None:
    """A reviewer takes one of the author's key images off and marks another; the program is started again, and the
    author's come from the hub as they were."""
    author, mine = Source(Observer.PERSON, "李娜 Li Na"), Source(Observer.PERSON, "周伟 Zhou Wei")
    stored = [marked(ImageReference("1.2", f"2.25.{n}", (n,), "2.25.9"), author, "Halo") for n in (1, 2)]
    database, findings = Database(tmp_path / "reader.sqlite"), FindingsModel()
    findings.load(stored)
    journal = DraftJournal(database, loop.tasks, SEAL)
    journal.open("2.25.9", DraftModel(report()), findings)
    findings.remove(stored[0].tracking_uid)
    new = marked(ImageReference("1.2", "2.25.3", (), "2.25.9"), mine)
    findings.put(new)
    journal.close()
    kept = DraftJournal(database, loop.tasks, SEAL).resume("2.25.9")
    assert kept is not None and kept.findings == (stored[1], new)
    again = FindingsModel()
    again.load(kept.findings, kept.removed)
    assert with_own(tuple(stored), again) == (stored[1], new)
    again.put(stored[0])  # marked once more
    assert {f.tracking_uid for f in with_own(tuple(stored), again)} == {f.tracking_uid for f in (*stored, new)}


def test_a_judgement_that_was_taken_back_stays_so(tmp_path: Path, loop: MainLoop) -> None:
    """Stored as accepted; put back to what the algorithm proposed; the program is started again, and what is stored
    comes from the hub as it was."""
    stored = (nodule("2.25.1"), nodule("2.25.2"))
    database, findings = Database(tmp_path / "reader.sqlite"), FindingsModel()
    findings.load(stored)
    journal = DraftJournal(database, loop.tasks, SEAL)
    journal.open("2.25.9", DraftModel(report()), findings)
    service.reopen(findings, "2.25.1")
    statuses = [Status.PROPOSED, Status.ACCEPTED]
    assert [f.status for f in with_own(stored, findings)] == statuses, "read again while it is open"
    journal.close()
    kept = DraftJournal(database, loop.tasks, SEAL).resume("2.25.9")
    assert kept is not None
    again = FindingsModel()
    again.load(kept.findings, kept.removed)
    for _ in range(2):
        again.load(with_own(stored, again), again.removed)
        assert [f.status for f in again.findings] == statuses
    service.accept(again, "2.25.1")
    assert again.removed == frozenset() and with_own(stored, again) == again.findings


def test_a_draft_that_can_not_be_opened_stays_when_another_one_is_written(tmp_path: Path, loop: MainLoop) -> None:
    """Its key may come back, or a program that reads it."""
    database = Database(tmp_path / "reader.sqlite")

    def write_with(seal: Seal, text: str) -> None:
        journal = DraftJournal(database, loop.tasks, seal)
        with suppress(ReaderError):
            journal.resume("2.25.9")
        draft = DraftModel(report())
        journal.open("2.25.9", draft, FindingsModel(()))
        write(draft, text)
        journal.close()

    def found(seal: Seal) -> str:
        kept = DraftJournal(database, loop.tasks, seal).resume("2.25.9")
        assert kept is not None
        return kept.report.section(IMPRESSION).text

    other = Seal(bytes(reversed(range(32))))
    write_with(SEAL, "written first")
    with pytest.raises(ReaderError) as told:
        found(other)
    assert "draft of this exam" in told.value.user_message and "stays" in told.value.safe
    DraftJournal(database, loop.tasks, other).open("2.25.9", DraftModel(report()), FindingsModel(()))
    assert found(SEAL) == "written first", "nothing was written over it"
    write_with(other, "written later")
    assert found(other) == "written later"
    with database.write() as db:
        db.execute("DELETE FROM sealed_draft")
    assert found(SEAL) == "written first"
    database.close()


@pytest.mark.parametrize(
    ("user", "review"), [("li", False), ("chen", False), ("zhou", True), ("li", True)],
)  # fmt: skip
def test_a_draft_of_an_earlier_version_is_its_author_s_and_of_a_review_not(
    tmp_path: Path, loop: MainLoop, user: str, review: bool
) -> None:
    """They did not say whose they are; the hub was restored, and a colleague has got the task."""
    database = Database(tmp_path / "reader.sqlite")
    begun = report()
    draft = DraftModel(replace(begun, author=replace(begun.author, username="li")))
    former = DraftJournal(database, loop.tasks, SEAL)
    former.open("2.25.9", draft, FindingsModel())
    write(draft, "Effusion on the left.")
    former.close()
    own = (user == "li") != review
    journal = DraftJournal(database, loop.tasks, SEAL, user, lambda _: review)
    assert journal.kept() == (("2.25.9",) if own else ())
    assert (journal.resume("2.25.9") is not None) == own
    other = DraftModel(begun)
    journal.open("2.25.9", other, FindingsModel())
    write(other, "No effusion.")
    journal.close()
    owner = "zhou" if review else "li"
    kept = DraftJournal(database, loop.tasks, SEAL, owner, lambda _: review).look("2.25.9")
    assert kept is not None
    said = kept.report.section(IMPRESSION).text
    assert said == ("No effusion." if own else "Effusion on the left.")
