"""What is too much of a presentation state, or beyond any image, is named; the rest is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydicom.dataset import Dataset

from reader.core.text import now
from tests.views.states.made import image
from tests.views.states.test_states import drawn_on, graphic, read_on, study_with
from tests.volume.made import item

PICTURE = image(1)


def a_long_text(made: Dataset) -> None:
    words = item(
        UnformattedTextValue="x" * 2100, AnchorPoint=[3.0, 3.0], AnchorPointAnnotationUnits="PIXEL",
        AnchorPointVisibility="N",
    )  # fmt: skip
    made.GraphicAnnotationSequence[0].TextObjectSequence = [words]


def many_curves(made: Dataset) -> None:
    zigzag = [(float(n % 9), float(n % 7)) for n in range(500)]
    made.GraphicAnnotationSequence[0].GraphicObjectSequence = [graphic("INTERPOLATED", zigzag) for _ in range(60)]


def no_slope(made: Dataset) -> None:
    made.RescaleSlope, made.RescaleIntercept, made.RescaleType = "1e-300", "0", "HU"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (a_long_text, "1 text is too long and is cut off."),
        (many_curves, "55 graphics can’t be drawn."),
        (no_slope, "A window can’t be read."),
    ],
)
def test_it_is_named(damage: Callable[[Dataset], None], said: str) -> None:
    made = drawn_on(PICTURE)
    damage(made)
    (found,) = read_on(study_with(PICTURE, made), made)
    assert said in [now(problem) for problem in found.problems]
    assert len([g for one in found.annotations for g in one.graphics]) <= 5
