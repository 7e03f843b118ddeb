"""Languages: English in the source, the others from `resources/translations/reader_<language>.qm`."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from reader.core.profile import RESOURCES
from reader.core.text import install_translator

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
CONTEXT = "reader"
_MOST = 2**31 - 1
"""The largest number that Qt chooses a plural for."""

_installed: list[QTranslator] = []


def resolve_language(setting: str) -> str:
    """The language to use for a setting: "" follows the system's, English where that is not bundled."""
    if setting in LANGUAGES:
        return setting
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def use_language(setting: str) -> str:
    """Install the translators and return the language in use. Windows built before have to be built again."""
    language = resolve_language(setting)
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", qt_folder), ("reader", str(RESOURCES / "translations"))):
        translator = QTranslator()
        if language != "en" and translator.load(f"{name}_{language}", folder):
            QCoreApplication.installTranslator(translator)
            _installed.append(translator)
    QLocale.setDefault(QLocale(language))
    install_translator(lambda text, count: QCoreApplication.translate(CONTEXT, text, "", min(count, _MOST)))
    return language
