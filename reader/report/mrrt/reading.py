"""A template from an IHE MRRT file.

Read leniently, as they are in the wild: XML inside a comment, `<code>` never closed, headings without a code.
A script in a template is text here; it is never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from reader.core.text import tr
from reader.dicom.values import Code
from reader.report.mrrt.model import (
    Slot,
    SlotKind,
    Suits,
    Template,
    TemplateError,
    TemplateField,
    TemplateSection,
)
from reader.report.mrrt.page import all_of, islands, line_of, page_of, squeeze, tag_of, value, words_of
from reader.terms.languages import headings, known

SCHEMES = {"LOINC": "LN", "SNOMED": "SCT", "SNOMED-CT": "SCT", "SNOMEDCT": "SCT"}
REQUIRED = frozenset({"ALERT", "PROHIBIT"})
FIELDS = ("input", "select", "textarea")
NO_FIELD = frozenset({"button", "submit", "reset", "hidden", "image", "file"})
_SYNONYMS: dict[str, str] = {
    "finding": "59776-5", "findings": "59776-5", "observations": "59776-5", "检查所见": "59776-5",
    "影像表现": "59776-5", "影像学表现": "59776-5",
    "impression": "19005-8", "impressions": "19005-8", "conclusion": "19005-8", "影像诊断": "19005-8",
    "诊断印象": "19005-8", "印象": "19005-8",
    "clinical history": "55752-0", "clinical indication": "55752-0", "indication": "55752-0",
    "procedure": "55111-9", "procedure information": "55111-9", "imaging technique": "55111-9",
    "comparison studies": "18834-2", "recommendations": "18783-1",
}  # fmt: skip
_INPUTS = {
    "number": SlotKind.NUMBER,
    "range": SlotKind.NUMBER,
    "date": SlotKind.DATE,
    "datetime-local": SlotKind.DATE,
    "time": SlotKind.TIME,
}


@dataclass
class Attributes:
    """`<template_attributes>`: terms of the template, and the codes of each coded place by ORIGTXT, with the line
    of its entry."""

    terms: list[Code] = field(default_factory=list)
    coded: dict[str, list[Code]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    line: int = 0


def parse_template(text: str, fallback_id: str = "", source: str = "") -> Template:
    """A template from its HTML. Raises `TemplateError` where there is no section in it."""
    root = page_of(text).root
    attributes = attributes_of(root)
    outer = list(sections_of(root))
    if not outer:
        raise TemplateError(
            tr("This is not a report template: it has no sections."), tr("Only IHE MRRT templates are read.")
        )
    meta = meta_of(root)
    labels = {value(label, "for"): words_of(label) for label in all_of(root, "label") if value(label, "for")}
    sections: list[TemplateSection] = []
    taken: set[str] = set()
    for element in outer:
        name = squeeze(value(element, "data-section-name"))
        title = name or next((words_of(header) for header in all_of(element, "header")), "")
        heading = _heading(name or title, attributes.coded.get(value(element, "id"), ()), taken)
        taken.add(heading.value)
        required = value(element, "data-section-required").lower() in ("true", "1", "yes")
        fields = tuple(_Fields(labels).of(element))
        sections.append(TemplateSection(heading, title or heading.meaning, required, fields))
    title = next((words_of(element) for element in all_of(root, "title")), "")
    return Template(
        template_id=meta.get("dcterms.identifier") or fallback_id,
        title=meta.get("dcterms.title") or title or fallback_id,
        language=meta.get("dcterms.language") or value(root, "lang") or "en",
        sections=tuple(sections),
        codes=tuple(attributes.terms),
        publisher=meta.get("dcterms.publisher", ""),
        rights=meta.get("dcterms.rights", ""),
        description=meta.get("dcterms.description", ""),
        date=meta.get("dcterms.date", ""),
        suits=Suits(
            tuple(filter(None, (_words(group) for group in meta.get("reader.needs", "").split(";")))),
            _words(meta.get("reader.never", "")),
            _words(meta.get("reader.wishes", "")),
        ),
        source=source,
        license=meta.get("dcterms.license", ""),
    )


def heading_of(name: str, taken: Iterable[str] = ()) -> Code:
    """The code of a section by what it is called: LOINC where that is known, else one of our own scheme. taken: the
    values of codes that other sections have."""
    return _heading(name, (), set(taken))


def meta_of(root: etree._Element) -> dict[str, str]:
    """The first of each name, in lower case."""
    found: dict[str, str] = {}
    for element in all_of(root, "meta"):
        name = value(element, "name").lower()
        if name:
            found.setdefault(name, value(element, "content").strip())
    return found


def sections_of(root: etree._Element) -> Iterator[etree._Element]:
    """Those that are in no other one."""
    for element in all_of(root, "section"):
        if not any(tag_of(outer) == "section" for outer in element.iterancestors()):
            yield element


def attributes_of(root: etree._Element) -> Attributes:
    """Read as tag soup: `<code>` may be closed, self-closed or left open."""
    found = Attributes()
    for line, text in islands(root):
        for mark in ("<!--", "-->", "<![CDATA[", "]]>"):
            text = text.replace(mark, " ")
        if not text.strip():
            continue
        tree = etree.fromstring(text.encode(), etree.HTMLParser(no_network=True, encoding="utf-8"))
        if tree is None:
            continue
        for element in tree.iter():
            tag = tag_of(element)
            if tag == "template_attributes":
                found.line = found.line or line
            elif tag in ("top-level-flag", "status"):
                found.parts.setdefault(tag, (element.text or "").strip())
            elif tag == "entry":
                found.lines.setdefault(value(element, "origtxt"), line + line_of(element) - 1)
            elif tag == "code":
                _take_code(element, found)
    return found


def _take_code(element: etree._Element, found: Attributes) -> None:
    scheme = value(element, "scheme")
    code = Code(value(element, "value"), SCHEMES.get(scheme.upper(), scheme), value(element, "meaning"))
    entry = next((value(outer, "origtxt") for outer in element.iterancestors() if tag_of(outer) == "entry"), "")
    if code.value and entry:
        found.coded.setdefault(entry, []).append(code)
    elif code.value:
        found.terms.append(code)


class _Fields:
    """The fields of a section in reading order. A place without a label is called by the text before it."""

    def __init__(self, labels: dict[str, str]) -> None:
        self._labels, self._loose = labels, ""

    def of(self, section: etree._Element) -> Iterator[TemplateField]:
        yield from self._within(section)

    def _within(self, element: etree._Element) -> Iterator[TemplateField]:
        self._loose += element.text or ""
        for child in element:
            tag = tag_of(child)
            if tag in FIELDS:
                yield from self._field(child)
            elif tag == "section":
                self._loose = value(child, "data-section-name")
                yield from self._within(child)
            elif tag == "header":
                of_nested = tag_of(element) == "section" and _is_nested(element)
                self._loose = words_of(child) if of_nested else ""
            elif tag == "table" or (tag == "p" and is_prose(child)):
                yield prose_field(child)
                self._loose = ""
            elif tag not in ("", "label", "script", "style"):
                yield from self._within(child)
            self._loose += child.tail or ""

    def _field(self, element: etree._Element) -> Iterator[TemplateField]:
        tag, default = tag_of(element), ""
        options: tuple[str, ...] = ()
        when: tuple[str, ...] = ()
        if tag == "select":
            found = [(option_text(one), one) for one in all_of(element, "option")]
            found = [(text, one) for text, one in found if text]
            options = tuple(text for text, _ in found)
            when = tuple(value(one, "data-when") for _, one in found)
            default = next((text for text, one in found if one.get("selected") is not None), "")
        elif tag == "textarea":
            default = words_of(element)
        else:
            kind, content = value(element, "type", "text").lower(), squeeze(value(element, "value"))
            if kind in NO_FIELD:
                return
            ticked = kind not in ("checkbox", "radio") or element.get("checked") is not None
            options, default = ((content,) if content else ()), content if ticked else ""
        field_id = value(element, "id")
        label = self._labels.get(field_id) or squeeze(self._loose).rstrip(":：") or value(element, "name")
        self._loose = ""
        options = options or ((default,) if default else ())
        made = TemplateField(field_id, label, options, default, when=when if any(when) else ())
        yield _with_traits(made, element)


def _is_nested(section: etree._Element) -> bool:
    return any(tag_of(outer) == "section" for outer in section.iterancestors())


def _with_traits(made: TemplateField, element: etree._Element) -> TemplateField:
    asked = value(element, "data-field-completion-action").upper() in REQUIRED
    return replace(
        made,
        required=asked or any(slot.required for slot in made.slots),
        only=value(element, "data-only"),
        topics=tuple(value(element, "data-topics").lower().split()),
        removed=tuple(value(element, "data-removed").lower().split()),
        sex=value(element, "data-sex").upper(),
    )


def option_text(option: etree._Element) -> str:
    return words_of(option) or squeeze(value(option, "value"))


def is_prose(element: etree._Element) -> bool:
    """A sentence with places to fill in it, and not the label of a field."""
    return "prose" in value(element, "class").split()


def prose_field(element: etree._Element) -> TemplateField:
    """The sentence of a paragraph: its words with a token for each place to fill."""
    slots: list[Slot] = []
    of_table = tag_of(element) == "table"
    parts = _rows(element, slots) if of_table else _prose(element, slots)
    lines = "".join(parts).split("\n")
    text = "\n".join(line for line in map(squeeze, lines) if line)
    optional = of_table or value(element, "data-optional").lower() == "true"
    made = TemplateField(
        value(element, "id"), value(element, "title"), (text,) if text else (), "" if optional else text,
        slots=tuple(slots), prose=True,
    )  # fmt: skip
    return _with_traits(made, element)


def _rows(table: etree._Element, slots: list[Slot]) -> Iterator[str]:
    """A table as text: a line for each row, the first cell before a colon."""
    for row in all_of(table, "tr"):
        cells = [squeeze("".join(_prose(cell, slots))) for cell in all_of(row, "td", "th")]
        if any(cells):
            yield ": ".join(filter(None, (cells[0], "; ".join(filter(None, cells[1:]))))) + "\n"


def _prose(element: etree._Element, slots: list[Slot]) -> Iterator[str]:
    yield squeeze_in(element.text)
    for child in element:
        tag = tag_of(child)
        if tag in FIELDS:
            chosen = next(
                (option_text(o) for o in all_of(child, "option") if o.get("selected") is not None), ""
            ) or squeeze(value(child, "value"))
            slot = slot_of(child)
            if chosen and slot.kind is not SlotKind.MERGE:
                yield chosen
            else:
                slots.append(slot)
                yield slot.token + (f" {slot.unit}" if slot.unit else "")
        elif tag == "br":
            yield "\n"
        elif tag not in ("", "script", "style"):
            yield from _prose(child, slots)
        yield squeeze_in(child.tail)


def squeeze_in(text: str | None) -> str:
    """With single blanks, also at its ends: a line break in the file is none in the sentence."""
    return re.sub(r"\s+", " ", text or "")


def slot_of(element: etree._Element) -> Slot:
    tag, slot_id = tag_of(element), value(element, "id")
    required = value(element, "data-field-completion-action").upper() in REQUIRED
    if tag == "select":
        options = tuple(filter(None, (option_text(one) for one in all_of(element, "option"))))
        several = element.get("multiple") is not None
        kind = SlotKind.CHOICES if several else SlotKind.CHOICE
        return Slot(kind, slot_id, options=options, required=required)
    name = value(element, "name")
    if value(element, "data-field-merge-flag").lower() == "true":
        return Slot(SlotKind.MERGE, slot_id, name.lower(), required=required)
    kind = _INPUTS.get(value(element, "type", "text").lower(), SlotKind.TEXT) if tag == "input" else SlotKind.TEXT
    unit = value(element, "data-field-units")
    low, high = number(value(element, "min")), number(value(element, "max"))
    return Slot(kind, slot_id, name, unit, low, high, required=required)


def number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d{1,9}(?:\.\d{1,6})?", text.strip()) else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in (part.strip().lower() for part in text.split(",")) if word)


def _heading(name: str, codes: Iterable[Code], taken: set[str]) -> Code:
    """The LOINC code of a section: as coded, else by its name; else one of our own scheme."""
    for code in codes:
        if code.scheme == "LN" and code.value not in taken:
            return code
    name = name.strip().rstrip(":：").strip()
    for code_value, english in known()[0].headings.items():
        if code_value not in taken and name.lower() in map(str.lower, headings(code_value)):
            return Code(code_value, "LN", english)
    meant = _SYNONYMS.get(name.lower(), "")
    if meant and meant not in taken:
        return Code(meant, "LN", headings(meant)[0])
    slug = re.sub(r"\W+", "-", name).strip("-").upper() or "SECTION"
    free, count = slug[:16], 2
    while free in taken:
        free, count = f"{slug[:13]}-{count}", count + 1
    return Code(free, "99READER", name or "Section")
