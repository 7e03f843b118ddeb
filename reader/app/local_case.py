"""The case of an exam from a disc, a folder or files: looked at and measured in, never reported. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reader.app.access import AccessEvent, Barrier, ReadOnly
from reader.app.case import Case
from reader.core.text import tr
from reader.study.model import Study


@dataclass
class LocalCase(Case):
    """No hub knows of it: there is no task, no claim and no report, and nothing lets anyone write in it."""

    def begin(self, study: Study, where: str) -> None:
        """study: as the disc lists it; where: what the disc or folder is called. Once."""
        self._move(AccessEvent.REFUSE)
        self.read_only_because = ReadOnly(Barrier.LOCAL, (("where", where),))
        self._expect(replace(study, series=()))
        self.study.set_may_decide(True)  # no report rests on it

    @property
    def origin(self) -> str:
        return tr("not from the worklist")

    @property
    def no_report(self) -> str:
        return tr("This exam is not from the worklist.\nNothing that is measured here is kept.")
