"""What the text of a report says against its own findings or against its order, and what it was meant to say.

Each rule would rather be silent than wrong: a question that comes every time is answered unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.core.text import tr
from reader.dicom.ups.workitem import Workitem
from reader.findings.model import Finding
from reader.findings.service import counts_for_report, title
from reader.report.model import COMPARISON, FINDINGS, IMPRESSION, TECHNIQUE, Report, Section
from reader.review import words
from reader.review.sides import shortened, side_of

# "No other nodules" denies none of those that are known.
_BESIDES = re.compile(
    r"\b(?:other|further|additional|else(?:where)?|new|remaining)\b|其[余他它]|余|另|新发", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"心包|关节|中耳|\bpericardi\w+|\bjoints?\b", re.IGNORECASE)
_GAP = re.compile(
    r"_{2,}|\b[Xx]{2,}\b|[×✕]{2,}|\(\s*\)|（\s*）|\[\s*\]|【\s*】|[?？]{2,}|\b(?:TO-?DO|TBD)\b|待[补填]",
)
_WITHOUT = re.compile(
    r"平扫|\bplain\b|\bnon-?contrast(?:ed)?\b|\bunenhanced\b|\bwithout\s+(?:\w+\s+)?contrast\b|\bno\s+contrast\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"增强|注射造影剂|对比剂|\bcontrast\b|\benhanced\b|\bCE-?MRI?\b", re.IGNORECASE)
_COMPARE = re.compile(
    r"对比|比较|复查|随访|变化|进展|\bcompar\w+|\bprogress\w*|\binterval\b|\bfollow[\s-]?up\b|\bsince\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"对比|比较|较前|前片|原片|旧片|既往|此前|与\S{0,12}相比|\bcompar\w+|\bprior\b|\bprevious\w*|\bunchanged\b|\bstable\b"
    r"|\bsince\b|\binterval\b|\bearlier\b",
    re.IGNORECASE,
)


def unlike_findings(report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    """What the text says is not there, and never that it is, though an accepted finding shows it; where it lies, or
    anywhere."""
    clauses = words.clauses("\n".join(s.text for s in _written(report) if s.heading in (FINDINGS, IMPRESSION)))
    for finding in findings:
        seen = words.seen_in(finding.finding.meaning)
        if not counts_for_report(finding) or not seen:
            continue
        about = [clause for clause in clauses if seen <= words.seen_in(clause)]
        if any(words.affirmed(clause) for clause in about):
            continue
        denied = next((clause for clause in about if _denies(clause, finding)), "")
        if denied:
            yield tr("“{text}”, but {finding} is in the list.", text=shortened(denied), finding=title(finding))


def _denies(clause: str, finding: Finding) -> bool:
    """Whether a clause that says nothing is seen is about where this finding is."""
    site = finding.site.meaning if finding.site is not None else ""
    where = f"{finding.finding.meaning} {site}"
    here, there = words.organs(clause), words.organs(where)
    regions = words.regions(clause)
    side, named = side_of(finding), words.sides(clause)
    if _BESIDES.search(clause) or _ELSEWHERE.search(clause) or (named and side and not named & side):
        return False
    return bool(here & there) if here or regions - {"chest"} else not regions or regions <= words.regions(where)


def unlike_order(report: Report, order: Workitem | None) -> Iterator[str]:
    """With or without contrast, and a comparison that the order asks for."""
    if order is None:
        return
    technique = "\n".join(section.text for section in _written(report) if section.heading == TECHNIQUE)
    ordered, done = _contrast(order.procedure), _contrast(technique)
    if ordered is not None and done is not None and ordered is not done:
        if ordered:
            yield tr("The order is with contrast, the technique without.")
        else:
            yield tr("The order is without contrast, the technique with.")
    compares = [section for section in _written(report) if section.heading == COMPARISON]
    if not compares or any(section.text.strip() for section in compares) or not _COMPARE.search(order.comment):
        return
    if not _COMPARED.search("\n".join(section.text for section in _written(report))):
        yield tr("The order asks for a comparison; the report speaks of none.")


def gaps(report: Report) -> Iterator[str]:
    """Places that were to be filled in."""
    for section in _written(report):
        for statement in section.statements:
            if _GAP.search(statement.text):
                yield tr("“{text}” has a place that is not filled in.", text=shortened(statement.text))


def _contrast(text: str) -> bool | None:
    """None where a text says neither or both: plain and enhanced, one after the other."""
    rest = _WITHOUT.sub(" ", text)
    plain, enhanced = rest != text, bool(_WITH.search(rest))
    return enhanced if plain != enhanced else None


def _written(report: Report) -> list[Section]:
    return [section for section in report.sections if not section.locked]
