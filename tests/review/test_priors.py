"""Earlier exams: denied though they are known, compared with though nobody has looked at them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reader.dicom.ups.workitem import Workitem
from reader.dicom.values import Code
from reader.report.model import CLINICAL_INFORMATION, COMPARISON, FINDINGS, IMPRESSION, Report, Statement
from reader.report.template import load_templates
from reader.review.checks import Severity, check
from reader.review.priors import Prior
from tests.report.examples import LI, SUBJECT
from tests.review.conftest import STUDY_UID, make_study

TEMPLATE = next(t for t in load_templates() if t.template_id == "reader.ct-chest.en")
CT = Prior(date(2026, 1, 15), ("CT",), "Chest, plain")
KNEE = Prior(date(2025, 3, 2), ("MR",), "MR knee")
HEADINGS = {
    "comparison": COMPARISON, "findings": FINDINGS, "impression": IMPRESSION, "clinical": CLINICAL_INFORMATION,
}  # fmt: skip


def report_of(**said: str) -> Report:
    report = TEMPLATE.new_report(SUBJECT, LI)
    for name, text in said.items():
        lines = tuple(Statement(line) for line in text.split("\n"))
        report = report.with_section(replace(report.section(HEADINGS[name]), statements=lines))
    return report


def asked(kind: str, *priors: Prior, order: Workitem | None = None, **said: str) -> list[str]:
    found = check(report_of(**said), make_study(), order, (), priors=priors)
    of_kind = [one for one in found if one.kind == kind]
    assert all(one.severity is Severity.ASK for one in of_kind)
    return [one.text for one in of_kind]


@pytest.mark.parametrize(
    "text",
    [
        "No prior examination is available for comparison.", "无既往检查可供对比。", "No priors.", "None.", "无。",
        "There are no previous studies.", "No comparison available.", "未见前片。", "没有既往影像资料。",
        "Comparison: none.", "无对比检查。", "No prior CT is available.", "No earlier chest CT.", "首次检查。",
        "No prior for comparison.", "无既往胸部CT检查。",
    ],
)  # fmt: skip
def test_a_prior_that_is_known_and_denied(text: str) -> None:
    found = asked("prior", CT, KNEE, comparison=text)
    assert len(found) == 1 and text.rstrip(".。")[:20] in found[0] and "2026-01-15 CT Chest, plain" in found[0]
    assert asked("prior", comparison=text) == [], "none is known"


@pytest.mark.parametrize(
    "text",
    [
        "No prior chest CT is available.", "No relevant prior examination.", "No recent prior imaging.",
        "无同部位既往检查。", "近期无既往检查可供对比。", "No prior CT.", "No prior surgery.", "无既往手术史。",
        "No change from the prior examination.", "与2025-03-02 MR 对比。", "Compared with MR knee of 2025-03-02.",
        "No evidence of metastasis on the prior study.",
    ],
)  # fmt: skip
def test_what_is_true_beside_the_knee_is_not_asked_about(text: str) -> None:
    assert asked("prior", replace(KNEE, seen=True), comparison=text) == []


def test_that_there_is_none_is_no_answer_to_an_order_for_a_comparison() -> None:
    code = Code("110005", "DCM", "Interpretation")
    order = Workitem("2.25.1", "SCHEDULED", code, study_uid=STUDY_UID, comment="Nodule in 2025, please compare.")
    none = "No prior examination is available for comparison."
    said = {"comparison": none, "impression": "Nodule of 8 mm."}
    assert len(asked("order", CT, order=order, **said)) == 1
    assert asked("order", order=order, **said) == [], "none is known"
    assert asked("order", CT, order=order, comparison=f"{none}\nCompared with CT of 2026-01-15.") == []
    assert asked("order", CT, order=order, comparison=none, impression="Grown since 2026-01-15.") == []


@pytest.mark.parametrize(
    "date_text",
    [
        "2026-01-15", "2026/1/15", "2026年1月15日", "15 January 2026", "Jan 15, 2026", "15.01.2026", "January 2026",
    ],
)  # fmt: skip
def test_a_comparison_by_date_with_images_that_nobody_has_seen(date_text: str) -> None:
    text = f"Nodule of 12 mm (CT of {date_text}: was 10 mm)."
    for heading in ("comparison", "findings", "impression"):
        found = asked("prior unseen", CT, KNEE, **{heading: text})
        assert len(found) == 1 and "2026-01-15 CT Chest, plain" in found[0]
    assert asked("prior unseen", replace(CT, seen=True), KNEE, findings=text) == []
    assert asked("prior unseen", KNEE, findings=text) == [], "films that came with the patient"
    assert asked("prior unseen", CT, clinical=text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Larger than on 15 January.", 1), ("Worse than on January 15th.", 1),
        ("Compared with 15 Jan., larger.", 1), ("与1月15日对比，结节增大。", 1), ("较1月15日CT增大。", 1),
        ("Larger than on 16 January.", 0), ("Septal 15 mm.", 0), ("Jan 15 mm.", 0), ("1月15日外院CT对比。", 0),
        ("Larger than on 15 January 2025.", 0), ("建议1月15日复查。", 0), ("Biopsy planned on 15 January.", 0),
    ],
)  # fmt: skip
def test_a_comparison_by_a_day_without_its_year(text: str, wrong: int) -> None:
    found = asked("prior unseen", CT, replace(KNEE, seen=True), findings=text)
    assert len(found) == wrong and all("2026-01-15 CT Chest, plain" in one for one in found)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Compared with the prior CT: unchanged.", 1), ("与前片对比，无明显变化。", 1), ("结节较前增大。", 1),
        ("Larger than on the previous examination.", 1),
        ("与对侧对比，信号增高。", 0), ("Compared with the left side, swollen.", 0),
        ("与外院前片对比，无变化。", 0), ("No prior examination.", 0), ("Compared with ____ of ____.", 0),
    ],
)  # fmt: skip
def test_a_comparison_without_a_date_where_nothing_was_opened(text: str, wrong: int) -> None:
    assert len(asked("prior unseen", CT, findings=text)) == wrong
    assert asked("prior unseen", replace(CT, seen=True), KNEE, findings=text) == []
    assert asked("prior unseen", findings=text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Previous films not available.", "Earlier examinations are not at hand.", "Prior imaging: none.",
        "No comparison.", "First CT examination.", "既往片未见。",
    ],
)  # fmt: skip
def test_that_there_is_nothing_earlier_is_known_in_other_words_too(text: str) -> None:
    assert len(asked("prior", CT, findings=text)) == 1 and asked("prior", findings=text) == []


def test_an_exam_that_nobody_has_seen_is_asked_about_once_by_the_words_that_name_it() -> None:
    long = "Known nodule of the right upper lobe, 16 x 11 mm now, on 15 January 2026 14 x 10 mm."
    [one] = asked("prior unseen", CT, comparison="CT of 15 January 2026.", findings=long)
    assert "15 January 2026" in one
    [one] = asked("prior unseen", CT, findings=long)
    assert "15 January 2026" in one
    [one] = asked("prior unseen", CT, findings="Nodule grown since the prior.", impression="与前片对比，增大。")
    assert "Nodule grown" in one


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Consolidation in the left lower lobe, larger than on 15 January 2026. Small effusion on the right.",
         "“… lobe, larger than on 15 January 2026.”"),
        ("两肺纹理清晰。与2026年1月15日胸部CT对比，左肺下叶实变较前增大。右侧胸腔少量积液。余未见明显异常。",
         "“… 与2026年1月15日胸部CT对比，左肺下叶实变较前增大。”"),
        ("Compared with CT of 2026-01-15: the consolidation is larger now. Small effusion on the right.",
         "“Compared with CT of 2026-01-15: the cons…”"),
    ],
)  # fmt: skip
def test_the_comparing_words_are_quoted_and_not_the_sentence_after_them(text: str, quoted: str) -> None:
    [one] = asked("prior unseen", CT, findings=text)
    assert one.startswith(quoted)
