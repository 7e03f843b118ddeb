"""What a signed report becomes for other programs, read back by programs that nobody here wrote."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.diagnosticreport import DiagnosticReport
from PIL import Image
from PySide6.QtWidgets import QApplication

from reader.core.errors import ReaderError
from reader.delivery.outputs.content import Picture, ReportPage, Standing, page_of
from reader.delivery.outputs.fhir import fhir_of
from reader.delivery.outputs.hl7 import hl7_of
from reader.delivery.outputs.html import html_of
from reader.delivery.outputs.text import text_of
from reader.delivery.ui.report_pages import pdf_of
from reader.dicom.signatures.certificates import SigningKey
from reader.findings.model import ImageReference, Measurement, Observer, Source, Status
from reader.findings.own_key_images import marked
from reader.findings.quality import REASONS
from reader.review.checks import check
from reader.review.history import History
from reader.review.model import ReportState
from reader.review.service import pass_on, sign, submit
from reader.terms.measures import LENGTH
from reader.terms.units import MILLIMETRE
from tests.delivery.handmade import EN, Signing, handmade, nodule, report
from tests.review.conftest import LI, ZHOU, make_report, make_study
from tests.review.test_service import TANG


@pytest.fixture(scope="session")
def signing() -> Signing:
    return Signing()


@pytest.fixture(scope="session")
def pages(signing: Signing) -> dict[str, ReportPage]:
    return handmade(signing)


def picture(page: ReportPage) -> list[Picture]:
    made = io.BytesIO()
    Image.fromarray((np.indices((300, 400)).sum(0) % 256).astype(np.uint8)).save(made, "PNG")
    return [Picture(one, made.getvalue()) for one in page.key_images[:3]]


def bare(text: str) -> str:
    """Without white space, and with one form of each letter: PDF has no order of lines and no spaces."""
    plain = unicodedata.normalize("NFC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in ("Cf", "Mn"))


def said_by(page: ReportPage) -> list[str]:
    lines = [line.text for part in page.parts for line in part.lines]
    rows = [text for row in page.findings for text in (row.what, row.where, row.size, row.image)]
    people = [text for one in page.signatories for text in one if text]
    titles = [part.title for part in page.parts]
    return [page.institution, page.words.title, *titles, *lines, *rows, *people, *(v for _, v in page.facts)]


class Texts(HTMLParser):
    """The text of a page and its tags, as a browser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.tags, self._style = "", set[str](), False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._style else data


def test_the_pdf_says_the_same_words_whole_and_with_its_fonts(
    qapp: QApplication, pages: dict[str, ReportPage], tmp_path: Path
) -> None:
    for name, page in pages.items():
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(pdf_of(page, picture(page)))
        checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, timeout=60)
        assert checked.returncode == 0 and not checked.stderr, (name, checked.stdout + checked.stderr)
        listed = subprocess.run(["pdffonts", file], capture_output=True, text=True, timeout=60).stdout
        fonts = listed.splitlines()[2:]
        assert fonts and all(re.search(r" yes +\w+ +yes +\d+ +\d+$", line) for line in fonts), (name, fonts)
        assert b"pdfaid:part" in file.read_bytes(), "it says that it is PDF/A"
        told = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, timeout=60).stdout.decode()
        found = bare(told)
        count = told.count("\f")
        for number in range(1, count + 1):
            assert bare(page.words.page.format(number=number, count=count)) in found, (name, number)
        hard = "العربية", "עברית", "😀"
        for text in said_by(page):
            if not any(script in text for script in hard):
                assert text_in(text, told), (name, text)
        assert (count > 1) == (name in ("zh two pages", "en two pages", "zh many findings")), (name, count)


def text_in(text: str, told: str) -> bool:
    """Line by line: a page break with its head and foot may lie between two lines of a long text."""
    found, wanted = bare(told), bare(text)
    if wanted in found:
        return True
    lines = [bare(line) for line in told.splitlines()]
    rest = wanted
    for line in lines:
        if line and rest.startswith(line):
            rest = rest[len(line) :]
    return not rest


