"""The findings of the case: what algorithms proposed and what persons found, each to be judged (LOOK.md)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader.core.commands import Command
from reader.core.qt.alive import while_alive
from reader.core.qt.elided import ElidedLabel
from reader.core.qt.fitting import Upright
from reader.core.qt.icons import picture
from reader.core.qt.line import line
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import figures, scaled
from reader.core.settings import SettingsModel
from reader.core.text import now, tr
from reader.findings import service
from reader.findings.commands import commands
from reader.findings.model import (
    Event,
    Finding,
    FindingsModel,
    ImageReference,
    Source,
    Status,
    is_key_image,
)
from reader.findings.own_key_images import parted
from reader.findings.ui.detail import FindingDetail
from reader.findings.ui.key_images import KeyImages
from reader.findings.ui.masks import MaskSwitches
from reader.findings.ui.row import FindingRow

_SAVE_MS = 300
_DETAIL = 88
"""Room for the selected finding, in px: two lines of its name and two of what is known; the rest scrolls."""
_LEAST_DETAIL = 60
"""The same where the list needs the rest of the room: one line of its name and two of what is known."""
_ROWS = 3
"""So many rows of the list stay in sight beside the selected finding, where there is room."""
_AT_ONCE = 100
"""So many rows take a moment to make; hundreds would make the window wait."""
_WORDS_UP_TO = 130  # % of text size; above that the count needs the room


class FindingsPanel(QFrame):
    """List, threshold, judgement, and the selected finding in full. Main thread; follows the model's signals.

    image_name: what an image is called. `wanted`: it is about to take the keyboard, and has to be in sight.
    """

    wanted = Signal()

    def __init__(
        self,
        findings: FindingsModel,
        settings: SettingsModel,
        image_name: Callable[[ImageReference], str] = lambda image: tr("Frame {number}", number=image.frame),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._findings, self._settings, self._image_name = findings, settings, image_name
        findings.set_threshold(settings.value.certainty_threshold)
        self._commands = {c.id: c for c in commands(findings)}
        self._rows: dict[str, FindingRow] = {}
        self._plan: list[object] = []
        self._most = _AT_ONCE
        self._before: QWidget | None = None
        self._chosen = ("", 0)
        self.setProperty("role", "panel")
        self._counts = ElidedLabel()
        self._counts.setProperty("role", "secondary")
        self._to_key_image = QPushButton()
        self._to_key_image.setProperty("role", "quiet")
        self._to_key_image.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._to_key_image.setToolTip(tr("Next key image (K)"))
        self._to_key_image.clicked.connect(lambda: findings.go_to_key_image(findings.key_image + 1))
        self._floor = Label()
        self._floor.setFont(figures(self.font()))
        self._floor.setProperty("role", "secondary")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.slider.setFixedWidth(88)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setValue(self._findings.threshold)
        self.slider.setAccessibleName(tr("Minimum certainty"))
        self.slider.setToolTip(tr("Hides proposals that are less certain; nothing is deleted"))
        self.slider.valueChanged.connect(self._set_threshold)
        self._save = QTimer(self)
        self._save.setSingleShot(True)
        self._save.setInterval(_SAVE_MS)
        self._save.timeout.connect(self._keep_threshold)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self.masks = MaskSwitches(findings)
        self.key_images = KeyImages(findings, image_name)
        self.area = Upright()
        self.detail = FindingDetail(self._commands)
        self._line = line()
        self._build()
        findings.changed.connect(self.refresh)
        findings.masks_changed.connect(self.refresh)
        findings.threshold_changed.connect(self.refresh)
        findings.selection_changed.connect(self._selected)
        findings.edit_requested.connect(self.edit)
        findings.key_image_changed.connect(self._show_key_image)
        findings.shown_first.connect(self._ask_again)
        settings.changed.connect(self._settings_changed)
        self.refresh()

    def minimumSizeHint(self) -> QSize:
        """The same with and without a selected finding: what is below must not move under the hand that types."""
        if self.detail.editing:
            return super().minimumSizeHint()
        head = self.layout().itemAt(0).minimumSize().height()  # type: ignore[union-attr]
        return QSize(super().minimumSizeHint().width(), head + self.area.minimumHeight() + scaled(_DETAIL, 1.4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """The next ones to judge stay in sight: before the list, what is known of the selected finding scrolls."""
        wanted, rows, end = 0, 0, 0
        for number in range(self._list.count()):
            item = self._list.itemAt(number)
            end += item.sizeHint().height() if item is not None else 0
            if item is not None and isinstance(item.widget(), FindingRow) and rows < _ROWS:
                wanted, rows = end, rows + 1
        head = self.layout().itemAt(0).sizeHint().height()  # type: ignore[union-attr]
        frame = self.area.height() - self.area.viewport().height() + 2  # and two lines
        room = self.height() - head - frame - wanted
        self.detail.limit(max(scaled(_LEAST_DETAIL, 1.4), room))

    def offer_insertion(self, insertion: Command) -> None:
        """There is a report: what puts the selected finding into it."""
        self.detail.offer_insertion(insertion)

    def keep(self) -> None:
        """The user goes on to something else: what was changed in an open form is saved, and can be undone."""
        self.detail.keep()

    def row(self, tracking_uid: str) -> FindingRow:
        """The row of a finding that is shown. Raises KeyError."""
        return self._rows[tracking_uid]

    @while_alive
    def edit(self, tracking_uid: str) -> None:
        """Open the form on a finding, which comes to the screen; nothing happens where it can't be edited."""
        finding = self._findings.get(tracking_uid)
        if finding is None or self._findings.read_only or not service.can(finding, Event.EDIT):
            return
        seen = self._findings.on_screen(finding)
        if self._findings.selected != tracking_uid or not seen:
            self._findings.select(tracking_uid, jump=not seen)
        self._before = self.window().focusWidget()
        self.wanted.emit()
        self.detail.open_form()

    @while_alive
    def _ask_again(self, tracking_uid: str) -> None:
        for uid, row in self._rows.items():
            row.ask_again(uid == tracking_uid, read_only=self._findings.read_only)

    @while_alive
    def refresh(self) -> None:
        """Bring list, counts and details up to date with the model."""
        self._ask_again("")
        every = self._findings.findings
        shown = service.shown(every, self._findings.threshold)
        listed, more = self._listed(service.in_order(shown.findings))
        self._fill(listed, shown.hidden, more)
        self._count(every)
        rated = any(f.is_ai and f.certainty is not None for f in every)
        self._floor.setVisible(rated)
        self.slider.setVisible(rated)
        words = tr("certainty ≥ {percent} %", percent=self._findings.threshold)
        self._floor.setText(words if scaled(100) <= _WORDS_UP_TO else f"≥ {self._findings.threshold} %")
        self._floor.setToolTip(plain_tip(words))
        self.masks.refresh()
        self.key_images.refresh()
        count = len(self._findings.key_images)
        self._to_key_image.setVisible(count > 0)
        self._to_key_image.setText(f"★ {count}")
        self._to_key_image.setAccessibleName(tr("Key images: {count}", count=count))
        self._show_selected()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 4)
        top.setSpacing(8)
        top.addWidget(self._counts, 1)
        top.addWidget(self._to_key_image)
        top.addWidget(self._floor)
        top.addWidget(self.slider)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        content.addLayout(self._list)
        content.addWidget(self.key_images)
        content.addWidget(self.masks)
        content.addStretch(1)
        self.area.setWidget(inside)
        self.area.setMinimumHeight(72)
        # the list's room changes as the details come and go
        self.area.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._show_row())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(line())
        layout.addWidget(self.area, 1)
        layout.addWidget(self._line)
        layout.addWidget(self.detail)
        self.detail.edit_clicked.connect(self.edit)
        self.detail.delete_clicked.connect(self._delete)
        self.detail.reopen_clicked.connect(lambda uid: self._judge(uid, Event.REOPEN))
        self.detail.saved.connect(self._saved)
        self.detail.closed.connect(self._give_focus_back)

    def _listed(self, findings: tuple[Finding, ...]) -> tuple[tuple[Finding, ...], int]:
        """Those that get a row now, and how many more there are: all own ones, of algorithms the first `_most` and
        the one that is selected."""
        proposed = [finding.tracking_uid for finding in findings if finding.is_ai]
        left_out = set(proposed[self._most :]) - {self._findings.selected}
        return tuple(finding for finding in findings if finding.tracking_uid not in left_out), len(left_out)

    def _show_more(self) -> None:
        self._most += _AT_ONCE
        self.refresh()

    def _fill(self, findings: tuple[Finding, ...], hidden: int, more: int) -> None:
        plan = self._planned(findings, hidden, more)
        if plan != self._plan:
            self._plan = plan
            self._lay_out(plan, findings)
        for finding in findings:
            withheld = self._findings.rests_on(finding)
            row = self._rows[finding.tracking_uid]
            aside = _aside(self._findings, finding)
            key = finding.key_image if is_key_image(finding) else None
            row.show_finding(
                finding, read_only=self._findings.read_only, withheld=withheld, aside=aside,
                image=self._image_name(key) if key is not None else "",
            )  # fmt: skip

    def _planned(self, findings: tuple[Finding, ...], hidden: int, more: int) -> list[object]:
        """What stands in the list, in order: a source before its findings, tracking UIDs, words."""
        plan: list[object] = [("problem", problem) for problem in self._findings.problems]
        groups = dict.fromkeys(service.algorithm(f.source) for f in findings if f.is_ai)
        for group in groups:
            own = [f for f in findings if f.is_ai and service.algorithm(f.source) == group]
            plan.append(("source", own[0].source))
            plan += [f.tracking_uid for f in own]
        if more:
            plan.append(("more", more))
        every = {service.algorithm(f.source) for f in self._findings.findings if f.is_ai}
        silent = {service.algorithm(s): s for s in self._findings.sources if s.observer.value == "device"}
        plan += [("silent", source) for key, source in silent.items() if key not in every]
        if hidden:
            plan.append(("hidden", hidden, self._findings.threshold))
        measured, key_images = parted(f for f in findings if not f.is_ai)
        if measured:
            plan += [("people",), *(f.tracking_uid for f in measured)]
        if key_images:
            plan += [("key images",), *(f.tracking_uid for f in key_images)]
        if not self._findings.loaded:
            plan.append(("loading",))
        elif not plan:
            plan.append(("empty", self._findings.read_only))
        return plan

    def _lay_out(self, plan: list[object], findings: tuple[Finding, ...]) -> None:
        by_uid = {finding.tracking_uid: finding for finding in findings}
        focused = next(
            (uid for uid, row in self._rows.items() if row.isAncestorOf(_focus(self)) or row.hasFocus()), ""
        )
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and not isinstance(widget, FindingRow):
                widget.deleteLater()
        for uid in [uid for uid in self._rows if uid not in by_uid]:
            self._rows.pop(uid).deleteLater()
        for entry in plan:
            if isinstance(entry, str):
                if entry not in self._rows:
                    self._rows[entry] = self._make_row(by_uid[entry])
                self._list.addWidget(self._rows[entry])
            else:
                self._list.addWidget(self._heading(entry))
        previous: QWidget = self.slider
        for entry in plan:
            if isinstance(entry, str):
                for widget in (
                    self._rows[entry],
                    self._rows[entry].accept,
                    self._rows[entry].edit,
                    self._rows[entry].reject,
                ):
                    QWidget.setTabOrder(previous, widget)
                    previous = widget
        if focused in self._rows:
            self._rows[focused].setFocus()

    def _make_row(self, finding: Finding) -> FindingRow:
        row = FindingRow(finding, self._commands)
        row.chosen.connect(self._choose)
        row.judged.connect(self._judge)
        row.edit_clicked.connect(self.edit)
        row.step_asked.connect(self._step)
        row.delete_asked.connect(self._delete)
        return row

    def _choose(self, tracking_uid: str) -> None:
        row = self._rows[tracking_uid]
        self._chosen = (tracking_uid, row.y() - self.area.verticalScrollBar().value())
        self._findings.select(tracking_uid, jump=True)

    def _heading(self, entry: object) -> QWidget:
        match entry:
            case ("source", Source() as source):
                return _source_heading(source)
            case ("silent", Source() as source):
                return _words(_name(source), tr("found nothing in this exam"), _about(source), role="ai")
            case ("more", int() as count):
                return _offer(tr("More findings: {count}", count=count), tr("Show more"), self._show_more)
            case ("hidden", int() as count, int() as threshold):
                said = tr("Hidden below {percent} %: {count}", percent=threshold, count=count)
                return _offer(said, tr("Show them"), lambda: self.slider.setValue(0))
            case ("problem", str() as problem):
                return _warning(now(problem))
            case ("people",):
                return _words(tr("Own findings"), "", "")
            case ("key images",):
                return _words(tr("Key images of the report"), "", "")
            case ("loading",):
                return _words(tr("Loading the exam's results …"), "", "")
            case ("empty", True):
                return _words(tr("No findings yet."), "", "")
            case _:
                return _words(tr("No findings yet."), tr("Measure with D to add your own."), "")

    def _count(self, every: tuple[Finding, ...]) -> None:
        shown = service.shown(every, self._findings.threshold).findings  # what Next finding steps through
        waiting = sum(1 for f in shown if f.status is Status.PROPOSED)
        count = len(parted(every)[0])
        total = tr("Findings: {count}", count=count) if count else tr("Findings")
        to_judge = tr("To judge: {count}", count=waiting)
        self._counts.setText(to_judge if waiting else total)
        self._counts.setToolTip(plain_tip(f"{total}\n{to_judge}"))

    def _judge(self, tracking_uid: str, event: Event) -> None:
        verbs = {Event.ACCEPT: service.accept, Event.REJECT: service.reject, Event.REOPEN: service.reopen}
        if self._findings.selected != tracking_uid:
            self._findings.select(tracking_uid)
        verbs[event](self._findings, tracking_uid)

    def _saved(self, tracking_uid: str, changes: dict[str, object]) -> None:
        finding = self._findings.get(tracking_uid)
        proposed = finding is not None and finding.status is Status.PROPOSED
        if finding is not None and proposed and service.shows_first(self._findings, finding):
            return  # the form stays open
        self.detail.close_form()
        if finding is None:
            return  # it was taken away with what it rests on
        service.edit(self._findings, tracking_uid, **changes)
        self._show_selected()
        self._give_focus_back()

    def _delete(self, tracking_uid: str) -> None:
        finding = self._findings.get(tracking_uid)
        if finding is None or self._findings.read_only:
            return
        if not finding.is_ai or service.can(finding, Event.REJECT):
            service.delete(self._findings, tracking_uid)

    def _step(self, by: int) -> None:
        uid = service.neighbour(self._findings, self._findings.threshold, by)
        if uid:
            self._findings.select(uid, jump=True)
            self._focus_row()

    def _give_focus_back(self) -> None:
        """To where the user was before he edited: an image, the report, a row."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible() and not self.detail.isAncestorOf(before):
            before.setFocus()
        else:
            self._focus_row()

    def _focus_row(self) -> None:
        row = self._rows.get(self._findings.selected)
        if row is not None:
            row.setFocus()

    @while_alive
    def _selected(self, tracking_uid: str) -> None:
        self._ask_again("")
        if tracking_uid and tracking_uid not in self._rows:
            self.refresh()  # it was among those without a row; a new one has its place a moment later
            QTimer.singleShot(0, self._show_row)
        self._show_selected()
        self._show_row()

    @while_alive
    def _show_row(self) -> None:
        """With the one that comes after it. One that the pointer has chosen stays where it is, so that no other
        one comes under the pointer."""
        row = self._rows.get(self._findings.selected)
        if row is None:
            return
        if self._chosen[0] == row.tracking_uid and row.underMouse():
            lowest = max(0, self.area.viewport().height() - row.height())
            self.area.verticalScrollBar().setValue(row.y() - min(self._chosen[1], lowest))
            return
        order = [uid for uid in self._plan if isinstance(uid, str)]
        after = order[order.index(self._findings.selected) + 1 :][:1]
        for uid in after:
            self.area.ensureWidgetVisible(self._rows[uid], 0, 0)
        self.area.ensureWidgetVisible(row, 0, 0 if after else 8)

    @while_alive
    def _show_key_image(self) -> None:
        """Bring the button of the key image that was gone to into sight."""
        if 0 <= self._findings.key_image < len(self.key_images.buttons):
            self.area.ensureWidgetVisible(self.key_images.buttons[self._findings.key_image], 0, 8)

    def _show_selected(self) -> None:
        chosen = self._findings.get(self._findings.selected)
        if chosen is None and not self._findings.read_only:
            self.detail.keep()
        for uid, row in self._rows.items():
            row.set_selected(chosen is not None and uid == chosen.tracking_uid)
        self.detail.setVisible(chosen is not None)
        self._line.setVisible(chosen is not None)
        self._share_room()
        if chosen is not None:
            self.detail.show_finding(chosen, read_only=self._findings.read_only)

    def _set_threshold(self, percent: int) -> None:
        self._save.start()
        self._findings.set_threshold(percent)

    def _keep_threshold(self) -> None:
        self._settings.update(certainty_threshold=self.slider.value())

    @while_alive
    def _settings_changed(self) -> None:
        if not self._save.isActive() and self._settings.value.certainty_threshold != self.slider.value():
            self.slider.setValue(self._settings.value.certainty_threshold)


def _aside(findings: FindingsModel, finding: Finding) -> str:
    """That it is hidden or locked, in a word."""
    if findings.looks.hides(finding.tracking_uid, finding.is_ai):
        return tr("hidden")
    return tr("locked") if findings.looks.of(finding.tracking_uid).locked else ""


def _focus(widget: QWidget) -> QWidget:
    return widget.window().focusWidget() or widget


def _name(source: Source) -> str:
    return tr("AI {name}", name=f"{source.name} {source.version}".strip())


def _about(source: Source) -> str:
    lines = [_name(source)]
    if source.manufacturer:
        lines.append(tr("Manufacturer: {name}", name=source.manufacturer))
    if source.device_uid:
        lines.append(tr("Device: {uid}", uid=source.device_uid))
    run = service.run_text(source)
    if run:
        lines.append(tr("Made: {when}", when=run))
    lines.append(tr("Verified by a person") if source.verified else tr("Not verified by a person"))
    return "\n".join(lines)


def _source_heading(source: Source) -> QWidget:
    """The algorithm, and beneath it what its maker wrote as the Series Description, word for word."""
    return _words(_name(source), source.series_description, _about(source), role="ai")


def _offer(said: str, button: str, run: Callable[[], None]) -> QWidget:
    place = QWidget()
    layout = QHBoxLayout(place)
    layout.setContentsMargins(8, 2, 6, 2)
    text = Label(said)
    text.setProperty("role", "small")
    show = QPushButton(button)
    show.setProperty("role", "quiet")
    show.clicked.connect(run)
    layout.addWidget(text, 1)
    layout.addWidget(show)
    return place


def _words(title: str, text: str, tip: str, *, role: str = "") -> QWidget:
    place = QWidget()
    layout = QVBoxLayout(place)
    layout.setContentsMargins(8, 6, 8, 2)
    layout.setSpacing(0)
    head = Label(title)
    head.setWordWrap(True)
    head.setProperty("role", role)
    layout.addWidget(head)
    if text:
        small = Label(text)
        small.setWordWrap(True)
        small.setProperty("role", "small")
        layout.addWidget(small)
    place.setToolTip(plain_tip(tip))
    return place


def _warning(text: str) -> QWidget:
    place = QWidget()
    layout = QHBoxLayout(place)
    layout.setContentsMargins(8, 4, 8, 4)
    layout.setSpacing(6)
    mark = picture("triangle-alert", "soon")
    mark.setFixedWidth(18)
    words = Label(text)
    words.setWordWrap(True)
    words.setProperty("role", "soon")
    layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(words, 1)
    return place
