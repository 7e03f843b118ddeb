"""What a person writes on an image beside findings: arrows, texts and vertebral levels. They have no number.

In an SR each is a measurement group of its own shape, with its text as the group's comment; what kind it is, a
qualitative evaluation of it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reader.dicom.values import Code
from reader.findings import placing
from reader.findings.codes import SCHEME
from reader.findings.model import Evaluation, Finding, Shape
from reader.volume.model import Vector

KIND = Code("annotation", SCHEME, "Annotation")
ARROW = Code("arrow", SCHEME, "Arrow")
TEXT = Code("text", SCHEME, "Text")
VERTEBRAE = Code("vertebrae", SCHEME, "Vertebrae")
WRITTEN = frozenset((ARROW, TEXT, VERTEBRAE))
"""Kinds that are there for the words beside them."""


class _Evaluated(Protocol):
    @property
    def evaluations(self) -> tuple[Evaluation, ...]: ...


def said_as(kind: Code | None) -> tuple[Evaluation, ...]:
    """How a finding tells what kind of annotation it is; nothing for None."""
    return (Evaluation(KIND, kind),) if kind is not None else ()


def kind_of(finding: _Evaluated) -> Code | None:
    """The kind of annotation that it is; None for a measurement."""
    return kind_in(finding.evaluations)


def kind_in(evaluations: Sequence[Evaluation]) -> Code | None:
    """The kind of annotation that something so evaluated is."""
    return next((e.value for e in evaluations if e.concept == KIND and isinstance(e.value, Code)), None)


def place_of(shapes: Sequence[Shape], kind: Code | None) -> Vector | None:
    """Where one looks, in LPS mm: at the tip of an arrow, else in the middle; None without any place."""
    if kind == ARROW and shapes and shapes[0].in_patient and shapes[0].points:
        return shapes[0].points[0]
    return placing.centre(shapes)


def is_unnamed(finding: Finding) -> bool:
    """An annotation that nobody has given the name of a finding: a report need not speak of it."""
    return finding.finding == kind_of(finding)
