"""Orders, techniques, comparisons, lobes and blanks as radiologists write them, in both languages."""

from __future__ import annotations

import pytest

from reader.review.blanks import has_blank
from reader.review.comparisons import asked_for, spoken_of
from reader.review.contrast import Phase, phases
from tests.review.test_lobes import asked as asked_of_lobes
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
        MR brain W/WO contrast
        CT w/o and w/ contrast
        平扫及增强。
        胸部CT平扫+增强
        平扫后行增强扫描。
        先平扫，再静脉注射对比剂增强。
    """,
}
COMPARISONS = {
    "asked": """
        Compare with 8 November.
        Please compare with prior CT.
        Comparison with old films requested.
        Follow-up of nodule.
        Follow up nodule RUL
        F/u pulmonary nodules
        ?progression
        ? progression
        Progression?
        Progress?
        Interval change?
        Assess interval change.
        Any change?
        Any progression of the effusion?
        Size change?
        Nodule growing?
        Nodule: growth?
        Larger?
        Assess for progression.
        Evaluate progression of disease.
        Restaging after chemotherapy.
        Surveillance of lymphoma.
        Re-evaluation after treatment.
        Treatment response?
        Response to therapy.
        Change since last CT?
        Since the previous examination?
        咳嗽，请与11月8日对比
        请与前片对比。
        对比老片
        与2020年CT比较。
        请与原片比较
        复查
        肺结节复查
        术后复查。
        结节随访
        肺结节年度随访
        评估变化
        评估结节变化
        评估疗效
        观察变化情况
        有无变化？
        有无进展
        是否进展？
        病情进展？
        较前变化？
        较前增大？
        了解病灶变化。
        化疗后疗效评价
        血常规复查正常，肺结节复查。
    """,
    "not asked": """
        Cough.
        Cough since 3 weeks.
        Fever since yesterday.
        Cough since the last week.
        Pain since 2020.
        Progressive dyspnoea.
        Progressive weight loss.
        Rapidly progressive weakness.
        Disease in progress.
        Chronic changes.
        Degenerative changes.
        Mental status change.
        Change of bowel habit.
        No follow-up needed.
        Lost to follow-up.
        No comparison necessary.
        No prior for comparison.
        Known COPD, stable.
        Interval training, chest pain.
        Dyspnoea, worsening since Monday.
        Trauma.
        Rule out pneumonia.
        Haemoptysis, smoker.
        Growing pains.
        Comparable symptoms in the brother.
        慢性病变化
        退行性变化
        退行性变
        病情进展
        病情进展快。
        咳嗽3周，进行性加重。
        意识变化。
        体重变化
        血常规复查正常。
        复查血象升高。
        比较严重的咳嗽
        症状比较明显
        胸痛比较剧烈。
        无需对比
        无旧片对比
        对比剂过敏
        造影剂过敏史，发热。
        发热伴咳嗽1周。
        体检
        外伤后胸痛。
        神志变化，外伤。
        气候变化时咳嗽。
    """,
    "spoken": """
        Grown from 4 to 6 mm.
        Nodule, grown from 4 mm to 6 mm.
        Larger than on 3 May.
        Smaller than on the radiograph of 2023.
        Smaller than in 2020.
        Increased since 3 May.
        Unchanged nodule.
        Stable nodule.
        Nodule as before.
        Compared with 3 May no change.
        No prior available.
        No prior examination is available for comparison.
        No old films available.
        No earlier studies.
        No previous imaging.
        No change.
        No significant change.
        New since the last CT.
        The effusion has decreased.
        The effusion has increased.
        The nodule is no longer seen.
        Interval growth of the nodule.
        The pneumonia has resolved.
        Again seen is a nodule.
        Comparison: none.
        Progression of disease.
        In comparison to 2023 stable.
        较老片增大。
        较2020年增大。
        较2024-11-03片缩小。
        较2024年11月3日片相仿。
        与2020-03-01 CT 相比增大。
        与2020-03-01 CT 比较，未见变化。
        与2020年3月1日胸部CT片相仿。
        较上次增大。
        较上一次检查增大。
        较前增多。
        较原片缩小。
        较旧片相仿。
        较外院片增大。
        较术前好转。
        结节大致同前。
        右肺结节同前。
        无既往片可比。
        无既往检查可供对比。
        无旧片对比。
        无老片。
        未见明显变化。
        较前片无著变。
        结节由4mm增大至6mm。
        新发结节。
        原右肺结节已消失。
        对比前片。
        结节稳定。
        首次检查。
    """,
    "silent": """
        Clear.
        Nodule in the right upper lobe, 6 mm.
        Enlarged heart.
        Large effusion.
        Increased density in the right lower lobe.
        Degenerative changes of the spine.
        Nodule measuring 6 to 8 mm.
        High contrast between nodule and lung.
        双肺清晰。
        心影增大。
        右肺上叶结节，大小约6mm。
        胸椎退行性变。
        淋巴结增大。
        右肺透亮度增高。
        图像对比度差。
        右肺上叶较大结节。
        静脉注射对比剂。
        左肺较小结节。
    """,
}
SAME_LOBES = {
    "Both lower lobes with atelectasis.": "Atelectasis of the right lower lobe.",
    "两肺下叶炎症。": "右肺下叶炎症。",
    "双肺下叶索条。": "左肺下叶索条。",
    "双下肺炎症，右肺上叶结节。": "右肺下叶炎症。",
    "双侧下肺实变，右肺中叶索条。": "右下肺实变。",
    "Bilateral lower lobe consolidation, RUL nodule.": "RLL consolidation.",
    "RUL and lower lobe nodules.": "RLL nodule.",
    "Nodules in the right upper and lower lobes.": "Right lower lobe nodule.",
    "Nodules in the right upper, middle and lower lobes.": "RML nodule.",
    "Nodules in the left upper and right lower lobes.": "Nodule of the left upper lobe.",
    "右肺上、下叶结节。": "右肺上叶结节。",
    "右肺上叶及下叶见结节。": "右肺下叶结节。",
    "右肺上叶、中叶及左肺下叶结节。": "右肺中叶结节。",
    "右肺上中叶炎症。": "右肺上叶炎症。",
    "右肺上叶结节，下叶索条。": "右肺下叶索条。",
    "Nodule in the right upper lobe. Scar in the lower lobe.": "Scar of the RLL.",
    "Nodule in the right lower lobe.": "RLL nodule. S/p RUL lobectomy.",
    "Right lower lobe nodule.": "Status post right upper lobe resection.",
    "Nodule in the RML. Clips.": "RML nodule. After right upper lobectomy no recurrence in the RUL.",
    "右肺中叶结节，右侧胸廓缩小。": "右肺上叶切除术后。右肺中叶结节。",
    "右肺下叶结节。": "右肺上叶癌术后改变。",
    "S/p RUL lobectomy with a nodule in the RLL. RML atelectasis.": "RLL nodule.",
    "右肺上叶见边界清晰结节，右肺中叶索条。": "右肺上叶结节。",
    "A nodule without calcification in the RUL. RML scar.": "RUL nodule.",
    "右肺上叶结节未见钙化，右肺中叶索条。": "右肺上叶结节。",
    "Emphysema of both upper lobes, RLL nodule.": "Emphysema, RUL.",
    "Lower lobes with atelectasis; right upper lobe nodule.": "Atelectasis of both lower lobes.",
    "Nodules of both lungs.": "RUL nodule.",
    "左肺上叶结节。": "右肺上叶结节切除术后。左肺上叶结节。",
    "两肺上叶肺气肿，右肺下叶结节。": "两上肺肺气肿。",
}
OTHER_LOBES = {
    "Both lower lobes with atelectasis.": "Atelectasis of the right upper lobe.",
    "两肺下叶炎症。": "右肺上叶炎症。",
    "双下肺炎症。": "左肺上叶炎症。",
    "右肺上、中叶结节。": "右肺下叶结节。",
    "Nodules in the right upper and middle lobes.": "Right lower lobe nodule.",
    "RUL nodule.": "RLL nodule.",
    "右肺下叶结节。": "双肺上叶结节。",
    "左上肺结节。": "左下肺结节。",
    "Nodule in the upper lobe of the left lung.": "LLL nodule.",
    "S/p RUL lobectomy. Nodule in the RML.": "Nodule in the RLL.",
    "右肺上叶切除术后，右肺中叶结节。": "右肺下叶结节。",
}
BLANKS = {
    "blank": """
        Nodule of ___ mm.
        Nodule of __ mm.
        Nodule, ____
        Nodule of [ ] mm.
        Nodule of ( ) mm.
        Nodule of [] mm.
        Nodule of xx mm.
        Nodule of XX mm.
        Nodule of XXmm.
        Nodule, XX×XX mm.
        Nodule, xx x xx mm.
        Nodule, XX x XX cm.
        Nodule of X mm.
        Nodule in the XX lobe
        Nodule of ?? mm.
        Nodule of ? mm.
        Nodule measuring ?? mm
        Nodule in segment ??
        Image ??
        Nodule (?) mm
        Nodule in the right lobe (?)
        To do: measure.
        to do: size
        TBD
        Size TBD.
        Nodule of *** mm.
        Nodule measuring mm.
        结节大小约（ ）mm
        结节大小约（  ）mm
        结节大小约( )mm
        结节大小约mm。
        结节大小约 × mm。
        结节大小约XX×XXmm。
        结节大小约XXmm。
        大小约xx mm
        大小约××mm
        大小约____mm
        大小约＿＿mm
        下叶??
        右肺？？叶？？段，图像？？
        结节位于【 】
        大小待补充
        待补充
        结节大小待补充。
        （待补充）
        大小待填。
        待补：图像号
        右肺XX叶结节
        约?mm
    """,
    "filled": """
        Nodule (RUL) 6×4 mm.
        Nodule, 6 x 4 mm.
        Nodule 6 X 4 mm.
        Progress?
        Metastasis?
        Metastasis??
        Possible metastasis ??
        Old fracture?? Correlate clinically.
        Infiltrate??
        Factor XX deficiency.
        Chromosome XX.
        Karyotype 46,XX.
        Karyotype 46, XX
        Level L4/5 [axial]
        MAX 6
        Size 6 mm, max. 8 mm.
        Nodule to do with the old scar.
        Nothing to do.
        [x] normal [ ] abnormal
        Nodule in segment X.
        Segments IX and X of the left lung.
        Nodule 6 mm (image 12).
        T12 vertebra, C1/2.
        Score 3/5 (Deauville).
        Attenuation about 30 HU.
        A nodule of about 6 mm.
        Measuring 6 mm.
        Follow-up in 3-6 months.
        TBC in the history.
        Cystic lesion <5 mm>.
        结节（右肺）6 mm
        结节待补充检查
        待补充CT检查
        待补充增强扫描
        病变待补充超声检查后定性。
        转移？？
        转移瘤？？请结合临床。
        感染？结核？
        结节大小约6×4mm。
        结节大小约6mm×4mm。
        长径约4 mm。
        平均CT值约30HU。
        第X肋骨折。
        左肺第X段。
        XX染色体。
        因子XX缺乏。
        血管直径约3毫米。
        建议3个月后复查（CT）。
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


@pytest.mark.parametrize(("expected", "text"), each({key: COMPARISONS[key] for key in ("asked", "not asked")}))
def test_a_comparison_that_an_order_asks_for(expected: str, text: str) -> None:
    assert asked_for(text) is (expected == "asked")


@pytest.mark.parametrize(("expected", "text"), each({key: COMPARISONS[key] for key in ("spoken", "silent")}))
def test_a_comparison_that_a_report_makes(expected: str, text: str) -> None:
    assert spoken_of(text) is (expected == "spoken")


@pytest.mark.parametrize(("told", "concluded"), SAME_LOBES.items())
def test_lobes_that_do_not_contradict(told: str, concluded: str) -> None:
    assert asked_of_lobes(told, concluded) == []


@pytest.mark.parametrize(("told", "concluded"), OTHER_LOBES.items())
def test_lobes_that_contradict(told: str, concluded: str) -> None:
    assert len(asked_of_lobes(told, concluded)) >= 1


@pytest.mark.parametrize(("expected", "text"), each(BLANKS))
def test_a_place_to_be_filled_in(expected: str, text: str) -> None:
    assert has_blank(text) is (expected == "blank")
