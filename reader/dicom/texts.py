"""What may stand in a text of an object (PS3.5, 6.1). Any thread."""

from __future__ import annotations


def clean_text(text: str) -> str:
    """Line ends as LF, no other control characters, no half surrogate pairs: an escape that is pasted would be read
    as a change of the character set, and take characters with it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n").replace("\u2028", "\n")
    kept = "".join(c for c in text.replace("\t", " ") if c >= " " or c == "\n")
    return kept.encode("utf-8", "replace").decode("utf-8").rstrip()
