"""One comparison of identities: what is the same in other words, what leaves a doubt, what contradicts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pydicom import DataElement, Dataset, dcmwrite
from pydicom.config import IGNORE, settings

from reader.dicom.header import Header, read_header
from reader.dicom.ups.workitem import workitem_from
from reader.dicom.values import PersonName
from reader.study.admission import Admission, OtherPatient, Withheld
from reader.study.codec import identity_from, identity_of
from reader.study.identity import NOBODY, Agreement, PatientIdentity, Sign, compare
from reader.study.kept import study_from_record, study_record
from reader.study.model import Instance, Series, Study
from reader.study.names import Likeness, likeness
from reader.study.opened import StudyModel

SAME, DOUBT, OTHER = Agreement.SAME, Agreement.DOUBT, Agreement.CONTRADICTION
WANG = PatientIdentity(PersonName("Wang^Xiaodong", "王^小东"), "00314", "Xihu", "M", date(1970, 2, 3))
LI = PatientIdentity(PersonName("Li^Na", "李^娜"), "00815", "Xihu", "F", date(1985, 7, 1))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Wang^Xiaodong=王^小东", "王^小东", "EQUAL"),  # characters in the first group, as many devices write
        ("Wang^Xiaodong=王^小东", "WANG^XIAO DONG", "EQUAL"),
        ("王小东", "Wang Xiao Dong", "EQUAL"),  # by pinyin
        ("王^小东", "Xiaodong^Wang", "EQUAL"),
        ("曾^国", "Zeng^Guo", "EQUAL"),  # a character of two readings
        ("吕^布", "LV^BU", "EQUAL"),
        ("吕^布", "Lyu^Bu", "EQUAL"),
        ("Wang Xiaodong", "Wang^Xiaodong^^Mr", "EQUAL"),
        ("Dr. Wang^Fang", "wang^fang^", "EQUAL"),
        ("李 娜 先生", "李娜", "EQUAL"),
        ("Smith^John^Paul", "Smith^John", "EQUAL"),
        ("Smith^John^P", "SMITH^JOHN^PAUL", "EQUAL"),
        ("Müller^Jürgen", "MUELLER^JUERGEN", "EQUAL"),
        ("Müller^Jürgen", "Muller^Jurgen", "EQUAL"),
        ("García López^María", "Garcia Lopez^Maria", "EQUAL"),
        ("O'Brien^Sean", "OBRIEN^SEÁN", "EQUAL"),
        ("Ｗａｎｇ^Ｌｉ", "Wang^Li", "EQUAL"),
        ("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", "Yamada^Tarou=山田^太郎", "EQUAL"),
        ("Smith^John^^^Jr", "Smith^John^^^Sr", "SIMILAR"),
        ("王^小东", "王^晓东", "SIMILAR"),  # the same sounds, typed by ear
        ("张^伟", "張^偉", "SIMILAR"),
        ("朱^镕基", "朱^?基", "SIMILAR"),  # a character that a device does not have
        ("Zhang^Wei", "Zahng^Wei", "SIMILAR"),
        ("Smith^J", "Smith^John", "SIMILAR"),
        ("Yamada^Tarou", "山田^太郎", "SIMILAR"),  # not comparable
        ("Smith^John^Paul", "Smith^John^Peter", "SIMILAR"),
        ("Li^Baby1", "Li^Baby 1", "EQUAL"),
        ("Li^Na", "Lina", "EQUAL"),
        ("Wang^Xiao Ming", "Wang^Xiaoming", "EQUAL"),
        ("Li^Na", "Lin^A", "SIMILAR"),  # the same letters, other words
        ("Li^Baby I", "Li^Baby II", "SIMILAR"),
        ("Li^Baby1", "Li^Baby", "SIMILAR"),
        ("Wang^Fang", "Wang^Fang^^Baby of", "SIMILAR"),  # the mother
        ("李^敏", "李^敏之女", "SIMILAR"),
        ("Li^Baby1", "Li^Baby2", "DIFFERENT"),
        ("Li^Baby1=李敏之女1", "Li^Baby2=李敏之女2", "DIFFERENT"),
        ("Trauma^17", "Trauma^18", "DIFFERENT"),
        ("0017", "0018", "DIFFERENT"),
        ("王^小东", "李^娜", "DIFFERENT"),
        ("王^小东", "王^大明", "DIFFERENT"),
        ("Wang^Xiaodong", "Zhang^San", "DIFFERENT"),
        ("Wang^Fang", "Wang^Jing", "DIFFERENT"),
        ("Wang^Xiaodong=王^小东", "Wang^Xiaodong=李^娜", "DIFFERENT"),  # the characters decide
        ("Unknown", "Li^Na", "UNKNOWN"),
        ("", "Li^Na", "UNKNOWN"),
    ],
)
def test_names(one: str, other: str, expected: str) -> None:
    names = PersonName.parse(one), PersonName.parse(other)
    assert likeness(*names) is likeness(*reversed(names)) is Likeness[expected]


@pytest.mark.parametrize(
    ("changes", "verdict", "signs"),
    [
        ({}, SAME, []),
        ({"patient_id": " 00314 ", "issuer": "XIHU", "sex": "m"}, SAME, []),
        ({"name": PersonName("王小东")}, SAME, []),
        ({"issuer": ""}, SAME, []),  # a modality that does not write it
        ({"issuer": "", "birth_date": None, "sex": ""}, SAME, []),
        ({"name": PersonName(), "birth_date": None}, SAME, []),
        ({"sex": "O"}, SAME, []),
        ({"issuer": "Xihu^1.2.3^ISO"}, SAME, []),
        ({"patient_id": "314"}, DOUBT, [Sign.SIMILAR_ID]),
        ({"sex": "F"}, DOUBT, [Sign.SEX]),
        ({"birth_date": date(1970, 3, 2)}, DOUBT, [Sign.BIRTH]),
        ({"name": PersonName("", "王^晓东")}, DOUBT, [Sign.SIMILAR_NAME]),
        ({"name": LI.name}, DOUBT, [Sign.NAME]),  # ID and birth date agree: a new name, or a slip
        ({"issuer": "Liuhe"}, DOUBT, [Sign.ISSUER]),
        ({"patient_id": "", "birth_date": None}, DOUBT, [Sign.NO_ID]),
        ({"patient_id": "", "name": PersonName(), "birth_date": None, "sex": ""}, DOUBT, [Sign.NOBODY]),
        ({"birth_date": None, "birth_text": "1970"}, DOUBT, [Sign.BIRTH]),  # stated, and not readable
        ({"sex": "W"}, DOUBT, [Sign.SEX]),
        ({"sex": "2"}, DOUBT, [Sign.SEX]),
        ({"patient_id": "UNKNOWN", "name": PersonName()}, DOUBT, [Sign.NO_ID]),
        ({"patient_id": "00815"}, OTHER, [Sign.ID]),
        ({"name": LI.name, "birth_date": None}, OTHER, [Sign.NAME]),
        ({"name": LI.name, "sex": "F"}, OTHER, [Sign.NAME, Sign.SEX]),
        ({"sex": "F", "birth_date": LI.birth_date}, OTHER, [Sign.BIRTH, Sign.SEX]),
        ({"patient_id": "", "sex": "F"}, OTHER, [Sign.SEX]),
        ({"issuer": "Liuhe", "name": LI.name}, OTHER, [Sign.NAME, Sign.ISSUER]),  # the same ID at two sites
        ({"issuer": "Liuhe", "patient_id": "00815", "name": LI.name}, OTHER, [Sign.NAME, Sign.ISSUER]),
    ],
)
def test_in_one_exam(changes: dict[str, object], verdict: Agreement, signs: list[Sign]) -> None:
    judged = compare(WANG, replace(WANG, **changes), same_exam=True)  # type: ignore[arg-type]
    assert (judged.verdict, [difference.sign for difference in judged.differences]) == (verdict, signs)


def test_another_exam_needs_more_than_an_id() -> None:
    """Hospitals count from 1: an ID without its issuer is nobody's."""
    unissued = replace(WANG, issuer="")
    assert compare(WANG, unissued, same_exam=False).same  # name and birth date agree
    for less in (replace(unissued, birth_date=None), replace(unissued, name=PersonName())):
        judged = compare(WANG, less, same_exam=False)
        assert (judged.verdict, [d.sign for d in judged.differences]) == (DOUBT, [Sign.NO_ISSUER])
    assert compare(unissued, replace(unissued, name=LI.name), same_exam=False).verdict is DOUBT
    assert compare(NOBODY, LI, same_exam=True).same  # nobody is expected


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("HIS^1.2.3^ISO", "HIS^9.9.9^ISO", False),
        ("HIS&1.2.3&ISO", "his^1.2.3^ISO", True),
        ("^1.2.3^ISO", "^9.9.9^ISO", False),
        ("^1.2.3^ISO", "1.2.3", True),
        ("HIS", "HIS^1.2.3^ISO", True),
        ("HIS", "^1.2.3^ISO", False),  # nothing says that they are one
        ("KIS^1.2.3^ISO", "HIS^1.2.3^ISO", False),
    ],
)
def test_an_issuer_is_its_name_and_its_universal_id(one: str, other: str, agree: bool) -> None:
    patients = [replace(WANG, issuer=text, birth_date=None) for text in (one, other)]
    for expected, found in (patients, reversed(patients)):
        judged = compare(expected, found, same_exam=True)
        said = (judged.verdict, [d.sign for d in judged.differences])
        assert said == ((SAME, []) if agree else (DOUBT, [Sign.ISSUER]))


