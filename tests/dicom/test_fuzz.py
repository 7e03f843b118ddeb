"""Two thousand bad files, and those of the sample exams: no crash, no hang, bounded memory, a reason in words."""

from __future__ import annotations

import pytest

pytest.importorskip("resource", reason="bounds the memory of child processes, which Windows does by other means")

from tests.dicom.fuzzing import Figures, run, samples


def check(figures: Figures, tried: int) -> None:
    assert not figures.bad
    assert (figures.tried, figures.crashed, figures.hung, figures.wrong) == (tried, 0, 0, 0)
    assert figures.opened + figures.refused == tried and figures.opened and figures.refused
    assert figures.peak_mb < 1024
    assert all(reason and len(reason) < 200 for reason in figures.reasons)


def test_two_thousand_mutations_of_good_files() -> None:
    check(run("mutations", 2_000), 2_000)


def test_damaged_streams_for_every_codec() -> None:
    check(run("streams", 1_500, first=50_000), 1_500)


def test_every_bad_file_of_the_sample_exams() -> None:
    if not samples():
        pytest.skip("the sample exams 13 to 16 are not unpacked (READER_EXAMS)")
    check(run("samples", len(samples())), len(samples()))
