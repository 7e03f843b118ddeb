"""Diseases to be reported by law: what a report says or suspects, never what it denies, or calls old."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.errors import ReaderError
from reader.report.model import FINDINGS, IMPRESSION, Report, Section, Statement
from reader.report.template import load_templates
from reader.review.notifiable import BUNDLED, diseases_of, notices_in
from tests.review.conftest import make_report


def impression(text: str, heading: object = IMPRESSION, *, locked: bool = False) -> Report:
    plain = make_report("", "")
    section = Section(heading, "Impression", tuple(map(Statement, text.split("\n"))), locked=locked)  # type: ignore[arg-type]
    return replace(plain, sections=(section,))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("右肺上叶继发性肺结核，活动性可能大。", ["tuberculosis"]),
        ("考虑结核可能，建议进一步检查。", ["tuberculosis"]),
        ("结核待排。", ["tuberculosis"]), ("不能除外结核。", ["tuberculosis"]),
        ("肝包虫病，囊型。", ["echinococcosis"]),
        ("双肺尘肺改变。", ["pneumoconiosis"]), ("新冠肺炎恢复期。", ["covid-19"]),
        ("布氏杆菌性脊柱炎。", ["brucellosis"]),
        ("Findings suspicious for active tuberculosis.", ["tuberculosis"]),
        ("TB cannot be excluded.", ["tuberculosis"]),
        ("Hydatid cyst of the liver, 5 cm.", ["echinococcosis"]), ("Simple silicosis.", ["pneumoconiosis"]),
        ("Active tuberculosis; silicosis.", ["tuberculosis", "pneumoconiosis"]),
        ("右肺上叶陈旧性肺结核。", []), ("未见肺结核征象。", []), ("建议结合结核菌素试验排除结核。", []),
        ("No evidence of tuberculosis.", []), ("Old healed TB.", []), ("Sequelae of TB, unchanged.", []),
        ("Tuberculosis is unlikely.", []), ("History of tuberculosis, no active disease.", []),
        ("The lesion aids the diagnosis.", []), ("Pneumonia of the right lower lobe.", []),
    ],
)  # fmt: skip
def test_what_is_said_or_suspected(text: str, keys: list[str]) -> None:
    assert [one.disease.key for one in notices_in(impression(text), diseases_of())] == keys


def test_only_what_is_concluded_now_counts() -> None:
    said = "Active tuberculosis of the right upper lobe."
    assert not notices_in(impression(said, FINDINGS), diseases_of())
    assert not notices_in(impression(said, locked=True), diseases_of()), "an addendum tells it no second time"


def test_no_bundled_normal_text_has_to_be_reported() -> None:
    normal = [text for template in load_templates() for section in template.sections for text in section.normal()]
    assert len(normal) > 20
    assert [text for text in normal if notices_in(impression(text), diseases_of())] == []


def test_a_list_of_ones_own_and_lists_that_cannot_be_read(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    entry = {"key": "measles", "en": "Measles", "zh": "麻疹", "group": "notify within 24 h", "words": ["measles"]}
    own.write_text(json.dumps({"diseases": [entry]}), "utf-8")
    [notice] = notices_in(impression("Pneumonia, consistent with measles."), diseases_of(own))
    assert (notice.disease.key, notice.said, notice.disease.kind) == ("measles", "measles", "notify within 24 h")
    for number, bad in enumerate((
        "", "[]", "{}", json.dumps({"diseases": [entry | {"words": []}]}),
        json.dumps({"diseases": [entry | {"words": ["("]}]}), json.dumps({"diseases": [entry | {"key": "A B"}]}),
    )):  # fmt: skip
        path = tmp_path / f"{number}.json"
        path.write_text(bad, "utf-8")
        with pytest.raises(ReaderError, match="can't be read"):
            diseases_of(path)
    assert len(diseases_of(BUNDLED)) > 10
