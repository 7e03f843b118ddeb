"""The UPS-RS client: worklist transactions of PS3.18 chapter 11 on any of the servers in the dialect table.

Servers disagree on query parameters, on 400 against 409 and on what their search filters. So the differences
stand in one table, and a search is filtered again here.

A change counts as made when it was taken and the workitem, read back, shows it; as refused when the workitem, read
back, shows why. Everything between raises `OutcomeUnknown`: whatever stands between here and the hub may have
answered, and the change may still be on its way. Asking again is safe, because the caller chose every UID.

Every method blocks and may be called on any thread but the main one. All raise the errors of `core.http` besides
those named.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from reader.core.errors import ReaderError
from reader.core.http import (
    CHANGE,
    LIST,
    Answer,
    Http,
    HttpError,
    OutcomeUnknown,
    SessionExpired,
    in_doubt,
    not_the_hub,
)
from reader.core.log import short
from reader.core.text import tr
from reader.dicom.json_model import Json, carries, element, value
from reader.dicom.ups.tasks import actual_performers, claim_headers
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS, SCHEDULED, Workitem, workitem_json

GLOBAL_SUBSCRIPTION = "1.2.840.10008.5.1.4.34.5"
MEDIA_TYPE = "application/dicom+json"
_HEADERS = {"Accept": MEDIA_TYPE, "Content-Type": MEDIA_TYPE}
_REFUSED = frozenset({400, 404, 409, 410})
_PAGE = 200
_NAMED = frozenset({"00080018", "00741000"})
_IDENTITY = ("00404018", "0020000D", "0040A370", "00100020", "00741210")
"""What a workitem is about, and can't be changed: code, study, request, patient, and whose report."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Dialect:
    """How one family of servers spells what the standard leaves open.

    create, update: query string from the workitem's and the transaction's UID. state, cancel: path below the
    workitem from the client's AE title. live: whether it has subscriptions and an event channel.
    """

    name: str
    create: Callable[[str], str]
    update: Callable[[str], str]
    state: Callable[[str], str] = lambda aet: "/state"
    cancel: Callable[[str], str] = lambda aet: "/cancelrequest"
    include: str = "all"
    live: bool = True


STANDARD = Dialect("standard", lambda uid: f"workitem={uid}", lambda uid: f"transaction={uid}")
DCM4CHEE = Dialect(
    "dcm4chee",
    lambda uid: f"workitem={uid}",
    lambda uid: f"Transaction-uid={uid}",
    lambda aet: f"/state/{quote(aet)}",
    lambda aet: f"/cancelrequest/{quote(aet)}",
)
DICOM_SERVER = Dialect("dicom-server", lambda uid: uid, lambda uid: uid, include="", live=False)
DIALECTS: Mapping[str, Dialect] = {entry.name: entry for entry in (STANDARD, DCM4CHEE, DICOM_SERVER)}


class TaskError(ReaderError):
    """A task could not be changed. workitem: how it stands on the server now, where that could be read."""

    def __init__(self, message: str, hint: str = "", *, safe: str = "", workitem: Json | None = None) -> None:
        super().__init__(message, hint, safe=safe)
        self.workitem = workitem


class ClaimLost(TaskError):
    """The task is in progress under a transaction that is not ours."""


class AlreadyFinal(TaskError):
    """The task is completed or cancelled. state: which."""

    def __init__(self, state: str, workitem: Json | None = None) -> None:
        done = state == COMPLETED
        super().__init__(
            tr("This exam has been reported already.") if done else tr("This task has been cancelled."),
            tr("It can be viewed, but not reported."),
            safe=tr("Your text is saved on this computer."),
            workitem=workitem,
        )
        self.state = state


class TaskGone(TaskError):
    """The server no longer knows the task; a claim is dropped for that only where the hub itself says so.

    own: it is the hub itself that says so. deleted: it says that it had it once (410).
    """

    def __init__(self, *, own: bool = False, deleted: bool = False) -> None:
        super().__init__(
            tr("The hub no longer has this task."),
            tr("Refresh the worklist."),
            safe=tr("Your text is saved on this computer."),
        )
        self.own, self.deleted = own, deleted


class TaskRefused(TaskError):
    """The server refused a change although the task's state would allow it. detail: the server's words.

    own: they are a DICOMweb service's (`HttpError.own`), not those of something on the way to it.
    """

    def __init__(self, detail: str, workitem: Json | None = None, *, own: bool = False) -> None:
        super().__init__(
            tr("The hub refused the change of this task."),
            tr("Refresh the worklist and try again; if it continues, tell your administrator."),
            safe=tr("Your text is saved on this computer."),
            workitem=workitem,
        )
        self.detail = detail
        self.own = own


