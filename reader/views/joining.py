"""A statement of the user: the patient lies alike in two series of one exam, whose frames of reference differ.

What was found in the one is then drawn in the other, marked so. Until it is taken back, or the case is left.
"""

from __future__ import annotations

from reader.core.text import tr
from reader.spatial.space import Kinship, Space
from reader.views.content import Content
from reader.views.workspace import Workspace


def can_join(views: Workspace) -> bool:
    """Two series of one exam stand side by side, and nothing surer joins their spaces."""
    kinship = _kinship(views)
    return kinship is Kinship.UNRELATED or kinship is Kinship.DECLARED


def is_joined(views: Workspace) -> bool:
    return _kinship(views) is Kinship.DECLARED


def toggle_joined(views: Workspace) -> None:
    """State that the patient lies alike in both series that are compared, or take it back."""
    pair = _pair(views)
    if pair is None or not can_join(views):
        return
    if is_joined(views):
        views.spaces.withdraw(*pair)
    else:
        views.spaces.declare(*pair)
    views.follow_spaces()


def joined_text(content: Content) -> str:
    """ "User-aligned: series 2": what is drawn rests on the user's word; "" where it does not."""
    here = content.space()
    others = [
        str(series.number)
        for series in content.study.series
        if series.is_image and series.instances and series.series_uid != content.series.series_uid
        and _declared(content, here, content.spaces.of_image("", series.series_uid))
    ]  # fmt: skip
    return tr("User-aligned: series {numbers}", numbers=tr(", ").join(others)) if others else ""


def _declared(content: Content, here: Space, there: Space | None) -> bool:
    return content.spaces.relation(here, there).kinship is Kinship.DECLARED


def _kinship(views: Workspace) -> Kinship | None:
    pair = _pair(views)
    return views.spaces.relation(*pair).kinship if pair is not None else None


def _pair(views: Workspace) -> tuple[Space, Space] | None:
    """The spaces of two series of the exam that are compared; None where there are no two with a place in it."""
    if not views.arranged.compares:
        return None
    found = {
        viewport.content: viewport.content.space(viewport.index)
        for viewport in reversed(views.viewports)
        if viewport.content is not None and not viewport.content.prior
        and viewport.frame is not None and viewport.frame.in_patient
    }  # fmt: skip
    spaces = [found[content] for content in views.contents() if content in found]
    return (spaces[0], spaces[1]) if len(spaces) == 2 else None
