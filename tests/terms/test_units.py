"""Units as people write them, against tables written by hand from UCUM and DICOM's context groups."""

from __future__ import annotations

import pytest

from reader.dicom.values import Code
from reader.terms.units import PIXELS, SQUARE_PIXELS, figure, figures, pet_unit, quantity_text, unit_text, with_unit

WRITTEN = {
    "mm": "mm",
    "cm": "cm",
    "mm2": "mm²",
    "cm2": "cm²",
    "mm3": "mm³",
    "cm3": "cm³",
    "ml": "mL",
    "mL": "mL",
    "l": "L",
    "dl": "dL",
    "um": "µm",
    "us": "µs",
    "ug/ml": "µg/mL",
    "umol/ml": "µmol/mL",
    "deg": "°",
    "%": "%",
    "1": "",
    "{ratio}": "",
    "{pixels}": "px",
    "[hnsf'U]": "HU",
    "{SUVbw}g/ml": "g/mL SUVbw",
    "g/ml{SUVbw}": "g/mL SUVbw",
    "{SUVlbm}g/ml": "g/mL SUVlbm",
    "{SUVlbm(Janma)}g/ml": "g/mL SUVlbm(Janma)",
    "{SUVibw}g/ml": "g/mL SUVibw",
    "{SUVbsa}cm2/ml": "cm²/mL SUVbsa",
    "Bq/ml": "Bq/mL",
    "kBq/ml": "kBq/mL",
    "{counts}/s": "counts/s",
    "/min": "/min",
    "mm2/s": "mm²/s",
    "10*-6.mm2/s": "10⁻⁶ mm²/s",
    "10*-3/s": "10⁻³/s",
    "um2/s": "µm²/s",
    "cm/s": "cm/s",
    "cm/s2": "cm/s²",
    "m/s": "m/s",
    "s": "s",
    "ms": "ms",
    "mm[Hg]": "mmHg",
    "[arb'U]{cm}": "arb. u. cm",
    "Cel": "°C",
    "mg/cm3": "mg/cm³",
    "g/cm3": "g/cm³",
    "ml/min/{1.73_m2}": "mL/min/1.73_m2",
    "kg/m2": "kg/m²",
    "[ppm]": "ppm",
    "Hz": "Hz",
    "kHz": "kHz",
    "MHz": "MHz",
    "ml/(100.g)/min": "mL/(100 g)/min",
    "ml/min/100.g": "mL/min/100 g",
    "dB": "dB",
    "m": "m",
    "g": "g",
    "mg": "mg",
    "mmol/l": "mmol/L",
    "{score}": "",
    "{H.B.}/min": "H.B./min",
    "mGy": "mGy",
    "mGy.cm": "mGy·cm",
    "uGy": "µGy",
}


@pytest.mark.parametrize("code", WRITTEN)
def test_ucum_as_people_write_it(code: str) -> None:
    assert unit_text(Code(code, "UCUM", "meaning")) == WRITTEN[code]


def test_what_is_no_ucum_is_given_by_its_meaning() -> None:
    assert unit_text(Code("12345", "99X", "bananas")) == "bananas"
    assert unit_text(Code("cm2", "99_OFFIS_DCMTK", "Area Unit")) == "cm²"
    assert unit_text(Code("?!", "UCUM", "odd")) == "odd"


def test_numbers_with_units() -> None:
    texts = [
        quantity_text(16.07, Code("mm", "UCUM", "")),
        quantity_text(-612.4, Code("[hnsf'U]", "UCUM", "")),
        quantity_text(93.02, Code("deg", "UCUM", "")),
        quantity_text(0.00123, Code("mm2/s", "UCUM", "")),
        quantity_text(4.25, Code("{SUVbw}g/ml", "UCUM", "")),
        quantity_text(37.2, Code("Cel", "UCUM", "")),
        quantity_text(412.3, SQUARE_PIXELS),
        quantity_text(61, Code("%", "UCUM", "")),
    ]
    assert texts == ["16.1 mm", "−612 HU", "93°", "0.00123 mm²/s", "4.2 g/mL SUVbw", "37.2 °C", "412 px²", "61%"]
    assert [figure(value) for value in (0, -0.0, 1e-15, 99.96, 0.5, -0.04)] == [
        "0",
        "0",
        "0",
        "100",
        "0.5",
        "−0.04",
    ]
    assert with_unit("4.2", Code("{SUVbw}g/ml", "UCUM", ""), "zh") == "4.2 g/mL SUVbw"
    assert with_unit("120", PIXELS, "en") == "120 pixels" and with_unit("120", PIXELS, "zh") == "120像素"


def test_units_of_pet_images() -> None:
    said = {"BQML": "Bq/mL", "GML": "g/mL SUVbw", "CNTS": "counts", "CPS": "counts/s", "NONE": "", "1CM": "/cm"}
    assert {units: unit_text(Code(pet_unit(units) or "1", "UCUM", "")) for units in said} == said
    assert unit_text(Code(pet_unit("GML", "LBM"), "UCUM", "")) == "g/mL SUVlbm"


@pytest.mark.parametrize(
    ("code", "number", "english", "chinese"),
    [
        ("10*6/ul", "3", "3 × 10⁶/µL", "3×10⁶/µL"), ("10*-6.mm2/s", "812", "812 × 10⁻⁶ mm²/s", "812 × 10⁻⁶ mm²/s"),
        ("10-6.mm2/s", "812", "812 × 10⁻⁶ mm²/s", "812 × 10⁻⁶ mm²/s"),
        ("wk", "1", "1 week", "1周"), ("mo", "6", "6 months", "6个月"), ("a", "1", "1 year", "1年"),
        ("{pixels}", "1", "1 pixel", "1像素"), ("{beats}/min", "72", "72 beats/min", "72次/min"),
        ("{H.B.}/min", "72", "72 beats/min", "72次/min"), ("{grade}", "3", "3 grade", "3 grade"),
    ],
)  # fmt: skip
def test_units_in_sentences_never_become_part_of_the_number(
    code: str, number: str, english: str, chinese: str
) -> None:
    unit = Code(code, "UCUM", "meaning")
    assert (with_unit(number, unit, "en"), with_unit(number, unit, "zh")) == (english, chinese)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((39.02, 20.8), ("39.0", "20.8")),
        ((39.02, 21.0), ("39", "21")),
        ((120.4, 20.8), ("120", "20.8")),
        ((2.0, 0.853), ("2", "0.853")),
    ],
)
def test_numbers_that_are_said_together_have_the_same_decimals(
    values: tuple[float, ...], expected: tuple[str, ...]
) -> None:
    assert figures(*values) == expected
