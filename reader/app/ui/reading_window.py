"""The window in which a task of the worklist is read: the case, its order and its report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtGui import QKeySequence, QShortcut

from reader.app import commands
from reader.app.access import Barrier, ReadOnly
from reader.app.command_list import command
from reader.app.presenter import Level, Message
from reader.app.reading_case import ReadingCase
from reader.app.report_background import background, date_compared
from reader.app.report_copies import ReportCopies
from reader.app.ui.case_window import CaseActions, CaseWindow
from reader.app.ui.handed_over_bar import HandedOverBar
from reader.app.ui.only_viewed import OnlyViewed, Ways
from reader.app.ui.order_text import OrderText
from reader.app.ui.report_outputs import ReportOutputs
from reader.app.ui.report_place import ReportPlace
from reader.core.commands import Command, keys_of
from reader.core.qt.actions import bind_keys, key_text
from reader.core.qt.alive import while_alive
from reader.core.settings import SettingsModel
from reader.core.text import tr
from reader.delivery.ui.held import HeldBanner
from reader.dicom.values import Code
from reader.findings.annotation import is_unnamed
from reader.findings.commands import insertion
from reader.findings.model import Finding, Status
from reader.findings.service import counts_for_report
from reader.report import commands as report_commands
from reader.report import form_commands, phrase_commands, spelling_commands
from reader.report.insertion import insertion_step
from reader.report.model import IMPRESSION, Subject
from reader.report.phrase_book import PhraseBook
from reader.report.ui.panel import ReportPanel
from reader.report.ui.phrasing import Phrasing
from reader.report.ui.spelling import Spelling
from reader.report.ui.templating import Templating
from reader.report.word_book import WordBook
from reader.review import commands as review_commands
from reader.review.doubts import why_doubted, why_earlier_doubted
from reader.review.model import ReportState, ReportVersion
from reader.review.sides import shortened
from reader.review.ui.origin import Origin
from reader.review.ui.review_bar import ReviewBar, Signing
from reader.review.ui.review_panel import Mode, ReviewPanel
from reader.review.ui.supplement_banner import SupplementBanner
from reader.worklist.listing import WorklistModel
from reader.worklist.model import Ending, ReadingTask, State

_TOLD = "what was done to the report"
_INSERTION = "what is to be inserted into the report"
_TAKEN_FOR = {"review.submit": "review.sign", "review.sign": "review.submit"}
_FEW = 5  # lines of how a report came about, over one that is read


class ReadingActions(CaseActions, Ways, Protocol):
    """What it asks its owner to do besides."""

    copies: ReportCopies

    def submit(self) -> None: ...
    def sign(self) -> None: ...
    def give_back(self, reason: str) -> None: ...

    def keep_reason(self, case: ReadingCase, reason: str) -> None:
        """Why the report is to be returned, as far as that is written."""

    def reason_of(self, task: ReadingTask) -> str:
        """Why its report was to be returned, where that could not be handed over."""

    def next_case(self) -> None: ...


class ReadingWindow(CaseWindow):
    """held: what was just submitted and can be taken back. phrases: of the user. handed_over: what can be done with
    an exam whose report is handed over."""

    case: ReadingCase

    def __init__(
        self,
        case: ReadingCase,
        settings: SettingsModel,
        worklist: WorklistModel,
        actions: ReadingActions,
        *,
        signing: Callable[[ReadingTask], Signing],
        may_leave: Callable[[], bool],
        held: HeldBanner,
        phrases: PhraseBook,
        words: WordBook,
        handed_over: Callable[[ReadingCase], Sequence[Command]],
    ) -> None:
        super().__init__(case, settings, actions, worklist=worklist, may_leave=may_leave)
        self._worklist, self._report_actions, self._signing = worklist, actions, signing
        self._held, self._phrases, self._handed_over = held, phrases, tuple(handed_over(case))
        self._words = words
        self.report: ReportPanel | None = None
        self.review: ReviewPanel | None = None
        self.bar: ReviewBar | None = None
        self.origin: Origin | None = None
        self._supplement: SupplementBanner | None = None
        self._ways_on: HandedOverBar | None = None
        self._pictures.add(held)
        self._order = OrderText()
        self._panel_layout.insertWidget(0, self._order)
        self._tabs.setTabText(0, tr("Findings and report"))
        self.outputs = ReportOutputs(case, settings, actions.copies, self.views.scenes, lambda: self.front)
        self._add(*self._reading_commands(), *self._handed_over, *self.outputs.commands())
        self.findings.offer_insertion(self.registry["findings.insert"])
        self._early: list[QShortcut] = []
        for command_id, section in (("report.findings", None), ("report.impression", IMPRESSION)):
            for key in keys_of(command(command_id)):
                self._early.append(shortcut := QShortcut(QKeySequence(key), self._body))
                shortcut.activated.connect(partial(self._focus_report, section))
        self._awaited: Code | None = None
        self._to_write = self._gave_up = False
        self._no_report.given_up.connect(self._give_up_writing)
        self._viewed = OnlyViewed(case, worklist, actions, self.registry["exam.recall"])
        case.draft_ready.connect(self._show_draft)
        case.report_lacking.connect(self._lacks)
        case.story_changed.connect(self._show_story)
        case.only_viewed_because.connect(self._show_standing)
        case.only_viewed_because.connect(self._show_story)
        case.only_viewed_because.connect(self._give_up_writing)
        worklist.changed.connect(self._follow)
        worklist.changed.connect(self._follow_deliveries)
        actions.half_done.changed.connect(self._follow_deliveries)

    @property
    def open_report(self) -> tuple[ReportPanel, Subject] | None:
        """The report that is shown, and whose it is; None for none."""
        draft = self.case.draft
        shown = self.report is not None and self.report.isVisible() and draft is not None
        return (self.report, draft.report.subject) if shown and self.report and draft else None

    def say_not_now(self, command: Command) -> None:
        """A review is signed by another key than the one that hands a report in: whoever takes one for the other is
        told."""
        if command.group == "review" and self.say_that_it_comes():
            return
        other = self.registry[_TAKEN_FOR.get(command.id, command.id)]
        if other is command or not other.when() or not (key := key_text(other)):
            super().say_not_now(command)
            return
        titles = {"command": tr(command.title), "other": tr(other.title)}
        said = tr("“{command}” is not possible now. Press {key} for “{other}”.", key=key, **titles)
        self.case.views.readout.emit(said)

    def say_that_it_comes(self) -> bool:
        """To who asks something of the report; False where it is there, or will not come."""
        case = self.case
        comes = case.claiming or (case.draft is None and not case.read_only and not case.lacks_report)
        if comes:
            hint = tr("Nothing was done. Press the key again once it is there.")
            self.show_message(Message(tr("The report is still being opened."), hint, level=Level.NOTE))
        return comes

    def show_what_to_check(self) -> None:
        """Back from the last look: to the sentence that stopped it, or the section without text, else where one was
        writing."""
        focus, kept = self.focusWidget() or self, (self.report, self.bar)
        writes = any(part is not None and part.isAncestorOf(focus) for part in kept)
        if self.report is not None and self.report.has_loose():
            self._focus_report()
            self.report.next_loose()
        elif self.report is not None and self.report.focus_lacking():
            self._show_report()
        elif not writes:
            self._focus_report()

    def come_to_write(self) -> ReportPlace | None:
        """The keyboard to where the report will be, then into it. None where it is there, or can't be written."""
        if self.report is not None or not self.case.claiming or self.case.lacks_report:
            return None
        self._to_write, self._gave_up = True, False
        self._focus_report()
        return self._no_report

    @while_alive
    def _give_up_writing(self) -> None:
        """The doctor went elsewhere, or it can't be written in: what was typed goes nowhere, keys are commands."""
        if not self._to_write:
            return
        self._to_write, self._gave_up = False, True
        self._say_not_taken(self._no_report.dropped())
        if self._no_report.window().focusWidget() is self._no_report:
            self._focus_images()

    @property
    def begun_return(self) -> str:
        """Why the report was to be returned, where that was written and not sent; "" for nothing."""
        return self.bar.begun if self.bar is not None else ""

    def frozen(self) -> None:
        """The report was handed over: nothing under it can be pressed any more, and it is no longer due."""
        self._show_due()
        if self.bar is not None:
            self.bar.set_busy(True)
            self.bar.put_away()
        self._follow()

    def thawed(self) -> None:
        """The submission was taken back: the report can be written in and submitted again."""
        self._show_due()
        self.messages.hide()
        for window in self.further:
            window.messages.hide()
        if self.bar is not None:
            self.bar.set_busy(False)
        self._show_report()
        if self.report is not None:
            self.report.focus_again()
        self._follow()

    def set_busy(self, busy: bool) -> None:
        """It is being handed over; no more where it could not be."""
        if self.bar is not None:
            self.bar.set_busy(busy)
        if not busy:
            self._follow()

    # building ---------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        super()._fill()
        self._order.show_task(self.case.task)
        self._no_report.awaiting = not self.case.lacks_report
        self._no_report.say(self.case.no_report)
        self._show_draft()
        self._follow()

    def _only_viewed(self) -> Message:
        return self._viewed.message() or super()._only_viewed()

    @while_alive
    def _follow(self, _: object = None) -> None:
        """What is said of a case that can only be viewed follows the worklist; so does a claim that ended there."""
        case = self.case
        if not case.read_only and (said := self._claim_ended()):
            case.bar(ReadOnly(Barrier.ENDED))
            kept = tr("What you wrote is kept on this computer.")
            self.show_message(Message(said, kept, level=Level.WARNING))
            self.set_busy(True)  # nothing under the report can be pressed any more
        if self._viewed.follow():
            self._show_standing()
        elif self._viewed.signed_here:
            self._offer_ways_on()

    def _claim_ended(self) -> str:
        """Who or what has ended the claim at the hub, in words; "" where it holds; a restored hub has another."""
        task = self._worklist.tasks.get(self.case.task.uid)
        if task is None or self.case.claim is None:
            return ""
        if self._worklist.is_cancelled(task.uid):
            put_back = task.ending is Ending.PUT_BACK
            return tr("An administrator has put your claim back.") if put_back else tr(Barrier.ENDED.value)
        taken = task.state in (State.READING, State.DONE) and not task.mine
        if taken and task.reader_id and not self._worklist.rights.is_me(task.reader_id):
            name = task.reader.display or tr("Another doctor")
            return tr("The hub says that {name} has this exam now.", name=name)
        if task.state is State.DONE:  # what this computer hands over is not written in any more
            return tr("This exam was reported from another computer.")
        return ""

    @while_alive
    def _follow_deliveries(self, _: object = None) -> None:
        """What was refused half way can be tried again here; what the hub has lost is told."""
        if self.case.only_viewed and self._report_actions.half_done.lost(self.case.task) is not None:
            self._follow()
        if self._viewed.stuck_by_now != self._viewed.stuck:
            self._show_standing()
        elif self._viewed.signed_here:  # the list may have heard of it before the outbox
            self._offer_ways_on()

    @while_alive
    def _show_standing(self) -> None:
        self._viewed.look()
        doubted = self.case.history.doubted
        if doubted is not None and not self.case.read_only and (doubted.broken or doubted is not self.case.version):
            self._warn_of(doubted)
        if self._viewed.came is not None and self.report is None:
            self._no_report.say(tr("This exam has a report. “Show the report” opens it."))
        super()._show_standing()
        why = self.case.read_only_because
        if why is not None and why.barrier is Barrier.SIGNED:
            self._offer_ways_on()

    def _warn_of(self, version: ReportVersion) -> None:
        """What is written on, or reviewed, is not what its author wrote, or may not be."""
        text, hint = why_earlier_doubted(version), tr("Read every word of the text, and tell your administrator.")
        if self.case.is_review and version is self.case.version:
            text = why_doubted(version)
            hint = tr("Don’t sign it. Return it to its author, and tell your administrator.")
        self.standing.show_message(Message(text, hint, level=Level.ERROR, stands=True))

    def _offer_ways_on(self) -> None:
        """From a signed report: the buttons under it. None where it is known by now that a newer one is missing."""
        if self._ways_on is None:
            self._ways_on = HandedOverBar(self._handed_over, self._worklist, self._panel)
            self._panel_layout.addWidget(self._ways_on)
            if self.bar is not None:
                self.bar.hide()  # of what was handed over
        if self.case.newest_missing:
            self._ways_on.hide()

    def _go_on_from(self, previous: CaseWindow) -> None:
        super()._go_on_from(previous)
        if not isinstance(previous, ReadingWindow):
            return
        if previous.report is not None and self.report is not None:
            previous.report.release()
            self.report.go_on_from(previous.report)
        if previous.review is not None and self.review is not None:
            self.review.set_mode(previous.review.mode)
        if previous.bar is not None and self.bar is not None:
            self.bar.go_on_from(previous.bar)

    def _put_away(self) -> None:
        super()._put_away()
        self.outputs.close()
        if self.report is not None:
            self.report.release()

    @while_alive
    def _show_draft(self) -> None:
        """The report is there: its editor, the differences for a review, and the buttons that are allowed."""
        case = self.case
        if case.draft is None or self.report is not None:
            return
        awaited, asked = self._no_report.hasFocus(), self._to_write
        self._to_write = False  # its place goes: that is no giving up
        elsewhere = self.front is not self._no_report.window() and self.front.isActiveWindow()
        self._no_report.hide()
        for shortcut in self._early:  # the report's own take their place
            shortcut.setEnabled(False)
        self.report = ReportPanel(
            case.draft, case.findings, image_number=case.image_number, templates=case.library.templates,
            parent=self._below,
        )  # fmt: skip
        author = case.draft.report.author.name.display
        Templating(self.report, case.draft, case.library, author).renewed.connect(case.take_library)
        phrasing = Phrasing(self.report, case.draft, self._phrases, partial(date_compared, case))
        spelling = Spelling(self.report, case.draft, self._words, self._settings)
        for answers in (spelling.told, self.report.noted):
            answers.connect(partial(self._tell_of_report, level=Level.NOTE))
        self.report.told.connect(self._tell_of_report)
        self.report.untold.connect(partial(self.withdraw, _TOLD))
        self.report.below.connect(self._go_on)
        case.draft.changed.connect(self.status.forget_readout)
        self.report.forms.background = partial(background, case)
        self.report.forms.done.connect(case.findings.history.note)
        written = report_commands.commands(self.report, self._show_report)
        written += form_commands.commands(self.report.forms, self.report.can_edit)
        written += phrase_commands.commands(phrasing)
        written += spelling_commands.commands(spelling)
        self.registry.add(*written)
        bind_keys(written, self.report, self.say_not_now)  # in whichever window it is
        bind_keys((command for command in written if command.context != "report"), self._body, self.say_not_now)
        own = case.claim is not None  # also while it may still be taken back
        judges = own and case.is_review
        may_submit, signing = own and not judges, self._signing(case.task) if judges else Signing.NOT
        if case.supplement is not None and case.signed is not None:
            self._supplement = SupplementBanner(case.supplement, case.signed)
            self._below_layout.addWidget(self._supplement)
            self._show_story()
        compared = case.version is not None and (own or case.supplement is not None)
        if case.version is not None and not compared:
            self.origin = Origin(case.story, lines=_FEW)
            self._below_layout.addWidget(self.origin)
            self._both.setSizes([200, 600])  # to be read
        self._below_layout.addWidget(self.report, 1)
        if case.version is not None and compared:
            self.review = ReviewPanel(
                case.draft, case.version, case.history, before=case.before,
                findings=case.findings, findings_before=case.findings_before, image_name=self._image_name,
                may_submit=may_submit, signing=signing, may_return=judges,
                brief=case.supplement is not None, second=case.second if judges else None, parent=self._both,
            )  # fmt: skip
            self.bar, self.origin = self.review.bar, self.review.origin
            self.bar.asking.connect(self._below.setHidden)  # the differences have all of the text
            self._show_changes(self.review)
        else:
            self.bar = ReviewBar(may_submit=may_submit, signing=signing, may_return=False)
        self._panel_layout.addWidget(self.bar)  # under every tab, also where the review panel brought it
        self.bar.submitted.connect(self._report_actions.submit)
        self.bar.signed.connect(self._report_actions.sign)
        self.bar.returned.connect(self._report_actions.give_back)
        self.bar.begun_changed.connect(partial(self._report_actions.keep_reason, case))
        self.bar.set_busy(case.read_only)
        if judges and (reason := self._report_actions.reason_of(case.task)):
            self.bar.write_reason(reason)
        if not own or self._ways_on is not None:
            self.bar.hide()
            if case.version is not None and case.version.state is ReportState.SIGNED:
                self._offer_ways_on()
        adds = case.supplement is not None and not case.is_review and not self._gave_up
        if asked and case.read_only:
            self._focus_images()
        elif awaited or (not case.read_only and not elsewhere and (asked or adds)):
            self._focus_report(self._awaited)  # who adds to a signed report came to write
        self._take_early_words()
        self._show_standing()  # with which report it is that is shown

    def _take_early_words(self) -> None:
        """What was typed while the report was still awaited."""
        typed = self._no_report.taken()
        if typed and self.report is not None and not self.case.read_only:
            self.report.type_in(typed)
        else:
            self._say_not_taken(typed)

    def _say_not_taken(self, typed: str) -> None:
        if typed.strip():
            lost = tr("What you typed was not taken: {text}", text=shortened(typed))
            self.show_message(Message(lost, self.case.why_read_only, level=Level.WARNING))

    @while_alive
    def _show_story(self) -> None:
        if self._supplement is not None:
            self._supplement.show_state(self.case.story.newest, writable=not self.case.read_only)
        if self.origin is not None:
            self.origin.show_history(self.case.story)

    @while_alive
    def _lacks(self, why: str) -> None:
        self._take_early_words()
        self._give_up_writing()
        self._no_report.say(why)
        self._show_standing()  # which may offer another one

    def _show_changes(self, review: ReviewPanel) -> None:
        """Where a stored report is worked on: the editor over its differences, the findings in a tab."""
        self._tabs.insertTab(1, self.findings, tr("Findings"))
        self._tabs.setTabText(0, tr("Report and changes"))
        self._both.addWidget(review)
        self._both.setStretchFactor(0, 1)
        self._both.setStretchFactor(1, 1)
        self._both.setSizes([590, 210] if self.case.supplement is not None else [430, 370])

    def _reading_commands(self) -> list[Command]:
        case, actions = self.case, self._report_actions
        return [
            insertion(case.findings, self._insert),
            *review_commands.commands(
                submit=actions.submit,
                may_submit=lambda: case.may_submit,
                sign=actions.sign,
                may_sign=self._signs,
                give_back=self._ask_reason,
                may_give_back=lambda: case.may_judge and self._signing(case.task) is not Signing.OWN,
                toggle_differences=self._toggle_differences,
                next_change=lambda: self._step_change(1),
                previous_change=lambda: self._step_change(-1),
                reviewing=lambda: self.review is not None,
                differences_shown=lambda: self.review is not None and self.review.mode is Mode.DIFFERENCES,
                undo=self._held.take_back,
                may_undo=self._held.can_take_back,
            ),
            *commands.reading(
                report=self._focus_report, next_case=actions.next_case, may_leave=lambda: case.read_only
            ),
        ]  # fmt: skip

    # what commands do -------------------------------------------------------------------------------------

    def _insert(self, tracking_uid: str) -> None:
        why = self._why_not_inserted(self.case.findings.get(tracking_uid))
        draft = self.case.draft
        if self.report is None or draft is None or why:
            self.show_message(Message(why, level=Level.WARNING, about=_INSERTION))
            return
        self.withdraw(_INSERTION)
        before = draft.report.finding_uids
        self.report.insert_finding(tracking_uid)
        if not self.report.isVisible():  # in another tab
            self.case.views.readout.emit(tr("Inserted into the report."))
        if tracking_uid not in before and (step := insertion_step(draft, tracking_uid)) is not None:
            self.case.findings.history.note(step)

    def _why_not_inserted(self, finding: Finding | None) -> str:
        """ "" where a sentence about it goes into the report, or is shown there."""
        if self.case.findings.read_only:
            return self.case.findings.history.refusal
        if self.report is None:
            return self.case.no_report
        if finding is None:
            return tr("Choose a finding first; then it can be inserted into the report.")
        if finding.status is Status.REJECTED:
            return tr("This finding was rejected. Undo the decision before it is inserted into the report.")
        if is_unnamed(finding):
            return tr("Name this annotation as a finding first; then it can be inserted into the report.")
        if not counts_for_report(finding):
            return tr("Accept this finding first; then it can be inserted into the report.")
        return ""

    def _tell_of_report(self, text: str, hint: str, level: Level = Level.WARNING) -> None:
        self.show_message(Message(text, hint, level=level, about=_TOLD))

    def _signs(self) -> bool:
        return self.case.may_judge and self._signing(self.case.task) is not Signing.NOT

    def _ask_reason(self) -> None:
        if self.bar is not None:
            self.bar.ask_reason()

    def _toggle_differences(self) -> None:
        """From another tab they are only gone to: what could not be seen is not hidden."""
        if self.review is None:
            return
        if self._panel.isHidden() or self._tabs.currentIndex() != 0:
            self._panel.show()
            self._tabs.setCurrentIndex(0)
            self.review.set_mode(Mode.DIFFERENCES)
        else:
            self.review.toggle_differences()

    def _step_change(self, step: int) -> None:
        if self.review is not None:
            self._tabs.setCurrentIndex(0)
            self.review.view.show_next(step)

    def _show_report(self) -> None:
        self._panel.show()
        self.further.bring(self._panel)
        if self.bar is not None:
            self.bar.put_away()
        self._tabs.setCurrentIndex(0)

    def _go_on(self) -> None:
        """Below the last section of what was handed over is the next case."""
        if self.case.handed_over:
            self._report_actions.next_case()

    def _focus_report(self, section: Code | None = None) -> None:
        """To where one goes on writing; before the report is there, to its place, and then into it."""
        self._show_report()
        if self.report is None:
            self._awaited = section
            self._no_report.setFocus()
        elif section == IMPRESSION:
            self.report.focus_impression()
        else:
            self.report.focus_findings()
