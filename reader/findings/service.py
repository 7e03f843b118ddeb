"""The verbs of findings: add, accept, edit, reject, and which of them count. Main thread, no Qt, no DICOM."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from reader.core.errors import ReaderError
from reader.core.text import Told, mark, tr
from reader.dicom.texts import clean_text
from reader.dicom.values import Code, Person, clock_text, new_uid, parse_dt, short_clock_text
from reader.findings import annotation, codes, levels, placing
from reader.findings.model import (
    TRANSITIONS,
    Evaluation,
    Event,
    Finding,
    FindingsModel,
    ImageReference,
    Measurement,
    Observer,
    Shape,
    Source,
    Status,
    Vector,
    is_hidden,
    is_key_image,
)
from reader.findings.quality import REASONS
from reader.findings.sizes import is_in_whole_numbers, size_of
from reader.terms import units
from reader.terms.calibration import method_text
from reader.terms.measures import (
    ANGLE,
    AREA,
    ATTENUATION,
    DEVIATION,
    DIFFERENCE,
    LENGTH,
    MAXIMUM,
    MEAN,
    MINIMUM,
    MR_SIGNAL,
    PATH_LENGTH,
    PIXEL_VALUE,
    SUV,
    TIME,
    VELOCITY,
)
from reader.terms.vertebrae import level_name

_OF_THEMSELVES = (
    LENGTH, PATH_LENGTH, ANGLE, AREA, TIME, VELOCITY, DIFFERENCE, ATTENUATION, MR_SIGNAL, PIXEL_VALUE,
    SUV,
)  # fmt: skip

_SUV_OF = {None: "SUV", MAXIMUM: "SUVmax", MEAN: "SUVmean", MINIMUM: "SUVmin", DEVIATION: "SUV SD"}


@dataclass(frozen=True)
class Shown:
    """What a certainty threshold leaves to see. hidden: how many proposals it hides; nothing is deleted."""

    findings: tuple[Finding, ...]
    hidden: int


def unnamed(measurements: Sequence[Measurement]) -> Code:
    """What a measurement is until somebody names it: a length, an angle, an area or the value of a point is that,
    whatever it was taken of; two axes are those of a lesion."""
    first, *_ = (*(m.concept for m in measurements), codes.LESION)
    return first if first in _OF_THEMSELVES else codes.LESION


def is_bare(finding: Finding) -> bool:
    """Whether it is a person's measurement and nothing else: nobody has said what it is, or where."""
    named = finding.site is not None or finding.note.strip() or levels.is_set(finding) or finding.is_ai
    return bool(finding.measurements) and not named and finding.finding == unnamed(finding.measurements)


def from_measurement(
    shape: Shape,
    measurements: Sequence[Measurement],
    observer: Person,
    *,
    finding: Code = codes.LESION,
    site: Code | None = None,
    laterality: Code | None = None,
    place: Vector | None = None,
    key_image: ImageReference | None = None,
    tracking_id: str = "",
    evaluations: tuple[Evaluation, ...] = (),
) -> Finding:
    """A person's own finding from what he measured; accepted from the start. The side is never guessed.

    place and key_image default to what the shape says; the place is in the shape's space.
    """
    return Finding(
        tracking_uid=new_uid(),
        tracking_id=tracking_id or finding.meaning,
        source=Source(Observer.PERSON, observer.name.display, manufacturer=observer.organisation),
        finding=finding,
        site=site,
        laterality=laterality,
        shapes=(shape,),
        measurements=tuple(measurements),
        status=Status.ACCEPTED,
        key_image=key_image or shape.image,
        place=place or placing.centre([shape]),
        space=shape.space,
        evaluations=evaluations,
    )


def can(finding: Finding, event: Event) -> bool:
    """Whether the event makes sense now: by the table, and nothing is accepted that can't be looked at.

    A person's own finding is edited and deleted; accepting and rejecting are for what an algorithm says.
    """
    if not finding.is_ai:
        return event is Event.EDIT
    if finding.problem and event in (Event.ACCEPT, Event.EDIT):
        return False
    return (finding.status, event) in TRANSITIONS


def named_like(finding: Finding, other: Finding | None) -> Finding:
    """With the name, location, side and remark of the one that it is a copy of."""
    if other is None:
        return finding
    return replace(
        finding, finding=other.finding, tracking_id=other.tracking_id, site=other.site, laterality=other.laterality,
        note=other.note,
    )  # fmt: skip


def add(model: FindingsModel, finding: Finding) -> None:
    """A person's own, selected so that the next key names it. What is there for its words waits for them."""
    model.put(finding, Told(lambda: tr("{finding} added", finding=codes.display(finding.finding))))
    model.select(finding.tracking_uid)
    waits = annotation.kind_of(finding) in annotation.WRITTEN and not finding.note
    model.name_wanted.emit(finding.tracking_uid, waits)


