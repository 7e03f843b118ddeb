"""The lobes of the lungs, wherever they are said: of a finding, in its sentence, the impression, an addendum.

Only contradictions are told, and only within one lung: which lung it is, is a matter of sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reader.core.text import mark, tr
from reader.findings.model import Finding
from reader.findings.service import counts_for_report
from reader.report.model import ADDENDUM, AMENDMENT, FINDINGS, IMPRESSION, Report, Statement
from reader.review import words
from reader.review.denials import affirmed
from reader.review.sides import shortened

Lobe = tuple[str, str]
"""Side and place: ("R", "upper")."""

_BOTH = (words.RIGHT, words.LEFT)
_SIDES = {
    "right": (words.RIGHT,), "left": (words.LEFT,), "both": _BOTH, "bilateral": _BOTH,
    "右": (words.RIGHT,), "左": (words.LEFT,), "两": _BOTH, "双": _BOTH,
}  # fmt: skip
_PLACES = {"upper": "upper", "middle": "middle", "lower": "lower",
           "上": "upper", "中": "middle", "下": "lower"}  # fmt: skip
# Names of lobes one after the other, as "right upper and lower lobes", "右肺上叶及下叶": a place without a side is
# on that of the one before it.
_ENGLISH = (
    r"(?:\b(?P<side>right|left|both|bilateral)\s+)?\b(?P<place>upper|middle|lower)\b(?P<lobe>(?:\s+lobes?\b)?)"
)
_CHINESE = r"(?:(?P<side>[左右两双])侧?肺?)?(?P<place>[上中下])(?P<lobe>(?:肺叶|[叶肺](?![静动]脉))?)"
_ONE = (re.compile(_ENGLISH, re.IGNORECASE), re.compile(_CHINESE))
_AND_EN, _AND_ZH = r"(?:\s*(?:,|/|&|\band\b|\bor\b|\bin\b|\bthe\b)\s*)+", r"\s*[、，,及和与或/]?\s*"


def _unnamed(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


_CHAINS = (
    re.compile(
        rf"{_unnamed(_ENGLISH)}(?:{_AND_EN}{_unnamed(_ENGLISH)})*"
        r"(?P<of>\s+of\s+(?:the\s+)?(?P<lung>right|left|both)\s+lungs?\b|\s+(?P<sides>bilaterally)\b)?",
        re.IGNORECASE,
    ),
    re.compile(rf"[左右两双]侧?肺?[上中下](?:肺叶|[叶肺](?![静动]脉))?(?:{_AND_ZH}{_unnamed(_CHINESE)})*"),
)
_SIDELESS = re.compile(r"(?P<zh>[上中下])叶|\b(?P<en>upper|middle|lower)\s+lobes?\b", re.IGNORECASE)
_ALL_OVER = re.compile(
    r"弥漫|多发|散在|多叶|\b(?:diffuse\w*|multiple|scattered|multifocal|multilobar|widespread"
    r"|throughout)\b", re.IGNORECASE
)
_IN_LUNG = re.compile(r"肺|结节|影|\blungs?\b|\bpulmonary\b|\bnodul\w+|\bopacit\w+|\binfiltrat\w+", re.IGNORECASE)
_TAKEN_OUT = re.compile(
    r"切除|术后|\b(?:status\s+post|s/p|post-?op\w*|post-?surg\w*|lobectomy|resect\w+|\w+ectomy)\b", re.IGNORECASE
)
_SEGMENT = re.compile(r"段|\bsegments?\b|\blingular?\b", re.IGNORECASE)
_NAMES = {
    ("R", "upper"): mark("Right upper lobe"), ("R", "middle"): mark("Right middle lobe"),
    ("R", "lower"): mark("Right lower lobe"), ("L", "upper"): mark("Left upper lobe"),
    ("L", "lower"): mark("Left lower lobe"),
}  # fmt: skip


@lru_cache(maxsize=4000)
def lobes(text: str) -> frozenset[Lobe]:
    """Those that a text names with their side; there is no left middle lobe."""
    found: set[Lobe] = set()
    for chain, one in zip(_CHAINS, _ONE, strict=True):
        for match in chain.finditer(words.in_full(text)):
            found |= _of_chain(match, one)
    return frozenset(found & _NAMES.keys())


def _of_chain(chain: re.Match[str], one: re.Pattern[str]) -> set[Lobe]:
    """A place counts where "lobe" follows, of itself or of one after it; the side of the chain may follow it."""
    found: set[Lobe] = set()
    told = chain.groupdict()
    at: tuple[str, ...] = _SIDES[told["lung"].lower()] if told.get("lung") else _BOTH if told.get("sides") else ()
    waiting: set[Lobe] = set()
    for match in one.finditer(chain.group()):
        named = match.groupdict()
        side, place = named["side"], named["place"]
        at = _SIDES[side.lower()] if side else at
        both = _BOTH if not at and (named["lobe"] or "").endswith("lobes") else at
        waiting |= {(lung, _PLACES[place.lower()]) for lung in both}
        if named["lobe"]:
            found, waiting = found | waiting, set()
    return found


def contradictions_of_lobe(report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    """In the user's words."""
    sites = {f.tracking_uid: lobes(f.site.meaning) for f in findings if f.site is not None and counts_for_report(f)}
    written = [section for section in report.sections if not section.locked]
    for section in written:
        for statement in section.statements:
            if _other(_left_in(statement.text), _of(statement, sites), lobes(statement.text)):
                yield tr("“{text}”: another lobe than that of the linked finding.", text=shortened(statement.text))
    told, concluded = (
        "\n".join(section.text for section in written if section.heading == heading)
        for heading in (FINDINGS, IMPRESSION)
    )
    for lobe in _named_anew(told, concluded, frozenset[Lobe]().union(*sites.values())):
        yield tr("{lobe}: in the impression, but neither in the findings nor in the list.", lobe=tr(_NAMES[lobe]))
    own = [section for section in written if section.heading == ADDENDUM]
    rest = (section.text for section in report.sections if section not in own and section.heading != AMENDMENT)
    for lobe in _named_anew("\n".join(rest), "\n".join(section.text for section in own), frozenset()):
        yield tr("{lobe}: in the addendum, but not in the rest of the report.", lobe=tr(_NAMES[lobe]))


