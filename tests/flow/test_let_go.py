"""What was closed is gone from memory: see `let_go.py`, which runs in a process of its own, as the program does.

Tests that ran before in this one leave things behind that the program has no part in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__)


@pytest.mark.timeout(300)
def test_what_was_closed_and_who_has_signed_out_leave_nothing_behind(tmp_path: Path) -> None:
    options = ["-n", "0", "-p", "no:cacheprovider", "--basetemp", str(tmp_path / "t"), "-m", ""]
    command = [sys.executable, "-m", "pytest", *options, str(HERE.with_name("let_go.py"))]
    done = subprocess.run(command, cwd=HERE.parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
    assert "3 passed" in done.stdout
