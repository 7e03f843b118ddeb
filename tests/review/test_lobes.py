"""Lobes of the lungs that contradict each other, English and Chinese; nothing where none does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.dicom.values import Code
from reader.findings.model import Finding
from reader.report.model import ADDENDUM, FINDINGS, Section, Statement
from reader.review.checks import check
from reader.review.lobes import lobes
from tests.report.examples import RIGHT_UPPER
from tests.review.conftest import make_report, make_study
from tests.review.test_checks import finding

RIGHT_MIDDLE = Code("72481006", "SCT", "Middle lobe of right lung")


def asked(told: str, concluded: str, *findings: Finding, linked: tuple[str, ...] = ()) -> list[str]:
    report = make_report(told, concluded)
    report = report.with_section(Section(FINDINGS, "影像所见", (Statement(told, linked),)))
    return [one.text for one in check(report, make_study(), None, findings) if one.kind == "lobe"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nodule in the right upper lobe.", {("R", "upper")}), ("Upper lobe of the left lung", {("L", "upper")}),
        ("RML atelectasis, LLL clear", {("R", "middle"), ("L", "lower")}),
        ("右肺上叶尖段结节，左下肺索条", {("R", "upper"), ("L", "lower")}), ("右中叶", {("R", "middle")}),
        ("左肺中叶", set()), ("右肺结节", set()), ("右上腹部", set()), ("left upper quadrant", set()),
    ],
)  # fmt: skip
def test_lobes_of_a_text(text: str, expected: set[tuple[str, str]]) -> None:
    assert lobes(text) == expected


@pytest.mark.parametrize(
    ("told", "concluded"),
    [
        ("Nodule in the right middle lobe.", "Nodule in the right upper lobe."),
        ("右肺中叶见结节。", "右肺上叶结节。"), ("左肺下叶实变。", "LUL consolidation."),
    ],
)
def test_an_impression_of_another_lobe_is_asked_about(told: str, concluded: str) -> None:
    [said] = asked(told, concluded)
    assert "impression" in said


@pytest.mark.parametrize(
    ("told", "concluded"),
    [
        ("右肺上叶见结节，左肺下叶索条。", "右肺上叶结节。"), ("右肺上叶见结节。", "左肺未见异常。"),
        ("右肺见结节。", "右肺上叶结节。"), ("右肺尖段见结节，右肺下叶索条。", "右肺上叶结节。"),
        ("Nodules in the right upper and the right lower lobe.", "RLL nodule, suspicious."),
        ("右肺中叶未见异常，右肺上叶结节。", "右肺上叶结节。"), ("右肺中叶索条。", "右肺上叶未见结节。"),
    ],
)
def test_what_does_not_contradict_is_not(told: str, concluded: str) -> None:
    assert asked(told, concluded) == []


def test_a_sentence_and_its_finding() -> None:
    placed = replace(finding(), site=RIGHT_UPPER)
    [said] = asked("右肺中叶见结节。", "", placed, linked=("2.25.1",))
    assert "linked finding" in said
    assert asked("右肺上叶见结节。", "", placed, linked=("2.25.1",)) == []
    assert asked("结节。", "右肺上叶结节。", placed) == []
    [said] = asked("结节。", "右肺上叶结节。", replace(placed, site=RIGHT_MIDDLE))
    assert said.startswith("Right upper lobe")


@pytest.mark.parametrize(
    ("added", "wrong"),
    [
        ("Compared with 2025 the nodule of the left upper lobe has grown.", True), ("左肺上叶结节较前增大。", True),
        ("The nodule of the right upper lobe has grown.", False), ("The consolidation of the LLL is new.", False),
        ("No nodule in the left upper lobe.", False),
    ],
)  # fmt: skip
def test_an_addendum_about_another_lobe_is_asked_about(added: str, wrong: bool) -> None:
    signed = make_report("Nodule in the right upper lobe. LLL consolidation.", "Nodule, pneumonia.")
    sections = tuple(replace(section, locked=True) for section in signed.sections)
    report = replace(signed, sections=(*sections, Section(ADDENDUM, "补充", (Statement(added),))))
    said = [one.text for one in check(report, make_study(), None, ()) if one.kind == "lobe"]
    assert [one.startswith("Left upper lobe: in the addendum") for one in said] == [True] * wrong
