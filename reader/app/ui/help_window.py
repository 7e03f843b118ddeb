"""The window of the handbook: contents or what a search has found at the left, the page beside it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.app import commands
from reader.app.handbook import Handbook, NoSuchPage, Section
from reader.app.ui.help_view import HelpView
from reader.app.ui.monitors import Monitors
from reader.app.ui.palette import CommandPalette
from reader.core.commands import CommandRegistry
from reader.core.qt.actions import bind_keys, make_action
from reader.core.qt.fitting import open_wide, place_of, put_back
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.settings import SettingsModel
from reader.core.text import counted, tr

_AT = int(Qt.ItemDataRole.UserRole)
_NAME = "help"
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True)
class _Place:
    """Where one was: page, heading, and how far the page was scrolled."""

    page: str
    anchor: str
    scrolled: int = 0


class HelpWindow(QMainWindow):
    """Beside the work: not modal, and it goes on being there when a case is left. Its place is kept in the
    settings. Main thread."""

    def __init__(self, book: Handbook, settings: SettingsModel) -> None:
        super().__init__()
        self.book, self._settings = book, settings
        self.setObjectName(_NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setMinimumSize(560, 400)
        self._before: list[_Place] = []
        self._after: list[_Place] = []
        self._place = _Place(*book.first)
        self._begun = False
        self.registry = CommandRegistry()
        own = [
            *commands.everywhere("help", palette=self._open_palette, help_=lambda: self.go("handbook")),
            *commands.help_window(
                search=self._focus_search, back=self.back, may_back=lambda: bool(self._before),
                on=self.forward, may_on=lambda: bool(self._after), close=self._step_back, away=self._close,
            ),
        ]  # fmt: skip
        own.append(commands.monitors("help", Monitors(settings, lambda: self).show))
        self.registry.add(*own)
        self.search = QLineEdit(placeholderText=tr("Search the handbook"), clearButtonEnabled=True)
        self.search.setAccessibleName(tr("Search the handbook"))
        self.search.textChanged.connect(self._list)
        self.search.installEventFilter(self)
        self.found = Label(wordWrap=True)
        self.found.setProperty("role", "secondary")
        self.contents = QListWidget()
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.setWordWrap(True)
        self.contents.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.contents.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.contents.setSpacing(2)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.itemClicked.connect(self._open_item)
        self.contents.itemActivated.connect(self._open_item)
        self.view = HelpView()
        self.view.link_followed.connect(self._follow)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._left())
        split.addWidget(self.view)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setSizes([scaled(280, 1.6), 1000])
        self.setCentralWidget(split)
        self.setFocusProxy(self.view)
        bind_keys(own, split)
        self._list("")
        if not put_back(self, settings.value.window_places.get(_NAME, "")):
            open_wide(self, QSize(scaled(980, 1.4), scaled(720, 1.4)), share=0.0)

    @property
    def at(self) -> tuple[str, str]:
        """The page and the heading that were gone to last."""
        return self._place.page, self._place.anchor

    def go(self, page: str, anchor: str = "", words: str = "") -> None:
        """Show a page from one of its headings on. words: are marked in it. Raises NoSuchPage."""
        if self._begun and (page, anchor) != self.at:
            self._before.append(self._now())
            self._after.clear()
        self._begun = True
        self._show(_Place(page, anchor), words)

    def back(self) -> None:
        if self._before:
            self._after.append(self._now())
            self._show(self._before.pop())

    def forward(self) -> None:
        if self._after:
            self._before.append(self._now())
            self._show(self._after.pop())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search, the arrows move in what was found and Enter opens it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self.contents.event(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.contents.currentItem() is not None:
                self._open_item(self.contents.currentItem())
                return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_place()
        event.accept()

    def keep_place(self) -> None:
        places = self._settings.value.window_places | {_NAME: place_of(self)}
        self._settings.update(window_places=places)

    # inside

    def _left(self) -> QWidget:
        tools = QHBoxLayout()
        tools.setSpacing(4)
        for command_id in ("help.back", "help.forward"):
            button = QToolButton()
            button.setProperty("role", "quiet")
            button.setDefaultAction(make_action(self.registry[command_id], button))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tools.addWidget(button)
        tools.addWidget(self.search, 1)
        left = QFrame()
        left.setProperty("role", "panel")
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(tools)
        column.addWidget(self.found)
        column.addWidget(self.contents, 1)
        monitors = QToolButton()
        monitors.setProperty("role", "quiet")
        monitors.setDefaultAction(make_action(self.registry["app.monitors"], monitors))
        monitors.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        column.addWidget(monitors)
        return left

    def _now(self) -> _Place:
        return _Place(self._place.page, self._place.anchor, self.view.verticalScrollBar().value())

    def _show(self, place: _Place, words: str = "") -> None:
        page = self.book.pages.get(place.page)
        heading = page.heading(place.anchor) if page is not None else 0
        if page is None:
            raise NoSuchPage(place.page)
        self._place = place
        self.view.show_page(page, self.book.folder, heading=heading, words=words)
        if place.scrolled:
            self.view.verticalScrollBar().setValue(place.scrolled)
        self.setWindowTitle(tr("reader – handbook: {page}", page=page.title))
        if not self.search.text():
            self._choose_current()

    def _list(self, words: str) -> None:
        """The contents, or what was found."""
        self.contents.clear()
        found = self.book.search(words)
        searching = bool(words.strip())
        for section in found if searching else [page.sections[0] for page in self.book.pages.values()]:
            self.contents.addItem(self._item(section, of_page=searching and section.level > 1))
        self.found.setVisible(searching)
        if searching:
            none = tr("Nothing in the handbook matches “{words}”", words=words.strip())
            several = counted("{count} place in the handbook", "{count} places in the handbook", len(found))
            self.found.setText(several if found else none)
            self.contents.setCurrentRow(0)
        else:
            self._choose_current()

    def _item(self, section: Section, *, of_page: bool) -> QListWidgetItem:
        page = self.book.pages[section.page].title
        item = QListWidgetItem(f"{section.title} · {page}" if of_page else section.title)
        item.setData(_AT, (section.page, section.anchor))
        return item

    def _choose_current(self) -> None:
        self.contents.setCurrentRow(list(self.book.pages).index(self._place.page))

    def _open_item(self, item: QListWidgetItem) -> None:
        page, anchor = item.data(_AT)
        self.go(page, anchor, self.search.text())

    def _follow(self, link: str) -> None:
        """page.md#anchor, or #anchor on the same page."""
        page, _, anchor = link.partition("#")
        self.go(page.removesuffix(".md") or self._place.page, anchor)

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _step_back(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.close()

    def _close(self) -> None:
        self.close()

    def _open_palette(self) -> None:
        CommandPalette(self.registry, self).show()
