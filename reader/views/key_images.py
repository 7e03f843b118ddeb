"""Marking the image that is shown as a key image, by one key. Main thread only."""

from __future__ import annotations

from reader.core.commands import Command
from reader.core.text import mark, tr
from reader.findings.model import ImageReference
from reader.findings.own_key_images import tracking_uid
from reader.views.display import entry_at, header_of
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.single_slices import by_key
from reader.views.viewport import Viewport


def command(views: ViewsModel) -> Command:
    """Its key is for the pictures alone: elsewhere it presses buttons and is typed."""
    return Command(
        "views.key_image", mark("Mark as key image"), lambda: toggle(views), keys=("Space",), group="viewport",
        checked=lambda: is_marked(views),
    )  # fmt: skip


def toggle(views: ViewsModel) -> None:
    """Mark the image of the active viewport, or take its mark away; says which, or why that can't be done."""
    image = shown_image(views.active_viewport)
    if image is None:
        views.readout.emit(why_not(views.active_viewport))
        return
    if refusal := views.findings.history.refusal:
        views.readout.emit(tr("Key images can't be changed here: {reason}", reason=refusal))
        return
    views.key_image_toggled.emit(image)
    views.readout.emit(tr("Marked as key image.") if is_marked(views) else tr("No longer a key image."))


def is_marked(views: ViewsModel) -> bool:
    image = shown_image(views.active_viewport)
    return image is not None and views.findings.get(tracking_uid(image)) is not None


def shown_image(viewport: Viewport) -> ImageReference | None:
    """The one acquired image of this exam that is shown, of several frames with its number; None where another
    picture is."""
    content, entry = viewport.content, entry_at(viewport)
    if content is None or entry is None or content.prior or content.is_resampled or not viewport.has_picture:
        return None
    header = header_of(content, entry)
    if header is None:
        return None
    frames = (entry[1],) if header.frames > 1 or entry[1] > 1 else ()
    return ImageReference(header.sop_class_uid, entry[0], frames, content.series.series_uid)


def why_not(viewport: Viewport) -> str:
    """Why what is shown can't be a key image, in words."""
    content = viewport.content
    if content is None:
        return tr("There is no image in this viewport.")
    if content.prior:
        return tr("Only an image of the present exam can be a key image.")
    if viewport.plane is Plane.VOLUME:
        return tr("A volume view can't be a key image; mark an acquired image.")
    if viewport.is_slab:
        return tr("A slab can't be a key image; show single slices{key} to mark one.", key=by_key())
    if content.is_resampled:
        return tr("A computed picture can't be a key image; show the acquired images to mark one.")
    frame = viewport.frame
    if viewport.plane is not Plane.STACK and (frame is None or not frame.stored):
        return tr("A computed plane can't be a key image; mark an image of the plane that was acquired.")
    if entry_at(viewport) is None:
        return tr("No image was acquired here.")
    return tr("This image has not arrived yet.")
