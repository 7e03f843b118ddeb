"""One step of a delivery on the wire, and whether what it made is there. Each step can be repeated: what is there
already counts as done if it is ours.
"""

from __future__ import annotations

from reader.core.errors import ReaderError
from reader.core.http import Forbidden, Http
from reader.core.text import counted, mark, tr
from reader.delivery import mllp
from reader.delivery.model import Step, StepKind
from reader.delivery.receipt import Receipt, TaskId, by_root, outputs
from reader.dicom.archives.storing import StoreRefused
from reader.dicom.archives.web import DicomWeb
from reader.dicom.header import BrokenObject
from reader.dicom.json_model import Json, value
from reader.dicom.ups.client import STANDARD, AlreadyFinal, Dialect, TaskError, TaskGone, TaskRefused, UpsClient
from reader.dicom.ups.tasks import (
    TAKEN_BACK,
    actual_performers,
    claim_mark,
    is_replaced,
    mark_on,
    subject_from,
)
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS, SCHEDULED, workitem_from


class NotOurs(ReaderError):
    """What stands on the hub under our UID, or as the task's outcome, is not what we meant to put there."""


class Ended(NotOurs):
    """The task that was to be closed has been cancelled at the hub."""


class Begun(ReaderError):
    """A task that was to be cancelled before anybody begins it has been begun, or done. now: as the hub has it."""

    now: Json


_BEGUN = {
    "": (
        mark("{name} has started to review this report."),
        mark("Ask for it to be returned, or add an addendum after it is signed."), mark("The report is unchanged."),
    ),
    "addendum": (
        mark("{name} has started to review the addendum."), mark("Ask for it to be returned."),
        mark("The addendum is unchanged."),
    ),
    "amendment": (
        mark("{name} has started to review the amendment."), mark("Ask for it to be returned."),
        mark("The amendment is unchanged."),
    ),
}  # fmt: skip
"""supplement → what is said, what can be done, what is safe"""


class Sender:
    """Blocks; any thread but the main one. dialect, aet: of the hub's worklist."""

    def __init__(self, http: Http, dialect: Dialect = STANDARD, aet: str = "READER") -> None:
        self._http = http
        self._dialect = dialect
        self._aet = aet

    def send(self, step: Step) -> str:
        """Do one step and see it done. Returns the UID that the hub gave to a task that was created, else "".

        Raises a `ReaderError`; `for_good` tells whether trying again is of no use.
        """
        if step.kind is StepKind.STORE:
            DicomWeb(self._http, step.url).store(step.objects, step.uid, step.transaction)
            return ""
        if step.kind is StepKind.SEND_MESSAGE:
            mllp.send(step.url, step.objects[0])
            return ""
        ups = self._ups(step.url)
        if step.kind is StepKind.CREATE_TASK:
            return _create(ups, step)
        if step.kind is StepKind.UPDATE_TASK:
            _update(ups, step)
        elif step.kind is StepKind.CANCEL_TASK:
            _cancel(ups, step)
        else:
            try:
                _close(ups, step)
            except TaskGone as gone:
                if not gone.deleted:
                    raise  # else it had ended, and the answer was lost
        return ""

    def missing(self, receipt: Receipt) -> list[str]:
        """What of a delivery is not at the hub, in words; empty where all of it is.

        Raises a `ReaderError` where the hub could not be asked.
        """
        found = []
        followed = any(not task.state for task in receipt.tasks)
        for root, entries in by_root(receipt.objects).items():
            gone = DicomWeb(self._http, root).missing(entries)
            if gone:
                found.append(
                    counted(
                        "{count} of {total} document", "{count} of {total} documents",
                        len(entries), count=len(gone), total=len(entries),
                    )
                )  # fmt: skip
        for task in receipt.tasks:
            if not self._there(task, followed):
                found.append(tr("the task is not done") if task.state else tr("the next task"))
        return found

    def goes_on(self, receipt: Receipt) -> bool:
        """Whether somebody has, or had, the task that a delivery has created, or the one in its place. Raises a
        `ReaderError` where that can't be told."""
        return not any(self._is_cancelled(task) for task in receipt.tasks if not task.state)

    def stored(self, receipt: Receipt) -> tuple[int, int]:
        """How many objects of a delivery the hub has, of how many. Raises a `ReaderError` where it could not be
        asked."""
        gone = sum(
            len(DicomWeb(self._http, root).missing(entries)) for root, entries in by_root(receipt.objects).items()
        )
        return len(receipt.objects) - gone, len(receipt.objects)

    def check_open(self, receipt: Receipt, transaction: str) -> None:
        """Raises `Ended` where a task that a delivery would close has been cancelled, and not by it; what of it is
        stored is for the caller to say. Raises `NotOurs` where it is not under the claim of this Transaction UID:
        it was completed from another computer, or the hub was restored from an older copy and has it for another
        doctor, for nobody, or not at all. What is stored then nobody would find, or would be a second report."""
        for task in receipt.tasks:
            if not task.state or task.state == CANCELED:
                continue
            try:
                now = self._ups(task.root).retrieve(task.uid)
            except TaskGone as gone:
                if not gone.own or gone.deleted:
                    continue  # said by the step itself
                raise _not_stored(
                    tr("The hub does not have this task; it may have been restored from an older copy.")
                ) from gone
            state, ours = value(now, "00741000"), set(task.outputs) <= outputs(now)
            if state == CANCELED and not ours:
                raise Ended(tr("This task has been cancelled."), safe=tr("Your report is kept on this computer."))
            if state == COMPLETED and not ours:
                raise _not_stored(tr("Another report of this exam has been submitted already."))
            if state == IN_PROGRESS and mark_on(now) not in ("", claim_mark(transaction)):
                raise _not_stored(tr("This exam is being reported in another claim."))
            if state == SCHEDULED:
                raise _not_stored(
                    tr("At the hub nobody has claimed this exam; it may have been restored from an older copy.")
                )

    def _is_cancelled(self, task: TaskId) -> bool:
        """What the hub deleted after its end is taken for done."""
        try:
            now = self._ups(task.root).retrieve(task.uid)
            return bool(value(now, "00741000") == CANCELED) and not is_replaced(now)
        except TaskGone as gone:
            if gone.deleted:
                return False
            raise

    def _there(self, task: TaskId, followed: bool) -> bool:
        """Whether a task is as it was left. What the hub deleted after its end was there, and where another task
        follows on it, one that was cancelled before it could be closed has ended too."""
        try:
            now = self._ups(task.root).retrieve(task.uid)
        except TaskGone as gone:
            return gone.deleted
        if not task.state:
            return True
        if followed and value(now, "00741000") == CANCELED:
            return True
        return value(now, "00741000") == task.state and set(task.outputs) <= outputs(now)

    def _ups(self, root: str) -> UpsClient:
        return UpsClient(self._http, root, self._dialect, aet=self._aet)


