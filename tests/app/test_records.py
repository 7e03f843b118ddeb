"""What this computer keeps is sealed: old profiles at their first start, and nothing is lost with a key."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from reader.app.records import open_records
from reader.core.private import keep_to_owner, owner_only, sid_of
from reader.core.profile import Profile, open_profile
from reader.core.sealing import KeyGone, SealBroken
from reader.core.secrets import Secrets
from reader.core.storage import StorageError
from reader.findings.model import FindingsModel
from reader.report.journal import DraftJournal, drafts_in
from reader.report.model import DraftModel, Statement
from reader.report.plain import to_plain
from tests.loop import MainLoop
from tests.report.examples import report

SECRET = "王小东 Wang^Xiaodong"
IN_JSON = json.dumps(SECRET).encode()
OLD_TABLES = """
    CREATE TABLE migration (room TEXT PRIMARY KEY, step INTEGER NOT NULL);
    CREATE TABLE draft (task TEXT PRIMARY KEY, saved TEXT NOT NULL, number INTEGER NOT NULL, report TEXT NOT NULL,
        findings TEXT NOT NULL);
    INSERT INTO migration VALUES ('report', 1)"""


def said() -> str:
    return SECRET + " left lung"


def old_profile(folder: Path, drafts: int = 1) -> Profile:
    """As version 0.3 left it: drafts in plain text, some deleted, everything readable by all."""
    folder.mkdir(mode=0o755)
    (folder / "log").mkdir(mode=0o755)
    (folder / "log" / "reader.log").write_text("started\n", "utf-8")
    database = sqlite3.connect(folder / "reader.sqlite")
    database.execute("PRAGMA journal_mode=WAL")
    database.executescript(OLD_TABLES)
    first = report()
    section = replace(first.sections[0], statements=(Statement(said()),))
    text = json.dumps(to_plain(first.with_section(section)))
    for number in range(drafts + 5):
        row = (f"2.25.{number}", "2026-01-01T08:00:00+00:00", 7, text, "[]")
        database.execute("INSERT INTO draft VALUES (?,?,?,?,?)", row)
        database.commit()
    for number in range(drafts, drafts + 5):
        database.execute("DELETE FROM draft WHERE task = ?", (f"2.25.{number}",))
    database.commit()
    database.close()
    for file in folder.rglob("*.*"):
        file.chmod(0o644)
    assert IN_JSON[1:-1] in everything(folder)
    return Profile(folder)


def everything(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


@pytest.fixture
def loop() -> Iterator[MainLoop]:
    loop = MainLoop()
    yield loop
    loop.tasks.close()


def write_draft(profile: Profile, loop: MainLoop, task: str) -> None:
    records = open_records(profile, Secrets(profile))
    journal = DraftJournal(records.database, loop.tasks, records.seal)
    draft = DraftModel(report())
    journal.open(task, draft, FindingsModel())
    section = replace(report().sections[0], statements=(Statement(said()),))
    draft.set_report(draft.report.with_section(section))
    journal.close()
    records.database.close()


def drafts(profile: Profile, loop: MainLoop) -> dict[str, str]:
    """Every draft that can be opened, by task."""
    records = open_records(profile, Secrets(profile))
    journal = DraftJournal(records.database, loop.tasks, records.seal)
    found = {task: journal.resume(task) for task in journal.kept()}
    records.database.close()
    return {task: draft.report.sections[0].text for task, draft in found.items() if draft is not None}


def test_an_old_profile_is_sealed_when_it_is_opened(tmp_path: Path, loop: MainLoop) -> None:
    profile = old_profile(tmp_path / "profile", drafts=3)
    open_profile(profile.root)
    records = open_records(profile, Secrets(profile))
    assert IN_JSON[1:-1] not in everything(profile.root)  # also not in free pages and the log, while it is open
    records.database.close()
    assert drafts(profile, loop) == {f"2.25.{number}": said() for number in range(3)}
    assert IN_JSON[1:-1] not in everything(profile.root)


@pytest.mark.skipif(sys.platform == "win32", reason="modes and SIGKILL are of POSIX")
def test_a_migration_that_is_killed_loses_and_leaves_nothing(tmp_path: Path, loop: MainLoop) -> None:
    profile = old_profile(tmp_path / "profile", drafts=400)
    program = (
        "import sys\nfrom pathlib import Path\nfrom reader.app.records import open_records\n"
        "from reader.core.profile import open_profile\nfrom reader.core.secrets import Secrets\n"
        "profile = open_profile(Path(sys.argv[1]))\nprint('go', flush=True)\n"
        "open_records(profile, Secrets(profile))\n"
    )
    dice = random.Random(4)
    for _ in range(4):
        command = [sys.executable, "-c", program, str(profile.root)]
        root = Path(__file__).parents[2]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as child:
            assert child.stdout is not None and child.stdout.readline() == b"go\n"
            time.sleep(dice.uniform(0, 0.08))
            child.send_signal(signal.SIGKILL)
    assert len(drafts(profile, loop)) == 400
    assert IN_JSON[1:-1] not in everything(profile.root)


def test_a_lost_key_costs_only_what_it_sealed_and_says_so(tmp_path: Path, loop: MainLoop) -> None:
    profile = open_profile(tmp_path / "profile")
    write_draft(profile, loop, "2.25.1")
    write_draft(profile, loop, "2.25.2")
    old_keys = profile.secrets.read_bytes()
    profile.secrets.unlink()
    records = open_records(profile, Secrets(profile))
    assert records.aside is not None and (records.aside.drafts, records.aside.deliveries) == (2, 0)
    assert records.aside.path.is_file() and records.aside.path.name in records.aside.words[1]
    assert "2" in records.aside.words[0]
    assert drafts_in(records.database) == 0
    records.database.close()
    write_draft(profile, loop, "2.25.3")
    assert set(drafts(profile, loop)) == {"2.25.3"}

    new_keys = profile.secrets.read_bytes()
    profile.secrets.write_bytes(old_keys)  # the keyring was restored from a backup
    assert set(drafts(profile, loop)) == {"2.25.1", "2.25.2"}
    profile.secrets.write_bytes(new_keys)
    assert set(drafts(profile, loop)) == {"2.25.3"}


class _Locked(KeyringBackend):
    """A keyring that nobody has unlocked."""

    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("locked")


def test_a_damaged_key_file_is_told_and_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_KEYRING", "file")
    profile = open_profile(tmp_path)
    open_records(profile, Secrets(profile)).database.close()
    for content in (b"", b'{"cut', b"\xff", b"[]"):
        profile.secrets.write_bytes(content)
        with pytest.raises(StorageError, match="can't be read"):
            open_records(profile, Secrets(profile))
        assert profile.secrets.read_bytes() == content
    assert not list(tmp_path.glob("*-aside-*"))


def test_a_keyring_that_does_not_answer_is_waited_for(
    tmp_path: Path, loop: MainLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = open_profile(tmp_path / "profile")
    write_draft(profile, loop, "2.25.1")
    keys = profile.secrets.read_bytes()
    profile.secrets.unlink()  # they are in the keyring, which is locked
    monkeypatch.delenv("READER_KEYRING", raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(_Locked())
    try:
        with pytest.raises(KeyGone) as told:
            open_records(profile, Secrets(profile))
        assert told.value.hint
    finally:
        keyring.set_keyring(before)
    monkeypatch.setenv("READER_KEYRING", "file")
    profile.secrets.write_bytes(keys)
    assert set(drafts(profile, loop)) == {"2.25.1"}


@pytest.mark.parametrize("damage", ["", "AAAA", "!", 5, None])
def test_a_damaged_key_is_told_and_not_replaced(tmp_path: Path, loop: MainLoop, damage: object) -> None:
    profile = open_profile(tmp_path / "profile")
    write_draft(profile, loop, "2.25.1")
    keys = json.loads(profile.secrets.read_text())
    profile.secrets.write_text(json.dumps(keys | {"outbox.key": damage}))
    for _ in range(2):
        with pytest.raises(StorageError, match="is damaged"):
            open_records(profile, Secrets(profile))
    profile.secrets.write_text(json.dumps(keys))
    assert set(drafts(profile, loop)) == {"2.25.1"}


def test_a_draft_put_in_the_place_of_another_does_not_open(tmp_path: Path, loop: MainLoop) -> None:
    profile = open_profile(tmp_path / "profile")
    write_draft(profile, loop, "2.25.1")
    database = sqlite3.connect(profile.database)
    database.execute("UPDATE sealed_draft SET task = '2.25.2'")
    database.commit()
    database.close()
    with pytest.raises(SealBroken):
        drafts(profile, loop)


@pytest.mark.parametrize("damage", ["'junk'", "5", "1.5", "x''", "x'00'"])
def test_a_damaged_draft_is_said_whatever_is_in_its_place(tmp_path: Path, loop: MainLoop, damage: str) -> None:
    profile = open_profile(tmp_path / "profile")
    write_draft(profile, loop, "2.25.1")
    database = sqlite3.connect(profile.database)
    database.execute(f"UPDATE sealed_draft SET sealed = {damage}")
    database.commit()
    database.close()
    with pytest.raises(SealBroken):
        drafts(profile, loop)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_an_open_profile_is_closed_to_others_file_by_file(tmp_path: Path) -> None:
    profile = old_profile(tmp_path / "profile")
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("not the program's", "utf-8")
    elsewhere.chmod(0o644)
    (profile.root / "link").symlink_to(elsewhere)
    open_profile(profile.root)
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in profile.root.rglob("*") if not path.is_symlink()}
    assert stat.S_IMODE(profile.root.stat().st_mode) == 0o700
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644
    old = os.umask(0)
    try:
        keep_to_owner(tmp_path / "a" / "b")
        assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    finally:
        os.umask(old)


def test_the_access_list_for_windows_names_the_user_and_the_system_by_sid() -> None:
    """The arguments alone: nothing here has run on a Windows."""
    sid = "S-1-5-21-3623811015-3361044348-30300820-1013"
    assert sid_of(f'"桌面\\li","{sid}"\r\n') == sid
    assert sid_of("ERROR: Unable to get user claims information.") == "" and sid_of(f'"{sid}","{sid}"') == ""
    folder, inherited, *rights = owner_only(Path("D:/reader profile"), sid)
    assert (folder, inherited) == (str(Path("D:/reader profile")), "/inheritance:r")
    assert rights == ["/grant:r", f"*{sid}:(OI)(CI)F", "/grant:r", "*S-1-5-18:(OI)(CI)F"]
