"""A radiologist's first day: forty actions by mouse and keys in the running program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.desktop import desktop, run_on
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]


def test_what_is_tried_on_the_first_day_works_by_mouse_and_keys(tmp_path: Path) -> None:
    with desktop(1920, 1080) as environment, HubProcess(tmp_path / "hub", demo=True) as hub:
        run_on(environment, "tests.flow.first_day", tmp_path / "profile", hub.url, patience=190.0)
