"""The hub's web application: who may come in, and everything under its one address."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from reader.core.storage import StorageError
from reader.hub import audit_api, images_api, notifiable_api, rereads_api, statistics, updates_api, worklist_api
from reader.hub.answers import Refused, media_type, read_body, refused
from reader.hub.hub import Hub
from reader.hub.permissions import guarded, is_open
from reader.hub.tokens import Tokens, digest

log = logging.getLogger(__name__)

_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def make_app(hub: Hub) -> Starlette:
    """The ASGI application of a hub."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        hub.channels.start()
        hub.wishes.start(hub.worklist.put_back)
        yield
        hub.wishes.stop()
        hub.channels.stop()

    api = _Api(hub)
    app = Starlette(
        routes=guarded(
            (
                Route("/.well-known/oauth-authorization-server", api.metadata),
                Route("/oauth/token", api.token, methods=["POST"]),
                Route("/oauth/revoke", api.revoke, methods=["POST"]),
                Route("/oauth/userinfo", api.userinfo, methods=["GET", "POST"]),
                Route("/.well-known/est/cacerts", api.ca_certificates),
                Route("/.well-known/est/simpleenroll", api.enrol, methods=["POST"]),
                *images_api.routes(hub),
                *worklist_api.routes(hub),
                *audit_api.routes(hub),
                *statistics.routes(hub),
                *notifiable_api.routes(hub),
                *rereads_api.routes(hub),
                *updates_api.routes(hub),
            )
        ),
        exception_handlers={
            Refused: refused,
            HTTPException: _not_found,
            StorageError: _disk,
            ClientDisconnect: _left,
            Exception: _defect,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # a redirection would name the scheme of the last stretch, behind a proxy
    app.add_middleware(_SignedIn, hub=hub)
    return app


class _SignedIn:
    """Lets nobody in without a good bearer token (RFC 6750), neither by HTTP nor by WebSocket."""

    def __init__(self, app: ASGIApp, hub: Hub) -> None:
        self._app = app
        self._hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or is_open(scope.get("method", ""), scope["path"]):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        scheme, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        user = None
        if scheme.lower() == "bearer":
            user = await to_thread.run_sync(self._hub.tokens.who, token.strip())
        if user is not None:
            scope.setdefault("state", {}).update(user=user, token=digest(token.strip()))
            await self._app(scope, receive, send)
            return
        error = ' error="invalid_token"' if token else ""
        answer = Response("sign in first\n", 401, {"WWW-Authenticate": f'Bearer realm="reader-hub"{error}'})
        if scope["type"] == "http":
            await answer(scope, receive, send)
        else:
            await WebSocket(scope, receive, send).send_denial_response(answer)


class _Api:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def metadata(self, request: Request) -> Response:
        """RFC 8414, and where the region's services are."""
        address = self._hub.address
        return JSONResponse(
            {
                "issuer": address,
                "token_endpoint": f"{address}/oauth/token",
                "userinfo_endpoint": f"{address}/oauth/userinfo",
                "revocation_endpoint": f"{address}/oauth/revoke",
                "response_types_supported": ["none"],
                "grant_types_supported": ["password", "refresh_token"],
                "token_endpoint_auth_methods_supported": ["none"],
                "reader_name": "Demo region",
                "reader_ups_root": self._hub.dicomweb,
                "reader_dicomweb_root": self._hub.images_root,
                "reader_est_root": f"{address}/.well-known/est",
                "reader_audit_root": f"{address}/audit",
                "reader_statistics_root": f"{address}/statistics",
                "reader_notifiable_root": f"{address}/notifiable",
                "reader_rereads_root": f"{address}/rereads",
            }
        )

    async def token(self, request: Request) -> Response:
        """RFC 6749 4.3 and 6."""
        form = await _form(request)
        tokens: Tokens | None
        if form.get("grant_type") == "password":
            if "username" not in form or "password" not in form:
                return _oauth_error("invalid_request", "username and password are needed")
            address = request.client.host if request.client else ""
            try:
                tokens = await self._hub.sign_in.password(form["username"], form["password"], address)
            except Refused as reason:
                return _oauth_error("temporarily_unavailable", reason.reason, reason.status, reason.headers)
        elif form.get("grant_type") == "refresh_token":
            tokens = await to_thread.run_sync(self._hub.tokens.renew, form.get("refresh_token", ""))
        else:
            return _oauth_error("unsupported_grant_type", "use password or refresh_token")
        if tokens is None:
            return _oauth_error("invalid_grant", "the name, the password or the token is wrong")
        return JSONResponse(
            {
                "access_token": tokens.access,
                "token_type": "Bearer",
                "expires_in": int(tokens.lifetime),
                "refresh_token": tokens.refresh,
            },
            headers=_NO_STORE,
        )

    async def revoke(self, request: Request) -> Response:
        """RFC 7009: signing out; an unknown token is as good as revoked."""
        form = await _form(request)
        await to_thread.run_sync(self._hub.tokens.revoke, form.get("token", ""))
        return Response(status_code=200, headers=_NO_STORE)

    async def userinfo(self, request: Request) -> Response:
        return JSONResponse(request.state.user.userinfo(), headers=_NO_STORE)

    async def ca_certificates(self, request: Request) -> Response:
        """RFC 7030 4.1."""
        return _pkcs7(await to_thread.run_sync(lambda: self._hub.authority.ca_certificates()))

    async def enrol(self, request: Request) -> Response:
        """RFC 7030 4.2."""
        authority = await to_thread.run_sync(lambda: self._hub.authority)
        from reader.hub.authority import BadRequest

        kind, _ = media_type(request.headers.get("content-type", ""))
        if kind != "application/pkcs10":
            raise Refused(415, "send application/pkcs10")
        body = await read_body(request, 64 * 1024)
        try:
            user = request.state.user
            answer = await to_thread.run_sync(authority.enrol, body, user.person, user.roles)
        except BadRequest as reason:
            raise Refused(400, str(reason)) from None
        return _pkcs7(answer, "; smime-type=certs-only")


def _pkcs7(body: bytes, parameters: str = "") -> Response:
    headers = {"Content-Transfer-Encoding": "base64"}
    return Response(body, headers=headers, media_type=f"application/pkcs7-mime{parameters}")


async def _form(request: Request) -> dict[str, str]:
    kind, _ = media_type(request.headers.get("content-type", ""))
    if kind != "application/x-www-form-urlencoded":
        raise Refused(415, "send application/x-www-form-urlencoded")
    body = await read_body(request, 16 * 1024)
    try:
        return dict(parse_qsl(body.decode(), max_num_fields=20, keep_blank_values=True))
    except ValueError:
        raise Refused(400, "the form can't be read") from None


def _oauth_error(code: str, text: str, status: int = 400, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"error": code, "error_description": text}, status, {**_NO_STORE, **(headers or {})})


def _not_found(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    headers = error.headers if isinstance(error, HTTPException) else None
    reasons = {404: "there is nothing at this address", 405: "this method is not for this address"}
    return Response(f"{reasons.get(status, 'refused')}\n", status, headers, media_type="text/plain")


def _disk(request: Request, error: Exception) -> Response:
    log.error("%s %s: %s", request.method, request.url.path, error)
    return Response("the hub's disk did not take it; nothing was changed\n", 507, media_type="text/plain")


def _left(request: Request, error: Exception) -> Response:
    return Response("the request ended too early\n", 400, media_type="text/plain")


def _defect(request: Request, error: Exception) -> Response:
    log.error("%s %s", request.method, request.url.path, exc_info=error)
    return Response("the hub failed; it is in its log\n", 500, media_type="text/plain")
