"""Viewports on the screen: what is in each, how they are arranged, and the cursor that links them. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from psygnal import Signal

from reader.core.text import mark
from reader.findings.model import FindingsModel, SegmentMask
from reader.spatial.space import Space, Spaces
from reader.views.arranging import filled
from reader.views.content import Content
from reader.views.layers import CrosshairLayer, DraftLayer, FindingLayer, Layer, MaskLayer
from reader.views.layout import SINGLE, Layout, Pane, has_beside
from reader.views.linking import Linking
from reader.views.looks import drawn_like
from reader.views.placement import layout_for
from reader.views.planes import ORTHOGONAL, Plane
from reader.views.pointing import is_in_patient, is_there, nearest_images, pictured_beside
from reader.views.presentation import SizeMode
from reader.views.reference_lines import crosses
from reader.views.seen import Seen
from reader.views.steps import Steps, title_of
from reader.views.sync import moves_along, same_scale
from reader.views.tiling import Tiling
from reader.views.tools.registry import FIRST
from reader.views.tools.tool import Pixel
from reader.views.viewport import Viewport, fresh
from reader.volume.model import Stack, Vector, Volume

_REMEMBERED = 32
"""Viewports that were active: where the active one goes, the one before it is active again."""


class Workspace:
    """Main thread only. One for all windows: each shows one of its screens.

    main: the series that the layouts arrange. layout: as chosen for the first screen, further: for each of those
    after it; arranged: all of them. viewports: of all screens, in the order of the panes. steps: what verbs change
    can be undone.

    viewport_changed(n): viewport n has to be drawn anew. cursor_moved(n): only its crosshair has. arrived(n): its
    series has gained slices, which may or may not change its picture. layout_changed: other viewports, or other
    series in them. measured(MeasuredShape): a person finished a measurement. naming_wanted(tracking UID, at once):
    a finding is to be named where it is drawn; at once: it takes the keyboard. measure_menu_wanted(screen).
    series_wanted(str): the user goes to another series, or to a finding in one. regular_wanted(Content): to be
    shown on an even, upright grid.
    size_wanted(n, `SizeMode`): its picture as large as that on the display.
    """

    layout_changed = Signal()
    viewport_changed = Signal(int)
    cursor_moved = Signal(int)
    arrived = Signal(int)
    active_changed = Signal(int)
    overlays_changed = Signal()
    measured = Signal(object)
    naming_wanted = Signal(str, bool)
    measure_menu_wanted = Signal(int)
    series_wanted = Signal(str)
    regular_wanted = Signal(object)
    size_wanted = Signal(int, SizeMode)

    def __init__(self) -> None:
        self.layout = self.arranged = SINGLE
        self.further: tuple[Layout, ...] = ()
        self._ids = count(1)
        self.viewports: list[Viewport] = [Viewport(id=next(self._ids))]
        self.active = 0
        self._were_active: list[int] = []
        self.maximised: int | None = None
        self.tool = FIRST
        self.spaces = Spaces()
        self.cursor: Vector | None = None
        self.cursor_space: Space | None = None
        self.notice: tuple[str, ...] = ()
        self.crosshair, self.values_shown = True, False
        self.linked = True
        self.ai_shown = True
        self.findings = FindingsModel()
        self.masks: tuple[SegmentMask, ...] = ()
        self.viewed = Seen()
        self.main: Content | None = None
        self.steps = Steps(self)
        self.tiling = Tiling(self)
        self._linking = Linking()
        self._listening: list[tuple[Volume | Stack, Callable[[int], None]]] = []

    # what is shown

    def arrange(self, content: Content) -> None:
        """Put a part on the screen by itself, in the layout that the rules of placement ask for."""
        self.main = content
        self.set_layout(layout_for(content))

    def has_main(self, content: Content) -> bool:
        """True for the series that the layouts arrange."""
        return self.main is content

    def replace_main(self, content: Content) -> None:
        """Another part of the same series is the one that the layouts arrange."""
        self.main = content

    def say_nothing_shown(self, *why: str) -> None:
        """Why there is no picture, for where the picture would be."""
        self.notice = tuple(line for line in why if line)
        self.overlays_changed.emit()

    def set_layout(self, layout: Layout) -> None:
        """Arrange the series on the first screen, the main one first; each plane keeps its place in the patient."""
        with self.steps.take(mark("Layout changed")):
            self.lay_out(layout, self.contents(), self.further)

    def layout_on(self, screen: int) -> Layout:
        """As chosen for this screen."""
        return self.further[screen - 1] if screen else self.layout

    def contents_on(self, screen: int) -> list[Content]:
        """The series on this screen, that of the active viewport first."""
        own = self.active_viewport.content
        return sorted(self.contents_of(self.screens[screen]), key=lambda content: content is not own)

    def lay_out(self, layout: Layout, contents: Sequence[Content], further: Sequence[Layout]) -> None:
        """These series on the first screen, after the main one; what is on other screens stays where its pane
        does."""
        main, arranged = self.main, layout.on_screens(further)
        if main is None:
            self.put(layout, [Viewport() for _ in arranged.panes], further)
            return
        if layout.needs_volume and not main.is_volume:
            layout = layout_for(main)
            arranged = layout.on_screens(further)
        shown = [main, *(content for content in contents if content is not main)]
        elsewhere = self._on_further_screens() if further else {}
        first = self.screens[0]
        others = [v for v in self.viewports[first.stop :] if v not in elsewhere.values()]
        free = [*others, *self.viewports[: first.stop]]  # of two that show the same the first screen's is kept
        if main not in self.contents() or not main.relation(self.cursor_space).joined:
            self.cursor, self.cursor_space = main.middle, main.space()
        panes = arranged.panes
        new = iter(filled([pane for pane in panes if pane not in elsewhere], shown, free, self.viewports))
        self.put(layout, [elsewhere.get(pane) or next(new) for pane in panes], further)
        self.place_again()

    def set_plane(self, number: int, plane: Plane) -> None:
        """Show another plane of the same volume in a viewport."""
        viewport = self.viewports[number]
        if viewport.content is None or not viewport.content.is_volume or viewport.plane is plane:
            return
        if plane is Plane.VOLUME and self.tiling.beside(number):
            return  # there are no images of it to go through
        with self.steps.take(mark("Other plane shown")):
            new = self.viewports[number] = drawn_like(fresh(viewport.content, plane, viewport.window), viewport)
            new.id = viewport.id
            if tiles := self.tiling.beside(number):
                self.tiling.lay(tiles, new)
            self.layer_again()
            self._linking.begin(self.arranged, self.viewports)
            self.place_again()
        self.layout_changed.emit()

    def put(
        self, layout: Layout, viewports: list[Viewport], further: Sequence[Layout] | None = None
    ) -> None:
        """Show these viewports, one for each pane of the layouts: that of the first screen, and those of
        the screens after it, by default as they are arranged."""
        further = self.further if further is None else tuple(further)
        arranged = layout.on_screens(further)
        active = self._recent(self.active_viewport.id)
        self._give_ids(arranged, viewports)
        self.layout, self.further, self.arranged, self.viewports = layout, further, arranged, viewports
        self._keep_a_main()
        for screen, numbers in enumerate(self.screens):
            if self.layout_on(screen).tiles:
                self.tiling.lay(numbers, viewports[numbers.start])
        self.layer_again()
        self.maximised = None
        there = [number for one in active if (number := self.number_of(one)) is not None]
        self.active = there[0] if there else min(self.active, len(viewports) - 1)
        self._linking.begin(arranged, viewports)
        self._listen()
        self.layout_changed.emit()

    def _keep_a_main(self) -> None:
        """A series of the exam is the main one, where one is shown: not a prior, nor one that is gone."""
        shown = [content for content in self.contents() if not content.prior]
        if shown and self.main not in shown:
            self.main = shown[0]

    def put_in_place(self, viewports: Sequence[Viewport]) -> None:
        """Show these in the panes of those that are there, which nothing else changes of."""
        fixed = [(v.plane, v.count > 1) for v in self.viewports]
        self.viewports = list(viewports)
        self.layer_again()
        if [(v.plane, v.count > 1) for v in self.viewports] != fixed:
            self._linking.begin(self.arranged, self.viewports)  # else slices that belong together still do
        self._listen()
        self.layout_changed.emit()

    def _give_ids(self, arranged: Layout, viewports: Sequence[Viewport]) -> None:
        """One that is kept has its own, one that is new that of the pane it is put into, if the pane was there."""
        before = {pane.id: viewport.id for pane, viewport in zip(self.arranged.panes, self.viewports, strict=True)}
        taken = {viewport.id for viewport in viewports}
        for pane, viewport in zip(arranged.panes, viewports, strict=True):
            if not viewport.id:
                kept = before.get(pane.id, 0)
                viewport.id = kept if kept and kept not in taken else next(self._ids)

    def number_of(self, viewport_id: int) -> int | None:
        """Where the viewport of this id is in `viewports`; None where the layout has it no more."""
        for number, viewport in enumerate(self.viewports):  # asked for many times a painting: no generator
            if viewport.id == viewport_id:
                return number
        return None

    # screens

    @property
    def screens(self) -> tuple[range, ...]:
        """For each screen the numbers of its viewports."""
        return self.arranged.numbers

    def screen_of(self, number: int) -> int:
        """The screen that a viewport is on."""
        return next(screen for screen, numbers in enumerate(self.screens) if number in numbers)

    @property
    def active_screen(self) -> int:
        """The screen with the active viewport."""
        return self.screen_of(self.active)

    def active_on(self, screen: int) -> int:
        """The active viewport, the first of this screen where that is on another one."""
        numbers = self.screens[screen]
        return self.active if self.active in numbers else numbers.start

    def is_alone_on(self, screen: int) -> bool:
        """One viewport fills this screen, maximised."""
        return self.maximised in self.screens[screen]

    def compares_on(self, screen: int) -> bool:
        """Series of several exams may be shown on this screen."""
        return has_beside(self.arranged.screens[screen])

    def _on_further_screens(self) -> dict[Pane, Viewport]:
        """What is on the screens after the first: it stays where the panes do."""
        numbers = range(self.screens[0].stop, len(self.viewports))
        return {self.arranged.panes[number]: self.viewports[number] for number in numbers}

    # on a screen

    def toggle_maximised(self, number: int) -> None:
        """This viewport alone on its screen, or all of them again."""
        own = self.screens[self.screen_of(number)]
        with self.steps.take(mark("Layout changed")):
            if len(own) > 1 and self.maximised in own:
                self._all_again()
            elif len(own) > 1:
                self.maximised = number
            self.set_active(number)
            self.layout_changed.emit()

    def show_alone(self, number: int | None) -> None:
        """This viewport alone on its screen; None for all of every screen."""
        if number != self.maximised:
            self._all_again()
            self.maximised = number
            if number is not None and self.active not in self.shown:
                self.active = number
                self.active_changed.emit(number)
            self.layout_changed.emit()

    def _all_again(self) -> None:
        """Tiles go on from the one that filled the screen."""
        alone, self.maximised = self.maximised, None
        tiles = self.tiling.beside(alone) if alone is not None else range(0)
        if alone is not None and tiles and self.viewports[alone].content is not None:
            self.tiling.lay(tiles, self.viewports[alone])
            self.layer_again()

    @property
    def shown(self) -> list[int]:
        """The viewports that are on the screen now."""
        if self.maximised is None:
            return list(range(len(self.viewports)))
        hidden = self.screens[self.screen_of(self.maximised)]
        return [n for n in range(len(self.viewports)) if n == self.maximised or n not in hidden]

    def _recent(self, viewport_id: int) -> list[int]:
        """The ids of the viewports that were active, this one last and named first."""
        self._were_active = [viewport_id, *(one for one in self._were_active if one != viewport_id)][:_REMEMBERED]
        return self._were_active

    def set_active(self, number: int) -> None:
        if number != self.active and 0 <= number < len(self.viewports):
            self._recent(self.active_viewport.id)
            self.active = number
            if self.maximised is not None and number not in self.shown:
                self.maximised = number
                self.layout_changed.emit()
            self.active_changed.emit(number)

    @property
    def active_viewport(self) -> Viewport:
        return self.viewports[self.active]

    def contents(self) -> list[Content]:
        """The series on the screen, each once, the main one first."""
        return self.contents_of(range(len(self.viewports)))

    def contents_of(self, numbers: range) -> list[Content]:
        shown = (self.viewports[number].content for number in numbers)
        return list(dict.fromkeys(content for content in shown if content is not None))

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
        before = viewport.index
        in_patient = frame is not None and viewport.plane in ORTHOGONAL and viewport.content is not None
        cursor = self.cursor_in(viewport) if in_patient else None
        if tiles := self.tiling.beside(number):
            self.tiling.turn(tiles, index - (number - tiles.start))
        else:
            viewport.index = index
            if cursor is None:  # else it is told with the cursor
                self.viewport_changed.emit(number)
        if not (moved := viewport.index - before):
            return
        self._lines_moved(number)
        if frame is not None and viewport.content is not None and in_patient:
            if cursor is not None:
                x, y, z = (float(c + s * moved) for c, s in zip(cursor, frame.step, strict=True))
                self.place((x, y, z), viewport.content.space(), leader=number, only=True)
            if self.linked:
                self.follow(number)

    def scroll(self, number: int, slices: int) -> None:
        """So many slices on; tiles by as many rows."""
        self.still(number)
        self.scroll_to(number, self.viewports[number].index + slices * self.tiling.row(number))

    def still(self, number: int) -> None:
        """What plays in a viewport, or would begin to by itself, stands."""
        viewport = self.viewports[number]
        if viewport.playing is not False or viewport.playing_phases:
            viewport.playing = viewport.playing_phases = False
            self.viewport_changed.emit(number)

    def page(self, number: int, pages: int) -> None:
        """So many pages of tiles on; of a stack, tens of images."""
        self.scroll(number, pages * self.tiling.page(number))

    def set_cursor(self, point: Vector, space: Space | None = None) -> None:
        """Move the crosshair to a point in LPS mm of a space, that of the main series by default; every plane whose
        space is related to it goes there, and every stack to its nearest image."""
        self.place(point, space or (self.main.space() if self.main is not None else None), only=True)
        for number, index in list(nearest_images(self.viewports, self.cursor_in)):
            self.tiling.bring(number, index)
            self.viewport_changed.emit(number)
        if self.linked and (leader := self._with_cursor()) is not None:
            self.follow(leader)

    def _with_cursor(self) -> int | None:
        """A viewport that has gone to the cursor, the active one before others."""
        there = (n for n, viewport in enumerate(self.viewports) if self.cursor_in(viewport) is not None)
        return min(there, key=lambda n: n != self.active, default=None)

    def cursor_in(self, viewport: Viewport) -> Vector | None:
        """The cursor in the coordinates of a viewport; None where there is no way from its space to that one's."""
        if viewport.content is None or self.cursor is None:
            return None
        way = viewport.content.relation(self.cursor_space, viewport.index)
        return way.point(self.cursor) if way.joined else None

    def crosshair_in(self, viewport: Viewport) -> Vector | None:
        """Where the crosshair is drawn: in a plane, or in the image of a stack that the cursor is in, beside
        another one that has the cursor too; None for nowhere."""
        cursor = self.cursor_in(viewport) if self.crosshair else None
        if cursor is None or not is_there(viewport, cursor):
            return None
        beside = pictured_beside(viewport, (self.viewports[number] for number in self.shown))
        return cursor if any(self.cursor_in(other) is not None for other in beside) else None

    def _lines_moved(self, number: int) -> None:
        """Another slice of a viewport is shown: it cuts the pictures of other series elsewhere."""
        own = self.viewports[number]
        for other in self.shown if self.crosshair else ():
            if other != number and crosses(self.viewports[other], own):
                self.cursor_moved.emit(other)

    def place(
        self, point: Vector, space: Space | None, leader: int | None = None, *, only: bool = False
    ) -> None:
        """The cursor goes there, and the planes to it. leader: which shows the slice already. only: nothing else
        has changed, so that a plane that stays where it is has only its crosshair drawn anew."""
        elsewhere = space != self.cursor_space
        self.cursor, self.cursor_space = point, space
        beside = self.tiling.beside(leader) if leader is not None else ()
        for number, viewport in enumerate(self.viewports):
            frame, before = viewport.frame, viewport.index
            if frame is None or viewport.plane not in ORTHOGONAL:
                if is_in_patient(viewport):
                    self.cursor_moved.emit(number)
                continue
            cursor, leads = self.cursor_in(viewport), number == leader
            if cursor is not None and not leads and number not in beside:
                self.tiling.bring(number, min(max(round(frame.to_pixel(cursor)[2]), 0), frame.size[2] - 1))
            stays = only and not leads and viewport.index == before
            if stays and cursor is None and not elsewhere:
                continue  # it had no crosshair either
            (self.cursor_moved if stays else self.viewport_changed).emit(number)

    def begin_at(self, content: Content) -> None:
        """The crosshair stays where it is if that is known in this series, else it goes to its middle; the planes
        go there."""
        if self.cursor is None or not content.relation(self.cursor_space).joined:
            self.cursor, self.cursor_space = content.middle, content.space()
        self.place_again()

    def follow_spaces(self) -> None:
        """Other spaces are joined than before."""
        self._linking.begin(self.arranged, self.viewports)
        self.place_again()
        self.overlays_changed.emit()

    def toggle_link(self) -> None:
        """Linked scrolling on or off; switched on again, the slices shown now belong together."""
        self.linked = not self.linked
        if self.linked:
            self._linking.begin_here(self.viewports)
            self.change(self.active)
        self.overlays_changed.emit()

    def set_linked(self, linked: bool) -> None:
        if linked is not self.linked:
            self.toggle_link()

    def toggle_crosshair(self) -> None:
        self.crosshair = not self.crosshair
        self.overlays_changed.emit()

    def toggle_values(self) -> None:
        """The curve of the selected measurement, over its picture."""
        self.values_shown = not self.values_shown
        self.overlays_changed.emit()

    # how it is shown

    def change(self, number: int, **changes: Any) -> None:
        """Change fields of one viewport (zoom, pan, turns, slab, camera, preset, playing …). Zoom and pan go for
        those that are linked with it too, of tiles all but playing."""
        with self.steps.take(title_of(changes)):
            own, tiles = self.viewports[number], self.tiling.beside(number)
            alike = tiles if tiles and "playing" not in changes else range(number, number + 1)
            for n in alike:
                for name, value in changes.items():
                    setattr(self.viewports[n], name, value)
            for n in self.same_scale(number):
                other = self.viewports[n]
                other.zoom = own.zoom
                if moves_along(self.arranged, own, other):
                    other.pan = own.pan
                if n != number:
                    self.viewport_changed.emit(n)
            self.viewport_changed.emit(number)

    def lean(self, number: int, pan: tuple[float, float]) -> None:
        """A mammogram stands with its chest wall at the edge, whatever room it has got: nothing to be undone."""
        viewport = self.viewports[number]
        viewport.pan = viewport.leaned = pan

    def magnify(self, number: int, at: tuple[float, float] | None) -> None:
        """Show what is at a place of a viewport, in its logical pixels, larger than the rest; None: no longer."""
        self.viewports[number].magnified = at
        self.viewport_changed.emit(number)

    def sweep(self, number: int, corners: tuple[Pixel, ...] | None) -> None:
        """Show a rectangle that is dragged, by its corners (column, row); None: no longer."""
        self.viewports[number].swept = corners
        self.viewport_changed.emit(number)

    def same_scale(self, number: int) -> tuple[int, ...]:
        """The viewports that show a millimetre as large as this one, itself among them."""
        if tiles := self.tiling.beside(number):
            return tuple(tiles)
        return same_scale(self.arranged, self.viewports, number, linked=self.linked)

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

    def place_again(self) -> None:
        """The cursor stays where it is; planes that are new go there."""
        if self.cursor is not None:
            self.place(self.cursor, self.cursor_space)

    def follow(self, leader: int) -> None:
        """Linked viewports show the slices that belong to what this one shows."""
        for number, index in self._linking.followers(self.viewports, leader):
            if number not in self.tiling.beside(leader):
                self.tiling.bring(number, index)
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
