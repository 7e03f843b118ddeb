"""Comparisons, lobes and blanks as radiologists write them, in both languages."""

from __future__ import annotations

import pytest

from reader.review.blanks import has_blank
from reader.review.comparisons import asked_for, spoken_of
from tests.review.test_lobes import asked as asked_of_lobes
from tests.review.test_sentences import each

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
        请与前片对照
        随诊
        Resolution of pneumonia?
        Assess response
        肺炎治疗后复查，评估吸收情况
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
        Progressive supranuclear palsy
        Postoperative changes
        Stable angina
        Previous surgery
        既往高血压
        血压变化大
        病情变化
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
        与2023年5月3日CT片对照
        比2023年增大
        前次检查4mm
        未见著变
        无前次检查
        Nodule was 4 mm on 3 May.
        Nodule (previously 4 mm).
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
        较多积液
        Larger nodule in the RUL, smaller one in the LUL.
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
    "两肺弥漫结节，右肺上叶为著。": "右肺下叶结节。",
    "Diffuse nodules, largest in the RUL.": "RLL nodule.",
    "双肺多发结节，较大者位于右肺上叶。": "右肺中叶小结节。",
    "Right upper lobe nodule, lower lobe scar.": "RLL scar.",
    "右肺上叶前段结节，下叶背段结节。": "右肺下叶背段结节。",
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
    "RUL and RML nodules.": "RLL nodule.",
    "两肺上叶结节。": "左肺下叶结节。",
    "Both upper lobes: emphysema.": "Emphysema of both lower lobes.",
    "右上肺炎症。": "右下肺炎症。",
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
