"""What a text says against its findings and its order, in both languages; and what it may say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.dicom.values import Code
from reader.findings.model import Finding, Status
from reader.report.model import COMPARISON, FINDINGS, TECHNIQUE, Section, Statement
from reader.report.template import load_templates
from reader.report.tokens import tokens
from reader.review.checks import check
from tests.report.examples import RIGHT_UPPER
from tests.review.conftest import make_report, make_study
from tests.review.test_checks import LEFT, RIGHT, finding, order

EFFUSION = replace(finding(RIGHT), finding=Code("60046008", "SCT", "Pleural effusion"))
NODULE = replace(finding(RIGHT), site=RIGHT_UPPER)
STONE = replace(
    finding(LEFT), finding=Code("95570007", "SCT", "Kidney stone"), site=Code("64033007", "SCT", "Kidney")
)


def asked(kind: str, told: str, *findings: Finding, impression: str = "Seen.", **sections: str) -> list[str]:
    report = make_report(told, impression)
    for name, heading in (("technique", TECHNIQUE), ("comparison", COMPARISON)):
        if name in sections:
            lines = (Statement(sections[name]),) if sections[name] else ()
            report = replace(report, sections=(Section(heading, name, lines), *report.sections))
    task = order(procedure=sections.get("procedure", "CT chest"), comment=sections.get("comment", ""))
    return [one.text for one in check(report, make_study(), task, findings) if one.kind == kind]


@pytest.mark.parametrize(
    ("told", "of"),
    [
        ("No pleural effusion.", EFFUSION), ("双侧胸腔未见积液。", EFFUSION), ("右侧胸腔无积液。", EFFUSION),
        ("No nodules.", NODULE), ("双肺未见结节。", NODULE), ("Both kidneys without stones.", STONE),
    ],
)
def test_what_is_denied_and_is_in_the_list_is_asked_about(told: str, of: Finding) -> None:
    assert len(asked("denied", told, of)) == 1


def test_each_clause_that_denies_it_is_asked_about() -> None:
    found = asked("denied", "双肺未见结节。", NODULE, impression="No nodules.")
    assert len(found) == 2 and "双肺未见结节" in found[0] and "No nodules" in found[1]


def test_what_is_denied_is_quoted_as_it_is_written() -> None:
    told = "The lungs are clear, without nodule, mass or cyst."
    assert "“without nodule, mass or cyst”" in asked("denied", told, NODULE)[0]


@pytest.mark.parametrize(
    ("told", "of"),
    [
        ("Right pleural effusion. No pericardial effusion.", EFFUSION), ("No pericardial effusion.", EFFUSION),
        ("No left pleural effusion.", EFFUSION), ("左侧胸腔未见积液。", EFFUSION),
        ("右侧胸腔积液，左侧未见积液。", EFFUSION),
        ("No other nodules.", NODULE), ("余肺未见结节。", NODULE), ("右肺上叶结节，余未见结节。", NODULE),
        ("胆囊未见结石。", STONE), ("甲状腺未见结节。", NODULE), ("No consolidation.", NODULE), ("", NODULE),
    ],
)  # fmt: skip
def test_what_denies_something_else_is_not(told: str, of: Finding) -> None:
    assert asked("denied", told, of) == []


def test_what_was_rejected_may_be_denied() -> None:
    assert asked("denied", "No nodules.", replace(NODULE, status=Status.REJECTED)) == []


@pytest.mark.parametrize(
    ("procedure", "technique", "expected"),
    [
        ("CT chest with contrast 胸部增强", "胸部CT平扫。", 1),
        ("CT chest, plain 胸部平扫", "Contrast-enhanced CT.", 1),
        ("CT chest, plain 胸部平扫", "CT without contrast.", 0), ("CT chest with contrast", "Enhanced CT.", 0),
        ("CT 平扫+增强", "平扫。", 0), ("CT chest", "Non-contrast CT.", 0), ("CT chest with contrast", "", 0),
    ],
)
def test_contrast_as_it_was_ordered(procedure: str, technique: str, expected: int) -> None:
    assert len(asked("order", "Clear.", procedure=procedure, technique=technique)) == expected


@pytest.mark.parametrize(
    ("comment", "told", "comparison", "expected"),
    [
        ("Cough. Compare with 8 November.", "Clear.", "", 1), ("咳嗽，请与11月8日对比", "双肺清晰。", "", 1),
        ("Progress?", "Nodule unchanged.", "", 0), ("评估变化", "结节较前增大。", "", 0),
        ("Progress?", "Clear.", "8 November 2026", 0), ("Cough.", "Clear.", "", 0),
    ],
)
def test_a_comparison_that_was_asked_for(comment: str, told: str, comparison: str, expected: int) -> None:
    assert len(asked("order", told, comment=comment, comparison=comparison)) == expected


@pytest.mark.parametrize(
    "text", ["Nodule of ___ mm.", "结节大小约（ ）mm", "Nodule in the XX lobe", "下叶??", "待补充"]
)
def test_a_place_that_was_not_filled_in(text: str) -> None:
    assert len(asked("gap", text)) == 1


@pytest.mark.parametrize(
    "text", ["Nodule (RUL) 6×4 mm.", "结节（右肺）6 mm", "Progress?", "Level L4/5 [axial]", "MAX 6"]
)
def test_what_is_filled_in_is_not_asked_about(text: str) -> None:
    assert asked("gap", text) == []


def test_bundled_templates_say_none_of_it() -> None:
    """Every normal sentence, beside an order of its kind."""
    for template in load_templates():
        every = (line for section in template.sections for line in section.normal(""))
        lines = tuple(Statement(line) for line in every if not tokens(line))  # a place to fill is asked about
        report = make_report("", "")
        report = report.with_section(Section(FINDINGS, "Findings", lines))
        kinds = {one.kind for one in check(report, make_study(), order(), ())}
        assert not kinds & {"denied", "order", "gap", "lobe"}, template
