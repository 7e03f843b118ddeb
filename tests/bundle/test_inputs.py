"""What a bundle is made of: which wheels, which of their files, and that nothing comes in unpinned."""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

import pytest
from bundle import CannotBuild, inputs, wheels
from bundle.tree import read_parts

LOCK = """\
alpha==1.0 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via reader (pyproject.toml)
Beta_Two==2.0 ; python_full_version < '3.12' \\
    --hash=sha256:{a}
beta-two==3.0 ; python_full_version >= '3.12' \\
    --hash=sha256:{a}
gamma==1 ; sys_platform == 'win32' and implementation_name != 'PyPy' \\
    --hash=sha256:{b}
""".format(a="a" * 64, b="b" * 64)


def test_the_lock_file_is_read_for_the_system_of_the_bundle_not_for_the_one_that_builds() -> None:
    linux = {pin.name: pin.version for pin in wheels.pins(LOCK, "linux")}
    windows = {pin.name: pin.version for pin in wheels.pins(LOCK, "windows")}
    assert linux == {"alpha": "1.0", "beta-two": "2.0"}
    assert windows == linux | {"gamma": "1"}
    assert wheels.pins(LOCK, "linux")[0].hashes == {"a" * 64, "b" * 64}


def test_a_marker_that_is_not_understood_stops_the_build() -> None:
    with pytest.raises(CannotBuild, match="platform_machine"):
        wheels.pins("alpha==1 ; platform_machine == 'arm64' \\\n    --hash=sha256:0\n", "linux")


@pytest.mark.parametrize("system", ["linux", "windows"])
def test_every_pinned_package_is_either_kept_for_a_reason_or_left_out_for_one(system: str) -> None:
    parts = read_parts(system)  # type: ignore[arg-type]
    pinned = {pin.name for pin in wheels.pins(wheels.LOCK.read_text("utf-8"), system)}
    kept = {part.package for part in parts.kept}
    assert pinned - kept - set(parts.left_out) == set()
    assert kept & set(parts.left_out) == set()
    assert all(part.reason for part in parts.kept)


def test_every_input_is_pinned_and_no_registry_is_named() -> None:
    for name, entry in inputs.entries().items():
        assert re.fullmatch(r"[0-9a-f]{64}", entry["sha256"]), name
        assert entry["file"] and entry["for"], name
    assert "://" not in inputs.TABLE.read_text("utf-8")


def test_a_file_in_the_cache_that_is_not_the_pinned_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "inputs.toml"
    digest = hashlib.sha256(b"right").hexdigest()
    table.write_text(f'[input.thing]\nfor = "x"\nfile = "thing.deb"\ndebian = "1"\nsha256 = "{digest}"\n')
    monkeypatch.setattr(inputs, "TABLE", table)
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "thing.deb").write_bytes(b"right")
    assert inputs.fetch("thing", tmp_path).read_bytes() == b"right"
    (tmp_path / "inputs" / "thing.deb").write_bytes(b"wrong")
    with pytest.raises(CannotBuild, match="not the file that is pinned"):
        inputs.fetch("thing", tmp_path)


def test_the_build_needs_the_standard_library_only() -> None:
    folder = inputs.TABLE.parent
    imported = {
        match[1].partition(".")[0]
        for file in [*folder.glob("*.py"), folder.parent / "build.py"]
        for match in re.finditer(r"^\s*(?:from|import) (\w[\w.]*)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert imported - set(sys.stdlib_module_names) == {"bundle"}
