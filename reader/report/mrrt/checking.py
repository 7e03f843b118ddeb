"""Whether a file is a report template as IHE MRRT describes it, with the line of each thing that is not so.

Stricter than `reading`, which takes what is met in the wild: this is for who writes a template. What a template is
used without all the same is no grave fault. Nothing of a file is run or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from reader.core.text import tr
from reader.report.mrrt.lines import MERGED
from reader.report.mrrt.model import TemplateError
from reader.report.mrrt.page import Fault, all_of, islands, line_of, page_of, squeeze, tag_of, value, words_of
from reader.report.mrrt.reading import FIELDS, NO_FIELD, is_prose, meta_of, number, option_text, sections_of

_NEEDED = ("dcterms.title", "dcterms.identifier", "dcterms.type", "dcterms.language")
_WISHED = ("dcterms.publisher", "dcterms.rights", "dcterms.license", "dcterms.date", "dcterms.creator")
_TYPES = frozenset(
    {"TEXT", "NUMBER", "DATE", "TIME", "SELECTION_LIST", "CHECKBOX", "RADIO", "TEXTAREA", "EMPTY", "CHOICE"}
)
_ACTIONS = frozenset({"NONE", "ALERT", "PROHIBIT"})
_STATES = frozenset({"DRAFT", "ACTIVE", "RETIRED"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")
_WHEN = re.compile(r"[a-z][a-z0-9_.]*=[^=&\s]+(?:&[a-z][a-z0-9_.]*=[^=&\s]+)*")
_FETCHED = frozenset({"iframe", "frame", "object", "embed", "applet", "link", "audio", "video", "source", "base"})
_DEEPEST = 4
_LONGEST = 2000
_TOO_MANY = 200


@dataclass(frozen=True)
class Checked:
    """All that is wrong, by line. Grave: as it is, the file is not used."""

    grave: tuple[Fault, ...] = ()
    slight: tuple[Fault, ...] = ()

    @property
    def every(self) -> tuple[Fault, ...]:
        return tuple(sorted((*self.grave, *self.slight), key=lambda fault: fault.line))


def checked(text: str) -> Checked:
    """Any thread."""
    try:
        page = page_of(text)
    except TemplateError as error:
        return Checked((Fault(0, error.user_message),))
    root = page.root
    grave = [*_meta(root), *_island(root), *_sections(root), *_fields(root)]
    slight = [*page.faults, *_beginning(text), *_wished(root), *_island_form(root), *_run_or_fetched(root)]
    slight += _labels(root)
    lines = text.count("\n") + 1
    return Checked(*(tuple(dict.fromkeys(_within(fault, lines) for fault in part)) for part in (grave, slight)))


def _repeated(named: Iterable[tuple[etree._Element, str]]) -> Iterator[tuple[etree._Element, str]]:
    """Those whose name one before them has; an empty name is none."""
    seen: set[str] = set()
    for element, name in named:
        if name and name.lower() in seen:
            yield element, name
        seen.add(name.lower())


def _within(fault: Fault, lines: int) -> Fault:
    return fault if fault.line <= lines else Fault(lines, fault.text)


def _head(root: etree._Element) -> int:
    return next((line_of(element) for element in all_of(root, "head")), 1)


def _beginning(text: str) -> Iterator[Fault]:
    if not text.lstrip("\ufeff \t\r\n").lower().startswith("<!doctype html"):
        yield Fault(1, tr("The file does not begin with <!DOCTYPE html>."))


def _meta(root: etree._Element) -> Iterator[Fault]:
    meta = meta_of(root)
    lines = {value(element, "name").lower(): line_of(element) for element in all_of(root, "meta")}
    for name in _NEEDED:
        if not meta.get(name):
            yield Fault(lines.get(name, _head(root)), tr("The metadata “{name}” is missing.", name=name))
    if meta.get("dcterms.type") and meta["dcterms.type"] != "IMAGE_REPORT_TEMPLATE":
        yield Fault(lines["dcterms.type"], tr("“dcterms.type” has to be IMAGE_REPORT_TEMPLATE."))
    language = meta.get("dcterms.language", "")
    if language and not _LANGUAGE.fullmatch(language):
        yield Fault(lines["dcterms.language"], tr("“{value}” is no language, such as en or zh-CN.", value=language))
    when = meta.get("dcterms.date", "")
    if when and not _is_date(when[:10]):
        yield Fault(lines["dcterms.date"], tr("“{value}” is no date, such as 2026-01-31.", value=when))
    for element, name in _repeated((one, value(one, "name").lower()) for one in all_of(root, "meta")):
        if name.startswith(("dcterms.", "reader.")):
            yield Fault(line_of(element), tr("The metadata “{name}” is there twice.", name=name))


def _wished(root: etree._Element) -> Iterator[Fault]:
    meta = meta_of(root)
    for name in _WISHED:
        if not meta.get(name):
            yield Fault(_head(root), tr("The metadata “{name}” is missing.", name=name))


def _island(root: etree._Element) -> Iterator[Fault]:
    found = [(line, text) for line, text in islands(root) if "template_attributes" in text]
    if not found:
        yield Fault(_head(root), tr("There is no <template_attributes>."))
    for line, _ in found[1:]:
        yield Fault(line, tr("There is more than one <template_attributes>."))
    for line, text in found:
        if at := re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
            yield Fault(line + text[: at.start()].count("\n"), tr("Entities may not be defined in a template."))
            continue
        tree = _xml(text)
        if tree is not None:
            yield from _attributes(tree, line, root)


def _attributes(tree: etree._Element, line: int, root: etree._Element) -> Iterator[Fault]:
    at = line - 1
    declared = {value(one, "name") for one in all_of(tree, "coding_scheme")}
    ids = {value(one, "id") for one in root.iter() if isinstance(one.tag, str)}
    texts = {tag_of(one): ((one.text or "").strip(), line_of(one) + at) for one in tree.iter()}
    flag, of_flag = texts.get("top-level-flag", ("", line))
    if flag not in ("true", "false"):
        yield Fault(of_flag, tr("<top-level-flag> has to be true or false."))
    state, of_state = texts.get("status", ("", line))
    if state not in _STATES:
        yield Fault(of_state, tr("<status> has to be DRAFT, ACTIVE or RETIRED."))
    for code in all_of(tree, "code"):
        missing = [name for name in ("value", "scheme", "meaning") if not value(code, name)]
        if missing:
            yield Fault(line_of(code) + at, tr("A code lacks its {what}.", what=", ".join(missing)))
        elif value(code, "scheme") not in declared:
            scheme = value(code, "scheme")
            yield Fault(line_of(code) + at, tr("The coding scheme “{name}” is not declared.", name=scheme))
    for entry, origin in _repeated((one, value(one, "ORIGTXT")) for one in all_of(tree, "entry")):
        yield Fault(line_of(entry) + at, tr("ORIGTXT “{name}” is there twice.", name=origin))
    for entry in all_of(tree, "entry"):
        origin = value(entry, "ORIGTXT")
        if not origin:
            yield Fault(line_of(entry) + at, tr("An entry lacks ORIGTXT."))
        elif origin not in ids:
            yield Fault(line_of(entry) + at, tr("ORIGTXT “{name}” is the id of nothing in the page.", name=origin))


def _island_form(root: etree._Element) -> Iterator[Fault]:
    for line, text in islands(root):
        if "template_attributes" not in text or re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
            continue
        parser = _parser(recover=False)
        try:
            etree.fromstring(_bare(text).encode(), parser)
        except etree.XMLSyntaxError as error:
            at = line + max(1, error.lineno or 1) - 1
            yield Fault(at, tr("<template_attributes> is no well-formed XML."))


def _xml(text: str) -> etree._Element | None:
    try:
        return etree.fromstring(_bare(text).encode(), _parser(recover=True))
    except etree.XMLSyntaxError:
        return None


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )


def _bare(text: str) -> str:
    """Without what wraps it; as many lines, and nothing before the root that isn't XML."""
    for mark in ("<!--", "-->", "<![CDATA[", "]]>"):
        text = text.replace(mark, "")
    first = text.find("<template_attributes")
    return "\n" * text[:first].count("\n") + text[first:] if first >= 0 else text


