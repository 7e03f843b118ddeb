"""The codes that findings are made of, and how a reading room says them."""

from __future__ import annotations

from reader.core.text import mark, tr
from reader.dicom.values import Code
from reader.terms.vertebrae import level_name

# Our own scheme, and the one place where it is written down: what a person here made of a finding is a
# qualitative evaluation (READING_STATUS) of its measurement group. When IHE AIRA's codes are final, only these
# five lines change.
SCHEME = "99READER"
READING_STATUS = Code("reading-status", SCHEME, "Reading status")
STATUS_ACCEPTED = Code("accepted", SCHEME, "Accepted by the reader")
STATUS_EDITED = Code("edited", SCHEME, "Edited by the reader")
STATUS_REJECTED = Code("rejected", SCHEME, "Rejected by the reader")
STATUS_ADDED = Code("added", SCHEME, "Added by the reader")
JUDGED_BY = Code("judged-by", SCHEME, "Judged by")

# Stands in the document where an algorithm does not say its version, which TID 4019 demands.
UNKNOWN_VERSION = "unknown"

CERTAINTY = Code("111012", "DCM", "Certainty of Finding")
COMMENT = Code("121106", "DCM", "Comment")
# Names the one image of a finding among those that its measurement group cites.
SHOWN_ON = Code("121080", "DCM", "Best illustration of finding")

RIGHT = Code("24028007", "SCT", "Right")
LEFT = Code("7771000", "SCT", "Left")
BOTH_SIDES = Code("51440002", "SCT", "Right and left")
LATERALITIES = (RIGHT, LEFT, BOTH_SIDES)

NODULE = Code("27925004", "SCT", "Nodule")
LESION = Code("52988006", "SCT", "Lesion")

# What can be chosen for an own or an edited finding: SNOMED CT as published in DICOM's context groups.
FINDINGS: tuple[Code, ...] = (
    LESION,
    NODULE,
    Code("4147007", "SCT", "Mass"),
    Code("9656002", "SCT", "Consolidation"),
    Code("60046008", "SCT", "Pleural effusion"),
    Code("36118008", "SCT", "Pneumothorax"),
    Code("46621007", "SCT", "Atelectasis"),
    Code("30746006", "SCT", "Lymphadenopathy"),
    Code("59441001", "SCT", "Lymph node"),
    Code("125605004", "SCT", "Fracture"),
    Code("50960005", "SCT", "Hemorrhage"),
    Code("55641003", "SCT", "Infarct"),
    Code("432119003", "SCT", "Aneurysm"),
    Code("415582006", "SCT", "Stenosis"),
    Code("367643001", "SCT", "Cyst"),
    Code("18115005", "SCT", "Pathologic calcification"),
    Code("56381008", "SCT", "Calculus"),
    Code("79654002", "SCT", "Edema"),
    Code("108369006", "SCT", "Neoplasm"),
    Code("128462008", "SCT", "Metastasis"),
    Code("400210000", "SCT", "Hemangioma"),
    Code("44132006", "SCT", "Abscess"),
    Code("35566002", "SCT", "Hematoma"),
    Code("396339007", "SCT", "Thrombus"),
    Code("59282003", "SCT", "Pulmonary embolism"),
    Code("308546005", "SCT", "Aortic dissection"),
    Code("373945007", "SCT", "Pericardial effusion"),
    Code("287272002", "SCT", "Cardiomegaly"),
    Code("112674009", "SCT", "Fibrosis"),
    Code("19227008", "SCT", "Foreign body"),
)

