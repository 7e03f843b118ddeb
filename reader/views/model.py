"""The model of the reading window's pictures: series, windows, findings and what was seen of them, on a workspace.
No Qt; main thread only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from psygnal import Signal

from reader.core.settings import Settings, SettingsModel
from reader.core.text import Told, mark, tr
from reader.findings.model import Finding, FindingsModel, ImageReference, SegmentMask, ShapeKind
from reader.spatial.space import Spaces
from reader.study.model import Arrival, Series, SeriesState, Study, Window
from reader.views import display
from reader.views.cine import Cine
from reader.views.content import Content
from reader.views.exchange import carried, counterpart, in_place
from reader.views.grids import Side
from reader.views.jumping import go_to, go_to_image, images_of
from reader.views.layout import SINGLE
from reader.views.looks import PLAIN
from reader.views.measuring import Measuring
from reader.views.nearby import Nearby
from reader.views.panes import Panes
from reader.views.parts import Parts
from reader.views.placement import layout_for
from reader.views.planes import Plane
from reader.views.readout import units_of, value_text, window_text
from reader.views.spreading import Spreading
from reader.views.states.applying import own_of
from reader.views.states.presenting import Presenting
from reader.views.statistics import values_in
from reader.views.sync import moves_along, same_values
from reader.views.tools.tool import Pixel, Tool
from reader.views.turning import UPRIGHT, flipped, rotated
from reader.views.viewport import Slab, fresh
from reader.views.windowing import EMISSION, auto_window
from reader.views.workspace import Workspace
from reader.volume.model import OpenedSeries, Part, Stack, Vector, Volume

_SAMPLED = 24
"""Slices that tell what a volume holds, where one of them can't."""


