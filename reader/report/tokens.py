"""Places to fill within the text of a report: "[normal|enlarged]", "__ mm", "____-__-__".

A place is nothing but its characters, so that it survives saving, undo and being sent as a report object; whatever
is typed over it fills it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CHOICE = r"\[\+?[^\[\]|\n\u2028]{1,80}(?:\|[^\[\]|\n\u2028]{1,80})+\]"
_TOKEN = re.compile(rf"(?P<choice>{_CHOICE})|_{{4}}-__-__|__:__|_{{2,}}")


@dataclass(frozen=True)
class Token:
    """One place. start, end: in characters of the text. options: of a choice, () where something is to be typed.
    several: any number of the options may hold."""

    start: int
    end: int
    options: tuple[str, ...] = ()
    several: bool = False


def tokens(text: str) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(text):
        inside = (match["choice"] or "")[1:-1]
        options = tuple(part.strip() for part in inside.removeprefix("+").split("|")) if inside else ()
        found.append(Token(match.start(), match.end(), options, inside.startswith("+")))
    return found


def chosen(token: Token, option: str, *, chinese: bool) -> str:
    """What is in its place once an option is chosen; of several, the others can still be."""
    left = [other for other in token.options if other != option]
    if not token.several or not left:
        return option
    rest = "|".join(left)
    joint = "、" if chinese else ", "
    return f"{option}{joint}[+{rest}]" if len(left) > 1 else f"{option}{joint}[+{rest}|{_NONE}]"


_NONE = "–"


def is_none(option: str) -> bool:
    """Whether it stands for no further option."""
    return option == _NONE
