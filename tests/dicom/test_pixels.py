"""Modality values of real files against GDCM (through SimpleITK) and pydicom, which nobody here wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
import SimpleITK
from numpy.typing import NDArray

from reader.dicom.header import read_header
from reader.dicom.pixels.codecs import CODECS, available
from reader.dicom.pixels.description import describe, frame_pieces, stored_frame, to_modality, to_rgb

DATA = Path(__file__).parents[1] / "data" / "dicom"
FILES = sorted(path.name for path in DATA.glob("*.dcm"))

# where two references disagree, or one can't read the file: which one counts here, and why
REFERENCE = {
    "SC_rgb_expb_16bit.dcm": "pydicom: GDCM gives 16-bit samples, a screen shows 8 of them",
    "liver_nonbyte_aligned.dcm": "pydicom: GDCM gives 0 and 255 for one-bit pixels",
    "mlut_18.dcm": "pydicom: GDCM ignores the modality LUT sequence",
    "emri_small_big_endian.dcm": "pydicom",
}


def ours(path: Path) -> tuple[NDArray[Any], int]:
    """(the first frame as it is shown: modality values or RGB, how many frames came out)."""
    header = read_header(path.read_bytes())
    pixels = describe(header, header.transfer_syntax)
    pieces = frame_pieces(header, pixels)
    assert header.pixels is not None
    stored = stored_frame(pixels, pieces[0], big_endian=header.big_endian, vr=header.pixels.vr)
    if pixels.colour:
        return to_rgb(pixels, stored), len(pieces)
    return to_modality(pixels, stored, 0, pixels.modality_dtype()), len(pieces)


def gdcm(path: Path) -> NDArray[Any]:
    SimpleITK.ProcessObject.SetGlobalWarningDisplay(False)
    image = SimpleITK.ReadImage(str(path))
    array: NDArray[Any] = SimpleITK.GetArrayFromImage(image)
    return array[0]


def by_pydicom(path: Path) -> NDArray[Any]:
    dataset = pydicom.dcmread(path)
    array = dataset.pixel_array
    array = array[0] if int(dataset.get("NumberOfFrames") or 1) > 1 else array
    if dataset.SamplesPerPixel == 3:
        return np.asarray(array >> (dataset.BitsStored - 8), np.uint8)
    return np.asarray(pydicom.pixels.apply_modality_lut(array, dataset))


@pytest.mark.parametrize("name", FILES)
def test_values_are_the_references(name: str) -> None:
    mine, frames = ours(DATA / name)
    reference = by_pydicom(DATA / name) if name in REFERENCE else gdcm(DATA / name)
    assert mine.shape == reference.shape
    difference = np.abs(mine.astype(np.float64) - reference.astype(np.float64)).max()
    lossy_colour = "ybr_422_jpeg" in name or "small_odd_jpeg" in name or "422_unc" in name or "ybr_full_unc" in name
    scale = max(1.0, float(np.abs(reference).max()))
    assert difference <= (1 if lossy_colour else 1e-6 * scale if mine.dtype == np.float32 else 0)
    header = pydicom.dcmread(DATA / name, stop_before_pixels=True)
    assert frames == int(header.get("NumberOfFrames") or 1)


def test_every_codec_of_the_table_is_installed() -> None:
    found = dict(available())
    assert set(found) >= {codec.name for codecs in CODECS.values() for codec in codecs} and all(found.values())
    assert found["JPEG-LS"] == "imagecodecs.jpegls_decode, jpeg_ls.decode"
    assert "OpenCV" in found["MPEG-2, H.264, HEVC"]
