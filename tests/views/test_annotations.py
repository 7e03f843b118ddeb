"""Arrows, texts and names, placed and typed with mouse and keys; and through an SR and back."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pydicom
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reader.findings import annotation, codes, service
from reader.findings.codec import read_objects
from reader.findings.codec_write import encode_measurement_report
from reader.findings.model import Finding
from reader.findings.service import add, from_measurement
from reader.views.measure import MeasuredShape
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.tools.angle import ANGLE
from reader.views.tools.arrow import ARROW
from reader.views.tools.distance import DISTANCE
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.outline import OUTLINE
from reader.views.tools.registry import TOOLS, tool_of
from reader.views.tools.text import TEXT
from reader.views.ui.name_field import NameField
from tests.findings.exams import LI
from tests.flow.validators import dciodvfy_errors, pixelmed_errors
from tests.spatial.exams import opened
from tests.views.examples import views, volume
from tests.views.test_spaces import SERIES, STUDY
from tests.views.test_tools import place
from tests.views.test_widget import BIG, Window_, activate, drag

LEFT = Qt.MouseButton.LeftButton
TIP, TAIL = QPoint(200, 250), QPoint(260, 300)


def keep(model: ViewsModel) -> None:
    """As the case does it: a finished measurement is a finding of this user's."""

    def made(measured: MeasuredShape) -> None:
        told = {"finding": measured.about or codes.LESION, "evaluations": measured.evaluations}
        own = from_measurement(measured.shape, measured.measurements, LI, place=measured.place,
                               key_image=measured.key_image, **told)  # fmt: skip
        add(model.findings, service.named_like(own, measured.like))

    model.measured.connect(made)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    result = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(result)
    result.resize(1100, 800)
    activate(qtbot, result)
    result.viewport(0).setFocus()
    keep(result.views)
    yield result
    result.pictures.grid.close_scenes()


def field(window: Window_) -> NameField:
    made = window.pictures.naming.field
    assert made is not None and made.isVisible()
    return made


