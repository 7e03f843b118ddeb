"""What a person types about a critical result, as it may be kept: nothing is cut, nothing kept that can't be sent.

A telephone number that was copied from a list of contacts often brings characters that nobody sees.
"""

from __future__ import annotations

from reader.core.text import counted
from reader.dicom.texts import clean_text
from reader.dicom.ups.critical import MOST_TEXT


def clean(text: str) -> str:
    """Of several lines; without control characters and spaces around it."""
    return clean_text(text).strip()


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean_text(text).split())


def too_long(text: str) -> str:
    """Why a text can't be taken, for the user; "" where it can."""
    over = len(text) - MOST_TEXT
    if over <= 0:
        return ""
    return counted(
        "The text is {count} character too long; {most} at most.",
        "The text is {count} characters too long; {most} at most.", over, most=MOST_TEXT,
    )  # fmt: skip
