"""Before there is a window: what keeps the program from starting is told plainly, in the user's language."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from reader.app.program import RUNNING, run_demo, run_local, run_program
from reader.core.lock import FileLock
from reader.core.qt.translation import use_language
from reader.terms.languages import locales
from tests.dialogs import answer

HOLDS = """
import sys
from pathlib import Path
from reader.core.lock import FileLock
held = FileLock(Path(sys.argv[1]))
print(held.take(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A folder that can't be made, whoever asks."""
    (tmp_path / "file").write_bytes(b"")
    return tmp_path / "file" / "profile"


def reader(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "reader", *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("verb", [("doctor",), ("update", "--check"), ("audit", "verify")])
def test_a_profile_that_cannot_be_made_is_named_on_the_command_line(nowhere: Path, verb: tuple[str, ...]) -> None:
    told = reader("--profile", nowhere, *verb)
    assert told.returncode in (1, 2) and str(nowhere) in told.stderr and "Traceback" not in told.stderr


def test_the_command_line_speaks_the_language_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"format": 2, "language": "zh_CN"}))
    told = reader("--profile", tmp_path, "update", "--check")
    assert "更新" in told.stdout + told.stderr and "QApplication" not in told.stderr


def boxes_closed(qtbot: QtBot) -> list[str]:
    """The texts of the boxes that come, each of which is closed."""
    texts: list[str] = []

    def close(box: QMessageBox) -> None:
        texts.append(box.text())
        box.accept()

    answer(QMessageBox, close)
    return texts


def test_a_profile_that_cannot_be_made_is_told_in_a_box(qtbot: QtBot, nowhere: Path) -> None:
    texts = boxes_closed(qtbot)
    assert run_program(nowhere) == 1
    assert str(nowhere) in texts[0] and "--profile" in texts[0]
    texts = boxes_closed(qtbot)
    assert run_local(nowhere, [nowhere]) == 1 and str(nowhere) in texts[0]


def test_one_program_at_a_time_on_one_profile(qtbot: QtBot, tmp_path: Path) -> None:
    """A second start says that one runs, and begins nothing; after a kill, the next one starts."""
    (tmp_path / "settings.json").write_text(json.dumps({"format": 2, "language": "zh_CN"}))
    command = [sys.executable, "-c", HOLDS, str(tmp_path / RUNNING)]
    first = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None and first.stdout.readline() == "True\n"
    texts = boxes_closed(qtbot)
    assert run_program(tmp_path) == 1
    assert texts == ["reader 已在运行。\n\n请回到它的窗口继续。"]
    texts = boxes_closed(qtbot)
    assert run_demo(tmp_path) == 1 and texts and not (tmp_path / "hub").exists()
    first.kill()
    first.wait()
    assert FileLock(tmp_path / RUNNING).take(3)
    use_language("en", locales())


def test_a_lock_that_a_kill_left_is_nobodys_though_its_process_number_is_another_one_s_now(tmp_path: Path) -> None:
    running = tmp_path / RUNNING
    running.write_text(f"{os.getpid()}\n{Path(sys.executable).resolve().name}\n{platform.node()}\n")
    assert FileLock(running).take(0)


def test_where_no_lock_can_be_written_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert FileLock(tmp_path / "file" / RUNNING).take(0)
