"""What a user can do with the pictures, with the keys that radiologists know (context "reading")."""

from __future__ import annotations

from collections.abc import Callable

from reader.core.commands import Command
from reader.core.text import mark, tr
from reader.findings import service
from reader.findings.model import Event, Finding
from reader.study.model import Window
from reader.views import key_images, single_slices
from reader.views.cine_commands import cine_commands
from reader.views.copying import can_copy_on, can_copy_over, copy_on, copy_over
from reader.views.grids import MOST, Side
from reader.views.image_commands import image_commands
from reader.views.joining import can_join, is_joined, toggle_joined
from reader.views.layout import LAYOUTS, Layout
from reader.views.look_commands import look_commands
from reader.views.model import ViewsModel
from reader.views.nudging import nudge_commands
from reader.views.outlined_volume import can_make_volume, make_volume
from reader.views.planes import Plane
from reader.views.presentation import SizeMode
from reader.views.readout import window_text
from reader.views.state_commands import state_commands
from reader.views.suv_commands import suv_commands
from reader.views.tools.registry import FIRST, TOOLS
from reader.views.tools.slab import set_slab
from reader.views.tools.tool import Tool
from reader.views.tools.zoom import within
from reader.views.turn_commands import turn_commands
from reader.views.typed import typed_window
from reader.views.viewport import VOLUME_PRESETS, Slab
from reader.views.windowing import WindowPreset, window_presets
from reader.volume.sampling import SlabMode

Run = Callable[[], None]

_PLANES = (
    (Plane.AXIAL, mark("Axial"), "F5", "plane-axial"),
    (Plane.CORONAL, mark("Coronal"), "F6", "plane-coronal"),
    (Plane.SAGITTAL, mark("Sagittal"), "F7", "plane-sagittal"),
    (Plane.VOLUME, mark("Volume view"), "F8", "box"),
)
_SLABS = (
    (Slab(), mark("Single slices"), single_slices.KEY),
    (Slab(SlabMode.MIP, 10.0), mark("MIP 10 mm"), "F10"),
    (Slab(SlabMode.MIP, 20.0), mark("MIP 20 mm"), ""),
    (Slab(SlabMode.MINIP, 10.0), mark("MinIP 10 mm"), "F11"),
    (Slab(SlabMode.MEAN, 5.0), mark("Mean 5 mm"), "F12"),
)


def commands(views: ViewsModel) -> list[Command]:
    """Every command of the room. Their groups: tool, measure, shape, annotation, layout, plane, preset, slab, view,
    turn, colours, sharpness, cine, states, slice, volume; and viewport, whose keys are for the pictures alone."""
    actions = _Actions(views)
    return [
        *_tool_commands(views),
        *layout_commands(views, lambda: views.active_screen),
        *_sampling_commands(views, actions),
        *_preset_commands(views, actions),
        *_view_commands(views, actions),
        *turn_commands(views),
        *look_commands(views),
        *cine_commands(views),
        *state_commands(views),
        *nudge_commands(views),
        *_slice_commands(actions),
        key_images.command(views),
    ]


def _tool_commands(views: ViewsModel) -> list[Command]:
    def command(tool: Tool) -> Command:
        return Command(
            f"views.tool_{tool.id}",
            tool.title,
            lambda: views.set_tool(tool),
            keys=(tool.key,) if tool.key else (),
            icon=tool.icon,
            group=tool.group,
            letter=tool.letter,
            checked=lambda: views.tool is tool,
        )

    menu = Command(
        "views.measure_menu", mark("Menu of measurements"),
        lambda: views.measure_menu_wanted.emit(views.active_screen), keys=("M",), group="mark",
    )  # fmt: skip
    return [*(command(tool) for tool in TOOLS), menu]


