"""Graphic annotations and layers of a presentation state (PS3.3 C.10.5, C.10.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isfinite

from reader.core.text import counted, tr
from reader.dicom.attributes import Attributes, text, vector, whole
from reader.dicom.pixels.colours import lab_to_rgb
from reader.views.presentation import Annotation, Graphic, GraphicType, Images, Point, TextObject, Units
from reader.views.states.notes import Notes

FAR = 1e6
MOST_POINTS, MOST_OBJECTS, MOST_TEXT = 20_000, 5_000, 2_000
MOST_DRAWN, _OF_A_CURVE = 20_000, 8
"""Points of all graphics together, of an interpolated one so many times as many: each is drawn at every paint."""
_LAST = 1 << 40
_TRACKING_UID = 0x00620021

_FEWEST = {GraphicType.POLYLINE: 2, GraphicType.INTERPOLATED: 2}
_EXACTLY = {GraphicType.POINT: 1, GraphicType.CIRCLE: 2, GraphicType.ELLIPSE: 4}

_Layer = tuple[int, tuple[int, int, int] | None]


def read_annotations(
    source: Attributes, named: Images, of: Callable[[Attributes, Images], Images], notes: Notes
) -> tuple[Annotation, ...]:
    """In the order in which they are drawn. of: which images an item is for. What can't be read is noted."""
    layers = _layers(source.items(0x00700060))
    found: list[tuple[int, Annotation]] = []
    left, points_left = MOST_OBJECTS, MOST_DRAWN
    for item in source.items(0x00700001):
        order, colour = layers.get(text(item, 0x00700002), (_LAST, None))
        drawn, written = item.items(0x00700009), item.items(0x00700008)
        for _ in range(max(0, len(drawn) + len(written) - left)):
            notes.add(_unreadable)
        drawn, written = drawn[:left], written[: max(0, left - len(drawn))]
        left = max(0, left - len(drawn) - len(written))
        if item.has(0x00700209) or (item.items(0x00700209) and not drawn and not written):
            notes.say(lambda: tr("Compound graphics are not drawn."))
        graphics = []
        for one in drawn:
            if (made := _graphic(one, notes)) is None:
                continue
            points_left -= len(made.points) * (_OF_A_CURVE if made.kind is GraphicType.INTERPOLATED else 1)
            if points_left < 0:
                notes.add(_unreadable)
            else:
                graphics.append(made)
        texts = tuple(said for one in written if (said := _text(one, notes)) is not None)
        if graphics or texts:
            found.append((order, Annotation(of(item, named), tuple(graphics), texts, colour)))
    return tuple(annotation for _, annotation in sorted(found, key=lambda pair: pair[0]))


def _layers(items: Sequence[Attributes]) -> Mapping[str, _Layer]:
    """By name: (order, recommended colour or grey)."""
    found: dict[str, _Layer] = {}
    for item in items:
        colour = lab_to_rgb(item.numbers(0x00700401))
        if colour is None and item.has(0x00700066):
            grey = min(max(whole(item, 0x00700066), 0), 0xFFFF) >> 8
            colour = (grey, grey, grey)
        found[text(item, 0x00700002)] = (whole(item, 0x00700062), colour)
    return found


def _unreadable(count: int) -> str:
    return counted("{count} graphic can’t be drawn.", "{count} graphics can’t be drawn.", count)


def _graphic(item: Attributes, notes: Notes) -> Graphic | None:
    points, units = _points(item), _units(item, 0x00700005)
    try:
        kind = GraphicType(text(item, 0x00700023))
    except ValueError:
        kind = None
    fits = kind is not None and (
        len(points) == _EXACTLY[kind] if kind in _EXACTLY else len(points) >= _FEWEST[kind]
    )
    if kind is None or units is None or not fits:
        notes.add(_unreadable)
        return None
    placed = tuple(_in(units, p) for p in points)
    return Graphic(kind, units, placed, text(item, 0x00700024) == "Y", text(item, _TRACKING_UID))


def _points(item: Attributes) -> tuple[Point, ...]:
    """() where there are not as many as it says, or one is none."""
    flat, count = item.numbers(0x00700022), whole(item, 0x00700021, -1)
    if whole(item, 0x00700020, 2) != 2 or len(flat) % 2 or len(flat) > 2 * MOST_POINTS:
        return ()
    if count not in (-1, len(flat) // 2) or not all(isfinite(v) and abs(v) <= FAR for v in flat):
        return ()
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def _units(item: Attributes, tag: int) -> Units | None:
    """None where they are none that an image has, such as those of a matrix of many."""
    try:
        return Units(text(item, tag))
    except ValueError:
        return None


def _in(units: Units, point: Point) -> Point:
    """The upper left corner of the first pixel is 0\\0 (PS3.3 C.10.5)."""
    return (point[0] - 0.5, point[1] - 0.5) if units is Units.PIXEL else point


def _text(item: Attributes, notes: Notes) -> TextObject | None:
    whole_text = text(item, 0x00700006)
    if len(whole_text) > MOST_TEXT:
        notes.add(_cut)
    written = whole_text[:MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    lines = tuple(line.strip() for line in written.split("\n")) if written else ()
    corners = [_corner(item, 0x00700010), _corner(item, 0x00700011)]
    box_units, anchor_units = _units(item, 0x00700003), _units(item, 0x00700004)
    box = None
    if box_units is not None and corners[0] is not None and corners[1] is not None:
        box = (_in(box_units, corners[0]), _in(box_units, corners[1]))
    at = _corner(item, 0x00700014)
    anchor = _in(anchor_units, at) if anchor_units is not None and at is not None else None
    if not lines or (box is None and anchor is None):
        notes.add(_unwritten)
        return None
    return TextObject(
        lines, box, box_units or Units.PIXEL, anchor, anchor_units or Units.PIXEL,
        line=text(item, 0x00700015) == "Y", align=text(item, 0x00700012, "LEFT"),
        tracking_uid=text(item, _TRACKING_UID),
    )  # fmt: skip


def _unwritten(count: int) -> str:
    return counted("{count} text has no place or no words.", "{count} texts have no place or no words.", count)


def _cut(count: int) -> str:
    return counted("{count} text is too long and is cut off.", "{count} texts are too long and are cut off.", count)


def _corner(item: Attributes, tag: int) -> Point | None:
    found = vector(item, tag, 2)
    return (found[0], found[1]) if found and max(map(abs, found)) <= FAR else None
