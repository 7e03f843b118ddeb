"""A series with damaged images among good ones: the good ones are shown, the holes are marked and have a reason."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
import pytest
from pydicom.encaps import encapsulate
from pydicom.uid import UID

from reader.dicom.archives.archive import MEDIA
from reader.study.model import Arrival
from tests.synthetic import ct_series
from tests.volume.test_open import Reading

J = "1.2.840.10008.1.2.4."
ENCODERS: dict[str, Callable[..., bytes]] = {
    f"{J}80": imagecodecs.jpegls_encode,
    f"{J}70": lambda a: imagecodecs.jpeg8_encode(a, lossless=True, predictor=1),
    f"{J}90": lambda a: imagecodecs.jpeg2k_encode(a, reversible=True, level=0, codecformat="j2k"),
    f"{J}201": lambda a: imagecodecs.htj2k_encode(a, reversible=True),
}


def cut(data: bytes) -> bytes:
    return data[: len(data) - 900]


def garbage(data: bytes) -> bytes:
    """The compressed pixels, but for their first bytes, are noise."""
    noise = np.random.default_rng(1).integers(0, 256, 1500, np.uint8).tobytes()
    return data[:-1600] + noise + data[-100:]


def other_size(data: bytes) -> bytes:
    """Rows and Columns of 60,000 that the pixels are not."""
    for number in (0x10, 0x11):
        place = data.index(struct.pack("<HH2sH", 0x28, number, b"US", 2)) + 8
        data = data[:place] + struct.pack("<H", 60_000) + data[place + 2 :]
    return data


def no_pixels(data: bytes) -> bytes:
    return data[: data.index(struct.pack("<HH2s", 0x7FE0, 0x10, b"OB"))]


DAMAGE = {3: cut, 7: garbage, 12: other_size, 17: no_pixels}


@pytest.mark.qt_no_exception_capture
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("syntax", ENCODERS, ids=lambda uid: uid[len(J) :])
def test_the_rest_of_the_series_is_shown(syntax: str, tmp_path: Path) -> None:
    made = ct_series(tmp_path / "disc", 24, 64, uid_root=f"2.25.79{syntax[len(J) :]}")
    for k, path in enumerate(made.files):
        dataset = pydicom.dcmread(path)
        packed = ENCODERS[syntax](np.ascontiguousarray(dataset.pixel_array))
        dataset.file_meta.TransferSyntaxUID = UID(syntax)
        dataset.PixelData = encapsulate([bytes(packed)])
        dataset["PixelData"].VR, dataset["PixelData"].is_undefined_length = "OB", True
        dataset.save_as(path)
        if k in DAMAGE:
            path.write_bytes(DAMAGE[k](path.read_bytes()))
    reading = Reading(tmp_path, MEDIA + str(tmp_path / "disc"))
    reading.open(made.study_uid)
    state = reading.state
    assert state.arrival is Arrival.INCOMPLETE
    told = {failure.sop_instance_uid: failure.reason for failure in state.failures}
    assert set(told) <= {made.instance_uids[k] for k in DAMAGE} and len(told) >= 3
    assert all(told.values())
    volume = next(image for image in reading.images if image.voxels.shape[1:] == (64, 64))
    good = [k for k in range(24) if k not in DAMAGE]
    for k in good:
        place = volume.slices.index((made.instance_uids[k], 1))
        assert volume.present[place]
        assert np.array_equal(volume.voxels[place], made.voxels[k])
    # only JPEG-LS tells noise from pixels; the others decode it, to a picture that anyone sees is none
    for k in (3, 7) if syntax == f"{J}80" else (3,):
        entry = (made.instance_uids[k], 1)
        assert entry not in volume.slices or not volume.present[volume.slices.index(entry)]
    reading.close()