def layout_commands(views: ViewsModel, screen: Callable[[], int]) -> list[Command]:
    """What arranges one screen, and shows how it is arranged. screen: which one now."""

    def layout_command(layout: Layout) -> Command:
        return Command(
            f"views.layout_{layout.id}",
            layout.title,
            lambda: views.spreading.set_layout(screen(), layout),
            when=lambda: _has_series_for(views, screen(), layout),
            keys=(layout.key,) if layout.key else (),
            icon=layout.icon,
            group="layout",
            checked=lambda: views.layout_on(screen()).id == layout.id and not views.is_alone_on(screen()),
        )

    def divide(side: Side) -> None:
        views.panes.split(views.active_on(screen()), side)

    def may_divide() -> bool:
        return views.main is not None and len(views.screens[screen()]) < MOST * MOST

    return [
        *(layout_command(layout) for layout in LAYOUTS if layout.title),
        Command(
            "views.layouts", mark("Grids and layouts …"), lambda: views.panes.choice_wanted.emit(screen()),
            keys=("Ctrl+4",), icon="grid-3x3", group="layout",
        ),
        Command(
            "views.one_up",
            mark("This viewport alone"),
            lambda: views.toggle_maximised(views.active_on(screen())),
            when=lambda: len(views.screens[screen()]) > 1,
            keys=("F",),
            icon="maximize-2",
            group="layout",
            checked=lambda: views.is_alone_on(screen()),
        ),
        Command(
            "views.split_right", mark("Divide this viewport: one beside it"),
            lambda: divide(Side.RIGHT), may_divide, ("Ctrl+Shift+Right",), group="panes",
        ),
        Command(
            "views.split_below", mark("Divide this viewport: one below it"),
            lambda: divide(Side.BELOW), may_divide, ("Ctrl+Shift+Down",), group="panes",
        ),
        Command(
            "views.remove_viewport", mark("Take this viewport away"),
            lambda: views.panes.remove(views.viewports[views.active_on(screen())].id),
            lambda: views.panes.can_remove(views.active_on(screen())),
            ("Ctrl+Shift+Backspace",), group="panes",
        ),
    ]  # fmt: skip


def _has_series_for(views: ViewsModel, screen: int, layout: Layout) -> bool:
    contents = views.contents_on(screen)
    if layout.compares and len(contents) < 2:
        return False
    return not layout.needs_volume or any(content.is_volume for content in contents)


def _sampling_commands(views: ViewsModel, actions: _Actions) -> list[Command]:
    def plane_command(plane: Plane, title: str, key: str, icon: str) -> Command:
        return Command(
            f"views.plane_{plane.value}",
            title,
            lambda: views.set_plane(views.active, plane),
            when=actions.has_volume,
            keys=(key,),
            icon=icon,
            group="plane",
            checked=lambda: views.active_viewport.plane is plane,
        )

    def slab_command(number: int, slab: Slab, title: str, key: str) -> Command:
        return Command(
            f"views.slab_{number}",
            title,
            lambda: actions.set_slab(slab),
            when=lambda: views.active_viewport.can_be_slab,
            keys=(key,) if key else (),
            group="slab",
            checked=lambda: views.active_viewport.slab == slab,
        )

    def volume_command(name: str) -> Command:
        return Command(
            f"views.volume_{name}",
            VOLUME_PRESETS[name],
            lambda: actions.set_volume_preset(name),
            when=lambda: actions.volume_view() is not None,
            group="volume",
            checked=lambda: actions.volume_preset() == name,
            detail=lambda: tr("Volume view"),
        )

    return [
        *(plane_command(*entry) for entry in _PLANES),
        *(slab_command(n, *entry) for n, entry in enumerate(_SLABS)),
        *(volume_command(name) for name in VOLUME_PRESETS),
    ]


def _preset_commands(views: ViewsModel, actions: _Actions) -> list[Command]:
    def preset_command(preset: WindowPreset) -> Command:
        window = Window(preset.centre, preset.width, preset.title)
        return Command(
            f"views.window_{preset.preset_id}",
            preset.title,
            lambda: views.set_window(views.active, window),
            when=lambda: actions.has_window() and actions.modality() == preset.modality,
            keys=(preset.key,) if preset.key else (),
            group="preset",
            checked=lambda: views.active_viewport.window == window,
            detail=lambda: window_text(window),
        )

    return [
        Command(
            "views.window_auto",
            mark("Automatic window"),
            lambda: views.set_window(views.active, views.automatic_window(views.active)),
            when=actions.has_window,
            keys=("0",),
            group="preset",
        ),
        Command(
            "views.window_typed", mark("Type a window …"),
            lambda: views.typing_wanted.emit(views.active, typed_window(views, views.active)),
            when=actions.has_window, keys=("Alt+W",), group="preset",
        ),
        *image_commands(views),
        *(preset_command(preset) for preset in window_presets()),
        *suv_commands(views),
    ]  # fmt: skip


