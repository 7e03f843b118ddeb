"""Left against right: what silences a true contradiction, and what has a side in its name only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.report.model import FINDINGS, IMPRESSION, Statement
from reader.report.template import load_templates
from reader.review.checks import check
from tests.report.examples import LI, SUBJECT
from tests.review.conftest import make_study

TEMPLATES = {t.template_id: t for t in load_templates()}


def asked(findings: str, impression: str, kind: str = "side", **subject: str) -> bool:
    report = TEMPLATES["reader.ct-chest.en"].new_report(replace(SUBJECT, **subject), LI)  # type: ignore[arg-type]
    for heading, text in ((FINDINGS, findings), (IMPRESSION, impression)):
        report = report.with_section(replace(report.section(heading), statements=(Statement(text),)))
    return any(one.kind == kind for one in check(report, make_study(), None, ()))


@pytest.mark.parametrize(
    ("findings", "impression"),
    [
        ("Right subdural haematoma of 11 mm, midline shift to the left of 7 mm.", "Left subdural haematoma."),
        ("Tension pneumothorax on the right with mediastinal shift to the left.", "Left tension pneumothorax."),
        ("右侧硬膜下血肿，中线结构左移约7mm。", "左侧急性硬膜下血肿，中线左移。"),
        ("右侧气胸，纵隔向左移位。", "左侧气胸。"),
        ("Acute infarct of the right middle cerebral artery. Old lacune in the left thalamus.",
         "Acute infarct of the left middle cerebral artery."),
        ("Right paracentral extrusion at L4/5. Left facet arthropathy.", "Left L4/5 disc extrusion."),
    ],
)  # fmt: skip
def test_a_wrong_side_is_asked_about_beside_what_has_a_side_too(findings: str, impression: str) -> None:
    assert asked(findings, impression)


@pytest.mark.parametrize(
    ("findings", "impression"),
    [
        ("Filling defects in the left lower lobe artery.", "Pulmonary embolism with right heart strain."),
        ("Filling defects in the left lower lobe artery.", "Embolism on the left. Dilated right ventricle."),
        ("左肺下叶动脉充盈缺损。", "肺动脉栓塞，右心增大。"), ("左肺结节。", "右位主动脉弓。"),
        ("Right subdural haematoma, midline shift to the left.", "Right subdural haematoma."),
        ("Nodule in the left lung.", "Right-handed patient. Right aortic arch."),
        ("右侧气胸，纵隔左移。", "右侧气胸。"), ("Left atrium enlarged.", "Mild right ventricular hypertrophy."),
    ],
)  # fmt: skip
def test_a_name_with_a_side_in_it_is_no_side(findings: str, impression: str) -> None:
    assert not asked(findings, impression)


@pytest.mark.parametrize(
    ("findings", "silly"),
    [
        ("Appendix of 11 mm with stranding. Prostate enlarged.", False),
        ("Infrarenal aneurysm of 5.6 cm. Lumbar vertebrae degenerated.", False),
        ("小肠扩张积气。前列腺增大。", False), ("Menisci normal. Joint effusion.", True),
    ],
)  # fmt: skip
def test_an_exam_of_the_abdomen_is_known_by_its_bowel(findings: str, silly: bool) -> None:
    assert asked(findings, "Seen.", "body part", body_part="ABDOMEN") == silly
