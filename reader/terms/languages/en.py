"""English, as a radiologist writes it."""

from __future__ import annotations

from reader.terms.language import Language, Patterns

ENGLISH = Language(
    tag="en", locale="en", name="English", meaning="English", report="Diagnostic report", abnormality="abnormality",
    headings={
        "59776-5": "Findings", "19005-8": "Impression", "55752-0": "Clinical information",
        "55111-9": "Technique", "18834-2": "Comparison", "18783-1": "Recommendation", "11329-0": "History",
        "55115-0": "Request", "55107-7": "Addendum", "55113-5": "Key images",
        "73568-8": "Communication of critical results", "AMENDMENT": "Reason for amendment",
    },  # CID 7001
    findings={
        "nodule": "nodule", "lung nodule": "pulmonary nodule", "pulmonary nodule": "pulmonary nodule",
        "solid pulmonary nodule": "solid pulmonary nodule", "mass": "mass", "lesion": "lesion", "cyst": "cyst",
        "hemorrhage": "hemorrhage", "calcification": "calcification", "consolidation": "consolidation",
        "ground glass opacity": "ground-glass opacity", "fracture": "fracture",
        "pleural effusion": "pleural effusion", "pneumothorax": "pneumothorax", "lymph node": "lymph node",
        "emphysema": "emphysema", "atelectasis": "atelectasis", "cobb angle": "Cobb angle",
        "cardiothoracic ratio": "cardiothoracic ratio", "cardiac axis": "cardiac axis",
        "hip-knee-ankle angle": "hip-knee-ankle angle", "mechanical axis deviation": "mechanical axis deviation",
        "length": "length", "angle": "angle", "area": "area", "volume": "volume", "time": "time",
        "difference of velocity": "difference of velocity", "difference along an axis": "difference along an axis",
    },
    organs={
        "lung": "lung", "pleura": "pleura", "mediastinum": "mediastinum", "heart": "heart", "liver": "liver",
        "spleen": "spleen", "pancreas": "pancreas", "kidney": "kidney", "brain": "brain", "thyroid": "thyroid",
        "thyroid gland": "thyroid", "breast": "breast", "prostate": "prostate",
        "adrenal gland": "adrenal gland", "chest": "chest", "thorax": "chest", "abdomen": "abdomen",
        "rib": "rib",
    },
    lobes={"upper": "upper lobe", "middle": "middle lobe", "lower": "lower lobe"},
    sides={"right": "right", "left": "left", "bilateral": "bilateral"},
    alone={"right": "right side", "left": "left side", "bilateral": "both sides"},
    close={
    },
    counted={
        "pixels": "pixels", "pixel": "pixels", "voxels": "voxels", "wk": "weeks", "mo": "months", "a": "years",
        "beats": "beats", "H.B.": "beats", "counts": "counts", "ratio": "", "score": "", "no units": "",
    },
    calibration={
        "geometry": "calibrated (geometry)", "fiducial": "calibrated (fiducial)",
        "magnified": "by the stated magnification {factor}", "distances": "estimated, magnification {factor}",
        "detector": "at detector", "nominal": "nominal, scanned", "unstated": "calibration not stated",
    },
    patterns=Patterns(
        sentence="{said}.",
        seen_at="{what} in the {where}",
        seen="{what}",
        aside=" ({said})",
        joint=", ",
        list_joint=", ",
        image="image {image}",
        of_series="series {series}, {image}",
        frame="{image}, frame {frames}",
        frames="{image}, frames {frames}",
        see="see {}",
        key_image="key image",
        organ="{side} {organ}",
        lobe="{side} {lobe}",
        unknown_site="{side} {site}",
        number="{what} {size}",
        number_at="{what} in the {where} {size}",
        two_axes="{} × {}",
        length="{}",
        volume="volume {}",
        area="area {}",
        angle="angle {}",
        time="time {}",
        velocity="velocity difference {}",
        difference="difference {}",
        attenuation="mean attenuation {}",
        density="attenuation {}",
    ),
)  # fmt: skip
