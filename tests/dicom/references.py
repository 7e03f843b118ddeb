"""What others make of an image: GDCM (through SimpleITK), pydicom, and dcmtk's dcmj2pnm.

`VALUES` and `SHOWN` name the files where they disagree with each other, or can't read the file, and which counts.
"""

from __future__ import annotations

import re
import subprocess
import warnings
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import SimpleITK
from numpy.typing import NDArray
from pydicom.uid import ExplicitVRLittleEndian

Pixels = NDArray[Any]
EXACT = 0.0
"""Bit for bit; float32 values of a rescale with a fraction within 2e-6 of the greatest value."""

VALUES: tuple[tuple[str, str, float, str], ...] = (
    # pattern, which reference counts, tolerance, why not GDCM to the last bit
    ("*/liver_deflate.dcm", "liver.dcm", EXACT, "neither reads deflated frames; the same picture lies native"),
    ("*/liver_rle.dcm", "liver.dcm", EXACT, "neither reads RLE of one-bit pixels; the same picture lies native"),
    ("*/seg_labelmap_rle.dcm", "pydicom", EXACT, "GDCM does not know Label Map Segmentation"),
    ("*labelmap*", "pydicom", EXACT, "GDCM does not know Label Map Segmentation"),
    ("*/seg_*", "pydicom", EXACT, "GDCM gives one-bit pixels as 0 and 255, or refuses SEG without a position"),
    ("*/liver*", "pydicom", EXACT, "GDCM gives one-bit pixels as 0 and 255"),
    ("*/label.seg", "pydicom", EXACT, "GDCM gives one-bit pixels as 0 and 255"),
    ("*para*map*", "pydicom", EXACT, "GDCM does not read Float and Double Float Pixel Data"),
    ("*fieldmap*", "pydicom", EXACT, "GDCM takes the first frame's rescale for all; each frame has its own"),
    ("*/mlut_18.dcm", "pydicom", EXACT, "GDCM ignores the Modality LUT Sequence"),
    ("*/dx_image.dcm", "pydicom", EXACT, "ITK turns MONOCHROME1 over while it reads"),
    ("*/77654033/CR?/*", "pydicom", EXACT, "ITK turns MONOCHROME1 over while it reads"),
    ("*/SC_rgb*16bit*", "pydicom", EXACT, "GDCM gives 16-bit samples; a screen shows the upper 8 of them"),
    ("*/SC_rgb*32bit*", "pydicom", EXACT, "GDCM gives 32-bit samples; a screen shows the upper 8 of them"),
    ("*/gdcm-US-ALOKA-16*", "pydicom", EXACT, "GDCM gives 16-bit palette entries; a screen shows the upper 8 bits"),
    ("*/TestPattern_JPEG-Baseline*", "gdcm", 1, "lossy: the two decoders round colours differently"),
    ("*/JLSL_08_07_0_1F.dcm", "pydicom", EXACT, "GDCM can't change its transfer syntax"),
)
NO_PIXELS = ("*/chrJapMulti*", "*/chrKoreanMulti*")
"""Headers without pixel data: no reader opens them as an image, and ours says that there is none."""

SHOWN: tuple[tuple[str, float, str], ...] = (
    # pattern, tolerance (None: dcmtk draws nothing that could be compared), why not within 1
    ("*para*map*", -1, "dcmtk does not draw Float Pixel Data"),
    ("*/SC_rgb*32bit*", -1, "dcmtk refuses 32-bit colour samples"),
    ("*/gdcm-US-ALOKA-16*", -1, "dcmtk refuses the segmented palette"),
    ("*/CT0012*", 3, "dcmtk can't decode it; another decoder is one value off, a window of 102 triples it"),
    ("*fieldmap*", 2, "dcmtk cuts the fraction off modality values before the window"),
    ("*/SC_ybr_full_uncompressed.dcm", 2, "dcmtk centres Cb and Cr at 127.5; PS3.3 C.7.6.3.1.2 says 128"),
)


def row(table: tuple[tuple[Any, ...], ...], path: Path) -> tuple[Any, ...] | None:
    return next((entry for entry in table if fnmatch(path.as_posix(), entry[0])), None)


def dataset(path: Path) -> pydicom.Dataset:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydicom.dcmread(path, force=True)