def _view_commands(views: ViewsModel, actions: _Actions) -> list[Command]:
    def view(
        name: str,
        title: str,
        run: Run,
        key: str = "",
        icon: str = "",
        *,
        when: Callable[[], bool] = lambda: True,
        checked: Callable[[], bool] | None = None,
        more: tuple[str, ...] = (),
        repeats: bool = False,
    ) -> Command:
        keys = ((key,) if key else ()) + more
        return Command(
            f"views.{name}", title, run, when, keys, icon=icon, group="view", checked=checked, repeats=repeats
        )

    return [
        view("invert", mark("Invert"), actions.invert, "V", "invert", when=actions.in_plane),
        view("zoom_in", mark("Zoom in"), lambda: actions.zoom(1.25), "+", more=("Ctrl++",), repeats=True),
        view("zoom_out", mark("Zoom out"), lambda: actions.zoom(0.8), "-", more=("Ctrl+-",), repeats=True),
        view("fit", mark("Fit to the viewport"), actions.fit, "=", "expand"),
        view("actual_size", mark("Actual pixels (1:1)"), actions.actual_size, "Alt+=", when=actions.in_plane),
        view("true_size", mark("True size (1 mm : 1 mm)"), actions.true_size, "Alt+M", when=actions.in_plane),
        view("back", mark("Step back"), actions.step_back, "Esc"),
        view("reset", mark("Reset the view"), lambda: views.reset(views.active), "Shift+Esc", "rotate-ccw"),
        view(
            "crosshair",
            mark("Crosshair lines"),
            views.toggle_crosshair,
            "H",
            "locate-fixed",
            checked=lambda: views.crosshair,
        ),
        view(
            "link",
            mark("Scroll together"),
            views.toggle_link,
            "L",
            "link",
            when=lambda: views.arranged.compares,
            checked=lambda: views.linked,
        ),
        view(
            "same_position",
            mark("Same patient position in both series"),
            lambda: toggle_joined(views),
            when=lambda: can_join(views),
            checked=lambda: is_joined(views),
        ),
        view("ai", mark("Show AI findings"), views.toggle_ai, "O", "sparkles", checked=lambda: views.ai_shown),
        view("overlays", mark("Text on the images"), actions.cycle_overlays, "I", "captions"),
        view(
            "cine",
            mark("Cine"),
            lambda: views.cine.toggle(),
            "C",
            "play",
            when=lambda: views.active_viewport.count > 1,
            checked=lambda: views.cine.playing,
        ),
        view(
            "regular",
            mark("Straighten gantry tilt, space evenly (computed)"),
            lambda: views.parts.toggle_regular(views.active),
            "Shift+R",
            when=lambda: views.parts.can_be_regular(views.active),
            checked=actions.is_resampled,
        ),
        view(
            "cine_phases",
            mark("Play the times"),
            actions.toggle_phases,
            "Shift+C",
            "play",
            when=actions.has_phases,
            checked=lambda: views.active_viewport.playing_phases,
        ),
        view(
            "finish",
            mark("Finish the shape, or name what is selected"),
            actions.finish,
            "Return",
            more=("Enter",),
            when=actions.can_finish,
        ),
        view(
            "last_point",
            mark("Take back the last point"),
            actions.take_back,
            "Backspace",
            when=lambda: views.measuring.draft is not None,
        ),
        view(
            "delete",
            mark("Delete the selected measurement"),
            actions.delete,
            "Del",
            "trash-2",
            when=actions.can_delete,
        ),
        view(
            "copy_on", mark("Copy the measurement to the next image"), lambda: copy_on(views), "Ctrl+D",
            when=lambda: can_copy_on(views),
        ),
        view(
            "copy_over", mark("Copy the measurement to the prior"),
            lambda: copy_over(views, views.measuring), "Ctrl+Shift+D",
            when=lambda: can_copy_over(views),
        ),
        view(
            "volume", mark("Volume of outlines of one name"), lambda: make_volume(views), "Alt+J",
            when=lambda: can_make_volume(views),
        ),
        Command(
            "views.undo", mark("Undo"), actions.undo, keys=("Ctrl+Z",), icon="undo-2", group="edit",
            when=lambda: bool(actions.undoes()), detail=actions.undoes,
        ),
        Command(
            "views.redo", mark("Redo"), actions.redo, keys=("Ctrl+Y", "Ctrl+Shift+Z"), icon="redo-2", group="edit",
            when=lambda: bool(actions.redoes()), detail=actions.redoes,
        ),
    ]


