"""What a language has to bring to say findings in sentences: its words, and the patterns that put them together.

Texts of the program itself are Qt's (`resources/translations`); these are the words that a report is written in,
whatever language the program speaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Patterns:
    """Pieces of a sentence, as format strings. joint: between two pieces; list_joint: between two numbers.

    sentence: {said}; seen_at: {where}, {what}; seen: {what}; aside: {said}, in brackets. image, of_series, frame,
    frames: {image}, {series}, {frames}. organ: {side}, {organ}; lobe: {side}, {lobe}; unknown_site: {side}, {site}.
    number: {what}, {size}. see: {} for an image, or for `key_image` where none is named. two_axes: {} twice; the
    others {} once.
    """

    sentence: str
    seen_at: str
    seen: str
    aside: str
    joint: str
    list_joint: str
    image: str
    of_series: str
    frame: str
    frames: str
    see: str
    key_image: str
    organ: str
    lobe: str
    unknown_site: str
    number: str
    number_at: str
    two_axes: str
    length: str
    volume: str
    area: str
    angle: str
    time: str
    velocity: str
    difference: str
    attenuation: str
    density: str
    suv: str


@dataclass(frozen=True)
class Language:
    """One language. Keys of findings, organs, lobes and sides are the telling words of English code meanings.

    tag: RFC 5646, of reports. locale: of Qt and the settings. name: in itself. meaning: in English, for the SR.
    headings: of a report's sections, by LOINC code. report: the series description of a report. abnormality: a
    finding that has no name. close: organs whose side comes without the word in `Patterns.organ`, as patterns.
    alone: a side without an organ. counted: what is only counted, by UCUM annotation or unit. calibration: by
    `Basis` value; {factor} is filled. capitals: a sentence begins with one, and the words in it don't.
    tight: a unit follows its number without a space.
    """

    tag: str
    locale: str
    name: str
    meaning: str
    report: str
    abnormality: str
    headings: Mapping[str, str]
    findings: Mapping[str, str]
    organs: Mapping[str, str]
    lobes: Mapping[str, str]
    sides: Mapping[str, str]
    alone: Mapping[str, str]
    counted: Mapping[str, str]
    calibration: Mapping[str, str]
    patterns: Patterns
    close: Mapping[str, str]
    capitals: bool = True
    tight: bool = False
