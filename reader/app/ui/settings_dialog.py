"""What can be set, each with effect at once, and who chose it: the user, the hospital's policy, or nobody yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader.app.keys import KeyChoice
from reader.app.services import Services
from reader.app.ui.dictation_dialog import DictationDialog
from reader.app.ui.keys_dialog import KeysDialog
from reader.core.machine import GB, memory_total, size_text
from reader.core.qt.buttons import accept_or_cancel
from reader.core.qt.elided import ElidedLabel
from reader.core.qt.fitting import FittingArea, fit_screen
from reader.core.qt.line import line
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import scaled
from reader.core.settings import Origin
from reader.core.text import mark, tr
from reader.study.cache import ImageCache
from reader.terms.languages import known
from reader.views.looks import INTERPOLATIONS

ORIGINS = {
    Origin.BUILT_IN: mark("built in"),
    Origin.HERE: mark("set here"),
    Origin.HOSPITAL: mark("set by the hospital"),
    Origin.LOCKED: mark("locked by the hospital"),
}
LEVELS = {
    "error": mark("Errors only"),
    "warning": mark("Errors and warnings"),
    "info": mark("Normal"),
    "debug": mark("Detailed, for support"),
}

_MOST_FAULTS = 3
"""Told here; `reader doctor` tells them all."""


class SettingsDialog(QDialog):
    """Edits the settings; "Apply" applies them together, "Cancel" leaves them. Clearing the cache is done at once.

    cleared: called when images were deleted.
    """

    def __init__(
        self,
        services: Services,
        parent: QWidget | None = None,
        cleared: Callable[[], None] = lambda: None,
        hub: str = "",
    ) -> None:
        """cleared: the image cache was emptied. hub: the address of the one that the user is signed in to."""
        super().__init__(parent)
        self._services = services
        self._hub = hub
        self._cleared = cleared
        self.setWindowTitle(tr("Settings"))
        self.setMinimumWidth(640)
        metrics = self.fontMetrics()
        self._kept_wide: list[tuple[QWidget, int]] = []
        self._origins_width = max(metrics.horizontalAdvance(tr(text)) for text in ORIGINS.values())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        content = QWidget()
        form = self._form = QFormLayout(content)
        form.setContentsMargins(0, 0, 8, 0)
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(16)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._add_general(form)
        form.addRow(line())
        self._add_images(form)
        form.addRow(line())
        self._add_hub(form)
        self._content, self._area = content, FittingArea(content, shrinks=True)
        layout.addWidget(self._area)
        layout.addWidget(line())
        self._note = self._policy_note()
        layout.addWidget(self._note)
        keys = Label(tr("Keys and tokens are kept in: {place}", place=services.secrets.kept_in), wordWrap=True)
        keys.setProperty("role", "small")
        layout.addWidget(keys)
        layout.addWidget(accept_or_cancel(self, tr("Apply"))[0])
        self._fit()
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
        self._names = QCheckBox(tr("Offer a name for what was just measured"))
        self._names.setChecked(value.offer_names)
        self._scale = _spin(80, 200, round(value.text_scale * 100), " %")
        self._add(form, tr("Language"), "language", self._language)
        self._add(form, tr("Theme"), "theme", self._theme)
        self._add(form, tr("Size of text"), "text_scale", self._scale)
        self._leaving = QComboBox()
        self._leaving.addItem(tr("Release it if nothing was written"), "auto")
        self._leaving.addItem(tr("Ask"), "ask")
        self._leaving.addItem(tr("Keep it"), "keep")
        self._leaving.setCurrentIndex(max(0, self._leaving.findData(value.leaving)))
        self._leaving.setToolTip(tr("A report that has been started is always kept."))
        self._keys = QPushButton(tr("Change …"))
        self._keys.setAccessibleName(tr("Keys and mouse …"))
        self._keys.setToolTip(tr("Every key, and what buttons and wheel do"))
        self._keys.setAutoDefault(False)
        self._keys.clicked.connect(self._choose_keys)
        self._key_choice: KeyChoice | None = None
        self._add(form, tr("Keys and mouse"), "drag_down_brighter", self._brighter, self._keys)
        self._add(form, tr("Measurements"), "offer_names", self._names)
        self._spelling = QCheckBox(tr("Underline misspelt English words"))
        self._spelling.setChecked(value.spelling)
        self._add(form, tr("Spelling"), "spelling", self._spelling)
        self._dictation = QCheckBox(tr("A speech program may type into reports"))
        self._dictation.setChecked(value.dictation)
        self._connection = QPushButton(tr("Connection …"))
        self._connection.setAutoDefault(False)
        self._connection.clicked.connect(lambda: DictationDialog(self._services, self).exec())
        self._add(form, tr("Dictation"), "dictation", self._dictation, self._connection)
        self._add(form, tr("On leaving an unfinished exam"), "leaving", self._leaving)

    def _add_images(self, form: QFormLayout) -> None:
        value = self._services.settings.value
        self._interpolation = QComboBox()
        for name, words in INTERPOLATIONS.items():
            self._interpolation.addItem(tr(words), name)
        self._interpolation.setCurrentIndex(max(0, self._interpolation.findData(value.interpolation)))
        self._add(form, tr("Enlarged images"), "interpolation", self._interpolation)
        self._hanging = QCheckBox(tr("Exams open by hanging protocols"))
        self._hanging.setChecked(value.hanging)
        self._add(form, tr("Hanging"), "hanging", self._hanging)
        self._autoplay = QCheckBox(tr("Play by themselves (ultrasound, angiography and the like)"))
        self._autoplay.setChecked(value.autoplay)
        self._add(form, tr("Loops"), "autoplay", self._autoplay)
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
        self._add(form, tr("Memory for images, at most"), "memory_bytes", self._memory, _secondary(of))
        self._add(form, tr("Image cache on disk, at most"), "cache_bytes", self._cache, self._used, self._clear)
        self._add(form, tr("Delete what was not used for"), "cache_days", self._days)
        self._add(form, tr("Next exams"), "prefetch", self._prefetch)

    def _add_hub(self, form: QFormLayout) -> None:
        """What is chosen elsewhere (the hub at the sign-in), or by administrators alone; and the log."""
        value = self._services.settings.value
        names = tr(", ").join(authority.path.name for authority in value.trusted_cas)
        closed = self._services.settings.policy.closed
        token, stamps = value.signing_token, value.time_stamps
        self._log = QComboBox()
        for level, words in LEVELS.items():
            self._log.addItem(tr(words), level)
        self._log.setCurrentIndex(max(0, self._log.findData(value.log_level)))
        for name, title, text, none in (
            ("hub_url", tr("Hub"), self._hub or value.hub_url, tr("none yet")),
            ("trusted_cas", tr("Trusted certificate authorities"), names, tr("those of the system")),
            ("update_source", tr("Updates from"), value.update_source, tr("nowhere")),
            ("signing_token", tr("Signing with"), token.library if token else "", tr("the hub's certificates")),
            ("revocation_lists", tr("Revocation lists"), tr(", ").join(value.revocation_lists), tr("none")),
            ("time_stamps", tr("Time stamps from"), stamps.url if stamps else "", tr("nowhere")),
            ("phrase_file", tr("Phrases of the department"), value.phrase_file, tr("none")),
        ):
            self._add(form, title, name, ElidedLabel(tr("closed, see below") if name in closed else text or none))
        self._add(form, tr("Log"), "log_level", self._log)

    def _add(self, form: QFormLayout, title: str, name: str, field: QWidget, *others: QWidget) -> None:
        """A row: the field, and at its end who chose its value. What is locked can't be changed, and says why."""
        settings = self._services.settings
        origin = settings.origin(name)
        row = QHBoxLayout()
        row.setSpacing(12)
        field.setMinimumHeight(field.sizeHint().height())
        if isinstance(field, QComboBox | QSpinBox):
            field.setAccessibleName(title)
        if isinstance(field, QSpinBox):
            self._kept_wide.append((field, scaled(110)))
        row.addWidget(field, 0 if isinstance(field, QSpinBox) else 1)
        for other in others:
            row.addWidget(other)
            self._kept_wide.append((other, 0))
        if isinstance(field, QSpinBox):
            row.addStretch(1)
        told = Label(tr(ORIGINS[origin]))
        told.setProperty("role", "small")
        told.setFixedWidth(self._origins_width)
        row.addWidget(told)
        if origin is Origin.LOCKED:
            why = tr("Locked by the hospital in {file}.", file=settings.policy.path)
            field.setEnabled(isinstance(field, QLabel))
            for widget in (field, told):
                widget.setToolTip(plain_tip(why))
        form.addRow(title, row)

    def _policy_note(self) -> QLabel:
        policy = self._services.settings.policy
        text = tr("The hospital sets and locks values in {file}.", file=policy.path)
        if policy.faults:
            text = tr("The hospital's file {file} has mistakes:", file=policy.path)
        told = [fault.words for fault in policy.faults[:_MOST_FAULTS]]
        note = Label("\n".join((text, *told)), wordWrap=True, visible=policy.there)
        note.setProperty("role", "small")
        return note

    def _choose_keys(self) -> None:
        """Brought into use with the other settings."""
        dialog = KeysDialog(self._services.settings, self, self._key_choice)
        if dialog.exec():
            self._key_choice = dialog.choice
            self._keys.setText(tr("Changed …"))
            self._keys.setToolTip(tr("“Apply” brings it into use."))
            self._fit()

    def accept(self) -> None:
        super().accept()
        value = self._services.settings.value
        memory, cache = self._memory.value() * GB, self._cache.value() * GB
        self._services.settings.update(
            language=self._language.currentData(),
            theme=self._theme.currentData(),
            drag_down_brighter=self._brighter.isChecked(),
            interpolation=self._interpolation.currentData(),
            offer_names=self._names.isChecked(),
            spelling=self._spelling.isChecked(),
            dictation=self._dictation.isChecked(),
            hanging=self._hanging.isChecked(),
            autoplay=self._autoplay.isChecked(),
            text_scale=self._scale.value() / 100,
            cache_bytes=cache if cache != round(value.cache_bytes / GB) * GB else value.cache_bytes,
            cache_days=self._days.value(),
            prefetch=self._prefetch.isChecked(),
            leaving=self._leaving.currentData(),
            memory_bytes=memory if memory != round(value.memory_bytes / GB) * GB else value.memory_bytes,
            log_level=self._log.currentData(),
            **(self._key_choice.settings() if self._key_choice is not None else {}),
        )

    # the cache --------------------------------------------------------------------------------------------

    def _open_cache(self) -> ImageCache:
        value = self._services.settings.value
        return ImageCache(self._services.profile.cache, self._services.secrets, value.cache_bytes, value.cache_days)

    def _measure(self) -> None:
        self._services.tasks.query(
            lambda _: self._open_cache().size, self._show_used, failed=lambda _: self._show_used(None)
        )

    def _fit(self) -> None:
        """As wide as its rows are now: their fonts are known when it is shown, what the cache holds later still."""
        for widget, least in self._kept_wide:
            widget.setMinimumWidth(max(least, widget.sizeHint().width()))
        self._form.invalidate()
        self._form.activate()  # the rows within it keep what they found until then
        scrolls = self._area.verticalScrollBar().sizeHint().width()
        self._area.setMinimumWidth(self._content.sizeHint().width() + scrolls)
        fit_screen(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._fit()

    def _show_used(self, size: int | None) -> None:
        if isValid(self):
            self._used.setText("" if size is None else tr("{size} used", size=size_text(size)))
            self._clear.setEnabled(bool(size))
            self._fit()

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


def _secondary(text: str) -> QLabel:
    label = Label(text)
    label.setProperty("role", "secondary")
    return label


def _spin(low: int, high: int, value: int, suffix: str) -> QSpinBox:
    box = QSpinBox(minimum=low, maximum=high, suffix=suffix)
    box.setValue(value)
    return box