def _run_or_fetched(root: etree._Element) -> Iterator[Fault]:
    for element in root.iter():
        tag, line = tag_of(element), line_of(element)
        if tag == "script" and "xml" not in value(element, "type").lower():
            yield Fault(line, tr("Scripts in a template are never run."))
        if tag in _FETCHED or (tag == "img" and not value(element, "src").startswith("data:")):
            yield Fault(line, tr("<{tag}> is never fetched.", tag=tag))
        if tag == "style" and "@import" in (element.text or ""):
            yield Fault(line, tr("<{tag}> is never fetched.", tag=tag))
        if not tag:
            continue
        for name, text in element.attrib.items():
            if str(name).lower().startswith("on") or str(text).strip().lower().startswith("javascript:"):
                yield Fault(line, tr("Scripts in a template are never run."))


def _sections(root: etree._Element) -> Iterator[Fault]:
    outer = list(sections_of(root))
    if not outer:
        body = next((line_of(element) for element in all_of(root, "body")), 1)
        yield Fault(body, tr("There is no <section>."))
    for element, name in _repeated((one, squeeze(value(one, "data-section-name"))) for one in outer):
        yield Fault(line_of(element), tr("The section “{name}” is there twice.", name=name))
    for element in all_of(root, "section"):
        line, name = line_of(element), squeeze(value(element, "data-section-name"))
        if not name:
            yield Fault(line, tr("A section lacks data-section-name."))
        if value(element, "data-section-required", "false").lower() not in ("true", "false"):
            yield Fault(line, tr("data-section-required has to be true or false."))
        if sum(1 for one in element.iterancestors() if tag_of(one) == "section") >= _DEEPEST:
            yield Fault(line, tr("Sections are nested too deeply."))


