"""What the headers say of how images are shown comes with them into the volume or stack that is opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage, generate_uid

from reader.core.settings import SettingsModel
from reader.views.display import has_marks, marks_of, own_windows, padding_of
from reader.views.model import ViewsModel
from reader.volume.model import Stack, Volume
from tests.dicom.made import image, lut, overlay, ramp, written
from tests.orthanc import Orthanc, find_orthanc
from tests.volume.test_open import Reading

MASK = np.random.default_rng(3).random((20, 24)) < 0.2


def slices(study: str, *, embedded: bool) -> list[Dataset]:
    """Six axial slices from head to feet, each with an overlay of its own, padding, a window and a VOI LUT."""
    series = generate_uid()
    made = []
    for n in range(6):
        mask = np.roll(MASK, n, axis=0)
        pixels = ramp(20, 24, 0, 2000) | (mask.astype(np.int64) << 14 if embedded else 0)
        one = image(pixels, RescaleSlope=1, RescaleIntercept=-1024, PixelPaddingValue=0)
        one.SOPClassUID = one.file_meta.MediaStorageSOPClassUID = CTImageStorage
        one.StudyInstanceUID, one.SeriesInstanceUID, one.Modality, one.InstanceNumber = study, series, "CT", n + 1
        one.ImagePositionPatient, one.ImageOrientationPatient = [0, 0, -5 * n], [1, 0, 0, 0, 1, 0]
        one.PixelSpacing, one.SliceThickness = [1, 1], 5
        one.WindowCenter, one.WindowWidth, one.WindowCenterWidthExplanation = 40, 400, "SOFT"
        one.VOILUTSequence = [lut(np.linspace(0, 255, 2000), -1024, 8, "curve", signed=True)]
        overlay(one, 0x6000, mask, bit=14 if embedded else 0, allocated=16 if embedded else 1)
        made.append(one)
    return made


@pytest.fixture(scope="module")
def orthanc() -> Iterator[Orthanc]:
    if find_orthanc() is None:
        pytest.skip("Orthanc is not installed")
    with Orthanc() as server:
        for number, embedded in enumerate((False, True)):
            made = slices(f"2.25.90{number}", embedded=embedded)
            assert server.store([written(one) for one in made]) == len(made)
        yield server


@pytest.mark.parametrize("study", ["2.25.900", "2.25.901"])
def test_a_volume_keeps_overlays_luts_and_padding(orthanc: Orthanc, tmp_path: Path, study: str) -> None:
    reading = Reading(tmp_path, orthanc.dicomweb_url)
    try:
        reading.open(study)
        volume: Volume | Stack = reading.images[-1]
        assert isinstance(volume, Volume) and volume.complete and len(volume.instances) == 6
        views = ViewsModel(SettingsModel(tmp_path / "settings.json"))
        exam = reading.study(study)
        views.show(exam, exam.series[0], reading.opened[-1])
        viewport = views.active_viewport
        assert [(w.name, w.table is not None) for w in own_windows(viewport)] == [("SOFT", False), ("curve", True)]
        assert padding_of(viewport) == (-1024, -1024)
        for index in range(viewport.count):
            views.scroll_to(views.active, index)
            marks = marks_of(viewport)
            assert marks is not None and marks.drawn is not None
            assert np.array_equal(marks.drawn, np.roll(MASK, index, axis=0))  # axial scrolls from head to feet
        assert has_marks(viewport) == (True, False)
        views.choose_own(views.active, 1)
        assert views.window_of(views.active).name == "curve"
        k = volume.geometry.size[2] - 1
        assert np.array_equal(volume.voxels[k], ramp(20, 24, 0, 2000) - 1024)  # bits of the overlay are no value
    finally:
        reading.close()
