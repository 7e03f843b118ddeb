"""A hospital's information system as far as it matters here: an MLLP receiver on a real socket."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress

Reply = Callable[[bytes], bytes]


def acknowledged(message: bytes, code: str = "AA", control: str = "", text: str = "") -> bytes:
    """In a frame, for the message that came or for another control ID."""
    own = message.split(b"\r")[0].split(b"|")[9].decode()
    lines = ("MSH|^~\\&|HIS|||READER|20260101||ACK|1|P|2.5.1", f"MSA|{code}|{control or own}|{text}")
    return b"\x0b" + "".join(f"{line}\r" for line in lines).encode() + b"\x1c\r"


_kept: dict[int, socket.socket] = {}
"""Ports where a receiver was: bound, so that no connection of another test gets one, and closed to all."""


class Receiver:
    """reply: what is sent back for a message, b"" to close the line; None: nothing, the line stays open."""

    def __init__(self, reply: Callable[[bytes], bytes | None], port: int = 0, tls: ssl.SSLContext | None = None):
        self._reply, self._tls = reply, tls
        self.messages: list[bytes] = []
        if (kept := _kept.pop(port, None)) is not None:
            kept.close()
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port = self._socket.getsockname()[1]
        self._over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> Receiver:
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # who waits in accept holds it open
        self._socket.close()
        kept = socket.socket()
        if os.name != "nt":
            kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            kept.bind(("127.0.0.1", self.port))
            _kept[self.port] = kept

    def _serve(self) -> None:
        while not self._over.is_set():
            with suppress(OSError):
                line, _ = self._socket.accept()
                with self._tls.wrap_socket(line, server_side=True) if self._tls else line as open_line:
                    self._talk(open_line)

    def _talk(self, line: socket.socket) -> None:
        data = b""
        while not data.endswith(b"\x1c\r"):
            more = line.recv(65536)
            if not more:
                return
            data += more
        assert data.startswith(b"\x0b")
        self.messages.append(data[1:-2])
        answer = self._reply(self.messages[-1])
        if answer is None:
            self._over.wait(10)
        elif answer:
            for place in range(0, len(answer), 7):  # in pieces, as a slow line brings it
                line.sendall(answer[place : place + 7])
