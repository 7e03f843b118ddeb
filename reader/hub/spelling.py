"""How names are searched and sorted: as written, without accents, together, and by the pinyin of their characters.

A Chinese character that is read in more than one way is found by each reading.
"""

from __future__ import annotations

from functools import lru_cache

from reader.dicom.pinyin import spellings
from reader.dicom.values import PersonName
from reader.hub.matching import folded


@lru_cache(maxsize=4096)
def forms(name: PersonName) -> tuple[str, ...]:
    """Everything a name may be searched by, folded."""
    found: dict[str, None] = {}
    for group in (name.alphabetic, name.phonetic):
        parts = folded(group).split()
        if parts:
            together, initials = "".join(parts), "".join(part[0] for part in parts)
            found |= dict.fromkeys((" ".join(parts), together, "".join((*parts[1:], parts[0])), initials, *parts))
    native = folded(name.ideographic)
    if native:
        found |= dict.fromkeys((native.replace(" ", ""), *native.split()))
        family = len(native.split()[0]) if " " in native else 1
        for syllables in spellings(native.replace(" ", "")):
            letters = tuple(syllable[0] for syllable in syllables)
            shortened = (*syllables[:family], *letters[family:])
            found |= dict.fromkeys("".join(said) for said in (syllables, letters, shortened))
            found[" ".join(syllables)] = None
    return tuple(found)


@lru_cache(maxsize=4096)
def sort_text(name: PersonName) -> str:
    """What a name is sorted by: in Latin letters where it has or can be given any."""
    latin = folded(name.alphabetic)
    if not latin:
        native = folded(name.ideographic)
        latin = " ".join(next(spellings(native.replace(" ", "")), ())) or native
    return latin
