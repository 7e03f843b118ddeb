"""Left and right, wherever they are said: of a finding, where it lies, in its sentence, the impression, the exam.

Only contradictions are told: a side that is named alone against the other one named alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import fmean

from reader.core.text import tr
from reader.dicom.ups.workitem import Workitem
from reader.dicom.values import Code
from reader.findings.codes import display
from reader.findings.model import Finding
from reader.findings.service import counts_for_report, title
from reader.report.critical_section import CRITICAL_RESULTS
from reader.report.model import (
    ADDENDUM,
    AMENDMENT,
    CLINICAL_INFORMATION,
    COMPARISON,
    FINDINGS,
    IMPRESSION,
    TECHNIQUE,
    Report,
)
from reader.review import words
from reader.review.denials import affirmed
from reader.study.model import Instance, Series, Study

_SIDE_CODES = {
    ("7771000", "SCT"): words.LEFT, ("24028007", "SCT"): words.RIGHT,
    ("G-A101", "SRT"): words.LEFT, ("G-A100", "SRT"): words.RIGHT,
    ("T-A101", "SRT"): words.LEFT, ("T-A100", "SRT"): words.RIGHT,
}  # fmt: skip
_ACROSS_MM = 220.0
"""Images that are narrower may show one side alone."""
_BESIDE_MM = 40.0
"""What lies so far from the middle, of the images and of the scanner, is on one side of the patient."""
_OTHER = {words.LEFT: words.RIGHT, words.RIGHT: words.LEFT}
_LONG = 40
_FEW = 8
"""So many characters of what comes before the words of a quotation are kept where it is cut at a word."""
_SENTENCE_ENDS = re.compile(r"(?<=[.;!?])\s|(?<=[。；！？])")


def contradictions_of_side(
    report: Report, screen: Study, order: Workitem | None, findings: Sequence[Finding]
) -> Iterator[str]:
    """In the user's words."""
    counted, exam = [f for f in findings if counts_for_report(f)], _exam_side(report, screen, order)
    lies = {f.tracking_uid: _lies_on(f, screen) or _lies_on_image(f, screen, exam) for f in findings}
    for finding in counted:
        yield from _own(finding)
        yield from _placed(finding, lies[finding.tracking_uid])
    known = {f.tracking_uid: side_of(f) or lies[f.tracking_uid] for f in findings}
    for section in report.sections:
        for statement in section.statements:
            named = words.sides(statement.text)
            own = frozenset[str]().union(*(known.get(uid, frozenset()) for uid in statement.finding_uids))
            if len(own) == 1 and named and not own & named:
                yield tr("“{text}”: side differs from the linked finding.", text=shortened(statement.text))
    yield from _impression(report, [known[finding.tracking_uid] for finding in counted])
    yield from _on_both(report, frozenset[str]().union(*(known[finding.tracking_uid] for finding in counted)))
    yield from _addendum(report)
    yield from _side_by_side(report)
    text = "\n".join(section.text for section in report.sections)
    if len(exam) == 1 and words.sides(text) and not exam & words.sides(text):
        yield tr("The exam is of one side; the report describes only the other.")


def _own(finding: Finding) -> Iterator[str]:
    """A side that the finding's own location contradicts, whether it is in the report or not."""
    if finding.site is None or finding.laterality is None:
        return
    side, site = side_of(finding), words.sides(finding.site.meaning)
    if side and site and not side & site:
        yield tr(
            "{finding}: the side is “{side}”, the location “{site}”.",
            finding=title(finding), side=display(finding.laterality), site=display(finding.site),
        )  # fmt: skip


def _placed(finding: Finding, lies_on: frozenset[str]) -> Iterator[str]:
    """A side that is not the one on which it lies in the images."""
    side, said = side_of(finding), finding.laterality or finding.site
    if said is None or len(side) != 1 or not lies_on or side == lies_on:
        return
    if words.LEFT in side:
        lies = tr("{finding}: the side is “{side}”, but in the images it lies on the patient's right.",
                  finding=title(finding), side=display(said))  # fmt: skip
        yield lies
    else:
        lies = tr("{finding}: the side is “{side}”, but in the images it lies on the patient's left.",
                  finding=title(finding), side=display(said))  # fmt: skip
        yield lies


