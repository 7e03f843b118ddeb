"""What the text of a report says against its own findings or against its order, and what it was meant to say.

Each rule would rather be silent than wrong: a question that comes every time is answered unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from reader.core.text import tr
from reader.dicom.ups.workitem import Workitem
from reader.findings.model import Finding
from reader.findings.service import counts_for_report, is_described, size_text, title
from reader.report.categories import load_tables
from reader.report.model import COMPARISON, FINDINGS, IMPRESSION, TECHNIQUE, Report, Section, Statement
from reader.review import comparisons, denials, words
from reader.review.blanks import has_blank
from reader.review.contrast import Phase, phases
from reader.review.denials import Clause, Says
from reader.review.places import speaks_of_where
from reader.review.priors import Prior, without_untrue
from reader.review.sides import shortened, side_of


def unlike_findings(denied: Sequence[tuple[str, Finding]]) -> Iterator[str]:
    """In the user's words. denied: as `denied_findings` has them."""
    for written, finding in denied:
        yield tr("“{text}”, but {finding} is in the list.", text=shortened(written), finding=title(finding))


def denied_findings(report: Report, findings: Sequence[Finding]) -> Iterator[tuple[str, Finding]]:
    """What the text says is not there though an accepted finding shows it; where it lies, or anywhere. If the
    text says elsewhere that it is there, only where it names the place."""
    text = "\n".join(s.text for s in _written(report) if s.heading in (FINDINGS, IMPRESSION))
    clauses = list(denials.clauses(text))

    @cache
    def told(seen: frozenset[str]) -> tuple[bool, list[Clause]]:
        """Whether the text says anywhere that one of these is there, and the clauses in which it is denied."""
        said = [(clause, {denials.says(clause, thing) for thing in seen}) for clause in clauses]
        denied = [clause for clause, one in said if one == {Says.NOT_THERE}]
        return any(Says.THERE in one for _, one in said), denied

    for finding in findings:
        seen = frozenset(words.seen_in(finding.finding.meaning))
        if not counts_for_report(finding) or not seen:
            continue
        there, denied = told(seen)
        thing, site = min(seen), finding.site.meaning if finding.site is not None else ""
        where, side = f"{finding.finding.meaning} {site}", side_of(finding)
        against = [one.written for one in denied if speaks_of_where(one, thing, where, side, named=there)]
        yield from ((written, finding) for written in dict.fromkeys(against))


def only_in_a_category(report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    """Findings of which the report has nothing but the sentence of a category: neither what it is nor its size."""
    sentences = frozenset[str]().union(*(table.sentences() for table in load_tables()))
    text = "\n".join(section.text for section in report.sections)
    about: dict[str, list[Statement]] = {}
    for said in (statement for part in report.sections for statement in part.statements):
        for uid in said.finding_uids:
            about.setdefault(uid, []).append(said)
    for finding in findings:
        linked = about.get(finding.tracking_uid)
        size = size_text(finding)
        if not linked or not is_described(finding) or (size and size in text):
            continue
        if all(statement.text.strip() in sentences for statement in linked):
            yield tr("Only a category is written of {finding}; the finding itself is not described.",
                     finding=title(finding))  # fmt: skip


def unlike_order(report: Report, order: Workitem | None, priors: Sequence[Prior] = ()) -> Iterator[str]:
    """With or without contrast, and a comparison that the order asks for; that there is nothing to compare with is
    no answer where earlier exams are known."""
    if order is None:
        return
    technique = "\n".join(section.text for section in _written(report) if section.heading == TECHNIQUE)
    ordered, done = phases(order.procedure), phases(technique)
    if ordered == {Phase.ENHANCED} and done == {Phase.PLAIN}:
        yield tr("The order is with contrast, the technique without.")
    elif ordered == {Phase.PLAIN} and Phase.ENHANCED in done:
        yield tr("The order is without contrast, the technique with.")
    compares = [section for section in _written(report) if section.heading == COMPARISON]
    if not compares or any(without_untrue(section.text, priors, alone=True).strip() for section in compares):
        return
    text = without_untrue("\n".join(section.text for section in _written(report)), priors)
    if comparisons.asked_for(order.comment) and not comparisons.spoken_of(text):
        yield tr("The order asks for a comparison; the report speaks of none.")


def gaps(report: Report) -> Iterator[str]:
    """Places that were to be filled in."""
    for section in _written(report):
        for statement in section.statements:
            if has_blank(statement.text):
                yield tr("“{text}” has a place that is not filled in.", text=shortened(statement.text))


def _written(report: Report) -> list[Section]:
    return [section for section in report.sections if not section.locked]
