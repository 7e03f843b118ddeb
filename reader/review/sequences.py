"""The sequences that a report of an MR exam names against those that its series are.

By what series are called, their b-values and their image types (PS3.3 C.8.3.1.1.1). A series of which that tells
nothing may be any of them, and nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.core.text import tr
from reader.report.modality import kinds
from reader.report.model import FINDINGS, TECHNIQUE, Report
from reader.report.mrrt.model import Template
from reader.review.sides import shortened
from reader.review.templates import normal_with
from reader.study.model import Series, Study


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


# What series are called. Whatever may be a sequence counts as that one, since a question has to be worth reading.
_CALLED = {
    "T1": _pattern(
        r"(?<![a-z0-9])t1(?!\d)|mp2?rage|bravo|spgr|tfe|vibe|lava|thrive|flash|fl3d|ffe|mdixon|fame|quick3d"
    ),
    "T2": _pattern(r"(?<![a-z0-9])t2(?!\d)|space|cube|vista|ciss|fiesta|haste|ssh?fse|mrcp|trufi|blade|propeller"),
    "FLAIR": _pattern(r"flair|dark.?fl|tirm|水抑制"),
    "DWI": _pattern(r"dwi|diff|dti|trace|(?<![a-z])b[\s_=-]?\d{3,4}(?!\d)|ep2d|adc|ivim|dki|弥散|扩散|表观"),
    "SWI": _pattern(r"swi|swan|suscept|t2\s?\*|t2.?star|t2s|gre|hemo|fl2d|ven.?bold|merge|medic|磁敏感"),
    "PD": _pattern(r"(?<![a-z])(?:pd|dp|iw)|proton|质子|intermediate"),
    "MRA": _pattern(r"tof|(?<![a-z])mr[av]|angio|(?<![a-z])pc(?![a-z])|pca|血管"),
    "DCE": _pattern(r"dyn|dce|perf|twist|tricks|grasp|disco|vibe|lava|thrive|flash|fl3d|phase|动态|多期|灌注"),
}
_SUREST = ("DWI", "MRA", "T1", "FLAIR", "SWI", "T2", "PD")
"""Of those that a series may be, the one that it is: a "T2 FLAIR" is FLAIR, a "T1 GRE" T1."""
_WORDS = {
    "T1": ("T1-weighted", "T1加权"), "T2": ("T2-weighted", "T2加权"), "FLAIR": ("FLAIR", "FLAIR"),
    "PD": ("proton density-weighted", "质子密度加权"), "DWI": ("diffusion-weighted", "弥散加权"),
    "SWI": ("T2*- or susceptibility-weighted", "T2*或磁敏感加权"), "MRA": ("angiographic", "血管成像"),
}  # fmt: skip
_AIDS = _pattern(
    r"(?<![a-z])(?:loc|cal|plan)(?![a-z])|locali[sz]|scout|survey|surview|topo|calib|smart.?brain|shim|report|定位|校准"
)
_OF_DIFFUSION = frozenset(("DIFFUSION", "TRACEW", "TRACE", "ADC", "FA", "DWI"))
# How a technique names them. T1 is a vertebra too.
_NAMED = {
    "T1": _pattern(r"(?<![A-Za-z0-9])T1(?!\d|\s?[-–~至到]\s?[TL]?\d|\s+(?:to|vertebra))"),
    "T2": _pattern(
        r"(?<![A-Za-z0-9])T2"
        r"(?!\d|\s?\*|\s?[-–~至到]\s?[TL]?\d|[\s-]?star|\s+(?:to|vertebra)|[\s-]?(?:W\s)?FLAIR)"
    ),
    "FLAIR": _pattern(r"FLAIR|水抑制"),
    "DWI": _pattern(r"\bdiffusion|(?<![A-Za-z])(?:DWI|DTI|ADC)(?![A-Za-z])|[弥扩]散"),
    "SWI": _pattern(r"\bsusceptibil|(?<![A-Za-z])SW[IAN]+(?![A-Za-z])|T2\s?\*|磁敏感"),
    "PD": _pattern(r"\bproton|(?<![A-Za-z])PD(?:WI?)?(?![A-Za-z])|质子密度"),
    "DCE": _pattern(r"\bdynamic|(?<![A-Za-z])DCE(?![A-Za-z])|动态增强"),
}
_WEIGHTED = _pattern(r"weight|加权|(?:T[12]|PD)WI?(?![a-z])|sequence|序列|FLAIR|[像图]")
_NOT_DONE = _pattern(
    r"\b(?:no|not|without|instead\s+of|refus\w+|abort\w+|incomplete|omitted|missing)\b[^,;.]*|(?:未|无|不|缺|拒)[^，。；,;]*"
)
_SENTENCE = re.compile(r"[.。;；](?=\s|$)|[。；]")
_ANOTHER = _pattern(r"\bcompar\w+|\bprior\b|\bprevious\w*|\brecommend\w*|\badvis\w+|对比(?!剂|增强)|既往|建议|前片")


def unlike_series(report: Report, screen: Study, template: Template | None) -> Iterator[str]:
    """Each sentence of the technique that names a sequence which no series is; of the normal findings, one that
    tells of diffusion where none was measured."""
    there = acquired(screen)
    if not there:
        return
    normal = normal_with(template)
    for section in report.sections:
        for statement in () if section.locked else section.statements:
            named = frozenset[str]()
            if section.heading == TECHNIQUE:
                named = _named(statement.text)
            elif section.heading == FINDINGS and statement.text in normal:
                named = frozenset(("DWI",)) if _NAMED["DWI"].search(statement.text) else named
            if missing := [name for name in _NAMED if name in named - there]:
                yield tr(
                    "“{text}” names sequences that are not among the series: {sequences}",
                    text=shortened(statement.text), sequences=tr(", ").join(missing),
                )  # fmt: skip


def said(study: Study, language: str) -> str:
    """The sequences of an MR exam in the words of a technique; "" where they can't all be told. Of what a series
    may be, only the one that its name tells most surely."""
    if not acquired(study):
        return ""
    series = (one for one in study.series if one.is_image and kinds((one.modality,)))
    each = [_sequences(one) for one in series]
    sure = [next((name for name in _SUREST if name in found), "") for found in each if found]
    if not all(sure):
        return ""
    chinese = language.startswith("zh")
    words = [_WORDS[name][chinese] for name in _WORDS if name in sure]
    joint, last = ("、", "及") if chinese else (", ", " and ")
    return last.join(filter(None, (joint.join(words[:-1]), words[-1])))


def acquired(study: Study) -> frozenset[str]:
    """The sequences of an MR exam; empty where they can't all be told, and of another modality."""
    series = [one for one in study.series if one.is_image and kinds((one.modality,))]
    if any(one.modality != "MR" for one in series):
        return frozenset()
    told = [(one, _sequences(one)) for one in series]
    known = [found for one, found in told if found or not _is_aid(one)]
    return frozenset().union(*known) if known and all(known) else frozenset()


def _is_aid(series: Series) -> bool:
    return bool(_AIDS.search(series.description)) or any("LOCALIZER" in i.image_type for i in series.pictures[:1])


def _sequences(series: Series) -> frozenset[str]:
    found = {name for name, called in _CALLED.items() if called.search(series.description)}
    traits = [one.traits_of(1) for one in series.pictures]
    types = {kind.upper() for image in series.pictures for kind in image.image_type}
    types |= {kind.upper() for one in traits for kind in one.kind}
    if any((one.b_value or 0) > 0 for one in traits) or types & _OF_DIFFUSION:
        found.add("DWI")
    if found and len({one.temporal for one in traits if one.temporal is not None}) > 1:
        found.add("DCE")
    return frozenset(found)


def _named(text: str) -> frozenset[str]:
    parts = (part for part in _SENTENCE.split(text) if not _ANOTHER.search(part))
    done = " ".join(_NOT_DONE.sub(" ", part) for part in parts)
    named = {name for name, words in _NAMED.items() if words.search(done)}
    return frozenset(named if _WEIGHTED.search(done) else named - {"T1", "T2"})
