"""One comparison of identities: what is the same in other words, what leaves a doubt, what contradicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reader.dicom.values import PersonName
from reader.study.admission import Admission, OtherPatient
from reader.study.identity import NOBODY, Agreement, PatientIdentity, Sign, compare
from reader.study.model import Series, Study
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
    prior = replace(exam, study_uid="9", patient=replace(WANG, issuer="Liuhe"), series=(series(4, None),))
    model.set_priors((prior, replace(prior, study_uid="8", patient=LI)))
    assert [p.series for p in model.priors] == [(), ()]
    model.confirm(prior.patient)
    assert [len(p.series) for p in model.priors] == [1, 0]
