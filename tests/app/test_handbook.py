"""The handbook says what is true of the program: its pages, links, keys and messages, in every language."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest
from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

import reader
from reader.app.command_list import command_list
from reader.app.handbook import FOLDER, PLACE, Handbook, without_places
from reader.app.ui.help_window import HelpWindow
from reader.core.qt.actions import key_text, key_texts
from reader.core.qt.translation import use_language
from reader.core.settings import SettingsModel
from reader.core.text import tr
from reader.terms.languages import locales
from tests.architecture.house import ROOT

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)#]*)#?([^)]*)\)")
MOST_BYTES = 3_000_000


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def books(qapp_cls: type[QApplication]) -> dict[str, Handbook]:
    QApplication.instance() or qapp_cls([])
    made = {}
    for language in reversed(locales()):
        use_language(language, locales())
        made[language] = Handbook(language)
    return made


@pytest.fixture(params=locales())
def book(request: pytest.FixtureRequest, books: dict[str, Handbook]) -> Iterator[Handbook]:
    """In its language, which the program speaks."""
    use_language(request.param, locales())
    yield books[request.param]
    use_language("en", locales())


@pytest.fixture(scope="module")
def texts() -> set[str]:
    translations = tool("translations")
    return set(translations.texts_in_source()[0]) | set(translations.texts_in_resources())


def sources(language: str) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in sorted((FOLDER / language).glob("*.md"))}


def test_every_language_has_the_same_pages_with_the_same_things_in_them(books: dict[str, Handbook]) -> None:
    """Headings by level and anchor, what is filled in, links and pictures."""
    first = books[locales()[0]]
    for language, book in books.items():
        assert book.language == language and list(sources(language)) == sorted(book.pages)
        for page_id, page in book.pages.items():
            other, text = first.pages[page_id], sources(language)[page_id]
            assert [(s.level, s.anchor) for s in page.sections] == [(s.level, s.anchor) for s in other.sections]
            english = sources(locales()[0])[page_id]
            assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(english)), page_id
            assert LINK.findall(text) == LINK.findall(english), page_id


def test_links_and_pictures_lead_somewhere(book: Handbook) -> None:
    used = set()
    for page in book.pages.values():
        for picture, place, anchor in LINK.findall(page.markdown):
            if picture:
                used.add(place)
                assert not QImage(str(book.folder / place)).isNull(), f"{page.id}: {place}"
            else:
                target = book.pages[place.removesuffix(".md")] if place else page
                target.heading(anchor)
    files = {path.relative_to(book.folder).as_posix() for path in book.folder.glob("pictures/*")}
    assert files == used, "packaging/help_pictures.py"
    assert sum(path.stat().st_size for path in FOLDER.rglob("pictures/*")) < MOST_BYTES


def test_messages_and_words_are_the_programs_own(book: Handbook, texts: set[str]) -> None:
    for page_id, text in sources(book.language).items():
        for kind, name in PLACE.findall(text):
            assert kind != "text" or name in texts, f"{page_id}: no such text: {name}"
            assert kind != "key" or key_text(next(c for c in command_list() if c.id == name)), f"{name} has no key"
        messages = re.findall(r"^### \{text:(.*)\}$", text, re.MULTILINE)
        shown = book.pages[page_id]
        titles = [section.title for section in shown.sections if section.level == 3]
        assert titles == [without_places(tr(message)) for message in messages]


def test_the_list_of_keys_has_every_key(book: Handbook) -> None:
    page = book.pages["keys"].markdown
    for command in command_list():
        if command.keys:
            keys = " ".join(f"`{key}`" for key in key_texts(command))
            assert f"| {tr(command.title)} | {keys} |" in page.replace("\\", ""), command.id


def test_every_window_and_dialog_has_its_page(book: Handbook) -> None:
    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if ".ui" in module.name or ".qt" in module.name:
            importlib.import_module(module.name)
    own = [kind for kind in below(QWidget) if kind.__module__.startswith("reader.")]
    names = {kind.__name__ for kind in own}
    for kind in own:
        if issubclass(kind, QMainWindow | QDialog) or kind.__name__.endswith("Window"):
            derived = any(issubclass(other, kind) for other in own if other is not kind)
            assert derived or book.place_of(kind.__mro__), f"F1 in {kind.__name__} leads nowhere"
    for name, (page, anchor) in book.places.items():
        assert name in names or hasattr(QtWidgets, name), name
        book.pages[page].heading(anchor)


def below(kind: type) -> set[type]:
    found: set[type] = {kind}
    subclass: type
    for subclass in kind.__subclasses__():
        found |= below(subclass)
    return found


def test_web_pages_say_the_same_as_the_window(book: Handbook, tmp_path: Path, qapp: QApplication) -> None:
    """Qt's Markdown and ours read the pages alike, and no mark is left over in either."""
    export = tool("handbook")
    for page in book.pages.values():
        document = QTextDocument()
        document.setMarkdown(page.markdown)
        shown = letters(document.toPlainText())
        assert letters(unescape(re.sub(r"<[^>]*>", " ", export.as_html(page)))) == shown
        assert not re.search(r"\*\*|\]\(|\{#|\{(key|text|command|keys):", document.toPlainText()), page.id
    assert export.write(tmp_path) == len(book.pages) * len(locales())
    for path in tmp_path.rglob("*.html"):
        for name in re.findall(r'(?:href|src)="([^"#]+)', path.read_text("utf-8")):
            assert (path.parent / name).is_file(), f"{path.name}: {name}"


def letters(text: str) -> str:
    return re.sub(r"[\s\ufffc]", "", text)


def test_it_is_searched_and_walked_by_keyboard(book: Handbook, tmp_path: Path, qtbot: QtBot) -> None:
    settings = SettingsModel(tmp_path / "settings.json")
    window = HelpWindow(book, settings)
    qtbot.addWidget(window)
    window.go("worklist", "receipts")
    window.resize(700, 500)
    window.show()
    qtbot.waitExposed(window)
    assert window.view.verticalScrollBar().value() > 0, "it begins at the heading"
    title = book.pages["messages"].sections[3].title
    window.search.setText(title)
    assert window.contents.count() == 1
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert window.at == ("messages", "part-3") and window.view.extraSelections()
    at = window.view.cursorForPosition(window.view.viewport().rect().topLeft()).block()
    assert title in (at.text(), at.next().text())
    window.registry.run("help.step_back")
    assert not window.search.text() and window.contents.count() == len(book.pages) and window.isVisible()
    window.registry.run("help.back")
    assert window.at == ("worklist", "receipts") and window.view.verticalScrollBar().value() > 0
    window.registry.run("help.forward")
    assert window.at == ("messages", "part-3")
    window.move(40, 60)
    window.registry.run("help.step_back")
    assert not window.isVisible()
    again = HelpWindow(book, settings)
    qtbot.addWidget(again)
    assert again.size() == window.size()
