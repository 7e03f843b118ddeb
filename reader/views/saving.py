"""What is on the screen → a presentation state of the images of the shown series. No Qt; main thread only.

What a state can say is taken: window, inversion, quarter turns and flips, the part that is seen, and the findings
that are shown on these images with their labels. Colour maps, sharpness and the like are of the screen alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from reader.core.text import tr
from reader.dicom.values import new_uid
from reader.findings.model import Finding, ShapeKind, Status
from reader.study.model import Instance, Study, Window
from reader.views.content import Content
from reader.views.display import colour_map_of, entry_at, padding_of, sharpness_of
from reader.views.hanging.matching import BY_IMAGE
from reader.views.marking import DrawnFinding, drawn
from reader.views.model import ViewsModel
from reader.views.planes import Frame, Plane, stack_frame
from reader.views.presentation import (
    Annotation,
    Area,
    Box,
    Entry,
    Graphic,
    GraphicType,
    Images,
    Point,
    PresentationState,
    Selected,
    TextObject,
    Units,
)
from reader.views.single_slices import by_key
from reader.views.states.applying import stored_to_frame
from reader.views.states.presenting import Seen
from reader.views.viewport import Viewport
from reader.views.windowing import EMISSION, Curve, auto_window, rescaled
from reader.volume.model import Stack, Volume

PERSON, AI = (255, 213, 74), (45, 212, 191)
"""The colours of what a person and what an algorithm says, as they are on the screen."""
_GRAPHICS = {
    ShapeKind.POINT: GraphicType.POINT,
    ShapeKind.POLYLINE: GraphicType.POLYLINE,
    ShapeKind.POLYGON: GraphicType.POLYLINE,
    ShapeKind.ELLIPSE: GraphicType.ELLIPSE,
    ShapeKind.CIRCLE: GraphicType.CIRCLE,
}


@dataclass(frozen=True)
class Captured:
    """A state of images of one series, before it is an object. study: the exam with these images alone, as their
    headers are. colour: they have colours, and no window. pixel: height and width of a pixel, in mm where `in_mm`.
    units: what the modality values are, as Rescale Type. left_out: images of the series that it is not for, since
    they are of another kind or size or have not come. lost: what of the screen is not in it, in words."""

    state: PresentationState
    study: Study
    series_uid: str
    colour: bool
    pixel: tuple[float, float]
    in_mm: bool
    units: str = ""
    left_out: int = 0
    lost: tuple[str, ...] = ()


def why_not(viewport: Viewport) -> str:
    """Why what is shown can't be saved as a presentation state, in words; "" where it can."""
    content, frame = viewport.content, viewport.frame
    if content is None:
        return tr("There is no image in this viewport.")
    if content.prior:
        return tr("Only images of the present exam can be saved in a presentation state.")
    if viewport.plane is Plane.VOLUME:
        return tr("A volume view can't be saved as a presentation state; show the acquired images.")
    if viewport.is_slab:
        return tr("A slab can't be saved as a presentation state; show single slices{key}.", key=by_key())
    if content.is_resampled or frame is None or not frame.stored:
        return tr("A computed plane can't be saved as a presentation state; show the acquired images.")
    if entry_at(viewport) is None:
        return tr("No image was acquired here.")
    if not viewport.has_picture or header(content, entry_at(viewport)) is None:
        return tr("This image has not arrived yet.")
    if viewport.angle:
        return tr("A presentation state can only hold quarter turns; turn the picture back to one first.")
    return ""


def unsayable() -> str:
    return tr("The values of these images are scaled in a way that a presentation state can't hold.")


def header(content: Content, entry: Entry | None) -> Instance | None:
    """What the header of an image says that has come."""
    return content.image.instances.get(entry[0]) if entry is not None else None


