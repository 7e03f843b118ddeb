"""What is wrong with a template that is edited, by the place of it: first in the words of who writes it, then as
the MRRT checker says it of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.core.text import tr
from reader.dicom.texts import without_controls
from reader.report.mrrt.checking import checked
from reader.report.mrrt.lines import MERGED
from reader.report.mrrt.model import Template, TemplateField
from reader.report.mrrt.page import Fault
from reader.report.mrrt.writing import placed
from reader.report.phrases import names_patient
from reader.report.template_draft import WHOLE, Place
from reader.terms.languages import language_of

LONGEST = 2000
_BRACES = re.compile(r"\{([^{}\n]{0,60})\}")
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Problem:
    """grave: as it is, the template can't be used, and so not be saved. line: of the file, 0 for none."""

    place: Place
    text: str
    grave: bool = True
    line: int = 0


def problems(template: Template, names: Sequence[str] = ()) -> tuple[Problem, ...]:
    """In the order of the places. names: of the patient whose report is open, who can't be in it."""
    own = [*_whole(template, names), *_sections(template, names)]
    if own:
        return tuple(own)
    lines = list(placed(template))
    found = checked("\n".join(line for line, _, _ in lines) + "\n")
    where = [Place(section, field) for _, section, field in lines]
    every = (*_named(found.grave, where, grave=True), *_named(found.slight, where, grave=False))
    return tuple(sorted(every, key=lambda one: (one.place.section, one.place.line)))


def title_of(template: Template, place: Place) -> str:
    """A place in words: "Findings › Lungs"; the template's title for all of it."""
    if place.section < 0:
        return template.title
    section = template.sections[place.section]
    if place.line < 0:
        code = section.heading
        return section.title or language_of(template.language).headings.get(code.value, code.meaning)
    one = section.fields[place.line]
    return f"{section.title} › {one.label or ' '.join(one.options[:1])[:30] or place.line + 1}"


def _named(faults: Iterable[Fault], where: Sequence[Place], *, grave: bool) -> Iterator[Problem]:
    for fault in faults:
        at = where[fault.line - 1] if 0 < fault.line <= len(where) else WHOLE
        yield Problem(at, fault.text, grave, fault.line)


def _whole(template: Template, names: Sequence[str]) -> Iterator[Problem]:
    if not template.title.strip():
        yield Problem(WHOLE, tr("The template has no title."))
    suits = template.suits
    words = (*(word for group in suits.needs for word in group), *suits.never, *suits.wishes)
    yield from _text(WHOLE, "\n".join((template.title, template.description, *words)), names, braces=False)
    if not template.sections:
        yield Problem(WHOLE, tr("The template has no section."))


def _sections(template: Template, names: Sequence[str]) -> Iterator[Problem]:
    titles: set[str] = set()
    for number, section in enumerate(template.sections):
        at, title = Place(number), section.title.strip()
        if not title:
            yield Problem(at, tr("The section has no title."))
        elif title.lower() in titles:
            yield Problem(at, tr("The section “{name}” is there twice.", name=title))
        elif any(section.heading == other.heading for other in template.sections[:number]):
            yield Problem(at, tr("There is another section of this kind."))
        titles.add(title.lower())
        yield from _text(at, title, names, braces=False)
        for line, one in enumerate(section.fields):
            yield from _line(Place(number, line), one, names)


def _line(at: Place, one: TemplateField, names: Sequence[str]) -> Iterator[Problem]:
    if not one.label and not one.options:
        yield Problem(at, tr("The line is empty."))
    twice = {option for number, option in enumerate(one.options) if option in one.options[:number]}
    for option in sorted(twice):
        yield Problem(at, tr("The sentence “{text}” is there twice.", text=option[:60]))
    if any(len(option) > LONGEST for option in one.options):
        yield Problem(at, tr("A sentence has at most {count} characters.", count=LONGEST))
    for slot in one.slots:
        if slot.minimum is not None and slot.maximum is not None and slot.minimum > slot.maximum:
            yield Problem(at, tr("The lowest value is above the highest."))
    yield from _text(at, "\n".join((one.label, *one.options)), names, braces=True)


def _text(at: Place, text: str, names: Sequence[str], *, braces: bool) -> Iterator[Problem]:
    if without_controls(text) != text or _HALF.search(text):
        yield Problem(at, tr("The text contains control characters."))
    if names_patient(text, names):
        yield Problem(at, tr("The text names the patient. Templates are used for other patients too."))
    for name in _BRACES.findall(text) if braces else ():
        if name not in MERGED:
            yield Problem(at, tr("“{name}” can’t be filled in.", name="{" + name + "}"))
