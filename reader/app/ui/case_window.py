"""The window of one case: banner, toolbar, series and viewports, and the panel of findings and earlier exams."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader.app import commands
from reader.app.case import Case
from reader.app.exporting import Exporting
from reader.app.presenter import Level, Message
from reader.app.ui.case_windows import CaseWindows
from reader.app.ui.display_note import DisplayNote
from reader.app.ui.further_window import FurtherWindow
from reader.app.ui.hanging_dialog import HangingDialog
from reader.app.ui.message_banner import MessageBanner, Underlaid
from reader.app.ui.monitors import Monitors
from reader.app.ui.palette import CommandPalette
from reader.app.ui.patient_banner import PatientBanner
from reader.app.ui.picture_export import PictureExport
from reader.app.ui.picture_print import PicturePrint
from reader.app.ui.prior_panel import PriorPanel
from reader.app.ui.report_place import ReportPlace
from reader.app.ui.status_line import StatusLine
from reader.core.commands import Command, CommandRegistry
from reader.core.qt.actions import bind_keys, make_action, not_now_text
from reader.core.qt.alive import while_alive
from reader.core.qt.dragging_out import DraggingOut
from reader.core.qt.theme import scaled
from reader.core.settings import SettingsModel
from reader.core.text import now, one_of, tr, visible
from reader.findings import commands as finding_commands
from reader.findings.model import ImageReference
from reader.findings.ui.panel import FindingsPanel
from reader.study.model import Study
from reader.views import commands as view_commands
from reader.views.hanging.capture import main_modality, region_words
from reader.views.hanging.matching import is_of_region, is_of_site
from reader.views.ui.toolbar import ViewsToolbar, size_tool
from reader.views.ui.views_widget import ViewsWidget
from reader.worklist.listing import WorklistModel
from reader.worklist.words import exam_text


class CaseActions(Protocol):
    """What the window asks its owner to do."""

    exporting: Exporting
    monitors: Monitors

    def compare(self, prior: Study) -> None: ...
    def settings(self) -> None: ...
    def keys(self) -> None: ...
    def help(self) -> None: ...


class CaseWindow(QMainWindow):
    """Shows one case; built from its models alone, so that it can be built again. `left` when it was closed.

    It may be built before the case has begun, and is shown after that (`show_in_place_of`). What the case is about
    is asked of the case. worklist: of the hub that it is from; None where it is from none.
    """

    left = Signal()

    def __init__(
        self,
        case: Case,
        settings: SettingsModel,
        actions: CaseActions,
        *,
        worklist: WorklistModel | None = None,
        may_leave: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__()
        self.case = case
        self._settings, self._actions = settings, actions
        self._may_leave, self._worklist_model = may_leave, worklist
        self.registry = CommandRegistry()
        self.further = CaseWindows(self, case, settings, self.registry, self.say_not_now, self._note)
        self.pictures = PictureExport(case.views, actions.exporting, self)
        self.printing = PicturePrint(case, settings, actions.exporting, lambda: self.front)
        self.registry.add(*view_commands.commands(case.views), *finding_commands.commands(case.findings))
        self.registry.add(*self._commands())
        self.setMinimumSize(1000, 640)

        body = self._empty_body()
        self.banner = PatientBanner(case.study.study)
        self._column.addWidget(self.banner)
        self.standing, self.messages = MessageBanner(), MessageBanner()
        self.toolbar = ViewsToolbar(case.views, self.registry)
        self._column.addWidget(self.toolbar)
        self._add_tools()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._column.addWidget(self._split, 1)
        self.views = ViewsWidget(case.views, case.study, self.registry)
        self._pictures = Underlaid(self.views, self.messages, standing=self.standing)
        self._pictures.put_above(self._note(self))
        self._split.addWidget(self._pictures)
        self._panel = QWidget()
        self._split.addWidget(self._panel)
        self.findings = FindingsPanel(case.findings, settings, self._image_name)
        self._build_panel()
        self._narrowest = scaled(340, 1.3)
        self._panel.setMinimumWidth(self._narrowest)
        self._split.setStretchFactor(0, 1)
        self._split.setCollapsible(0, False)
        self.status = StatusLine(case.study, worklist)
        self._column.addWidget(self.status)
        self.findings.wanted.connect(self._show_findings)
        self.setFocusProxy(self.views)
        self.pictures.attach(self.views)
        self.printing.attach(self.views)
        self.further.attach(self.views, self._split, self._panel, self.registry)
        DraggingOut(self._tabs.tabBar()).dragged_out.connect(self.further.drop_panel)
        bind_keys((command for command in self.registry if command.group != "viewport"), body, self.say_not_now)
        bind_keys(self.registry.group("viewport"), self.views.grid)  # elsewhere Tab goes to the next control

        case.study.study_changed.connect(self._show_identity)
        case.loading_changed.connect(self.status.set_loading)
        case.findings.changed.connect(self.status.forget_readout)
        case.views.readout.connect(self.status.set_readout)

    def sizeHint(self) -> QSize:
        return QSize(1600, 1000)

    def show_in_place_of(self, previous: CaseWindow | None) -> None:
        """Show it where another one was, which goes without having been left; else on the whole screen."""
        self._fill()
        if previous is None:
            self.further.place_reading()
            self.showMaximized()
            self.further.restore()
            return
        maximised = previous.isMaximized()
        self._go_on_from(previous)
        previous.further.put_away()
        self.setGeometry(previous.geometry())
        previous.left.disconnect()
        previous.hide()
        previous.deleteLater()
        if maximised:
            self.showMaximized()
        else:
            self.show()
        self.further.restore()
        self.activateWindow()

    @property
    def front(self) -> CaseWindow | FurtherWindow:
        """Of its windows the one that has the keyboard."""
        return self.further.front or self

    def put_on_top(self, line: QWidget) -> None:
        """Above all else in it."""
        self._column.insertWidget(0, line)

    def offer(self, *commands: Command) -> None:
        """More that can be done here, by whom the window belongs to."""
        self._add(*commands)

    def say_not_now(self, command: Command) -> None:
        self.case.views.readout.emit(not_now_text(command))

    def show_message(self, message: Message) -> None:
        """Where the user looks."""
        self.front.messages.show_message(message)

    def withdraw(self, about: str) -> None:
        """Take away what was told about this, in whichever window it is."""
        self.messages.withdraw(about)
        for window in self.further:
            window.messages.withdraw(about)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        self._settings.update(panel_width=self.further.panel_width)
        self._put_away()
        event.accept()
        self.left.emit()

    def take_what_is_typed(self) -> None:
        """A form or a field that is open, or a word that an input method composes: said as it is."""
        self.findings.keep()
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.window().setFocus()
            if isValid(focus) and focus.isVisible():
                focus.setFocus()

    def _show_findings(self) -> None:
        """In whichever tab and window they are."""
        self._panel.show()
        for number in range(self._tabs.count()):
            page = self._tabs.widget(number)
            if page is not None and (page is self.findings or page.isAncestorOf(self.findings)):
                self._tabs.setCurrentIndex(number)
        self.further.bring(self._panel)

    # building ---------------------------------------------------------------------------------------------

    def _note(self, window: QMainWindow) -> DisplayNote:
        """What is to be known of the display that a window with images is on."""
        return DisplayNote(window, self._settings, self._actions.monitors)

    def _empty_body(self) -> QWidget:
        """Built from the outside in: what is given a parent is styled anew, with all that is in it by then."""
        self._body = QWidget()
        self.setCentralWidget(self._body)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        return self._body

    def _build_panel(self) -> None:
        self._panel_layout = QVBoxLayout(self._panel)
        self._panel_layout.setContentsMargins(0, 0, 0, 0)
        self._panel_layout.setSpacing(0)
        self._tabs = tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.setUsesScrollButtons(False)  # large text gives way, each tab says its own in its tooltip
        tabs.tabBar().setDrawBase(False)
        tabs.setElideMode(Qt.TextElideMode.ElideRight)
        tabs.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # what is below comes first
        self._panel_layout.addWidget(tabs, 1)
        self._both = both = QSplitter(Qt.Orientation.Vertical)
        tabs.addTab(both, tr("Findings"))
        self._below = QWidget()
        both.addWidget(self.findings)
        both.addWidget(self._below)
        both.setStretchFactor(0, 2)
        both.setStretchFactor(1, 3)
        both.setChildrenCollapsible(False)
        both.setSizes([300, 480])
        self._below_layout = QVBoxLayout(self._below)
        self._below_layout.setContentsMargins(0, 0, 0, 0)
        self._below_layout.setSpacing(0)
        self._no_report = ReportPlace(self.case.no_report)
        self._below_layout.addWidget(self._no_report)
        prior = PriorPanel(self.case.study, self.case.prior_reports)
        prior.compare_requested.connect(self._actions.compare)
        tabs.addTab(prior, tr("Prior"))
        self.case.study.priors_changed.connect(self._count_priors)
        self._count_priors()

    def _fill(self) -> None:
        """The case has begun: whose it is, and what is known so far."""
        case = self.case
        self._show_due()
        self._show_identity()
        self.status.set_loading(now(case.loading))
        self._split.setSizes([1200, max(self._narrowest, self._settings.value.panel_width)])
        self._show_standing()
        self.views.setFocus()

    def _go_on_from(self, previous: CaseWindow) -> None:
        """What is no state of the models: messages that stay, the tab that is shown, the fold of the panel."""
        for window in (*previous.further, previous):
            self.messages.go_on_from(window.messages)
        self._tabs.setCurrentIndex(previous._tabs.currentIndex())
        self._panel.setHidden(previous._panel.isHidden())

    @while_alive
    def _show_standing(self) -> None:
        """Why nothing can be written: a line of its own, which no other message takes the place of."""
        if self.case.read_only_because is not None:
            self.standing.show_message(self._only_viewed())

    def _only_viewed(self) -> Message:
        """Why nothing can be written, and what can be done."""
        return Message(self.case.why_read_only, tr("You can view it."), level=Level.WARNING)

    def _put_away(self) -> None:
        """It is closed: what it shows is let go of."""
        self.further.put_away()
        self.views.close()

    def _commands(self) -> list[Command]:
        return [
            *commands.everywhere("reading", palette=self._open_palette, help_=self._actions.help),
            *commands.case(
                panel=self._toggle_panel, panel_shown=self._panel_shown,
                images=self._focus_images, leave=self._leave,
            ),
            *commands.hanging(
                step=self.case.hanging.step, again=self.case.hanging.again, change=self.case.hanging.change,
                keep=self._keep_hanging, may_keep=self.case.hanging.can_keep,
                forget=self.case.hanging.forget, may_forget=self.case.hanging.is_own,
            ),
            *self.further.commands(),
            *self.pictures.commands(),
            self.printing.command(),
            commands.settings("reading", self._actions.settings),
            commands.keys("reading", self._actions.keys),
            commands.monitors("reading", self._actions.monitors.show),
        ]  # fmt: skip

    def _add(self, *commands: Command) -> None:
        """More that can be done here, with keys that hold in all its windows."""
        self.registry.add(*commands)
        self.further.add_keys(commands)
        bind_keys(commands, self._body, self.say_not_now)

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

    def _image_name(self, image: ImageReference) -> str:
        return self.case.image_name(image)

    def _keep_hanging(self) -> None:
        """What is on the screen becomes a hanging protocol, for exams that the user names."""
        views, exams = self.case.views, self._worklist_model.exams() if self._worklist_model is not None else []
        modality, study = main_modality(views), self.case.study.study
        site = study.patient.issuer or study.site
        tasks = [exam.task for exam in exams if exam.task.workitem.modality == modality]

        def like(words: Sequence[str], own: bool) -> list[str]:
            of_site = [t for t in tasks if not own or is_of_site(t.patient.issuer, t.workitem.site, (site,))]
            return [name for task in of_site if is_of_region(name := exam_text(task), words)]

        title = study.description or modality
        now_by = self.case.hanging.protocol
        words = (now_by.exam.body_part if now_by is not None else ()) or region_words(views)
        own = one_of(now_by.title) if now_by is not None and self.case.hanging.is_own() else ""
        dialog = HangingDialog(modality, title, words, study.site or site, like, own, self.front)
        if dialog.exec() and dialog.is_stage:
            self.case.hanging.keep_stage(dialog.title)
        elif dialog.result():
            self.case.hanging.keep(dialog.title, modality, dialog.words, site if dialog.of_site else "")

    def _open_palette(self) -> None:
        CommandPalette(self.registry, self.front).show()

    def _panel_shown(self) -> bool:
        return self.isVisible() and self._panel.isVisible()

    def _toggle_panel(self) -> None:
        """In a window of its own that goes with it."""
        own = self.further.panel_window
        panel = self._panel if own is None else own
        panel.setVisible(panel.isHidden())

    def _focus_images(self) -> None:
        if not self.further.take_focus():
            self.further.bring(self.views)
            self.views.setFocus()

    def _leave(self) -> None:
        self.close()

    # following the models ----------------------------------------------------------------------------------

    def _show_due(self) -> None:
        self.banner.set_due(self.case.due)
        self.further.show_due()

    @while_alive
    def _show_identity(self) -> None:
        study = self.case.study.study
        self.banner.set_study(study)
        name = study.patient.name.display or tr("no name")
        self.setWindowTitle(visible(f"{name} · {study.patient.patient_id} – {self.case.origin}"))
        self.further.show_identity()

    @while_alive
    def _count_priors(self) -> None:
        count = len(self.case.study.priors)
        self._tabs.setTabText(self._tabs.count() - 1, tr("Prior {count}", count=count) if count else tr("Prior"))
