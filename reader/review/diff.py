"""What a reviewer changed: word by word, Chinese by character, in pieces that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from reader.core.text import tr
from reader.dicom.values import Code
from reader.report.model import Report, Section

# A number with its decimals, a word of letters, a run of blanks, else one character (each Chinese one too).
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_\u2e80-\u9fff\uf900-\ufaff]+|[ \t]+|.", re.DOTALL)
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")


_FLAG = Code("FLAG", "99READER", "Positive or negative")

_Sides = tuple[list[str], list[str]]  # words of the old text, words of the new
_Block = tuple[bool, list[str], list[str]]  # unchanged?, words of the old text, words of the new


class Change(Enum):
    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Segment:
    """A piece of text: EQUAL and INSERTED pieces joined are the new text, EQUAL and DELETED the old one."""

    change: Change
    text: str


@dataclass(frozen=True)
class SectionDiff:
    """One section of both reports, in the order of the new one; a section that is gone is last."""

    heading: Code
    title: str
    segments: tuple[Segment, ...]

    @property
    def changed(self) -> bool:
        return any(segment.change is not Change.EQUAL for segment in self.segments)


def compare_reports(old: Report, new: Report) -> tuple[SectionDiff, ...]:
    """Section by section, matched by heading and number."""
    before = {section.key: section for section in old.sections}
    now = {section.key for section in new.sections}
    gone = [section for section in old.sections if section.key not in now]
    return (
        *(_section(before.get(section.key), section) for section in new.sections),
        *(SectionDiff(s.heading, s.title, compare_texts(s.text, "")) for s in gone),
    )


def lay_beside(first: Report, second: Report) -> tuple[SectionDiff, ...]:
    """Two reports of one exam that were written without knowing each other, section by section: the lines that both
    have, then what each alone says, under its author's name; that of the second is what counts as inserted."""
    others = {section.key: section for section in second.sections}
    known = {section.key for section in first.sections}
    alone = [section for section in second.sections if section.key not in known]
    names = (first.author.name.display, second.author.name.display)
    sections = [(section, section.text, getattr(others.get(section.key), "text", "")) for section in first.sections]
    sections += [(section, "", section.text) for section in alone]
    return tuple(SectionDiff(s.heading, s.title, _beside(one, other, names)) for s, one, other in sections)


def _beside(first: str, second: str, names: tuple[str, str]) -> tuple[Segment, ...]:
    a, b = ([line.strip() for line in text.split("\n") if line.strip()] for text in (first, second))
    if a == b:
        return (Segment(Change.EQUAL, "\n".join(a)),)
    both = [f"{line}\n" for line in a if line in b]
    own, theirs = [line for line in a if line not in b], [line for line in b if line not in a]
    said = tr("{name}: {text}", name=names[0], text="\n".join(own) or "–")
    differs = tr("{name}: {text}", name=names[1], text="\n".join(theirs) or "–")
    if not (own or theirs):
        return (Segment(Change.EQUAL, "".join(both).strip()),)  # in another order
    return (Segment(Change.EQUAL, f"{''.join(both)}{said}\n"), Segment(Change.INSERTED, differs))


def compare_flags(old: Report, new: Report) -> SectionDiff | None:
    """Positive, negative or neither, as a section of its own; None where it is what it was."""
    if old.positive is new.positive:
        return None
    segments = (Segment(Change.DELETED, flag_text(old.positive)), Segment(Change.INSERTED, flag_text(new.positive)))
    return SectionDiff(_FLAG, tr("Positive or negative"), segments)


def flag_text(positive: bool | None) -> str:
    """What the flag of a report says."""
    if positive is None:
        return tr("neither positive nor negative")
    return tr("Positive") if positive else tr("Negative")


def compare_texts(old: str, new: str) -> tuple[Segment, ...]:
    """The segments from old to new; between two unchanged ones the deleted comes before the inserted.

    Short coincidences between two changes (a lone comma, one character of a rewritten sentence) count as
    changed too, so that a rewritten sentence reads as one deletion and one insertion, not as confetti.
    """
    return tuple(_segments(_slide(_clean(list(_by_line(old, new))))))


def _by_line(old: str, new: str) -> Iterator[_Block]:
    """Lines first, words in those that changed: fast, and a changed line does not borrow words from another."""
    a, b = re.findall(r"[^\n]*\n|[^\n]+", old), re.findall(r"[^\n]*\n|[^\n]+", new)
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "replace" and j - i == m - k:
            for before, now in zip(a[i:j], b[k:m], strict=True):
                yield from _by_word(before, now)
        else:
            yield from _by_word("".join(a[i:j]), "".join(b[k:m]))


