"""The second window: one case. Banner, toolbar, series and viewports, and the panel of findings and report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.app.case import Case
from reader.app.presenter import Level, Message
from reader.app.ui.handed_over_bar import HandedOverBar
from reader.app.ui.message_banner import MessageBanner
from reader.app.ui.order_text import OrderText
from reader.app.ui.palette import CommandPalette
from reader.app.ui.patient_banner import PatientBanner
from reader.app.ui.prior_panel import PriorPanel
from reader.app.ui.second_window import SecondScreen
from reader.app.ui.status_line import StatusLine
from reader.core.commands import Command, CommandRegistry
from reader.core.qt.actions import bind_keys, make_action
from reader.core.qt.alive import while_alive
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.settings import SettingsModel
from reader.core.text import mark, tr, visible
from reader.delivery.ui.held import HeldBanner
from reader.findings import commands as finding_commands
from reader.findings.model import Finding, ImageReference, Status
from reader.findings.service import counts_for_report
from reader.findings.ui.panel import FindingsPanel
from reader.report import commands as report_commands
from reader.report.ui.panel import ReportPanel
from reader.review import commands as review_commands
from reader.review.model import ReportState
from reader.review.ui.origin import Origin
from reader.review.ui.review_bar import ReviewBar
from reader.review.ui.review_panel import Mode, ReviewPanel
from reader.review.ui.supplement_banner import SupplementBanner
from reader.study.model import Study
from reader.study.numbering import image_text
from reader.views import commands as view_commands
from reader.views.ui.toolbar import ViewsToolbar, size_tool
from reader.views.ui.views_widget import ViewsWidget
from reader.worklist.listing import WorklistModel


class CaseActions(Protocol):
    """What the window asks its owner to do."""

    def submit(self) -> None: ...
    def sign(self) -> None: ...
    def give_back(self, reason: str) -> None: ...
    def compare(self, prior: Study) -> None: ...
    def next_case(self) -> None: ...
    def settings(self) -> None: ...


class ReadingWindow(QMainWindow):
    """Shows one case; built from its models alone, so that it can be built again. `left` when it was closed.

    It may be built before the case has begun, and is shown after that (`show_in_place_of`). held: what was just
    submitted and can be taken back. handed_over: what can be done with an exam whose report is handed over.
    """

    left = Signal()

    def __init__(
        self,
        case: Case,
        settings: SettingsModel,
        worklist: WorklistModel,
        actions: CaseActions,
        *,
        may_sign: bool,
        may_leave: Callable[[], bool],
        held: HeldBanner | None = None,
        handed_over: Callable[[Case], Sequence[Command]] = lambda _: (),
    ) -> None:
        super().__init__()
        self._handed_over = tuple(handed_over(case))
        self._worklist = worklist
        self._held = held
        self.case = case
        self._settings, self._actions = settings, actions
        self._may_sign, self._may_leave = may_sign, may_leave
        self.registry = CommandRegistry()
        self.registry.add(*view_commands.commands(case.views))
        self.report: ReportPanel | None = None
        self.review: ReviewPanel | None = None
        self.bar: ReviewBar | None = None
        self.setMinimumSize(1000, 640)
        self.second = SecondScreen(self, case, settings, self.registry)
        self._add_commands()

        self.banner = PatientBanner(case.study.study)
        self.messages = MessageBanner()
        self.toolbar = ViewsToolbar(case.views, self.registry)
        self._add_tools()
        self.views = ViewsWidget(case.views, case.study, self.registry)
        self.findings = FindingsPanel(case.findings, settings, self._image_name)
        self.findings.insert_requested.connect(self._insert)
        self._panel, self._narrowest = self._right_panel(), scaled(340, 1.3)
        self.status = StatusLine(case.study, worklist)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self.views)
        self._split.addWidget(self._panel)
        self._split.setStretchFactor(0, 1)
        self._split.setCollapsible(0, False)
        self._panel.setMinimumWidth(self._narrowest)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.banner, self.toolbar, self._held, self.messages):
            if widget is not None:
                layout.addWidget(widget)
        layout.addWidget(self._split, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(body)
        self._body = body
        self.setFocusProxy(self.views)
        self.second.attach(self.views, self._split, self._panel, self.registry)
        bind_keys((command for command in self.registry if command.group != "viewport"), body)
        bind_keys(self.registry.group("viewport"), self.views.grid)  # elsewhere Tab goes to the next control

        case.study.study_changed.connect(self._show_identity)
        case.draft_ready.connect(self._show_draft)
        case.report_lacking.connect(self._show_lack)
        case.loading_changed.connect(self.status.set_loading)
        case.views.readout.connect(self.status.set_readout)

    def sizeHint(self) -> QSize:
        return QSize(1600, 1000)

    def show_in_place_of(self, previous: ReadingWindow | None) -> None:
        """Show it where another one was, which goes without having been left; else on the whole screen."""
        case = self.case
        self.banner.set_due(case.due)
        if not case.local:
            self._order.show_task(case.task)
        self._show_identity()
        self.status.set_loading(case.loading)
        self._split.setSizes([1200, max(self._narrowest, self._settings.value.panel_width)])
        if case.read_only_because is not None:
            self.show_message(Message(case.why_read_only, tr("You can view it."), level=Level.WARNING))
        self.views.setFocus()
        if case.draft is not None:
            self._show_draft()
        elif case.no_report:
            self._show_lack(case.no_report)
        if previous is None:
            self.second.place_reading()
            self.showMaximized()
            self.second.restore()
            return
        maximised = previous.isMaximized()
        previous.second.put_away()
        self.setGeometry(previous.geometry())
        previous.left.disconnect()
        previous.hide()
        previous.deleteLater()
        if maximised:
            self.showMaximized()
        else:
            self.show()
        self.second.restore()
        self.activateWindow()

    def show_message(self, message: Message) -> None:
        self.messages.show_message(message)

    def show_what_to_check(self) -> None:
        """Back from the last look: to the sentence that stopped it if one did, else to the report."""
        self._focus_report()
        if self.report is not None and self.report.has_loose():
            self.report.next_loose()

    def frozen(self) -> None:
        """The report was handed over: nothing under it can be pressed any more."""
        if self.bar is not None:
            self.bar.set_busy(True)
            self.bar.put_away()

    def thawed(self) -> None:
        """The submission was taken back: the report can be written in and submitted again."""
        self.messages.hide()
        if self.bar is not None:
            self.bar.set_busy(False)
        self._focus_report()

    def set_busy(self, busy: bool) -> None:
        if self.bar is not None:
            self.bar.set_busy(busy)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        self._settings.update(panel_width=self._panel.width() or self._settings.value.panel_width)
        self.second.put_away()
        self.views.close()
        if self.report is not None:
            self.report.release()
        event.accept()
        self.left.emit()

    # building ---------------------------------------------------------------------------------------------

    def _right_panel(self) -> QWidget:
        self._below = QWidget()
        self._below_layout = QVBoxLayout(self._below)
        self._below_layout.setContentsMargins(0, 0, 0, 0)
        self._below_layout.setSpacing(0)
        self._waiting = Label(tr("The report opens once the exam is loaded …"))
        if self.case.local:
            self._waiting.setText(tr("This exam is not from the worklist.\nNothing that is measured here is kept."))
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setWordWrap(True)
        self._waiting.setMargin(16)
        self._waiting.setProperty("role", "secondary")
        self._below_layout.addWidget(self._waiting)
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.findings)
        both.addWidget(self._below)
        both.setStretchFactor(0, 2)
        both.setStretchFactor(1, 3)
        both.setChildrenCollapsible(False)
        both.setSizes([260, 520])
        self._both = both
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.setUsesScrollButtons(False)  # large text gives way, each tab says its own in its tooltip
        tabs.tabBar().setDrawBase(False)
        tabs.setElideMode(Qt.TextElideMode.ElideRight)
        tabs.addTab(both, tr("Findings and report"))
        prior = PriorPanel(self.case.study)
        prior.compare_requested.connect(self._actions.compare)
        tabs.addTab(prior, tr("Prior"))
        self.case.study.priors_changed.connect(self._count_priors)
        self._tabs = tabs
        self._count_priors()
        panel = QWidget()
        self._panel_layout = QVBoxLayout(panel)
        self._panel_layout.setContentsMargins(0, 0, 0, 0)
        self._panel_layout.setSpacing(0)
        self._order = OrderText()
        self._panel_layout.addWidget(self._order)
        tabs.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # what is below comes first
        self._panel_layout.addWidget(tabs, 1)
        return panel

    def _show_draft(self) -> None:
        """The report is there: its editor, the differences for a review, and the buttons that are allowed."""
        case = self.case
        if case.draft is None or self.report is not None:
            return
        self._waiting.hide()
        self.report = ReportPanel(case.draft, case.findings, image_number=case.image_number)
        own = report_commands.commands(self.report, self._show_report)
        self.registry.add(*own)
        bind_keys(own, self.report)  # in whichever window it is
        bind_keys((command for command in own if command.context != "report"), self._body)
        may_act, may_submit, may_sign = not case.read_only, case.may_submit, self._signs()
        if case.supplement is not None and case.signed is not None:
            banner = SupplementBanner(case.supplement, case.signed, writable=may_act)
            self._below_layout.addWidget(banner)
        compared = case.version is not None and (may_act or case.supplement is not None)
        if case.version is not None and not compared:
            self._below_layout.addWidget(Origin(case.history))
        self._below_layout.addWidget(self.report, 1)
        if case.version is not None and compared:
            self.review = ReviewPanel(
                case.draft, case.version, case.history, before=case.before,
                findings=case.findings, findings_before=case.findings_before,
                may_submit=may_submit, may_sign=may_sign, may_return=case.may_judge,
                brief=case.supplement is not None,
            )  # fmt: skip
            self.bar = self.review.bar
            self.bar.asking.connect(self._below.setHidden)  # the differences have all of the text
            self._show_changes(self.review)
        else:
            self.bar = ReviewBar(may_submit=may_submit, may_sign=may_sign, may_return=False)
        self._panel_layout.addWidget(self.bar)  # under every tab, also where the review panel brought it
        self.bar.submitted.connect(self._actions.submit)
        self.bar.signed.connect(self._actions.sign)
        self.bar.returned.connect(self._actions.give_back)
        if case.read_only:
            self.bar.hide()
            if case.version is not None and case.version.state is ReportState.SIGNED:
                self._panel_layout.addWidget(HandedOverBar(self._handed_over, self._worklist))
        elif case.supplement is not None and not case.is_review:
            self._focus_report()  # who adds to a signed report came to write

    @while_alive
    def _show_lack(self, why: str) -> None:
        self._waiting.setText(why)

    def _show_changes(self, review: ReviewPanel) -> None:
        """Where a stored report is worked on: the editor over its differences, the findings in a tab."""
        self._tabs.insertTab(1, self.findings, tr("Findings"))
        self._tabs.setTabText(0, tr("Report and changes"))
        self._both.addWidget(review)
        self._both.setStretchFactor(0, 1)
        self._both.setStretchFactor(1, 1)
        self._both.setSizes([500, 300] if self.case.supplement is not None else [360, 440])

    def _add_commands(self) -> None:
        case, actions = self.case, self._actions
        self.registry.add(*finding_commands.commands(case.findings, self._insert), *self._handed_over)
        self.registry.add(
            *review_commands.commands(
                submit=actions.submit,
                may_submit=lambda: case.may_submit,
                sign=actions.sign,
                may_sign=self._signs,
                give_back=self._ask_reason,
                may_give_back=lambda: case.may_judge,
                toggle_differences=self._toggle_differences,
                next_change=lambda: self._step_change(1),
                previous_change=lambda: self._step_change(-1),
                reviewing=lambda: self.review is not None,
                differences_shown=lambda: self.review is not None and self.review.mode is Mode.DIFFERENCES,
                undo=lambda: self._held.take_back() if self._held is not None else None,
                may_undo=lambda: self._held is not None and self._held.can_take_back(),
            )
        )
        self.registry.add(
            Command("app.palette", mark("All commands …"), self._open_palette, keys=("Ctrl+K",), icon="command"),
            Command(
                "app.panel", mark("Collapse the findings and report panel"), self._toggle_panel, keys=("F4",),
                icon="panel-right", checked=self._panel_shown,
            ),
            Command("app.report", mark("Go to the report"), self._focus_report, keys=("F2",), icon="file-text"),
            Command("app.images", mark("Go to the images"), self._focus_images, keys=("F3",), icon="image"),
            *self.second.commands(),
            Command(
                "app.next_case", mark("Next case"), actions.next_case,
                when=lambda: case.read_only, keys=("Ctrl+Down",),
            ),
            Command("app.close_case", mark("Leave the case"), self._leave, keys=("Ctrl+W",), icon="x"),
            Command("app.settings", mark("Settings …"), actions.settings, keys=("Ctrl+,",), icon="settings"),
        )  # fmt: skip

    def _add_tools(self) -> None:
        """At the right end of the toolbar: the palette and the fold of the panel."""
        for command_id in ("app.palette", "app.panel"):
            button = QToolButton()
            button.setProperty("role", "quiet")
            button.setDefaultAction(make_action(self.registry[command_id], button))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            size_tool(button)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.toolbar.row.addWidget(button)

    # what commands do -------------------------------------------------------------------------------------

    def _insert(self, tracking_uid: str) -> None:
        why = self._why_not_inserted(self.case.findings.get(tracking_uid))
        if self.report is not None and not why:
            self.report.insert_finding(tracking_uid)
        else:
            self.show_message(Message(why))

    def _why_not_inserted(self, finding: Finding | None) -> str:
        """"" where a sentence about it goes into the report, or is shown there."""
        if self.case.findings.read_only:
            return self.case.findings.history.refusal
        if self.report is None:
            return self._waiting.text()
        if finding is None:
            return tr("Choose a finding first; then it can be inserted into the report.")
        if finding.status is Status.REJECTED:
            return tr("This finding was rejected. Undo the decision before it is inserted into the report.")
        if not counts_for_report(finding):
            return tr("Accept this finding first; then it can be inserted into the report.")
        return ""

    def _signs(self) -> bool:
        return self._may_sign and self.case.may_judge

    def _image_name(self, image: ImageReference) -> str:
        number = self.case.image_number(image)
        return image_text(number, image.frames) if number is not None else ""

    def _ask_reason(self) -> None:
        if self.bar is not None:
            self.bar.ask_reason()

    def _toggle_differences(self) -> None:
        if self.review is not None:
            self._tabs.setCurrentIndex(0)
            self.review.toggle_differences()

    def _step_change(self, step: int) -> None:
        if self.review is not None:
            self._tabs.setCurrentIndex(0)
            self.review.view.show_next(step)

    def _open_palette(self) -> None:
        second = self.second.window
        CommandPalette(self.registry, second if second is not None and second.isActiveWindow() else self).show()

    def _panel_shown(self) -> bool:
        return self.isVisible() and not self._panel.isHidden()

    def _toggle_panel(self) -> None:
        self._panel.setVisible(self._panel.isHidden())

    def _show_report(self) -> None:
        self._panel.show()
        self.second.bring(self._panel)
        if self.bar is not None:
            self.bar.put_away()
        self._tabs.setCurrentIndex(0)

    def _focus_report(self) -> None:
        self._show_report()
        if self.report is not None:
            self.report.focus_findings()

    def _focus_images(self) -> None:
        if not self.second.take_focus():
            self.second.bring(self.views)
            self.views.setFocus()

    def _leave(self) -> None:
        self.close()

    # following the models ----------------------------------------------------------------------------------

    def _show_identity(self) -> None:
        study = self.case.study.study
        self.banner.set_study(study)
        name = study.patient.name.display or tr("no name")
        end = tr("not from the worklist") if self.case.local else "reader"
        self.setWindowTitle(visible(f"{name} · {study.patient.patient_id} – {end}"))
        self.second.show_identity()

    def _count_priors(self) -> None:
        count = len(self.case.study.priors)
        self._tabs.setTabText(self._tabs.count() - 1, tr("Prior {count}", count=count) if count else tr("Prior"))
