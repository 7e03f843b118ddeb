"""An installation knows its files: what is missing or changed is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundle.tree import write_manifest

from reader.core.bundle import damaged, is_bundle, notices, words


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    files = {"app/reader/__init__.py": b"version", "site/libQt6Core.so.6": b"library", "NOTICES.txt": b"MIT"}
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    write_manifest(tmp_path)
    return tmp_path


def test_a_complete_bundle(bundle: Path) -> None:
    assert list(damaged(bundle, contents=True)) == []
    assert notices(bundle) == "MIT"


def test_what_is_missing_or_changed_is_named(bundle: Path) -> None:
    (bundle / "app/reader/__init__.py").unlink()
    (bundle / "site/libQt6Core.so.6").write_bytes(b"LIBRARY")
    assert list(damaged(bundle, contents=False)) == ["app/reader/__init__.py"]
    assert list(damaged(bundle, contents=True)) == ["app/reader/__init__.py", "site/libQt6Core.so.6"]
    (bundle / "site/libQt6Core.so.6").write_bytes(b"shorter")
    (bundle / "NOTICES.txt").write_bytes(b"")
    assert list(damaged(bundle, contents=False)) == ["NOTICES.txt", "app/reader/__init__.py"]


@pytest.mark.parametrize("kept", [0, 1, 70, -2, -200])
def test_a_list_that_was_cut_is_damage(bundle: Path, kept: int) -> None:
    whole = (bundle / "files.sha256").read_bytes()
    (bundle / "files.sha256").write_bytes(whole[:kept])
    assert list(damaged(bundle, contents=False)) == ["files.sha256"]


def test_a_list_that_names_less_or_is_gone_is_damage(bundle: Path) -> None:
    first, *others = (bundle / "files.sha256").read_bytes().splitlines(keepends=True)
    for left in (others, [first, *others[:-1]], [first]):
        (bundle / "files.sha256").write_bytes(b"".join(left))
        assert list(damaged(bundle, contents=False)) == ["files.sha256"]
    (bundle / "files.sha256").unlink()
    assert list(damaged(bundle, contents=False)) == ["files.sha256"]


def test_a_checkout_has_no_list_and_shows_the_programs_licence() -> None:
    assert not is_bundle() and list(damaged(contents=True)) == []
    assert "Apache License" in notices()


def test_of_a_long_list_the_first_are_named() -> None:
    assert words(["a"]) == "1 file is missing or was changed: a"
    assert words([str(n) for n in range(11)]).endswith(": 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …")
