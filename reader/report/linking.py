"""What ties a sentence to its findings: what it was written from, and whether that still holds. Plain values.

A sentence that reads as it was generated follows its finding. One that a person has worded is only marked when the
finding changes: the text is the doctor's, and so is the decision.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from reader.findings.model import Finding, ImageReference, Status
from reader.findings.service import counts_for_report
from reader.report.model import Report, Statement
from reader.report.sentences import facts, sentence, statement
from reader.report.wording import (
    Span,
    core,
    ends_sentence,
    exchanged,
    facts_in,
    generated,
    knows_words,
    said_of,
    with_facts,
    without,
)
from reader.study.numbering import ImageNumber
from reader.terms.languages import known

Number = Callable[[ImageReference], ImageNumber | None]


def _no_number(image: ImageReference) -> ImageNumber | None:
    return None


class Trouble(Enum):
    """What is wrong between a sentence and its finding. GONE: it is not among the findings of the exam. WITHHELD:
    it rests on images that are kept off the screen, since they may be another patient's."""

    STALE = "stale"
    REJECTED = "rejected"
    UNJUDGED = "unjudged"
    WITHHELD = "withheld"
    GONE = "gone"


@dataclass(frozen=True)
class Loose:
    """A sentence whose tie does not hold: its place (section, line; both from 0), the finding, what is wrong."""

    section: int
    line: int
    statement: Statement
    finding_uid: str
    trouble: Trouble


def trouble_with(said: str, finding: Finding | None, *, withheld: bool = False) -> Trouble | None:
    """What is wrong with a tie to a finding; said: what the tie keeps of the sentence, "" if unknown. withheld:
    whether the finding rests on images that are kept off the screen."""
    if finding is None:
        return Trouble.GONE
    if finding.status is Status.REJECTED:
        return Trouble.REJECTED
    if not counts_for_report(finding):
        return Trouble.UNJUDGED
    if withheld:
        return Trouble.WITHHELD
    written = facts_in(said)
    return Trouble.STALE if written and written != facts(finding) else None


def loose(
    report: Report, findings: Mapping[str, Finding], withheld: Container[str] = frozenset()
) -> Iterator[Loose]:
    """Every tie of the report that does not hold, in reading order. withheld: tracking UIDs of the findings that
    rest on images which are kept off the screen."""
    for number, section in enumerate(report.sections):
        for line, written in enumerate(section.statements):
            for uid, said in ties(written):
                wrong = trouble_with(said, findings.get(uid), withheld=uid in withheld)
                if wrong is not None:
                    yield Loose(number, line, written, uid, wrong)


def ties(statement: Statement) -> Iterator[tuple[str, str]]:
    """(tracking UID, what is known of the sentence written from it or "") of each finding it points at."""
    for number, uid in enumerate(statement.finding_uids):
        yield uid, statement.said[number] if number < len(statement.said) else ""


def settled(report: Report, findings: Mapping[str, Finding], number: Number = _no_number) -> Report:
    """The report with what its ties should keep filled in where that is not known: a stored report has none of it.

    number: what an image is called, by which sentences are known to be generated ones.
    """

    def fill(written: Statement) -> Statement:
        said = tuple(_known(written.text, said, findings.get(uid), number) for uid, said in ties(written))
        return replace(written, said=said if any(said) else ())

    return _each(report, fill)


def followed(report: Report, before: Mapping[str, Finding], now: Mapping[str, Finding], number: Number) -> Report:
    """The report after findings have changed: sentences that read as generated from `before` say what `now` has.

    Signed sentences stay as they are.
    """

    def follow(written: Statement) -> Statement:
        for uid, said in list(ties(written)):
            old, new = before.get(uid), now.get(uid)
            if old is None or new is None or not counts_for_report(new) or facts(old) == facts(new):
                continue
            found = _found(written.text, old, number)
            if found is None:
                written = _with_said(written, uid, said if facts_in(said) else with_facts(said, facts(old)))
            else:
                span, language, numbered = found
                fresh = sentence(new, language, key_number(new, number) if numbered else None)
                text = exchanged(written.text, span, fresh)
                written = _with_said(replace(written, text=text), uid, said_of(facts(new), fresh))
        return written

    return _each(report, follow, signed=False)


