"""The handbook: Markdown pages of each language, with the titles and keys of commands filled in from the program.

`resources/help/index.toml` lists the pages in their order, and which windows and panels lead to each; a page of a
language is `resources/help/LOCALE/ID.md`. In a page

    {key:report.submit}       is the first key of a command, as the platform writes it; without one, its title
    {command:report.submit}   is its title
    {text:Clear image cache}  is a text of the program, by its English source
    {keys:reading tool slice} is a table of the commands of a context ("reading") and groups ("" is written "-")
    ## Title {#anchor}        is a heading that links lead to (page.md#anchor); the other ones are part-1, part-2 …

A new language is a folder; a new page is a file in each language and an entry of the index.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reader.app.command_list import command, command_list
from reader.core.commands import keys_of
from reader.core.profile import RESOURCES
from reader.core.qt.actions import key_text, key_texts
from reader.core.text import tr

FOLDER = RESOURCES / "help"
FIRST_LANGUAGE = "en"
PLACE = re.compile(r"\{(key|command|text|keys):((?:[^{}]|\{\w*\})+)\}")
_HEADING = re.compile(r"^(#{1,3}) (.*?)(?: \{#([\w-]+)\})?$", re.MULTILINE)
_NOT_TEXT = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[\[|]|^[-| ]+$|^(#+|-|\d+\.) ?", re.MULTILINE)
_MARKS = re.compile(r"\*\*|`|\\(?=\W)")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


class NoSuchPage(LookupError):
    """A link or a window leads to a page or a heading that is not there; a defect."""


@dataclass(frozen=True)
class Section:
    """What is under one heading. level: 1 for the page's own. text: as it is searched and quoted, without marks."""

    page: str
    anchor: str
    title: str
    level: int
    text: str


@dataclass(frozen=True)
class Page:
    """markdown: ready to be shown. sections: in the order of the headings in it, the first is the page's title."""

    id: str
    markdown: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return self.sections[0].title

    def heading(self, anchor: str) -> int:
        """Which of the headings an anchor is, counted from 0; "" is the first. Raises NoSuchPage."""
        for number, section in enumerate(self.sections):
            if section.anchor == anchor:
                return number
        raise NoSuchPage(f"{self.id}#{anchor}")


class Handbook:
    """The handbook in one language, which is the one that the program speaks while it is made.

    Raises OSError where a page is missing, and UnknownCommand where one names a command that is not there.
    """

    def __init__(self, language: str, folder: Path = FOLDER) -> None:
        self.language = language if (folder / language).is_dir() else FIRST_LANGUAGE
        self.folder = folder / self.language
        index = tomllib.loads((folder / "index.toml").read_text("utf-8"))["page"]
        self.pages = {entry["id"]: _page(entry["id"], self.folder) for entry in index}
        self._places: dict[str, tuple[str, str]] = {
            kind: (entry["id"], anchor) for entry in index for kind, anchor in entry.get("opened_from", {}).items()
        }

    @property
    def first(self) -> tuple[str, str]:
        """Where it opens from a place that has no page of its own."""
        return next(iter(self.pages)), ""

    @property
    def places(self) -> Mapping[str, tuple[str, str]]:
        """By class of window or panel: the page and its heading."""
        return self._places

    def place_of(self, kinds: Iterable[type]) -> tuple[str, str] | None:
        """The page for a widget of these classes, the nearest first."""
        return next((self._places[kind.__name__] for kind in kinds if kind.__name__ in self._places), None)

    def search(self, words: str) -> list[Section]:
        """The sections with all of the words; those with them in the title first, else in the handbook's order."""
        wanted = words.casefold().split()
        found: list[tuple[int, Section]] = []
        for page in self.pages.values():
            for section in page.sections:
                title = section.title.casefold()
                missing = [word for word in wanted if word not in title]
                if all(word in section.text.casefold() for word in missing):
                    found.append((len(missing), section))
        return [section for _, section in sorted(found, key=lambda entry: entry[0])] if wanted else []


def _page(page_id: str, folder: Path) -> Page:
    source = (folder / f"{page_id}.md").read_text("utf-8")
    filled = PLACE.sub(lambda place: _FILL[place[1]](place[2]), source)
    headings = list(_HEADING.finditer(filled))
    ends = [heading.start() for heading in headings[1:]] + [len(filled)]
    sections = tuple(
        Section(
            page_id, heading[3] or (f"part-{number}" if number else ""), _plain(heading[2]), len(heading[1]),
            _plain(filled[heading.end() : end]),
        )
        for number, (heading, end) in enumerate(zip(headings, ends, strict=True))
    )  # fmt: skip
    return Page(page_id, _HEADING.sub(r"\1 \2", filled), sections)


def key_sections(language: str, folder: Path = FOLDER) -> list[tuple[str, list[str]]]:
    """The headings of the page of keys, each with the "context group" of its tables, in the order of the page."""
    place = folder / language / "keys.md"
    source = (place if place.is_file() else folder / FIRST_LANGUAGE / "keys.md").read_text("utf-8")
    found: list[tuple[str, list[str]]] = []
    headings = list(_HEADING.finditer(source))
    ends = [heading.start() for heading in headings[1:]] + [len(source)]
    for heading, end in zip(headings, ends, strict=True):
        tables = [place[2].split() for place in PLACE.finditer(source, heading.end(), end) if place[1] == "keys"]
        groups = [f"{context} {group}" for context, *of_it in tables for group in of_it]
        if groups:
            found.append((_plain(heading[2]), groups))
    return found


def _plain(markdown: str) -> str:
    return " ".join(_NOT_TEXT.sub(" ", _MARKS.sub("", markdown)).split())


def _key(command_id: str) -> str:
    """Its title where the user has left it without a key."""
    key = key_text(command(command_id))
    return f"`{key}`" if key else f"“{_title(command_id)}”"


def _title(command_id: str) -> str:
    return _written(tr(command(command_id).title))


def _text(source: str) -> str:
    return _written(without_places(tr(source)))


def without_places(text: str) -> str:
    """A text of the program with an ellipsis for each name, number or reason that it is given."""
    return re.sub(r"\{\w*\}\.?", "…", text)


def _table(which: str) -> str:
    """Those that have a key. Raises ValueError where there is none."""
    context, *groups = which.split()
    rows = [
        f"| {_written(tr(one.title))} | {' '.join(f'`{key}`' for key in key_texts(one))} |"
        for one in command_list()
        if one.context == context and keys_of(one) and (one.group or "-") in groups
    ]
    if not rows:
        raise ValueError(f"no keys: {which}")
    return "\n".join([f"| {tr('Command')} | {tr('Key')} |", "|---|---|", *rows])


def _written(text: str) -> str:
    """A text of the program inside Markdown."""
    return _SPECIAL.sub(r"\\\1", text)


_FILL: dict[str, Callable[[str], str]] = {"key": _key, "command": _title, "text": _text, "keys": _table}
