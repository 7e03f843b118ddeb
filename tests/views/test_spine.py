"""Vertebrae: counted on by clicks, named, moved, taken back; and through an SR and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import highdicom as hd
import pydicom
import pytest
from pydicom.sr.codedict import codes as published
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.errors import ReaderError
from reader.findings import levels, service
from reader.findings.codec import read_objects
from reader.findings.codec_write import encode_measurement_report
from reader.findings.model import Finding, FindingsModel, Observer, Status
from reader.terms.vertebrae import VERTEBRAE, level_name
from reader.views.content import Content
from reader.views.marking import drawn
from reader.views.model import ViewsModel
from reader.views.naming import choices
from reader.views.planes import Plane
from reader.views.tools.spine import SPINE, first_level
from tests.findings.exams import LI
from tests.flow.validators import dciodvfy_errors, pixelmed_errors
from tests.spatial.exams import opened
from tests.views.examples import views, volume
from tests.views.test_annotations import keep
from tests.views.test_spaces import SERIES, STUDY
from tests.views.test_tools import place
from tests.views.test_widget import BIG, Window_, activate, drag

LEFT = Qt.MouseButton.LeftButton


def labels(finding: Finding) -> list[str]:
    return [level_name(shape.role) for shape in finding.shapes if shape.role is not None]


def own(model: ViewsModel) -> Finding:
    (found,) = model.findings.findings
    return found


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    result = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(result)
    result.resize(1100, 800)
    activate(qtbot, result)
    keep(result.views)
    yield result
    result.pictures.grid.close_scenes()


def test_every_code_is_the_published_one() -> None:
    """By pydicom's copy of the standard's dictionary, which has all but the sacral one."""
    assert [level_name(code) for code in VERTEBRAE] == [
        f"{part}{n}" for part, most in (("C", 7), ("T", 12), ("L", 5), ("S", 1)) for n in range(1, most + 1)
    ]
    for code in VERTEBRAE[:-1]:
        assert code.value == getattr(published.SCT, f"{level_name(code)}Vertebra").value, code


def test_clicks_down_and_up_the_spine_are_counted_on_and_taken_back_one_by_one(
    qtbot: QtBot, window: Window_
) -> None:
    model = window.views
    sagittal = next(n for n in model.shown if model.viewports[n].plane is Plane.SAGITTAL)
    target = window.viewport(sagittal)
    model.set_tool(SPINE)
    x, y = target.width() // 2, target.height() // 2
    qtbot.mouseClick(target, LEFT, pos=QPoint(x, y))
    qtbot.keyClicks(QApplication.focusWidget(), "l4")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    for step in (25, 50, -25, -50):
        qtbot.mouseClick(target, LEFT, pos=QPoint(x + step // 5, y + step))
    assert labels(own(model)) == ["L4", "L5", "S1", "L3", "L2"]
    heights = {level_name(shape.role): shape.points[0][2] for shape in own(model).shapes if shape.role}
    assert sorted(heights, key=heights.__getitem__) == ["S1", "L5", "L4", "L3", "L2"], "the feet are below"
    assert service.title(own(model)) == "Vertebrae L2–S1" and not service.counts_for_report(own(model))
    history = model.findings.history
    assert history.undoes == "L2 labelled" and history.undo() and labels(own(model)) == ["L4", "L5", "S1", "L3"]
    assert history.redo()
    before = own(model)
    at = target.mapFromGlobal(target.mapToGlobal(QPoint(x, y)))
    drag(qtbot, target, at, at + QPoint(12, 4), LEFT)
    moved = own(model)
    assert labels(moved) == labels(before) and moved.shapes[1:] == before.shapes[1:]
    assert moved.shapes[0].points != before.shapes[0].points
    qtbot.keyClick(target, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "L3")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert labels(own(model)) == ["L3", "L4", "L5", "L2", "L1"], "the one that was moved is L3, the others follow"
    qtbot.keyClick(target, Qt.Key.Key_Delete)
    assert labels(own(model)) == ["L4", "L5", "L2", "L1"] and history.undoes == "Label L3 deleted"


def spine(tmp_path: Path) -> ViewsModel:
    model = views(tmp_path)
    keep(model)
    model.show(STUDY, *opened(STUDY, SERIES[1]))
    model.change(0, plane=Plane.SAGITTAL, index=30)
    model.set_tool(SPINE)
    frame = model.viewports[0].frame
    assert frame is not None
    for row in (1.0, 5.0, 9.0):
        place(model.measuring, [(30.0, row)])
    return model


@pytest.mark.parametrize(
    ("description", "first"),
    [("MR LSPINE", "L5"), ("腰椎平扫", "L5"), ("CT chest", "T1"), ("胸椎", "T1"), ("胸部正侧位", "T1"),
     ("CT abdomen", "L5"), ("C-SPINE", "C2"), ("Test exam", "C2")],
)  # fmt: skip
def test_one_begins_to_count_in_the_region_of_the_exam(description: str, first: str) -> None:
    study = replace(STUDY, description=description)
    assert level_name(first_level(Content.of(study, *opened(study, SERIES[1])))) == first


def test_what_is_labelled_already_is_not_labelled_twice_and_nothing_is_beyond_the_ends(tmp_path: Path) -> None:
    model = spine(tmp_path)
    assert sorted(labels(own(model))) == ["C2", "C3", "C4"], "from C2, where no region is stated"
    before = own(model)
    with pytest.raises(ReaderError, match=r"C\d is labelled already"):
        place(model.measuring, [(30.0, 3.4)])
    assert own(model) == before and model.measuring.draft is None
    upper = labels(before).index("C2")
    model.findings.select(before.tracking_uid, part=upper)
    with pytest.raises(ReaderError, match="No level below S1"):
        service.name(model.findings, before.tracking_uid, VERTEBRAE[-1])
    service.name(model.findings, before.tracking_uid, VERTEBRAE[0])
    with pytest.raises(ReaderError, match="No level above C1"):
        levels.beside(own(model), upper, below=False)


def test_an_algorithm_s_vertebrae_are_numbered_anew_as_any_of_its_findings_is_edited(tmp_path: Path) -> None:
    """Once they were on the screen, and with what was proposed kept."""
    model = spine(tmp_path)
    made = own(model)
    source = replace(made.source, observer=Observer.DEVICE)
    first = replace(made, tracking_uid="1.2", source=source, status=Status.PROPOSED)
    findings, seen = FindingsModel((first,)), list[bool]()
    findings.ask_on_screen(lambda _: bool(seen))
    lower = [shape.role for shape in first.shapes].index(VERTEBRAE[1])
    service.name(findings, "1.2", VERTEBRAE[4])
    assert findings["1.2"] == first
    seen.append(True)
    findings.select("1.2", part=lower)
    service.name(findings, "1.2", VERTEBRAE[4])
    numbered = findings["1.2"]
    assert (numbered.status, numbered.proposed) == (Status.EDITED, first)
    assert numbered.shapes[lower].role == VERTEBRAE[4]


def test_a_label_is_named_in_other_planes_near_it(tmp_path: Path) -> None:
    """On its own slice as what it is, beside it in brackets, and not at all further away."""
    model = spine(tmp_path)
    finding, content = own(model), model.viewports[0].content
    assert content is not None
    for plane in (Plane.SAGITTAL, Plane.CORONAL):
        frame = content.frame(plane)
        assert frame is not None
        middle = round(frame.to_pixel(finding.shapes[0].points[0])[2])
        mm = abs(sum(frame.step))
        near, far = middle + int(6 / mm), middle + int(20 / mm)
        seen = [drawn(finding, content, frame, n, (n, n + 1)) for n in (middle, near, far)]
        assert seen[0] is not None
        assert sorted(shape.label for shape in seen[0].shapes) == [("C2",), ("C3",), ("C4",)]
        assert seen[1] is not None and not seen[1].shapes and seen[1].nearby, plane
        assert seen[2] is None


def test_labels_come_back_from_their_sr_and_others_read_them(tmp_path: Path) -> None:
    model = spine(tmp_path)
    made = own(model)
    data = encode_measurement_report([made], STUDY, LI)
    file = tmp_path / "sr.dcm"
    file.write_bytes(data)
    assert not dciodvfy_errors(file) and not pixelmed_errors(file)
    (back,) = read_objects([data], STUDY).findings
    assert labels(back) == labels(made) and levels.is_set(back) and back.site is None
    assert back.tracking_uid == made.tracking_uid and back.place == pytest.approx(made.place, abs=1e-3)
    for one, other in zip(back.shapes, made.shapes, strict=True):
        assert one.points[0] == pytest.approx(other.points[0], abs=1e-3)
    groups = hd.sr.MeasurementReport.from_sequence([pydicom.dcmread(BytesIO(data))])
    planar = groups.get_planar_roi_measurement_groups(tracking_uid=made.tracking_uid)
    sites = [group.finding_sites[0].value.value for group in planar]
    assert sites == [shape.role.value for shape in made.shapes if shape.role is not None]
    assert not any(group.get_measurements() for group in planar)


@pytest.mark.parametrize(
    ("said", "first"),
    [("T8", "T8"), ("th 8", "T8"), ("D8", "T8"), ("胸8", "T8"), ("腰5", "L5"), ("颈2", "C2"), ("t1", "T1")],
)
def test_a_vertebra_is_typed_as_people_call_it(tmp_path: Path, said: str, first: str) -> None:
    assert choices(own(spine(tmp_path)), said)[0].text == first


@pytest.mark.parametrize("said", ["t13", "test", "T", "l", "8", "胸", "C0", ""])
def test_what_is_no_vertebra_is_none(tmp_path: Path, said: str) -> None:
    assert choices(own(spine(tmp_path)), said) == []


def test_what_is_no_vertebra_is_said_and_the_field_stays(qtbot: QtBot, window: Window_) -> None:
    model = window.views
    sagittal = next(n for n in model.shown if model.viewports[n].plane is Plane.SAGITTAL)
    model.set_tool(SPINE)
    qtbot.mouseClick(window.viewport(sagittal), LEFT, pos=window.viewport(sagittal).rect().center())
    made = window.pictures.naming.field
    assert made is not None
    qtbot.keyClicks(made.field, "t13")
    qtbot.keyClick(made.field, Qt.Key.Key_Return)
    assert made.isVisible() and "t13" in made._hint.text() and not made._hint.isHidden()
    made.field.clear()
    qtbot.keyClicks(made.field, "t12")
    qtbot.keyClick(made.field, Qt.Key.Key_Return)
    assert labels(own(model)) == ["T12"]
