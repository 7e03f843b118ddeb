"""Of many findings only those near the picture are asked for: none that is drawn is left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reader.findings.model import ImageReference
from reader.findings.service import from_measurement
from reader.spatial.space import Space
from reader.views.content import Content
from reader.views.marking import drawn
from reader.views.measure import measure
from reader.views.nearby import Nearby
from reader.views.planes import ORTHOGONAL, stack_frame
from reader.views.tools.outline import OUTLINE
from reader.volume.model import OpenedSeries
from tests.findings.exams import LI
from tests.views.examples import GEOMETRIES, exam, stack, volume

ELSEWHERE = Space.frame("2.25.1")


@pytest.mark.parametrize("name", GEOMETRIES)
def test_none_that_is_drawn_is_left_out(name: str) -> None:
    image = volume(GEOMETRIES[name])
    study, series = exam(image)
    content = Content.of(study, series, OpenedSeries.of(image))
    random = np.random.default_rng(2)
    findings = []
    for number in range(120):
        frame = content.frame(ORTHOGONAL[number % 3])
        assert frame is not None
        corners = [(float(c), float(r)) for c, r in random.uniform(1, 10, (3, 2))]
        made = measure(OUTLINE, content, frame, int(random.integers(frame.size[2])), corners)
        own = from_measurement(made.shape, made.measurements, LI, place=made.place, key_image=made.key_image)
        entry = image.slices[number % len(image.slices)]
        assert entry is not None
        key = ImageReference("", entry[0], (), image.series_uid)
        kinds = (
            own, replace(own, shapes=()), replace(own, shapes=(), key_image=key),
            replace(own, space=ELSEWHERE, shapes=(replace(own.shapes[0], space=ELSEWHERE),)),
            replace(own, space=None, shapes=(replace(own.shapes[0], space=None),)),
        )  # fmt: skip
        findings.append(kinds[number // 3 % len(kinds)])
    nearby = Nearby(tuple(findings))
    asked = 0
    for plane in ORTHOGONAL:
        frame = content.frame(plane)
        assert frame is not None
        for index in range(frame.size[2]):
            for slices in ((index, index + 1), (max(0, index - 2), min(frame.size[2], index + 3))):
                every = [f for f in findings if drawn(f, content, frame, index, slices) is not None]
                near = nearby.seen_in(content, frame, index, slices)
                assert [f for f in near if drawn(f, content, frame, index, slices) is not None] == every
                asked += len(near) if slices[1] - slices[0] == 1 else 0
    pictures = sum(frame.size[2] for plane in ORTHOGONAL if (frame := content.frame(plane)) is not None)
    assert asked < 0.75 * len(findings) * pictures, "what is far away is not asked for"


def test_what_is_in_pixels_or_outlined_is_asked_for() -> None:
    image = stack([np.zeros((40, 40), np.int16), np.zeros((40, 40), np.int16)])
    study, series = exam(image, modality="US")
    content = Content.of(study, series, OpenedSeries.of(image))
    frame = stack_frame(content.series, image, 0)
    made = measure(OUTLINE, content, frame, 0, [(3.0, 3.0), (9.0, 3.0), (5.0, 9.0)])
    own = from_measurement(made.shape, made.measurements, LI, key_image=made.key_image)
    place = {"place": (0.0, 0.0, 900.0), "space": content.space(0)}
    far = replace(own, tracking_uid="2.25.9", shapes=(), key_image=None, **place)
    nearby = Nearby((own, far))
    assert nearby.seen_in(content, frame, 0, (0, 1)) == [own]
    assert nearby.seen_in(content, frame, 0, (0, 1), outlined=("2.25.9",)) == [own, far]
