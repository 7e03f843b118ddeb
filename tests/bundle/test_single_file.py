"""The single file of Linux: unpacks itself once, never half, whoever else does so at the same time."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from bundle import linux

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of Linux")


WHOLE = """#!/bin/sh
# stands in for start.py --whole
[ "$(wc -c <"$(dirname "$2")/app/file")" = 300000 ] || { echo app/file; exit 1; }
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with both files, around a program that prints where it is and its arguments."""
    root, demo, out = tmp_path / "root", tmp_path / "demo", tmp_path / "a folder 王"
    for path, text in {
        "reader": '#!/bin/sh\necho "$(dirname "$0")" "$@"\n',
        "python/bin/python3.11": WHOLE,
        "app/file": "x" * 300_000,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (demo / linux.DEMO).mkdir(parents=True)
    (demo / linux.DEMO / "exam.dcm").write_bytes(os.urandom(1000))
    out.mkdir()
    monkeypatch.setattr(linux, "_tools", lambda _: tools())
    linux.single_files(root, demo, out, tmp_path)
    return out


def tools(python: str = sys.executable) -> bytes:
    packed = io.BytesIO()
    copy = "shutil.copyfileobj(lzma.open(sys.stdin.buffer), sys.stdout.buffer)"  # xz is not on every computer
    script = f"#!{python}\nimport lzma, shutil, sys\nif sys.argv[1] != '--version': {copy}\n".encode()
    with tarfile.open(fileobj=packed, mode="w:") as archive:
        entry = tarfile.TarInfo("xz")
        entry.size, entry.mode = len(script), 0o755
        archive.addfile(entry, io.BytesIO(script))
    return gzip.compress(packed.getvalue(), mtime=0)


def start(file: Path, cache: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "DISPLAY": ""}  # with a screen it would show a box
    return subprocess.Popen(
        [file, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def programs(cache: Path) -> list[Path]:
    return list((cache / "reader" / "program").glob("[!.]*"))


def test_several_starts_at_once_unpack_it_into_one_folder_and_run(made: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache 王"
    [file] = made.glob("reader-[0-9]*.run")
    together = [start(file, cache, "doctor", "a b") for _ in range(4)]
    said = {process.communicate(timeout=60)[0] for process in together}
    [there] = programs(cache)
    assert said == {f"{there} doctor a b\n"}
    assert (there / "app/file").stat().st_size == 300_000 and not (there / linux.DEMO).exists()
    assert list((cache / "reader" / "program").glob(".*")) == []


def test_the_same_content_makes_the_same_bytes(made: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    for file in (tmp_path / "root").rglob("*"):
        os.utime(file, (0, 0))
    for file in linux.single_files(tmp_path / "root", tmp_path / "demo", again, tmp_path):
        assert file.read_bytes() == (made / file.name).read_bytes()


def test_the_exams_are_a_variant_of_their_own(made: Path, tmp_path: Path) -> None:
    for file in made.glob("*.run"):
        assert start(file, tmp_path / "cache").wait(60) == 0
    held = [(there / linux.DEMO / "exam.dcm").exists() for there in programs(tmp_path / "cache")]
    assert sorted(held) == [False, True]


def test_a_file_that_is_cut_off_or_damaged_leaves_nothing_behind(made: Path, tmp_path: Path) -> None:
    for file in made.glob("*.run"):
        data = file.read_bytes()
        middle = data.index(b"\xfd7zXZ") + 40
        for broken, reason in (
            (data[:-500], "is incomplete"),
            (data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :], "could not be unpacked"),
        ):
            file.write_bytes(broken)
            process = start(file, tmp_path / "cache")
            assert reason in process.communicate(timeout=60)[1]
            assert process.returncode == 1
            assert list((tmp_path / "cache" / "reader" / "program").iterdir()) == []


def test_a_damaged_copy_is_made_again(made: Path, tmp_path: Path) -> None:
    [file] = made.glob("reader-[0-9]*.run")
    assert start(file, tmp_path / "cache").wait(60) == 0
    [there] = programs(tmp_path / "cache")
    for damage in (lambda: (there / "app/file").write_text("cut"), (there / "python/bin/python3.11").unlink):
        damage()
        assert start(file, tmp_path / "cache", "again").communicate(timeout=60)[0] == f"{there} again\n"
        assert (there / "app/file").stat().st_size == 300_000
        assert [path.name for path in there.parent.iterdir()] == [there.name]


def test_a_folder_that_no_program_may_run_from_is_named(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mock of a mount with noexec: what unpacks can't be run."""
    monkeypatch.setattr(linux, "_tools", lambda _: tools("/nowhere/python"))
    for file in linux.single_files(tmp_path / "root", tmp_path / "demo", made, tmp_path):
        said = start(file, tmp_path / "cache").communicate(timeout=60)[1]
        assert "noexec" in said and "XDG_CACHE_HOME" in said
        assert list((tmp_path / "cache" / "reader" / "program").iterdir()) == []


def test_it_unpacks_into_a_folder_that_is_asked_for_and_no_other(made: Path, tmp_path: Path) -> None:
    [file] = made.glob("reader-[0-9]*.run")
    target = tmp_path / "new" / "王"
    assert start(file, tmp_path / "cache", "--extract", str(target)).wait(60) == 0
    assert (target / "app/file").is_file() and not (tmp_path / "cache").exists()
    again = start(file, tmp_path / "cache", "--extract", str(target))
    assert "exists already" in again.communicate(timeout=60)[1]


def test_a_disk_without_room_is_said_before_anything_is_written(made: Path, tmp_path: Path) -> None:
    [file] = made.glob("reader-[0-9]*.run")
    disk = tmp_path / "bin"
    disk.mkdir()
    (disk / "df").write_text("#!/bin/sh\necho Filesystem\necho /dev/x 100 90 10 90% /\n")
    (disk / "df").chmod(0o755)
    program = tmp_path / "cache" / "reader" / "program"
    (program / ".999999999.abcdef").mkdir(parents=True)  # of a start that was killed: it takes no room for ever
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache"), "DISPLAY": ""}
    environment["PATH"] = f"{disk}:{environment['PATH']}"
    done = subprocess.run([file], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "not enough room" in done.stderr
    assert list(program.iterdir()) == []
