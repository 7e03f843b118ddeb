"""What was closed is gone from memory: an exam with its pixels, and all of a user who has signed out."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent

from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

LATEST_S = 20.0


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Workstation]:
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "p", hub.url) as station:
        yield station


class Kept:
    """Which of some things are still there, by what they are."""

    def __init__(self, station: Workstation, **things: object) -> None:
        self._station = station
        self._watched = {name: weakref.ref(thing) for name, thing in things.items()}

    @property
    def now(self) -> list[str]:
        return [name for name, there in self._watched.items() if there() is not None]

    def gone(self) -> bool:
        self._station.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return not self.now

    def wait(self) -> None:
        try:
            wait_for(self.gone, "let go", LATEST_S)
        except AssertionError:
            raise AssertionError(f"kept: {self.now}") from None


def read(station: Workstation) -> Kept:
    """Open an exam; what has to go with it."""
    station.open_case("Xiaodong")
    station.wait_for_report()
    station.wait_for_images()
    case = station.window.case
    image: Any = case.views.contents()[0].image
    pixels: np.ndarray[Any, Any] = image.voxels
    return Kept(
        station, window=station.window, case=case, study=case.study, views=case.views, findings=case.findings,
        draft=case.draft, image=image, pixels=pixels if pixels.base is None else pixels.base,
    )  # fmt: skip


def enter(station: Workstation, user: str) -> Kept:
    """Sign in; what has to go when the user does, the sign-in window among it."""
    window = station.program.sign_in_window
    station.sign_in(user)
    wait_for(lambda: station.program.seat is not None, "signed in")
    seat = station.program.seat
    assert seat is not None
    return Kept(station, sign_in=window, seat=seat, session=seat.session)


def test_an_exam_that_was_closed_is_gone_with_its_pixels(station: Workstation) -> None:
    enter(station, "li")
    station.wait_for_worklist()
    for _ in range(2):  # the second one in the window that was made ready
        exam = read(station)
        station.desk.leave_case(settled=True)
        exam.wait()


def test_who_has_signed_out_leaves_nothing_behind(station: Workstation) -> None:
    for theme in ("light", "dark"):
        seat = enter(station, "li")
        station.wait_for_worklist()
        desk = station.desk
        built = Kept(station, worklist=desk.worklist_window, page=desk.page)
        exam = read(station)
        station.program.services.settings.update(theme=theme)
        built.wait()  # the windows were built again
        windows = Kept(station, worklist=desk.worklist_window, page=desk.page, reading=desk.reading_window)
        desk.statistics.show()
        beside = Kept(station, statistics=desk.statistics.window)
        del desk
        station.program._sign_out()
        for left in (beside, windows, exam, seat):
            left.wait()


def test_an_administrator_leaves_nothing_behind_either(station: Workstation) -> None:
    office = enter(station, "admin")
    assert station.program.office is not None
    window = Kept(station, window=station.program.office.window)
    station.program._sign_out()
    for left in (window, office):
        left.wait()
