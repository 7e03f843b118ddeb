"""A finding as a doctor would write it, in any of the languages of `terms/languages`.

What, where, which side, how large, what a person remarked, and on which image. Certainty and the algorithm's name
are not copied: the sentence is the doctor's own, its origin stays with the statement (safety by design, 5).
"""

from __future__ import annotations

import re
from hashlib import blake2s
from itertools import islice
from typing import NamedTuple

from reader.dicom.values import Code
from reader.findings.annotation import is_unnamed
from reader.findings.model import Finding, Measurement, is_key_image
from reader.findings.sizes import is_in_whole_numbers, size_of
from reader.report.model import Statement
from reader.report.wording import core, said_of
from reader.study.numbering import ImageNumber
from reader.terms.calibration import method_text
from reader.terms.language import Language, Patterns
from reader.terms.languages import language_of
from reader.terms.measures import (
    ANGLE,
    ATTENUATION,
    COBB_ANGLE,
    DIFFERENCE,
    MAXIMUM,
    MEAN,
    SUV,
    TIME,
    VELOCITY,
)
from reader.terms.units import (
    CUBIC_CENTIMETRE,
    CUBIC_MILLIMETRE,
    HOUNSFIELD,
    RATIO,
    SQUARE_CENTIMETRE,
    SQUARE_MILLIMETRE,
    figure,
    quantity_text,
    suv_figure,
    with_unit,
)


def _key(code: Code | None) -> tuple[str, str]:
    """What makes two codes the same, whatever they are called."""
    return (code.value, code.scheme) if code is not None else ("", "")


_ANGLE, _DENSITY = {_key(ANGLE), _key(COBB_ANGLE)}, {_key(ATTENUATION)}
_MEAN = _key(MEAN)
_SIDES = {"24028007": "right", "7771000": "left", "51440002": "bilateral"}  # SCT, of the laterality
_SIDE_NAMES = frozenset(_SIDES.values())
_FILLERS = frozenset({"of", "the", "structure", "body", "finding", "entire"})


def sentence(finding: Finding, language: str, number: ImageNumber | None = None) -> str:
    """One sentence: "右肺上叶见结节，大小约16mm×11mm（图像116）。".

    language: RFC 5646; what `terms/languages` does not have gets English. number: what the key image is called, as
    everywhere (`study/numbering.py`).
    """
    spoken = language_of(language)
    use = spoken.patterns
    what, where = _what(finding, spoken), _where(finding, spoken)
    if is_key_image(finding) or _says_its_words(finding):
        return _of_its_words(finding, number, spoken)
    if (alone := _of_itself(finding)) is not None:
        others, how = _size(tuple(m for m in finding.measurements if m.concept != alone.concept), spoken)
        said = (use.number_at if where else use.number).format(what=what, where=where, size=_number(alone, spoken))
        text = use.joint.join((said, *others))
        how = how or method_text(alone.method, spoken.tag)
    else:
        sizes, how = _size(finding.measurements, spoken)
        text = use.joint.join(((use.seen_at if where else use.seen).format(what=what, where=where), *sizes))
    text = use.joint.join((text, *_remark(finding)))
    asides = [how, _image(finding, number, use) if number is not None else ""]
    said = use.joint.join(aside for aside in asides if aside)
    text += use.aside.format(said=said) if said else ""
    return use.sentence.format(said=text[:1].upper() + text[1:] if spoken.capitals else text)


class Parts(NamedTuple):
    """A finding in words, apart: for the row of a table. image: "图像116"; "" where it is not known."""

    what: str
    where: str
    size: str
    image: str


def parts(finding: Finding, language: str, number: ImageNumber | None = None) -> Parts:
    """The words that its sentence would have; how lengths were calibrated goes with the size."""
    spoken = language_of(language)
    use = spoken.patterns
    alone = _of_itself(finding)
    sizes, how = _size(tuple(m for m in finding.measurements if m is not alone), spoken)
    if alone is not None:
        sizes, how = [_number(alone, spoken), *sizes], how or method_text(alone.method, spoken.tag)
    size = use.joint.join(sizes)
    size += use.aside.format(said=how) if how else ""
    capital = size[:1].upper() + size[1:] if spoken.capitals else size
    what = _what(finding, spoken)
    what = what[:1].upper() + what[1:] if spoken.capitals else what
    return Parts(what, _where(finding, spoken), capital, _image(finding, number, use) if number else "")


