"""Phrases: an abbreviation that becomes a text of the report. Plain Python.

A name in braces, such as {age}, is filled in from the exam; what the exam doesn't state becomes a blank, which the
last check before sending asks about.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from reader.core.json_text import NotJson, parse
from reader.core.text import mark, tr
from reader.dicom.pinyin import readings
from reader.dicom.texts import without_controls

LONGEST, LONGEST_TEXT, MOST, LARGEST_FILE = 24, 5_000, 2_000, 4_000_000
"""Characters of an abbreviation and of a text, phrases of a file, and its bytes."""
BLANK = "____"
FORMAT = 1
VARIABLES = {
    "age": mark("age"),
    "sex": mark("sex"),
    "exam": mark("exam"),
    "exam date": mark("exam date"),
    "prior date": mark("prior date"),
}
"""What can stand in braces, and its name for a user; both are understood, in each language."""
_NAMES = {"年龄": "age", "性别": "sex", "检查项目": "exam", "检查日期": "exam date", "既往检查日期": "prior date"}
_BRACES = re.compile(r"[{｛]([^{}｛｝\n]{0,40})[}｝]")
_BLANKS = re.compile(r"[_＿]{2,}")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_HALF = re.compile("[\ud800-\udfff]")
"""Half a surrogate pair, as an escape in a file brings it: no text can be written with it."""
_SPELLED = 12
"""Characters of a text by whose initials it is found."""


class NoPhrase(ValueError):
    """It can't be one; `str` says why, translated."""


@dataclass(frozen=True)
class Phrase:
    """abbreviation: what is typed, no matter in which case. shared: by the department, not by this user.

    Raises `NoPhrase`.
    """

    abbreviation: str
    text: str
    shared: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if why := why_not(self.abbreviation, self.text):
            raise NoPhrase(why)

    @property
    def key(self) -> str:
        return key_of(self.abbreviation)

    @property
    def line(self) -> str:
        """The text as one line of a list."""
        return " ".join(self.text.split())


def key_of(abbreviation: str) -> str:
    return unicodedata.normalize("NFKC", abbreviation).casefold()


def why_not(abbreviation: str, text: str) -> str:
    """Why these make no phrase, translated; "" where they do."""
    if not abbreviation:
        return tr("The abbreviation is missing.")
    if len(abbreviation) > LONGEST:
        return tr("An abbreviation has at most {count} characters.", count=LONGEST)
    if any(not (character.isalnum() or character in "-_./+#") for character in abbreviation):
        return tr("An abbreviation has letters, digits and - _ . / + # only.")
    if not text.strip():
        return tr("The text is missing.")
    if len(text) > LONGEST_TEXT:
        return tr("A phrase has at most {count} characters.", count=LONGEST_TEXT)
    if without_controls(text) != text or _HALF.search(text):
        return tr("The text contains control characters.")
    if unknown := [name for name in _BRACES.findall(text) if _variable(name) is None]:
        return tr("“{name}” can’t be filled in.", name="{" + unknown[0] + "}")
    return ""


def filled(text: str, values: Mapping[str, str]) -> str:
    """With what the exam states in the place of each name in braces. values: by the keys of `VARIABLES`."""
    return _BRACES.sub(lambda found: values.get(_variable(found[1]) or "", "") or BLANK, text)


def first_blank(text: str) -> tuple[int, int] | None:
    """From which character of a text to which its first blank is, to be typed over."""
    found = _BLANKS.search(text)
    return found.span() if found else None


def age_said(years: str, language: str) -> str:
    """An age of `age_at` ("56", "14M", "12D") as a sentence has it; "" for none."""
    found = re.fullmatch(r"(\d{1,3})([DM]?)", years)
    if found is None:
        return ""
    count, unit = int(found[1]), found[2]
    if language.startswith("zh"):
        return str(count) + {"D": "天", "M": "个月", "": "岁"}[unit]
    return f"{count}-" + {"D": "day", "M": "month", "": "year"}[unit] + "-old"


def sex_said(sex: str, language: str) -> str:
    """Of "M" and "F" (PS3.3 C.7.1.1); "" for any other."""
    words = {"M": ("male", "男"), "F": ("female", "女")}.get(sex)
    return words[language.startswith("zh")] if words else ""


def date_said(when: date | None, language: str) -> str:
    if when is None:
        return ""
    return f"{when.year}年{when.month}月{when.day}日" if language.startswith("zh") else when.isoformat()


