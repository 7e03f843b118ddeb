"""The mechanisms that every room stands on."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.audit import AuditEvent, AuditTrail
from reader.core.commands import Command, CommandRegistry, KeyConflict, UnknownCommand
from reader.core.log import start_log
from reader.core.machine import memory_total
from reader.core.settings import Settings, SettingsModel
from reader.core.storage import Database, StorageError, write_atomically
from reader.core.tasks import Progress, Scope
from reader.core.text import tr
from tests.loop import MainLoop


@pytest.fixture
def loop() -> Iterator[MainLoop]:
    made = MainLoop()
    yield made
    made.tasks.close()


def test_a_newer_question_on_the_same_topic_drops_the_older_answer(loop: MainLoop) -> None:
    go, answers = threading.Event(), []

    def slow(progress: Progress) -> str:
        go.wait(5)
        return "old"

    first = loop.tasks.query(slow, answers.append, topic="series")
    loop.tasks.query(lambda progress: "new", answers.append, topic="series")
    go.set()
    loop.run(2)
    assert answers == ["new"]
    assert first.cancelled


def test_every_question_has_an_end(loop: MainLoop) -> None:
    """Also where the work, or what is done with its answer, breaks: an import that fails, for instance."""
    ends: list[BaseException] = []

    def broken(_: object) -> None:
        raise ImportError("no such module")

    loop.tasks.query(broken, ends.append, failed=ends.append)
    loop.tasks.query(lambda _: 1, broken, failed=ends.append)
    loop.run(2)
    assert [type(end) for end in ends] == [ImportError, ImportError]


def test_leaving_a_case_cancels_its_questions_but_never_its_changes(loop: MainLoop) -> None:
    scope, answers, go = Scope(), [], threading.Event()
    started = threading.Event()

    def work(progress: Progress) -> str:
        started.set()
        go.wait(5)
        progress.check()
        return "read"

    def write(progress: Progress) -> str:
        go.wait(5)
        return "written"

    loop.tasks.query(work, answers.append, scope=scope)
    loop.tasks.change(write, answers.append)
    started.wait(5)
    scope.close()
    go.set()
    loop.run(2)
    assert answers == ["written"]
    assert not loop.errors


def test_a_failure_nobody_takes_reaches_the_presenter(loop: MainLoop) -> None:
    loop.tasks.query(lambda progress: 1 // 0, lambda answer: None)
    loop.run()
    assert isinstance(loop.errors[0], ZeroDivisionError)


def test_two_commands_on_one_key_in_one_context_are_refused() -> None:
    registry = CommandRegistry()
    registry.add(Command("a.one", "One", lambda: None, keys=("W",)))
    registry.add(Command("a.two", "Two", lambda: None, keys=("W",), context="worklist"))
    with pytest.raises(KeyConflict):
        registry.add(Command("a.three", "Three", lambda: None, keys=("W",)))
    with pytest.raises(UnknownCommand):
        registry.run("a.four")


def test_a_write_is_all_or_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.sqlite")
    database.migrate("room", ("CREATE TABLE row (n INTEGER)", "ALTER TABLE row ADD COLUMN m INTEGER"))
    database.migrate("room", ("CREATE TABLE row (n INTEGER)", "ALTER TABLE row ADD COLUMN m INTEGER"))
    with pytest.raises(StorageError), database.write() as db:
        db.execute("INSERT INTO row VALUES (1, 2)")
        db.execute("INSERT INTO nowhere VALUES (1)")
    assert database.read("SELECT * FROM row") == []


def test_a_file_goes_back_to_an_older_version_and_on_again(tmp_path: Path) -> None:
    """As `reader update --rollback` and the next update do with a profile."""
    steps = ["CREATE TABLE kept (word TEXT)", "ALTER TABLE kept ADD COLUMN why TEXT"]
    for version in (steps, steps[:1], steps):
        database = Database(tmp_path / "x.sqlite")
        database.migrate("words", version)
        with database.write() as db:
            db.execute("INSERT INTO kept (word) VALUES ('draft')")
        database.close()
    database = Database(tmp_path / "x.sqlite")
    assert [tuple(row) for row in database.read("SELECT word, why FROM kept")] == [("draft", None)] * 3


def test_a_refused_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    write_atomically(path, b"old")
    blocked = tmp_path / "file-not-folder"
    blocked.write_bytes(b"")
    with pytest.raises(StorageError) as refused:
        write_atomically(blocked / "file", b"new")
    assert "safe" in refused.value.safe
    assert path.read_bytes() == b"old"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_settings_survive_and_damage_falls_back_to_defaults(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    heard = []
    model = SettingsModel(path)
    model.changed.connect(heard.append)
    model.update(language="zh_CN", panel_width=400)
    assert SettingsModel(path).value.panel_width == 400
    assert heard[0].language == "zh_CN"
    path.write_text('{"language": 5, "panel_width": 390, "unknown": 1}')
    assert (SettingsModel(path).value.language, SettingsModel(path).value.panel_width) == ("", 390)
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"format": 2, "user": "li"}).encode())
    assert SettingsModel(path).value.user == "li" and SettingsModel(path).recover() is None


@pytest.mark.parametrize(
    "damage", [b"", b"\0" * 90, b'{"format": 2, "user": "l', b"[" * 200_000, b"\xff", b"[]"], ids=range(6)
)
def test_damaged_settings_are_put_aside_and_told_before_others_are_written(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "settings.json"
    for at_start in (True, False):
        path.write_bytes(damage)
        model, told = SettingsModel(path), []
        assert model.value == SettingsModel(tmp_path / "none").value and path.read_bytes() == damage
        model.not_kept.connect(told.append)
        if at_start:
            told.append(model.recover())
        model.update(panel_width=400)
        model.update(panel_width=410)
        assert SettingsModel(path).value.panel_width == 410
        (aside,) = tmp_path.glob("settings-aside-*.json")
        assert aside.read_bytes() == damage and len(told) == 1 and str(aside) in told[0].hint
        assert model.recover() is None
        aside.unlink()


def test_settings_that_cannot_be_read_are_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.json"
    stored = json.dumps({"format": 3, "user": "li", "of_the_future": [1]})
    path.write_text(stored)

    def locked(*_: object) -> str:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as lock:
        lock.setattr(Path, "read_text", locked)
        model, told = SettingsModel(path), []
        model.not_kept.connect(told.append)
        assert model.recover() is not None
        model.update(panel_width=400)
        assert model.value.panel_width == 400 and len(told) == 1 and str(path) in told[0].hint
    assert path.read_text() == stored
    model.update(text_scale=1.4)
    kept = {"format": 3, "user": "li", "of_the_future": [1], "panel_width": 400, "text_scale": 1.4}
    assert json.loads(path.read_text()) == kept and len(told) == 1
    assert model.value.user == "li" and SettingsModel(path).value == model.value


def test_what_a_newer_version_keeps_among_the_settings_stays_for_it(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"format": 99, "user": "li", "of_the_future": [1]}))
    SettingsModel(path).update(text_scale=1.4)
    assert json.loads(path.read_text()) == {"format": 99, "user": "li", "of_the_future": [1], "text_scale": 1.4}
    retyped = {"format": 3, "user": "li", "theme": ["dark", "light"], "text_scale": "large", "overlay_level": 7}
    path.write_text(json.dumps(retyped))
    SettingsModel(path).update(panel_width=400)
    assert json.loads(path.read_text()) == {**retyped, "panel_width": 400}
    path.write_text(json.dumps({"format": 2, "user": "li", "of_the_past": 1}))
    SettingsModel(path).update(text_scale=1.4)
    assert json.loads(path.read_text()) == {"format": 2, "user": "li", "text_scale": 1.4}


def test_a_setting_that_cannot_be_kept_holds_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.mkdir()
    model, heard, told = SettingsModel(path), [], []
    model.changed.connect(heard.append)
    model.not_kept.connect(told.append)
    model.update(panel_width=444)
    assert model.value.panel_width == 444 and heard == [model.value]
    assert len(told) == 1 and isinstance(told[0], StorageError)


def test_settings_out_of_range_fall_back_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    wrong = {
        "theme": "pink", "overlay_level": 9, "text_scale": float("nan"), "cache_bytes": -1, "cache_days": 10**9,
        "memory_bytes": 10**18, "prefetch": 1, "certainty_threshold": 101,
    }  # fmt: skip
    path.write_text(json.dumps({**wrong, "user": "li", "text_scale": 2, "panel_width": 500}))
    found, default = SettingsModel(path).value, Settings()
    assert (found.user, found.text_scale, found.panel_width) == ("li", 2.0, 500)
    assert replace(found, user="", text_scale=1.0, panel_width=default.panel_width) == default
    assert 1e9 <= default.memory_bytes <= memory_total()
    with pytest.raises(ValueError, match="cache_days, memory_bytes"):
        SettingsModel(path).update(cache_days=-1, memory_bytes=5)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET user = 'other' WHERE number = 2",
        "UPDATE audit SET details = '{}' WHERE number = 2",
        "DELETE FROM audit WHERE number = 2",
    ],
)
def test_a_changed_audit_trail_shows_where(tmp_path: Path, change: str) -> None:
    database = Database(tmp_path / "x.sqlite")
    trail = AuditTrail(database)
    for study in ("1.2", "1.3", "1.4"):
        trail.record(AuditEvent.INSTANCES_ACCESSED, "li", study=study)
    assert trail.breaches() == []
    with database.write() as db:
        db.execute(change)
    assert trail.breaches()[0].first == 2


def test_a_log_that_cannot_be_written_stops_no_program(tmp_path: Path) -> None:
    """A read-only profile, a full disk: what the program itself can't write is told in words after that."""
    (tmp_path / "log").write_text("a file in the place of the folder")
    before = logging.getLogger().handlers.copy()
    start_log(tmp_path / "log" / "reader.log")
    assert logging.getLogger().handlers == before


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("由{name}认定", "周伟 Zhou Wei", "由周伟 Zhou Wei 认定"), ("由{name}认定", "周伟", "由周伟认定"),
        ("{name}秒前", 11, "11 秒前"), ("已有 {name} 幅", 3, "已有 3 幅"), ("（{name}）", "CT", "（CT）"),
        ("{name}'s report", "李娜", "李娜's report"), ("", "CT", ""), ("{name}", "CT", "CT"),
        ("到{name}", "", "到"),
    ],
)  # fmt: skip
def test_between_chinese_and_what_is_put_in_in_latin_letters_or_figures_is_a_space(
    text: str, name: object, said: str
) -> None:
    assert tr(text, name=name) == said
