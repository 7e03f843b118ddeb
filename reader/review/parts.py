"""Parts with an opposite: the medial meniscus where the findings speak of the lateral one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.core.text import tr
from reader.report.model import FINDINGS, IMPRESSION, Report
from reader.review.denials import affirmed

_BESIDE = r"(?:[\s,/]+(?:and|or|{other}))*\s+"
_MEDIAL, _LATERAL = (r"medial", r"内侧?"), (r"lateral", r"外侧?")
_ANTERIOR, _POSTERIOR = (r"anterior", r"前"), (r"posterior", r"后")
_UPPER, _LOWER = (r"superior", r"耻骨上"), (r"inferior", r"耻骨下")
# What has two of a kind, as it is called in full; and each in short.
_KINDS = (
    (_MEDIAL, _LATERAL, r"menisc\w+", r"半月板", "", ""),
    (_MEDIAL, _LATERAL, r"collateral\s+ligaments?", r"副韧带", "MCL", "LCL"),
    (_MEDIAL, _LATERAL, r"malleol\w+", r"踝", "", ""),
    (_MEDIAL, _LATERAL, r"(?:femoral\s+|tibial\s+)?condyles?", r"髁", "", ""),
    (_MEDIAL, _LATERAL, r"epicondyl\w+", r"上髁", "", ""),
    (_MEDIAL, _LATERAL, r"(?:tibial\s+)?plateau", r"(?:胫骨)?平台", "", ""),
    (_ANTERIOR, _POSTERIOR, r"cruciate\s+ligaments?", r"交叉韧带", "ACL", "PCL"),
    (_ANTERIOR, _POSTERIOR, r"horns?", r"角", "", ""),
    (_UPPER, _LOWER, r"pubic\s+ram\w+", r"支", "", ""),
)


def _pattern(
    own: tuple[str, str], other: tuple[str, str], english: str, chinese: str, short: str
) -> re.Pattern[str]:
    beside = _BESIDE.format(other=other[0])
    in_short = rf"|(?<![A-Za-z]){short}(?![A-Za-z])" if short else ""
    return re.compile(
        rf"\b{own[0]}{beside}{english}|{own[1]}(?:[、及和与]?{other[1]})?{chinese}{in_short}", re.IGNORECASE
    )


_OPPOSITES = tuple(
    (_pattern(one, other, english, chinese, short), _pattern(other, one, english, chinese, short_other))
    for one, other, english, chinese, short, short_other in _KINDS
)


def contradictions_of_part(report: Report) -> Iterator[str]:
    """In the user's words; only where each text names one of the two."""
    told, concluded = (
        affirmed("\n".join(s.text for s in report.sections if s.heading == heading and not s.locked))
        for heading in (FINDINGS, IMPRESSION)
    )
    for pair in _OPPOSITES:
        seen, said = ([pattern.search(text) for pattern in pair] for text in (told, concluded))
        for one, other in ((0, 1), (1, 0)):
            found, named = seen[one], said[other]
            if found and named and not seen[other] and not said[one]:
                yield tr("The impression says “{said}”, the findings “{told}”.", said=named[0], told=found[0])
