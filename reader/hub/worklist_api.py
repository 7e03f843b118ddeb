"""The routes of UPS-RS (PS3.18 chapter 11) under /dicom-web, and the WebSocket of its events.

Search, `GET /workitems`, as the standard has it (8.3.4, 11.9) and with what a list of 50,000 tasks needs besides:

- `limit` and `offset`: a page. `limit=0` only counts. More than `MOST_RESULTS` are never given at once (206).
- How many match in all: the header `X-Total-Count` of every answer, 204 included. Other servers lack it; some say
  in the standard's `Warning: 299 … "There are N additional results that can be requested"` (8.3.4.4), as this hub
  does too, how many come after the page; otherwise a client reads until a page is short.
- Rows that come and go between two pages shift what `offset` counts. Where more follows, the answer has the header
  `Link: <?…&after=CURSOR>; rel="next"` (RFC 8288, relative to the request): the rows after the last one given, in
  the same order, none missed and none twice whatever was added or removed meanwhile.
- Order: most urgent first: Priority HIGH, MEDIUM, LOW, then Expected Completion (none last), then SOP Instance
  UID. `order=NAME` or `order=-NAME` (descending) sorts by one of `due`, `patient`, `id`, `accession`, `modality`,
  `site`, `state`, `kind`, `procedure`, `reader`, `scheduled`, `modified` first, and by urgency within.
- `text=WORDS`: rows in which every word is found: in the patient's name (any writing, without accents, pinyin of
  Chinese characters together and as initials), ID or accession number; else in procedure, label, body part,
  modality, site or reader. Those with a whole name, ID or accession come first, then those where one begins with
  it, then those that have it inside, then the rest; the order asked for applies within.
- `reader=CODE`: who performs it, or else is meant to: the code value of the actual, else the scheduled performer.
- `openable=true`: without the reviews that the signed-in user may not do (no reviewing doctor, or the own report).
- `withdrawn=true`: the cancelled reviews of the signed-in user's own reports that no other task follows on.
- Critical results (`dicom.ups.critical`) are workitems, but no tasks: a search finds them only where it has a key
  for the workitem code (0040,4018) or for the UID.
- Several values of a key: `ProcedureStepState=SCHEDULED,IN PROGRESS`. Keys without a value, by Empty Value Matching
  (PS3.4 C.2.2.2.7): `ScheduledHumanPerformersSequence=""`.

The header `X-Worklist: text order after reader openable withdrawn` of an answer says that the server knows these
additions; a client sends them only to one that has said so.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from urllib.parse import urlencode, urlsplit

from anyio import to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from reader.core.refusals import Refusal
from reader.dicom.json_model import Json, value
from reader.dicom.ups.critical import is_critical
from reader.dicom.ups.tasks import CLAIM_HEADER, subject_from
from reader.dicom.validation import path_text
from reader.dicom.values import new_uid
from reader.hub.answers import (
    DICOM_JSON,
    Refused,
    dicom_json,
    read_body,
    read_dataset,
    read_readable,
    require_json_accepted,
    warning_299,
)
from reader.hub.events import FILTERED, GLOBAL, valid_aet
from reader.hub.follow_ups import is_order, study_of
from reader.hub.hub import Hub
from reader.hub.matching import Query, more_warning
from reader.hub.orders import root_of
from reader.hub.parties import kind_for
from reader.hub.permissions import Kind, forbidden
from reader.hub.roles import DOCTORS, SENDING
from reader.hub.search import KNOWS, Search, parse_search
from reader.hub.store import valid_uid
from reader.hub.users import User

Endpoint = Callable[[Request], Awaitable[Response]]
_PLACE = frozenset({"after", "offset"})
_STORAGE, _SERVICES = "00404073", frozenset({"00081190", "0040E010", "00404073"})
"""Storage URL; and with it Retrieve URL and URI."""
_UID_NAME = re.compile(r"[0-9.]{3,64}")


def routes(hub: Hub) -> list[BaseRoute]:
    """Everything of the worklist. `request.state.user` is who signed in."""
    api = _Api(hub)
    table: list[tuple[str, Endpoint, str]] = [
        ("/workitems", api.search, "GET"),
        ("/workitems", api.create, "POST"),
        ("/workitems/{uid}", api.retrieve, "GET"),
        ("/workitems/{uid}", api.update, "POST"),
        ("/workitems/{uid}/state", api.change_state, "PUT"),
        ("/workitems/{uid}/state/{aet}", api.change_state, "PUT"),
        ("/workitems/{uid}/cancelrequest", api.request_cancel, "POST"),
        ("/workitems/{uid}/cancelrequest/{aet}", api.request_cancel, "POST"),
        ("/workitems/{uid}/subscribers/{aet}", api.subscribe, "POST"),
        ("/workitems/{uid}/subscribers/{aet}", api.unsubscribe, "DELETE"),
        ("/workitems/{uid}/subscribers/{aet}/suspend", api.suspend, "POST"),
    ]
    found: list[BaseRoute] = [
        Route(f"/dicom-web{path}", endpoint, methods=[method]) for path, endpoint, method in table
    ]
    return [*found, WebSocketRoute("/dicom-web/subscribers/{aet}", api.channel)]


class _Api:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._worklist = hub.worklist

    async def search(self, request: Request) -> Response:
        require_json_accepted(request)
        search = await to_thread.run_sync(parse_search, request.query_params, request.state.user)
        found = await to_thread.run_sync(self._worklist.search, search)
        headers = {"X-Total-Count": str(found.total), "X-Worklist": KNOWS}
        if found.left:
            headers["Warning"] = warning_299(more_warning(found.left))
        if found.after:
            asked = [(key, text) for key, text in request.query_params.multi_items() if key not in _PLACE]
            headers["Link"] = f'<?{urlencode([*asked, ("after", found.after)])}>; rel="next"'
        if not found.rows:
            return Response(status_code=204, headers=headers)
        # 206 where the hub itself cut the answer, not where the client asked for a page of it.
        cut = found.cut or (found.left and not search.query.limited)
        body = b"[" + b",".join(text.encode() for text in found.rows) + b"]"
        return Response(body, 206 if cut else 200, headers, media_type=DICOM_JSON)

    async def create(self, request: Request) -> Response:
        item = await read_readable(request)
        uid = _named_uid(request, "workitem", "affectedsopinstanceuid")
        inside = str(value(item, "00080018"))
        if uid and inside and uid != inside:
            raise Refused(400, "the URL and the body name different workitems")
        uid = uid or inside or new_uid()
        roots = frozenset((self._hub.dicomweb, self._hub.images_root))
        ordered = roots if SENDING in request.state.user.roles else None
        if problem := _address_problem(item, self._hub.address.startswith("https://"), ordered):
            raise Refused(400, problem)
        await to_thread.run_sync(self._check_report, item, request.state.user)
        mark = request.headers.get(CLAIM_HEADER, "")
        await to_thread.run_sync(self._worklist.create, item, uid, request.state.user, roots, mark)
        address = f"{self._hub.dicomweb}/workitems/{uid}"
        return Response(status_code=201, headers={"Location": address, "Content-Location": address})

    def _check_report(self, item: Json, user: User) -> None:
        """What an author asks to have verified is stored here, and is theirs; a hub without images can't say. A
        sender asks for none of a doctor of this hub, who does that when it is written, and gives none back."""
        doctor, order = bool(DOCTORS & set(user.roles)), is_order(item, user, self._hub.users)
        if not (doctor or order or is_critical(item)):
            raise forbidden(Refusal.AUTHOR)
        if kind_for(item, user) is Kind.OWN_REVIEW and not order and self._hub.images is None:
            study, about = study_of(item), subject_from(item)
            if not (study and about.report and self._hub.documents.wrote(study, about.report, user)):
                raise forbidden(Refusal.AUTHOR)

    async def retrieve(self, request: Request) -> Response:
        require_json_accepted(request)
        return dicom_json([await to_thread.run_sync(self._worklist.retrieve, _item(request))])

    async def update(self, request: Request) -> Response:
        uid = _item(request)
        changes = await read_readable(request)
        transaction = str(value(changes, "00081195")) or _named_uid(request, "transaction", "transaction-uid")
        await to_thread.run_sync(self._worklist.update, uid, changes, transaction, request.state.user)
        return Response(status_code=200)

    async def change_state(self, request: Request) -> Response:
        uid = _item(request)
        body = await read_dataset(request)
        state, transaction = str(value(body, "00741000")), str(value(body, "00081195"))
        user: User = request.state.user
        if "aet" in request.path_params:
            await self._own_title(request)
        note = await to_thread.run_sync(self._worklist.change_state, uid, state, transaction, user)
        return Response(status_code=200, headers={"Warning": warning_299(note)} if note else {})

    async def request_cancel(self, request: Request) -> Response:
        uid = _item(request)
        empty = request.headers.get("content-length", "0") == "0" and "transfer-encoding" not in request.headers
        body = {} if empty else await read_dataset(request)
        user: User = request.state.user
        requester = await self._own_title(request) if "aet" in request.path_params else user.name.upper()[:16]
        note = await to_thread.run_sync(self._worklist.request_cancel, uid, body, requester, user)
        return Response(status_code=202, headers={"Warning": warning_299(note)} if note else {})

    async def subscribe(self, request: Request) -> Response:
        uid, aet = _item(request), await self._own_title(request)
        await read_body(request)
        lock = request.query_params.get("deletionlock", "false").lower() == "true"
        keys = ""
        if uid == FILTERED:
            parameters = request.query_params.multi_items()
            keys = urlencode([(k, v) for k, v in parameters if k not in ("deletionlock", "filter")])
            keys = keys or request.query_params.get("filter", "")
            if not keys:
                raise Refused(400, "a filtered subscription needs match keys")
        elif uid != GLOBAL:
            await to_thread.run_sync(self._worklist.retrieve, uid)
        await to_thread.run_sync(self._hub.subscriptions.subscribe, aet, uid, keys, lock)
        channel = f"{self._hub.dicomweb.replace('http', 'ws', 1)}/subscribers/{aet}"
        return Response(status_code=201, headers={"Location": channel, "Content-Location": channel})

    async def unsubscribe(self, request: Request) -> Response:
        uid, aet = _item(request), await self._own_title(request)
        await to_thread.run_sync(self._hub.subscriptions.unsubscribe, aet, uid)
        return Response(status_code=200)

    async def suspend(self, request: Request) -> Response:
        uid, aet = _item(request), await self._own_title(request)
        await read_body(request)
        if uid not in (GLOBAL, FILTERED):
            raise Refused(400, "only the global subscriptions can be suspended")
        await to_thread.run_sync(self._hub.subscriptions.suspend, aet, uid, self._existing)
        return Response(status_code=200)

    def _existing(self, query: Query) -> list[str]:
        return self._worklist.uids(Search(query))

    async def channel(self, socket: WebSocket) -> None:
        try:
            aet = await self._own_title(socket)
        except Refused as reason:
            await socket.send_denial_response(Response(f"{reason.reason}\n", reason.status, reason.headers))
            return
        await self._hub.channels.serve(socket, aet, socket.state.token)

    async def _own_title(self, asked: HTTPConnection) -> str:
        """The AE title of the path, which is now this user's; 400 where it is none, 403 where it is another's."""
        aet = str(asked.path_params["aet"])
        if not valid_aet(aet):
            raise Refused(400, "not an AE title")
        user: User = asked.state.user
        await to_thread.run_sync(self._hub.titles.bind, aet.strip(), user.name)
        return aet.strip()


def _address_problem(item: Json, secure: bool, roots: frozenset[str] | None) -> str:
    """What is wrong with a URL of a new task, "" for nothing.

    secure: the hub is on https, and names nothing that is not. roots: where the results of an order may be stored:
    who orders a reading does not decide who else gets its report. None for what follows on another task.
    """
    for tag, url in _urls(item):
        if secure and url.lower().startswith("http:"):
            return f"{path_text(tag)} names an http address; this hub is on https"
        if roots is not None and tag in _SERVICES and not _is_service(url):
            return f"{path_text(tag)} is no address of a DICOMweb service"
        if roots is not None and tag == _STORAGE and root_of(url) not in roots:
            return f"{path_text(tag)} names another service than this region's"
    return ""


def _urls(item: Json) -> Iterator[tuple[str, str]]:
    """Each UR at any depth, with its tag."""
    for tag, entry in item.items():
        for one in filter(None, entry.get("Value", [])):
            if entry.get("vr") == "SQ":
                yield from _urls(one)
            elif entry.get("vr") == "UR":
                yield tag, str(one)


def _is_service(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _item(request: Request) -> str:
    uid = str(request.path_params["uid"])
    if not valid_uid(uid):
        raise Refused(400, "the URL holds something that is no UID")
    return uid


def _named_uid(request: Request, *names: str) -> str:
    """A UID in the query: by one of the names, or as the name itself ("?1.2.3"), as servers differ."""
    for name, text in request.query_params.multi_items():
        if name.lower() in names:
            return text
        if _UID_NAME.fullmatch(name) and not text:
            return name
    return ""
