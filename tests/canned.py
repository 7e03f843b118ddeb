"""A DICOMweb server that answers what it is told to, byte for byte: the project's own hub holds no bad data."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Said = tuple[int, str, bytes]


class CannedServer:
    """answer: what a path with its query has: (status, media type, body), or the body of DICOM JSON, which is 204
    where it is empty. Runs until `close`. asked: (path, Authorization) of each request."""

    def __init__(self, answer: Callable[[str], bytes | Said]) -> None:
        self.asked: list[tuple[str, str]] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append((self.path, self.headers.get("Authorization", "")))
                said = answer(self.path)
                if isinstance(said, bytes):
                    said = (200 if said else 204, "application/dicom+json", said)
                status, kind, body = said
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self.url = f"{self.origin}/dicom-web"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
