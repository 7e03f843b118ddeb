"""The routes of QIDO-RS, WADO-RS and STOW-RS under /dicom-web.

`wado` is imported late: the hub answers before pydicom is loaded.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from reader.dicom.ups.tasks import CLAIM_HEADER, MADE_IN_HEADER
from reader.hub import late, qido
from reader.hub.admission import Admission
from reader.hub.answers import Refused, dicom_json, require_json_accepted, warning_299
from reader.hub.hub import Hub
from reader.hub.matching import parse_query
from reader.hub.parties import Claim
from reader.hub.store import Stored, valid_uid
from reader.hub.stow import store_instances

Endpoint = Callable[[Request], Awaitable[Response]]
_IMAGES = CapacityLimiter(16)
"""Sign-in and worklist don't wait for a thread while many ask for images."""


def routes(hub: Hub) -> list[Route]:
    """All of them; with the images on another server each answers 404 and says where they are."""
    table: list[tuple[str, Endpoint, str]] = [
        ("/studies", _search(hub, "studies"), "GET"),
        ("/studies", _store(hub), "POST"),
        ("/studies/{study}", _objects(hub), "GET"),
        ("/studies/{study}", _store(hub), "POST"),
        ("/studies/{study}/metadata", _metadata(hub), "GET"),
        ("/studies/{study}/series", _search(hub, "series"), "GET"),
        ("/studies/{study}/instances", _search(hub, "instances"), "GET"),
        ("/studies/{study}/series/{series}", _objects(hub), "GET"),
        ("/studies/{study}/series/{series}/metadata", _metadata(hub), "GET"),
        ("/studies/{study}/series/{series}/instances", _search(hub, "instances"), "GET"),
        ("/studies/{study}/series/{series}/instances/{sop}", _objects(hub), "GET"),
        ("/studies/{study}/series/{series}/instances/{sop}/metadata", _metadata(hub), "GET"),
        ("/studies/{study}/series/{series}/instances/{sop}/frames/{frames}", _frames(hub), "GET"),
        ("/studies/{study}/series/{series}/instances/{sop}/bulkdata/{path:path}", _bulk(hub), "GET"),
        ("/series", _search(hub, "series"), "GET"),
        ("/instances", _search(hub, "instances"), "GET"),
    ]
    if hub.images is not None:
        table = [(path, _elsewhere(hub.images), method) for path, _, method in table]
    # One path may have two methods: Starlette answers 405 only where no route of that path has the method.
    return [Route(f"/dicom-web{path}", endpoint, methods=[method]) for path, endpoint, method in table]


def _elsewhere(images: str) -> Endpoint:
    async def answer(request: Request) -> Response:
        raise Refused(404, f"the images of this region are at {images}")

    return answer


def _uids(request: Request) -> tuple[str, str, str]:
    """Study, series and instance UID of the URL; 400 for what is none (and so never reaches a path)."""
    uids = tuple(request.path_params.get(name, "") for name in ("study", "series", "sop"))
    if any(uid and not valid_uid(uid) for uid in uids):
        raise Refused(400, "the URL holds something that is no UID")
    return uids[0], uids[1], uids[2]


def _search(hub: Hub, level: str) -> Endpoint:
    few = CapacityLimiter(2)

    async def answer(request: Request) -> Response:
        require_json_accepted(request)
        study, series, _ = _uids(request)
        query = await to_thread.run_sync(parse_query, request.query_params)
        hidden = await to_thread.run_sync(hub.worklist.steps.hidden_from, request.state.user, study)
        search = partial(qido.search, hub.store, hub.dicomweb, level, query, study, series, hidden)
        limiter = None
        if qido.reads_files(level, query):  # the threads that all requests share are not for these
            limiter = _IMAGES if study else few
        found, warning = await to_thread.run_sync(search, limiter=limiter)
        if not found:
            return Response(status_code=204)
        return dicom_json(found, headers={"Warning": warning_299(warning)} if warning else {})

    return answer


def _store(hub: Hub) -> Endpoint:
    async def answer(request: Request) -> Response:
        made_in = request.headers.get(MADE_IN_HEADER, "")
        if made_in and not valid_uid(made_in):
            raise Refused(400, f"{MADE_IN_HEADER} holds something that is no UID")

        claim = Claim(made_in, request.headers.get(CLAIM_HEADER, ""))

        def admit() -> Admission:
            return Admission(hub.store, hub.documents, hub.worklist, request.state.user, claim)

        return await store_instances(request, hub.store, hub.dicomweb, _uids(request)[0], admit)

    return answer


def _objects(hub: Hub) -> Endpoint:
    def work(request: Request) -> Response:
        late.load()
        from reader.hub import wado

        return wado.objects(request, _selected(hub, request), hub.dicomweb)

    return _threaded(work)


def _metadata(hub: Hub) -> Endpoint:
    def work(request: Request) -> Response:
        late.load()
        from reader.hub import wado

        return wado.metadata(request, _selected(hub, request), hub.dicomweb)

    return _threaded(work)


def _frames(hub: Hub) -> Endpoint:
    def work(request: Request) -> Response:
        late.load()
        from reader.hub import wado

        return wado.frames(request, _one(hub, request), request.path_params["frames"], hub.dicomweb)

    return _threaded(work)


def _bulk(hub: Hub) -> Endpoint:
    def work(request: Request) -> Response:
        late.load()
        from reader.hub import wado

        return wado.bulk_data(request, _one(hub, request), request.path_params["path"], hub.dicomweb)

    return _threaded(work)


def _one(hub: Hub, request: Request) -> Stored:
    late.load()
    return _selected(hub, request)[0]


def _selected(hub: Hub, request: Request) -> list[Stored]:
    from reader.hub import wado

    study, series, sop = _uids(request)
    hidden = partial(hub.worklist.steps.hidden_from, request.state.user, study)
    return wado.select(hub.store, study, series, sop, hidden)


def _threaded(work: Callable[[Request], Response]) -> Endpoint:
    async def answer(request: Request) -> Response:
        return await to_thread.run_sync(work, request, limiter=_IMAGES)

    return answer