PLACEHOLDERS = ("UNKNOWN", "0", "000000", "NONE", "ANONYMOUS", "无名", "未知", "-", "N/A", "０００", "xxx")


@pytest.mark.parametrize("written", PLACEHOLDERS)
def test_an_id_that_stands_for_none_proves_nothing(written: str) -> None:
    nobody = PatientIdentity(PersonName("Unknown"), written, "ER", "M", None)
    assert compare(nobody, replace(nobody, sex=""), same_exam=True).verdict is DOUBT
    assert compare(nobody, nobody, same_exam=False).verdict is DOUBT
    assert compare(nobody, nobody, same_exam=True).same  # one exam that says the same throughout
    assert compare(nobody, replace(WANG, sex="M"), same_exam=True).verdict is DOUBT
    wang = replace(WANG, patient_id=written)
    assert compare(wang, wang, same_exam=False).same  # name and birth date agree
    assert compare(wang, replace(wang, birth_date=None), same_exam=True).verdict is DOUBT


def header_of(stated: Dataset) -> Header:
    """As it is read from a file of the patient 00314@Xihu."""
    stated.PatientID, stated.IssuerOfPatientID = "00314", "Xihu"
    file = BytesIO()
    before, settings.writing_validation_mode = settings.writing_validation_mode, IGNORE
    try:
        dcmwrite(file, stated, implicit_vr=False, little_endian=True)
    finally:
        settings.writing_validation_mode = before
    meta = b"\x02\0\x10\0UI\x14\x001.2.840.10008.1.2.1\0"
    return read_header(bytes(128) + b"DICM" + meta + file.getvalue())


