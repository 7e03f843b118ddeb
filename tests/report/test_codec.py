"""The report as DICOM SR, judged by dciodvfy, dsrdump and Pixelmed, and read back."""

from __future__ import annotations

import contextlib
import random
import shutil
import subprocess
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pydicom
import pytest
from pydicom.data import get_testdata_file

from reader.core.errors import ReaderError
from reader.report.codec import decode_report, encode_report
from reader.report.model import FINDINGS, IMPRESSION, Report, ReportDocument, Section, Statement
from tests.pixelmed import JAR, command
from tests.report.examples import CHINESE, ENGLISH, LI, document, nodule, report, verified

VARIANTS: dict[str, Callable[[], ReportDocument]] = {
    "zh-partial": lambda: document(),
    "zh-complete": lambda: replace(document(), complete=True),
    "zh-verified": lambda: verified(document()),
    "en-partial": lambda: document(report(ENGLISH, "en", None)),
    "en-complete": lambda: replace(document(report(ENGLISH, "en", False)), complete=True),
    "en-verified": lambda: verified(document(report(ENGLISH, "en", False))),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sr")
    for name, make in VARIANTS.items():
        (folder / f"{name}.dcm").write_bytes(encode_report(make(), [nodule()]))
    return {name: folder / f"{name}.dcm" for name in VARIANTS}


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


# What dciodvfy says of a good report, line by line; anything else fails the test.
_TOLERATED = (
    "(0x0071,0x10",  # our private block: dciodvfy has no dictionary for it
    "Study ID",  # type 2, empty: the order system's, not ours
    "<99READER>",  # the hub's own scheme for its users
)


@pytest.mark.parametrize("name", VARIANTS)
def test_dciodvfy_finds_nothing(files: dict[str, Path], name: str) -> None:
    done = subprocess.run([tool("dciodvfy"), str(files[name])], capture_output=True, text=True, check=False)
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    assert "ComprehensiveSR" in lines
    assert [x for x in lines if x != "ComprehensiveSR" and not any(t in x for t in _TOLERATED)] == []


def test_pixelmed_finds_no_error(files: dict[str, Path]) -> None:
    if not JAR.exists() or shutil.which("java") is None:
        pytest.skip("Pixelmed's DicomSRValidator is not installed")

    def validate(name: str) -> str:
        done = subprocess.run([*command(), str(files[name])], capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    with ThreadPoolExecutor(2) as pool:
        for said in pool.map(validate, ("zh-verified", "en-partial")):
            assert "TID_2000" in said and "IOD validation complete" in said
            assert "Error" not in said, said


def test_dsrdump_reads_what_was_written(files: dict[str, Path]) -> None:
    """dcmtk's own words for text, links, origin, flags, persons and predecessor."""
    for name, make in VARIANTS.items():
        done = subprocess.run(
            [tool("dsrdump"), "+Pl", "+Pc", "+U8", str(files[name])], capture_output=True, text=True, check=True
        )
        said = make()
        for section in said.report.sections:
            assert f'"{section.title}")=SEPARATE' in done.stdout
            for statement in section.statements:
                assert f'="{statement.text}"' in done.stdout
        assert '(112040,DCM,"Tracking Unique Identifier")="2.25.5"' in done.stdout
        assert '(111001,DCM,"Algorithm Name")="NoduleFinder 1.2"' in done.stdout
        assert "<inferred from IMAGE" in done.stdout
        assert f"Completion Flag     : {'COMPLETE' if said.complete else 'PARTIAL'}" in done.stdout
        assert f"Preliminary Flag    : {'FINAL' if said.final else 'PRELIMINARY'}" in done.stdout
        assert f"Verification Flag   : {'VERIFIED' if said.verified else 'UNVERIFIED'}" in done.stdout
        assert "Predecessor Docs    : 1" in done.stdout
        assert ("Zhou^Wei=周^伟" in done.stdout) == said.verified
        positive = said.report.positive
        assert ('"Positive")' in done.stdout, '"Negative")' in done.stdout) == (positive is True, positive is False)


def same(left: ReportDocument, right: ReportDocument) -> None:
    """Equal, code meanings of headings apart: the SR shows the title there."""
    assert replace(left, evidence=()) == replace(right, evidence=())
    assert set(left.evidence) == set(right.evidence)


@pytest.mark.parametrize("name", VARIANTS)
def test_read_back_equals_what_was_written(name: str) -> None:
    said = VARIANTS[name]()
    same(decode_report(encode_report(said)), said)


@pytest.mark.parametrize(
    "text",
    [
        "一二三，四五六。", "𠮷野家 𡨸", "emoji 😀👩‍⚕️", "first\nsecond\n\nfourth", "  indented", "a\\b^c=d<e>&\"f'",
        "16 mm × 11 mm ± 0,5 °C ≥ 50 %", "x" * 20_000, "١٢٣ עברית",
    ],
)  # fmt: skip
def test_any_text_comes_back(text: str) -> None:
    sections = (Section(FINDINGS, "影像所见", (Statement(text, ("2.25.7",)),)), Section(IMPRESSION, "诊断意见"))
    for positive in (True, False, None):
        said = document(report(sections, positive=positive))
        same(decode_report(encode_report(said)), said)


def test_what_dicom_forbids_is_cleaned_not_refused() -> None:
    """Control characters, half surrogates, tabs and line ends of other systems; an object stays valid."""
    dirty = Section(FINDINGS, "影像所见", (Statement("a\x00b\x1b\tc\r\nd\ud83d  "), Statement("  \n ")))
    back = decode_report(encode_report(document(report((dirty,))))).report
    assert back.section(FINDINGS).statements == (Statement("a b c\nd?"),)


def test_a_report_without_anything_said_is_still_a_report() -> None:
    empty = report(tuple(replace(section, statements=()) for section in CHINESE), positive=None)
    same(decode_report(encode_report(document(empty))), document(empty))


def test_key_images_become_evidence() -> None:
    back = decode_report(encode_report(document(), [nodule()]))
    assert "2.25.601" in {reference.sop_instance_uid for reference in back.evidence}


def test_two_findings_on_one_image_cite_it_once(tmp_path: Path) -> None:
    """Each instance is in the evidence once (PS3.3 C.17.2.3); dcmtk warns of another."""
    file = tmp_path / "report.dcm"
    file.write_bytes(encode_report(document(), [nodule(), nodule("2.25.6")]))
    done = subprocess.run([tool("dsrdump"), str(file)], capture_output=True, text=True, check=True)
    assert "already exists" not in done.stderr


def test_a_number_of_another_maker_reads_as_people_write_it() -> None:
    ds = pydicom.dcmread(BytesIO(encode_report(document(), [nodule()])))
    unit, measured, number = pydicom.Dataset(), pydicom.Dataset(), pydicom.Dataset()
    unit.CodeValue, unit.CodingSchemeDesignator, unit.CodeMeaning = "{SUVbw}g/ml", "UCUM", "SUV body weight"
    measured.NumericValue, measured.MeasurementUnitsCodeSequence = "-4.25", [unit]
    number.ValueType, number.RelationshipType, number.MeasuredValueSequence = "NUM", "CONTAINS", [measured]
    section = next(item for item in ds.ContentSequence if "ContentSequence" in item)
    section.ContentSequence.append(number)
    buffer = BytesIO()
    ds.save_as(buffer)
    said = [s.text for part in decode_report(buffer.getvalue()).report.sections for s in part.statements]
    assert "−4.25 g/mL SUVbw" in said


def test_verified_needs_an_organisation() -> None:
    with pytest.raises(ReaderError, match="organisation"):
        encode_report(replace(verified(document()), verifier=replace(LI, organisation="")))
    with pytest.raises(ValueError, match="complete"):
        replace(document(), verifier=LI)


def test_times_without_a_zone_are_of_this_computer() -> None:
    said = replace(document(), when=datetime(2026, 1, 1, 10, 0, 1))
    assert decode_report(encode_report(said)).when == said.when.astimezone()


# -- reports that others wrote --------------------------------------------------------------------------------


def foreign(name: str) -> Report:
    path = get_testdata_file(name)
    assert path is not None
    return decode_report(Path(path).read_bytes()).report


def test_a_basic_report_of_offis_reads_as_sections() -> None:
    """pydicom's test-SR.dcm and reportsi.dcm, both of OFFIS's dcmtk."""
    said = foreign("test-SR.dcm")
    text = "\n".join(section.text for section in said.sections)
    command = [tool("dsrdump"), "+Pl", str(get_testdata_file("test-SR.dcm"))]
    dump = subprocess.run(command, capture_output=True, check=True).stdout.decode("latin-1")
    lines = [line for line in text.splitlines() if line]
    assert "Diameter: 3 cm" in lines
    assert all(line in dump for line in lines if line != "Diameter: 3 cm")
    assert "".join(s.text for s in foreign("reportsi.dcm").sections)


def test_gbk_under_the_wrong_character_set_reads_as_chinese() -> None:
    ds = pydicom.dcmread(BytesIO(encode_report(document())))
    ds.decode()
    ds.SpecificCharacterSet = "GB18030"
    file = BytesIO()
    ds.save_as(file)
    wrong = file.getvalue()
    for declared in (b"ISO_IR 6", b"ISO_IR 100"):
        data = wrong.replace(b"\x08\x00\x05\x00CS\x08\x00GB18030 ", _charset(declared))
        assert data != wrong
        back = decode_report(data)
        assert back.report.sections[1].statements[0].text == CHINESE[1].statements[0].text
        assert back.report.author.name.ideographic == "李^娜"


def _charset(value: bytes) -> bytes:
    value += b" " * (len(value) % 2)
    return b"\x08\x00\x05\x00CS" + len(value).to_bytes(2, "little") + value


@pytest.mark.parametrize("cut", [0, 3, 131, 400, 900, -5000, -300, -7])
def test_a_broken_file_is_refused_in_words_or_read(cut: int) -> None:
    data = encode_report(document())
    try:
        decode_report(data[:cut] if cut else b"")
    except ReaderError as error:
        assert error.user_message


def test_what_is_no_report_is_refused() -> None:
    for data in (b"no dicom at all", Path(str(get_testdata_file("CT_small.dcm"))).read_bytes()):
        with pytest.raises(ReaderError):
            decode_report(data)


def test_damaged_bytes_and_endless_nesting_end_in_words() -> None:
    """300 seeded mutations, and containers nested 3,000 deep: a report or a `ReaderError`, nothing else."""
    rng = random.Random(7)
    whole = encode_report(verified(document()), [nodule()])
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(rng.choice((1, 3, 20))):
            at = rng.randrange(len(data))
            data[at : at + rng.choice((0, 1, 4, 40))] = rng.choice((b"", b"\xff\xff\xff\xff", rng.randbytes(3)))
        with contextlib.suppress(ReaderError), warnings.catch_warnings(action="ignore"):
            decode_report(bytes(data))
    nested = b"\x40\x00\x30\xa7SQ\x00\x00\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff" * 3000
    with pytest.raises(ReaderError), warnings.catch_warnings(action="ignore"):
        decode_report(whole[: whole.index(b"\x40\x00\x30\xa7SQ")] + nested)
