"""简体中文, as a radiologist writes it: what comes after where, nothing between a number and its unit."""

from __future__ import annotations

from reader.terms.language import Language, Patterns

CHINESE = Language(
    tag="zh", locale="zh_CN", name="简体中文", meaning="Chinese", report="诊断报告", abnormality="异常",
    headings={
        "59776-5": "影像所见", "19005-8": "诊断意见", "55752-0": "临床信息", "55111-9": "检查方法",
        "18834-2": "对比检查", "18783-1": "建议", "11329-0": "病史", "55115-0": "申请内容", "55107-7": "补充报告",
        "55113-5": "关键图像", "73568-8": "危急值通报", "AMENDMENT": "更正原因",
    },  # CID 7001
    findings={
        "nodule": "结节", "lung nodule": "肺结节", "pulmonary nodule": "肺结节",
        "solid pulmonary nodule": "实性肺结节", "mass": "肿块", "lesion": "病灶", "cyst": "囊肿",
        "hemorrhage": "出血", "calcification": "钙化", "consolidation": "实变",
        "ground glass opacity": "磨玻璃影", "fracture": "骨折", "pleural effusion": "胸腔积液",
        "pneumothorax": "气胸", "lymph node": "淋巴结", "emphysema": "肺气肿", "atelectasis": "肺不张",
        "cobb angle": "Cobb角", "cardiothoracic ratio": "心胸比", "cardiac axis": "心轴角",
        "hip-knee-ankle angle": "髋膝踝角", "mechanical axis deviation": "机械轴偏移",
        "length": "长度", "angle": "角度", "area": "面积", "volume": "体积", "time": "时间",
        "difference of velocity": "速度差", "difference along an axis": "差值",
    },
    organs={
        "lung": "肺", "pleura": "胸膜", "mediastinum": "纵隔", "heart": "心脏", "liver": "肝脏", "spleen": "脾脏",
        "pancreas": "胰腺", "kidney": "肾", "brain": "脑", "thyroid": "甲状腺", "thyroid gland": "甲状腺",
        "breast": "乳腺", "prostate": "前列腺", "adrenal gland": "肾上腺", "chest": "胸部", "thorax": "胸部",
        "abdomen": "腹部", "rib": "肋骨",
    },
    lobes={"upper": "上叶", "middle": "中叶", "lower": "下叶"},
    sides={"right": "右", "left": "左", "bilateral": "双"},
    alone={"right": "右侧", "left": "左侧", "bilateral": "双侧"},
    close={"肺": "{side}{organ}", "肾": "{side}{organ}"},
    counted={
        "pixels": "像素", "pixel": "像素", "voxels": "体素", "wk": "周", "mo": "个月", "a": "年", "beats": "次",
        "H.B.": "次", "counts": "计数", "ratio": "", "score": "", "no units": "",
    },
    calibration={
        "geometry": "已按几何校准", "fiducial": "已按标记物校准", "magnified": "按标称放大率{factor}校正",
        "distances": "按放大率{factor}估算", "detector": "探测器平面", "nominal": "标称扫描尺寸",
        "unstated": "校准方式未注明",
    },
    patterns=Patterns(
        sentence="{said}。",
        seen_at="{where}见{what}",
        seen="见{what}",
        aside="（{said}）",
        joint="，",
        list_joint="、",
        image="图像{image}",
        of_series="序列{series}{image}",
        frame="{image}第{frames}帧",
        frames="{image}第{frames}帧",
        see="见{}",
        key_image="关键图像",
        organ="{side}侧{organ}",
        lobe="{side}肺{lobe}",
        unknown_site="{side}侧{site}",
        number="{what}约{size}",
        number_at="{where}{what}约{size}",
        two_axes="大小约{}×{}",
        length="长径约{}",
        volume="体积约{}",
        area="面积约{}",
        angle="角度约{}",
        time="时间约{}",
        velocity="速度差约{}",
        difference="差值约{}",
        attenuation="平均CT值约{}",
        density="CT值约{}",
    ),
    capitals=False,
    tight=True,
)  # fmt: skip
