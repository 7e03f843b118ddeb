"""The sentences of a draft that no longer fit their findings, one after the other, and what is decided on each."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from reader.core.qt.actions import key_text
from reader.core.qt.alive import while_alive
from reader.core.text import tr
from reader.findings.model import Finding, FindingsModel
from reader.report.commands import written_about
from reader.report.linking import Loose, Number, Trouble, confirmed, loose, own_words, renewed, replaced
from reader.report.model import DraftModel, Statement
from reader.report.ui.tie_banner import TieBanner


class TieCheck(QObject):
    """Counts them, shows the first in its banner and changes the draft as a person decides. Main thread.

    `place_asked(section, line, tracking UID)`: where the keyboard belongs now. `told(text, hint)`: what was done to
    text that nobody can tell from the doctor's own; `back`: it is undone.
    """

    place_asked = Signal(int, int, str)
    told = Signal(str, str)
    back = Signal()

    def __init__(self, draft: DraftModel, findings: FindingsModel, number: Number, parent: QObject) -> None:
        super().__init__(parent)
        self._draft, self._findings, self._number = draft, findings, number
        self._loose: list[Loose] = []
        self._at, self._visited = 0, False
        self._removed = ""
        draft.changed.connect(self._look_for_removed)
        self.banner = TieBanner()
        self.banner.show_asked.connect(self.next)
        self.banner.renew_asked.connect(self.renew)
        self.banner.keep_asked.connect(self.keep)
        self.banner.remove_asked.connect(self.remove)

    @property
    def pending(self) -> bool:
        return bool(self._loose) and not self._draft.read_only

    def count(self) -> None:
        """Look again: the draft or the findings have changed."""
        report = self._draft.report
        found = loose(report, self._known(), self._findings.resting)
        every = (tie for tie in found if not report.sections[tie.section].locked)
        self._loose = [tie for tie in every if tie.trouble is not Trouble.GONE or self._findings.loaded]
        self._at, self._visited = 0, False
        self.show()

    def show(self) -> None:
        first = self._loose[self._at] if self._loose else None
        finding = self._findings.get(first.finding_uid) if first is not None else None
        self.banner.show_loose(
            first, finding, len(self._loose),
            read_only=self._draft.read_only,
            renewable=first is not None and self._renewed(first) is not None,
        )  # fmt: skip

    def next(self) -> None:
        """Go to the next sentence whose finding was changed, rejected, reopened or removed."""
        if not self._loose:
            return
        self._at = (self._at + 1) % len(self._loose) if self._visited else 0
        self.show()
        found = self._loose[self._at]
        self.place_asked.emit(found.section, found.line, found.finding_uid)
        self._visited = True

    def renew(self) -> None:
        """Write the generated words again from the finding, a person's own stay; one step to undo."""
        found = self._first()
        fresh = self._renewed(found) if found is not None else None
        if found is not None and fresh is not None:
            self._put(found, fresh)

    def keep(self) -> None:
        """The sentence is right as it is: a person says so; not of one that rests on images nobody can look at."""
        if (found := self._first()) is not None and found.trouble is not Trouble.WITHHELD:
            self._put(found, confirmed(found.statement, self._known()))

    def remove(self) -> None:
        """Take out what was generated from the finding; where that can't be told, the line, and say so. A person's
        own words stay, which is told too: they may have been about what is gone."""
        found = self._first()
        if found is None:
            return
        rest = own_words(self._draft.report, found.statement, found.finding_uid)
        own = " ".join(rest.text.split()) if rest is not None else ""
        self._put(found, rest if own else None)
        line = " ".join(found.statement.text.split())
        if rest is None:
            key = key_text(written_about("undo"))
            how = tr("{key} in the report brings it back.", key=key) if key else ""
            self._removed = line
            self.told.emit(tr("Removed: “{text}”", text=line), how)
        elif own:
            self._removed = line
            self.told.emit(tr("Your own words stay: “{text}”", text=own), tr("Check that they still hold."))

    @while_alive
    def _look_for_removed(self, _: object = None) -> None:
        texts = (section.text for section in self._draft.report.sections) if self._removed else ()
        if any(self._removed in " ".join(text.split()) for text in texts):
            self._removed = ""
            self.back.emit()

    def _first(self) -> Loose | None:
        return self._loose[self._at] if self.pending else None

    def _renewed(self, found: Loose) -> Statement | None:
        finding = self._findings.get(found.finding_uid)
        if finding is None or found.trouble is not Trouble.STALE:
            return None
        return renewed(found.statement, finding, self._draft.report.language, self._number)

    def _put(self, found: Loose, said: Statement | None) -> None:
        self._draft.set_report(replaced(self._draft.report, found.section, found.line, said))
        self.place_asked.emit(found.section, found.line, "")

    def _known(self) -> dict[str, Finding]:
        return {finding.tracking_uid: finding for finding in self._findings.findings}