def facts(finding: Finding) -> str:
    """What a sentence says of a finding, as a short text that differs when that differs: kind, site, side, size,
    remark."""
    codes = (finding.finding, finding.site, finding.laterality)
    said = [f"{code.scheme} {code.value} {code.meaning}" if code is not None else "" for code in codes]
    said += [finding.note] if is_key_image(finding) else _remark(finding)
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
    text = sentence(finding, language, number)
    return Statement(text, (finding.tracking_uid,), origin, (said_of(facts(finding), text),))


def tied(text: str, finding: Finding) -> Statement:
    """A doctor's own words about a finding, such as a category: out of date once what they were made from has
    changed. They are no algorithm's, whoever has found it."""
    made = statement(finding, "en")
    return Statement(text, made.finding_uids, said=(facts(finding),))


def _says_its_words(finding: Finding) -> bool:
    """An arrow or text that is there for what is written beside it, and was named as nothing else."""
    return is_unnamed(finding) and bool(_remark(finding))


def _remark(finding: Finding) -> list[str]:
    """What a person remarked, line by line, without the full stops; none of an algorithm's own words."""
    theirs = finding.as_proposed.note if finding.is_ai else ""
    return [said for line in finding.note.removeprefix(theirs).splitlines() if (said := core(line.strip()))]


def _of_its_words(finding: Finding, number: ImageNumber | None, spoken: Language) -> str:
    """Its note with the image, "骨折线（图像116）。"; without one "见图像116。"."""
    use = spoken.patterns
    image = _image(finding, number, use) if number is not None else ""
    if said := core(finding.note.strip()):
        said += use.aside.format(said=image) if image else ""
    else:
        said = use.see.format(image or use.key_image)
    return use.sentence.format(said=said[:1].upper() + said[1:] if spoken.capitals else said)


def _image(finding: Finding, number: ImageNumber, use: Patterns) -> str:
    """ "image 116", "series 2, image 116", "image 3, frame 7": the frames where only some are meant."""
    frames = finding.key_image.frames if finding.key_image is not None else ()
    text = use.image.format(image=number.image)
    if number.series is not None:
        text = use.of_series.format(series=number.series, image=text)
    if frames:
        named = use.list_joint.join(str(frame) for frame in frames)
        text = (use.frames if len(frames) > 1 else use.frame).format(image=text, frames=named)
    return text


def _of_itself(finding: Finding) -> Measurement | None:
    """A number that is no finding's but has a name, such as a Cobb angle or a length; None for others."""
    return next((m for m in finding.measurements if m.concept == finding.finding), None)


def _what(finding: Finding, spoken: Language) -> str:
    known = spoken.findings.get(" ".join(_words(finding.finding)))
    return known or _as_written(finding.finding, spoken) or spoken.abnormality


def _where(finding: Finding, spoken: Language) -> str:
    """The site with its side, "右肺上叶". A site whose words are not all known is given as it was written."""
    words, use = _words(finding.site) if finding.site else [], spoken.patterns
    told = [word for word in words if word in _SIDE_NAMES]
    coded = _SIDES.get(finding.laterality.value, "") if finding.laterality else ""
    side = told[0] if len(told) == 1 else coded if not told else ""
    rest = [word for word in words if word not in _SIDE_NAMES]
    lobe = next((word for word in rest if word in spoken.lobes and "lobe" in rest), "")
    if lobe and set(rest) <= {lobe, "lobe", "lung"}:
        return use.lobe.format(side=spoken.sides.get(side, ""), lobe=spoken.lobes[lobe]).strip()
    organ = spoken.organs.get(" ".join(rest), "")
    if not organ and rest and finding.site:
        written = _as_written(finding.site, spoken)
        return written if told or not coded else use.unknown_site.format(side=spoken.sides[coded], site=written)
    if not side:
        return organ
    if not organ:
        return spoken.alone[side]
    return spoken.close.get(organ, use.organ).format(side=spoken.sides[side], organ=organ)


