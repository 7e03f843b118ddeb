"""What ties a sentence to its findings: what it was written from, and whether that still holds. Plain values.

A sentence that reads as it was generated follows its finding. One that a person has worded is only marked when the
finding changes: the text is the doctor's, and so is the decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from reader.findings.model import Finding, ImageReference, Status
from reader.findings.service import counts_for_report
from reader.report.model import Report, Statement
from reader.report.sentences import facts, sentence
from reader.study.numbering import ImageNumber
from reader.terms.languages import known

Number = Callable[[ImageReference], ImageNumber | None]


class Trouble(Enum):
    """What is wrong between a sentence and its finding. GONE: it is not among the findings of the exam."""

    STALE = "stale"
    REJECTED = "rejected"
    UNJUDGED = "unjudged"
    GONE = "gone"


@dataclass(frozen=True)
class Loose:
    """A sentence whose tie does not hold: its place (section, line; both from 0), the finding, what is wrong."""

    section: int
    line: int
    statement: Statement
    finding_uid: str
    trouble: Trouble


def trouble_with(said: str, finding: Finding | None) -> Trouble | None:
    """What is wrong with a tie to a finding; said: the facts that the sentence was written from, "" if unknown."""
    if finding is None:
        return Trouble.GONE
    if finding.status is Status.REJECTED:
        return Trouble.REJECTED
    if not counts_for_report(finding):
        return Trouble.UNJUDGED
    return Trouble.STALE if said and said != facts(finding) else None


def loose(report: Report, findings: Mapping[str, Finding]) -> Iterator[Loose]:
    """Every tie of the report that does not hold, in reading order."""
    for number, section in enumerate(report.sections):
        for line, statement in enumerate(section.statements):
            for uid, said in ties(statement):
                wrong = trouble_with(said, findings.get(uid))
                if wrong is not None:
                    yield Loose(number, line, statement, uid, wrong)


def ties(statement: Statement) -> Iterator[tuple[str, str]]:
    """(tracking UID, facts that it was written from or "") of each finding it points at."""
    for number, uid in enumerate(statement.finding_uids):
        yield uid, statement.said[number] if number < len(statement.said) else ""


def settled(report: Report, findings: Mapping[str, Finding]) -> Report:
    """The report with the facts filled in where they are not known: a stored report does not carry them."""

    def fill(statement: Statement) -> Statement:
        said = tuple(known or _facts_of(findings.get(uid)) for uid, known in ties(statement))
        return replace(statement, said=said if any(said) else ())

    return _each(report, fill)


def followed(report: Report, before: Mapping[str, Finding], now: Mapping[str, Finding], number: Number) -> Report:
    """The report after findings have changed: sentences that read as generated from `before` say what `now` has.

    Signed sentences stay as they are.
    """

    def follow(statement: Statement) -> Statement:
        for place, (uid, said) in enumerate(list(ties(statement))):
            old, new = before.get(uid), now.get(uid)
            if old is None or new is None or not counts_for_report(new) or facts(old) == facts(new):
                continue
            text = _renewed(statement.text, old, new, number)
            if text is None:
                statement = _with_said(statement, place, said or facts(old))
            else:
                statement = _with_said(replace(statement, text=text), place, facts(new))
        return statement

    return _each(report, follow, signed=False)


def confirmed(statement: Statement, findings: Mapping[str, Finding]) -> Statement:
    """The sentence after a person said that it is right as it is: ties that can't hold are let go."""
    kept = [uid for uid in statement.finding_uids if (f := findings.get(uid)) is not None and counts_for_report(f)]
    algorithms = statement.algorithms if kept else ()
    return Statement(statement.text, tuple(kept), algorithms, tuple(facts(findings[uid]) for uid in kept))


def replaced(report: Report, section: int, line: int, statement: Statement | None) -> Report:
    """The report with another sentence in a place, or without it."""
    old = report.sections[section]
    new = () if statement is None else (statement,)
    changed = replace(old, statements=(*old.statements[:line], *new, *old.statements[line + 1 :]))
    return replace(report, sections=(*report.sections[:section], changed, *report.sections[section + 1 :]))


def _renewed(text: str, old: Finding, new: Finding, number: Number) -> str | None:
    """The text with what was generated from the old finding replaced by what the new one gives; None if it is not
    in there word for word."""
    for language in (entry.tag for entry in known()):
        for numbered in (True, False):
            written = sentence(old, language, key_number(old, number) if numbered else None).rstrip("。.")
            if written in text:
                fresh = sentence(new, language, key_number(new, number) if numbered else None).rstrip("。.")
                return text.replace(written, fresh, 1)
    return None


def key_number(finding: Finding, number: Number) -> ImageNumber | None:
    """What the image of a finding is called; None where it has none."""
    return number(finding.key_image) if finding.key_image is not None else None


def _facts_of(finding: Finding | None) -> str:
    return facts(finding) if finding is not None and counts_for_report(finding) else ""


def _with_said(statement: Statement, place: int, said: str) -> Statement:
    every = [known for _, known in ties(statement)]
    every[place] = said
    return replace(statement, said=tuple(every))


def _each(report: Report, change: Callable[[Statement], Statement], *, signed: bool = True) -> Report:
    sections = tuple(
        replace(section, statements=tuple(change(statement) for statement in section.statements))
        if signed or not section.locked
        else section
        for section in report.sections
    )
    return report if sections == report.sections else replace(report, sections=sections)
