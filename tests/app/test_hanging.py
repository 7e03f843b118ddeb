"""The user's own hanging protocols: each in a file of its own, whatever it is called."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reader.app.hanging import Protocols
from reader.app.presenter import Presenter
from reader.views.hanging.library import BUNDLED
from tests.views.hanging.test_codec import GOOD


def own(title: str) -> str:
    return GOOD.replace('"mine"', f'"own {title}"').replace('"Mine"', f'"{title}"')


@pytest.fixture
def library(tmp_path: Path) -> Protocols:
    return Protocols(tmp_path, Presenter())


@pytest.mark.parametrize("titles", [("Chest A/B", "Chest A-B"), ("Грудь", "Голова"), ("x" * 70, "x" * 71)])
def test_no_protocol_takes_the_place_of_another_one(
    library: Protocols, tmp_path: Path, titles: tuple[str, str]
) -> None:
    first, second = titles
    for title in (first, second, first):
        library.keep(title, own(title))
    assert {protocol.title["en"] for protocol in library.all() if protocol.source} == {first, second}
    assert len(list(tmp_path.iterdir())) == 2, "one that is called so is kept in its place"


def test_what_is_deleted_is_the_users_own(library: Protocols, tmp_path: Path) -> None:
    """A file of his may be called as one that comes with the program."""
    shutil.copy(BUNDLED / "dr-chest.json", tmp_path)
    file = tmp_path / "dr-chest.json"
    file.write_text(file.read_text("utf-8").replace('"id": "dr-chest"', '"id": "knees"'), "utf-8")
    by_id = {protocol.id: protocol for protocol in library.all()}
    assert not library.is_own(by_id["dr-chest"]) and library.is_own(by_id["knees"])
    library.forget(by_id["knees"])
    assert not file.exists()
