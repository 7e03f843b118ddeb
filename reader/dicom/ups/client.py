"""The UPS-RS client: worklist transactions of PS3.18 chapter 11 on any of the servers in the dialect table.

Servers disagree on query parameters, on 400 against 409 and on what their search filters. So the differences
stand in one table, the answer to a refused change is always read from the workitem itself, and a search is
filtered again here. Every method blocks and may be called on any thread but the main one. All raise the
errors of `core.http` besides those named.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from reader.core.errors import ReaderError
from reader.core.http import Http, HttpError
from reader.core.log import short
from reader.core.text import tr
from reader.dicom.json_model import Json, element, value
from reader.dicom.ups.tasks import actual_performers
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS, Workitem, workitem_json

if TYPE_CHECKING:
    from reader.core.http import Response

GLOBAL_SUBSCRIPTION = "1.2.840.10008.5.1.4.34.5"
MEDIA_TYPE = "application/dicom+json"
_HEADERS = {"Accept": MEDIA_TYPE, "Content-Type": MEDIA_TYPE}
_REFUSED = frozenset({400, 404, 409, 410})
_PAGE = 200

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
            tr("It can be opened to read, not to report."),
            safe=tr("What you typed is saved on this computer."),
            workitem=workitem,
        )
        self.state = state


class TaskGone(TaskError):
    """The server no longer knows the task."""

    def __init__(self) -> None:
        super().__init__(
            tr("The hub no longer has this task."),
            tr("Refresh the worklist."),
            safe=tr("What you typed is saved on this computer."),
        )


class TaskRefused(TaskError):
    """The server refused a change although the task's state would allow it. detail: the server's words."""

    def __init__(self, detail: str, workitem: Json | None = None) -> None:
        super().__init__(
            tr("The hub refused the change of this task."),
            tr("Refresh the worklist and try again; if it goes on, tell the hub's operator."),
            safe=tr("What you typed is saved on this computer."),
            workitem=workitem,
        )
        self.detail = detail


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
                "GET", f"{self.root}/workitems", headers={"Accept": MEDIA_TYPE}, params=query, ok=(200, 204, 206)
            )
            page = datasets(response)
            fresh = {str(value(entry, "00080018")): entry for entry in page} | found
            if len(fresh) == len(found):
                break
            found, offset = fresh, offset + len(page)
            if len(page) < _PAGE and response.status_code != 206 and "Warning" not in response.headers:
                break
        return [entry for entry in found.values() if _matches(entry, wanted)]

    def retrieve(self, uid: str) -> Json:
        """One workitem; 11.5. Raises `TaskGone`."""
        try:
            response = self.http.request("GET", self._item(uid), headers={"Accept": MEDIA_TYPE})
        except HttpError as error:
            if error.status in (404, 410):
                raise TaskGone from error
            raise
        found = datasets(response)
        if not found:
            raise TaskGone
        return found[0]

    def create(self, item: Workitem | Json, uid: str) -> str:
        """Create a workitem under the client's `uid` and return the UID that the server gave it; 11.4.

        Raises `TaskRefused`, also where a workitem of this UID is there already (its `workitem` is then set).
        """
        payload = dict(workitem_json(item) if isinstance(item, Workitem) else item)
        payload["00080018"] = element("UI", uid)
        url = f"{self.root}/workitems?{self.dialect.create(uid)}"
        try:
            response = self.http.request("POST", url, headers=_HEADERS, data=_body(payload), ok=(200, 201))
        except HttpError as error:
            if error.status not in _REFUSED | {415}:
                raise
            raise TaskRefused(error.detail, self._peek(uid)) from error
        self._log_warning(response, uid)
        location = urlsplit(response.headers.get("Location", "")).path.rstrip("/")
        return location.rpartition("/")[2] or uid

    def update(self, uid: str, changes: Json, transaction: str = "") -> None:
        """Set attributes; with the claim's transaction while in progress; 11.6. Raises a `TaskError`."""
        payload = {**changes, "00081195": element("UI", transaction)} if transaction else changes
        query = f"?{self.dialect.update(transaction)}" if transaction else ""
        self._change("POST", self._item(uid) + query, payload, uid, "")

    def change_state(self, uid: str, state: str, transaction: str) -> None:
        """Claim (IN PROGRESS) or end (COMPLETED, CANCELED) a workitem; 11.7.

        Raises `ClaimLost` where it is in progress already (only the caller can know whether by its own earlier
        claim), `AlreadyFinal`, `TaskGone`, or `TaskRefused` where its state does not explain the refusal.
        """
        payload = {"00081195": element("UI", transaction), "00741000": element("CS", state)}
        self._change("PUT", self._item(uid) + self.dialect.state(self.aet), payload, uid, state)

    def request_cancel(self, uid: str, reason: str) -> None:
        """Ask whoever performs the task to cancel it, or cancel it while it waits; 11.8."""
        payload = {"00741238": element("LT", reason)}
        self._change("POST", self._item(uid) + self.dialect.cancel(self.aet), payload, uid, CANCELED, ok=(200, 202))

    def subscribe(self, uid: str = GLOBAL_SUBSCRIPTION, *, deletion_lock: bool = False) -> str:
        """Subscribe to one workitem or to all; 11.10. Returns the event channel's address as the server gave it."""
        lock = "?deletionlock=true" if deletion_lock else ""
        url = f"{self._item(uid)}/subscribers/{quote(self.aet)}{lock}"
        response = self.http.request("POST", url, headers=_HEADERS, ok=(200, 201))
        return response.headers.get("Content-Location") or response.headers.get("Location") or ""

    def unsubscribe(self, uid: str = GLOBAL_SUBSCRIPTION) -> None:
        """End a subscription; 11.11. One that is not there counts as ended."""
        url = f"{self._item(uid)}/subscribers/{quote(self.aet)}"
        self.http.request("DELETE", url, headers={"Accept": MEDIA_TYPE}, ok=(200, 204, 404))

    def _item(self, uid: str) -> str:
        return f"{self.root}/workitems/{uid}"

    def _change(
        self, method: str, url: str, payload: Json, uid: str, asked: str, *, ok: Sequence[int] = (200, 201, 204)
    ) -> None:
        try:
            response = self.http.request(method, url, headers=_HEADERS, data=_body(payload), ok=ok)
        except HttpError as error:
            if error.status not in _REFUSED:
                raise
            raise self._reason(uid, asked, error) from error
        self._log_warning(response, uid)

    def _reason(self, uid: str, asked: str, error: HttpError) -> TaskError:
        """What a refusal means, read from how the workitem stands now and not from the status code."""
        try:
            now = self.retrieve(uid)
        except TaskGone as gone:
            return gone
        state = str(value(now, "00741000"))
        if state in (COMPLETED, CANCELED):
            return AlreadyFinal(state, now)
        if state == IN_PROGRESS and asked == IN_PROGRESS:
            return claim_lost(now)
        return TaskRefused(error.detail, now)

    def _peek(self, uid: str) -> Json | None:
        try:
            return self.retrieve(uid)
        except TaskGone:
            return None

    @staticmethod
    def _log_warning(response: Response, uid: str) -> None:
        if "Warning" in response.headers:
            log.info("task %s: %s", short(uid), response.headers["Warning"][:200])


def claim_lost(workitem: Json) -> ClaimLost:
    """The error that says who reads the task now."""
    names = [name.display for _, name in actual_performers(workitem) if name.display]
    who = tr("{name} is reading this exam.", name=names[0]) if names else tr("Someone else is reading this exam.")
    return ClaimLost(who, tr("You can open it to look at it, not to report."), workitem=workitem)


def datasets(response: Response) -> list[Json]:
    """The datasets of an answer: an array, a single object, or nothing."""
    if response.status_code == 204 or not response.content:
        return []
    try:
        parsed = json.loads(response.content)
    except ValueError as cause:
        raise ReaderError(
            tr("The hub's answer could not be understood."), tr("Check the hub's address in the settings.")
        ) from cause
    return [entry for entry in (parsed if isinstance(parsed, list) else [parsed]) if isinstance(entry, dict)]


def _body(payload: Json) -> bytes:
    return json.dumps([payload], ensure_ascii=False).encode()


def _matches(entry: Json, wanted: Mapping[str, str]) -> bool:
    """Whether the attributes given back agree; what the server left out, and open ranges, are not judged here."""
    return all(
        tag not in entry or text.endswith("-") or str(value(entry, tag)) == text for tag, text in wanted.items()
    )
