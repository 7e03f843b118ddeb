"""Sentences as radiologists write them, beside an accepted finding that they deny."""

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
        Small right pleural effusion. No pleural thickening, effusion or pneumothorax.
        右侧胸腔见少量积液。两侧胸膜未见增厚，两侧胸腔未见积液及积气。
        右侧胸腔积液。两侧胸腔未见积液。
        No pleural fluid or effusion.
        Lungs are clear without effusion or pneumothorax.
        The lungs are clear. No effusion or pneumothorax.
        The lungs are clear. There is no pleural effusion or pneumothorax.
        No acute cardiopulmonary abnormality. No pleural effusion.
        No pleural effusion bilaterally.
        No pleural effusion on either side.
        No pleural or pericardial effusion.
        No pleural effusions or pneumothoraces.
        No evidence for pleural effusion.
        No sign of pleural effusion.
        No radiographic evidence of pleural effusion.
        There are no pleural effusions.
        Pleura: No effusion or thickening.
        Pleura: no thickening or effusion.
        Pleura: normal, no effusion.
        Both pleural cavities are free of effusion.
        Costophrenic angles sharp, without effusion.
        Pleural effusion: absent.
        Pleural effusion: No.
        Pleural effusion: Nil.
        Pleural effusion: negative.
        Effusion = none
        Effusion: none, pneumothorax: none.
        Pleural effusion not identified.
        Pleural effusion was not seen.
        Pleural effusion cannot be seen.
        No effusion can be seen.
        No pleural effusion has been identified.
        No detectable pleural effusion.
        No visible effusion.
        No mediastinal shift, pleural effusion, or pneumothorax.
        No pneumothorax, pleural effusion, or acute fracture.
        No rib fracture, pneumothorax or pleural effusion.
        双侧胸膜腔未见积液。
        两侧胸腔内未见明显积液征象。
        双侧胸腔无明显积液。
        胸膜腔内未见液体及积液。
        右侧胸腔内无积液影。
        两侧胸膜未见增厚，胸腔内未见积液。
        两侧胸腔未见积液、积气。
        两侧胸膜无增厚及积液。
        胸腔未及积液。
        双侧胸腔未探及积液。
        双侧胸腔均未见积液。
        双侧胸腔未见明确积液。
        未见明显胸腔积液。
        未见明显胸腔积液及气胸。
        未见胸腔积液征。
        无胸腔积液及气胸。
        胸水：无。
        胸水（-）。
        胸腔积液：未见明显。
        双侧胸腔积液（-）。
        气胸（-），胸腔积液（-）。
        胸腔积液 无
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
        No lung nodules or masses.
        No pulmonary nodule identified.
        The lungs are clear without nodules or masses.
        No discrete nodule.
        No nodules or masses are identified in the lungs.
        No nodule seen in either lung.
        Right lung: no nodules.
        Lungs: no nodules, masses or consolidation.
        No evidence of nodule or mass.
        两肺未见明显结节及肿块。
        两肺未见结节、肿块及实变影。
        双肺未见实变及结节影。
        右肺未见明确结节。
        右肺上叶未见明显结节影。
        肺内未见结节。
        肺部未见结节。
        双肺内未见结节灶。
        双肺未见异常结节。
        两肺上叶未见结节。
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
        No pneumothorax seen.
        No pleural effusion or pneumothorax.
        No pneumothorax is identified.
        No evidence of pneumothorax.
        两侧未见气胸。
        双侧胸腔无积气。
        未见明显气胸征象。
        未见胸腔积液及气胸。
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
        No focal airspace consolidation.
        No consolidation or edema.
        Lungs: no consolidation.
        No evidence of consolidation.
        No focal consolidation, pleural effusion, or pneumothorax.
        No focal consolidation, pneumothorax or pleural effusion is seen.
        双肺未见实变影。
        双肺未见实变及磨玻璃影。
        右肺下叶未见实变及不张。
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
        No masses.
        No mass or nodule.
        No mass in the left upper lobe.
        双肺未见占位性病变。
        左肺上叶未见肿块影。
        双肺未见明显肿块。
    """,
    "fracture": """
        No fracture.
        No rib fractures.
        No rib fracture is seen.
        No fracture or destructive bone lesion.
        肋骨未见骨折。
        右侧肋骨未见骨折征象。
        双侧肋骨未见明显骨折。
        No fractures.
        No fracture or dislocation.
        No acute bony abnormality. No rib fracture.
        No fracture is identified.
        No displaced fracture. No rib fracture.
        双侧肋骨未见骨折及骨质破坏。
        肋骨未见明显骨折征象。
        右侧肋骨未见明确骨折。
        未见骨折。
    """,
    "cyst": """
        No hepatic cyst.
        Liver: no cysts.
        Liver of normal size, no cysts.
        肝内未见囊肿。
        肝脏未见囊肿形成。
        Liver without cysts.
        No liver cyst or mass.
        肝脏未见明显囊肿。
        肝内未见囊肿及肿块。
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
        No renal stones.
        No renal calculus.
        No urolithiasis.
        No renal or ureteral stones.
        No stones in either kidney.
        Both kidneys are normal, without stones.
        双肾未见结石及积水。
        双肾、输尿管未见结石。
        左肾未见明显结石。
        双肾未见明显结石影，未见积水。
    """,
}


def each(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, line.strip()) for name, lines in table.items() for line in lines.split("\n") if line.strip()]


@pytest.mark.parametrize(("of", "told"), each(DENIED))
def test_what_denies_a_finding_is_asked_about(of: str, told: str) -> None:
    assert len(asked("denied", told, OF[of])) == 1
