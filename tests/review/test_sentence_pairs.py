"""Findings and an impression as radiologists write them, in both languages: what a colleague would ask about, by
the rule that asks, and ordinary pairs about which nobody would."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.report.model import FINDINGS, IMPRESSION, Statement
from reader.report.mrrt.model import Template
from reader.report.template import load_templates
from reader.review.checks import Discrepancy, check
from tests.report.examples import LI, SUBJECT
from tests.review.conftest import make_study

[GENERAL] = [t for t in load_templates() if t.template_id == "reader.general.en"]
OF_TEXT = {"side", "lobe", "denied", "level", "part", "breast", "figure", "flag"}


def asked(findings: str, impression: str) -> list[Discrepancy]:
    subject = replace(SUBJECT, body_part="", study_description="")
    report = GENERAL.new_report(subject, LI)
    for heading, text in ((FINDINGS, findings), (IMPRESSION, impression)):
        part = replace(report.section(heading), statements=(Statement(text),))
        report = report.with_section(part)
    screen = replace(make_study(), body_part="", description="")
    return [one for one in check(report, screen, None, ()) if one.kind in OF_TEXT]


def pairs(text: str) -> list[tuple[str, str]]:
    """ "Findings -> impression", one a line."""
    lines = (line.strip().split(" -> ") for line in text.split("\n") if line.strip())
    return [(findings, impression) for findings, impression in lines]


SIDES = """
    LLL consolidation. -> RLL pneumonia.
    8 mm nodule RUL. -> 8 mm LUL nodule, follow-up CT.
    8 mm nodule RUL. -> Left upper lobe nodule.
    Atelectasis of the left lower lobe. -> RLL atelectasis.
    LLL实变。 -> 右下肺肺炎。
    Small right pleural effusion. -> Small bilateral pleural effusions.
    Small right pleural effusion. -> Pleural effusions bilaterally.
    Fracture of the left 5th rib. -> Bilateral rib fractures.
    右侧胸腔少量积液。 -> 双侧胸腔少量积液。
    左侧气胸。右肺下叶实变。 -> 两侧气胸。
"""
# Organs that come with sides, each beside something else on the other side.
SIDES_OF_ORGANS = """
    肝右叶见低密度灶，大小约 23 mm × 18 mm。双肾形态正常。左肾囊肿。 -> 1. 肝左叶占位，建议增强扫描。
    肝右叶见低密度灶。 -> 左肝占位。
    肝脏：右叶见低密度灶。左肾小囊肿。 -> 肝左叶占位。
    Hypodense lesion in the right hepatic lobe. Left renal cyst. -> 1. Mass of the left lobe of the liver.
    Lesion in the right lobe of the liver, 23 mm. Left kidney normal size. -> Left hepatic lobe lesion.
    Liver: hypodense lesion in the right lobe, 23 mm. Cyst in the left kidney. -> Left hepatic lesion.
    甲状腺右叶见低密度灶。左侧颈部淋巴结稍大。 -> 甲状腺左叶占位。
    Hypodense focus of the right thyroid lobe. Enlarged node on the left. -> Left thyroid lobe mass.
    右侧上颌窦黏膜增厚。左侧乳突密度增高。 -> 左侧上颌窦炎。
    右侧大脑半球低密度灶。左侧侧脑室受压。 -> 左侧大脑半球占位。
    右侧睾丸低回声灶。左侧附睾头囊肿。 -> 左侧睾丸占位。
    Heterogeneous lesion in the right cerebellum. Left mastoid opacified. -> Left cerebellar tumour.
    Stenosis of the right internal carotid artery. Plaque of the left vertebral artery. -> Stenosis of the left ICA.
    右侧髂总动脉重度狭窄。左侧股动脉斑块。 -> 左侧髂总动脉重度狭窄。
    右侧腮腺见软组织影。左侧上颌窦炎。 -> 左侧腮腺占位。
    Enhancing lesion in the right parotid gland. Mucosal thickening on the left. -> Left parotid tumour.
    右侧肱骨近端见透亮影。左侧锁骨密度正常减低。 -> 左侧肱骨骨质破坏。
    Lucent lesion in the right distal radius. Old injury of the left ulna. -> Left distal radius tumour.
    前列腺右侧外周带见低信号。左侧精囊信号减低。 -> 前列腺左侧外周带占位。
    右侧腰大肌增粗。左侧输尿管扩张。 -> 左侧腰大肌脓肿。
    右侧颞叶见异常信号。左侧海马萎缩。 -> 左侧颞叶占位。
    右侧附件区见囊实性灶。左侧腹股沟淋巴结。 -> 左侧附件区占位。
    右侧股骨头见低信号。左侧髋关节面毛糙。 -> 左侧股骨头缺血坏死。
    Nodule in the left lower lobe. -> 1. Nodule in the left right lobe, suspicious.
    Nodule in the right upper lobe. -> Right left upper lobe nodule.
    Nodule in the right upper lobe. -> Nodule of the left RUL.
    右肺上叶结节。 -> 右左肺上叶结节。
    右肺上叶结节。 -> 左侧右肺上叶结节。
    右肺上叶结节。 -> 左肺右上叶结节。
