"""What runs here: version, libraries, where things are kept, who is signed in."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from reader import __version__
from reader.app.workplace import Workplace
from reader.core.text import tr

_LIBRARIES = ("PySide6_Essentials", "vtk", "pydicom", "highdicom", "imagecodecs", "SimpleITK", "numpy")


class AboutDialog(QDialog):
    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About reader"))
        self.setMinimumWidth(520)
        title = QLabel(f"reader {__version__}")
        title.setProperty("role", "title")
        note = QLabel(tr("The reading workstation of a regional centre. Apache-2.0. Not a medical device."))
        note.setProperty("role", "secondary")
        note.setWordWrap(True)
        key = place.key
        certificate = f"{key.name} ({key.not_after:%Y-%m-%d})" if key else place.no_key or tr("none yet")
        facts = {
            tr("User"): f"{place.session.user.name.display} · {place.session.user.organisation}",
            tr("Hub"): f"{place.session.hub.name} · {place.session.hub.url}",
            tr("Certificate"): certificate,
            tr("Keeps its files in"): str(place.services.profile.root),
            tr("Keys and tokens in"): place.services.secrets.kept_in,
            tr("Runs on"): f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
            tr("Libraries"): ", ".join(filter(None, map(_library, _LIBRARIES))),
        }
        form = QFormLayout()
        for name, fact in facts.items():
            label = QLabel(fact, wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(name, label)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        for item in (title, note):
            layout.addWidget(item)
        layout.addLayout(form)
        layout.addWidget(buttons)


def _library(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return ""
