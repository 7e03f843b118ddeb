"""What is on the screen, saved as a presentation state: others show the same picture by it, and so do we."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.app.own_objects import connect, show_saved
from reader.core.text import Told, now
from reader.findings.codes import LESION
from reader.findings.looks import Look
from reader.findings.model import Finding, Observer, Shape, ShapeKind, Source, Status
from reader.study.model import Window
from reader.views.layout import SINGLE
from reader.views.planes import Plane
from reader.views.states.codec import read_states
from reader.views.tools.distance import DISTANCE
from reader.views.viewport import Slab
from reader.volume.model import OpenedSeries
from reader.volume.sampling import SlabMode
from tests.dicom.pictures import opened
from tests.findings.exams import LI
from tests.flow.validators import dciodvfy_errors, need, run
from tests.views.examples import exam, stack, volume
from tests.views.states.made import COLUMNS, ROWS, image, table
from tests.views.states.test_applied import by_dcmtk, free, needs_dcmtk, on_screen, read, window_on
from tests.views.test_looks import seen
from tests.views.test_widget import BIG, Window_, activate
from tests.volume.made import item, part10


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
    before = seen(window)
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
    assert before.shape == seen(window).shape
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
