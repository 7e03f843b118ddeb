"""Critical results in front of a signed-in doctor: the line on every window, the dialogs, the list, the audit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QApplication, QWidget

from reader.app import commands
from reader.app.presenter import Level, Presenter
from reader.app.reading_case import ReadingCase
from reader.app.recording import record
from reader.app.ui.reading_window import ReadingWindow
from reader.app.workplace import Workplace
from reader.core.audit import AuditEvent
from reader.core.commands import Command
from reader.core.errors import ReaderError
from reader.core.qt.plain import plain_message
from reader.core.text import counted, mark, tr
from reader.delivery.critical import CriticalService
from reader.delivery.critical_standing import Standing
from reader.delivery.critical_words import line_text
from reader.delivery.ui.critical_dialogs import HandOnDialog, TellOfDialog, ToldDialog
from reader.delivery.ui.critical_line import CriticalLine
from reader.delivery.ui.critical_list import CriticalList
from reader.dicom.ups.critical import CriticalResult
from reader.dicom.ups.workitem import Workitem
from reader.dicom.values import Code, clock_text
from reader.findings.model import Finding
from reader.findings.service import is_bare, size_text, title
from reader.report.categories import load_tables
from reader.report.critical_section import with_critical_results
from reader.report.linking import key_number
from reader.report.model import FINDINGS
from reader.report.sentences import sentence
from reader.report.ui.editor import SectionEditor
from reader.review.supplement import Supplement
from reader.review.templates import normal_sentences

_BY_HAND = {
    Supplement.ADDENDUM: mark("The addendum does not mention the critical result by itself."),
    Supplement.AMENDMENT: mark("The amended report does not mention the critical result by itself."),
}


class ToTellOf(Protocol):
    """What a window knows of what its doctor is about to tell."""

    def exam(self) -> Workitem | None: ...

    def chosen(self) -> tuple[str, Code | None]:
        """The finding or sentence that is chosen, in words, and the finding's code."""

    def by_hand(self) -> str:
        """What is being written that gets no section of what was told; "" where that goes by itself."""


class OfCase:
    """The case of a reading window, whose draft has what was told as a section of its own."""

    def __init__(self, case: ReadingCase, service: CriticalService) -> None:
        self._case, self._service = case, service
        case.draft_ready.connect(self._ask)
        service.model.changed.connect(self._follow)

    def _ask(self) -> None:
        """Also what was closed long ago."""
        if (exam := self.exam()) is not None:
            self._service.ask_exam(exam.study_uid)
        self._follow()

    def _follow(self) -> None:
        """Only where it is written; of a signed report it is the addendum's doctor who says so."""
        case, exam = self._case, self.exam()
        draft = case.draft
        if exam is None or draft is None or draft.read_only or case.claim is None or case.supplement is not None:
            return
        if not case.scope.closed:
            draft.set_report(with_critical_results(draft.report, self._service.model.of_exam(exam.study_uid)))

    def exam(self) -> Workitem | None:
        return self._case.task.workitem if self._case.begun_with_task else None

    def study(self) -> str:
        exam = self.exam()
        return exam.study_uid if exam is not None else ""

    def by_hand(self) -> str:
        draft, supplement = self._case.draft, self._case.supplement
        if draft is None or draft.read_only or supplement is None:
            return ""
        return tr(_BY_HAND[supplement])

    def chosen(self) -> tuple[str, Code | None]:
        """The text that is selected where one is writing; else the finding that is selected, as the report says it;
        else the sentence at the cursor. Normal sentences of templates are none, nor is a measurement that nobody
        has named: "Length 48 mm" tells nobody anything."""
        finding = self._case.findings.get(self._case.findings.selected)
        if finding is not None and is_bare(finding):
            finding = None
        marked, line = _at_cursor()
        line = "" if line in self._of_bare() else line
        if text := marked or (line if finding is None else ""):
            return text, finding.finding if finding is not None and title(finding) in text else None
        if finding is None:
            return "", None
        said = self._sentence(finding) or " ".join(filter(None, (title(finding), size_text(finding))))
        return said, finding.finding

    def _of_bare(self) -> list[str]:
        """The generated sentences of measurements that nobody has named."""
        case = self._case
        language = case.draft.report.language if case.draft is not None else ""
        bare = (finding for finding in case.findings.findings if is_bare(finding))
        return [sentence(one, language, key_number(one, case.image_number)) for one in bare]

    def _sentence(self, finding: Finding) -> str:
        """What the report says of a finding; "" for nothing yet. What a table advises is not what was found."""
        draft = self._case.draft
        advice = frozenset[str]().union(*(table.sentences() for table in load_tables()))
        for section in draft.report.sections if draft is not None else ():
            for statement in section.statements if section.heading == FINDINGS and not section.locked else ():
                if finding.tracking_uid in statement.finding_uids and statement.text not in advice:
                    return statement.text.strip()
        return ""


def _at_cursor() -> tuple[str, str]:
    """What is selected, and the line with the cursor, where one is writing a report."""
    focus = QApplication.focusWidget()
    if not isinstance(focus, SectionEditor):
        return "", ""
    cursor = focus.textCursor()
    texts = (cursor.selectedText().replace("\u2029", "\n").strip(), cursor.block().text().strip())
    marked, line = ("" if text in normal_sentences() else text for text in texts)
    return marked, line


class Topped(Protocol):
    """A window with room for a line above all else."""

    def put_on_top(self, line: QWidget) -> None: ...


