"""What a display of each class has to keep to, and in what one does not.

Luminances, luminance ratio and pixel pitch: ACR–AAPM–SIIM Technical Standard for Electronic Practice of Medical
Imaging (diagnostic: L'max 350 cd/m² or more, L'min 1.0 or more, pitch not over 0.21 mm; other uses: 250, 0.8 and
0.25), luminance ratio 250 or more for both. Contrast response: AAPM TG18 4.3.4, within 10 % of the GSDF (primary)
or 20 % (secondary). 3 megapixels for diagnosis: RANZCR Standards of Practice for Clinical Radiology, appendix D.
For clerical work there are none.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.core.text import tr
from reader.terms.units import LUMINANCE, NO_UNITS, with_unit
from reader.views.calibration.evaluation import Evaluation
from reader.views.calibration.record import Use


@dataclass(frozen=True)
class Criteria:
    """pitch: mm, at most. megapixels, brightest, darkest (cd/m²), ratio: at least. deviation: a share, at most."""

    pitch: float
    megapixels: float
    brightest: float
    darkest: float
    ratio: float
    deviation: float


CRITERIA = {
    Use.DIAGNOSTIC: Criteria(0.21, 3.0, 350.0, 1.0, 250.0, 0.10),
    Use.REVIEW: Criteria(0.25, 0.0, 250.0, 0.8, 250.0, 0.20),
}


def too_small(use: Use, megapixels: float, pitch: float | None) -> str:
    """Why a display is too small or too coarse for its class, in words; "" where it is not, or nobody knows.

    pitch: mm from pixel to pixel, compared to hundredths as the standard states it; None where the display does not
    say how large it is."""
    criteria = CRITERIA.get(use)
    if criteria is None:
        return ""
    if round(megapixels, 1) < criteria.megapixels:
        return tr("{has} megapixels; at least {wanted} for its class.",
                  has=f"{megapixels:.1f}", wanted=f"{criteria.megapixels:g}")  # fmt: skip
    if pitch is not None and round(pitch, 2) > criteria.pitch:
        return tr("Pixels of {has} mm; at most {wanted} mm for its class.",
                  has=f"{pitch:.2f}", wanted=f"{criteria.pitch:.2f}")  # fmt: skip
    return ""


@dataclass(frozen=True)
class Finding:
    """One figure of an evaluation. wanted: by its class, "" for nothing. met: it is as wanted."""

    title: str
    found: str
    wanted: str
    met: bool

    @property
    def words(self) -> str:
        return f"{self.found} ({self.wanted})" if self.wanted else self.found


def findings(evaluation: Evaluation, use: Use) -> tuple[Finding, ...]:
    """The figures, each against what its class wants."""
    criteria = CRITERIA.get(use)
    level, deviation = evaluation.worst
    rows = (
        (tr("Brightest (L′max)"), evaluation.brightest, ".1f", LUMINANCE, criteria and criteria.brightest),
        (tr("Darkest (L′min)"), evaluation.darkest, ".2f", LUMINANCE, criteria and criteria.darkest),
        (tr("Luminance ratio"), evaluation.ratio, ".0f", NO_UNITS, criteria and criteria.ratio),
    )
    found = []
    for title, value, how, unit, least in rows:
        wanted = f"≥ {with_unit(format(least, how), unit)}" if least else ""
        found.append(Finding(title, with_unit(format(value, how), unit), wanted, not least or value >= least))
    most = criteria.deviation if criteria else None
    percent = f"{100 * deviation:+.1f}".replace("-", "−")
    where = tr("{deviation} % at level {level}", deviation=percent, level=f"{level:g}")
    wanted = tr("within ±{most} %", most=f"{100 * most:.0f}") if most else ""
    found.append(Finding(tr("Contrast against the GSDF"), where, wanted, most is None or abs(deviation) <= most))
    each = f"{evaluation.jnds_a_level:.1f}"
    jnds = tr("{count} ({each} a grey level)", count=f"{evaluation.jnds:.0f}", each=each)
    found.append(Finding(tr("Just noticeable differences"), jnds, "", True))
    return tuple(found)
