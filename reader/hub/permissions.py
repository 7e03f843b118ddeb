"""Who may do what at the hub: endpoint × role × kind of task × how the task stands to the user.

`RIGHTS` is the one place where anything is allowed; whatever it does not name is refused with 403 and words. A new
route gets its row here, under "METHOD /path/template" as it is routed: `guarded` does not build an application with
a route that has none. Where an endpoint is about one task the row says for which kinds and stands; `Worklist` asks
again with those, under the lock of the change itself. What may follow on which task is in `follow_ups`, what may be
stored in `documents`. The whole table is held against a second one in tests/hub/test_permissions.py.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from reader.core.refusals import HEADER, Refusal
from reader.hub.answers import Refused
from reader.hub.roles import ADMINISTRATOR, APPROVING, DOCTORS, REPORTING, REVIEWING, ROLES, SENDING
from reader.hub.users import User


class Kind(Enum):
    """What kind of task it is for this user. OWN_REVIEW: the verification of a report that they wrote; OWN_SIGNING:
    of one that they may sign themselves, if they review reports. APPROVAL:
    the verification, by a chief, of one that was reviewed; PASSED: that of one that they have reviewed themselves.
    SECOND: before the verification another doctor reads the exam, without knowing the report. CRITICAL: no task to
    read, but a critical result to be told."""

    READING = "reading"
    ADDENDUM = "addendum"
    REVIEW = "review"
    OWN_REVIEW = "own review"
    OWN_SIGNING = "own signing"
    APPROVAL = "approval"
    PASSED = "passed"
    SECOND = "second"
    CRITICAL = "critical"


class Stand(Enum):
    """How a task stands to this user. OWN_ORDER: waiting, and ordered by them; MINE, OTHERS: in progress, claimed
    by them or by someone else; ENDED: the state alone decides, nothing can be changed any more."""

    WAITING = "waiting"
    OWN_ORDER = "own order"
    MINE = "mine"
    OTHERS = "others'"
    ENDED = "ended"


@dataclass(frozen=True)
class Right:
    """What these roles may do with tasks of these kinds while they stand so."""

    roles: Iterable[str]
    kinds: Iterable[Kind] = frozenset(Kind)
    stands: Iterable[Stand] = frozenset(Stand)


_READINGS = (Kind.READING, Kind.ADDENDUM)
_TO_READ = frozenset(Kind) - {Kind.CRITICAL}
_NOT_STARTED = (Stand.WAITING, Stand.OWN_ORDER)

_OPEN = (Right(()),)
"""Without signing in."""
_EVERYBODY = (Right(ROLES),)
_DOCTORS = (Right(DOCTORS),)
_ALL_BUT_ADMINISTRATORS = (Right((*DOCTORS, SENDING)),)

CREATE = "POST /dicom-web/workitems"
CREATE_CRITICAL = f"{CREATE} critical"
UPDATE = "POST /dicom-web/workitems/{uid}"
REQUEST_CANCEL = "POST /dicom-web/workitems/{uid}/cancelrequest"
CHANGE_STATE = "PUT /dicom-web/workitems/{uid}/state"
CLAIM, COMPLETE, CANCEL = (f"{CHANGE_STATE} {state}" for state in ("IN PROGRESS", "COMPLETED", "CANCELED"))

# In progress only whoever claimed it may change it. Before and after, the state itself refuses.
_PERFORMING = (
    Right((REPORTING,), _READINGS, (*_NOT_STARTED, Stand.MINE, Stand.ENDED)),
    Right((REVIEWING,), (Kind.REVIEW,), (*_NOT_STARTED, Stand.MINE, Stand.ENDED)),
    Right((APPROVING,), (Kind.APPROVAL,), (*_NOT_STARTED, Stand.MINE, Stand.ENDED)),
    Right(DOCTORS, (Kind.SECOND,), (*_NOT_STARTED, Stand.MINE, Stand.ENDED)),
    Right((REVIEWING, APPROVING), (Kind.OWN_SIGNING,), (*_NOT_STARTED, Stand.MINE, Stand.ENDED)),
)
# Whichever doctor has told it closes a critical result: nobody waits for its author.
_CRITICAL = Right(DOCTORS, (Kind.CRITICAL,), (*_NOT_STARTED, Stand.MINE, Stand.ENDED))
# An author takes back what nobody has begun to review, and a critical result that was none; nobody else does that.
_CANCELLING = (
    Right(DOCTORS, (Kind.OWN_REVIEW, Kind.OWN_SIGNING), (*_NOT_STARTED, Stand.ENDED)),
    Right(DOCTORS, (Kind.CRITICAL,), (Stand.OWN_ORDER, Stand.ENDED)),
    Right((SENDING,), _READINGS, (Stand.OWN_ORDER, Stand.ENDED)),
    Right((ADMINISTRATOR,), _TO_READ),
)

_STUDY, _SERIES = "/dicom-web/studies/{study}", "/dicom-web/studies/{study}/series/{series}"
_INSTANCE = f"{_SERIES}/instances/{{sop}}"
_ITEM = "/dicom-web/workitems/{uid}"

RIGHTS: Mapping[str, tuple[Right, ...]] = {
    "GET /.well-known/oauth-authorization-server": _OPEN,
    "POST /oauth/token": _OPEN,
    "POST /oauth/revoke": _OPEN,
    "GET /.well-known/est/cacerts": _OPEN,
    "GET /updates/{name}": _OPEN,  # what is there is signed
    "GET /oauth/userinfo": _EVERYBODY,
    "POST /oauth/userinfo": _EVERYBODY,
    "POST /.well-known/est/simpleenroll": _DOCTORS,
    # A sender reads back what it stored, and an algorithm what it works on; who directs tasks needs no images.
    "GET /dicom-web/studies": _ALL_BUT_ADMINISTRATORS,
    "GET /dicom-web/series": _ALL_BUT_ADMINISTRATORS,
    "GET /dicom-web/instances": _ALL_BUT_ADMINISTRATORS,
    f"GET {_STUDY}/metadata": _ALL_BUT_ADMINISTRATORS,
    f"GET {_STUDY}/series": _ALL_BUT_ADMINISTRATORS,
    f"GET {_STUDY}/instances": _ALL_BUT_ADMINISTRATORS,
    f"GET {_SERIES}/metadata": _ALL_BUT_ADMINISTRATORS,
    f"GET {_SERIES}/instances": _ALL_BUT_ADMINISTRATORS,
    f"GET {_INSTANCE}/metadata": _ALL_BUT_ADMINISTRATORS,
    f"GET {_STUDY}": _ALL_BUT_ADMINISTRATORS,
    f"GET {_SERIES}": _ALL_BUT_ADMINISTRATORS,
    f"GET {_INSTANCE}": _ALL_BUT_ADMINISTRATORS,
    f"GET {_INSTANCE}/frames/{{frames}}": _ALL_BUT_ADMINISTRATORS,
    f"GET {_INSTANCE}/bulkdata/{{path:path}}": _ALL_BUT_ADMINISTRATORS,
    "POST /dicom-web/studies": _ALL_BUT_ADMINISTRATORS,
    f"POST {_STUDY}": _ALL_BUT_ADMINISTRATORS,
    "GET /dicom-web/workitems": _EVERYBODY,
    CREATE: _ALL_BUT_ADMINISTRATORS,
    CREATE_CRITICAL: (Right(DOCTORS, (Kind.CRITICAL,), (Stand.WAITING,)),),
    f"GET {_ITEM}": _EVERYBODY,
    UPDATE: (
        Right((REPORTING,), _READINGS, (Stand.MINE, Stand.ENDED)),
        Right((REVIEWING,), (Kind.REVIEW,), (Stand.MINE, Stand.ENDED)),
        Right((APPROVING,), (Kind.APPROVAL,), (Stand.MINE, Stand.ENDED)),
        Right(DOCTORS, (Kind.SECOND,), (Stand.MINE, Stand.ENDED)),
        Right((REVIEWING, APPROVING), (Kind.OWN_SIGNING,), (Stand.MINE, Stand.ENDED)),
        Right((SENDING,), _READINGS, (Stand.OWN_ORDER, Stand.ENDED)),
        Right((ADMINISTRATOR,), _TO_READ, (*_NOT_STARTED, Stand.ENDED)),
        _CRITICAL,
    ),
    CHANGE_STATE: _DOCTORS,
    f"{CHANGE_STATE}/{{aet}}": _DOCTORS,
    CLAIM: (
        Right((REPORTING,), _READINGS),
        Right((REVIEWING,), (Kind.REVIEW,)),
        Right((APPROVING,), (Kind.APPROVAL,)),
        Right((REVIEWING, APPROVING), (Kind.OWN_SIGNING,)),
        Right(DOCTORS, (Kind.SECOND, Kind.CRITICAL)),
    ),
    COMPLETE: (*_PERFORMING, _CRITICAL),
    CANCEL: _PERFORMING,
    REQUEST_CANCEL: _CANCELLING,
    f"{REQUEST_CANCEL}/{{aet}}": _CANCELLING,
    f"POST {_ITEM}/subscribers/{{aet}}": _EVERYBODY,
    f"DELETE {_ITEM}/subscribers/{{aet}}": _EVERYBODY,
    f"POST {_ITEM}/subscribers/{{aet}}/suspend": _EVERYBODY,
    "WS /dicom-web/subscribers/{aet}": _EVERYBODY,
    "GET /statistics": (Right((REVIEWING, APPROVING, ADMINISTRATOR)),),
    "GET /statistics/own": _DOCTORS,  # what they did themselves, and what became of their reports
    "GET /notifiable": (Right((REVIEWING, APPROVING, ADMINISTRATOR)),),
    "POST /notifiable/{uid}": (Right((REVIEWING, APPROVING, ADMINISTRATOR)),),
    "GET /rereads": _DOCTORS,  # what was found of their own reports
    "POST /rereads/{uid}": (Right((REVIEWING, APPROVING)),),
    "GET /audit/stations": (Right((ADMINISTRATOR,)),),
    "PUT /audit/stations/{station}": (Right((*DOCTORS, ADMINISTRATOR)),),
    # A workstation signs these with its own key, also while nobody is signed in there.
    "GET /audit/places/{place}": _OPEN,  # who knows its name is there
    "GET /audit/stations/{station}/anchor": _OPEN,
    "POST /audit/stations/{station}/anchor": _OPEN,
}
_OPEN_ADDRESSES = tuple(
    re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(endpoint)))
    for endpoint, rights in RIGHTS.items()
    if rights is _OPEN
)

# What may be set on a task that is there (PS3.4 table CC.2.5-3 allows more): its plan while it waits, its
# performance while it is in progress. The rest says whose exam it is, which order, what to read, where to store.
_PLAN = frozenset(
    ("00741200", "00404005", "00404011", "00404041", "00201208", "00400400", "00404025", "00404026", "00404027")
)
_PERFORMERS = "00404034"
_PERFORMANCE = frozenset(("00741200", "00741002", "00741216"))
_SET_BY_THE_HUB = frozenset(("00080005", "00404010"))


def may_enter(endpoint: str, user: User) -> bool:
    """Whether any row of the endpoint is for one of the user's roles."""
    return any(set(right.roles) & set(user.roles) for right in RIGHTS[endpoint])


