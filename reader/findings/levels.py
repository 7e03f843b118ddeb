"""A set of vertebral levels: one finding with a point for each vertebra, whose role is which one it is.

In an SR each label is a measurement group of the same tracking UID: a point, and the vertebra as its finding site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.core.errors import ReaderError
from reader.core.text import Told, tr
from reader.dicom.values import Code
from reader.findings import placing
from reader.findings.annotation import VERTEBRAE, kind_of
from reader.findings.model import Finding, FindingsModel, Shape
from reader.terms import vertebrae
from reader.terms.vertebrae import level_name, level_number


def is_set(finding: Finding) -> bool:
    return kind_of(finding) == VERTEBRAE


def names(finding: Finding) -> str:
    """ "L1–L5", "L4" for one alone; "" for none."""
    found = sorted(level_number(role) for role in _levels(finding))
    if not found:
        return ""
    first, last = (level_name(vertebrae.VERTEBRAE[number]) for number in (found[0], found[-1]))
    return first if first == last else f"{first}–{last}"


def beside(finding: Finding, number: int, below: bool) -> Code:
    """The level below or above that of shape `number`. Raises `ReaderError` where it is labelled already, or there
    is none."""
    role = finding.shapes[number].role
    assert role is not None
    at = level_number(role) + (1 if below else -1)
    if not 0 <= at < len(vertebrae.VERTEBRAE):
        raise _beyond(role, below)
    level = vertebrae.VERTEBRAE[at]
    if any(level_number(other) == at for other in _levels(finding)):
        name = level_name(level)
        raise ReaderError(
            tr("{level} is labelled already.", level=name),
            tr("Drag its label to where it belongs, or click above or below the labelled vertebrae."),
            safe=tr("The labels are unchanged."),
        )
    return level


def add(model: FindingsModel, finding: Finding, shape: Shape) -> None:
    """One more vertebra in the set. Raises `ReaderError` where the case may not be changed."""
    level = level_name(shape.role) if shape.role is not None else ""
    _put(model, finding, (*finding.shapes, shape), Told(lambda: tr("{level} labelled", level=level)))
    model.select(finding.tracking_uid, part=len(finding.shapes))


def take_away(model: FindingsModel, finding: Finding, number: int) -> None:
    """The label of shape `number`; the others stay what they are."""
    role = finding.shapes[number].role
    level = level_name(role) if role is not None else ""
    kept = tuple(shape for n, shape in enumerate(finding.shapes) if n != number)
    _put(model, finding, kept, Told(lambda: tr("Label {level} deleted", level=level)))


def number_from(model: FindingsModel, finding: Finding, number: int, level: Code) -> None:
    """As `numbered`, of a person's own."""
    shapes, name = numbered(finding, number, level), level_name(level)
    if shapes != finding.shapes:
        _put(model, finding, shapes, Told(lambda: tr("Vertebrae numbered from {level}", level=name)))


def numbered(finding: Finding, number: int, level: Code) -> tuple[Shape, ...]:
    """Its shapes where shape `number` is this vertebra; the others are counted on from it. Raises `ReaderError`
    where that leads beyond the spine."""
    old = finding.shapes[number].role
    assert old is not None
    by = level_number(level) - level_number(old)
    moved = [level_number(role) + by for role in _levels(finding)]
    if not all(0 <= at < len(vertebrae.VERTEBRAE) for at in moved):
        raise _beyond(level, max(moved) >= len(vertebrae.VERTEBRAE))
    return tuple(
        replace(shape, role=vertebrae.VERTEBRAE[level_number(shape.role) + by]) if shape.role is not None else shape
        for shape in finding.shapes
    )


def apart(finding: Finding) -> list[Finding]:
    """As they are written: each label as a group of its own, with the vertebra as its site."""
    if not is_set(finding):
        return [finding]
    bare = [(replace(shape, role=None), shape.role) for shape in finding.shapes]
    return [
        replace(finding, shapes=(point,), site=role, key_image=point.image or finding.key_image)
        for point, role in bare
    ]


def read(finding: Finding) -> Finding:
    """A group as `apart` made it: its site is the role of its point. Others as they are."""
    if not is_set(finding) or finding.site is None or not level_name(finding.site):
        return finding
    return replace(finding, shapes=tuple(replace(s, role=finding.site) for s in finding.shapes), site=None)


def _levels(finding: Finding) -> list[Code]:
    return [shape.role for shape in finding.shapes if shape.role is not None and level_name(shape.role)]


def _put(model: FindingsModel, finding: Finding, shapes: Sequence[Shape], title: str) -> None:
    place, space = placing.centre(shapes), placing.space_of(shapes)
    model.put(replace(finding, shapes=tuple(shapes), place=place, space=space), title)


def _beyond(level: Code, below: bool) -> ReaderError:
    name = level_name(level)
    said = tr("No level below {level} can be labelled.", level=name) if below else tr(
        "No level above {level} can be labelled.", level=name
    )
    return ReaderError(said, tr("Levels are labelled from C1 to S1."), safe=tr("The labels are unchanged."))
