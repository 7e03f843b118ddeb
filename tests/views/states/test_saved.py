"""What is on the screen, saved as a presentation state: others show the same picture by it, and so do we."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.uid import ColorSoftcopyPresentationStateStorage
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.app.own_objects import connect, show_saved
from reader.core.text import Told, now
from reader.findings.codes import LESION
from reader.findings.looks import Look
from reader.findings.model import Finding, ImageReference, Observer, Shape, ShapeKind, Source, Status
from reader.findings.saved_states import SavedState
from reader.report.plain import from_plain, to_plain
from reader.study.model import Instance, Study, Window
from reader.views.display import entry_at, marks_of
from reader.views.layout import SINGLE
from reader.views.planes import Plane
from reader.views.states.codec import read_states
from reader.views.states.drawn import drawn_state
from reader.views.viewport import Slab
from reader.volume.model import OpenedSeries
from reader.volume.sampling import SlabMode
from tests.dicom.made import overlay
from tests.findings.exams import LI
from tests.flow.validators import dciodvfy_errors, need, run
from tests.views.examples import exam, stack, volume
from tests.views.states.made import COLUMNS, ROWS, image, state, table
from tests.views.states.test_applied import LOOKS as APPLIED
from tests.views.states.test_applied import by_dcmtk, choose, free, needs_dcmtk, on_screen, read, window_on
from tests.views.test_widget import BIG, Window_, activate
from tests.volume.made import part10


def desk(window: Window_) -> Window_:
    """With somebody whose states they are, as `app.opening` has it."""
    window.said = []  # type: ignore[attr-defined]
    connect(window.views, window.views.findings, LI)
    window.views.readout.connect(window.said.append)  # type: ignore[attr-defined]
    return window


def save(window: Window_) -> bytes:
    """By its key; the file that it makes."""
    before = window.views.findings.saved.states
    window.viewport(window.views.active).setFocus()
    QTest.keyClick(
        window.viewport(window.views.active), Qt.Key.Key_P,
        Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier,
    )  # fmt: skip
    new = window.views.findings.saved.states[len(before) :]
    assert len(new) == 1, window.said  # type: ignore[attr-defined]
    return new[0].file


def valid(file: bytes, folder: Path) -> None:
    """dicom3tools and dcmtk have nothing to say."""
    path = folder / "saved.dcm"
    path.write_bytes(file)
    assert dciodvfy_errors(path) == []
    need("dcmpschk")
    said = [line.split(":", 2)[-1].strip() for line in run("dcmpschk", str(path)).stderr.splitlines()]
    about = [line for line in said if "(" in line and "Type" in line]
    assert about and all(line.endswith("Type PN") for line in about), "it knows no names in UTF-8"


RAMP = np.arange(2048) ** 2 % 4096
LOOKS: dict[str, tuple[dict[str, Any], dict[str, Any], Window | None]] = {
    "window": ({}, {}, Window(-600.0, 1500.0)),
    "its own window": ({}, {}, None),
    "inverse": ({"inverted": True}, {}, Window(40.0, 400.0)),
    "low values are light": ({}, {"PhotometricInterpretation": "MONOCHROME1"}, Window(40.0, 400.0)),
    "low values are light, inverse": (
        {"inverted": True}, {"PhotometricInterpretation": "MONOCHROME1"}, Window(40.0, 400.0),
    ),
    "a table of the image": (
        {}, {"VOILUTSequence": [table(2048, 0, RAMP, 12)], "WindowCenter": None, "WindowWidth": None,
             "RescaleIntercept": 0}, None,
    ),
    "a steep rescale": ({}, {"RescaleSlope": 2.5, "RescaleIntercept": -300}, Window(3000.0, 6000.0)),
    **{
        f"turned {90 * turns}{', flipped' * flipped}": (
            {"turns": turns, "flipped": flipped}, {}, Window(40.0, 400.0),
        )
        for turns in range(4) for flipped in (False, True)
    },
}  # fmt: skip


@needs_dcmtk
@pytest.mark.parametrize("look", LOOKS)
def test_dcmtk_shows_by_it_what_was_on_the_screen(look: str, qtbot: QtBot, tmp_path: Path) -> None:
    changed, of_image, chosen = LOOKS[look]
    picture = image()
    for keyword, value in of_image.items():
        if value is None:
            delattr(picture, keyword)
        else:
            setattr(picture, keyword, value)
    shown = part10(picture)
    window = desk(window_on(shown, tmp_path, qtbot))
    views = window.views
    if chosen is not None:
        views.set_window(0, chosen)
    views.change(0, **{name: value for name, value in changed.items() if name != "inverted"})
    views.set_inverted(0, changed.get("inverted", False))
    file = save(window)
    valid(file, tmp_path)
    expected = by_dcmtk(tmp_path, shown, file)
    differ = np.abs(on_screen(window, *expected.shape).astype(int) - expected)
    assert differ[free(window, *expected.shape)].max() <= 1
    views.reset(0)
    views.set_look(0, "Interpolation changed", interpolation="none")
    views.presenting.set_states([read(shown, file)])
    window.registry.run("views.state_1")
    again = on_screen(window, *expected.shape)
    assert np.abs(again.astype(int) - expected)[free(window, *expected.shape)].max() <= 1
    window.pictures.grid.close_scenes()


def lesion(uid: str, *shapes: Shape, by: Observer = Observer.PERSON, status: Status = Status.ACCEPTED) -> Finding:
    return Finding(uid, "x", Source(by, "Finder"), LESION, shapes=shapes, status=status)


@pytest.fixture
def ct(qtbot: QtBot, tmp_path: Path) -> Any:
    """A volume whose slices' headers have come, rows upwards, in a viewport of its own."""
    geometry = replace(BIG, direction=(1, 0, 0, 0, -1, 0, 0, 0, -1))
    picture = volume(geometry)
    study, series = exam(picture)
    headers = tuple(
        replace(i, rows=64, columns=64, rescale=(1.0, 0.0), units="HU", windows=()) for i in series.instances
    )
    picture.instances = {header.sop_instance_uid: header for header in headers}
    window = desk(Window_(picture, tmp_path))
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.views.set_layout(SINGLE)
    window.study_ = replace(study, series=(replace(series, instances=headers),))  # type: ignore[attr-defined]
    activate(qtbot, window)
    yield window
    window.pictures.grid.close_scenes()


