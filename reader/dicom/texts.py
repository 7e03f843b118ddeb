"""What may stand in a text of an object (PS3.5, 6.1). Any thread."""

from __future__ import annotations

import re

from reader.core.text import BIDI_CONTROLS

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = "[\x00-\x09\x0e-\x1f\x7f-\x9f]"  # LF stays
_BETWEEN = re.compile(f"\t|(?<=[0-9A-Za-z]){_CONTROL}+(?=[0-9A-Za-z])")
_CONTROLS = re.compile(_CONTROL)
_BIDI = re.compile(f"[{BIDI_CONTROLS}]")


def without_controls(text: str) -> str:
    """Line ends of every kind, and the ends of pages, as LF; no other control characters, but a space where two
    numbers or words would become one; no bidirectional controls, which show a text in another order than its own.

    An escape that is pasted would be read as a change of the character set, and take characters with it.
    """
    return _BIDI.sub("", _CONTROLS.sub("", _BETWEEN.sub(" ", _BREAKS.sub("\n", text))))


def clean_text(text: str) -> str:
    """`without_controls`, without half surrogate pairs and spaces at the end."""
    return without_controls(text).encode("utf-8", "replace").decode("utf-8").rstrip()
