"""What of a presentation state can't be shown is named, and the rest of it is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydicom.dataset import Dataset

from reader.core.text import now
from reader.study.opened import StudyModel
from reader.views.states.codec import read_states
from tests.views.states.made import image
from tests.views.states.test_states import drawn_on, study_with
from tests.volume.made import item, part10

LACKING: dict[str, tuple[Callable[[Dataset], None], str]] = {}


def lacks(said: str) -> Callable[[Callable[[Dataset], None]], Callable[[Dataset], None]]:
    def add(spoil: Callable[[Dataset], None]) -> Callable[[Dataset], None]:
        LACKING[spoil.__name__] = (spoil, said)
        return spoil

    return add


@lacks("1 image that it names is not in this exam.")
def names_a_missing_frame(made: Dataset) -> None:
    named = made.ReferencedSeriesSequence[0].ReferencedImageSequence
    named.append(item(ReferencedSOPClassUID=named[0].ReferencedSOPClassUID, ReferencedFrameNumber=7,
                      ReferencedSOPInstanceUID=named[0].ReferencedSOPInstanceUID))  # fmt: skip


@lacks("1 graphic can’t be drawn.")
def has_an_unknown_graphic(made: Dataset) -> None:
    made.GraphicAnnotationSequence[0].GraphicObjectSequence[0].GraphicType = "SPIRAL"


@lacks("1 graphic can’t be drawn.")
def has_fewer_points_than_it_says(made: Dataset) -> None:
    made.GraphicAnnotationSequence[0].GraphicObjectSequence[0].NumberOfGraphicPoints = 9


@lacks("2 graphics can’t be drawn.")
def has_points_that_are_none(made: Dataset) -> None:
    for one in made.GraphicAnnotationSequence[0].GraphicObjectSequence:
        one.GraphicData = [float("nan")] * len(one.GraphicData)


@lacks("A window can’t be read.")
def has_no_window_width(made: Dataset) -> None:
    made.SoftcopyVOILUTSequence[0].WindowWidth = 0


@lacks("It is turned by an angle that can’t be.")
def is_turned_a_little(made: Dataset) -> None:
    made.ImageRotation = 45


@lacks("A shutter can’t be drawn.")
def has_a_shutter_of_bits(made: Dataset) -> None:
    made.ShutterShape, made.ShutterOverlayGroup = "BITMAP", 0x6000


@lacks("Its mask is not subtracted.")
def subtracts_a_mask(made: Dataset) -> None:
    made.MaskSubtractionSequence = [item(MaskOperation="AVG_SUB", MaskFrameNumbers=[1])]


@lacks("Its shape of the pixels is not applied.")
def has_pixels_that_are_twice_as_high(made: Dataset) -> None:
    made.DisplayedAreaSelectionSequence[0].PresentationPixelAspectRatio = [2, 1]


@lacks("A displayed area can’t be read.")
def has_an_area_of_nothing(made: Dataset) -> None:
    made.DisplayedAreaSelectionSequence[0].PresentationSizeMode = "MAGNIFY"


@lacks("1 text has no place or no words.")
def has_a_text_without_a_place(made: Dataset) -> None:
    made.GraphicAnnotationSequence[0].TextObjectSequence = [item(UnformattedTextValue="where?")]


@pytest.mark.parametrize("name", LACKING)
def test_what_can_be_read_is_shown_and_what_cannot_is_named(name: str) -> None:
    picture = image()
    spoil, said = LACKING[name]
    whole_, broken = drawn_on(picture), drawn_on(picture)
    spoil(broken)
    study = study_with(picture, whole_)
    [good] = read_states([part10(whole_)], study).states
    assert not good.problems
    found = read_states([part10(broken)], study)
    [one] = found.states
    assert [*map(now, one.problems)] == [said] and "partly readable" in one.heading
    entry = (picture.SOPInstanceUID, 1)
    assert one.covers(entry) and (one.window(entry) is not None or "window" in said)
    model = StudyModel(study)
    model.set_used(found.used, found.unread)
    [row] = model.unshown(study)
    assert row.heading == "Presentation state" and row.why == f"STATE 1, in part: {said}"
