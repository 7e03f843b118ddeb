"""The line that says who is on the screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Guess
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from reader.app.ui.patient_banner import PatientBanner, due_text
from reader.core.qt.plain import plain_tip
from reader.core.qt.theme import apply_theme
from reader.core.qt.translation import use_language
from reader.dicom.values import PersonName, clock_text
from reader.study.identity import PatientIdentity
from reader.study.model import Study
from reader.terms.languages import locales


def test_it_keeps_its_height_when_the_name_becomes_known(qtbot: QtBot, qapp: QApplication) -> None:
    """Else every image below would move and be drawn anew."""
    apply_theme(qapp, "dark")
    latin = Study("1", PatientIdentity(PersonName("Wang^Wei"), "7", "", "F", None), "", None, "", "", ("CT",), "")
    chinese = replace(latin, site="测试医院", patient=replace(latin.patient, name=PersonName("Wang^Wei", "王^伟")))
    banner = PatientBanner(latin)
    qtbot.addWidget(banner)
    banner.show()
    height = banner.height()
    banner.set_study(chinese)
    assert "王" in banner._name.text()
    assert banner.sizeHint().height() <= banner.minimumHeight() <= height


def test_where_room_is_short_who_it_is_and_the_accession_are_there(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, "dark", scale=1.4)
    patient = PatientIdentity(PersonName("Wang^Xiaodong", "王^小东"), "00314", "XIHU", "F", None)
    exam = "CT chest, plain 胸部平扫 with reconstructions"
    study = Study("1", patient, "XH2611200007", None, exam, "Xihu", ("CT",), "")
    banner = PatientBanner(study)
    qtbot.addWidget(banner)
    banner.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)  # no window manager resizes it as well
    banner.show()
    said = {}
    for width in (3000, 1250, 900, 760):
        banner.resize(width, banner.height())
        QApplication.processEvents()
        said[width] = banner._facts.text()
        shown = banner._facts.fontMetrics().horizontalAdvance(said[width])
        assert "00314" in said[width] and "XH2611200007" in said[width] and shown <= banner._facts.width()
    assert said[3000].endswith("Xihu") and study.description in said[3000]
    assert len(set(said.values())) == len(said)
    assert study.description in banner._facts.toolTip()
    apply_theme(qapp, "dark")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_site_is_told_at_every_width_and_size_of_text(language: str, qtbot: QtBot, qapp: QApplication) -> None:
    """It is part of who it is: where there is no room for all of it, something else is left out first, and what is
    left of it ends as it does."""
    site, name = {
        "en": ("Xihu Township Hospital", PersonName("Chen^Guihua")),
        "zh_CN": ("西湖区转塘街道社区卫生服务中心", PersonName("Chen^Guihua", "陈^桂花")),
    }[language]
    patient = PatientIdentity(name, "00721", "XIHU", "F", date(1958, 3, 2))
    when = datetime(2026, 11, 30, 9, 12, tzinfo=UTC)
    study = Study("1", patient, "XH2611300021", when, "CT chest, contrast 胸部增强", site, ("CT",), "")
    use_language(language, locales())
    try:
        for percent in (100, 110, 125, 140, 150, 175, 200):
            apply_theme(qapp, "dark", scale=percent / 100)
            banner = PatientBanner(study)
            qtbot.addWidget(banner)
            banner.set_due(datetime.now(UTC) + timedelta(minutes=42))
            banner.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)  # no window manager resizes it as well
            banner.show()
            for width in range(1000, 2600, 60):
                banner.resize(width, banner.height())
                QApplication.processEvents()
                said = banner._facts.text()
                room, wide = banner._facts.width(), banner._facts.fontMetrics().horizontalAdvance
                facts = said.split(" · ")
                assert wide(said) <= room, (percent, width, said)
                [told] = [one for one in facts if one[:2] == site[:2] and one[-1] == site[-1]]
                assert "00721@XIHU" in said, (percent, width, said)
                if told != site:
                    assert study.description not in said and clock_text(when)[-5:] not in said, "these go first"
                    assert room - wide(said) < wide("  9999-99-99"), "no room is left empty"
            assert site in banner._facts.toolTip()
    finally:
        use_language("en", locales())
        apply_theme(qapp, "dark")


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(minutes=42, seconds=23), ("42 min left", "secondary")),
        (timedelta(minutes=4), ("4 min left", "soon")),
        (timedelta(seconds=-30), ("due now", "urgent")),
        (timedelta(hours=-2, minutes=-10), ("2 h late", "urgent")),
    ],
)
def test_the_time_left_is_no_clock(left: timedelta, said: tuple[str, str]) -> None:
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert due_text(now + left, now) == said
    assert due_text(None, now) == ("", "secondary")


@pytest.mark.parametrize("written", ["<s>Li</s>^Na", "<!-- Zhang^San -->Li^Na", "Zhang^<p hidden>San"])
def test_a_name_is_shown_as_it_is_written(written: str, qtbot: QtBot, qapp: QApplication) -> None:
    """The label paints what a label that is told to be plain does, and the tooltip says it."""
    apply_theme(qapp, "dark")
    patient = PatientIdentity(PersonName.parse(written), "7", "", "F", None)
    banner = PatientBanner(Study("1", patient, "", None, written, written, ("CT",), ""))
    qtbot.addWidget(banner)
    banner.show()
    texts = [label for label in banner.findChildren(QLabel) if "<" in label.text()]
    assert texts and all(label.textFormat() is Qt.TextFormat.PlainText for label in texts)
    tip, seen = plain_tip(f"{written}\n2nd  line"), QTextDocument()
    (seen.setHtml if Guess.mightBeRichText(tip) else seen.setPlainText)(tip)  # as QToolTip does
    assert seen.toPlainText() == f"{written}\n2nd  line"
    assert plain_tip("3 < 5\n7") == "3 < 5\n7"


def test_a_character_that_turns_the_order_of_text_turns_nothing(qtbot: QtBot) -> None:
    """Else ID, date and accession number stand there mirrored."""
    identity = PatientIdentity(PersonName("Wang^\u2066Wei"), "A\u202e12345", "", "F", None)
    banner = PatientBanner(Study("1", identity, "20260101-9", None, "", "", ("CT",), ""))
    qtbot.addWidget(banner)
    shown = " ".join(label.text() for label in banner.findChildren(QLabel))
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert "A\ufffd12345" in shown and plain_tip("a\u202eb") == "a\ufffdb"
