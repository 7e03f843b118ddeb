"""Presentation states in a case: image by image, under what the user does, undone; read as far as they can be."""

from __future__ import annotations

import random
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.core.text import now
from reader.dicom.header import read_header
from reader.dicom.pixels.colours import lab_to_rgb
from reader.study.admission import Admission
from reader.study.codec import instance_from, series_from, study_from
from reader.study.model import Study, Window
from reader.views.hanging.capture import captured
from reader.views.layers import PresentationLayer
from reader.views.model import ViewsModel
from reader.views.planes import Plane, volume_frame
from reader.views.presentation import PresentationState
from reader.views.readout import value_text
from reader.views.screen import screen_map
from reader.views.states.codec import read_states
from reader.views.states.drawn import curve, drawn_state
from reader.views.ui import overlay
from reader.views.ui.toolbar import fill_context_menu
from reader.volume.model import OpenedSeries, Volume, VolumeGeometry
from tests.dicom.pictures import opened
from tests.views.examples import STRAIGHT, exam, views, volume
from tests.views.states.made import image, reference, state, whole
from tests.views.test_looks import seen
from tests.views.test_widget import Window_, activate
from tests.volume.made import item, part10

SIZE = (24, 20, 12)
SLICES = "1.2.3.1"
GEOMETRIES = {
    "as stored": VolumeGeometry(SIZE, (1.0, 1.0, 2.0), (0.0, 0.0, 0.0), STRAIGHT),
    "rows upwards": VolumeGeometry(SIZE, (1.0, 1.0, 2.0), (0.0, 0.0, 0.0), (1, 0, 0, 0, -1, 0, 0, 0, -1)),
    "mirrored": VolumeGeometry(SIZE, (1.0, 1.0, 2.0), (0.0, 0.0, 0.0), (-1, 0, 0, 0, -1, 0, 0, 0, 1)),
    "on its side": VolumeGeometry(SIZE, (0.8, 0.8, 2.0), (0.0, 0.0, 0.0), (0, 1, 0, -1, 0, 0, 0, 0, 1)),
}


def slice_of(k: int) -> Dataset:
    return item(
        **{keyword: getattr(image(), keyword) for keyword in (
            "PatientName", "PatientID", "PatientSex", "PatientBirthDate", "StudyDate", "StudyTime", "StudyID",
            "AccessionNumber",
        )},
        SOPClassUID="1.2.840.10008.5.1.4.1.1.2", SOPInstanceUID=f"{SLICES}.{k}", SeriesInstanceUID=SLICES,
        StudyInstanceUID="1.2.3",
    )  # fmt: skip


def read_on(study: Study, *made: Dataset) -> tuple[PresentationState, ...]:
    return read_states([part10(one) for one in made], study).states


def shown(folder: Path, geometry: str = "as stored", *made: Dataset) -> tuple[ViewsModel, Volume, Study]:
    model, picture = views(folder), volume(GEOMETRIES[geometry])
    study, series = exam(picture)
    model.show(study, series, OpenedSeries.of(picture))
    model.presenting.set_states(read_on(study, *made))
    return model, picture, study


def axial(model: ViewsModel) -> int:
    return next(n for n, v in enumerate(model.viewports) if v.frame is not None and v.frame.stored)


def at_slice(model: ViewsModel, k: int) -> int:
    number = axial(model)
    frame = model.viewports[number].frame
    assert frame is not None
    model.scroll_to(number, next(n for n in range(frame.size[2]) if frame.stored_index(n) == k))
    return number


