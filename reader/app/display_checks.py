"""Whether images may be read on a display, as far as the hospital or the user has said anything about displays.

Who has set nothing up is never warned. As soon as one display is marked for reading, images on others are told of,
and so is a marked one that is too small or whose calibration is overdue, contradicts itself or is outside the
limits of its class. That a display has no calibration at all is told only where calibration is required
(`Settings.displays_checked`): many are calibrated in hardware, and nobody has typed that in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reader.core.qt.displays import Display
from reader.core.settings import Settings
from reader.core.text import together, tr
from reader.views.calibration.codec import read, records
from reader.views.calibration.criteria import findings, too_small
from reader.views.calibration.evaluation import contradictions, doubtful_dates, evaluated, is_overdue
from reader.views.calibration.greys import shown
from reader.views.calibration.record import DisplayRecord, Use


def record_of(display: Display, settings: Settings) -> DisplayRecord:
    return read(settings.display_records.get(display.device, ""))


def warning(display: Display, settings: Settings, today: date) -> str:
    """What whoever reads on this display should know, in one line; "" for nothing."""
    if not settings.display_records and not settings.displays_checked:
        return ""
    marked = any(record.use is Use.DIAGNOSTIC for record in records(settings.display_records).values())
    if not marked and not settings.displays_checked:
        return ""
    record = record_of(display, settings)
    if marked and record.use is not Use.DIAGNOSTIC:
        return tr("This monitor is not marked for reading.")
    why = too_small(record.use, display.megapixels, display.pitch)
    small = (tr("This monitor is too small for reading."), why) if why else ()
    return together(*small, *_of_calibration(record, today, required=settings.displays_checked))


def of_calibrations(settings: Settings, today: date) -> dict[str, str]:
    """What is wrong with the calibration of each display that is marked for reading, connected or not; "" for
    nothing. By what the display says of itself."""
    marked = {name: r for name, r in records(settings.display_records).items() if r.use is Use.DIAGNOSTIC}
    required = settings.displays_checked
    return {name: together(*_of_calibration(record, today, required=required)) for name, record in marked.items()}


def _of_calibration(record: DisplayRecord, today: date, *, required: bool) -> Sequence[str]:
    calibration = record.calibration
    if calibration is None:
        return (tr("This monitor is not calibrated."),) if required else ()
    if contradictions(calibration) or doubtful_dates(calibration, today):
        return (tr("The calibration of this monitor contradicts itself."),)
    said = []
    if calibration.due is not None and is_overdue(calibration, today):
        said.append(tr("The calibration of this monitor was due on {date}.", date=calibration.due.isoformat()))
    as_shown = shown(record)
    found = evaluated(as_shown) if as_shown is not None else None
    if found is not None and not all(one.met for one in findings(found, record.use)):
        said.append(tr("The calibration of this monitor is outside the limits of its class."))
    return said
