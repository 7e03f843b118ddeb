"""A line beside a normal sentence of the report that denies what it names; sentences of another template."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.report.model import FINDINGS, IMPRESSION, Statement
from reader.report.template import load_templates
from reader.review.checks import check
from reader.review.opposites import contradicting
from reader.review.templates import normal_sentences
from tests.report.examples import LI, SUBJECT
from tests.review.conftest import make_study

BY_ID = {t.template_id.removeprefix("reader."): t for t in load_templates()}


def asked(template: str, impression: str, *own: str, kind: str = "denied", body: str = "CHEST",
          alone: bool = False) -> list[str]:  # fmt: skip
    """alone: the findings say nothing else."""
    one = BY_ID[template]
    part = one.section(FINDINGS)
    assert part is not None
    subject = replace(SUBJECT, body_part=body, study_description="")
    report = one.new_report(subject, LI)
    lines = tuple(Statement(line) for line in (*own, *(() if alone else part.normal())))
    report = report.with_section(replace(report.section(FINDINGS), statements=lines))
    if impression:
        report = report.with_section(replace(report.section(IMPRESSION), statements=(Statement(impression),)))
    return [one.text for one in check(report, make_study(), None, (), template=one) if one.kind == kind]


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("ct-chest.en", "Right upper lobe nodule 16 mm."), ("ct-chest.en", "Cardiomegaly."),
        ("ct-chest.en", "Nodule of the left adrenal, 12 mm."), ("ct-chest.zh-CN", "左肾上腺结节。"),
        ("ct-chest.en", "Pneumothorax on the left, tension."), ("ct-chest.en", "Large right pleural effusion."),
        ("ct-chest.en", "Fracture of the 5th left rib."), ("ct-chest.en", "Pneumonia in the right lower lobe."),
        ("ct-chest.en", "Enlarged subcarinal nodes."), ("ct-chest.en", "Aneurysm of the ascending aorta."),
        ("ct-chest.en", "Ground-glass opacity, left upper lobe."), ("ct-chest.en", "Pericardial effusion 2 cm."),
        ("ct-chest.zh-CN", "右上肺结节。"), ("ct-chest.zh-CN", "左侧气胸。"), ("ct-chest.zh-CN", "心脏增大。"),
        ("ct-chest.zh-CN", "右侧胸腔积液。"), ("ct-chest.zh-CN", "左侧第5肋骨骨折。"),
        ("ct-chest.zh-CN", "右肺下叶实变。"), ("ct-chest.zh-CN", "纵隔淋巴结肿大。"),
        ("ct-abdomen.en", "Liver lesion of 3 cm."), ("ct-abdomen.en", "Right kidney stone 5 mm."),
        ("ct-abdomen.en", "Splenomegaly."), ("ct-abdomen.en", "Ascites."), ("ct-abdomen.en", "Gallbladder stones."),
        ("ct-abdomen.en", "Hydronephrosis on the left."), ("ct-abdomen.zh-CN", "肝右叶囊肿。"),
        ("ct-abdomen.zh-CN", "脾大。"), ("ct-abdomen.zh-CN", "左肾结石。"), ("ct-abdomen.zh-CN", "腹腔积液。"),
        ("ct-head.en", "Subdural haematoma on the right."), ("ct-head.en", "Midline shift of 8 mm."),
        ("ct-head.en", "Acute infarct, left MCA."), ("ct-head.zh-CN", "左侧硬膜下血肿。"),
        ("ct-head.zh-CN", "中线结构向右移位约8mm。"), ("ct-angiography.en", "Acute pulmonary embolism."),
        ("ct-angiography.zh-CN", "主动脉夹层。"), ("mr-knee.en", "Tear of the medial meniscus."),
        ("mr-spine.zh-CN", "L4/5椎间盘突出。"), ("mr-knee.en", "Complete tear of the ACL."),
        ("mr-knee.zh-CN", "前交叉韧带断裂。"), ("dr-chest.en", "Blunting of the left costophrenic angle."),
        ("dr-chest.zh-CN", "左侧肋膈角变钝。"), ("dr-chest.zh-CN", "两肺纹理增多。"),
        ("ct-abdomen.en", "Diffuse fatty liver."), ("ct-abdomen.zh-CN", "脂肪肝。"),
        ("mammography.en", "Mass in the left breast, 14 mm."), ("mammography.zh-CN", "左乳见肿块。"),
        ("us-breast.zh-CN", "右乳外上象限见肿块。"),
        ("ct-head.en", "Generalised cerebral atrophy."), ("ct-head.zh-CN", "脑萎缩。"),
    ],
)  # fmt: skip
def test_an_impression_that_a_normal_sentence_denies(template: str, line: str) -> None:
    found = asked(template, line)
    assert len(found) == 1 and line[:8] in found[0]
    assert len(asked(template, "", line)) == 1  # in the findings as well


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("ct-chest.en", "No nodule in the right upper lobe."), ("ct-chest.en", "Thyroid nodule 12 mm."),
        ("ct-chest.en", "No fracture."),
        ("ct-chest.en", "The effusion seen in March has resolved."), ("ct-chest.en", "Normal chest CT."),
        ("ct-chest.en", "Pneumonia can not be excluded."), ("ct-chest.en", "Follow-up in 12 months."),
        ("ct-chest.en", "No evidence of pulmonary nodule or pleural effusion."),
        ("ct-chest.zh-CN", "两肺未见结节。"), ("ct-chest.zh-CN", "甲状腺结节。"), ("ct-chest.zh-CN", "心影不大。"),
        ("ct-chest.zh-CN", "胸腔积液已吸收。"), ("ct-chest.zh-CN", "建议随访。"),
        ("ct-abdomen.en", "Status post resection of a liver metastasis."), ("ct-abdomen.zh-CN", "胆囊切除术后。"),
        ("ct-abdomen.en", "No liver lesion, no stone."), ("ct-head.en", "No haemorrhage."),
        ("ct-head.zh-CN", "未见颅内出血。"), ("ct-abdomen.zh-CN", "前列腺增大。"),
        ("ct-head.zh-CN", "老年性脑萎缩。"), ("mr-knee.en", "No tear of the ACL."),
        ("dr-chest.zh-CN", "肋膈角未见变钝。"), ("mammography.zh-CN", "左乳良性肿块，较前无变化。"),
        ("mammography.zh-CN", "双乳未见肿块。"), ("us-breast.en", "Simple cyst of 12 mm."),
    ],
)  # fmt: skip
def test_what_denies_nothing_is_not_asked_about(template: str, line: str) -> None:
    assert asked(template, line) == []


NOTHING = {"en": "No significant abnormality on CT of the abdomen.", "zh-CN": "腹部CT未见明显异常。"}


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("en", "Focal lesion of the pancreas, 112 mm, hypodense.", 1), ("en", "Mass in the left adrenal.", 1),
        ("en", "Pneumoperitoneum.", 1), ("en", "Fracture of L2.", 1),
        ("zh-CN", "胰头见占位，大小约42mm。", 1), ("zh-CN", "膈下见游离气体。", 1), ("zh-CN", "L2椎体骨折。", 1),
        ("en", "No mass in the pelvis.", 0), ("en", "Nodule of 3 mm at the lung base.", 0),
        ("en", "Fracture of L2 no longer seen.", 0), ("en", "Mass effect is absent.", 0),
        ("zh-CN", "盆腔未见肿块。", 0), ("zh-CN", "肺底见3mm结节。", 0), ("zh-CN", "骨折术后改变。", 0),
    ],
)  # fmt: skip
def test_an_impression_of_a_normal_exam_is_asked_about_beside_a_grave_finding(
    language: str, line: str, expected: int
) -> None:
    """Also of what no other normal sentence of the template is about."""
    template = f"ct-abdomen.{language}"
    found = asked(template, NOTHING[language], line, alone=True)
    assert len(found) == expected and all(NOTHING[language] in text for text in found)
    assert len(asked(template, NOTHING[language], line)) >= expected and not asked(template, "", line, alone=True)


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("ct-chest.en", "Right upper lobe nodule, 16 mm, larger than on 15 Jan 2026. Left pleural effusion.",
         "Left pleural effusion"),
        ("ct-chest.zh-CN", "右肺上叶结节，大小约16mm×12mm，较2026-01-15的CT检查增大，建议穿刺活检以明确性质；"
         "左侧胸腔积液。", "左侧胸腔积液"),
    ],
)  # fmt: skip
def test_of_a_long_line_the_words_are_quoted_that_are_denied(template: str, line: str, words: str) -> None:
    assert [text for text in asked(template, line) if words in text]


def test_normal_sentences_are_never_against_each_other() -> None:
    every = sorted(normal_sentences())
    assert len(every) >= 200
    assert not [(one, other) for one in every for other in every if contradicting(f"{one} ", other)]


def test_a_normal_sentence_of_another_template_is_asked_about() -> None:
    uterus = next(one for one in sorted(normal_sentences()) if one.startswith("The uterus is of normal size"))
    spleen = "The spleen is of normal size, without focal lesion."
    assert len(asked("ct-chest.en", "", uterus, kind="template")) == 1
    assert asked("ct-chest.en", "", spleen, kind="template") == []  # the upper abdomen is in the template
    assert asked("ct-chest.en", "", uterus, kind="template", body="CHEST ABDOMEN") == []  # in the exam
    assert asked("ct-chest.en", "", uterus.replace("normal", "usual"), kind="template") == []
    assert asked("ct-chest.en", "", kind="template") == []
    assert len(asked("ct-chest.zh-CN", "", "子宫大小、形态正常，两侧卵巢区未见肿块。", kind="template")) == 1


@pytest.mark.parametrize("line", ["Mass of 4 cm in the right upper lobe.", "右肺上叶肿块，约4cm。"])
def test_each_sentence_that_denies_it_is_asked_about_by_itself(line: str) -> None:
    """Also the impression of a normal exam, beside the sentence of the organ: each has its own tick."""
    nothing, lungs = "心肺未见明显异常。", "肺野未见实变及结节影"
    found = asked("dr-chest.zh-CN", nothing, line)
    assert len(found) == 2 and lungs in found[0] and nothing in found[1]
    assert [text for text in asked("dr-chest.zh-CN", "", line) if lungs not in text] == []


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_positive_exam_with_a_normal_impression_is_asked_about(language: str) -> None:
    one = BY_ID[f"ct-chest.{language}"]
    part = one.section(IMPRESSION)
    assert part is not None
    [normal] = part.normal()
    nodule = "右肺结节 Nodule."
    for said, expected in (((normal,), True), ((normal, nodule), False), ((nodule,), False), ((), False)):
        for positive in (True, False, None):
            report = replace(one.new_report(SUBJECT, LI), positive=positive)
            lines = tuple(map(Statement, said))
            report = report.with_section(replace(report.section(IMPRESSION), statements=lines))
            kinds = [told.kind for told in check(report, make_study(), None, (), template=one)]
            assert ("flag" in kinds) is (expected and positive is True), (said, positive)


@pytest.mark.parametrize(
    ("language", "line", "concluded", "wrong"),
    [
        ("en", "Spiculated mass of the right upper lobe, 5 cm.", "Unremarkable CT of the chest.", True),
        ("en", "Spiculated mass of the right upper lobe, 5 cm.", "Normal study.", True),
        ("en", "Spiculated mass of the right upper lobe, 5 cm.", "No abnormality.", True),
        ("zh-CN", "右肺上叶肿块，约5cm。", "胸部CT平扫未见异常。", True),
        ("zh-CN", "右肺上叶肿块，约5cm。", "心肺膈未见异常。", True),
        ("en", "Spiculated mass of the right upper lobe, 5 cm.", "Mass, normal nodes.", False),
        ("zh-CN", "右上肺见团块影，大小约52mm×40mm。", "心肺未见明显异常。", True),
        ("en", "Spiculated mass of the right upper lobe, 5 cm.", "No acute disease.", False),
    ],
)  # fmt: skip
def test_a_normal_impression_in_one_s_own_words_is_one(
    language: str, line: str, concluded: str, wrong: bool
) -> None:
    found = asked(f"ct-chest.{language}", concluded, line, alone=True)
    assert any(concluded in one for one in found) == wrong


@pytest.mark.parametrize(
    ("template", "normal", "line", "wrong"),
    [
        ("ct-chest.en", "", "Small cyst of 9 mm in segment 7 of the liver.", True),
        ("ct-chest.en", "", "The liver is partly imaged.", False),
        ("general.en", "", "Left atrium 42 mm, mildly enlarged.", True),
        ("general.en", "", "Examined through the ribs.", False),
    ],
)  # fmt: skip
def test_that_all_or_an_organ_is_unremarkable_is_asked_about_beside_what_is_not(
    template: str, normal: str, line: str, wrong: bool
) -> None:
    assert (asked(template, normal, line) != []) == wrong


def test_of_a_line_the_sentence_is_quoted_that_says_that_all_is_normal() -> None:
    """Beside another one of the same line that names what is there."""
    normal, other = "心肺未见明显异常。", "右上肺占位，考虑肺癌。"
    found = asked("dr-chest.zh-CN", f"{normal}{other}", "右上肺见团块影，大小约52mm×40mm。", alone=True)
    assert found and all(f"“{normal}”" in one for one in found)
    assert asked("dr-chest.zh-CN", f"{normal}建议随访。", alone=True) == []
