"""Frames of reference as a graph: what images state, and what joins them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
import SimpleITK as sitk

from reader.dicom.values import PersonName
from reader.spatial.space import IDENTITY, Kinship, Space, Spaces, Vector
from reader.study.identity import PatientIdentity
from reader.study.model import Instance, Series, Study

A, B, C, D = (Space.frame(f"1.2.{n}") for n in (1, 2, 3, 4))


def series(number: int, frames: Iterable[str], modality: str = "CT") -> Series:
    """Images that state these frames of reference, "" for none."""
    kind = {"CT": "2", "SEG": "66.4"}[modality]
    images = (
        Instance(f"7.{number}.{n}", f"1.2.840.10008.5.1.4.1.1.{kind}", n, frame_of_reference_uid=frame)
        for n, frame in enumerate(frames, start=1)
    )
    return Series(f"7.{number}", "7", modality, number, instances=tuple(images))


def study(*of: Series) -> Study:
    return Study("7", PatientIdentity(PersonName("T"), "1", "X", "M", None), "", None, "", "X", ("CT",), "", of)


def turned(axis: Vector, angle: float, offset: Vector) -> sitk.VersorRigid3DTransform:
    made = sitk.VersorRigid3DTransform()
    made.SetRotation(axis, angle)
    made.SetTranslation(offset)
    return made


def matrix_of(transform: sitk.VersorRigid3DTransform) -> list[float]:
    made = np.eye(4)
    made[:3, :3] = np.array(transform.GetMatrix()).reshape(3, 3)
    made[:3, 3] = transform.GetTranslation()
    return [float(v) for v in made.ravel()]


def test_unrelated_until_something_joins_them() -> None:
    spaces = Spaces()
    assert spaces.relation(A, A).kinship is Kinship.SAME
    assert not spaces.relation(A, B).joined
    assert not spaces.relation(None, None).joined, "what is not known is nowhere"
    assert not spaces.relation(A, Space.series(A.uid)).joined
    spaces.declare(A, B)
    said = spaces.relation(B, A)
    assert said.kinship is Kinship.DECLARED and said.matrix == IDENTITY and said.point((1, 2, 3)) == (1, 2, 3)
    assert not spaces.relation(A, C).joined


def test_registrations_are_followed_there_and_back_as_simpleitk_does() -> None:
    """A → B → C by two rigid transforms, one of them turned round; their errors add up."""
    first, second = turned((0, 0, 1), 0.3, (10, -4, 2)), turned((0.6, 0.8, 0), -0.2, (0, 7, 100))
    spaces = Spaces()
    spaces.register(A, B, matrix_of(first), 1.5)
    spaces.register(C, B, matrix_of(second), 0.5)
    point = (12.0, -33.5, 48.0)
    expected = second.GetInverse().TransformPoint(first.TransformPoint(point))
    way = spaces.relation(A, C)
    assert way.kinship is Kinship.REGISTERED and way.error_mm == pytest.approx(2.0)
    assert way.point(point) == pytest.approx(expected)
    assert spaces.relation(C, A).point(way.point(point)) == pytest.approx(point)
    spaces.register(C, D, IDENTITY)
    assert spaces.relation(A, D).error_mm is None, "nobody said how good the last one is"


def test_the_surest_way_is_taken() -> None:
    spaces = Spaces()
    spaces.declare(A, C)
    shift = [*IDENTITY]
    shift[3] = 5.0
    spaces.register(A, B, shift, 2.0)
    spaces.register(B, C, shift, 2.0)
    assert spaces.relation(A, C).kinship is Kinship.REGISTERED, "two registrations before one statement"
    assert spaces.relation(A, C).point((0, 0, 0)) == pytest.approx((10, 0, 0))
    spaces.declare(C, D)
    assert spaces.relation(A, D).kinship is Kinship.DECLARED, "as sure as its least sure step"
    with pytest.raises(ValueError):
        spaces.register(A, D, [0.0] * 16)


def test_images_are_in_the_frame_of_reference_that_they_state_else_in_their_series_alone() -> None:
    exam = study(series(1, [A.uid] * 3), series(2, [""] * 3), series(3, [""] * 3), series(4, [A.uid, "", A.uid]))
    spaces = Spaces((exam,))
    assert spaces.of_image("7.1.2") == A
    assert spaces.of_image("7.2.1") == Space.series("7.2") != spaces.of_image("7.3.1")
    assert not spaces.relation(spaces.of_image("7.2.1"), spaces.of_image("7.3.1")).joined
    assert spaces.of_image("7.4.2") == A, "a series has one frame of reference (PS3.3 C.7.4.1)"
    assert spaces.of_image("7.9.1") is None and spaces.of_image("7.2.99", "7.2") == Space.series("7.2")
    assert spaces.sole(exam) == A, "the others have no place in the patient"
    assert Spaces((both := study(exam.series[0], series(5, [B.uid])),)).sole(both) is None


def test_a_frame_of_reference_for_each_image_tells_nothing_apart() -> None:
    """As some de-identifiers write: a SEG in that of one slice is in the space of the series, no other is."""
    each = [f"1.9.{n}" for n in range(5)]
    spaces = Spaces((study(series(1, each), series(2, [B.uid] * 5), series(3, ["1.9.77"], "SEG")),))
    whole = Space.series("7.1")
    listed = Spaces((study(series(1, each[:1] + each[2:4])),))
    assert not listed.relation(Space.frame(each[4]), listed.of_image("7.1.1")).joined, "it is not known yet"
    listed.take(series(1, each))
    assert listed.relation(Space.frame(each[4]), listed.of_image("7.1.1")).joined
    assert {spaces.of_image(f"7.1.{n}") for n in range(1, 6)} == {whole}
    assert spaces.relation(Space.frame("1.9.3"), whole).kinship is Kinship.SAME
    assert not spaces.relation(Space.frame("1.9.3"), B).joined
    assert spaces.has(Space.frame("1.9.3")) and not spaces.has(Space.frame("1.9.77"))


def test_a_copy_of_some_images_leaves_a_series_in_its_space() -> None:
    """Where each image states another frame of reference, and more series with the same ones arrive."""
    each = [f"1.9.{n}" for n in range(40)]
    spaces = Spaces((study(series(1, each)),))
    drawn_in = spaces.of_image("7.1.9")
    spaces.take(series(2, each[10:30]))
    spaces.take(series(3, [each[5]]))
    assert drawn_in == spaces.of_image("7.1.1") == spaces.of_image("7.1.40")
    for image in ("7.2.1", "7.3.1"):
        assert spaces.relation(drawn_in, spaces.of_image(image)).kinship is Kinship.SAME
    assert spaces.relation(Space.series("7.2"), drawn_in).kinship is Kinship.SAME
    again = Spaces((study(series(3, [each[5]]), series(2, each[10:30]), series(1, each)),))
    assert again.relation(drawn_in, again.of_image("7.1.9")).kinship is Kinship.SAME


def test_frames_of_reference_that_other_images_share_hold_each_for_itself() -> None:
    """Two positions of the patient in one series; and two scouts, each in that of another series."""
    twice = series(1, [A.uid, A.uid, B.uid, B.uid])
    spaces = Spaces((study(twice, series(2, [A.uid, C.uid]), series(3, [C.uid])),))
    assert [spaces.of_image(f"7.1.{n}") for n in (1, 2, 3, 4)] == [A, A, B, B]
    assert [spaces.of_image(f"7.2.{n}") for n in (1, 2)] == [A, C]
    assert not spaces.relation(A, B).joined


def test_headers_say_what_an_index_leaves_out() -> None:
    spaces = Spaces((study(series(1, [""] * 3)),))
    assert spaces.of_image("7.1.1") == Space.series("7.1") and not spaces.states("7.1.1")
    spaces.take_images("7.1", series(1, [A.uid]).instances)
    assert spaces.of_image("7.1.1") == spaces.of_image("7.1.3") == A and spaces.states("7.1.1")
    assert spaces.relation(Space.series("7.1"), A).kinship is Kinship.SAME, "what was read before that was known"
    assert not spaces.relation(Space.series("7.1"), B).joined
    spaces.take(series(1, [""] * 3))
    assert spaces.of_image("7.1.1") == A, "an index takes nothing back"
