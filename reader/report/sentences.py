"""A finding as a doctor would write it, in Chinese or English.

What, where, which side, how large and on which image. Certainty and the algorithm's name are not copied: the
sentence is the doctor's own, its origin stays with the statement (safety by design, 5).
"""

from __future__ import annotations

import re
from hashlib import blake2s

from reader.dicom.values import Code
from reader.findings.model import Finding, Measurement
from reader.report.model import Statement
from reader.study.numbering import ImageNumber
from reader.terms.calibration import method_text
from reader.terms.measures import ANGLE, AREA, ATTENUATION, DIFFERENCE, LENGTH, MEAN, TIME, VELOCITY
from reader.terms.units import (
    CUBIC_CENTIMETRE,
    CUBIC_MILLIMETRE,
    HOUNSFIELD,
    SQUARE_CENTIMETRE,
    SQUARE_MILLIMETRE,
    figure,
    with_unit,
)


def _key(code: Code) -> tuple[str, str]:
    """What makes two codes the same, whatever they are called."""
    return code.value, code.scheme


_LONG, _SHORT = ("103339001", "SCT"), ("103340004", "SCT")
_ONE_SIZE = {_key(LENGTH), ("81827009", "SCT"), ("121206", "DCM")}
_VOLUME = {("118565006", "SCT"), ("121216", "DCM")}
_AREA, _ANGLE, _DENSITY = {_key(AREA)}, {_key(ANGLE)}, {_key(ATTENUATION)}
_MEAN = _key(MEAN)
# What the axes of an ultrasound region may be: (concept, Chinese, English).
_ALONG_AXES = (
    (_key(TIME), "时间约{}", "time {}"),
    (_key(VELOCITY), "速度差约{}", "velocity difference {}"),
    (_key(DIFFERENCE), "差值约{}", "difference {}"),
)

# By the English meaning of the code, in any scheme: (English, Chinese). What is not here keeps its own meaning.
_WHAT: dict[str, tuple[str, str]] = {
    "nodule": ("nodule", "结节"),
    "lung nodule": ("pulmonary nodule", "肺结节"),
    "pulmonary nodule": ("pulmonary nodule", "肺结节"),
    "solid pulmonary nodule": ("solid pulmonary nodule", "实性肺结节"),
    "mass": ("mass", "肿块"),
    "lesion": ("lesion", "病灶"),
    "cyst": ("cyst", "囊肿"),
    "hemorrhage": ("hemorrhage", "出血"),
    "calcification": ("calcification", "钙化"),
    "consolidation": ("consolidation", "实变"),
    "ground glass opacity": ("ground-glass opacity", "磨玻璃影"),
    "fracture": ("fracture", "骨折"),
    "pleural effusion": ("pleural effusion", "胸腔积液"),
    "pneumothorax": ("pneumothorax", "气胸"),
    "lymph node": ("lymph node", "淋巴结"),
    "emphysema": ("emphysema", "肺气肿"),
    "atelectasis": ("atelectasis", "肺不张"),
}
# Organs without a side; the side comes from the meaning ("right") or from the laterality.
_ORGANS: dict[str, tuple[str, str]] = {
    "lung": ("lung", "肺"),
    "pleura": ("pleura", "胸膜"),
    "mediastinum": ("mediastinum", "纵隔"),
    "heart": ("heart", "心脏"),
    "liver": ("liver", "肝脏"),
    "spleen": ("spleen", "脾脏"),
    "pancreas": ("pancreas", "胰腺"),
    "kidney": ("kidney", "肾"),
    "brain": ("brain", "脑"),
    "thyroid": ("thyroid", "甲状腺"),
    "thyroid gland": ("thyroid", "甲状腺"),
    "breast": ("breast", "乳腺"),
    "prostate": ("prostate", "前列腺"),
    "adrenal gland": ("adrenal gland", "肾上腺"),
    "chest": ("chest", "胸部"),
    "thorax": ("chest", "胸部"),
    "abdomen": ("abdomen", "腹部"),
    "rib": ("rib", "肋骨"),
}
_LOBES = {"upper": ("upper lobe", "上叶"), "middle": ("middle lobe", "中叶"), "lower": ("lower lobe", "下叶")}
_SIDES = {"24028007": "right", "7771000": "left", "51440002": "bilateral"}  # SCT, of the laterality
_SIDE_WORDS = {"right": "右", "left": "左", "bilateral": "双"}
_FILLERS = frozenset({"of", "the", "structure", "body", "finding", "entire"})


