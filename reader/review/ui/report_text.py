"""Stored reports as plain text to be read: what each is and who answers for it, then what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from reader.core.qt.theme import colour
from reader.core.text import now, tr, visible
from reader.dicom.signatures.model import AUTHOR, REVIEW, Signature, Verdict
from reader.dicom.values import clock_text
from reader.review.doubts import not_shown, stamp_text
from reader.review.history import History
from reader.review.model import VERDICT_TEXTS, ReportState, ReportVersion
from reader.review.ui.origin import LOOKS

_HOLD = (Verdict.VALID, Verdict.UNCHECKED, Verdict.ALTERED, Verdict.INCOMPLETE, Verdict.DOUBTFUL)
"""What is signed is as it was signed, though there may be more to say."""


class Line(NamedTuple):
    """look: a colour of the theme. strong: a heading."""

    text: str
    look: str = "text"
    strong: bool = False


class ReportText(QTextEdit):
    """Read-only; selected and copied with mouse or keyboard. Nothing in it is taken for markup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._lines: tuple[Line, ...] = ()

    def show_lines(self, lines: Iterable[Line]) -> None:
        """From the top; the same lines stay where one reads."""
        lines = tuple(lines)
        if lines == self._lines:
            return
        self._lines = lines
        self.clear()
        cursor = QTextCursor(self.document())
        for number, line in enumerate(lines):
            cursor.insertText(("\n" if number else "") + visible(line.text), _style(line))
        self.moveCursor(QTextCursor.MoveOperation.Start)


def lines_of(reports: Sequence[History]) -> list[Line]:
    """All reports of an exam, one below the other."""
    found: list[Line] = []
    for number, history in enumerate(reports, start=1):
        if number > 1:
            found += [Line(""), Line("")]
        if len(reports) > 1:
            found.append(Line(tr("Report {number} of {count}", number=number, count=len(reports)), "text-2", True))
        found += [*standing_lines(history), *_text_lines(history)]
    return found


def standing_lines(history: History) -> list[Line]:
    """What a report is, who answers for it and whether that is proven, in words."""
    version = history.standing
    if version is None:
        return []
    found = [Line(_what(version), "text", True), *_signatures(version)]
    author, positive = version.report.author.name.display, version.report.positive
    about = [tr("Written by {name}", name=author)] if version.state is ReportState.SIGNED and author else []
    about += [tr("Positive") if positive else tr("Negative")] if positive is not None else []
    found += [Line(" · ".join(about))] if about else []
    place = history.versions.index(version)
    for earlier in reversed(history.versions[:place]):
        if earlier.state is ReportState.SIGNED:
            who, when, wrote = _who(earlier), clock_text(earlier.when), earlier.report.author.name.display
            said = tr("Continues what {name} signed, {when}", name=who, when=when)
            wrote = tr("Written by {name}", name=wrote) if wrote else ""
            found.append(Line(" · ".join(filter(None, (said, wrote))), "text-2"))
    look = "urgent" if version.verdict in (Verdict.TAMPERED, Verdict.REVOKED) else "soon"
    found += [Line(now(warning), look) for warning in version.warnings]
    if later := history.versions[place + 1 :]:
        newest = later[-1]
        said = tr(
            "A newer version by {name}, {when}, is not signed and not shown.", name=_who(newest),
            when=clock_text(newest.when),
        )  # fmt: skip
        found.append(Line(said, "soon"))
    return [*found, *(Line(not_shown(version), "soon") for version in history.unproven)]


def _what(version: ReportVersion) -> str:
    who, when = _who(version), clock_text(version.when)
    match version.state:
        case ReportState.SIGNED if version.proven:
            return tr("Signed by {name}, {when}", name=who, when=when)
        case ReportState.SIGNED:
            return tr("Marked as signed by {name}, {when}", name=who, when=when)
        case ReportState.SUBMITTED if version.passed_on:
            return tr("Preliminary, not signed: reviewed by {name}, {when}", name=who, when=when)
        case ReportState.SUBMITTED:
            return tr("Preliminary, not signed: submitted by {name}, {when}", name=who, when=when)
        case ReportState.RETURNED:
            return tr("Preliminary, not signed: returned by {name}, {when}", name=who, when=when)
        case ReportState.DRAFT:
            return tr("Preliminary, not signed: not finished, by {name}, {when}", name=who, when=when)


def _who(version: ReportVersion) -> str:
    person = version.verifier if version.state is ReportState.SIGNED else version.report.author
    if (version.state is ReportState.RETURNED or version.passed_on) and version.participants:
        person = version.participants[-1]
    return (person.name.display if person is not None else "") or tr("an unknown person")


def _signatures(version: ReportVersion) -> list[Line]:
    """Each with the role in which it was made: that of an author or a reviewer signs no report."""
    if not version.signatures:
        verified = version.state is ReportState.SIGNED
        return [Line(_verified(Verdict.UNSIGNED), "soon")] if verified else []
    found = []
    for signature in version.signatures:
        found.append(_signature(version, signature))
        if said := stamp_text(signature):
            found.append(Line(said, "soon" if signature.stamp and signature.stamp.reason else "text-2"))
    return found


def _signature(version: ReportVersion, signature: Signature) -> Line:
    verdict = version.verdict_on(signature)
    said = _verified(verdict)
    if signature.purpose == AUTHOR.value:
        said = tr("Author: {what}", what=said)
    elif signature.purpose == REVIEW.value:
        said = tr("Reviewer: {what}", what=said)
    return Line(f"{said} · {signature.signer}" if signature.signer else said, LOOKS[verdict][1])


def _verified(verdict: Verdict) -> str:
    said = tr(VERDICT_TEXTS[verdict])
    return said if verdict in _HOLD else tr("Not verified: {why}", why=said)


def _text_lines(history: History) -> list[Line]:
    """Sections as they are titled in the report, without those that say nothing."""
    version = history.standing
    found: list[Line] = []
    for section in version.report.sections if version is not None else ():
        if section.text.strip():
            found += [Line(""), Line(section.title or section.heading.meaning, "text-2", True), Line(section.text)]
    return found or [Line(""), Line(tr("It has no text."), "text-2")]


def _style(line: Line) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(colour(line.look))
    if line.strong:
        style.setFontWeight(QFont.Weight.DemiBold)
    return style
