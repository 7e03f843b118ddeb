"""Asks for the PIN of the token that a report is signed with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reader.core.qt.buttons import accept_or_cancel
from reader.core.qt.fitting import FittedDialog
from reader.core.qt.icons import picture
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import counted, tr


class PinDialog(FittedDialog):
    """label: of the token. why: what became of the PIN before. last: whether another wrong PIN locks the token,
    None where it may. minutes: for how long it is not asked again."""

    def __init__(
        self, label: str, *, why: str = "", last: bool | None = False, minutes: int = 0,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("PIN of the token"))
        self.setMinimumWidth(scaled(400, 2.0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(Label(tr("Enter the PIN of the token “{label}” to sign.", label=label), wordWrap=True))
        if why:
            layout.addLayout(_row("triangle-alert", "soon", why))
        if last:
            text = tr("This is the last try: another wrong PIN locks the token.")
            layout.addLayout(_row("octagon-alert", "urgent", text))
        elif last is None:
            text = tr("This may be the last try: most tokens lock after three wrong PINs.")
            layout.addLayout(_row("triangle-alert", "soon", text))
        self._field = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("PIN"), self._field)
        layout.addLayout(form)
        if minutes:
            kept = Label(
                counted(
                    "Afterwards the token stays unlocked for {count} minute.",
                    "Afterwards the token stays unlocked for {count} minutes.", minutes,
                ), wordWrap=True,
            )  # fmt: skip
            kept.setProperty("role", "secondary")
            layout.addWidget(kept)
        buttons, self.go = accept_or_cancel(self, tr("Sign"))
        layout.addWidget(buttons)
        self.go.setEnabled(False)
        self._field.textChanged.connect(lambda text: self.go.setEnabled(bool(text)))
        self._field.setFocus()

    def take_pin(self) -> str:
        """What was entered; the field forgets it."""
        pin = self._field.text()
        self._field.clear()
        return pin


def _row(name: str, token: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    label = Label(text, wordWrap=True)
    label.setProperty("role", token)
    row.addWidget(picture(name, token), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return row
