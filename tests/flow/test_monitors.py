"""A case on three monitors, one of which is taken away and comes back, on a desktop that RandR divides."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.desktop import desktop, run_on
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(150)]


def test_windows_on_three_monitors_one_of_which_goes_and_comes_back(tmp_path: Path) -> None:
    with desktop(3200, 900) as environment, HubProcess(tmp_path / "hub", demo=True) as hub:
        run_on(environment, "tests.flow.monitors", tmp_path / "profile", hub.url, patience=120)