class ViewsModel(Workspace):
    """The viewports of the reading window.

    readout(str): the status line. seen_changed(series UID). missing(Volume | Stack, k): a picture that has not
    arrived is on the screen. key_image_toggled(ImageReference): a person marks an image, or takes its mark away.
    typing_wanted(n): a value of viewport n is to be typed, its window or the like, as
    `typed.Typed`.
    """

    tool_changed = Signal()
    readout = Signal(str)
    seen_changed = Signal(str)
    missing = Signal(object, int)
    key_image_toggled = Signal(object)
    typing_wanted = Signal(int, object)

    def __init__(self, settings: SettingsModel) -> None:
        super().__init__()
        self.settings = settings
        self._interpolation = settings.value.interpolation
        self._display_records = settings.value.display_records
        self.arrival: Callable[[str], SeriesState] = lambda _uid: SeriesState()
        self.series_order: Callable[[], Sequence[tuple[str, int]]] = tuple
        self.confirmed: Callable[[str], Sequence[str]] = lambda _uid: ()
        self.measuring = Measuring(self)
        self.parts = Parts(self)
        self.cine = Cine(self)
        self.spreading = Spreading(self)
        self.panes = Panes(self, self.spreading)
        self.steps.ask_for_series(self.parts.choose)
        self.presenting = Presenting(self)
        self._probed: tuple[int, tuple[float, float] | None] = (0, None)
        self.viewport_changed.connect(self._probe_again)
        self._jump: Finding | ImageReference | None = None
        self._windows: dict[Part, Window] = {}
        self._nearby: Nearby | None = None
        self.set_findings(self.findings)
        settings.changed.connect(self._settings_changed)

    # what is shown

    def ask_of_series(
        self, arrival: Callable[[str], SeriesState], order: Callable[[], Sequence[tuple[str, int]]]
    ) -> None:
        """Who knows how much of a series (by its UID) has arrived, and in which order the series are listed."""
        self.arrival, self.series_order = arrival, order

    def ask_confirmed(self, said: Callable[[str], Sequence[str]]) -> None:
        """Who knows of a series (by its UID) what a person has said of whose it is, in lines of text."""
        self.confirmed = said

    def be_like(self, other: ViewsModel) -> None:
        """Of the same exam, for pictures on no screen: with what is known and found there; nothing is shown yet."""
        self.arrival, self.series_order, self.confirmed = other.arrival, other.series_order, other.confirmed
        self.ai_shown, self.spaces = other.ai_shown, other.spaces
        self.set_findings(other.findings)
        self.set_masks(other.masks)

    def show(self, study: Study, series: Series, opened: OpenedSeries, *, prior: bool = False) -> None:
        """Put a series on the screen, the chosen or first part of it: into the active viewport where the user has
        made the layout, else as the rules of placement ask, a prior's beside the first."""
        content = self.parts.content(study, series, opened, prior)
        with self.steps.take(mark("Other series shown"), arriving=True):
            if not self.parts.take_dropped(content):
                self._put(content)
        target, self._jump = self._jump, None
        if target is not None:
            self._show_target(target)  # the series was asked for because of it

    def drop(self, number: int, series_uid: str, part: int, side: Side | None = None) -> None:
        """Show a part of a series in this viewport, or beside it, which divides it."""
        with self.steps.take(mark("Other series shown")):
            self.parts.drop(number if side is None else self.panes.split(number, side), series_uid, part)

    def show_again(self, study: Study, series: Series, opened: OpenedSeries) -> None:
        """A series as it was loaded again, wherever it is on the screen; nothing else changes. No step: what was
        shown before it can't be brought back."""
        renewed: dict[Content, Content] = {}
        for old in self.contents():
            if old.series.series_uid == series.series_uid and old.opened is not opened:
                renewed[old] = new = self.parts.content(study, series, opened, old.prior)
                new.part_number, new.phase = counterpart(old, opened)
                if old.part in self._windows:
                    self._windows[new.part] = self._windows.pop(old.part)
        if not renewed:
            return
        before, measuring = self.viewports, self.measuring
        now = [in_place(viewport, renewed) for viewport in before]
        measuring.carry_on(
            measuring.draft and carried(measuring.draft, before, now),
            measuring.grip and carried(measuring.grip, before, now),
        )
        if self.main in renewed:
            self.replace_main(renewed[self.main])
        self.put_in_place(now)
        if self.main is not None and self.layout.needs_volume and not self.main.is_volume:
            self.set_layout(layout_for(self.main))
        self.steps.forget()

    def show_compare(self, study: Study, series: Series, opened: OpenedSeries, *, prior: bool = True) -> None:
        """Put a second series beside the first, on the second screen if there is one: linked along the normal, with
        the first one's window."""
        other = self.parts.content(study, series, opened, prior)
        with self.steps.take(mark("Other series shown"), arriving=True):
            if self.parts.take_dropped(other):
                return
            if self.main is None:
                self.arrange(other)
            else:
                self._put_beside(self.main, other)

    def _put(self, content: Content) -> None:
        layout = self.layout_on(self.active_screen)
        if self.main is not None and layout.stays and not (layout.compares or layout.tiles):
            self.spreading.rearrange(self.active_screen, content)
        elif self.main is not None and layout.stays:
            self.parts.put_in(self.active, content)
        elif content.prior and self.main is not None:
            self._put_beside(self.main, content)
        else:
            self.arrange(content)

    def _put_beside(self, main: Content, other: Content) -> None:
        window = self.main_window()
        if self.further or (self.layout.stays and not self.layout.tiles):
            active, number = self.active_viewport.id, self._place_beside(other)
            self.parts.put_in(number, other)
            if window is not None and same_values(other, main):
                self._show_by(number, window)  # what else is on the screen keeps its own, linked or not
            before = self.number_of(active)
            self.set_active(number if before is None else before)
            return
        index = self._main_index()
        plane = main.first_plane
        contents = (main, other)
        layout = layout_for(*contents)
        viewports = []
        for pane in layout.panes:
            content = contents[pane.series]
            asked = pane.plane or plane
            viewports.append(fresh(content, asked if content.is_volume else content.first_plane))
        leader = next(
            (n for n, v in enumerate(viewports) if v.content is main and v.plane is plane and v.count), None
        )
        if leader is not None and index is not None:
            viewports[leader].index = min(index, viewports[leader].count - 1)
        if window is not None and same_values(other, main):
            for viewport in viewports:
                viewport.window = window
        self.put(layout, viewports)
        if self.linked and leader is not None:
            self.follow(leader)

    def _place_beside(self, other: Content) -> int:
        """Where a series beside the main one goes: all of the second screen; in a layout that the user has made
        to a viewport that is free, else into one more."""
        if self.further:
            if len(self.screens[1]) > 1:
                self.spreading.rearrange(1, other, SINGLE)
            return self.screens[1].start
        free = next((number for number, viewport in enumerate(self.viewports) if viewport.content is None), None)
        return free if free is not None else self.panes.split(self.active, Side.RIGHT)

    def clear(self) -> None:
        """Nothing of one case reaches the next."""
        self.take_off()
        self.presenting.clear()
        self.set_findings(FindingsModel())

    def take_off(self, *, forget_seen: bool = True) -> None:
        """Take every picture off the screen, not to be brought back; the findings are still the case's.
        forget_seen: it is not this exam that was looked at."""
        self.steps.forget()
        self.main = None
        self.spaces = Spaces()
        self.cursor = self.cursor_space = None
        self.masks = ()
        if forget_seen:
            self.viewed.clear()
        self.parts.clear()
        self._jump = None
        self.notice = ()
        self._windows.clear()
        self.further = (SINGLE,) * len(self.further)
        self.set_layout(SINGLE)
        self.readout.emit("")

    def jump(self, target: Finding | ImageReference | Vector) -> None:
        """Go to a point, an image, or the place or key image of a finding, in whatever part and time that is."""
        if not isinstance(target, Finding | ImageReference):
            self.set_cursor(target)
        elif not self._show_target(target):
            wanted = next((image.series_uid for image in images_of(target) if image.series_uid), "")
            if any(content.prior and content.series.series_uid == wanted for content in self.contents()):
                self.readout.emit(tr("This was measured on an earlier exam, and is not shown."))
            elif wanted:
                self._jump = target
                self.series_wanted.emit(wanted)

    # how it is shown

    def near(self, findings: FindingsModel) -> Nearby:
        """The findings as they are now, to be asked which can be in a picture."""
        if self._nearby is None or self._nearby.findings is not findings.findings:
            self._nearby = Nearby(findings.findings)
        return self._nearby

    def set_window(self, number: int, window: Window | None) -> None:
        """Set the window of a viewport and of every other plane of its series (linked: of both exams compared).
        None: the image's own."""
        leader = self.viewports[number].content
        if leader is None or (window is not None and self.viewports[number].is_colour):
            return
        own, along = self._in_one_window(number, leader)
        if window is not None and all(self.window_of(n) == window for n in (*own, *along)):
            return  # an automatic window asked for where it is shown already
        with self.steps.take(mark("Window changed")):
            for n in own:
                self._show_by(n, window)
            for n in along:
                self._show_by(n, self.window_of(number))

    def _in_one_window(self, number: int, leader: Content) -> tuple[list[int], list[int]]:
        """The viewports whose window is this one's: those of its series, and those of what is compared with it."""
        if self.viewports[number].apart:
            return [number], []
        shown = [n for n, v in enumerate(self.viewports) if v.plane is not Plane.VOLUME and not v.apart]
        beside = [n for n in shown if (content := self.viewports[n].content) is not None and content is not leader
                  and self.linked and same_values(content, leader)]  # fmt: skip
        return [n for n in shown if self.viewports[n].content is leader], beside

    def _show_by(self, number: int, window: Window | None) -> None:
        self.viewports[number].window, self.viewports[number].own = window, 0
        self.viewport_changed.emit(number)

    def set_window_of(self, number: int, corners: Sequence[Pixel]) -> None:
        """The window that all but the lowest and the highest hundredth of the values of an area lie in.

        corners: (column, row) of the picture. Nothing where it holds no grey values.
        """
        viewport = self.viewports[number]
        content, frame = viewport.content, viewport.frame
        if content is None or frame is None:
            return
        values = values_in(content, frame, viewport.index, ShapeKind.POLYGON, corners)
        if values.size:
            low, high = (float(v) for v in np.percentile(values, (1.0, 99.0)))
            self.set_window(number, Window((low + high) / 2, max(high - low, 1.0)))

    def set_inverted(self, number: int, inverted: bool) -> None:
        self.set_look(number, mark("Inverted"), inverted=inverted)

    def set_look(self, number: int, title: str, **look: object) -> None:
        """Change how the series in a viewport is drawn, wherever it is shown: one step of this title (`mark`ed)."""
        leader = self.viewports[number].content
        with self.steps.take(title):
            for n, viewport in enumerate(self.viewports):
                if viewport.content is leader:
                    for name, value in look.items():
                        setattr(viewport, name, value)
                    self.viewport_changed.emit(n)

    def window_of(self, number: int) -> Window:
        """The window that viewport `number` is drawn with."""
        viewport = self.viewports[number]
        return viewport.window or self._image_window(number, viewport.own)

    def _image_window(self, number: int, which: int) -> Window:
        """The image's own window of this number, else an automatic one."""
        own = self.own_windows(number)
        return own[which if which < len(own) else 0] if own else self.automatic_window(number)

    def main_window(self) -> Window | None:
        """The window of the series that the layouts arrange, as the user has it, whatever a presentation state
        says; None where no plane shows it."""
        for number, viewport in enumerate(self.viewports):
            if viewport.content is self.main and viewport.plane is not Plane.VOLUME:
                window: Window | None = own_of(viewport, "window")
                return window or self._image_window(number, own_of(viewport, "own"))
        return None

    def own_windows(self, number: int) -> tuple[Window, ...]:
        """The windows and LUTs that the shown image itself brings."""
        return display.own_windows(self.viewports[number])

    def choose_own(self, number: int, own: int) -> None:
        """Show each image of the series with its own window or LUT number `own`, from 0, where it has that many."""
        leader = self.viewports[number].content
        if leader is None:
            return
        with self.steps.take(mark("Window changed")):
            self.set_window(number, None)
            for n, viewport in enumerate(self.viewports):
                if viewport.content is leader:
                    self.change(n, own=own)
            for n in self._in_one_window(number, leader)[1]:
                self._show_by(n, self.window_of(number))

    def automatic_window(self, number: int) -> Window:
        """A window from the values of what has arrived; kept for the series once it is complete."""
        viewport = self.viewports[number]
        content = viewport.content
        if content is None:
            return Window(128.0, 256.0)
        image, emission = content.image, content.series.modality in EMISSION
        if isinstance(image, Stack):
            pixels = image.pixels[min(viewport.index, len(image.pixels) - 1)]
            if pixels is None or pixels.ndim == 3:
                return Window(128.0, 256.0)
            return auto_window(pixels, padding=display.padding_of(viewport), emission=emission)
        known = self._windows.get(content.part)
        if known is not None:
            return known
        there = np.flatnonzero(image.present)
        if there.size == 0:
            return Window(40.0, 400.0) if image.units == "HU" else Window(128.0, 256.0)
        air = -900.0 if image.units == "HU" else None
        middle = int(there[len(there) // 2])
        values = image.voxels[middle]
        if emission:  # what is hot may be in any slice
            values = np.concatenate(image.voxels[there[:: max(1, len(there) // _SAMPLED)], ::2, ::2])
        window = auto_window(values, image.scale, air=air, padding=image.padding(middle), emission=emission)
        if image.complete:
            self._windows[content.part] = window
        return window

    def rotate_to(self, number: int, degrees: float) -> None:
        """Turn the picture so far from how it is stored, clockwise; a flip is not counted."""
        self._turn(number, rotated(self.viewports[number], degrees))

    def flip(self, number: int, *, down: bool = False) -> None:
        """Let left and right of the screen change places, or top and bottom, however the picture is turned."""
        self._turn(number, flipped(self.viewports[number], down=down))

    def _turn(self, number: int, changes: dict[str, Any]) -> None:
        """Others that are moved with it are not turned: then it is not moved for it either."""
        own = self.viewports[number]
        others = (self.viewports[n] for n in self.same_scale(number) if n != number)
        if any(moves_along(self.arranged, own, other) for other in others):
            changes.pop("pan")
        self.change(number, **changes)

    def reset(self, number: int) -> None:
        """Window, zoom, pan, turn, slab and camera as they were at first, without a presentation state; the slice
        stays."""
        with self.steps.take(mark("View reset")):
            self.presenting.take_off(number)
            if self.viewports[number].plane is not Plane.VOLUME:
                self.set_window(number, None)
                self.set_look(number, mark("View reset"), **PLAIN)
            self.change(number, zoom=1.0, pan=(0.0, 0.0), area=None, slab=Slab(), camera=(0.0, 0.0), **UPRIGHT)

    def set_tool(self, tool: Tool) -> None:
        self.tool = tool
        self.tool_changed.emit()

    def set_overlay_level(self, level: int) -> None:
        """0 no text, 1 some, 2 all; kept in the settings."""
        self.settings.update(overlay_level=level)
        self.overlays_changed.emit()

    # what lies over it

    def set_findings(self, findings: FindingsModel) -> None:
        """Draw the findings of this model, follow its selection and its jumps."""
        for signal, slot in self._finding_slots(self.findings):
            signal.disconnect(slot, missing_ok=True)
        self.findings = findings
        for signal, slot in self._finding_slots(findings):
            signal.connect(slot)
        self.layer_again()
        self.overlays_changed.emit()

    def set_masks(self, masks: Iterable[SegmentMask]) -> None:
        self.masks = tuple(masks)
        self.layer_again()
        self.overlays_changed.emit()

    def finding_of(self, mask: SegmentMask) -> Finding | None:
        """The finding that a segment belongs to."""
        for finding in self.findings.findings:
            if any((segment.sop_instance_uid, segment.number) == mask.key for segment in finding.segments):
                return finding
        return None

    def move_label(self, tracking_uid: str, to: tuple[float, float], movement: object) -> None:
        """The label of a finding goes to so many logical pixels from its anchor."""
        looks = self.findings.looks
        moved = replace(looks.of(tracking_uid), label=to)
        looks.change(tracking_uid, Told(lambda: tr("Label moved")), moved, ("label", tracking_uid, movement))

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
            window = "" if viewport.is_colour else window_text(self.window_of(number), units_of(viewport.content))
            parts = [window, value_text(viewport, pixel, arriving=arriving)]
        self.readout.emit(" · ".join(part for part in parts if part))

    # inside

    def _show_target(self, target: Finding | ImageReference) -> bool:
        with self.steps.take(mark("Gone to another place")):
            if isinstance(target, Finding):
                return go_to(self, self.parts, target)
            return go_to_image(self, self.parts, target)

    def _probe_again(self, number: int) -> None:
        """Another window or slice under a mouse that rests."""
        if number == self._probed[0]:
            self.probe(*self._probed)

    def _arrives(self, content: Content) -> bool:
        return self.arrival(content.series.series_uid).arrival is Arrival.LOADING

    def _finding_slots(self, findings: FindingsModel) -> list[tuple[Any, Callable[..., None]]]:
        return [
            (findings.changed, self._findings_changed),
            (findings.threshold_changed, self._findings_changed),
            (findings.selection_changed, self._selection_changed),
            (findings.jump_requested, self.jump),
            (findings.name_wanted, self._name_wanted),
        ]

    def _findings_changed(self) -> None:
        self.overlays_changed.emit()

    def _selection_changed(self, _uid: str) -> None:
        self.overlays_changed.emit()

    def _settings_changed(self, settings: Settings) -> None:
        if settings.interpolation != self._interpolation:
            self._interpolation = settings.interpolation
            self.overlays_changed.emit()
        if settings.display_records != self._display_records:
            self._display_records = settings.display_records
            self.overlays_changed.emit()

    def _name_wanted(self, tracking_uid: str, at_once: bool) -> None:
        if at_once or self.settings.value.offer_names:
            self.naming_wanted.emit(tracking_uid, at_once)

    def _main_index(self) -> int | None:
        assert self.main is not None
        for viewport in self.viewports:
            if viewport.content is self.main and viewport.plane is self.main.first_plane:
                return viewport.index
        return None
