"""What of a finding can be dragged where the mouse is."""

from __future__ import annotations

from reader.views.model import ViewsModel
from reader.views.tools.reshape import ReshapeTool
from reader.views.ui.drawing import Hit


def gripped(views: ViewsModel, number: int, hit: Hit | None) -> ReshapeTool | None:
    """A handle, or the line of the chosen finding, which is dragged as a whole: not with a tool that measures,
    which begins there, and not where it can't be moved.

    number: of the viewport. hit: what is under the mouse in it.
    """
    if hit is None or hit.shape < 0:
        return None
    if hit.handle >= 0:
        return ReshapeTool(hit.tracking_uid, hit.shape, hit.handle)
    chosen = hit.tracking_uid == views.findings.selected and not views.tool.precise
    if chosen and views.measuring.can_move(number, hit.tracking_uid, hit.shape):
        return ReshapeTool(hit.tracking_uid, hit.shape, None)
    return None
