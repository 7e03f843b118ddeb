"""A proxy between a workstation and its hub that answers in the hub's stead, loses, spoils, delays and doubles.

What it does to which step is planned beforehand (`FaultProxy.plan`); everything else passes unchanged, WebSockets
too. A kind that ends in "forwarded" has let the hub act before.
"""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

DICOM_JSON = "application/dicom+json"
PAGE = b"<!DOCTYPE html><html><body><form action='/login'>Sign in to the guest network</form></body></html>"
STEPS = (
    "search", "retrieve", "claim", "update", "store", "query", "fetch", "create", "complete", "cancel", "subscribe",
)  # fmt: skip
"""What a workstation asks of its hub; `step_of` tells which of them a request is."""


class Exchange:
    """One request at the proxy."""

    def __init__(self, proxy: FaultProxy, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        self.proxy, self.handler, self.body = proxy, handler, body
        self.path = handler.path

    def forward(self) -> tuple[int, list[tuple[str, str]], bytes]:
        """What the hub answers."""
        server = http.client.HTTPConnection(self.proxy.host, self.proxy.port, timeout=30)
        try:
            kept = {k: v for k, v in self.handler.headers.items() if k.lower() not in ("host", "connection")}
            server.request(self.handler.command, self.path, body=self.body or None, headers=kept)
            answer = server.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            server.close()

    def half(self) -> None:
        """Send the hub only the first half of the request's body, then hang up."""
        with socket.create_connection((self.proxy.host, self.proxy.port), 30) as server:
            lines = [f"{self.handler.command} {self.path} HTTP/1.1", f"Host: {self.proxy.host}"]
            lines += [f"{k}: {v}" for k, v in self.handler.headers.items() if k.lower() != "host"]
            server.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + self.body[: len(self.body) // 2])

    def reply(self, status: int, body: bytes = b"", kind: str = "", length: int | None = None, **more: str) -> None:
        """An answer as given, its length as it is unless another is stated."""
        lines = [f"HTTP/1.1 {status} Told", f"Content-Length: {len(body) if length is None else length}"]
        lines += ["Connection: close", *([f"Content-Type: {kind}"] if kind else [])]
        lines += [f"{name.replace('_', '-')}: {text}" for name, text in more.items()]
        self.raw("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """The hub's answer as it came."""
        mine = ("content-length", "transfer-encoding", "connection")
        lines = [f"HTTP/1.1 {status} Told", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {text}" for name, text in headers if name.lower() not in mine]
        lines += ["Connection: close"] if self.handler.close_connection else []
        self.raw("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    def raw(self, data: bytes) -> None:
        self.handler.wfile.write(data)

    def reset(self) -> None:
        """End the connection so that the other side sees a reset."""
        self.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.handler.close_connection = True
        self.handler.connection.close()

    def drip(self, data: bytes) -> None:
        """One byte at a time for as long as anyone listens."""
        for byte in data * 1000:
            self.raw(bytes([byte]))
            time.sleep(self.proxy.patience / 20)


def _uids(body: bytes) -> list[str]:
    """The SOP Instance UIDs in a STOW request, each once."""
    found = re.findall(rb"\x08\x00\x18\x00UI..([0-9.]+)", body, re.DOTALL)
    return list(dict.fromkeys(uid.decode() for uid in found))


def _receipt(uids: list[str], *, failed: bool = False) -> bytes:
    def entry(uid: str) -> dict[str, object]:
        reason = {"00081197": {"vr": "US", "Value": [0xA700]}} if failed else {}
        return {"00081155": {"vr": "UI", "Value": [uid]}} | reason

    tag = "00081198" if failed else "00081199"
    return json.dumps({tag: {"vr": "SQ", "Value": [entry(uid) for uid in uids]}}).encode()


def _other(uid: str) -> bytes:
    item = {"00080018": {"vr": "UI", "Value": [uid]}, "00741000": {"vr": "CS", "Value": ["IN PROGRESS"]}}
    return json.dumps([item]).encode()


def _lost(ask: Exchange) -> None:
    ask.forward()
    ask.reset()


def _late(ask: Exchange) -> None:
    answer = ask.forward()
    time.sleep(ask.proxy.patience * 1.2)
    ask.answer(*answer)


def _held_back(ask: Exchange) -> None:
    """The hub gets it when the workstation has given up."""
    time.sleep(ask.proxy.patience * 1.2)
    ask.forward()
    ask.reset()


def _doubled(ask: Exchange) -> None:
    ask.forward()
    ask.answer(*ask.forward())


def _truncated(ask: Exchange) -> None:
    status, headers, body = ask.forward()
    body = body or b"[]" * 20
    kind = dict(headers).get("content-type", DICOM_JSON)
    ask.reply(status, body[: len(body) // 2], kind, length=len(body))


def _short(ask: Exchange) -> None:
    status, headers, body = ask.forward()
    body = body or b"[]" * 20
    ask.reply(status, body, dict(headers).get("content-type", DICOM_JSON), length=len(body) // 2)


def _renamed(ask: Exchange) -> None:
    status, _, body = ask.forward()
    ask.reply(status, body, "text/plain")


def _replaced(ask: Exchange) -> None:
    ask.forward()
    ask.reply(200, PAGE, "text/html")


def _broken_after(ask: Exchange) -> None:
    ask.forward()
    ask.reply(500, b"oops", "text/plain")


def _half(ask: Exchange) -> None:
    ask.half()
    ask.reset()


def _endless(ask: Exchange) -> None:
    ask.raw(f"HTTP/1.1 200 Told\r\nContent-Type: {DICOM_JSON}\r\nConnection: close\r\n\r\n[".encode())
    while True:
        ask.raw(b'{"00080018":{"vr":"UI","Value":["1.2"]}},' * 2000)
        time.sleep(ask.proxy.pace)


def _endless_line(ask: Exchange) -> None:
    head = f"HTTP/1.1 200 Told\r\nContent-Type: {DICOM_JSON}\r\nTransfer-Encoding: chunked\r\n\r\n"
    ask.raw(head.encode())
    while True:
        ask.raw(b"0" * 65536)
        time.sleep(ask.proxy.pace)


def _continue(ask: Exchange) -> None:
    while True:
        ask.raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
        time.sleep(ask.proxy.pace)


def _drip(ask: Exchange) -> None:
    ask.raw(f"HTTP/1.1 200 Told\r\nContent-Type: {DICOM_JSON}\r\nConnection: close\r\n\r\n".encode())
    ask.drip(b"[{}, ")


def _drip_headers(ask: Exchange) -> None:
    ask.raw(b"HTTP/1.1 200 Told\r\n")
    ask.drip(b"X-Wait: a\r\n")


@cache
def _packed() -> bytes:
    return gzip.compress(b"[" + b" " * 150_000_000 + b"]", 1)


def _bomb(ask: Exchange) -> None:
    ask.reply(200, _packed(), DICOM_JSON, Content_Encoding="gzip")


def _hang(ask: Exchange) -> None:
    time.sleep(ask.proxy.patience * 1.5)
    ask.reset()


def _stale(ask: Exchange) -> None:
    """What this address answered first; a change gets an old success."""
    ask.answer(*ask.proxy.remembered(ask))


def _redirect(status: int, target: str) -> Callable[[Exchange], None]:
    return lambda ask: ask.reply(status, Location=target)


def _says(status: int, body: bytes = b"", kind: str = "", **more: str) -> Callable[[Exchange], None]:
    return lambda ask: ask.reply(status, body, kind, **more)


FAULTS: dict[str, Callable[[Exchange], None]] = {
    "200 empty": _says(200),
    "200 empty, as JSON": _says(200, kind=DICOM_JSON),
    "200 []": _says(200, b"[]", DICOM_JSON),
    "200 {}": _says(200, b"{}", DICOM_JSON),
    "200 null": _says(200, b"null", DICOM_JSON),
    "200 error object": _says(200, b'{"error": "maintenance", "status": 200}', "application/json"),
    "200 web page": _says(200, PAGE, "text/html; charset=utf-8"),
    "200 web page, as JSON": _says(200, PAGE, DICOM_JSON),
    "200 text": _says(200, b"OK", "text/plain"),
    "201 elsewhere": _says(201, Location="/dicom-web/workitems/2.25.999"),
    "202 without doing it": _says(202),
    "204": _says(204),
    "302 to a login elsewhere": _redirect(302, "http://login.invalid/"),
    "302 to a login here": _redirect(302, "/login"),
    "302 in a circle": lambda ask: ask.reply(302, Location=ask.path),
    "307": _redirect(307, "http://other.invalid/dicom-web/"),
    "401": _says(401, b"who?", "text/plain", WWW_Authenticate='Bearer realm="x"'),
    "403": _says(403, b"no", "text/plain"),
    "403 web page": _says(403, PAGE, "text/html"),
    "404 of a proxy": _says(404, b"not found", "text/plain"),
    "404 web page": _says(404, PAGE, "text/html"),
    "407": _says(407, PAGE, "text/html", Proxy_Authenticate="Basic"),
    "409": _says(409),
    "410": _says(410),
    "413": _says(413, b"too large", "text/plain"),
    "429 for a week": _says(429, Retry_After="604800"),
    "500": _says(500, b"oops", "text/plain"),
    "502 web page": _says(502, PAGE, "text/html"),
    "503 for an hour": _says(503, Retry_After="3600"),
    "503 until 2099": _says(503, Retry_After="Thu, 31 Dec 2099 23:59:59 GMT"),
    "504": _says(504),
    "511": _says(511, PAGE, "text/html"),
    "no HTTP": lambda ask: ask.raw(b"SSH-2.0-OpenSSH_9.2\r\n" * 3),
    "reset": lambda ask: ask.reset(),
    "hangs": _hang,
    "drips": _drip,
    "drips headers": _drip_headers,
    "endless": _endless,
    "endless line": _endless_line,
    "continues": _continue,
    "gzip bomb": _bomb,
    "half of it": _half,
    "another's task": lambda ask: ask.reply(200, _other("2.25.424242"), DICOM_JSON),
    "wrong receipt": lambda ask: ask.reply(200, _receipt(["2.25.424242"]), DICOM_JSON),
    "made-up receipt": lambda ask: ask.reply(200, _receipt(_uids(ask.body)), DICOM_JSON),
    "partly refused": lambda ask: ask.reply(202, _receipt(_uids(ask.body)[:1], failed=True), DICOM_JSON),
    "stale": _stale,
    "held back, forwarded": _held_back,
    "lost, forwarded": _lost,
    "late, forwarded": _late,
    "doubled, forwarded": _doubled,
    "truncated, forwarded": _truncated,
    "length too short, forwarded": _short,
    "wrong media type, forwarded": _renamed,
    "replaced by a web page, forwarded": _replaced,
    "500, forwarded": _broken_after,
}


SLOW = frozenset(
    {"hangs", "drips", "drips headers", "endless", "endless line", "continues", "gzip bomb", "held back, forwarded",
     "late, forwarded"}
)  # fmt: skip
"""Each of these takes all the time that an answer may take, or all of a processor."""


def step_of(method: str, path: str, body: bytes) -> str:
    """One of STEPS, or "" for anything else."""
    place = urlsplit(path).path
    if "/subscribers/" in place:
        return "subscribe" if method == "POST" else ""
    if place.endswith("/state"):
        return {b"IN PROGRESS": "claim", b"COMPLETED": "complete", b"CANCELED": "cancel"}.get(
            next((state for state in (b"IN PROGRESS", b"COMPLETED", b"CANCELED") if state in body), b""), ""
        )
    if place.endswith("/workitems"):
        return "create" if method == "POST" else "search"
    if "/workitems/" in place:
        return "update" if method == "POST" else "retrieve"
    if method == "POST" and place.endswith("/studies"):
        return "store"
    if method == "GET" and "/instances" in place:
        return "query" if place.endswith("/instances") else "fetch"
    return ""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """Most faults end in a connection that broke."""


class FaultProxy:
    """A proxy of the hub at `target` (its root). patience: seconds that the workstation waits for an answer.
    pace: seconds between the pieces of an answer without end; 0: as fast as they are taken.

    url: the hub's DICOMweb root through it. told: how often which kind was answered to which step.
    """

    def __init__(self, target: str, patience: float, pace: float = 0.0) -> None:
        parts = urlsplit(target)
        self.host, self.port = str(parts.hostname), int(parts.port or 80)
        self.patience, self.pace = patience, pace
        self.told: Counter[tuple[str, str]] = Counter()
        self._plans: dict[str, list[str]] = {}
        self._first: dict[tuple[str, str], tuple[int, list[tuple[str, str]], bytes]] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.root = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.url = f"{self.root}/dicom-web"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def plan(self, step: str, *kinds: str) -> None:
        """The next requests of this step meet these faults, in turn."""
        if "gzip bomb" in kinds:
            _packed()  # before anyone waits for it
        with self._lock:
            self._plans.setdefault(step, []).extend(kinds)

    def mend(self) -> None:
        """End the faults that have been met; the others are still to come."""
        with self._lock:
            for step, kinds in self._plans.items():
                kinds[:] = [kind for kind in kinds if not self.told[(step, kind)]]

    def clear(self) -> None:
        """Plan nothing, and count anew."""
        with self._lock:
            self._plans.clear()
            self.told.clear()

    def remembered(self, ask: Exchange) -> tuple[int, list[tuple[str, str]], bytes]:
        with self._lock:
            found = self._first.get((ask.handler.command, ask.path))
        return found or (200, [("Content-Type", DICOM_JSON)], b"[]")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> FaultProxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _handler(proxy) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                proxy._serve(self)

            do_POST = do_PUT = do_DELETE = do_GET

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("Upgrade"):
            self._tunnel(handler)
            return
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        ask = Exchange(self, handler, body)
        step = step_of(handler.command, handler.path, body)
        with self._lock:
            waiting = self._plans.get(step)
            kind = waiting.pop(0) if waiting else ""
            if kind:
                self.told[(step, kind)] += 1
        if kind:
            handler.close_connection = True
            FAULTS[kind](ask)
            return
        answer = ask.forward()
        with self._lock:
            self._first.setdefault((handler.command, handler.path), answer)
        ask.answer(*answer)

    def _tunnel(self, handler: BaseHTTPRequestHandler) -> None:
        """A WebSocket: bytes both ways until either side ends it."""
        handler.close_connection = True
        with socket.create_connection((self.host, self.port), 30) as server:
            server.settimeout(None)
            lines = [handler.requestline, *(f"{name}: {text}" for name, text in handler.headers.items())]
            server.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
            back = threading.Thread(target=_pipe, args=(server, handler.connection), daemon=True)
            back.start()
            _pipe(handler.connection, server)


def _pipe(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue
