"""Whom the content of a structured report says it is of, beside its header (PS3.16 TID 1006 and 1007).

A report can be written under the header of one patient and name another one as the subject of what was observed.
Only a patient counts: a fetus or a specimen has a name and an ID of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reader.dicom.attributes import Attributes, text
from reader.dicom.values import parse_birth
from reader.study.identity import NOBODY, PatientIdentity

_CONTENT, _CONCEPT, _CODE = 0x0040A730, 0x0040A043, 0x0040A168
_CLASS, _NAME, _ID, _BORN, _SEX = "121024", "121029", "121030", "121031", "121032"
_OF_A_PATIENT = frozenset({_NAME, _ID, _BORN, _SEX})
_PATIENT = "121025"
_DEEPEST = 8
"""Observation context is stated near the root; no template has it deeper."""


def subjects(source: Attributes) -> Iterator[PatientIdentity]:
    """Each patient that the content names, in reading order. Raises `BrokenObject` for damaged sequences."""
    yield from _subjects(source, 0)


def _subjects(node: Attributes, depth: int) -> Iterator[PatientIdentity]:
    children = node.items(_CONTENT)
    context = {code: child for child in children if (code := _code(child, _CONCEPT)) in _OF_A_PATIENT | {_CLASS}}
    of_a_patient = _CLASS not in context or _code(context[_CLASS], _CODE) == _PATIENT
    if of_a_patient and not _OF_A_PATIENT.isdisjoint(context):
        yield _identity(context)
    if depth < _DEEPEST:
        for child in children:
            yield from _subjects(child, depth + 1)


def _identity(context: Mapping[str, Attributes]) -> PatientIdentity:
    found = NOBODY
    if _NAME in context:
        found = replace(found, name=context[_NAME].name(0x0040A123))
    if _ID in context:
        found = replace(found, patient_id=text(context[_ID], 0x0040A160))
    if _BORN in context:
        born, written = parse_birth(text(context[_BORN], 0x0040A121))
        found = replace(found, birth_date=born, birth_text=written)
    if _SEX in context and (sex := _code(context[_SEX], _CODE)) in ("M", "F", "O"):
        found = replace(found, sex=sex)
    return found


def _code(item: Attributes, sequence: int) -> str:
    """The DICOM-defined code in it, "" for none."""
    codes = item.items(sequence)
    return text(codes[0], 0x00080100) if codes and text(codes[0], 0x00080102) == "DCM" else ""