def confirmed(statement: Statement, findings: Mapping[str, Finding]) -> Statement:
    """The sentence after a person said that it is right as it is: ties that can't hold are let go."""
    known = {uid: said for uid, said in ties(statement) if (f := findings.get(uid)) and counts_for_report(f)}
    said = tuple(with_facts(said, facts(findings[uid])) for uid, said in known.items())
    return Statement(statement.text, tuple(known), statement.algorithms if known else (), said)


def words_of(written: Statement, uid: str) -> Span | None:
    """Where the words are that were generated from a finding; None where they are not in the line word for word."""
    return next((generated(written.text, said) for tied, said in ties(written) if tied == uid), None)


def renewed(written: Statement, finding: Finding, language: str, number: Number) -> Statement | None:
    """The line with its generated words written again from the finding; what a person wrote besides stays.

    None where the generated words are not in it: it would be the person's that were overwritten.
    """
    span = words_of(written, finding.tracking_uid)
    if span is None:
        return None
    fresh = statement(finding, language, key_number(finding, number))
    text = exchanged(written.text, span, fresh.text)
    algorithms = tuple(dict.fromkeys((*written.algorithms, *fresh.algorithms)))
    changed = replace(written, text=text, algorithms=algorithms)
    return _with_said(changed, finding.tracking_uid, fresh.said[0])


def own_words(report: Report, written: Statement, uid: str) -> Statement | None:
    """What is left of a line without what was generated from a finding: what a person wrote, no longer tied to it.

    "" for its text where nothing is left. None where that can't be told.
    """
    span = words_of(written, uid)
    if span is not None:
        return untied(replace(written, text=without(written.text, span)), uid)
    every = (line for section in report.sections for line in section.statements if uid in line.finding_uids)
    elsewhere = any(words_of(line, uid) is not None for line in every)
    return untied(written, uid) if elsewhere and len(written.finding_uids) == 1 else None


def untied(written: Statement, *uids: str) -> Statement:
    """The line without its ties to some findings."""
    kept = {uid: said for uid, said in ties(written) if uid not in uids}
    said = tuple(kept.values()) if any(kept.values()) else ()
    return Statement(written.text, tuple(kept), written.algorithms if kept else (), said)


def piece(written: Statement, start: int, end: int) -> Statement:
    """A part of a line, such as is copied: tied to what it speaks of. Where the generated words are all in the rest
    of the line, it is a person's own."""
    words = {uid: generated(written.text, said) for uid, said in ties(written)}
    outside = [uid for uid, span in words.items() if span is not None and (span[1] <= start or span[0] >= end)]
    return untied(replace(written, text=written.text[start:end]), *outside)


def replaced(report: Report, section: int, line: int, statement: Statement | None) -> Report:
    """The report with another sentence in a place, or without it."""
    old = report.sections[section]
    new = () if statement is None else (statement,)
    changed = replace(old, statements=(*old.statements[:line], *new, *old.statements[line + 1 :]))
    return replace(report, sections=(*report.sections[:section], changed, *report.sections[section + 1 :]))


def _found(text: str, finding: Finding, number: Number) -> tuple[Span, str, bool] | None:
    """Where a text has what is generated from a finding, word for word: the place, the language, and whether it
    names the image; None if it is not in there."""
    for language in (entry.tag for entry in known()):
        for numbered in (True, False):
            written = core(sentence(finding, language, key_number(finding, number) if numbered else None))
            start = text.find(written)
            if start >= 0:
                return (start, start + len(written)), language, numbered
    return None


def key_number(finding: Finding, number: Number) -> ImageNumber | None:
    """What the image of a finding is called; None where it has none."""
    return number(finding.key_image) if finding.key_image is not None else None


def _known(text: str, said: str, finding: Finding | None, number: Number) -> str:
    """What a tie keeps, with what can be told from the finding as it is."""
    if finding is None or not counts_for_report(finding) or facts_in(said) not in ("", facts(finding)):
        return said
    if knows_words(said):
        return with_facts(said, facts(finding))
    found = _found(text, finding, number)
    if found is None or not ends_sentence(text, found[0][1]):
        return facts(finding)
    return said_of(facts(finding), text[slice(*found[0])])


def _with_said(written: Statement, uid: str, said: str) -> Statement:
    return replace(written, said=tuple(said if tied == uid else known for tied, known in ties(written)))


def _each(report: Report, change: Callable[[Statement], Statement], *, signed: bool = True) -> Report:
    sections = tuple(
        replace(section, statements=tuple(change(statement) for statement in section.statements))
        if signed or not section.locked
        else section
        for section in report.sections
    )
    return report if sections == report.sections else replace(report, sections=sections)
