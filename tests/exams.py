"""The sample exams that lie beside the project (`../shared/data`), unpacked once into a folder of this computer.

`READER_EXAMS` names another folder. A test that needs them is skipped where they are absent.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"
SETS = tuple(sorted(path.name.removesuffix(".tar.xz") for path in SHARED.glob("*.tar.xz")))


def exam_set(name: str) -> Path:
    """The folder of one set; skips the test where the samples are not there."""
    if not SHARED.is_dir():
        pytest.skip("the sample exams (../shared/data) are not on this computer")
    folder = Path(os.environ.get("READER_EXAMS") or Path(tempfile.gettempdir()) / "reader-exams")
    subprocess.run([sys.executable, str(SHARED / "unpack.py"), str(folder), name], check=True, capture_output=True)
    return folder / name
