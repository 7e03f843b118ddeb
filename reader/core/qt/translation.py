"""Languages: English in the source, the others from `resources/translations/reader_<language>.qm`."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from reader.core.profile import RESOURCES
from reader.core.text import install_translator

CONTEXT = "reader"
_MOST = 2**31 - 1
"""The largest number that Qt chooses a plural for."""

_installed: list[QTranslator] = []
_texts: dict[str, QTranslator] = {}


def resolve_language(setting: str, locales: Sequence[str]) -> str:
    """The one of `locales` to use for a setting: the system's for "", the first for what is not among them."""
    if setting in locales:
        return setting
    own = QLocale.system().language()
    return next((locale for locale in locales if QLocale(locale).language() == own), locales[0])


def use_language(setting: str, locales: Sequence[str]) -> str:
    """Speak a language from now on, and return it. Windows built before have to be built again; Qt's own texts
    follow where there is an application, which a command line may do without."""
    language = resolve_language(setting, locales)
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
    qt = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if QCoreApplication.instance() is not None and language != "en" and qt.load(f"qtbase_{language}", folder):
        QCoreApplication.installTranslator(qt)
        _installed.append(qt)
    QLocale.setDefault(QLocale(language))
    ours = _texts_in(language)
    install_translator(
        lambda text, count: ours.translate(CONTEXT, text, "", min(count, _MOST)) or text,
        lambda text: frozenset({text, *(_texts_in(other).translate(CONTEXT, text) or text for other in locales)}),
        language,
    )
    return language


def _texts_in(language: str) -> QTranslator:
    """The program's texts; nothing in it for English, which is in the source."""
    if language not in _texts:
        _texts[language] = QTranslator()
        _texts[language].load(f"reader_{language}", str(RESOURCES / "translations"))
    return _texts[language]