def _slice_commands(actions: _Actions) -> list[Command]:
    def slices(name: str, title: str, run: Run, *keys: str) -> Command:
        return Command(f"views.{name}", title, run, keys=keys, group="slice", repeats=True)

    def viewports(name: str, title: str, run: Run, key: str) -> Command:
        return Command(f"views.{name}", title, run, keys=(key,), group="viewport", repeats=True)

    def phases(name: str, title: str, run: Run, *keys: str) -> Command:
        return Command(f"views.{name}", title, run, actions.has_phases, keys, group="slice", repeats=True)

    return [
        slices("next_slice", mark("Next image"), lambda: actions.scroll(1), "Down"),
        slices("previous_slice", mark("Previous image"), lambda: actions.scroll(-1), "Up"),
        slices("ten_on", mark("Ten images on"), lambda: actions.page(1), "Shift+Down", "PgDown"),
        slices("ten_back", mark("Ten images back"), lambda: actions.page(-1), "Shift+Up", "PgUp"),
        slices("first_slice", mark("First image"), lambda: actions.scroll(-1_000_000), "Home"),
        slices("last_slice", mark("Last image"), lambda: actions.scroll(1_000_000), "End"),
        slices("next_series", mark("Next series"), lambda: actions.step_series(1), "Right"),
        slices("previous_series", mark("Previous series"), lambda: actions.step_series(-1), "Left"),
        phases("next_phase", mark("Next time"), lambda: actions.step_phase(1), "."),
        phases("previous_phase", mark("Previous time"), lambda: actions.step_phase(-1), ","),
        viewports("next_viewport", mark("Next viewport"), lambda: actions.step_viewport(1), "Tab"),
        viewports("previous_viewport", mark("Previous viewport"), lambda: actions.step_viewport(-1), "Shift+Tab"),
    ]


