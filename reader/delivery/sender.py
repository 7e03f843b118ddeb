"""One step of a delivery on the wire. Each can be repeated: what is there already counts as done if it is ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reader.core.errors import ReaderError
from reader.core.http import Http, HttpError, HubUnreachable, SessionExpired
from reader.core.text import tr
from reader.delivery.model import Step, StepKind
from reader.dicom.archives.storing import StoreRefused
from reader.dicom.archives.web import DicomWeb
from reader.dicom.json_model import Json
from reader.dicom.ups.client import STANDARD, AlreadyFinal, Dialect, TaskRefused, UpsClient
from reader.dicom.ups.workitem import workitem_from


class NotOurs(ReaderError):
    """What stands on the hub under our UID, or as the task's outcome, is not what we meant to put there."""


class Sender:
    """Blocks; any thread but the main one. dialect, aet: of the hub's worklist."""

    def __init__(self, http: Http, dialect: Dialect = STANDARD, aet: str = "READER") -> None:
        self._http = http
        self._dialect = dialect
        self._aet = aet

    def send(self, step: Step) -> None:
        """Do one step. Raises a `ReaderError`; `passing` tells whether it is worth trying again."""
        if step.kind is StepKind.STORE:
            DicomWeb(self._http, step.url).store(step.objects)
            return
        ups = UpsClient(self._http, step.url, self._dialect, aet=self._aet)
        if step.kind is StepKind.CREATE_TASK:
            _create(ups, step)
        elif step.kind is StepKind.UPDATE_TASK:
            _update(ups, step)
        else:
            _close(ups, step)


def passing(error: BaseException) -> bool:
    """Whether a failure may go away by itself. Failure reasons A7xx are "out of resources" (PS3.18 I.2)."""
    if isinstance(error, StoreRefused):
        return all(reason & 0xFF00 == 0xA700 for _, reason in error.failures)
    if isinstance(error, HttpError):
        return error.status >= 500 or error.status in (408, 425, 429)
    return isinstance(error, HubUnreachable | SessionExpired)


def _create(ups: UpsClient, step: Step) -> None:
    payload = step.payload or {}
    try:
        ups.create(payload, step.uid)
    except TaskRefused as refused:
        there = refused.workitem
        if there is None:
            raise
        old, new = workitem_from(there), workitem_from(payload)
        if (old.code, old.study_uid) != (new.code, new.study_uid):
            raise NotOurs(
                tr("The hub has another task under the same identifier."), tr("Tell the hub's operator.")
            ) from refused


def _update(ups: UpsClient, step: Step) -> None:
    try:
        ups.update(step.uid, step.payload or {}, step.transaction)
    except AlreadyFinal as final:
        _accept_if_ours(final, step)


def _close(ups: UpsClient, step: Step) -> None:
    try:
        ups.change_state(step.uid, step.state, step.transaction)
    except AlreadyFinal as final:
        if final.state != step.state:
            raise
        _accept_if_ours(final, step)


def _accept_if_ours(final: AlreadyFinal, step: Step) -> None:
    """A task that is final already is done if it names what we made; else someone else ended it."""
    ours, theirs = outputs(step.payload or {}), outputs(final.workitem or {})
    if ours and ours <= theirs:
        return
    raise NotOurs(
        final.user_message,
        tr("Open the exam to see the report that is there; yours is stored beside it."),
        safe=tr("Your report is kept on this computer."),
    ) from final


def outputs(data: Mapping[str, Any]) -> set[str]:
    """The SOP Instance UIDs in the Output Information (0040,4033) of a performed procedure."""
    entry: Json = {"00080018": {"Value": ["1"]}, "00741000": {"Value": ["1"]}, **data}
    return {uid for output in workitem_from(entry).outputs for _, uid in output.instances}
