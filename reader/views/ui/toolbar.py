"""One row of what is used often: layouts, tools, measuring, windows, slabs. All from the command registry."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton

from reader.core.commands import Command, CommandRegistry
from reader.core.qt.actions import make_action, menu_action
from reader.core.qt.alive import while_alive
from reader.core.qt.icons import icon
from reader.core.qt.plain import plain_tip
from reader.core.qt.theme import scaled
from reader.core.text import mark, tr
from reader.views.commands import layout_commands
from reader.views.kept_layouts import KeptLayouts
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.ui.layout_popup import LayoutPopup

# ids of commands, or a group of them: all that it has
_BUTTONS: tuple[str | tuple[str, ...], ...] = (
    "layout",
    "tool",
    "measure",
    ("views.invert", "views.rotate", "views.flip", "views.reset"),
    ("views.crosshair", "views.link", "views.ai", "views.cine"),
)

_ONLY_LISTED = ("views.layout_mpr_row",)
"""Layouts that are only in the list of all of them: the row has no room."""
_NOT_LISTED = ("views.layouts", "views.one_up")

SHAPES = "shapes"
MOST = 1.3
"""The row of tools fits into 1280 pixels up to this size."""
_WORDS_UP_TO = 115
"""Per cent; for larger words the row has no room."""


def size_tool(button: QToolButton) -> None:
    """One tool's button: its icon grows with the text."""
    button.setIconSize(QSize(scaled(18, MOST), scaled(18, MOST)))
    button.setFixedSize(scaled(30, MOST), scaled(28, MOST))


class ViewsToolbar(QFrame):
    """Icons with their key in the tooltip; menus for window presets, slabs, planes and the volume view.

    screen: that its window shows, and that its layouts are of, whichever window has the keyboard.
    """

    def __init__(self, views: ViewsModel, registry: CommandRegistry, screen: int = 0) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._views = views
        self._registry = registry
        self._screen = screen
        self._own = {command.id: command for command in layout_commands(views, self._screen_now)}
        self._kept = KeptLayouts(views.settings)
        self._buttons: dict[str, QToolButton] = {}
        self._menus: list[tuple[QToolButton, tuple[str, ...]]] = []
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(6, 3, 6, 3)
        self.row.setSpacing(2)
        for number, group in enumerate(_BUTTONS):
            if number:
                self._separator()
            named = registry.group(group) if isinstance(group, str) else [registry[name] for name in group]
            for command in named:
                if command.id not in _ONLY_LISTED:
                    self._button(self._own.get(command.id, command))
            if number == 2:
                self._shapes = self._menu(tr("More measurements"), SHAPES, ("shape", "annotation"), words=False)
                self._separator()
                self._menu(tr("Window"), "sliders-horizontal", ("preset",))
                self._menu(tr("Slab"), "layers", ("slab",))
                self._menu(tr("Plane"), "plane-axial", ("plane", "volume"))
        self.row.addStretch(1)
        self._soon = QTimer(self, singleShot=True, interval=0)  # after the picture: it may be scrolled through
        self._soon.timeout.connect(self.refresh)
        for signal in (views.layout_changed, views.tool_changed, views.overlays_changed, views.active_changed):
            signal.connect(self.refresh)
        views.tool_changed.connect(self._show_shape)
        views.panes.choice_wanted.connect(self._show_layouts)
        views.measure_menu_wanted.connect(self._show_measurements)
        views.viewport_changed.connect(self._viewport_changed)
        self.refresh()
        self._show_shape()

    @while_alive
    def refresh(self, *_: object) -> None:
        """Show which tool and layout hold, and what can be done now."""
        for command_id, button in self._buttons.items():
            command = self._own.get(command_id) or self._registry[command_id]
            action = button.defaultAction()
            if command.checked is not None and action.isChecked() != command.checked():
                action.setChecked(command.checked())
            if action.isEnabled() != command.when():
                action.setEnabled(command.when())
        for button, groups in self._menus:
            usable = any(command.when() for group in groups for command in self._registry.group(group))
            if button.isEnabled() != usable:
                button.setEnabled(usable)

    @while_alive
    def _show_shape(self) -> None:
        """The tool of the menu that is in the hand, where it is one of them."""
        every = (*self._registry.group("shape"), *self._registry.group("annotation"))
        held = next((c for c in every if c.checked is not None and c.checked()), None)
        self._shapes.setIcon(icon(held.icon if held is not None else SHAPES))
        self._shapes.setCheckable(held is not None)
        self._shapes.setChecked(held is not None)

    @while_alive
    def _show_layouts(self, screen: int) -> None:
        """The list of layouts of its screen, under its button."""
        if screen != self._screen_now():
            return
        arranges = [command for command in self._own.values() if command.id not in _NOT_LISTED]
        popup = LayoutPopup(self._views, self._screen_now(), arranges, self._kept, self.window())
        popup.show_under(self._buttons["views.layouts"])

    @while_alive
    def _show_measurements(self, screen: int) -> None:
        """All of them under their buttons; a letter, or an arrow and Enter, chooses one."""
        if screen != self._screen_now():
            return
        menu = LetterMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        fill_menu(menu, self._registry, ("measure", "shape", "annotation"))
        first = self._registry.group("measure")[0]
        menu.popup(self._buttons[first.id].mapToGlobal(self._buttons[first.id].rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    @while_alive
    def _viewport_changed(self, number: int) -> None:
        if number == self._views.active:
            self._soon.start()

    def show_screen(self, screen: int) -> None:
        """The screen of its window has another number now."""
        self._screen = screen
        self.refresh()

    def _screen_now(self) -> int:
        """The first where its own is gone, until its window goes too."""
        return min(self._screen, len(self._views.screens) - 1)

    def _button(self, command: Command) -> None:
        button = QToolButton()
        button.setProperty("role", "quiet")
        button.setDefaultAction(make_action(command, button))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        size_tool(button)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.defaultAction().triggered.connect(self.refresh)
        self._buttons[command.id] = button
        self.row.addWidget(button)

    def _menu(
        self, title: str, picture: str, groups: tuple[str, ...], *, words: bool = True
    ) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "quiet")
        roomy = words and scaled(100) <= _WORDS_UP_TO
        button.setText(f"{title} ▾" if roomy else "▾")
        button.setToolTip(plain_tip(title))
        button.setAccessibleName(title)
        button.setIcon(icon(picture))
        button.setIconSize(QSize(scaled(18, MOST), scaled(18, MOST)))
        button.setFixedHeight(scaled(28, MOST))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: fill_menu(menu, self._registry, groups))
        button.setMenu(menu)
        self._menus.append((button, groups))
        self.row.addWidget(button)
        return button

    def _separator(self) -> None:
        self.row.addSpacing(5)
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedSize(1, 20)
        self.row.addWidget(line)
        self.row.addSpacing(5)


