"""The sign-in window: hub, name, password."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.app.presenter import Level, Message
from reader.app.ui.message_banner import MessageBanner
from reader.core.errors import ReaderError
from reader.core.qt.fitting import fit_screen
from reader.core.qt.plain import Label, plain_tip
from reader.core.settings import Settings
from reader.core.text import tr
from reader.terms.languages import known

_NOTHING: Mapping[str, str] = {}


class SignInWindow(QWidget):
    """Asks who is there. `sign_in_requested(hub, user, password)`; `language_chosen(code)`.

    notice: what stands above the form, for instance which users the demo has. fixed: settings that can't be chosen
    here, each with the reason to show, "" for none. blocked: why nobody can sign in.
    """

    sign_in_requested = Signal(str, str, str)
    language_chosen = Signal(str)

    def __init__(
        self,
        settings: Settings,
        hub_url: str,
        language: str,
        notice: str = "",
        *,
        fixed: Mapping[str, str] = _NOTHING,
        blocked: ReaderError | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(tr("reader – sign in"))
        self.setMinimumWidth(440)
        title = Label(tr("Sign in"))
        title.setProperty("role", "title")
        self._language = QComboBox()
        for entry in known():
            self._language.addItem(entry.name, entry.locale)
        self._language.setCurrentIndex(max(0, self._language.findData(language)))
        self._language.setAccessibleName(tr("Language"))
        self._language.setEnabled("language" not in fixed)
        self._language.setToolTip(plain_tip(fixed.get("language", "")))
        self._language.activated.connect(lambda: self.language_chosen.emit(self._language.currentData()))
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._language)

        self._hub = QLineEdit(hub_url or settings.hub_url, placeholderText="https://hub.example")
        self._hub.setReadOnly("hub_url" in fixed)
        self._user = QLineEdit(settings.user)
        self._password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(8)
        form.addRow(tr("Hub"), self._hub)
        if fixed.get("hub_url"):
            why = Label(fixed["hub_url"], wordWrap=True)
            why.setProperty("role", "small")
            form.addRow("", why)
        form.addRow(tr("User name"), self._user)
        form.addRow(tr("Password"), self._password)
        self._banner = MessageBanner(self)
        self._button = QPushButton(tr("Sign in"))
        self._button.setProperty("role", "primary")
        self._button.clicked.connect(self._submit)
        for field in (self._hub, self._user, self._password):
            field.returnPressed.connect(self._submit)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addLayout(head)
        if notice:
            hint = Label(notice, wordWrap=True)
            hint.setProperty("role", "secondary")
            layout.addWidget(hint)
        layout.addLayout(form)
        layout.addWidget(self._banner)
        layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignRight)
        layout.addStretch()
        (self._password if self._user.text() else self._user).setFocus()
        self._blocked = blocked is not None
        if blocked is not None:
            self.refuse(blocked)

    def refuse(self, error: ReaderError) -> None:
        """Say why it failed; the name stays, the password is asked for again."""
        self.set_busy(False)
        self._banner.show_message(Message(error.user_message, error.hint, error.safe, Level.ERROR))
        fit_screen(self)
        self._password.selectAll()
        self._password.setFocus()

    def set_busy(self, busy: bool) -> None:
        self._button.setText(tr("Signing in …") if busy else tr("Sign in"))
        for widget in (self._button, self._hub, self._user, self._password):
            widget.setEnabled(not busy and not self._blocked)

    def _submit(self) -> None:
        hub, user, password = self._hub.text().strip(), self._user.text().strip(), self._password.text()
        for field, text in ((self._hub, hub), (self._user, user), (self._password, password)):
            if not text:
                field.setFocus()
                return
        self._banner.hide()
        self.set_busy(True)
        self.sign_in_requested.emit(hub, user, password)
