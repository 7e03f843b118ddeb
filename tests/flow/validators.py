"""What others say of the objects we wrote: dicom3tools, dcmtk and Pixelmed, on the file as the hub holds it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.pixelmed import JAR, command

# a newer standard than the validator's tables: each with its reason
KNOWN = (
    "0018,1002",  # Device UID: the tables of 2022 call it non-standard here
    "SHA256",  # a MAC algorithm of the standard since 2008
    "Unrecognized tag",  # our private block, named by its creator
    "Missing attribute for Type 1C Conditional",
)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=120, check=False)


def need(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed on this system")


def dciodvfy_errors(file: Path) -> list[str]:
    need("dciodvfy")
    result = run("dciodvfy", str(file))
    lines = (result.stdout + result.stderr).splitlines()
    return [line for line in lines if line.startswith("Error") and not any(known in line for known in KNOWN)]


def dsrdump(file: Path) -> str:
    """The document as dcmtk reads it; fails where it can't."""
    need("dsrdump")
    result = run("dsrdump", "+Pl", "+U8", str(file))
    assert result.returncode == 0, result.stderr
    return result.stdout


def pixelmed_errors(file: Path) -> list[str]:
    need("java")
    if not JAR.is_file():
        pytest.skip("Pixelmed's validator is not installed on this system")
    result = run(*command(), str(file))
    lines = (result.stdout + result.stderr).splitlines()
    assert lines, "the validator said nothing"
    return [line for line in lines if line.startswith("Error") or "Exception" in line]


def dcmsign_verifies(file: Path, authority: Path) -> bool:
    need("dcmsign")
    return run("dcmsign", "--verify", "+rs", "+cf", str(authority), str(file)).returncode == 0
