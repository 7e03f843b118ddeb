"""Why a report is returned: a few reasons to choose from, beside what the reviewer writes. Plain Python.

They are stored as text, in the language of who returned it, and shown in the language of who reads it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.core.text import mark, spellings, tr
from reader.dicom.texts import clean_text

REASONS = (
    mark("Finding missed"),
    mark("Not seen in the images"),
    mark("Wrong side or place"),
    mark("Measurement wrong"),
    mark("Impression unsupported"),
    mark("Prior not compared"),
    mark("Wording or template"),
    mark("Poor image quality"),
)
_BETWEEN = re.compile(r"\s*[;；]\s*")
_AFTER = re.compile(r"\.(?:\s+|$)|。\s*")


def reason_text(chosen: Sequence[str], written: str) -> str:
    """As it is stored: those of `REASONS` that were chosen, then what was written, as one line or paragraph."""
    chips = tr("; ").join(tr(reason) for reason in chosen)
    return tr(". ").join(part for part in (chips, clean_text(written).strip()) if part)


def reason_shown(stored: str) -> str:
    """The reasons that were chosen in the reader's language; what was written, and any other text, as it is."""
    chosen, written = reason_parts(stored)
    return reason_text(chosen, written) if chosen else stored


def reason_parts(stored: str) -> tuple[list[str], str]:
    """Those of `REASONS` that were chosen, in whichever language, and what was written."""
    known = {spelling: reason for reason in REASONS for spelling in spellings(reason)}
    end = _AFTER.search(stored)
    head, rest = (stored[: end.start()], stored[end.end() :]) if end else (stored, "")
    chosen = [known.get(part) for part in _BETWEEN.split(head.strip())]
    found = [reason for reason in chosen if reason is not None]
    return (found, rest) if len(found) == len(chosen) else ([], stored)