def _lies_on(finding: Finding, screen: Study) -> frozenset[str]:
    """The one side of the patient on which it lies by its coordinates (LPS: left is positive); none near the
    middle, or where the images may show one side alone."""
    if finding.place is None or finding.space is None:
        return frozenset()
    spans = [span for series in screen.series if (span := _span(series, finding.space.uid)) is not None]
    if not spans:
        return frozenset()
    low, high = min(low for low, _ in spans), max(high for _, high in spans)
    x, away = finding.place[0], finding.place[0] - (low + high) / 2
    if high - low < _ACROSS_MM or x * away <= 0 or min(abs(x), abs(away)) < _BESIDE_MM:
        return frozenset()
    return frozenset((words.LEFT if x > 0 else words.RIGHT,))


def _lies_on_image(finding: Finding, screen: Study, exam: frozenset[str]) -> frozenset[str]:
    """The same on a radiograph, whose header says which way its rows run (PS3.3 C.7.6.1.1.1); not in an exam of one
    side, whose middle is not the patient's."""
    if len(exam) == 1:
        return frozenset()
    images = {i.sop_instance_uid: i for series in screen.series for i in series.instances}
    sides = set()
    for shape in finding.shapes:
        image = images.get(shape.image.sop_instance_uid) if shape.image is not None else None
        if image is None or shape.in_patient or not shape.points or image.laterality in (words.LEFT, words.RIGHT):
            return frozenset()
        runs_to = image.patient_orientation[0][:1]
        width = image.pixel_size(0)[1] if image.calibration is not None else 0.0
        away = (fmean(point[0] for point in shape.points) - image.columns / 2) * width
        if runs_to not in (words.LEFT, words.RIGHT) or image.columns * width < _ACROSS_MM or abs(away) < _BESIDE_MM:
            return frozenset()
        sides.add(runs_to if away > 0 else _OTHER[runs_to])
    return frozenset(sides) if len(sides) == 1 else frozenset()


def _span(series: Series, space_uid: str) -> tuple[float, float] | None:
    """From where to where its images reach across the patient, in mm; None where it is in another space."""
    inside = (i for i in series.instances if space_uid in (i.frame_of_reference_uid, series.series_uid))
    corners = [x for instance in inside for x in _corners(instance)]
    return (min(corners), max(corners)) if corners else None


def _corners(instance: Instance) -> Iterator[float]:
    for plane in instance.planes:
        right = plane.row[0] * plane.spacing[1] * (instance.columns - 1)
        down = plane.column[0] * plane.spacing[0] * (instance.rows - 1)
        yield from (plane.position[0] + a * right + b * down for a in (0, 1) for b in (0, 1))


def _impression(report: Report, listed: Sequence[frozenset[str]]) -> Iterator[str]:
    """Organ by organ where organs are named; else what is named alone, here and there. What is said not to be there
    is on no side. listed: the sides of each finding in the list."""
    told, concluded = (affirmed(_text(report, heading)) for heading in (FINDINGS, IMPRESSION))
    organs = _apart(told, concluded)
    for organ in organs:
        yield tr("Findings and impression name different sides ({organ}).", organ=organ)
    if organs:
        return
    named, before = words.sides(concluded), words.sides(told)
    if named and before and not named & before:
        yield tr("Findings and impression name different sides.")
    elif named and listed and all(listed) and not named & frozenset().union(*listed):
        yield tr("The impression names another side than the findings in the list.")


def _on_both(report: Report, listed: frozenset[str]) -> Iterator[str]:
    """What the impression says of both sides and the findings of one; so does the list."""
    told, concluded = (affirmed(_text(report, heading)) for heading in (FINDINGS, IMPRESSION))
    if words.SEVERAL.search(told):
        return
    for thing in sorted(words.on_both_sides(concluded)):
        if len(words.sides_meant(told, thing) | listed) == 1 and words.sided_organs(told).get(thing):
            yield tr("Findings and impression name different sides ({organ}).", organ=tr(words.ORGANS[thing]))


def _addendum(report: Report) -> Iterator[str]:
    """What is added, or was, against the rest, as `_impression`."""
    own = [section for section in report.sections if section.heading == ADDENDUM and not section.locked]
    rest = [s for s in report.sections if s not in own and s.heading != AMENDMENT]
    added, told = (affirmed("\n".join(s.text for s in some)) for some in (own, rest))
    organs = _apart(told, added)
    for organ in organs:
        yield tr("The addendum and the rest of the report name different sides ({organ}).", organ=organ)
    named, before = words.sides(added), words.sides(told)
    if not organs and named and before and not named & before:
        yield tr("The addendum and the rest of the report name different sides.")


