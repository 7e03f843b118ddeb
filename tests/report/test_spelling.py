"""Misspelt English words: what is one and what never is, and the marks in the report panel."""

from __future__ import annotations

import ast
import dataclasses
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reader.core.sealing import Seal
from reader.core.settings import SettingsModel
from reader.core.storage import Database
from reader.findings.model import FindingsModel
from reader.report.model import FINDINGS, DraftModel, Section, Statement
from reader.report.spelling import Speller, load, names_in
from reader.report.template import choose_template, load_templates
from reader.report.ui.panel import ReportPanel
from reader.report.ui.spelling import Spelling
from reader.report.word_book import WordBook
from reader.terms.languages import LANGUAGES
from tests.loop import MainLoop
from tests.report.examples import LI, SUBJECT

ROOT = Path(__file__).resolve().parents[2]
SEAL = Seal(bytes(32))
RIGHT = """
A 14 x 11 mm part-solid nodule in the RUL (series 3, image 116), previously 12 mm; Lung-RADS 4B.
Mild periventricular and subcortical T2/FLAIR hyperintensities, Fazekas 1; no restricted diffusion on DWI/ADC.
The L4-L5 disc shows a broad-based protrusion with a 5mm left paracentral component abutting the traversing L5 root.
Post-contrast T1w fat-saturated images show avid, homogeneous enhancement. HU of 45-60, SUVmax 3.4 g/mL.
Dr Miller was phoned at 14:05 hrs; cf. prior CT of 2025-03-01 (Acc. 20250301-7), e.g. image 12, i.e. unchanged.
Haemorrhage, oedema, calibre, tumour, oesophagus, catheterised; hemorrhage, edema, caliber, tumor, esophagus.
No hydronephrosis, nephrolithiasis or perinephric stranding. The patient's IVC filter is infrarenal.
Bosniak IIF cyst; Baker's cyst; Schmorl's nodes; Klatskin tumour; a Hill-Sachs lesion; Kerley B lines.
Status post cholecystectomy and CABG. ICD in situ with leads in the RA and RV. NG tube tip in the stomach.
Right costophrenic angle blunted; retrocardiac opacity; aortopulmonary window nodes; thickened interlobular septa.
Grade II spondylolisthesis at L5/S1, multilevel facet arthropathy, Modic type 2 endplate change, no cord signal.
PI-RADS 4 lesion, left posterolateral PZpl at midgland, 1.4 cm, without extraprostatic extension; ADC 650 µm²/s.
Non-displaced fracture of the 5th metatarsal base; Salter-Harris II; no dislocation. Well-corticated ossicle.
Uncinate process atrophy. Biliary ducts nondilated, CBD 4 mm. Hepatosteatosis. See https://example.org/x_y.
{exam.date} and [smooth|irregular|spiculated] margin, __ mm; ____-__-__. Subcentimetre lymph nodes (up to 6mm).
Transabdominal and transvaginal scans; endometrium 7mm; a corpus luteum; no free fluid in the pouch of Douglas.
1. Intraparenchymal haematoma. 2. Ventriculoperitoneal shunt. (a) Unchanged; (b) Leukoaraiosis.
FDG-avid, hypermetabolic mesenteric conglomerate; Deauville 5. Photopenic centre. Physiologic uptake elsewhere.
BI-RADS 4: an irregular, spiculated, hypoechoic mass at 10 o'clock, 4 cm from the nipple; heterogeneously dense.
Myometrial fibroids, FIGO 3-4; adenomyosis; ovarian dermoid; hydrosalpinx; Gartner duct cyst.
"""
WRONG = {
    "effusoin": "effusion", "pnuemonia": "pneumonia", "consolidaton": "consolidation", "atlectasis": "atelectasis",
    "haemorage": "haemorrhage", "calcifcation": "calcification", "lession": "lesion", "thickning": "thickening",
    "mediastinm": "mediastinum", "fractuer": "fracture", "subpleral": "subpleural", "rihgt": "right",
    "teh": "the", "recieve": "receive", "emphysma": "emphysema", "metastsis": "metastasis", "nodual": "nodal",
}  # fmt: skip


@pytest.fixture(scope="module")
def speller() -> Speller:
    return load()


