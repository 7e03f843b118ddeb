"""What stands beside a line of the report: whose finding it is about, and whether it still fits that."""

from __future__ import annotations

from reader.core.text import tr
from reader.findings.model import FindingsModel
from reader.report.linking import Trouble, ties, trouble_with
from reader.report.model import Statement
from reader.report.ui.marks import LineState, Mark
from reader.report.ui.tie_banner import TEXTS


def line_state(findings: FindingsModel, said: Statement) -> LineState:
    """Main thread."""
    linked = [finding for uid in said.finding_uids if (finding := findings.get(uid)) is not None]
    known = {finding.tracking_uid: finding for finding in linked}
    resting = {finding.tracking_uid for finding in linked if findings.rests_on(finding)}
    found = (trouble_with(fact, known.get(uid), withheld=uid in resting) for uid, fact in ties(said))
    wrong = [trouble for trouble in found if trouble is not None]
    if Trouble.GONE in wrong and not findings.loaded:
        return LineState(Mark.AI if said.algorithms else Mark.HUMAN, tr("Its finding is still loading"))
    if wrong:
        stale = all(trouble is Trouble.STALE for trouble in wrong)
        return LineState(Mark.STALE if stale else Mark.ORPHAN, tr(TEXTS[wrong[0]]))
    if said.algorithms or any(finding.is_ai for finding in linked):
        names = said.algorithms or tuple(finding.source.name for finding in linked if finding.is_ai)
        return LineState(Mark.AI, tr("Proposed by {name}, accepted by a person", name=tr(", ").join(names)))
    human = tr("A doctor's finding; click to see it")
    return LineState(Mark.HUMAN, human) if said.finding_uids else LineState()
