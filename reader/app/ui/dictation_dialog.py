"""How a speech program connects: the address, and the token that it has to bring."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from reader.app.dictation_request import PATH
from reader.app.dictation_token import new_token, token_of
from reader.app.services import Services
from reader.core.errors import ReaderError
from reader.core.qt.buttons import ButtonRow
from reader.core.qt.fitting import FittedDialog
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import tr

_LOW, _HIGH = 1024, 65535


class DictationDialog(FittedDialog):
    """What is changed here holds at once."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.setModal(True)
        self.setWindowTitle(tr("Dictation"))
        self.setMinimumWidth(scaled(520, 1.6))
        value = services.settings.value
        said = tr("A speech program on this computer sends its text to this address, with the token.")
        self.port = QSpinBox(minimum=_LOW, maximum=_HIGH, value=value.dictation_port)
        self.port.setAccessibleName(tr("Port"))
        self.port.setEnabled(not services.settings.locked("dictation_port"))
        self.address = QLineEdit(readOnly=True)
        self.address.setAccessibleName(tr("Address"))
        self.token = QLineEdit(readOnly=True)
        self.token.setAccessibleName(tr("Token"))
        self._told = Label(wordWrap=True)
        self._told.setProperty("role", "small")
        self.copy = _button(tr("Copy token"))
        self.renew = _button(tr("New token"))
        close = _button(tr("Close"))
        form = QFormLayout()
        form.addRow(tr("Port"), self.port)
        form.addRow(tr("Address"), self.address)
        form.addRow(tr("Token"), self.token)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(Label(said, wordWrap=True))
        layout.addLayout(form)
        layout.addWidget(self._told)
        layout.addWidget(ButtonRow(self.copy, self.renew, None, close))
        self.port.valueChanged.connect(self._show_address)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.token.text()))
        self.renew.clicked.connect(self._renew)
        close.clicked.connect(self.accept)
        self.finished.connect(lambda _: services.settings.update(dictation_port=self.port.value()))
        self._show_address()
        try:
            self.token.setText(token_of(services))
        except ReaderError as error:
            self._told.setText(error.user_message)
        else:
            self._show_since()
        self.copy.setFocus()

    def _show_address(self) -> None:
        self.address.setText(f"http://127.0.0.1:{self.port.value()}{PATH}")

    def _show_since(self) -> None:
        said = tr("Who has the token can type into the open report. A new one shuts out all who have it.")
        self._told.setText(said)

    def _renew(self) -> None:
        try:
            self.token.setText(new_token(self._services))
        except ReaderError as error:
            self._told.setText(error.user_message)
            return
        self._services.settings.update(dictation_since=datetime.now().astimezone().isoformat())
        self._told.setText(tr("The token before does not work any more."))


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
