"""Whom the content of a structured report says it is of, beside its header (PS3.16 TID 1006 and 1007).

A report can be written under the header of one patient and name another one as the subject of what was observed.
Only a patient counts: a fetus or a specimen has a name and an ID of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reader.dicom.attributes import Attributes, text
from reader.dicom.values import parse_birth
from reader.study.identity import NOBODY, PatientIdentity

_CONTENT, _CONCEPT, _CODE = 0x0040A730, 0x0040A043, 0x0040A168
_CLASS = "121024"
_OF_A_PATIENT = frozenset({"121029", "121030", "121031", "121032"})
"""Name, ID, birth date and sex."""
_PATIENT = "121025"
_DEEPEST = 8
"""Observation context is stated near the root; no template has it deeper."""


def subjects(source: Attributes) -> Iterator[PatientIdentity]:
    """Each patient that the content names, in reading order. Raises `BrokenObject` for damaged sequences."""
    yield from _subjects(source, 0)


def _subjects(node: Attributes, depth: int) -> Iterator[PatientIdentity]:
    children = node.items(_CONTENT)
    coded = [(_code(child, _CONCEPT), child) for child in children]
    classes = {_code(child, _CODE) for concept, child in coded if concept == _CLASS}
    if classes <= {_PATIENT}:
        yield from (_identity(concept, child) for concept, child in coded if concept in _OF_A_PATIENT)
    if depth < _DEEPEST:
        for child in children:
            yield from _subjects(child, depth + 1)


def _identity(concept: str, item: Attributes) -> PatientIdentity:
    """What one item of the context says: each has to agree by itself, also where one is there twice."""
    match concept:
        case "121029":
            return replace(NOBODY, name=item.name(0x0040A123))
        case "121030":
            return replace(NOBODY, patient_id=text(item, 0x0040A160))
        case "121031":
            born, written = parse_birth(text(item, 0x0040A121))
            return replace(NOBODY, birth_date=born, birth_text=written)
        case _:
            sex = _code(item, _CODE)
            return replace(NOBODY, sex=sex if sex in ("M", "F", "O") else "")


def _code(item: Attributes, sequence: int) -> str:
    """The DICOM-defined code in it, "" for none."""
    codes = item.items(sequence)
    return text(codes[0], 0x00080100) if codes and text(codes[0], 0x00080102) == "DCM" else ""
