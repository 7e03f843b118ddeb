"""The hub as a process: it listens, says where, and ends with the program that started it."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import time
from pathlib import Path

import uvicorn

from reader.core.errors import ReaderError
from reader.core.log import start_log
from reader.core.text import tr
from reader.hub import late
from reader.hub.app import make_app
from reader.hub.hub import Hub

log = logging.getLogger(__name__)

_LAST_SECONDS = 3.0


def run(
    data: Path,
    port: int = 0,
    *,
    host: str = "127.0.0.1",
    images: str | None = None,
    demo: bool = False,
    watch_parent: bool = False,
    token_seconds: float | None = None,
) -> int:
    """Serve until told to end; returns the exit status. Main thread; blocks.

    data: the hub's folder. port 0: a free one. images: the DICOMweb root of another server that holds the
    images. demo: with the demo's users, and its exams if they are not there yet. watch_parent: end when standard
    input ends, which is when the program that holds its other end does, whatever became of it.
    token_seconds: life of an access token; None: $READER_HUB_TOKEN_SECONDS, else an hour.
    Prints one line, `reader hub: http://HOST:PORT`, when it answers.
    """
    if watch_parent:
        threading.Thread(target=_end_with_stdin, name="reader-hub-parent", daemon=True).start()
    try:
        listening = _listen(host, port)
    except OSError as cause:
        reason = cause.strerror or str(cause)
        _complain(tr("{host}:{port} can't be used: {reason}", host=host, port=port, reason=reason))
        return 1
    seconds = token_seconds or float(os.environ.get("READER_HUB_TOKEN_SECONDS", "3600"))
    try:
        hub = Hub(data, images=images, token_seconds=seconds, demo=demo)
        start_log(data / "log" / "hub.log")
    except ReaderError as error:
        _complain(f"{error.user_message} {error.hint}")
        return 1
    shown = "127.0.0.1" if host in ("", "0.0.0.0") else host
    hub.address = f"http://{shown}:{listening.getsockname()[1]}"
    hub.worklist.settle_at(hub.address)
    if demo:
        from reader.hub.demo import load_demo

        try:
            load_demo(hub)
        except ReaderError as error:
            _complain(f"{error.user_message} {error.hint}")
            hub.close()
            return 1
    config = uvicorn.Config(
        make_app(hub), log_config=None, access_log=False, lifespan="on", ws="websockets-sansio",
        timeout_graceful_shutdown=1, server_header=False, h11_max_incomplete_event_size=64 * 1024,
        ws_max_size=64 * 1024, ws_per_message_deflate=False,  # 200 listeners: 300 KB and a compression each
        timeout_keep_alive=60, proxy_headers=False,
    )  # fmt: skip
    server = _Server(config, hub)
    _running.append(server)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        log.info("interrupted")
    finally:
        hub.close()
    return 0


class _Server(uvicorn.Server):
    """Says where it is once it answers."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"reader hub: {self._hub.address}", flush=True)  # noqa: T201
            threading.Thread(target=_warm, args=(self._hub,), name="reader-hub-warm", daemon=True).start()


def _complain(text: str) -> None:
    print(f"reader hub: {text}", file=sys.stderr, flush=True)  # noqa: T201


def _warm(hub: Hub) -> None:
    """Load and make what the first requests will want: the hub said that it is there before it had all of it."""
    late.load()
    hub.authority.root_pem()


_running: list[_Server] = []


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    if sys.platform != "win32":  # there SO_REUSEADDR would let two programs share the port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    return listening


def _end_with_stdin() -> None:
    """Wait for the end of standard input, then stop: first politely, then at once.

    A pipe's read end sees EOF on Linux and Windows alike when the last writer is gone, also by SIGKILL.
    """
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        log.info("standard input failed")
    log.info("the program that started the hub is gone")
    for server in _running:
        server.should_exit = True
    time.sleep(_LAST_SECONDS)
    os._exit(0)
