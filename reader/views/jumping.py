"""Going to a finding, in whatever part and at whatever time its image lies."""

from __future__ import annotations

from reader.findings.model import Finding, ImageReference
from reader.findings.placing import settled
from reader.views.content import Content
from reader.views.parts import Parts
from reader.views.planes import ORTHOGONAL, Frame, Plane, on_picture
from reader.views.screen import ScreenMap, screen_map
from reader.views.viewport import Viewport
from reader.views.workspace import Workspace
from reader.volume.model import Vector, Volume

EDGE = 1.0
"""So many voxels beside a volume a place still counts as in it: slices are as thick as they are apart."""


def images_of(finding: Finding | ImageReference) -> list[ImageReference]:
    """The images that it names, its key image first; else those that its statistics were taken from."""
    if isinstance(finding, ImageReference):
        return [finding]
    drawn_on = (finding.key_image, *(shape.image for shape in finding.shapes))
    named = [image for image in drawn_on if image is not None]
    return named or [image for number in finding.measurements for image in number.taken_from]


def go_to_image(views: Workspace, parts: Parts, image: ImageReference) -> bool:
    """Show an image as it was stored; False where it is not in a series on the screen."""
    _leave_volume(views)
    _turn_to(views, parts, [image])
    for number, viewport in enumerate(views.viewports):
        content, frame = viewport.content, viewport.frame
        if content is None or content.prior or frame is None:
            continue
        if (index := _picture_of(viewport, frame, [image])) is not None:
            _bring(views, number, content)
            views.scroll_to(number, index)
            views.set_active(number)
            return True
    return False


def go_to(views: Workspace, parts: Parts, finding: Finding) -> bool:
    """Show the place or the key image of a finding; False where it is not in a series on the screen."""
    references = images_of(finding)
    if finding.is_ai and not views.ai_shown:
        views.toggle_ai()
    _leave_volume(views)
    _turn_to(views, parts, references)
    own = {image.series_uid for image in references}
    shown = [(n, v, v.content) for n, v in enumerate(views.viewports) if v.content is not None]
    for number, viewport, content in sorted(shown, key=lambda s: s[2].series.series_uid not in own):
        frame = viewport.frame
        if content.prior:
            continue
        if (aim := _aim(content, finding)) is not None:
            _bring(views, number, content)
            views.set_cursor(aim, content.space())
            _pan_to(views, finding)
            return True
        if frame is not None and (index := _picture_of(viewport, frame, references)) is not None:
            _bring(views, number, content)
            views.scroll_to(number, index)
            if viewport.plane is Plane.STACK:
                _pan_to(views, finding)
            return True
    return False


def _bring(views: Workspace, number: int, content: Content) -> None:
    """Where a viewport is shown alone that does not show this series, one that does is shown alone. It plays no
    more."""
    for n, viewport in enumerate(views.viewports):
        if viewport.content is content:
            views.still(n)
    if views.maximised is not None and not any(views.viewports[n].content is content for n in views.shown):
        views.show_alone(number)


def place_in(content: Content, finding: Finding, index: int = 0) -> Vector | None:
    """Where a finding is in the coordinates of a picture; None where no way leads there from where it was found."""
    finding = settled(finding, content.spaces, content.study)
    way = content.relation(finding.space, index)
    return way.point(finding.place) if finding.place is not None and way.joined else None


def _aim(content: Content, finding: Finding) -> Vector | None:
    """Where one looks for a finding in a volume: at its place, on the image that the report names, if it has that.
    None where its place is not in this volume."""
    volume, place = content.image, place_in(content, finding)
    if not isinstance(volume, Volume) or place is None:
        return None
    index = volume.geometry.to_index(place)
    key = finding.key_image
    slices = [k for k, entry in enumerate(volume.entries) if key is not None and key.covers(entry)]
    if slices:
        column, row, k = index
        nearest = min(slices, key=lambda number: abs(number - k))
        return volume.geometry.to_patient((column, row, float(nearest)))
    inside = all(-EDGE <= i <= size - 1 + EDGE for i, size in zip(index, volume.geometry.size, strict=True))
    return place if inside else None


def _picture_of(viewport: Viewport, frame: Frame, references: list[ImageReference]) -> int | None:
    """The picture that shows the first of the images that it can show; the one that is shown stays, if it does."""
    assert viewport.content is not None
    entries = viewport.content.image.entries
    for reference in references:
        places = [place for place, entry in enumerate(entries) if reference.covers(entry)]
        pictures = places if viewport.plane is Plane.STACK else [frame.stored_index(k) for k in places]
        if pictures and (viewport.plane is Plane.STACK or frame.stored):
            return viewport.index if viewport.index in pictures else pictures[0]
    return None


