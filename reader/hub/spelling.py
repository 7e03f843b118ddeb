"""How names are searched and sorted: as written, without accents, together, and by the pinyin of their characters.

A Chinese character that is read in more than one way is found by each reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from reader.dicom.values import PersonName
from reader.hub.matching import folded

_MOST_READINGS = 16


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
        for syllables in _spellings(native.replace(" ", "")):
            found |= dict.fromkeys(("".join(syllables), " ".join(syllables), "".join(s[0] for s in syllables)))
    return tuple(found)


@lru_cache(maxsize=4096)
def sort_text(name: PersonName) -> str:
    """What a name is sorted by: in Latin letters where it has or can be given any."""
    latin = folded(name.alphabetic)
    if not latin:
        native = folded(name.ideographic)
        latin = " ".join(next(_spellings(native.replace(" ", "")), ())) or native
    return latin


def _spellings(text: str) -> Iterator[tuple[str, ...]]:
    """The ways in which Chinese characters can be spelled in pinyin, the usual one first."""
    each = [_readings(character) for character in text]
    if each and all(each):
        yield from islice(product(*each), _MOST_READINGS)


@lru_cache(maxsize=8192)
def _readings(character: str) -> tuple[str, ...]:
    """The syllables of a Chinese character without tones; () for any other."""
    if not "\u3400" <= character <= "\U0003ffff":
        return ()
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    plain = [syllable for entry in found for syllable in entry]
    also = [syllable.replace("v", other) for syllable in plain if "v" in syllable for other in ("u", "yu")]
    return tuple(dict.fromkeys((*plain, *also)))
