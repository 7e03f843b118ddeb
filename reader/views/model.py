"""What is on the screen: viewports, their pictures and the linked cursor. No Qt; main thread only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from psygnal import Signal

from reader.core.settings import SettingsModel
from reader.findings.model import Finding, FindingsModel, ImageReference, SegmentMask
from reader.spatial.space import Space, Spaces
from reader.study.model import Arrival, Series, SeriesState, Study, Window
from reader.views import display
from reader.views.jumping import go_to, go_to_image, images_of
from reader.views.layout import Content, Layout, Slab, Viewport
from reader.views.linking import Linking
from reader.views.measuring import Measuring
from reader.views.parts import Parts, fresh
from reader.views.planes import ORTHOGONAL, Plane
from reader.views.readout import value_text, window_text
from reader.views.seen import Seen
from reader.views.sync import moves_along, same_scale
from reader.views.tools import Tool
from reader.views.windowing import auto_window
from reader.volume.model import OpenedSeries, Part, Stack, Volume

Vector = tuple[float, float, float]


class ViewsModel:
    """The viewports of the reading window.

    viewport_changed(n): viewport n has to be drawn anew. arrived(n): its series has gained slices, which may or
    may not change its picture. layout_changed: other viewports, or other series in them. measured(MeasuredShape):
    a person finished a measurement. readout(str): the status line. series_wanted(str): the user goes to another
    series, or to a finding in one. seen_changed(series UID). missing(Volume | Stack, k): a picture that has
    not arrived is on the screen. regular_wanted(Content): to be shown on an even, upright grid.
    """

    layout_changed = Signal()
    viewport_changed = Signal(int)
    arrived = Signal(int)
    active_changed = Signal(int)
    tool_changed = Signal()
    overlays_changed = Signal()
    measured = Signal(object)
    readout = Signal(str)
    series_wanted = Signal(str)
    seen_changed = Signal(str)
    missing = Signal(object, int)
    regular_wanted = Signal(object)

    def __init__(self, settings: SettingsModel) -> None:
        self.settings = settings
        self.layout = Layout.SINGLE
        self.viewports: list[Viewport] = [Viewport()]
        self.active = 0
        self.maximised: int | None = None
        self.tool = Tool.WINDOW
        self.spaces = Spaces()
        self.cursor: Vector | None = None
        self.cursor_space: Space | None = None
        self.notice: tuple[str, ...] = ()
        self.crosshair = True
        self.linked = True
        self.ai_shown = True
        self.findings = FindingsModel()
        self.masks: tuple[SegmentMask, ...] = ()
        self.arrival: Callable[[str], SeriesState] = lambda _uid: SeriesState()
        self.series_order: Callable[[], Sequence[tuple[str, int]]] = tuple
        self.measuring = Measuring(self)
        self.viewed = Seen()
        self.parts = Parts(self)
        self._probed: tuple[int, tuple[float, float] | None] = (0, None)
        self.viewport_changed.connect(self._probe_again)
        self._main: Content | None = None
        self._linking = Linking()
        self._jump: Finding | ImageReference | None = None
        self._listening: list[tuple[Volume | Stack, Callable[[int], None]]] = []
        self._windows: dict[Part, Window] = {}
        self.set_findings(self.findings)

    # what is shown

    def show(self, study: Study, series: Series, opened: OpenedSeries, *, prior: bool = False) -> None:
        """Put a series on the screen, the chosen or first part of it: MPR where it is a volume."""
        content = self.parts.content(study, series, opened, prior)
        if not self.parts.take_dropped(content):
            self._main = content
            self.set_layout(Layout.MPR if content.opens_as_mpr else Layout.SINGLE)
        target, self._jump = self._jump, None
        if target is not None:
            self._show_target(target)  # the series was asked for because of it

    def show_compare(self, study: Study, series: Series, opened: OpenedSeries, *, prior: bool = True) -> None:
        """Put a second series beside the first: linked along the normal, with the first one's window."""
        if self._main is None:
            self.show(study, series, opened, prior=prior)
            return
        other = self.parts.content(study, series, opened, prior)
        if self.parts.take_dropped(other):
            return
        window = self._current_main_window()
        index = self._main_index()
        plane = self._main.first_plane
        pair = [
            fresh(content, plane if content.is_volume else content.first_plane)
            for content in (self._main, other)
        ]
        if index is not None and pair[0].count:
            pair[0].index = min(index, pair[0].count - 1)
        if window is not None and other.series.modality == self._main.series.modality == "CT":
            for viewport in pair:
                viewport.window = window
        self.put(Layout.COMPARE, pair)
        if self.linked:
            self._follow(0)

    def say_nothing_shown(self, *why: str) -> None:
        """Why there is no picture, for where the picture would be."""
        self.notice = tuple(line for line in why if line)
        self.overlays_changed.emit()

    def has_main(self, content: Content) -> bool:
        """True for the series that the layouts arrange."""
        return self._main is content

    def replace_main(self, content: Content) -> None:
        """Another part of the same series is the one that the layouts arrange."""
        self._main = content

    def clear(self) -> None:
        """Take everything off the screen: nothing of one case reaches the next."""
        self._main = None
        self.spaces = Spaces()
        self.cursor = self.cursor_space = None
        self.masks = ()
        self.viewed.clear()
        self.parts.clear()
        self._jump = None
        self.notice = ()
        self._windows.clear()
        self.set_findings(FindingsModel())
        self.put(Layout.SINGLE, [Viewport()])
        self.readout.emit("")

    def set_layout(self, layout: Layout) -> None:
        """Arrange the main series anew; each plane keeps its place in the patient."""
        main = self._main
        if main is None:
            self.put(layout, [Viewport() for _ in range(layout.grid[0] * layout.grid[1])])
            return
        if layout in (Layout.MPR, Layout.MPR_ROW) and not main.is_volume:
            layout = Layout.SINGLE
        planes: Sequence[Plane]
        if layout is Layout.MPR:
            planes = (*ORTHOGONAL, Plane.VOLUME)
        elif layout is Layout.MPR_ROW:
            planes = ORTHOGONAL
        else:
            planes = (main.first_plane,)
        before = {v.plane: v for v in self.viewports if v.content is main}
        if not before or not main.relation(self.cursor_space).joined:
            self.cursor, self.cursor_space = main.middle, main.space()
        window = next((v.window for v in before.values() if v.plane is not Plane.VOLUME), None)
        viewports = [before.get(plane) or fresh(main, plane, window) for plane in planes]
        if layout is Layout.COMPARE:
            viewports.append(Viewport())
        self.put(layout, viewports)
        self._place_again()

    def set_plane(self, number: int, plane: Plane) -> None:
        """Show another plane of the same volume in a viewport."""
        viewport = self.viewports[number]
        if viewport.content is None or not viewport.content.is_volume or viewport.plane is plane:
            return
        self.viewports[number] = fresh(viewport.content, plane, viewport.window)
        self._linking.begin(self.layout, self.viewports)
        self._place_again()
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
                self._follow(number)

    def scroll(self, number: int, slices: int) -> None:
        self.scroll_to(number, self.viewports[number].index + slices)

    def set_cursor(self, point: Vector, space: Space | None = None) -> None:
        """Move the crosshair to a point in LPS mm of a space, that of the main series by default; every plane whose
        space is related to it goes there."""
        self.place(point, space or (self._main.space() if self._main is not None else None))
        if self.linked:
            self._follow(self.active)

    def jump(self, target: Finding | ImageReference | Vector) -> None:
        """Go to a point, an image, or the place or key image of a finding, in whatever part and time that is."""
        if not isinstance(target, Finding | ImageReference):
            self.set_cursor(target)
        elif not self._show_target(target):
            wanted = next((image.series_uid for image in images_of(target) if image.series_uid), "")
            if wanted:
                self._jump = target
                self.series_wanted.emit(wanted)

    def _show_target(self, target: Finding | ImageReference) -> bool:
        return go_to(self, target) if isinstance(target, Finding) else go_to_image(self, target)

    def toggle_link(self) -> None:
        """Linked scrolling on or off; switched on again, the slices shown now belong together."""
        self.linked = not self.linked
        if self.linked:
            self._linking.begin_here(self.viewports)
            self.change(self.active)
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

    def set_window(self, number: int, window: Window | None) -> None:
        """Set the window of a viewport and of every other plane of its series (linked: of both exams compared)."""
        leader = self.viewports[number].content
        if leader is None:
            return
        for n, viewport in enumerate(self.viewports):
            content = viewport.content
            if content is None or viewport.plane is Plane.VOLUME:
                continue
            alike = self.linked and content.series.modality == leader.series.modality == "CT"
            if content is leader or (alike and window is not None):
                viewport.window = window
                viewport.own = 0
                self.viewport_changed.emit(n)

    def set_inverted(self, number: int, inverted: bool) -> None:
        leader = self.viewports[number].content
        for n, viewport in enumerate(self.viewports):
            if viewport.content is leader:
                viewport.inverted = inverted
                self.viewport_changed.emit(n)

    def window_of(self, number: int) -> Window:
        """The window that viewport `number` is drawn with."""
        viewport = self.viewports[number]
        if viewport.window is not None:
            return viewport.window
        own = self.own_windows(number)
        return own[viewport.own if viewport.own < len(own) else 0] if own else self.automatic_window(number)

    def own_windows(self, number: int) -> tuple[Window, ...]:
        """The windows and LUTs that the shown image itself brings."""
        return display.own_windows(self.viewports[number])

    def choose_own(self, number: int, own: int) -> None:
        """Show each image of the series with its own window or LUT number `own`, from 0, where it has that many."""
        leader = self.viewports[number].content
        self.set_window(number, None)
        for n, viewport in enumerate(self.viewports):
            if viewport.content is leader:
                self.change(n, own=own)

    def automatic_window(self, number: int) -> Window:
        """A window from the values of what has arrived; kept for the series once it is complete."""
        viewport = self.viewports[number]
        content = viewport.content
        if content is None:
            return Window(128.0, 256.0)
        image = content.image
        if isinstance(image, Stack):
            pixels = image.pixels[min(viewport.index, len(image.pixels) - 1)]
            if pixels is None or pixels.ndim == 3:
                return Window(128.0, 256.0)
            return auto_window(pixels, padding=display.padding_of(viewport))
        known = self._windows.get(content.part)
        if known is not None:
            return known
        there = np.flatnonzero(image.present)
        if there.size == 0:
            return Window(40.0, 400.0) if image.units == "HU" else Window(128.0, 256.0)
        air = -900.0 if image.units == "HU" else None
        middle = int(there[len(there) // 2])
        window = auto_window(image.voxels[middle], image.scale, air=air, padding=image.padding(middle))
        if image.complete:
            self._windows[content.part] = window
        return window

    def reset(self, number: int) -> None:
        """Window, zoom, pan, turn, slab and camera as they were at first; the slice stays."""
        viewport = self.viewports[number]
        if viewport.plane is not Plane.VOLUME:
            self.set_window(number, None)
            self.set_inverted(number, False)
        self.change(number, zoom=1.0, pan=(0.0, 0.0), turns=0, flipped=False, slab=Slab(), camera=(0.0, 0.0))

    def set_tool(self, tool: Tool) -> None:
        self.tool = tool
        self.tool_changed.emit()

    def set_overlay_level(self, level: int) -> None:
        """0 no text, 1 some, 2 all; kept in the settings."""
        self.settings.update(overlay_level=level)
        self.overlays_changed.emit()

    def toggle_crosshair(self) -> None:
        self.crosshair = not self.crosshair
        self.overlays_changed.emit()

    def toggle_ai(self) -> None:
        self.ai_shown = not self.ai_shown
        self.overlays_changed.emit()

    # what lies over it

    def set_findings(self, findings: FindingsModel) -> None:
        """Draw the findings of this model, follow its selection and its jumps."""
        for signal, slot in self._finding_slots(self.findings):
            signal.disconnect(slot, missing_ok=True)
        self.findings = findings
        for signal, slot in self._finding_slots(findings):
            signal.connect(slot)
        self.overlays_changed.emit()

    def set_masks(self, masks: Iterable[SegmentMask]) -> None:
        self.masks = tuple(masks)
        self.overlays_changed.emit()

    def finding_of(self, mask: SegmentMask) -> Finding | None:
        """The finding that a segment belongs to."""
        for finding in self.findings.findings:
            if any((segment.sop_instance_uid, segment.number) == mask.key for segment in finding.segments):
                return finding
        return None

    # what was seen

    def mark_seen(self, number: int) -> None:
        """The viewport has been drawn: its slices were on the screen, or are missed there."""
        viewport = self.viewports[number]
        content, frame = viewport.content, viewport.frame
        if content is None or frame is None:
            return
        image = content.image
        if isinstance(image, Volume):
            if not frame.stored:
                return
            places = [frame.stored_index(n) for n in range(*viewport.slab_range())]
            there = {image.slices[k] for k in places if image.present[k]}
        else:
            places = [viewport.index]
            there = {image.frames[n] for n in places if image.pixels[n] is not None}
        middle = frame.stored_index(viewport.index) if isinstance(image, Volume) else viewport.index
        if not content.has_slice(viewport.plane, viewport.index):
            self.missing.emit(image, middle)
        if self.viewed.add(content.series.series_uid, {entry for entry in there if entry is not None}):
            self.seen_changed.emit(content.series.series_uid)

    def seen(self, series_uid: str) -> frozenset[tuple[str, int]]:
        """(SOP Instance UID, frame from 1) of the images of a series that were on the screen in this case."""
        return self.viewed.entries(series_uid)

    def probe(self, number: int, pixel: tuple[float, float] | None) -> None:
        """Say in the status line what lies under the mouse: (column, row) of the picture, None beside it."""
        if number >= len(self.viewports):
            return  # the mouse leaves a viewport that the new layout no longer has
        self._probed = (number, pixel)
        viewport = self.viewports[number]
        parts = []
        if viewport.frame is not None:
            arriving = viewport.content is not None and self._arrives(viewport.content)
            parts = [window_text(self.window_of(number)), value_text(viewport, pixel, arriving=arriving)]
        self.readout.emit(" · ".join(part for part in parts if part))

    def _probe_again(self, number: int) -> None:
        """Another window or slice under a mouse that rests."""
        if number == self._probed[0]:
            self.probe(*self._probed)

    def _arrives(self, content: Content) -> bool:
        return self.arrival(content.series.series_uid).arrival is Arrival.LOADING

    # inside

    def put(self, layout: Layout, viewports: list[Viewport]) -> None:
        self.layout = layout
        self.viewports = viewports
        self.maximised = None
        self.active = min(self.active, len(viewports) - 1)
        self._linking.begin(layout, viewports)
        self._listen()
        self.layout_changed.emit()

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

    def _finding_slots(self, findings: FindingsModel) -> list[tuple[Any, Callable[..., None]]]:
        return [
            (findings.changed, self._findings_changed),
            (findings.threshold_changed, self._findings_changed),
            (findings.selection_changed, self._selection_changed),
            (findings.jump_requested, self.jump),
        ]

    def _findings_changed(self) -> None:
        self.overlays_changed.emit()

    def _selection_changed(self, _uid: str) -> None:
        self.overlays_changed.emit()

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

    def _place_again(self) -> None:
        """The cursor stays where it is; planes that are new go there."""
        if self.cursor is not None:
            self.place(self.cursor, self.cursor_space)

    def _follow(self, leader: int) -> None:
        for number, index in self._linking.followers(self.viewports, leader):
            self.viewports[number].index = index
            self.viewport_changed.emit(number)

    def _current_main_window(self) -> Window | None:
        for number, viewport in enumerate(self.viewports):
            if viewport.content is self._main and viewport.plane is not Plane.VOLUME:
                return self.window_of(number)
        return None

    def _main_index(self) -> int | None:
        assert self._main is not None
        for viewport in self.viewports:
            if viewport.content is self._main and viewport.plane is self._main.first_plane:
                return viewport.index
        return None