def accept(model: FindingsModel, tracking_uid: str) -> None:
    """Accept a finding that is on the screen. One that is not is brought there, and waits for a second press."""
    _judge(model, tracking_uid, Event.ACCEPT)


def reject(model: FindingsModel, tracking_uid: str) -> None:
    """As `accept`. One that can't be shown at all can be rejected at once."""
    _judge(model, tracking_uid, Event.REJECT)


def reopen(model: FindingsModel, tracking_uid: str) -> None:
    """Back to what the algorithm proposed, an edit included."""
    _apply(model, tracking_uid, Event.REOPEN)


def edit(model: FindingsModel, tracking_uid: str, *, merge: Hashable = None, **changes: Any) -> None:
    """Change what a finding says (finding, site, laterality, note, shapes, measurements, place, key_image).

    merge: edits in a row of the same one are one step (`Change`).
    An algorithm's finding becomes EDITED and keeps what was proposed; a person's own stays accepted. Nothing
    happens where nothing changes, or before it was seen, see `shows_first`. Raises `ReaderError` where it can't be
    edited.
    """
    finding = editable(model, tracking_uid)
    if finding.status is Status.PROPOSED and shows_first(model, finding):
        return
    if "note" in changes:
        changes["note"] = clean_text(changes["note"])
    changed = replace(finding, **changes)
    if changed == finding:
        return
    if finding.is_ai:
        changed = replace(_signed(model, changed.apply(Event.EDIT)), proposed=finding.as_proposed)
    model.put(changed, Told(lambda: tr("{finding} edited", finding=codes.display(finding.finding))), merge)
    if changed.finding != finding.finding and not is_key_image(changed):
        model.named = changed.finding


def join(model: FindingsModel, tracking_uid: str, others: Sequence[str], **changes: Any) -> None:
    """Persons' own findings become one of them, changed as by `edit`, with the remarks of all. Raises `ReaderError`
    where it can't be."""
    finding, *gone = (editable(model, uid) for uid in (tracking_uid, *others))
    changes["note"] = "\n".join(dict.fromkeys(f.note for f in (finding, *gone) if f.note))
    title = Told(lambda: tr("{finding}: volume of its outlines", finding=codes.display(finding.finding)))
    model.put(replace(finding, **changes), title, without=others)
    model.select(tracking_uid)


def name_again(model: FindingsModel, tracking_uid: str) -> None:
    """Say that it is what was said of another one last; where it is and on which side is not taken over.

    Nothing where nothing was said yet. Raises `ReaderError` where it can't be edited.
    """
    if model.named is not None:
        edit(model, tracking_uid, finding=model.named)


def name(model: FindingsModel, tracking_uid: str, *said: Code | str) -> None:
    """What a person says it is: a finding, a location (with the side that it names), a side, and words of his own,
    which are its remark; of vertebrae, which one the chosen or last one is; of a key image why it is one. One step,
    whatever of these is said. Raises `ReaderError` where it can't be edited."""
    changes: dict[str, Any] = {}
    for one in said:
        if isinstance(one, str):
            changes["note"] = one
        elif is_key_image(model[tracking_uid]):
            changes["finding"] = one
        elif level_name(one):
            _name_level(model, editable(model, tracking_uid), one)
        elif one in codes.SITES:
            changes["site"] = one
            changes["laterality"] = codes.side_of(one) or model[tracking_uid].laterality
        elif one in codes.LATERALITIES:
            changes["laterality"] = one
        else:
            changes["finding"] = one
    if changes:
        edit(model, tracking_uid, **changes)


def _name_level(model: FindingsModel, finding: Finding, level: Code) -> None:
    if finding.is_ai:
        shapes = levels.numbered(finding, model.part_of(finding), level)
        edit(model, finding.tracking_uid, shapes=shapes)
    else:
        levels.number_from(model, finding, model.part_of(finding), level)


def toggle_hidden(model: FindingsModel, tracking_uid: str) -> None:
    """Show it in the images, or hide it there; it stays in the list."""
    look, what = model.looks.of(tracking_uid), model[tracking_uid].finding
    words = mark("{finding} shown") if look.hidden else mark("{finding} hidden")
    told = Told(lambda: tr(words, finding=codes.display(what)))
    model.looks.change(tracking_uid, told, replace(look, hidden=not look.hidden))


