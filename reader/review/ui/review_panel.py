"""What a reviewer sees beside the editor: who wrote it, whose signature holds, and every change, live."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from reader.core.qt.actions import key_text
from reader.core.qt.alive import while_alive
from reader.core.qt.elided import ElidedLabel
from reader.core.qt.icons import icon
from reader.core.qt.plain import Label, plain_tip
from reader.core.text import counted, tr
from reader.dicom.values import clock_text
from reader.findings.model import Finding, FindingsModel, ImageReference
from reader.report.model import DraftModel
from reader.review.commands import named
from reader.review.diff import SectionDiff, compare_flags, compare_reports, lay_beside
from reader.review.findings_diff import compare_findings
from reader.review.history import History
from reader.review.model import VERDICT_TEXTS, ReportVersion, SecondReading, Verdict
from reader.review.ui.diff_view import DiffView
from reader.review.ui.origin import LOOKS, Origin
from reader.review.ui.review_bar import ReviewBar, Signing

_REST_MS = 120
_FEW = 5


class Mode(Enum):
    DIFFERENCES = "differences"
    CLEAN = "clean"
    BEFORE = "before"
    SECOND = "second"


class ReviewPanel(QWidget):
    """The last round against the draft as it is typed (`History.last_round`). Main thread.

    version: what was submitted (or returned); history: up to it; before: what it is compared with, where that is
    another version than that of the last round; findings, findings_before: as they are and as that one has them;
    image_name: what an image is called; second: what another doctor has written without knowing it, with which the
    draft is compared first;
    brief: the room is for the editor, not for how it came about.
    `submitted`, `signed`, `returned(reason)`: see `ReviewBar`; none of them does anything by itself.
    """

    submitted = Signal()
    signed = Signal()
    returned = Signal(str)
    mode_changed = Signal()

    def __init__(
        self,
        draft: DraftModel,
        version: ReportVersion,
        history: History | None = None,
        *,
        before: ReportVersion | None = None,
        findings: FindingsModel | None = None,
        findings_before: Sequence[Finding] = (),
        image_name: Callable[[ImageReference], str] = lambda _: "",
        may_submit: bool = False,
        signing: Signing = Signing.SIGN,
        may_return: bool = True,
        brief: bool = False,
        second: SecondReading | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._findings, self._findings_before, self._image_name = findings, findings_before, image_name
        self._history = history or History((version,))
        self._before = before or self._history.last_round or version
        self._second = second
        self.mode = Mode.SECOND if second is not None and second.version is not None else Mode.DIFFERENCES
        self.view = DiffView(self)
        self._count = ElidedLabel()
        self._count.setProperty("role", "small")
        self._modes = QButtonGroup(self)
        self.bar = ReviewBar(may_submit=may_submit, signing=signing, may_return=may_return)
        self.bar.submitted.connect(self.submitted)
        self.bar.signed.connect(self.signed)
        self.bar.returned.connect(self.returned)
        self.bar.asking.connect(self._make_room)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.origin = Origin(self._history, lines=_FEW) if brief else Origin(self._history)
        layout.addWidget(self.origin)
        layout.addWidget(self._switches())
        if second is not None:
            layout.addWidget(_of_second(second))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.bar)

        self._later = QTimer(self, singleShot=True, interval=_REST_MS)
        self._later.timeout.connect(self.refresh)
        draft.changed.connect(self._changed)
        self.destroyed.connect(lambda: draft.changed.disconnect(self._changed, missing_ok=True))
        if findings is not None:
            findings.changed.connect(self._changed)
            self.destroyed.connect(lambda: findings.changed.disconnect(self._changed, missing_ok=True))
        self._written = tuple(section.text for section in draft.report.sections)
        self.refresh()

    def set_mode(self, mode: Mode) -> None:
        if mode is not self.mode:
            self.mode = mode
            self._modes.button(list(Mode).index(mode)).setChecked(True)
            self.refresh()
            self.mode_changed.emit()

    def _make_room(self, asking: bool) -> None:
        """While a reason is written the text that it is about comes first, not how it came about."""
        self.origin.setVisible(not asking)

    def toggle_differences(self) -> None:
        """Between the text with its changes and the text alone."""
        self.set_mode(Mode.CLEAN if self.mode is Mode.DIFFERENCES else Mode.DIFFERENCES)

    def refresh(self) -> None:
        """Compare again and show it; runs by itself when the draft has changed and rests."""
        before = self._before.report
        now = before if self.mode is Mode.BEFORE else self._draft.report
        changed = self.mode in (Mode.DIFFERENCES, Mode.SECOND)
        if self.mode is Mode.SECOND and self._second is not None and self._second.version is not None:
            before, now = now, self._second.version.report
            diffs = lay_beside(before, now)
        else:
            diffs = compare_reports(before, now)
        if changed:
            more = (compare_flags(before, now), self._compare_findings())
            diffs = (*diffs, *(diff for diff in more if diff is not None))
        texts = tuple(section.text for section in self._draft.report.sections)
        written, self._written = texts != self._written, texts
        self.view.show_diff(diffs, marked=changed, written=written)
        self._count.in_short = f"{self.view.changes}" if self.view.changes else ""
        self._count.setText(self._counted() if changed else "")
        for button in self._steps:
            button.setEnabled(changed and self.view.changes > 0)

    def _counted(self) -> str:
        if self.mode is Mode.SECOND:
            if not self.view.changes:
                return tr("both say the same")
            return counted("{count} difference", "{count} differences", self.view.changes)
        if self.view.changes:
            return counted("{count} change", "{count} changes", self.view.changes)
        # of what was taken back no reviewer has seen anything
        alone = self._before is self._history.newest and self._before.verifier is None
        return tr("first round") if alone else tr("no change")

    def _compare_findings(self) -> SectionDiff | None:
        """Once the findings are known: before that all would seem to be removed."""
        if self._findings is None or not self._findings.loaded:
            return None
        if self.mode is Mode.SECOND and self._second is not None:
            return compare_findings(self._findings.findings, self._second.findings, self._image_name)
        return compare_findings(self._findings_before, self._findings.findings, self._image_name)

    @while_alive
    def _changed(self) -> None:
        if not self._later.isActive():
            self._later.start()

    def _switches(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "bar")
        row = QHBoxLayout(frame)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(2)
        switches = key_text(named("differences"))
        modes = [
            (Mode.DIFFERENCES, tr("Differences"), tr("The text with every change") + f"  {switches}"),
            (Mode.CLEAN, tr("Now"), tr("The text as it is now") + f"  {switches}"),
            (Mode.BEFORE, tr("Before"), tr("The text before the changes")),
        ]
        if self._second is not None and self._second.version is not None:
            modes.append((Mode.SECOND, tr("Both"), tr("The report and that of the second reading, side by side")))
        for number, (mode, text, tip) in enumerate(modes):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(plain_tip(tip))
            button.setCheckable(True)
            button.setChecked(mode is self.mode)
            button.setProperty("role", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, mode=mode: self.set_mode(mode))
            self._modes.addButton(button, number)
            row.addWidget(button)
        row.addWidget(self._count, 1)
        self._steps: list[QToolButton] = []
        for step, name, tip in (
            (-1, "chevron-up", tr("Change before") + f"  {key_text(named('previous_change'))}"),
            (1, "chevron-down", tr("Next change") + f"  {key_text(named('next_change'))}"),
        ):
            button = QToolButton()
            button.setIcon(icon(name))
            button.setToolTip(plain_tip(tip))
            button.setAccessibleName(tip)
            button.setProperty("role", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, step=step: self.view.show_next(step))
            self._steps.append(button)
            row.addWidget(button)
        return frame


def _of_second(second: SecondReading) -> QWidget:
    """Who has read the exam a second time, when, and what of the signature has to be known."""
    version = second.version
    if version is None:
        label = Label(tr("The report of the second reading can't be found on the hub."), wordWrap=True)
        label.setProperty("role", "soon")
    else:
        words = tr("{name} read this exam without knowing the report, {time}.",
                   name=version.report.author.name.display, time=clock_text(version.when))  # fmt: skip
        doubted = version.verdict is not Verdict.VALID
        label = Label(f"{words} {tr(VERDICT_TEXTS[version.verdict])}" if doubted else words, wordWrap=True)
        label.setProperty("role", LOOKS[version.verdict][1] if doubted else "small")
    label.setContentsMargins(8, 2, 8, 4)
    return label