def gdcm(path: Path, frames: tuple[int, ...]) -> list[Pixels]:
    """Modality values or RGB."""
    SimpleITK.ProcessObject.SetGlobalWarningDisplay(False)
    image = SimpleITK.ReadImage(str(path))
    array = SimpleITK.GetArrayFromImage(image)
    return [array[n] for n in frames] if image.GetDimension() > 2 else [array]


def by_pydicom(path: Path, frames: tuple[int, ...]) -> list[Pixels]:
    """Modality values or 8-bit RGB."""
    source = dataset(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [_by_pydicom(source, n) for n in frames]


def _by_pydicom(source: pydicom.Dataset, n: int) -> Pixels:
    array = frame(source, n)
    if source.PhotometricInterpretation == "PALETTE COLOR":
        array = pydicom.pixels.apply_color_lut(array, source)
        return np.asarray(array >> 8, np.uint8) if array.dtype == np.uint16 else array
    if source.SamplesPerPixel == 3:
        return np.asarray(array >> (source.BitsStored - 8), np.uint8)
    slope, intercept = frame_rescale(source, n)
    if "ModalityLUTSequence" in source:
        return np.asarray(pydicom.pixels.apply_modality_lut(array, source))
    return array * slope + intercept if (slope, intercept) != (1.0, 0.0) else array


def frame(source: pydicom.Dataset, n: int) -> Pixels:
    """Stored values of one frame; colour as RGB."""
    if "PixelData" in source:
        return np.asarray(pydicom.pixels.pixel_array(source, index=n))
    array = source.pixel_array
    return np.asarray(array[n] if int(source.get("NumberOfFrames") or 1) > 1 else array)


def groups(source: pydicom.Dataset, n: int, name: str) -> pydicom.Dataset | None:
    """A functional group of one frame."""
    for holder in ("PerFrameFunctionalGroupsSequence", "SharedFunctionalGroupsSequence"):
        items = source.get(holder) or []
        item = items[min(n, len(items) - 1)] if items else {}
        if item.get(name):
            return item[name].value[0]
    return None


def frame_rescale(source: pydicom.Dataset, n: int) -> tuple[float, float]:
    holder = source if "RescaleSlope" in source else groups(source, n, "PixelValueTransformationSequence")
    return (float(holder.RescaleSlope), float(holder.RescaleIntercept)) if holder is not None else (1.0, 0.0)


def dcmtk(path: Path, n: int, folder: Path, *options: str) -> NDArray[np.uint8]:
    """What dcmj2pnm draws of frame n. Raises RuntimeError with its reason where it draws nothing."""
    out = folder / "picture.pnm"
    out.unlink(missing_ok=True)
    done = subprocess.run(
        ["dcmj2pnm", "+op", "+F", str(n + 1), *options, str(path), str(out)], capture_output=True, check=False
    )
    if not out.is_file():
        raise RuntimeError(done.stderr.decode("latin-1").strip()[-200:])
    raw = out.read_bytes()
    head = re.match(rb"(P[56])\s+(?:#.*\n)?(\d+)\s+(\d+)\s+(\d+)\s", raw)
    assert head is not None
    colours = 3 if head[1] == b"P6" else 1
    columns, rows = int(head[2]), int(head[3])
    pixels = np.frombuffer(raw[head.end() :], np.uint8, rows * columns * colours)
    return pixels.reshape((rows, columns, 3) if colours == 3 else (rows, columns))


def flat(path: Path, n: int, folder: Path) -> Path:
    """Frame n as a file that dcmtk can draw: native, single, with the rescale of its functional groups."""
    source = dataset(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        array = frame(source, n)
        slope, intercept = frame_rescale(source, n)
        if source.SamplesPerPixel == 1 and "ModalityLUTSequence" not in source:
            source.RescaleSlope, source.RescaleIntercept = f"{slope:.12g}", f"{intercept:.12g}"
        elif source.SamplesPerPixel == 3:
            source.PhotometricInterpretation, source.PlanarConfiguration = "RGB", 0
        for name in ("PerFrameFunctionalGroupsSequence", "SharedFunctionalGroupsSequence", "NumberOfFrames"):
            if name in source:
                del source[name]
        data = np.ascontiguousarray(array).tobytes()
        source.PixelData = data + b"\0" * (len(data) % 2)
        source["PixelData"].VR = "OW" if source.BitsAllocated > 8 else "OB"
        source["PixelData"].is_undefined_length = False
        source.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        out = folder / "flat.dcm"
        pydicom.dcmwrite(out, source, little_endian=True, implicit_vr=False, force_encoding=True)
    return out
