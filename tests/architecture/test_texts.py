"""Everything a user reads is there in both languages, and nobody speaks past the translation."""

from __future__ import annotations

import ast
import importlib.util
import re
from types import ModuleType

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from reader.core.qt.translation import use_language
from reader.core.text import counted
from reader.terms.languages import locales
from tests.architecture.house import ROOT

PLACE = re.compile(r"\{(\w*)")
# Qt calls that put their text on the screen
SHOWN = {"setText", "setToolTip", "setWindowTitle", "setPlaceholderText", "setAccessibleName", "addTab", "QLabel"}
THINGS = "bit|byte|change|colour|delivery|document|draft|exam|file|finding|frame|image|patient|picture|pixel"
THINGS += "|prior|problem|record|report|section|sentence|series|slice|statement|study|task|time"
COUNTS = re.compile(
    rf"(?<!× )(?<!/ )\{{(?!factor|size|bits|columns|length|name)\w+\}} (?:[a-z]+ )?(?:{THINGS})e?s\b"
    r"|\b1 (?:new )?[a-z]{4,}"
)
ALWAYS_MANY = {
    "There are more than {count} files; the rest were not read.",
    "the video is too long: the first {count} of its {total} pictures are shown",
}
NOT_WORDS = re.compile(r"[^A-Za-z]*|reader|[A-Z]{1,3}")


@pytest.fixture(scope="module")
def translations() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def in_source(translations: ModuleType) -> tuple[dict[str, str], set[str]]:
    """(the texts and where each is, those with plurals)."""
    texts, plurals = translations.texts_in_source()
    return texts, plurals


def test_every_text_is_translated_and_compiled(
    translations: ModuleType, in_source: tuple[dict[str, str], set[str]]
) -> None:
    texts = in_source[0] | translations.texts_in_resources()
    assert len(texts) > 100
    compiled = QTranslator()
    assert compiled.load("reader_zh_CN", str(ROOT / "resources" / "translations"))
    stored = translations.stored(ROOT / "resources" / "translations" / "reader_zh_CN.ts")
    missing = [text for text in texts if not compiled.translate("reader", text)]
    assert missing == []
    stale = [text for text in texts if compiled.translate("reader", text) != stored[text][0]]
    assert stale == [], "run packaging/translations.py"
    broken = [t for t in texts if sorted(PLACE.findall(t)) != sorted(PLACE.findall(stored[t][0]))]
    assert broken == [], "places to fill differ"


def test_nothing_is_shown_untranslated() -> None:
    spoken = []
    for path in sorted((ROOT / "reader").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[-1] if name == "addTab" else node.args[0]
            literal = first.value if isinstance(first, ast.Constant) else None
            if name in SHOWN and isinstance(literal, str) and not NOT_WORDS.fullmatch(literal):
                spoken.append(f"{path.relative_to(ROOT)}:{node.lineno}: {literal!r}")
    assert spoken == []


def test_words_that_depend_on_a_number_are_chosen_by_it(in_source: tuple[dict[str, str], set[str]]) -> None:
    """No "1 slices": such texts go through `counted`, which has both forms here and Qt's plurals elsewhere."""
    texts, plurals = in_source
    assert len(plurals) > 20
    fixed = [
        f"{place}: {text!r}"
        for text, place in texts.items()
        if COUNTS.search(text) and text not in plurals | ALWAYS_MANY
    ]
    assert fixed == []


def test_counted_in_both_languages(qapp: QApplication) -> None:
    said = {}
    for language in ("en", "zh_CN"):
        use_language(language, locales())
        said[language] = [counted("{count} image", "{count} images", n) for n in (0, 1, 2)]
    use_language("en", locales())
    assert said == {"en": ["0 images", "1 image", "2 images"], "zh_CN": ["0 幅图像", "1 幅图像", "2 幅图像"]}


def test_one_role_has_one_word() -> None:
    """Who writes a report is 报告医师 in the program and in the handbook."""
    resources = ROOT / "resources"
    texts = [*(resources / "translations").glob("*.ts"), *(resources / "help" / "zh_CN").glob("*.md")]
    assert len(texts) > 5
    assert not [path.name for path in texts if "书写医师" in path.read_text("utf-8")]