def test_each_image_is_as_it_was_or_as_the_state_has_it(tmp_path: Path) -> None:
    """Window, inversion, turn and area of the two slices that it names; a value is always the image's."""
    made = state(
        slice_of(3), slice_of(5), ImageRotation=90, PresentationLUTShape="INVERSE",
        SoftcopyVOILUTSequence=[
            item(WindowCenter=-600, WindowWidth=1500, ReferencedImageSequence=[reference(slice_of(3))]),
            item(WindowCenter=300, WindowWidth=900, ReferencedImageSequence=[reference(slice_of(5))]),
        ],
        DisplayedAreaSelectionSequence=[whole(
            20, 24, DisplayedAreaTopLeftHandCorner=[5, 3], DisplayedAreaBottomRightHandCorner=[14, 12],
        )],
    )  # fmt: skip
    model, _, _ = shown(tmp_path, "as stored", made)
    number = at_slice(model, 4)
    own = Window(11.0, 222.0)
    model.set_window(number, own)
    model.change(number, zoom=2.0, pan=(1.0, -2.0))
    viewport = model.viewports[number]

    def look() -> tuple[Any, ...]:
        return (model.window_of(number), viewport.inverted, viewport.turns, viewport.zoom, viewport.pan,
                viewport.area is not None)  # fmt: skip

    as_it_was = (own, False, 0, 2.0, (1.0, -2.0), False)
    assert model.presenting.here(number) == () and len(model.presenting.listed(number)) == 1
    model.presenting.choose(number, model.presenting.states[0])
    assert look() == as_it_was, "it is not for this image"
    value = value_text(viewport, (7.0, 8.0))
    for k, window in ((3, Window(-600.0, 1500.0)), (5, Window(300.0, 900.0))):
        at_slice(model, k)
        assert look() == (window, True, 1, 1.0, (0.0, 0.0), True)
        assert viewport.area is not None and viewport.area.box == (3.5, 1.5, 13.5, 11.5)
        at_slice(model, 4)
        assert look() == as_it_was
    assert value_text(viewport, (7.0, 8.0)) == value
    model.set_plane(number, Plane.CORONAL)
    assert not model.viewports[number].inverted and model.window_of(number) == own
    model.findings.history.undo()
    assert model.viewports[number].presentation is not None
    at_slice(model, 3)
    assert model.viewports[number].turns == 1, "undone, the state holds again"


def test_what_the_user_changes_goes_over_it_and_all_of_it_can_be_undone(tmp_path: Path) -> None:
    made = state(slice_of(3), slice_of(4), ImageHorizontalFlip="Y", PresentationLUTShape="INVERSE")
    model, _, _ = shown(tmp_path, "as stored", made)
    number, history = at_slice(model, 3), model.findings.history
    viewport, first = model.viewports[number], model.window_of(number)
    model.presenting.choose(number, model.presenting.states[0])
    assert now(history.undoes) == "Presentation state applied"
    assert (model.window_of(number), viewport.inverted, viewport.flipped) == (Window(-600.0, 1500.0), True, True)
    mine = Window(70.0, 300.0)
    model.set_window(number, mine)
    at_slice(model, 4)
    assert (model.window_of(number), viewport.inverted, viewport.flipped) == (mine, True, True)
    at_slice(model, 7)
    assert (model.window_of(number), viewport.inverted, viewport.flipped) == (mine, False, False)
    model.set_inverted(number, True)
    at_slice(model, 3)
    assert viewport.inverted and viewport.presentation is not None
    assert viewport.presentation.over == {"window", "inverted"}
    history.undo()
    history.undo()
    assert (model.window_of(number), viewport.inverted, viewport.flipped) == (Window(-600.0, 1500.0), True, True)
    history.undo()
    assert (model.window_of(number), viewport.inverted, viewport.flipped) == (first, False, False)
    assert viewport.presentation is None
    history.redo()
    assert viewport.flipped and model.presenting.chosen(number) is model.presenting.states[0]
    model.presenting.choose(number, None)
    assert (model.window_of(number), viewport.flipped) == (first, False)
    assert now(history.undoes) == "Presentation state taken off"
    model.presenting.choose(number, model.presenting.states[0])
    model.reset(number)
    assert viewport.presentation is None and (model.window_of(number), viewport.flipped) == (first, False)


