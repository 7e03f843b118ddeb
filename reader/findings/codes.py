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
