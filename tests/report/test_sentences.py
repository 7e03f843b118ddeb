"""Findings in words; the expected ones were written by hand, as a radiologist would."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.dicom.values import Code
from reader.findings.model import Measurement
from reader.report.sentences import sentence, statement
from reader.study.numbering import ImageNumber
from tests.report.examples import NODULE, nodule

LEFT, RIGHT = Code("7771000", "SCT", "Left"), Code("24028007", "SCT", "Right")


def size(code: str, value: float, unit: str = "mm") -> Measurement:
    return Measurement(Code(code, "SCT", ""), value, Code(unit, "UCUM", unit))


@pytest.mark.parametrize(
    ("site", "side", "sizes", "chinese", "english"),
    [
        ("Upper lobe of right lung", None, [("103339001", 16.09), ("103340004", 11.08)],
         "右肺上叶见结节，大小约16mm×11mm（图像116）。",
         "Nodule in the right upper lobe, 16 mm × 11 mm (image 116)."),
        ("Upper lobe of lung", LEFT, [("118565006", 1694.9, "mm3")],
         "左肺上叶见结节，体积约1.7cm³（图像116）。", "Nodule in the left upper lobe, volume 1.7 cm³ (image 116)."),
        ("Structure of middle lobe of right lung (body structure)", RIGHT, [("410668003", 4.26)],
         "右肺中叶见结节，长径约4.3mm（图像116）。", "Nodule in the right middle lobe, 4.3 mm (image 116)."),
        ("Liver", None, [], "肝脏见结节（图像116）。", "Nodule in the liver (image 116)."),
        ("Kidney", LEFT, [], "左肾见结节（图像116）。", "Nodule in the left kidney (image 116)."),
        ("Breast", LEFT, [("410668003", 44.0, "{pixels}")],
         "左侧乳腺见结节，长径约44像素（图像116）。", "Nodule in the left breast, 44 pixels (image 116)."),
        # words that are not known are never translated by half: a side in them stays as it was written
        ("Left frontal lobe", None, [],
         "Left frontal lobe见结节（图像116）。", "Nodule in the left frontal lobe (image 116)."),
        ("", None, [], "见结节（图像116）。", "Nodule (image 116)."),
    ],
)  # fmt: skip
def test_sentence(site: str, side: Code | None, sizes: list[tuple], chinese: str, english: str) -> None:  # type: ignore[type-arg]
    place = Code("x", "SCT", site) if site else None
    measured = tuple(size(*entry) for entry in sizes)
    finding = replace(nodule(), finding=NODULE, site=place, laterality=side, measurements=measured)
    assert sentence(finding, "zh-CN", ImageNumber(116)) == chinese
    assert sentence(finding, "en", ImageNumber(116)) == english


def test_certainty_is_not_copied_and_origin_is_kept_apart() -> None:
    said = statement(nodule(), "zh")
    assert "91" not in said.text and "NoduleFinder" not in said.text and "图像" not in said.text
    assert said.finding_uids == ("2.25.5",) and said.algorithms == ("NoduleFinder 1.2",)