def toggle_locked(model: FindingsModel, tracking_uid: str) -> None:
    """Let it be moved, reshaped and deleted, or not."""
    look, what = model.looks.of(tracking_uid), model[tracking_uid].finding
    words = mark("{finding} unlocked") if look.locked else mark("{finding} locked")
    told = Told(lambda: tr(words, finding=codes.display(what)))
    model.looks.change(tracking_uid, told, replace(look, locked=not look.locked))


def editable(model: FindingsModel, tracking_uid: str) -> Finding:
    """Raises `ReaderError` where it can't be edited now."""
    finding = model[tracking_uid]
    _check(model, finding, Event.EDIT)
    return finding


def delete(model: FindingsModel, tracking_uid: str) -> None:
    """Take away a person's own finding (undo brings it back), of several vertebrae the chosen one; an algorithm's
    is rejected instead."""
    finding = model[tracking_uid]
    if model.looks.of(tracking_uid).locked and not finding.is_ai:
        raise ReaderError(tr("This finding is locked."), tr("Unlock it first."), safe=tr("Nothing was deleted."))
    if finding.is_ai:
        reject(model, tracking_uid)
    elif levels.is_set(finding) and len(finding.shapes) > 1 and model.selected == tracking_uid and model.part >= 0:
        levels.take_away(model, finding, model.part_of(finding))
    else:
        model.remove(tracking_uid, Told(lambda: tr("{finding} deleted", finding=codes.display(finding.finding))))


def _judge(model: FindingsModel, tracking_uid: str, event: Event) -> None:
    finding = model[tracking_uid]
    _check(model, finding, event)
    if not shows_first(model, finding):
        model.put(_signed(model, finding.apply(event)), _judgement(finding, event))


def shows_first(model: FindingsModel, finding: Finding) -> bool:
    """Whether what is to be judged was not on the screen: it is brought there, and judged when that is asked again.
    """
    if finding.problem or model.on_screen(finding):
        return False
    model.select(finding.tracking_uid, jump=True)
    model.shown_first.emit(finding.tracking_uid)
    return True


def _signed(model: FindingsModel, finding: Finding) -> Finding:
    return replace(finding, judged_by=model.judge, judged_at=datetime.now().astimezone().replace(microsecond=0))


def _apply(model: FindingsModel, tracking_uid: str, event: Event) -> None:
    finding = model[tracking_uid]
    _check(model, finding, event)
    model.put(finding.apply(event), _judgement(finding, event))


def _judgement(finding: Finding, event: Event) -> str:
    titles = {Event.ACCEPT: mark("{finding} accepted"), Event.REJECT: mark("{finding} rejected")}
    title = titles.get(event, mark("{finding} back to undecided"))
    return Told(lambda: tr(title, finding=codes.display(finding.finding)))


def _check(model: FindingsModel, finding: Finding, event: Event) -> None:
    """Raises `ReaderError` where the case or the finding's own life (`TRANSITIONS`) doesn't allow it."""
    model.history.check()
    if can(finding, event):
        return
    if finding.problem:
        raise ReaderError(
            tr("This finding can't be accepted: it {problem}.", problem=tr(finding.problem)),
            tr("Reject it, or measure and add a finding of your own."),
        )
    hint = tr("Undo the rejection first.") if finding.status is Status.REJECTED else ""
    raise ReaderError(
        tr("This is not possible for this finding now."), hint, safe=tr("The finding is unchanged.")
    )


def counts_for_report(finding: Finding) -> bool:
    """Whether a report may speak of it: a person has accepted, edited or made it, and it is no mere annotation."""
    return finding.status in (Status.ACCEPTED, Status.EDITED) and not annotation.is_unnamed(finding)


def is_described(finding: Finding) -> bool:
    """Whether a report is to speak of it: a key image is there to be looked at, and says nothing by itself."""
    return counts_for_report(finding) and not is_key_image(finding)


