"""What is printed, read by another program: poppler."""

from __future__ import annotations

import io
import json
import subprocess
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.flow.desktop import desktop, run_on
from tests.flow.printing import END, FIRST, SPACING
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]
_DPI = 600


def poppler(program: str, *arguments: str) -> bytes:
    return subprocess.run([program, *arguments], check=True, capture_output=True, timeout=60).stdout


def words(pdf: Path) -> list[str]:
    """Of each page."""
    text = unicodedata.normalize("NFKC", poppler("pdftotext", "-layout", str(pdf), "-").decode())
    return text.split("\f")[:-1]


def told(pdf: Path) -> dict[str, str]:
    lines = poppler("pdfinfo", str(pdf)).decode().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def pixels(pdf: Path) -> NDArray[np.uint8]:
    """Of the first page, grey."""
    png = poppler("pdftoppm", "-r", str(_DPI), "-gray", "-png", "-singlefile", str(pdf))
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"))


def length(line: NDArray[np.uint8]) -> float:
    """Of the longest bright part, in mm: the square is longer than the margins of the page."""
    dark = np.flatnonzero(np.concatenate(([0], line, [0])) < 128)
    return float((np.diff(dark) - 1).max()) * 25.4 / _DPI


def test_pages_are_printed_by_keys_into_pdfs(tmp_path: Path) -> None:
    with desktop(1280, 800) as screen, HubProcess(tmp_path / "hub", demo=True) as hub:
        said = run_on(screen, "tests.flow.printing", tmp_path / "profile", hub.url, patience=200)

    named, unnamed, keys, square = (tmp_path / f"{name}.pdf" for name in ("named", "unnamed", "keys", "square"))
    for pdf, pages in ((named, 1), (unnamed, 1), (keys, 2), (square, 1)):
        assert told(pdf)["Pages"] == str(pages)
        assert told(pdf)["Title"] == "reader", "it names nobody"
    across, _, down, *_ = told(named)["Page size"].split()
    assert (float(across), float(down)) == pytest.approx((595.3, 841.9), abs=1), "A4"
    across, _, down, *_ = told(unnamed)["Page size"].split()
    assert float(across) > float(down), "a screen that is wider than high"

    whose = ("王小东", "Wang Xiaodong", "00314")
    assert all(word in words(named)[0] for word in (*whose, "Xihu Township Hospital", "chest"))
    assert not any(word in words(unnamed)[0] for word in whose)
    assert "chest" in words(unnamed)[0] and "volume view, not to scale" in words(unnamed)[0]
    for number, page in enumerate(words(keys), 1):
        assert "Not for primary diagnosis" in page and "printed by 李娜 Li Na" in page
        assert f"Page {number} of 2" in page and all(word in page for word in whose)
    listed = poppler("pdfimages", "-list", str(named)).decode().splitlines()[2].split()
    assert int(listed[12]) >= 300 and int(listed[13]) >= 300, "drawn for the paper"

    assert "true size 1 : 1" in words(square)[0] and "Phantom" in words(square)[0]
    page = pixels(square)
    for line in (page[len(page) // 2], page[:, page.shape[1] // 2]):
        assert length(line) == pytest.approx((END - FIRST) * SPACING, abs=0.5), "a millimetre is one"

    exports = json.loads(said.splitlines()[-1])
    assert [(details["to"], details["identity"], details["pages"]) for details in exports] == [
        ("square.pdf", "named", "1"), ("named.pdf", "named", "1"), ("unnamed.pdf", "not named", "1"),
        ("keys.pdf", "named", "2"),
    ]  # fmt: skip
    assert all(details["study"] and details["patient"] for details in exports)