def test_another_exam_that_says_the_same_needs_as_much() -> None:
    for name, patient_id in ((WANG.name, ""), (PersonName(), "00314")):
        less = PatientIdentity(name, patient_id, "", "", None)
        assert compare(less, less, same_exam=False).verdict is DOUBT


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("19700203", SAME), ("1970.02.03", SAME), ("1970-02-03", SAME), ("1970/02/03 ", SAME), ("", SAME),
        ("00000000", SAME), ("1970-02-04", DOUBT), ("197002", DOUBT), ("1970", DOUBT), ("19700230", DOUBT),
        ("04021970", DOUBT), ("19700203-19710101", DOUBT), ("70/02/03", DOUBT), ("?", DOUBT),
    ],
)  # fmt: skip
def test_a_birth_date_that_is_stated_counts_however_it_is_written(written: str, verdict: Agreement) -> None:
    """From the header, from the order, and after the cache."""
    stated = Dataset()
    stated.add(DataElement(0x00100030, "DA", written, validation_mode=IGNORE))
    header = identity_from(header_of(stated))
    order = identity_of(workitem_from({
        "00080018": {"Value": ["1"]}, "00741000": {"Value": ["SCHEDULED"]}, "00100020": {"Value": ["00314"]},
        "00100021": {"Value": ["Xihu"]}, "00100030": {"Value": [written]},
    }))  # fmt: skip
    exam = Study("1", header, "", None, "", "", (), "", ())
    kept = study_from_record(json.loads(json.dumps(study_record(exam)))).patient
    for found in (header, order, kept):
        judged = compare(WANG, found, same_exam=True)
        assert (judged.verdict, compare(found, WANG, same_exam=True).verdict) == (verdict, verdict)
        assert verdict is SAME or written.strip() in judged.text.replace("born ", "")


def test_the_universal_id_of_an_issuer_may_stand_apart() -> None:
    stated, qualifier = Dataset(), Dataset()
    qualifier.UniversalEntityID, qualifier.UniversalEntityIDType = "9.9.9", "ISO"
    stated.IssuerOfPatientIDQualifiersSequence = [qualifier]
    found = identity_from(header_of(stated))
    assert compare(replace(WANG, issuer="Xihu^9.9.9^ISO"), found, same_exam=False).same
    assert compare(replace(WANG, issuer="Xihu^1.2.3^ISO"), found, same_exam=False).verdict is DOUBT