def judged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What goes into a measurement report: everything that a person judged or made, rejections included."""
    return tuple(finding for finding in findings if finding.status is not Status.PROPOSED)


def shown(findings: Iterable[Finding], threshold: float) -> Shown:
    every = tuple(findings)
    kept = tuple(finding for finding in every if not is_hidden(finding, threshold))
    return Shown(kept, len(every) - len(kept))


def neighbour(model: FindingsModel, threshold: float, step: int) -> str:
    """The tracking UID of the next (1) or previous (-1) finding that is shown, around the ends; "" without any. Key
    images are stepped through by themselves."""
    listed = in_order(shown(model.findings, threshold).findings)
    order = [finding.tracking_uid for finding in listed if not is_key_image(finding)]
    if not order:
        return ""
    if model.selected not in order:
        return order[0] if step > 0 else order[-1]
    return order[(order.index(model.selected) + step) % len(order)]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """As the panel lists them: algorithm by algorithm as they came, then what persons found."""
    every = tuple(findings)
    groups = dict.fromkeys(algorithm(finding.source) for finding in every if finding.is_ai)
    listed = [f for group in groups for f in every if f.is_ai and algorithm(f.source) == group]
    return (*listed, *(finding for finding in every if not finding.is_ai))


def algorithm(source: Source) -> tuple[str, str]:
    """What makes an algorithm the same one in the list: its name and version."""
    return (source.name, source.version)


def run_text(source: Source) -> str:
    """When the result was made, in local time where it states an offset; "" where it says nothing."""
    return clock_text(parse_dt(source.run))


def judged_text(finding: Finding) -> str:
    """ "Verified by Li Na, 12:04"; "" where nobody has judged it."""
    if not finding.judged_by or not finding.is_ai:
        return ""
    words = {
        Status.ACCEPTED: tr("Verified by {name}", name=finding.judged_by),
        Status.EDITED: tr("Edited by {name}", name=finding.judged_by),
        Status.REJECTED: tr("Rejected by {name}", name=finding.judged_by),
    }.get(finding.status, "")
    when = finding.judged_at
    if not words or when is None:
        return words
    return f"{words}, {short_clock_text(when)}"


def title(finding: Finding) -> str:
    """ "Nodule RUL", "Pleural effusion left"; of an annotation or a key image its own words."""
    wordless = is_key_image(finding) or (annotation.is_unnamed(finding) and not levels.is_set(finding))
    if finding.finding in REASONS:
        return " · ".join(filter(None, (codes.display(finding.finding), finding.note)))
    written = finding.note if wordless else ""
    words = [written or codes.display(finding.finding)]
    if finding.site is not None:
        words.append(codes.display_short(finding.site))
    if finding.laterality is not None and not site_tells_side(finding):
        words.append(codes.display_short(finding.laterality))
    if levels.is_set(finding):
        words.append(levels.names(finding))
    return " ".join(words)


def site_tells_side(finding: Finding) -> bool:
    """The location names the side already, so that it need not be said again."""
    return finding.laterality is not None and codes.side_of(finding.site) == finding.laterality


def size_text(finding: Finding) -> str:
    """The size as one says it: "16×11 mm", "4 mm", "1695 mm³"; else the first measurement; "" without any.

    Axes in pixels of an uncalibrated image stay pixels ("120 px").
    """
    one, short, volume, area = size_of(finding.measurements)
    if one is not None and short is not None:
        return _qualified(units.with_unit(f"{_rounded(one)}×{_rounded(short)}", one.unit), one)
    if one is not None:
        return _qualified(units.with_unit(_rounded(one), one.unit), one)
    if (spread := volume or area) is not None:
        return number_text(spread)
    plain = next((m for m in finding.measurements if m.derivation is None), None)
    if plain is not None:
        return number_text(plain)
    return measurement_text(finding.measurements[0]) if finding.measurements else ""


def number_text(measurement: Measurement) -> str:
    """ "16 mm", "15 mm at detector", "93°": the same in the picture, the list and the details."""
    squared = measurement.unit == units.PIXELS and measurement.concept.value == AREA.value
    text = units.quantity_text(measurement.value, units.SQUARE_PIXELS if squared else measurement.unit)
    return _qualified(text, measurement)


def axes_text(long: Measurement, short: Measurement) -> str:
    """ "39.0 × 20.8 mm": both in one unit."""
    one, two = units.figures(long.value, short.value)
    return _qualified(units.with_unit(f"{one} × {two}", long.unit), short)


def _qualified(text: str, measurement: Measurement) -> str:
    """With how it was measured, where that has to be said with it."""
    method = method_text(measurement.method)
    return tr("{value} {method}", value=text, method=method) if method else text


def measurement_text(measurement: Measurement) -> str:
    """ "Mean attenuation 38.4 HU" as "Attenuation (mean) 38.4 HU"; "SUVmax 5.0"."""
    if measurement.concept == SUV and (kind := _SUV_OF.get(measurement.derivation)) is not None:
        return f"{kind} {units.suv_figure(measurement.value)}"
    name = codes.display(measurement.concept)
    if measurement.derivation is not None:
        name = f"{name} ({codes.display(measurement.derivation).lower()})"
    return f"{name} {number_text(measurement)}"


def _rounded(measurement: Measurement) -> str:
    """From 10 on a size is said in whole millimetres, as a reading room does; in the details it stands in full."""
    whole = measurement.value >= 9.95 and is_in_whole_numbers(measurement)
    return units.figure(round(measurement.value) if whole else measurement.value)
