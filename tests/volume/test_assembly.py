"""Geometry against SimpleITK (GDCM's sorting) and against the positions that the files themselves state."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import SimpleITK

from reader.dicom.header import read_header
from reader.study.codec import instance_from
from reader.study.model import Instance
from reader.volume.assembly import assemble, predict
from tests.synthetic import CtSeries, Vector, ct_series

DEMO = Path(__file__).parents[2] / "resources" / "demo"


def instances_of(paths: list[Path]) -> list[Instance]:
    return [instance_from(read_header(path.read_bytes())) for path in paths]


def oblique() -> tuple[Vector, Vector]:
    a, b = math.radians(12), math.radians(-25)
    row = (math.cos(a), math.sin(a), 0.0)
    column = (-math.sin(a) * math.cos(b), math.cos(a) * math.cos(b), math.sin(b))
    return row, column


def against_simpleitk(folder: Path, instances: list[Instance]) -> None:
    assembly = assemble(instances)
    assert assembly is not None
    reader = SimpleITK.ImageSeriesReader()
    reader.SetFileNames(SimpleITK.ImageSeriesReader.GetGDCMSeriesFileNames(str(folder)))
    image = reader.Execute()
    mine = assembly.geometry
    assert mine.size == image.GetSize()
    assert mine.spacing == pytest.approx(image.GetSpacing(), abs=1e-6)
    assert mine.origin == pytest.approx(image.GetOrigin(), abs=1e-4)
    assert mine.direction == pytest.approx(image.GetDirection(), abs=1e-5)
    chance = np.random.default_rng(1)
    for index in chance.uniform(0, np.array(mine.size) - 1, (50, 3)):
        there = image.TransformContinuousIndexToPhysicalPoint([float(v) for v in index])
        assert mine.to_patient((index[0], index[1], index[2])) == pytest.approx(there, abs=2e-4)
        point = mine.to_patient((index[0], index[1], index[2]))
        assert mine.to_index(point) == pytest.approx(tuple(index), abs=1e-6)


@pytest.mark.parametrize("kind", ["axial", "oblique", "coronal", "downwards"])
def test_synthetic(kind: str, tmp_path: Path) -> None:
    row, column = {
        "axial": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
        "oblique": oblique(),
        "coronal": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
        "downwards": ((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    }[kind]
    made = ct_series(tmp_path, 24, 32, row=row, column=column, spacing=(0.9, 0.7), step=2.5)
    against_simpleitk(tmp_path, instances_of(list(made.files)))


@pytest.mark.parametrize("name", ["ct-chest", "ct-chest-prior", "mr-brain"])
def test_demo(name: str) -> None:
    folder = DEMO / name
    by_series: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*.dcm")) if folder.exists() else []:
        header = read_header(path.read_bytes())
        if header.has(0x00200032):
            by_series.setdefault(header.texts(0x0020000E)[0], []).append(path)
    if not by_series:
        pytest.skip(f"resources/demo/{name} holds no volume")
    paths = max(by_series.values(), key=len)
    place = {path.parent for path in paths}
    assert len(place) == 1
    names = set(SimpleITK.ImageSeriesReader.GetGDCMSeriesFileNames(str(place.pop())))
    if len(names) != len(paths):
        pytest.skip("GDCM splits this series otherwise")
    against_simpleitk(paths[0].parent, instances_of(paths))


def on_its_positions(made: CtSeries, instances: list[Instance]) -> tuple[str, ...]:
    """Every slice lies where its file says; the issues found."""
    assembly = assemble(instances)
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
    assert on_its_positions(made, instances_of(list(made.files))) == ("the gantry was tilted by 18.5°",)


def test_missing_slices_leave_holes(tmp_path: Path) -> None:
    made = ct_series(tmp_path, 20, 16)
    kept = [path for k, path in enumerate(made.files) if k not in (3, 11, 12)]
    assert on_its_positions(made, instances_of(kept)) == ("3 slices are missing",)
    assembly = assemble(instances_of(kept))
    assert assembly is not None and [k for k, slot in enumerate(assembly.slots) if slot is None] == [3, 11, 12]


def test_uneven_doubled_and_mixed(tmp_path: Path) -> None:
    offsets = tuple((0.0, 0.0, 0.4 * (k % 3 == 1)) for k in range(20))
    made = ct_series(tmp_path / "uneven", 20, 16, offsets=offsets)
    uneven = assemble(instances_of(list(made.files)))
    assert uneven is not None and uneven.geometry.issues == ("the slices are not evenly spaced",)
    assert None not in uneven.slots

    listed = instances_of(list(ct_series(tmp_path / "even", 20, 16).files))
    double = replace(listed[4], sop_instance_uid="1.2.3")
    doubled = assemble([*listed, double])
    assert doubled is not None and len(doubled.slots) == 20 and doubled.left_out == (("1.2.3", 1),)
    scout_plane = replace(listed[0].planes[0], column=(0.0, 0.0, -1.0))
    scout = replace(listed[0], sop_instance_uid="1.2.4", planes=(scout_plane,), rows=100)
    mixed = assemble([scout, *listed])
    assert mixed is not None and len(mixed.slots) == 20 and mixed.left_out == (("1.2.4", 1),)
    assert mixed.geometry.issues == ("1 images of another plane or size are left out",)


def test_several_volumes_or_few_slices_are_no_volume(tmp_path: Path) -> None:
    listed = instances_of(list(ct_series(tmp_path, 8, 16).files))
    phases = [replace(i, sop_instance_uid=f"{i.sop_instance_uid}.{n}") for n in range(3) for i in listed]
    assert assemble(phases) is None
    assert assemble(listed[:3]) is None


def test_prediction_is_the_assembly_and_knows_its_slices(tmp_path: Path) -> None:
    made = ct_series(tmp_path, 101, 16, shuffle=False)
    listed = instances_of(list(made.files))
    for order in (listed, [replace(i, number=102 - i.number) for i in listed]):
        by_number = {i.number: i for i in order}
        guess = predict([by_number[1], by_number[51], by_number[101]], 101)
        whole = assemble(order)
        assert guess is not None and whole is not None
        assert guess.geometry.origin == whole.geometry.origin
        assert guess.geometry.spacing == pytest.approx(whole.geometry.spacing, abs=1e-6)
        found = [guess.index_of(i.planes[0]) for i in listed]
        assert found == list(range(101))
    astray = replace(listed[7].planes[0], position=(0.0, 0.0, 0.3))
    assert predict(listed[:2], 101) is None
    assert guess.index_of(astray) is None
