"""Chinese characters in pinyin, without tones. Any thread; the first call takes 0.1 s (the tables are loaded)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

_MOST = 16


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """The syllables that a Chinese character is read as, the usual one first; () for any other character.

    Where pinyin has ü a syllable is there with "v", "u" and "yu", as keyboards and passports write it.
    """
    if character != "〇" and not "\u3400" <= character <= "\U0003ffff":
        return ()
    # names are read character by character: the tables of phrases would take 45 MB for nothing
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    plain = [syllable for entry in found for syllable in entry]
    also = [syllable.replace("v", other) for syllable in plain if "v" in syllable for other in ("u", "yu")]
    return tuple(dict.fromkeys((*plain, *also)))


def spellings(text: str) -> Iterator[tuple[str, ...]]:
    """At most 16 ways to spell Chinese characters, a syllable for each, the usual one first.

    None where the text has any other character.
    """
    each = [readings(character) for character in text]
    if each and all(each):
        yield from islice(product(*each), _MOST)
