"""Sentences as radiologists write them, beside an accepted finding: what denies it, and what only seems to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.dicom.values import Code
from reader.findings.model import Finding
from tests.report.examples import RIGHT_UPPER
from tests.review.test_checks import LEFT, RIGHT, finding
from tests.review.test_statements import asked


def seen(what: str, side: Code | None, site: str = "") -> Finding:
    """A finding by its names alone."""
    place = Code("1", "99TEST", site) if site else None
    return replace(finding(side), finding=Code("2", "99TEST", what), site=place)


OF = {
    "effusion": seen("Pleural effusion", RIGHT),
    "nodule": replace(finding(RIGHT), site=RIGHT_UPPER),
    "pneumothorax": seen("Pneumothorax", LEFT),
    "consolidation": seen("Consolidation", RIGHT, "Lower lobe of right lung"),
    "mass": seen("Mass", LEFT, "Upper lobe of left lung"),
    "fracture": seen("Fracture", RIGHT, "Rib"),
    "cyst": seen("Cyst", None, "Liver"),
    "stone": seen("Kidney stone", LEFT, "Kidney"),
}
NORMAL = {
    "effusion": """
        No significant change in the effusion.
        No significant change of the right pleural effusion.
        No increase in the effusion.
        No increase of the pleural effusion since yesterday.
        No interval increase in the right pleural effusion.
        No large pleural effusion.
        No sizeable effusion.
        No loculated effusion.
        No significant effusion.
        No significant pleural effusion or pneumothorax.
        No new effusion.
        No new pleural effusion or consolidation.
        No further effusion.
        No malignant effusion.
        No drainable effusion.
        No residual effusion on the left.
        No effusion on the left.
        No left pleural effusion.
        No left-sided effusion.
        No pericardial effusion.
        No pericardial effusion is seen.
        No pericardial or joint effusion.
        No joint effusion.
        No knee effusion.
        Heart of normal size, no effusion.
        Left lung clear, no effusion.
        The pericardium is normal. No effusion.
        No effusion on the prior CT.
        Previously no effusion.
        There was no effusion on 2025-03-01.
        Right pleural effusion. No pericardial effusion.
        Right pleural effusion, no left effusion.
        Right pleural effusion without septation.
        Pleural effusion without loculation or pleural thickening.
        Effusion not significantly changed.
        The effusion has not increased.
        The effusion is not large.
        The effusion is not loculated.
        Effusion: no change.
        Pleural effusion: right, not loculated.
        Pleural effusion (+).
        No change, effusion as before.
        A small effusion cannot be excluded.
        Effusion not excluded.
        No pneumothorax, small right effusion.
        No pneumothorax, effusion unchanged.
        No pneumothorax but a small effusion.
        No pneumothorax and small right effusion.
        No fluid in the pericardium.
        No mastoid effusion.
        Mastoid cells clear, no effusion.
        No other effusion.
        Small right effusion, otherwise no effusion.
        No effusion other than the right one.
        Except for the right effusion no effusion.
        No density of blood in the effusion.
        No enhancement around the effusion.
        No effusion within the pericardial sac.
        No subdural effusion.
        No scrotal effusion, no hydrocele.
        积液未见增多。
        右侧胸腔积液未见明显增多。
        右侧胸腔积液较前未见明显变化。
        右侧胸腔积液，未见包裹。
        右侧胸腔积液，左侧未见积液。
        左侧胸腔未见积液。
        左侧胸膜光滑，未见积液。
        心包未见积液。
        心影不大，心包无积液。
        心脏大小正常，未见积液。
        未见包裹性积液。
        未见大量积液。
        未见新发积液。
        未见明显新发胸腔积液。
        未见其他部位积液。
        余浆膜腔未见积液。
        腹腔未见积液。
        腹盆腔未见积液。
        盆腔无积液。
        双侧膝关节未见积液。
        髌上囊未见积液。
        上颌窦未见积液。
        双侧乳突未见积液。
        宫腔未见积液。
        皮下未见积液。
        原片未见胸腔积液。
        2025-03-01片未见胸腔积液。
        前片未见积液，本次右侧少量积液。
        积液内未见分隔。
        积液未见分隔及气体。
        胸腔积液（+）。
        胸腔积液：无明显变化。
        不除外少量积液。
        少量胸腔积液不能排除。
        右侧胸腔积液部分吸收。
        积液不多。
        积液量无明显改变。
        除右侧胸腔外未见积液。
        硬膜下未见积液。
        鞘膜腔未见积液。
        胸腔积液引流术后，未见残留积液。
    """,
    "nodule": """
        No calcification in the nodule.
        No cavitation of the nodule.
        No spiculation, no calcification of the nodule.
        No fat within the nodule.
        No growth of the nodule.
        No change in size of the nodule.
        No change in the right upper lobe nodule.
        No significant interval change in the nodules.
        No nodule calcification.
        No nodule growth.
        No nodules larger than 20 mm.
        No nodule over 3 cm.
        No nodule is larger than 20 mm.
        No nodule has grown.
        No nodules of concern.
        No suspicious nodules.
        No suspicious pulmonary nodule or mass.
        No solid nodules.
        No calcified nodules.
        No other nodules.
        No other pulmonary nodules.
        No additional nodule.
        No further nodules.
        No new nodules.
        No new or enlarging nodules.
        No enlarging nodule.
        No metastatic nodule.
        No nodules elsewhere.
        No nodules in the left lung.
        No nodules in the right lower lobe.
        No nodules in the lower lobes.
        Right middle lobe: no nodule.
        Left lung clear, no nodules.
        The remaining lung is clear, without nodules.
        The rest of the lungs: no nodules.
        The other lobes are clear, without nodules.
        Apart from this, no nodules.
        No nodules other than the one in the right upper lobe.
        No nodules except the one described.
        No thyroid nodule.
        Thyroid: homogeneous. No nodules.
        No adrenal nodule.
        No hepatic nodule.
        No pleural nodules.
        No nodular thickening.
        No tree-in-bud nodules.
        No centrilobular nodules.
        No satellite nodules.
        No nodule in the lung bases.
        No mural nodule in the cavity.
        Nodule without calcification.
        Nodule in the right upper lobe without spiculation.
        Nodule not calcified.
        The nodule is not enlarged.
        The nodule is not significantly changed.
        The nodule was not seen on the prior radiograph.
        The nodule was not present in 2023.
        Nodule margins are not spiculated.
        The nodule shows no enhancement.
        The nodule has no solid part.
        Nodule image no. 12.
        Nodule no. 3 unchanged.
        No mass effect of the nodule.
        No lymph nodes, nodule in the right upper lobe.
        Without contrast, the nodule can't be judged.
        No comparison available for the nodule.
        结节内未见钙化。
        结节边缘未见毛刺。
        结节周围未见卫星灶。
        边缘未见毛刺。
        结节未见明显增大。
        结节未见强化。
        结节无明显变化。
        右肺上叶结节，未见明显钙化。
        右肺上叶结节，边界清晰，未见分叶及毛刺。
        右肺上叶结节，余未见结节。
        余肺野清晰，未见结节及实变。
        余肺未见结节影。
        其余肺叶未见结节。
        两肺未见其他结节。
        未见新发结节。
        两肺未见新发结节及肿块。
        未见增大结节。
        未见可疑结节。
        未见实性结节。
        未见钙化结节。
        未见恶性结节。
        未见大于20mm结节。
        未见20mm以上结节。
        未见卫星结节。
        未见结节样增厚。
        未见结节状强化。
        未见结节增大。
        未见小叶中心结节。
        左肺未见结节。
        左肺清晰，未见结节。
        右肺下叶未见结节。
        右肺中、下叶未见结节。
        两肺下叶未见结节。
        双肺底未见结节。
        甲状腺未见结节。
        甲状腺大小形态正常，未见结节。
        双侧乳腺未见结节。
        肾上腺未见结节。
        胸膜未见结节。
        肝内未见结节。
        纵隔未见结节。
        气管内未见结节。
        空洞内未见壁结节。
        病灶内未见结节。
        无回声结节。
        前片未见结节。
        原右肺上叶结节未见显示。
        既往CT未见该结节。
        除上述结节外未见结节。
        不除外结节。
        结节待查，不能排除恶性。
        双侧锁骨上未见结节。
        皮下未见结节。
    """,
    "pneumothorax": """
        No tension pneumothorax.
        No right pneumothorax.
        No increase of the pneumothorax.
        No change in the left pneumothorax.
        No recurrent pneumothorax.
        No enlarging pneumothorax.
        Left pneumothorax without mediastinal shift.
        Pneumothorax not increased.
        No large pneumothorax.
        右侧未见气胸。
        气胸未见增多。
        未见张力性气胸。
        左侧气胸，纵隔未见移位。
        肠腔未见积气。
        皮下未见积气。
        胆道未见积气。
        左侧气胸较前无明显变化。
    """,
    "consolidation": """
        No consolidation in the left lung.
        No left consolidation.
        No new consolidation.
        No cavitation in the consolidation.
        No consolidation in the upper lobes.
        No air bronchogram in the consolidation.
        Consolidation without abscess.
        左肺未见实变。
        右肺上叶未见实变。
        实变内未见空洞。
        实变范围未见扩大。
        未见新发实变。
        未见大片实变。
    """,
    "mass": """
        No mass effect.
        No mediastinal mass.
        No adrenal mass.
        No mass in the right lung.
        No renal mass.
        No abdominal mass.
        No invasion of the mass into the chest wall.
        No enlargement of the mass.
        No masses in the liver.
        未见占位效应。
        纵隔未见肿块。
        纵隔及肺门未见肿块。
        右肺未见肿块。
        肝内未见占位。
        肝脾未见占位性病变。
        肿块内未见钙化。
        肿块与胸壁分界清晰，未见侵犯。
        未见软组织肿块增大。
        膀胱内未见占位。
    """,
    "fracture": """
        No displaced fracture.
        No acute fracture.
        No pathological fracture.
        No fracture displacement.
        No left rib fracture.
        No vertebral fracture.
        No sternal fracture.
        No fracture of the clavicle.
        No fracture line.
        No displacement of the fracture.
        Rib fracture without displacement.
        Fracture, not displaced.
        No further fracture.
        Remaining ribs without fracture.
        余肋骨未见骨折。
        左侧肋骨未见骨折。
        右侧第5肋骨折，未见移位。
        骨折断端未见移位。
        胸椎未见骨折。
        胸骨未见骨折。
        锁骨未见骨折。
        未见病理性骨折。
        未见新鲜骨折。
        未见骨折移位。
    """,
    "cyst": """
        No renal cyst.
        Both kidneys without cysts.
        No complicated cyst.
        No enhancement of the cyst.
        No septa in the cysts.
        Cyst without solid parts.
        Ovaries: no cysts.
        双肾未见囊肿。
        胰腺未见囊肿。
        囊肿未见强化。
        囊肿壁未见增厚。
        肝囊肿，双肾未见囊肿。
        卵巢未见囊肿。
    """,
    "stone": """
        No gallbladder stones.
        Gallbladder: thin wall. No stones.
        Gallbladder wall not thickened, no stones.
        No bladder stone.
        No ureteral stone.
        No obstructing stone.
        No right kidney stone.
        No stone in the common bile duct.
        No cholelithiasis.
        No hydronephrosis from the stone.
        No stones in the right kidney.
        胆囊未见结石。
        胆囊不大，壁不厚，未见结石。
        胆囊壁不厚，腔内未见结石。
        胆总管未见结石。
        右肾未见结石。
        右肾大小正常，未见结石。
        双侧输尿管未见结石。
        膀胱充盈可，未见结石。
        左肾结石，未见积水。
        左肾结石，右肾未见结石。
    """,
}
DENIED = {
    "effusion": """
        No pleural effusion.
        No effusion.
        No pleural effusions.
        No effusion seen.
        No pleural effusion is seen.
        No pleural effusion or pneumothorax.
        No pneumothorax or pleural effusion.
        No pneumothorax or effusion is identified.
        No pleural thickening, effusion or pneumothorax.
        No consolidation, pneumothorax, or pleural effusion.
        There is no pleural effusion.
        There is no evidence of pleural effusion.
        No evidence of effusion.
        No CT evidence of pleural effusion.
        No right pleural effusion.
        No right-sided effusion.
        No definite effusion.
        Pleural spaces: no effusion.
        Without effusion.
        The pleural spaces are free of effusion.
        The pleura is free of effusion.
        Negative for pleural effusion.
        Negative for effusion or pneumothorax.
        Effusion: absent.
        Pleural effusion: none.
        Pleural effusion: no.
        Pleural effusion - none.
        Pleural effusion: not seen.
        Pleural effusion (-).
        Effusion is not seen.
        Pleural effusion is absent.
        Pleural effusion is not identified.
        Pleural effusions are not present.
        Neither pleural effusion nor pneumothorax.
        No consolidation nor pleural effusion.
        No bilateral pleural effusion.
        Absence of pleural effusion.
        The pleural effusion has resolved.
        No hydrothorax.
        No effusion on either side.
        No pericardial or pleural effusion.
        No effusion, no pneumothorax.
        Lungs clear, no effusion.
        The scan does not show effusion.
        右侧胸腔未见积液。
        双侧胸腔未见积液。
        两侧胸腔未见积液及积气。
        胸腔未见明显积液。
        未见胸腔积液。
        无胸腔积液。
        无胸水。
        未见胸水。
        无积液。
        双侧胸腔无积液征象。
        胸腔积液（-）。
        胸腔积液(-)。
        胸腔积液（－）。
        胸腔积液：无。
        胸腔积液：未见。
        胸腔积液阴性。
        胸腔积液未见。
        右侧胸腔积液已消失。
        胸膜未见增厚，胸腔未见积液。
        未见胸膜增厚及胸腔积液。
        未见气胸及胸腔积液。
        两侧胸膜未见增厚及积液。
        未见气胸、胸腔积液。
        右侧胸腔没有积液。
        Right pleural effusion. No pleural effusion or pneumothorax.
        右侧胸腔积液。两侧胸腔未见积液。
    """,
    "nodule": """
        No nodules.
        No pulmonary nodules.
        No lung nodule or mass.
        No nodule in the right upper lobe.
        No nodules in the upper lobes.
        Right upper lobe: no nodule.
        The lungs are clear, without nodule, consolidation or ground-glass opacity.
        Lungs free of nodules.
        No evidence of pulmonary nodule.
        Nodules: none.
        Nodules are not seen.
        No focal consolidation or nodule.
        No mass or nodule.
        双肺未见结节。
        双肺野清晰，未见结节及肿块。
        两肺纹理走行自然，肺野清晰，未见结节、实变及磨玻璃影。
        右肺上叶未见结节。
        右肺未见明显结节影。
        未见肺结节。
        结节：无。
        两肺未见明确结节灶。
        右肺未见实变、结节。
        右肺上叶结节。两肺未见结节及肿块影。
    """,
    "pneumothorax": """
        No pneumothorax.
        No pneumothorax on either side.
        No left pneumothorax.
        Pneumothorax: none.
        Pneumothorax (-).
        未见气胸。
        双侧胸腔未见积液及积气。
        左侧未见气胸征象。
        气胸：无。
    """,
    "consolidation": """
        No consolidation.
        No focal consolidation.
        No focal consolidation, effusion or pneumothorax.
        No consolidation, pneumothorax, or pleural effusion.
        No focal consolidation or pleural effusion.
        No pleural effusion or consolidation.
        未见胸腔积液及实变。
        No airspace consolidation in the right lower lobe.
        两肺未见实变。
        右肺下叶未见实变影。
    """,
    "mass": """
        No mass.
        No lung mass.
        No pulmonary nodule or mass.
        No mass lesion.
        左肺未见肿块。
        两肺未见占位。
        未见占位性病变。
        两肺未见结节及肿块影。
    """,
    "fracture": """
        No fracture.
        No rib fractures.
        No rib fracture is seen.
        No fracture or destructive bone lesion.
        肋骨未见骨折。
        右侧肋骨未见骨折征象。
        双侧肋骨未见明显骨折。
    """,
    "cyst": """
        No hepatic cyst.
        Liver: no cysts.
        Liver of normal size, no cysts.
        肝内未见囊肿。
        肝脏未见囊肿形成。
    """,
    "stone": """
        No kidney stones.
        No renal calculi.
        No nephrolithiasis.
        No stone in the left kidney.
        Left kidney: no stones.
        Kidneys of normal size, no stones.
        Kidneys: no hydronephrosis or stone.
        双肾未见结石。
        左肾未见结石影。
        双肾大小形态正常，未见结石。
        左肾结石：无。
    """,
}


def each(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, line.strip()) for name, lines in table.items() for line in lines.split("\n") if line.strip()]


@pytest.mark.parametrize(("of", "told"), each(NORMAL))
def test_what_denies_nothing_is_not_asked_about(of: str, told: str) -> None:
    assert asked("denied", told, OF[of]) == []


@pytest.mark.parametrize(("of", "told"), each(DENIED))
def test_what_denies_a_finding_is_asked_about(of: str, told: str) -> None:
    assert len(asked("denied", told, OF[of])) == 1