def test_a_doubt_is_asked_once_and_a_contradiction_never() -> None:
    admission = Admission(WANG)
    woman = replace(WANG, sex="F")
    assert admission.judge(woman).verdict is DOUBT
    admission.confirm(woman)
    assert admission.judge(woman).same and admission.judge(replace(woman, issuer="")).same
    assert admission.judge(replace(woman, birth_date=date(1971, 1, 1))).verdict is OTHER
    admission.confirm(LI)
    assert admission.judge(LI).verdict is OTHER
    with pytest.raises(OtherPatient):
        admission.check(LI, WANG)
    admission.expect(LI)  # another case: nothing of this one is left
    assert admission.judge(woman).verdict is OTHER and admission.confirmed == ()


def test_the_model_holds_no_series_of_another_patient() -> None:
    def series(number: int, patient: PatientIdentity | None) -> Series:
        return Series(f"1.{number}", "1", "CT", number, f"series {number}", expected=9, patient=patient)

    bare = replace(WANG, issuer="", birth_date=None)
    woman = replace(WANG, sex="F")
    exam = Study("1", LI, "", None, "", "", ("CT",), "", (series(1, LI), series(2, bare), series(3, woman)))
    model = StudyModel(exam, admission=Admission(WANG))
    assert [s.number for s in model.study.series] == [2] and model.study.patient == WANG
    assert [(w.title, w.is_doubt) for w in model.withheld] == [("1 · series 1", False), ("3 · series 3", True)]
    told = []
    model.withheld_changed.connect(lambda: told.append(len(model.withheld)))
    model.confirm(woman)
    assert [s.number for s in model.study.series] == [2, 3] and told[-1] == 1
    model.confirm(LI)
    assert [s.number for s in model.study.series] == [2, 3]
    model.take_back(woman)
    assert [s.number for s in model.study.series] == [2] and model.confirmed == ()
    model.confirm(woman)
    prior = replace(exam, study_uid="9", patient=replace(WANG, issuer="Liuhe"), series=(series(4, None),))
    model.set_priors((prior, replace(prior, study_uid="8", patient=LI)))
    assert [p.series for p in model.priors] == [(), ()]
    model.confirm(prior.patient, "Zhou Wei")
    assert [len(p.series) for p in model.priors] == [1, 0]
    assert [said.by for said in model.confirmed] == ["", "Zhou Wei"]
    model.take_back(prior.patient)
    assert [p.series for p in model.priors] == [(), ()]


def test_what_a_person_confirmed_is_marked_taken_back_and_tells_nothing_of_whose_the_exam_is() -> None:
    def series(number: int, patient: PatientIdentity) -> Series:
        failed = Instance(f"1.{number}.1", "1.2.3", 1)
        return Series(f"1.{number}", "1", "CT", number, "Thorax", expected=9, patient=patient, instances=(failed,))

    ordered = replace(WANG, sex="")
    born = replace(WANG, sex="F", birth_date=date(1969, 1, 1))
    exam = Study("1", ordered, "", None, "", "", ("CT",), "", (series(3, born), series(2, ordered)))
    model = StudyModel(exam, admission=Admission(ordered))
    assert [entry.title for entry in model.withheld] == ["3 · Thorax"]
    assert model.withheld_behind("", "1.3.1") == model.withheld[0] and model.withheld_behind("", "1.2.1") is None
    model.confirm(born, "Zhou Wei")
    assert model.study.patient == model.admission.expected == ordered, "not the first series' but the sure one's"
    [said] = model.confirmed_in("1.3")
    assert said.text == "3 · Thorax: taken as this patient by Zhou Wei (born 1969-01-01, not 1970-02-03)"
    assert model.confirmed == (said,) and model.withheld_behind("1.3", "1.3.1") is None
    result = Withheld("50 · Nodules", born, compare(WANG, born, same_exam=True), uid="9.9")
    images = Withheld("2 · Thorax", born, compare(WANG, born, same_exam=True), "1.2", 3)
    model.take_back(born)
    assert model.confirmed == () and model.withheld_behind("1.3", "1.3.1") is not None
    model.withhold_objects((result,))
    model.withhold_images("1.2", (images,))
    model.confirm(born, "Zhou Wei")
    assert {one.entry.title for one in model.confirmed} == {"3 · Thorax", "50 · Nodules", "2 · Thorax"}
    model.take_back(born)
    assert {entry.title for entry in model.withheld} >= {"3 · Thorax", "50 · Nodules", "2 · Thorax"}
