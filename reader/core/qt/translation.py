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
_others: dict[str, QTranslator] = {}


def resolve_language(setting: str, locales: Sequence[str]) -> str:
    """The one of `locales` to use for a setting: the system's for "", the first for what is not among them."""
    if setting in locales:
        return setting
    own = QLocale.system().language()
    return next((locale for locale in locales if QLocale(locale).language() == own), locales[0])


def use_language(setting: str, locales: Sequence[str]) -> str:
    """Install the translators and return the language in use. Windows built before have to be built again."""
    language = resolve_language(setting, locales)
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", qt_folder), ("reader", str(RESOURCES / "translations"))):
        translator = QTranslator()
        if language != "en" and translator.load(f"{name}_{language}", folder):
            QCoreApplication.installTranslator(translator)
            _installed.append(translator)
    QLocale.setDefault(QLocale(language))
    install_translator(
        lambda text, count: QCoreApplication.translate(CONTEXT, text, "", min(count, _MOST)),
        lambda text: _spellings(text, locales),
    )
    return language


def _spellings(text: str, locales: Sequence[str]) -> frozenset[str]:
    """In English and each of `locales`, whichever is in use."""
    for locale in locales:
        if locale not in _others:
            _others[locale] = QTranslator()
            _others[locale].load(f"reader_{locale}", str(RESOURCES / "translations"))
    found = (_others[locale].translate(CONTEXT, text) for locale in locales)
    return frozenset(filter(None, (text, *found)))
