"""Whether English words are spelt right, and what was probably meant. Plain Python; any thread once it is loaded.

A word list, not a grammar: words of SCOWL in American and British spelling, words of radiology, the user's own and
the department's. Where it can't know, it says nothing: names, abbreviations, codes, numbers with their units, and
any line with Chinese in it.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reader.core.profile import RESOURCES

FOLDER = RESOURCES / "spelling"
LONGEST = 40
"""Letters of a word; what is longer is none."""
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’][A-Za-z]+)*")
_SMALL = re.compile(r"[a-z]{2}")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_CHUNK = re.compile(r"\S+")
_NAMED = re.compile(r"\{[^{}\n]{0,60}\}")
_CODE = re.compile(r"://|[@\\_]|\w\.\w")
"""Addresses, paths, UIDs and other codes; "e.g."."""
_QUOTES = " \t\"'“”‘’(["
_STOPS, _BULLETS = ".!?", "•-–*"
_NUMBERED = re.compile(r"\(?\w{1,2}[.)]")
_TITLES = frozenset({"dr.", "prof.", "mr.", "mrs.", "ms.", "st.", "vs.", "no.", "approx."})
_LOOKED_BACK = 40
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MOST, _MOST_SEEN = 6, 1000
_LONG_ENOUGH = 4  # letters of a word that may follow a prefix
_PREFIXES = (
    "anti", "antero", "arterio", "atrio", "auto", "bi", "broncho", "cardio", "cerebro", "cervico",
    "chondro", "co", "costo", "counter", "cranio", "cysto", "de", "dorso", "duodeno", "endo", "entero",
    "epi", "extra", "femoro", "fibro", "fronto", "gastro", "glosso", "gluteo", "haemato", "haemo", "hemato",
    "hemi", "hemo", "hepato", "hydro", "hyper", "hypo", "ileo", "ilio", "infero", "infra", "inter", "intra",
    "ischio", "juxta", "latero", "macro", "mal", "medio", "meta", "micro", "mid", "mini", "mono", "multi",
    "myo", "naso", "neo", "nephro", "neuro", "non", "occipito", "oro", "osteo", "out", "over", "pan",
    "para", "parieto", "peri", "pneumo", "poly", "post", "postero", "pre", "pro", "pseudo", "pubo", "pyo",
    "quadri", "radio", "re", "recto", "retro", "sacro", "semi", "spheno", "sub", "super", "supero", "supra",
    "temporo", "thoraco", "thyro", "tibio", "trans", "tri", "ultra", "un", "under", "uni", "uretero",
    "utero", "vaso", "ventro", "vesico",
)  # fmt: skip
_ENDINGS = (("s", ""), ("es", ""), ("ly", ""), ("like", ""), ("wise", ""), ("less", ""), ("ness", ""))


@dataclass(frozen=True)
class Misspelt:
    """A word of a text that no list has. start, end: in characters of the text."""

    start: int
    end: int
    word: str


class WordList:
    """Words in lower case, in parts by their first two letters: making one of them keeps other threads for no time
    that a person would notice."""

    def __init__(self, text: str) -> None:
        parts: dict[str, list[str]] = {}
        for line in text.split("\n"):
            parts.setdefault(line[:2], []).append(line)
        self._parts = {head: frozenset(words) for head, words in parts.items()}

    def __contains__(self, word: str) -> bool:
        return word in self._parts.get(word[:2], ())

    def beginning(self, letter: str) -> Iterator[str]:
        for head, part in self._parts.items():
            if head[:1] == letter:
                yield from part


@dataclass
class Speller:
    """general: the word list. radiology: words that are suggested before others. own: of the user and the
    department, in lower case. A line that was looked at is not looked at again while it stays as it is."""

    general: WordList
    radiology: frozenset[str]
    own: frozenset[str] = field(default_factory=frozenset)
    _seen: dict[tuple[str, frozenset[str]], tuple[Misspelt, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def knows(self, word: str) -> bool:
        """In whatever case; its plural, and with a prefix that medicine puts before anything."""
        word = word.replace("’", "'").lower()
        word = word.removesuffix("'s").removesuffix("'")
        return self._is_listed(word) or self._is_derived(word)

    def _is_listed(self, word: str) -> bool:
        return word in self.own or word in self.radiology or word in self.general

    def _is_derived(self, word: str) -> bool:
        for ending, instead in _ENDINGS:
            stem = word[: len(word) - len(ending)]
            if word.endswith(ending) and len(stem) >= _LONG_ENOUGH and self._is_listed(stem + instead):
                return True
        for prefix in _PREFIXES:
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) > _LONG_ENOUGH and self._is_listed(rest):
                return True
        return False

    def misspelt(self, text: str, names: frozenset[str] = frozenset()) -> list[Misspelt]:
        """names: words in lower case that are right here, such as those of the patient."""
        found: list[Misspelt] = []
        start = 0
        for line in re.split(r"[\n\u2028]", text):
            if line and not _IDEOGRAPH.search(line):
                seen = self._seen.get((line, names))
                if seen is None:
                    if len(self._seen) >= _MOST_SEEN:
                        self._seen.clear()
                    seen = self._seen[line, names] = tuple(self._of_line(line, names))
                found += (Misspelt(start + one.start, start + one.end, one.word) for one in seen)
            start += len(line) + 1
        return found

    def _of_line(self, line: str, names: frozenset[str]) -> Iterator[Misspelt]:
        line = _CHUNK.sub(_without_code, _NAMED.sub(_blank, line))
        for match in _WORD.finditer(line):
            start, end = match.span()
            word = match[0]
            if _is_no_word(line, start, end) or len(word) > LONGEST or word.lower() in names:
                continue
            if word[0].isupper() and not _begins(line, start):
                continue  # a name
            if not self.knows(word):
                yield Misspelt(start, end, word)

    def suggestions(self, word: str) -> list[str]:
        """What was probably meant, the most probable first; in the case of the word."""
        plain = word.replace("’", "'").lower()
        near = set(_one_off(plain))
        found = {one for one in near if self._is_listed(one)}
        found |= {one for one in (f"{plain[:n]} {plain[n:]}" for n in range(2, len(plain) - 1))
                  if all(len(part) > 2 and self._is_listed(part) for part in one.split())}  # fmt: skip
        if not found and len(plain) > 4:
            found = {one for one in self._beginning(plain[0]) if _two_off(plain, one)}
        ranked = sorted(found, key=lambda one: self._rank(plain, one))[:_MOST]
        return [one.capitalize() if word[0].isupper() else one for one in ranked]

    def _beginning(self, letter: str) -> Iterator[str]:
        yield from (one for one in (*self.own, *self.radiology) if one.startswith(letter))
        yield from self.general.beginning(letter)

    def _rank(self, word: str, one: str) -> tuple[float, str]:
        cost = 0.0 if one in self.radiology or one in self.own else 1.0
        cost += 2.0 * (one[0] != word[0]) + 0.5 * (one[-1] != word[-1])
        cost += 0.0 if sorted(one) == sorted(word) else 1.0  # two letters in the wrong order
        cost += 0.5 * (len(one) < len(word)) - 0.5 * (_squeezed(one) == _squeezed(word)) + 1.0 * (" " in one)
        cost -= 1.0 * (len(word) > 3 and one.startswith(word))  # its end is missing
        return cost, one


def load(folder: Path = FOLDER) -> Speller:
    """Takes a tenth of a second; not on the main thread. Raises OSError."""
    general = gzip.decompress((folder / "english.txt.gz").read_bytes()).decode()
    return Speller(WordList(general), words_in((folder / "radiology.txt").read_text("utf-8")))


def words_in(text: str) -> frozenset[str]:
    """Those of a list: blanks and lines between, what follows a # is none."""
    lines = (line.split("#")[0] for line in text.splitlines())
    words = (word.replace("’", "'").lower() for line in lines for word in line.split())
    return frozenset(part for word in words for part in (word, *word.split("-")) if 0 < len(part) <= LONGEST)


