"""English sentences as radiologists write them, beside an accepted finding that they do not deny."""

from __future__ import annotations

import pytest

from tests.review.test_sentences import OF, each
from tests.review.test_statements import asked

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
        Pleura: small right effusion. No left effusion. No pneumothorax.
        Small right pleural effusion. No pneumothorax. Heart normal, no pericardial effusion.
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
        Small right pleural effusion, no pneumothorax.
        Trace right pleural effusion without pneumothorax.
        Right pleural effusion is unchanged, no evidence of pneumothorax.
        There is a small right effusion. No left-sided effusion or pneumothorax.
        Interval decrease in right effusion. No pneumothorax.
        No sizable left effusion.
        Right effusion. The left pleural space is clear.
        Right effusion with no loculation.
        No hemorrhagic effusion.
        No evidence of loculated pleural effusion.
        No evidence of enlarging effusion.
        No evidence of pericardial effusion.
        Heart size normal without pericardial effusion.
        Cardiomediastinal silhouette normal, no pericardial effusion.
        No free air or effusion in the abdomen.
        No free fluid.
        No joint effusion in the right knee.
        Hip joint without effusion.
        Blunting of the right costophrenic angle. No left effusion.
        Effusion on the right, none on the left.
        Right effusion; none on the left.
        The effusion does not extend into the fissure.
        The effusion no longer extends to the apex.
        Effusion, not previously seen.
        No longer loculated effusion.
        No obvious change in pleural effusion.
        No drain in the effusion.
        No air in the pleural effusion.
        No gas bubbles within the right effusion.
        No nodularity along the effusion.
        No pleural nodules with the effusion.
        Without change of effusion.
        Not enough effusion for puncture.
        No puncture of the effusion advised.
        Pericardial effusion: none.
        Left pleural effusion: none.
        Effusion: right small, left none.
        Effusion: small right, no left.
        Pleural effusion: right yes, left no.
        Effusions: right only.
        No worsening effusion.
        No appreciable change of the pleural effusion.
        If no effusion is drained, repeat.
        No contraindication to drainage of the effusion.
        No correlation with effusion on ultrasound.
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
        Nodule in the right upper lobe. No other nodules. No consolidation. Thyroid: no nodules.
        Nodule RUL 6 mm. The left lung has no nodule.
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
        Nodule RUL 6 mm. No other suspicious nodule, mass or consolidation.
        6 mm nodule in the right upper lobe. No lymphadenopathy.
        The nodule has no calcification, fat or cavitation.
        No spiculated nodule.
        No cavitary nodule or mass.
        No dominant nodule.
        No growing nodule.
        No definite change in the size of the nodule.
        No definite growth of nodule.
        No FDG uptake in the nodule.
        Nodule without FDG uptake.
        No PET-avid nodule.
        No nodules in the remaining lung.
        No contralateral nodules.
        No ipsilateral nodules.
        No nodule >20 mm.
        No nodule > 20 mm or mass.
        No nodules ≥20 mm.
        No nodules of 20 mm or more.
        No nodules measuring more than 20 mm.
        No nodules above 20 mm.
        No pulmonary nodules larger than the one described.
        No thyroid or adrenal nodules.
        No soft tissue nodule.
        No subcutaneous nodules.
        No peritoneal nodules.
        No fissural nodules.
        No perifissural nodule.
        No ground-glass nodules.
        No subsolid nodule.
        No part-solid nodule.
        No miliary nodules.
        No endobronchial nodule.
        Left lung: no nodule.
        Left upper lobe: no nodules. Left lower lobe: no nodules.
        Lingula: no nodules.
        No nodules at the bases.
        No nodule in the middle lobe.
        Nodule unchanged, no new lesion.
        No biopsy of the nodule is needed.
        No follow-up of the nodule is needed.
        No further follow-up is needed for the nodule.
        No nodule follow-up.
        No evidence of malignancy in the nodule.
        No pleural contact of the nodule.
        No nodule shows calcification.
        Not a nodule but a vessel.
        The opacity is not a nodule.
        The nodule, not calcified, is in the right upper lobe.
        Nodule not well defined.
        Nodule not visible on the radiograph.
        No nodules on the chest radiograph of 2024.
        Nodule previously not present.
        No suspicious features of the nodule.
        No aggressive features. Nodule stable.
        Breast: no nodules.
        Thyroid: no nodules, normal size.
        Thyroid normal. No nodule.
        The thyroid is of normal size, without nodules.
        Adrenals: no nodule.
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
        Left pneumothorax. No right pneumothorax.
        No right-sided pneumothorax.
        No re-expansion of the pneumothorax.
        No residual pneumothorax.
        No enlarging or tension pneumothorax.
        No shift, left pneumothorax.
        No rib fracture, left apical pneumothorax.
        No pneumothorax after removal of the drain in 2024.
        No haemopneumothorax.
        No pneumomediastinum.
    """,
    "consolidation": """
        No consolidation in the left lung.
        No left consolidation.
        No new consolidation.
        No cavitation in the consolidation.
        No consolidation in the upper lobes.
        No air bronchogram in the consolidation.
        Consolidation without abscess.
        Consolidation RLL. No consolidation in the left lung.
        No lobar consolidation of the left.
        No dense consolidation.
        No cavitating consolidation.
        No progression of consolidation.
        No new focal consolidation.
        No other focal consolidation.
        No improvement of the consolidation.
        No pleural effusion beside the consolidation.
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
        No mass effect or midline shift.
        No hilar mass.
        No hilar or mediastinal mass.
        No breast mass.
        No adrenal or renal mass.
        No pelvic mass.
        No soft-tissue mass.
        No chest wall mass.
        No cavity in the mass.
        No bladder mass.
        No endobronchial mass.
        Right lung: no mass.
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
        No dislocation. Fracture of the right fifth rib.
        No other fractures.
        No fracture of the left ribs.
        No scapular fracture.
        No spinal fracture.
        No compression fracture.
        No vertebral compression fracture.
        No skull fracture.
        No clavicular fracture.
        No hip fracture.
        No open fracture.
        No intra-articular fracture.
        No stress fracture.
        Fracture not healed.
        No union of the fracture.
        No callus around the fracture.
        No fracture gap.
        Rib fracture without pneumothorax.
        Old fracture, no acute fracture.
    """,
    "cyst": """
        No renal cyst.
        Both kidneys without cysts.
        No complicated cyst.
        No enhancement of the cyst.
        No septa in the cysts.
        Cyst without solid parts.
        Ovaries: no cysts.
        No ovarian cyst.
        No pancreatic cyst.
        No cyst in the kidneys.
        Kidneys: no cysts.
        Liver cyst, kidneys without cysts.
        No complex cyst.
        No Baker cyst.
        No pineal cyst.
        No rupture of the cyst.
        No bleeding into the cyst.
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
        No obstructive stones.
        No stones in the ureters.
        No ureteric calculi.
        No ureteric stone or hydronephrosis.
        No stone in the bladder.
        No gallstones.
        No biliary stones.
        No salivary stone.
        Left kidney stone, no hydronephrosis, no ureteral stone.
        Right kidney: no stone.
        Pancreas: no calculi.
        No passage of the stone.
        No change in the stone.
        Without passage of the stone into the ureter.
    """,
}


@pytest.mark.parametrize(("of", "told"), each(NORMAL))
def test_what_denies_nothing_is_not_asked_about(of: str, told: str) -> None:
    assert asked("denied", told, OF[of]) == []