def _not_stored(what: str) -> NotOurs:
    return NotOurs(
        what, tr("Open the exam to see how it stands; nothing of this was stored."),
        safe=tr("Your report is kept on this computer."),
    )  # fmt: skip


def for_good(error: BaseException) -> bool:
    """Whether a step failed for a reason that the hub itself gave and that does not go away.

    Everything else (a line, a proxy, a busy or a silent hub, a sign-in that has ended) is tried again. Failure
    reasons A7xx are "out of resources" (PS3.18 I.2).
    """
    if isinstance(error, StoreRefused):
        return not all(reason & 0xFF00 == 0xA700 for _, reason in error.failures)
    if isinstance(error, TaskRefused | TaskGone | Forbidden):
        return error.own
    return isinstance(error, NotOurs | AlreadyFinal | BrokenObject | Begun | mllp.MessageRefused)


def _create(ups: UpsClient, step: Step) -> str:
    try:
        return ups.create(step.payload or {}, step.uid, step.transaction)
    except TaskRefused as refused:
        if refused.workitem is None:
            if other := _taken_back(ups, step.payload or {}):
                return other
            raise
        raise NotOurs(
            tr("The hub has another task with the same identifier."), tr("Tell your administrator.")
        ) from refused


def _taken_back(ups: UpsClient, wanted: Json) -> str:
    """The UID of the task by which its author had the report again already, from another computer, whatever has
    become of it since; "" for none."""
    about, item = subject_from(wanted), workitem_from(wanted)
    if item.worklist_label != TAKEN_BACK or not about.report:
        return ""
    for entry in ups.search({"0020000D": item.study_uid}):
        try:
            other = workitem_from(entry)
        except ValueError:
            continue
        if other.code == item.code and subject_from(entry).report == about.report:
            return other.uid
    return ""


def _update(ups: UpsClient, step: Step) -> None:
    try:
        ups.update(step.uid, step.payload or {}, step.transaction)
    except AlreadyFinal as final:
        _accept_if_ours(final, step)


def _cancel(ups: UpsClient, step: Step) -> None:
    """Cancel a waiting task; cancelled already counts as done. Raises `Begun` where somebody has begun it."""
    try:
        ups.request_cancel(step.uid, TAKEN_BACK)
    except TaskGone:
        raise
    except (TaskError, Forbidden) as refused:
        now = ups.retrieve(step.uid)
        if value(now, "00741000") == CANCELED:
            return
        if value(now, "00741000") == SCHEDULED:
            raise
        raise begun(now) from refused
    now = ups.retrieve(step.uid)
    if value(now, "00741000") != CANCELED:
        raise begun(now)


def begun(now: Json) -> Begun:
    names = [name.display for _, name in actual_performers(now) if name.display]
    who = names[0] if names else tr("Another doctor")
    what, hint, safe = _BEGUN.get(subject_from(now).supplement, _BEGUN[""])
    error = Begun(tr(what, name=who), tr(hint), safe=tr(safe))
    error.now = now
    return error


def _close(ups: UpsClient, step: Step) -> None:
    try:
        now = ups.change_state(step.uid, step.state, step.transaction)
    except AlreadyFinal as final:
        _accept_if_ours(final, step)
    else:
        _accept_if_ours(AlreadyFinal(step.state, now), step)


def _accept_if_ours(final: AlreadyFinal, step: Step) -> None:
    """A task that is final is done if it names what we made; else someone else ended it."""
    ours = outputs(step.payload or {})
    as_meant = final.state == step.state or not step.state
    if as_meant and ours and ours <= outputs(final.workitem or {}):
        return
    raise (Ended if final.state == CANCELED else NotOurs)(
        final.user_message,
        tr("Open the exam to see the report that is there; yours is stored beside it."),
        safe=tr("Your report is kept on this computer."),
    ) from final