def capture(views: ViewsModel, number: int, seen: Seen, when: datetime) -> Captured | str:
    """Of the series in a viewport; why it can't be, in words, where it can't."""
    viewport = views.viewports[number]
    if refusal := why_not(viewport):
        return refusal
    content, frame, at = viewport.content, viewport.frame, entry_at(viewport)
    assert content is not None and frame is not None and at is not None
    entries, left_out = _alike(viewport, content, at)
    headers = {entry[0]: found for entry in entries.values() if (found := header(content, entry)) is not None}
    shown, colour, turn = headers[at[0]], viewport.is_colour, _turn(frame, viewport)
    windows, rescale = _windows(views, number, content, entries, headers)
    if not colour and windows is None:
        return unsayable()
    pixel = shown.pixel_size(at[1] - 1)
    state = PresentationState(
        uid=new_uid(),
        series_uid="",
        label="",
        description=tr("Image {number} at {time}", number=viewport.index + 1, time=when.strftime("%H:%M")),
        when=when,
        images=_images(entries.values(), headers),
        windows=_selected(windows or {}, headers) if not colour else (),
        areas=(Selected(_images(entries.values(), headers), area=Area(_visible(frame, viewport, seen))),),
        rescale=rescale if not colour else None,
        inverted=viewport.inverted != shown.inverted if not colour else None,
        turns=turn[0],
        flipped=turn[1],
        overlays=_overlays(viewport, content, entries, headers),
        annotations=tuple(_annotations(views, content, frame, entries, headers)),
    )
    series = replace(content.series, instances=tuple(headers.values()), expected=len(headers))
    plane = shown.planes[at[1] - 1] if 0 < at[1] <= len(shown.planes) else None
    return Captured(
        state,
        replace(content.study, series=(series,)),
        series.series_uid,
        colour,
        pixel,
        in_mm=(plane is not None and min(plane.spacing) > 0)
        or (shown.calibration is not None and not shown.calibration.regions),
        units=_type(shown, rescale),
        left_out=left_out,
        lost=tuple(_lost(viewport)),
    )


def _overlays(
    viewport: Viewport, content: Content, entries: Mapping[int, Entry], headers: Mapping[str, Instance]
) -> frozenset[int]:
    """Groups of those that are seen: all of an image's, or those that an applied state shows."""
    layer, found = viewport.presentation, set[int]()
    if not viewport.graphics:
        return frozenset()
    for entry in entries.values():
        own = (*headers[entry[0]].presentation.overlays, *content.image.embedded.get(entry, ()))
        found |= {overlay.group for overlay in own}
    return frozenset(found & layer.state.overlays if layer is not None and layer.given is not None else found)


def _lost(viewport: Viewport) -> Iterable[str]:
    if colour_map_of(viewport) is not None:
        yield tr("the colours")
    if sharpness_of(viewport):
        yield tr("the sharpness")
    layer = viewport.presentation
    if layer is not None and layer.given is not None and (layer.state.annotations or layer.state.shutter):
        yield tr("what the applied presentation state draws")


def _alike(viewport: Viewport, content: Content, at: Entry) -> tuple[dict[int, Entry], int]:
    """The images, by their place in the stack or volume, that are shown alike: of the size and kind of the one on
    the screen; of radiographs that one alone. And how many others there are."""
    every = [(n, entry) for n, entry in enumerate(content.image.entries) if entry is not None]
    if content.series.modality in BY_IMAGE and isinstance(content.image, Stack):
        return {n: entry for n, entry in every if entry == at}, 0

    def kind(n: int, entry: Entry) -> object:
        found, image = header(content, entry), content.image
        if found is None:
            return None
        pixels = image.pixels[n] if isinstance(image, Stack) else None
        there = pixels is not None if isinstance(image, Stack) else bool(image.present[n])
        size = tuple(round(side, 6) for side in found.pixel_size(entry[1] - 1))
        colour = pixels is not None and pixels.ndim == 3
        return (found.rows, found.columns, size, found.inverted, colour) if there else None

    kinds = {n: kind(n, entry) for n, entry in every}
    wanted = next(kinds[n] for n, entry in every if entry == at)
    chosen = {n: entry for n, entry in every if kinds[n] == wanted}
    return chosen, len(every) - len(chosen)


def _images(entries: Iterable[Entry], headers: Mapping[str, Instance]) -> Images:
    """Named without frames where all of an image's are meant."""
    found: dict[str, set[int]] = {}
    for uid, frame in entries:
        found.setdefault(uid, set()).add(frame)
    return Images(
        {uid: frozenset() if len(own) >= headers[uid].frames else frozenset(own) for uid, own in found.items()}
    )


# values ------------------------------------------------------------------------------------------------------


