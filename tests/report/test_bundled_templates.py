"""The bundled templates: readable, the same in both languages, chosen for the exams they are for, and silent in the
last check."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.profile import RESOURCES
from reader.report.model import COMPARISON, FINDINGS, IMPRESSION, TECHNIQUE, Report, Statement
from reader.report.mrrt.model import Situation
from reader.report.mrrt.writing import written
from reader.report.template import FOLDER, Template, choose_template, load_templates, parse_template
from reader.report.tokens import tokens
from reader.review.checks import Severity, check
from reader.review.contrast import Phase, phases
from tests.report.examples import LI, SUBJECT
from tests.review.conftest import make_study

KEYS = (
    "ct-abdomen", "ct-angiography", "ct-chest", "ct-chest-abdomen", "ct-head", "ct-lowdose", "dr-chest",
    "dr-extremity", "general", "mammography", "mr-brain", "mr-knee", "mr-prostate", "mr-spine", "pet-ct",
    "us-abdomen", "us-breast", "us-thyroid",
)  # fmt: skip
# modality, what describes the exam, the template
EXAMS = [
    ("CT", "CHEST CT chest, plain", "ct-chest"), ("CT", "胸部CT平扫", "ct-chest"), ("CT", "肺部CT增强", "ct-chest"),
    ("CT", "Thorax HRCT", "ct-chest"), ("CT", "胸部CT平扫+增强 CHEST", "ct-chest"),
    ("CT", "CHEST Low-dose CT lung cancer screening", "ct-lowdose"), ("CT", "CHEST 胸部低剂量CT", "ct-lowdose"),
    ("CT", "LDCT chest", "ct-lowdose"), ("CT", "肺癌筛查CT", "ct-lowdose"),
    ("CT", "CHEST CTPA pulmonary embolism", "ct-angiography"), ("CT", "胸主动脉CTA", "ct-angiography"),
    ("CT", "肺动脉CTA CHEST", "ct-angiography"), ("CT", "CT angiography of the thoracic aorta", "ct-angiography"),
    ("CT", "ABDOMEN CT upper abdomen, plain", "ct-abdomen"), ("CT", "上腹部CT平扫", "ct-abdomen"),
    ("CT", "腹盆CT平扫 ABDOMEN", "ct-abdomen"), ("CT", "CT liver, three phases", "ct-abdomen"),
    ("CT", "KIDNEY CT KUB", "ct-abdomen"), ("CT", "泌尿系CT", "ct-abdomen"),
    ("CT", "CT chest, abdomen and pelvis", "ct-chest-abdomen"), ("CT", "胸腹部CT增强", "ct-chest-abdomen"),
    ("CT", "胸部+上腹部CT平扫", "ct-chest-abdomen"),
    ("CT", "HEAD CT head without contrast", "ct-head"), ("CT", "头颅CT平扫", "ct-head"),
    ("CT", "颅脑CT", "ct-head"), ("CT", "CT brain", "ct-head"),
    ("CT", "股骨头CT", "general"), ("CT", "胸椎CT", "general"), ("CT", "CTA of the head and neck", "general"),
    ("CT", "冠状动脉CTA CHEST", "general"), ("CT", "腹股沟CT", "general"),
    ("MR", "BRAIN MR brain, 3D T1", "mr-brain"), ("MR", "头颅MR平扫", "mr-brain"), ("MR", "垂体MR增强", "general"),
    ("MR", "LSPINE MR lumbar spine", "mr-spine"), ("MR", "腰椎MR平扫", "mr-spine"), ("MR", "颈椎MRI", "mr-spine"),
    ("MR", "KNEE MR left knee", "mr-knee"), ("MR", "左膝关节MR平扫", "mr-knee"),
    ("MR", "PROSTATE mpMRI", "mr-prostate"), ("MR", "前列腺MR（ADC）", "mr-prostate"),
    ("MR", "宫颈癌MR", "general"), ("MR", "", "general"),
    ("DX", "CHEST DR chest, PA and lateral", "dr-chest"), ("CR", "胸部正侧位", "dr-chest"),
    ("DX", "床旁胸片", "dr-chest"), ("DX", "KNEE Right knee AP/lateral", "dr-extremity"),
    ("DX", "左手正斜位", "dr-extremity"), ("CR", "HIP both hips", "dr-extremity"),
    ("DX", "踝关节正侧位", "dr-extremity"), ("DX", "颈椎正侧位", "general"), ("DX", "SKULL", "general"),
    ("MG", "BREAST Screening mammography", "mammography"), ("MG", "双乳钼靶", "mammography"),
    ("MG", "", "mammography"),
    ("US", "ABDOMEN Ultrasound upper abdomen", "us-abdomen"), ("US", "肝胆胰脾彩超", "us-abdomen"),
    ("US", "甲状腺彩超", "us-thyroid"), ("US", "US thyroid and neck", "us-thyroid"),
    ("US", "乳腺彩超", "us-breast"), ("US", "Breast ultrasound", "us-breast"), ("US", "心脏彩超", "general"),
    ("US", "Echocardiography HEART", "general"), ("US", "颈动脉彩超", "general"), ("US", "产科超声", "general"),
    ("PT", "FDG PET/CT whole body", "pet-ct"), ("PT", "全身PET-CT", "pet-ct"), ("PT", "心肌PET", "general"),
]  # fmt: skip


def pair(key: str) -> tuple[Template, Template]:
    by_id = {template.template_id: template for template in load_templates()}
    return by_id[f"reader.{key}.en"], by_id[f"reader.{key}.zh-CN"]


def test_all_are_there_in_both_languages_with_the_same_structure() -> None:
    assert len(load_templates()) == 2 * len(KEYS) == len(list(FOLDER.glob("*.html")))
    for key in KEYS:
        english, chinese = pair(key)
        assert (english.codes, english.suits) == (chinese.codes, chinese.suits)
        shapes = [
            [
                (
                    section.heading, section.required,
                    [
                        (
                            one.field_id, len(one.options), bool(one.default), one.sex, one.when, one.prose,
                            bool(one.topics), bool(one.removed),
                            sorted((slot.kind.value, slot.minimum, slot.maximum, len(slot.options), slot.required)
                                   for slot in one.slots),
                        )
                        for one in section.fields
                    ],
                )
                for section in template.sections
            ]
            for template in (english, chinese)
        ]  # fmt: skip
        for of_english, of_chinese in zip(*shapes, strict=True):
            if key in ("general", "ct-chest"):  # of before: number and names of their parts
                assert len(of_english[2]) == len(of_chinese[2])
            else:
                assert of_english == of_chinese, key


def test_written_again_each_says_the_same() -> None:
    for template in load_templates():
        assert replace(parse_template(written(template)), source=template.source) == template


@pytest.mark.parametrize(("modality", "about", "key"), EXAMS)
def test_each_exam_has_its_template(modality: str, about: str, key: str) -> None:
    assert len(EXAMS) >= 60
    for language, tag in (("en", "en"), ("zh", "zh-CN")):
        assert choose_template(modality, about, language).template_id == f"reader.{key}.{tag}"


def test_the_exams_of_the_demo_have_theirs() -> None:
    manifest = json.loads((RESOURCES / "demo" / "manifest.json").read_text("utf-8"))
    chosen: dict[str, set[str]] = {}
    for exam in manifest["exams"]:
        if task := exam["task"]:
            modality = {"ct": "CT", "dr": "DX", "mr": "MR", "us": "US"}[exam["folder"][:2]]
            for label in (task["label"], task["label_zh"]):
                found = choose_template(modality, f"{task['body_part']} {label}", "zh").template_id
                chosen.setdefault(exam["folder"], set()).add(found.split(".")[1])
    assert chosen == {
        "ct-chest": {"ct-chest"}, "dr-chest": {"dr-chest"}, "mr-brain": {"mr-brain"}, "ct-head-qc": {"ct-head"},
        "us-echo": {"general"}, "mr-prostate": {"mr-prostate"}, "ct-covid": {"ct-chest"},
        "ct-abdomen-incomplete": {"ct-abdomen"}, "ct-abdomen": {"ct-abdomen"}, "mr-phantom": {"mr-brain"},
    }  # fmt: skip


BODY = {
    "ct-abdomen": "ABDOMEN", "ct-angiography": "CHEST", "ct-chest": "CHEST", "ct-chest-abdomen": "CHEST",
    "ct-head": "HEAD", "ct-lowdose": "CHEST", "dr-chest": "CHEST", "dr-extremity": "KNEE", "mammography": "BREAST",
    "mr-brain": "BRAIN", "mr-knee": "KNEE", "mr-prostate": "PROSTATE", "mr-spine": "LSPINE",
    "us-abdomen": "ABDOMEN", "us-breast": "BREAST", "us-thyroid": "THYROID",
}  # fmt: skip


def normal_report(template: Template, key: str, known: Situation) -> Report:
    """With every normal sentence and every place filled with its first option or a number in range."""
    subject = replace(
        SUBJECT, body_part=BODY.get(key, ""), patient=replace(SUBJECT.patient, sex=known.sex or "M")
    )
    report = template.new_report(subject, LI)
    for section in template.sections:
        lines = [filled(line) for line in section.normal("", known)]
        report = report.with_section(
            replace(report.section(section.heading), statements=tuple(Statement(line) for line in lines))
        )
    return report


def filled(text: str) -> str:
    for token in reversed(tokens(text)):
        text = text[: token.start] + (token.options[0] if token.options else "24") + text[token.end :]
    return text


@pytest.mark.parametrize(
    ("key", "sex"), [(key, sex) for key in KEYS for sex in "MF" if (key, sex) != ("mr-prostate", "F")]
)
@pytest.mark.parametrize("contrast", ["yes", "no", ""])
def test_the_last_check_is_silent_on_what_is_normal(key: str, sex: str, contrast: str) -> None:
    facts = {"contrast": contrast} if contrast else {}
    for template in pair(key):
        report = normal_report(template, key, Situation(sex, facts=facts))
        study = replace(make_study(), study_uid=report.subject.study_uid, body_part=report.subject.body_part)
        made = tuple(code.value for code in template.codes if code.scheme == "DCM")
        study = replace(study, patient=report.subject.patient, modalities=made or study.modalities)
        one_phase = key in ("ct-angiography", "ct-lowdose", "mr-knee", "pet-ct") or not key.startswith(("ct", "mr"))
        found = [one for one in check(report, study, None, ()) if one.severity is not Severity.NOTE]
        assert found == [], (template.template_id, [one.text for one in found])
        told = phases(report.section(TECHNIQUE).text)
        if contrast and not one_phase and key != "general":
            assert (Phase.ENHANCED in told) == (contrast == "yes"), template.template_id
        assert report.section(FINDINGS).text and report.section(IMPRESSION).text
        assert report.section(COMPARISON).text


def test_of_the_other_sex_and_of_what_was_removed_nothing_is_said() -> None:
    english, chinese = pair("ct-abdomen")
    for template, female, male in ((english, "uterus", "prostate"), (chinese, "子宫", "前列腺")):
        section = template.section(FINDINGS)
        assert section is not None
        whole = {"pelvis": "yes"}
        said = {sex: "\n".join(section.normal("", Situation(sex, facts=whole))).lower() for sex in ("F", "M", "")}
        upper = "\n".join(section.normal("", Situation("F"))).lower()
        for organ in (female, "bladder is", "膀胱", "appendix", "阑尾"):
            assert organ not in upper.replace("gallbladder is", ""), "the pelvis may not have been examined"
        assert female in said["F"] and male not in said["F"]
        assert male in said["M"] and female not in said["M"]
        assert female not in said[""] and male not in said[""]
    for history, gone, there in (
        ("Status post cholecystectomy 2019.", "gallbladder", "liver"), ("胆囊切除术后3年", "gallbladder", "liver"),
        ("After hysterectomy", "uterus", "gallbladder"), ("Nephrectomy on the left", "kidneys", "spleen"),
        ("No complaints, cholecystectomy 2019", "gallbladder", "liver"),
        ("No pain after cholecystectomy", "gallbladder", "liver"), ("无腹痛 胆囊切除术后", "gallbladder", "liver"),
        ("Follow-up for cholecystectomy in 2019", "gallbladder", "liver"),
        ("Mother had breast cancer, cholecystectomy 2019", "gallbladder", "liver"),
        ("Cholecystectomy 2019, appendicectomy not performed", "gallbladder", "liver"),
        ("Cholecystectomy planned in 2018; cholecystectomy 2019", "gallbladder", "liver"),
    ):  # fmt: skip
        section = english.section(FINDINGS)
        assert section is not None
        said_after = "\n".join(section.normal("", Situation("F", history, facts={"pelvis": "yes"}))).lower()
        assert gone not in said_after and there in said_after, history
    for history in (
        "No cholecystectomy.", "No history of cholecystectomy", "拟行腹腔镜下胆囊切除", "否认胆囊切除史",
        "Planned for cholecystectomy", "Cystectomy", "",
        "Cholecystectomy not performed.", "cholecystectomy declined", "Considering cholecystectomy",
        "Cholecystectomy: no",
        "Awaiting cholecystectomy", "cholecystectomy was cancelled", "On the waiting list for cholecystectomy",
        "胆囊切除术未做", "胆囊切除术：未行", "拟行胆囊切除术", "胆囊切除术取消", "母亲胆囊切除术后",
        "家族史：胆囊切除",
        "Mother: cholecystectomy", "Family history of cholecystectomy", "Cholecystectomy planned for May",
        "择期胆囊切除术", "Never had a cholecystectomy",
    ):  # fmt: skip
        section = english.section(FINDINGS)
        assert section is not None
        assert any("gallbladder" in line for line in section.normal("", Situation("F", history))), history


def test_every_file_is_what_it_says() -> None:
    for template in load_templates():
        assert Path(template.source).name == f"{template.template_id.removeprefix('reader.')}.html"
        assert template.title and template.description and template.rights
