from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.dicom.values import Person
from tests.faults import FaultProxy
from tests.servers import HubProcess
from tests.worklist.samples import LI
from tests.worklist.station import Station

MakeStation = Callable[..., Station]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as process:
        yield process


@pytest.fixture
def station(hub: HubProcess, tmp_path: Path) -> Iterator[MakeStation]:
    """Makes workstations; the same `folder` is the same computer started again."""
    made: list[Station] = []

    def make(user: Person, folder: str = "", *, roles: tuple[str, ...] = ("reporting", "reviewing")) -> Station:
        made.append(Station(hub, user, tmp_path / (folder or user.username), roles=roles))
        return made[-1]

    yield make
    for entry in made:
        entry.close()


@pytest.fixture
def line(hub: HubProcess) -> Iterator[FaultProxy]:
    """A faulty one to the hub."""
    with FaultProxy(hub.url, patience=30.0) as proxy:
        yield proxy


@pytest.fixture
def li(hub: HubProcess, line: FaultProxy, tmp_path: Path) -> Iterator[Station]:
    """A reporting doctor's workstation at the end of the faulty line."""
    made = Station(hub, LI, tmp_path / "li", roles=("reporting",), root=line.url, back_off=(0.02,))
    yield made
    made.close()
