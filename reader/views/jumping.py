"""Going to a finding, in whatever part and at whatever time its image lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.findings.model import Finding, ImageReference
from reader.views.planes import Plane
from reader.volume.model import Volume

if TYPE_CHECKING:
    from reader.views.model import ViewsModel


def images_of(finding: Finding) -> list[ImageReference]:
    """The images that it names: its key image first."""
    named = [finding.key_image, *(shape.image for shape in finding.shapes)]
    return [image for image in named if image is not None]


def go_to(views: ViewsModel, finding: Finding) -> bool:
    """Show the place or the key image of a finding; False where it is not in a series on the screen."""
    references = images_of(finding)
    _turn_to(views, references)
    for number, viewport in enumerate(views.viewports):
        content, frame = viewport.content, viewport.frame
        if content is None or content.prior:
            continue
        if isinstance(content.image, Volume) and finding.place is not None:
            views.set_cursor(finding.place)
            return True
        for reference in references:
            find = content.image.slice_of if isinstance(content.image, Volume) else content.image.frame_of
            index = find(reference.sop_instance_uid, reference.frame)
            if index is None or frame is None:
                continue
            if viewport.plane is Plane.STACK:
                views.scroll_to(number, index)
                return True
            if frame.stored:
                views.scroll_to(number, frame.stored_index(index))
                return True
    return False


def _turn_to(views: ViewsModel, references: list[ImageReference]) -> None:
    """Show the part and the time that the first of the images lies in."""
    for content in views.contents():
        for reference in references if not content.prior else ():
            found = content.opened.find(reference.sop_instance_uid, reference.frame)
            if found is None:
                continue
            part, phase = found
            views.parts.choose(content.series.series_uid, part)
            for number, viewport in enumerate(views.viewports):
                if viewport.content is not None and viewport.content.opened is content.opened:
                    views.parts.set_phase(number, phase)
                    return
