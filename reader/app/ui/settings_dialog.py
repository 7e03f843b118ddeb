"""What a user can set, each with effect at once."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from reader.core.qt.translation import LANGUAGES
from reader.core.settings import SettingsModel
from reader.core.text import tr

GB = 1_000_000_000


class SettingsDialog(QDialog):
    """Edits the settings; OK applies them together, Cancel leaves them."""

    def __init__(self, settings: SettingsModel, secrets_kept_in: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        value = settings.value
        self.setWindowTitle(tr("Settings"))
        self.setMinimumWidth(460)
        self._language = QComboBox()
        self._language.addItem(tr("As the system"), "")
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        self._language.setCurrentIndex(max(0, self._language.findData(value.language)))
        self._theme = QComboBox()
        self._theme.addItem(tr("Dark (reading room)"), "dark")
        self._theme.addItem(tr("Light (office)"), "light")
        self._theme.setCurrentIndex(max(0, self._theme.findData(value.theme)))
        self._brighter = QCheckBox(tr("Dragging down makes the image brighter"))
        self._brighter.setChecked(value.drag_down_brighter)
        self._scale = self._spin(80, 200, round(value.text_scale * 100), " %")
        self._cache = self._spin(1, 500, value.cache_bytes // GB, " GB")
        self._memory = self._spin(1, 64, value.memory_bytes // GB, " GB")
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow(tr("Language"), self._language)
        form.addRow(tr("Theme"), self._theme)
        form.addRow(tr("Size of text"), self._scale)
        form.addRow(tr("Mouse"), self._brighter)
        form.addRow(tr("Image cache on disk, at most"), self._cache)
        form.addRow(tr("Memory for images, at most"), self._memory)
        keys = QLabel(tr("Keys and tokens are kept in: {place}", place=secrets_kept_in), wordWrap=True)
        keys.setProperty("role", "small")
        buttons = QDialogButtonBox()
        apply = buttons.addButton(tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        apply.setProperty("role", "primary")
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(keys)
        layout.addWidget(buttons)

    def accept(self) -> None:
        super().accept()
        self._settings.update(
            language=self._language.currentData(),
            theme=self._theme.currentData(),
            drag_down_brighter=self._brighter.isChecked(),
            text_scale=self._scale.value() / 100,
            cache_bytes=self._cache.value() * GB,
            memory_bytes=self._memory.value() * GB,
        )

    @staticmethod
    def _spin(low: int, high: int, value: int, suffix: str) -> QSpinBox:
        box = QSpinBox(minimum=low, maximum=high, suffix=suffix)
        box.setValue(value)
        return box
