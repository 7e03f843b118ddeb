"""A measurement that is copied is measured anew where it comes to lie."""

from __future__ import annotations

from math import dist
from pathlib import Path

import numpy as np
import pytest

from reader.findings import codes, service
from reader.findings.model import FindingsModel
from reader.terms.measures import MEAN
from reader.views.copying import can_copy_on, can_copy_over, copy_on, copy_over
from reader.views.display import picture_values
from reader.views.layout import SINGLE
from reader.views.tools.distance import DISTANCE
from reader.views.tools.rectangle import RECTANGLE
from reader.volume.model import OpenedSeries, VolumeGeometry
from tests.views.examples import STRAIGHT, exam, views, volume
from tests.views.test_annotations import keep
from tests.views.test_tools import place
from tests.views.test_widget import BIG


def chosen(findings: FindingsModel) -> object:
    return findings.get(findings.selected)


def test_a_region_on_the_next_image_has_the_values_of_that_image(tmp_path: Path) -> None:
    model, image = views(tmp_path), volume(BIG)
    keep(model)
    model.show(*exam(image), OpenedSeries.of(image))
    model.set_layout(SINGLE)
    model.set_tool(RECTANGLE)
    assert not can_copy_on(model)
    place(model.measuring, [(10.0, 12.0), (20.0, 25.0)])
    service.name(model.findings, model.findings.selected, codes.NODULE)
    (first,) = model.findings.findings
    at = model.viewports[0].index
    copy_on(model)
    first, second = model.findings.findings
    assert model.viewports[0].index == at + 1 and chosen(model.findings) == second
    assert second.finding == codes.NODULE and second.tracking_uid != first.tracking_uid
    content, frame = model.viewports[0].content, model.viewports[0].frame
    assert content is not None and frame is not None
    values = picture_values(content, frame, at + 1)
    assert values is not None
    mean = next(m.value for m in second.measurements if m.derivation == MEAN)
    assert mean == pytest.approx(float(np.mean(values[12:26, 10:21])))
    assert [frame.to_pixel(point)[2] for point in second.shapes[0].points] == pytest.approx([at + 1] * 4)
    assert model.findings.history.undo() and model.findings.findings == (first,)
    model.scroll(0, 1_000)
    assert not can_copy_on(model), "neither is it drawn here, nor is there a next image"


def test_a_length_in_the_prior_is_as_long_there_whatever_its_pixels(tmp_path: Path) -> None:
    """The prior is in another frame of reference: the copy is at the same place of its picture, to be moved."""
    model, now = views(tmp_path), volume(BIG)
    grid = VolumeGeometry((96, 96, 40), (0.5, 0.5, 2.0), (-20.0, -20.0, 300.0), STRAIGHT)
    then = volume(grid, series_uid="1.9.1")
    keep(model)
    model.show(*exam(now), OpenedSeries.of(now))
    assert not can_copy_over(model)
    model.show_compare(*exam(then, study_uid="1.9"), OpenedSeries.of(then))
    model.set_active(0)
    model.set_tool(DISTANCE)
    place(model.measuring, [(30.0, 31.0), (38.0, 25.0)])
    copy_over(model, model.measuring)
    (first,) = model.findings.findings
    assert first.measurements[0].value == pytest.approx(10.0)
    priors = (n for n, v in enumerate(model.viewports) if v.content is not None and v.content.prior)
    there = next(priors)
    (shown,), frame = model.measuring.on_priors.shown_in(model.viewports[there]), model.viewports[there].frame
    assert frame is not None and shown.text == ("10 mm", "On the earlier exam: not in the report")
    service.name(model.findings, first.tracking_uid, codes.NODULE)
    model.findings.select(first.tracking_uid)
    copy_over(model, model.measuring)
    *_, named = model.measuring.on_priors.shown_in(model.viewports[there])
    assert named.text == ("Nodule", *shown.text), "called as what it was copied from"
    assert model.findings.selected == "", "what is done next is not meant for the one of this exam"
    assert dist(*(frame.to_point((*pixel, shown.place.number)) for pixel in shown.pixels)) == pytest.approx(10.0)
