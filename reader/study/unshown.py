"""What an exam holds beside its images and what is read from it, and why that is not on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from reader.core.text import now, tr
from reader.dicom.objects import ObjectKind, Use
from reader.study.admission import title
from reader.study.model import Series, Study


@dataclass(frozen=True)
class Unshown:
    """Objects of one kind. series: what the series are called that hold them. why: in the user's words."""

    kind: ObjectKind
    why: str
    count: int
    series: tuple[str, ...]

    @property
    def heading(self) -> str:
        """ "Document (PDF)", "Presentation state × 3"."""
        what = tr(self.kind.title)
        return f"{what} ×\N{NO-BREAK SPACE}{self.count}" if self.count > 1 else what

    @property
    def text(self) -> str:
        return "\n".join((self.heading, *self.series, self.why))


def unshown(
    study: Study, used: Collection[str] | None, *, prior: bool = False, reasons: Mapping[str, str] | None = None
) -> tuple[Unshown, ...]:
    """By kind, in the order of the series. used: SOP Instance UIDs of what was read and said something; None while
    that is not known. reasons: by SOP Instance UID why something was not read, or not all of it."""
    found: dict[tuple[ObjectKind, str], list[Series]] = {}
    counts: dict[tuple[ObjectKind, str], int] = {}
    for series in study.series:
        for kind, why, count in _left_over(series, used, prior, reasons or {}):
            key = kind, why
            found.setdefault(key, []).append(series)
            counts[key] = counts.get(key, 0) + count
    return tuple(
        Unshown(kind, why, counts[kind, why], tuple(map(title, series))) for (kind, why), series in found.items()
    )


def _left_over(
    series: Series, used: Collection[str] | None, prior: bool, reasons: Mapping[str, str]
) -> Iterator[tuple[ObjectKind, str, int]]:
    """(kind, why, how many) of what is neither shown nor used."""
    for kind, instances in series.kinds.items():
        if Use.SHOWN in kind.uses:
            continue
        count = len(instances) if len(series.kinds) > 1 else max(series.expected, len(instances))
        if kind.used and not prior:
            if used is None:
                continue
            left = [i.sop_instance_uid for i in instances if i.sop_instance_uid not in used]
            told = Counter(now(reasons[uid]) for uid in left if uid in reasons)
            yield from ((kind, why, number) for why, number in told.items())
            count = len(left) - told.total()
        if count:
            yield kind, _why(kind, prior), count


def _why(kind: ObjectKind, prior: bool) -> str:
    if not kind.used:
        return tr(kind.why)
    if prior and Use.REPORT in kind.uses:
        return tr("Reports of earlier exams are shown in the tab “Prior”, their findings are not displayed.")
    if prior:
        return tr("Results of earlier exams are not displayed.")
    if Use.REPORT in kind.uses:
        return tr("It contains no findings; its text is not displayed.")
    return tr("Nothing could be read from it.")