def test_it_is_for_its_images_alone_not_for_a_prior_beside_them_or_another_plane(tmp_path: Path) -> None:
    made = state(slice_of(3), ImageRotation=180, PresentationLUTShape="INVERSE")
    model, _, _ = shown(tmp_path, "as stored", made)
    number = at_slice(model, 3)
    own = Window(70.0, 300.0)
    model.set_window(number, own)
    model.presenting.choose(number, model.presenting.states[0])
    assert model.window_of(number) == Window(-600.0, 1500.0) and model.main_window() == own
    kept = captured(model, "Mine", "CT", [])
    windows = re.findall(r'"window": *\[([^]]*)\]', kept)
    assert {tuple(map(float, window.split(","))) for window in windows} == {(70.0, 300.0)}, "nor for the next exam"
    assert '"inverted"' not in kept
    for n, viewport in enumerate(model.viewports):
        if n != number and viewport.plane is not Plane.VOLUME:
            assert not viewport.inverted and not viewport.turns and model.window_of(n) == own
    then = volume(GEOMETRIES["as stored"], seed=2, series_uid="1.2.3.9")
    model.show_compare(*exam(then, study_uid="1.9"), OpenedSeries.of(then))
    for n, viewport in enumerate(model.viewports):
        assert viewport.content is not None
        if viewport.content.prior:
            assert model.window_of(n) == own and not viewport.inverted and model.presenting.listed(n) == ()


def test_frames_are_named_each_for_itself(tmp_path: Path) -> None:
    data = (Path(__file__).parents[2] / "data" / "dicom" / "emri_small.dcm").read_bytes()
    viewport, _ = opened(data, range(10))
    content = viewport.content
    assert content is not None
    picture = dcmread(BytesIO(data))
    made = state(picture, RescaleIntercept=None, RescaleSlope=None)
    made.ReferencedSeriesSequence[0].ReferencedImageSequence = [reference(picture, [2, 4, 99])]
    made.SoftcopyVOILUTSequence[0].ReferencedImageSequence = [reference(picture, [4])]
    model = views(tmp_path)
    model.show(content.study, content.series, content.opened)
    found = read_states([part10(made)], content.study)
    assert [*map(now, found.unread.values())] == [
        "STATE 1, in part: 1 image that it names is not in this exam."
    ]
    model.presenting.set_states(found.states)
    model.presenting.choose(0, found.states[0])
    by_state = []
    for n in range(10):
        model.scroll_to(0, n)
        layer = model.viewports[0].presentation
        assert layer is not None
        by_state.append((layer.given is not None, model.window_of(0) == Window(-600.0, 1500.0)))
    none = (False, False)
    assert by_state == [none, (True, False), none, (True, True), none, none, none, none, none, none]


def test_a_state_that_is_withheld_by_now_is_taken_off(tmp_path: Path) -> None:
    model, _, _ = shown(tmp_path, "as stored", state(slice_of(3)))
    number = at_slice(model, 3)
    first = model.window_of(number)
    model.presenting.choose(number, model.presenting.states[0])
    model.presenting.set_states(())
    assert model.viewports[number].layer(PresentationLayer) is None and model.window_of(number) == first
    model.clear()
    assert model.presenting.states == ()


