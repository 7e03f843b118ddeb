"""How the reports of an exam follow on each other: each names the one before it as its predecessor.

Any thread; every method blocks. Of what is stored here alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Reports(Protocol):
    """The reports that are stored, by study and SOP Instance UID."""

    def predecessors(self, study: str, uid: str) -> Sequence[str]: ...

    def is_signed(self, study: str, uid: str) -> bool: ...

    def signed_reports(self, study: str) -> Sequence[str]: ...


class Lines:
    """Of one study."""

    def __init__(self, documents: Reports, study: str) -> None:
        self._documents, self._study = documents, study

    def before(self, uid: str) -> list[str]:
        """The SOP Instance UIDs of all that a report follows on, the nearest first."""
        found: list[str] = []
        waiting = [uid]
        while waiting:
            new = [one for one in self._documents.predecessors(self._study, waiting.pop(0)) if one not in found]
            found += new
            waiting += new
        return found

    def base_of(self, uid: str) -> str:
        """The signed report that a later one supplements, "" for a report by itself."""
        return next((one for one in self.before(uid) if self._documents.is_signed(self._study, one)), "")

    def is_left_behind(self, uid: str) -> bool:
        """Whether the signed report that this one supplements was supplemented by another since: signed as it
        stands, this one would leave that one out."""
        base = self.base_of(uid)
        others = self._documents.signed_reports(self._study) if base else []
        return any(base in (before := self.before(other)) and uid not in (other, *before) for other in others)
