"""The command palette: every command of the window, found by typing, with its key beside it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from reader.core.commands import CommandRegistry
from reader.core.qt.actions import key_text
from reader.core.qt.quick_list import Line, QuickList
from reader.core.text import tr


class CommandPalette(QuickList):
    """Opens over `parent`; Enter runs the chosen command, Esc closes."""

    def __init__(self, registry: CommandRegistry, parent: QWidget) -> None:
        self._registry = registry

        def none(words: str) -> str:
            return tr("No command matches “{words}”", words=words)

        super().__init__(tr("Search for a command"), self._matching, none, registry.run, parent)

    def _matching(self, text: str) -> Iterator[Line]:
        words = text.casefold().split()
        for command in self._registry:
            searched = f"{tr(command.title)} {command.title} {command.id}".casefold()
            if command.when() and all(word in searched for word in words):
                detail = command.detail() if command.detail is not None else ""
                told = " · ".join(part for part in (tr(command.title), detail) if part)
                yield Line(command.id, told, key_text(command))
