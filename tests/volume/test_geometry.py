"""Geometry against SimpleITK and against what the files themselves state; a table of every volume in the data.

Where a file's direction cosines are not quite at right angles (rounded when they were written), ITK turns the rows
until they are; the standard's equation (PS3.3 C.7.6.2.1.1) takes them as they stand, and so does `reader`. There,
and where a gantry was tilted, what the files state is the reference, and the table says so.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
import SimpleITK

from reader.dicom.header import BrokenObject, read_header
from reader.study.codec import instance_from
from reader.study.model import ImagePlane, Instance
from reader.volume.assembly import Assembly, predict
from reader.volume.parts import plan_parts
from tests.exams import exam_set
from tests.synthetic import CtSeries, Vector, ct_series

Slots = tuple[tuple[str, int] | None, ...]

DEMO = Path(__file__).parents[2] / "resources" / "demo"
TOLERANCE_MM = 1e-4


def instances_of(paths: list[Path]) -> list[Instance]:
    return [instance_from(read_header(path.read_bytes())) for path in paths]


def grid_of(instances: list[Instance]) -> Assembly | None:
    """The grid of the part that is shown first."""
    plan = plan_parts(instances)
    return plan.parts[plan.main].assembly


@dataclass
class Stated:
    """A series on disk: its instances, and the file and plane of each."""

    instances: list[Instance]
    files: dict[str, Path]

    def plane(self, entry: tuple[str, int]) -> ImagePlane:
        instance = next(i for i in self.instances if i.sop_instance_uid == entry[0])
        return instance.planes[entry[1] - 1]


def series_in(folder: Path) -> Iterator[Stated]:
    found: dict[str, Stated] = defaultdict(lambda: Stated([], {}))
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            header = read_header(path.read_bytes())
            instance = instance_from(header)
        except BrokenObject:
            continue
        if header.texts(0x00080060) == ["SEG"]:
            continue
        stated = found["".join(header.texts(0x0020000E))]
        if instance.planes and instance.sop_instance_uid not in stated.files:
            stated.instances.append(instance)
            stated.files[instance.sop_instance_uid] = path
    yield from found.values()


def off_the_statement(stated: Stated, grid: Assembly, slots: Slots) -> tuple[float, float]:
    """(how far slices lie from their Image Position, how far pixels lie from the equation in their slice), mm."""
    geometry = grid.geometry
    columns, rows, _ = geometry.size
    places, pixels = [0.0], [0.0]
    for k, entry in enumerate(slots):
        if entry is None:
            continue
        plane = stated.plane(entry)
        corner = np.array(geometry.to_patient((0, 0, k)))
        places.append(float(np.abs(corner - plane.position).max()))
        for i, j in ((columns - 1, 0), (0, rows - 1), (columns - 1, rows - 1), (0.5, 0.25)):
            across = np.array(plane.row) * plane.spacing[1] * i + np.array(plane.column) * plane.spacing[0] * j
            here = np.array(geometry.to_patient((i, j, k))) - corner
            pixels.append(float(np.abs(here - across).max()))
    return max(places), max(pixels)


def against_simpleitk(stated: Stated, grid: Assembly, slots: Slots) -> None:
    reader = SimpleITK.ImageSeriesReader()
    reader.SetFileNames([str(stated.files[entry[0]]) for entry in slots if entry is not None])
    image = reader.Execute()
    mine = grid.geometry
    assert mine.size == image.GetSize()
    assert mine.spacing == pytest.approx(image.GetSpacing(), abs=1e-6)
    assert mine.origin == pytest.approx(image.GetOrigin(), abs=TOLERANCE_MM)
    upright = stated.plane(next(entry for entry in slots if entry is not None))
    skew = abs(float(np.dot(upright.row, upright.column)))
    tilted = np.abs(mine.axes.T @ mine.axes - np.eye(3)).max() > 1e-4
    if skew > 1e-7 or tilted:
        return  # ITK makes right angles of it; what the files state was compared
    assert mine.direction == pytest.approx(image.GetDirection(), abs=1e-6)
    chance = np.random.default_rng(1)
    for i, j, k in chance.uniform(0, np.array(mine.size) - 1, (100, 3)):
        there = image.TransformContinuousIndexToPhysicalPoint([float(i), float(j), float(k)])
        assert mine.to_patient((i, j, k)) == pytest.approx(there, abs=TOLERANCE_MM)
        assert mine.to_index(mine.to_patient((i, j, k))) == pytest.approx((i, j, k), abs=1e-6)


def check_series(stated: Stated) -> list[tuple[tuple[int, int, int], int]]:
    """(size, times) of every volume of a series, each of them compared."""
    found = []
    for part in plan_parts(stated.instances).parts:
        grid = part.assembly
        if grid is None:
            continue
        slices = grid.geometry.size[2]
        for time in range(grid.phases):
            slots = grid.slots[time * slices : (time + 1) * slices]
            places, pixels = off_the_statement(stated, grid, slots)
            assert pixels < TOLERANCE_MM
            assert places < (WRITTEN_MM if rounded(stated) else TOLERANCE_MM)
            if all(len(i.planes) == 1 for i in stated.instances):
                against_simpleitk(stated, grid, slots)
        found.append((grid.geometry.size, grid.phases))
    return found


WRITTEN_MM = 2e-3
"""Positions written with three or four digits after the point: no even grid can lie on all of them."""


def rounded(stated: Stated) -> bool:
    return any("12_derived_dcmqi" in str(path) for path in stated.files.values())


DATA = {
    "01_ct_chest_lidc0314": [((512, 512, 275), 1)],
    "02_mr_t1_brain_defaced": [((274, 384, 384), 1)],
    "03_mr_fmri_4d": [((80, 80, 35), 12)],
    "09_enhanced_multiframe": [((64, 64, 32), 1), ((64, 64, 32), 1)],  # GDCM piles both parts into one of 64
    "12_derived_dcmqi": [((256, 256, 20), 1)],  # rows and columns 9e-6 off a right angle
    "17_dicomdir": [((16, 16, 5), 1)],
    "18_synthetic_geometry_mr": [((128, 128, 128), 1)],
    "19_ct_head_gantry_tilt": [((512, 512, 20), 1)],  # SimpleITK ignores the tilt: 15 mm off in the last slice
}


@pytest.mark.parametrize("folder", DATA)
def test_every_volume_of_the_data(folder: str) -> None:
    place = exam_set(folder)
    if folder == "12_derived_dcmqi":
        place /= "prostate_adc/mr_adc"
    if folder == "17_dicomdir":
        place = next(path.parent for path in place.rglob("CT5N"))
    found = [volume for stated in series_in(place) if stated.instances for volume in check_series(stated)]
    assert sorted(found) == sorted(DATA[folder])


@pytest.mark.parametrize("name", ["ct-chest", "ct-chest-prior", "mr-brain"])
def test_the_demo_exams(name: str) -> None:
    volumes = [v for stated in series_in(DEMO / name) if stated.instances for v in check_series(stated)]
    assert volumes and all(times == 1 for _, times in volumes)


def test_enhanced_frames_lie_where_their_functional_groups_say() -> None:
    """GDCM gives the first frame's position only; the frames of the field map against pydicom's reading."""
    path = exam_set("09_enhanced_multiframe") / "enhanced_mr_philips_fieldmap_64frames.dcm"
    groups = pydicom.dcmread(path, stop_before_pixels=True).PerFrameFunctionalGroupsSequence
    instance = instance_from(read_header(path.read_bytes()))
    for part in plan_parts([instance]).parts:
        assert part.assembly is not None
        for k, entry in enumerate(part.assembly.slots):
            assert entry is not None
            told = groups[entry[1] - 1].PlanePositionSequence[0].ImagePositionPatient
            assert part.assembly.geometry.to_patient((0, 0, k)) == pytest.approx([float(v) for v in told], abs=1e-4)


# synthetic ------------------------------------------------------------------------------------------------------


def oblique() -> tuple[Vector, Vector]:
    a, b = math.radians(12), math.radians(-25)
    row = (math.cos(a), math.sin(a), 0.0)
    column = (-math.sin(a) * math.cos(b), math.cos(a) * math.cos(b), math.sin(b))
    return row, column


@pytest.mark.parametrize("kind", ["axial", "oblique", "coronal", "downwards"])
def test_synthetic(kind: str, tmp_path: Path) -> None:
    row, column = {
        "axial": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
        "oblique": oblique(),
        "coronal": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
        "downwards": ((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    }[kind]
    ct_series(tmp_path, 24, 32, row=row, column=column, spacing=(0.9, 0.7), step=2.5)
    (stated,) = series_in(tmp_path)
    assert check_series(stated) == [((32, 32, 24), 1)]


def on_its_positions(made: CtSeries, instances: list[Instance]) -> tuple[str, ...]:
    """Every slice lies where its file says; the issues found."""
    assembly = grid_of(instances)
    assert assembly is not None
    each = {i.sop_instance_uid: i.planes[0].position for i in instances}
    for k, slot in enumerate(assembly.slots):
        if slot is not None:
            assert assembly.geometry.to_patient((0, 0, k)) == pytest.approx(each[slot[0]], abs=1e-4)
    return assembly.geometry.issues


def test_gantry_tilt_is_named_and_every_voxel_stays_where_it_is(tmp_path: Path) -> None:
    drift = math.tan(math.radians(18.5)) * 2.5
    offsets = tuple((0.0, drift * k, 0.0) for k in range(20))
    made = ct_series(tmp_path, 20, 16, step=2.5, offsets=offsets)
    assert on_its_positions(made, instances_of(list(made.files))) == ("gantry tilt 18.5°",)


def test_missing_slices_leave_holes(tmp_path: Path) -> None:
    made = ct_series(tmp_path, 20, 16)
    kept = [path for k, path in enumerate(made.files) if k not in (3, 11, 12)]
    assert on_its_positions(made, instances_of(kept)) == ("3 slices are missing",)
    assembly = grid_of(instances_of(kept))
    assert assembly is not None and [k for k, slot in enumerate(assembly.slots) if slot is None] == [3, 11, 12]


def test_uneven_steps_are_named_and_too_uneven_ones_make_no_volume(tmp_path: Path) -> None:
    offsets = tuple((0.0, 0.0, 0.4 * (k % 3 == 1)) for k in range(20))
    made = ct_series(tmp_path / "uneven", 20, 16, offsets=offsets)
    uneven = grid_of(instances_of(list(made.files)))
    assert uneven is not None and None not in uneven.slots
    assert uneven.geometry.issues == ("uneven slices: 0.6 to 1.4 mm",)

    wide = tuple((0.0, 0.0, 4.6 * max(0, k - 9)) for k in range(20))  # 1 mm apart, from the middle on 5.6
    made = ct_series(tmp_path / "mixed", 20, 16, offsets=wide)
    (part,) = plan_parts(instances_of(list(made.files))).parts
    assert part.assembly is None  # a point would lie nearest to another slice than its own
    assert part.issues == ("uneven slices: 1 to 5.6 mm",)
    assert [uid for uid, _ in part.entries] == list(made.instance_uids)


def test_prediction_is_the_assembly_and_knows_its_slices(tmp_path: Path) -> None:
    made = ct_series(tmp_path, 101, 16, shuffle=False)
    listed = instances_of(list(made.files))
    for order in (listed, [replace(i, number=102 - i.number) for i in listed]):
        by_number = {i.number: i for i in order}
        guess = predict([by_number[1], by_number[51], by_number[101]], 101)
        whole = grid_of(order)
        assert guess is not None and whole is not None
        assert guess.geometry.origin == whole.geometry.origin
        assert guess.geometry.spacing == pytest.approx(whole.geometry.spacing, abs=1e-6)
        found = [guess.index_of(i.planes[0]) for i in listed]
        assert found == list(range(101))
    astray = replace(listed[7].planes[0], position=(0.0, 0.0, 0.3))
    assert predict(listed[:2], 101) is None
    assert guess.index_of(astray) is None


@pytest.mark.parametrize("gap", [0.4, 4.6], ids=["a grid", "no grid"])
def test_a_tilt_is_named_beside_uneven_slices(gap: float, tmp_path: Path) -> None:
    """Both are true of the series; where the slices form no grid too."""
    lean = math.tan(math.radians(12))
    heights = [float(k) + (gap if k > 9 else 0.0) for k in range(20)]
    offsets = tuple((0.0, z * lean, z - k) for k, z in enumerate(heights))
    made = ct_series(tmp_path / "both", 20, 16, offsets=offsets)
    (part,) = plan_parts(instances_of(list(made.files))).parts
    told = (*part.issues, *(part.assembly.geometry.issues if part.assembly is not None else ()))
    assert (part.assembly is None) == (gap > 1)
    assert told == (f"uneven slices: 1 to {1 + gap:.3g} mm", "gantry tilt 12.0°")