@needs_dcmtk
@pytest.mark.parametrize(
    "look",
    ["presentation table, low values are light", "modality values that fall", "other modality values, voi table"],
)
def test_what_an_applied_one_makes_of_the_values_is_saved_again(look: str, qtbot: QtBot, tmp_path: Path) -> None:
    of_state, of_image = APPLIED[look]
    picture = image()
    for keyword, value in of_image.items():
        setattr(picture, keyword, value)
    shown = part10(picture)
    window = desk(window_on(shown, tmp_path, qtbot))
    choose(window, read(shown, part10(state(picture, **of_state))))
    file = save(window)
    valid(file, tmp_path)
    expected = by_dcmtk(tmp_path, shown, file)
    differ = np.abs(on_screen(window, *expected.shape).astype(int) - expected)
    assert differ[free(window, *expected.shape)].max() <= 1
    window.pictures.grid.close_scenes()


def test_it_says_which_overlays_of_the_images_are_seen(qtbot: QtBot, tmp_path: Path) -> None:
    picture, masks = image(), [np.zeros((ROWS, COLUMNS), bool) for _ in range(2)]
    masks[0][10:20, 10:30], masks[1][30:40, 20:50] = True, True
    for group, mask in zip((0x6000, 0x6002), masks, strict=True):
        overlay(picture, group, mask)
    shown = part10(picture)
    window = desk(window_on(shown, tmp_path, qtbot))
    viewport = window.views.viewports[0]

    def drawn() -> Any:
        marks = marks_of(viewport)
        return marks.drawn if marks is not None and marks.drawn is not None else np.zeros_like(masks[0])

    assert np.array_equal(drawn(), masks[0] | masks[1])
    file = save(window)
    valid(file, tmp_path)
    written = pydicom.dcmread(BytesIO(file))
    layer = written[0x6000, 0x1001].value
    assert written[0x6002, 0x1001].value == layer == written.GraphicLayerSequence[0].GraphicLayer
    second = state(picture)
    second.add_new(0x60021001, "CS", "NOTES")
    window.views.presenting.set_states([read(shown, one) for one in (file, part10(state(picture)), part10(second))])
    seen_by = []
    for number in range(3):
        window.views.presenting.choose(0, window.views.presenting.states[number])
        seen_by.append(drawn())
    assert np.array_equal(seen_by[0], masks[0] | masks[1]) and not seen_by[1].any()
    assert np.array_equal(seen_by[2], masks[1])
    assert pydicom.dcmread(BytesIO(save(window))).get((0x6000, 0x1001)) is None
    window.pictures.grid.close_scenes()


