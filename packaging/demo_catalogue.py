"""Who is who in the demo: invented patients, sites, orders, and the licence of every picture.

Everything here is invented except the `licence` texts. The pictures come from public sets; see `LICENSE.md`
beside each exam. Sex and approximate age follow the pictures, so that nothing on screen contradicts them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from demo_licences import ECHO, FIELD_MAP, HEAD_PHANTOM, LIDC, PROSTATE, SBU, STUDYFORREST


@dataclass(frozen=True)
class Patient:
    """An invented identity. `name` is a DICOM PN with an ideographic group (PS3.5 6.2.1)."""

    name: str
    patient_id: str
    sex: str
    birth: date


@dataclass(frozen=True)
class Site:
    code: str
    name: str
    name_zh: str


@dataclass(frozen=True)
class Exam:
    """One study of the demo, and the order that it answers (none for a prior)."""

    folder: str
    patient: Patient
    issuer: str
    site: Site
    accession: str
    when: datetime
    description: str
    body_part: str
    licence: str
    changed: str
    origin: str
    quality: str = ""
    task: dict[str, object] | None = field(default=None)

    @property
    def age_years(self) -> int:
        day, born = self.when.date(), self.patient.birth
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


XIHU = Site("XIHU", "Xihu Township Hospital", "西湖镇卫生院")
QINGSHAN = Site("QINGSHAN", "Qingshan County People's Hospital", "青山县人民医院")
LIUHE = Site("LIUHE", "Liuhe Township Hospital", "柳河镇卫生院")
BAIYUN = Site("BAIYUN", "Baiyun County Hospital of TCM", "白云县中医院")
DONGPO = Site("DONGPO", "Dongpo Township Hospital", "东坡镇卫生院")

WANG = Patient("Wang^Xiaodong=王^小东", "00314", "F", date(1970, 5, 12))
CHEN = Patient("Chen^Guihua=陈^桂花", "L20417", "F", date(1962, 2, 3))
LIN = Patient("Lin^Yating=林^雅婷", "Q118820", "F", date(1984, 9, 27))
SUN = Patient("Sun^Meilan=孙^美兰", "B007731", "F", date(1958, 11, 30))
ZHOU = Patient("Zhou^Jianguo=周^建国", "Q102265", "M", date(1962, 4, 8))
HUANG = Patient("Huang^Dewen=黄^德文", "D03186", "M", date(1955, 7, 19))
LIU = Patient("Liu^Cuiping=刘^翠萍", "Q120093", "F", date(1961, 3, 14))
HE = Patient("He^Lijuan=何^丽娟", "L20533", "F", date(1973, 8, 22))
HEAD = Patient("Phantom^Head=体模^头颅", "QA-CT-01", "O", date(2015, 2, 6))
SPHERE = Patient("Phantom^Sphere=体模^水球", "QA-MR-01", "O", date(2018, 5, 26))


def _task(
    priority: str,
    due: int,
    ago: int,
    label: str,
    label_zh: str,
    body: str,
    site: Site,
    by: str,
    text: str,
    text_zh: str,
    images: int,
    assigned: str = "",
) -> dict[str, object]:
    return {
        "kind": "interpretation",
        "priority": priority,
        "due_in_minutes": due,
        "scheduled_minutes_ago": ago,
        "label": label,
        "label_zh": label_zh,
        "body_part": body,
        "site": site.name,
        "site_code": site.code,
        "assigned_to": assigned,
        "requested_by": by,
        "order_text": text,
        "order_text_zh": text_zh,
        "expected_images": images,
    }


_REENCODED = (
    "Identity, institution, dates, times, accession number and descriptions are invented; staff, "
    "device serial, free text and other details of the source's patient and order were removed, "
    "and so were private elements, group length elements and references to objects outside this demo; character "
    "set UTF-8 (ISO_IR 192). SOP, Series and Study Instance UIDs are those of the source. The pixel "
    "values are identical to the source, compressed without loss with JPEG-LS."
)

EXAMS: tuple[Exam, ...] = (
    Exam(
        "ct-chest",
        WANG,
        "XIHU",
        XIHU,
        "XH2611200007",
        datetime(2026, 11, 20, 8, 12),
        "CT chest, plain 胸部平扫",
        "CHEST",
        LIDC,
        _REENCODED + " The AI result (SR of NoduleFinder 1.2 and two SEG) was made for this demo with highdicom: "
        "finding 1 carries the measurements and tracking UID of the project's generated sample object for "
        "this CT, findings 2 and 3 were placed by hand. 'NoduleFinder' is invented, no algorithm ran, no "
        "reader checked it, not for clinical use. The key object selection is the sample object with the "
        "identity changed, and without a concept name that TID 2010 does not allow.",
        "LIDC-IDRI-0314, all 275 slices, with AI objects made for the demo",
        task=_task(
            "HIGH",
            24,
            6,
            "CT chest, plain",
            "胸部CT平扫",
            "CHEST",
            XIHU,
            "Zhao^Lei=赵^磊",
            "Cough for 3 weeks, blood-streaked sputum for 2 days. Known right upper lobe lesion. Progress?",
            "咳嗽3周，痰中带血2天。既往右上肺病灶，评估变化。",
            275,
            "li",
        ),
    ),
    Exam(
        "ct-chest-prior",
        WANG,
        "XIHU",
        QINGSHAN,
        "QS2601150032",
        datetime(2026, 1, 15, 10, 5),
        "CT chest, plain 胸部平扫",
        "CHEST",
        LIDC,
        "SYNTHETIC. Computed from LIDC-IDRI-0314: the right upper lobe nodule was shrunk by a smooth "
        "local deformation, the volume smoothed, resampled to a 360 mm field of view and averaged to 5 mm "
        "slices, and shifted in the scanner's coordinates. New UIDs, invented identity. Not an "
        "examination that took place.",
        "synthetic prior, computed from LIDC-IDRI-0314",
    ),
    Exam(
        "dr-chest",
        CHEN,
        "LIUHE",
        LIUHE,
        "LH2611200003",
        datetime(2026, 11, 20, 8, 31),
        "DR chest, PA and lateral 胸部正侧位",
        "CHEST",
        LIDC,
        "SYNTHETIC. Two radiographs computed from LIDC-IDRI-0314: table removed, attenuation integrated "
        "along parallel rays (Beer-Lambert), logarithm, detail enhancement, a little noise. New UIDs, "
        "invented identity. Not an examination that took place.",
        "synthetic radiographs, projected from LIDC-IDRI-0314",
        task=_task(
            "MEDIUM",
            55,
            18,
            "DR chest, PA and lateral",
            "胸部DR正侧位",
            "CHEST",
            LIUHE,
            "Ma^Chao=马^超",
            "Cough and weight loss for 2 months. Mass?",
            "咳嗽伴消瘦2月，占位？",
            2,
        ),
    ),
    Exam(
        "mr-brain",
        LIN,
        "QINGSHAN",
        QINGSHAN,
        "QS2611200011",
        datetime(2026, 11, 20, 7, 48),
        "MR brain, 3D T1 头颅3D-T1",
        "BRAIN",
        STUDYFORREST,
        _REENCODED
        + " Slices {mr_range} of 384 are here. Values of Decimal String were rounded to the 16 characters "
        "that DICOM allows; Type 2 elements that the source lacks were added empty; scanning sequence, "
        "patient position (HFS) and a display window were added; the source's invalid Patient Orientation "
        "was removed. The face was removed by the publishers.",
        "studyforrest, de-faced T1",
        task=_task(
            "MEDIUM",
            120,
            41,
            "MR brain, 3D T1",
            "头颅MR 3D-T1",
            "BRAIN",
            QINGSHAN,
            "Qian^Hui=钱^慧",
            "Recurrent headache for half a year. Structural lesion?",
            "反复头痛半年，除外占位。",
            0,
        ),
    ),
    Exam(
        "ct-head-qc",
        HEAD,
        "QINGSHAN",
        QINGSHAN,
        "QS2611200001",
        datetime(2026, 11, 20, 7, 5),
        "CT head phantom, tilted gantry 头颅体模(质控)",
        "HEAD",
        HEAD_PHANTOM,
        _REENCODED,
        "Philips Ingenuity, plastic head phantom, gantry tilt -18.5 degrees",
        task=_task(
            "LOW",
            240,
            75,
            "CT head phantom, quality check",
            "头颅体模CT质控",
            "HEAD",
            QINGSHAN,
            "Gao^Feng=高^峰",
            "Weekly constancy test of the head protocol (plastic phantom, tilted gantry).",
            "每周质控：头颅体模，倾斜机架。",
            20,
        ),
    ),
    Exam(
        "us-echo",
        SUN,
        "BAIYUN",
        BAIYUN,
        "BY2611200005",
        datetime(2026, 11, 20, 8, 2),
        "Echocardiography, colour Doppler 心脏彩超",
        "HEART",
        ECHO,
        _REENCODED + " The source's pixels had been compressed with loss (JPEG) before; that is still declared in "
        "(0028,2110). Only the machine's own settings are burned in.",
        "Philips Affiniti 70G, the first frames of a colour Doppler clip",
        task=_task(
            "MEDIUM",
            90,
            34,
            "Echocardiography",
            "心脏彩超",
            "HEART",
            BAIYUN,
            "Xu^Jing=徐^静",
            "Exertional dyspnoea for 2 months. Valves? Pericardial effusion?",
            "活动后气促2月，瓣膜病？心包积液？",
            1,
        ),
    ),
    Exam(
        "mr-prostate",
        ZHOU,
        "QINGSHAN",
        QINGSHAN,
        "QS2611200009",
        datetime(2026, 11, 20, 7, 20),
        "MR prostate, ADC map 前列腺ADC图",
        "PROSTATE",
        PROSTATE,
        _REENCODED,
        "QIN-PROSTATE-01-0001, 20 slices of an ADC map",
        task=_task(
            "LOW",
            180,
            63,
            "MR prostate, ADC map",
            "前列腺MR（ADC）",
            "PROSTATE",
            QINGSHAN,
            "Feng^Tao=冯^涛",
            "PSA 9.8 ng/mL. Suspicious focus?",
            "PSA 9.8 ng/mL，可疑病灶？",
            20,
        ),
    ),
    Exam(
        "ct-covid",
        HUANG,
        "DONGPO",
        DONGPO,
        "DP2611200004",
        datetime(2026, 11, 20, 7, 55),
        "CT chest with contrast 胸部增强",
        "CHEST",
        SBU.format(patient="A002304"),
        _REENCODED + " Three single slices (axial, coronal, sagittal), as the source holds them.",
        "COVID-19-NY-SBU A002304, three single slices, second date",
        task=_task(
            "HIGH",
            -5,
            66,
            "CT chest with contrast",
            "胸部CT增强",
            "CHEST",
            DONGPO,
            "Tang^Wei=唐^伟",
            "Viral pneumonia, worsening dyspnoea. Compare with 8 November.",
            "病毒性肺炎，气促加重，请与11月8日对比。",
            3,
        ),
    ),
    Exam(
        "ct-covid-prior",
        HUANG,
        "DONGPO",
        DONGPO,
        "DP2611080002",
        datetime(2026, 11, 8, 0, 15),
        "CT abdomen and pelvis with contrast 腹盆增强",
        "CHEST",
        SBU.format(patient="A002304"),
        _REENCODED
        + " Three single slices (axial, coronal, sagittal), as the source holds them. The interval of 12 "
        "days is that of the source.",
        "COVID-19-NY-SBU A002304, three single slices, first date",
    ),
    Exam(
        "ct-abdomen-incomplete",
        HE,
        "LIUHE",
        LIUHE,
        "LH2611200006",
        datetime(2026, 11, 20, 8, 20),
        "CT upper abdomen, plain 上腹部平扫",
        "ABDOMEN",
        LIDC,
        "SYNTHETIC. Derived from the lowest 72 slices of LIDC-IDRI-0314: smoothed, averaged to 36 slices "
        "of 2 mm, of which 6 in the middle were left out on purpose, to show an incomplete series. New "
        "UIDs, invented identity. Not an examination that took place.",
        "derived from LIDC-IDRI-0314, 6 of 36 slices left out on purpose",
        quality="6 of 36 slices missing (images 15 to 20)",
        task=_task(
            "HIGH",
            15,
            12,
            "CT upper abdomen, plain",
            "上腹部CT平扫",
            "ABDOMEN",
            LIUHE,
            "Ma^Chao=马^超",
            "Right upper quadrant pain for 6 hours.",
            "右上腹痛6小时。",
            36,
        ),
    ),
    Exam(
        "ct-abdomen",
        LIU,
        "QINGSHAN",
        QINGSHAN,
        "QS2611200014",
        datetime(2026, 11, 20, 8, 3),
        "CT abdomen and pelvis, plain 腹盆平扫",
        "ABDOMEN",
        SBU.format(patient="A027284"),
        _REENCODED + " Three single slices (axial, coronal, sagittal), as the source holds them.",
        "COVID-19-NY-SBU A027284, three single slices, second date",
        task=_task(
            "LOW",
            150,
            29,
            "CT abdomen and pelvis, plain",
            "腹盆CT平扫",
            "ABDOMEN",
            QINGSHAN,
            "Qian^Hui=钱^慧",
            "Abdominal pain, follow-up after 3 months.",
            "腹痛，3个月复查。",
            3,
        ),
    ),
    Exam(
        "ct-abdomen-prior",
        LIU,
        "QINGSHAN",
        QINGSHAN,
        "QS2608150021",
        datetime(2026, 8, 15, 1, 50),
        "CT abdomen and pelvis, plain 腹盆平扫",
        "ABDOMEN",
        SBU.format(patient="A027284"),
        _REENCODED
        + " Three single slices (axial, coronal, sagittal), as the source holds them. The interval of 97 "
        "days is that of the source.",
        "COVID-19-NY-SBU A027284, three single slices, first date",
    ),
    Exam(
        "mr-phantom",
        SPHERE,
        "QINGSHAN",
        QINGSHAN,
        "QS2611200002",
        datetime(2026, 11, 20, 7, 12),
        "MR phantom, B0 field map 水模B0场图(质控)",
        "HEAD",
        FIELD_MAP,
        _REENCODED,
        "Philips Achieva, enhanced MR, magnitude and phase of a phantom, 64 frames",
        task=_task(
            "LOW",
            210,
            70,
            "MR phantom, field map",
            "水模MR质控",
            "HEAD",
            QINGSHAN,
            "Gao^Feng=高^峰",
            "Weekly constancy test: field homogeneity (water phantom).",
            "每周质控：磁场均匀性（水模）。",
            1,
        ),
    ),
)


def exam(folder: str) -> Exam:
    """The exam of that folder; KeyError if there is none."""
    return {item.folder: item for item in EXAMS}[folder]
