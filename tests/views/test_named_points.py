"""Measurements of named points: against vectors in the patient, in an SR as others read it, and by the mouse."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import highdicom as hd
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.core.text import tr
from reader.findings.codec_write import encode_measurement_report
from reader.findings.service import from_measurement
from reader.terms.measures import AXIS_DEVIATION, CARDIAC_AXIS, HIP_KNEE_ANKLE
from reader.views.measure import label_lines, measure
from reader.views.planes import ORTHOGONAL, Plane
from reader.views.tools.heart_axis import HEART_AXIS
from reader.views.tools.hip_knee import HIP_KNEE
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.registry import tool_of
from tests.findings.exams import LI
from tests.flow.validators import dciodvfy_errors, pixelmed_errors
from tests.spatial.exams import opened
from tests.views.examples import GEOMETRIES, views, volume
from tests.views.test_moving import place, window  # noqa: F401
from tests.views.test_shapes import number, patient, shown
from tests.views.test_spaces import SERIES, STUDY
from tests.views.test_widget import Window_

LEG = [(4.0, 1.0), (7.0, 6.0), (5.0, 11.0)]
AXES = [(6.0, 11.0), (6.0, 2.0), (7.0, 7.0), (2.0, 3.0)]


@pytest.mark.parametrize("plane", ORTHOGONAL)
@pytest.mark.parametrize("name", GEOMETRIES)
def test_angles_and_distances_are_those_of_the_patient(name: str, plane: Plane) -> None:
    content = shown(volume(GEOMETRIES[name]))
    frame = content.frame(plane)
    assert frame is not None
    hip, knee, ankle = patient(frame, 3, LEG)
    leg = measure(HIP_KNEE, content, frame, 3, LEG)
    assert number(leg, HIP_KNEE_ANKLE) == pytest.approx(between(hip - knee, ankle - knee))
    along = (ankle - hip) / np.linalg.norm(ankle - hip)
    off = np.linalg.norm((knee - hip) - ((knee - hip) @ along) * along)
    assert number(leg, AXIS_DEVIATION) == pytest.approx(off)
    spine, sternum, crux, apex = patient(frame, 3, AXES)
    for order in ((0, 1, 2, 3), (1, 0, 2, 3), (0, 1, 3, 2)):
        heart = measure(HEART_AXIS, content, frame, 3, [AXES[n] for n in order])
        angle = between(sternum - spine, apex - crux)
        assert number(heart, CARDIAC_AXIS) == pytest.approx(min(angle, 180 - angle))


def between(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.degrees(np.arctan2(np.linalg.norm(np.cross(one, other)), one @ other)))


def test_a_straight_leg_has_180_degrees() -> None:
    content = shown(volume(GEOMETRIES["straight"]))
    frame = content.frame(Plane.AXIAL)
    assert frame is not None
    made = measure(HIP_KNEE, content, frame, 3, [(4.0, 1.0), (4.0, 6.0), (4.0, 11.0)])
    assert label_lines(made.measurements) == ["Hip-knee-ankle angle 180°", "Mechanical axis deviation 0 mm"]


def test_an_sr_has_them_as_others_read_it_and_they_are_known_again(tmp_path: Path) -> None:
    model = views(tmp_path)
    model.show(STUDY, *opened(STUDY, SERIES[1]))
    state = model.viewports[0]
    assert state.content is not None and state.frame is not None
    made = [
        measure(tool, state.content, state.frame, state.index, placed)
        for tool, placed in ((HIP_KNEE, LEG), (HEART_AXIS, AXES))
    ]
    own = [from_measurement(m.shape, m.measurements, LI, place=m.place, key_image=m.key_image) for m in made]
    data = encode_measurement_report(own, STUDY, LI)
    told = {
        measured.name.value: measured.value
        for group in hd.sr.srread(BytesIO(data)).content.get_planar_roi_measurement_groups()
        for measured in group.get_measurements()
    } | {
        measured.name.value: measured.value
        for group in hd.sr.srread(BytesIO(data)).content.get_image_measurement_groups()
        for measured in group.get_measurements()
    }
    expected = {m.concept.value: m.value for one in made for m in one.measurements}
    assert told == pytest.approx(expected, abs=1e-3)
    file = tmp_path / "named.dcm"
    file.write_bytes(data)
    assert dciodvfy_errors(file) == [] and pixelmed_errors(file) == []
    assert [tool_of(f.shapes[0], f.measurements) for f in own] == [HIP_KNEE, HEART_AXIS]


@pytest.mark.parametrize(("tool", "at"), [(HIP_KNEE, LEG), (HEART_AXIS, AXES)])
def test_the_next_point_is_said_until_all_are_set(
    qtbot: QtBot, window: Window_, tool: MeasuringTool, at: list[tuple[float, float]]  # noqa: F811
) -> None:
    views_, target = window.views, window.viewport(0)
    views_.findings.load([])
    views_.set_tool(tool)
    said = []
    for column, row in at:
        qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=place(window, column, row))
        qtbot.mouseMove(target, place(window, column + 1, row + 1))
        shown_now = views_.measuring.preview(0)
        said += [shown_now.text[-1]] if shown_now is not None else []
    assert said == [tr(step) for step in tool.steps[1:]]
    [finding] = views_.findings.findings
    assert finding.finding == tool.about
    target.grab()
