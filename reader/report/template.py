"""Report templates: IHE MRRT, HTML with the headings and the sentences that a report is made from.

Read leniently, as they are in the wild: XML inside a comment, `<code>` never closed, headings without a code.
A script in a template is text here; it is never run.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from reader.core.errors import ReaderError
from reader.core.profile import RESOURCES
from reader.core.text import tr
from reader.dicom.values import Code, Person
from reader.report.model import (
    DIAGNOSTIC_IMAGING_REPORT,
    Report,
    Section,
    Subject,
)
from reader.terms.languages import headings, known

FOLDER = RESOURCES / "templates"
LARGEST = 2_000_000
_log = logging.getLogger(__name__)

# Words by which a body part is known in an order, an exam description or (0018,0015).
_ANATOMY: dict[str, tuple[str, ...]] = {
    "51185008": ("CHEST", "THORAX", "LUNG", "胸", "肺"),
    "818981001": ("ABDOMEN", "腹"),
    "69536005": ("HEAD", "BRAIN", "SKULL", "头", "颅", "脑"),
}
_SCHEMES = {"LOINC": "LN", "SNOMED": "SCT", "SNOMED-CT": "SCT", "SNOMEDCT": "SCT"}
_SYNONYMS: dict[str, str] = {
    "finding": "59776-5", "findings": "59776-5", "observations": "59776-5", "检查所见": "59776-5",
    "影像表现": "59776-5", "影像学表现": "59776-5",
    "impression": "19005-8", "impressions": "19005-8", "conclusion": "19005-8", "影像诊断": "19005-8",
    "诊断印象": "19005-8", "印象": "19005-8",
    "clinical history": "55752-0", "clinical indication": "55752-0", "indication": "55752-0",
    "procedure": "55111-9", "procedure information": "55111-9", "imaging technique": "55111-9",
    "comparison studies": "18834-2", "recommendations": "18783-1",
}  # fmt: skip


class TemplateError(ReaderError):
    """A file that is no report template."""


@dataclass(frozen=True)
class TemplateField:
    """One place to fill: its label, the sentences offered, and the one meant as normal ("" for none).

    topics: words that say the section speaks of this already; then "fill normal" leaves it out.
    """

    field_id: str
    label: str
    options: tuple[str, ...] = ()
    default: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class TemplateSection:
    heading: Code
    title: str
    required: bool = False
    fields: tuple[TemplateField, ...] = ()

    def normal(self, text: str = "") -> tuple[str, ...]:
        """The default sentences of those fields of which `text` says nothing yet."""
        said = text.lower()
        return tuple(
            field.default
            for field in self.fields
            if field.default and field.default.lower() not in said and not any(t in said for t in field.topics)
        )


@dataclass(frozen=True)
class Template:
    """A report template. language: RFC 5646. codes: modality (DCM) and anatomy (SCT, RadLex …) it is for."""

    template_id: str
    title: str
    language: str
    sections: tuple[TemplateSection, ...]
    codes: tuple[Code, ...] = ()
    publisher: str = ""
    rights: str = ""

    def section(self, heading: Code) -> TemplateSection | None:
        return next((section for section in self.sections if section.heading == heading), None)

    def new_report(self, subject: Subject, author: Person) -> Report:
        """An empty report with these headings; no sentence is in it until the author takes it."""
        sections = tuple(Section(s.heading, s.title, (), s.required) for s in self.sections)
        return Report(
            subject, self.template_id, DIAGNOSTIC_IMAGING_REPORT, self.language.split("-")[0], sections, author
        )

    def complete(self, report: Report) -> Report:
        """The report with the headings it lacks added, and which are required (an SR does not say)."""
        have = {section.heading: section for section in report.sections}
        mine = tuple(
            replace(have[s.heading], required=s.required)
            if s.heading in have
            else Section(s.heading, s.title, (), s.required)
            for s in self.sections
        )
        known = {section.heading for section in self.sections}
        return replace(report, sections=(*mine, *(s for s in report.sections if s.heading not in known)))


@lru_cache(maxsize=4)
def load_templates(folder: Path = FOLDER) -> tuple[Template, ...]:
    """All templates of a folder by file name; one that can't be read is left out and named in the log.

    Read once: every case that is opened looks through all of them.
    """
    templates = []
    for path in sorted(folder.glob("*.htm*")):
        try:
            templates.append(read_template(path))
        except TemplateError as error:
            _log.warning("template %s: %s", path.name, error)
    return tuple(templates)


def read_template(path: Path) -> Template:
    """One template file. Raises `TemplateError`."""
    try:
        if path.stat().st_size > LARGEST:
            raise TemplateError(tr("{file} is too large for a report template.", file=path.name))
        return parse_template(_decode(path.read_bytes()), path.stem)
    except OSError as cause:
        raise TemplateError(tr("The template {file} can't be read.", file=path.name)) from cause


def choose_template(
    modality: str, body_part: str, language: str, templates: Iterable[Template] | None = None
) -> Template:
    """The template that fits best: language first, then modality and anatomy; else the general one.

    body_part: (0018,0015), or any text that names it ("胸部CT平扫"). A template for another modality or another
    part of the body never fits. Raises `TemplateError` where there is none at all.
    """
    ranked = [
        (template.language.split("-")[0] == language.split("-")[0].split("_")[0], fit, template)
        for template in (load_templates() if templates is None else templates)
        if (fit := _fit(template, modality, body_part)) >= 0
    ]
    if not ranked:
        raise TemplateError(
            tr("There is no report template for this exam."), tr("Reinstall the program, or add a template.")
        )
    return max(ranked, key=lambda entry: entry[:2])[2]


def _fit(template: Template, modality: str, body_part: str) -> int:
    modalities = {code.value for code in template.codes if code.scheme == "DCM"}
    anatomy = [words for code in template.codes for words in (_ANATOMY.get(code.value),) if words]
    if modalities and modality not in modalities:
        return -1
    if anatomy and not any(word in body_part.upper() for words in anatomy for word in words):
        return -1
    return bool(modalities) + 2 * bool(anatomy)


def parse_template(text: str, fallback_id: str = "") -> Template:
    """A template from its HTML. Raises `TemplateError` where there is no section in it."""
    page = _Page()
    page.feed(text)
    page.close()
    attributes = _Attributes()
    attributes.feed(page.xml.replace("<!--", " ").replace("-->", " ").replace("<![CDATA[", " ").replace("]]>", " "))
    attributes.close()
    if not page.sections:
        raise TemplateError(
            tr("This is not a report template: it has no sections."), tr("Only IHE MRRT templates are read.")
        )
    language = page.meta.get("language") or page.language or "en"
    sections: list[TemplateSection] = []
    taken: set[str] = set()
    for raw in page.sections:
        heading = _heading(raw, attributes.coded.get(raw.section_id, ()), taken)
        taken.add(heading.value)
        sections.append(TemplateSection(heading, raw.title or heading.meaning, raw.required, tuple(raw.fields)))
    return Template(
        template_id=page.meta.get("identifier") or fallback_id,
        title=page.meta.get("title") or page.title.strip() or fallback_id,
        language=language,
        sections=tuple(sections),
        codes=tuple(attributes.terms),
        publisher=page.meta.get("publisher", ""),
        rights=page.meta.get("rights", ""),
    )


def _heading(raw: _RawSection, codes: Iterable[Code], taken: set[str]) -> Code:
    """The LOINC code of a section: as coded, else by its name; else one of our own scheme."""
    for code in codes:
        if code.scheme == "LN" and code.value not in taken:
            return code
    name = (raw.name or raw.title).strip().rstrip(":：").strip()
    for value, english in known()[0].headings.items():
        if value not in taken and name.lower() in map(str.lower, headings(value)):
            return Code(value, "LN", english)
    meant = _SYNONYMS.get(name.lower(), "")
    if meant and meant not in taken:
        return Code(meant, "LN", headings(meant)[0])
    slug = re.sub(r"\W+", "-", name).strip("-").upper() or "SECTION"
    value, number = slug[:16], 2
    while value in taken:
        value, number = f"{slug[:13]}-{number}", number + 1
    return Code(value, "99READER", name or "Section")


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


class _RawSection:
    def __init__(self, section_id: str, name: str, required: bool) -> None:
        self.section_id = section_id
        self.name = name
        self.required = required
        self.title = ""
        self.fields: list[TemplateField] = []


class _Page(HTMLParser):
    """The HTML of a template: metadata, the XML island, and the sections with their fields."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.language = ""
        self.title = ""
        self.xml = ""
        self.sections: list[_RawSection] = []
        self._depth = 0
        self._inside = ""  # the element whose text is being gathered
        self._script = ""
        self._loose = ""  # text since the last field: its label where no <label> says it
        self._labels: dict[str, str] = {}
        self._label_for = ""
        self._field: dict[str, str] = {}
        self._options: list[tuple[str, bool]] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang", "")
        elif tag == "meta":
            name = values.get("name", "").lower()
            if name.startswith("dcterms."):
                self.meta.setdefault(name.removeprefix("dcterms."), values.get("content", "").strip())
        elif tag == "script":
            self._inside, self._script = "script", values.get("type", "").lower()
        elif tag == "section":
            self._open_section(values)
        elif tag in ("title", "header", "textarea"):
            self._inside, self._text, self._field = tag, "", values
        elif tag == "label":
            self._inside, self._text, self._label_for = tag, "", values.get("for", "")
        elif tag == "select":
            self._field, self._options, self._inside = values, [], "select"
        elif tag == "option":
            self._close_option()
            self._options.append((values.get("value", ""), "selected" in values))
            self._inside, self._text = "option", ""
        elif tag == "input":
            self._input(values)

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._depth = max(0, self._depth - 1)
        elif tag == "title":
            self.title = self._text
        elif tag == "header" and self.sections:
            section = self.sections[-1]
            if self._depth <= 1 and not section.title:
                section.title = _squeeze(self._text)
            else:
                self._loose = self._text
        elif tag == "label":
            self._labels[self._label_for] = _squeeze(self._text)
        elif tag == "option":
            self._close_option()
        elif tag == "select":
            self._close_option()
            options = tuple(text for text, _ in self._options if text)
            default = next((text for text, chosen in self._options if chosen), "")
            self._add_field(self._field, options, default)
        elif tag == "textarea":
            self._add_field(self._field, (), _squeeze(self._text))
        else:
            return
        self._inside = "select" if tag == "option" else ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            if "xml" in self._script:
                self.xml += data
        elif self._inside in ("title", "header", "label", "option", "textarea"):
            self._text += data
        elif self._inside == "" and self._depth:
            self._loose += data

    def handle_comment(self, data: str) -> None:
        if "<template_attributes" in data:  # the whole island put into a comment of the page
            self.xml += data

    def _open_section(self, values: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > 1:  # a nested section is a labelled part of the one around it
            self._loose = values.get("data-section-name", "")
            return
        required = values.get("data-section-required", "").lower() in ("true", "1", "yes")
        section = _RawSection(values.get("id", ""), values.get("data-section-name", ""), required)
        section.title = _squeeze(section.name)
        self.sections.append(section)
        self._loose = ""

    def _close_option(self) -> None:
        if self._inside == "option" and self._options:
            value, chosen = self._options[-1]
            self._options[-1] = (_squeeze(self._text) or _squeeze(value), chosen)
            self._inside = "select"

    def _input(self, values: dict[str, str]) -> None:
        kind = values.get("type", "text").lower()
        if kind in ("button", "submit", "reset", "hidden", "image", "file"):
            return
        content = _squeeze(values.get("value", ""))
        if kind in ("checkbox", "radio"):
            self._add_field(values, (content,) if content else (), content if "checked" in values else "")
        else:
            self._add_field(values, (), content)

    def _add_field(self, values: dict[str, str], options: tuple[str, ...], default: str) -> None:
        if not self.sections:
            return
        field_id = values.get("id", "")
        label = self._labels.get(field_id) or _squeeze(self._loose).rstrip(":：") or values.get("name", "")
        options = options or ((default,) if default else ())
        topics = tuple(values.get("data-topics", "").lower().split())
        self.sections[-1].fields.append(TemplateField(field_id, label, options, default, topics))
        self._loose = ""


class _Attributes(HTMLParser):
    """`<template_attributes>`: terms of the whole template, and the code of each coded place by ORIGTXT.

    Read as tag soup: `<code>` may be closed, self-closed or left open.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.terms: list[Code] = []
        self.coded: dict[str, list[Code]] = {}
        self._entry = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "entry":
            self._entry = values.get("origtxt", "")
        elif tag == "code":
            scheme = _SCHEMES.get(values.get("scheme", "").upper(), values.get("scheme", ""))
            code = Code(values.get("value", ""), scheme, values.get("meaning", ""))
            if code.value and self._entry:
                self.coded.setdefault(self._entry, []).append(code)
            elif code.value:
                self.terms.append(code)

    def handle_endtag(self, tag: str) -> None:
        if tag == "entry":
            self._entry = ""


def _squeeze(text: str) -> str:
    return " ".join(text.split())
