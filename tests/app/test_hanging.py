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
    return Protocols(tmp_path, "li", Presenter())


@pytest.mark.parametrize("titles", [("Chest A/B", "Chest A-B"), ("Грудь", "Голова"), ("x" * 70, "x" * 71)])
def test_no_protocol_takes_the_place_of_another_one(
    library: Protocols, tmp_path: Path, titles: tuple[str, str]
) -> None:
    first, second = titles
    for title in (first, second, first):
        library.keep(title, own(title))
    assert {protocol.title["en"] for protocol in library.all() if protocol.source} == {first, second}
    assert len(list((tmp_path / "li").iterdir())) == 2, "one that is called so is kept in its place"


def test_what_is_deleted_is_the_users_own(library: Protocols, tmp_path: Path) -> None:
    """A file of his may be called as one that comes with the program."""
    (tmp_path / "li").mkdir()
    file = Path(shutil.copy(BUNDLED / "dr-chest.json", tmp_path / "li"))
    file.write_text(file.read_text("utf-8").replace('"id": "dr-chest"', '"id": "knees"'), "utf-8")
    by_id = {protocol.id: protocol for protocol in library.all()}
    assert not library.is_own(by_id["dr-chest"]) and library.is_own(by_id["knees"])
    library.forget(by_id["knees"])
    assert not file.exists()


def test_what_one_user_makes_is_his_alone(library: Protocols, tmp_path: Path) -> None:
    library.keep("Mine", own("Mine"))
    (tmp_path / "all.json").write_text(own("Ours"), "utf-8")
    for username, expected in (("li", {"Mine", "Ours"}), ("zhou", {"Ours"}), ("../li", {"Ours"}), ("LI", {"Ours"})):
        found = Protocols(tmp_path, username, Presenter())
        made = [protocol for protocol in found.all() if protocol.source]
        assert {protocol.title["en"] for protocol in made} == expected
        assert {protocol.title["en"] for protocol in made if found.is_own(protocol)} == expected - {"Ours"}
