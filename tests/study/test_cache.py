"""The image cache: nothing readable, nothing half, nothing beyond its limit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.study.cache import ImageCache

DATA = Path(__file__).parents[1] / "data" / "dicom" / "charsets" / "utf8_declared_192.dcm"


def cache_in(folder: Path, limit: int = 10**9) -> ImageCache:
    return ImageCache(folder / "cache", Secrets(Profile(folder)), limit)


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


def test_bounded_and_the_longest_unused_goes_first(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, limit=100_000)
    for n in range(9):
        cache.put(str(n), [bytes(10_000)])
        for entry in files_of(tmp_path):
            age = entry.stat().st_mtime - 10
            os.utime(entry, (age, age))
    assert cache.get("0") is not None  # used now
    cache.put("9", [bytes(10_000)])
    cache.put("10", [bytes(10_000)])
    assert cache.size <= 100_000 and sum(path.stat().st_size for path in files_of(tmp_path)) == cache.size
    assert cache.get("0") is not None and cache.get("1") is None and cache.get("10") is not None
    cache.clear()
    assert cache.size == 0 and files_of(tmp_path) == []


def test_killed_while_writing(tmp_path: Path) -> None:
    """After SIGKILL every entry is whole or absent."""
    script = (
        "import sys; from pathlib import Path; from reader.core.profile import Profile;"
        "from reader.core.secrets import Secrets; from reader.study.cache import ImageCache;"
        "p = Path(sys.argv[1]); c = ImageCache(p / 'cache', Secrets(Profile(p)));"
        "print('on', flush=True)\n"
        "for n in range(100000): c.put(str(n % 500), [bytes([n % 251]) * 300_000])"
    )
    writer = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None and writer.stdout.readline()
    time.sleep(0.4)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    cache = cache_in(tmp_path)
    found = [data for n in range(500) if (data := cache.get(str(n))) is not None]
    assert found and all(len(data) == 300_000 and len(set(data)) == 1 for data in found)


def test_a_full_disk_only_keeps_less(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    assert not cache.put("a", [b"x"])
    assert cache.get("a") is None