def sentence(finding: Finding, language: str, number: ImageNumber | None = None) -> str:
    """One sentence: "右肺上叶见结节，大小约16mm×11mm（图像116）。".

    language: RFC 5646; all but "zh…" get English. number: what the key image is called, as
    everywhere (`study/numbering.py`).
    """
    chinese = language.startswith("zh")
    what, where, size = _what(finding, chinese), _where(finding, chinese), _size(finding.measurements, chinese)
    if chinese:
        text = f"{where}见{what}" if where else f"见{what}"
        text += f"，{size}" if size else ""
        text += f"（{_image(finding, number, chinese)}）" if number is not None else ""
        return text + "。"
    text = f"{what} in the {where}" if where else what
    text += f", {size}" if size else ""
    text += f" ({_image(finding, number, chinese)})" if number is not None else ""
    return text[:1].upper() + text[1:] + "."


def facts(finding: Finding) -> str:
    """What a sentence says of a finding, as a short text that differs when that differs: kind, site, side, size."""
    codes = (finding.finding, finding.site, finding.laterality)
    said = [f"{code.scheme} {code.value} {code.meaning}" if code is not None else "" for code in codes]
    for measured in finding.measurements:
        derived = measured.derivation.value if measured.derivation is not None else ""
        said.append(f"{measured.concept.value} {derived} {measured.value:.1f} {measured.unit.value}")
        if measured.method is not None:
            said.append(measured.method.value)
    return blake2s("\n".join(said).encode(), digest_size=6).hexdigest()


def statement(finding: Finding, language: str, number: ImageNumber | None = None) -> Statement:
    """The sentence with its link, and with the algorithm it came from where it came from one."""
    source = finding.source
    origin = (f"{source.name} {source.version}".strip(),) if finding.is_ai else ()
    return Statement(sentence(finding, language, number), (finding.tracking_uid,), origin, (facts(finding),))


def _image(finding: Finding, number: ImageNumber, chinese: bool) -> str:
    """ "image 116", "series 2, image 116", "image 3, frame 7": the frames where only some are meant."""
    frames = finding.key_image.frames if finding.key_image is not None else ()
    named = ("、" if chinese else ", ").join(str(frame) for frame in frames)
    if chinese:
        series = f"序列{number.series}" if number.series is not None else ""
        return f"{series}图像{number.image}" + (f"第{named}帧" if frames else "")
    words = [f"series {number.series}"] if number.series is not None else []
    words.append(f"image {number.image}")
    if frames:
        words.append(f"frame{'s' if len(frames) > 1 else ''} {named}")
    return ", ".join(words)


def _what(finding: Finding, chinese: bool) -> str:
    known = _WHAT.get(" ".join(_words(finding.finding)))
    if known is not None:
        return known[1 if chinese else 0]
    return _as_written(finding.finding, chinese) or ("异常" if chinese else "abnormality")


def _where(finding: Finding, chinese: bool) -> str:
    """The site with its side, "右肺上叶". A site whose words are not all known is given as it was written."""
    words = _words(finding.site) if finding.site else []
    told = [word for word in words if word in ("right", "left", "bilateral")]
    coded = _SIDES.get(finding.laterality.value, "") if finding.laterality else ""
    side = told[0] if len(told) == 1 else coded if not told else ""
    rest = [word for word in words if word not in _SIDE_WORDS]
    lobe = next((word for word in rest if word in _LOBES and "lobe" in rest), "")
    if lobe and set(rest) <= {lobe, "lobe", "lung"}:
        english, han = _LOBES[lobe]
        return f"{_SIDE_WORDS.get(side, '')}肺{han}" if chinese else f"{side} {english}".strip()
    organ = _ORGANS.get(" ".join(rest))
    if organ is None and rest and finding.site:
        prefix = "" if told or not coded else f"{_SIDE_WORDS[coded]}侧" if chinese else f"{coded} "
        return prefix + _as_written(finding.site, chinese)
    if chinese:
        name = organ[1] if organ else ""
        link = "" if name in ("肺", "肾") else "侧"
        return f"{_SIDE_WORDS[side]}{link}{name}" if side else name
    if organ is None:
        return {"": "", "bilateral": "both sides"}.get(side, f"{side} side")
    return f"{side} {organ[0]}".strip()


