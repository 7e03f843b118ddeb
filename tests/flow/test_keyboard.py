"""Without a mouse: the program under a window manager, driven by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.desktop import desktop, run_on
from tests.flow.keyboard_journey import WORDS
from tests.flow.region import Region
from tests.flow.validators import dsrdump
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def laptop() -> Iterator[dict[str, str]]:
    with desktop(1280, 800) as environment:
        yield environment


@pytest.mark.timeout(500)
def test_from_the_worklist_to_the_signature_by_keyboard_in_both_languages(
    laptop: dict[str, str], tmp_path: Path
) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        run_on(laptop, "tests.flow.keyboard_journey", tmp_path / "profile", hub.url, patience=280)
        region = Region(hub)
        texts = [
            dsrdump(region.fetch(reference, tmp_path))
            for review in region.completed("110007")
            for reference in region.outputs(review)
        ]
        signed = [text for text in texts if "Verification Flag   : VERIFIED" in text]
        assert len(signed) == len(WORDS)
        for findings, impression, _, more in WORDS.values():
            assert any(all(said in text for said in (findings, impression, more)) for text in signed)


@pytest.mark.timeout(500)
def test_every_window_is_walked_by_keyboard_and_nothing_in_it_is_cut(
    laptop: dict[str, str], tmp_path: Path
) -> None:
    """A class of window, dialog or panel that the walk does not come to fails it: give it its way in the walk."""
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        run_on(laptop, "tests.flow.keyboard_walk", tmp_path / "profile", hub.url, patience=280)
