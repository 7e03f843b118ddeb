"""Names and texts that break what reads them: none of it leaves, and nothing else is lost. Invented people."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from fhir.resources.R4B.bundle import Bundle
from PySide6.QtWidgets import QApplication

from reader.core.file_names import file_name
from reader.delivery.outputs.content import ReportPage, page_of
from reader.delivery.outputs.fhir import bundle_of, fhir_of
from reader.delivery.outputs.hl7 import hl7_of
from reader.delivery.outputs.html import html_of, narrative
from reader.delivery.outputs.qr import modules, svg
from reader.delivery.outputs.text import text_of
from reader.delivery.ui.report_pages import pdf_of
from reader.dicom.values import Code, Person, PersonName
from reader.report.model import FINDINGS, Section, Statement
from reader.review.history import History
from tests.delivery.handmade import EN, RIGHT_UPPER, Signing, nodule, report

BAD = "\ufffe\uffff\ufdd0\U0001fffe\ud800\u202e\u202c\u2066\x00\x07\x1b\x7f"
NEW = "\U000323b0"
"""Reserved for an ideograph that most programs do not know yet: somebody's name."""

_FORBIDDEN = re.compile(
    "[\ufffe\uffff\ufdd0\U0001fffe\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffd"
    "\x00-\x08\x0b-\x1f\x7f-\x9f]"
)


@pytest.fixture(scope="module")
def nasty() -> ReportPage:
    signing = Signing()
    said = report("en", *EN, links=("2.25.8001",))
    version = signing.version(signing.sr(said))
    name = PersonName(f"Wang{BAD}^Xiao\u200fdong", f"王{BAD}^{NEW}")
    patient = replace(version.report.subject.patient, patient_id=f"00{BAD}314", issuer=f"Xi{BAD}hu", name=name)
    subject = replace(
        version.report.subject, patient=patient, accession=f"A{BAD}7", study_description=f"CT{BAD} chest",
        modality="CT", site=f"Lake{BAD}",
    )  # fmt: skip
    author = Person(PersonName(f"Li{BAD}^Na"), f"Cen{BAD}tre", Code(f"D-{BAD}1", "99READER", f"Li{BAD}"), "li")
    lines = (Statement(f"Nodule{BAD} of 5 mm.", ("2.25.8001",), (f"Finder{BAD} 1",)),)
    section = Section(replace(FINDINGS, meaning=f"Findings{BAD}"), f"Find{BAD}ings", lines)
    made = replace(version.report, subject=subject, author=author, sections=(section,))
    verifier = replace(author, name=PersonName(f"Zhou{BAD}^Wei"))
    found = replace(nodule(1), site=replace(RIGHT_UPPER, meaning=f"Upper{BAD} lobe"))
    return page_of(History((replace(version, report=made, verifier=verifier),)), [found])


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


def test_no_character_leaves_that_a_reader_chokes_on_or_is_misled_by(qapp: QApplication, nasty: ReportPage) -> None:
    html, message = html_of(nasty), hl7_of(nasty).decode("utf-8")
    outputs = [html, message, text_of(nasty), *texts(bundle_of(nasty, "", b""))]
    for said in outputs:
        assert not (found := _FORBIDDEN.search(said.replace("\r", ""))), (ascii(found), ascii(said[:80]))
    div = ET.fromstring(narrative(nasty))
    assert "Nodule of 5 mm." in "".join(div.itertext())
    Bundle.model_validate_json(data := fhir_of(nasty, html, pdf_of(nasty)))
    [patient] = [e["resource"] for e in json.loads(data)["entry"] if e["resource"]["resourceType"] == "Patient"]
    assert patient["identifier"][0]["value"] == "00314" and patient["name"][1]["text"] == "Wang Xiaodong"
    assert patient["name"][0]["text"] == f"王{NEW}", "what is not assigned yet is not taken from a name"
    title = re.search("<title>(.*)</title>", html)
    assert title is not None and title[1].endswith(f"· 王{NEW} Wang Xiaodong")
    [pid] = [line for line in message.split("\r") if line.startswith("PID")]
    assert pid.split("|")[5] == f"王^{NEW}^^^^^L^I~Wang^Xiaodong^^^^^L^A" and pid.split("|")[3].startswith("00314^")


@pytest.mark.parametrize("length", [16, 300, 3_000, 100_000])
def test_a_code_holds_what_can_be_read_where_it_is_printed(
    qapp: QApplication, nasty: ReportPage, length: int
) -> None:
    page = replace(nasty, subject=replace(nasty.subject, ordered="7" * length))
    assert 0 < len(modules(page)) <= 69
    assert (modules(page) == modules(replace(page, subject=replace(page.subject, ordered="", accession="")))) is (
        length > 16
    )
    if length < 100_000:
        assert pdf_of(page).startswith(b"%PDF") and fhir_of(page, html_of(page), b"") and svg(page)
    nothing = replace(page, reference=replace(page.reference, sop_instance_uid="1" * 5_000))
    assert modules(nothing) == () and svg(nothing) == ""


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("王小东 Wang Xiaodong", "CT chest"), "王小东 Wang Xiaodong CT chest"), (("a/b", "c:d?"), "a_b c_d_"),
        (("Li\nNa", "", "CT\x07\u2028x"), "Li Na CT x"), (("Li\u202egnp.exe\u202c\u200f",), "Lignp.exe"),
        (("CON",), "_CON"), (("nul.txt",), "_nul.txt"), (("COM1 ",), "_COM1"), (("lpt³.a",), "_lpt³.a"),
        (("Conrad",), "Conrad"), (("..hidden. .",), "hidden"), ((), "file"), (("\ud800\ufffe..",), "file"),
    ],
)  # fmt: skip
def test_a_file_name_that_every_system_takes(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts) == name


def test_a_long_file_name_is_cut_between_characters() -> None:
    for long in ("长" * 300, "a" * 300, "😀" * 100, "é" * 300):
        made = file_name(long)
        assert 190 < len(made.encode()) <= 200 and long.startswith(made)
