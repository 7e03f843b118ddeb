"""A request ends, whatever answers it, and what is not the hub is never taken for it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from reader.core.http import (
    CHANGE,
    LONGEST_PAUSE,
    STORED,
    Http,
    HttpError,
    HubUnreachable,
    NotTheHub,
    SessionExpired,
    pause_asked,
)
from tests.faults import FaultProxy
from tests.orthanc import free_port

QUICK = 1 / 60
"""Half a second for what has thirty."""
ENOUGH = 1 / 3
"""For what is answered at once, also on a busy machine."""


@pytest.fixture
def faulty() -> Iterator[FaultProxy]:
    with FaultProxy(f"http://127.0.0.1:{free_port()}", patience=0.5) as proxy:
        yield proxy


def ask(proxy: FaultProxy, kind: str, method: str = "GET", patience: float = QUICK) -> object:
    proxy.plan("update" if method == "POST" else "retrieve", *[kind] * (9 if "circle" in kind else 1))
    return Http(patience=patience).request(method, f"{proxy.url}/workitems/2.25.1", data=b"[{}]")


@pytest.mark.parametrize("kind", ["hangs", "drips", "drips headers", "endless line", "continues", "no HTTP"])
@pytest.mark.timeout(30)
def test_every_answer_ends(faulty: FaultProxy, kind: str) -> None:
    with pytest.raises(HubUnreachable):
        ask(faulty, kind)


def test_a_stream_of_images_that_drips_ends_too(faulty: FaultProxy) -> None:
    faulty.plan("fetch", "drips")
    stream = Http(patience=QUICK).stream(f"{faulty.url}/studies/1/series/2/instances/3")
    with pytest.raises(Exception, match=r"(?i)drips|timed out|time-out"):
        stream.raw.read()
    stream.close()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("200 web page", "a web page"),
        ("403 web page", "a web page"),
        ("404 web page", "a web page"),
        ("200 empty", "an empty answer"),
        ("200 text", r"an answer of another kind \(text/plain\)"),
        ("302 to a login elsewhere", r"a redirection to login\.invalid"),
        ("307", r"a redirection to other\.invalid"),
        ("302 in a circle", "endless redirections"),
        ("407", "a proxy that requires a sign-in"),
        ("511", "a proxy that requires a sign-in"),
        ("gzip bomb", "an endless answer"),
        ("endless", "an endless answer"),
    ],
)
def test_what_is_not_the_hub_is_told_apart_in_plain_words(faulty: FaultProxy, kind: str, words: str) -> None:
    with pytest.raises(NotTheHub, match=f"This is not the hub: 127.0.0.1:[0-9]+ answered with {words}"):
        ask(faulty, kind, patience=ENOUGH)


@pytest.mark.parametrize("kind", ["302 to a login here", "302 to a login elsewhere", "307"])
def test_a_change_follows_no_redirection(faulty: FaultProxy, kind: str) -> None:
    with pytest.raises(NotTheHub, match="redirection"):
        ask(faulty, kind, "POST")
    assert faulty.told.total() == 1


@pytest.mark.parametrize("kind", ["429 for a week", "503 for an hour", "503 until 2099"])
@pytest.mark.timeout(30)
def test_a_server_may_ask_to_wait_but_not_for_ever_and_holds_nobody_up(faulty: FaultProxy, kind: str) -> None:
    faulty.plan("retrieve", kind, kind)
    with pytest.raises(HttpError) as busy:
        ask(faulty, kind)
    assert busy.value.pause == LONGEST_PAUSE and "300 s" in busy.value.hint


def test_retry_after_is_read_as_seconds_or_a_date() -> None:
    assert [pause_asked(text) for text in ("7", "-1", "soon", "", "1e9", "Wed, 01 Jan 2020 00:00:00 GMT")] == [
        7.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    ]  # fmt: skip
    assert pause_asked("99999999999999999999") == pause_asked("Thu, 31 Dec 2099 23:59:59 GMT") == LONGEST_PAUSE


def test_nothing_was_sent_where_nobody_listens() -> None:
    with pytest.raises(HubUnreachable) as away:
        Http(patience=QUICK).request("GET", f"http://127.0.0.1:{free_port()}/x")
    assert not away.value.sent


def test_a_large_body_is_not_cut_off_by_the_time_to_connect() -> None:
    """The server reads nothing for twice the time that a connection may take."""
    listening = socket.create_server(("127.0.0.1", 0))
    http = Http(patience=0.1)

    def serve() -> None:
        connection, _ = listening.accept()
        threading.Event().wait(1.0)
        received = b""
        while b"END" not in received[-3:]:
            received = received[-3:] + connection.recv(1 << 20)
        body = b'{"00081199": {"vr": "SQ"}}'
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)
        connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/studies"
    assert http.request("POST", url, kind=STORED, data=bytes(16_000_000) + b"END").json()
    thread.join()
    listening.close()


class Silent(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """The port at which a server of this kind answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_token_goes_nowhere_else_when_an_image_server_redirects() -> None:
    heard: list[tuple[str, str]] = []

    class Server(Silent):
        def do_GET(self) -> None:
            heard.append((self.path, self.headers.get("Authorization", "")))
            self.send_response(302 if self.path == "/image" else 200)
            if self.path == "/image":
                self.send_header("Location", f"http://localhost:{port}/store")
            self.send_header("Content-Type", "application/dicom")
            self.send_header("Content-Length", "0")
            self.end_headers()

    with serving(Server) as port:
        url = f"http://127.0.0.1:{port}/image"
        http = Http()
        http.authorize(url, "secret")
        http.stream(url).close()
        assert heard == [("/image", "Bearer secret"), ("/store", "")]
        with pytest.raises(NotTheHub, match="redirection to localhost"):
            http.request("GET", url, kind=CHANGE)


def test_a_server_that_was_given_no_token_does_not_end_the_session_at_the_hub() -> None:
    class Server(Silent):
        def do_GET(self) -> None:
            self.send_response(401)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with serving(Server) as port:
        hub, archive = (f"http://{name}:{port}" for name in ("127.0.0.1", "localhost"))
        http = Http()
        http.authorize(hub, "secret")
        with pytest.raises(SessionExpired, match=r"localhost.*requires a sign-in"):
            http.request("GET", archive)
        assert not http.expired(hub)
        with pytest.raises(SessionExpired, match="Your sign-in has expired"):
            http.request("GET", hub)
        assert http.expired(hub)
