"""A report that was begun in one language goes on in another: headings, and sentences that nobody has edited.

What a person wrote or changed stays word for word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reader.findings.model import Finding
from reader.report.linking import Number, key_number, ties
from reader.report.model import Report, Statement
from reader.report.sentences import sentence
from reader.report.template import Template, TemplateSection, load_templates
from reader.report.wording import facts_in, said_of
from reader.terms.languages import known, short


def in_language(
    report: Report,
    language: str,
    findings: Mapping[str, Finding],
    number: Number,
    templates: Iterable[Template] | None = None,
) -> Report:
    """The report by the same template in another language ("zh", "en" …); as it is where there is none.

    findings: by tracking UID; number: what an image is called, as generated sentences have it.
    """
    all_of_them = tuple(load_templates() if templates is None else templates)
    old = next((template for template in all_of_them if template.template_id == report.template_id), None)
    pairs = (t for t in all_of_them if old is not None and _pair(t, old))
    new = next((t for t in pairs if short(t.language) == language), None)
    if old is None or new is None or short(old.language) == language:
        return report
    sections = []
    for section in report.sections:
        before, after = old.section(section.heading), new.section(section.heading)
        if before is not None and after is not None:
            said = _sentences(before, after)
            statements = (_translated(s, said, language, findings, number) for s in section.statements)
            title = after.title if section.title == before.title else section.title
            section = replace(section, title=title, statements=tuple(statements))
        sections.append(section)
    return replace(report, template_id=new.template_id, language=language, sections=tuple(sections))


def _pair(one: Template, other: Template) -> bool:
    """Whether they are one template in two languages: their identifiers differ in the language at the end alone."""
    return one.template_id.removesuffix(one.language) == other.template_id.removesuffix(other.language)


def _sentences(before: TemplateSection, after: TemplateSection) -> dict[str, str]:
    """Each sentence that the template offers, with the same in the other language."""
    fields = {field.field_id: field for field in after.fields}
    pairs = ((field, fields[field.field_id]) for field in before.fields if field.field_id in fields)
    same = ((field, other) for field, other in pairs if len(field.options) == len(other.options))
    return {text: fresh for field, other in same for text, fresh in zip(field.options, other.options, strict=True)}


def _translated(
    statement: Statement, said: Mapping[str, str], language: str, findings: Mapping[str, Finding], number: Number
) -> Statement:
    text, words = said.get(statement.text, statement.text), dict(ties(statement))
    for uid in statement.finding_uids:
        finding = findings.get(uid)
        if finding is None:
            continue
        image = key_number(finding, number)
        for other in (entry.tag for entry in known()):
            for numbered in (image, None):
                if other != language and text == sentence(finding, other, numbered):
                    text = sentence(finding, language, numbered)
                    words[uid] = said_of(facts_in(words[uid]), text)
    return replace(statement, text=text, said=tuple(words.values()) if any(words.values()) else ())
