"""The key images that algorithms and colleagues chose: document by document, who, why, and a way to each. Those of
the report are in the list of findings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.core.qt.alive import while_alive
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.findings import codes, service
from reader.findings.model import FindingsModel, ImageReference, KeyImage, Source

_ACROSS = 3
_ROOM = 296


class KeyImages(QWidget):
    """A button for each key image; hidden where there is none. name: what an image is called ("Im 116")."""

    def __init__(
        self, findings: FindingsModel, name: Callable[[ImageReference], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._findings, self._name = findings, name
        self._shown: tuple[KeyImage, ...] = ()
        self.buttons: list[QPushButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 8, 8, 4)
        self._layout.setSpacing(2)
        findings.key_image_changed.connect(self._mark)
        self.refresh()

    def refresh(self) -> None:
        every = self._findings.chosen_images
        self.setVisible(bool(every))
        if every == self._shown:
            return
        self._shown = every
        self.buttons.clear()
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._layout.addWidget(_label(tr("Key images"), "secondary"))
        for group in dict.fromkeys((key.source, key.title, key.note) for key in every):
            self._add(group, [n for n, key in enumerate(every) if (key.source, key.title, key.note) == group])
        self._mark()

    def _add(self, group: tuple[Source, object, str], numbers: list[int]) -> None:
        first = self._shown[numbers[0]]
        sign = "⚠" if first.is_rejected else "★"
        role = "soon" if first.is_rejected else "ai" if first.is_ai else "human"
        head = f"{sign} {codes.display(first.title)} · {_who(first.source)}"
        self._layout.addWidget(_label(head, role, _about(first.source)))
        if first.note:
            self._layout.addWidget(_label(first.note, "small"))
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 2, 0, 4)
        grid.setSpacing(4)
        buttons = [QPushButton(self._name(self._shown[number].image)) for number in numbers]
        widest = max(button.sizeHint().width() for button in buttons) + grid.spacing()
        across = max(1, min(_ACROSS, scaled(_ROOM) // widest))
        for place, (number, button) in enumerate(zip(numbers, buttons, strict=True)):
            name = button.text()
            button.setCheckable(True)
            button.setAccessibleName(tr("Key image {name}", name=name))
            button.setToolTip(tr("Show this key image (K: the next one)"))
            button.clicked.connect(lambda _, n=number: self._findings.go_to_key_image(n))
            grid.addWidget(button, place // across, place % across)
            self.buttons.append(button)
        for column in range(across):
            grid.setColumnStretch(column, 1)
        self._layout.addWidget(row)

    @while_alive
    def _mark(self) -> None:
        for number, button in enumerate(self.buttons):
            button.setChecked(number == self._findings.key_image)


def _label(text: str, role: str, tip: str = "") -> QLabel:
    label = Label(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setToolTip(plain_tip(tip))
    return label


def _who(source: Source) -> str:
    return f"{source.name} {source.version}".strip()


def _about(source: Source) -> str:
    run = service.run_text(source)
    lines = [source.series_description, tr("Made: {when}", when=run) if run else ""]
    return "\n".join(line for line in lines if line)