SITES: tuple[Code, ...] = (
    Code("42400003", "SCT", "Upper lobe of right lung"),
    Code("72481006", "SCT", "Middle lobe of right lung"),
    Code("266005", "SCT", "Lower lobe of right lung"),
    Code("44714003", "SCT", "Upper lobe of left lung"),
    Code("41224006", "SCT", "Lower lobe of left lung"),
    Code("39607008", "SCT", "Lung"),
    Code("3120008", "SCT", "Pleura"),
    Code("72410000", "SCT", "Mediastinum"),
    Code("80891009", "SCT", "Heart"),
    Code("15825003", "SCT", "Aorta"),
    Code("113197003", "SCT", "Rib"),
    Code("421060004", "SCT", "Vertebral column"),
    Code("76752008", "SCT", "Breast"),
    Code("69748006", "SCT", "Thyroid"),
    Code("12738006", "SCT", "Brain"),
    Code("10200004", "SCT", "Liver"),
    Code("28231008", "SCT", "Gallbladder"),
    Code("15776009", "SCT", "Pancreas"),
    Code("78961009", "SCT", "Spleen"),
    Code("64033007", "SCT", "Kidney"),
    Code("41216001", "SCT", "Prostate"),
    Code("12921003", "SCT", "Pelvis"),
    Code("44567001", "SCT", "Trachea"),
    Code("955009", "SCT", "Bronchus"),
    Code("81040000", "SCT", "Pulmonary artery"),
    Code("32849002", "SCT", "Esophagus"),
    Code("56873002", "SCT", "Sternum"),
    Code("51299004", "SCT", "Clavicle"),
    Code("79601000", "SCT", "Scapula"),
    Code("83251001", "SCT", "Frontal lobe"),
    Code("78277001", "SCT", "Temporal lobe"),
    Code("16630005", "SCT", "Parietal lobe"),
    Code("31065004", "SCT", "Occipital lobe"),
    Code("42695009", "SCT", "Thalamus"),
    Code("119238007", "SCT", "Brain Stem"),
    Code("113305005", "SCT", "Cerebellum"),
    Code("2748008", "SCT", "Spinal cord"),
    Code("89546000", "SCT", "Skull"),
    Code("363654007", "SCT", "Orbit"),
    Code("2095001", "SCT", "Paranasal sinus"),
    Code("45289007", "SCT", "Parotid gland"),
    Code("28273000", "SCT", "Bile duct"),
    Code("32764006", "SCT", "Portal vein"),
    Code("64131007", "SCT", "Inferior vena cava"),
    Code("23451007", "SCT", "Adrenal gland"),
    Code("87953007", "SCT", "Ureter"),
    Code("89837001", "SCT", "Bladder"),
    Code("69695003", "SCT", "Stomach"),
    Code("30315005", "SCT", "Small intestine"),
    Code("71854001", "SCT", "Colon"),
    Code("66754008", "SCT", "Appendix"),
    Code("34402009", "SCT", "Rectum"),
    Code("82849001", "SCT", "Retroperitoneum"),
    Code("35039007", "SCT", "Uterus"),
    Code("15497006", "SCT", "Ovary"),
    Code("40689003", "SCT", "Testis"),
    Code("16982005", "SCT", "Shoulder"),
    Code("85050009", "SCT", "Humerus"),
    Code("16953009", "SCT", "Elbow joint"),
    Code("24136001", "SCT", "Hip joint"),
    Code("71341001", "SCT", "Femur"),
    Code("72696002", "SCT", "Knee"),
    Code("74135004", "SCT", "Meniscus"),
    Code("64234005", "SCT", "Patella"),
    Code("12611008", "SCT", "Tibia"),
    Code("87342007", "SCT", "Fibula"),
    Code("70258002", "SCT", "Ankle joint"),
    Code("71616004", "SCT", "Muscle"),
    Code("113343008", "SCT", "Organ"),
)

_SHORT: dict[str, str] = {
    "42400003": mark("RUL"),
    "72481006": mark("RML"),
    "266005": mark("RLL"),
    "44714003": mark("LUL"),
    "41224006": mark("LLL"),
    "24028007": mark("right"),
    "7771000": mark("left"),
    "51440002": mark("both sides"),
}

# As one also says and types it.
_ALSO: dict[str, str] = {
    "42400003": mark("right upper lung"),
    "72481006": mark("right middle lung"),
    "266005": mark("right lower lung"),
    "44714003": mark("left upper lung"),
    "41224006": mark("left lower lung"),
}

