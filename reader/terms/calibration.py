"""How lengths were calibrated, and the words that go with them wherever they are said.

A projection magnifies what is away from its detector, so millimetres from one mean something only together with
how they were calibrated (PS3.3 10.7). The words go with the number into the picture, the list and the sentence, the
code into the SR, as its Measurement Method (TID 300).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reader.core.text import mark, tr
from reader.dicom.values import Code
from reader.terms.languages import language_of

_SCHEME = "99READER"


class Basis(StrEnum):
    """What millimetres rest on. PATIENT: the geometry of a cross-section, there is nothing to add."""

    PATIENT = "patient"
    GEOMETRY = "geometry"
    FIDUCIAL = "fiducial"
    MAGNIFICATION = "magnified"
    DISTANCES = "distances"
    DETECTOR = "detector"
    NOMINAL = "nominal"
    UNSTATED = "unstated"


# (in the user's language through `tr`; meaning of the code). A sentence has its own words: `Language.calibration`.
_WORDS: dict[Basis, tuple[str, str]] = {
    Basis.GEOMETRY: (mark("calibrated (geometry)"), "Calibrated by geometry"),
    Basis.FIDUCIAL: (mark("calibrated (fiducial)"), "Calibrated by a fiducial"),
    Basis.MAGNIFICATION: (mark("by the stated magnification {factor}"), "Corrected by the stated magnification"),
    Basis.DISTANCES: (mark("estimated, magnification {factor}"), "Magnification estimated from distances"),
    Basis.DETECTOR: (mark("at detector"), "At the detector, magnification not corrected"),
    Basis.NOMINAL: (mark("nominal, scanned"), "Nominal scanned pixel spacing"),
    Basis.UNSTATED: (mark("calibration not stated"), "Calibration not stated"),
}  # fmt: skip


@dataclass(frozen=True)
class Calibrated:
    """factor: the magnification that lengths were divided by, where `basis` is about one."""

    basis: Basis = Basis.PATIENT
    factor: float = 1.0

    @property
    def code(self) -> Code | None:
        """The Measurement Method for the SR; a factor is part of its value ("magnified-1.5")."""
        if self.basis is Basis.PATIENT:
            return None
        meaning = _WORDS[self.basis][1]
        if "{factor}" not in _WORDS[self.basis][0]:
            return Code(self.basis.value, _SCHEME, meaning)
        return Code(f"{self.basis.value}-{self._factor}", _SCHEME, f"{meaning} {self._factor}")

    @property
    def _factor(self) -> str:
        return f"{self.factor:.4g}"


IN_PATIENT = Calibrated()


def calibrated_by(method: Code | None) -> Calibrated | None:
    """What a Measurement Method of ours says; None for none and for those of others."""
    if method is None or method.scheme != _SCHEME:
        return None
    name, _, factor = method.value.partition("-")
    try:
        return Calibrated(Basis(name), float(factor) if factor else 1.0)
    except ValueError:
        return None


def method_text(method: Code | None, prose: str = "") -> str:
    """ "at detector", "by the stated magnification 1.5"; of another's method its meaning; "" for none.

    prose: the language ("en", "zh" …) of a sentence; "" for the user's.
    """
    if method is None:
        return ""
    found = calibrated_by(method)
    if found is None:
        return method.meaning
    if found.basis is Basis.PATIENT:
        return ""
    said, _ = _WORDS[found.basis]
    if not prose:
        return tr(said, factor=found._factor)
    return language_of(prose).calibration.get(found.basis.value, said).format(factor=found._factor)