"""
LOBES = """
    LLL consolidation. Nodule in the right upper lobe, 16 mm. -> Right lower lobe pneumonia. RUL nodule.
    左肺下叶实变。右肺上叶结节，16mm。 -> 右肺下叶肺炎。右肺上叶结节。
"""
DENIED = """
    Acute subdural haematoma on the right. -> No intracranial haemorrhage.
    Acute subdural haematoma on the right. -> No acute intracranial haemorrhage.
    Pulmonary embolism in the right lower lobe artery. -> No pulmonary embolism.
    Filling defects in the right lower lobe pulmonary artery. -> No PE.
    Right pneumothorax, 2 cm. -> No pneumothorax.
    Right pneumothorax, 2 cm. No pneumothorax. -> Right pneumothorax.
    Fracture of the distal radius. -> No fracture.
    Small right pleural effusion. -> No pleural effusion.
    No pleural effusion. -> Small left pleural effusion.
    Consolidation in the left lower lobe. -> No consolidation.
    5 mm stone in the right kidney. -> No renal stones.
    Gallstones up to 8 mm. -> The gallbladder is without stones.
    Mass in the left kidney, 4 cm. -> No renal mass.
    8 mm nodule in the right upper lobe. -> No pulmonary nodule.
    Acute infarct in the left thalamus. Haemorrhage in the right frontal lobe. -> No haemorrhage.
    右侧额叶见出血灶。 -> 颅内未见出血。
    桡骨远端骨折。 -> 未见骨折。
    胆囊内见多发结石。 -> 胆囊未见结石。
    两侧胸腔未见积液。左侧胸腔少量积液。 -> 左侧胸腔少量积液。
    右侧胸腔少量积液。 -> 两侧胸腔未见积液。
    右肺下叶动脉见充盈缺损。 -> 未见肺动脉栓塞。
    右肺上叶见8mm结节。 -> 两肺未见结节。
"""
NORMAL = """
    8 mm nodule in the right upper lobe. -> Normal chest CT.
    8 mm nodule in the right upper lobe. -> No significant abnormality.
    Acute appendicitis with an appendix of 11 mm. -> Normal CT of the abdomen.
    Acute appendicitis with an appendix of 11 mm. -> No significant abnormality.
    Right renal stone 5 mm. -> Normal CT of the abdomen.
    Mass in the left breast, 14 mm. -> Normal mammogram, BI-RADS 1.
    右肺中叶见8mm结节。 -> 胸部CT平扫未见明显异常。
    右肾小结石。 -> 腹部未见异常。
    胆囊内见多发结石。 -> 腹部超声未见异常。
    胆囊内见多发结石，较大者8mm。 -> 肝胆胰脾双肾未见异常。
    肝右叶见低密度灶，约2cm。 -> 腹部CT平扫未见异常。
    左乳外上象限见肿块，14mm。 -> 双乳未见异常，BI-RADS 1类。
