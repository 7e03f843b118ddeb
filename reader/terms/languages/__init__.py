"""The languages that reports are written in and the program speaks. A new one is a file here and its entry below,
and for the program's texts a translation in `resources/translations`."""

from __future__ import annotations

from reader.terms.language import Language
from reader.terms.languages.en import ENGLISH
from reader.terms.languages.zh import CHINESE

LANGUAGES: tuple[Language, ...] = (ENGLISH, CHINESE)
"""In the order of the settings; the first stands in for what is not here."""


def known() -> tuple[Language, ...]:
    return LANGUAGES


def locales() -> tuple[str, ...]:
    return tuple(entry.locale for entry in LANGUAGES)


def language_of(tag: str) -> Language:
    """By RFC 5646 tag or locale: "zh", "zh-CN", "zh_CN"; the first for what is not known."""
    primary = short(tag)
    return next((entry for entry in LANGUAGES if entry.tag == primary), LANGUAGES[0])


def short(tag: str) -> str:
    """The language of a tag, without its region: "zh" of "zh-CN"."""
    return tag.split("-")[0].split("_")[0]


def meaning(tag: str) -> str:
    """What a tag's language is called in English; the tag itself where that is not known."""
    return next((entry.meaning for entry in LANGUAGES if entry.tag == short(tag)), tag)


def headings(code: str) -> tuple[str, ...]:
    """What a section of a report is called, by its LOINC code: in each language that has a name for it."""
    return tuple(entry.headings[code] for entry in LANGUAGES if code in entry.headings)
