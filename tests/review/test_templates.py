"""Numbers beyond the limits of a template, and required parts that nothing is said of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.report.model import FINDINGS, Statement
from reader.report.mrrt.model import Template
from reader.report.template import load_templates
from reader.review.checks import check
from tests.report.examples import LI, SUBJECT
from tests.review.conftest import make_study

BY_ID = {template.template_id: template for template in load_templates()}
THYROID_EN = "Right lobe {0} mm × 20 mm × 18 mm, left lobe 45 mm × 18 mm × 17 mm, isthmus 3 mm."
THYROID_ZH = "甲状腺右叶{0} mm×20 mm×18 mm，左叶45 mm×18 mm×17 mm，峡部厚3 mm。"


def asked(template: Template, *lines: str) -> list[str]:
    report = template.new_report(replace(SUBJECT, body_part=""), LI)
    section = replace(report.section(FINDINGS), statements=tuple(Statement(line) for line in lines))
    found = check(report.with_section(section), make_study(), None, (), template=template)
    return [one.text for one in found if one.kind == "template" and "Technique" not in one.text]


@pytest.mark.parametrize(("key", "line"), [("us-thyroid.en", THYROID_EN), ("us-thyroid.zh-CN", THYROID_ZH)])
@pytest.mark.parametrize(("number", "wrong"), [("48", 0), ("5", 0), ("4.9", 1), ("120", 0), ("480", 1)])
def test_a_number_beyond_its_limits(key: str, line: str, number: str, wrong: int) -> None:
    found = asked(BY_ID[f"reader.{key}"], line.format(number))
    assert len(found) == wrong and all(f"{number} mm" in text and "5 to 120" in text for text in found)


@pytest.mark.parametrize(
    ("key", "lines", "wrong"),
    [
        ("mammography.en", ["No suspicious mass."], 1),
        ("mammography.en", ["Breast composition: b, scattered."], 0),
        ("mammography.zh-CN", ["未见可疑肿块。"], 1), ("mammography.zh-CN", ["乳腺构成：c类（不均匀致密）。"], 0),
        ("mr-prostate.en", ["Lesion."], 1), ("mr-prostate.en", ["Volume of the gland 40 mL."], 0),
        ("ct-chest.en", [], 0), ("general.zh-CN", [], 0),
    ],
)  # fmt: skip
def test_a_required_part_of_which_nothing_is_said(key: str, lines: list[str], wrong: int) -> None:
    assert len(asked(BY_ID[f"reader.{key}"], *lines)) == wrong


def test_a_sentence_of_ones_own_has_no_limits() -> None:
    assert asked(BY_ID["reader.us-thyroid.en"], "Isthmus 400 mm, written freely.") == []
