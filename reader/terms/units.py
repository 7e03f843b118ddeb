"""Units, and numbers with units, as people write them: "mm²", "HU", "g/mL SUVbw".

The one place for it, from the picture to the list and the sentence. Objects carry the code itself (UCUM, PS3.16 CID
7181 and 85), so that nothing written here is ever read back.
"""

from __future__ import annotations

import re
from math import floor, log10

from reader.dicom.values import Code
from reader.terms.languages import language_of

MILLIMETRE = Code("mm", "UCUM", "mm")
SQUARE_MILLIMETRE = Code("mm2", "UCUM", "mm2")
CUBIC_MILLIMETRE = Code("mm3", "UCUM", "mm3")
SQUARE_CENTIMETRE = Code("cm2", "UCUM", "cm2")
CUBIC_CENTIMETRE = Code("cm3", "UCUM", "cm3")
MILLILITRE = Code("ml", "UCUM", "ml")
VOLUMES = frozenset((CUBIC_MILLIMETRE, CUBIC_CENTIMETRE, MILLILITRE))
DEGREE = Code("deg", "UCUM", "deg")
PIXELS = Code("{pixels}", "UCUM", "pixels")
SQUARE_PIXELS = Code("{pixels}2", "UCUM", "square pixels")  # as it is written; objects say {pixels} of an area too
HOUNSFIELD = Code("[hnsf'U]", "UCUM", "Hounsfield unit")
PERCENT = Code("%", "UCUM", "percent")
LUMINANCE = Code("cd/m2", "UCUM", "candela per square meter")
RATIO = Code("{ratio}", "UCUM", "ratio")
NO_UNITS = Code("1", "UCUM", "no units")
ULTRASOUND_AXES = {
    1: PERCENT, 2: Code("dB", "UCUM", "decibel"), 3: MILLIMETRE, 4: Code("s", "UCUM", "second"),
    5: Code("Hz", "UCUM", "hertz"), 6: Code("dB/s", "UCUM", "decibel per second"),
    7: Code("cm/s", "UCUM", "centimeter per second"), 12: DEGREE,
}  # fmt: skip
"""By Physical Units X and Y Direction (0018,6024), (0018,6026) of what is measured along an axis; cm become mm."""

_ATOMS = {
    "[hnsf'U]": "HU", "[hnsf'u]": "HU", "[arb'U]": "arb. u.", "[iU]": "IU", "[IU]": "IU", "[pH]": "pH",
    "[ppm]": "ppm", "[degF]": "°F", "[in_i]": "in", "[ft_i]": "ft", "[lb_av]": "lb", "mm[Hg]": "mmHg",
    "cm[H2O]": "cmH₂O", "deg": "°", "'": "′", "''": "″", "Cel": "°C", "Ohm": "Ω", "l": "L", "m[H2O]": "mH₂O",
    "eq": "Eq", "meq": "mEq",
}  # fmt: skip
_SIZE = re.compile(r"[munckd]?m[23]?|[mucd]?[lL]|deg|rad|s|cm/s|m/s|\{pixels?\}2?|\{voxels?\}|\{ratio\}")
_LITRES = re.compile(r"([munpdckf]?)l")
_MICRO = re.compile(r"u(?=(?:m|s|g|L|l|A|V|W|Bq|Ci|Gy|Sv|mol|T|Hz|eq)$)")
_TERM = re.compile(r"(?P<atom>(?:[A-Za-z%'*^]|\[[^\]]*\])*?)(?P<power>[+-]?\d+)?(?P<note>\{[^}]*\})?")
_SYMBOL = re.compile(r"%|[A-Za-zµ]{1,4}[23]?(/[A-Za-zµ]{1,4}[23]?)?")
_PLURAL = re.compile(r"^(week|month|year|pixel|voxel|count|beat)s\b")
_POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# Symbols of what is only counted; a sentence has words for it (`Language.counted`).
_COUNTED = {
    "pixels": "px", "pixel": "px", "voxels": "voxels", "wk": "weeks", "mo": "months", "a": "years",
    "beats": "beats", "H.B.": "H.B.", "counts": "counts", "ratio": "", "score": "", "no units": "",
}  # fmt: skip
# Units (0054,1001) of PET images, and SUV Type (0054,1006) of those in g/ml (PS3.3 C.8.9.1)
_PET = {
    "CNTS": "{counts}", "PROPCNTS": "{counts}", "CPS": "{counts}/s", "PROPCPS": "{counts}/s", "BQML": "Bq/ml",
    "CM2": "cm2", "CM2ML": "{SUVbsa}cm2/ml", "PCNT": "%", "MGMINML": "mg/min/ml", "UMOLMINML": "umol/min/ml",
    "MLMING": "ml/min/g", "MLG": "ml/g", "1CM": "/cm", "UMOLML": "umol/ml", "MLMINML": "ml/min/ml", "MLML": "ml/ml",
    "STDDEV": "{SD}",
}  # fmt: skip
_SUV = {
    "": "SUVbw", "BW": "SUVbw", "LBM": "SUVlbm", "LBMJAMES128": "SUVlbm", "LBMJANMA": "SUVlbm(Janma)",
    "IBW": "SUVibw", "BSA": "SUVbsa",
}  # fmt: skip


def tells_size(unit: Code) -> bool:
    """Whether it is a unit of what is measured with points: lengths, areas, volumes, angles, axes of ultrasound."""
    return unit.scheme == "UCUM" and _SIZE.fullmatch(unit.value) is not None


def image_unit(units: str) -> Code:
    """The unit of an image's values as `Instance.units` names it: "HU", "" for plain numbers, else a UCUM code."""
    if units == "HU":
        return HOUNSFIELD
    return Code(units, "UCUM", units) if units else NO_UNITS