class LetterMenu(QMenu):
    """One that is chosen from by letters, which are no keys of the pictures while it is open."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        return super().event(event)


def fill_menu(menu: QMenu, registry: CommandRegistry, groups: tuple[str, ...]) -> None:
    """The commands of some groups that can be used now, a line between groups."""
    menu.clear()
    for number, group in enumerate(groups):
        usable = [command for command in registry.group(group) if command.when()]
        if number and usable and not menu.isEmpty():
            menu.addSeparator()
        for command in usable:
            menu.addAction(menu_action(command, menu))
    if menu.isEmpty():
        menu.addAction(tr("Nothing to choose here")).setEnabled(False)


_SUBMENUS = (
    (mark("Window"), "preset"),
    (mark("Slab"), "slab"),
    (mark("Plane"), "plane"),
    (mark("Rotate and flip"), "turn"),
    (mark("Colours"), "colours"),
    (mark("Sharpness"), "sharpness"),
    (mark("Cine"), "cine"),
    (mark("Presentation state"), "states"),
)


def fill_context_menu(menu: QMenu, registry: CommandRegistry, plane: Plane) -> None:
    """What can be done with the pictures of a viewport: one menu in another for what there is much of."""
    if plane is Plane.VOLUME:
        fill_menu(menu, registry, ("volume", "plane", "layout"))
        menu.addSeparator()
        _add_leaving(menu, registry, None)
        return
    fill_menu(menu, registry, ("view",))
    first = menu.actions()[0]
    menu.insertAction(first, menu_action(registry["views.key_image"], menu))
    menu.insertSeparator(first)
    for title, group in _SUBMENUS:
        if any(command.when() for command in registry.group(group)):
            inner = QMenu(tr(title), menu)
            fill_menu(inner, registry, (group,))
            menu.insertMenu(first, inner)
    _add_leaving(menu, registry, first)
    menu.insertSeparator(first)


def _add_leaving(menu: QMenu, registry: CommandRegistry, before: QAction | None) -> None:
    """What takes the picture out of the program: copy, save, print."""
    listed = (*registry.group("viewport"), *registry.group("print"))
    usable = [one for one in listed if one.id.startswith("picture.") and one.when()]
    inner = QMenu(tr("Copy, save, print"), menu)
    for command in usable:
        inner.addAction(menu_action(command, inner))
    if usable:
        menu.insertMenu(before, inner) if before is not None else menu.addMenu(inner)