def typed(qtbot: QtBot, words: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClicks(focused, words)
    qtbot.keyClick(focused, Qt.Key.Key_Return)


def own(window: Window_) -> Finding:
    (found,) = window.views.findings.findings
    return found


def test_words_are_typed_where_a_text_was_placed_and_written_as_they_are(qtbot: QtBot, window: Window_) -> None:
    """Also letters that are keys of the pictures, and a word that is a finding's name."""
    window.views.set_tool(TEXT)
    qtbot.mouseClick(window.viewport(0), LEFT, pos=TIP)
    assert field(window).is_open
    typed(qtbot, "Nodule? ask ND")
    assert own(window).note == "Nodule? ask ND" and own(window).finding == annotation.TEXT
    assert service.title(own(window)) == "Nodule? ask ND" and not own(window).measurements
    assert window.viewport(0).hasFocus(), "the keyboard goes back to the pictures"
    assert not service.counts_for_report(own(window))
    history = window.views.findings.history
    assert history.undoes == "Text edited" and history.undo() and own(window).note == ""
    assert history.undoes == "Text added"


def test_a_text_without_words_is_none(qtbot: QtBot, window: Window_) -> None:
    window.views.set_tool(TEXT)
    qtbot.mouseClick(window.viewport(0), LEFT, pos=TIP)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.views.findings.findings == ()
    qtbot.mouseClick(window.viewport(0), LEFT, pos=TIP)
    qtbot.keyClicks(QApplication.focusWidget(), "left")
    qtbot.mouseClick(window.viewport(0), LEFT, pos=TIP - QPoint(60, 60))
    assert [finding.note for finding in window.views.findings.findings] == ["left", ""], "what was typed is kept"


def test_an_arrow_points_from_its_words_and_its_ends_are_dragged(qtbot: QtBot, window: Window_) -> None:
    window.views.set_tool(ARROW)
    target = window.viewport(0)
    drag(qtbot, target, TIP, TAIL, LEFT)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    finding, view, frame = own(window), target.screen(), target.state.frame
    assert finding.finding == annotation.ARROW and not finding.measurements
    assert view is not None and frame is not None
    points = [view.to_screen(*frame.to_pixel(point)[:2]) for point in finding.shapes[0].points]
    assert [pytest.approx((p.x(), p.y()), abs=1.0) for p in (TIP, TAIL)] == points
    assert own(window).place == own(window).shapes[0].points[0], "one looks at its tip"
    drag(qtbot, target, TIP, TIP + QPoint(0, 40), LEFT)
    moved = own(window)
    (tip, tail), (old, same) = moved.shapes[0].points, finding.shapes[0].points
    assert tail == pytest.approx(same) and tip != pytest.approx(old)
    assert tool_of(moved.shapes[0], moved.measurements, annotation.kind_of(moved)) is ARROW
    qtbot.keyClick(target, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "fract")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    named = own(window)
    assert named.finding.meaning == "Fracture" and named.evaluations == finding.evaluations
    assert service.counts_for_report(named), "an arrow that was named as a finding is one"


def test_a_measurement_is_named_by_a_key_and_the_pictures_keep_their_keys(qtbot: QtBot, window: Window_) -> None:
    window.views.set_tool(DISTANCE)
    target = window.viewport(0)
    drag(qtbot, target, TIP, TAIL, LEFT)
    hint = field(window)
    assert not hint.is_open and target.hasFocus() and not target.rect().intersected(hint.geometry()).isEmpty()
    qtbot.keyClick(target, Qt.Key.Key_V)
    assert target.state.inverted, "a key that is no name does what it does"
    qtbot.keyClick(target, Qt.Key.Key_Return)
    typed(qtbot, "nod")
    assert own(window).finding == codes.NODULE
    qtbot.keyClick(target, Qt.Key.Key_Return)
    typed(qtbot, "right upper")
    assert service.title(own(window)) == "Nodule RUL" and own(window).laterality == codes.RIGHT
    qtbot.keyClick(target, Qt.Key.Key_Return)
    offered = field(window)
    qtbot.keyClicks(offered.field, "rul nodule, spiculated")
    assert offered.list.sizeHintForColumn(0) <= offered.list.viewport().width(), "what is chosen can be read"
    offered.field.clear()
    typed(qtbot, "spiculated, new")
    assert own(window).note == "spiculated, new" and own(window).finding == codes.NODULE
    qtbot.keyClick(target, Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    before = target.state.index
    qtbot.keyClick(target, Qt.Key.Key_Down)
    assert target.state.index == before + 1 and window.pictures.naming.field is None


@pytest.mark.parametrize(
    "words, row, finding, note",
    [("ma", "Edema", "Edema", ""), ("pne", "“pne” as a remark", "Lesion", "pne"), ("", "Nodule", "Nodule", "")],
)
def test_the_name_that_is_clicked_is_the_name_given(
    qtbot: QtBot, window: Window_, words: str, row: str, finding: str, note: str
) -> None:
    """Through the window, as a mouse does it: there the press gives the keyboard away before the click is told."""
    window.views.set_tool(DISTANCE)
    drag(qtbot, window.viewport(0), TIP, TAIL, LEFT)
    before = own(window).finding.meaning
    qtbot.keyClick(window.viewport(0), Qt.Key.Key_Return)
    offered = field(window)
    qtbot.keyClicks(offered.field, words)
    (item,) = (one for one in map(offered.list.item, range(offered.list.count())) if one.text() == row)
    offered.list.scrollToItem(item)
    at = offered.list.viewport().mapTo(window, offered.list.visualItemRect(item).center())
    pressed = window.windowHandle()
    QTest.mousePress(pressed, LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert offered.field.hasFocus(), "a press in the list is no going elsewhere"
    QTest.mouseRelease(pressed, LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert (own(window).finding.meaning, own(window).note) == (finding if not note else before, note)
    assert window.pictures.naming.field is None and window.viewport(0).hasFocus()


def test_the_offer_of_a_name_covers_no_number(qtbot: QtBot, window: Window_) -> None:
    """Where another one's label has moved the new one's down, as an algorithm's over what one measures again."""
    target, model = window.viewport(0), window.views
    model.set_tool(DISTANCE)
    for start in (TIP, TIP - QPoint(0, 50), TIP + QPoint(0, 50)):
        drag(qtbot, target, start, TAIL, LEFT)
        qtbot.wait(1)
        offered = QRectF(field(window).geometry())
        plates = {uid: plate for uid, (plate, _) in target.labels.items()}
        assert model.findings.selected in plates
        assert not [uid for uid, plate in plates.items() if plate.adjusted(2, 2, -2, -2).intersects(offered)]


def test_the_offer_goes_with_its_picture_and_can_be_switched_off(qtbot: QtBot, window: Window_) -> None:
    window.views.set_tool(DISTANCE)
    target = window.viewport(0)
    drag(qtbot, target, TIP, TAIL, LEFT)
    assert field(window)
    window.views.scroll(0, 1)
    assert window.pictures.naming.field is None
    window.views.settings.update(offer_names=False)
    drag(qtbot, target, TIP, TAIL, LEFT)
    assert window.pictures.naming.field is None
    qtbot.keyClick(target, Qt.Key.Key_Return)
    assert field(window).is_open
    window.views.findings.set_read_only("signed")


@pytest.mark.parametrize("plane", [Plane.AXIAL, Plane.SAGITTAL])
def test_an_annotation_comes_back_from_its_sr(tmp_path: Path, plane: Plane) -> None:
    """On an image and across them; the text is the comment of its group, and no group has a number."""
    model = views(tmp_path)
    keep(model)
    model.show(STUDY, *opened(STUDY, SERIES[1]))
    model.change(0, plane=plane)
    tools: tuple[tuple[MeasuringTool, list[tuple[float, float]]], ...] = (
        (ARROW, [(10.0, 2.0), (30.0, 8.0)]), (TEXT, [(20.0, 8.0)]), (DISTANCE, [(5.0, 5.0), (9.0, 6.0)]),
    )  # fmt: skip
    for tool, pixels in tools:
        model.set_tool(tool)
        place(model.measuring, pixels)
        service.name(model.findings, model.findings.selected, f"see {tool.id} 箭头")
    made = model.findings.findings
    data = encode_measurement_report(made, STUDY, LI)
    file = tmp_path / "sr.dcm"
    file.write_bytes(data)
    assert not dciodvfy_errors(file) and not pixelmed_errors(file)
    back = read_objects([data], STUDY).findings
    for old, new, (tool, _) in zip(made, back, tools, strict=True):
        assert new.note == f"see {tool.id} 箭头" and annotation.kind_of(new) == tool.annotates
        assert new.finding == old.finding and len(new.measurements) == len(old.measurements)
        shape = new.shapes[0]
        assert tool_of(shape, new.measurements, annotation.kind_of(new)) is tool
        for point, was in zip(shape.points, old.shapes[0].points, strict=True):
            assert point == pytest.approx(was, abs=1e-3)
    tree = pydicom.dcmread(BytesIO(data))
    assert str(tree).count("'NUM'") == 1


def test_the_menu_of_measurements_is_opened_and_chosen_from_by_letters(qtbot: QtBot, window: Window_) -> None:
    """Every measuring tool has a letter of its own; in Chinese too, where its title has none."""
    letters = [tool.letter for tool in TOOLS if isinstance(tool, MeasuringTool)]
    assert all(letters) and len(set(letters)) == len(letters)
    target = window.viewport(0)
    for key, tool in ((Qt.Key.Key_P, OUTLINE), (Qt.Key.Key_W, ARROW), (Qt.Key.Key_D, DISTANCE)):
        qtbot.keyClick(target, Qt.Key.Key_M)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu) and len(menu.actions()) == len(letters) + 2
        qtbot.keyClick(menu, key)
        assert window.views.tool is tool
    qtbot.keyClick(target, Qt.Key.Key_M)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert window.views.tool is ANGLE