def shows(views: Workspace, finding: Finding) -> bool:
    """Whether the finding can be seen now: its slice or image is drawn, and algorithms' findings are switched on.

    One that lies nowhere (it speaks of the whole exam) hides nothing.
    """
    references = images_of(finding)
    if finding.place is None and not references:
        return True
    if finding.is_ai and not views.ai_shown:
        return False
    if views.findings.looks.hides(finding.tracking_uid, finding.is_ai):
        return False
    return any(_shown_in(views.viewports[number], finding, references) for number in views.shown)


def _shown_in(viewport: Viewport, finding: Finding, references: list[ImageReference]) -> bool:
    content, frame = viewport.content, viewport.frame
    if content is None or frame is None or content.prior:
        return False
    if not content.has_slice(viewport.plane, viewport.index):
        return False
    image = content.image
    shown = range(*viewport.slab_range())
    if viewport.plane in ORTHOGONAL and (aim := _aim(content, finding)) is not None:
        index = frame.to_pixel(aim)[2]
        return -0.5 <= index <= frame.size[2] - 0.5 and round(index) in shown and _in_sight(viewport, finding)
    if viewport.plane is Plane.STACK:
        places = list(shown)
    else:
        places = [frame.stored_index(n) for n in shown] if frame.stored else []
    entries = [image.entries[place] for place in places]
    if not any(reference.covers(entry) for reference in references for entry in entries):
        return False
    return viewport.plane is not Plane.STACK or _in_sight(viewport, finding)


def _middle_of(viewport: Viewport, finding: Finding) -> tuple[float, float] | None:
    """(column, row) of the finding's place in the picture that is shown, at the edge where it is beside it; None
    where it has none there."""
    content, frame = viewport.content, viewport.frame
    if content is None or frame is None:
        return None
    if frame.in_patient and (place := place_in(content, finding, viewport.index)) is not None:
        column, row, _ = frame.to_pixel(place)
        return on_picture(frame, (column, row))
    flat = [point for shape in finding.shapes if not shape.in_patient for point in shape.points]
    if not flat:
        return None
    return on_picture(frame, (sum(p[0] for p in flat) / len(flat), sum(p[1] for p in flat) / len(flat)))


def _map_of(viewport: Viewport, frame: Frame) -> tuple[ScreenMap, float, float]:
    """The map of a viewport of the picture's own proportions, which shows no more than any other does."""
    across, down = frame.size[0] * frame.spacing[0], frame.size[1] * frame.spacing[1]
    if viewport.turns % 2:
        across, down = down, across
    shown = screen_map(
        frame, across, down, zoom=viewport.zoom, pan=viewport.pan, turns=viewport.turns, angle=viewport.angle,
        flipped=viewport.flipped, middle=viewport.area.middle if viewport.area is not None else None,
    )  # fmt: skip
    return shown, across, down


def _in_sight(viewport: Viewport, finding: Finding) -> bool:
    """Whether zoom and pan leave the finding's place in the viewport."""
    middle, frame = _middle_of(viewport, finding), viewport.frame
    if middle is None or frame is None:
        return True
    shown, across, down = _map_of(viewport, frame)
    x, y = shown.to_screen(*middle)
    return 0 <= x <= across and 0 <= y <= down


def _pan_to(views: Workspace, finding: Finding) -> None:
    """Where zoom and pan leave the place of a finding out of sight, move it to the middle."""
    for number in views.shown:
        viewport = views.viewports[number]
        middle, frame = _middle_of(viewport, finding), viewport.frame
        if viewport.content is None or viewport.content.prior or middle is None or frame is None:
            continue
        if _in_sight(viewport, finding):
            continue
        shown, across, down = _map_of(viewport, frame)
        x, y = shown.to_screen(*middle)
        pan = (viewport.pan[0] + (across / 2 - x) / shown.scale, viewport.pan[1] + (down / 2 - y) / shown.scale)
        views.change(number, pan=pan)


def _leave_volume(views: Workspace) -> None:
    """Let there be a picture in which a finding can be shown: not the volume view alone."""
    if all(views.viewports[number].plane is Plane.VOLUME for number in views.shown):
        if views.maximised is not None:
            views.toggle_maximised(views.maximised)
        else:
            views.set_plane(views.active, Plane.AXIAL)


def _turn_to(views: Workspace, parts: Parts, references: list[ImageReference]) -> None:
    """Show the part and the time that the first of the images lies in."""
    for content in views.contents():
        for reference in references if not content.prior else ():
            found = content.opened.find(reference.covers)
            if found is None:
                continue
            part, phase = found
            if part != content.part_number:
                parts.choose(content.series.series_uid, part)  # else all stays as it is arranged
            for number, viewport in enumerate(views.viewports):
                if viewport.content is not None and viewport.content.opened is content.opened:
                    parts.set_phase(number, phase)
                    return