def _words(code: Code) -> list[str]:
    """The telling words of a meaning: "Structure of upper lobe of right lung" gives upper, lobe, right, lung."""
    words = re.findall(r"[a-z]+", code.meaning.lower())
    return [word for word in words if word not in _FILLERS]


def _size(measurements: tuple[Measurement, ...], chinese: bool) -> str:
    """What a report gives: long × short axis, else one diameter, else area or volume; then the density."""
    long = _find(measurements, {_LONG})
    short = _find(measurements, {_SHORT})
    one = long or _find(measurements, _ONE_SIZE)
    parts = []
    if one and short and one.unit == short.unit:
        pattern = "大小约{}×{}" if chinese else "{} × {}"
        size = pattern.format(_number(one, chinese), _number(short, chinese))
        parts.append(size + _method(one, chinese))
    elif one:
        parts.append(("长径约{}" if chinese else "{}").format(_number(one, chinese)) + _method(one, chinese))
    elif volume := _find(measurements, _VOLUME):
        parts.append(("体积约{}" if chinese else "volume {}").format(_number(volume, chinese)))
    elif area := _find(measurements, _AREA):
        text = ("面积约{}" if chinese else "area {}").format(_number(area, chinese))
        parts.append(text + _method(area, chinese))
    for concept, han, english in _ALONG_AXES:
        if value := _find(measurements, {concept}):
            parts.append((han if chinese else english).format(_number(value, chinese)))
    if angle := _find(measurements, _ANGLE):
        parts.append(("角度约{}" if chinese else "angle {}").format(_number(angle, chinese)))
    if density := _mean_density(measurements):
        parts.append(("平均CT值约{}" if chinese else "mean attenuation {}").format(_number(density, chinese)))
    return ("，" if chinese else ", ").join(parts)


def _find(measurements: tuple[Measurement, ...], concepts: set[tuple[str, str]]) -> Measurement | None:
    return next((m for m in measurements if (m.concept.value, m.concept.scheme) in concepts), None)


def _mean_density(measurements: tuple[Measurement, ...]) -> Measurement | None:
    """A mean in HU, whether the mean is the concept or its derivation."""
    for m in measurements:
        derived = (m.derivation.value, m.derivation.scheme) if m.derivation else None
        mean = (m.concept.value, m.concept.scheme)
        told = derived == _MEAN or mean == _MEAN or (mean in _DENSITY and not derived)
        if told and m.unit.value == HOUNSFIELD.value:
            return m
    return None


def _number(measurement: Measurement, chinese: bool) -> str:
    """The value as written in a report: whole from ten on, one decimal below; mm³ become cm³ from 1000 on."""
    value, unit = measurement.value, measurement.unit
    if unit.value == CUBIC_MILLIMETRE.value and abs(value) >= 1000:
        value, unit = value / 1000, CUBIC_CENTIMETRE
    if unit.value == SQUARE_MILLIMETRE.value and abs(value) >= 1000:
        value, unit = value / 100, SQUARE_CENTIMETRE
    text = figure(round(value) if abs(value) >= 10 else value)
    return with_unit(text, unit, "zh" if chinese else "en")


def _method(measurement: Measurement, chinese: bool) -> str:
    """ " (at detector)": how it was calibrated, where a reader of the report has to know."""
    said = method_text(measurement.method, "zh" if chinese else "en")
    return "" if not said else f"（{said}）" if chinese else f" ({said})"


def _as_written(code: Code, chinese: bool) -> str:
    meaning = code.meaning.strip()
    return meaning if chinese or meaning.isupper() else meaning[:1].lower() + meaning[1:]
