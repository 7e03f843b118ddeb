"""Text that a user reads: English in the source, translated by Qt at run time.

`tr` is the one way to say something to a user, in every room, with or without Qt; `counted` where the words depend
on a number. `core/qt/translation.py`
installs Qt's translator (context "reader"); without it, English comes back. `mark` only marks a literal for
the extraction (`packaging/translations.py`), where the text is stored first and translated when shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from string import Formatter

BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069"
"""Bidirectional embeddings, overrides and isolates (UAX #9), for a character class of a regular expression."""
_HAN, _LAST_HAN = "\u4e00", "\u9fff"
_PLACES = Formatter()
_FULL_STOPS = "。！？；："
_BIDI = re.compile(f"[{BIDI_CONTROLS}]")
_translate: Callable[[str, int], str] = lambda text, _count: text  # noqa: E731
_spell: Callable[[str], frozenset[str]] = lambda text: frozenset((text,))  # noqa: E731
_language = "en"


def tr(text: str, /, **values: object) -> str:
    """The text in the user's language with `{name}` places filled. `text` is a literal or a `mark`ed one."""
    translated = _translate(text, -1)
    return _filled(translated, values) if values else translated


def counted(one: str, many: str, count: int, /, **values: object) -> str:
    """A text about `count` things: "1 image", "2 images", "0 images". Both are literals; `{count}` is filled too.

    Other languages translate `many`, in as many forms as they have: Qt chooses by the number.
    """
    translated = _translate(many, count)
    if translated == many and count == 1:
        translated = one
    return _filled(translated, {"count": count, **values})


def _filled(text: str, values: Mapping[str, object]) -> str:
    """With its places filled: between Chinese characters and a Latin name or a number that is put in, a space."""
    said = ""
    for literal, name, how, conversion in _PLACES.parse(text):
        given = _PLACES.convert_field(values[name], conversion) if name else ""
        for piece in (literal, format(given, how or "")):
            said += f" {piece}" if _want_a_space(said[-1:], piece[:1]) else piece
    return said


def _want_a_space(before: str, after: str) -> bool:
    han = _HAN <= before <= _LAST_HAN, _HAN <= after <= _LAST_HAN
    if not before or not after or han[0] == han[1]:
        return False
    return (after if han[0] else before).isascii() and (before + after).isalnum()


class Told(str):
    """A text that is kept by something which outlives a change of language, such as a warning of a volume.

    It is what it says in the language that it was made in; `now` says it again. say: gives the text, any thread.
    """

    say: Callable[[], str]

    def __new__(cls, say: Callable[[], str]) -> Told:
        told = super().__new__(cls, say())
        told.say = say
        return told


def now(text: str) -> str:
    """The text in the user's language as that is now, wherever it was kept as `Told`; else as it is."""
    return text.say() if isinstance(text, Told) else text


def together(*sentences: str) -> str:
    """Whole sentences one after the other, without the empty ones; a space between, where the writing has one."""
    said = ""
    for sentence in map(now, filter(None, sentences)):
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


def one_of(texts: Mapping[str, str], /) -> str:
    """Of a text that a file brings in several languages ("en", "zh") the one in the user's, else in English."""
    return texts.get(_language.split("_")[0]) or texts.get("en", "")


def language_now() -> str:
    """The locale that the program speaks ("en", "zh_CN")."""
    return _language


def install_translator(
    translate: Callable[[str, int], str],
    spell: Callable[[str], frozenset[str]] = lambda text: frozenset((text,)),
    language: str = "en",
) -> None:
    """Called by `core/qt/translation.py` on the main thread, at start and when the language changes.

    translate(text, number of things that it is about, -1 for none). spell: see `spellings`.
    """
    global _translate, _spell, _language
    _translate, _spell, _language = translate, spell, language
