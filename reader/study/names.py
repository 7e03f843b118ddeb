"""Whether two written names can be one person's.

Names are compared by script: Chinese characters with Chinese characters, Latin letters with Latin letters, whatever
component group (PS3.5 6.2.1) they stand in; the characters count more than what was made of them. Where one object
has only characters and the other only letters, pinyin decides. Case, padding, marks on letters, spaces and carets,
the order of family and given name, titles, and a middle name that only one object states make no difference.
Numbers do, and the words for a newborn that bears its mother's name: "Baby 1" is not "Baby 2".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, permutations, product
from math import prod

from reader.dicom.pinyin import readings
from reader.dicom.values import PersonName


class Likeness(IntEnum):
    """UNKNOWN: one of them has no name. SIMILAR: a slip of the pen or another spelling, or not comparable."""

    UNKNOWN = 0
    EQUAL = 1
    SIMILAR = 2
    DIFFERENT = 3


_TITLES = frozenset(
    ("dr", "prof", "mr", "mrs", "ms", "miss", "md", "phd", "herr", "frau", "先生", "女士", "小姐", "教授", "医生")
)
NOBODYS = frozenset(
    ("unknown", "anonymous", "anonymized", "anonymised", "noname", "unnamed", "无名氏", "无名", "未知", "不详")
)
"""What is written where a name is not known, casefolded."""
_NEWBORN = frozenset(("baby", "babyboy", "babygirl", "newborn", "neonate", "infant", "boy", "girl", "twin", "of"))
"""With the name of the mother they are her child's, who is examined on the same days and has her ID."""
_COUNTED = frozenset(("ii", "iii", "iv", "vi", "vii", "viii", "ix"))
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_SPELT = (
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}, {"ü": "v"}, {"ü": "yu"},
)  # fmt: skip
"""Other ways to write a letter: German and Nordic without marks, ü of pinyin."""
_WILD = frozenset("?*□�○●■〓")
_MOST_READINGS = 64


def likeness(one: PersonName, other: PersonName) -> Likeness:
    """How alike two names are."""
    mine, theirs = _forms(one), _forms(other)
    numbers = _numbers(one), _numbers(other)
    if all(numbers) and numbers[0] != numbers[1]:
        return Likeness.DIFFERENT
    if not mine or not theirs:
        return Likeness.UNKNOWN
    shared = [script for script in _SCRIPTS if script in mine and script in theirs]
    if shared:
        found = _ALIKE.get(shared[0], _plain_alike)(mine[shared[0]], theirs[shared[0]])
    else:
        found = _across(mine, theirs)
    apart = numbers[0] != numbers[1] or _newborn(one) != _newborn(other) or _generations_differ(one, other)
    return Likeness.SIMILAR if found is Likeness.EQUAL and apart else found


_Form = tuple[tuple[str, ...], ...]
"""The words of family name, given name and middle name."""


@lru_cache(maxsize=512)
def _forms(name: PersonName) -> dict[str, _Form]:
    """The name as written in each script, without titles; {} where it says nobody's."""
    found: dict[str, _Form] = {}
    for group in (name.alphabetic, name.ideographic, name.phonetic):
        parts = [*group.split("^"), "", "", ""][:3]  # what follows is prefix and suffix
        words = tuple(_words(part) for part in parts)
        every = [word for part in words for word in part]
        if every and not set(every) <= NOBODYS and "".join(every) not in NOBODYS:
            found.setdefault(_script("".join(every)), tuple(part for part in words if part))
    return found


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(rf"(?:[^\W\d_]|[\u0300-\u036f{re.escape(''.join(_WILD))}])+", plain)
    return tuple(word for word in words if word not in _TITLES)


def _numbers(name: PersonName) -> frozenset[int]:
    """What twins and patients without a name are told apart by, wherever in the name it stands."""
    plain = unicodedata.normalize("NFKC", "^".join((name.alphabetic, name.ideographic, name.phonetic)))
    return frozenset(map(int, re.findall(r"\d+", plain)))


def _newborn(name: PersonName) -> bool:
    """By a word for one in any part, also as prefix or suffix."""
    return not _NEWBORN.isdisjoint(_words(name.alphabetic))


_SCRIPTS = ("han", "hangul", "kana", "other", "latin")


def _script(text: str) -> str:
    for script, pattern in _RANGES:
        if pattern.search(text):
            return script
    return "latin" if any("a" <= c <= "z" or "\u00c0" <= c <= "\u024f" for c in text) else "other"


