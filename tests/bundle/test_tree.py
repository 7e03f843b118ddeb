"""The folder that runs: what of a package gets into it, the libraries that come along, and its list of files."""

from __future__ import annotations

import _ssl
import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from bundle import CannotBuild
from bundle.binaries import needed, stripped
from bundle.tree import read_parts, with_libraries, write_manifest

PARTS = """
[never]
files = ["*.pyi", "*/tests/*"]
[left-out]
[[package.thing]]
for = "its modules"
files = ["thing/*"]
but = ["thing/big/*"]
[[package.thing]]
for = "its window"
linux = ["thing.so"]
"""


def files(*paths: str) -> dict[str, object]:
    return dict.fromkeys(paths, lambda: b"")


def test_a_part_keeps_its_files_and_always_what_describes_the_package() -> None:
    parts = read_parts("linux", PARTS)
    offered = files(
        "thing/a.py", "thing/a.pyi", "thing/tests/test_a.py", "thing/big/b.bin", "thing.so", "other.so",
        "thing-1.dist-info/METADATA", "thing-1.dist-info/licenses/LICENSE.txt", "thing-1.dist-info/RECORD",
    )  # fmt: skip
    assert list(parts.choose("thing", offered)) == [  # type: ignore[arg-type]
        "thing-1.dist-info/METADATA", "thing-1.dist-info/licenses/LICENSE.txt", "thing.so", "thing/a.py",
    ]  # fmt: skip


def test_a_part_without_files_stops_the_build_because_the_package_has_changed() -> None:
    with pytest.raises(CannotBuild, match="its window"):
        read_parts("linux", PARTS).choose("thing", files("thing/a.py"))  # type: ignore[arg-type]
    assert list(read_parts("windows", PARTS).choose("thing", files("thing/a.py"))) == ["thing/a.py"]  # type: ignore


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ELF")
def test_what_a_library_loads_is_what_ldd_says_and_comes_along() -> None:
    library = Path(_ssl.__file__ or "")
    said = subprocess.run(["ldd", library], capture_output=True, text=True, check=True).stdout
    loads = needed(library.read_bytes())
    assert "libc.so.6" in loads and len(loads) > 1
    assert all(name in said for name in loads)
    offered = {"wheel.libs/" + loads[0]: lambda: b"it", "wheel.libs/libother.so": lambda: b"not it"}
    kept = with_libraries({"x": {"_ssl.so": library.read_bytes}}, {"x": offered}, read_parts("linux", PARTS))
    assert sorted(kept) == sorted(["_ssl.so", "wheel.libs/" + loads[0]])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ELF")
def test_a_stripped_library_is_smaller_and_works(tmp_path: Path) -> None:
    found = importlib.util.find_spec("imagecodecs._imcd")
    assert found is not None and found.origin is not None
    full = Path(found.origin).read_bytes()
    lean = tmp_path / "_imcd.so"
    lean.write_bytes(stripped(full))
    assert len(stripped(full)) < 0.5 * len(full)
    code = f"import ctypes; print(bool(ctypes.CDLL({str(lean)!r}).PyInit__imcd))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "True\n"
    assert stripped(stripped(full)) == stripped(full)
    assert stripped(b"no binary") == b"no binary"


def test_the_list_of_files_names_each_with_hash_and_size(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "王.txt").write_bytes(b"abc")
    (tmp_path / "a.txt").write_bytes(b"")
    write_manifest(tmp_path)
    write_manifest(tmp_path)
    empty, abc = hashlib.sha256(b"").hexdigest(), hashlib.sha256(b"abc").hexdigest()
    lines = f"{empty}  0  a.txt\n{abc}  3  app/王.txt\n".encode()
    own = f"{hashlib.sha256(lines).hexdigest()}  {len(lines)}  files.sha256\n".encode()
    assert (tmp_path / "files.sha256").read_bytes() == lines + own
