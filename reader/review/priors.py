"""What a report says of earlier exams against those that are known: that there is none, or a comparison with one
whose images nobody has looked at (safety by design, 6).

A comparison with an exam that is not in the list is none of ours: films that a patient brought are looked at too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reader.core.text import tr
from reader.report.modality import kinds
from reader.report.model import CLINICAL_INFORMATION, COMPARISON, TECHNIQUE, Report
from reader.review import words
from reader.review.modalities import named
from reader.review.sides import shortened

_MOST_NAMED = 3
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Prior:
    """An earlier exam that is surely the patient's. when: None where it is not known. seen: whether this user has
    had any of its images on the screen."""

    when: date | None
    modalities: tuple[str, ...] = ()
    description: str = ""
    seen: bool = False

    @property
    def title(self) -> str:
        """ "CT Chest, plain": its modality, and how it was described."""
        kind = "/".join(self.modalities)
        told = any(re.search(rf"(?<![A-Za-z]){re.escape(one)}", self.description) for one in self.modalities)
        return self.description if told else f"{kind} {self.description}".strip()


_EXAM = (
    r"(?:exam(?:ination)?s?|stud(?:y|ies)|imaging|images?|films?|scans?|radiographs?|x-?rays?|CTs?|MRIs?|MRs?"
    r"|mammogra\w+|ultrasounds?|sonogra\w+|PET(?:/CT)?)"
)
_NONE = re.compile(
    r"\b(?:no|without|nil|not?\s+any)\b(?:[\s-]+(?!change|sign|evid|find)[\w/]+){0,3}?[\s-]+(?:"
    rf"(?:priors?|previous|earlier|old|former)[\s-]+(?:[\w/]+[\s-]+){{0,3}}?{_EXAM}\b|priors\b|prior\s+for\s+compar\w+"
    rf"|(?:priors?|{_EXAM}|comparisons?)\s+(?:(?:is|are|was|were)\s+)?(?:available|for\s+comparison)|comparison\s+{_EXAM}\b)"
    rf"|\b(?:priors?|previous|earlier|old|former)\s+{_EXAM}\s*(?:[:：]\s*(?:none|nil|no)\b|(?:(?:is|are|was|were)\s+)?"
    r"(?:not\s+(?:available|at\s+hand|provided|known)|unavailable)\b)"
    r"|(?:既往|以往|前次|[前旧老原])片\s*(?:未见|未提供|缺如|无$)|^\s*no\s+comparisons?\W*$"
    r"|\bfirst\s+(?:ever\s+)?(?:CT\s+|MRI?\s+)?exam(?:ination)?\b|\bcomparison\s*[:：-]\s*(?:none|nil|no)\b"
    r"|(?:无|没有|未见|缺乏|未提供|暂无)[^，。；]{0,4}(?:(?:既往|以往|历史|之前|此前|前次|上次|早期)(?:的)?(?:\S{0,6}?)"
    r"(?:检查|影像|图像|资料|片|CT|MR|DR|超声)|[前旧老原]片|可供?(?:对比|比较|参考)|对比(?:检查|影像|资料|片))"
    r"|首次(?:影像)?检查|(?:既往|以往|前次)[^，。；]{0,8}(?:检查|影像|资料|片)\s*[:：]?\s*(?:无|未提供|缺)",
    re.IGNORECASE,
)
_NONE_ALONE = re.compile(r"\W*(?:none|nil|n/?a|none\s+available|not\s+available|无|没有|暂无)\W*", re.IGNORECASE)
"""All of the section on comparisons."""
# No prior of some kind: which kind those are that are known, nobody can tell.
_SOME_KIND = re.compile(
    r"\b(?:relevant|comparable|recent|similar|same|suitable|corresponding|dedicated|here|this\s+(?:hospital|site"
    r"|institution|centre|center)|our|within|last|contrast\w*|other|further|additional|cross-?sectional|digital)\b"
    r"|相关|同类|同部位|同一|近期|近|本院|我院|本次|相应|类似|其他|其它|增强|年内|月内|天内",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[。；;!！])|(?<=\.)(?=\s)|\n")
_COMPARES = re.compile(
    rf"\bcompar(?:ed|ison)\s+(?:with|to|against)\b[^.;]{{0,40}}?\b(?:priors?|previous\w*|earlier|last|former|old|{_EXAM})\b"
    r"|\b(?:than|since|from|as)\s+(?:on\s+|in\s+)?(?:the\s+)?(?:priors?|previous|last|earlier)\b"
    r"|[与和同][^，。；]{0,20}?(?:既往|前[次片]|上次|老片|旧片|原片|以往)[^，。；]{0,12}?"
    r"(?:对比|比较|相比|相仿|相似|大致)"
    r"|(?:较|对比)(?:前(?!臂|列|方|缘|部)|上次|既往|老片|旧片|原片|以往)|同前(?!臂|列)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"外院|院外|他院|外地|当地|胶片|报告|\bexternal\b|\breferring\b|\boutside\b|\belsewhere\b|\breports?\b"
    r"|\bpaper\b|\bdisc\b",
    re.IGNORECASE,
)
_DATES = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})(?:\s?[-/.月]\s?(?P<d>\d{1,2}))?(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?i)(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<m>[A-Z][a-z]{2,8})\.?,?\s+(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?i)(?P<m>[A-Z][a-z]{2,8})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)(?!\d)"),
)
_NAME = (
    r"(?P<m>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAYS = (
    re.compile(rf"(?<![\d.])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_NAME}(?!,?\s+\d{{4}})"),
    re.compile(rf"\b{_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,]?\s*\d)(?!\s*(?:mm|cm))"),
    re.compile(r"(?<![\d年])(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]"),
)
"""Without the year; the names of months as they are written, since words begin like them."""
_OTHER_DAY = re.compile(
    r"建议|手术|术后|活检|穿刺|外伤|跌|摔|\b(?:biops|operat|surg|resect|fell\b|fall\b|injur|trauma|recommend|advis)",
    re.IGNORECASE,
)
"""What a day without its year may be of instead."""


def untrue_denials(report: Report, priors: Sequence[Prior]) -> Iterator[str]:
    """Each sentence that says that there is no earlier exam, with those that are known."""
    for section in report.sections:
        for statement in () if section.locked or section.heading == CLINICAL_INFORMATION else section.statements:
            alone = section.heading == COMPARISON
            if known := _denied(statement.text, priors, alone=alone):
                yield tr("“{text}”, but an earlier exam is known: {priors}",
                         text=shortened(statement.text), priors=_listed(known))  # fmt: skip


def without_untrue(text: str, priors: Sequence[Prior], *, alone: bool = False) -> str:
    """A text without its sentences that deny earlier exams though there are. alone: as in the section on them."""
    sentences = (one for one in _SENTENCE.split(text) if one)
    return "\n".join(one for one in sentences if not _denied(one, priors, alone=alone))


def unopened(report: Report, priors: Sequence[Prior]) -> Iterator[str]:
    """Each earlier exam that is spoken of and whose images were not on the screen; and, once, that none was."""
    asked: list[list[Prior]] = []
    for section in report.sections:
        if section.locked or section.heading in (CLINICAL_INFORMATION, TECHNIQUE):
            continue
        for statement in section.statements:
            text = statement.text
            if _ELSEWHERE.search(text) or _denied(text, priors, alone=section.heading == COMPARISON):
                continue
            dates = {**_dates(text), **_days(text, priors)}
            for one, said in dates.items():
                of_date = [prior for prior in priors if _is_of(prior, *one)]
                if of_date and of_date not in asked and not any(prior.seen for prior in of_date):
                    asked.append(of_date)
                    yield tr("“{text}”, but no image of that exam was on the screen: {priors}",
                             text=shortened(text, around=said), priors=_listed(of_date))  # fmt: skip
            compares = not dates and priors and _COMPARES.search(text)
            if compares and [] not in asked and not any(prior.seen for prior in priors):
                asked.append([])
                yield tr("“{text}”, but no image of an earlier exam was on the screen.", text=shortened(text))


def _denied(text: str, priors: Sequence[Prior], *, alone: bool) -> list[Prior]:
    """The earlier exams whose being a text denies."""
    if not priors:
        return []
    if alone and _NONE_ALONE.fullmatch(text):
        return list(priors)
    for sentence in _SENTENCE.split(text):
        if not sentence or _NONE.search(sentence) is None or _SOME_KIND.search(sentence):
            continue
        modalities, regions = named(sentence), words.regions(sentence)
        known = [p for p in priors if not modalities or modalities & kinds(p.modalities)]
        known = [p for p in known if not regions or words.region_of(p.description) in regions]
        if known:
            return known
    return []


def _listed(priors: Sequence[Prior]) -> str:
    days = (prior.when.isoformat() if prior.when else tr("date unknown") for prior in priors)
    titles = [f"{day} {prior.title}".rstrip() for day, prior in zip(days, priors, strict=True)]
    more = [tr("{count} more", count=len(titles) - _MOST_NAMED)] if len(titles) > _MOST_NAMED else []
    return tr("; ").join((*titles[:_MOST_NAMED], *more))


def _is_of(prior: Prior, year: int, month: int, day: int) -> bool:
    """year: 0 where none is said; day: 0 where only the month is."""
    when = prior.when
    return when is not None and year in (0, when.year) and when.month == month and day in (0, when.day)


def _dates(text: str) -> dict[tuple[int, int, int], str]:
    """Year, month, day (0 for none) of each date that a text gives with its year, and how it says it."""
    found: dict[tuple[int, int, int], str] = {}
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month = _month(match["m"])
            if month:
                found.setdefault((int(match["y"]), month, int(match["d"] or 0)), match[0])
        text = pattern.sub(" ", text) if found else text
    return found


def _days(text: str, priors: Sequence[Prior]) -> dict[tuple[int, int, int], str]:
    """The same of a date without its year that is that of an earlier exam, and of nothing else: 0, month, day."""
    found: dict[tuple[int, int, int], str] = {}
    for sentence in _SENTENCE.split(text):
        for pattern in _DAYS if sentence and not _OTHER_DAY.search(sentence) else ():
            for match in pattern.finditer(sentence):
                day = (0, _month(match["m"]), int(match["d"]))
                if any(_is_of(prior, *day) for prior in priors):
                    found.setdefault(day, match[0])
    return found


def _month(said: str) -> int:
    if said.isdigit():
        return int(said) if 1 <= int(said) <= 12 else 0
    return _MONTHS.index(said[:3].lower()) + 1 if said[:3].lower() in _MONTHS else 0