_RANGES = (
    ("han", re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")),
    ("hangul", re.compile("[\u1100-\u11ff\uac00-\ud7af]")),
    ("kana", re.compile("[\u3040-\u30ff]")),
)


# letters -----------------------------------------------------------------------------------------------------


def _latin_alike(one: _Form, other: _Form) -> Likeness:
    best = Likeness.DIFFERENT
    for mine, theirs in product(_spellings(one), _spellings(other)):
        best = min(best, _letters_alike(mine, theirs))
        if best is Likeness.EQUAL:
            break
    return best


def _letters_alike(one: _Form, other: _Form) -> Likeness:
    if _joined(one) & _joined(other):
        return Likeness.EQUAL if _cut_alike(one, other) else Likeness.SIMILAR
    mine, theirs = (sorted({word for part in form for word in part}) for form in (one, other))
    common = set(mine) & set(theirs)
    left, right = [w for w in mine if w not in common], [w for w in theirs if w not in common]
    fits = not left or not right or all(_abbreviates(a, b) for a, b in zip(left, right, strict=False))
    if len(common) >= 2 and fits:
        return Likeness.EQUAL
    if len(common) >= 2 or (common and fits):
        return Likeness.SIMILAR
    close = any(_cut(a, b) or _slip(a, b) for a in _joined(one) for b in _joined(other))
    return Likeness.SIMILAR if close else Likeness.DIFFERENT


def _spellings(form: _Form) -> list[_Form]:
    """The form without marks, and with the letters that people write in their place."""
    found = []
    for table in ({}, *_SPELT):
        spelt = tuple(tuple(_bare(word, table) for word in part) for part in form)
        if spelt not in found:
            found.append(spelt)
    return found


def _bare(word: str, table: dict[str, str]) -> str:
    spelt = "".join(table.get(c, c) for c in unicodedata.normalize("NFC", word)).translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c))


def _joined(form: _Form) -> set[str]:
    """The name as one word, in every order of its parts, and of its words where they follow one another."""
    return {"".join(words) for words in _orders(form)}


def _orders(form: _Form) -> Iterator[tuple[str, ...]]:
    words = tuple(word for part in form for word in part)
    yield from (words[n:] + words[:n] for n in range(len(words)))
    yield from (tuple(word for part in order for word in part) for order in permutations(form))


def _cut_alike(one: _Form, other: _Form) -> bool:
    """Whether names of the same letters can be the same words, of which one of them runs some together: Li Na and
    Lina are, Li Na and Lin A are not."""
    pairs = product(_orders(one), _orders(other))
    cuts = [(_cuts(mine), _cuts(theirs)) for mine, theirs in pairs if "".join(mine) == "".join(theirs)]
    return any(mine <= theirs or theirs <= mine for mine, theirs in cuts)


def _cuts(words: tuple[str, ...]) -> set[int]:
    return set(accumulate(map(len, words[:-1])))


def _abbreviates(one: str, other: str) -> bool:
    """One is the initial of the other, which is no number: Baby I is not Baby II."""
    if one in _COUNTED or other in _COUNTED:
        return False
    return one.startswith(other) or other.startswith(one) if min(len(one), len(other)) == 1 else False


def _cut(one: str, other: str) -> bool:
    """One is the beginning of the other: a field had no room for all of it."""
    return min(len(one), len(other)) >= 6 and (one.startswith(other) or other.startswith(one))


def _slip(one: str, other: str) -> bool:
    """One letter is wrong, missing or too many, or two are swapped."""
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


# characters --------------------------------------------------------------------------------------------------


def _characters_alike(one: _Form, other: _Form) -> Likeness:
    mine, theirs = _joined(one), _joined(other)
    if mine & theirs:
        return Likeness.EQUAL
    first, second = ("".join(word for part in form for word in part) for form in (one, other))
    if len(first) == len(second):
        if all(a == b or a in _WILD or b in _WILD for a, b in zip(first, second, strict=True)):
            return Likeness.SIMILAR
        if all(a == b or _sounds(a) & _sounds(b) for a, b in zip(first, second, strict=True)):
            return Likeness.SIMILAR
    cut = min(len(first), len(second)) >= 2 and (first.startswith(second) or second.startswith(first))
    return Likeness.SIMILAR if cut else Likeness.DIFFERENT


def _plain_alike(one: _Form, other: _Form) -> Likeness:
    return Likeness.EQUAL if _joined(one) & _joined(other) else Likeness.DIFFERENT


_ALIKE = {"latin": _latin_alike, "han": _characters_alike}


def _across(mine: dict[str, _Form], theirs: dict[str, _Form]) -> Likeness:
    """Names in different scripts: equal by pinyin, else not comparable."""
    for characters, letters in ((mine.get("han"), theirs.get("latin")), (theirs.get("han"), mine.get("latin"))):
        if characters is None or letters is None:
            continue
        spelt = {joined for form in _spellings(letters) for joined in _joined(form)}
        if any(spelt & set(_readings(order)) for order in permutations(characters)):
            return Likeness.EQUAL
    return Likeness.SIMILAR


def _readings(form: _Form) -> list[str]:
    """In pinyin without tones, every reading of characters that have several."""
    sounds = [sorted(_sounds(character)) for part in form for word in part for character in word]
    if prod(len(each) for each in sounds) > _MOST_READINGS:
        sounds = [each[:2] for each in sounds]
    return ["".join(chosen) for chosen in product(*sounds)]


def _sounds(character: str) -> frozenset[str]:
    """Its readings; a character that is not Chinese sounds as itself."""
    return frozenset(readings(character) or (character,))


def _generations_differ(one: PersonName, other: PersonName) -> bool:
    """Both have a suffix, and another one: Jr is not Sr."""
    for groups in zip((one.alphabetic, one.ideographic), (other.alphabetic, other.ideographic), strict=True):
        mine, theirs = ([*group.split("^"), *[""] * 5][4].strip(" .").casefold() for group in groups)
        if mine and theirs and mine != theirs:
            return True
    return False
