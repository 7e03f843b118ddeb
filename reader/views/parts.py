"""The parts of the series on the screen and the times of 4D ones: which is shown. No Qt; main thread only."""

from __future__ import annotations

from dataclasses import replace

from psygnal import Signal

from reader.core.text import mark
from reader.study.model import Series, Study
from reader.views.content import Content
from reader.views.layout import Layout
from reader.views.placement import layout_for, worth_planes
from reader.views.planes import ORTHOGONAL, Plane
from reader.views.seen import PartOutline
from reader.views.states.applying import own_of
from reader.views.sync import same_values
from reader.views.viewport import fresh
from reader.views.workspace import Workspace
from reader.volume.model import OpenedSeries, Part
from reader.volume.resample import can_be_regular


class Parts:
    """changed(series UID): what parts a series has is known. phase_changed: another time of a 4D part is shown."""

    changed = Signal(str)
    phase_changed = Signal()

    def __init__(self, views: Workspace) -> None:
        self._views = views
        self._chosen: dict[str, int] = {}
        self._awaited: tuple[str, int] | None = None

    def clear(self) -> None:
        self._chosen.clear()
        self._awaited = None

    def content(self, study: Study, series: Series, opened: OpenedSeries, prior: bool) -> Content:
        """The part of an opened series that was chosen, else its main one."""
        chosen = self._chosen.get(series.series_uid, opened.main)
        part = chosen if chosen < len(opened.parts) else opened.main
        content = Content(study, series, opened, part, prior, spaces=self._views.spaces)
        self._announce(content)
        return content

    def outline(self, series_uid: str) -> tuple[PartOutline, ...]:
        """The parts of a series that was opened; () where they are not known."""
        return self._views.viewed.outlines.get(series_uid, ())

    def choose(self, series_uid: str, part: int) -> None:
        """Show a part of a series; where the series is not on the screen it is asked for."""
        self._chosen[series_uid], self._awaited = part, None
        for old in self._views.contents():
            if old.series.series_uid != series_uid or part >= len(old.opened.parts):
                continue
            with self._views.steps.take(mark("Other series shown")):
                if part != old.part_number:
                    self._change(old, _another_part(old, part))
                elif self._views.has_main(old) and self._views.layout.compares:
                    self._views.arrange(old)  # it alone again
            return
        self._views.series_wanted.emit(series_uid)

    def drop(self, number: int, series_uid: str, part: int) -> None:
        """Show a part of a series in this viewport; the others stay as they are.

        A series that is not on the screen is asked for, and is shown here once it has been opened (`take_dropped`).
        """
        self._chosen[series_uid], self._awaited = part, None
        for shown in self._views.contents():
            if shown.series.series_uid == series_uid and part < len(shown.opened.parts):
                with self._views.steps.take(mark("Other series shown")):
                    self.put_in(number, shown if shown.part_number == part else _another_part(shown, part))
                return
        self._awaited = (series_uid, self._views.viewports[number].id)
        self._views.series_wanted.emit(series_uid)

    def take_dropped(self, content: Content) -> bool:
        """Whether it was dropped on a viewport, and is shown there now. An earlier exam has a side of its own."""
        awaited, self._awaited = self._awaited, None
        number = self._views.number_of(awaited[1]) if awaited is not None else None
        if awaited is None or awaited[0] != content.series.series_uid or number is None:
            return False
        if content.prior and not self._views.compares_on(self._views.screen_of(number)):
            return False
        self.put_in(number, content)
        return True

    def put_in(self, number: int, content: Content) -> None:
        """Show it in this viewport, of tiles in all of them; on a first screen that has no other it is arranged by
        itself."""
        views = self._views
        screen = views.screen_of(number)
        if screen == 0 and len(views.screens[0]) == 1 and not views.layout.stays:
            views.arrange(content)
            return
        if tiles := views.tiling.beside(number):
            number = tiles.start
        viewports = list(views.viewports)
        others = [n for n, v in enumerate(viewports) if n != number and v.content is not None]
        leader = others[0] if views.compares_on(screen) and views.linked and others else None
        beside = viewports[leader] if leader is not None else None
        new = viewports[number] = fresh(content, content.first_plane)
        if beside is not None and beside.content is not None:
            if worth_planes(content) and beside.plane in ORTHOGONAL:
                new = viewports[number] = fresh(content, beside.plane)
            new.zoom, new.pan = own_of(beside, "zoom"), own_of(beside, "pan")
            own = views.layout_on(screen).stays and not content.prior  # another series of the exam has its own
            if same_values(content, beside.content) and not own:
                new.window = own_of(beside, "window")
        if not content.prior and not any(v.content is not None and views.has_main(v.content) for v in viewports):
            views.replace_main(content)
        views.put(views.layout, viewports)
        if leader is not None:
            views.follow(leader)
        views.set_active(number)

    def _change(self, old: Content, new: Content) -> None:
        """Another part where the old one was: at the same place and as large, as far as it has that place."""
        views = self._views
        new.phase = old.phase if new.phases == old.phases else 0
        before = {v.plane: v for v in views.viewports if v.content is old}
        cursor, space = (views.cursor if old.is_volume and new.is_volume else None), views.cursor_space
        if views.has_main(old):
            views.replace_main(new)
        if views.has_main(new) and not views.layout.compares:
            views.set_layout(_kept(views.layout, old, new))
        else:
            views.put(
                views.layout, [fresh(new, new.first_plane) if v.content is old else v for v in views.viewports]
            )
        for viewport in views.viewports:
            same = before.get(viewport.plane) if viewport.content is new else None
            if same is not None:
                viewport.slab = same.slab
                for name in ("turns", "flipped", "angle", "zoom", "pan"):
                    setattr(viewport, name, own_of(same, name))
        if cursor is not None and new.relation(space).joined:
            views.place(cursor, space)

    def take_series(self, series: Series) -> None:
        """More is known of a series on the screen: every instance is listed, its parts have their names."""
        self._views.spaces.take(series)
        for content in self._views.contents():
            if content.series.series_uid == series.series_uid:
                content.series = series
                self._announce(content)

    def _announce(self, content: Content) -> None:
        if self._views.viewed.note_parts(content.opened):
            self.changed.emit(content.series.series_uid)

    def can_be_regular(self, number: int) -> bool:
        """The part in a viewport is tilted or unevenly spaced, or shown as computed: that can be switched."""
        content = self._views.viewports[number].content
        if content is None or content.resampled is not None or not content.issues:
            return content is not None and content.resampled is not None
        return can_be_regular(content.part, content.plane_of)

    def toggle_regular(self, number: int) -> None:
        """Ask for the part on an even grid with right angles; the same again shows it as it was acquired."""
        content = self._views.viewports[number].content
        if content is None:
            return
        if content.resampled is not None:
            self.set_resampled(content, None)
        elif self.can_be_regular(number):
            self._views.regular_wanted.emit(content)

    def set_resampled(self, content: Content, part: Part | None) -> None:
        """Show the part as computed on another grid; None: as it was acquired."""
        views = self._views
        if content not in views.contents() or part is content.resampled:
            return
        content.resampled, cursor, space = part, views.cursor, views.cursor_space
        fits = content.is_volume
        viewports = [
            fresh(
                content, v.plane if fits and v.plane is not Plane.STACK else content.first_plane,
                own_of(v, "window"),
            )
            if v.content is content
            else v
            for v in views.viewports
        ]
        views.put(views.layout, viewports)
        if cursor is not None:
            views.place(cursor, space)
        views.steps.forget()  # they showed the grid before

    def set_phase(self, number: int, phase: int) -> None:
        """Another time of the part in a viewport, in every viewport that shows it; place and window stay."""
        content = self._views.viewports[number].content
        if content is None or content.phases < 2:
            return
        phase = min(max(phase, 0), content.phases - 1)
        if phase == content.phase:
            return
        content.phase = phase
        for n, viewport in enumerate(self._views.viewports):
            if viewport.content is content:
                self._views.viewport_changed.emit(n)
        self.phase_changed.emit()

    def step_phase(self, number: int, step: int, *, around: bool = False) -> None:
        content = self._views.viewports[number].content
        if content is not None and content.phases > 1:
            phase = content.phase + step
            self.set_phase(number, phase % content.phases if around else phase)


def _another_part(content: Content, part: int) -> Content:
    """Another part of the same series, as it was acquired, at its first time."""
    return replace(content, part_number=part, phase=0, resampled=None)


def _kept(layout: Layout, old: Content, new: Content) -> Layout:
    """The layout in which another part is shown: planes of a volume stay as the user has them, and one viewport too
    where planes would have been shown of the part before it."""
    asked = layout_for(new)
    if layout.stays:
        return layout
    stays = layout.needs_volume or layout_for(old).needs_volume
    return layout if asked.needs_volume and stays else asked
