"""A technique, an impression or a template of another modality than the exam's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.report.model import FINDINGS, IMPRESSION, TECHNIQUE, Statement
from reader.report.template import load_templates
from reader.review.checks import Severity, check
from tests.report.examples import LI, SUBJECT
from tests.review.conftest import make_study

TEMPLATES = {t.template_id.removeprefix("reader."): t for t in load_templates()}
HEADINGS = {"technique": TECHNIQUE, "findings": FINDINGS, "impression": IMPRESSION}


def asked(modality: str, template: str, /, modalities: tuple[str, ...] = (), **said: str) -> list[str]:
    one = TEMPLATES[template]
    report = one.new_report(replace(SUBJECT, modality=modality, body_part=""), LI)
    for name, text in said.items():
        section = replace(report.section(HEADINGS[name]), statements=(Statement(text),))
        report = report.with_section(section)
    screen = replace(make_study(), modalities=modalities or (modality,))
    found = [one for one in check(report, screen, None, (), template=one) if one.kind == "modality"]
    assert all(one.severity is Severity.ASK for one in found)
    return [one.text for one in found]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_all_normal_of_another_modality(language: str) -> None:
    """An MR exam of the brain with "CT head": the template, its technique and its sentences with "CT" in them."""
    one = TEMPLATES[f"ct-head.{language}"]
    normal = {name: "\n".join(one.section(h).normal()) for name, h in HEADINGS.items()}  # type: ignore[union-attr]
    for name in ("technique", "impression"):
        found = asked("MR", f"ct-head.{language}", **{name: normal[name]})
        assert one.title in found[0] and (("CT" in normal[name]) == (len(found) == 2))
    assert asked("CT", f"ct-head.{language}", **normal) == []


@pytest.mark.parametrize(
    ("exam", "text"),
    [
        ("MR", "CT of the head without intravenous contrast."), ("MR", "头颅CT平扫。"),
        ("CT", "头颅MR平扫及增强。"), ("CT", "MRI of the brain, without contrast."), ("DX", "CT of the chest."),
        ("CR", "胸部CT平扫。"),
        ("US", "磁共振平扫。"), ("CT", "Ultrasound of the liver."), ("CT", "肝脏超声检查。"),
        ("CT", "胸部正侧位片。"), ("MR", "Radiographs in two planes."), ("MG", "乳腺MR增强扫描。"),
        ("DX", "双侧乳腺钼靶摄影。"),
        ("CT", "FDG PET/CT from the skull base to the thighs."),
        ("MR", "Multiplanar HRCT."), ("MR", "CTA, 64 rows."),
    ],
)  # fmt: skip
def test_a_technique_of_another_modality(exam: str, text: str) -> None:
    found = asked(exam, "general.en", technique=text)
    assert len(found) == 1 and text[:12] in found[0]


@pytest.mark.parametrize(
    ("exam", "text"),
    [
        ("MR", "MRI of the brain, compared with CT of 2026-01-15."), ("MR", "头颅MR平扫，与2026-01-15 CT对比。"),
        ("MR", "MRI of the brain. CT is advised if the question is bone."), ("MR", "建议CT检查。"),
        ("US", "Ultrasound with MRI fusion."), ("US", "超声造影，MR融合引导。"),
        ("MG", "Radiographs in two planes."), ("PT", "FDG PET/CT; low-dose CT for attenuation correction."),
        ("CR", "DR 胸部正侧位片。"), ("CT", "CT with us in attendance, Mr Li."),
        ("MR", "Prior CT from elsewhere was available."),
        ("OT", "CT of the head."), ("", "CT of the head."), ("CT", "CT angiography, CTA and CTV."),
    ],
)  # fmt: skip
def test_words_about_another_exam_are_no_contradiction(exam: str, text: str) -> None:
    assert asked(exam, "general.en", technique=text) == []


def test_both_modalities_of_one_exam_may_be_named() -> None:
    assert asked("PT", "pet-ct.en", ("PT", "CT"), technique="FDG PET/CT, CT with contrast.") == []
    assert asked("MG", "us-breast.en", ("MG", "US"), technique="Ultrasound of both breasts.") == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("No acute abnormality on CT.", 1), ("Normal CT of the head.", 1), ("头颅CT未见明显异常。", 1),
        ("CT advised.", 0), ("Stable against the CT of March.", 0), ("建议CT进一步检查。", 0),
        ("Calcification as on CT.", 0), ("外院头颅CT未见异常。", 0),
    ],
)  # fmt: skip
def test_an_impression_that_sums_up_another_modality(text: str, wrong: int) -> None:
    assert len(asked("MR", "mr-brain.en", impression=text)) == wrong


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_no_template_contradicts_its_own_modality(template: str) -> None:
    one = TEMPLATES[template]
    for code in (code.value for code in one.codes if code.scheme == "DCM"):
        for section in one.sections:
            for field in section.fields:
                for line in field.options:
                    found = [s for s in HEADINGS.items() if s[1] == section.heading]
                    assert not found or asked(code, template, **{found[0][0]: line}) == []
