"""An installation knows its files: what is missing or changed is named."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from reader.core.bundle import changed, first_of, lists, missing, notices


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    files = {"app/reader/__init__.py": b"version", "site/libQt6Core.so.6": b"library", "NOTICES.txt": b"MIT"}
    lines = []
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
        lines.append(f"{hashlib.sha256(data).hexdigest()}  {len(data)}  {path}\n")
    (tmp_path / "files.sha256").write_text("".join(lines))
    return tmp_path


def test_a_complete_bundle(bundle: Path) -> None:
    assert list(missing(bundle)) == list(changed(bundle, contents=True)) == []
    assert notices(bundle) == "MIT"


def test_what_is_missing_or_changed_is_named(bundle: Path) -> None:
    (bundle / "app/reader/__init__.py").unlink()
    (bundle / "site/libQt6Core.so.6").write_bytes(b"LIBRARY")
    assert list(missing(bundle)) == ["app/reader/__init__.py"]
    assert list(changed(bundle, contents=False)) == []
    assert list(changed(bundle, contents=True)) == ["site/libQt6Core.so.6"]
    (bundle / "site/libQt6Core.so.6").write_bytes(b"shorter")
    (bundle / "NOTICES.txt").write_bytes(b"")
    assert list(changed(bundle, contents=False)) == ["NOTICES.txt"]


def test_a_checkout_has_no_list_and_shows_the_programs_licence() -> None:
    assert lists() == [] and list(missing()) == []
    assert "Apache License" in notices()


def test_of_a_long_list_the_first_are_named() -> None:
    assert first_of(["a", "b"]) == "a, b"
    assert first_of([str(n) for n in range(11)]) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …"
