"""What a user can set, each with effect at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader.app.services import Services
from reader.core.machine import GB, memory_total, size_text
from reader.core.qt.fitting import fit_screen
from reader.core.qt.line import line
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.study.cache import ImageCache
from reader.terms.languages import known


class SettingsDialog(QDialog):
    """Edits the settings; "Apply" applies them together, "Cancel" leaves them. Clearing the cache is done at once.

    cleared: called when images were deleted.
    """

    def __init__(
        self, services: Services, parent: QWidget | None = None, cleared: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._cleared = cleared
        self.setWindowTitle(tr("Settings"))
        self.setMinimumWidth(560)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(16)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._add_general(form)
        form.addRow(line())
        self._add_images(form)
        form.addRow(line())
        layout.addLayout(form)
        keys = Label(tr("Keys and tokens are kept in: {place}", place=services.secrets.kept_in), wordWrap=True)
        keys.setProperty("role", "small")
        layout.addWidget(keys)
        layout.addWidget(self._buttons())
        fit_screen(self)
        self._measure()

    def _add_general(self, form: QFormLayout) -> None:
        value = self._services.settings.value
        self._language = QComboBox()
        self._language.addItem(tr("Same as system"), "")
        for entry in known():
            self._language.addItem(entry.name, entry.locale)
        self._language.setCurrentIndex(max(0, self._language.findData(value.language)))
        self._theme = QComboBox()
        self._theme.addItem(tr("Dark (reading room)"), "dark")
        self._theme.addItem(tr("Light (office)"), "light")
        self._theme.setCurrentIndex(max(0, self._theme.findData(value.theme)))
        self._brighter = QCheckBox(tr("Dragging down makes the image brighter"))
        self._brighter.setChecked(value.drag_down_brighter)
        self._scale = _spin(80, 200, round(value.text_scale * 100), " %")
        form.addRow(tr("Language"), self._language)
        form.addRow(tr("Theme"), self._theme)
        form.addRow(tr("Size of text"), _beside(self._scale))
        self._leaving = QComboBox()
        self._leaving.addItem(tr("Release it if nothing was written"), "auto")
        self._leaving.addItem(tr("Ask"), "ask")
        self._leaving.addItem(tr("Keep it"), "keep")
        self._leaving.setCurrentIndex(max(0, self._leaving.findData(value.leaving)))
        self._leaving.setToolTip(tr("A report that has been started is always kept."))
        form.addRow(tr("Mouse"), self._brighter)
        form.addRow(tr("On leaving an unfinished exam"), self._leaving)

    def _add_images(self, form: QFormLayout) -> None:
        value = self._services.settings.value
        total = memory_total() / GB
        self._memory = _spin(1, max(1, int(total)), round(value.memory_bytes / GB), " GB")
        self._memory.setToolTip(
            tr("All exams that are open together. A series that is larger opens slice by slice from the disk.")
        )
        self._cache = _spin(1, 10_000, round(value.cache_bytes / GB), " GB")
        self._cache.setToolTip(tr("Encrypted. What was not used for longest is deleted first."))
        self._days = _spin(0, 3650, value.cache_days, tr(" days"))
        self._days.setSpecialValueText(tr("never"))
        self._prefetch = QCheckBox(tr("Fetch the next exams before they are opened"))
        self._prefetch.setChecked(value.prefetch)
        self._prefetch.setToolTip(tr("In the background, while nothing else loads; not on a metered connection."))
        self._used = Label(tr("counting …"))
        self._used.setProperty("role", "secondary")
        self._clear = QPushButton(tr("Clear image cache"))
        self._clear.setToolTip(tr("Exams that are open, claimed or not yet delivered are kept."))
        self._clear.setAutoDefault(False)
        self._clear.clicked.connect(self._clear_cache)
        of = tr("of {total} in this computer", total=size_text(memory_total()))
        form.addRow(tr("Memory for images, at most"), _beside(self._memory, _secondary(of)))
        form.addRow(tr("Image cache on disk, at most"), _beside(self._cache, self._used, self._clear))
        form.addRow(tr("Delete what was not used for"), _beside(self._days))
        form.addRow(tr("Next exams"), self._prefetch)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        apply = buttons.addButton(tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        apply.setProperty("role", "primary")
        apply.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def accept(self) -> None:
        super().accept()
        value = self._services.settings.value
        memory, cache = self._memory.value() * GB, self._cache.value() * GB
        self._services.settings.update(
            language=self._language.currentData(),
            theme=self._theme.currentData(),
            drag_down_brighter=self._brighter.isChecked(),
            text_scale=self._scale.value() / 100,
            cache_bytes=cache if cache != round(value.cache_bytes / GB) * GB else value.cache_bytes,
            cache_days=self._days.value(),
            prefetch=self._prefetch.isChecked(),
            leaving=self._leaving.currentData(),
            memory_bytes=memory if memory != round(value.memory_bytes / GB) * GB else value.memory_bytes,
        )

    # the cache --------------------------------------------------------------------------------------------

    def _open_cache(self) -> ImageCache:
        value = self._services.settings.value
        return ImageCache(self._services.profile.cache, self._services.secrets, value.cache_bytes, value.cache_days)

    def _measure(self) -> None:
        self._services.tasks.query(
            lambda _: self._open_cache().size, self._show_used, failed=lambda _: self._show_used(None)
        )

    def _show_used(self, size: int | None) -> None:
        if isValid(self):
            self._used.setText("" if size is None else tr("{size} used", size=size_text(size)))
            self._clear.setEnabled(bool(size))
            fit_screen(self)

    def _clear_cache(self) -> None:
        self._clear.setEnabled(False)
        self._used.setText(tr("deleting …"))

        def work(_: object) -> tuple[int, int]:
            cache = self._open_cache()
            return cache.clear(), cache.size

        def done(result: tuple[int, int]) -> None:
            self._cleared()
            if isValid(self):
                gone, left = (size_text(number) for number in result)
                kept = tr("{size} freed, {left} are still needed", size=gone, left=left)
                self._used.setText(kept if result[1] else tr("{size} freed", size=gone))

        self._services.tasks.query(work, done)


def _beside(field: QWidget, *others: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    field.setMinimumSize(scaled(110), field.sizeHint().height())
    row.addWidget(field)
    for other in others:
        row.addWidget(other)
        other.setMinimumWidth(other.sizeHint().width())
    row.addStretch(1)
    return row


def _secondary(text: str) -> QLabel:
    label = Label(text)
    label.setProperty("role", "secondary")
    return label


def _spin(low: int, high: int, value: int, suffix: str) -> QSpinBox:
    box = QSpinBox(minimum=low, maximum=high, suffix=suffix)
    box.setValue(value)
    return box