def has_words(text: str) -> bool:
    """Whether there may be a word to look at: in a report in Chinese there often is none."""
    return any(_SMALL.search(line) and not _IDEOGRAPH.search(line) for line in re.split(r"[\n\u2028]", text))


def names_in(*texts: str) -> frozenset[str]:
    """Every word of what is known by name."""
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))


def _without_code(match: re.Match[str]) -> str:
    return _blank(match) if _CODE.search(match[0]) else match[0]


def _blank(match: re.Match[str]) -> str:
    """As long, so that what follows keeps its place."""
    return " " * len(match[0])


def _is_no_word(line: str, start: int, end: int) -> bool:
    """A letter, an abbreviation, or part of a code or of a number with its unit."""
    word = line[start:end]
    if len(word) < 2 or any(letter.isupper() for letter in word[1:]):
        return True
    before, after = line[start - 1 : start], line[end : end + 1]
    if (before + after).strip() and any(one.isdigit() or one in "°µ/^" for one in before + after):
        return True
    if len(word) <= 4 and re.search(r"\d\s?$", line[max(0, start - 2) : start]):
        return True  # a unit
    # of what is joined by hyphens, such as "T2-weighted", only whole words are looked at
    return "-" in (before, after) and len(word) <= 3


def _begins(line: str, start: int) -> bool:
    """Whether a sentence begins there: its first word has a capital, whatever it is."""
    before = line[max(0, start - _LOOKED_BACK) : start].rstrip(_QUOTES)
    if not before:
        return start <= _LOOKED_BACK
    last = before.split()[-1]
    if last.lower() in _TITLES:
        return False
    alone = before.strip() == last
    return before[-1] in _STOPS or (alone and (last in _BULLETS or bool(_NUMBERED.fullmatch(last))))


def _one_off(word: str) -> Iterable[str]:
    """With one letter left out, added, changed, or two in the other order."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            for letter in _LETTERS:
                yield head + letter + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail


def _two_off(word: str, other: str) -> bool:
    """Whether two steps of `_one_off` or fewer lead from one to the other (optimal string alignment)."""
    if abs(len(word) - len(other)) > 2:
        return False
    if sum((Counter(word) - Counter(other)).values()) > 2:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(word, 1):
        older, before, row = before, row, [at]
        for to, its in enumerate(other, 1):
            cost = min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != its))
            if at > 1 and to > 1 and letter == other[to - 2] and word[at - 2] == its:
                cost = min(cost, older[to - 2] + 1)
            row.append(cost)
        if min(row) > 2:
            return False
    return row[-1] <= 2


def _squeezed(word: str) -> str:
    """With every letter once where it is doubled."""
    return re.sub(r"(.)\1+", r"\1", word)

