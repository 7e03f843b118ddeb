"""The image cache: nothing readable, nothing half, nothing beyond its limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.study.cache import ImageCache

DATA = Path(__file__).parents[1] / "data" / "dicom" / "charsets" / "utf8_declared_192.dcm"


def cache_in(folder: Path, limit: int = 10**9) -> ImageCache:
    return ImageCache(folder / "cache", Secrets(Profile(folder)), limit, spare=0)


def files_of(folder: Path) -> list[Path]:
    return [path for path in (folder / "cache").rglob("*") if path.is_file()]


def test_same_bytes_back_in_another_run_and_nothing_in_plain(tmp_path: Path) -> None:
    data = DATA.read_bytes()
    assert cache_in(tmp_path).put("1.2.840.1", [data[:700], memoryview(data)[700:]])
    assert cache_in(tmp_path).get("1.2.840.1") == data
    assert cache_in(tmp_path).get("1.2.840.2") is None
    (entry,) = files_of(tmp_path)
    stored = entry.read_bytes()
    for plain in (b"DICM", b"Wang", "王".encode(), b"1.2.840"):
        assert plain not in stored and plain not in str(entry).encode()


def test_a_large_object_in_odd_pieces(tmp_path: Path) -> None:
    data = os.urandom(13_000_003)
    cache = cache_in(tmp_path)
    assert cache.put("large", [data[:1], data[1:4_194_303], b"", memoryview(data)[4_194_303:]])
    assert cache.get("large") == data and cache.size == len(data) + 36 == stored_bytes(tmp_path)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "swap"])
def test_a_changed_entry_is_fetched_again(tmp_path: Path, damage: str) -> None:
    cache = cache_in(tmp_path)
    cache.put("a", [bytes(5000)])
    (entry,) = files_of(tmp_path)
    stored = bytearray(entry.read_bytes())
    if damage == "flip":
        stored[2500] ^= 1
        entry.write_bytes(stored)
    elif damage == "cut":
        entry.write_bytes(stored[:4000])
    elif damage == "empty":
        entry.write_bytes(b"")
    else:  # an entry under the name of another image, as a patient mix-up would be
        cache.put("b", [b"another patient"])
        (other,) = [path for path in files_of(tmp_path) if path != entry]
        os.replace(other, entry)
    assert cache.get("a") is None
    assert not entry.exists()
    assert cache.put("a", [b"new"]) and cache.get("a") == b"new"


def test_without_the_key_it_is_empty(tmp_path: Path) -> None:
    cache_in(tmp_path).put("a", [b"x" * 100])
    (tmp_path / "secrets.json").unlink()
    assert cache_in(tmp_path).get("a") is None


def aged(folder: Path, days: float) -> None:
    for entry in files_of(folder):
        if entry.parent.name != "pins":
            past = entry.stat().st_mtime - days * 86400
            os.utime(entry, (past, past))


def stored_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in files_of(folder) if path.parent.name != "pins")


def test_bounded_and_the_longest_unused_goes_first(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, limit=100_000)
    for n in range(9):
        cache.put(str(n), [bytes(10_000)])
        aged(tmp_path, 0.001)
    assert cache.get("0") is not None  # used now
    cache.put("9", [bytes(10_000)])
    cache.put("10", [bytes(10_000)])
    assert cache.size <= 100_000 and stored_bytes(tmp_path) == cache.size
    assert cache.get("0") is not None and cache.get("1") is None and cache.get("10") is not None
    assert cache.clear() and cache.size == 0 and files_of(tmp_path) == []


def test_an_exam_goes_as_a_whole_but_never_a_pinned_one(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, limit=200_000)
    for exam in ("1.1", "1.2", "1.3"):
        for n in range(6):
            assert cache.put(f"{exam}.{n}", [bytes(10_000)], exam)
        aged(tmp_path, 0.01)
    cache.pin("case", ["1.1"])
    assert cache.get("1.2.5")  # one of its images was used now: the exam is not the oldest any more
    for n in range(4):
        assert cache.put(f"1.4.{n}", [bytes(10_000)], "1.4")
    assert [cache.has(f"1.3.{n}") for n in range(6)] == [False] * 4 + [True] * 2
    assert all(cache.has(f"{exam}.{n}") for exam in ("1.1", "1.2") for n in range(6))
    assert cache.size_of(["1.2", "1.4"]) == cache.size_of(["1.2"]) + cache.size_of(["1.4"]) > 100_000

    other = cache_in(tmp_path, limit=200_000)  # a second program, or the next start: the pins hold there too
    other.clear()
    assert other.size == other.size_of(["1.1"]) and other.has("1.1.0") and not other.has("1.2.0")
    for n in range(14):
        other.put(f"1.5.{n}", [bytes(10_000)], "1.5")
    assert all(other.has(f"1.1.{n}") for n in range(6)) and stored_bytes(tmp_path) <= 200_000
    cache.pin("case", [])
    assert other.clear("1.5") > 0 and other.size == other.size_of(["1.1"])
    other.clear()
    assert other.size == 0


def test_no_room_but_for_what_is_needed(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, limit=50_000)
    cache.pin("tasks", ["1.1"])
    assert [cache.put(f"1.1.{n}", [bytes(10_000)], "1.1") for n in range(6)] == [True] * 4 + [False] * 2
    assert all(cache.get(f"1.1.{n}") == bytes(10_000) for n in range(4)) and cache.size <= 50_000


def test_what_was_not_used_for_days_goes(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    for exam in ("old", "pinned", "used"):
        cache.put(f"{exam}.1", [b"x" * 1000], exam)
        cache.put(f"{exam}.2", [b"x" * 1000], exam)
    aged(tmp_path, 31)
    cache.get("used.1")
    cache.pin("tasks", ["pinned"])
    cache.tidy()
    assert cache.has("old.1")  # without a bound by age
    cache.bound(10**9, 30)
    assert not cache.has("old.1") and not cache.has("old.2")
    assert cache.has("pinned.1") and cache.has("used.1") and cache.has("used.2")


WRITER = """
import sys
from pathlib import Path
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.study.cache import ImageCache
place, base = Path(sys.argv[1]), int(sys.argv[2])
cache = ImageCache(place / "cache", Secrets(Profile(place)), int(sys.argv[3]), spare=0)
print("on", flush=True)
for n in range(base, base + 10**6):
    cache.put(str(n % 500), [bytes([n % 251]) * 100, memoryview(bytes([n % 251]) * 299_900)], str(n % 500 // 50))
"""


def writer(folder: Path, base: int, limit: int = 10**9) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WRITER, str(folder), str(base), str(limit)]
    begun = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert begun.stdout is not None and begun.stdout.readline()
    return begun


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


KILLER = """
import os, random, signal, sys, time
from pathlib import Path
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.study.cache import ImageCache
place, chance, most = Path(sys.argv[1]), random.Random(3), 0
for turn in range(40):
    child = os.fork()
    if not child:
        cache = ImageCache(place / "cache", Secrets(Profile(place)), 60_000_000, spare=0)
        for n in range(turn * 37, 10**6):
            cache.put(str(n % 500), [bytes([n % 251]) * 300_000], str(n % 500 // 50))
    time.sleep(chance.uniform(0.003, 0.06))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    cache = ImageCache(place / "cache", Secrets(Profile(place)), 60_000_000, spare=0)
    kept = [data for n in range(500) if (data := cache.get(str(n))) is not None]
    assert all(data == data[:1] * 300_000 for data in kept)
    assert cache.size <= 60_000_000
    most = max(most, len(kept))
print(most, len(list((place / "cache").rglob(".*.part"))))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_killed_while_writing_again_and_again(tmp_path: Path) -> None:
    """SIGKILL at 40 random moments: every entry is whole or absent, and the folder stays within its limit."""
    command = [sys.executable, "-c", KILLER, str(tmp_path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert int(told[0]) > 0 and int(told[1]) > 0  # some were really killed in the middle of a file
    aged(tmp_path, 1)
    cache_in(tmp_path).tidy()
    assert not list((tmp_path / "cache").rglob(".*"))  # what the kills left half written


def test_two_programs_on_one_profile(tmp_path: Path) -> None:
    """Both make the key at once, write the same names, and stay within the limit together."""
    both = [writer(tmp_path, base, 40_000_000) for base in (0, 250)]
    cache = cache_in(tmp_path, 40_000_000)
    end, seen = time.monotonic() + 1.0, 0
    while time.monotonic() < end:
        data = cache.get(str(seen % 500))
        assert data is None or data == data[:1] * 300_000
        seen += 1
    for process in both:
        assert process.poll() is None
        kill(process)
    assert sum(cache.has(str(n)) for n in range(500)) > 0
    cache.tidy()
    assert cache.size <= 40_000_000 and all(len(cache.get(str(n)) or bytes(300_000)) == 300_000 for n in range(500))


def test_a_full_disk_only_keeps_less(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    assert not cache.put("a", [b"x"])
    assert cache.get("a") is None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    root = sys.platform == "linux" and os.geteuid() == 0
    if not root or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small tmpfs here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("spare", [None, 0], ids=["some left free", "to the last byte"])
def test_a_small_disk_makes_room_by_itself(small_disk: Path, tmp_path: Path, spare: int | None) -> None:
    cache = ImageCache(small_disk / "cache", Secrets(Profile(tmp_path)), 10**9, spare=spare)
    kept = [cache.put(str(n), [bytes([n]) * 100_000], str(n)) for n in range(100)]
    free = shutil.disk_usage(small_disk).free
    assert kept[0] and cache.get("0") is None  # the oldest went for the newest
    if spare is None:
        assert all(kept) and cache.get("99") == bytes([99]) * 100_000 and free >= 200_000
    there = [n for n in range(100) if cache.has(str(n))]
    assert len(there) > 15 and all(cache.get(str(n)) == bytes([n]) * 100_000 for n in there)
    (small_disk / "filler").write_bytes(bytes(max(0, shutil.disk_usage(small_disk).free - 4096)))
    for n in range(3):
        cache.put(f"more{n}", [b"y" * 100_000])  # whether kept or not: nothing raises, nothing is half
    assert all(cache.get(f"more{n}") in (None, b"y" * 100_000) for n in range(3))
