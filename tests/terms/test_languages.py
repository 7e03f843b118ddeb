"""A language is one file and one entry of the registry: its words in sentences and numbers, and in the settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from reader.app.services import start_services
from reader.app.ui.settings_dialog import SettingsDialog
from reader.app.ui.sign_in import SignInWindow
from reader.core.profile import open_profile
from reader.core.qt.translation import resolve_language
from reader.core.settings import Settings
from reader.dicom.values import Code
from reader.report.sentences import sentence
from reader.study.numbering import ImageNumber
from reader.terms import languages
from reader.terms.calibration import Basis, Calibrated, method_text
from reader.terms.language import Language, Patterns
from reader.terms.languages import LANGUAGES, headings, language_of, locales, meaning
from reader.terms.languages.en import ENGLISH
from reader.terms.units import PIXELS, with_unit
from tests.report.examples import nodule

TOY = replace(
    ENGLISH, tag="nl", locale="nl", name="Nederlands", meaning="Dutch", report="Verslag",
    headings={"59776-5": "Bevindingen"}, findings={"nodule": "nodus"}, sides={"right": "rechter"},
    lobes={"upper": "bovenkwab"}, counted={"pixels": "beeldpunten"}, calibration={"detector": "op de detector"},
    patterns=replace(ENGLISH.patterns, seen_at="{what} in de {where}", image="beeld {image}", length="{} groot"),
)  # fmt: skip


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    monkeypatch.setattr(languages, "LANGUAGES", (*LANGUAGES, TOY))
    yield TOY


def test_a_language_is_one_entry_of_the_registry(toy: Language, qapp: QApplication, tmp_path: Path) -> None:
    found = replace(nodule(), site=Code("1", "SCT", "Upper lobe of right lung"), laterality=None)
    [length] = [m for m in found.measurements if m.unit.value == "mm"][:1]
    found = replace(found, measurements=(replace(length, concept=Code("410668003", "SCT", ""), value=16.0),))
    said = sentence(found, "nl-NL", ImageNumber(116))
    assert said == "Nodus in de rechter bovenkwab, 16 mm groot (beeld 116)."
    assert with_unit("44", PIXELS, "nl") == "44 beeldpunten"
    assert method_text(Calibrated(Basis.DETECTOR).code, "nl") == "op de detector"
    assert "Bevindingen" in headings("59776-5") and meaning("nl-BE") == "Dutch"
    assert language_of("nl_NL") is TOY and resolve_language("nl", locales()) == "nl"
    services = start_services(open_profile(tmp_path / "profile"), lambda call: call(), lambda error: None)
    shown: list[QWidget] = [SettingsDialog(services), SignInWindow(Settings(), "", "nl")]
    for window in shown:
        boxes = window.findChildren(QComboBox)
        assert any((box.findText("Nederlands"), box.findData("nl")) == (box.count() - 1,) * 2 for box in boxes)
        window.deleteLater()
    services.close()


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_every_language_says_everything(language: Language) -> None:
    for name in ("headings", "findings", "organs", "lobes", "sides", "alone", "counted", "calibration"):
        assert set(getattr(language, name)) == set(getattr(ENGLISH, name)), name
    assert set(language.calibration) == {basis.value for basis in Basis} - {Basis.PATIENT.value}
    assert set(language.close) <= set(language.organs.values())
    for field in fields(Patterns):
        own, english = getattr(language.patterns, field.name), getattr(ENGLISH.patterns, field.name)
        assert own.count("{") == english.count("{"), field.name
    assert resolve_language(language.locale, locales()) == language.locale
