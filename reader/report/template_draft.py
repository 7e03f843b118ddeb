"""A report template while it is edited: what it says, the verbs that change it, what can be undone. Main thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from uuid import uuid4

from psygnal import Signal

from reader.dicom.values import Code
from reader.report.model import ADDENDUM, AMENDMENT, FINDINGS, IMPRESSION, Report, Statement, Subject
from reader.report.mrrt.lines import Line, Offer, field_of, line_of
from reader.report.mrrt.model import (
    NOTHING_KNOWN,
    Situation,
    Suits,
    Template,
    TemplateField,
    TemplateSection,
    fields_of,
    sentences,
)
from reader.report.mrrt.reading import heading_of
from reader.terms.languages import language_of

_OWN_RIGHTS = "All rights reserved"
_STEPS = 500
_TAGS = {"zh": "zh-CN"}


@dataclass(frozen=True)
class Place:
    """A part of a template. section: from 0, -1 for the template itself. line: of that section from 0, -1 for the
    section itself."""

    section: int = -1
    line: int = -1


WHOLE = Place()


def new_template(title: str, language: str, author: str) -> Template:
    """One with a section for findings and one for the impression. language: of the report ("zh", "en")."""
    spoken = language_of(language)
    sections = tuple(
        TemplateSection(code, spoken.headings[code.value], required=True) for code in (FINDINGS, IMPRESSION)
    )
    return Template(
        _free_id(), title, _TAGS.get(spoken.tag, spoken.tag), sections, publisher=author, rights=author,
        license=_OWN_RIGHTS, date=date.today().isoformat(),
    )  # fmt: skip


def copy_of(template: Template, title: str, author: str) -> Template:
    """Another template that says the same. Its rights and licence stay those of the original."""
    return replace(template, template_id=_free_id(), title=title, publisher=author or template.publisher, source="")


def from_report(report: Report, template: Template | None, title: str, author: str) -> tuple[Template, int]:
    """What is written becomes the normal text; and how many lines were left out, since they are about a finding of
    this patient. template: that of the report, which says what its sentences are about."""
    made, left_out = new_template(title, report.language, author), 0
    sections: list[TemplateSection] = []
    for section in report.sections:
        if section.heading in (ADDENDUM, AMENDMENT):
            continue
        known = template.section(section.heading) if template is not None else None
        lines: list[TemplateField] = []
        for statement in section.statements:
            if statement.finding_uids or statement.algorithms:
                left_out += 1
            elif statement.text.strip():
                line = _line_about(statement.text, known)
                lines.append(field_of(line, f"s{len(sections) + 1}-line-{len(lines) + 1}"))
        sections.append(TemplateSection(section.heading, section.title, section.required, tuple(lines)))
    codes, suits = (template.codes, template.suits) if template is not None else ((), Suits())
    return replace(made, sections=tuple(sections), codes=codes, suits=suits), left_out


def _line_about(text: str, known: TemplateSection | None) -> Line:
    """The sentence as a line of its own, called as the one field of the template is that it speaks of."""
    offers = (Offer(text, normal=True),)
    about: set[TemplateField] = set()
    for sentence in sentences(text) if known is not None else ():
        about |= fields_of(sentence, known.fields) if known is not None else set()
    if len(about) != 1:
        return Line("", offers)
    one = about.pop()
    return Line(one.label, offers, sex=one.sex, topics=one.topics, removed=one.removed)


def names_of(subject: Subject) -> tuple[str, ...]:
    """What of a patient can't be in a text that is used for others."""
    name = subject.patient.name
    return (name.native, name.latin, *name.latin.split(), subject.patient.patient_id, subject.accession)


def filled_in(
    report: Report, template: Template, known: Situation = NOTHING_KNOWN, *, offered: bool = False
) -> Report:
    """An empty report with the normal text of each section; offered: with every other sentence behind it."""
    for section in template.sections:
        lines = list(section.normal("", known))
        for one in section.fields if offered else ():
            lines += [sentence for sentence in one.offered(known) if sentence not in lines]
        there = report.section(section.heading)
        report = report.with_section(replace(there, statements=tuple(map(Statement, lines))))
    return report


