"""What a search finds and in which order: name, ID and accession number first, then everything else.

Names are found as written in any script, without accents, and by the pinyin of their characters: together, from the
family or the given name on, as initials, or the family name with the initials of the given one ("wangxd"). A
character that is read in more than one way is found by each.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from reader.dicom.pinyin import readings, spellings
from reader.dicom.values import PersonName
from reader.worklist.exam import Row, UnreadableRow
from reader.worklist.model import ReadingTask

WHOLE, BEGIN, INSIDE, ELSEWHERE = range(4)
"""How well a row is found: a whole name, ID or accession; the beginning of one; inside one; only elsewhere."""
EDGE = b"\x1f"


class FoundBy(NamedTuple):
    """What is searched of one row, folded, UTF-8. names: the forms of the name, ID and accession, each between
    `EDGE`s. rest: everything else, a line each."""

    names: bytes
    rest: bytes


def found_by(row: Row) -> FoundBy:
    if isinstance(row, UnreadableRow):
        record = row.record
        return FoundBy(_edged((folded(record.uid),)), encoded(folded(" ".join(record.reasons))))
    names: dict[str, None] = {}
    rest: dict[str, None] = {}
    for task in row.steps:
        names |= dict.fromkeys(_identifiers(task))
        rest |= dict.fromkeys(_others(task))
    return FoundBy(_edged(names), encoded("\n".join(rest)))


def words_of(search: str) -> tuple[str, ...]:
    return tuple(folded(search).split())


@lru_cache(maxsize=4096)
def hits(words: tuple[str, ...], text: str) -> tuple[tuple[int, int], ...]:
    """Where the words are in a text as it is shown: (begin, end) by character, in order, apart from each other."""
    plain = folded(text) if text.isascii() else [folded(letter) or letter for letter in text]
    marked: set[int] = set()
    for word in words:
        for begin, end in (*_literal(word, plain), *_spelled(word, text)):
            marked.update(range(begin, end))
    return _runs(sorted(marked))


def folded(text: str) -> str:
    """Without case, accents and "^"."""
    text = text.casefold().replace("^", " ")
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _identifiers(task: ReadingTask) -> Iterable[str]:
    yield from _name_forms(task.patient.name)
    yield from filter(None, (folded(task.workitem.patient_id), folded(task.workitem.accession)))


def _others(task: ReadingTask) -> Iterable[str]:
    item = task.workitem
    people = (task.reader, task.assigned, task.author)
    parts = (item.issuer, item.site, item.label, item.procedure, item.body_part, item.modality)
    names = (written for person in people for written in (person.native, person.latin))
    yield from (folded(part) for part in (*parts, *names))


def _name_forms(name: PersonName) -> Iterable[str]:
    for group in (name.alphabetic, name.phonetic):
        parts = folded(group).split()
        if parts:
            yield " ".join(parts)
            yield "".join(parts)
            yield "".join((*parts[1:], parts[0]))
            yield "".join(part[0] for part in parts)
    characters = folded(name.ideographic).split()
    native = "".join(characters)
    if native:
        yield native
        family = len(characters[0]) if len(characters) > 1 else 1
        for syllables in spellings(native):
            yield "".join(syllables)
            yield "".join(syllable[0] for syllable in syllables)
            yield "".join((*syllables[:family], *(syllable[0] for syllable in syllables[family:])))


def encoded(text: str) -> bytes:
    """UTF-8, of a damaged text too."""
    return text.encode("utf-8", "surrogatepass")


def _edged(names: Iterable[str]) -> bytes:
    return EDGE + b"".join(encoded(name) + EDGE for name in names)


def _literal(word: str, plain: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Places in a text whose characters have been folded one by one."""
    joined = "".join(plain)
    where = [number for number, letters in enumerate(plain) for _ in letters]
    begin = joined.find(word)
    while begin >= 0:
        yield where[begin], where[begin + len(word) - 1] + 1
        begin = joined.find(word, begin + 1)


def _spelled(word: str, text: str) -> Iterable[tuple[int, int]]:
    """Chinese characters whose pinyin, or whose initials, are the word or what it begins with."""
    if not word.isascii() or text.isascii():
        return
    for begin in range(len(text)):
        end = _spell(word, text, begin)
        if end > begin:
            yield begin, end


def _spell(word: str, text: str, begin: int) -> int:
    """Where the characters from `begin` on end that spell the word: each by its syllable or its initial, the last
    one by what its syllable begins with; -1 where they do not."""
    if not word:
        return begin
    syllables = readings(text[begin]) if begin < len(text) else ()
    if any(syllable.startswith(word) for syllable in syllables):
        return begin + 1
    for said in (*syllables, *(syllable[0] for syllable in syllables)):
        if word.startswith(said) and (end := _spell(word[len(said) :], text, begin + 1)) >= 0:
            return end
    return -1


def _runs(places: Sequence[int]) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return tuple(runs)
