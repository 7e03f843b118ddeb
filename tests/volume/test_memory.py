"""Series larger than the memory budget: opened by slices, with the right values, and never over the budget."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest

from reader.core.machine import memory_available
from reader.study.model import Arrival
from reader.volume.memory import Budget
from reader.volume.model import Stack, Volume
from reader.volume.reserve import Reserve
from tests.orthanc import Orthanc, find_orthanc
from tests.synthetic import ct_series
from tests.volume.test_open import Reading

pytestmark = pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed")


def test_the_budget_counts_what_lives() -> None:
    budget = Budget(lambda: 1000)
    one, other = np.zeros(3), np.zeros(3)
    budget.count(one, 600)
    budget.count(other, 300)
    assert budget.left == 100 and not budget.fits(101)
    del one
    gc.collect()
    assert budget.left == 700
    free = memory_available()
    assert free is None or free > 1_000_000


@pytest.mark.parametrize("shuffle", [False, True])
def test_opened_by_slices(tmp_path: Path, shuffle: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """120 slices in the room of 40: each right when it is looked at, other planes averaged and marked."""
    monkeypatch.setattr("reader.volume.paging.LEAST_ROOM", 20 * 128 * 128 * 2)
    made = ct_series(tmp_path / "files", 120, 128, uid_root="2.25.75", shuffle=shuffle)
    limit = 50 * 128 * 128 * 2
    with Orthanc() as server:
        server.store(made.files)
        reading = Reading(tmp_path, server.dicomweb_url)
        reading.volumes.memory = Budget(lambda: limit)
        reading.open(made.study_uid)
        opened = reading.opened
        assert reading.state.arrival is Arrival.COMPLETE and len(opened) == 1
        slices, other = opened[0].parts
        stack, volume = slices.images[0], other.images[0]
        assert isinstance(stack, Stack) and isinstance(volume, Volume)
        assert slices.issues and volume.geometry.resampled and volume.geometry.issues[-1].startswith("reduced")
        assert reading.volumes.memory.used <= limit

        shown: list[int] = []
        stack.filled.connect(shown.append)
        for n in (0, 119, 60, 61, 3, 118):
            reading.loop.run_until(lambda: stack.pixels[n] is not None)  # noqa: B023
            assert np.array_equal(stack.pixels[n], made.voxels[n])
            assert stack.frames[n][0] == made.instance_uids[n]
        assert shown and sum(p.nbytes for p in list(stack.pixels) if p is not None) <= 20 * 128 * 128 * 2

        f = 128 // volume.geometry.size[0]
        means = made.voxels.reshape(120, 128 // f, f, 128 // f, f).mean(axis=(2, 4))
        assert volume.complete and np.abs(volume.voxels - means).max() <= 0.5
        point = volume.geometry.to_patient((3, 5, 7))
        half = (f - 1) / 2
        whole = np.array(made.positions[7]) + np.array([0.7 * (f * 3 + half), 0.7 * (f * 5 + half), 0])
        assert np.allclose(point, whole, atol=1e-6)
        assert set(volume.slices) == {None}  # computed, not acquired
        reading.close()


def test_no_memory_at_all(tmp_path: Path) -> None:
    """With nothing left it still opens: the pictures one by one."""
    made = ct_series(tmp_path / "files", 40, 64, uid_root="2.25.76")
    with Orthanc() as server:
        server.store(made.files)
        reading = Reading(tmp_path, server.dicomweb_url)
        reading.volumes.memory = Budget(lambda: 0)
        reading.open(made.study_uid)
        assert reading.state.arrival is Arrival.COMPLETE
        stack = reading.images[0]
        assert isinstance(stack, Stack)
        for n in (0, 39, 11):
            reading.loop.run_until(lambda: stack.pixels[n] is not None)  # noqa: B023
            assert np.array_equal(stack.pixels[n], made.voxels[n])
        reading.close()


def test_the_reserve_goes_from_one_volume_to_the_next_and_is_always_empty() -> None:
    reserve = Reserve(lambda: 8 * 64 * 2**20)
    assert not reserve.zeros((64, 512, 512), np.int16)[1], "nothing is ready yet"
    reserve.make_ready()
    first, ready = reserve.zeros((64, 512, 512), np.int16)
    assert ready and not first.any()
    first[:] = -1000
    view = first[3:].view(np.uint16).reshape(-1)  # as VTK and the phases of a 4D series hold it
    del first
    gc.collect()
    second, ready = reserve.zeros((64, 512, 512), np.int16)
    assert not ready and not np.shares_memory(second, view), "still looked at"
    assert (view.view(np.int16) == -1000).all()
    del view
    gc.collect()
    third, ready = reserve.zeros((60, 512, 512), np.uint16)
    assert ready and not third.any()
    del third
    gc.collect()
    assert not reserve.zeros((1200, 512, 512), np.int16)[1] and reserve.size == 0, "given up for a larger one"
