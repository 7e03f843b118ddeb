"""A proxy of one DICOMweb server for tests: refuses what a dialect does not know, cuts connections, and counts."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from types import TracebackType
from urllib.parse import urlsplit

from reader.dicom.archives.multipart import MultipartError, read_parts
from reader.dicom.attributes import text
from reader.dicom.header import read_header

_BLOCK = 16 * 1024
_OWN = ("transfer-encoding", "connection", "keep-alive", "content-length", "server", "date")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class Proxy:
    """refuse(path, accept): the status to answer instead, or 0. cuts: numbers of bytes of images after which,
    counted over all answers, the connection that sends them is broken; where there is a hold, over series alone.
    pause: seconds before each answer.
    spoil(path): this answer with images is broken after its first bytes.
    hold: a series stops after its first hold_at bytes until this is set.

    asked: (path, Accept) of each request. received: how often each SOP instance came through whole.
    """

    def __init__(
        self,
        target: str,
        refuse: Callable[[str, str], int] = lambda _path, _accept: 0,
        cuts: list[int] | None = None,
        pause: float = 0.0,
        hold: threading.Event | None = None,
        hold_at: int = 100_000,
        spoil: Callable[[str], bool] = lambda _path: False,
    ) -> None:
        parts = urlsplit(target)
        self._host, self._port, self._root = str(parts.hostname), parts.port, parts.path
        self._refuse = refuse
        self._cuts = sorted(cuts or [])
        self._pause = pause
        self._hold, self._hold_at = hold, hold_at
        self._spoil = spoil
        self._sent = 0
        self._lock = threading.Lock()
        self.asked: list[tuple[str, str]] = []
        self.received: Counter[str] = Counter()
        self.broken = 0
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}{parts.path}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def objects(self) -> list[str]:
        """The paths of the images that were asked for, below the root."""
        return [path for path, _ in self.asked if _is_objects(path)]

    def _handler(proxy) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                proxy._serve(self)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        path, accept = handler.path.removeprefix(self._root), handler.headers.get("Accept", "")
        self.asked.append((path, accept))
        status = self._refuse(path, accept)
        if status:
            handler.send_response(status)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        time.sleep(self._pause)
        server = http.client.HTTPConnection(self._host, self._port, timeout=30)
        sent = {k: v for k, v in handler.headers.items() if k.lower() not in ("host", "connection")}
        server.request("GET", handler.path, headers=sent)
        answer = server.getresponse()
        handler.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _OWN:
                handler.send_header(name, value)
        handler.send_header("Connection", "close")  # the end of the answer is the end of the connection
        handler.end_headers()
        handler.close_connection = True
        kept = bytearray()
        counted = _is_objects(path) and (self._hold is None or _is_series(path))
        spoilt = _is_objects(path) and self._spoil(path)
        try:
            while piece := answer.read1(_BLOCK):
                cut = self._cut(len(piece)) if counted else None
                cut = min(300, len(piece)) if spoilt else cut
                kept += piece[:cut]
                if self._hold is not None and _is_series(path) and len(kept) > self._hold_at:
                    self._hold.wait(30)
                handler.wfile.write(piece[:cut])
                if cut is not None:
                    handler.connection.shutdown(2)
                    break
        except OSError:
            kept.clear()  # the client left
        finally:
            server.close()
        if _is_objects(path):
            self._count(kept, answer.getheader("Content-Type", ""))

    def _cut(self, size: int) -> int | None:
        """How much of the next `size` bytes goes through before a cut; None for all."""
        with self._lock:
            self._sent += size
            if not self._cuts or self._sent < self._cuts[0]:
                return None
            over = self._sent - self._cuts.pop(0)
            self.broken += 1
            return size - over

    def _count(self, data: bytearray, kind: str) -> None:
        try:
            for part in read_parts(BytesIO(data), kind):
                if part.headers.get("content-type", "").startswith("application/dicom"):
                    self.received[text(read_header(part.read()), 0x00080018)] += 1
        except MultipartError:
            pass


def _is_series(path: str) -> bool:
    return path.split("/")[-2] == "series"


def _is_objects(path: str) -> bool:
    """A series, an instance, or frames; no search and no metadata."""
    parts = path.strip("/").split("?")[0].split("/")
    return "?" not in path and (parts[-2] in ("series", "instances") or "frames" in parts) and len(parts) >= 4
