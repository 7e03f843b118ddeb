"""The routes of the anchors of audit trails, under /audit.

A workstation tells where its trail ends also while nobody is signed in (a sign-out, a failed sign-in): what it says
is signed with its own key. Only making it known needs a user.
"""

from __future__ import annotations

import json
import re
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reader.core.audit import AuditEvent
from reader.core.audit_chain import Anchor
from reader.hub.anchors import AnchorRefused, UnknownStation
from reader.hub.answers import Refused, read_body
from reader.hub.hub import Hub

_MOST_DIGESTS = 10_000
_LONGEST_BODY = 100 * _MOST_DIGESTS
_LONGEST_TRAIL = 2**53
_DIGEST = re.compile(r"[0-9a-f]{64}")


def routes(hub: Hub) -> list[Route]:
    api = _Api(hub)
    return [
        Route("/audit/stations", api.stations, methods=["GET"]),
        Route("/audit/stations/{station}", api.register, methods=["PUT"]),
        Route("/audit/places/{place}", api.place, methods=["GET"]),
        Route("/audit/stations/{station}/anchor", api.anchor, methods=["GET"]),
        Route("/audit/stations/{station}/anchor", api.extend, methods=["POST"]),
    ]


class _Api:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def stations(self, request: Request) -> Response:
        """Every workstation with the end of its trail, for the administrator."""
        found = await to_thread.run_sync(self._hub.anchors.everything)
        return JSONResponse([
            {"station": s.station, "name": s.name, "user": s.user, "time": s.time} | _plain(s.anchor) for s in found
        ])  # fmt: skip

    async def place(self, request: Request) -> Response:
        """The trails that were kept at one place, for who knows its name."""
        place = str(request.path_params["place"])
        if not _DIGEST.fullmatch(place):
            raise Refused(400, "the URL holds something that is no place")
        found = await to_thread.run_sync(self._hub.anchors.at, place)
        return JSONResponse([{"station": s.station, "time": s.time} | _plain(s.anchor) for s in found])

    async def register(self, request: Request) -> Response:
        station, body = _station(request), await _read(request)
        key, name, user = str(body.get("key", "")), str(body.get("name", "")), request.state.user
        place = str(body.get("place", ""))
        if place and not _DIGEST.fullmatch(place):
            raise Refused(400, "place is 64 hex digits")
        try:
            new = await to_thread.run_sync(
                self._hub.anchors.register, station, key, name, user.person.username, place
            )
        except ValueError as reason:
            raise Refused(400, str(reason)) from None
        if new and place and len(await to_thread.run_sync(self._hub.anchors.at, place)) > 1:
            await to_thread.run_sync(self._alert, station, "another audit trail was kept at this place before")
        return Response(status_code=201 if new else 200)

    async def anchor(self, request: Request) -> Response:
        try:
            return JSONResponse(_plain(await to_thread.run_sync(self._hub.anchors.of, _station(request))))
        except UnknownStation:
            raise Refused(404, "this workstation is not known here") from None

    async def extend(self, request: Request) -> Response:
        station, body = _station(request), await _read(request)
        start, digests = _start(body), body.get("digests")
        if not isinstance(digests, list) or not all(isinstance(d, str) and _DIGEST.fullmatch(d) for d in digests):
            raise Refused(400, "digests are 64 hex digits each")
        if len(digests) > _MOST_DIGESTS:
            raise Refused(413, f"at most {_MOST_DIGESTS} digests at once")
        signature = str(body.get("signature", ""))
        try:
            newest = await to_thread.run_sync(self._hub.anchors.extend, station, start, digests, signature)
        except UnknownStation:
            raise Refused(404, "this workstation is not known here") from None
        except AnchorRefused as reason:
            await to_thread.run_sync(self._alert, station, str(reason))
            return JSONResponse(_plain(reason.there) | {"reason": str(reason)}, 409)
        except ValueError as reason:
            raise Refused(403, str(reason)) from None
        return JSONResponse(_plain(newest))

    def _alert(self, station: str, reason: str) -> None:
        self._hub.audit.record(AuditEvent.SECURITY_ALERT, "", outcome=8, subject=station, reason=reason)


def _plain(anchor: Anchor) -> dict[str, object]:
    return {"count": anchor.count, "hash": anchor.hash}


def _start(body: dict[str, Any]) -> Anchor:
    count, newest = body.get("count"), body.get("hash")
    if not isinstance(count, int) or not isinstance(newest, str):
        raise Refused(400, "count and hash say where the trail was before")
    if not 0 <= count <= _LONGEST_TRAIL or len(newest) > 64:
        raise Refused(400, "count and hash say where the trail was before")
    return Anchor(count, newest)


def _station(request: Request) -> str:
    station = str(request.path_params["station"])
    if not _DIGEST.fullmatch(station):
        raise Refused(400, "the URL holds something that is no workstation")
    return station


async def _read(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await read_body(request, _LONGEST_BODY))
    except (ValueError, RecursionError):
        raise Refused(400, "the body is no JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "the body is no JSON object")
    return body