class UpsClient:
    """UPS-RS under `root` ("https://hub/dicom-web"). aet: this workstation's name as subscriber and requester."""

    def __init__(self, http: Http, root: str, dialect: Dialect = STANDARD, *, aet: str = "READER") -> None:
        self.http = http
        self.root = root.rstrip("/")
        self.dialect = dialect
        self.aet = aet[:16]

    def search(self, match: Mapping[str, str] | None = None, *, most: int = 2000) -> list[Json]:
        """Workitems whose top-level attributes equal `match` (tag → text), at most `most`; 11.9.

        Pages until a page brings nothing new: servers cap `limit`, and some ignore `offset`.
        """
        found: dict[str, Json] = {}
        offset = 0
        wanted = dict(match or {})
        while offset < most:
            query: dict[str, str | int] = {**wanted, "limit": _PAGE, "offset": offset}
            if self.dialect.include:
                query["includefield"] = self.dialect.include
            response = self.http.request(
                "GET", f"{self.root}/workitems", kind=LIST, headers={"Accept": MEDIA_TYPE}, params=query,
                ok=(200, 204, 206),
            )  # fmt: skip
            page = datasets(response)
            fresh = {str(value(entry, "00080018")): entry for entry in page} | found
            if len(fresh) == len(found):
                break
            found, offset = fresh, offset + len(page)
            if len(page) < _PAGE and response.status_code != 206 and "Warning" not in response.headers:
                break
        return [entry for entry in found.values() if _matches(entry, wanted)]

    def retrieve(self, uid: str) -> Json:
        """One workitem; 11.5. Raises `TaskGone`, or `NotTheHub` where something else has answered."""
        url = self._item(uid)
        try:
            answer = self.http.request("GET", url, headers={"Accept": MEDIA_TYPE})
        except HttpError as error:
            if error.status not in (404, 410):
                raise
            if not error.own:
                self._refuse_gone(uid, error)
            raise TaskGone(own=error.own, deleted=error.status == 410 and error.own) from error
        for entry in datasets(answer):
            if str(value(entry, "00080018")) == uid and value(entry, "00741000"):
                return entry
        raise not_the_hub(url, tr("something other than this task"))

    def create(self, item: Workitem | Json, uid: str, transaction: str = "") -> str:
        """Create a workitem under the client's `uid` and return the UID that the server gave it; 11.4. transaction:
        of the claim in which what it is about was made, for our hub.

        One that is there already and is about the same, or was and has been deleted, counts as created. Raises
        `TaskRefused`, with the workitem that is there where it is another, or `OutcomeUnknown`.
        """
        payload = dict(workitem_json(item) if isinstance(item, Workitem) else item)
        payload["00080018"] = element("UI", uid)
        url = f"{self.root}/workitems?{self.dialect.create(uid)}"
        refused: HttpError | None = None
        named = uid
        try:
            answer = self._send("POST", url, payload, (200, 201), claim_headers(transaction))
            self._log_warning(answer, uid)
            named = urlsplit(answer.headers.get("Location", "")).path.rstrip("/").rpartition("/")[2] or uid
        except HttpError as error:
            if error.status not in _REFUSED | {415}:
                raise
            refused = error
        try:
            there = self._read_back(named)
        except TaskGone as gone:
            if refused is not None and gone.deleted:
                return named
            if refused is not None:
                raise TaskRefused(refused.detail, own=refused.own) from refused
            raise OutcomeUnknown(gone) from gone
        if carries(there, {tag: payload[tag] for tag in _IDENTITY if tag in payload}):
            return named
        if refused is not None:
            raise TaskRefused(refused.detail, there, own=refused.own) from refused
        raise OutcomeUnknown

    def update(self, uid: str, changes: Json, transaction: str = "") -> Json:
        """Set attributes; with the claim's transaction while in progress; 11.6. Returns the workitem as it is then.

        Raises a `TaskError` or `OutcomeUnknown`.
        """
        payload = {**changes, "00081195": element("UI", transaction)} if transaction else changes
        query = f"?{self.dialect.update(transaction)}" if transaction else ""
        now = self._change("POST", self._item(uid) + query, payload, uid, "")
        if not carries(now, changes):
            raise OutcomeUnknown
        return now

    def change_state(self, uid: str, state: str, transaction: str) -> Json:
        """Claim (IN PROGRESS) or end (COMPLETED, CANCELED) a workitem; 11.7. Returns it as it is then, in that
        state; whether that is the caller's doing, only they can see.

        Raises `ClaimLost` where it is in progress already (only the caller can know whether by its own earlier
        claim), `AlreadyFinal`, `TaskGone`, `TaskRefused` where its state does not explain the refusal, or
        `OutcomeUnknown`.
        """
        payload = {"00081195": element("UI", transaction), "00741000": element("CS", state)}
        now = self._change("PUT", self._item(uid) + self.dialect.state(self.aet), payload, uid, state)
        found = str(value(now, "00741000"))
        if found == state:
            return now
        if found in (COMPLETED, CANCELED):
            raise AlreadyFinal(found, now)
        raise OutcomeUnknown

    def request_cancel(self, uid: str, reason: str) -> None:
        """Ask whoever performs the task to cancel it, or cancel it while it waits; 11.8."""
        payload = {"00741238": element("LT", reason)}
        url = self._item(uid) + self.dialect.cancel(self.aet)
        now = self._change("POST", url, payload, uid, CANCELED, ok=(200, 202))
        if value(now, "00741000") == SCHEDULED:
            raise OutcomeUnknown

    def subscribe(self, uid: str = GLOBAL_SUBSCRIPTION, *, deletion_lock: bool = False) -> str:
        """Subscribe to one workitem or to all; 11.10. Returns the event channel's address as the server gave it.

        Subscriptions can't be read back: an answer that names no channel is none of the hub's (`OutcomeUnknown`).
        """
        lock = "?deletionlock=true" if deletion_lock else ""
        url = f"{self._item(uid)}/subscribers/{quote(self.aet)}{lock}"
        answer = self.http.request("POST", url, kind=CHANGE, headers=_HEADERS, ok=(200, 201))
        channel = answer.headers.get("Content-Location") or answer.headers.get("Location") or ""
        if "/subscribers/" not in urlsplit(channel).path:
            raise OutcomeUnknown
        return channel

    def unsubscribe(self, uid: str = GLOBAL_SUBSCRIPTION) -> None:
        """End a subscription; 11.11. Asked until the hub says that there is none, which is the proof."""
        url = f"{self._item(uid)}/subscribers/{quote(self.aet)}"
        for _ in range(2):
            try:
                self.http.request("DELETE", url, kind=CHANGE, headers={"Accept": MEDIA_TYPE}, ok=(200, 204))
            except HttpError as error:
                if error.status == 404 and error.own:
                    return
                raise OutcomeUnknown(error) from error
        raise OutcomeUnknown

    def _refuse_gone(self, uid: str, error: HttpError) -> None:
        """Raises `NotTheHub` where a 404 without the words of a DICOMweb service may be that of a gateway whose hub
        is away: the list of tasks can't be had either, or has the task."""
        with suppress(HttpError):
            if not self.search({"00080018": uid}, most=1):
                return
        raise not_the_hub(self._item(uid), str(error.status)) from error

    def _item(self, uid: str) -> str:
        return f"{self.root}/workitems/{uid}"

    def _send(
        self, method: str, url: str, payload: Json, ok: Sequence[int], more: Mapping[str, str] | None = None
    ) -> Answer:
        """Raises `OutcomeUnknown` where the request may have been carried out all the same."""
        headers = {**_HEADERS, **(more or {})}
        try:
            return self.http.request(method, url, kind=CHANGE, headers=headers, data=_body(payload), ok=ok)
        except ReaderError as error:
            if in_doubt(error):
                raise OutcomeUnknown(error) from error
            raise

    def _change(
        self, method: str, url: str, payload: Json, uid: str, asked: str, *, ok: Sequence[int] = (200, 201, 204)
    ) -> Json:
        """Ask for a change and return the workitem as it is then; a refusal is raised as what that shows."""
        refused: HttpError | None = None
        try:
            self._log_warning(self._send(method, url, payload, ok), uid)
        except HttpError as error:
            if error.status not in _REFUSED:
                raise
            refused = error
        now = self._read_back(uid)
        if refused is not None:
            raise _reason(now, asked, refused) from refused
        return now

    def _read_back(self, uid: str) -> Json:
        """Raises `TaskGone`, or `OutcomeUnknown` where it can't be read."""
        try:
            return self.retrieve(uid)
        except (TaskGone, SessionExpired):
            raise
        except ReaderError as error:
            raise OutcomeUnknown(error) from error

    @staticmethod
    def _log_warning(answer: Answer, uid: str) -> None:
        if "Warning" in answer.headers:
            log.info("task %s: %s", short(uid), answer.headers["Warning"][:200])


