"""The line that says who is on the screen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.app.ui.patient_banner import PatientBanner
from reader.core.qt.theme import apply_theme
from reader.dicom.values import PersonName
from reader.study.identity import PatientIdentity
from reader.study.model import Study


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