"""
LEVELS = """
    L4/5椎间盘突出。 -> L3/4椎间盘突出。
    L4-5椎间盘突出，余椎间盘未见异常。 -> L5/S1椎间盘突出。
    腰1椎体压缩性骨折。 -> 腰2椎体压缩性骨折。
    颈5/6椎间盘突出。 -> C4/5椎间盘突出。
    Compression fracture of L1. -> Compression fracture of L2.
    Disc herniation at L4/5. The other discs are normal. -> Disc herniation at L3-L4.
    Fracture of T12 with loss of height. -> T11 compression fracture.
"""
PARTS = """
    Tear of the posterior horn of the medial meniscus. -> Lateral meniscus tear.
    内侧半月板后角撕裂。 -> 外侧半月板后角撕裂。
    Complete tear of the ACL. -> Tear of the posterior cruciate ligament.
    Sprain of the medial collateral ligament. The LCL is intact. -> LCL sprain.
    前交叉韧带断裂，后交叉韧带连续。 -> 后交叉韧带断裂。
    Fracture of the lateral malleolus. -> Medial malleolar fracture.
    外踝骨折。 -> 内踝骨折。
    右侧耻骨上支骨折。 -> 右侧耻骨下支骨折。
"""
BREASTS = """
    Left breast: oval mass, 8 mm. Right breast: no suspicious mass. -> Right: BI-RADS 3. Left: BI-RADS 1.
    Left breast: oval mass, 8 mm. Right breast: no suspicious mass. -> BI-RADS 4 (right), BI-RADS 1 (left).
    Left breast: oval mass, 8 mm. Right breast: normal. -> Right breast BI-RADS 4A. Left breast: mass, BI-RADS 3.
    右乳外上象限见肿块，8mm；左乳未见可疑肿块。 -> 左乳BI-RADS 4A类，右乳BI-RADS 1类。
    右乳外上象限见肿块，8mm；左乳未见异常。 -> 右乳：BI-RADS 1类；左乳：BI-RADS 1类。
"""
FIGURES = """
    Right upper lobe nodule 12 mm. -> Right upper lobe nodule 21 mm.
    Right upper lobe nodule, 12 mm. Aorta of 30 mm. -> 21 mm nodule in the right upper lobe.
    Mass in the left kidney, 4.1 x 3.8 cm. -> Renal mass of 41 cm on the left.
    Stone of 5 mm in the right ureter. -> Right ureteric stone, 15 mm.
    右肺上叶见结节，直径约12mm。 -> 右肺上叶结节，直径约21mm。
    右肾见结石，大小约5mm。 -> 右肾结石，约15mm。
