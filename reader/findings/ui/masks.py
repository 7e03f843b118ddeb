"""The switches of the segmentations: what is drawn over the images, organs too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from reader.core.qt.elided import ElidedCheckBox
from reader.core.qt.plain import Label, plain_tip
from reader.core.text import tr
from reader.findings.model import FindingsModel, SegmentMask
from reader.terms.units import CUBIC_MILLIMETRE, MILLILITRE, quantity_text


class MaskSwitches(QWidget):
    """A check box for each segment of the case; hidden where there is none."""

    def __init__(self, findings: FindingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings = findings
        self._boxes: dict[tuple[str, int], QCheckBox] = {}
        self._shown: tuple[SegmentMask, ...] = ()
        title = Label(tr("Segmentations"))
        title.setProperty("role", "secondary")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 8, 8, 4)
        self._layout.setSpacing(2)
        self._layout.addWidget(title)
        self.refresh()

    def refresh(self) -> None:
        masks = self._findings.masks
        self.setVisible(bool(masks))
        if masks is not self._shown:
            self._shown = masks
            for box in self._boxes.values():
                self._layout.removeWidget(box)
                box.deleteLater()
            self._boxes.clear()
            for mask in masks:
                if mask.key not in self._boxes:
                    self._boxes[mask.key] = self._box(mask, [m for m in masks if m.key == mask.key])
                    self._layout.addWidget(self._boxes[mask.key])
        for key, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(self._findings.mask_on(key))
            box.blockSignals(False)

    def box(self, key: tuple[str, int]) -> QCheckBox:
        """The switch of one segment. Raises KeyError."""
        return self._boxes[key]

    def _box(self, mask: SegmentMask, pieces: Sequence[SegmentMask]) -> QCheckBox:
        box = ElidedCheckBox(_label(mask, pieces))
        box.setIcon(_swatch(mask.reference.colour))
        box.setMinimumHeight(28)
        box.setToolTip(
            plain_tip(
                tr(
                    "{label}: show or hide in the images\n{algorithm}",
                    label=mask.reference.label,
                    algorithm=mask.source.name,
                )
            )
        )
        box.toggled.connect(lambda on, key=mask.key: self._findings.switch_mask(key, on))
        return box


def _label(mask: SegmentMask, pieces: Sequence[SegmentMask]) -> str:
    """With its volume, which is that of all its pieces."""
    volumes = [piece.volume_mm3 for piece in pieces]
    if None in volumes:
        return mask.reference.label
    volume = sum(part for part in volumes if part is not None)
    large = volume >= 10_000
    size = quantity_text(volume / 1000, MILLILITRE) if large else quantity_text(volume, CUBIC_MILLIMETRE)
    return f"{mask.reference.label}  {size}"


def _swatch(colour: tuple[int, int, int]) -> QIcon:
    """The segment's own colour, as the object states it and the images show it."""
    picture = QPixmap(24, 24)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*colour))
    painter.drawRoundedRect(QRectF(1, 1, 10, 10), 2, 2)
    painter.end()
    return QIcon(picture)
