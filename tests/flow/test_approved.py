"""The reading window looks as in the pictures of `approved/`, which were looked at: every kind of exam, on small,
usual and portrait monitors, in both languages. `python -m tests.flow.test_approved` makes them anew. They take some
minutes: every run of the tests looks at a few, READER_ALL_PICTURES=1 at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from tests.flow.desktop import desktop, run_on
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]

APPROVED = Path(__file__).parent / "approved"
WIDTH = 640
"""Of a picture that is kept, in pixels: what is read is not in it, how all is arranged is."""

SITTINGS = {
    "small-en": (1280, 800, "en", ("ct-chest=Xiaodong", "us=Meilan", "mr-prostate=Jianguo")),
    "small-zh": (1280, 800, "zh_CN", ("dr=Guihua", "ct-abdomen=Cuiping", "mr-brain=Yating")),
    "usual-en": (1920, 1080, "en", ("dr=Guihua", "mr-brain=Yating", "ct-head=QA-CT-01")),
    "usual-zh": (1920, 1080, "zh_CN", ("ct-chest=Xiaodong", "us=Meilan")),
    "portrait-en": (3072, 2048, "en", ("ct-chest=Xiaodong",)),
}


def made(name: str, folder: Path) -> dict[str, QImage]:
    """The pictures of one sitting by their names, as they are kept."""
    width, height, language, exams = SITTINGS[name]
    with desktop(width, height) as environment, HubProcess(folder / "hub", demo=True) as hub:
        where = (folder / "profile", hub.url, folder)
        run_on(environment, "tests.flow.approved", *where, language, *exams, patience=180.0)
    found = {}
    for exam in (entry.split("=")[0] for entry in exams):
        picture = QImage(str(folder / f"{exam}.png")).convertToFormat(QImage.Format.Format_Grayscale8)
        found[f"{exam}-{name}"] = picture.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    return found


def difference(one: QImage, other: QImage) -> float:
    """How much of a picture looks otherwise: the part of its squares of 16×16 whose mean grey differs by more
    than 12 of 255. A clock that goes on and other fonts are less than that."""
    squares = []
    for picture in (one, other):
        lines = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
        values: NDArray[np.float64] = lines[:, : picture.width()].astype(np.float64)
        down, across = (size // 16 for size in values.shape)
        squares.append(values[: down * 16, : across * 16].reshape(down, 16, across, 16).mean(axis=(1, 3)))
    return float((np.abs(squares[0] - squares[1]) > 12).mean())


@pytest.mark.parametrize("name", SITTINGS if os.environ.get("READER_ALL_PICTURES") else ("small-zh",))
def test_an_exam_looks_as_it_was_approved(tmp_path: Path, name: str) -> None:
    for picture, now in made(name, tmp_path).items():
        kept = QImage(str(APPROVED / f"{picture}.png")).convertToFormat(QImage.Format.Format_Grayscale8)
        assert kept.size() == now.size()
        other = difference(kept, now)
        assert other < 0.02, f"{picture}, {other:.3f}: if that is right, look at it and keep it"


if __name__ == "__main__":
    APPROVED.mkdir(exist_ok=True)
    for sitting in sys.argv[1:] or SITTINGS:
        with tempfile.TemporaryDirectory() as place:
            for picture_name, image in made(sitting, Path(place)).items():
                image.save(str(APPROVED / f"{picture_name}.png"))
