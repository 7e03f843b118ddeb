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
from reader.report.sentences import sentence
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
        expected = [value for finding in findings for value in _expected(finding, kind, language)]
        foreign = [entry for entry in of_kind if not any(entry.says(value) for value in (*measured, *expected))]
        missing = [value for value in expected if not any(entry.says(value) for entry in of_kind)]
        if foreign and missing:
            yield _listed(entry.text for entry in foreign), _listed(_size(f, kind, language) for f in findings)


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
