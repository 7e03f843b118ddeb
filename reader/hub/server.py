"""The hub as a process: it listens, says where, and ends with the program that started it."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from reader.core.errors import ReaderError
from reader.core.log import start_log
from reader.core.private import opener
from reader.core.sealing import seal_from
from reader.core.text import tr
from reader.hub import late
from reader.hub.app import make_app
from reader.hub.connections import Connection
from reader.hub.hub import Hub

log = logging.getLogger(__name__)

_LAST_SECONDS = 3.0
_LOOK_S = 0.25
_PORT = "port"


def run(
    data: Path,
    port: int = 0,
    *,
    host: str = "127.0.0.1",
    images: str | None = None,
    demo: bool = False,
    watch_parent: bool = False,
    token_seconds: float | None = None,
    certificate: Path | None = None,
    key: Path | None = None,
    url: str = "",
    key_file: Path | None = None,
) -> int:
    """Serve until told to end; returns the exit status. Main thread; blocks.

    data: the hub's folder. port 0: the one that it had before, where that is free, else a free one. images: the
    DICOMweb root of another server that holds the images. demo: with the demo's users, and its exams if they are
    not there yet. watch_parent: end when standard input ends, which is when the program that holds its other end
    does, whatever became of it.
    token_seconds: life of an access token; None: $READER_HUB_TOKEN_SECONDS, else an hour.
    certificate, key: PEM files; with them the hub speaks https. url: the address that clients use where a proxy is
    between (it then says which address a request came from); a hub whose address is https names no http endpoint.
    key_file: holds the key that everything about patients in the folder is sealed with.
    Prints one line, `reader hub: ` and its address, when it answers.
    """
    if (problem := _address_problem(certificate, key, url, images)) != "":
        _complain(problem)
        return 1
    if watch_parent:
        threading.Thread(target=_end_with_stdin, name="reader-hub-parent", daemon=True).start()
    try:
        listening = _listen(host, port) if port else _listen_again(host, data / _PORT)
    except OSError as cause:
        reason = cause.strerror or str(cause)
        _complain(tr("{host}:{port} can't be used: {reason}", host=host, port=port, reason=reason))
        return 1
    seconds = token_seconds or float(os.environ.get("READER_HUB_TOKEN_SECONDS", "3600"))
    try:
        seal = seal_from(key_file) if key_file is not None else None
        hub = Hub(data, images=images, token_seconds=seconds, demo=demo, seal=seal)
        start_log(data / "log" / "hub.log")
    except ReaderError as error:
        _complain(f"{error.user_message} {error.hint}")
        return 1
    _write_down(listening.getsockname()[1], data / _PORT)
    shown = "127.0.0.1" if host in ("", "0.0.0.0") else host
    scheme = "https" if certificate else "http"
    hub.address = url.rstrip("/") or f"{scheme}://{shown}:{listening.getsockname()[1]}"
    hub.worklist.settle_at(hub.address, hub.images_root)
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
        timeout_keep_alive=60, http=Connection, ssl_certfile=certificate, ssl_keyfile=key,
        proxy_headers=bool(url),  # only behind a proxy of the operator's does such a header say anything
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


def _address_problem(certificate: Path | None, key: Path | None, url: str, images: str | None) -> str:
    """Why a hub can't be started so, "" where it can."""
    for path in (certificate, key):
        if path is not None and not path.is_file():
            return tr("There is no file {path}.", path=path)
    if (certificate is None) != (key is None):
        return tr("A certificate and its key are needed together.")
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.netloc):
        return tr("“{url}” is no address of a hub.", url=url)
    secure = parts.scheme == "https" if url else certificate is not None
    if secure and images and urlsplit(images).scheme != "https":
        return tr("A hub on https needs its image server on https too: {url}", url=images)
    return ""


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
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named, or asyncio leaves TCP_NODELAY off and the body of each small answer waits 40 ms for an acknowledgement
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # there SO_REUSEADDR would let two programs share the port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    return listening


def _listen_again(host: str, kept: Path) -> socket.socket:
    """On the port of last time: what programs keep of this hub (claims, drafts, deliveries) names its address."""
    try:
        return _listen(host, int(kept.read_text()))
    except (OSError, ValueError, OverflowError):  # none yet, or another program has it now
        return _listen(host, 0)


def _write_down(port: int, kept: Path) -> None:
    try:
        with open(kept, "w", encoding="ascii", opener=opener) as file:
            file.write(str(port))
    except OSError as cause:
        log.warning("the port is not written down: %s", cause)


def _wait_for_end_of_stdin() -> None:
    if sys.platform == "win32":
        # A read that waits holds the handle, and Windows' loader of libraries waits for it: it is only looked at.
        import msvcrt
        from ctypes import windll

        while windll.kernel32.PeekNamedPipe(msvcrt.get_osfhandle(0), None, 0, None, None, None):
            time.sleep(_LOOK_S)
    else:
        while os.read(0, 4096):
            pass


def _end_with_stdin() -> None:
    """Wait for the end of standard input, then stop: first politely, then at once.

    A pipe's read end sees its last writer go on Linux and Windows alike, also by SIGKILL.
    """
    try:
        _wait_for_end_of_stdin()
    except OSError:
        log.info("standard input failed")
    log.info("the program that started the hub is gone")
    for server in _running:
        server.should_exit = True
    time.sleep(_LAST_SECONDS)
    os._exit(0)
