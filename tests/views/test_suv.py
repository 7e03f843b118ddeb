"""A PET image is measured in standardized uptake values where its headers tell enough; else it says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from reader.findings import codes, service
from reader.report.sentences import sentence
from reader.study.model import Instance, Window
from reader.study.uptake import Uptake
from reader.terms.measures import MAXIMUM, SUV
from reader.views.content import Content
from reader.views.layout import SINGLE
from reader.views.measure import label_lines
from reader.views.readout import suv_text, value_text
from reader.views.suv_commands import suv_commands
from reader.views.tools.point import POINT
from reader.views.tools.rectangle import RECTANGLE
from reader.volume.model import OpenedSeries, Volume, VolumeGeometry
from tests.views.examples import STRAIGHT, exam, views, volume
from tests.views.test_annotations import keep
from tests.views.test_tools import place

START = datetime(2026, 1, 1, 9, 0)
STATED = Uptake(
    "BQML", correction="START", corrected=frozenset(("ATTN", "DECY")), weight=70.0, size=1.75, sex="M", given=1,
    dose=350e6, half_life=6586.2, injected=START - timedelta(hours=1), series=START, acquired=START,
)  # fmt: skip
FACTOR = 70_000 / (350e6 * 2 ** (-3600 / 6586.2))
GRID = VolumeGeometry((24, 24, 4), (4.0, 4.0, 4.0), (0.0, 0.0, 0.0), STRAIGHT)


def pet(stated: Uptake) -> Volume:
    """A body of 3,000 Bq/mL with a place of 20,000 in it."""
    made = volume(GRID)
    values = np.full((4, 24, 24), 3000, np.int16)
    values[:, 10:13, 10:13] = 20_000
    uids = [entry[0] for entry in made.slices if entry is not None]
    headers = {uid: Instance(uid, "1.2.840.10008.5.1.4.1.1.128", 1, 24, 24, uptake=stated) for uid in uids}
    return replace(made, voxels=values, units="Bq/ml", instances=headers)


def test_points_regions_labels_and_sentences_are_in_suv(tmp_path: Path) -> None:
    model, image = views(tmp_path), pet(STATED)
    keep(model)
    model.show(*exam(image, modality="PT"), OpenedSeries.of(image))
    model.set_layout(SINGLE)
    model.set_tool(POINT)
    place(model.measuring, [(11.0, 11.0)])
    model.set_tool(RECTANGLE)
    place(model.measuring, [(8.0, 8.0), (15.0, 15.0)])
    point, region = model.findings.findings
    [measured] = point.measurements
    assert measured.concept == SUV and measured.value == pytest.approx(20_000 * FACTOR)
    hottest = next(m for m in region.measurements if m.derivation == MAXIMUM)
    assert hottest.value == pytest.approx(20_000 * FACTOR) and hottest.unit.value == "{SUVbw}g/ml"
    assert label_lines(region.measurements)[-2:] == ["SUVmax 5.8", "SUVmean 1.6 ± 1.7"]
    assert value_text(model.viewports[0], (11.0, 11.0)).startswith("SUV 5.8 · 20000 Bq/mL at ")
    named = replace(region, finding=codes.NODULE)
    assert "SUVmax 5.8" in sentence(named, "en") and "SUVmax约5.8" in sentence(named, "zh")
    assert service.measurement_text(measured) == "SUV 5.8"
    assert suv_text(model.viewports[0].content, Window(8_500, 17_000)) == "SUV 0–5.0"


def test_windows_in_suv(tmp_path: Path) -> None:
    model, image = views(tmp_path), pet(STATED)
    model.show(*exam(image, modality="PT"), OpenedSeries.of(image))
    five, *_, twenty = suv_commands(model)
    assert five.when() and twenty.title == "SUV 0–20"
    five.run()
    assert five.checked is not None and five.checked()
    assert suv_text(model.viewports[0].content, model.window_of(0)) == "SUV 0–5.0"
    model.show(*exam(volume(GRID, series_uid="1.2.3.7")), OpenedSeries.of(volume(GRID, series_uid="1.2.3.7")))
    assert not five.when(), "not of a CT"


def test_what_is_missing_is_said_and_values_stay_activity(tmp_path: Path) -> None:
    model, image = views(tmp_path), pet(replace(STATED, weight=0.0))
    study, series = exam(image, modality="PT")
    model.show(study, series, OpenedSeries.of(image))
    content = model.viewports[0].content
    assert content is not None and content.suv == "the patient's weight is missing"
    assert value_text(model.viewports[0], (11.0, 11.0)).startswith("20000 Bq/mL at ")
    image.present[2] = False
    assert Content.of(study, series, OpenedSeries.of(image)).suv is None, "not before all of it is there"
