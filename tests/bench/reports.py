"""Fifty generated reports in both languages, signed, and the twelve made by hand, before programs of others.

dciodvfy, dsrdump, PixelMed and dcmsign judge the object, hl7apy, fhir.resources, qpdf and pdftotext what is made of
it. Each text has to come back to the character.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pydicom
from fhir.resources.R4B.bundle import Bundle
from hl7apy.consts import VALIDATION_LEVEL
from hl7apy.parser import parse_message
from PySide6.QtWidgets import QApplication

from reader.delivery.outputs.content import ReportPage, page_of
from reader.delivery.outputs.fhir import fhir_of
from reader.delivery.outputs.hl7 import hl7_of
from reader.delivery.outputs.html import html_of
from reader.delivery.ui.report_pages import pdf_of
from reader.findings.model import Finding, Measurement
from reader.report.model import FINDINGS, IMPRESSION, Report, Section, Statement
from reader.report.sentences import statement
from reader.report.template import load_templates
from reader.review.history import History
from reader.study.numbering import ImageNumber
from reader.terms.measures import LONG_AXIS
from reader.terms.units import MILLIMETRE
from tests.delivery.handmade import ADAMS, LI, Signing, handmade, image_number, nodule
from tests.delivery.handmade import report as of_patient
from tests.delivery.test_interfaces import shortened
from tests.delivery.test_outputs import text_in
from tests.flow.validators import dciodvfy_errors, dcmsign_verifies, dsrdump, pixelmed_errors
from tests.review.conftest import pem

COUNT = 50
_OWN = {
    "en": (
        "No change since 2025.", "Density <40 HU, > 20 HU.", "ADC 0.8 × 10⁻³ mm²/s; T2 “bright”.", "½ of it & more",
    ),
    "zh": (
        "较前（2025-11-08）未见明显变化。", "CT值约 −612 HU，>20 HU。", "直径≥5 mm，Δ 3 µm；“磨玻璃”。",
        "余同前 & 无特殊",
    ),
}  # fmt: skip


class Recording(Signing):
    """Keeps every report that it signs. No Patient ID in DICOM has the backslash that one for HL7 has."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[bytes] = []

    def sr(self, said: Report, *args: Any, **options: Any) -> bytes:
        patient = said.subject.patient
        patient = replace(patient, patient_id=patient.patient_id.replace("\\", "/"))
        said = replace(said, subject=replace(said.subject, patient=patient))
        data = super().sr(said, *args, **options)
        self.made.append(data)
        return data


def generated(seed: int) -> tuple[Report, list[Finding]]:
    """A template's sentences, one's own among them, and sentences of findings."""
    chance = random.Random(seed)
    language = ("en", "zh")[seed % 2]
    template = chance.choice([t for t in load_templates() if t.language.startswith(language)])
    found = [
        replace(nodule(n), measurements=(Measurement(LONG_AXIS, chance.uniform(2, 90), MILLIMETRE),))
        for n in range(1, chance.randint(1, 9))
    ]
    base = of_patient(language, "", "")
    sections: list[Section] = []
    for section in template.new_report(base.subject, base.author).sections:
        lines = [line for part in template.sections if part.heading == section.heading for line in part.normal()]
        said = [Statement(line) for line in lines if line and chance.random() < 0.7]
        if section.heading == FINDINGS:
            said += [statement(one, language, ImageNumber(n)) for n, one in enumerate(found, 1)]
        said += [Statement(line) for line in _OWN[language] if chance.random() < 0.4]
        if section.heading == IMPRESSION and not said:
            said = [Statement(_OWN[language][0])]
        chance.shuffle(said)
        sections.append(replace(section, statements=tuple(said)))
    return replace(base, sections=tuple(sections), author=LI if language == "zh" else ADAMS), found


def texts(dataset: pydicom.Dataset) -> Iterator[str]:
    """Every TEXT item's value, as pydicom reads it."""
    for item in dataset.get("ContentSequence", ()):
        if item.get("ValueType") == "TEXT":
            yield str(item.TextValue)
        yield from texts(item)


def faults(data: bytes, said: Sequence[str], folder: Path, authority: Path) -> list[str]:
    """What the validators of DICOM have to say against a signed report."""
    folder.mkdir()
    file = folder / "report.dcm"
    file.write_bytes(data)
    found = [*dciodvfy_errors(file), *pixelmed_errors(file)]
    dsrdump(file)
    if not dcmsign_verifies(file, authority):
        found.append("dcmsign does not verify it")
    there = list(texts(pydicom.dcmread(file)))
    return [*found, *(f"lost: {text}" for text in said if text not in there)]


def page_faults(page: ReportPage, file: Path) -> list[str]:
    """The same of what is made from it."""
    pdf = pdf_of(page, [])
    file.write_bytes(pdf)
    found = []
    if subprocess.run(["qpdf", "--check", file], capture_output=True, timeout=60).returncode:
        found.append("qpdf")
    told = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, timeout=60).stdout.decode()
    found += [f"PDF lost: {line.text}" for p in page.parts for line in p.lines if not text_in(line.text, told)]
    Bundle.model_validate_json(fhir_of(page, html_of(page), pdf))
    message = "\r".join(map(shortened, hl7_of(page, pdf).decode("utf-8").split("\r")))
    if not parse_message(message, validation_level=VALIDATION_LEVEL.STRICT, find_groups=True).validate():
        found.append("hl7apy")
    return found


def main() -> dict[str, float | str]:
    app = QApplication.instance() or QApplication(["reader"])
    assert app is not None
    signing = Recording()
    failed: list[str] = []

    def tell(name: str, found: list[str]) -> None:
        if found:
            failed.append(name)
            print(name, *found, sep="\n  ")

    with TemporaryDirectory(prefix="reader-reports-") as root:
        folder, authority = Path(root), Path(root) / "ca.pem"
        authority.write_bytes(pem(signing.authority.certificate))
        work: list[Callable[[], tuple[str, list[str]]]] = []

        def judge(name: str, data: bytes, said: list[str]) -> None:
            work.append(lambda: (name, faults(data, said, folder / name, authority)))

        for seed in range(COUNT):
            report, found = generated(seed)
            data = signing.sr(report)
            judge(f"generated {seed}", data, [s.text for part in report.sections for s in part.statements])
            page = page_of(History((signing.version(data),)), found, lambda image: image_number(image))
            tell(f"page {seed}", page_faults(page, folder / "page.pdf"))
        signing.made.clear()
        handmade(signing)
        for number, data in enumerate(signing.made):
            judge(f"handmade {number}", data, [])
        with ThreadPoolExecutor(2) as pool:
            for name, problems in pool.map(lambda act: act(), work):
                tell(name, problems)
    return {"bench": "reports", "reports": len(work), "failed": len(failed)}
