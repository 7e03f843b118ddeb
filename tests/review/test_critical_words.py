"""Sentences that must ask for a critical result, and sentences that must not, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reader.dicom.ups.critical import Category, CriticalResult, Event, What, new_result
from reader.dicom.values import PersonName
from reader.report.model import ObjectReference, Report, Statement
from reader.report.template import load_templates
from reader.review.checks import Severity, check
from reader.review.critical_words import critical_in
from reader.review.history import History
from reader.review.model import ReportState, ReportVersion
from reader.review.supplement import Supplement, begun
from tests.review.conftest import LI, make_report, make_study
from tests.review.test_checks import order

ASKS_EN = """
Tension pneumothorax on the left.
Large left pneumothorax under tension with mediastinal shift.
Right tension hydropneumothorax.
Acute type A aortic dissection extending into the left renal artery.
Aortic dissection without rupture.
Dissection of the descending thoracic aorta.
Aortic intramural haematoma of the ascending aorta.
Ruptured infrarenal abdominal aortic aneurysm.
Acute subarachnoid hemorrhage in the basal cisterns.
Left subdural haematoma, 12 mm, with midline shift.
Epidural hematoma over the right temporal lobe.
Intracerebral haemorrhage in the right thalamus.
Intraventricular haemorrhage.
Acute intracranial hemorrhage, no fracture.
No skull fracture. Right epidural hematoma.
No fracture, but there is a subdural hematoma.
Uncal herniation on the right.
Pulmonary embolism in both lower lobe arteries.
Segmental pulmonary emboli on the right.
Pulmonary embolism cannot be excluded.
Findings suggestive of pulmonary embolism.
Saddle pulmonary embolus with right heart strain.
Pneumoperitoneum.
Free air under the right hemidiaphragm.
Free intraperitoneal gas, most likely from a perforated ulcer.
Small amount of free gas beneath the diaphragm.
Bowel ischemia of the distal ileum.
Mesenteric infarction with gas in the portal vein.
Splenic rupture with haemoperitoneum.
Cardiac tamponade.
Known subdural hematoma, increased since yesterday.
Chronic subdural haematoma with acute bleeding.
No change of the lungs. New pulmonary embolism on the left.
Old lacunar infarct, acute subdural hematoma on the left.
Pulmonary embolism after surgery of the hip.
ICH left thalamus.
Acute PE.
Filling defects in both pulmonary arteries.
Both pulmonary arteries show large filling defects.
Pneumothorax on the left, tension.
Large right pneumothorax.
Right pneumothorax, with mediastinal shift to the left.
Perforated ulcer.
Perforation of the sigmoid colon.
Bowel perforation cannot be excluded.
Acute infarct in MCA territory.
Acute left-sided middle cerebral artery infarction.
Occlusion of the left M1 segment.
Basilar artery occlusion.
Midline shift of 8 mm.
Cord compression.
Compression of the spinal cord at T6.
Unstable fracture of C5.
Odontoid fracture.
Ectopic pregnancy.
Testicular torsion.
Torsion of the right ovary.
Closed loop obstruction.
Closed-loop small bowel obstruction.
Sigmoid volvulus.
Portal venous gas.
Active extravasation in the spleen.
SAH in the basal cisterns.
"""
NOT_EN = """
No tension pneumothorax.
No pneumothorax, pleural effusion or pulmonary embolism.
No evidence of aortic dissection.
No aortic dissection or aneurysm.
Without signs of aortic dissection.
No acute intracranial hemorrhage.
No intracranial haemorrhage, mass or midline shift.
Negative for subarachnoid hemorrhage.
There is no subdural or epidural hematoma.
Pulmonary embolism is excluded.
Pulmonary embolism: none.
Pulmonary embolism is not seen.
Pulmonary embolism has resolved.
The pulmonary arteries are free of pulmonary emboli.
Pulmonary embolism is unlikely.
Chronic subdural haematoma, unchanged.
Old intracerebral haemorrhage in the left putamen.
Known type B dissection, stable.
Status post repair of an aortic dissection.
History of pulmonary embolism.
Subdural hematoma is smaller than before.
Residual pulmonary embolism, decreased since the prior.
CT recommended to exclude pulmonary embolism.
If pulmonary embolism is suspected, CT angiography is advised.
CT of the chest, pulmonary embolism protocol.
No pneumoperitoneum.
No free air under the diaphragm.
No free intraperitoneal air or fluid.
Free air after laparoscopy, as expected.
Neither haemorrhage nor brain herniation.
No pericardial effusion, no cardiac tamponade.
No bowel ischemia.
Small left apical pneumothorax.
The aorta is of normal calibre.
Follow-up of intracranial haemorrhage: unchanged.
No ICH.
No acute PE.
CT pulmonary angiography, acute PE protocol.
No filling defects in the pulmonary arteries.
The pulmonary arteries show no filling defect.
No large pneumothorax.
Small pneumothorax, no tension.
Small pneumothorax without mediastinal shift.
No bowel perforation.
No acute infarct.
No acute intracranial haemorrhage or infarction.
Old infarct in the left MCA territory.
No midline shift.
Midline shift: none.
No cord compression.
No unstable fracture.
Old odontoid fracture.
No ectopic pregnancy.
No testicular torsion.
No volvulus or closed-loop obstruction.
No portal venous gas.
No active extravasation.
Physical examination (PE) was normal.
"""
ASKS_ZH = """
左侧张力性气胸，纵隔右移。
考虑右侧张力性气胸。
右侧张力性液气胸。
主动脉夹层（Stanford A型）。
胸主动脉夹层，累及左锁骨下动脉。
主动脉壁间血肿。
腹主动脉瘤破裂，腹膜后血肿。
考虑颅内动脉瘤破裂。
左侧基底节区脑出血，破入脑室。
颅内出血，请结合临床。
蛛网膜下腔出血。
右侧额颞顶部硬膜下血肿，中线左移。
左颞部硬膜外血肿。
右侧丘脑出血。
小脑出血，第四脑室受压。
脑干出血。
未见颅骨骨折，右侧硬膜外血肿形成。
脑疝形成。
双肺动脉栓塞。
右下肺动脉血栓栓塞。
肺栓塞不除外，建议CTPA。
不能排除肺栓塞。
肺动脉主干栓塞。
膈下游离气体。
双侧膈下可见新月形游离气体，考虑消化道穿孔。
腹腔内游离气体，考虑空腔脏器穿孔。
气腹。
绞窄性肠梗阻，肠壁坏死可能。
脾破裂，腹腔积血。
心包填塞。
慢性硬膜下血肿，较前增多。
未见骨折，但可见蛛网膜下腔出血。
肺动脉栓塞，右心增大。
陈旧性腔隙性脑梗死，左侧丘脑出血。
左侧丘脑出血，陈旧性腔隙性脑梗死。
肺癌术后，双肺动脉栓塞。
术后改变，左侧张力性气胸。
消化道穿孔。
考虑十二指肠球部溃疡穿孔。
大面积脑梗死。
急性脑梗死。
左侧额叶急性期梗死灶。
左侧大脑中动脉 M1 段闭塞。
左侧大脑中动脉闭塞。
左侧大量气胸。
右侧气胸，纵隔左移。
宫外孕。
右侧输卵管妊娠。
睾丸扭转。
卵巢囊肿蒂扭转。
颈椎骨折脱位。
枢椎齿状突骨折。
门静脉积气。
门静脉左支内可见积气。
肠壁积气。
闭袢性肠梗阻。
乙状结肠扭转，考虑肠扭转。
中线结构左移。
中线结构向右侧移位。
脊髓明显受压。
双肺动脉内多发充盈缺损。
脑挫裂伤。
脾脏活动性出血。
"""
NOT_ZH = """
未见张力性气胸。
未见明显颅内出血。
颅内未见出血灶。
未见脑出血及占位性病变。
脑实质未见出血。
未见蛛网膜下腔出血、硬膜下血肿。
未见硬膜下及硬膜外血肿。
无脑疝征象。
主动脉未见夹层征象。
未见主动脉夹层。
未见明确主动脉夹层及动脉瘤。
肺动脉未见栓塞。
未见肺动脉栓塞征象。
未见明确肺栓塞。
肺动脉主干及分支未见充盈缺损，排除肺栓塞。
肺栓塞：无。
肺栓塞（-）
肺栓塞可能性小。
膈下未见游离气体。
双膈下未见游离气体。
未见膈下游离气体。
腹腔未见游离气体。
未见气腹。
慢性硬膜下血肿，较前吸收。
陈旧性脑出血，软化灶形成。
左侧基底节区陈旧性脑出血。
主动脉夹层术后，支架在位。
主动脉夹层支架置入术后改变。
既往肺栓塞病史。
右侧硬膜下血肿，与前片相仿。
脑出血复查，较前吸收。
建议CTPA检查以排除肺栓塞。
腹腔镜术后，腹腔少量游离气体。
左侧少量气胸。
心影不大，未见心包填塞。
未见消化道穿孔征象。
鼓膜穿孔。
未见急性脑梗死。
陈旧性脑梗死。
双侧基底节区腔隙性脑梗死。
未见大量气胸。
左侧少量气胸，纵隔居中。
未见宫外孕征象。
未见睾丸扭转。
颈椎未见骨折及脱位。
颈椎生理曲度变直。
门静脉未见积气。
肠壁未见积气。
未见肠扭转。
中线结构居中。
中线结构无移位。
中线结构未见移位。
脊髓未见受压。
肺动脉主干及分支未见充盈缺损。
大脑中动脉未见闭塞。
未见活动性出血。
"""


def lines(text: str) -> list[str]:
    return [line for line in text.strip().split("\n") if line]


@pytest.mark.parametrize("told", [*lines(ASKS_EN), *lines(ASKS_ZH)])
def test_asks(told: str) -> None:
    assert list(critical_in(told)), told


@pytest.mark.parametrize("told", [*lines(NOT_EN), *lines(NOT_ZH)])
def test_does_not_ask(told: str) -> None:
    assert list(critical_in(told)) == []


def test_the_tables_are_large_enough() -> None:
    assert all(len(lines(table)) >= 30 for table in (ASKS_EN, NOT_EN, ASKS_ZH, NOT_ZH))


def test_no_bundled_normal_sentence_asks() -> None:
    normal = [text for t in load_templates() for s in t.sections for text in s.normal()]
    assert len(normal) > 20
    assert [text for text in normal if list(critical_in(text))] == []


def made(*events: Event, text: str = "Free air") -> CriticalResult:
    found = new_result(order(), "2.25.7", Category.MINUTES, text, LI, datetime.now(UTC))
    return replace(found, events=events)


TOLD = Event("2.25.8", What.TOLD, datetime.now(UTC), PersonName("Li^Na"), "D-001", "Dr Wu", read_back=True)


def asked(told: str, *results: CriticalResult) -> list[tuple[str, Severity]]:
    found = check(make_report(told, "Seen."), make_study(), order(), (), critical=results)
    return [(one.kind, one.severity) for one in found if one.kind.startswith("critical")]


def test_wording_without_a_critical_result_is_asked_about() -> None:
    assert asked("Free air under the diaphragm.") == [("critical wording", Severity.ASK)]
    assert asked("No free air under the diaphragm.") == []


def test_an_open_one_is_asked_about_and_a_closed_one_is_not() -> None:
    assert asked("Free air under the diaphragm.", made()) == [("critical open", Severity.ASK)]
    closed = made(TOLD)
    assert asked("Free air.", replace(closed, item=replace(closed.item, state="COMPLETED"))) == []
    gone = made()
    withdrawn = replace(gone, item=replace(gone.item, state="CANCELED"))
    assert asked("Free air.", withdrawn) == [("critical wording", Severity.ASK)]


@pytest.mark.parametrize("kind", list(Supplement))
@pytest.mark.parametrize(("written", "asks"), [
    ("Tension pneumothorax on the left.", True), ("Pneumothorax; dr  wu knows.", False),
    ("Pneumothorax, the ward was informed.", False), ("左侧张力性气胸，已电话告知病房。", False),
])  # fmt: skip
def test_what_was_told_since_the_signature_is_missed_in_an_addendum(
    written: str, kind: Supplement, *, asks: bool
) -> None:
    """It gets no section of it, nor does an amendment. What was signed says only who was told before."""
    signed = make_report("Left pneumothorax.", "Seen; Dr Ma was informed. 已电话通知马医生。")
    added = begun(signed, kind, LI)
    known = {section.key for section in signed.sections}
    new = next(section for section in added.sections if section.key not in known)
    added = added.with_section(replace(new, statements=(Statement(written),)))
    told, at = closed("Tension pneumothorax"), datetime.now(UTC)

    def kinds(report: Report, since: datetime, first: Report | None) -> list[str]:
        version = ReportVersion(signed, ReportState.SIGNED, ObjectReference("", "2.25.1", "2.25.2", ""), since)
        known = {"critical": (told,), "signed": first, "history": History((version,))}
        found = check(report, make_study(), order(), (), **known)  # type: ignore[arg-type]
        return [one.kind for one in found if one.kind == "critical since"]

    assert kinds(added, at - timedelta(hours=1), signed) == ["critical since"] * asks
    assert kinds(added, at + timedelta(hours=1), signed) == [], "told before it was signed"
    assert kinds(signed, at - timedelta(hours=1), None) == []


def closed(text: str) -> CriticalResult:
    one = made(TOLD, text=text)
    return replace(one, item=replace(one.item, state="COMPLETED"))


@pytest.mark.parametrize(("text", "told"), [
    ("Free air", "Pneumoperitoneum."),
    ("Perforated ulcer", "Free air under the diaphragm."),
    ("ICH left thalamus", "Intracerebral haemorrhage in the left thalamus, midline shift of 8 mm."),
    ("主动脉夹层", "胸主动脉夹层，累及左锁骨下动脉。"),
    ("Tension pneumothorax", "Pneumothorax on the left, tension."),
    ("Pneumothorax on the left, tension", "Tension pneumothorax."),
    ("肺栓塞", "Acute PE."),
])  # fmt: skip
def test_a_critical_result_answers_for_every_wording_of_its_matter(text: str, told: str) -> None:
    assert asked(told, closed(text)) == []


@pytest.mark.parametrize(("text", "told"), [
    ("Nodule in the right upper lobe, pneumothorax", "Nodule in the right upper lobe, pneumothorax. {}"),
    ("Nodule in the right upper lobe", "Nodule in the right upper lobe. {}"),
    ("Pulmonary nodule", "Pulmonary nodule. {}"),
    ("Free air", "Free air. {}"),
])  # fmt: skip
def test_and_for_none_of_another(text: str, told: str) -> None:
    for other in ("Aortic dissection type B.", "Pulmonary embolism on the left.", "左侧丘脑出血。"):
        assert asked(told.format(other), closed(text)) == [("critical wording", Severity.ASK)], other


@pytest.mark.parametrize(("text", "told", "said"), [
    ("Pneumothorax on the left, tension", "Large left pleural effusion.", False),
    ("Pneumothorax on the left, tension", "No pneumothorax.", False),
    ("Pneumothorax on the left, tension", "Left tension pneumothorax.", True),
    ("左侧张力性气胸", "未见气胸。", False),
    ("左侧张力性气胸", "左侧张力性气胸。", True),
    ("左侧张力性气胸", "心影不大。", False),
    ("Nodule in the right upper lobe, 16 mm", "Nodule of 16 mm in the right upper lobe.", True),
    ("Nodule in the right upper lobe, 16 mm", "No nodule.", False),
    ("Intracerebral haemorrhage", "Intracerebral hemorrhage.", True),
])  # fmt: skip
def test_what_only_its_own_section_still_says_is_asked_about(text: str, told: str, *, said: bool) -> None:
    kinds = [kind for kind, _ in asked(told, closed(text))]
    assert ("critical unsaid" not in kinds) == said


@pytest.mark.parametrize(("text", "told", "differs"), [
    ("Consolidation in the left lower lobe", "Consolidation in the right lower lobe.", True),
    ("Tension pneumothorax on the left", "Tension pneumothorax on the right.", True),
    ("左侧张力性气胸", "右侧张力性气胸。", True),
    ("Tension pneumothorax on the left", "Left tension pneumothorax. Nodule in the right upper lobe.", False),
    ("Tension pneumothorax on the left", "Tension pneumothorax on the left. No pneumothorax on the right.", False),
    ("Pulmonary embolism", "Pulmonary embolism on the left.", False),
    ("Pneumothorax LUL 30 mm", "Nodule in the right upper lobe. Left pneumothorax, 30 mm.", False),
    ("左肺上叶气胸", "右肺上叶结节。左侧气胸。", False),
    ("Pneumothorax LUL", "Nodule in the right upper lobe. Right pneumothorax.", True),
    ("Pneumothorax and nodule LUL", "Nodule in the right upper lobe. Left pneumothorax.", True),
])  # fmt: skip
def test_a_side_that_somebody_was_told_and_the_report_does_not_name_is_asked_about(
    text: str, told: str, *, differs: bool
) -> None:
    kinds = [kind for kind, _ in asked(told, closed(text))]
    assert ("critical side" in kinds) == differs


@pytest.mark.parametrize(("impression", "results", "wrong"), [
    ("Pulmonary embolism on the left.", (), True), ("Consolidation in the left lower lobe.", (), True),
    ("左肺下叶实变。", (), True), ("No consolidation.", (), False), ("Nodule of 3 mm, benign.", (), False),
    ("Seen.", (closed("Free air"),), True), ("术后改变。", (), False), ("Old healed rib fracture.", (), False),
    ("左侧第7肋骨陈旧性骨折。", (), False), ("Suspicious nodule, Lung-RADS 4B.", (), True),
    ("Acute appendicitis.", (), True), ("右侧大量胸腔积液。", (), True),
])  # fmt: skip
def test_a_negative_exam_with_a_grave_impression_or_a_critical_result_is_asked_about(
    impression: str, results: tuple[CriticalResult, ...], *, wrong: bool
) -> None:
    report = replace(make_report("Told.", impression), positive=False)
    kinds = [one.kind for one in check(report, make_study(), order(), (), critical=results)]
    assert ("flag" in kinds) == wrong
    report = replace(report, positive=None)
    assert "flag" not in [one.kind for one in check(report, make_study(), order(), (), critical=results)]


@pytest.mark.parametrize("text", [
    "Pulmonary embolism cannot be assessed without contrast.", "Signs of bowel ischaemia are lacking.",
    "Aortic dissection type B, known since 2019, unchanged.",
    "右侧硬膜下血肿较12月28日明显减少，现厚约4mm。", "中线左移由9mm减至3mm。",
    "右侧硬膜下血肿清除术后，残余血肿较前减少。",
])  # fmt: skip
def test_what_is_known_less_or_not_to_be_judged_is_no_news(text: str) -> None:
    assert list(critical_in(text)) == []
