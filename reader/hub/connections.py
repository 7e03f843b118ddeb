"""Connections that end: a request is sent in time or not at all, an answer is taken or given up.

uvicorn itself ends only what idles after an answer. Here, too: who connects and says nothing, who drips a head or a
body, and who no longer reads. Event channels are looked after by the pings of their WebSocket.

An answer that is given before all of a body has arrived is the last one of its connection, and says so: whatever
came next would be taken for the rest of that body. The rest is read and forgotten before the connection is closed:
closed with bytes unread, the system tells the other end to drop the answer too (RFC 9112 9.6). The last one is also
the answer to a body whose end is stated twice, by length and by chunks: what follows may be a part of it (6.1).
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

import h11
from uvicorn._types import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, ASGISendEvent, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

_CLOSE = (b"connection", b"close")
_ENDS = {b"content-length", b"transfer-encoding"}
_TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Connection(H11Protocol):
    """One HTTP connection. On the event loop.

    head_s: seconds from the connection, or the first byte of a later request, to the end of its head. stall_s:
    without a byte of a body, or with nothing taken of an answer. slowest: bytes of a body a second, on average once
    rate_after_s have passed. look_s: between two looks at all this.
    """

    head_s = 10.0
    stall_s = 30.0
    slowest = 500.0
    rate_after_s = 60.0
    look_s = 1.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app = self._closing(self.app)
        _keep_alive(transport.get_extra_info("socket"))
        self._head_since: float | None = self.loop.time()
        self._body_since = self._last_data = self.loop.time()
        self._received = 0
        self._stuck_since: float | None = None
        self.loop.call_later(self.look_s, self._look)

    def data_received(self, data: bytes) -> None:
        now = self.loop.time()
        if self._head_since is None and self._between_requests():
            self._head_since = now
        waiting_for_head = self._head_since is not None
        self._last_data = now
        self._received += len(data)
        super().data_received(data)
        if waiting_for_head and not self._between_requests():
            self._head_since, self._body_since, self._received = None, now, 0

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stuck_since = self.loop.time()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stuck_since = None

    def _closing(self, app: ASGI3Application) -> ASGI3Application:
        """The application; an answer that does not wait for the body ends the connection, after that body.

        How long the other end may take for it, `_look` decides as for any body.
        """

        async def answer(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
            unsure = scope["type"] == "http" and {name for name, _ in scope["headers"]} >= _ENDS

            async def sent(message: ASGISendEvent) -> None:
                if message["type"] == "http.response.start" and (unsure or self._body_missing()):
                    message["headers"] = [*message.get("headers", ()), _CLOSE]
                elif message["type"] == "http.response.body" and not message.get("more_body", False):
                    if self._body_missing():
                        await send({**message, "more_body": True})
                        message["body"] = b""
                    while self._body_missing() and (await receive())["type"] == "http.request":
                        pass
                await send(message)

            await app(scope, receive, sent)

        return answer

    def _body_missing(self) -> bool:
        return self.conn.their_state is h11.SEND_BODY

    def _between_requests(self) -> bool:
        """Whether no head has come to its end since the last answer."""
        return self.conn.their_state is h11.IDLE

    def _look(self) -> None:
        transport = self.transport
        if transport.is_closing() or transport.get_protocol() is not self:  # ended, or a WebSocket now
            return
        now = self.loop.time()
        if self._stuck_since is not None and now - self._stuck_since > self.stall_s:
            transport.abort()
            return
        if self._head_since is not None and now - self._head_since > self.head_s:
            transport.write(_TIMEOUT)
            transport.close()
            return
        if self._head_since is None and self._body_missing() and self._too_slow(now):
            transport.abort()
            return
        self.loop.call_later(self.look_s, self._look)

    def _too_slow(self, now: float) -> bool:
        if self.flow.read_paused:  # the hub's own disk is slower than the line
            self._last_data = now
            return False
        took = now - self._body_since
        return now - self._last_data > self.stall_s or (
            took > self.rate_after_s and self._received < self.slowest * took
        )


def _keep_alive(connection: socket.socket | None) -> None:
    """Let the system notice a peer that is gone without a word."""
    if connection is not None:
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            for name, seconds in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4)):
                if hasattr(socket, name):
                    connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), seconds)
