"""Every image of the sample exams and of this project's own samples, against readers that nobody here wrote.

Values after the modality LUT: GDCM's, bit for bit. What the viewport paints: dcmtk's, within 1 of 255. Where the
references disagree the file stands in `references.VALUES` or `references.SHOWN` with the reason.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray

from reader.dicom.header import BrokenObject
from reader.study.model import Window
from reader.views.display import own_windows
from tests.dicom.pictures import few, opened, shown, values
from tests.dicom.references import (
    NO_PIXELS,
    SHOWN,
    VALUES,
    by_pydicom,
    dataset,
    dcmtk,
    flat,
    frame,
    gdcm,
    groups,
    row,
)
from tests.exams import SETS, exam_set

OWN = Path(__file__).parents[1] / "data" / "dicom"
SERIES = ("01_", "02_", "03_", "18_", "19_")
"""Sets that are one series of like slices: a few of them stand for all."""
FOLDERS = ("tests/data", *(name for name in SETS if not name.startswith("16_")))

needs_dcmtk = pytest.mark.skipif(shutil.which("dcmj2pnm") is None, reason="dcmtk is not installed")


def images(name: str, most: int = 1000) -> Iterator[Path]:
    folder = OWN if name == "tests/data" else exam_set(name)
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "video" not in path.parts and path.suffix not in (".md", ".txt", ".json"):
            with suppress(Exception):  # no DICOM at all
                if "Rows" in dataset(path):
                    found.append(path)
    assert found or name.startswith(("11_", "12_", "13_", "15_", "16_", "17_")), name
    count = min(3 if name.startswith(SERIES) else most, len(found))
    yield from (found[n] for n in np.unique(np.linspace(0, len(found) - 1, count).astype(int)))


def apart(mine: NDArray[np.generic], theirs: NDArray[np.generic]) -> float:
    if mine.shape != theirs.shape:
        if mine.ndim == theirs.ndim:
            return float("inf")
        mine, theirs = (a if a.ndim == 3 else np.repeat(a[..., np.newaxis], 3, -1) for a in (mine, theirs))
    difference = np.abs(mine.astype(np.float64) - theirs.astype(np.float64))
    return float(np.nanmax(difference)) if difference.size else 0.0


@pytest.mark.parametrize("folder", FOLDERS)
def test_values_after_the_modality_lut(folder: str) -> None:
    wrong = []
    for path in images(folder):
        if any(path.match(pattern.removeprefix("*/")) for pattern in NO_PIXELS):
            with pytest.raises(BrokenObject):
                opened(path)
            continue
        viewport, frames = opened(path)
        _, reference, tolerance, _ = row(VALUES, path) or ("", "gdcm", 0.0, "")
        if reference.endswith(".dcm"):
            theirs = by_pydicom(path.with_name(reference), frames)
        else:
            theirs = (gdcm if reference == "gdcm" else by_pydicom)(path, frames)
        for n, other in zip(frames, theirs, strict=True):
            mine = values(viewport, n)
            scale = float(np.nanmax(np.abs(other.astype(np.float64)), initial=1.0))
            bound = max(tolerance, 2e-6 * scale if mine.dtype == np.float32 else 0.0)
            if apart(mine, other) > bound:
                wrong.append(f"{path.name} frame {n + 1}: {apart(mine, other):g} from {reference}")
    assert not wrong, "\n".join(wrong)


@needs_dcmtk
@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_painted(folder: str, tmp_path: Path) -> None:
    """Every window and LUT that the image brings, one of another width, and the picture without any."""
    wrong = []
    for path in images(folder, most=90):
        header = dataset(path)
        known = row(SHOWN, path)
        if header.get("Modality") == "SEG" or (known is not None and known[1] < 0) or "PixelData" not in header:
            continue
        viewport, frames = opened(path, few(int(header.get("NumberOfFrames") or 1))[-1:])
        n = frames[0]
        viewport.index = n
        source, at = path, n
        ways = list(looks(own_windows(viewport), header, values(viewport, n)))
        try:
            if groups(header, n, "PixelValueTransformationSequence") is not None:
                raise RuntimeError("dcmtk does not look into functional groups")
            dcmtk(source, at, tmp_path)
        except RuntimeError:
            source, at = flat(path, n, tmp_path), 0
        tolerance = known[1] if known is not None else 1
        for window, options in ways:
            mine, theirs = shown(viewport, n, window), dcmtk(source, at, tmp_path, *options)
            if "supplemental" in path.name:  # dcmtk draws the colours as grey
                coloured = frame(header, n) >= header.RedPaletteColorLookupTableDescriptor[1]
                if "PixelPresentation" in header:
                    del header.PixelPresentation  # pydicom knows palettes, but not as a supplement
                rgb = pydicom.pixels.apply_color_lut(frame(header, n), header)
                assert np.array_equal(mine[coloured], rgb[coloured] >> 8) and np.ptp(mine[coloured], axis=-1).any()
                assert not np.ptp(mine[~coloured], axis=-1).any()
                mine, theirs = mine[~coloured][:, 0], theirs[~coloured]
            if apart(mine, theirs) > tolerance:
                wrong.append(f"{path.name} {' '.join(options)}: {apart(mine, theirs):g}")
    assert not wrong, "\n".join(wrong)


def looks(
    own: tuple[Window, ...], header: object, pixels: NDArray[np.generic]
) -> Iterator[tuple[Window | None, tuple[str, ...]]]:
    """(window or None as it opens, what dcmj2pnm is told)."""
    if pixels.ndim == 3:
        yield None, ()
        return
    windows = tables = 0
    for window in own:
        if window.table is not None:
            tables += 1
            yield window, ("+Wl", str(tables))
        elif "WindowCenter" in header:  # type: ignore[operator]
            windows += 1
            yield window, ("+Wi", str(windows))
        else:  # of functional groups
            yield window, ("+Wfl", "+Ww", str(window.centre), str(window.width))
    low, high = float(pixels.min()), float(pixels.max())
    centre, width = (low + high) / 2, max(2.0, (high - low) * 0.6)
    yield Window(centre, width), ("+Wfl", "+Ww", f"{centre}", f"{width}")
    if not own and pixels.dtype == np.uint8 and pixels.max() > 127:
        yield None, ()
