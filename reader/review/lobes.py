"""The lobes of the lungs, wherever they are said: of a finding, in its sentence, in the impression.

Only contradictions are told, and only within one lung: which lung it is, is a matter of sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.core.text import mark, tr
from reader.findings.model import Finding
from reader.findings.service import counts_for_report
from reader.report.model import FINDINGS, IMPRESSION, Report, Statement
from reader.review import words
from reader.review.sides import shortened

Lobe = tuple[str, str]
"""Side and place: ("R", "upper")."""

_SIDES = {"right": words.RIGHT, "left": words.LEFT, "右": words.RIGHT, "左": words.LEFT,
          "r": words.RIGHT, "l": words.LEFT}  # fmt: skip
_PLACES = {"upper": "upper", "middle": "middle", "lower": "lower", "上": "upper", "中": "middle", "下": "lower",
           "u": "upper", "m": "middle", "l": "lower"}  # fmt: skip
_SAID = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<side>right|left)\s+(?P<place>upper|middle|lower)\s+lobes?\b",
        r"\b(?P<place>upper|middle|lower)\s+lobes?\s+of\s+(?:the\s+)?(?P<side>right|left)\s+lung\b",
        r"\b(?P<side>[RL])(?P<place>[UML])L\b",
        r"(?P<side>[左右])肺?(?P<place>[上中下])(?:肺叶|[叶肺])",
    )
)
_SEGMENT = re.compile(r"段|\bsegments?\b|\blingular?\b", re.IGNORECASE)
_NAMES = {
    ("R", "upper"): mark("Right upper lobe"), ("R", "middle"): mark("Right middle lobe"),
    ("R", "lower"): mark("Right lower lobe"), ("L", "upper"): mark("Left upper lobe"),
    ("L", "lower"): mark("Left lower lobe"),
}  # fmt: skip


def lobes(text: str) -> frozenset[Lobe]:
    """Those that a text names with their side; there is no left middle lobe."""
    found = {
        (_SIDES[match["side"].lower()], _PLACES[match["place"].lower()])
        for pattern in _SAID for match in pattern.finditer(text)
    }  # fmt: skip
    return frozenset(found & _NAMES.keys())


def contradictions_of_lobe(report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    """In the user's words."""
    sites = {f.tracking_uid: lobes(f.site.meaning) for f in findings if f.site is not None and counts_for_report(f)}
    written = [section for section in report.sections if not section.locked]
    for section in written:
        for statement in section.statements:
            if _other(lobes(statement.text), _of(statement, sites)):
                yield tr("“{text}”: another lobe than that of the linked finding.", text=shortened(statement.text))
    told, concluded = (
        lobes(words.affirmed("\n".join(section.text for section in written if section.heading == heading)))
        for heading in (FINDINGS, IMPRESSION)
    )
    if _in_segments(report):
        return
    before = told.union(*sites.values())
    for lobe in sorted(_other(concluded, before)):
        yield tr("{lobe}: in the impression, but neither in the findings nor in the list.", lobe=tr(_NAMES[lobe]))


def _in_segments(report: Report) -> bool:
    """Whether the findings speak of a segment without its lobe: which one that is nobody tells here."""
    text = "\n".join(section.text for section in report.sections if section.heading == FINDINGS)
    return any(_SEGMENT.search(clause) and not lobes(clause) for clause in words.clauses(text))


def _of(statement: Statement, sites: dict[str, frozenset[Lobe]]) -> frozenset[Lobe]:
    return frozenset[Lobe]().union(*(sites.get(uid, frozenset()) for uid in statement.finding_uids))


def _other(said: frozenset[Lobe], known: frozenset[Lobe]) -> frozenset[Lobe]:
    """What is said of a lung of which only other lobes are known."""
    return frozenset(
        lobe for lobe in said
        if (of_lung := {one for one in known if one[0] == lobe[0]}) and not of_lung & said
    )  # fmt: skip
