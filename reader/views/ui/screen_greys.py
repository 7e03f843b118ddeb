"""The grey levels that images are painted in on a display whose calibration this program applies."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPaintDevice
from PySide6.QtWidgets import QWidget

from reader.core.qt.displays import device_of
from reader.core.settings import Settings
from reader.views.calibration.codec import read
from reader.views.calibration.greys import look_up
from reader.views.calibration.record import GreysBy


def greys_on(device: QPaintDevice, settings: Settings) -> NDArray[np.uint8] | None:
    """By the P-value the grey level of the display that a widget is on, 256 of them. None where the display makes
    them itself or nothing is known of it, and where it is no display: for a picture to be copied or saved."""
    if not settings.display_records or not isinstance(device, QWidget):
        return None
    screen = QWidget.screen(device)
    text = settings.display_records.get(device_of(screen), "") if screen is not None else ""
    return _table(text) if text else None


@lru_cache(maxsize=8)
def _table(text: str) -> NDArray[np.uint8] | None:
    """Of a record as it is kept; the same array for the same text."""
    record = read(text)
    if record.greys is GreysBy.DISPLAY or record.calibration is None:
        return None
    return look_up(record.calibration)
