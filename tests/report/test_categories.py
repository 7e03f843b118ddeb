"""Categories against what is published of them: boundaries of every table, in numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import pytest

from reader.findings.model import Measurement
from reader.report.categories import (
    CategoryError,
    Table,
    Value,
    load_tables,
    read_table,
    size_for,
    suited,
)
from reader.report.linking import Trouble, trouble_with
from reader.report.model import FINDINGS, IMPRESSION
from reader.report.sentences import statement, tied
from reader.review.checks import Severity, check
from reader.terms.units import MILLIMETRE, PIXELS
from tests.report.examples import nodule
from tests.review.conftest import make_report, make_study

TABLES = {table.table_id: table for table in load_tables()}


def category(table: str, **answers: Value) -> str:
    found = TABLES[table].result(answers)
    return found.category if found is not None else "?"


def advice(table: str, **answers: Value) -> str:
    found = TABLES[table].result(answers)
    return found.advice.english if found is not None else "?"


SOLID = [
    ("baseline", 5.9, "2"), ("baseline", 6.0, "3"), ("baseline", 7.9, "3"), ("baseline", 8.0, "4A"),
    ("baseline", 14.9, "4A"), ("baseline", 15.0, "4B"), ("new", 3.9, "2"), ("new", 4.0, "3"), ("new", 5.9, "3"),
    ("new", 6.0, "4A"), ("new", 7.9, "4A"), ("new", 8.0, "4B"), ("growing", 7.9, "4A"), ("growing", 8.0, "4B"),
    ("slow", 5.0, "4B"), ("stable3", 7.0, "2"), ("stable4a", 9.0, "3"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "size", "expected"), SOLID)
def test_lung_rads_of_solid_nodules(status: str, size: float, expected: str) -> None:
    assert category("lung-rads", type="solid", status=status, size=size, suspicious="no") == expected
    more = category("lung-rads", type="solid", status=status, size=size, suspicious="yes")
    assert more == ("4X" if status in ("growing", "slow", "stable3", "stable4a") or expected != "2" else "2")


@pytest.mark.parametrize(
    ("status", "size", "solid", "expected"),
    [
        ("baseline", 5.9, 3.0, "2"), ("baseline", 6.0, 5.9, "3"), ("baseline", 9.0, 6.0, "4A"),
        ("baseline", 9.0, 7.9, "4A"), ("baseline", 12.0, 8.0, "4B"), ("new", 5.9, 2.0, "3"),
        ("new", 7.0, 3.9, "4A"),
        ("new", 7.0, 4.0, "4B"), ("growing", 7.0, 3.9, "4A"), ("growing", 7.0, 4.0, "4B"),
    ],
)  # fmt: skip
def test_lung_rads_of_part_solid_nodules(status: str, size: float, solid: float, expected: str) -> None:
    given = category("lung-rads", type="part-solid", status=status, size=size, solid=solid, suspicious="no")
    assert given == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"type": "none"}, "1"), ({"type": "benign"}, "1"), ({"type": "incomplete"}, "0"),
        ({"type": "infection"}, "0"),
        ({"type": "ground-glass", "size": 29.9, "status": "new", "suspicious": "no"}, "2"),
        ({"type": "ground-glass", "size": 30.0, "status": "baseline", "suspicious": "no"}, "3"),
        ({"type": "ground-glass", "size": 35.0, "status": "slow", "suspicious": "no"}, "2"),
        ({"type": "juxtapleural", "size": 9.9, "status": "baseline"}, "2"),
        ({"type": "juxtapleural", "size": 9.9, "status": "new"}, "2"),
        ({"type": "juxtapleural", "size": 10.0, "status": "baseline"}, "4A"),
        ({"type": "juxtapleural", "size": 10.0, "status": "new"}, "4B"),
        ({"type": "juxtapleural", "size": 15.0, "status": "baseline"}, "4B"),
        ({"type": "juxtapleural", "size": 12.0, "status": "stable"}, "2"),
        ({"type": "juxtapleural", "size": 12.0, "status": "stable4a"}, "3"),
        ({"type": "juxtapleural", "size": 7.9, "status": "growing"}, "4A"),
        ({"type": "juxtapleural", "size": 8.0, "status": "growing"}, "4B"),
        ({"type": "juxtapleural", "size": 6.0, "status": "slow"}, "4B"),
        ({"type": "airway", "status": "stable3"}, "4B"),
        ({"type": "airway", "status": "stable"}, "4B"), ({"type": "cyst", "status": "stable"}, "2"),
        ({"type": "solid", "size": 9.0, "status": "stable", "suspicious": "no"}, "2"),
        ({"type": "solid", "size": 9.0, "status": "stable", "suspicious": "yes"}, "4X"),
        ({"type": "airway-sub"}, "2"), ({"type": "airway", "status": "baseline"}, "4A"),
        ({"type": "airway", "status": "growing"}, "4B"), ({"type": "airway", "status": "stable4a"}, "4B"),
        ({"type": "cyst", "status": "baseline"}, "4A"),
        ({"type": "cyst", "status": "growing", "grown": "wall"}, "4B"),
        ({"type": "cyst", "status": "growing", "grown": "lumen"}, "3"),
    ],
)  # fmt: skip
def test_lung_rads_of_everything_else(answers: dict[str, Value], expected: str) -> None:
    assert category("lung-rads", **answers) == expected


@pytest.mark.parametrize(
    ("kind", "number", "size", "risk", "expected"),
    [
        ("solid", "single", 5.4, "low", "No routine"),
        ("solid", "single", 5.5, "low", "6 to 12 months, then consider"),
        ("solid", "single", 5.0, "high", "12 months is optional"),
        ("solid", "single", 8.4, "high", "6 to 12 months, then CT"), ("solid", "single", 8.5, "low", "PET/CT"),
        ("solid", "multiple", 5.0, "low", "No routine"),
        ("solid", "multiple", 7.0, "low", "3 to 6 months, then consider"),
        ("solid", "multiple", 20.0, "high", "3 to 6 months, then CT"),
        ("ground-glass", "single", 5.0, "", "No routine"), ("ground-glass", "single", 6.0, "", "every 2 years"),
        ("part-solid", "single", 6.0, "", "yearly CT for 5 years"), ("part-solid", "single", 5.0, "", "No routine"),
        ("part-solid", "multiple", 5.0, "", "2 and 4 years"),
        ("ground-glass", "multiple", 6.0, "", "most suspicious"),
    ],
)  # fmt: skip
def test_fleischner(kind: str, number: str, size: float, risk: str, expected: str) -> None:
    risks = {"risk": risk} if risk else {}
    assert expected in advice("fleischner", type=kind, number=number, size=size, **risks)


def test_pi_rads_by_zone() -> None:
    for t2, dwi, dce in product("12345", "12345", ("none", "negative", "positive")):
        peripheral = "4" if dwi == "3" and dce == "positive" else dwi
        assert category("pi-rads", zone="peripheral", t2=t2, dwi=dwi, dce=dce) == peripheral
        raised = (t2 == "2" and dwi in "45") or (t2 == "3" and dwi == "5")
        transition = str(int(t2) + 1) if raised else t2
        assert category("pi-rads", zone="transition", t2=t2, dwi=dwi, dce=dce) == transition
    for zone, dce, expected in (("peripheral", "positive", "4"), ("transition", "negative", "3")):
        assert category("pi-rads", zone=zone, t2="3", dwi="x", dce=dce) == expected


@pytest.mark.parametrize(
    ("aphe", "size", "features", "expected"),
    [
        ("no", 9.0, "", "3"), ("no", 19.9, "w", "3"), ("no", 19.9, "wc", "4"), ("no", 20.0, "", "3"),
        ("no", 20.0, "w", "4"), ("no", 30.0, "wcg", "4"),
        ("nonrim", 9.9, "", "3"), ("nonrim", 9.9, "w", "4"), ("nonrim", 9.9, "wcg", "4"),
        ("nonrim", 10.0, "", "3"), ("nonrim", 15.0, "c", "4"), ("nonrim", 15.0, "w", "5"),
        ("nonrim", 15.0, "g", "5"),
        ("nonrim", 15.0, "wc", "5"), ("nonrim", 20.0, "", "4"), ("nonrim", 20.0, "c", "5"),
        ("nonrim", 20.0, "wg", "5"),
    ],
)  # fmt: skip
def test_li_rads(aphe: str, size: float, features: str, expected: str) -> None:
    major = tuple({"w": "washout", "c": "capsule", "g": "growth"}[one] for one in features)
    assert category("li-rads", kind="other", aphe=aphe, size=size, major=major) == f"LR-{expected}"


def test_li_rads_by_look() -> None:
    kinds = {"benign": "1", "probably-benign": "2", "tiv": "TIV", "m": "M"}
    assert {kind: category("li-rads", kind=kind)[3:] for kind in kinds} == kinds


THYROID = [  # composition, echo, shape, margin, foci, size, category, advice
    ("spongiform", "", "", "", (), 40.0, "TR1", "no fine"),
    ("cystic", "anechoic", "wider", "smooth", (), 40.0, "TR1", "no"),
    ("mixed", "hyper", "wider", "smooth", (), 40.0, "TR2", "no fine"),
    ("solid", "hyper", "wider", "smooth", (), 14.9, "TR3", "too small"),
    ("solid", "hyper", "wider", "smooth", (), 15.0, "TR3", "1, 3 and 5"),
    ("solid", "hyper", "wider", "smooth", (), 25.0, "TR3", "aspiration"),
    ("solid", "hypo", "wider", "ill", (), 9.9, "TR4", "too small"),
    ("solid", "hypo", "wider", "ill", (), 10.0, "TR4", "1, 2"),
    ("solid", "hypo", "wider", "ill", (), 15.0, "TR4", "aspiration"),
    ("solid", "hypo", "wider", "irregular", (), 15.0, "TR4", "aspiration"),
    ("solid", "hypo", "taller", "smooth", (), 4.9, "TR5", "too small"),
    ("solid", "hypo", "taller", "smooth", (), 5.0, "TR5", "yearly"),
    ("solid", "hypo", "wider", "smooth", ("punctate",), 10.0, "TR5", "aspiration"),
    ("solid", "hypo", "wider", "smooth", ("macro", "rim"), 10.0, "TR5", "aspiration"),
    ("solid", "very", "taller", "ete", ("punctate",), 8.0, "TR5", "yearly"),
    ("unknown", "unknown", "wider", "unknown", (), 14.9, "TR3", "too small"),
    ("unknown", "unknown", "wider", "unknown", ("macro",), 15.0, "TR4", "aspiration"),
]  # fmt: skip


@pytest.mark.parametrize("case", THYROID)
def test_ti_rads(case: tuple[str, str, str, str, tuple[str, ...], float, str, str]) -> None:
    composition, echo, shape, margin, foci, size, expected, told = case
    answers: dict[str, Value] = {"composition": composition, "size": size}
    if echo:
        answers |= {"echo": echo, "shape": shape, "margin": margin, "foci": foci}
    assert category("ti-rads", **answers) == expected and told in advice("ti-rads", **answers)


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ("", "3"), ("comet", "2"), ("solid", "4A"), ("solid comet", "3"), ("solid very", "4B"),
        ("solid very punctate", "4C"), ("solid very punctate vertical", "4C"),
        ("solid very punctate vertical margin", "5"), ("solid very punctate vertical margin comet", "4C"),
    ],
)  # fmt: skip
def test_c_tirads_counts_one_for_each_suspicious_feature_and_less_one_for_comet_tails(
    features: str, expected: str
) -> None:
    assert category("c-ti-rads", kind="nodule", features=tuple(features.split())) == expected


def test_c_tirads_of_no_nodule_and_of_a_proven_one() -> None:
    assert [category("c-ti-rads", kind=kind) for kind in ("none", "proven")] == ["1", "6"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"nodule": "acute"}, "IV"), ({"nodule": "large"}, "IV"), ({"nodule": "small"}, "III"),
        ({"nodule": "none", "wall": "thick"}, "III"), ({"nodule": "none", "wall": "minimal"}, "IIF"),
        ({"nodule": "none", "wall": "thin", "septa": "many"}, "IIF"),
        ({"nodule": "none", "wall": "thin", "septa": "few", "content": "yes"}, "II"),
        ({"nodule": "none", "wall": "thin", "septa": "few", "content": "no"}, "II"),
        ({"nodule": "none", "wall": "thin", "septa": "few", "content": "t1"}, "IIF"),
        ({"nodule": "none", "wall": "thin", "septa": "none", "content": "t1"}, "IIF"),
        ({"nodule": "none", "wall": "thin", "septa": "none", "content": "no"}, "II"),
        ({"nodule": "none", "wall": "thin", "septa": "none", "content": "yes"}, "I"),
    ],
)
def test_bosniak(answers: dict[str, Value], expected: str) -> None:
    assert category("bosniak", **answers) == expected


def test_bi_rads_says_what_to_do() -> None:
    assert "6 months" in advice("bi-rads", assessment="3") and "2% to 10%" in advice("bi-rads", assessment="4A")
    assert {category("bi-rads", assessment=one.option_id) for one in TABLES["bi-rads"].fields[0].options} == {
        "0", "1", "2", "3", "4A", "4B", "4C", "5", "6",
    }  # fmt: skip


def answers_of(table: Table) -> list[dict[str, Value]]:
    """Every way to answer, with numbers on both sides of every bound."""
    bounds: dict[str, set[float]] = {}
    for rule in table.rules:
        for name, wanted in rule.when:
            if not isinstance(wanted, tuple):
                bounds.setdefault(name, set()).update(b for b in (wanted.low, wanted.high) if b is not None)
    every: list[dict[str, Value]] = [{}]
    for one in table.fields:
        grown: list[dict[str, Value]] = []
        for given in every:
            if one not in table.asked(given):
                grown.append(given)
                continue
            values: list[Value]
            if one.kind == "number":
                near = {b + d for b in bounds.get(one.field_id, {10.0}) for d in (-0.6, 0.0)}
                values = [n for n in sorted(near) if one.minimum <= n <= one.maximum]
            elif one.kind == "choices":
                ids = [o.option_id for o in one.options]
                values = [some for count in range(len(ids) + 1) for some in combinations(ids, count)]
            else:
                values = [o.option_id for o in one.options]
            grown += [{**given, one.field_id: value} for value in values]
        every = grown
    return every


@pytest.mark.parametrize("name", TABLES)
def test_whatever_is_answered_there_is_a_result_in_both_languages(name: str) -> None:
    table = TABLES[name]
    every = answers_of(table)
    reached, refused = set(), 0
    for answers in every:
        try:
            found = table.result(answers)
        except CategoryError:  # answers that contradict each other
            assert table.impossible or any(one.most for one in table.fields)
            refused += 1
            continue
        assert found is not None, answers
        reached.add(id(found))
        for language in ("en", "zh"):
            text = table.text(found, language)
            assert "{" not in text and text.strip() and text[-1] in ".。"
    assert refused < len(every) / 2
    assert len(reached) == len(table.results)  # no result is out of reach
    assert table.source.edition and table.source.publisher and table.source.reference


def test_pet_ct_is_advised_from_8_mm_on() -> None:
    for kind, size, solid, told in (
        ("solid", 8.0, 0.0, True), ("part-solid", 12.0, 7.9, False), ("part-solid", 12.0, 8.0, True),
    ):  # fmt: skip
        said = advice("lung-rads", type=kind, status="baseline", size=size, solid=solid, suspicious="no")
        assert ("PET" in said) is told
    assert "PET" not in advice("lung-rads", type="solid", status="new", size=7.0, suspicious="no")


@pytest.mark.parametrize("name", TABLES)
def test_no_sentence_of_a_table_alarms_beside_its_finding(name: str) -> None:
    finding = nodule("2.25.5")
    for found in TABLES[name].results.values():
        for language in ("en", "zh"):
            said = tied(TABLES[name].text(found, language), finding)
            report = make_report("Clear.", "Clear.")
            for heading in (FINDINGS, IMPRESSION):
                with_it = report.with_section(replace(report.section(heading), statements=(said,)))
                asked = check(replace(with_it, language=language), make_study(), None, (finding,))
                kinds = {one.kind for one in asked if one.severity is not Severity.NOTE}
                assert not kinds - {"body part", "category"}, (said.text, kinds)
    grown = replace(finding, measurements=finding.measurements[:1])
    assert tied("Lung-RADS 3.", finding).algorithms == (), "a doctor has chosen it"
    assert trouble_with(tied("Lung-RADS 3.", finding).said[0], finding) is None
    assert trouble_with(tied("Lung-RADS 3.", finding).said[0], grown) is Trouble.STALE


def test_what_is_missing_is_asked_for_and_a_number_has_limits() -> None:
    table = TABLES["lung-rads"]
    assert table.result({"type": "solid", "size": 7.0}) is None
    assert {one.field_id for one in table.missing({"type": "solid"})} == {"size", "status", "suspicious"}
    assert table.missing({"type": "none"}) == ()
    with pytest.raises(CategoryError):
        table.result({"type": "solid", "size": 700.0, "status": "new", "suspicious": "no"})


def test_the_size_is_that_of_the_finding() -> None:
    size = next(one for one in TABLES["lung-rads"].fields if one.field_id == "size")
    assert size_for(size, nodule("2.25.5")) == pytest.approx(13.5, abs=0.2)
    assert size_for(replace(size, finding="largest"), nodule("2.25.5")) == pytest.approx(16, abs=0.2)
    in_pixels = tuple(
        replace(m, unit=PIXELS) if m.unit == MILLIMETRE else m for m in nodule("2.25.5").measurements
    )
    assert all(isinstance(m, Measurement) for m in in_pixels)
    assert size_for(size, replace(nodule("2.25.5"), measurements=in_pixels)) is None
    assert size_for(size, None) is None


@pytest.mark.parametrize(
    ("modality", "about", "first"),
    [
        ("CT", "CHEST low-dose screening", "lung-rads"), ("CT", "胸部低剂量CT", "lung-rads"),
        ("CT", "CHEST CT chest, plain", "fleischner"), ("CT", "胸部CT平扫", "fleischner"),
        ("MR", "前列腺MR", "pi-rads"), ("US", "甲状腺彩超", "c-ti-rads"), ("MG", "", "bi-rads"),
        ("US", "Thyroid ultrasound", "ti-rads"),
        ("US", "Breast ultrasound", "bi-rads"), ("CT", "CT liver three phases", "li-rads"),
        ("CT", "双肾CT增强", "bosniak"),
    ],
)  # fmt: skip
def test_the_table_for_an_exam_is_first(modality: str, about: str, first: str) -> None:
    assert suited(load_tables(), modality, about)[0].table_id == first


def test_a_table_that_asks_for_what_it_has_not_is_refused(tmp_path: Path) -> None:
    good = json.loads((Path("resources") / "categories" / "bosniak.json").read_text("utf-8"))
    for spoil in (
        lambda d: d["rules"][0]["when"].update({"colour": ["red"]}), lambda d: d["rules"][0].update(result="V"),
        lambda d: d["rules"][0]["when"].update(nodule=["huge"]), lambda d: d.pop("source"),
        lambda d: d["fields"][0].update(kind="wheel"),
    ):  # fmt: skip
        data = json.loads(json.dumps(good))
        spoil(data)
        path = tmp_path / "a.json"
        path.write_text(json.dumps(data), "utf-8")
        with pytest.raises(CategoryError):
            read_table(path)
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(CategoryError):
        read_table(tmp_path / "a.json")


def test_a_finding_of_which_only_a_category_is_written_is_asked_about() -> None:
    table = TABLES["lung-rads"]
    found = nodule()
    said = tied(table.text(table.results["4A"], "en"), found)
    report = make_report("", "Seen.")
    report = report.with_section(replace(report.section(FINDINGS), statements=(said,)))
    asked = [one for one in check(report, make_study(), None, [found]) if one.kind == "category"]
    assert len(asked) == 1 and asked[0].severity is Severity.ASK
    for more in (statement(found, "en"), tied("Nodule, spiculated.", found)):
        both = report.with_section(replace(report.section(FINDINGS), statements=(said, more)))
        assert not [one for one in check(both, make_study(), None, [found]) if one.kind == "category"]


def test_answers_that_contradict_each_other_give_no_category_and_say_why() -> None:
    tables = {table.table_id: table for table in load_tables()}
    lung: dict[str, Value] = {"type": "part-solid", "size": 5.0, "solid": 20.0, "status": "new", "suspicious": "no"}
    with pytest.raises(CategoryError, match=r"solid component \(20 mm\) can't be more than Mean diameter \(5 mm\)"):
        tables["lung-rads"].result(lung)
    with pytest.raises(CategoryError, match="实性成分平均直径"):
        tables["lung-rads"].result(lung, "zh")
    assert tables["lung-rads"].result({**lung, "size": 20.0}) is not None
    thyroid: dict[str, Value] = {"composition": "solid", "echo": "anechoic"}
    with pytest.raises(CategoryError, match="anechoic"):
        tables["ti-rads"].result(thyroid)
    assert tables["ti-rads"].result({**thyroid, "echo": "hypo"}) is None  # the rest is still asked for