def test_findings_that_stand_go_with_it_on_their_images(ct: Any, tmp_path: Path) -> None:
    """A distance on slice 7 of a person, an accepted circle of an algorithm; neither what nobody has accepted nor
    what was hidden. Drawn by the state where they were drawn before."""
    views = ct.views
    frame = views.viewports[0].frame
    views.scroll_to(0, 30)
    uid = views.viewports[0].content.image.slices[frame.stored_index(30)][0]
    space = views.viewports[0].content.space(0)
    ends = [(10.0, 12.0), (40.0, 12.0)]

    def shape(kind: ShapeKind, *points: tuple[float, float]) -> Shape:
        return Shape(kind, tuple(frame.to_point((c, r, 30)) for c, r in points), True, space=space)

    mine = lesion("2.25.7", shape(ShapeKind.POLYLINE, *ends))
    ai = [
        lesion(f"2.25.9{n}", shape(ShapeKind.CIRCLE, (20, 30), (25, 30)), by=Observer.DEVICE, status=status)
        for n, status in enumerate((Status.ACCEPTED, Status.PROPOSED, Status.REJECTED))
    ]  # fmt: skip
    hidden = replace(mine, tracking_uid="2.25.66")
    views.findings.load((mine, *ai, hidden))
    views.findings.looks.change("2.25.66", Told(lambda: "Hidden"), Look(hidden=True))
    views.change(0, turns=1, zoom=2.0, pan=(5.0, 0.0))
    file = save(ct)
    valid(file, tmp_path)
    written = pydicom.dcmread(BytesIO(file))
    by_layer = {one.GraphicLayer: one for one in written.GraphicAnnotationSequence}
    assert set(by_layer) == {"READER", "AI"} and len(written.GraphicAnnotationSequence) == 2
    for one in by_layer.values():
        [on] = one.ReferencedImageSequence
        assert on.ReferencedSOPInstanceUID == uid
    [line] = [g for g in by_layer["READER"].GraphicObjectSequence if g.TrackingUID == mine.tracking_uid]
    # rows run upwards in the volume: row 12 of the picture is row 51 of the image, counted from the edge
    assert (line.GraphicType, list(line.GraphicData)) == ("POLYLINE", [10.5, 51.5, 40.5, 51.5])
    [circle] = by_layer["AI"].GraphicObjectSequence
    assert (circle.GraphicType, circle.TrackingUID) == ("CIRCLE", "2.25.90")
    [said] = by_layer["AI"].TextObjectSequence
    assert said.UnformattedTextValue.startswith("AI: ")
    assert written.ImageRotation in (90, 270) and written.ImageHorizontalFlip == "Y"
    [state] = read_states([file], ct.study_).states
    assert not state.problems and len(state.images.frames) == 40
    found = {g.tracking_uid: g for one in state.drawn_on((uid, 1)) for g in one.graphics}
    assert found[mine.tracking_uid].points == ((10.0, 51.0), (40.0, 51.0))


