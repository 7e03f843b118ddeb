"""The HTML of a template as a tree whose elements know their lines.

Nothing in it is run and nothing it refers to is fetched: lxml's HTML parser only builds the tree, and is asked
neither for the network nor for large trees. Not safe on the size alone: callers limit that first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from reader.core.text import tr
from reader.report.mrrt.model import TemplateError

LARGEST = 2_000_000
DEEPEST = 100
MOST = 20_000
MOST_SECTIONS = 500
MOST_ISLANDS = 20
"""Bytes of a file, levels of its elements, elements; sections, pieces of XML."""
_NOT_SAID = re.compile(r"already defined|script embeds close tag|^Tag [\w-]+ invalid$")
"""What the parser says of what is told in our own words and, in older versions, of XML in a script, which MRRT has,
and of the elements of HTML5."""


@dataclass(frozen=True)
class Fault:
    """Something that is wrong in a file. line: from 1; 0 for the file as such."""

    line: int
    text: str

    def __str__(self) -> str:
        return tr("Line {line}: {what}", line=self.line, what=self.text) if self.line else self.text


@dataclass(frozen=True)
class Page:
    """root: <html>. faults: what the parser had to mend."""

    root: etree._Element
    faults: tuple[Fault, ...]


def page_of(text: str) -> Page:
    """Raises `TemplateError` where it is no HTML, or too large or deep to be a template."""
    if len(text) > LARGEST:
        raise TemplateError(tr("The file is too large for a report template."))
    parser = etree.HTMLParser(no_network=True, recover=True, huge_tree=False, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.replace("\x00", " ").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as cause:
        raise TemplateError(tr("This is not an HTML file.")) from cause
    if root is None or root.tag != "html":
        raise TemplateError(tr("This is not an HTML file."))
    _limit(root)
    found = ((error.line, error.message.strip()) for error in parser.error_log)
    faults = tuple(
        Fault(line, tr("The HTML is not well formed: {what}", what=message))
        for line, message in found
        if not _NOT_SAID.search(message)
    )
    return Page(root, faults)


def _limit(root: etree._Element) -> None:
    sections = pieces = 0
    for count, element in enumerate(root.iter(), 1):
        sections += tag_of(element) == "section"
        pieces += _is_island(element)
        if count > MOST or sections > MOST_SECTIONS or pieces > MOST_ISLANDS:
            raise TemplateError(tr("The file has too many elements for a report template."))
        if count % 50 == 0 or len(element) == 0:
            depth = sum(1 for _ in element.iterancestors())
            if depth > DEEPEST:
                raise TemplateError(
                    tr("Line {line}: elements are nested too deeply for a report template.", line=line_of(element))
                )


def line_of(element: etree._Element) -> int:
    return int(element.sourceline or 0)


def tag_of(element: etree._Element) -> str:
    """In lower case; "" of a comment."""
    return str(element.tag).lower() if isinstance(element.tag, str) else ""


def value(element: etree._Element, name: str, default: str = "") -> str:
    return str(element.get(name, default) or "")


def all_of(root: etree._Element, *tags: str) -> Iterator[etree._Element]:
    return (element for element in root.iter() if tag_of(element) in tags)


def words_of(element: etree._Element) -> str:
    """Its text and that of what is in it, with single blanks; no scripts, no comments."""
    return squeeze("".join(_texts(element)))


def _texts(element: etree._Element) -> Iterator[str]:
    if tag_of(element) in ("", "script", "style"):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def squeeze(text: str) -> str:
    return " ".join(text.split())


def islands(root: etree._Element) -> Iterator[tuple[int, str]]:
    """(line, text) of each piece of XML: in a <script type="text/xml">, or in a comment of the page."""
    for element in root.iter():
        if _is_island(element):
            yield line_of(element), element.text or ""


def _is_island(element: etree._Element) -> bool:
    of_script = tag_of(element) == "script" and "xml" in value(element, "type").lower()
    return of_script or (element.tag is etree.Comment and "<template_attributes" in (element.text or ""))
