"""Keeps a draft in step with its findings, whoever changes them: panel, key, undo, a reviewer. Main thread."""

from __future__ import annotations

from reader.findings.model import Finding, FindingsModel
from reader.report.linking import Number, followed, settled
from reader.report.model import DraftModel


class Following:
    """From its making until `stop`. number: what an image is called, for "image 116" in a sentence."""

    def __init__(self, draft: DraftModel, findings: FindingsModel, number: Number) -> None:
        self._draft, self._findings, self._number = draft, findings, number
        self._before = self._now()
        findings.changed.connect(self._changed)
        draft.read_only_changed.connect(self._settle)

    def stop(self) -> None:
        self._findings.changed.disconnect(self._changed)
        self._draft.read_only_changed.disconnect(self._settle)

    def _now(self) -> dict[str, Finding]:
        return {finding.tracking_uid: finding for finding in self._findings.findings}

    def _changed(self) -> None:
        self._settle()  # what a sentence was written from, before it follows: a step back has to know it
        before, self._before = self._before, self._now()
        if not self._draft.read_only:
            report = followed(self._draft.report, before, self._before, self._number)
            self._draft.set_report(settled(report, self._before, self._number))

    def _settle(self, _: bool = False) -> None:
        if not self._draft.read_only:
            self._draft.set_report(settled(self._draft.report, self._before, self._number))
