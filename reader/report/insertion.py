"""Inserting the sentence about a finding, as a step of the case's history: Ctrl+Z over the pictures takes back what
Ctrl+I did there."""

from __future__ import annotations

from dataclasses import replace

from reader.core.history import Change
from reader.core.text import Told, tr
from reader.report.linking import own_words, replaced
from reader.report.model import DraftModel, Report, Statement


def insertion_step(draft: DraftModel, finding_uid: str) -> Change | None:
    """To be noted after the insertion; None where the report has no sentence about the finding. Main thread."""
    place = _place_of(draft.report, finding_uid)
    if place is None:
        return None
    section, line, statement = place

    def take_back() -> None:
        """A person's own words in the line stay; so does the line in which they have edited the generated ones."""
        found = _place_of(draft.report, finding_uid)
        if found is None or draft.read_only:
            return
        rest = own_words(draft.report, found[2], finding_uid)
        if rest is not None:
            draft.set_report(replaced(draft.report, *found[:2], rest if rest.text else None))

    def put_again() -> None:
        if _place_of(draft.report, finding_uid) is None and not draft.read_only:
            draft.set_report(_with_line(draft.report, section, line, statement))

    return Change(Told(lambda: tr("Sentence inserted")), put_again, take_back)


def _place_of(report: Report, finding_uid: str) -> tuple[int, int, Statement] | None:
    """Section, line (both from 0) and the sentence about a finding."""
    for number, section in enumerate(report.sections):
        for line, statement in enumerate(section.statements):
            if finding_uid in statement.finding_uids and not section.locked:
                return number, line, statement
    return None


def _with_line(report: Report, section: int, line: int, statement: Statement) -> Report:
    old = report.sections[section]
    changed = replace(old, statements=(*old.statements[:line], statement, *old.statements[line:]))
    return report.with_section(changed)