def _reason(now: Json, asked: str, refused: HttpError) -> TaskError:
    """What a refusal means, read from how the workitem stands now and not from the status code."""
    state = str(value(now, "00741000"))
    if state in (COMPLETED, CANCELED):
        return AlreadyFinal(state, now)
    if state == IN_PROGRESS and asked == IN_PROGRESS:
        return claim_lost(now)
    return TaskRefused(refused.detail, now, own=refused.own)


def claim_lost(workitem: Json) -> ClaimLost:
    """The error that says who reads the task now."""
    names = [name.display for _, name in actual_performers(workitem) if name.display]
    who = tr("{name} is reading this exam.", name=names[0]) if names else tr("Someone else is reading this exam.")
    return ClaimLost(who, tr("You can view it, but not report it."), workitem=workitem)


def datasets(answer: Answer) -> list[Json]:
    """The datasets of an answer: an array, a single object, or nothing. Raises `NotTheHub`."""
    if answer.status_code == 204:
        return []
    parsed = answer.json()
    entries = parsed if isinstance(parsed, list) else [parsed]
    found = [entry for entry in entries if isinstance(entry, dict) and entry.keys() & _NAMED]
    if entries and not found:
        raise not_the_hub(answer.url, tr("something other than tasks"))
    return found


def _body(payload: Json) -> bytes:
    return json.dumps([payload], ensure_ascii=False).encode()


def _matches(entry: Json, wanted: Mapping[str, str]) -> bool:
    """Whether the attributes given back agree; what the server left out, and open ranges, are not judged here."""
    return all(
        tag not in entry or text.endswith("-") or str(value(entry, tag)) == text for tag, text in wanted.items()
    )
