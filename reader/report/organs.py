"""Which organs a line of a report speaks of, by a list of words in both languages.

The list (resources/templates/organs.json) says of each word whether it names an organ, names what is found in one,
or counts only where nothing else does. A longer word hides the shorter one in it: an adrenal is no kidney.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reader.core.profile import RESOURCES

WORDS = RESOURCES / "templates" / "organs.json"
_SHORT = 4  # a Latin word of so many characters stands by itself
SIGN = "sign of "
_DENIAL = re.compile(r"no [^.;]+|[^，。；]{0,3}未见[^，。；]+")
_REGION = 8  # a word for so many organs names a part of the body: all of them count, for a field as for a line


@dataclass(frozen=True)
class _Entry:
    """What a word stands for. organs: the one it means first, then those it may be about as well. tier: "names",
    "signs" or "weak"."""

    organs: tuple[str, ...]
    tier: str


@dataclass(frozen=True)
class _Lexicon:
    """words: what each stands for. general: those that name no organ. by_start: all of them by their first
    character, the longest first."""

    words: dict[str, tuple[_Entry, ...]]
    general: frozenset[str]
    by_start: dict[str, tuple[str, ...]]


@lru_cache(maxsize=4000)
def _found(text: str) -> tuple[tuple[str, tuple[_Entry, ...]], ...]:
    """Each word with what it stands for, in the order of the text (lower case)."""
    lexicon = _lexicon()
    hits, at = [], 0
    while at < len(text):
        word = next((w for w in lexicon.by_start.get(text[at], ()) if _is_at(w, text, at)), "")
        if word:
            hits.append((word, lexicon.words.get(word, ())))
        at += len(word) or 1
    return tuple(hits)


def organs_of(line: str) -> frozenset[str]:
    """Of a line of own text. A word that may be about several organs is about those that the line names too."""
    hits = _found(line.lower())
    named = frozenset(o for _, entries in hits for e in entries if e.tier == "names" for o in e.organs)
    told = set(named)
    for sign in (e for _, entries in hits for e in entries if e.tier == "signs"):
        told |= named & set(sign.organs) or set(sign.organs)
        told |= {f"{SIGN}{organ}" for organ in sign.organs}
    return frozenset(told)


def weakly(line: str) -> frozenset[str]:
    """The organs that it may be about where no better word says so: a vertebra's number, a zone, a segment."""
    hits = _found(line.lower())
    return frozenset(o for _, entries in hits for e in entries if e.tier == "weak" for o in e.organs)


@lru_cache(maxsize=4000)
def organs_of_field(text: str) -> frozenset[str]:
    """Of what a template says as normal; empty where it names none. Where it only says what isn't found in one
    ("no emphysema"), only a line that names something found there speaks of it."""
    hits = _found(text.lower())
    for tier in ("names", "signs"):
        found: set[str] = set()
        for _, entries in hits:
            for entry in entries:
                if entry.tier == tier:
                    found |= set(entry.organs) if len(entry.organs) >= _REGION else {entry.organs[0]}
        if found:
            return frozenset(f"{SIGN if tier == 'signs' else ''}{organ}" for organ in found)
    return frozenset()


@lru_cache(maxsize=4000)
def only_denies(text: str) -> frozenset[str]:
    """Of a normal sentence that says nothing but which few things aren't found: where they would be. Such a one can
    stand beside others about the same organ ("nodule" beside "no emphysema, fibrosis or consolidation")."""
    if not _DENIAL.fullmatch(text.strip().rstrip(".。").lower()) or is_general(text):
        return frozenset()
    return frozenset(
        f"{SIGN}{o}" for _, entries in _found(text.lower()) for e in entries if e.tier == "signs" for o in e.organs
    )


def is_general(line: str) -> bool:
    """Whether it has a word such as "lesion" that names no organ."""
    return any(word in _lexicon().general for word, _ in _found(line.lower()))


def is_general_word(word: str) -> bool:
    return word.replace("_", " ") in _lexicon().general


@lru_cache(maxsize=1)
def _lexicon(path: Path = WORDS) -> _Lexicon:
    read = json.loads(path.read_text("utf-8"))
    words: dict[str, list[_Entry]] = {}
    for entry in read["entries"]:
        for tier in ("names", "signs", "weak"):
            for word in entry[tier].split():
                meant = _Entry(tuple(entry["organs"]), tier)
                if meant not in words.setdefault(word.replace("_", " "), []):
                    words[word.replace("_", " ")].append(meant)
    general = frozenset(word.replace("_", " ") for word in read["general"].split())
    by_start: dict[str, list[str]] = {}
    for word in sorted({*words, *general}, key=len, reverse=True):
        by_start.setdefault(word[0], []).append(word)
    return _Lexicon(
        {word: tuple(entries) for word, entries in words.items()},
        general,
        {start: tuple(some) for start, some in by_start.items()},
    )


def _is_at(word: str, text: str, at: int) -> bool:
    if not text.startswith(word, at):
        return False
    if not word.isascii():
        return True
    short = len(word) <= _SHORT
    if at and _goes_on(text[at - 1], digits=short):
        return False
    end = at + len(word)
    end += short and text.startswith("s", end)
    return not short or end >= len(text) or not _goes_on(text[end], digits=True)


def _goes_on(character: str, *, digits: bool) -> bool:
    return character.isascii() and (character.isalpha() or (digits and character.isdigit()))