class TemplateDraft:
    """changed: it says something else. Every verb is one step to undo; typing in one place is one together, until
    `end_step`."""

    changed = Signal()

    def __init__(self, template: Template) -> None:
        self._template = template
        self._undone: list[Template] = []
        self._done: list[Template] = []
        self._kept: Template | None = template
        self._last: object = None

    @property
    def template(self) -> Template:
        return self._template

    @property
    def dirty(self) -> bool:
        """Whether it was changed since it was opened or kept."""
        return self._template != self._kept

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def section(self, place: Place) -> TemplateSection:
        return self._template.sections[place.section]

    def line(self, place: Place) -> Line:
        return line_of(self.section(place).fields[place.line])

    def never_kept(self) -> None:
        """No file says so."""
        self._kept = None

    def mark_kept(self, template: Template) -> None:
        """This is what its file says."""
        self._template, self._kept = template, template
        self.end_step()

    def dated(self) -> Template:
        """As it is kept today."""
        return replace(self._template, date=date.today().isoformat(), title=" ".join(self._template.title.split()))

    # -- verbs ----------------------------------------------------------------------------------------------

    def describe(
        self, *, title: str, language: str, description: str, codes: Iterable[Code], suits: Suits
    ) -> None:
        """What it is called, and for which exams it is."""
        new = replace(
            self._template, title=title, language=language, description=description, codes=tuple(codes),
            suits=suits,
        )  # fmt: skip
        self._take(new, "about")

    def put_section(self, place: Place, title: str, heading: Code | None, *, required: bool) -> None:
        """heading: None for one of its own, by its title."""
        title = " ".join(title.split())
        taken = {s.heading.value for n, s in enumerate(self._template.sections) if n != place.section}
        code = heading or heading_of(title, taken)
        self._replace(place.section, replace(self.section(place), title=title, heading=code, required=required),
                      ("section", place))  # fmt: skip

    def put_line(self, place: Place, line: Line) -> None:
        fields = list(self.section(place).fields)
        fields[place.line] = field_of(line, fields[place.line].field_id)
        self._replace(place.section, replace(self.section(place), fields=tuple(fields)), ("line", place))

    def add_section(self, after: Place, title: str) -> Place:
        """Below that of a place; at the end for the template itself."""
        sections = list(self._template.sections)
        at = after.section + 1 if after.section >= 0 else len(sections)
        heading = heading_of(title, {section.heading.value for section in sections})
        sections.insert(at, TemplateSection(heading, title))
        self._take(replace(self._template, sections=tuple(sections)))
        return Place(at)

    def add_line(self, after: Place, line: Line | None = None) -> Place:
        """Below a line, or at the end of a section. Raises ValueError for the template itself."""
        if after.section < 0:
            raise ValueError("a line is in a section")
        fields = list(self.section(after).fields)
        at = after.line + 1 if after.line >= 0 else len(fields)
        fields.insert(at, field_of(line or Line(offers=(Offer("", normal=True),)), self._free_field()))
        self._replace(after.section, replace(self.section(after), fields=tuple(fields)))
        return Place(after.section, at)

    def remove(self, place: Place) -> Place:
        """A line, or a section with its lines; where one is then."""
        if place.line >= 0:
            fields = list(self.section(place).fields)
            del fields[place.line]
            self._replace(place.section, replace(self.section(place), fields=tuple(fields)))
            return Place(place.section, min(place.line, len(fields) - 1))
        if place.section < 0:
            return place
        sections = list(self._template.sections)
        del sections[place.section]
        self._take(replace(self._template, sections=tuple(sections)))
        return Place(min(place.section, len(sections) - 1))

    def move(self, place: Place, by: int) -> Place:
        """Up (-1) or down (1); a line at the end of its section into the next one."""
        sections = list(self._template.sections)
        if place.section < 0:
            return place
        if place.line < 0:
            to = place.section + by
            if not 0 <= to < len(sections):
                return place
            sections[place.section], sections[to] = sections[to], sections[place.section]
            self._take(replace(self._template, sections=tuple(sections)))
            return Place(to)
        fields = list(sections[place.section].fields)
        one = fields.pop(place.line)
        to, at = place.section, place.line + by
        if not 0 <= at <= len(fields):
            to += by
            if not 0 <= to < len(sections):
                return place
            sections[place.section] = replace(sections[place.section], fields=tuple(fields))
            fields = list(sections[to].fields)
            at = 0 if by > 0 else len(fields)
        fields.insert(at, one)
        sections[to] = replace(sections[to], fields=tuple(fields))
        self._take(replace(self._template, sections=tuple(sections)))
        return Place(to, at)

    def end_step(self) -> None:
        """What is typed next is another step."""
        self._last = None

    def undo(self) -> None:
        self._step(self._done, self._undone)

    def redo(self) -> None:
        self._step(self._undone, self._done)

    # -- inside ---------------------------------------------------------------------------------------------

    def _step(self, taken_from: list[Template], into: list[Template]) -> None:
        if taken_from:
            into.append(self._template)
            self._template = taken_from.pop()
            self.end_step()
            self.changed.emit()

    def _replace(self, number: int, section: TemplateSection, typed: object = None) -> None:
        sections = list(self._template.sections)
        sections[number] = section
        self._take(replace(self._template, sections=tuple(sections)), typed)

    def _take(self, template: Template, typed: object = None) -> None:
        """typed: where; None for a step by itself."""
        if template == self._template:
            return
        if typed is None or typed != self._last:
            self._done.append(self._template)
            del self._done[:-_STEPS]
        self._last = typed
        self._undone.clear()
        self._template = template
        self.changed.emit()

    def _free_field(self) -> str:
        taken = {one.field_id for section in self._template.sections for one in section.fields}
        return next(name for name in (f"line-{number}" for number in count(1)) if name not in taken)


def _free_id() -> str:
    return f"own.{uuid4().hex[:16]}"
