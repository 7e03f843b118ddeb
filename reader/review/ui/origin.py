"""How a report came about: who wrote, returned and signed it, when, and whose signature holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.core.qt.fitting import FittingArea
from reader.core.qt.icons import picture
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import scaled
from reader.core.text import mark, now, tr
from reader.dicom.signatures.model import Verdict
from reader.dicom.values import clock_text
from reader.review.doubts import left_open, stamp_text
from reader.review.history import History
from reader.review.model import VERDICT_TEXTS, ReportState, ReportVersion
from reader.review.reasons import reason_shown
from reader.review.supplement import Supplement, kind_of

LOOKS = {
    Verdict.VALID: ("circle-check", "fine"),
    Verdict.TAMPERED: ("octagon-alert", "urgent"),
    Verdict.REVOKED: ("octagon-alert", "urgent"),
    Verdict.FOREIGN: ("triangle-alert", "soon"),
    Verdict.EXPIRED: ("triangle-alert", "soon"),
    Verdict.UNREADABLE: ("triangle-alert", "soon"),
    Verdict.ALTERED: ("triangle-alert", "soon"),
    Verdict.INCOMPLETE: ("triangle-alert", "soon"),
    Verdict.UNSIGNED: ("triangle-alert", "soon"),
    Verdict.DOUBTFUL: ("triangle-alert", "soon"),
    Verdict.UNCHECKED: ("triangle-alert", "soon"),
}
_WRITTEN = {
    Supplement.ADDENDUM: mark("wrote an addendum to it"),
    Supplement.AMENDMENT: mark("wrote an amendment to it"),
}
_SIGNED = {
    Supplement.ADDENDUM: mark("signed the addendum"),
    Supplement.AMENDMENT: mark("signed the amendment"),
}
_LINES = 8


class Origin(QFrame):
    """Every step, the newest first, with the whole reason of a return; scrolls where that is more than `lines`.

    Beneath it what a reader of the newest version has to know.
    """

    def __init__(self, history: History, *, lines: int = _LINES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._lines = max(2, lines * 100 // scaled(100))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.show_history(history)

    def show_history(self, history: History) -> None:
        """From now on this one: a version was handed over, or taken back."""
        while (item := self._layout.takeAt(0)) is not None:
            if (shown := item.widget()) is not None:
                shown.hide()
                shown.deleteLater()
        steps = QFrame()
        grid = QGridLayout(steps)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        row, least = 0, None
        for number in reversed(range(len(history.versions))):
            row, first = _add_step(grid, row, history.versions, number)
            least = least or first
        self._layout.addWidget(FittingArea(steps, self._lines, shrinks=True, least=least))
        if (newest := history.newest) is not None:
            for warning in newest.warnings:
                self._layout.addWidget(_banner(now(warning), newest.verdict))


def _add_step(
    grid: QGridLayout, row: int, versions: tuple[ReportVersion, ...], number: int
) -> tuple[int, QLabel]:
    """number: of the version among all. The row after it, and the label down to which it is in sight at any height:
    who it is from and whether that is proven; of a return, whose reason may be long, who it is from."""
    version = versions[number]
    person, said, look, token = _step(versions, number)
    person, returned = person or tr("Unknown author"), version.state is ReportState.RETURNED
    name = Label(f"{person} · {said}", wordWrap=True)
    name.setProperty("role", "title" if row == 0 else "")
    grid.addWidget(picture(look, token), row, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(name, row, 1)
    row += 1
    if returned and version.reason:  # before all else: where there is little room it is in sight
        reason = Label(reason_shown(version.reason), wordWrap=True)
        reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(reason, row, 1)
        row += 1
    first = _verdict(tr(VERDICT_TEXTS[Verdict.UNSIGNED]), Verdict.UNSIGNED, "")
    for signature in version.signatures:
        verdict = version.verdict_on(signature)
        text = tr(VERDICT_TEXTS[verdict])
        if signature.signer:
            text += f" · {signature.signer}"
        grid.addWidget(picture(*LOOKS[verdict]), row, 0, Qt.AlignmentFlag.AlignTop)
        told = _verdict(text, verdict, signature.reason or left_open(signature))
        grid.addWidget(told, row, 1)
        first = told if signature is version.signatures[0] else first
        row += 1
        if stamped := stamp_text(signature):
            stamp = Label(stamped, wordWrap=True)
            stamp.setProperty("role", "soon" if signature.stamp and signature.stamp.reason else "secondary")
            stamp.setToolTip(plain_tip(signature.stamp.why if signature.stamp else ""))
            grid.addWidget(stamp, row, 1)
            row += 1
    if not version.signatures:
        grid.addWidget(picture(*LOOKS[Verdict.UNSIGNED]), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(first, row, 1)
        row += 1
    when = Label(" · ".join(filter(None, (clock_text(version.when), _place(version)))), wordWrap=True)
    when.setProperty("role", "secondary")
    grid.addWidget(when, row, 1)
    row += 1
    grid.setRowMinimumHeight(row, 6)
    return row + 1, name if returned else first


def _step(versions: tuple[ReportVersion, ...], number: int) -> tuple[str, str, str, str]:
    """(who, what they did, icon, its colour)."""
    version, before = versions[number], versions[:number]
    author = version.report.author.name.display
    signed = [earlier for earlier in before if earlier.verifier is not None]
    kind = kind_of(version.report, signed[-1].report) if signed else None
    if version.verifier is not None:
        said = tr("signed a new version of it") if signed else tr("signed it")
        return version.verifier.name.display, tr(_SIGNED[kind]) if kind else said, "pen-line", "fine"
    if version.state is ReportState.RETURNED:
        reviewer = version.participants[-1].name.display if version.participants else author
        return reviewer, tr("returned it"), "corner-up-left", "soon"
    if version.passed_on:
        reviewer = version.participants[-1].name.display if version.participants else author
        return reviewer, tr("reviewed it"), "circle-check", "text-2"
    if version.state is ReportState.DRAFT:
        return author, tr("wrote it, not finished"), "user", "text-2"
    after = versions[number + 1] if number + 1 < len(versions) else None
    if after is not None and after.verifier is None and not _is_of_reviewer(after):
        return author, tr("submitted it, then recalled it"), "undo-2", "text-2"  # no reviewer has seen it
    seen = [earlier for earlier in before if _is_of_reviewer(earlier) or earlier in signed]
    if kind is not None and seen[-1] is signed[-1]:
        return author, tr(_WRITTEN[kind]), "plus" if kind is Supplement.ADDENDUM else "pencil", "text-2"
    return author, tr("submitted it again") if seen else tr("wrote it"), "send", "text-2"


def _is_of_reviewer(version: ReportVersion) -> bool:
    """Given back, or passed on."""
    return version.state is ReportState.RETURNED or version.passed_on


def _place(version: ReportVersion) -> str:
    if version.verifier is not None:
        return version.verifier.organisation
    if _is_of_reviewer(version) and version.participants:
        return version.participants[-1].organisation
    return version.report.author.organisation


def _verdict(text: str, verdict: Verdict, reason: str) -> QLabel:
    label = Label(text, wordWrap=True)
    label.setProperty("role", LOOKS[verdict][1])
    label.setToolTip(plain_tip(reason))
    return label


def _banner(text: str, verdict: Verdict) -> QWidget:
    frame = QFrame()
    frame.setProperty("role", "banner")
    frame.setProperty("level", "error" if verdict in (Verdict.TAMPERED, Verdict.REVOKED) else "soon")
    row = QHBoxLayout(frame)
    row.setContentsMargins(8, 6, 8, 6)
    look = LOOKS[verdict] if verdict is not Verdict.VALID else ("triangle-alert", "soon")
    row.addWidget(picture(*look), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(text, wordWrap=True), 1)
    around = QWidget()
    box = QVBoxLayout(around)
    box.setContentsMargins(8, 4, 8, 4)
    box.addWidget(frame)
    return around