"""
QUIET = """
    Right upper lobe nodule 12 mm. -> Right upper lobe nodule of 1.2 cm.
    Right upper lobe nodule 12 x 8 mm. -> Right upper lobe nodule, 10 mm on average.
    Right upper lobe nodule 12.4 mm. -> Right upper lobe nodule 12 mm.
    Nodules of 4 and 12 mm in the right upper lobe. -> Right upper lobe nodule 14 mm.
    Right upper lobe nodule 12 mm. It measured 8 mm in 2024. -> Right upper lobe nodule, grown from 8 mm.
    Right upper lobe nodule 12 mm, with a solid part of 5 mm. -> Part-solid nodule, solid part 5 mm.
    Mass in the left kidney, 4.1 cm, 2 cm from the hilum. -> Left renal mass of 4 cm.
    Nodule in the right upper lobe. The longest diameter is 12 mm. -> Nodule of 12 mm in the right upper lobe.
    右肺上叶见结节，直径约12mm。 -> 右肺上叶结节，约1.2cm。
    右肺上叶见结节，大小约12mm×8mm。 -> 右肺上叶结节，较前（8mm）增大。
    两肺多发结节，较大者约8mm。 -> 两肺多发结节，较大者约9mm。
    肝右叶囊肿，约21mm×20mm。 -> 肝囊肿，直径约2cm。
    Left breast: oval mass, 8 mm. Right breast: no suspicious mass. -> Left: BI-RADS 3. Right: BI-RADS 1.
    Left breast: oval mass, 8 mm. Calcifications in both breasts. -> Left: BI-RADS 3. Right: BI-RADS 2.
    Grouped calcifications of the right breast. Left axillary nodes enlarged. -> Right: BI-RADS 4. Left: BI-RADS 3.
    Mass of 8 mm in the left breast. -> BI-RADS 3.
    Mass of 8 mm in the left breast, upper outer quadrant. -> Left breast mass, BI-RADS 4A. Right breast BI-RADS 1.
    右乳外上象限见肿块，8mm；左乳未见可疑肿块。 -> 右乳BI-RADS 4A类，左乳BI-RADS 1类。
    双乳散在钙化，左乳见结节。 -> 左乳BI-RADS 3类，右乳BI-RADS 2类。
    左乳外上象限见肿块，右乳术后改变。 -> 左乳肿块，BI-RADS 4B类；右乳术后，BI-RADS 2类。
    L4/5椎间盘向左后突出，L5/S1椎间盘向右后突出。 -> L4/5、L5/S1椎间盘突出。
    L3/4、4/5椎间盘膨出，腰5/骶1椎间盘突出。 -> L3-S1椎间盘突出、膨出。
    L4椎体向前滑脱。 -> L4/5滑脱，腰椎退行性变。
    L3-5椎体缘骨质增生。L5/S1椎间盘突出。 -> L4椎体骨质增生，L5/S1椎间盘突出。
    腰椎间盘多发膨出，L4/5为著。 -> L4/5、L5/S1椎间盘膨出。
    L1椎体压缩性骨折，T2WI压脂呈高信号。 -> L1椎体新鲜压缩性骨折。
    L5/S1椎间盘突出，左侧S1神经根受压。 -> L5/S1椎间盘突出，压迫S1神经根。
    L5/S1 disc herniation compressing the left S1 root. -> L5/S1 herniation with compression of the left S1 root.
    Degenerative changes of the lower lumbar discs. Herniation at L5/S1. -> L4/5 and L5/S1 disc degeneration.
    Anterolisthesis of L4 on L5, 6 mm. -> Grade 1 listhesis L4/5.
    Fractures of L1 and L2, 3 mm retropulsion. -> Compression fractures L1/2.
    Modic changes of the endplates at L4/5. -> Osteochondrosis with Modic changes of L4 and L5.
    Disc protrusions from C3/4 to C6/7. -> Cervical spondylosis with protrusions at C4/5 and C5/6.
    Tear of the medial meniscus. The lateral meniscus is intact. -> Medial meniscus tear, lateral meniscus normal.
    The medial and lateral menisci show degeneration. -> Degeneration of the lateral meniscus.
    Tear of the ACL. Bone bruise of the lateral femoral condyle. -> ACL tear with lateral condylar bone bruise.
    内、外侧半月板变性。 -> 外侧半月板变性。
    内、外踝骨折，后踝骨折。 -> 三踝骨折，外踝移位。
    内侧半月板后角撕裂，外侧半月板未见撕裂。 -> 内侧半月板撕裂。
    前交叉韧带损伤，后交叉韧带完整。 -> 前交叉韧带损伤。
    3 mm nodule in the right upper lobe. -> No significant abnormality.
    Calcified granuloma of 8 mm in the right upper lobe. -> Normal chest CT.
    Simple cyst of 2 cm in the left kidney. -> Normal CT of the abdomen.
    Mild degenerative changes of the thoracic spine. -> Normal chest CT.
    Trace fluid in the pelvis, physiological. -> Normal ultrasound of the pelvis.
    Mucosal thickening in the left maxillary sinus. -> Normal CT of the head.
    8 mm nodule in the right upper lobe. -> 8 mm nodule in the right upper lobe. No other abnormality.
    8 mm nodule in the right upper lobe. -> Nodule of the right upper lobe. The study is otherwise normal.
    Stable nodule of 7 mm in the left lower lobe since 2019. -> No significant abnormality.
    Healed fracture of the 5th right rib. -> Normal chest radiograph.
    Prostate mildly enlarged. -> Normal CT of the abdomen.
    肺底见3mm结节。 -> 腹部CT未见明显异常。
    右肺上叶结节，8mm。 -> 右肺上叶结节。余未见明显异常。
    右肺上叶肿块，4cm。 -> 右肺上叶占位。左肺未见异常。
    右肺上叶肿块，4cm。 -> 右肺上叶占位。肝脾未见异常。
    右肺中叶钙化灶，6mm。 -> 胸部CT平扫未见明显异常。
    肝囊肿，约1cm。 -> 腹部CT平扫未见明显异常。
    双侧上颌窦黏膜轻度增厚。 -> 颅脑CT平扫未见异常。
    No fracture of the femur. Fracture of the distal radius. -> Fracture of the radius.
    Right pneumothorax. No left pneumothorax. -> Right pneumothorax.
    The pneumothorax seen yesterday has resolved. -> No pneumothorax.
    Old fracture of the 6th left rib. -> No fracture.
    Known right pleural effusion, now gone. -> No pleural effusion.
    8 mm nodule in the right upper lobe. No other nodules. -> Solitary nodule of the right upper lobe.
    8 mm nodule in the right upper lobe, stable. -> No new nodule.
    Thyroid nodule 12 mm on the right. -> No pulmonary nodule. Thyroid nodule, ultrasound recommended.
    Thyroid nodule 12 mm on the right. -> No nodule or consolidation. Incidental thyroid nodule.
    Small pericardial effusion. -> No effusion or pneumothorax. Small pericardial effusion.
    Left frontal scalp haematoma. -> No intracranial haemorrhage. Scalp haematoma on the left.
    Left frontal scalp haematoma. -> No haemorrhage. Scalp haematoma.
    Haematoma in the right frontal lobe, 3 cm. No subdural haemorrhage. -> Right frontal haematoma.
    Acute infarct in the left thalamus. No haemorrhage. -> Acute left thalamic infarct without haemorrhage.
    Old infarct on the left. No acute infarct. -> No acute intracranial abnormality. Old left infarct.
    4 mm stone in the left ureter with left hydronephrosis. No renal stones. -> Obstructing left ureteric stone.
    Gallbladder stones up to 8 mm. No bile duct stone. -> Cholecystolithiasis, no choledocholithiasis.
    Gallstone 8 mm. -> No urinary stone. Gallstone as an incidental finding.
    Liver cyst 2 cm. Kidneys without cysts. -> Simple liver cyst.
    Mass effect on the left ventricle by the haematoma. No mass. -> Haematoma with mass effect.
    Consolidation in the left lower lobe. No cavitation. -> Pneumonia, no abscess, no pleural effusion.
    Suspected filling defect in a subsegmental artery. -> No central pulmonary embolism.
    Pneumothorax cannot be excluded. -> No pneumothorax seen, follow-up in expiration.
    Right hip: fracture of the femoral neck. Left hip: no fracture. -> Fracture of the right femoral neck.
    Fracture of the lateral malleolus. No fracture of the base of the fifth metatarsal. -> Malleolar fracture.
    Compression fracture of L1. No fracture of the posterior wall. -> Compression fracture of L1.
    Small right pleural effusion. No loculation, no pneumothorax. -> Small right pleural effusion.
    右侧胸腔未见积液，左侧胸腔少量积液。 -> 左侧胸腔少量积液。
    右肺上叶结节，较前无变化；左肺未见新发结节。 -> 右肺上叶结节，较前相仿。
    心包少量积液。两侧胸腔未见积液。 -> 心包少量积液。
    左顶部头皮血肿。颅内未见出血。 -> 左顶部头皮血肿，颅内未见出血。
    左侧额部颅板外软组织血肿。 -> 颅内未见出血。左额部软组织血肿。
    双肾未见结石。右侧输尿管结石伴右肾积水。 -> 右侧输尿管结石伴右肾积水。
    胆囊多发结石，胆总管未见结石。 -> 胆囊结石。
    甲状腺右叶结节。两肺未见结节。 -> 甲状腺结节，建议超声检查。
    左侧第6肋骨陈旧性骨折。 -> 未见骨折。
    左侧基底节区腔隙性梗死，未见出血。 -> 左侧基底节区腔隙性脑梗死。
    右侧第5肋骨骨折，余肋骨未见骨折。 -> 右侧第5肋骨骨折。
    原右侧气胸已吸收。 -> 未见气胸。
    肝囊肿。双肾未见囊肿。 -> 肝囊肿。
    右肺下叶实变，左肺未见实变。 -> 右肺下叶肺炎。
    桡骨远端骨折，尺骨未见骨折。 -> 桡骨远端骨折。
    右侧附件区囊肿，左侧附件区未见囊肿。 -> 右侧附件区囊肿。
    盆腔少量积液。腹腔未见积液。 -> 盆腔少量积液。
    右侧上颌窦积液。 -> 颅内未见出血。右侧上颌窦炎。
    LLL consolidation. Nodule in the right upper lobe, 16 mm. -> Left lower lobe pneumonia. RUL nodule.
    Right lower lobe atelectasis. LUL nodule 8 mm. -> Left upper lobe nodule, 8 mm.
    RLL opacity. Left lung clear. -> Right lower lobe pneumonia.
    Consolidation of the RML and the lingula. -> Pneumonia of the right middle lobe and the lingula.
    Right upper lobe mass, 4 cm. Enlarged left supraclavicular node. -> Lung cancer with left supraclavicular nodes.
    Right upper lobe mass, 4 cm. Left adrenal nodule. -> Lung cancer with metastasis in the left adrenal.
    Mass of the right breast. Enlarged right axillary nodes. Left breast normal. -> Right breast cancer.
    右肺上叶肿块。左锁骨上淋巴结肿大。 -> 考虑肺癌伴左锁骨上淋巴结转移。
    右肺上叶肿块。左肾上腺结节。 -> 右肺上叶肺癌，肺癌左肾上腺转移可能。
    左肾肿块。右肾上腺增粗。 -> 肾癌伴右肾上腺转移可能。
    Moderate right, small left pleural effusion. -> Bilateral pleural effusions.
    Right pleural effusion. Trace on the left as well. -> Bilateral pleural effusions, right more than left.
    Multiple nodules, the largest in the right upper lobe. -> Bilateral pulmonary nodules.
    Small right pleural effusion. Consolidation in both lower lobes. -> Bilateral pneumonia and right effusion.
    Right pleural effusion. Left lower lobe atelectasis. -> Right pleural effusion, left basal atelectasis.
    右侧胸腔积液，左侧亦见少量。 -> 双侧胸腔积液。
    两肺炎症，右侧胸腔少量积液。 -> 两肺感染伴右侧胸腔积液。
    两肺多发结节，较大者位于右肺上叶。 -> 两肺多发结节。
    双侧胸腔少量积液，右侧为著。 -> 右侧胸腔积液。
    右侧第5肋骨骨折，断为三段。 -> 第5肋骨两处骨折。