def _fields(root: etree._Element) -> Iterator[Fault]:
    named = [one for one in root.iter() if isinstance(one.tag, str) and one.get("id") is not None]
    for one, name in _repeated((one, value(one, "id")) for one in named):
        yield Fault(line_of(one), tr("The id “{name}” is there twice.", name=name))
    for one in named:
        if not value(one, "id"):
            yield Fault(line_of(one), tr("An id is empty."))
    fields = 0
    for element in all_of(root, *FIELDS):
        if value(element, "type").lower() in NO_FIELD:
            continue
        fields += 1
        yield from _field(element)
    if fields > _TOO_MANY:
        yield Fault(0, tr("The template has more than {most} fields.", most=_TOO_MANY))
    for element in all_of(root, "p", "select", "textarea", "input", "option", "table"):
        yield from _traits(element)
    for element in all_of(root, "p"):
        if is_prose(element) and not words_of(element) and not list(all_of(element, *FIELDS)):
            yield Fault(line_of(element), tr("A sentence is empty."))


def _field(element: etree._Element) -> Iterator[Fault]:
    tag, line = tag_of(element), line_of(element)
    if not any(tag_of(outer) == "section" for outer in element.iterancestors()):
        yield Fault(line, tr("A field is in no section."))
    if element.get("id") is None:
        yield Fault(line, tr("A field lacks its id."))
    kind = value(element, "data-field-type")
    if kind and kind.upper() not in _TYPES:
        yield Fault(line, tr("“{value}” is no type of a field.", value=kind))
    action = value(element, "data-field-completion-action", "NONE")
    if action.upper() not in _ACTIONS:
        yield Fault(line, tr("data-field-completion-action has to be NONE, ALERT or PROHIBIT."))
    if tag == "select":
        yield from _options(element)
    elif tag == "input":
        yield from _input(element)
    if len(words_of(element)) > _LONGEST and tag == "textarea":
        yield Fault(line, tr("The text of a field is too long."))