def refusal(endpoint: str, roles: Iterable[str], kind: Kind, stand: Stand) -> Refusal | None:
    """Why someone of these roles may not do this with such a task; None where they may."""
    held = set(roles)
    rights = [right for right in RIGHTS[endpoint] if set(right.roles) & held]
    if not rights:
        return Refusal.ROLE
    if any(kind in right.kinds and stand in right.stands for right in rights):
        return None
    if not any(kind in right.kinds for right in rights):
        return _reason_of_kind(endpoint, kind)
    return Refusal.CLAIMED if stand in (Stand.MINE, Stand.OTHERS) else Refusal.WAITING


def _reason_of_kind(endpoint: str, kind: Kind) -> Refusal:
    """Why not with a task of this kind: whoever else might do it is named."""
    might = {role for right in RIGHTS[endpoint] if kind in right.kinds for role in right.roles}
    if kind is Kind.CRITICAL:
        return Refusal.ROLE
    if kind is Kind.OWN_REVIEW and REVIEWING not in might:
        return Refusal.OWN_REPORT
    if kind is Kind.PASSED:
        return Refusal.OWN_REVIEW
    if REVIEWING in might:
        return Refusal.REVIEWERS
    if APPROVING in might:
        return Refusal.CHIEFS
    return Refusal.REPORTERS if REPORTING in might else Refusal.ROLE


