"""Which keys a command can't have: those of the system, of texts and lists, and of what is the same everywhere."""

from __future__ import annotations

from reader.core.commands import Command
from reader.core.key_names import split_key, writes
from reader.core.text import mark

_PICTURES = "viewport"
"""The group of commands whose keys hold on the pictures alone."""
_LISTS = ("worklist", "audit", "statistics", "help")
_MOVING = {"Up", "Down", "Left", "Right", "PgUp", "PgDown", "Home", "End"}
_EDITING = {"Backspace", "Del", "Ins", "Return", "Enter", *_MOVING}
_OF_TEXT = {
    "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+Ins", "Shift+Ins",
    "Shift+Del",
}  # fmt: skip
_BY_WORDS = {"Left", "Right", "Home", "End", "Backspace", "Del"}
_OF_SYSTEM = {"Alt+Tab", "Alt+Shift+Tab", "Alt+Esc", "Alt+Space", "Alt+F4", "Ctrl+Esc", "Ctrl+Shift+Esc"}


def refusal(command: Command, key: str) -> str:
    """Why a command can't have a key (as `plain_key` writes it), marked; "" where it can. What a command has by
    itself it may have."""
    if key in command.keys:
        return ""
    held, last = split_key(key)
    if key in _OF_SYSTEM or "Meta" in held or last in ("Print", "Menu") or _is_switch(held, last):
        return mark("The system uses this key.")
    if last == "Tab" and command.group != _PICTURES:
        return mark("Tab goes from control to control.")
    if last == "Space" and not held and command.group != _PICTURES:
        return mark("Space presses the button that has the keyboard.")
    if key == "Esc":
        return mark("Esc steps back everywhere.")
    if key == "F1":
        return mark("F1 opens the handbook everywhere.")
    if command.context == "report":
        return _refused_by_text(key, held, last)
    if command.context in _LISTS and last in _MOVING and not held - {"Shift"}:
        return mark("This key moves in the list.")
    return ""


def _is_switch(held: frozenset[str], last: str) -> bool:
    """Ctrl+Alt+Del, and the consoles of Linux."""
    return held >= {"Ctrl", "Alt"} and (last == "Del" or (last[0] == "F" and last[1:].isdigit()))


def _refused_by_text(key: str, held: frozenset[str], last: str) -> str:
    typed = writes(key) or (last in _EDITING and not held - {"Shift"})
    by_words = last in _BY_WORDS and "Ctrl" in held and "Alt" not in held
    return mark("The text of the report needs this key.") if typed or by_words or key in _OF_TEXT else ""
