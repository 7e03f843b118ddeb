"""Keys as text: one key with its modifiers, as Qt writes it portably ("Ctrl+Shift+A", "PgDown", "+")."""

from __future__ import annotations

import re

MODIFIERS = ("Meta", "Ctrl", "Alt", "Shift")
"""In the order in which they are written."""

_NAMED = (
    "Esc", "Tab", "Backspace", "Return", "Enter", "Ins", "Del", "Pause", "Home", "End",
    "Left", "Up", "Right", "Down", "PgUp", "PgDown", "Space", "Menu", "Print", "Help",
    *(f"F{number}" for number in range(1, 36)),
)  # fmt: skip
_OTHERS = {"escape": "Esc", "delete": "Del", "insert": "Ins", "pageup": "PgUp", "pagedown": "PgDown"}
_BY_NAME = {name.lower(): name for name in _NAMED} | _OTHERS
_KEY = re.compile(rf"((?:(?:{'|'.join(MODIFIERS)})\+)*)(.+)", re.IGNORECASE)


def split_key(key: str) -> tuple[frozenset[str], str]:
    """The modifiers and the key itself, of one that `plain_key` has written."""
    found = _KEY.fullmatch(key)
    return (frozenset(found[1].split("+")) - {""}, found[2]) if found is not None else (frozenset(), key)


def plain_key(text: str) -> str:
    """The one way to write the key that `text` means; "" where it means none, or several in a row."""
    found = _KEY.fullmatch(text.strip())
    if found is None:
        return ""
    held, last = found[1].lower().split("+"), found[2]
    if len(last) == 1:
        name = last.upper() if last.isprintable() and not last.isspace() and len(last.upper()) == 1 else ""
    else:
        name = _BY_NAME.get(last.lower(), "")
    return "+".join([*(one for one in MODIFIERS if one.lower() in held), name]) if name else ""


def writes(key: str) -> bool:
    """Whether it puts a character into a text."""
    held, last = split_key(key)
    return (len(last) == 1 or last == "Space") and not held - {"Shift"}
