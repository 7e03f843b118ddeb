"""Sentences that must ask for a critical result, and sentences that must not, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reader.dicom.ups.critical import Category, CriticalResult, Event, What, new_result
from reader.dicom.values import PersonName
from reader.report.template import load_templates
from reader.review.checks import Severity, check
from reader.review.critical_words import critical_in
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


def made(*events: Event) -> CriticalResult:
    found = new_result(order(), "2.25.7", Category.MINUTES, "Free air", LI, datetime.now(UTC))
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
