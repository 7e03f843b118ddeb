"""The key images of a signed report as pictures for its outputs, opened where no screen has them. Main thread.

What a person has accepted or made is drawn in them, nothing that an algorithm proposes.
"""

from __future__ import annotations

from collections.abc import Callable

from psygnal import Signal
from PySide6.QtCore import QBuffer, QIODevice, QTimer

from reader.app.case import Case
from reader.app.ui.print_sources import Choice, KeyImages
from reader.core.settings import SettingsModel
from reader.delivery.outputs.content import KeyReference, Picture, ReportPage
from reader.dicom.values import Code
from reader.findings.model import FindingsModel, KeyImage, Observer, Source
from reader.findings.service import counts_for_report
from reader.views.ui.on_paper import drawn, lie
from reader.views.ui.scenes import Scenes

_WIDTH_MM, _HEIGHT_MM, _DPI = 88.0, 72.0, 200.0
_FOR_REFERENCE = Code("113000", "DCM", "Of Interest")
_LONGEST_MS = 30_000


class ReportPictures:
    """changed: more of them are there, or none will come any more."""

    changed = Signal()

    def __init__(self, case: Case, settings: SettingsModel, scenes: Scenes, page: ReportPage) -> None:
        self._references = page.key_images
        keys = [KeyImage(one.image, _FOR_REFERENCE, "", Source(Observer.PERSON, "")) for one in self._references]
        self._keys = KeyImages(case, settings, scenes, keys)
        reported = tuple(finding for finding in case.findings.findings if counts_for_report(finding))
        self._keys.show_only(FindingsModel(reported))
        self._then: Callable[[list[Picture]], None] | None = None
        self._keys.changed.connect(self._look)
        self._late = QTimer(singleShot=True, interval=_LONGEST_MS)
        self._late.timeout.connect(self._look)
        self._late.start()
        self._keys.ask_for(self._keys.choices)

    @property
    def waiting(self) -> int:
        """How many have still to come. None after half a minute: a report is not held up by an archive that does
        not answer; what is missing is named in it."""
        return self._keys.on_the_way(self._keys.choices) if self._late.isActive() else 0

    def made(self) -> list[Picture]:
        """Those that are there."""
        pairs = zip(self._references, self._keys.choices, strict=True)
        return [picture for one, choice in pairs if (picture := self._made(one, choice)) is not None]

    def once_there(self, then: Callable[[list[Picture]], None]) -> None:
        """Calls once none is waited for, maybe at once, and is closed before that."""
        self._then = then
        self._look()

    def _look(self) -> None:
        self.changed.emit()
        if self._then is not None and not self.waiting:
            then, self._then = self._then, None
            made = self.made()
            self.close()
            then(made)

    def close(self) -> None:
        self._then = None
        self._late.stop()
        self._keys.close()

    def _made(self, reference: KeyReference, choice: Choice) -> Picture | None:
        if not (subjects := self._keys.subjects([choice])) or self._keys.on_the_way([choice]):
            return None
        subject = subjects[0]
        lies = lie(subject, _WIDTH_MM, _HEIGHT_MM, true_size=False)
        image = drawn(subject, lies, _WIDTH_MM, _HEIGHT_MM, _DPI, named=False)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return Picture(reference, bytes(buffer.data().data()))