def texts() -> Iterator[str]:
    """Everything in English that is bundled and goes into a report."""

    def english(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            for key, value in node.items():
                yield from [value] if key == "en" and isinstance(value, str) else english(value)
        elif isinstance(node, list):
            for value in node:
                yield from english(value)

    def every(node: object) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            for value in node.values():
                yield from every(value)
        elif dataclasses.is_dataclass(node):
            for part in dataclasses.fields(node):
                yield from every(getattr(node, part.name))

    for template in load_templates():
        if template.language == "en":
            yield from (template.title, template.description)
            for section in template.sections:
                yield section.title
                for one in section.fields:
                    yield from (one.label, *one.options)
    for path in sorted((ROOT / "resources").rglob("*.json")):
        yield from english(json.loads(path.read_text("utf-8")))
    yield from every(LANGUAGES[0])
    source = (ROOT / "tests" / "review" / "test_normal_sentences_en.py").read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_nothing_bundled_is_marked(speller: Speller) -> None:
    found = list(texts())
    assert len(found) > 900
    assert {(one.word, text[:60]) for text in found for one in speller.misspelt(text)} == set()


def test_what_reports_are_full_of_is_not_marked(speller: Speller) -> None:
    assert [one.word for one in speller.misspelt(RIGHT)] == []


def test_misspelt_words_are_found_where_they_are_and_what_was_meant_is_offered(speller: Speller) -> None:
    for wrong, meant in WRONG.items():
        seen = f"No {wrong} is seen.", f"{wrong.capitalize()} of the left lung.", f"A non-{wrong} part ({wrong})."
        for text in seen:
            found = speller.misspelt(text)
            assert found and all(text[one.start : one.end].lower() == wrong for one in found), text
        begun = time.perf_counter()
        assert meant in speller.suggestions(wrong)[:3]
        assert time.perf_counter() - begun < 1.0
    text = "No change.\n肺部见effusoin。\nNo effusoin.\u2028No lession."
    found = speller.misspelt(text)
    assert [one.word for one in found] == ["effusoin", "lession"] and found[0].start > text.index("。")
    assert all(text[one.start : one.end] == one.word for one in found)
    assert speller.suggestions("Effusoin")[0] == "Effusion"


@pytest.mark.parametrize(
    "text",
    [
        "XQZV", "pTNMx", "mSvxq12", "Wangxiu of this hospital", "qqzz@example.org", "12 qqm", "abq_xyz",
        "1.2.840.qq", "q", "Dr. Qqzzv",
    ],
)
def test_codes_names_and_units_are_no_words(speller: Speller, text: str) -> None:
    assert speller.misspelt(f"Seen by {text}.", names_in("Wangxiu")) == []
    assert speller.misspelt("xiaodng wangxq.", names_in("Xiaodng^Wangxq")) == []


def test_any_text_is_looked_at_quickly_and_without_a_fault(speller: Speller) -> None:
    hostile = ("x" * 100_000, "a-" * 20_000, "字" * 1000 + "\x00\ud800", "{" * 50_000, "é’" * 500,
               "wrongg " * 5000, "Aa. " * 20_000, "a." * 50_000, "x@" * 50_000, " " * 100_000 + "Xx")  # fmt: skip
    for text in hostile:
        begun = time.perf_counter()
        speller.misspelt(text)
        assert time.perf_counter() - begun < 1.0, text[:10]
    report = " ".join(RIGHT.split()) * 3
    assert len(report) > 5000
    speller.misspelt(report)
    begun = time.perf_counter()
    speller.misspelt(report)
    assert time.perf_counter() - begun < 0.1


def book(folder: Path, loop: MainLoop, user: str = "li") -> WordBook:
    made = WordBook(Database(folder / "r.sqlite"), loop.tasks, SEAL, user, folder / "words.txt")
    assert made.speller is None
    made.make_ready()
    loop.run_until(lambda: made.speller is not None)
    return made


def rows(folder: Path) -> int:
    return len(Database(folder / "r.sqlite").read("SELECT id FROM word"))


def test_own_words_are_kept_sealed_and_the_department_has_its_own(tmp_path: Path) -> None:
    loop = MainLoop()
    (tmp_path / "words.txt").write_text("qqdept  # ours\nzzword\n", "utf-8")
    words = book(tmp_path, loop)
    assert words.speller is not None
    assert [one.word for one in words.speller.misspelt("A qqdept zzword myword.")] == ["myword"]
    words.add("Myword")
    assert words.speller.misspelt("A qqdept zzword myword's.") == [] and words.has("MYWORD")
    loop.run_until(lambda: rows(tmp_path) == 1)
    assert b"myword" not in b"".join(path.read_bytes() for path in tmp_path.glob("r.sqlite*"))
    assert book(tmp_path, loop).own == ("myword",) and book(tmp_path, loop, "zhou").own == ()
    words.remove("myword")
    loop.run_until(lambda: rows(tmp_path) == 0)
    assert book(tmp_path, loop).own == () and words.speller.misspelt("A myword.")


class Desk:
    def __init__(self, qtbot: QtBot, words: WordBook, settings: SettingsModel) -> None:
        report = choose_template("CT", "CHEST", "en").new_report(SUBJECT, LI)
        said = (Statement("Nodul with effusoin.", ("2.25.5",)), Statement("Unchanged."))
        self.draft = DraftModel(report.with_section(Section(FINDINGS, "Findings", said, True)))
        self.panel = ReportPanel(self.draft, FindingsModel(()))
        qtbot.addWidget(self.panel)
        self.spelling = Spelling(self.panel, self.draft, words, settings)
        self.panel.show()
        qtbot.waitExposed(self.panel)
        self.panel.activateWindow()
        found = self.panel.editor(FINDINGS)
        assert found is not None
        self.editor = found

    @property
    def marked(self) -> list[str]:
        wave = QTextCharFormat.UnderlineStyle.WaveUnderline
        every = self.editor.extraSelections()
        return [s.cursor.selectedText() for s in every if s.format.underlineStyle() is wave]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, book(tmp_path, MainLoop()), SettingsModel(tmp_path / "settings.json"))
    yield made
    made.panel.release()


