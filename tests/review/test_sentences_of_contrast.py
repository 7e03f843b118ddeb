"""Orders and techniques as radiologists write them: whether contrast medium is given, in both languages."""

from __future__ import annotations

import pytest

from reader.review.contrast import Phase, phases
from tests.review.test_sentences import each
from tests.review.test_statements import asked

PHASES = {
    "": """
        CT chest
        CT of the abdomen
        Chest PA and lateral
        MR knee
        胸部CT
        胸部X线正侧位
        Oral contrast only.
        Oral contrast was given.
        CT of the abdomen with oral contrast
        No oral contrast.
        Without oral contrast.
        Water as oral contrast.
        CT with positive oral contrast.
        CT with rectal contrast.
        Oral and rectal contrast was given.
        Barium swallow with oral contrast medium
        口服造影剂。
        口服对比剂后扫描。
        未口服对比剂。
        灌肠注入造影剂。
        Phase-contrast MR of the cerebral aqueduct
        MR with phase contrast sequences
        相位对比法脑脊液电影。
        Good soft tissue contrast.
        High contrast resolution images.
        Contrast resolution is limited.
        High-contrast chest radiograph
        Low contrast because of motion.
        T2 contrast.
        Contrast-to-noise ratio reduced.
        图像对比度良好。
        软组织对比度差。
        与2020-03-01胸部增强CT对比。
        与前片增强CT比较。
        Compared with the contrast-enhanced CT of 2023.
        Prior contrast-enhanced CT of 3 May.
        In contrast to the prior study
        对比剂过敏。
        造影剂过敏史。
        Contrast allergy.
        Allergic to contrast.
        Allergic to iodinated contrast media.
        CT chest with or without contrast
        CT chest with/without contrast
        CT chest +/- contrast
        Contrast: see protocol
        CT chest, contrast status unknown
        CT neck: contrast contraindicated? Please decide.
        上消化道造影
        增强？
        CT chest ± contrast
        CT chest C+/-
        CT chest, contrast if needed
        CT abdomen, contrast as required
        必要时增强
        胸部CT，酌情增强
        是否增强？
        MR arthrography with intra-articular contrast
        关节腔内注入对比剂。
        Edge-enhanced reconstructions.
        边缘增强算法重建。
        Deep-learning enhanced reconstruction.
        Lung and mediastinal windows, 1 mm slices.
        层厚1mm，肺窗及纵隔窗。
        胸部正位片。
        Doppler ultrasound of the neck.
    """,
    "plain": """
        No intravenous contrast was given.
        No IV contrast.
        No i.v. contrast.
        No contrast.
        No contrast medium was given.
        No contrast material was administered.
        No contrast enhancement.
        No oral or intravenous contrast.
        No intravenous or oral contrast.
        CT without contrast.
        CT without intravenous contrast.
        CT without the use of contrast.
        CT without administration of intravenous contrast.
        CT without iodinated contrast.
        CT w/o contrast.
        CT chest w/o IV contrast
        Non-contrast CT.
        Noncontrast CT of the head
        Non contrast CT.
        Non-contrast-enhanced CT.
        Non-enhanced CT.
        Unenhanced CT of the chest.
        CT chest, plain
        Plain CT.
        CT head without
        CT thorax native
        Contrast: -
        Because of impaired renal function no contrast was given.
        对比剂：未使用
        未静脉注射碘对比剂。
        NCCT head
        NECT of the head
        CT chest C-
        Contrast: None
        Contrast: none.
        Contrast: no
        Contrast medium: none
        Contrast agent: none.
        Contrast = none
        IV contrast: not given.
        Contrast not given.
        Contrast was not administered.
        Intravenous contrast was not given.
        IV contrast was withheld because of renal failure.
        Contrast declined.
        MR of the brain without gadolinium.
        MR head without Gd
        No gadolinium was given.
        Low-dose CT without intravenous contrast, oral contrast given.
        CT without contrast because of contrast allergy.
        Oral contrast only, no IV contrast.
        胸部CT平扫
        平扫。
        低剂量平扫。
        胸部CT平扫，未注射造影剂。
        未注射造影剂。
        未注射对比剂。
        未使用对比剂。
        未使用造影剂。
        未用对比剂。
        未给予对比剂。
        未予增强。
        未行增强。
        未行增强扫描。
        未做增强。
        不增强
        不打造影剂
        非增强CT。
        无增强。
        患者拒绝增强。
        患者过敏，未静脉注射对比剂。
        因对比剂过敏，未行增强扫描。
        对比剂：无
        造影剂：无。
        造影剂：未用。
        增强：无
        增强：否
        无需增强
        未经静脉注入造影剂。
    """,
    "enhanced": """
        CT chest with contrast
        CT chest with IV contrast
        CT of the chest with intravenous contrast
        CT with i.v. contrast.
        Contrast-enhanced CT.
        Contrast enhanced CT of the abdomen.
        Enhanced CT.
        Post-contrast T1.
        MR head, post contrast
        CECT abdomen
        CE-MRI of the liver
        CT chest C+
        MR with gadolinium.
        MR brain with Gd
        Gd-DTPA 10 ml.
        Gadobutrol 7.5 ml.
        Gadovist 7 ml, gadobutrol.
        80 ml iohexol i.v.
        Iopamidol 370, 90 ml.
        Iodixanol 320.
        Omnipaque 350, 80 ml.
        Ultravist 370.
        CTPA
        CT pulmonary angiogram
        Following the administration of 80 ml of iodinated contrast.
        Contrast: yes
        增强：是
        肘静脉高压注射器注射碘普罗胺
        CTA of the aorta
        CT angiography of the head
        Arterial and portal venous phases.
        Contrast: 80 ml iohexol.
        IV and oral contrast.
        Oral and IV contrast.
        Intravenous and oral contrast was given.
        Intravenous contrast, no oral contrast.
        Intravenous contrast was given without adverse reaction.
        No adverse reaction to contrast. Contrast-enhanced CT.
        胸部CT增强
        胸部增强扫描。
        经静脉团注对比剂。
        静脉注射造影剂后扫描。
        静脉注射碘海醇80ml。
        碘克沙醇320。
        钆喷酸葡胺增强。
        动脉期、静脉期及延迟期扫描。
        三期增强。
        无碘过敏史行增强扫描。
        对比剂：碘海醇。
        增强扫描，无造影剂过敏。
        对比剂注射顺利，无不良反应。
        CT血管成像
        冠脉CTA
        静脉注射Gd-DTPA。
        行CE-MRI检查。
        经静脉团注对比剂，图像对比度良好。
    """,
    "enhanced plain": """
        Pre- and post-contrast images.
        Pre and post contrast MR: pre-contrast and post-contrast T1.
        CT before and after: plain and contrast-enhanced.
        CT without and then with contrast. Contrast-enhanced arterial phase.
        CT abdomen with and without contrast
        CT abdomen without and with IV contrast
        MR brain w/wo contrast
        MRI W WO contrast
        MR brain W/WO contrast
        CT w/o and w/ contrast
        平扫及增强。
        胸部CT平扫+增强
        平扫后行增强扫描。
        先平扫，再静脉注射对比剂增强。
    """,
}

