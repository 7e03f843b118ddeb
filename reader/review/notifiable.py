"""Diseases that have to be reported by law (法定传染病, 职业病): whether a report says, or suspects, one of them.

Which they are is data (`resources/notifiable/diseases.json`); a file of the same form beside the computer's policy
takes its place where another law holds. Only what the impression or an addendum says is there, now: nothing that it
denies, or calls old or treated. A suspicion counts: whoever reports it decides. Any thread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from reader.core.errors import ReaderError
from reader.core.text import language_now, mark, tr
from reader.dicom.values import Code
from reader.report.model import ADDENDUM, AMENDMENT, IMPRESSION, Report
from reader.review.critical_words import there_in

BUNDLED = Path(__file__).parents[2] / "resources" / "notifiable" / "diseases.json"
_LARGEST = 2**20
_SCHEME = "99READER"
_GROUPS = {
    "A": mark("class A infectious disease"), "B": mark("class B infectious disease"),
    "C": mark("class C infectious disease"), "occupational": mark("occupational disease"),
}  # fmt: skip


@dataclass(frozen=True)
class Disease:
    """key: what it is known by. group: "A", "B", "C", "occupational", or whatever a file of one's own says."""

    key: str
    english: str
    chinese: str
    group: str
    words: re.Pattern[str]

    @property
    def name(self) -> str:
        return self.chinese if language_now().startswith("zh") else self.english

    @property
    def code(self) -> Code:
        return Code(self.key, _SCHEME, self.english)

    @property
    def kind(self) -> str:
        """Of which group it is, in words."""
        return tr(_GROUPS[self.group]) if self.group in _GROUPS else self.group


@dataclass(frozen=True)
class Notice:
    """said: how the report words it."""

    disease: Disease
    said: str


def notices_in(report: Report, diseases: Sequence[Disease]) -> tuple[Notice, ...]:
    """What a report says of these diseases, each once. What an addendum leaves as it was signed counts no more."""
    found: dict[str, Notice] = {}
    for section in report.sections:
        if section.locked or section.heading not in (IMPRESSION, ADDENDUM, AMENDMENT):
            continue
        for disease in diseases:
            for match in there_in(section.text, partial(_named, disease.words)):
                found.setdefault(disease.key, Notice(disease, match[0].strip()))
    return tuple(found.values())


def _named(words: re.Pattern[str], clause: str, _: str) -> list[re.Match[str]]:
    return list(words.finditer(clause))


@lru_cache(4)
def diseases_of(path: Path = BUNDLED) -> tuple[Disease, ...]:
    """Raises `ReaderError` where the file can't be read as such a list."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("too large")
        plain = json.loads(path.read_text("utf-8-sig"))
        return tuple(_read(plain["diseases"]))
    except (OSError, ValueError, KeyError, TypeError, re.error) as cause:
        what = tr("The list of notifiable diseases can't be read: {path}", path=path)
        raise ReaderError(what, str(cause)) from cause


def _read(listed: Sequence[dict[str, Any]]) -> Iterator[Disease]:
    for entry in listed:
        texts = [entry[name] for name in ("key", "en", "zh", "group")]
        words = entry["words"]
        if not all(isinstance(text, str) and text.strip() for text in (*texts, *words)) or not words:
            raise ValueError(f"{entry.get('key', '?')}: key, en, zh, group and words are texts")
        if not re.fullmatch(r"[a-z0-9-]{1,16}", texts[0]):
            raise ValueError(f"{texts[0]}: a key has up to 16 of a–z, 0–9 and -")
        key, english, chinese, group = texts
        yield Disease(key, english[:64], chinese[:64], group, re.compile("|".join(words), re.IGNORECASE))
