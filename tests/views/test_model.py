"""The model without Qt: layouts, linked planes, comparison, what was seen, and the commands' keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reader.core.commands import CommandRegistry
from reader.dicom.values import Code
from reader.findings import service
from reader.findings.model import (
    Finding,
    FindingsModel,
    ImageReference,
    Observer,
    SegmentReference,
    Shape,
    ShapeKind,
    Source,
    Status,
)
from reader.study.heading import identity_parts
from reader.study.model import Window
from reader.terms.measures import LENGTH
from reader.views.commands import commands
from reader.views.content import Content
from reader.views.jumping import shows
from reader.views.layout import COMPARE, MPR, SINGLE
from reader.views.marking import drawn, marking
from reader.views.measure import MeasuredShape
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.screen import screen_map
from reader.views.tools.distance import DISTANCE
from reader.views.tools.ellipse import ELLIPSE
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.window import WINDOW
from reader.views.viewport import Slab, SlabMode
from reader.views.windowing import linear
from reader.volume.model import OpenedSeries, VolumeGeometry
from tests.views.examples import GEOMETRIES, STRAIGHT, exam, segment, stack, views, volume

DEVICE = Source(Observer.DEVICE, "NoduleFinder", "1.2")
PERSON = Source(Observer.PERSON, "Li")
NODULE = Code("27925004", "SCT", "Nodule")


@pytest.fixture
def shown(tmp_path: Path) -> ViewsModel:
    image = volume(GEOMETRIES["anisotropic"])
    model = views(tmp_path)
    model.show(*exam(image), OpenedSeries.of(image))
    return model


def test_a_volume_opens_in_three_planes_and_a_volume_view(shown: ViewsModel) -> None:
    assert shown.layout is MPR
    assert [v.plane for v in shown.viewports] == [Plane.AXIAL, Plane.CORONAL, Plane.SAGITTAL, Plane.VOLUME]
    assert [v.count for v in shown.viewports] == [12, 20, 24, 0]


def test_images_that_form_no_volume_open_as_a_stack(tmp_path: Path) -> None:
    model = views(tmp_path)
    image = stack([np.zeros((8, 8), np.uint16)] * 3)
    model.show(*exam(image, modality="DX"), OpenedSeries.of(image))
    assert model.layout is SINGLE
    assert model.viewports[0].plane is Plane.STACK
    model.set_layout(MPR)
    assert model.layout is SINGLE


def test_the_crosshair_links_the_planes(shown: ViewsModel) -> None:
    geometry = GEOMETRIES["anisotropic"]
    point = geometry.to_patient((7, 11, 4))
    shown.set_cursor(point)
    axial, coronal, sagittal = shown.viewports[:3]
    assert (axial.index, coronal.index, sagittal.index) == (12 - 1 - 4, 11, 7)
    shown.scroll(0, 2)  # two slices towards the feet
    assert shown.cursor == pytest.approx(geometry.to_patient((7, 11, 2)))
    assert (coronal.index, sagittal.index) == (11, 7)
    shown.scroll(2, -3)
    assert shown.cursor == pytest.approx(geometry.to_patient((4, 11, 2)))


def test_scrolling_stops_at_the_ends(shown: ViewsModel) -> None:
    shown.scroll(0, 999)
    assert shown.viewports[0].index == 11
    shown.scroll(0, -999)
    assert shown.viewports[0].index == 0


def test_a_window_holds_for_every_plane_of_the_series(shown: ViewsModel) -> None:
    assert shown.window_of(1) == Window(-600, 1500, "LUNG")
    shown.set_window(0, Window(40, 400))
    assert [shown.window_of(n).width for n in range(3)] == [400, 400, 400]
    shown.reset(1)
    assert shown.window_of(0).width == 1500


def test_one_viewport_alone_and_back(shown: ViewsModel) -> None:
    shown.toggle_maximised(2)
    assert shown.shown == [2]
    shown.toggle_maximised(2)
    assert shown.shown == [0, 1, 2, 3]


@pytest.mark.parametrize("shift", [0.0, 4000.0])
def test_current_and_prior_scroll_together_in_millimetres(tmp_path: Path, shift: float) -> None:
    """The prior has other slices, and another table height where `shift` is not 0."""
    now = volume(VolumeGeometry((8, 8, 41), (1.0, 1.0, 2.5), (0.0, 0.0, 0.0), STRAIGHT))
    then = volume(VolumeGeometry((8, 8, 21), (1.0, 1.0, 5.0), (0.0, 0.0, shift), STRAIGHT), series_uid="1.9.1")
    model = views(tmp_path)
    model.show(*exam(now), OpenedSeries.of(now))
    model.show_compare(*exam(then, study_uid="1.9", issuer="Wuzhen"), OpenedSeries.of(then))
    assert model.layout is COMPARE
    model.scroll_to(0, 10)
    assert model.viewports[1].index == 5
    model.scroll_to(1, 15)
    assert model.viewports[0].index == 30
    model.toggle_link()
    model.scroll_to(0, 0)
    assert model.viewports[1].index == 15
    model.toggle_link()  # linked as they stand now
    model.scroll_to(0, 4)
    assert model.viewports[1].index == 17


def test_what_is_compared_in_one_window_goes_back_to_the_images_own_together(tmp_path: Path) -> None:
    model, now = views(tmp_path), volume(VolumeGeometry((8, 8, 4), (1.0, 1.0, 2.5), (0.0, 0.0, 0.0), STRAIGHT))
    study, series = exam(now)
    model.show(study, series, OpenedSeries.of(now))
    then = replace(now, series_uid="1.9.1")
    prior, earlier = exam(then, study_uid="1.9")
    soft = tuple(replace(one, windows=(Window(40, 350), Window(300, 2000))) for one in earlier.instances)
    model.show_compare(prior, replace(earlier, instances=soft), OpenedSeries.of(then))
    first = model.window_of(0)
    model.set_window(0, Window(30, 150))
    assert model.window_of(1) == Window(30, 150)
    model.reset(0)
    assert (model.window_of(0), model.window_of(1)) == (first, first)
    model.choose_own(1, 1)
    assert model.window_of(0) == model.window_of(1)
    model.toggle_link()
    model.set_window(0, None)
    assert model.window_of(0) == first != model.window_of(1), "each by itself"


def test_the_next_case_starts_with_nothing_of_this_one(shown: ViewsModel) -> None:
    findings = FindingsModel()
    shown.set_findings(findings)
    shown.mark_seen(0)
    shown.clear()
    assert shown.contents() == []
    assert shown.cursor is None
    assert shown.masks == ()
    assert shown.findings is not findings
    assert shown.seen("1.2.3.1") == frozenset()
    finding = Finding("1", "1", DEVICE, NODULE, place=(0.0, 0.0, 0.0))
    findings.load([finding])
    findings.select("1", jump=True)
    assert shown.cursor is None


def test_what_was_on_the_screen_is_remembered(shown: ViewsModel) -> None:
    volume_ = shown.viewports[0].content.image  # type: ignore[union-attr]
    volume_.present[11 - 3] = False
    for index in (2, 3, 5):
        shown.scroll_to(0, index)
        shown.mark_seen(0)
    shown.mark_seen(1)  # a reformatted plane shows no stored slice
    assert shown.seen("1.2.3.1") == {volume_.slices[11 - index] for index in (2, 5)}
    shown.change(0, slab=Slab(SlabMode.MIP, 9.0))
    shown.mark_seen(0)
    assert shown.seen("1.2.3.1") == {volume_.slices[11 - index] for index in (2, 4, 5, 6)}


def test_a_finding_is_jumped_to_and_drawn_where_it_lies(shown: ViewsModel) -> None:
    geometry = GEOMETRIES["anisotropic"]
    ends = (geometry.to_patient((3, 4, 6)), geometry.to_patient((9, 4, 6)))
    place = geometry.to_patient((6, 4, 6))
    line = Shape(ShapeKind.POLYLINE, ends, True)
    named = replace(NODULE, meaning="Nodulus")  # as its maker wrote it; people read their own language's word
    finding = Finding("1", "1", DEVICE, named, shapes=(line,), place=place, certainty=91.0)
    findings = FindingsModel()
    shown.set_findings(findings)
    findings.load([finding])
    findings.select("1", jump=True)
    assert shown.cursor == pytest.approx(place)
    axial, coronal = shown.viewports[0], shown.viewports[1]
    for viewport, offset, shapes in ((axial, 0, 1), (axial, 1, 0), (coronal, 0, 1)):
        item = drawn(
            finding,
            viewport.content,  # type: ignore[arg-type]
            viewport.frame,  # type: ignore[arg-type]
            viewport.index + offset,
            (viewport.index + offset, viewport.index + offset + 1),
        )
        assert (len(item.shapes) if item is not None else 0) == shapes
        assert item is None or item.label[0] == "◇ Nodule 91 %"


def test_a_jump_goes_to_the_image_that_the_report_names(shown: ViewsModel) -> None:
    """The key image of a place between or beside the slices."""
    geometry = GEOMETRIES["anisotropic"]
    volume_ = shown.viewports[0].content.image  # type: ignore[union-attr]
    uid, frame = volume_.slices[7]  # type: ignore[misc]
    key_image = ImageReference("1.2", uid, (frame,))
    finding = Finding("1", "1", DEVICE, NODULE, place=geometry.to_patient((3, 4, 5.4)), key_image=key_image)
    findings = FindingsModel()
    shown.set_findings(findings)
    findings.load([finding])
    findings.select("1", jump=True)
    assert geometry.to_index(shown.cursor) == pytest.approx((3, 4, 7))  # type: ignore[arg-type]
    assert volume_.slices[11 - shown.viewports[0].index] == (uid, frame)
    assert shows(shown, finding)


def test_a_finding_is_judged_only_while_it_can_be_seen(shown: ViewsModel) -> None:
    """Another slice, another series, zoomed past it, the volume view alone, findings switched off: each is shown
    first."""
    geometry = GEOMETRIES["anisotropic"]
    finding = Finding("1", "1", DEVICE, NODULE, place=geometry.to_patient((3, 4, 6)))
    findings = FindingsModel(judge="Li Na", on_screen=lambda f: shows(shown, f))
    shown.set_findings(findings)
    findings.load([finding])
    asked: list[str] = []
    findings.shown_first.connect(asked.append)

    def hidden() -> None:
        assert not shows(shown, finding)
        service.accept(findings, "1")
        assert findings["1"].status is Status.PROPOSED and asked.pop() == "1" and findings.selected == "1"
        assert shows(shown, finding), "the first press has brought it up"

    shown.set_layout(SINGLE)
    shown.scroll_to(0, 0)
    hidden()
    shown.change(0, zoom=6.0, pan=(-5.0, -5.0))
    hidden()
    shown.set_plane(0, Plane.VOLUME)
    hidden()
    shown.toggle_ai()
    hidden()
    shown.viewports[0].content.image.present[:] = False  # type: ignore[union-attr]
    service.reject(findings, "1")
    assert findings["1"].status is Status.PROPOSED, "its image has not arrived"
    shown.viewports[0].content.image.present[:] = True  # type: ignore[union-attr]
    service.accept(findings, "1")
    judged = findings["1"]
    assert judged.status is Status.ACCEPTED and judged.judged_by == "Li Na" and judged.judged_at is not None
    assert "Li Na" in service.judged_text(judged)
    service.reopen(findings, "1")
    assert findings["1"] == finding, "nobody has judged it"
    elsewhere = replace(finding, tracking_uid="2", place=None, key_image=ImageReference("1.2", "9.9.9", (), "7.7"))
    findings.put(elsewhere)
    service.accept(findings, "2")
    assert findings["2"].status is Status.PROPOSED
    findings.put(replace(elsewhere, tracking_uid="3", problem="cites images that are not in this exam"))
    service.reject(findings, "3")
    assert findings["3"].status is Status.REJECTED, "what can't be shown at all can be rejected"


def test_a_jump_to_a_persons_finding_leaves_those_of_algorithms_off(shown: ViewsModel) -> None:
    place = GEOMETRIES["anisotropic"].to_patient((3, 4, 6))
    shown.toggle_ai()
    for source, expected in ((PERSON, False), (DEVICE, True)):
        shown.jump(Finding("1", "1", source, NODULE, place=place))
        assert shown.ai_shown is expected


def test_a_finding_in_another_series_asks_for_it(shown: ViewsModel) -> None:
    asked: list[str] = []
    shown.series_wanted.connect(asked.append)
    key = ImageReference("1.2", "9.9.9", (), "7.7")
    shown.jump(Finding("1", "1", DEVICE, NODULE, key_image=key))
    assert asked == ["7.7"]


def test_ai_and_people_look_different_in_line_and_mark() -> None:
    ai = Finding("1", "1", DEVICE, NODULE)
    looks = [
        marking(ai),
        marking(replace(ai, status=Status.ACCEPTED)),
        marking(replace(ai, status=Status.EDITED)),
        marking(replace(ai, status=Status.REJECTED)),
        marking(replace(ai, source=PERSON, status=Status.ACCEPTED)),
    ]
    assert looks[0].dashed
    assert not looks[1].dashed
    assert looks[3].struck
    assert len({look.mark for look in looks}) == len(looks)


def test_measuring_dragging_a_handle_and_undo(shown: ViewsModel) -> None:
    results: list[object] = []
    shown.measured.connect(results.append)
    shown.set_tool(DISTANCE)
    shown.measuring.press(0, (2.0, 2.0))
    shown.measuring.move(0, (12.0, 2.0))
    shown.measuring.release(0, (12.0, 2.0), moved=True)
    (result,) = results
    assert result.measurements[0].value == pytest.approx(7.0)  # type: ignore[attr-defined]
    finding = Finding(
        "1",
        "1",
        PERSON,
        NODULE,
        shapes=(result.shape,),
        measurements=result.measurements,
        status=Status.ACCEPTED,  # type: ignore[attr-defined]
    )
    shown.findings.load([finding])
    shown.measuring.grab(0, "1", 0, 1, (0, 0))
    shown.measuring.move(0, (22.0, 2.0))
    shown.measuring.release(0, (22.0, 2.0), moved=True)
    assert shown.findings["1"].measurements[0].value == pytest.approx(14.0)
    assert shown.findings["1"].measurements[0].concept == LENGTH
    shown.findings.history.undo()
    assert shown.findings["1"] == finding


def test_what_can_not_change_a_picture_is_not_offered(tmp_path: Path) -> None:
    """Window and slab of a colour image, a slab of a stack; and dragging the window is no step to undo."""
    model = views(tmp_path)
    registry = CommandRegistry()
    registry.add(*commands(model))

    def offered(group: str) -> bool:
        return any(command.when() for command in registry.group(group))

    grey, colour = np.zeros((8, 8), np.int16), np.zeros((8, 8, 3), np.uint8)
    for pixels, windows in ((grey, True), (colour, False)):
        image = stack([pixels, pixels])
        model.show(*exam(image), OpenedSeries.of(image))
        assert registry["views.window_auto"].when() is windows and not offered("slab")
        before = len(model.findings.history._done)
        model.set_window(0, Window(99.0, 12.0))
        assert (len(model.findings.history._done) > before) is windows
        assert model.viewports[0].is_colour is not windows
    image = volume(GEOMETRIES["straight"])
    model.show(*exam(image), OpenedSeries.of(image))
    assert offered("slab") and offered("preset")


@pytest.mark.parametrize(("gone", "opened_at"), [((), 8), ((8,), 7), ((7, 8, 9), 6), ((6, 7, 8), 9)])
def test_reading_begins_on_a_slice_that_the_exam_has(gone: tuple[int, ...], opened_at: int) -> None:
    whole = volume(GEOMETRIES["straight"])
    image = replace(whole, slices=tuple(None if k in gone else entry for k, entry in enumerate(whole.slices)))
    middle = Content.of(*exam(image), OpenedSeries.of(image)).middle
    assert middle is not None and round(image.geometry.to_index(middle)[2]) == opened_at


@pytest.mark.parametrize("tool", [DISTANCE, ELLIPSE])
def test_nothing_is_measured_beside_the_picture(tool: MeasuringTool, shown: ViewsModel) -> None:
    results: list[MeasuredShape] = []
    shown.measured.connect(results.append)
    shown.set_tool(tool)
    frame = shown.viewports[0].frame
    assert frame is not None
    columns, rows, _ = frame.size
    shown.measuring.press(0, (-30.0, -30.0))
    shown.measuring.release(0, (columns + 40.0, rows + 40.0), moved=True)
    assert results == [] and shown.measuring.draft is None

    shown.measuring.press(0, (5.0, 5.0))
    shown.measuring.move(0, (columns + 40.0, rows + 40.0))
    shown.measuring.release(0, (columns + 40.0, rows + 40.0), moved=True)
    (result,) = results
    pixels = frame.to_pixels(result.shape.points)
    assert max(c for c, _, _ in pixels) == pytest.approx(columns - 0.5)
    assert max(r for _, r, _ in pixels) == pytest.approx(rows - 0.5)


def test_a_dropped_series_is_shown_where_it_was_dropped_and_nothing_else_changes(tmp_path: Path) -> None:
    first, second, third = (volume(GEOMETRIES["anisotropic"], series_uid=f"1.2.3.{n}") for n in (1, 2, 3))
    opened = {image.series_uid: (*exam(image), OpenedSeries.of(image)) for image in (first, second, third)}

    def order(model: ViewsModel) -> list[str]:
        return [v.content.series.series_uid if v.content is not None else "" for v in model.viewports]

    def asked(model: ViewsModel) -> None:
        model.series_wanted.connect(lambda uid: model.show(*opened[uid]))

    model = views(tmp_path)
    asked(model)
    model.show(*opened["1.2.3.1"])
    model.scroll_to(0, 3)
    before = list(model.viewports)
    model.parts.drop(1, "1.2.3.2", 0)
    assert order(model) == ["1.2.3.1", "1.2.3.2", "1.2.3.1", "1.2.3.1"] and model.layout is MPR
    assert [v is w for v, w in zip(model.viewports, before, strict=True)] == [True, False, True, True]
    assert model.active == 1

    model = views(tmp_path)
    asked(model)
    model.show(*opened["1.2.3.1"])
    model.show_compare(*opened["1.2.3.2"])
    for number, uid, now in (
        (1, "1.2.3.3", ["1.2.3.1", "1.2.3.3"]), (0, "1.2.3.2", ["1.2.3.2", "1.2.3.3"]),
        (1, "1.2.3.2", ["1.2.3.2", "1.2.3.2"]), (0, "1.2.3.1", ["1.2.3.1", "1.2.3.2"]),
    ):  # fmt: skip
        model.parts.drop(number, uid, 0)
        assert order(model) == now and model.layout is COMPARE
    model.parts.drop(1, "1.2.3.3", 0)
    model.parts.choose("1.2.3.2", 0)  # by a click: shown as ever, whatever was dropped before
    assert model.layout is MPR and set(order(model)) == {"1.2.3.2"}


def test_a_dragged_ellipse_is_one_in_the_patient(shown: ViewsModel) -> None:
    """Pixels of 0.7 × 3 mm: its axes stay at right angles in mm, the longer one first, the area theirs."""
    number = next(n for n, state in enumerate(shown.viewports) if state.plane is Plane.CORONAL)
    shown.measured.connect(lambda made: shown.findings.load([
        Finding("1", "1", PERSON, NODULE, shapes=(made.shape,), measurements=made.measurements,
                status=Status.ACCEPTED),
    ]))  # fmt: skip
    shown.set_tool(ELLIPSE)
    shown.measuring.press(number, (4.0, 3.0))
    shown.measuring.release(number, (18.0, 7.0), moved=True)
    for handle, to in ((1, (16.0, 8.0)), (3, (20.0, 1.0)), (2, (3.0, 5.5))):
        shown.measuring.grab(number, "1", 0, handle, (0, 0))
        shown.measuring.move(number, to)
        shown.measuring.release(number, to, moved=True)
        points = np.asarray(shown.findings["1"].shapes[0].points)
        first, second = points[1] - points[0], points[3] - points[2]
        assert abs(first @ second) < 1e-6 and np.linalg.norm(first) >= np.linalg.norm(second)
        area = np.pi / 4 * np.linalg.norm(first) * np.linalg.norm(second)
        assert shown.findings["1"].measurements[0].value == pytest.approx(area)


def test_editing_what_an_algorithm_drew_makes_it_edited(shown: ViewsModel) -> None:
    line = Shape(ShapeKind.POLYLINE, tuple(GEOMETRIES["anisotropic"].to_patient((i, 4, 5)) for i in (3, 9)), True)
    shown.findings.load([Finding("1", "1", DEVICE, NODULE, shapes=(line,))])
    shown.set_cursor(line.points[0])
    shown.measuring.grab(0, "1", 0, 0, (0, 0))
    shown.measuring.move(0, (5.0, 5.0))
    shown.measuring.release(0, (5.0, 5.0), moved=True)
    assert shown.findings["1"].status is Status.EDITED


def test_the_status_line_says_value_and_place(shown: ViewsModel) -> None:
    said: list[str] = []
    shown.readout.connect(said.append)
    shown.scroll_to(0, 5)
    shown.probe(0, (7.2, 3.0))
    stored = GEOMETRIES["anisotropic"]
    value = int(volume(stored).voxels[12 - 1 - 5, 3, 7])
    assert said[-1] == f"W 1500 L −600 · {value} HU at (−5.0, 7.7, 58.0)".replace("-", "−")
    shown.probe(0, (-4.0, 3.0))
    assert said[-1] == "W 1500 L −600"


def test_the_read_out_follows_a_preset_and_a_slice_under_a_mouse_that_rests(shown: ViewsModel) -> None:
    said: list[str] = []
    shown.readout.connect(said.append)
    shown.scroll_to(0, 5)
    shown.probe(0, (7.0, 3.0))
    shown.set_window(0, Window(40.0, 400.0))
    assert said[-1].startswith("W 400 L 40 · ")
    shown.scroll_to(0, 6)
    value = int(volume(GEOMETRIES["anisotropic"]).voxels[12 - 1 - 6, 3, 7])
    assert said[-1].startswith(f"W 400 L 40 · {value} HU".replace("-", "−"))


def test_a_segment_knows_its_finding(shown: ViewsModel) -> None:
    mask = segment(GEOMETRIES["straight"], np.ones((1, 1, 1), np.uint8), number=3)
    finding = Finding("1", "1", DEVICE, NODULE, segments=(SegmentReference("9.9", 3, "Nodule"),))
    shown.findings.load([finding])
    assert shown.finding_of(mask) == finding


def test_every_key_has_one_command(shown: ViewsModel) -> None:
    registry = CommandRegistry()
    registry.add(*commands(shown))  # raises KeyConflict for two commands on one key
    keys = {key: command.id for command in registry for key in command.keys}
    expected = {
        "W": "views.tool_window", "S": "views.tool_scroll", "Z": "views.tool_zoom", "T": "views.tool_pan",
        "D": "views.tool_distance", "A": "views.tool_angle", "I": "views.overlays", "H": "views.crosshair",
        "R": "views.rotate", "Esc": "views.back", "Alt+F": "views.flip", "C": "views.cine",
        "0": "views.window_auto", "1": "views.window_own_1", "3": "views.window_brain", "7": "views.window_lung",
        "9": "views.window_stroke", "Up": "views.previous_slice", "Shift+Down": "views.ten_on",
        "Home": "views.first_slice", "Tab": "views.next_viewport", "+": "views.zoom_in", "-": "views.zoom_out",
        "=": "views.fit", "Ctrl+Z": "views.undo", "Left": "views.previous_series",
    }  # fmt: skip
    assert {key: keys.get(key) for key in expected} == expected
    registry.run("views.window_own_2")
    assert shown.window_of(0) == Window(40, 400)
    registry.run("views.window_bone")
    assert (shown.window_of(2).centre, shown.window_of(2).width) == (400, 1800)


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("flipped", [False, True])
def test_flips_change_sides_of_the_screen(turns: int, flipped: bool, shown: ViewsModel) -> None:
    registry = CommandRegistry()
    registry.add(*commands(shown))

    def on_screen() -> tuple[float, float]:
        state = shown.active_viewport
        assert state.frame is not None
        view = screen_map(state.frame, 640, 480, turns=state.turns, flipped=state.flipped)
        return view.to_screen(3.0, 5.0)

    shown.change(shown.active, turns=turns, flipped=flipped)
    x, y = on_screen()
    registry.run("views.flip")
    assert on_screen() == pytest.approx((640 - x, y))
    registry.run("views.flip_down")
    assert on_screen() == pytest.approx((640 - x, 480 - y))


def test_escape_steps_back_one_thing_at_a_time(shown: ViewsModel) -> None:
    registry = CommandRegistry()
    registry.add(*commands(shown))
    shown.toggle_maximised(0)
    shown.set_tool(DISTANCE)
    shown.measuring.press(0, (1.0, 1.0))
    shown.change(0, zoom=2.0)
    for left in (lambda: shown.measuring.draft is None, lambda: shown.tool is WINDOW):
        assert not left()
        registry.run("views.back")
        assert left()
    registry.run("views.back")
    assert shown.maximised == 0 and shown.viewports[0].zoom == 2.0, "the view stays as it is"
    registry.run("views.reset")
    assert shown.viewports[0].zoom == 1.0


def test_the_identity_comes_from_the_study(shown: ViewsModel) -> None:
    study = shown.contents()[0].study
    name, rest = identity_parts(study)
    assert name == "王小东 Wang Xiaodong"
    assert rest == "M 56 · ID 00314@Xihu · 2026-01-01 09:12 · Xihu · Test exam"


@pytest.mark.parametrize("scale", [1.0, 3_000.0])
def test_a_hot_lesion_stands_out_of_the_body_in_every_slice(tmp_path: Path, scale: float) -> None:
    """A body of one uptake, a ball of five times that in some slices, and a bladder of 40: whatever the unit."""
    k, j, i = np.ogrid[:48, :64, :64]
    body = ((i - 32) ** 2 + ((j - 32) * 1.4) ** 2 < 26**2) & (k >= 0)
    values = np.where(body, 1.0, 0.0)
    values[(i - 40) ** 2 + (j - 30) ** 2 + (k - 24) ** 2 < 5**2] = 5.0
    values[(i - 32) ** 2 + (j - 36) ** 2 + (k - 3) ** 2 < 4**2] = 40.0
    grid = VolumeGeometry((64, 64, 48), (4.0, 4.0, 4.0), (0.0, 0.0, 0.0), STRAIGHT)
    pet = replace(volume(grid), voxels=(values * 100).astype(np.int16), scale=(scale / 100, 0.0), units="")
    study, series = exam(pet, modality="PT")
    by_slice = tuple(replace(one, windows=(Window(n, 2.0 * n),)) for n, one in enumerate(series.instances))
    model = views(tmp_path)
    for own in (series.instances, by_slice):
        model.show(study, replace(series, instances=own), OpenedSeries.of(pet))
        window = model.window_of(0)
        air, organ, lesion = linear(np.array((0.0, scale, 5 * scale)), window.centre, window.width)
        assert air < 2 and 20 < organ < 70 and lesion > 180, window