def _windows(
    views: ViewsModel, number: int, content: Content, entries: Mapping[int, Entry], headers: Mapping[str, Instance]
) -> tuple[dict[Entry, Window] | None, tuple[float, float]]:
    """(by image, what rescales their values): as the images have it where they agree, else none, and the windows
    are of stored values (PS3.4 N.2). None where that can't be said."""
    scales = {uid: found.rescale for uid, found in headers.items()}
    if any(scale is None or scale[0] == 0 for scale in scales.values()):
        return None, (1.0, 0.0)
    found = {entry: _window(views, number, content, n, entry, headers[entry[0]]) for n, entry in entries.items()}
    if len(set(scales.values())) == 1 and not any(isinstance(window.table, Curve) for window in found.values()):
        return found, next(iter(scales.values())) or (1.0, 0.0)
    stored = {entry: rescaled(window, scales[entry[0]] or (1.0, 0.0)) for entry, window in found.items()}
    return _as_tables(stored, content, entries, scales), (1.0, 0.0)


def _as_tables(
    windows: dict[Entry, Window], content: Content, entries: Mapping[int, Entry],
    scales: Mapping[str, tuple[float, float] | None],
) -> dict[Entry, Window] | None:  # fmt: skip
    """Windows of stored values, each `Curve` as a table of all that occur; None where those are too many."""
    if not any(isinstance(window.table, Curve) for window in windows.values()):
        return windows
    ends: list[float] = []
    for n, entry in entries.items():
        slope, intercept = scales[entry[0]] or (1.0, 0.0)
        ends += [(value - intercept) / slope for value in _range(content.image, n)]
    low, high = round(min(ends)), round(max(ends))
    if low < 0 and high - low >= 32767:  # no descriptor says another length (PS3.3 C.11.2.1.1)
        low, high = min(low, -32768), max(high, 32767)
    if high - low > 65535:
        return None
    tables = {
        window: replace(window, table=window.table.sampled(low, high))
        for window in windows.values() if isinstance(window.table, Curve)
    }  # fmt: skip
    return {entry: tables.get(window, window) for entry, window in windows.items()}


def _range(image: Stack | Volume, n: int) -> tuple[float, float]:
    """Lowest and highest modality value of an image of it; (0, 0) where it is not there."""
    if isinstance(image, Volume):
        pixels, scale = image.voxels[n], image.scale
    else:
        pixels, scale = image.pixels[n], (1.0, 0.0)
    if pixels is None:
        return (0.0, 0.0)
    return float(pixels.min()) * scale[0] + scale[1], float(pixels.max()) * scale[0] + scale[1]


def _type(shown: Instance, rescale: tuple[float, float]) -> str:
    """Rescale Type (PS3.3 C.11.1.1.2): unspecified of stored values where the image has others; "" without any."""
    if shown.rescale != rescale:
        return "US"
    return "HU" if shown.units == "HU" else ""


def _window(views: ViewsModel, number: int, content: Content, n: int, entry: Entry, known: Instance) -> Window:
    """Each image of a stack may have one of its own, a volume has one for all."""
    viewport, image = views.viewports[number], content.image
    if viewport.window is not None or not isinstance(image, Stack):
        return views.window_of(number)
    own = known.own_windows(entry[1] - 1)
    if own:
        return own[viewport.own if viewport.own < len(own) else 0]
    pixels = image.pixels[n]
    if n == viewport.index or pixels is None:
        return views.window_of(number)
    padding = known.presentation.padding(entry[1] - 1)
    return auto_window(
        pixels, padding=padding if padding is not None else padding_of(viewport),
        emission=content.series.modality in EMISSION,
    )  # fmt: skip


def _selected(windows: Mapping[Entry, Window], headers: Mapping[str, Instance]) -> tuple[Selected, ...]:
    """Images of one window together."""
    found: dict[Window, list[Entry]] = {}
    for entry, window in windows.items():
        found.setdefault(window, []).append(entry)
    return tuple(Selected(_images(entries, headers), window=window) for window, entries in found.items())


# where it lies -----------------------------------------------------------------------------------------------


def _turn(frame: Frame, viewport: Viewport) -> tuple[int, bool]:
    """(quarter turns clockwise, flipped after them) from the stored image to the screen (PS3.3 C.10.6)."""
    cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[viewport.turns % 4]
    mirror = np.diag((-1 if viewport.flipped else 1, 1))
    seen: NDArray[np.int64] = np.array(((cosine, -sine), (sine, cosine))) @ mirror @ stored_to_frame(frame)
    flipped = round(float(np.linalg.det(seen))) < 0
    turn = np.diag((-1, 1)) @ seen if flipped else seen
    return {(1, 0): 0, (0, 1): 1, (-1, 0): 2, (0, -1): 3}[(int(turn[0, 0]), int(turn[1, 0]))], flipped


