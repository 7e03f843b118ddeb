"""How large a finding is: one answer, in the list and in the sentence, whatever else a result says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.dicom.values import Code
from reader.findings.model import Measurement
from reader.findings.service import size_text
from reader.report.sentences import sentence
from reader.terms.measures import (
    ATTENUATION,
    DEVIATION,
    LENGTH,
    LONG_AXIS,
    MAXIMUM,
    MEAN,
    MINIMUM,
    SHORT_AXIS,
    VOLUME,
)
from reader.terms.units import CUBIC_MILLIMETRE, HOUNSFIELD, MILLIMETRE
from tests.findings.exams import own

DIAMETER, CM = Code("81827009", "SCT", "Diameter"), Code("cm", "UCUM", "cm")


def mm(value: float, concept: Code = DIAMETER, derived: Code | None = None, unit: Code = MILLIMETRE) -> Measurement:
    return Measurement(concept, value, unit, derived)


def mm3(value: float, derived: Code | None = None) -> Measurement:
    return mm(value, VOLUME, derived, CUBIC_MILLIMETRE)


@pytest.mark.parametrize(
    ("measured", "row", "said"),
    [
        ((mm(1.2, derived=DEVIATION), mm(16, derived=MEAN)), "16 mm", "16 mm"),
        ((mm(3, derived=MINIMUM), mm(16, derived=MAXIMUM)), "16 mm", "16 mm"),
        ((mm(3, derived=MINIMUM), mm(16)), "16 mm", "16 mm"),
        ((mm3(55, DEVIATION), mm3(800, MEAN)), "800 mm³", "800 mm³"),
        ((mm(12), mm(18)), "18 mm", "18 mm"), ((mm(18), mm(12)), "18 mm", "18 mm"),
        (
            (mm(10, LONG_AXIS), mm(8, SHORT_AXIS), mm(25, LONG_AXIS), mm(20, SHORT_AXIS)),
            "25×20 mm", "25 mm × 20 mm",
        ),
        ((mm(12.44, LONG_AXIS, unit=CM), mm(10.46, SHORT_AXIS, unit=CM)), "12.4×10.5 cm", "12.4 cm × 10.5 cm"),
        ((mm(10.49, LENGTH, unit=CM),), "10.5 cm", "10.5 cm"), ((mm(10.6, LENGTH),), "11 mm", "11 mm"),
        ((mm(1.5, LENGTH, unit=CM), mm(12, LENGTH)), "1.5 cm", "1.5 cm"),
    ],
)
def test_the_list_and_the_sentence_say_the_same(measured: tuple[Measurement, ...], row: str, said: str) -> None:
    finding = replace(own(), measurements=measured)
    assert size_text(finding) == row
    assert said in sentence(finding, "en") and said.replace(" ", "") in sentence(finding, "zh").replace(" ", "")


def test_what_is_no_size_has_its_name() -> None:
    lowest = Measurement(ATTENUATION, -700.0, HOUNSFIELD, MINIMUM)
    assert size_text(replace(own(), measurements=(lowest,))) == "Attenuation (minimum) −700 HU"
