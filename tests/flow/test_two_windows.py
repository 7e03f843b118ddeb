"""One workspace in two windows, side by side on a wide desktop, with the real mouse and keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.desktop import desktop, run_on
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(150)]


def test_a_series_goes_from_one_window_to_the_other_and_the_report_with_it(tmp_path: Path) -> None:
    with desktop(2560, 800) as environment, HubProcess(tmp_path / "hub", demo=True) as hub:
        run_on(environment, "tests.flow.two_windows", tmp_path / "profile", hub.url, patience=120)
