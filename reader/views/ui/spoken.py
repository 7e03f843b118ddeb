"""What a screen reader says of a viewport."""

from __future__ import annotations

from reader.core.text import tr
from reader.dicom.values import day_text
from reader.views.readout import position_text
from reader.views.ui.overlay import plane_title
from reader.views.viewport import Viewport


def spoken(state: Viewport, number: int) -> str:
    """ "Viewport 1, Thorax 1.0, Axial, 12 / 275". number: of the viewport, from 0."""
    parts = [tr("Viewport {number}", number=number + 1)]
    if state.content is None:
        parts.append(tr("Nothing here yet"))
    else:
        if state.content.prior:
            parts.append(tr("Prior {date}", date=day_text(state.content.study.when)).rstrip())
        parts += [state.content.series.description, plane_title(state.plane), position_text(state)]
    return tr(", ").join(part for part in parts if part)