def to_stored(frame: Frame, point: Point) -> Point:
    """(column, row) of the frame → of the stored image."""
    found = [0.0, 0.0]
    for at, (axis, sign) in enumerate(frame.axes[:2]):
        found[axis] = point[at] if sign > 0 else frame.size[at] - 1 - point[at]
    return (found[0], found[1])


def _visible(frame: Frame, viewport: Viewport, seen: Seen) -> Box:
    """The part of the stored image that the viewport shows, by whole pixels; all of it where it fits."""
    if viewport.zoom == 1.0 and viewport.pan in (viewport.leaned, (0.0, 0.0)) and not viewport.area:
        corners = [(-0.5, -0.5), (frame.size[0] - 0.5, frame.size[1] - 0.5)]
    else:
        corners = [seen.view.to_pixel(0, 0), seen.view.to_pixel(seen.width, seen.height)]
    (x, y), (u, v) = (to_stored(frame, corner) for corner in corners)
    left, top = round(min(x, u) + 0.5) - 0.5, round(min(y, v) + 0.5) - 0.5
    return (left, top, max(round(max(x, u) + 0.5) - 0.5, left + 1), max(round(max(y, v) + 0.5) - 0.5, top + 1))


# what is drawn -----------------------------------------------------------------------------------------------


def _annotations(
    views: ViewsModel, content: Content, frame: Frame, entries: Mapping[int, Entry], headers: Mapping[str, Instance]
) -> Iterable[Annotation]:
    """The findings that are shown and stand, image by image: what an algorithm says apart from what a person says.
    What nobody has accepted, or somebody has rejected, goes nowhere with the report."""
    standing = (f for f in views.findings.findings if f.status not in (Status.PROPOSED, Status.REJECTED))
    shown = {
        f.tracking_uid for f in standing if views.findings.shows(f) and (views.ai_shown or not f.is_ai)
    }
    if not shown:
        return
    near = views.near(views.findings)
    for n, entry in entries.items():
        index = n
        if isinstance(content.image, Stack):
            frame = stack_frame(content.series, content.image, n)
        else:
            index = frame.stored_index(n)  # its own inverse
        found: dict[bool, list[DrawnFinding]] = {}
        for finding in near.seen_in(content, frame, index, (index, index + 1)):
            if finding.tracking_uid not in shown:
                continue
            item = drawn(finding, content, frame, index, (index, index + 1))
            if item is not None and (item.shapes or item.place is not None):
                found.setdefault(finding.is_ai, []).append(item)
        for by_ai, items in sorted(found.items()):
            graphics = tuple(graphic for item in items for graphic in _graphics(frame, item))
            texts = tuple(text for item in items for text in _texts(frame, item))
            yield Annotation(_images([entry], headers), graphics, texts, AI if by_ai else PERSON)


def _graphics(frame: Frame, item: DrawnFinding) -> Iterable[Graphic]:
    uid = item.finding.tracking_uid
    for shape in item.shapes:
        kind = item.finding.shapes[shape.number].kind
        points = [to_stored(frame, pixel) for pixel in shape.pixels]
        if kind is ShapeKind.POLYGON and points[0] != points[-1]:
            points.append(points[0])
        yield Graphic(_GRAPHICS[kind], Units.PIXEL, tuple(points), tracking_uid=uid)
    if item.place is not None:
        yield Graphic(GraphicType.POINT, Units.PIXEL, (to_stored(frame, item.place),), tracking_uid=uid)


def _texts(frame: Frame, item: DrawnFinding) -> Iterable[TextObject]:
    """Its label, beside the first of its points; and those of shapes that have their own."""
    first = item.shapes[0].pixels[0] if item.shapes else item.place
    lines = _words(item)
    if lines and first is not None:
        yield _beside(frame, item.finding, lines, first)
    for shape in item.shapes:
        if shape.label:
            yield _beside(frame, item.finding, shape.label, shape.pixels[0])


def _beside(frame: Frame, finding: Finding, lines: tuple[str, ...], at: Point) -> TextObject:
    return TextObject(lines, anchor=to_stored(frame, at), tracking_uid=finding.tracking_uid)


def _words(item: DrawnFinding) -> tuple[str, ...]:
    """Other viewers don't know the program's signs: an algorithm's word is told in words."""
    if not item.label:
        return ()
    first = item.label[0].removeprefix(item.marking.mark).strip()
    if item.finding.is_ai:
        first = tr("AI: {what}", what=first)
    return (first, *item.label[1:])