def _side_by_side(report: Report) -> Iterator[str]:
    """ "The left right lobe": a word that was to be replaced, or the other one, was left."""
    for section in report.sections:
        for statement in () if section.locked or section.heading == CLINICAL_INFORMATION else section.statements:
            for said in words.pairs_of_sides(statement.text):
                text = shortened(statement.text, around=said)
                yield tr("“{text}”: left and right beside each other. Delete the wrong one.", text=text)


def told_of_another_side(report: Report, results: Sequence[str]) -> Iterator[str]:
    """Of these texts of critical results those that name another side than the report does by now: whoever was told
    believes it. As `_impression`."""
    others = (CRITICAL_RESULTS, CLINICAL_INFORMATION, TECHNIQUE, COMPARISON)
    rest = affirmed("\n".join(section.text for section in report.sections if section.heading not in others))
    for result in results:
        said = affirmed(result)
        named, before = words.sides(said), words.sides(rest)
        apart = _apart(rest, said) and not words.seen_alike(rest, said)
        if apart or (named and before and not named & before):
            yield tr("The critical result “{text}” names another side than the report.", text=shortened(result))


def _apart(told: str, said: str) -> list[str]:
    """The organs of which two texts name different sides, in the user's words."""
    seen, organs = words.sided_organs(told), words.sided_organs(said)
    differ = [organ for organ, named in organs.items() if seen.get(organ) and named and not seen[organ] & named]
    chosen = [name for name in differ if name not in words.SEEN] or differ
    return [tr(words.ORGANS[organ]) for organ in chosen] or _things_apart(told, said)


def _things_apart(told: str, said: str) -> list[str]:
    """The same of what is on no list: the parotid gland, the psoas muscle."""
    seen, things = words.beside_sides(told), words.beside_sides(said)
    return [
        thing for thing, named in things.items()
        if seen.get(thing) and not (seen[thing] | words.sides_with(told, thing)) & named
    ]  # fmt: skip


def _exam_side(report: Report, screen: Study, order: Workitem | None) -> frozenset[str]:
    """The one side the exam is of, from its description, the order, or the laterality of its images."""
    described = " ".join((screen.description, order.procedure if order else "", report.subject.study_description))
    named = words.sides(described)
    if named:
        return named
    return frozenset(
        instance.laterality
        for series in screen.series
        for instance in series.instances
        if instance.laterality in (words.LEFT, words.RIGHT)
    )


def side_of(finding: Finding) -> frozenset[str]:
    """As it was stated, else as its site names it."""
    if finding.laterality is not None:
        side = _SIDE_CODES.get((finding.laterality.value, finding.laterality.scheme))
        return frozenset((side,)) if side else words.sides(finding.laterality.meaning)
    return words.sides(finding.site.meaning) if finding.site is not None else frozenset()


def _text(report: Report, heading: Code) -> str:
    return "\n".join(section.text for section in report.sections if section.heading == heading)


def shortened(text: str, around: str = "") -> str:
    """The beginning of a sentence, in one line; with words of it, the sentence that has them, as much as there is
    room for, of what comes before them more than of what follows."""
    line, words = " ".join(text.split()), " ".join(around.split())
    at = line.find(words) if words else -1
    if len(line) <= _LONG or at < 0:
        return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"
    first = max((end.end() for end in _SENTENCE_ENDS.finditer(line) if end.end() <= at), default=0)
    last = next((end.end() for end in _SENTENCE_ENDS.finditer(line) if end.start() >= at + len(words)), len(line))
    if last - first > _LONG:
        room, follows = max(0, _LONG - len(words)), last - at - len(words)
        start = max(first, at - max(room * 2 // 3, room - follows))
        space = line.find(" ", start, at)
        first = space + 1 if start > first and line[start - 1] != " " and 0 <= space < at - _FEW else start
        last = min(last, max(first + _LONG, at + len(words)))
    cut = line[first:last].strip()
    return f"{'… ' if first else ''}{cut}{'…' if last < len(line) and not _SENTENCE_ENDS.search(f'{cut} ') else ''}"