def test_text_and_web_page_say_the_same_and_no_text_becomes_markup(pages: dict[str, ReportPage]) -> None:
    for name, page in pages.items():
        text, html = text_of(page), html_of(page, picture(page))
        seen = Texts(html)
        for said in said_by(page):
            assert bare(said) in bare(text) or said in (row.image for row in page.findings), (name, said)
            assert bare(said) in bare(seen.text), (name, said)
        assert not seen.tags & {"script", "link", "iframe", "object", "form", "a"}, name
        assert "http" not in html.replace("http-equiv", ""), "nothing is fetched"
        assert not [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"], name
        assert not any(c in text for c in "\u202e\u202c"), "nothing is shown in another order"


def test_standing_times_and_who_answers_for_it(pages: dict[str, ReportPage]) -> None:
    zh = pages["zh amended"]
    assert zh.standing is Standing.AMENDED and zh.before is not None and zh.before.reason == "左右侧写反。"
    assert zh.notice == "更正报告，替代周伟 Zhou Wei于2026-01-01 09:32签发的报告。"
    li, zhou, adams = "李娜 Li Na", "周伟 Zhou Wei", "Adams Jo"
    assert zh.signatories == (
        ("原报告 书写医师", li, "2026-01-01 09:22"), ("原报告 审核医师", zhou, "2026-01-01 09:32"),
        ("更正报告 书写医师", li, "2026-01-01 10:42"), ("更正报告 审核医师", zhou, "2026-01-01 11:17"),
    )  # fmt: skip
    two = [" ".join(one) for one in pages["zh two addenda"].signatories]
    assert two == [
        f"原报告 书写医师 {li} 2026-01-01 09:22", f"原报告 审核医师 {zhou} 2026-01-01 09:32",
        f"补充报告 书写医师 {adams} 2026-01-01 10:42", f"补充报告 审核医师 {adams} 2026-01-01 11:17",
        f"补充报告 2 书写医师 {zhou} 2026-01-01 11:42", f"补充报告 2 审核医师 {adams} 2026-01-01 12:17",
    ], "who wrote and who signed each part of it"  # fmt: skip
    labels = [label for label, _, _ in pages["en addendum"].signatories]
    assert labels[:2] == ["Original report, reported by", "Original report, verified by"]
    assert labels[2:] == ["Addendum, reported by", "Addendum, verified by"]
    assert [label for label, _, _ in pages["en plain"].signatories] == ["Reported by", "Verified by"]
    assert pages["en addendum"].standing is Standing.ADDENDUM
    assert "Adams Jo signed on 2026-01-01 09:32" in pages["en addendum"].notice
    preliminary = pages["en two pages"]
    assert preliminary.standing is Standing.PRELIMINARY and preliminary.notice in text_of(preliminary)
    assert pages["zh plain"].standing is Standing.FINAL and pages["zh plain"].notice == ""


def test_whoever_reviewed_it_for_a_chief_is_named(signing: Signing) -> None:
    li, zhou, tang = (
        SigningKey(key, signing.authority.issue(key, person))
        for person in (LI, ZHOU, TANG) for key in (rsa.generate_private_key(65537, 2048),)
    )  # fmt: skip
    study, said = make_study(), make_report("两肺清晰。", "未见异常。")
    times = [datetime(2026, 1, 1, hour, 0, tzinfo=UTC) for hour in (9, 10, 11)]
    first = signing.version(submit(said, (), study, LI, li, when=times[0]).report)
    passed = signing.version(pass_on(said, (), study, ZHOU, zhou, first, when=times[1]).report)
    final = signing.version(sign(said, (), study, TANG, tang, passed, when=times[2]).report)
    page = page_of(History((first, passed, final)))
    assert [(label, name, when[11:]) for label, name, when in page.signatories] == [
        ("书写医师", "李娜 Li Na", "09:00"), ("审核医师", "周伟 Zhou Wei", "10:00"),
        ("签发医师", "唐博 Tang Bo", "11:00"),
    ]  # fmt: skip
    bundle = Bundle.model_validate_json(fhir_of(page, html_of(page), b"%PDF"))
    [done] = [e.resource for e in bundle.entry or [] if isinstance(e.resource, DiagnosticReport)]
    assert len(done.resultsInterpreter or []) == 3
    [request] = [line for line in hl7_of(page).decode().split("\r") if line.startswith("OBR")]
    answering, assisting = request.split("|")[32:34]
    assert "Tang" in answering and ["Li" in one or "Zhou" in one for one in assisting.split("~")] == [True, True]
    waiting = page_of(History((first, passed)), preliminary=True)
    assert [label for label, _, _ in waiting.signatories] == ["书写医师", "审核医师", "签发医师"]


def test_nothing_unsigned_changed_or_of_a_stranger_is_handed_out(signing: Signing) -> None:
    said = report("en", *EN)
    data = signing.sr(said)
    assert page_of(History((signing.version(data),)))
    with pytest.raises(ReaderError, match="is not signed"):
        page_of(History((signing.version(signing.sr(said, signed=False)),)))
    with pytest.raises(ReaderError, match="is not signed"):
        page_of(History())
    changed = data.replace(b"No enlarged lymph nodes", b"No enlarged lymph nodet")
    assert changed != data
    with pytest.raises(ReaderError, match="Signature broken"):
        page_of(History((signing.version(changed),)))
    with pytest.raises(ReaderError, match="can't be handed out"):
        page_of(History((Signing().version(data),)))


def test_a_changed_bit_of_what_is_signed_stops_every_output(signing: Signing) -> None:
    data = signing.sr(report("en", *EN))
    start = data.index(b"Nodule in the right")
    for place in range(start, start + 19):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(ReaderError):
            page_of(History((signing.version(changed),)))


def test_rejected_and_proposed_findings_stay_inside(signing: Signing) -> None:
    some = [replace(nodule(n), status=status) for n, status in enumerate(Status, 1)]
    page = signing.page(report("en", *EN, links=tuple(f.tracking_uid for f in some)), *some)
    assert [row.tracking_uid for row in page.findings] == ["2.25.8002", "2.25.8003"]
    assert {one.image.sop_instance_uid for one in page.key_images} == {"2.25.9002", "2.25.9003"}


def test_a_poor_image_is_not_printed_and_what_another_program_calls_so_is(signing: Signing) -> None:
    """Also where a sentence points at it. A measurement that is named by such a code stays a measurement."""
    chosen = [ImageReference("1.2.840.10008.5.1.4.1.1.2", f"2.25.900{n}", (), "2.25.90") for n in (1, 2)]
    me = Source(Observer.PERSON, "Li Na")
    key, poor = marked(chosen[0], me, "Nodule"), marked(chosen[1], me, "Nodule", REASONS[1])
    measured = replace(nodule(3, me), finding=REASONS[5])
    some = (key, poor, measured)
    page = signing.page(report("en", *EN, links=tuple(f.tracking_uid for f in some)), *some)
    assert [one.image for one in page.key_images if one.image in chosen] == [chosen[0]]
    assert [row.tracking_uid for row in page.findings] == [measured.tracking_uid]


def test_what_only_the_table_says_is_not_called_unmentioned(signing: Signing) -> None:
    """Who draws a length, and neither names it nor writes of it, is told before signing that it goes out."""
    mine = Source(Observer.PERSON, "Li Na")
    one = Measurement(LENGTH, 58.0, MILLIMETRE)
    length = replace(nodule(1, mine), finding=LENGTH, site=None, measurements=(one,))
    bare, named = replace(nodule(2), measurements=()), nodule(3)
    found, said = (length, bare, named), report("en", *EN, links=(named.tracking_uid,))
    page = signing.page(said, *found)
    told = {one.kind: one.text for one in check(said, make_study(), None, found)}
    assert [row.tracking_uid for row in page.findings] == [length.tracking_uid, named.tracking_uid]
    assert told["listed"] == "Not in the text, but printed in the table of measurements: Length 58 mm"
    assert told["silent"].startswith("Not mentioned in the report: Nodule")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_before_its_review_a_report_leaves_only_where_it_may_and_says_so(signing: Signing, language: str) -> None:
    """As preliminary, by its author alone; never what was returned, changed, or has a signed version."""
    said = report(language, "A nodule.", "Nodule.")
    data = signing.sr(said, signed=False)
    submitted = History((signing.version(data),))
    with pytest.raises(ReaderError):
        page_of(submitted)
    page = page_of(submitted, preliminary=True)
    assert page.standing is Standing.PRELIMINARY and page.verifier is None
    unverified = {"zh": "尚未审核", "en": "not verified yet"}[language]
    for text in (text_of(page), html_of(page)):
        assert page.words.preliminary in text and unverified in text and "Nodule." in text
    rows = [line.split("|") for line in hl7_of(page).decode("utf-8").split("\r")]
    assert {row[25] for row in rows if row[0] == "OBR"} == {row[11] for row in rows if row[0] == "OBX"} == {"P"}
    bundle = Bundle.model_validate_json(fhir_of(page, html_of(page), b"%PDF"))
    made = [entry.resource for entry in bundle.entry if isinstance(entry.resource, DiagnosticReport)]
    assert [one.status for one in made] == ["preliminary"] and len(made[0].resultsInterpreter) == 1
    for other in (
        History(), History((replace(submitted.versions[0], state=ReportState.RETURNED),)),
        History((signing.version(data[:-30] + b"X" + data[-29:]),)), History((signing.version(signing.sr(said)),)),
    ):  # fmt: skip
        with pytest.raises(ReaderError):
            page_of(other, preliminary=True)
