"""A stage of a hanging protocol on the screen: each pane as soon as its series is there. No Qt; main thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reader.core.text import mark
from reader.study.model import Series, Study, Window
from reader.views.content import Content
from reader.views.grids import tree_without
from reader.views.hanging.matching import Candidate, Hung
from reader.views.hanging.protocol import Look, Stage
from reader.views.layout import Layout, Pane
from reader.views.model import ViewsModel
from reader.views.placement import worth_planes
from reader.views.sync import same_values
from reader.views.viewport import Viewport, fresh
from reader.volume.model import OpenedSeries, Stack, Volume


@dataclass(frozen=True)
class _Placed:
    """index: the image of a stack that hangs there, None for where a series begins."""

    content: Content
    index: int | None = None


class StageOnScreen:
    """Fills the panes of one stage. It ends as soon as the user has arranged the screen otherwise."""

    def __init__(self, views: ViewsModel, stage: Stage, hung: Hung) -> None:
        self.stage, self.hung = stage, hung
        self._views = views
        self._layout = _without_empty(stage.layout, hung) if stage.arranged else stage.layout
        several = len(self._layout.panes) > 1
        self._by_itself: bool | None = None if stage.arranged and several else stage.arranged  # None: it will tell
        self._contents: dict[tuple[str, int], Content] = {}
        self._begun = False

    @property
    def ended(self) -> bool:
        own = [pane.id for pane in self._layout.panes]
        return self._begun and [pane.id for pane in self._views.layout.panes] != own

    @property
    def series(self) -> list[Candidate]:
        """What has to be opened, in the order of the images: one for each series. The first alone as long as that
        has to tell whether the others hang beside it."""
        found: dict[str, Candidate] = {}
        for number in sorted(self.hung):
            found.setdefault(self.hung[number].series.series_uid, self.hung[number])
        return list(found.values())[: 1 if self.waits or self._by_itself else None]

    @property
    def waits(self) -> bool:
        """Whether more of it is known only when its first series has come."""
        return self._by_itself is None

    def take(self, study: Study, series: Series, opened: OpenedSeries, *, prior: bool) -> None:
        """A series has been opened: it hangs where it belongs, if nothing else was put there meanwhile."""
        for content in self._views.contents():
            if content.opened is opened:  # it stays what it is, in another place
                self._contents.setdefault((series.series_uid, content.part_number), content)
        if self._by_itself is None:
            self._by_itself = worth_planes(self._views.parts.content(study, series, opened, prior))
        alone = self._by_itself or (self._layout.needs_volume and not _is_volume(opened))
        if alone and not prior:
            if not self._by_itself or series.series_uid == self.series[0].series.series_uid:
                self._show_arranged(study, series, opened)
            return
        placed = {
            number: self._place(candidate, study, series, opened, prior)
            for number, candidate in self.hung.items()
            if candidate.series.series_uid == series.series_uid
        }
        if not placed or self.ended or self._by_itself:
            return
        steps = self._views.steps
        with steps.moving(id(self)), steps.take(mark("Hung by a protocol"), arriving=True):
            if self._begun:
                self._fill(placed)
            else:
                self._begin(placed)

    def _show_arranged(self, study: Study, series: Series, opened: OpenedSeries) -> None:
        """As a series of the exam that is opened by itself."""
        there = next((content for (uid, _), content in self._contents.items() if uid == series.series_uid), None)
        content = there or self._views.parts.content(study, series, opened, False)
        with self._views.steps.take(mark("Hung by a protocol"), arriving=there is None):
            self._views.arrange(content)
        self._link()

    def _begin(self, placed: Mapping[int, _Placed]) -> None:
        views, layout = self._views, self._layout
        first = self._take_main(placed)
        self._begun = True
        further = views.viewports[views.screens[0].stop :]
        views.put(layout, [*(self._viewport(pane, placed) for pane in layout.panes), *further])
        views.begin_at(first)
        self._link()

    def _link(self) -> None:
        if self.stage.linked is not None:
            self._views.set_linked(self.stage.linked)

    def _take_main(self, placed: Mapping[int, _Placed]) -> Content:
        """What the layouts arrange from now on: the first series of the exam, a prior only as long as there is
        nothing else."""
        views, found = self._views, [placed[number].content for number in sorted(placed)]
        current = [content for content in found if not content.prior]
        if views.main is None or not self._begun or (views.main.prior and current):
            views.replace_main((current or found)[0])
        return views.main or found[0]

    def _fill(self, placed: Mapping[int, _Placed]) -> None:
        views = self._views
        self._take_main(placed)
        own = [self._viewport(pane, placed) for pane in self._layout.panes]
        kept = [new if old.content is None else old for old, new in zip(views.viewports, own, strict=False)]
        for old, new in zip(views.viewports, kept, strict=False):
            new.id = old.id
        views.put(views.layout, [*kept, *views.viewports[len(kept) :]])
        if views.main is not None:
            views.begin_at(views.main)
        leader = next((n for n, v in enumerate(views.viewports) if v.content is views.main and v.count), None)
        if views.linked and leader is not None:
            views.follow(leader)  # what has come shows the same place at once

    def _viewport(self, pane: Pane, placed: Mapping[int, _Placed]) -> Viewport:
        here = placed.get(pane.series)
        if here is None:
            return Viewport()
        content, look = here.content, self.stage.looks.get(pane.id, Look())
        plane = pane.plane if pane.plane is not None and content.is_volume else content.first_plane
        viewport = fresh(content, plane)
        if here.index is not None:
            viewport.index = here.index
        if look.window is not None:
            viewport.window, viewport.apart = Window(*look.window), True
        elif content.prior and self._views.main is not None and same_values(content, self._views.main):
            viewport.window = self._views.main_window()
        viewport.inverted, viewport.zoom, viewport.colour_map = look.inverted, look.zoom, look.colours
        wall = _chest_wall(here)
        viewport.flipped = bool(look.chest_wall) and wall not in ("", look.chest_wall)
        viewport.wall = look.chest_wall if wall else ""
        return viewport

    def _place(
        self, candidate: Candidate, study: Study, series: Series, opened: OpenedSeries, prior: bool
    ) -> _Placed:
        chosen = self._views.parts.content(study, series, opened, prior)
        part, index = chosen.part_number, None
        uid = candidate.instance.sop_instance_uid if candidate.instance is not None else ""
        if (found := image_in(opened, uid)) is not None:
            part, index = found
        content = self._contents.setdefault((series.series_uid, part), chosen)
        content.part_number = part
        return _Placed(content, index)


def _without_empty(layout: Layout, hung: Hung) -> Layout:
    """Without the panes of what the exam has not."""
    (tree,) = layout.screens
    for pane in layout.panes:
        if pane.series not in hung:
            tree = tree_without(tree, pane.id) or tree
    return replace(layout, screens=(tree,))


def image_in(opened: OpenedSeries, sop_instance_uid: str) -> tuple[int, int] | None:
    """(part, place in its stack) of an image of one frame; None where no stack has it."""
    for number, part in enumerate(opened.parts):
        image = part.images[0]
        if isinstance(image, Stack) and (sop_instance_uid, 1) in image.frames:
            return number, image.frames.index((sop_instance_uid, 1))
    return None


def _is_volume(opened: OpenedSeries) -> bool:
    return isinstance(opened.parts[opened.main].images[0], Volume)


def _chest_wall(placed: _Placed) -> str:
    """The side of the stored picture that the chest wall is on, by Patient Orientation (0020,0020); "" unknown."""
    image = placed.content.image
    if not isinstance(image, Stack) or placed.index is None:
        return ""
    instance = image.instances.get(image.frames[placed.index][0])
    along_rows = instance.patient_orientation[0] if instance is not None else ""
    return {"P": "right", "A": "left"}.get(along_rows[:1], "")
