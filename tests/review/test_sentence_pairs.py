"""Findings and an impression as radiologists write them, in both languages: what a colleague would ask about, by
the rule that asks, and ordinary pairs about which nobody would."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.report.model import FINDINGS, IMPRESSION, Statement
from reader.report.template import load_templates
from reader.review.checks import Discrepancy, check
from tests.report.examples import LI, SUBJECT
from tests.review.conftest import make_study

[GENERAL] = [t for t in load_templates() if t.template_id == "reader.general.en"]
OF_TEXT = {"side", "lobe", "denied", "level", "part", "breast", "figure", "flag"}


def asked(findings: str, impression: str) -> list[Discrepancy]:
    subject = replace(SUBJECT, body_part="", study_description="")
    report = GENERAL.new_report(subject, LI)
    for heading, text in ((FINDINGS, findings), (IMPRESSION, impression)):
        part = replace(report.section(heading), statements=(Statement(text),))
        report = report.with_section(part)
    screen = replace(make_study(), body_part="", description="")
    return [one for one in check(report, screen, None, ()) if one.kind in OF_TEXT]


def pairs(text: str) -> list[tuple[str, str]]:
    """ "Findings -> impression", one a line."""
    lines = (line.strip().split(" -> ") for line in text.split("\n") if line.strip())
    return [(findings, impression) for findings, impression in lines]


SIDES = """
    LLL consolidation. -> RLL pneumonia.
    8 mm nodule RUL. -> 8 mm LUL nodule, follow-up CT.
    8 mm nodule RUL. -> Left upper lobe nodule.
    Atelectasis of the left lower lobe. -> RLL atelectasis.
    LLL实变。 -> 右下肺肺炎。
    Small right pleural effusion. -> Small bilateral pleural effusions.
    Small right pleural effusion. -> Pleural effusions bilaterally.
    Fracture of the left 5th rib. -> Bilateral rib fractures.
    右侧胸腔少量积液。 -> 双侧胸腔少量积液。
    左侧气胸。右肺下叶实变。 -> 两侧气胸。
"""
LOBES = """
    LLL consolidation. Nodule in the right upper lobe, 16 mm. -> Right lower lobe pneumonia. RUL nodule.
    左肺下叶实变。右肺上叶结节，16mm。 -> 右肺下叶肺炎。右肺上叶结节。
"""
QUIET = """
    LLL consolidation. Nodule in the right upper lobe, 16 mm. -> Left lower lobe pneumonia. RUL nodule.
    Right lower lobe atelectasis. LUL nodule 8 mm. -> Left upper lobe nodule, 8 mm.
    RLL opacity. Left lung clear. -> Right lower lobe pneumonia.
    Consolidation of the RML and the lingula. -> Pneumonia of the right middle lobe and the lingula.
    Right upper lobe mass, 4 cm. Enlarged left supraclavicular node. -> Lung cancer with left supraclavicular nodes.
    Right upper lobe mass, 4 cm. Left adrenal nodule. -> Lung cancer with metastasis in the left adrenal.
    Mass of the right breast. Enlarged right axillary nodes. Left breast normal. -> Right breast cancer.
    右肺上叶肿块。左锁骨上淋巴结肿大。 -> 考虑肺癌伴左锁骨上淋巴结转移。
    右肺上叶肿块。左肾上腺结节。 -> 右肺上叶肺癌，肺癌左肾上腺转移可能。
    左肾肿块。右肾上腺增粗。 -> 肾癌伴右肾上腺转移可能。
    Moderate right, small left pleural effusion. -> Bilateral pleural effusions.
    Right pleural effusion. Trace on the left as well. -> Bilateral pleural effusions, right more than left.
    Multiple nodules, the largest in the right upper lobe. -> Bilateral pulmonary nodules.
    Small right pleural effusion. Consolidation in both lower lobes. -> Bilateral pneumonia and right effusion.
    Right pleural effusion. Left lower lobe atelectasis. -> Right pleural effusion, left basal atelectasis.
    右侧胸腔积液，左侧亦见少量。 -> 双侧胸腔积液。
    两肺炎症，右侧胸腔少量积液。 -> 两肺感染伴右侧胸腔积液。
    两肺多发结节，较大者位于右肺上叶。 -> 两肺多发结节。
    双侧胸腔少量积液，右侧为著。 -> 右侧胸腔积液。
"""


@pytest.mark.parametrize(("findings", "impression"), pairs(QUIET))
def test_ordinary_sentences_are_not_asked_about(findings: str, impression: str) -> None:
    assert asked(findings, impression) == []


@pytest.mark.parametrize(
    ("kind", "findings", "impression"),
    [
        (kind, *pair)
        for kind, text in (("side", SIDES), ("lobe", LOBES))
        for pair in pairs(text)
    ],
)  # fmt: skip
def test_a_colleague_would_ask(kind: str, findings: str, impression: str) -> None:
    assert kind in {one.kind for one in asked(findings, impression)}