def suv_figure(value: float) -> str:
    """As it is read: one decimal, below 1 two."""
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"


SUV_BODY_WEIGHT = Code("{SUVbw}g/ml", "UCUM", "SUVbw")


def pet_unit(units: str, suv_type: str = "") -> str:
    """The UCUM code of Units (0054,1001), by SUV Type (0054,1006) where it is g/ml; "" for none."""
    if units == "GML":
        return f"{{{_SUV.get(suv_type, suv_type)}}}g/ml"
    return _PET.get(units, "")


def unit_text(unit: Code, prose: str = "") -> str:
    """A unit as it is written: "mm²", "mL", "10⁻⁶ mm²/s"; "" for a plain number.

    prose: the language ("en", "zh" …) of a sentence, in which what is counted is a word: "pixels", "像素". A code
    that can't be read, or one of another scheme that is no symbol ("cm" is), is given by its meaning.
    """
    if not unit.value or (unit.scheme not in ("UCUM", "") and not _SYMBOL.fullmatch(unit.value)):
        return unit.meaning or unit.value
    written = _of_ucum(unit.value, prose)
    return (unit.meaning or unit.value) if written is None else written


def figure(value: float) -> str:
    """A number as precise as a reading room takes it: whole from 100 on or where it is, else one decimal.

    Below 1 three digits that count, so that 0.00123 mm²/s is not nothing. With a true minus, never "−0".
    """
    size = abs(value)
    if size >= 100 or (size >= 1 and abs(value - round(value)) < 0.05):
        text = f"{value:.0f}"
    elif size >= 1:
        text = f"{value:.1f}"
    elif size < 1e-12:
        text = "0"
    else:
        text = f"{value:.{2 - floor(log10(size))}f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def figures(*values: float) -> tuple[str, ...]:
    """Numbers that are said together, such as two axes: "39.0", "20.8", all with a decimal where one has it."""
    texts = tuple(figure(value) for value in values)
    alike = any("." in text for text in texts) and all(1 <= abs(value) < 99.95 for value in values)
    return tuple(f"{value:.1f}".replace("-", "−") for value in values) if alike else texts


def quantity_text(value: float, unit: Code, prose: str = "") -> str:
    """ "16.1 mm", "412 mm²", "93°", "−612 HU", a ratio "0.52". prose: the language of a text, "" on the screen."""
    return with_unit(f"{value:.2f}" if unit == RATIO else figure(value), unit, prose)


def with_unit(number: str, unit: Code, prose: str = "") -> str:
    """A written number and its unit, apart or not as the unit and the language want."""
    text, close = unit_text(unit, prose), bool(prose) and language_of(prose).tight
    if text[:1].isdigit():  # a power of ten: beside the number it would be another number
        return f"{number}×{text}" if close and " " not in text else f"{number} × {text}"
    if number in ("1", "−1"):
        text = _PLURAL.sub(r"\1", text)
    tight = text[:1] in ("°", "′", "″", "%") and text not in ("°C", "°F")
    tight = tight or (close and " " not in text and not (unit.value.startswith("{") and text.isascii()))
    return f"{number}{text}" if tight else f"{number} {text}".rstrip()


def _of_ucum(code: str, prose: str) -> str | None:
    """None where the code can't be read."""
    inside: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        inside.append(_of_ucum(match[1], prose) or match[1])
        return "()"

    code = re.sub(r"\{[^}]*\}|\(([^(){}]*)\)", keep, code)
    parts = re.split(r"([./])(?![^{\[]*[}\]])", code)
    written, notes = "", []
    for place in range(0, len(parts), 2):
        sign = parts[place - 1] if place else ""
        term = _written(parts[place], prose)
        if term is None or (not parts[place] and place):
            return None
        text, note = term
        notes += [note] if note else []
        if sign == "/":
            written += f"/{text}" if text else ""
        elif sign == "." and text:
            factor = parts[place - 2].isdecimal() or parts[place - 2].startswith("10")
            written += (" " if factor else "·") + text
        else:
            written += text
    for text in inside:
        written = written.replace("()", f"({text})", 1)
    return " ".join(word for word in (written, *notes) if word)


def _written(term: str, prose: str) -> tuple[str, str] | None:
    """(the term of a unit, what its annotation adds) as they are written; None where it can't be read."""
    before = re.fullmatch(r"(\{[^}]*\})(.+)", term)
    if before is not None and (counted := before[1].strip("{}")) not in _COUNTED:
        inner = _written(before[2], prose)
        return None if inner is None else (inner[0], " ".join(w for w in (inner[1], counted) if w))
    lone = re.fullmatch(r"\{([^}]*)\}(\d?)|(wk|mo|a)()", term)
    if lone is not None:
        name = lone[1] or lone[3] or ""
        symbol = _COUNTED.get(name, name)
        text = language_of(prose).counted.get(name, symbol) if prose else symbol
        return text + (symbol and (lone[2] or "").translate(_POWERS)), ""
    power_of_ten = re.fullmatch(r"10(?:[*^]|(?=-))(-?\d+)", term)
    if power_of_ten is not None:
        return f"10{power_of_ten[1].translate(_POWERS)}", ""
    if term.isdecimal() or term == "()":
        return ("" if term == "1" else term), ""
    found = _TERM.fullmatch(term)
    if found is None:
        return None
    atom, power, note = found["atom"], found["power"] or "", (found["note"] or "").strip("{}")
    known = _ATOMS.get(atom)
    if known is None:
        known = _MICRO.sub("µ", _LITRES.sub(r"\1L", atom) if _LITRES.fullmatch(atom) else atom)
    return known + power.translate(_POWERS), note