def _words(code: Code) -> list[str]:
    """The telling words of a meaning: "Structure of upper lobe of right lung" gives upper, lobe, right, lung."""
    words = re.findall(r"[a-z]+", code.meaning.lower())
    return [word for word in words if word not in _FILLERS]


def _size(measurements: tuple[Measurement, ...], spoken: Language) -> tuple[list[str], str]:
    """What a report gives: long × short axis, else one diameter, else area or volume; then the density. And how its
    millimetres were calibrated, where a reader of the report has to know."""
    use = spoken.patterns
    one, short, volume, area = size_of(measurements)
    parts, method = [], ""
    if one and short:
        parts.append(use.two_axes.format(_number(one, spoken), _number(short, spoken)))
    elif one:
        parts.append(use.length.format(_number(one, spoken)))
    elif volume:
        parts.append(use.volume.format(_number(volume, spoken)))
    elif area:
        parts.append(use.area.format(_number(area, spoken)))
    if (measured := one or (None if volume else area)) is not None:
        method = method_text(measured.method, spoken.tag)
    others = (
        (use.time, _find(measurements, {_key(TIME)})), (use.velocity, _find(measurements, {_key(VELOCITY)})),
        (use.difference, _find(measurements, {_key(DIFFERENCE)})), (use.angle, _find(measurements, _ANGLE)),
        (use.attenuation, _mean_density(measurements)), (use.density, _density(measurements)),
    )  # fmt: skip
    parts += [pattern.format(_number(value, spoken)) for pattern, value in others if value is not None]
    hot = (m for m in measurements if m.concept == SUV and m.derivation in (None, MAXIMUM))
    parts += [use.suv.format(suv_figure(value.value)) for value in islice(hot, 1)]
    return parts, method


def _find(measurements: tuple[Measurement, ...], concepts: set[tuple[str, str]]) -> Measurement | None:
    return next((m for m in measurements if (m.concept.value, m.concept.scheme) in concepts), None)


def _mean_density(measurements: tuple[Measurement, ...]) -> Measurement | None:
    """A mean in HU, whether the mean is the concept or its derivation."""
    return next((m for m in measurements if _in_hu(m) and _MEAN in (_key(m.concept), _key(m.derivation))), None)


def _density(measurements: tuple[Measurement, ...]) -> Measurement | None:
    """A value in HU that is not said to be made of several, as of a point."""
    plain = (m for m in measurements if m.derivation is None and _key(m.concept) in _DENSITY)
    return next(filter(_in_hu, plain), None)


def _in_hu(measurement: Measurement) -> bool:
    return measurement.unit.value == HOUNSFIELD.value


def _number(measurement: Measurement, spoken: Language) -> str:
    """The value as written in a report: whole from ten on, one decimal below; mm³ become cm³ from 1000 on, with one
    decimal, so that one finds the value of the list in it."""
    value, unit = measurement.value, measurement.unit
    if unit.value == CUBIC_MILLIMETRE.value and abs(value) >= 1000:
        return quantity_text(value / 1000, CUBIC_CENTIMETRE, spoken.tag)
    if unit.value == SQUARE_MILLIMETRE.value and abs(value) >= 1000:
        return quantity_text(value / 100, SQUARE_CENTIMETRE, spoken.tag)
    if unit == RATIO:
        return quantity_text(value, unit, spoken.tag)
    text = figure(round(value) if abs(value) >= 10 and is_in_whole_numbers(measurement) else value)
    return with_unit(text, unit, spoken.tag)


def _as_written(code: Code, spoken: Language) -> str:
    meaning = code.meaning.strip()
    return meaning if not spoken.capitals or meaning.isupper() else meaning[:1].lower() + meaning[1:]
