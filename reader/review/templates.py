"""What a report's template asks of it: required parts that nothing is said of, and numbers beyond its limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reader.core.text import tr
from reader.report.model import FINDINGS, Report, Section
from reader.report.mrrt.model import Slot, SlotKind, Template, TemplateField, speaks_of
from reader.report.organs import SIGN, organs_of_field
from reader.report.template import load_templates, suiting
from reader.report.tokens import tokens
from reader.review.sides import shortened

_NUMBER = r"([-+]?\d{1,9}(?:[.,]\d{1,6})?)"


def against_template(report: Report, template: Template | None) -> Iterator[str]:
    """None for a template that is not there any more."""
    if template is None:
        return
    for section in report.sections:
        of_template = template.section(section.heading)
        if section.locked or of_template is None:
            continue
        for one in of_template.fields:
            yield from _beyond(section, one)
            asked = one.required and not one.only and one.sex in ("", report.subject.patient.sex)
            if asked and not _said(section, one):
                yield tr("The template asks for “{field}”; the report says nothing of it.", field=one.label)


def of_another_template(report: Report, template: Template | None) -> Iterator[str]:
    """Normal sentences about organs that neither the report's template nor one for the exam has."""
    if template is None:
        return
    subject = report.subject
    about = f"{subject.body_part} {subject.study_description}"
    here = _organs(template).union(*(_organs(t) for t in suiting(subject.modality, about, report.language)))
    if not _organs(template):
        return
    for statement in _normal_in(report):
        named = {organ.removeprefix(SIGN) for organ in organs_of_field(statement)}
        if named and not named & here:
            yield tr(
                "“{text}” is a normal sentence of another template; this exam's has no part for it.",
                text=shortened(statement),
            )


@lru_cache(maxsize=1)
def normal_sentences() -> frozenset[str]:
    """Of the templates that come with the program."""
    return frozenset().union(*(normal_of(template) for template in load_templates()))


def normal_with(template: Template | None) -> frozenset[str]:
    """Of the templates that come with the program, and of the one that a report is made from."""
    return normal_sentences() if template is None else normal_sentences() | normal_of(template)


def _normal_in(report: Report) -> Iterator[str]:
    for section in report.sections:
        if section.heading == FINDINGS and not section.locked:
            yield from (s.text for s in section.statements if s.text in normal_sentences())


@lru_cache(maxsize=200)
def normal_of(template: Template) -> frozenset[str]:
    """The normal sentences of a template, without those that name who is examined or when."""
    return frozenset(one.default for section in template.sections for one in section.fields if one.default)


def _organs(template: Template) -> frozenset[str]:
    fields = (one for s in template.sections if s.heading == FINDINGS for one in s.fields)
    return frozenset(organ.removeprefix(SIGN) for one in fields for organ in one.organs)


def _beyond(section: Section, one: TemplateField) -> Iterator[str]:
    limited = [slot for slot in one.slots if slot.kind is SlotKind.NUMBER]
    if not any(slot.minimum is not None or slot.maximum is not None for slot in limited):
        return
    for statement in section.statements:
        found = _pattern(one).search(statement.text)
        if found is None:
            continue
        for text, slot in zip(found.groups(), limited, strict=True):
            if text is not None and _is_beyond(float(text.replace(",", ".")), slot):
                yield tr(
                    "“{text}” gives {value}; the template expects {low} to {high}.",
                    text=shortened(statement.text), value=f"{text} {slot.unit}".strip(),
                    low=_bound(slot.minimum), high=_bound(slot.maximum),
                )  # fmt: skip


def _is_beyond(number: float, slot: Slot) -> bool:
    below = slot.minimum is not None and number < slot.minimum
    return below or (slot.maximum is not None and number > slot.maximum)


def _bound(number: float | None) -> str:
    return "…" if number is None else f"{number:g}"


def _said(section: Section, one: TemplateField) -> bool:
    text = section.text
    if any(option in text for option in one.options) or speaks_of(text.lower(), one.topics):
        return True
    return one.prose and any(_pattern(one).search(statement.text) for statement in section.statements)


@lru_cache(maxsize=1000)
def _pattern(one: TemplateField) -> re.Pattern[str]:
    """The sentence of a field, with anything that fits in its places; each number is a group."""
    text = one.options[0] if one.options else ""
    parts, end = [], 0
    for token, slot in zip(tokens(text), (s for s in one.slots if s.kind is not SlotKind.MERGE), strict=False):
        parts += [re.escape(text[end : token.start]), _place(slot)]
        end = token.end
    parts.append(re.escape(text[end:].rstrip(".。")))
    return re.compile(re.sub(r"\\\{[a-z0-9_.\\-]+\\\}", r"[^.;。；]{1,80}", "".join(parts)))


def _place(slot: Slot) -> str:
    if slot.kind is SlotKind.NUMBER:
        return rf"(?:{_NUMBER}|_+)"
    if slot.kind is SlotKind.CHOICE:
        options = "|".join(re.escape(option) for option in (*slot.options, slot.token))
        return f"(?:{options})"
    return r"[^.;。；]{1,200}"
