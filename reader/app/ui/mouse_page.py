"""The mouse in "Keys and mouse": what its middle and right button and its wheel do over a picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from reader.app.keys import KeyChoice
from reader.core.key_sets import MOUSE as CHOICES
from reader.core.qt.plain import Label
from reader.core.text import mark, tr
from reader.views.tools.registry import MOUSE

PARTS = {
    "middle": mark("Drag with the middle button"),
    "right": mark("Drag with the right button"),
    "wheel": mark("Wheel"),
    "ctrl_wheel": mark("Ctrl and wheel"),
}


class MousePage(QWidget):
    """choice: what is chosen now; changed: called with what is chosen next. locked: the hospital has decided."""

    def __init__(self, choice: KeyChoice, changed: Callable[[KeyChoice], None], locked: bool) -> None:
        super().__init__()
        self._choice, self._changed = choice, changed
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(16)
        left = Label(tr("The tool that is chosen in the toolbar"))
        left.setProperty("role", "secondary")
        form.addRow(tr("Drag with the left button"), left)
        self.boxes: dict[str, QComboBox] = {}
        for part, title in PARTS.items():
            box = self.boxes[part] = QComboBox()
            box.setAccessibleName(tr(title))
            for does in CHOICES[part]:
                box.addItem(tr(MOUSE[does].title), does)
            box.setEnabled(not locked)
            form.addRow(tr(title), box)
        hint = Label(
            tr(
                "A click with the right button opens the menu. Shift makes the wheel five times as fast. "
                "Over the volume view the wheel zooms."
            ),
            wordWrap=True,
        )
        hint.setProperty("role", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(hint)
        if locked:
            layout.addWidget(Label(tr("Locked by the hospital.")))
        layout.addStretch(1)
        self.show_choice(choice)
        for part, box in self.boxes.items():
            box.currentIndexChanged.connect(lambda _, part=part: self._take(part))

    def show_choice(self, choice: KeyChoice) -> None:
        self._choice = choice
        for part, box in self.boxes.items():
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(choice.mouse(part))))
            box.blockSignals(False)

    def _take(self, part: str) -> None:
        self._changed(self._choice.with_mouse(part, self.boxes[part].currentData()))