"""
QUIET_SIDES = """
    Left M1 occlusion with infarct of the left insula. Right MCA patent. -> Left MCA occlusion with acute infarct.
    左前降支中度狭窄。右冠状动脉轻度狭窄。左回旋支未见狭窄。 -> 左前降支中度狭窄，右冠状动脉轻度狭窄。
    肝右叶见低密度灶，左叶体积增大。 -> 肝左叶增大，肝右叶占位。
    肝右叶见低密度灶，左叶体积增大。 -> 肝左叶增大。
    肝左右叶多发囊肿。 -> 肝左叶囊肿，较大。
    肝右叶占位。左肾囊肿。 -> 肝占位；左肾囊肿。
    Cysts in the left and right hepatic lobes. -> Left hepatic lobe cyst, 4 cm.
    Lesion of the right hepatic lobe. Dilated left hepatic duct. -> Right hepatic lesion, dilated left hepatic duct.
    Right hepatic vein patent. Cyst in the left lobe. -> Left hepatic lobe cyst.
    甲状腺右叶结节4mm；左叶见囊肿2mm。 -> 甲状腺左叶囊肿。
    左右两侧胸腔少量积液。 -> 左侧胸腔积液。
    结节大小约5mm左右，位于右肺。 -> 右肺结节。
    左右肺纹理增多。 -> 左右肺纹理增多。
    心内右左分流。 -> 右左分流。
    左侧、右侧胸腔积液。 -> 左右侧胸腔积液。
    与左侧右肺相比，透亮度增高。 -> 右肺气肿。
    较左侧右肾体积缩小。 -> 右肾萎缩。
    Left-to-right shunt. -> Left to right shunt.
    Left/right asymmetry of the ventricles. -> Left right asymmetry of the lateral ventricles.
    Effusion on the left, right lung clear. -> Left effusion.
    Effusions, left > right. -> Effusions left more than right.
    右侧上颌窦炎。左侧筛窦炎。 -> 双侧鼻窦炎。
    右侧颈内动脉斑块。左侧颈总动脉斑块。 -> 左侧颈动脉斑块。
    左侧腮腺结节，右侧未见异常。 -> 左侧腮腺占位。
    右侧少量气胸。左侧胸腔积液。 -> 左侧少量胸腔积液。
    Small right pneumothorax. Pleural effusion on the left. -> Left small effusion.
    Stone in the right lower pole. Left kidney: cyst, 2 cm, lower pole. -> Left lower pole cyst.
    Pneumothorax on the right with shift. Effusion on the left. -> Effusion on the left with atelectasis.
    左侧基底节区腔隙灶。右侧丘脑腔隙灶。 -> 左侧基底节及右侧丘脑腔隙性梗死。
    右侧硬膜下血肿，左侧脑室增宽，中线左移。 -> 右侧硬膜下血肿，中线左移。
    右侧输尿管膀胱入口处结石。膀胱左后壁增厚。 -> 膀胱左侧壁增厚。
    肝右叶S8段低密度灶；左侧肾上腺增粗。 -> 肝S8段占位；左肾上腺增粗。
    右侧额颞叶脑出血。 -> 右侧大脑半球出血。
    L4/5椎间盘突出，左侧椎间孔狭窄。L5/S1右侧椎间孔狭窄。 -> L5/S1右侧椎间孔狭窄。
    右侧颌下腺结石。左侧颌下腺未见异常。 -> 右侧颌下腺结石。
    肝右静脉增宽。肝左叶囊肿。 -> 肝左叶囊肿。
    左侧肝内胆管扩张。肝右叶囊肿。 -> 肝右叶囊肿。
    右侧椎动脉纤细。左侧椎动脉优势。 -> 右侧椎动脉纤细。
    右侧大脑中动脉M1段狭窄。左侧大脑后动脉P2段狭窄。 -> 右侧大脑中动脉、左侧大脑后动脉狭窄。
    Right femoral neck fracture. Left femoral artery calcified. -> Right femoral neck fracture.
