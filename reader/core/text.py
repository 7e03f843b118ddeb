"""Text that a user reads: English in the source, translated by Qt at run time.

`tr` is the one way to say something to a user, in every room, with or without Qt. `core/qt/translation.py`
installs Qt's translator (context "reader"); without it, English comes back. `mark` only marks a literal for
the extraction (`packaging/translations.py`), where the text is stored first and translated when shown.
"""

from __future__ import annotations

from collections.abc import Callable

_translate: Callable[[str], str] = lambda text: text  # noqa: E731


def tr(text: str, /, **values: object) -> str:
    """The text in the user's language with `{name}` places filled. `text` is a literal or a `mark`ed one."""
    translated = _translate(text)
    return translated.format(**values) if values else translated


def mark(text: str, /) -> str:
    """The same text; tells the extraction that it will be translated later."""
    return text


def install_translator(translate: Callable[[str], str]) -> None:
    """Called by `core/qt/translation.py` on the main thread, at start and when the language changes."""
    global _translate
    _translate = translate
