"""A report of 5,000 characters with 200 linked findings: ms from a key to its letter on the screen, for the checks,
for the panel to open, and from the signature to every output.

Typing is measured beside a bare `QTextEdit` of the same text, and in the report form of a case that is saved as one
types. `…_longest` is the longest of all turns, the saves among them.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric import rsa
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from reader.core.qt.main_thread import MainThread
from reader.core.qt.theme import apply_theme
from reader.core.sealing import Seal
from reader.core.storage import Database
from reader.core.tasks import Tasks
from reader.delivery.outputs.content import page_of
from reader.delivery.outputs.fhir import fhir_of
from reader.delivery.outputs.hl7 import hl7_of
from reader.delivery.outputs.html import html_of
from reader.delivery.outputs.text import text_of
from reader.delivery.ui.report_pages import pdf_of
from reader.dicom.signatures.certificates import SigningKey
from reader.findings.model import Finding, FindingsModel, Measurement
from reader.report.journal import DraftJournal
from reader.report.model import FINDINGS, IMPRESSION, DraftModel, Report, Statement
from reader.report.sentences import statement
from reader.report.template import choose_template
from reader.report.ui.panel import ReportPanel
from reader.review import service as review
from reader.review.checks import check
from reader.review.history import History
from reader.study.numbering import ImageNumber
from reader.terms.measures import LONG_AXIS
from reader.terms.units import MILLIMETRE
from tests.bench.timing import p95
from tests.report.examples import nodule
from tests.review.conftest import LI, SUBJECT, ZHOU, make_authority, make_study

FOUND, LETTERS = 200, 5000


def findings() -> tuple[Finding, ...]:
    sizes = (Measurement(LONG_AXIS, 4 + 0.1 * number, MILLIMETRE) for number in range(FOUND))
    return tuple(
        replace(nodule(f"2.25.5{number:03}"), measurements=(size,)) for number, size in enumerate(sizes)
    )


def written(found: tuple[Finding, ...], language: str) -> Report:
    """As its template begins it, a sentence a finding, and as much of one's own as there is room for."""
    empty = choose_template("CT", "CHEST", language).new_report(SUBJECT, LI)
    said = [statement(one, language, ImageNumber(116)) for one in found]
    own = "No other finding of note in this lobe." if language == "en" else "余肺野未见其他明显异常。"
    while sum(len(line.text) for line in said) < LETTERS:
        said.append(Statement(own))
    filled = empty.with_section(replace(empty.section(FINDINGS), statements=tuple(said)))
    concluded = (Statement("Nodules." if language == "en" else "结节。"),)
    return filled.with_section(replace(empty.section(IMPRESSION), statements=concluded))


def typed(target: QWidget, letters: str) -> Callable[[int], None]:
    """A key, and all that it leads to until the letter is painted."""

    def press(turn: int) -> None:
        letter = letters[turn % len(letters)]
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        QApplication.processEvents()

    return press


def timed(act: Callable[[], object], times: int = 5) -> float:
    """ms, the median."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - begun))
    return median(taken)


def main() -> dict[str, float]:
    app = QApplication.instance() or QApplication(["reader"])
    assert isinstance(app, QApplication)
    apply_theme(app, "dark")
    result: dict[str, float] = {}
    for language in ("en", "zh"):
        found = findings()
        result |= {f"{name}_{language}": value for name, value in typing(found, written(found, language)).items()}
        result |= {f"{name}_{language}": value for name, value in ended(found, language).items()}
    return {name: round(value, 1) for name, value in result.items()}


def typing(found: tuple[Finding, ...], report: Report) -> dict[str, float]:
    result: dict[str, float] = {}
    bare = QTextEdit()
    bare.setPlainText("\n".join(line.text for line in report.section(FINDINGS).statements))
    bare.resize(480, 900)
    bare.show()
    bare.moveCursor(QTextCursor.MoveOperation.End)
    QApplication.processEvents()
    result["bare_p95"] = p95(typed(bare, "nodule "))
    bare.close()

    def gone(error: BaseException) -> None:
        raise error

    thread = MainThread(gone)
    tasks = Tasks(thread.deliver, gone)
    draft, model = DraftModel(report), FindingsModel(found)
    with tempfile.TemporaryDirectory(prefix="reader-report-") as folder:
        journal = DraftJournal(Database(Path(folder) / "drafts.sqlite"), tasks, Seal(bytes(32)))
        journal.open("2.25.1", draft, model)

        def opened() -> ReportPanel:
            panel = ReportPanel(draft, model, image_number=lambda image: ImageNumber(116))
            panel.resize(480, 900)
            panel.show()
            QApplication.processEvents()
            return panel

        panels: list[ReportPanel] = []
        result["open_ms"] = timed(lambda: panels.append(opened()))
        for old in panels[:-1]:
            old.release()
            old.close()
        panel = panels[-1]
        for name, heading in (("impression", IMPRESSION), ("findings", FINDINGS)):
            editor = panel.editor(heading)
            assert editor is not None
            editor.setFocus()
            editor.moveCursor(QTextCursor.MoveOperation.End)
            taken: list[float] = []
            press = typed(editor, "nodule ")

            def turn(number: int, press: Callable[[int], None] = press, taken: list[float] = taken) -> None:
                begun = time.perf_counter()
                press(number)
                taken.append(1000 * (time.perf_counter() - begun))

            before = draft.report
            result[f"{name}_p95"] = p95(turn)
            result[f"{name}_longest"] = max(taken[5:])
            assert draft.report != before
        until = time.monotonic() + 3
        while draft.dirty and time.monotonic() < until:
            QApplication.processEvents()
        assert not draft.dirty and not draft.save_problem
        panel.release()
        panel.close()
        journal.close()
    return result


def ended(every: tuple[Finding, ...], language: str) -> dict[str, float]:
    """From the checks to everything that leaves: of all findings, and of ten."""
    result: dict[str, float] = {}
    for name, found in (("", every), ("_of_ten", every[:10])):
        result |= {f"{what}{name}": value for what, value in left(found, written(found, language)).items()}
    return result


def left(found: tuple[Finding, ...], report: Report) -> dict[str, float]:
    study = make_study()
    authority, private = make_authority("Bench CA"), rsa.generate_private_key(65537, 3072)
    keys = {person.username: SigningKey(private, authority.issue(private, person)) for person in (LI, ZHOU)}
    result = {"checks_ms": timed(lambda: check(report, study, None, found))}
    drafted = review.submit(report, found, study, LI, keys["li"], None)
    version = review.read_version(drafted.report, authority.trust)

    def signed() -> bytes:
        return review.sign(version.report, found, study, ZHOU, keys["zhou"], version).report

    def outputs() -> None:
        final = review.read_version(signed(), authority.trust)
        page = page_of(History((final,)), found, lambda image: ImageNumber(116))
        pdf = pdf_of(page, [])
        html = html_of(page, [])
        fhir_of(page, html, pdf)
        hl7_of(page, pdf)
        text_of(page)

    result["sign_ms"] = timed(signed, 3)
    result["sign_to_outputs_ms"] = timed(outputs, 3)
    return result