def _named_anew(told: str, added: str, listed: frozenset[Lobe]) -> list[Lobe]:
    """The lobes that one text says anything of and another one does not, nor the list."""
    there, said = affirmed(told), affirmed(added)
    if _in_segments(told) or _all_over(there):
        return []
    sideless = _places_without_side(there)
    others = _other(_left_in(said), lobes(there) | listed, lobes(said))
    return [lobe for lobe in sorted(others) if lobe[1] not in sideless]


def _left_in(text: str) -> frozenset[Lobe]:
    """The lobes of a text without the clauses that say what was taken out."""
    return lobes(words.without(text, lambda clause: bool(_TAKEN_OUT.search(clause))))


def _places_without_side(text: str) -> frozenset[str]:
    """ "上叶结节，下叶索条": which lung that is, is told by what stands around it."""
    text = words.in_full(text)
    for chain, one in zip(_CHAINS, _ONE, strict=True):
        for named in [match.group() for match in chain.finditer(text) if _of_chain(match, one)]:
            text = text.replace(named, " ")
    return frozenset(_PLACES[(match["zh"] or match["en"]).lower()] for match in _SIDELESS.finditer(text))


def _in_segments(text: str) -> bool:
    """Whether findings speak of a segment without its lobe: which one that is nobody tells here."""
    return any(_SEGMENT.search(clause) and not lobes(clause) for clause in words.clauses(text))


def _all_over(told: str) -> bool:
    """Whether a text speaks of what is in many places of the lungs, and names but the foremost."""
    return any(_ALL_OVER.search(clause) and _IN_LUNG.search(clause) for clause in words.clauses(told))


def _of(statement: Statement, sites: dict[str, frozenset[Lobe]]) -> frozenset[Lobe]:
    return frozenset[Lobe]().union(*(sites.get(uid, frozenset()) for uid in statement.finding_uids))


def _other(said: frozenset[Lobe], known: frozenset[Lobe], besides: frozenset[Lobe]) -> frozenset[Lobe]:
    """What is said of a lung of which only other lobes are known. besides: what is named in any way. Where one of
    them is among those, a lobe is another one if the same of the other lung is known and not named."""
    return frozenset(
        lobe for lobe in said - known
        if (of_lung := {one for one in known if one[0] == lobe[0]})
        and (not of_lung & besides or _across(lobe) in known - besides)
    )  # fmt: skip


def _across(lobe: Lobe) -> Lobe:
    return (words.LEFT if lobe[0] == words.RIGHT else words.RIGHT, lobe[1])
