"""A picture for other programs: as it is on the screen, under its patient's name or without, and noted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from reader.core.audit import AuditEvent
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def values(image: QImage) -> NDArray[np.uint8]:
    """(rows, columns, RGB)."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()


def test_a_picture_is_copied_and_saved_with_and_without_the_name(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as li:
        li.sign_in("li")
        li.wait_for_worklist()
        li.open_case("Guihua")
        li.wait_for_images()
        window = li.window
        wait_for(lambda: window.case.findings.loaded and len(window.views.grid.viewports) == 2, "both radiographs")
        viewport = window.views.grid.viewports[0]
        viewport.setFocus()
        told: list[str] = []
        window.case.views.readout.connect(told.append)
        QTest.keyClick(viewport, Qt.Key.Key_C, CTRL | SHIFT)
        plain = values(QGuiApplication.clipboard().image())
        assert "without the patient's name" in told[-1]
        seen = values(viewport.grab().toImage())
        inner = (slice(2, -2), slice(2, -14))  # but for the border and the bar
        assert np.array_equal(plain[inner], seen[inner]), "as it is on the screen"
        QTest.keyClick(viewport, Qt.Key.Key_C, CTRL)
        named = values(QGuiApplication.clipboard().image())
        height = len(named) - len(plain)
        assert height > 20 and np.array_equal(named[height:], plain), "the line hides nothing"
        assert (named[:height] > 128).any(), "and says something"

        window.pictures.save_to(tmp_path / "named.png", named=True)
        window.pictures.save_to(tmp_path / "plain.jpg", named=False)
        wait_for(lambda: len([m for m in li.said if "Saved" in m.text]) == 2, "both are saved")
        assert np.array_equal(np.asarray(Image.open(tmp_path / "named.png").convert("RGB")), named)
        jpeg = np.asarray(Image.open(tmp_path / "plain.jpg").convert("RGB")).astype(int)
        assert Image.open(tmp_path / "plain.jpg").format == "JPEG" and abs(jpeg - plain).mean() < 3
        before = len(li.said)
        window.pictures.save_to(tmp_path / "named.png" / "no folder.png", named=True)
        wait_for(lambda: len(li.said) > before, "what went wrong is told")
        assert "Saved" not in li.said[-1].text
        records = li.program.services.audit.records()
        exports = [record.details for record in records if record.code == AuditEvent.EXPORT.value]
        assert all(details is not None and details["study"] for details in exports)
        assert [(details["to"], details["identity"]) for details in exports[:3] if details is not None] == [
            ("clipboard", "not named"), ("clipboard", "named"), ("named.png", "named"),
        ]  # fmt: skip
