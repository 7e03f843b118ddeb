"""The BI-RADS category of the wrong breast: of a suspicious finding where the findings name none in that breast, or
of a normal one where they do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.core.text import tr
from reader.report.model import FINDINGS, IMPRESSION, Report
from reader.review import words
from reader.review.denials import affirmed
from reader.review.sides import shortened

_CATEGORY = re.compile(r"BI-?RADS\s*(?:category\s*|分类\s*)?[:：]?\s*([0-6])", re.IGNORECASE)
_NORMAL, _SUSPICIOUS = "1", frozenset("3456")
_SIGN = re.compile(
    r"\b(?:mass(?:es)?|nodul\w*|lesions?|calcificat\w+|asymmetr\w+|distortions?|enhanc\w+)\b"
    r"|肿块|结节|肿物|占位|病灶|钙化|不对称|扭曲|强化",
    re.IGNORECASE,
)
_NODE = re.compile(r"腋|淋巴|\baxill\w+|\blymph\w*|\bnodes?\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[。；;\n]|\.(?!\d)")


def contradictions_of_breast(report: Report) -> Iterator[str]:
    """In the user's words; only where all that the findings describe is said of one breast, and both are judged."""
    told, concluded = (
        "\n".join(s.text for s in report.sections if s.heading == heading and not s.locked)
        for heading in (FINDINGS, IMPRESSION)
    )
    every = list(_by_side(affirmed(told)))
    described = [(side, said) for side, said in every if _SIGN.search(said) or _NODE.search(said)]
    seen = [said for _, said in described if _SIGN.search(said)]
    of = frozenset[str]().union(*(side for side, _ in described))
    if len(of) != 1 or not all(len(side) == 1 for side, _ in described) or len(words.sides(concluded)) != 2:
        return
    for side, clause in _by_side(concluded):
        category = _CATEGORY.search(clause)
        if category is None or len(side) != 1:
            continue
        if category[1] in _SUSPICIOUS and not side & of:
            yield tr("“{text}”: the findings describe nothing in that breast.", text=shortened(clause))
        elif category[1] == _NORMAL and side == of and seen:
            text, other = shortened(clause), shortened(seen[0])
            yield tr("“{text}”, but the report also says “{normal}”", text=other, normal=text)


def _by_side(text: str) -> Iterator[tuple[frozenset[str], str]]:
    """Each clause with its side, or that of the last one before it in its sentence."""
    for sentence in _SENTENCE.split(text):
        side = frozenset[str]()
        for clause in words.clauses(sentence):
            side = words.sides(clause) or side
            if clause.strip():
                yield side, clause.strip()
