"""All normal: the normal sentences of what nothing is written about yet, as one step.

Left out is what an accepted finding contradicts, organs of the other sex, and organs that were removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reader.core.history import Change
from reader.core.text import Told, tr
from reader.dicom.values import Code
from reader.findings.codes import display
from reader.findings.model import Finding
from reader.findings.service import is_bare, is_described, size_text, title
from reader.report.model import (
    CLINICAL_INFORMATION,
    COMPARISON,
    FINDINGS,
    IMPRESSION,
    DraftModel,
    Report,
    Statement,
)
from reader.report.mrrt.model import merged
from reader.report.sentences import sentence
from reader.report.template import Situation, Template

SectionKey = tuple[Code, int]
_SHOWN = 60  # characters of a line that is quoted


@dataclass(frozen=True)
class Filled:
    """The lines that go into a section, below what is written there."""

    key: SectionKey
    lines: tuple[str, ...]


def situation(
    report: Report, findings: Iterable[Finding], history: str = "", facts: Mapping[str, str] | None = None
) -> Situation:
    """What is known while this report is written. history: of the order and of earlier reports."""
    told, seen, unnamed = [], [], {}
    for finding in findings:
        if not is_described(finding):
            continue
        place = finding.site.meaning if finding.site is not None else ""
        told.append(f"{sentence(finding, report.language)} {place}".strip())
        if is_bare(finding):
            unnamed[told[-1]] = f"{title(finding)} {size_text(finding)}"
        if finding.site is None:
            seen += [finding.finding.meaning.lower(), display(finding.finding).lower()]
    clinical = "\n".join(s.text for s in report.sections if s.heading == CLINICAL_INFORMATION)
    sex, known = report.subject.patient.sex, tuple(dict.fromkeys(seen))
    return Situation(sex, f"{history}\n{clinical}", "\n".join(told), known, facts or {}, unnamed)


def all_normal(report: Report, template: Template, known: Situation) -> tuple[Filled, ...]:
    """What is filled in where; the impression only where the findings say nothing but what is normal, and the
    comparison only where it is known whether there is anything to compare with."""
    said = any(s.text.strip() for s in report.sections if s.heading == FINDINGS)
    abnormal = said or bool(known.besides)
    filled = []
    for section in report.sections:
        of_template = template.section(section.heading)
        if section.locked or of_template is None:
            continue
        if section.heading != FINDINGS and section.text.strip():
            continue
        if section.heading == IMPRESSION and abnormal:
            continue
        if section.heading == COMPARISON and "prior" not in known.facts:
            continue
        if lines := of_template.normal(section.text, known):
            filled.append(Filled(section.key, lines))
    return tuple(filled)


def unplaced(report: Report, template: Template, known: Situation) -> str:
    """The line that keeps the findings from being filled in, since it can't be given to any part of the template;
    "" for none."""
    for section in report.sections:
        of_template = template.section(section.heading)
        if section.heading != FINDINGS or section.locked or of_template is None:
            continue
        if line := of_template.unplaced(section.text, known):
            return line
    return ""


def names_no_organ(line: str, known: Situation) -> str:
    if (measured := known.unnamed.get(line)) is not None:  # it is in no text, only among the findings
        return tr("“{name}” has no name yet: name it, or choose the sentences from the menu.", name=measured)
    shown = line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
    return tr("“{line}” names no organ of this template; choose the sentences from the menu.", line=shown)


def filling_step(draft: DraftModel, filled: Sequence[Filled]) -> Change:
    """To be noted once it is done: as one step of the case. What was changed since stays. Main thread."""

    def take_back() -> None:
        if not draft.read_only:
            draft.set_report(_without(draft.report, filled))

    def put_again() -> None:
        if not draft.read_only:
            draft.set_report(_with(draft.report, filled))

    return Change(Told(lambda: tr("Normal findings filled in")), put_again, take_back)


def without_normal(report: Report, of: Template, new: Template, known: Situation) -> Report:
    """A report without the normal sentences of one template that another does not have, as long as they read just
    as the template says them. What is tied to a finding stays."""
    gone = _normal_sentences(of, known) - _normal_sentences(new, known)
    for section in report.sections:
        left = tuple(s for s in section.statements if s.finding_uids or s.text.strip() not in gone)
        if not section.locked and left != section.statements:
            report = report.with_section(replace(section, statements=left))
    return report


def put_back(report: Report, before: Report, after: Report) -> Report:
    """What was taken away from `before` to `after`, where it stood, in a report that was changed since."""
    for section in before.sections:
        there = next((s for s in report.sections if s.key == section.key and not s.locked), None)
        kept = next((s.statements for s in after.sections if s.key == section.key), section.statements)
        if there is None or kept == section.statements:
            continue
        statements = list(there.statements)
        for at, statement in enumerate(section.statements):
            if statement not in kept and statement not in statements:
                statements.insert(at, statement)
        report = report.with_section(replace(there, statements=tuple(statements)))
    return report


def _normal_sentences(template: Template, known: Situation) -> frozenset[str]:
    """All that it may fill in for this patient or another, except the fields' places for numbers."""
    lines = set()
    for one in (field for section in template.sections for field in section.fields):
        normal = {one.default, *(o for o, when in zip(one.options, one.when, strict=False) if when)}
        lines |= {merged(line, known.facts) for line in normal if line}
    return frozenset(lines)


def _without(report: Report, filled: Sequence[Filled]) -> Report:
    for part in filled:
        section = next((s for s in report.sections if s.key == part.key and not s.locked), None)
        if section is not None:
            left = [s for s in section.statements if s.finding_uids or s.text not in part.lines]
            report = report.with_section(replace(section, statements=tuple(left)))
    return report


def _with(report: Report, filled: Sequence[Filled]) -> Report:
    for part in filled:
        section = next((s for s in report.sections if s.key == part.key and not s.locked), None)
        if section is not None:
            there = {s.text for s in section.statements}
            new = (Statement(line) for line in part.lines if line not in there)
            report = report.with_section(replace(section, statements=(*section.statements, *new)))
    return report