def typed(phrases: Mapping[str, Phrase], before: str) -> tuple[Phrase, int] | None:
    """The phrase whose abbreviation ends the text before the cursor, and of how many characters that is.

    The longest one counts; letters and digits right before it make it another word.
    """
    for length in range(min(LONGEST, len(before)), 0, -1):
        word, rest = before[-length:], before[:-length]
        phrase = phrases.get(key_of(word))
        if phrase is not None and not (_is_latin(rest[-1:]) and _is_latin(word[:1])):
            return phrase, length
    return None


def last_word(before: str) -> str:
    """What was typed last before the cursor, as far as it can be an abbreviation; "" for none."""
    found = re.search(r"[A-Za-z0-9\-_./+#]+$", before)
    return found[0][-LONGEST:] if found else ""


def matching(phrases: Iterable[Phrase], words: str) -> list[Phrase]:
    """Those that a search finds: by abbreviation, by the initials of their pinyin, by words of their text."""
    wanted = key_of(words).split()
    found = [(rank, phrase.key, phrase) for phrase in phrases if (rank := _rank(phrase, wanted)) is not None]
    return [phrase for _, _, phrase in sorted(found, key=lambda entry: entry[:2])]


def read_phrases(data: bytes) -> tuple[list[Phrase], list[str]]:
    """What a file holds, and what is wrong with the rest, translated. Raises `NoPhrase` for another file."""
    try:
        found = parse(data) if len(data) <= LARGEST_FILE else None
    except NotJson as cause:
        raise NoPhrase(tr("It is no file of phrases: {reason}", reason=cause.text)) from cause
    entries = found.get("phrases") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(entries, list):
        raise NoPhrase(tr("It is no file of phrases."))
    made_by = found.get("format")
    if type(made_by) is not int or made_by > FORMAT:
        raise NoPhrase(tr("A newer version of the program wrote this file."))
    phrases: dict[str, Phrase] = {}
    problems = []
    for number, entry in enumerate(entries, start=1):
        try:
            phrase = _read(entry)
            if number > MOST:
                raise NoPhrase(tr("A file has at most {count} phrases.", count=MOST))
            if phrase.key in phrases:
                raise NoPhrase(tr("“{abbreviation}” is there twice.", abbreviation=phrase.abbreviation))
            phrases[phrase.key] = phrase
        except NoPhrase as cause:
            problems.append(tr("Phrase {number}: {reason}", number=number, reason=str(cause)))
            if number > MOST:
                break
    return list(phrases.values()), problems


def written(phrases: Iterable[Phrase]) -> bytes:
    """As `read_phrases` reads it."""
    entries = [{"abbreviation": phrase.abbreviation, "text": phrase.text} for phrase in phrases]
    return json.dumps({"format": FORMAT, "phrases": entries}, ensure_ascii=False, indent=1).encode()


def names_patient(text: str, names: Iterable[str]) -> bool:
    """Whether a text has one of these names or numbers of a patient in it."""
    plain = key_of(text)
    for name in names:
        key = key_of(name).strip()
        if len(key) < (2 if _IDEOGRAPH.search(key) else 3):
            continue
        edge = r"(?<![a-z0-9])", r"(?![a-z0-9])"
        if re.search(f"{edge[0]}{re.escape(key)}{edge[1]}", plain):
            return True
    return False


def _read(entry: object) -> Phrase:
    abbreviation, text = (entry.get("abbreviation"), entry.get("text")) if isinstance(entry, dict) else (None, None)
    if not isinstance(abbreviation, str) or not isinstance(text, str):
        raise NoPhrase(tr("It has no abbreviation or no text."))
    return Phrase(abbreviation.strip(), text.replace("\r\n", "\n").strip("\n"))


def _variable(name: str) -> str | None:
    plain = " ".join(name.casefold().split())
    return plain if plain in VARIABLES else _NAMES.get(plain)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _rank(phrase: Phrase, wanted: list[str]) -> int | None:
    """0 for the best, None for no match."""
    ranks = [_rank_of(word, phrase) for word in wanted]
    found = [rank for rank in ranks if rank is not None]
    return max(found, default=0) if len(found) == len(ranks) else None


def _rank_of(word: str, phrase: Phrase) -> int | None:
    if phrase.key == word:
        return 0
    if phrase.key.startswith(word):
        return 1
    if word.isascii() and word.isalpha() and word in _initials(phrase.text):
        return 2
    if word in phrase.key:
        return 3
    return 4 if word in key_of(phrase.text) else None


def _initials(text: str) -> str:
    """Of the pinyin of its first Chinese characters; "" where it has none."""
    characters = _IDEOGRAPH.findall(text)[:_SPELLED]
    spelled = (readings(character) for character in characters)
    return "".join(found[0][0] for found in spelled if found)