@pytest.mark.parametrize("flip", ["N", "Y"])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_points_lie_where_the_standard_puts_them_however_the_volume_is_stored(
    geometry: str, degrees: int, flip: str, tmp_path: Path
) -> None:
    """PIXEL: from the upper left corner of the stored image, which is turned clockwise and then flipped (C.10.6).
    DISPLAY: of the displayed area as it is seen then. Here with four lines each, there with the program's map."""
    pixels, display = [(0.0, 0.0), (24.0, 20.0), (7.25, 3.5)], [(0.0, 0.0), (1.0, 1.0), (0.25, 0.75)]
    area = (3, 2, 20, 13)
    made = state(
        slice_of(3), ImageRotation=degrees, ImageHorizontalFlip=flip,
        DisplayedAreaSelectionSequence=[whole(
            DisplayedAreaTopLeftHandCorner=list(area[:2]), DisplayedAreaBottomRightHandCorner=list(area[2:]),
        )],
        GraphicAnnotationSequence=[item(GraphicLayer="A", GraphicObjectSequence=[
            graphic("POLYLINE", pixels), graphic("POLYLINE", display, units="DISPLAY"),
        ])],
    )  # fmt: skip
    model, _, _ = shown(tmp_path, geometry, made)
    number = at_slice(model, 3)
    model.presenting.choose(number, model.presenting.states[0])
    v, scale = model.viewports[number], 10.0
    assert v.frame is not None and v.area is not None
    view = screen_map(
        v.frame, 800, 600, turns=v.turns, flipped=v.flipped, fit=scale / v.frame.spacing[0], middle=v.area.middle
    )
    [found, of_display], _ = drawn_state(model.presenting.states[0], (f"{SLICES}.3", 1), v.frame, view)
    left, top, right, bottom = area[0] - 1, area[1] - 1, area[2], area[3]

    def seen_at(x: float, y: float) -> tuple[float, float]:
        """Around the middle of the area, which is in the middle of the screen."""
        across, down = x - (left + right) / 2, y - (top + bottom) / 2
        for _ in range(degrees // 90):
            across, down = -down, across
        return (400 + scale * (-across if flip == "Y" else across), 300 + scale * down)

    points = [point for stroke in found.drawing.outline for point in stroke.points]  # type: ignore[union-attr]
    assert np.allclose(points, [seen_at(*point) for point in pixels], atol=1e-6)
    corners = [seen_at(x, y) for x in (left, right) for y in (top, bottom)]
    (x, end), (y, foot) = ((min(axis), max(axis)) for axis in zip(*corners, strict=True))
    points = [point for stroke in of_display.drawing.outline for point in stroke.points]  # type: ignore[union-attr]
    assert np.allclose(points, [(x + u * (end - x), y + w * (foot - y)) for u, w in display], atol=1e-6)


def graphic(kind: str, points: list[tuple[float, float]], units: str = "PIXEL", **values: Any) -> Dataset:
    return item(
        GraphicAnnotationUnits=units, GraphicDimensions=2, NumberOfGraphicPoints=len(points), GraphicType=kind,
        GraphicData=[value for point in points for value in point], GraphicFilled="N", **values,
    )  # fmt: skip


def test_lines_and_words_are_on_the_screen_in_the_colour_of_their_layer(qtbot: QtBot, tmp_path: Path) -> None:
    """A vertical line, the rim of a circle, a filled square; in the order of their layers."""
    red, grey = [35580, 53665, 50857], 0xC000
    square = [(10.0, 10.0), (20.0, 10.0), (20.0, 18.0), (10.0, 18.0), (10.0, 10.0)]
    lines = [graphic("POLYLINE", [(4.5, 2.5), (4.5, 17.5)]), graphic("CIRCLE", [(15.0, 10.0), (15.0, 3.0)])]
    filled = graphic("POLYLINE", square)
    filled.GraphicFilled = "Y"
    text = item(
        BoundingBoxAnnotationUnits="PIXEL", UnformattedTextValue="X", BoundingBoxTopLeftHandCorner=[2, 2],
        BoundingBoxBottomRightHandCorner=[6, 4],
    )
    made = state(
        slice_of(3),
        SoftcopyVOILUTSequence=[item(WindowCenter=30000, WindowWidth=10)],
        GraphicAnnotationSequence=[
            item(GraphicLayer="OVER", GraphicObjectSequence=lines, TextObjectSequence=[text]),
            item(GraphicLayer="UNDER", GraphicObjectSequence=[filled]),
        ],
        GraphicLayerSequence=[
            item(GraphicLayer="OVER", GraphicLayerOrder=2, GraphicLayerRecommendedDisplayCIELabValue=red),
            item(GraphicLayer="UNDER", GraphicLayerOrder=1, GraphicLayerRecommendedDisplayGrayscaleValue=grey),
        ],
    )
    picture = volume(GEOMETRIES["as stored"])
    window = Window_(picture, tmp_path)
    qtbot.addWidget(window)
    window.resize(1400, 1000)
    activate(qtbot, window)
    model = window.views
    model.toggle_crosshair()
    model.presenting.set_states(read_on(window.study.study, made))
    assert model.presenting.chosen(0) is None, "none is applied unasked"
    number = at_slice(model, 3)
    assert "1 presentation state" in written(model, number)
    target = window.viewport(number)
    target.setFocus()
    QTest.keyClick(target, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert model.presenting.chosen(number) is model.presenting.states[0]
    view, screen = target.screen(), seen(window, number).astype(int)
    assert view is not None

    def near(column: float, row: float) -> np.ndarray[Any, Any]:
        x, y = (round(value) for value in view.to_screen(column, row))
        return screen[y - 1 : y + 2, x - 1 : x + 2].reshape(-1, 3)

    for place in ((4.0, 12.0), (14.5 + 7 * np.cos(0.3), 9.5 + 7 * np.sin(0.3)), (14.5, 2.5)):
        assert np.abs(near(*place) - (255, 0, 0)).sum(axis=1).min() < 90
    inside = near(18.5, 16.5)
    assert (inside.max(axis=1) - inside.min(axis=1)).max() == 0 and 40 < inside.mean() < 120
    assert near(1.0, 18.0).max() == 0
    left, top = (round(value) for value in view.to_screen(1.5, 1.5))
    letter = screen[top : top + 16, left : left + 12]
    assert (letter[..., 0] - letter[..., 2]).max() > 150, "the text, in its box"
    model.set_overlay_level(0)
    assert "Presentation state · STATE 1" in written(model, number)
    model.set_window(number, Window(40.0, 400.0))
    assert "changed since" in written(model, number)
    at_slice(model, 6)
    assert "not for this image" in written(model, number)
    window.pictures.grid.close_scenes()


def written(model: ViewsModel, number: int) -> str:
    """What the upper right corner says, as it is painted."""
    lines = [*overlay._state(model.viewports[number]), *overlay._states_there(model, number)]
    return "\n".join(line if isinstance(line, str) else "".join(line.parts) for line, _ in lines)


def test_they_are_chosen_from_the_menu_of_a_picture(qtbot: QtBot, tmp_path: Path) -> None:
    window = Window_(volume(GEOMETRIES["as stored"]), tmp_path)
    qtbot.addWidget(window)
    window.show()
    model = window.views
    number = at_slice(model, 3)
    model.set_active(number)

    def entries() -> list[str]:
        menu = QMenu(window)
        fill_context_menu(menu, window.registry, model.viewports[number].plane)
        inner = [one.menu() for one in menu.actions() if one.text() == "Presentation state"]
        return [action.text() for one in inner for action in one.actions() if isinstance(one, QMenu)]

    saving = "Save as presentation state\tAlt+Shift+P"
    assert entries() == [saving]
    of_others = state(image(), number=3)
    made = [state(slice_of(k), number=n) for n, k in ((1, 3), (2, 9))]
    model.presenting.set_states(read_on(window.study.study, *made, of_others))
    assert entries() == [
        "No presentation state",
        "Presentation state 1 · STATE 1 · as somebody saw it · Li Na · 2026-01-06",
        "Presentation state 2 · STATE 2 · as somebody saw it · Li Na · 2026-01-06",
        "Next presentation state\tAlt+P",
        saving,
    ]
    held = []
    for _ in range(3):
        window.registry.run("views.state_next")
        chosen = model.presenting.chosen(number)
        held.append(chosen.label if chosen is not None else "")
    assert held == ["STATE 1", "STATE 2", ""]
    window.registry.run("views.state_2")
    window.registry.run("views.state_none")
    assert model.presenting.chosen(number) is None
    window.pictures.grid.close_scenes()


# reading -----------------------------------------------------------------------------------------------------


def study_with(*made: Dataset) -> Study:
    headers = [read_header(part10(one)) for one in made]
    pictures = series_from(headers[0], "", [instance_from(headers[0])])
    states = series_from(headers[1], "", [instance_from(header) for header in headers[1:]])
    return study_from(headers[0], "", [pictures, states])


def drawn_on(picture: Dataset) -> Dataset:
    lines = [graphic("POLYLINE", [(1, 1), (9, 9), (4, 2)]), graphic("ELLIPSE", [(1, 5), (9, 5), (5, 3), (5, 7)])]
    return state(
        picture, ImageRotation=90,
        GraphicAnnotationSequence=[item(GraphicLayer="A", GraphicObjectSequence=lines)],
        GraphicLayerSequence=[item(GraphicLayer="A", GraphicLayerOrder=1)],
    )  # fmt: skip


def test_a_state_of_no_image_here_is_named_and_one_of_another_patient_is_kept_out() -> None:
    picture = image()
    elsewhere = state(image(99))
    study = study_with(picture, elsewhere)
    found = read_states([part10(elsewhere)], study)
    assert not found.states and [*map(now, found.unread.values())] == ["None of its images is in this exam."]
    strange = state(picture, number=2)
    strange.PatientName, strange.PatientID, strange.PatientSex = "Other^One", "X-1", "M"
    admission = Admission()
    admission.expect(study.patient)
    admitted, withheld = admission.sort([part10(strange), part10(state(picture))])
    assert len(admitted) == 1 and [entry.uid for entry in withheld] == [strange.SOPInstanceUID]
    assert "77" in withheld[0].title


def test_no_mutation_of_its_bytes_is_a_crash() -> None:
    """Bytes changed, cut and doubled; what is read of it can be applied and drawn."""
    picture = image()
    data, study = part10(drawn_on(picture)), study_with(picture, drawn_on(picture))
    entry, chance = (picture.SOPInstanceUID, 1), random.Random(12)
    frame = volume_frame(volume(GEOMETRIES["as stored"]).geometry, Plane.AXIAL)
    view = screen_map(frame, 400, 300)
    readable = 0
    for _ in range(1500):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(132, len(broken))
            how = chance.random()
            if how < 0.7:
                broken[at] = chance.randrange(256)
            elif how < 0.85:
                del broken[at : at + chance.randint(1, 40)]
            else:
                broken[at:at] = broken[at : at + chance.randint(1, 40)]
        found = read_states([bytes(broken)], study)
        readable += len(found.states)
        for one in found.states:
            assert one.heading and isinstance(one.lacks, str)
            one.window(entry), one.area(entry)
            drawn_state(one, entry, frame, view)
    assert readable > 300


def test_a_curve_goes_through_its_points_and_bends_no_further() -> None:
    points = [(10 * np.cos(a), 10 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 12, endpoint=False)]
    drawn = np.array(curve(points, closed=True))
    radii = np.hypot(*drawn.T)
    assert all(np.hypot(*(drawn - point).T).min() < 1e-9 for point in points)
    assert radii.min() > 9.9 and radii.max() < 10.05
    opened = np.array(curve(points[:4], closed=False))
    assert np.allclose(opened[0], points[0]) and np.allclose(opened[-1], points[3])


def test_colours_of_layers_are_those_of_their_cielab_values() -> None:
    """The primaries of sRGB in CIELab of D50, as published (B. Lindbloom), coded as PS3.3 C.10.7.1.1 has it."""
    published = {
        (255, 0, 0): (54.2917, 80.8125, 69.8851), (0, 255, 0): (87.8181, -79.2873, 80.9902),
        (0, 0, 255): (29.5676, 68.2986, -112.0294), (255, 255, 255): (100, 0, 0), (0, 0, 0): (0, 0, 0),
    }  # fmt: skip
    for rgb, (lightness, a, b) in published.items():
        found = lab_to_rgb([lightness * 65535 / 100, (a + 128) * 65535 / 255, (b + 128) * 65535 / 255])
        assert found is not None and np.abs(np.array(found) - rgb).max() <= 1
    assert lab_to_rgb([1.0, 2.0]) is None and lab_to_rgb([float("nan")] * 3) is None

