"""Text at 100 to 200 % on a laptop of 1280×800, in both languages: nothing runs off, what is longer scrolls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QToolButton
from pytestqt.qtbot import QtBot

from reader.app.leaving import Unfinished
from reader.app.ui.unfinished_dialog import UnfinishedDialog
from reader.core.commands import CommandRegistry
from reader.core.qt.theme import apply_theme
from reader.core.qt.translation import use_language
from reader.findings.model import FindingsModel
from reader.report.model import DraftModel
from reader.report.template import choose_template
from reader.report.ui.panel import ReportPanel
from reader.review.checks import Discrepancy, Severity
from reader.review.ui.sign_dialog import SignDialog
from reader.views.commands import commands
from reader.views.ui.toolbar import ViewsToolbar
from tests.report.examples import LI, SUBJECT, nodule, report
from tests.views.examples import views
from tests.worklist.samples import morning

LAPTOP = QSize(1280, 800)
PANEL = 340


@pytest.fixture(params=[(s, language) for s in (1.0, 1.4, 2.0) for language in ("en", "zh_CN")])
def scale(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[float]:
    size, language = request.param
    use_language(language)
    apply_theme(qapp, "dark", scale=size)
    yield size
    use_language("en")
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
    texts = ("The exam is of the abdomen, but the report describes other parts.", "CHEST was never opened.")
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