class _Actions:
    """What the commands do with the active viewport."""

    def __init__(self, views: ViewsModel) -> None:
        self._views = views

    def has_volume(self) -> bool:
        return any(content.is_volume for content in self._views.contents())

    def in_plane(self) -> bool:
        viewport = self._views.active_viewport
        return viewport.content is not None and viewport.plane is not Plane.VOLUME

    def can_finish(self) -> bool:
        draft, finding = self._views.measuring.draft, self.selected()
        if draft is not None:
            return draft.tool.ends_when_told
        return finding is not None and not self._views.findings.read_only and service.can(finding, Event.EDIT)

    def finish(self) -> None:
        if self._views.measuring.draft is not None:
            self._views.measuring.finish()
        else:
            self._views.naming_wanted.emit(self._views.findings.selected, True)

    def take_back(self) -> None:
        self._views.measuring.take_back()

    def has_window(self) -> bool:
        return self.in_plane() and not self._views.active_viewport.is_colour

    def modality(self) -> str:
        content = self._views.active_viewport.content
        return content.series.modality if content is not None else ""

    def selected(self) -> Finding | None:
        return self._views.findings.get(self._views.findings.selected)

    def volume_view(self) -> int | None:
        found = (n for n in self._views.shown if self._views.viewports[n].plane is Plane.VOLUME)
        return next((n for n in found if self._views.viewports[n].content is not None), None)

    def volume_preset(self) -> str:
        number = self.volume_view()
        return self._views.viewports[number].preset if number is not None else ""

    def set_volume_preset(self, name: str) -> None:
        number = self.volume_view()
        if number is not None:
            self._views.change(number, preset=name)

    def set_slab(self, slab: Slab) -> None:
        with self._views.steps.take(mark("Slab changed")):
            set_slab(self._views, self._views.active, slab)

    def invert(self) -> None:
        self._views.set_inverted(self._views.active, not self._views.active_viewport.inverted)

    def zoom(self, factor: float) -> None:
        self._views.change(self._views.active, zoom=within(self._views.active_viewport.zoom * factor))

    def actual_size(self) -> None:
        """Only a viewport on the screen knows how large a pixel is there."""
        self._views.size_wanted.emit(self._views.active, SizeMode.MAGNIFY)

    def true_size(self) -> None:
        self._views.size_wanted.emit(self._views.active, SizeMode.TRUE_SIZE)

    def fit(self) -> None:
        if self._views.active_viewport.angle:
            self._views.size_wanted.emit(self._views.active, SizeMode.FIT)
            return
        self._views.change(self._views.active, zoom=1.0, pan=(0.0, 0.0), area=None)

    def step_back(self) -> None:
        """What is being drawn, then the selected finding, then the tool; the picture stays as it is."""
        views = self._views
        if views.measuring.cancel():
            return
        if views.findings.selected:
            views.findings.select("")
        elif views.tool is not FIRST:
            views.set_tool(FIRST)

    def cycle_overlays(self) -> None:
        self._views.set_overlay_level((self._views.settings.value.overlay_level - 1) % 3)

    def can_delete(self) -> bool:
        finding = self.selected()
        return not finding.is_ai if finding is not None else self._views.measuring.on_priors.can_delete()

    def delete(self) -> None:
        finding = self.selected()
        if finding is None and self.can_delete():
            self._views.measuring.on_priors.delete_last()
        elif finding is not None and not finding.is_ai:
            service.delete(self._views.findings, finding.tracking_uid)

    def undo(self) -> None:
        if self._views.measuring.take_back():
            return  # of what is being drawn the last point comes first
        what, history = self.undoes(), self._views.findings.history
        if history.stop_at_findings():
            self._views.readout.emit(tr("Next is “{what}”: undo once more to take it back.", what=what))
        elif history.undo():
            self._views.readout.emit(tr("Undone: {what}", what=what))

    def redo(self) -> None:
        what, history = self.redoes(), self._views.findings.history
        if history.stop_at_findings(redo=True):
            self._views.readout.emit(tr("Next is “{what}”: redo once more to do it again.", what=what))
        elif history.redo():
            self._views.readout.emit(tr("Redone: {what}", what=what))

    def undoes(self) -> str:
        if self._views.measuring.draft is not None:
            return tr("the last point")
        return self._views.findings.history.undoes

    def redoes(self) -> str:
        return self._views.findings.history.redoes

    def scroll(self, slices: int) -> None:
        self._views.scroll(self._views.active, slices)

    def page(self, pages: int) -> None:
        self._views.page(self._views.active, pages)

    def step_series(self, step: int) -> None:
        """The next entry of the series column: a part where a series has several."""
        order = list(self._views.series_order())
        content = self._views.active_viewport.content
        if not order:
            return
        here = (content.series.series_uid, content.part_number) if content is not None else None
        at = order.index(here) if here in order else -step
        if 0 <= at + step < len(order):
            self._views.parts.choose(*order[at + step])

    def is_resampled(self) -> bool:
        content = self._views.active_viewport.content
        return content is not None and content.resampled is not None

    def has_phases(self) -> bool:
        content = self._views.active_viewport.content
        return content is not None and content.phases > 1

    def step_phase(self, step: int) -> None:
        self._views.parts.step_phase(self._views.active, step, around=True)

    def toggle_phases(self) -> None:
        viewport = self._views.active_viewport
        self._views.change(self._views.active, playing_phases=not viewport.playing_phases, playing=False)

    def step_viewport(self, step: int) -> None:
        own = self._views.screens[self._views.screen_of(self._views.active)]
        self._views.set_active(own[(self._views.active - own.start + step) % len(own)])
