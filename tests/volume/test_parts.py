"""What of a series belongs together. All series here are synthetic, of known geometry; real ones at the end."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from reader.dicom.header import read_header
from reader.dicom.pixels.description import describe
from reader.study.codec import instance_from
from reader.study.model import Instance
from reader.volume.parts import Plan, plan_parts
from tests.exams import exam_set
from tests.volume.made import AXIAL, CORONAL, SAGITTAL, item, mr, part10

SECOND_ECHO = 80.0


def read(dataset: Dataset) -> Instance:
    """As the program reads a file."""
    return instance_from(read_header(part10(dataset)))


def image(number: int, position: tuple[float, ...], **values: Any) -> Instance:
    return read(mr(number, position, **values))


def made(*axes: Any, values: Callable[..., dict[str, Any]]) -> list[Instance]:
    """An image for each combination of the axes, numbered as they come; values(z, …) are its attributes."""
    return [image(n + 1, (0, 0, 3.0 * each[-1]), **values(*each)) for n, each in enumerate(product(*axes))]


def told(plan: Plan) -> list[tuple[str, int, int]]:
    """(label, slices or pictures, times) of each part."""
    return [
        (p.label, p.assembly.geometry.size[2] if p.assembly else len(p.entries), max(1, len(p.phases)))
        for p in plan.parts
    ]


def test_two_echoes_three_b_values_and_magnitude_beside_phase_are_parts() -> None:
    echoes = made((20, SECOND_ECHO), range(6), values=lambda te, z: {"EchoTime": te, "EchoNumbers": 1 + (te > 20)})
    assert told(plan_parts(echoes)) == [("TE 20 ms", 6, 1), ("TE 80 ms", 6, 1)]

    def diffusion(b: float, z: int) -> dict[str, Any]:
        kind = ["DERIVED", "PRIMARY", "ADC"] if b < 0 else ["ORIGINAL", "PRIMARY", "DIFFUSION"]
        return {"ImageType": kind} | ({"DiffusionBValue": b} if b >= 0 else {})

    plan = plan_parts(made((0.0, 400.0, 800.0, -1.0), range(6), values=diffusion))
    assert [(label.split(" · ")[-1], *rest) for label, *rest in told(plan)] == [
        ("b 0", 6, 1), ("b 400", 6, 1), ("b 800", 6, 1), ("ADC", 6, 1),
    ]  # fmt: skip
    assert plan.certain and plan.main != 3

    kinds = {"M": ["M_FFE", "M", "FFE"], "P": ["PHASE MAP", "P", "FFE"]}
    plan = plan_parts(made("MP", range(6), values=lambda c, z: {"ImageType": ["ORIGINAL", "PRIMARY", *kinds[c]]}))
    assert told(plan) == [("Magnitude", 6, 1), ("Phase", 6, 1)]


def test_an_object_of_many_frames_is_in_hounsfield_units_only_where_each_frame_is() -> None:
    def group(values: dict[str, Any]) -> Dataset:
        return item(PixelValueTransformationSequence=[item(**values)]) if values else item(FrameContentSequence=[])

    def units(*frames: dict[str, Any], shared: dict[str, Any] | None = None) -> str:
        return read(mr(
            1, (0, 0, 0), Modality="CT", NumberOfFrames=len(frames),
            SharedFunctionalGroupsSequence=[group(shared or {})],
            PerFrameFunctionalGroupsSequence=[group(frame) for frame in frames],
        )).units  # fmt: skip

    hounsfield = {"RescaleSlope": 1, "RescaleIntercept": -1024, "RescaleType": "HU"}
    assert units(hounsfield, hounsfield) == units({}, {}, shared=hounsfield) == "HU"
    assert units({}, {}) == units(hounsfield, {}) == units(hounsfield, hounsfield | {"RescaleType": "US"}) == ""
    assert units({}, hounsfield | {"RescaleSlope": 0}, shared=hounsfield) == ""


def test_values_and_their_unit_are_told_by_the_same_place() -> None:
    """Functional groups, whatever stands beside them, where no image of many frames has a rescale."""
    hounsfield = {"RescaleSlope": 1, "RescaleIntercept": -1000, "RescaleType": "HU"}
    groups = [item(PixelValueTransformationSequence=[item(**hounsfield)])]
    many = mr(
        1, (0, 0, 0), Modality="CT", NumberOfFrames=2, RescaleSlope=7, RescaleIntercept=5,
        SharedFunctionalGroupsSequence=groups, PerFrameFunctionalGroupsSequence=[item(), item()],
    )  # fmt: skip
    header = read_header(part10(many))
    assert describe(header, header.transfer_syntax).rescales == ((1.0, -1000.0),) and read(many).units == "HU"


def test_directions_of_one_b_value_are_times_of_one_part() -> None:
    series = made((0.0, 1000.0, 1000.1, 1000.2), range(5), values=lambda b, z: {"DiffusionBValue": float(int(b))})
    assert told(plan_parts(series)) == [("b 0", 5, 1), ("b 1000", 5, 3)]


@pytest.mark.parametrize("order", ["time by time", "slice by slice", "shuffled"])
def test_temporal_positions_are_4d_in_whatever_order_they_are_numbered(order: str) -> None:
    if order == "slice by slice":
        series = [
            image(1 + z * 4 + t, (0, 0, 3.0 * z), TemporalPositionIdentifier=t + 1)
            for z, t in product(range(5), range(4))
        ]
    else:
        series = made(range(4), range(5), values=lambda t, z: {"TemporalPositionIdentifier": t + 1})
        series = series if order == "time by time" else series[7:] + series[:7]
    (part,) = plan_parts(series).parts
    assert part.assembly is not None and part.assembly.phases == 4 and len(part.assembly.slots) == 20
    assert part.phases == ("t 1/4", "t 2/4", "t 3/4", "t 4/4") and part.issues == ()
    by_uid = {i.sop_instance_uid: i for i in series}
    for n, entry in enumerate(part.assembly.slots):
        assert entry is not None
        instance = by_uid[entry[0]]
        assert (instance.traits[0].temporal, instance.planes[0].position[2]) == (n // 5 + 1, 3.0 * (n % 5))


def test_a_missing_slice_of_one_time_is_a_hole_of_that_time() -> None:
    series = made(range(4), range(5), values=lambda t, z: {"TemporalPositionIdentifier": t + 1})
    (part,) = plan_parts([i for i in series if i.number != 13]).parts
    assert part.assembly is not None and part.assembly.slots.index(None) == 12 and part.assembly.phases == 4


def test_cardiac_phases_with_their_times() -> None:
    series = made(range(10), range(6), values=lambda t, z: {"TriggerTime": 40 * t})
    (part,) = plan_parts(series).parts
    assert part.phases[2] == "t 3/10 · 80 ms" and part.interval_ms == 40
    jittered = made(range(10), range(6), values=lambda t, z: {"TriggerTime": 40 * t + 0.1 * z})
    (part,) = plan_parts(jittered).parts
    assert len(part.phases) == 10 and part.assembly is not None and None not in part.assembly.slots


def test_cine_of_two_long_axes_is_a_loop_each() -> None:
    series = made(range(2), range(12), values=lambda z, t: {
        "TriggerTime": 40 * t, "ImagePositionPatient": [0, 0, 9 * z]})  # fmt: skip
    assert told(plan_parts(series)) == [("Position 1", 12, 1), ("Position 2", 12, 1)]


def test_without_any_tag_equal_numbers_at_each_place_are_4d_and_named_so() -> None:
    plan = plan_parts(made(range(3), range(5), values=lambda t, z: {}))
    (part,) = plan.parts
    assert len(part.phases) == 3 and not plan.certain
    assert part.issues == ("3 images at each position; sorted by image number",)
    timed = made(range(3), range(5), values=lambda t, z: {"AcquisitionTime": f"0912{59 - t * 5:02d}.5"})
    (part,) = plan_parts(timed).parts
    assert part.assembly is not None and "time of acquisition" in part.issues[0]


def test_what_lies_twice_is_shown_once_and_again_in_a_part_of_its_own() -> None:
    series = made(range(6), values=lambda z: {})
    twice = image(50, (0, 0, 9.0))
    plan = plan_parts([*series, twice])
    assert told(plan) == [("Part 1", 6, 1), ("repeated", 1, 1)] and plan.main == 0
    assert plan.parts[0].issues == ("1 slice has the position of another one; only the first is shown here",)


def test_acquisitions_that_cover_different_ranges_are_parts_and_the_same_range_times() -> None:
    apart = [image(n + 1, (0, 0, 3.0 * z), AcquisitionNumber=a)
             for n, (a, z) in enumerate([(1, z) for z in range(8)] + [(2, z) for z in range(5, 15)])]  # fmt: skip
    assert told(plan_parts(apart)) == [("Acquisition 1", 8, 1), ("Acquisition 2", 10, 1)]
    same = made((1, 2), range(8), values=lambda a, z: {"AcquisitionNumber": a})
    assert told(plan_parts(same)) == [("", 8, 2)]


def test_scouts_stand_apart_and_last_and_the_volume_is_shown_first() -> None:
    scout = image(1, (0, 0, 90.0), ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"], ImageOrientationPatient=CORONAL,
                  Rows=16)  # fmt: skip
    axial = [image(n + 2, (0, 0, 3.0 * n)) for n in range(12)]
    plan = plan_parts([scout, *axial])
    assert told(plan) == [("Axial", 12, 1), ("Localizer", 1, 1)] and plan.main == 0


def test_three_plane_localizers() -> None:
    def three(each: int) -> list[Instance]:
        return [
            image(1 + n + each * p, tuple(5.0 * n if a == p else 0.0 for a in range(3)), ImageOrientationPatient=o)
            for p, o in enumerate((SAGITTAL, CORONAL, AXIAL)) for n in range(each)
        ]  # fmt: skip

    assert told(plan_parts(three(5))) == [("Sagittal", 5, 1), ("Coronal", 5, 1), ("Axial", 5, 1)]
    assert told(plan_parts(three(1))) == [("", 3, 1)]  # one of each plane: a stack of three


def test_stations_side_by_side_mixed_matrices_and_mixed_spacing() -> None:
    stations = [image(n + 1, (0.0, 3.0 * z, 300.0 * s), ImageOrientationPatient=CORONAL)
                for n, (s, z) in enumerate(product(range(3), range(6)))]  # fmt: skip
    assert told(plan_parts(stations)) == [(f"Station {n}", 6, 1) for n in (1, 2, 3)]
    mixed = [image(n + 1, (0, 0, 3.0 * n), Rows=8 if n < 6 else 16) for n in range(12)]
    assert told(plan_parts(mixed)) == [("8×8", 6, 1), ("8×16", 6, 1)]
    spacing = [image(n + 1, (0, 0, 3.0 * n), PixelSpacing=[0.5, 0.5] if n < 6 else [0.8, 0.8]) for n in range(12)]
    assert told(plan_parts(spacing)) == [("0.5 mm pixels", 6, 1), ("0.8 mm pixels", 6, 1)]


def test_enhanced_frames_by_echo_time_and_position() -> None:
    """Two echoes at three times: the functional groups say it, the frames come in no order."""
    groups = []
    for te, t, z in sorted(product((10.0, 30.0), (1, 2, 3), range(4)), key=lambda e: (e[2], -e[1], e[0])):
        groups.append(item(
            FrameContentSequence=Sequence([item(TemporalPositionIndex=t, DimensionIndexValues=[z + 1, t])]),
            PlanePositionSequence=Sequence([item(ImagePositionPatient=[0, 0, 4 * z])]),
            MREchoSequence=Sequence([item(EffectiveEchoTime=te)]),
        ))  # fmt: skip
    shared = item(
        PlaneOrientationSequence=Sequence([item(ImageOrientationPatient=AXIAL)]),
        PixelMeasuresSequence=Sequence([item(PixelSpacing=[1, 1], SliceThickness=4)]),
    )
    instance = read(item(
        SOPClassUID="1.2.840.10008.5.1.4.1.1.4.1", SOPInstanceUID="2.25.9", Modality="MR", Rows=8, Columns=8,
        SamplesPerPixel=1, NumberOfFrames=24, ImageType=["ORIGINAL", "PRIMARY", "T2", "NONE"],
        SharedFunctionalGroupsSequence=Sequence([shared]), PerFrameFunctionalGroupsSequence=Sequence(groups),
    ))  # fmt: skip
    plan = plan_parts([instance])
    assert told(plan) == [("TE 10 ms", 4, 3), ("TE 30 ms", 4, 3)]
    for part, te in zip(plan.parts, (10.0, 30.0), strict=True):
        assert part.assembly is not None
        for n, entry in enumerate(part.assembly.slots):
            assert entry is not None
            traits, plane = instance.traits[entry[1] - 1], instance.planes[entry[1] - 1]
            assert (traits.echo, traits.temporal, plane.position[2]) == (te, n // 4 + 1, 4.0 * (n % 4))


def test_private_b_values_of_three_vendors() -> None:
    for creator, name, tag, vr, value in (
        (0x00190010, "SIEMENS MR HEADER", 0x0019100C, "IS", 800),
        (0x00430010, "GEMS_PARM_01", 0x00431039, "IS", [1_000_000_800, 8, 0, 0]),
        (0x20010010, "Philips Imaging DD 001", 0x20011003, "FL", 800.0),
    ):
        dataset = item(SOPClassUID="1.2.840.10008.5.1.4.1.1.4", SOPInstanceUID="2.25.1", Modality="MR")
        dataset.add_new(creator, "LO", name)
        dataset.add_new(tag, vr, value)
        assert read(dataset).traits[0].b_value == 800


def test_every_image_is_in_exactly_one_part() -> None:
    """Of a series that mixes everything."""
    series = [
        image(n + 1, (0, 0, 3.0 * (n % 7)), Rows=8 + 8 * (n % 2), TemporalPositionIdentifier=1 + n % 3,
              ImageOrientationPatient=(AXIAL, CORONAL, SAGITTAL)[n % 5 % 3],
              ImageType=["ORIGINAL", "PRIMARY", "M" if n % 4 else "P"])
        for n in range(90)
    ]  # fmt: skip
    entries = [entry for part in plan_parts(series).parts for entry in part.entries]
    assert sorted(entries) == sorted((i.sop_instance_uid, 1) for i in series)


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("03_mr_fmri_4d", "*", [("", 35, 12)]),
        ("09_enhanced_multiframe", "enhanced_mr_moving_knee*", [("", 19, 1)]),
        ("09_enhanced_multiframe", "enhanced_mr_philips*", [("Magnitude", 32, 1), ("Field map", 32, 1)]),
        ("09_enhanced_multiframe", "enhanced_ct_2frames*", [("", 2, 1)]),
        ("19_ct_head_gantry_tilt", "I*", [("", 20, 1)]),
    ],
)
def test_real_series(name: str, pattern: str, expected: list[tuple[str, int, int]]) -> None:
    paths = [path for path in exam_set(name).rglob(pattern) if path.is_file() and path.stat().st_size > 1000]
    series = [
        i for path in paths if path.read_bytes()[128:132] == b"DICM"
        and (i := instance_from(read_header(path.read_bytes()))).is_image
    ]  # fmt: skip
    assert told(plan_parts(series)) == expected


def test_frames_of_reference_of_one_series_never_make_one_volume() -> None:
    """The patient positioned twice: at the same places, and above each other; one for each image is one for all."""
    first, second = "2.25.1", "2.25.2"
    apart = [("Frame of reference 1", 6, 1), ("Frame of reference 2", 6, 1)]
    twice = made((first, second), range(6), values=lambda frame, z: {"FrameOfReferenceUID": frame})
    assert told(plan_parts(twice)) == apart
    high = [image(n, (0, 0, 3.0 * n), FrameOfReferenceUID=first if n < 6 else second) for n in range(12)]
    assert told(plan_parts(high)) == apart
    each = [image(n, (0, 0, 3.0 * n), FrameOfReferenceUID=f"2.25.{n}") for n in range(12)]
    assert told(plan_parts(each)) == [("", 12, 1)]


def test_a_siemens_mosaic_is_no_slice_of_the_patient_and_says_so() -> None:
    """Its position and orientation are those of the first tile's corner as if the mosaic were one slice."""
    kind = ["ORIGINAL", "PRIMARY", "M", "MOSAIC"]
    tiled = [image(n, (-300.0, -300.0, 20.0 + n), ImageType=kind) for n in range(6)]
    plan = plan_parts(tiled)
    assert told(plan) == [("", 6, 1)] and plan.parts[0].assembly is None
    assert "without patient coordinates" in plan.parts[0].issues[0]
    assert all(not instance.planes and instance.calibration is not None for instance in tiled)
    plain = [image(n, (-300.0, -300.0, 20.0 + n)) for n in range(6)]
    assert plan_parts(plain).parts[0].assembly is not None and plan_parts(plain).parts[0].issues == ()
