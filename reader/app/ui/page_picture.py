"""The key image of an exam, from this computer's cache into the worklist's preview."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from shiboken6 import isValid

from reader.app.prefetch import Prefetcher
from reader.worklist.model import ReadingTask
from reader.worklist.ui.page import WorklistPage


def show_picture(prefetch: Prefetcher, page: WorklistPage, task: ReadingTask) -> None:
    def drawn(picture: NDArray[np.uint8] | None) -> None:
        if picture is not None and isValid(page):
            kind = QImage.Format.Format_RGB888 if picture.ndim == 3 else QImage.Format.Format_Grayscale8
            rows, columns = picture.shape[:2]
            image = QImage(picture.data, columns, rows, picture.strides[0], kind).copy()
            page.show_picture(task.uid, image)

    prefetch.picture(task, drawn)
