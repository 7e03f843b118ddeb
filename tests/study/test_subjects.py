"""A report that names another patient in its content (TID 1007) than in its header is kept off the screen."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pydicom
import pytest
from pydicom.dataset import Dataset

from reader.dicom.header import read_header
from reader.study.admission import Admission
from reader.study.codec import identity_from
from tests.findings.exams import chest_objects

REPORT = chest_objects()[0]
OWN = identity_from(read_header(REPORT))


def coded(value: str, meaning: str = "as coded") -> list[Dataset]:
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = value, "DCM", meaning
    return [code]


def item(concept: str, kind: str, keyword: str, value: object) -> Dataset:
    made = Dataset()
    made.RelationshipType, made.ValueType, made.ConceptNameCodeSequence = "HAS OBS CONTEXT", kind, coded(concept)
    setattr(made, keyword, value)
    return made


CLASS = "121024"
NAME = item("121029", "PNAME", "PersonName", "Li^Na=李^娜")
ID = item("121030", "TEXT", "TextValue", "P999")
SEX = item("121032", "CODE", "ConceptCodeSequence", coded("M"))
OWN_NAME = item("121029", "PNAME", "PersonName", str(OWN.name))
OWN_ID = item("121030", "TEXT", "TextValue", OWN.patient_id)
FETUS = item(CLASS, "CODE", "ConceptCodeSequence", coded("121026"))
PATIENT = item(CLASS, "CODE", "ConceptCodeSequence", coded("121025"))


def naming(*context: Dataset, deep: bool = False) -> bytes:
    report = pydicom.dcmread(BytesIO(REPORT))
    place = next(child for child in report.ContentSequence if "ContentSequence" in child) if deep else report
    place.ContentSequence = [*context, *place.ContentSequence]
    out = BytesIO()
    report.save_as(out)
    return out.getvalue()


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize(
    ("context", "admitted"),
    [
        ((), True), ((OWN_NAME, OWN_ID), True), ((OWN_NAME,), True), ((PATIENT, OWN_ID), True),
        ((NAME, ID), False), ((PATIENT, NAME, ID), False), ((NAME,), False), ((ID, OWN_NAME), False),
        ((SEX,), False), ((NAME, OWN_NAME), False), ((OWN_NAME, NAME), False), ((ID, OWN_ID), False),
        ((FETUS, NAME, ID), True),
    ],
)  # fmt: skip
def test_whom_the_content_names(context: tuple[Dataset, ...], admitted: bool, deep: bool) -> None:
    assert OWN.sex == "F"
    admission = Admission()
    admission.expect(OWN)
    kept, withheld = admission.sort([naming(*context, deep=deep)])
    assert (len(kept), len(withheld)) == ((1, 0) if admitted else (0, 1))
    if not admitted:
        assert withheld[0].reasons and withheld[0].uid


@pytest.mark.parametrize("keyword", ["IssuerOfPatientIDQualifiersSequence", "ContentSequence"])
def test_where_its_sequences_are_refused_it_is_a_doubt(keyword: str) -> None:
    report = pydicom.dcmread(BytesIO(REPORT))
    setattr(report, keyword, [*(report.get(keyword) or ()), *(Dataset() for _ in range(50_001))])
    out = BytesIO()
    report.save_as(out)
    admission = Admission()
    admission.expect(OWN)
    kept, withheld = admission.sort([out.getvalue()])
    assert not kept and len(withheld) == 1 and withheld[0].is_doubt


def test_damaged_content_does_not_hide_whose_header_it_is() -> None:
    admission = Admission()
    admission.expect(OWN)
    other = REPORT.replace(b"19700512", b"19850701").replace(OWN.patient_id.encode(), b"70299")
    item_begins = b"\xfe\xff\x00\xe0"
    kept, withheld = admission.sort([other[:5000] + other[5000:].replace(item_begins, b"\xfe\xff\x99\xe0")])
    assert not kept and len(withheld) == 1


def test_a_report_of_an_earlier_exam_is_held_against_whose_case_it_is_by_itself() -> None:
    """The exam around it was admitted: that covers what says the same, and nothing that says something else."""
    elsewhere, here = Admission(), Admission()
    elsewhere.expect(replace(OWN, issuer="Liuhe", issuer_uid=""))
    here.expect(OWN)
    born = REPORT.replace(b"19700512", b"19700521")
    other = born.replace(OWN.patient_id.encode(), b"70299")
    assert elsewhere.sort([REPORT], OWN)[0] == [REPORT] and not elsewhere.sort([REPORT])[0]
    kept, withheld = here.sort([REPORT, born, other], OWN)
    assert kept == [REPORT]
    assert [entry.is_doubt for entry in withheld] == [True, False]