def _options(element: etree._Element) -> Iterator[Fault]:
    line, options = line_of(element), list(all_of(element, "option"))
    if not options:
        yield Fault(line, tr("A choice has no options."))
    for option, text in _repeated((one, option_text(one)) for one in options):
        yield Fault(line_of(option), tr("The option “{name}” is there twice.", name=text))
    inline = any(tag_of(outer) == "p" and is_prose(outer) for outer in element.iterancestors())
    for option in options:
        text = option_text(option)
        if not text:
            yield Fault(line_of(option), tr("An option is empty."))
        if len(text) > _LONGEST:
            yield Fault(line_of(option), tr("The text of a field is too long."))
        if inline and (re.search(r"[\[\]|]", text) or len(text) > 80):
            said = tr("An option within a sentence has up to 80 characters, and no [, ] or |.")
            yield Fault(line_of(option), said)
    defaults = [option for option in options if option.get("selected") is not None]
    if len(defaults) > 1 and element.get("multiple") is None:
        yield Fault(line_of(defaults[1]), tr("A choice of one has several defaults."))
    if inline and len(options) == 1:
        yield Fault(line, tr("A choice within a sentence needs at least two options."))


def _input(element: etree._Element) -> Iterator[Fault]:
    line, kind, default = line_of(element), value(element, "type", "text").lower(), value(element, "value")
    of_number = kind in ("number", "range") or value(element, "data-field-type").upper() == "NUMBER"
    if of_number:
        yield from _limits(element)
    elif value(element, "min") or value(element, "max"):
        yield Fault(line, tr("Only a number has limits."))
    if kind == "date" and default and not _is_date(default):
        yield Fault(line, tr("“{value}” is no date, such as 2026-01-31.", value=default))
    if kind == "time" and default and not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?", default):
        yield Fault(line, tr("“{value}” is no time, such as 08:30.", value=default))
    merge = value(element, "data-field-merge-flag")
    if merge and merge.lower() not in ("true", "false"):
        yield Fault(line, tr("data-field-merge-flag has to be true or false."))
    if merge.lower() == "true" and value(element, "name").lower() not in MERGED:
        known, name = ", ".join(MERGED), value(element, "name")
        said = tr("“{name}” is nothing that can be filled in. Known are: {known}", name=name, known=known)
        yield Fault(line, said)
    if kind in ("checkbox", "radio") and not squeeze(default):
        yield Fault(line, tr("A box to tick has no value."))


def _limits(element: etree._Element) -> Iterator[Fault]:
    line = line_of(element)
    low, high, default = (number(value(element, name)) for name in ("min", "max", "value"))
    for name, found in (("min", low), ("max", high), ("value", default)):
        if value(element, name) and found is None:
            yield Fault(line, tr("“{value}” is no number.", value=value(element, name)))
    if low is not None and high is not None and low > high:
        yield Fault(line, tr("The lowest value is above the highest."))
    if default is not None and ((low is not None and default < low) or (high is not None and default > high)):
        yield Fault(line, tr("The default is out of the limits."))


def _traits(element: etree._Element) -> Iterator[Fault]:
    line = line_of(element)
    if value(element, "data-sex").upper() not in ("", "M", "F"):
        yield Fault(line, tr("data-sex has to be M or F."))
    for name in ("data-when", "data-only"):
        condition = value(element, name)
        if condition and not _WHEN.fullmatch(condition):
            yield Fault(line, tr("“{value}” is no condition, such as contrast=yes.", value=condition))
        elif condition and any(part.split("=")[0] not in MERGED for part in condition.split("&")):
            yield Fault(line, tr("“{value}” asks for something that is not known.", value=condition))


def _labels(root: etree._Element) -> Iterator[Fault]:
    ids = {value(one, "id") for one in all_of(root, *FIELDS)}
    for label in all_of(root, "label"):
        name = value(label, "for")
        if name and name not in ids:
            yield Fault(line_of(label), tr("A label is for “{name}”, which is no field.", name=name))


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False
