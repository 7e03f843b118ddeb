"""What may be added to a signed report: an addendum below it, or an amendment in its place. Plain values.

An addendum is a section of its own (LOINC 55107-7) under text that stays as it was signed. An amendment opens the
text; what was wrong with it is said in a section of its own. Both are reports that name the signed one as their
predecessor, and are reviewed and signed as every report is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum

from reader.core.text import tr
from reader.dicom.values import Person
from reader.report.model import ADDENDUM, AMENDMENT, IMPRESSION, Report, Section, Statement
from reader.review.diff import flag_text
from reader.review.sides import shortened
from reader.terms.languages import language_of


class Supplement(Enum):
    """The value is what a task says (`ups.tasks.Subject.supplement`)."""

    ADDENDUM = "addendum"
    AMENDMENT = "amendment"


_HEADINGS = {Supplement.ADDENDUM: ADDENDUM, Supplement.AMENDMENT: AMENDMENT}


def begun(signed: Report, kind: Supplement, author: Person) -> Report:
    """A new one: the signed report with an empty section for the addendum, or for why it is amended."""
    return _with_section(signed, signed, kind, author, ())


def carried_over(report: Report, signed: Report, newest: Report, kind: Supplement) -> Report:
    """What supplements one signed version as a supplement of one that was signed since: its own section, and of an
    amendment the sections that it changes. Where both changed a section, the new lines of both stand in it."""
    before = {section.key: section for section in signed.sections}
    written = {section.key: section for section in report.sections}
    own = [s for key, s in written.items() if s.heading == _HEADINGS[kind] and key not in before]
    sections = newest.sections
    if kind is Supplement.AMENDMENT:
        sections = tuple(_changed(s, before.get(s.key), written.get(s.key)) for s in newest.sections)
    positive = newest.positive if report.positive == signed.positive else report.positive
    whole = replace(newest, sections=sections, positive=positive)
    return _with_section(whole, newest, kind, report.author, own[-1].statements if own else ())


def _changed(section: Section, before: Section | None, written: Section | None) -> Section:
    if before is None or written is None or written.text == before.text:
        return section
    if section.text == before.text:
        return replace(section, statements=written.statements)
    there = {line for text in (before.text, section.text) for line in text.splitlines()}
    new = tuple(statement for statement in written.statements if not there.issuperset(statement.text.splitlines()))
    return replace(section, statements=(*section.statements, *new))


def _with_section(
    report: Report, signed: Report, kind: Supplement, author: Person, statements: tuple[Statement, ...]
) -> Report:
    """With one more section of its heading, behind those that are there: they are numbered as they stand."""
    heading, count = _HEADINGS[kind], sum(section.heading == _HEADINGS[kind] for section in signed.sections)
    title = language_of(signed.language).headings.get(heading.value, heading.meaning)
    new = Section(heading, f"{title} {count + 1}" if count else title, statements, number=count + 1)
    sections = list(report.sections)
    last = max((n for n, section in enumerate(sections, 1) if section.heading == heading), default=0)
    sections.insert(last if kind is Supplement.AMENDMENT else len(sections), new)
    return resumed(replace(report, sections=tuple(sections), author=author), signed, kind)


def resumed(report: Report, signed: Report, kind: Supplement) -> Report:
    """One that was written before: its new section has to be filled, and what it must leave alone is locked."""
    before = {section.key: section for section in signed.sections}
    sections = []
    for section in report.sections:
        old = before.get(section.key)
        if old is None:
            section = replace(section, required=section.heading == _HEADINGS[kind])
        elif _stays(old, kind):
            section = replace(old, locked=True)
        elif section.heading == IMPRESSION:
            section = replace(section, required=True)
        sections.append(section)
    positive = signed.positive if kind is Supplement.ADDENDUM else report.positive
    return replace(report, sections=tuple(sections), positive=positive)


def kind_of(report: Report, signed: Report) -> Supplement | None:
    """What a report is to the signed one before it; None where it is neither: a report of another program."""
    before = {section.key for section in signed.sections}
    new = {section.heading for section in report.sections if section.key not in before}
    if AMENDMENT in new:
        return Supplement.AMENDMENT
    return Supplement.ADDENDUM if ADDENDUM in new else None


def untouched(report: Report, signed: Report) -> bool:
    """Whether nothing was written yet."""
    return says_the_same(report, signed)


def says_the_same(report: Report, before: Report) -> bool:
    """Whether each section has the text that it had, and what is new is empty."""
    texts = {section.key: section.text for section in before.sections}
    same = all(section.text.strip() == texts.get(section.key, "").strip() for section in report.sections)
    return same and report.positive == before.positive


def amends_nothing(report: Report, signed: Report) -> bool:
    """An amendment that says why, and leaves everything that was signed as it was."""
    before = {section.key: section.text.strip() for section in signed.sections}
    now = {section.key: section.text.strip() for section in report.sections if section.key in before}
    return kind_of(report, signed) is Supplement.AMENDMENT and now == before and report.positive == signed.positive


def addenda_taken_out(report: Report, signed: Report) -> Iterator[str]:
    """Of each signed addendum of which an amendment leaves nothing: what it said."""
    left = {section.key for section in report.sections if section.text.strip()}
    for section in signed.sections:
        if section.heading == ADDENDUM and section.text.strip() and section.key not in left:
            yield tr("The signed addendum is taken out: “{text}”", text=shortened(section.text))


def text_changes(report: Report, signed: Report) -> Iterator[str]:
    """What of the signed report has other words, and whether it is positive where it was not."""
    now = {section.key: section.text.strip() for section in report.sections}
    kept = [section for section in signed.sections if now.get(section.key) or section.heading != ADDENDUM]
    changed = [section.title for section in kept if now.get(section.key, "") != section.text.strip()]
    if changed:
        yield tr("Changed in the text: {sections}.", sections=tr(", ").join(changed))
    if report.positive is not signed.positive:
        old, new = flag_text(signed.positive), flag_text(report.positive)
        yield tr("Changed from “{old}” to “{new}”.", old=old, new=new)


def problem(report: Report, signed: Report) -> str:
    """Why a report may not follow on a signed one, in the user's words; "" where it may."""
    kind = kind_of(report, signed)
    if kind is None:
        return tr("The signed report can't be replaced by another one.")
    before = {section.key: section for section in signed.sections}
    new = [s for s in report.sections if s.key not in before and s.heading == _HEADINGS[kind]]
    if not any(section.text.strip() for section in new):
        if kind is Supplement.ADDENDUM:
            return tr("The addendum is empty.")
        return tr("The reason for the amendment is missing.")
    now = {section.key: section for section in report.sections}
    kept = [section for section in signed.sections if _stays(section, kind)]
    changed = any(section.key not in now or now[section.key].text != section.text for section in kept)
    if changed or (kind is Supplement.ADDENDUM and report.positive != signed.positive):
        return tr("Text that was signed has changed.")
    return ""


def _stays(signed: Section, kind: Supplement) -> bool:
    """Whether a section of the signed report stays as it is: all below an addendum; why it was amended always. What
    was added can be wrong as everything else, and is then amended."""
    return kind is Supplement.ADDENDUM or signed.heading == AMENDMENT
