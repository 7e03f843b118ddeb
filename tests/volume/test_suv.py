"""Standardized uptake values against npm's @cornerstonejs/calculate-suv 1.1.0, run once on the attributes of
`data/suv.json` (random patients; five ways in which scanners state times and units), and by hand where that knows
nothing of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset

from reader.dicom.attributes import JsonAttributes
from reader.study.uptake import Uptake, uptake_from
from reader.volume.suv import Suv, suv_of

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "suv.json").read_text("utf-8"))


def as_stated(case: dict[str, Any]) -> Uptake:
    """By way of a PET header, as pydicom writes it."""
    ds, given = Dataset(), Dataset()
    ds.Modality, ds.CorrectedImage, ds.DecayCorrection = "PT", ["ATTN", "DECY"], "START"
    for name, value in case.items():
        if name.startswith("Radio"):
            setattr(given, name, value)
        elif name in ("Units", "SeriesDate", "SeriesTime", "AcquisitionDate", "AcquisitionTime", "PatientSex",
                      "PatientWeight", "PatientSize"):  # fmt: skip
            setattr(ds, name, value)
    ds.RadiopharmaceuticalInformationSequence = [given]
    if ge := case.get("GEPrivatePostInjectionDateTime"):
        ds.private_block(0x0009, "GEMS_PETD_01", create=True).add_new(0x0D, "DT", ge)
    for name, place in (("SUVScaleFactor", 0x00), ("ActivityConcentrationScaleFactor", 0x09)):
        if factor := case.get("PhilipsPETPrivateGroup", {}).get(name):
            block = ds.private_block(0x7053, "Philips PET Private Group", create=True)
            block.add_new(place, "DS", str(factor))
    found = uptake_from(JsonAttributes(json.loads(ds.to_json())))
    assert found is not None
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_as_the_independent_program_has_it(case: dict[str, Any]) -> None:
    found = suv_of([as_stated(case)])
    assert isinstance(found, Suv), found
    expected = case["expected"]
    assert found.body_weight == pytest.approx(expected["suvbw"], rel=1e-9)
    if case["Units"] == "BQML":  # of counts it leaves out the factor of these
        assert found.lean_mass == pytest.approx(expected["suvlbmJanma"], rel=1e-9)
        assert found.surface == pytest.approx(expected["suvbsa"], rel=1e-9)
        if expected["suvlbm"] > 0:
            assert found.james == pytest.approx(expected["suvlbm"], rel=1e-9)


START = datetime(2026, 1, 1, 9, 0)
PLAIN = Uptake(
    "BQML", correction="START", corrected=frozenset(("ATTN", "DECY")), weight=70.0, size=1.75, sex="M", given=1,
    dose=350e6, half_life=6586.2, injected=START - timedelta(hours=1), series=START, acquired=START,
)  # fmt: skip


def factor(stated: Uptake) -> float:
    found = suv_of([stated])
    assert isinstance(found, Suv), found
    return found.body_weight


def test_by_hand() -> None:
    """350 MBq in 70 kg: 5 kBq/g when injected, and after an hour of fluorine-18 68.46 % of that."""
    left = 350e6 * 2 ** (-3600 / 6586.2)
    assert factor(PLAIN) == pytest.approx(70_000 / left) and factor(PLAIN) * 5000 == pytest.approx(1.4607, abs=1e-4)
    assert factor(replace(PLAIN, correction="ADMIN")) == pytest.approx(70_000 / 350e6), "as injected"


def test_a_time_of_day_before_midnight_is_of_the_day_before() -> None:
    late = replace(PLAIN, injected=None, injected_time=23.5 * 3600, series=datetime(2026, 1, 2, 0, 30))
    late = replace(late, acquired=late.series)
    assert factor(late) == pytest.approx(factor(PLAIN)), "an hour"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"weight": 0.0}, "weight is missing"), ({"weight": 70_000.0}, "a weight of 70000 kg"),
        ({"dose": 0.0}, "dose is missing"), ({"dose": 350.0}, "a dose of 350 Bq"),
        ({"half_life": 0.0}, "half-life"), ({"injected": None}, "time of the injection"),
        ({"acquired": None, "series": None}, "time of the scan"),
        ({"injected": START + timedelta(hours=1)}, "contradict"),
        ({"injected": START - timedelta(days=9)}, "contradict"),
        ({"correction": "NONE"}, "decay"), ({"corrected": frozenset(("ATTN",))}, "attenuation and decay"),
        ({"units": "PROPCNTS"}, "PROPCNTS"), ({"units": "CNTS"}, "CNTS"), ({"given": 2}, "more than one"),
    ],
)  # fmt: skip
def test_what_is_missing_or_contradicts_is_named_and_nothing_guessed(changes: dict[str, Any], said: str) -> None:
    found = suv_of([replace(PLAIN, **changes)])
    assert not isinstance(found, Suv) and said in found


def test_images_of_one_series_that_contradict_each_other() -> None:
    assert isinstance(suv_of([PLAIN, replace(PLAIN, acquired=START + timedelta(minutes=3))]), Suv)
    assert not isinstance(suv_of([PLAIN, replace(PLAIN, weight=71.0)]), Suv)


def test_only_body_weight_where_height_or_sex_is_missing() -> None:
    found = suv_of([replace(PLAIN, size=0.0)])
    assert isinstance(found, Suv) and (found.lean_mass, found.james, found.surface) == (None, None, None)
    assert uptake_from(JsonAttributes(json.loads(Dataset().to_json()))) is None
