"""Text at 100 to 200 % on a laptop of 1280×800, in both languages: nothing runs off, what is longer scrolls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reader.app.leaving import Unfinished
from reader.app.ui.handed_over_bar import HandedOverBar
from reader.app.ui.unfinished_dialog import UnfinishedDialog
from reader.core.commands import Command, CommandRegistry
from reader.core.qt.buttons import ButtonRow
from reader.core.qt.elided import ElidedLabel, elided
from reader.core.qt.theme import apply_theme
from reader.core.qt.translation import use_language
from reader.core.text import mark
from reader.findings.model import FindingsModel
from reader.report.model import DraftModel
from reader.report.template import choose_template
from reader.report.ui.panel import ReportPanel
from reader.review.checks import Discrepancy, Severity
from reader.review.ui.review_bar import ReviewBar, Signing
from reader.review.ui.sign_dialog import SignDialog
from reader.study.model import Window
from reader.study.opened import StudyModel
from reader.terms.languages import locales
from reader.views.commands import commands
from reader.views.ui import overlay, painting
from reader.views.ui.grid import GroupHeader
from reader.views.ui.toolbar import ViewsToolbar
from reader.views.ui.views_widget import ViewsWidget
from reader.volume.model import OpenedSeries
from reader.worklist.listing import WorklistModel
from reader.worklist.rights import Rights
from tests.flow.sight import faults
from tests.report.examples import LI, SUBJECT, nodule, report
from tests.views.examples import GEOMETRIES, exam, views, volume
from tests.worklist.samples import morning

LAPTOP = QSize(1280, 800)
PANEL = 340


@pytest.fixture(params=[(s, language) for s in (1.0, 1.4, 2.0) for language in ("en", "zh_CN")])
def scale(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[float]:
    size, language = request.param
    use_language(language, locales())
    apply_theme(qapp, "dark", scale=size)
    yield size
    use_language("en", locales())
    apply_theme(qapp, "dark")


def test_the_report_form_stays_in_its_panel(scale: float, qtbot: QtBot) -> None:
    for language in ("en", "zh"):
        draft = DraftModel(choose_template("CT", "CHEST", language).new_report(SUBJECT, LI))
        panel = ReportPanel(draft, FindingsModel((nodule(),)))
        qtbot.addWidget(panel)
        panel.resize(PANEL, 500)
        panel.show()
        qtbot.waitExposed(panel)
        body = panel._scroll.widget()
        assert body is not None and body.width() <= panel._scroll.viewport().width()
        panel.release()


def test_the_last_look_fits_the_screen(scale: float, qtbot: QtBot) -> None:
    text = "Series 3: 12 of 60 images were on the screen, and more words than fit into one line of it. " * 2
    dialog = SignDialog(report(), [Discrepancy(Severity.ASK, "unseen", text)] * 9, LI)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.minimumSizeHint().height() <= LAPTOP.height() - 24
    assert dialog.minimumSizeHint().width() <= LAPTOP.width()


def few_questions() -> SignDialog:
    texts = (
        "The exam is of the abdomen, but the report describes other parts.", "CHEST: no image was on the screen.",
    )  # fmt: skip
    return SignDialog(report(), [Discrepancy(Severity.ASK, "unseen", text) for text in texts * 2], LI)


def one_exam() -> UnfinishedDialog:
    return UnfinishedDialog([Unfinished(morning()[0], True)], [], lambda _: "")


@pytest.mark.parametrize("make", [few_questions, one_exam])
def test_a_short_list_is_shown_whole(make: Callable[[], QDialog], scale: float, qtbot: QtBot) -> None:
    dialog = make()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    QApplication.processEvents()
    for tick in dialog.findChildren(QCheckBox):
        assert tick.visibleRegion().boundingRect() == tick.rect()


@pytest.mark.parametrize("room", [420, 566])
def test_the_form_of_a_return_lies_over_nothing(room: int, scale: float, qtbot: QtBot) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    column = QVBoxLayout(panel)
    text = QTextBrowser()
    text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    column.addWidget(text, 1)
    bar = ReviewBar(may_submit=False, signing=Signing.SIGN, may_return=True)
    column.addWidget(bar)
    panel.resize(round(PANEL * min(scale, 1.3)), round(room * max(1.0, scale / 1.4)))
    panel.show()
    bar.ask_reason()
    reason = bar.findChild(QPlainTextEdit)
    assert reason is not None
    reason.setPlainText("Look at all of the series in the lung and the mediastinal window. " * 4)
    QApplication.processEvents()
    assert faults(panel) == []
    assert reason.viewport().height() >= 3 * reason.fontMetrics().lineSpacing()
    bar.set_busy(True)
    bar.put_away()  # once the return is on its way
    assert not reason.isVisible() and bar.isVisible()


@pytest.mark.parametrize("kind", ["review", "on from it"])
def test_no_button_under_a_report_is_cut(kind: str, scale: float, qtbot: QtBot) -> None:
    bar: QWidget = ReviewBar(may_submit=True, signing=Signing.SIGN, may_return=True)
    if kind != "review":
        ways = [
            Command("exam.addendum", mark("Write an addendum"), lambda: None, context="reading", icon="plus"),
            Command("exam.amend", mark("Amend the report"), lambda: None, context="reading", icon="pencil"),
        ]
        bar = HandedOverBar(ways, WorklistModel(Rights(LI, ("reporting",))))
    panel = QWidget()
    qtbot.addWidget(panel)
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    column.addWidget(bar)
    panel.setMinimumWidth(1)  # as the reading window's panel, which may be narrower than what is in it
    panel.resize(round(PANEL * min(scale, 1.3)), 500)
    panel.show()
    QApplication.processEvents()
    assert faults(panel) == []
    panel.resize(900, 500)
    QApplication.processEvents()
    [row] = panel.findChildren(ButtonRow)
    assert len({button.y() for button in row.findChildren(QPushButton)}) == 1 or scale == 2.0


def test_no_number_in_a_picture_is_cut(
    scale: float, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is painted in the four viewports of a laptop, against what is painted where there is room for all."""
    painted: list[str] = []
    draw = painting.outlined

    def outlined(painter: QPainter, x: float, y: float, text: str, token: str = "overlay") -> None:
        painted.append(text)
        draw(painter, x, y, text, token)

    monkeypatch.setattr(painting, "outlined", outlined)
    monkeypatch.setattr(painting, "scale_bar", lambda *_: None)  # another length where there is more room
    monkeypatch.setattr(overlay, "zoom_text", lambda *_: "Zoom 1000 %")  # as well
    study, series = exam(volume(GEOMETRIES["straight"]))
    model = views(tmp_path)
    model.settings.update(text_scale=scale)
    registry = CommandRegistry()
    registry.add(*commands(model))
    pictures = ViewsWidget(model, StudyModel(study), registry)
    qtbot.addWidget(pictures)
    long = replace(series, number=30026, description="Chest 1.0 B60f")
    model.show(study, long, OpenedSeries.of(volume(GEOMETRIES["straight"])))
    model.set_window(0, Window(-600.0, 1500.0, "Lung"))
    said = {}
    for width in (4000, 480, 660):
        pictures.resize(width, 620)
        painted.clear()
        pictures.grab()
        said[width] = {number for text in painted for number in re.findall(r"[−\d.]*\d[\d.]*", text)}
    assert {"1500", "−600"} <= said[480] and said[480] <= said[4000]
    assert {"1500", "−600"} <= said[660] and said[660] <= said[4000]
    pictures.grid.close_scenes()


def test_the_dates_of_compared_exams_are_whole(scale: float, qtbot: QtBot) -> None:
    study, _ = exam(volume(GEOMETRIES["straight"]))
    header = GroupHeader(study, study, prior=True, tall=True)
    qtbot.addWidget(header)
    header.resize(325, header.height())
    header.show()
    shown = [elided(line.text(), line.fontMetrics(), line.width()) for line in header.findChildren(ElidedLabel)]
    assert shown[0].startswith("2026-01-01 09:12")
    assert faults(header) == []


def test_the_tools_fit_into_one_row_and_grow(scale: float, qtbot: QtBot, tmp_path: Path) -> None:
    model = views(tmp_path)
    registry = CommandRegistry()
    registry.add(*commands(model))
    toolbar = ViewsToolbar(model, registry)
    qtbot.addWidget(toolbar)
    own = 2 * toolbar.findChild(QToolButton).width()  # type: ignore[union-attr]
    assert toolbar.minimumSizeHint().width() + own <= LAPTOP.width()
    icon = toolbar.findChild(QToolButton).iconSize().width()  # type: ignore[union-attr]
    assert icon == round(18 * min(scale, 1.3))