def changeable(stand: Stand, roles: Iterable[str]) -> frozenset[str]:
    """The attributes that may be set on a task that stands so, by someone whom `UPDATE` allows to."""
    if stand is Stand.MINE:
        return _PERFORMANCE | _SET_BY_THE_HUB
    return _PLAN | _SET_BY_THE_HUB | ({_PERFORMERS} if ADMINISTRATOR in set(roles) else frozenset())


def forbidden(reason: Refusal) -> Refused:
    """The answer 403 for a reason, which the program translates."""
    return Refused(403, reason.words, {HEADER: reason.value})


def conflict(reason: Refusal) -> Refused:
    """The same with 409: not for who asks, but as things stand."""
    return Refused(409, reason.words, {HEADER: reason.value})


def is_open(method: str, path: str) -> bool:
    """Whether this is answered without signing in."""
    return any(pattern.fullmatch(f"{method} {path}") for pattern in _OPEN_ADDRESSES)


def guarded(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """The routes, each behind its row. Raises LookupError for one that has none: a defect of the program."""
    return [_guarded(route) for route in routes]


def _guarded(route: BaseRoute) -> BaseRoute:
    if isinstance(route, WebSocketRoute):
        key = f"WS {route.path}"
        if key not in RIGHTS:
            raise LookupError(f"{key} has no row in RIGHTS")
        return WebSocketRoute(route.path, partial(_enter_channel, key, route.endpoint))
    if not isinstance(route, Route):
        raise LookupError(f"{route} is neither a route nor a WebSocket")
    methods = sorted(set(route.methods or ()) - {"HEAD"})
    for method in methods:
        if f"{method} {route.path}" not in RIGHTS:
            raise LookupError(f"{method} {route.path} has no row in RIGHTS")
    return Route(route.path, partial(_enter, route.path, route.endpoint), methods=methods)


async def _enter(path: str, endpoint: Callable[[Request], Awaitable[Response]], request: Request) -> Response:
    method = "GET" if request.method == "HEAD" else request.method
    key = f"{method} {path}"
    if RIGHTS[key] is not _OPEN and not may_enter(key, request.state.user):
        raise forbidden(Refusal.ROLE)
    return await endpoint(request)


async def _enter_channel(key: str, endpoint: Callable[[WebSocket], Awaitable[None]], socket: WebSocket) -> None:
    if may_enter(key, socket.state.user):
        await endpoint(socket)
    else:
        await socket.send_denial_response(Response(f"{Refusal.ROLE.words}\n", 403))