def _by_word(old: str, new: str) -> Iterator[_Block]:
    a, b = _WORD.findall(old), _WORD.findall(new)
    start, end = _common_ends(a, b)
    blocks: list[_Block] = [(True, a[:start], b[:start])]
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    for kind, i, j, k, m in SequenceMatcher(None, middle_a, middle_b, autojunk=False).get_opcodes():
        blocks.append((kind == "equal", middle_a[i:j], middle_b[k:m]))
    blocks.append((True, a[len(a) - end :], b[len(b) - end :]))
    yield from (block for block in blocks if block[1] or block[2])


def _section(old: Section | None, new: Section) -> SectionDiff:
    return SectionDiff(new.heading, new.title, compare_texts(old.text if old else "", new.text))


def _common_ends(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many words both begin and end with: while one types, that is nearly all of the text."""
    shortest = min(len(a), len(b))
    start = 0
    while start < shortest and a[start] == b[start]:
        start += 1
    end = 0
    while end < shortest - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return start, end


def _clean(blocks: list[_Block]) -> list[_Block]:
    """Take unchanged pieces that weigh less than the changes on both sides of them for changed, until none is."""
    while True:
        blocks = _joined(blocks)
        inner = [n for n in range(1, len(blocks) - 1) if blocks[n][0] and "\n" not in blocks[n][1]]
        chance = [n for n in inner if _is_chance(*(block[1:] for block in blocks[n - 1 : n + 2]))]
        if not chance:
            return blocks
        for n in chance:
            blocks[n] = (False, *blocks[n][1:])


def _is_chance(before: _Sides, same: _Sides, after: _Sides) -> bool:
    weight = _weight(*same)
    return weight == 0 or (weight <= 4 and weight < min(_weight(*before), _weight(*after)))


def _weight(*sides: Sequence[str]) -> int:
    """The heavier side: two a word or number, one a Chinese character, none for blanks and punctuation."""

    def of(words: Sequence[str]) -> int:
        return sum(1 if _CHINESE.match(word) else 2 for word in words if word[0].isalnum())

    return max(of(side) for side in sides)


def _joined(blocks: list[_Block]) -> list[_Block]:
    result: list[_Block] = []
    for equal, old, new in blocks:
        if result and result[-1][0] == equal:
            result[-1] = (equal, result[-1][1] + old, result[-1][2] + new)
        else:
            result.append((equal, old, new))
    return result


def _slide(blocks: list[_Block]) -> list[_Block]:
    """Where the same words stand before and after an insertion or deletion, let it begin at a line or sentence.

    "结。\n双侧…液。": what came in is the new line, not the full stop before it and the line without its own.
    """
    for n in range(1, len(blocks) - 1):
        (_, before, _), (equal, old, new), (_, after, _) = blocks[n - 1 : n + 2]
        if equal or (old and new):
            continue
        edit = old or new
        left, middle, right = before, edit, after
        while left and middle[-1] == left[-1]:
            left, middle, right = left[:-1], [left[-1], *middle[:-1]], [middle[-1], *right]
        best, moved = _beginning(left, middle), (left, middle, right)
        while right and middle[0] == right[0]:
            left, middle, right = [*left, middle[0]], [*middle[1:], right[0]], right[1:]
            if _beginning(left, middle) > best:
                best, moved = _beginning(left, middle), (left, middle, right)
        blocks[n - 1] = (True, moved[0], moved[0])
        blocks[n] = (False, moved[1] if old else [], moved[1] if new else [])
        blocks[n + 1] = (True, moved[2], moved[2])
    return [block for block in blocks if block[1] or block[2]]


def _beginning(before: Sequence[str], edit: Sequence[str]) -> int:
    """How good a place for a change to begin this is."""
    if not before or before[-1] == "\n" or edit[0] == "\n":
        return 3
    if before[-1] in "。.;;":
        return 2
    return int(before[-1].isspace() or edit[0].isspace())


def _segments(blocks: list[_Block]) -> list[Segment]:
    result: list[Segment] = []
    for equal, old, new in blocks:
        if equal:
            result.append(Segment(Change.EQUAL, "".join(old)))
            continue
        if old:
            result.append(Segment(Change.DELETED, "".join(old)))
        if new:
            result.append(Segment(Change.INSERTED, "".join(new)))
    return result