def test_words_are_marked_after_a_pause_and_not_while_they_are_typed(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.marked == ["Nodul", "effusoin"])
    desk.editor.setFocus()
    desk.editor.moveCursor(desk.editor.textCursor().MoveOperation.End)
    qtbot.keyClicks(desk.editor, " Righ")
    assert desk.marked == ["Nodul", "effusoin"]
    desk.spelling.check()
    assert desk.marked == ["Nodul", "effusoin"]  # the word at the cursor may go on
    qtbot.keyClicks(desk.editor, " lung")
    assert "Righ" not in desk.marked  # nothing is looked at on a key
    qtbot.waitUntil(lambda: desk.marked == ["Nodul", "effusoin", "Righ"])
    assert desk.draft.report.section(FINDINGS).statements[0].finding_uids == ("2.25.5",)
    desk.spelling._settings.update(spelling=False)
    assert desk.marked == [] and not desk.spelling.may_check()
    desk.spelling._settings.update(spelling=True)
    assert len(desk.marked) == 3
    desk.draft.set_read_only(True)
    qtbot.waitUntil(lambda: desk.marked == [])


def test_by_key_to_the_next_and_put_right_as_one_step_that_keeps_the_tie(desk: Desk, qtbot: QtBot) -> None:
    desk.editor.moveCursor(desk.editor.textCursor().MoveOperation.Start)
    desk.spelling.next()
    assert desk.editor.textCursor().selectedText() == "Nodul" and desk.spelling.menu is not None
    assert desk.spelling.menu.actions()[0].text() == "&1  Nodule"
    qtbot.keyClick(desk.spelling.menu, Qt.Key.Key_1)
    before = desk.draft.report.section(FINDINGS).statements[0]
    assert before.text == "Nodule with effusoin." and before.finding_uids == ("2.25.5",)
    desk.spelling.next()
    assert desk.editor.textCursor().selectedText() == "effusoin"
    add = next(action for action in desk.spelling.menu.actions() if "my words" in action.text())
    add.trigger()
    assert desk.spelling._words.own == ("effusoin",) and desk.marked == []
    told: list[str] = []
    desk.spelling.told.connect(lambda text, _: told.append(text))
    desk.spelling.next()
    assert len(told) == 1
    desk.panel.undo()
    assert desk.draft.report.section(FINDINGS).statements[0].text == "Nodul with effusoin."
    menu = QMenu()
    desk.editor.menu_opening.emit(menu, 14)  # in the own word
    assert "Remove" in menu.actions()[0].text()
    menu.actions()[0].trigger()
    assert desk.spelling._words.own == () and "effusoin" in desk.marked
    other = QMenu()
    desk.editor.menu_opening.emit(other, 14)
    next(action for action in other.actions() if "Ignore" in action.text()).trigger()
    assert "effusoin" not in desk.marked
    assert QApplication.activePopupWidget() in (None, desk.spelling.menu)


def test_a_report_without_english_words_needs_no_list(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    loop = MainLoop()
    words = WordBook(Database(tmp_path / "other.sqlite"), loop.tasks, SEAL, "li", tmp_path / "words.txt")
    later = Spelling(desk.panel, desk.draft, words, desk.spelling._settings)
    desk.editor.replace((Statement("右肺CT见5mm结节。"), Statement("CT HRCT")))
    later.check()
    later.next()
    assert words._asked is False
    told: list[str] = []
    later.told.connect(lambda text, _: told.append(text))
    desk.editor.replace((Statement("右肺CT见结节。"), Statement("No effusoin.")))
    later.next()
    assert words._asked and "loaded" in told[0]
    loop.run_until(lambda: words.speller is not None)
    later.next()
    assert desk.editor.textCursor().selectedText() == "effusoin"