"""
WHOLE = """
    Interval resolution of the right pneumothorax. Chest tube in place. -> No residual pneumothorax.
    Tiny right apical pneumothorax, 5 mm. No left pneumothorax. -> Tiny right apical pneumothorax.
    Hypodense liver lesion of 12 mm in segment 4, likely cyst. No suspicious lesion. -> Liver cyst. No metastasis.
    Nondisplaced fracture of the scaphoid waist. No further fracture. -> Scaphoid fracture.
    Full-thickness rotator cuff tear. Small joint effusion. No fracture. -> Rotator cuff tear.
    Scattered density. Focal asymmetry in the right breast. No mass. -> Right BI-RADS 0, left BI-RADS 1.
    Thyroid: right lobe nodule 9 mm, isoechoic. Left lobe without nodule. -> Right thyroid nodule, TI-RADS 3.
    Wedge compression of L1 by 30 percent. T12 and L2 normal. -> L1 compression fracture.
    Haemangioma of T8. Degenerative disc disease. -> Haemangioma in the 8th thoracic vertebra.
    Right pneumothorax with collapse of the right lung, left lung clear. -> Large right pneumothorax.
    双肺散在小结节，较大者位于左肺下叶，约5mm。未见胸腔积液。 -> 双肺小结节，建议年度复查。
    右肺中叶实性结节，约6mm，边界清。余肺未见结节及实变。 -> 右肺中叶小结节，建议随访。
    左侧胸腔积液引流术后，少量积液残留。右侧胸腔未见积液。 -> 左侧胸腔少量积液。
    右侧气胸较前吸收，现未见明确气胸。 -> 右侧气胸已吸收。
    肝右叶囊肿，约15mm。胆囊壁毛糙，未见结石。左肾结石，约4mm。右肾未见结石。 -> 肝囊肿；左肾结石；胆囊炎。
    胆囊切除术后。肝内外胆管未见结石。右肾小结石。 -> 胆囊切除术后改变；右肾小结石。
    右侧基底节区出血，量约15ml，破入脑室。蛛网膜下腔未见出血。 -> 右侧基底节区脑出血破入脑室。
    左侧额颞顶部硬膜下血肿，最厚处约8mm，中线居中。未见骨折。左额部头皮血肿。 -> 左侧硬膜下血肿，头皮血肿。
    双侧基底节区腔隙性梗死灶，未见新发梗死及出血。 -> 双侧基底节区腔隙性脑梗死。
    L4/5椎间盘突出，L3/4、L5/S1椎间盘膨出。腰椎骨质增生。 -> 腰椎退行性变；L3/4-L5/S1椎间盘膨出、突出。
    胸12椎体轻度楔形变，腰1椎体血管瘤。 -> T12椎体压缩；L1椎体血管瘤。
    甲状腺左叶结节，大小约8×6mm，TI-RADS 3类。右叶未见结节。颈部未见肿大淋巴结。 -> 甲状腺左叶结节，TI-RADS 3类。
    右肺下叶背段结节，约11mm×9mm，纵隔未见肿大淋巴结。两侧胸腔未见积液。 -> 右肺下叶结节，直径约10mm，建议穿刺。
    子宫肌瘤，约32mm。右侧附件区囊肿，约25mm。盆腔少量积液。 -> 子宫肌瘤；右附件囊肿；盆腔积液。
    冠状动脉钙化。双肺下叶坠积性改变。心包少量积液。双侧胸腔未见积液。 -> 双肺下叶坠积性改变，心包少量积液。
    左侧第4-6肋骨骨折，断端错位。右侧肋骨未见骨折。左侧少量气胸，右侧未见气胸。 -> 左侧多发肋骨骨折，左侧少量气胸。
    肺动脉主干及左右肺动脉未见充盈缺损。右肺下叶后基底段动脉充盈缺损。 -> 右肺下叶段级肺动脉栓塞。
    主动脉弓钙化，心影增大。左下肺斑片影。右侧胸腔未见积液，左侧肋膈角变钝。 -> 左下肺炎症，左侧少量胸腔积液。
    右侧股骨颈骨折。髋臼未见骨折。左髋未见异常。 -> 右侧股骨颈骨折。
    右腕舟骨骨折线隐约可见。余骨未见骨折。 -> 右腕舟骨骨折可能。
    脑萎缩。双侧脑室旁白质脱髓鞘。未见出血。 -> 老年脑改变。
    肝内多发囊肿，较大者约35mm。肝内未见实性占位。 -> 肝多发囊肿。
    肝右叶血管瘤，约28mm。左肾囊肿，约12mm。 -> 肝血管瘤，28mm；左肾囊肿。
