"""Levels of the spine that the impression names and the findings do not: "L3/4" where those speak of "L4/5".

Silent wherever the findings may mean it: a range, a level beside it, "all levels", or no level at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.core.text import tr
from reader.findings.model import Finding
from reader.findings.service import counts_for_report
from reader.report.model import FINDINGS, IMPRESSION, Report
from reader.review.denials import affirmed

_PARTS = ("C", "T", "L", "S")
_OF = {"颈": "C", "胸": "T", "腰": "L", "骶": "S", "TH": "T"}
_LAST = {"C": 7, "T": 12, "L": 5, "S": 1}
_VERTEBRAE = [(part, number) for part in _PARTS for number in range(1, _LAST[part] + 1)]
_PLACE = {vertebra: at for at, vertebra in enumerate(_VERTEBRAE)}
_VERTEBRA = r"(?:(?<![A-Za-z])(?:C|Th?|L|S)|[颈胸腰骶])\s?\d{1,2}"
_AND = r"\s*(?:[/\-–~～至、,，和及与]|\b(?:and|to|through)\b|(?=[骶腰胸颈]))\s*"
_MORE = rf"(?:{_VERTEBRA}|\d{{1,2}}(?!\d|\.\d|\s*(?:mm|cm|毫米|厘米|[个枚处×xX年月日节])))"
# Vertebrae one after the other: "L4/5", "L3-S1", "L1, L2 and L4", "腰4、5椎体".
_CHAIN = re.compile(rf"{_VERTEBRA}(?:{_AND}{_MORE})*", re.IGNORECASE)
_ONE = re.compile(r"(?P<part>Th?|[CLS颈胸腰骶])?\s?(?P<number>\d{1,2})", re.IGNORECASE)
_BETWEEN = re.compile(r"[/\-–~～至]|\b(?:to|through)\b|^\s*$", re.IGNORECASE)
# T1 and T2 of an MR image, a stage of a tumour, a category, a segment of the lung, a root or a joint of the sacrum.
_NO_LEVEL = re.compile(
    r"(?<![A-Za-z])T[12](?![/\-–\d]|\s*(?:椎|vertebra|level))|\b[cp]?T\d[a-d]?\s*N\w*|\b(?:stage|category|grade)\s+\w+"
    r"|\bS\s?(?:[2-9]|10)\b|\bS1(?=\s*(?:\+|/|段|segment|nerve|root|神经))|[LCS]\d(?=\s*(?:nerve|root|神经))",
    re.IGNORECASE,
)
_SPINE = re.compile(
    r"椎|脊|压缩|\b(?:vertebra\w*|discs?|spin\w+|fracture|compression|cord|foramin\w+|herniation|protrusion|extrusion"
    r"|bulg\w+|\w*listhesis|stenosis|level)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"多个|多发|各|诸|余|其[他它]|下腰|上腰|部分椎"
    r"|\b(?:multi\w+|multiple|all|other|others|remaining|several|adjacent|levels|throughout"
    r"|(?:lower|upper|mid)\s+(?:lumbar|thoracic|cervical))\b",
    re.IGNORECASE,
)

Pair = tuple[int, int]
"""From one vertebra to another, or the same: by their places in the spine."""


def contradictions_of_level(report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    """In the user's words."""
    told = "\n".join(section.text for section in report.sections if section.heading == FINDINGS)
    concluded = affirmed("\n".join(s.text for s in report.sections if s.heading == IMPRESSION and not s.locked))
    sites = (f.site.meaning for f in findings if f.site is not None and counts_for_report(f))
    known = {pair for text in (told, *sites) for pair in _levels(text)}
    if not known or _MANY.search(affirmed(told)) or not _SPINE.search(concluded):
        return
    for low, high in sorted(_levels(concluded)):
        if _is_plain(low, high) and not any(_may_be(low, high, pair) for pair in known):
            named = _named(low, high)
            yield tr("{lobe}: in the impression, but neither in the findings nor in the list.", lobe=named)


def _is_plain(low: int, high: int) -> bool:
    """A vertebra or a disc; not what may be of an MR image (T1, T2), or a root (S1)."""
    return high - low <= 1 and not set(_VERTEBRAE[low : high + 1]) & {("T", 1), ("T", 2)} and low != _PLACE["S", 1]


def _may_be(low: int, high: int, told: Pair) -> bool:
    """A vertebra is told with each stretch that it is in, a disc also with a vertebra beside it."""
    one, other = told
    if low == high or one == other:
        return one <= high and low <= other
    return one <= low and high <= other


def _levels(text: str) -> set[Pair]:
    """The vertebrae, and the discs and stretches between two of them, that a text names."""
    found: set[Pair] = set()
    for chain in _CHAIN.finditer(_NO_LEVEL.sub(lambda match: "·" * len(match[0]), text)):
        part, before, end = "", -1, 0
        for match in _ONE.finditer(chain.group()):
            named = (match["part"] or "").upper()
            part = _OF.get(named, named) or part
            number, joined = int(match["number"]), bool(_BETWEEN.search(chain.group()[end : match.start()]))
            at = _PLACE.get((part, number), -1)
            if at < 0:
                continue
            if before >= 0 and joined and before < at:
                found = found - {(before, before)} | {(before, at)}
            else:
                found.add((at, at))
            before, end = at, match.end()
    return found


def _named(low: int, high: int) -> str:
    first, last = _VERTEBRAE[low], _VERTEBRAE[high]
    if low == high:
        return f"{first[0]}{first[1]}"
    return f"{first[0]}{first[1]}/{last[1] if first[0] == last[0] else f'{last[0]}{last[1]}'}"
