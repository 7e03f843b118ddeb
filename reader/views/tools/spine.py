"""Vertebrae, labelled one after the other: each click is counted on from the nearest label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import dist

from reader.core.errors import ReaderError
from reader.core.text import mark
from reader.dicom.values import Code
from reader.findings import annotation, levels
from reader.findings.model import Finding, FindingsModel, Shape, ShapeKind
from reader.terms.vertebrae import VERTEBRAE, level_name
from reader.views.content import Content
from reader.views.planes import instance_of
from reader.views.strokes import Drawing, Oval, Point
from reader.views.tools.annotation_tool import AnnotationTool

_DOT = 3.0
_C2, _T1, _L5 = (VERTEBRAE[n] for n in (1, 7, 23))
# Where one begins to count: at what is known without counting.
_REGIONS: tuple[tuple[Code, tuple[str, ...]], ...] = (
    (_L5, ("LSPINE", "LUMBAR", "L-SPINE", "腰")),
    (_T1, ("TSPINE", "THORACIC SPINE", "T-SPINE", "胸椎")),
    (_C2, ("CSPINE", "CERVICAL", "C-SPINE", "NECK", "颈")),
    (_T1, ("CHEST", "THORAX", "LUNG", "胸", "肺")),
    (_L5, ("ABDOMEN", "PELVIS", "HIP", "腹", "盆", "髋")),
)


class SpineTool(AnnotationTool):
    """Labels in one frame of reference, or on one image without a position, are one set. A click nearer to the feet
    than the nearest label is the next vertebra down, one nearer to the head the next up."""

    id, title, icon, key = "spine", mark("Spine labels"), "spine", ""
    letter = "S"
    points, kind, shape_points = 1, ShapeKind.POINT, 1
    annotates = about = annotation.VERTEBRAE
    concepts = frozenset((annotation.VERTEBRAE,))

    def drawing(self, points: Sequence[Point]) -> Drawing:
        return Drawing((Oval(points[0], (_DOT, 0.0), (0.0, _DOT)),), points[0], tuple(points))

    def goes_into(self, findings: FindingsModel, content: Content, shape: Shape) -> Shape | None:
        known = _set_for(findings, shape)
        if known is None:
            return replace(shape, role=first_level(content))
        levels.add(findings, known, replace(shape, role=_next(known, content, shape)))
        return None

    def words(self, findings: FindingsModel, content: Content, shape: Shape) -> tuple[str, ...]:
        known = _set_for(findings, shape)
        try:
            level = first_level(content) if known is None else _next(known, content, shape)
        except ReaderError as error:
            return (str(error),)
        return (level_name(level),)


def first_level(content: Content) -> Code:
    """From which the vertebrae of an exam are counted: L5 of a lumbar spine, an abdomen or a pelvis, T1 of a
    thoracic spine or a chest, else C2."""
    study, series = content.study, content.series
    said = f"{series.body_part} {study.body_part} {study.description} {series.description}".upper()
    return next((level for level, words in _REGIONS if any(word in said for word in words)), _C2)


def _set_for(findings: FindingsModel, shape: Shape) -> Finding | None:
    """The user's labels where this one lies: the chosen set, else the newest."""
    own = [f for f in findings.findings if levels.is_set(f) and not f.is_ai and f.shapes]
    same = [f for f in own if _lies_in(f.shapes[0]) == _lies_in(shape)]
    return next((f for f in same if f.tracking_uid == findings.selected), same[-1] if same else None)


def _lies_in(shape: Shape) -> object:
    return shape.space if shape.in_patient else shape.image


def _next(known: Finding, content: Content, shape: Shape) -> Code:
    (here,) = shape.points
    number = min(range(len(known.shapes)), key=lambda n: dist(known.shapes[n].points[0], here))
    there = known.shapes[number].points[0]
    below = here[2] < there[2] if shape.in_patient else (here[1] - there[1]) * _down(content, shape) > 0
    return levels.beside(known, number, below)


def _down(content: Content, shape: Shape) -> int:
    """Which way of an image's rows the feet are, as its header says; downwards where it does not."""
    image = shape.image
    instance = instance_of(content.series, image.sop_instance_uid) if image is not None else None
    said = instance.patient_orientation[1:2] if instance is not None else ()
    return -1 if any("H" in direction and "F" not in direction for direction in said) else 1


SPINE = SpineTool()