class CriticalDesk:
    """Main thread. front: the window that has the keyboard."""

    def __init__(self, place: Workplace, presenter: Presenter, front: Callable[[], QWidget | None]) -> None:
        self._place, self._presenter, self._front = place, presenter, front
        self.service: CriticalService = place.critical
        model = self.service.model
        for said in (model.too_late, model.ended, model.taken_away):
            said.connect(presenter.show)

    def attach_case(self, window: ReadingWindow) -> None:
        """To the window of a case: the line, and telling of what was found in it."""
        about = OfCase(window.case, self.service)
        self.attach(window, about.study)
        window.further.topped = lambda further: self.attach(further, about.study)
        window.offer(*self.commands("reading", "", about))

    def attach(self, window: Topped, study: Callable[[], str] = lambda: "") -> None:
        """The line on top of a window. study: of the exam in it."""
        line = CriticalLine(self.service, study=study)
        line.told.connect(lambda uid: self._do("told", uid))
        line.escalate.connect(lambda uid: self._do("escalate", uid))
        line.take_over.connect(lambda uid: self._do("take over", uid))
        line.listed.connect(self.show_list)
        window.put_on_top(line)

    def commands(self, context: str, group: str, about: ToTellOf | None = None) -> list[Command]:
        """Telling of one where there is an exam, and the list."""
        listed = commands.critical_list(context, self.show_list, group)
        if about is None:
            return [listed]
        may = lambda: about.exam() is not None  # noqa: E731
        return [commands.critical(context, lambda: self.tell_of(about), may, group), listed]

    def tell_of(self, about: ToTellOf) -> None:
        exam = about.exam()
        if exam is None:
            return
        text, finding = about.chosen()
        dialog = TellOfDialog(exam, text, finding, self._front())
        if not dialog.exec():
            return
        done = self._try(
            lambda: self.service.tell_of(
                exam, dialog.category, dialog.text, finding=dialog.finding,
                recipient=dialog.recipient.text(), phone=dialog.phone.text(),
            )
        )  # fmt: skip
        if done and (missing := about.by_hand()):
            hint = tr("Write in it who was told what, and when.")
            self._presenter.say(missing, hint, level=Level.WARNING)

    def show_list(self) -> None:
        self.service.look()
        CriticalList(self.service, self._act, self._exported, self._front()).exec()

    def own_open(self) -> dict[str, Standing]:
        """What this user has to see to, or that is on this computer alone, by UID."""
        now = self.service.now()
        counting = {uid: one for uid, one in self.service.model.standings.items() if one.counts(now)}
        return {uid: one for uid, one in counting.items() if one.mine or one.unsent}

    def may_go(self, *, ending: bool = False) -> bool:
        """What is open of this user's is named; they may go all the same: others see it once its time is over.
        ending: out of the program."""
        now, mine = self.service.now(), list(self.own_open().values())
        if not mine:
            return True
        said = counted(
            "{count} critical result of yours is still open.", "{count} critical results of yours are still open.",
            len(mine),
        )  # fmt: skip
        lines = "\n".join(line_text(one, now) for one in mine)
        box = plain_message(self._front(), said)
        box.setObjectName("critical-open")
        go = tr("Close reader") if ending else tr("Sign out")
        box.setWindowTitle(go)
        hint = tr("Hand them over to a colleague, who takes them over from the list of critical results.")
        box.setInformativeText(f"{lines}\n\n{hint}")
        leave = box.addButton(go, box.ButtonRole.AcceptRole)
        stay = box.addButton(tr("Stay"), box.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is leave

    def _do(self, what: str, uid: str) -> None:
        standing = self.service.model.standings.get(uid)
        if standing is not None:
            self._act(what, standing.result)

    def _act(self, what: str, result: CriticalResult) -> None:
        now = self.service.now()
        if what == "take over":
            if self._may_take(result):
                self._try(lambda: self.service.take_over(result))
        elif what == "escalate":
            on = HandOnDialog(result, now, self._front())
            if on.exec():
                self._try(lambda: self.service.hand_on(result, on.whom.text(), on.phone.text()))
        else:
            told = ToldDialog(result, now, self._front())
            if told.exec():
                self._try(
                    lambda: self.service.told(
                        result, told.whom.text(), told.channel, read_back=told.read_back.isChecked(),
                        when=told.when, phone=told.phone.text(),
                    )
                )  # fmt: skip

    def _may_take(self, result: CriticalResult) -> bool:
        """Asked where another doctor than who recorded it sees to it by now."""
        if result.taken is None:
            return True
        by, when = result.taken.by.display, clock_text(result.taken.when)
        box = plain_message(self._front(), tr("{by} took this critical result over, {when}.", by=by, when=when))
        box.setWindowTitle(tr("Take over"))
        box.setInformativeText(tr("Two doctors may be telephoning."))
        take = box.addButton(tr("Take over"), box.ButtonRole.AcceptRole)
        leave = box.addButton(tr("Leave it"), box.ButtonRole.RejectRole)
        box.setDefaultButton(leave)
        box.setEscapeButton(leave)
        box.exec()
        return box.clickedButton() is take

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except ReaderError as error:
            self._presenter.show(error)
            return False
        return True

    def _exported(self, path: Path) -> None:
        record(self._place.services, self._place.user.username, AuditEvent.EXPORT, {"log": path.name})
        self._presenter.say(tr("Written: {path}", path=path), level=Level.NOTE)
