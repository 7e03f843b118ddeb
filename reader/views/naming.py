"""What a finding can be named, by typing or from the list: what it is, where it is, or in words of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.core.text import tr
from reader.dicom.values import Code
from reader.findings import codes, levels
from reader.findings.annotation import is_unnamed
from reader.findings.model import Finding, is_key_image
from reader.terms.vertebrae import VERTEBRAE, level_name


@dataclass(frozen=True)
class Choice:
    """text: as it is listed. said: as `service.name` takes it."""

    text: str
    said: Code | str


def choices(finding: Finding, typed: str, last: Code | None = None) -> list[Choice]:
    """Everything that fits what was typed so far, the best first. last: the name that was given last.

    The names of findings and locations come before words of one's own; for an annotation, which is there for its
    words, after them; of a vertebra only which one it is; of a key image only
    its note.
    """
    if levels.is_set(finding):
        begun = _level_typed(typed)
        named = [Choice(level_name(level), level) for level in VERTEBRAE if level_name(level).startswith(begun)]
        return named if any(letter.isdigit() for letter in begun) else []  # a region alone is no vertebra
    own = typed.strip()
    if is_key_image(finding):
        return [Choice(own, own)] if own else []
    words = typed.casefold().split()
    known = _without_repeats((*((last,) if last is not None else ()), *codes.FINDINGS, *codes.SITES))
    fitting = [Choice(codes.display(code), code) for code in known if _fits(code, words)]
    written = [Choice(tr("“{text}” as a remark", text=own), own)] if own else []
    if not is_unnamed(finding):
        return [*fitting, *written]
    return [*([Choice(own, own)] if own else []), *fitting]


_REGIONS = (("TH", "T"), ("D", "T"), ("颈", "C"), ("胸", "T"), ("腰", "L"), ("骶", "S"))


def _level_typed(typed: str) -> str:
    """As levels are called here: "T8" for "th 8", "D8" and "胸8"."""
    begun = "".join(typed.upper().split())
    return next((ours + begun.removeprefix(theirs) for theirs, ours in _REGIONS if begun.startswith(theirs)), begun)


def _fits(code: Code, words: list[str]) -> bool:
    searched = f"{codes.display(code)} {codes.display_short(code)} {code.meaning}".casefold()
    return all(word in searched for word in words)


def _without_repeats(every: Iterable[Code]) -> list[Code]:
    return list(dict.fromkeys(every))