def test_it_is_listed_applied_undone_and_deleted_by_name(ct: Any) -> None:
    views, history = ct.views, ct.views.findings.history
    views.set_window(0, Window(70.0, 300.0))
    save(ct)
    assert ct.said[-1] == "Saved as presentation state; it goes with the report."
    assert now(history.undoes) == "Presentation state saved"
    [state] = views.presenting.listed(0)
    assert state.label == "READER_VIEW 1" and "Li Na" in state.heading
    assert views.presenting.heading(state).endswith("yours, goes with the report")
    views.set_window(0, Window(-600.0, 1500.0))
    QTest.keyClick(ct.viewport(0), Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert views.window_of(0) == Window(70.0, 300.0) and views.presenting.chosen(0) is state
    save(ct)
    assert [one.label for one in views.presenting.listed(0)] == ["READER_VIEW 1", "READER_VIEW 2"]
    ct.registry.run("views.state_delete")
    assert views.presenting.listed(0)[0].label == "READER_VIEW 2" and views.presenting.chosen(0) is None
    assert views.window_of(0) == Window(-600.0, 1500.0), "the user's own look is back"
    assert not ct.registry["views.state_delete"].when()
    history.undo()
    assert len(views.presenting.listed(0)) == 2 and now(history.undoes) == "Presentation state saved"
    saved = views.findings.saved.states
    assert len({one.series_uid for one in saved}) == 1 and len({one.uid for one in saved}) == 2
    views.findings.set_read_only("It is signed.")
    QTest.keyClick(
        ct.viewport(0), Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert ct.said[-1] == "Presentation states can't be saved or deleted here: It is signed."
    views.presenting.choose(0, views.presenting.states[0])
    ct.registry.run("views.state_delete")
    assert "It is signed." in ct.said[-1] and views.findings.saved.states == saved


def test_the_part_that_is_seen_comes_back_whichever_way_it_is_turned(ct: Any) -> None:
    views, target = ct.views, ct.viewport(0)
    for turns, flipped in ((0, False), (1, False), (2, True), (3, True)):
        views.reset(0)
        views.change(0, turns=turns, flipped=flipped, zoom=2.5, pan=(7.0, -4.0))
        then = target.screen()
        file = save(ct)
        [area] = pydicom.dcmread(BytesIO(file)).DisplayedAreaSelectionSequence
        [state] = read_states([file], ct.study_).states
        views.reset(0)
        views.presenting.know_own([state])
        views.presenting.choose(0, next(s for s in views.presenting.states if s.uid == state.uid))
        now_ = target.screen()
        for corner in ((0.0, 0.0), (63.0, 63.0), (20.0, 40.0)):
            there, back = then.to_screen(*corner), now_.to_screen(*corner)
            assert np.hypot(there[0] - back[0], there[1] - back[1]) < 1.5 * then.scale, "to the pixel of the image"
        # the first corner is the pixel at the upper left of the screen (PS3.3 C.10.4)
        column, row = area.DisplayedAreaTopLeftHandCorner
        frame = views.viewports[0].frame
        x, y = now_.to_screen(column - 1, frame.size[1] - row)  # rows run upwards here
        assert x < target.width() / 2 and y < target.height() / 2


def test_what_can_not_be_saved_is_said_in_words(ct: Any) -> None:
    views = ct.views

    def said() -> str:
        ct.viewport(views.active).setFocus()
        QTest.keyClick(
            ct.viewport(views.active), Qt.Key.Key_P,
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier,
        )  # fmt: skip
        return str(ct.said[-1])

    views.change(0, slab=Slab(SlabMode.MIP, 10.0))
    assert "slab" in said() and "F9" in said()
    views.change(0, slab=Slab())
    for plane, words in ((Plane.CORONAL, "computed plane"), (Plane.VOLUME, "volume view")):
        views.set_plane(0, plane)
        assert words in said()
    views.set_plane(0, Plane.AXIAL)
    views.change(0, angle=12.0)
    assert "quarter turns" in said()
    views.change(0, angle=0.0)
    image = views.viewports[0].content.image
    image.present[:] = False
    assert "not arrived" in said()
    image.present[:] = True
    uid = next(iter(image.instances))
    image.instances = image.instances | {uid: replace(image.instances[uid], rescale=None)}
    assert "scaled" in said()
    other = volume(BIG, series_uid="1.2.9")
    views.show(*exam(other, study_uid="1.2.8"), OpenedSeries.of(other), prior=True)
    views.set_active(next(n for n, v in enumerate(views.viewports) if v.content and v.content.prior))
    assert "present exam" in said()
    assert views.findings.saved.states == ()


def on_stack(
    qtbot: QtBot, folder: Path, pixels: list[Any], headers: list[Instance], modality: str = "CT"
) -> tuple[Any, Study]:
    """A stack of images, each with a header of its own."""
    made = stack(pixels)
    made.frames = tuple((header.sop_instance_uid, n + 1 if header.frames > 1 else 1) for n, header in
                        enumerate(headers))  # fmt: skip
    made.instances = {header.sop_instance_uid: header for header in headers}
    study, series = exam(made, modality=modality)
    series = replace(series, instances=tuple(made.instances.values()))
    window = desk(Window_(made, folder, modality))
    qtbot.addWidget(window)
    study = replace(study, series=(series,))
    window.views.show(study, series, OpenedSeries.of(made))
    window.resize(700, 600)
    activate(qtbot, window)
    return window, study


CT, US, SC = (f"1.2.840.10008.5.1.4.1.1.{end}" for end in ("2", "3.1", "7"))


def test_only_images_of_the_size_that_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    sizes = [(64, 64), (64, 64), (32, 48), (64, 64)]
    headers = [Instance(f"2.25.{n + 5}", CT, n + 1, *size, rescale=(1.0, 0.0)) for n, size in enumerate(sizes)]
    window, study = on_stack(qtbot, tmp_path, [np.zeros(size, np.int16) for size in sizes], headers)
    file = save(window)
    valid(file, tmp_path)
    assert "1 other image" in window.said[-1]
    [series] = pydicom.dcmread(BytesIO(file)).ReferencedSeriesSequence
    assert [i.ReferencedSOPInstanceUID for i in series.ReferencedImageSequence] == ["2.25.5", "2.25.6", "2.25.8"]
    assert not read_states([file], study).states[0].problems
    window.pictures.grid.close_scenes()


def test_each_image_keeps_its_own_window_and_its_own_scale(qtbot: QtBot, tmp_path: Path) -> None:
    """As PET has them: one modality LUT can't be all of theirs, so the windows are of stored values."""
    slopes = [0.5, 2.0, 4.0]
    headers = [
        Instance(f"2.25.{n + 5}", CT, n + 1, 64, 64, rescale=(slope, 10.0), windows=(Window(100.0 * n, 4000.0),))
        for n, slope in enumerate(slopes)
    ]
    window, study = on_stack(qtbot, tmp_path, [np.zeros((64, 64), np.float32)] * 3, headers)
    window.views.set_window(0, None)
    file = save(window)
    valid(file, tmp_path)
    written = pydicom.dcmread(BytesIO(file))
    assert (written.RescaleSlope, written.RescaleIntercept, written.RescaleType) == (1, 0, "US")
    found = {
        one.ReferencedImageSequence[0].ReferencedSOPInstanceUID: (one.WindowCenter, one.WindowWidth)
        for one in written.SoftcopyVOILUTSequence
    }
    assert found == {  # PS3.3 C.11.2.1.2.1: half a value more at either end of either
        f"2.25.{n + 5}": ((100 * n - 0.5 - 10) / slope + 0.5, 3999 / slope + 1) for n, slope in enumerate(slopes)
    }
    window.views.presenting.set_states(read_states([file], study).states)
    window.views.presenting.choose(0, window.views.presenting.states[0])
    for n in range(3):
        window.views.scroll_to(0, n)
        shown = window.views.window_of(0)
        assert (shown.centre, shown.width) == pytest.approx((100.0 * n, 4000.0))
    window.pictures.grid.close_scenes()


def test_frames_of_a_loop_in_colour(qtbot: QtBot, tmp_path: Path) -> None:
    """A Color Softcopy Presentation State of all of its frames, without a window; graphics name their frame."""
    rng = np.random.default_rng(3)
    pixels = [rng.integers(0, 255, (64, 80, 3)).astype(np.uint8) for _ in range(4)]
    header = Instance("2.25.5", US, 1, 64, 80, frames=4, samples=3, rescale=(1.0, 0.0))
    window, study = on_stack(qtbot, tmp_path, pixels, [header] * 4, "US")
    on = ImageReference(US, "2.25.5", (3,), "1.5.1")
    arrow = Shape(ShapeKind.POLYLINE, ((4.0, 5.0, 0.0), (30.0, 20.0, 0.0)), False, on)
    window.views.findings.load((lesion("2.25.7", arrow),))
    window.views.change(0, flipped=True)
    file = save(window)
    valid(file, tmp_path)
    written = pydicom.dcmread(BytesIO(file))
    assert written.SOPClassUID == ColorSoftcopyPresentationStateStorage and written.ICCProfile
    assert not any(keyword in written for keyword in ("SoftcopyVOILUTSequence", "PresentationLUTShape"))
    [one] = written.ReferencedSeriesSequence[0].ReferencedImageSequence
    assert "ReferencedFrameNumber" not in one and written.ImageHorizontalFlip == "Y"
    [drawn] = written.GraphicAnnotationSequence
    assert drawn.ReferencedImageSequence[0].ReferencedFrameNumber == 3
    assert list(drawn.GraphicObjectSequence[0].GraphicData) == [4.0, 5.0, 30.0, 20.0]
    [state] = read_states([file], study).states
    assert state.flipped and state.inverted is None and not state.problems
    window.pictures.grid.close_scenes()


def test_of_radiographs_it_is_for_the_one_that_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    headers = [Instance(f"2.25.{n + 5}", SC, n + 1, 64, 64, rescale=(1.0, 0.0)) for n in range(2)]
    window, _ = on_stack(qtbot, tmp_path, [np.zeros((64, 64), np.int16)] * 2, headers, "DX")
    window.views.scroll_to(0, 1)
    [series] = pydicom.dcmread(BytesIO(save(window))).ReferencedSeriesSequence
    assert [i.ReferencedSOPInstanceUID for i in series.ReferencedImageSequence] == ["2.25.6"]
    window.pictures.grid.close_scenes()


def test_a_kept_one_is_there_again_from_its_file_alone(ct: Any) -> None:
    views = ct.views
    views.set_inverted(0, True)
    save(ct)
    kept = from_plain(tuple[SavedState, ...], json.loads(json.dumps(to_plain(views.findings.saved.states))))
    views.findings.saved.load(())
    views.presenting.clear()
    views.findings.saved.load(kept)
    assert views.presenting.states == ()
    show_saved(views, views.findings, ct.study_)
    [state] = views.presenting.listed(0)
    assert state.inverted and views.presenting.is_own(state)
    views.presenting.set_states([replace(state)])
    assert len(views.presenting.states) == 1, "once it is at the archive too, it is listed once"


def test_a_finding_that_is_drawn_itself_is_not_drawn_twice(ct: Any) -> None:
    views, frame = ct.views, ct.views.viewports[0].frame
    views.scroll_to(0, 30)
    points = tuple(frame.to_point((c, 12.0, 30)) for c in (10.0, 40.0))
    views.findings.load((
        lesion("2.25.7", Shape(ShapeKind.POLYLINE, points, True, space=views.viewports[0].content.space(0))),
    ))  # fmt: skip
    save(ct)
    view = ct.viewport(0).screen()
    [state] = views.presenting.states
    entry = entry_at(views.viewports[0])
    once, _ = drawn_state(state, entry, frame, view)
    none, texts = drawn_state(state, entry, frame, view, {"2.25.7"})
    assert len(once) == 1 and none == [] and texts == []