"""


@pytest.mark.parametrize(("findings", "impression"), pairs(QUIET + QUIET_SIDES + WHOLE))
def test_ordinary_sentences_are_not_asked_about(findings: str, impression: str) -> None:
    assert asked(findings, impression) == []


@pytest.mark.parametrize(
    ("kind", "findings", "impression"),
    [
        (kind, *pair)
        for kind, text in (("side", SIDES), ("side", SIDES_OF_ORGANS), ("lobe", LOBES), ("denied", DENIED),
                           ("denied", NORMAL), ("level", LEVELS), ("part", PARTS),
                           ("breast", BREASTS), ("figure", FIGURES))
        for pair in pairs(text)
    ],
)  # fmt: skip
def test_a_colleague_would_ask(kind: str, findings: str, impression: str) -> None:
    assert kind in {one.kind for one in asked(findings, impression)}


@pytest.mark.parametrize("template", load_templates(), ids=lambda one: one.template_id)
def test_all_normal_sentences_of_a_template_are_not_asked_about(template: Template) -> None:
    report = template.new_report(replace(SUBJECT, body_part="", study_description=""), LI)
    for heading in (FINDINGS, IMPRESSION):
        part = template.section(heading)
        lines = tuple(map(Statement, part.normal())) if part is not None else ()
        report = report.with_section(replace(report.section(heading), statements=lines)) if lines else report
    found = check(report, replace(make_study(), body_part="", description=""), None, (), template=template)
    assert [one for one in found if one.kind in OF_TEXT - {"flag"}] == []