_NAMES: dict[str, str] = {
    "52988006": mark("Lesion"),
    "27925004": mark("Nodule"),
    "4147007": mark("Mass"),
    "9656002": mark("Consolidation"),
    "60046008": mark("Pleural effusion"),
    "36118008": mark("Pneumothorax"),
    "46621007": mark("Atelectasis"),
    "30746006": mark("Lymphadenopathy"),
    "125605004": mark("Fracture"),
    "50960005": mark("Hemorrhage"),
    "55641003": mark("Infarct"),
    "432119003": mark("Aneurysm"),
    "415582006": mark("Stenosis"),
    "367643001": mark("Cyst"),
    "18115005": mark("Calcification"),
    "56381008": mark("Calculus"),
    "79654002": mark("Edema"),
    "108369006": mark("Neoplasm"),
    "128462008": mark("Metastasis"),
    "400210000": mark("Hemangioma"),
    "44132006": mark("Abscess"),
    "35566002": mark("Hematoma"),
    "396339007": mark("Thrombus"),
    "59282003": mark("Pulmonary embolism"),
    "308546005": mark("Aortic dissection"),
    "373945007": mark("Pericardial effusion"),
    "287272002": mark("Cardiomegaly"),
    "112674009": mark("Fibrosis"),
    "19227008": mark("Foreign body"),
    "42400003": mark("Right upper lobe"),
    "72481006": mark("Right middle lobe"),
    "266005": mark("Right lower lobe"),
    "44714003": mark("Left upper lobe"),
    "41224006": mark("Left lower lobe"),
    "39607008": mark("Lung"),
    "3341006": mark("Right lung"),
    "44029006": mark("Left lung"),
    "3120008": mark("Pleura"),
    "72410000": mark("Mediastinum"),
    "80891009": mark("Heart"),
    "15825003": mark("Aorta"),
    "113197003": mark("Rib"),
    "421060004": mark("Spine"),
    "76752008": mark("Breast"),
    "69748006": mark("Thyroid"),
    "12738006": mark("Brain"),
    "10200004": mark("Liver"),
    "28231008": mark("Gallbladder"),
    "15776009": mark("Pancreas"),
    "78961009": mark("Spleen"),
    "64033007": mark("Kidney"),
    "41216001": mark("Prostate"),
    "12921003": mark("Pelvis"),
    "59441001": mark("Lymph node"),
    "44567001": mark("Trachea"),
    "955009": mark("Bronchus"),
    "81040000": mark("Pulmonary artery"),
    "32849002": mark("Esophagus"),
    "56873002": mark("Sternum"),
    "51299004": mark("Clavicle"),
    "79601000": mark("Scapula"),
    "83251001": mark("Frontal lobe"),
    "78277001": mark("Temporal lobe"),
    "16630005": mark("Parietal lobe"),
    "31065004": mark("Occipital lobe"),
    "42695009": mark("Thalamus"),
    "119238007": mark("Brain stem"),
    "113305005": mark("Cerebellum"),
    "2748008": mark("Spinal cord"),
    "89546000": mark("Skull"),
    "363654007": mark("Orbit"),
    "2095001": mark("Paranasal sinus"),
    "45289007": mark("Parotid gland"),
    "28273000": mark("Bile duct"),
    "32764006": mark("Portal vein"),
    "64131007": mark("Inferior vena cava"),
    "23451007": mark("Adrenal gland"),
    "87953007": mark("Ureter"),
    "89837001": mark("Bladder"),
    "69695003": mark("Stomach"),
    "30315005": mark("Small intestine"),
    "71854001": mark("Colon"),
    "66754008": mark("Appendix"),
    "34402009": mark("Rectum"),
    "82849001": mark("Retroperitoneum"),
    "35039007": mark("Uterus"),
    "15497006": mark("Ovary"),
    "40689003": mark("Testis"),
    "16982005": mark("Shoulder"),
    "85050009": mark("Humerus"),
    "16953009": mark("Elbow"),
    "24136001": mark("Hip"),
    "71341001": mark("Femur"),
    "72696002": mark("Knee"),
    "74135004": mark("Meniscus"),
    "64234005": mark("Patella"),
    "12611008": mark("Tibia"),
    "87342007": mark("Fibula"),
    "70258002": mark("Ankle"),
    "71616004": mark("Muscle"),
    "113343008": mark("Organ"),
    "24028007": mark("Right"),
    "7771000": mark("Left"),
    "51440002": mark("Both sides"),
    "410668003": mark("Length"),
    "103339001": mark("Long axis"),
    "103340004": mark("Short axis"),
    "81827009": mark("Diameter"),
    "118565006": mark("Measured volume"),
    "121211": mark("Length along a line"),
    "42798000": mark("Area"),
    "131190003": mark("Radius"),
    "131191004": mark("Perimeter"),
    "1483009": mark("Angle"),
    "285285000": mark("Cobb angle"),
    "annotation": mark("Annotation"),
    "arrow": mark("Arrow"),
    "text": mark("Text"),
    "vertebrae": mark("Vertebrae"),
    "cardiothoracic-ratio": mark("Cardiothoracic ratio"),
    "cardiac-width": mark("Width of the heart"),
    "thoracic-width": mark("Width of the chest"),
    "cardiac-axis": mark("Cardiac axis"),
    "hip-knee-ankle-angle": mark("Hip-knee-ankle angle"),
    "mechanical-axis-deviation": mark("Mechanical axis deviation"),
    "410670007": mark("Time"),
    "velocity": mark("Velocity difference"),
    "difference": mark("Difference"),
    "112031": mark("Attenuation"),
    "110852": mark("Signal intensity"),
    "pixel-value": mark("Pixel value"),
    "126401": mark("SUV (body weight)"),
    "373098007": mark("Mean"),
    "386136009": mark("Standard deviation"),
    "255605001": mark("Minimum"),
    "56851009": mark("Maximum"),
    "427359005": mark("Solitary nodule of lung"),
    "RID50151": mark("Solid pulmonary nodule"),
    "111047": mark("Probability of cancer"),
    "111209": mark("Image quality: positioning"),
    "111210": mark("Image quality: motion"),
    "111211": mark("Image quality: underexposed"),
    "111212": mark("Image quality: overexposed"),
    "113026": mark("Image quality: double exposure"),
    "111207": mark("Image quality: artefact"),
    "111208": mark("Image quality: grid lines"),
    "111214": mark("Image quality: detector fault"),
    "111219": mark("Image quality: processing"),
    "111220": mark("Image quality: other"),
    "113000": mark("Of interest"),
    "113001": mark("Rejected for quality"),
    "113002": mark("For referring provider"),
    "113003": mark("For surgery"),
    "113004": mark("For teaching"),
    "113005": mark("For conference"),
    "113006": mark("For therapy"),
    "113007": mark("For patient"),
    "113008": mark("For peer review"),
    "113009": mark("For research"),
    "113010": mark("Quality issue"),
    "113013": mark("Best in set"),
    "113018": mark("For printing"),
    "113020": mark("For report attachment"),
    "113021": mark("For litigation"),
    "113037": mark("Rejected for patient safety"),
    "113038": mark("Incorrect worklist entry"),
    "113039": mark("Data retention policy expired"),
}


def side_of(site: Code | None) -> Code | None:
    """The side that a site names itself ("Right upper lobe"); None where it names none, or both."""
    words = site.meaning.lower().split() if site is not None else []
    told = [side for side in (RIGHT, LEFT) if side.meaning.lower() in words]
    return told[0] if len(told) == 1 else None


def display(code: Code) -> str:
    """A code in the user's words: the reading room's term where it is known, else the object's own meaning."""
    name = _NAMES.get(code.value) if code.scheme in ("SCT", "DCM", "RADLEX", SCHEME) else None
    if name is None and code.scheme == SCHEME:
        name = code.meaning  # our own codes say it in the reading room's words, marked for translation
    return tr(name) if name else level_name(code) or code.meaning or code.value


def names(code: Code) -> tuple[str, ...]:
    """All that a code is called by the user, the usual name first."""
    also = _ALSO.get(code.value) if code.scheme == "SCT" else None
    return (display(code), display_short(code), *((tr(also),) if also is not None else ()))


def display_short(code: Code) -> str:
    """The same, abbreviated where radiologists do ("RUL", 右上)."""
    short = _SHORT.get(code.value) if code.scheme == "SCT" else None
    return tr(short) if short is not None else display(code)
