#!/usr/bin/env python3
"""Make `resources/spelling/english.txt.gz`: every word of Hunspell's English dictionaries, without its affixes.

    packaging/words.py FOLDER [FOLDER …]

Each folder has `index.aff`, `index.dic` and `license`, as the npm packages dictionary-en (4.0.0) and
dictionary-en-gb (3.0.0) have them: American and British English of SCOWL 2020.12.07, size 60, whose licence (of the
BSD kind) is kept beside the list. Words are in lower case; of "patient's" only "patient" is kept.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PLACE = Path(__file__).resolve().parents[1] / "resources" / "spelling"
_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*")


class Affixes:
    """Prefixes and suffixes by their flag, as Hunspell's manual (hunspell(5)) describes them."""

    def __init__(self, text: str) -> None:
        self.rules: dict[str, list[tuple[str, str, str, str]]] = {}
        self.crosses: set[str] = set()
        for line in text.splitlines():
            parts = line.split()
            if len(parts) == 4 and parts[0] in ("PFX", "SFX") and parts[2] in "YN":
                self.rules[parts[1]] = []
                self.crosses |= {parts[1]} if parts[2] == "Y" else set()
            elif len(parts) >= 5 and parts[0] in ("PFX", "SFX"):
                kind, flag, strip, add, condition = parts[:5]
                strip = "" if strip == "0" else strip
                self.rules[flag].append((kind, strip, "" if add == "0" else add, condition))

    def words(self, stem: str, flags: str) -> Iterator[str]:
        """The stem, with each of its affixes, and with a prefix and a suffix where both may be."""
        yield stem
        for flag in flags:
            for word in self._with(stem, flag, "SFX"):
                yield word
                for other in flags if flag in self.crosses else "":
                    if other in self.crosses:
                        yield from self._with(word, other, "PFX")
            yield from self._with(stem, flag, "PFX")

    def _with(self, stem: str, flag: str, wanted: str) -> Iterator[str]:
        for kind, strip, add, condition in self.rules.get(flag, ()):
            if kind != wanted:
                continue
            if kind == "SFX" and stem.endswith(strip) and re.search(f"(?:{condition})$", stem):
                yield stem[: len(stem) - len(strip)] + add
            elif kind == "PFX" and stem.startswith(strip) and re.match(condition, stem):
                yield add + stem[len(strip) :]


def words_of(folder: Path) -> Iterator[str]:
    affixes = Affixes((folder / "index.aff").read_text("utf-8"))
    for line in (folder / "index.dic").read_text("utf-8").splitlines()[1:]:
        stem, _, flags = line.strip().partition("/")
        if "!" in flags:
            continue  # never suggested: no word of a report
        for word in affixes.words(stem, flags):
            word = word.lower().removesuffix("'s").removesuffix("'")
            if _WORD.fullmatch(word):
                yield word


def main(folders: list[str]) -> int:
    if not folders:
        print(__doc__)
        return 2
    words = sorted({word for folder in folders for word in words_of(Path(folder))})
    data = "\n".join(words).encode()
    PLACE.mkdir(exist_ok=True)
    (PLACE / "english.txt.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    (PLACE / "LICENSE").write_text((Path(folders[0]) / "license").read_text("utf-8"), "utf-8")
    print(f"{len(words)} words")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
