"""What a finding can be named, by typing or from the list: what it is, where it is, both in one phrase, or in words
of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.core.text import tr
from reader.dicom.values import Code
from reader.findings import codes, levels
from reader.findings.annotation import is_unnamed
from reader.findings.model import Finding, is_key_image
from reader.findings.own_key_images import KEY_IMAGE
from reader.findings.quality import REASONS
from reader.terms import languages
from reader.terms.vertebrae import VERTEBRAE, level_name


@dataclass(frozen=True)
class Choice:
    """text: as it is listed. said: as `service.name` takes them."""

    text: str
    said: tuple[Code | str, ...]


def choices(finding: Finding, typed: str, last: Code | None = None) -> list[Choice]:
    """Everything that fits what was typed so far, the best first. last: the name that was given last.

    The names of findings and locations come before words of one's own; for an annotation, which is there for its
    words, after them; of a vertebra only which one it is; of a key image its note, and why it is one.
    """
    if levels.is_set(finding):
        begun = _level_typed(typed)
        named = [Choice(level_name(level), (level,)) for level in VERTEBRAE if level_name(level).startswith(begun)]
        return named if any(letter.isdigit() for letter in begun) else []  # a region alone is no vertebra
    own = typed.strip()
    words = typed.casefold().split()
    if is_key_image(finding):
        why = (*(() if finding.finding == KEY_IMAGE else (KEY_IMAGE,)), *REASONS)
        reasons = [Choice(codes.display(code), (code,)) for code in why if _fits(_shown(code), words)]
        return [*([Choice(own, (own,))] if own else []), *reasons]
    known = _without_repeats((*((last,) if last is not None else ()), *codes.FINDINGS, *codes.SITES))
    said: list[tuple[Code | str, ...]] = [(code,) for code in known if _fits(_shown(code), words)]
    said = said or [*_phrases(own), *((code,) for code in known if _fits(_names(code), words))]
    said.sort(key=lambda one: len(one) > 1 or not isinstance(one[0], Code) or own.casefold() not in _names(one[0]))
    fitting = [Choice(_listed(one), one) for one in said]
    written = [Choice(_remark(own), (own,))] if own else []
    if not is_unnamed(finding):
        return [*fitting, *written]
    return [*([Choice(own, (own,))] if own else []), *fitting]


_FILLERS = re.compile(r"\b(?:in|of|the|at)\b|[的见]")
_PAUSE = re.compile(r"[,，;；。]")


def _phrases(typed: str) -> list[tuple[Code | str, ...]]:
    """What "right lower lobe consolidation, spiculated" says: the finding, where it is, and what follows the first
    comma as the remark. Up to there every word has to be understood: "no nodule" is no nodule."""
    head, *after = _PAUSE.split(typed, maxsplit=1)
    remark = tuple(said for said in (" ".join(after).strip(),) if said)
    site, rest = _taken_from(head.casefold(), [(name, code) for code in codes.SITES for name in _names(code)])
    side = None
    if codes.side_of(site) is None:
        side, rest = _taken_from(rest, _sides())
    where = tuple(code for code in (site, side) if code is not None)
    words = _FILLERS.sub(" ", rest).split()
    if any(word.isascii() and len(word) < 3 for word in words):
        return []  # a "no" is no beginning of "nodule"
    if not words:
        return [(*where, *remark)] if len(where) + len(remark) > 1 and where else []
    named = [code for code in codes.FINDINGS if _fits(_names(code), words)]
    if not where:
        named = [code for code in named if remark and " ".join(words) in _names(code)]
    return [(code, *where, *remark) for code in named]


def _taken_from(text: str, named: Iterable[tuple[str, Code]]) -> tuple[Code | None, str]:
    """The one with the longest name that the text has, and what is left of the text."""
    for name, code in sorted(named, key=lambda pair: len(pair[0]), reverse=True):
        pattern = rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)
        rest, times = re.subn(pattern, " ", text, count=1)
        if times:
            return code, rest
    return None, text


def _shown(code: Code) -> set[str]:
    return {name.casefold() for name in (codes.display(code), codes.display_short(code))}


def _names(code: Code) -> set[str]:
    """Also as one says it, and by its meaning, which name more than a row shows: "Upper lobe of left lung"."""
    return {name.casefold() for name in (*codes.names(code), code.meaning)}


def _sides() -> list[tuple[str, Code]]:
    words = [said for spoken in languages.known() for said in (spoken.sides, spoken.alone)]
    sides = zip(("right", "left", "bilateral"), codes.LATERALITIES, strict=True)
    return [(said[side], code) for side, code in sides for said in words]


def _listed(said: tuple[Code | str, ...]) -> str:
    return " · ".join(codes.display(part) if isinstance(part, Code) else _remark(part) for part in said)


def _remark(own: str) -> str:
    return tr("“{text}” as a remark", text=own)


_REGIONS = (("TH", "T"), ("D", "T"), ("颈", "C"), ("胸", "T"), ("腰", "L"), ("骶", "S"))


def _level_typed(typed: str) -> str:
    """As levels are called here: "T8" for "th 8", "D8" and "胸8"."""
    begun = "".join(typed.upper().split())
    return next((ours + begun.removeprefix(theirs) for theirs, ours in _REGIONS if begun.startswith(theirs)), begun)


def _fits(names: set[str], words: list[str]) -> bool:
    """Whether one of the names has each of the words, in a place of its own: a "no" is not found in "nodule" where
    that is asked for too."""
    return any(_has(name, words) for name in names)


def _has(name: str, words: list[str]) -> bool:
    for word in sorted(words, key=len, reverse=True):
        before, found, after = name.partition(word)
        if not found:
            return False
        name = f"{before} {after}"
    return True


def _without_repeats(every: Iterable[Code]) -> list[Code]:
    return list(dict.fromkeys(every))
