"""Text that a user reads: English in the source, translated by Qt at run time.

`tr` is the one way to say something to a user, in every room, with or without Qt; `counted` where the words depend
on a number. `core/qt/translation.py`
installs Qt's translator (context "reader"); without it, English comes back. `mark` only marks a literal for
the extraction (`packaging/translations.py`), where the text is stored first and translated when shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable

BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069"
"""Bidirectional embeddings, overrides and isolates (UAX #9), for a character class of a regular expression."""
_FULL_STOPS = "。！？；："
_BIDI = re.compile(f"[{BIDI_CONTROLS}]")
_translate: Callable[[str, int], str] = lambda text, _count: text  # noqa: E731
_spell: Callable[[str], frozenset[str]] = lambda text: frozenset((text,))  # noqa: E731


def tr(text: str, /, **values: object) -> str:
    """The text in the user's language with `{name}` places filled. `text` is a literal or a `mark`ed one."""
    translated = _translate(text, -1)
    return translated.format(**values) if values else translated


def counted(one: str, many: str, count: int, /, **values: object) -> str:
    """A text about `count` things: "1 image", "2 images", "0 images". Both are literals; `{count}` is filled too.

    Other languages translate `many`, in as many forms as they have: Qt chooses by the number.
    """
    translated = _translate(many, count)
    if translated == many and count == 1:
        translated = one
    return translated.format(**{"count": count, **values})


def together(*sentences: str) -> str:
    """Whole sentences one after the other, without the empty ones; a space between, where the writing has one."""
    said = ""
    for sentence in filter(None, sentences):
        said += sentence if not said or said[-1] in _FULL_STOPS else f" {sentence}"
    return said


def visible(text: str) -> str:
    """The text with bidirectional controls replaced, so that one name or number can't look like another."""
    return _BIDI.sub("\N{REPLACEMENT CHARACTER}", text)


def mark(text: str, /) -> str:
    """The same text; tells the extraction that it will be translated later."""
    return text


def spellings(text: str, /) -> frozenset[str]:
    """What a `mark`ed text is called in each language of the program, to know one again that was stored."""
    return _spell(text)


def install_translator(
    translate: Callable[[str, int], str], spell: Callable[[str], frozenset[str]] = lambda text: frozenset((text,))
) -> None:
    """Called by `core/qt/translation.py` on the main thread, at start and when the language changes.

    translate(text, number of things that it is about, -1 for none). spell: see `spellings`.
    """
    global _translate, _spell
    _translate, _spell = translate, spell
