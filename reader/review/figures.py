"""Figures of a sentence that contradict its finding: lengths and attenuations, in English and Chinese.

"16 mm" where the finding measures 61 mm. A figure is read with its unit and as precise as it is written: "1.6 cm"
is 16.1 mm. What is only said besides ("grown from 12 mm to 16 × 11 mm") contradicts nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from reader.findings.model import Finding
from reader.findings.service import size_text
from reader.report.model import FINDINGS, IMPRESSION, Report
from reader.report.sentences import sentence
from reader.review import words
from reader.review.denials import affirmed
from reader.terms.units import HOUNSFIELD, figure, with_unit


class Kind(Enum):
    LENGTH = "length"
    ATTENUATION = "attenuation"


_WRITTEN = {
    "mm": (Kind.LENGTH, 1.0), "毫米": (Kind.LENGTH, 1.0), "cm": (Kind.LENGTH, 10.0), "厘米": (Kind.LENGTH, 10.0),
    "公分": (Kind.LENGTH, 10.0), "hu": (Kind.ATTENUATION, 1.0),
}  # fmt: skip
_MEASURED = {
    "mm": (Kind.LENGTH, 1.0), "cm": (Kind.LENGTH, 10.0), "um": (Kind.LENGTH, 0.001), "m": (Kind.LENGTH, 1000.0),
    HOUNSFIELD.value: (Kind.ATTENUATION, 1.0),
}  # fmt: skip
_NUMBER = r"[-−]?\d+(?:\.\d+)?"
# Several numbers may share a unit: "16 × 11 mm", "30-40 HU". Not of an area, a volume, a velocity, a pressure.
_FIGURES = re.compile(
    rf"(?<![\d.,])({_NUMBER}(?:\s*(?:[×xX*~–—-]|to|至|到)\s*{_NUMBER})*)[\s-]*"
    r"(mm|cm|毫米|厘米|公分|HU)(?![23^]|汞柱|水柱|[/每]\s*[A-Za-z秒分]|[A-WYZa-wyz]|[xX](?!\s*\d))",
    re.IGNORECASE,
)


_NEAR_MM, _NEAR = 1.0, 0.1
"""So far one size may be from another, in mm and in parts of it."""
_SENTENCES = re.compile(r"[。；;\n]|\.(?!\d)")
_PLURAL = re.compile(r"nodules|masses|cysts|stones|gallstones|calculi", re.IGNORECASE)
_OF_IT = re.compile(r"\s+effect|效应")
_OF_ANOTHER_TIME = re.compile(
    r"前|原|旧|增大|缩小|增长|距|[<>≤≥＜＞]|小于|大于|超过|以[上下]|不足|随[访诊]|复查"
    r"|\b(?:prior|previous\w*|from|grown|growth|increas\w+|decreas\w+|compar\w+|was|were|since|up\s+to|at\s+least"
    r"|(?:less|more|greater|smaller)\s+than|apart|distance|away|Fleischner|if|segment|component|solid\s+part)\b",
    re.IGNORECASE,
)
"""Sizes of another time or of something else."""


@dataclass(frozen=True)
class Figure:
    """value: in mm or HU; within: by how much it may differ from what it rounds."""

    kind: Kind
    value: float
    within: float
    text: str

    def says(self, value: float) -> bool:
        return abs(self.value - value) <= self.within + 1e-6


def figures(text: str) -> Iterator[Figure]:
    """The lengths and attenuations that a text gives, in its order."""
    for found in _FIGURES.finditer(unicodedata.normalize("NFKC", text)):
        kind, factor = _WRITTEN[found[2].lower()]
        for number in re.findall(rf"(?<!\d){_NUMBER}|\d+(?:\.\d+)?", found[1]):
            value = float(number.replace("−", "-"))
            size = abs(value) if kind is Kind.LENGTH else value
            decimals = len(number.partition(".")[2])
            written = number.lstrip("-−") if kind is Kind.LENGTH else number
            apart = " " if found[2].isascii() else ""
            yield Figure(kind, size * factor, 0.5 * 10**-decimals * factor, f"{written}{apart}{found[2]}")


def contradictions(text: str, findings: Sequence[Finding], language: str) -> Iterator[tuple[str, str]]:
    """(what a sentence gives, what its findings measure) where a figure is none of theirs, and one that is written
    from them is missing."""
    given = list(figures(text))
    for kind in Kind:
        of_kind = [entry for entry in given if entry.kind is kind]
        measured = [value for finding in findings for value in _measured(finding, kind)]
        foreign = [entry for entry in of_kind if not any(entry.says(value) for value in measured)]
        if not foreign:
            continue
        expected = [value for finding in findings for value in _expected(finding, kind, language)]
        foreign = [entry for entry in foreign if not any(entry.says(value) for value in expected)]
        missing = [value for value in expected if not any(entry.says(value) for entry in of_kind)]
        if foreign and missing:
            yield _listed(entry.text for entry in foreign), _listed(_size(f, kind, language) for f in findings)


def unlike_told(report: Report, findings: Sequence[Finding]) -> Iterator[tuple[str, str, str]]:
    """(sentence, what it gives, what the findings give) where the impression and the findings each name one such
    thing with one size, and the one is far from any other length that the findings give."""
    told, concluded = (
        "\n".join(s.text for s in report.sections if s.heading == heading and not s.locked)
        for heading in (FINDINGS, IMPRESSION)
    )
    lengths = [entry.value for entry in figures(told) if entry.kind is Kind.LENGTH]
    lengths += [value for finding in findings for value in _measured(finding, Kind.LENGTH)]
    linked = [s.text for part in report.sections for s in part.statements if s.finding_uids]
    for thing in ("nodule", "mass", "cyst", "stone"):
        there, said = (_the_one(text, words.DENIABLE[thing]) for text in (told, concluded))
        if not there or not said or any(said in text for text in linked):
            continue
        [known, given] = ([one for one in figures(text) if one.kind is Kind.LENGTH] for text in (there, said))
        near = [*lengths, sum(one.value for one in known) / len(known)]  # or their mean
        if all(abs(one.value - value) > max(_NEAR_MM, _NEAR * value) for one in given for value in near):
            yield said, _listed(one.text for one in given), _listed(one.text for one in known)


def _the_one(text: str, thing: re.Pattern[str]) -> str:
    """The sentence with its size of the only thing of a kind that is said to be there; "" for none."""
    seen = affirmed(text)
    named = [one for one in thing.finditer(seen) if not _OF_IT.match(seen, one.end())]
    told = [one for one in _SENTENCES.split(text) if thing.search(one) and thing.search(affirmed(one))]
    if len(named) != 1 or len(told) != 1 or _PLURAL.fullmatch(named[0][0]) or words.SEVERAL.search(told[0]):
        return ""
    sizes = [one for one in _FIGURES.finditer(unicodedata.normalize("NFKC", told[0])) if one[2].lower() != "hu"]
    return told[0].strip() if len(sizes) == 1 and not _OF_ANOTHER_TIME.search(told[0]) else ""


def _measured(finding: Finding, kind: Kind) -> list[float]:
    known = ((m, _MEASURED.get(m.unit.value)) for m in finding.measurements)
    return [m.value * unit[1] for m, unit in known if unit is not None and unit[0] is kind]


def _expected(finding: Finding, kind: Kind, language: str) -> list[float]:
    """The figures of the generated sentence, as exact as they were measured."""
    measured = _measured(finding, kind)
    written = (entry for entry in figures(sentence(finding, language)) if entry.kind is kind)
    return [next((value for value in measured if entry.says(value)), entry.value) for entry in written]


def _size(finding: Finding, kind: Kind, language: str) -> str:
    expected = _expected(finding, kind, language)
    if kind is Kind.LENGTH:
        return size_text(finding) if expected else ""
    return _listed(with_unit(figure(round(value)), HOUNSFIELD) for value in expected)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))
