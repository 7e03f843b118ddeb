"""The vertebrae from C1 to S1, as radiologists call them and as SNOMED CT codes them."""

from __future__ import annotations

from reader.dicom.values import Code

# C1 … C7, T1 … T12, L1 … L5; and the first sacral one
_CERVICAL = ("14806007", "39976000", "113205007", "5329002", "36978003", "36054005", "87391001")
_THORACIC = (
    "64864005", "53733008", "1626008", "73071006", "56401006", "45296009",
    "62487009", "11068009", "82687006", "7610001", "12989004", "23215003",
)  # fmt: skip
_LUMBAR = ("66794005", "14293000", "36470004", "11994002", "49668003")
_SACRAL = ("65985001",)

VERTEBRAE: tuple[Code, ...] = tuple(
    Code(value, "SCT", f"{letter}{number} vertebra")
    for letter, values in (("C", _CERVICAL), ("T", _THORACIC), ("L", _LUMBAR), ("S", _SACRAL))
    for number, value in enumerate(values, start=1)
)
"""From the head down."""
_NAMES = {code.value: code.meaning.split()[0] for code in VERTEBRAE}


def level_name(code: Code) -> str:
    """ "L4", the same in every language; "" for what is no vertebra of these."""
    return _NAMES.get(code.value, "") if code.scheme == "SCT" else ""


def level_number(code: Code) -> int:
    """Where it is in `VERTEBRAE`, whatever it is called. Raises ValueError for what is not in it."""
    return [known.value for known in VERTEBRAE].index(code.value)
