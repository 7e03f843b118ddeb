"""Series of several parts and times through a real Orthanc, whose index tells little of them. Mostly synthetic."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import SimpleITK
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import Tag

from reader.study.model import Arrival
from reader.volume.model import OpenedSeries, Volume
from tests.exams import exam_set
from tests.orthanc import Orthanc, find_orthanc
from tests.volume.made import CORONAL, mr, part10
from tests.volume.test_open import Reading

pytestmark = pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed")


def opened(folder: Path, images: Sequence[Dataset]) -> tuple[OpenedSeries, Reading]:
    """The parts of a series when everything has come."""
    with Orthanc() as server:
        assert server.store([part10(image) for image in images]) == len(images)
        reading = Reading(folder, server.dicomweb_url)
        reading.open(images[0].StudyInstanceUID)
        reading.close()
    assert reading.state.arrival is Arrival.COMPLETE and not reading.state.failures
    return reading.opened[-1], reading


def values(volume: object) -> list[int]:
    """The value of each slice, which is the number of its image."""
    assert isinstance(volume, Volume) and volume.complete
    assert all((piece == piece[0, 0]).all() for piece in volume.voxels)
    return [int(piece[0, 0]) for piece in volume.voxels]


def test_b_values_are_asked_for_where_the_index_does_not_tell_them(tmp_path: Path) -> None:
    images = [
        mr(n + 1, (0, 0, 3.0 * z), DiffusionBValue=b) for n, (z, b) in enumerate(product(range(6), (800.0, 0.0)))
    ]
    series, reading = opened(tmp_path, images)
    assert [part.label for part in series.parts] == ["b 0", "b 800"] and len(reading.opened) == 1
    assert [values(part.images[0]) for part in series.parts] == [[2, 4, 6, 8, 10, 12], [1, 3, 5, 7, 9, 11]]


CT = {"Modality": "CT", "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2"}
HU = {"RescaleSlope": 1, "RescaleIntercept": -1024}


@pytest.mark.parametrize("odd", [{}, {**HU, "RescaleSlope": 0}, {**HU, "RescaleType": "US"}], ids=str)
@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("count", [12, 3])
def test_an_image_that_states_no_hounsfield_units_stands_apart(
    tmp_path: Path, odd: dict[str, object], first: bool, count: int
) -> None:
    """Alone or the first of all: no value of it is among those in HU, and both parts say so."""
    strange = 1 if first else 1 + count // 2
    images = [mr(n, (0, 0, 3.0 * n), **CT, **(odd if n == strange else HU)) for n in range(1, count + 1)]
    series, _ = opened(tmp_path, images)
    assert sorted(part.label for part in series.parts) == ["HU", "no units"]
    for part in series.parts:
        (image,) = part.images
        own = part.label == "no units"
        assert image.units == ("" if own else "HU") and "states no Hounsfield units" in "".join(part.issues)
        numbers = {int(entry[0].rsplit(".", 1)[1]) for entry in part.entries}
        assert numbers == {n for n in range(1, count + 1) if (n == strange) is own}
        slices = image.voxels if isinstance(image, Volume) else image.pixels
        for entry, piece in zip(image.entries, slices, strict=True):
            if entry is not None and piece is not None and "RescaleType" not in (odd if own else {}):
                number = int(entry[0].rsplit(".", 1)[1])
                assert (piece == (number if own else number - 1024)).all()


@pytest.mark.parametrize(
    ("all_of_them", "units"),
    [({}, ""), (HU, "HU"), ({**HU, "PhotometricInterpretation": "MONOCHROME1"}, "HU"), ({"Modality": "MR"}, "")],
)
def test_images_that_all_state_the_same_are_one_volume(
    tmp_path: Path, all_of_them: dict[str, object], units: str
) -> None:
    series, _ = opened(tmp_path, [mr(n, (0, 0, 3.0 * n), **(CT | all_of_them)) for n in range(1, 13)])
    (part,) = series.parts
    assert part.images[0].units == units and part.label == "" and part.issues == ()


def test_a_pet_series_with_a_slope_for_each_slice_is_one_volume(tmp_path: Path) -> None:
    pet = {"Modality": "PT", "SOPClassUID": "1.2.840.10008.5.1.4.1.1.128", "Units": "BQML", "RescaleIntercept": 0}
    series, _ = opened(tmp_path, [mr(n, (0, 0, 3.0 * n), **pet, RescaleSlope=0.5 * n) for n in range(1, 13)])
    (part,) = series.parts
    volume = part.images[0]
    assert isinstance(volume, Volume) and volume.units == "Bq/ml"
    assert [float(piece[0, 0]) for piece in volume.voxels] == [0.5 * n * n for n in range(1, 13)]


def test_a_part_of_which_every_image_is_damaged_leaves_the_others_whole(tmp_path: Path) -> None:
    images = [mr(n + 1, (0, 0, 3.0 * z), EchoNumbers=e) for n, (z, e) in enumerate(product(range(6), (1, 2)))]
    for image in images[1::2]:
        image.PixelData = b"\0\0"
    with Orthanc() as server:
        assert server.store([part10(image) for image in images]) == len(images)
        reading = Reading(tmp_path, server.dicomweb_url)
        reading.open(images[0].StudyInstanceUID)
        reading.close()
    assert reading.state.arrival is Arrival.INCOMPLETE and not reading.errors
    assert {failure.sop_instance_uid for failure in reading.state.failures} == {
        str(image.SOPInstanceUID) for image in images[1::2]
    }
    whole, empty = (part.images[0] for part in reading.opened[-1].parts)
    assert values(whole) == [1, 3, 5, 7, 9, 11]
    assert isinstance(empty, Volume) and not empty.present.any() and not empty.voxels.any()


def test_times_are_views_of_one_array(tmp_path: Path) -> None:
    images = [
        mr(1 + z * 3 + t, (0, 0, 3.0 * z), TemporalPositionIdentifier=t + 1, NumberOfTemporalPositions=3)
        for z, t in product(range(30), range(3))
    ]
    series, _ = opened(tmp_path, images)
    (part,) = series.parts
    assert part.phases == ("t 1/3", "t 2/3", "t 3/3") and part.issues == ()
    for t, volume in enumerate(part.images):
        assert values(volume) == [1 + z * 3 + t for z in range(30)]
    base = part.images[0].voxels.base  # type: ignore[union-attr]
    assert base is not None and base.flags.c_contiguous and base.shape == (90, 8, 8)
    assert all(volume.voxels.base is base for volume in part.images)  # type: ignore[union-attr]


@pytest.mark.parametrize("place", [1, 40])
def test_a_scout_among_a_hundred_slices(tmp_path: Path, place: int) -> None:
    """Its number is the first one, or one that the guess from three slices does not see."""
    numbers = [n for n in range(1, 102) if n != place]
    images = [mr(n, (0, 0, 3.0 * k)) for k, n in enumerate(numbers)]
    kind = ["ORIGINAL", "PRIMARY", "LOCALIZER"]
    images.append(mr(place, (0, -9, 300), ImageType=kind, ImageOrientationPatient=CORONAL))
    series, reading = opened(tmp_path, images)
    assert [part.label for part in series.parts] == ["Axial", "Localizer"] and series.main == 0
    assert values(series.parts[0].images[0]) == numbers
    scout = series.parts[1].images[0].pixels[0]  # type: ignore[union-attr]
    assert scout is not None and (scout == place).all()
    known = reading.model.find_series(images[0].SeriesInstanceUID)
    assert known is not None and len(known.instances) == 101


def test_an_index_that_hides_a_second_matrix_is_found_wrong(tmp_path: Path) -> None:
    images = [mr(n + 1, (0, 0, 3.0 * n), Rows=8 if n < 8 else 16) for n in range(16)]
    series, _ = opened(tmp_path, images)
    assert [part.label for part in series.parts] == ["8×8", "8×16"]
    assert [values(part.images[0]) for part in series.parts] == [list(range(1, 9)), list(range(9, 17))]


def test_each_time_of_the_fmri_is_simpleitks(tmp_path: Path) -> None:
    files = sorted(path for path in exam_set("03_mr_fmri_4d").rglob("MR.*"))
    with Orthanc() as server:
        assert server.store(files) == 420
        reading = Reading(tmp_path, server.dicomweb_url)
        reading.open(_study(files[0]))
        reading.close()
    (part,) = reading.opened[-1].parts
    assert len(part.images) == 12 and reading.state.arrival is Arrival.COMPLETE
    by_uid = {_text(path, "0008|0018"): path for path in files}
    for volume in (part.images[0], part.images[7]):
        assert isinstance(volume, Volume)
        image = SimpleITK.ReadImage([str(by_uid[slot[0]]) for slot in volume.slices if slot is not None])
        assert np.array_equal(SimpleITK.GetArrayFromImage(image), volume.voxels)
        assert len({_text(by_uid[slot[0]], "0020|0100") for slot in volume.slices if slot is not None}) == 1


def _text(path: Path, tag: str) -> str:
    reader = SimpleITK.ImageFileReader()
    reader.SetFileName(str(path))
    reader.ReadImageInformation()
    return reader.GetMetaData(tag).strip().rstrip("\0")


def _study(path: Path) -> str:
    return _text(path, "0020|000d")


NO_PLACE = {
    "no number in the position": (0x00200032, b"0\\0\\NaN "),
    "a position without end": (0x00200032, b"0\\0\\1e999 "),
    "no number in the orientation": (0x00200037, b"1\\0\\0\\0\\NaN\\0 "),
    "no direction": (0x00200037, b"0\\0\\0\\0\\0\\0 "),
    "one direction twice": (0x00200037, b"1\\0\\0\\1\\0\\0 "),
}
NO_SCALE = {
    "a spacing without end": (0x00280030, b"inf\\inf "),
    "a slope without end": (0x00281053, b"1e400 "),
    "no number for a slope": (0x00281053, b"NaN "),
}


def with_value(image: Dataset, tag: int, value: bytes) -> Dataset:
    image[tag] = RawDataElement(Tag(tag), "DS", len(value), value, 0, False, True)
    return image


@pytest.mark.parametrize("what", [*NO_PLACE, *NO_SCALE])
def test_a_number_that_is_none_costs_its_own_image_at_most(what: str, tmp_path: Path) -> None:
    """Of seven images one, or all, say something impossible: each is shown, and what can be measured is finite."""
    tag, value = (NO_PLACE | NO_SCALE)[what]
    for number, odd in (("one", {4}), ("all", set(range(1, 8)))):
        made = [mr(n, (0, 0, 3.0 * n), **CT, **HU) for n in range(1, 8)]
        images = [with_value(image, tag, value) if n in odd else image for n, image in enumerate(made, 1)]
        (tmp_path / number).mkdir()
        series, _ = opened(tmp_path / number, images)
        entries = [entry for part in series.parts for entry in part.entries if entry is not None]
        assert len({uid for uid, _ in entries}) == 7
        for part in series.parts:
            for image in part.images:
                if isinstance(image, Volume):
                    assert np.isfinite([*image.geometry.spacing, *image.geometry.origin, *image.scale]).all()
                    assert what not in NO_PLACE or "4" not in {e[0].rsplit(".", 1)[1] for e in part.entries if e}
