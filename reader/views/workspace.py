"""Viewports on the screen: what is in each, how they are arranged, and the cursor that links them. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from psygnal import Signal

from reader.findings.model import FindingsModel, SegmentMask
from reader.spatial.space import Space, Spaces
from reader.views.content import Content
from reader.views.layers import CrosshairLayer, DraftLayer, FindingLayer, Layer, MaskLayer
from reader.views.layout import SINGLE, Layout
from reader.views.linking import Linking
from reader.views.placement import layout_for
from reader.views.planes import ORTHOGONAL, Plane
from reader.views.seen import Seen
from reader.views.sync import moves_along, same_scale
from reader.views.tools.registry import FIRST
from reader.views.viewport import Viewport, fresh
from reader.volume.model import Stack, Vector, Volume


class Workspace:
    """Main thread only.

    viewport_changed(n): viewport n has to be drawn anew. arrived(n): its series has gained slices, which may or
    may not change its picture. layout_changed: other viewports, or other series in them. measured(MeasuredShape):
    a person finished a measurement. series_wanted(str): the user goes to another series, or to a finding in one.
    regular_wanted(Content): to be shown on an even, upright grid.
    """

    layout_changed = Signal()
    viewport_changed = Signal(int)
    arrived = Signal(int)
    active_changed = Signal(int)
    overlays_changed = Signal()
    measured = Signal(object)
    series_wanted = Signal(str)
    regular_wanted = Signal(object)

    def __init__(self) -> None:
        self.layout = SINGLE
        self.viewports: list[Viewport] = [Viewport()]
        self.active = 0
        self.maximised: int | None = None
        self.tool = FIRST
        self.spaces = Spaces()
        self.cursor: Vector | None = None
        self.cursor_space: Space | None = None
        self.notice: tuple[str, ...] = ()
        self.crosshair = True
        self.linked = True
        self.ai_shown = True
        self.findings = FindingsModel()
        self.masks: tuple[SegmentMask, ...] = ()
        self.viewed = Seen()
        self._main: Content | None = None
        self._linking = Linking()
        self._listening: list[tuple[Volume | Stack, Callable[[int], None]]] = []

    # what is shown

    def arrange(self, content: Content) -> None:
        """Put a part on the screen by itself, in the layout that the rules of placement ask for."""
        self._main = content
        self.set_layout(layout_for(content))

    def has_main(self, content: Content) -> bool:
        """True for the series that the layouts arrange."""
        return self._main is content

    def replace_main(self, content: Content) -> None:
        """Another part of the same series is the one that the layouts arrange."""
        self._main = content

    def say_nothing_shown(self, *why: str) -> None:
        """Why there is no picture, for where the picture would be."""
        self.notice = tuple(line for line in why if line)
        self.overlays_changed.emit()

    def set_layout(self, layout: Layout) -> None:
        """Arrange the series on the screen, the main one first; each plane keeps its place in the patient."""
        main = self._main
        if main is None:
            self.put(layout, [Viewport() for _ in layout.panes])
            return
        if layout.needs_volume and not main.is_volume:
            layout = layout_for(main)
        shown = [main, *(content for content in self.contents() if content is not main)]
        before = {(v.content, v.plane): v for v in self.viewports if v.content is not None}
        if main not in self.contents() or not main.relation(self.cursor_space).joined:
            self.cursor, self.cursor_space = main.middle, main.space()
        windows = {v.content: v.window for v in reversed(self.viewports) if v.plane is not Plane.VOLUME}
        viewports = []
        for pane in layout.panes:
            content = shown[pane.series] if pane.series < len(shown) else None
            if content is None:
                viewports.append(Viewport())
                continue
            plane = pane.plane if pane.plane is not None and content.is_volume else content.first_plane
            kept = before.pop((content, plane), None)
            viewports.append(kept or fresh(content, plane, windows.get(content)))
        self.put(layout, viewports)
        self._place_again()

    def set_plane(self, number: int, plane: Plane) -> None:
        """Show another plane of the same volume in a viewport."""
        viewport = self.viewports[number]
        if viewport.content is None or not viewport.content.is_volume or viewport.plane is plane:
            return
        self.viewports[number] = fresh(viewport.content, plane, viewport.window)
        self.layer_again()
        self._linking.begin(self.layout, self.viewports)
        self._place_again()
        self.layout_changed.emit()

    def put(self, layout: Layout, viewports: list[Viewport]) -> None:
        self.layout = layout
        self.viewports = viewports
        self.layer_again()
        self.maximised = None
        self.active = min(self.active, len(viewports) - 1)
        self._linking.begin(layout, viewports)
        self._listen()
        self.layout_changed.emit()

    def toggle_maximised(self, number: int) -> None:
        """This viewport alone, or all of them again."""
        self.maximised = None if self.maximised is not None or len(self.viewports) == 1 else number
        self.set_active(number)
        self.layout_changed.emit()

    @property
    def shown(self) -> list[int]:
        """The viewports that are on the screen now."""
        return [self.maximised] if self.maximised is not None else list(range(len(self.viewports)))

    def set_active(self, number: int) -> None:
        if number != self.active and 0 <= number < len(self.viewports):
            self.active = number
            if self.maximised is not None and self.maximised != number:
                self.maximised = number
                self.layout_changed.emit()
            self.active_changed.emit(number)

    @property
    def active_viewport(self) -> Viewport:
        return self.viewports[self.active]

    def contents(self) -> list[Content]:
        """The series on the screen, each once, the main one first."""
        found: list[Content] = []
        for viewport in self.viewports:
            if viewport.content is not None and viewport.content not in found:
                found.append(viewport.content)
        return found

    # moving through it

    def scroll_to(self, number: int, index: int) -> None:
        """Show a slice; the cursor and linked viewports follow."""
        viewport = self.viewports[number]
        if not viewport.count:
            return
        index = min(max(index, 0), viewport.count - 1)
        if index == viewport.index:
            return
        frame = viewport.frame
        moved = index - viewport.index
        viewport.index = index
        self.viewport_changed.emit(number)
        if frame is not None and viewport.plane in ORTHOGONAL and viewport.content is not None:
            if (cursor := self.cursor_in(viewport)) is not None:
                x, y, z = (float(c + s * moved) for c, s in zip(cursor, frame.step, strict=True))
                self.place((x, y, z), viewport.content.space(), leader=number)
            if self.linked:
                self.follow(number)

    def scroll(self, number: int, slices: int) -> None:
        self.scroll_to(number, self.viewports[number].index + slices)

    def set_cursor(self, point: Vector, space: Space | None = None) -> None:
        """Move the crosshair to a point in LPS mm of a space, that of the main series by default; every plane whose
        space is related to it goes there."""
        self.place(point, space or (self._main.space() if self._main is not None else None))
        if self.linked:
            self.follow(self.active)

    def cursor_in(self, viewport: Viewport) -> Vector | None:
        """The cursor in the coordinates of a viewport; None where there is no way from its space to that one's."""
        if viewport.content is None or self.cursor is None:
            return None
        way = viewport.content.relation(self.cursor_space, viewport.index)
        return way.point(self.cursor) if way.joined else None

    def crosshair_in(self, viewport: Viewport) -> Vector | None:
        """Where the crosshair is drawn: in a plane beside another one that has the cursor too; None for nowhere."""
        cursor = self.cursor_in(viewport)
        if not self.crosshair or viewport.plane not in ORTHOGONAL or cursor is None:
            return None
        others = (self.viewports[number] for number in self.shown)
        planes = (o.plane for o in others if o.plane in ORTHOGONAL and self.cursor_in(o) is not None)
        return cursor if any(plane is not viewport.plane for plane in planes) else None

    def place(self, point: Vector, space: Space | None, leader: int | None = None) -> None:
        self.cursor, self.cursor_space = point, space
        for number, viewport in enumerate(self.viewports):
            frame, cursor = viewport.frame, self.cursor_in(viewport)
            if frame is None or viewport.plane not in ORTHOGONAL or cursor is None:
                continue
            if number != leader:
                viewport.index = min(max(round(frame.to_pixel(cursor)[2]), 0), frame.size[2] - 1)
            self.viewport_changed.emit(number)

    def follow_spaces(self) -> None:
        """Other spaces are joined than before."""
        self._linking.begin(self.layout, self.viewports)
        self._place_again()
        self.overlays_changed.emit()

    def toggle_link(self) -> None:
        """Linked scrolling on or off; switched on again, the slices shown now belong together."""
        self.linked = not self.linked
        if self.linked:
            self._linking.begin_here(self.viewports)
            self.change(self.active)
        self.overlays_changed.emit()

    def toggle_crosshair(self) -> None:
        self.crosshair = not self.crosshair
        self.overlays_changed.emit()

    # how it is shown

    def change(self, number: int, **changes: Any) -> None:
        """Change fields of one viewport (zoom, pan, turns, flipped, slab, camera, preset, playing). Zoom and pan go
        for those that are linked with it too."""
        own = self.viewports[number]
        for name, value in changes.items():
            setattr(own, name, value)
        for n in self.same_scale(number):
            other = self.viewports[n]
            other.zoom = own.zoom
            if moves_along(self.layout, own, other):
                other.pan = own.pan
            if n != number:
                self.viewport_changed.emit(n)
        self.viewport_changed.emit(number)

    def same_scale(self, number: int) -> tuple[int, ...]:
        """The viewports that show a millimetre as large as this one, itself among them."""
        return same_scale(self.layout, self.viewports, number, linked=self.linked)

    def toggle_ai(self) -> None:
        self.ai_shown = not self.ai_shown
        self.overlays_changed.emit()

    # inside

    def layer_again(self) -> None:
        """Over every image what belongs over it now: of its kind in the place of what was there, else above."""
        for viewport in self.viewports:
            over = {type(layer): layer for layer in self._over(viewport.content)}
            kept = tuple(over.pop(type(layer), layer) for layer in viewport.layers)
            viewport.layers = (*kept, *over.values())

    def _over(self, content: Content | None) -> tuple[Layer, ...]:
        """A prior shows nothing that was found in the current exam."""
        if content is None:
            return ()
        if content.prior:
            return (CrosshairLayer(), DraftLayer())
        return (MaskLayer(self.masks), CrosshairLayer(), FindingLayer(self.findings), DraftLayer())

    def _place_again(self) -> None:
        """The cursor stays where it is; planes that are new go there."""
        if self.cursor is not None:
            self.place(self.cursor, self.cursor_space)

    def follow(self, leader: int) -> None:
        """Linked viewports show the slices that belong to what this one shows."""
        for number, index in self._linking.followers(self.viewports, leader):
            self.viewports[number].index = index
            self.viewport_changed.emit(number)

    def _listen(self) -> None:
        for image, slot in self._listening:
            image.filled.disconnect(slot, missing_ok=True)
        self._listening.clear()
        for content in self.contents():
            for image in content.part.images:
                slot = self._filled_slot(content, image)
                image.filled.connect(slot)
                self._listening.append((image, slot))

    def _filled_slot(self, content: Content, image: Volume | Stack) -> Callable[[int], None]:
        def filled(index: int) -> None:
            for number, viewport in enumerate(self.viewports):
                if viewport.content is content and content.image is image:
                    self.arrived.emit(number)

        return filled