@pytest.mark.parametrize(("named", "text"), each(PHASES))
def test_contrast_that_a_text_tells(named: str, text: str) -> None:
    assert phases(text) == {Phase(name) for name in named.split()}


@pytest.mark.parametrize(
    ("procedure", "technique", "expected"),
    [
        ("CT chest, plain", "No intravenous contrast was given.", 0), ("胸部CT平扫", "未注射造影剂。", 0),
        ("CT chest with contrast", "No intravenous contrast was given.", 1), ("胸部CT增强", "未使用对比剂。", 1),
        ("CT chest with contrast", "Contrast: None", 1), ("胸部CT增强", "对比剂：无", 1),
        ("CT chest with contrast", "Pre- and post-contrast images.", 0), ("胸部增强", "平扫及增强。", 0),
        ("CT chest, plain", "Pre- and post-contrast images.", 1), ("胸部平扫", "平扫及增强。", 1),
        ("CT chest, plain", "Oral contrast only.", 0), ("CT chest, plain", "80 ml iohexol i.v.", 1),
        ("MR brain with gadolinium", "No gadolinium was given.", 1), ("MR C-", "Gadobutrol 7 ml.", 1),
    ],
)
def test_contrast_of_an_order_and_of_its_technique(procedure: str, technique: str, expected: int) -> None:
    assert len(asked("order", "Clear.", procedure=procedure, technique=technique)) == expected
